// Findings, here and in the article.
import { main, say } from "./page.js";

export const current = () => main.querySelector(".finding.now");

export function nextFinding() {
  const all = [...main.querySelectorAll(".finding:not(.fine)")];
  if (!all.length) return say("no findings");
  point(all[(all.indexOf(current()) + 1) % all.length]);
}

export function point(finding) {
  for (const old of main.querySelectorAll(".now")) old.classList.remove("now");
  finding.classList.add("now");
  finding.scrollIntoView({ block: "nearest" });
  const words = main.querySelectorAll(`.prose [data-f~="${finding.dataset.n}"]`);
  for (const each of words) each.classList.add("now");
  words[0]?.scrollIntoView({ block: "center" });
  document.getElementById("said").textContent = finding.querySelector(".says").textContent.trim();
}

main.addEventListener("pointerover", (event) => light(event.target.closest(".cell, .prose [data-c]")));
function light(element) {
  for (const old of main.querySelectorAll(".lit")) old.classList.remove("lit");
  for (const number of element?.dataset.c?.split(" ") ?? []) {
    for (const each of main.querySelectorAll(`[data-c~="${number}"]`)) each.classList.add("lit");
  }
}
