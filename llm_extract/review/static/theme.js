"use strict";
// Before the first paint: the theme that was chosen; without one the system's holds.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch { /* storage may be switched off */ }
