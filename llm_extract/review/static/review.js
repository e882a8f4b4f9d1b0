// The page: keys and buttons out, fragments in. Nothing is decided here; the server answers.
import { again, decide, step, turn } from "./deciding.js";
import { changeType, check, discard, later, leave, open, save, selected, takeSelection } from "./editing.js";
import { current, nextFinding, point } from "./findings.js";
import { fill, more } from "./form.js";
import {
  alone, at, closeDialog, failed, focusFirst, form, go, isAsking, isRecord, item, main, openDialog,
  say, seconds, seen, settle, show,
} from "./page.js";

const doing = {
  accept: () => isRecord() ? decide({ action: "accept" }) : doing.clear(),
  reject: () => isRecord() && decide({ action: "reject" }),
  clear: () => item().dataset.missed !== undefined && turn("/clear"),
  edit: () => isRecord() && open({}),
  add: () => {
    if (at.key === "end") return;
    const finding = current() ?? main.querySelector(".finding.uncited:not(.cited)");
    const span = selected.span ?? finding?.dataset.span?.split(" ").map(Number);
    return open({ plural: finding?.dataset.plural ?? item().dataset.plural ?? "", span });
  },
  take: (button) => {
    const finding = button?.closest(".finding") ?? current() ?? main.querySelector(".finding[data-proposal]");
    const one = finding?.dataset.proposal === undefined ? main.querySelector(".finding[data-proposal]") : finding;
    if (!one) return say("nothing is proposed");
    const { path, code } = one.dataset;
    return turn("/take", { path, code, seen: seen(), seconds: seconds() });
  },
  finding: nextFinding,
  double: () => {
    if (!isRecord()) return;
    openDialog(main.querySelector("template.doubles"));
  },
  comment: () => isRecord() && openDialog(document.getElementById("comment")),
  search: () => openDialog(document.getElementById("search")),
  help: () => openDialog(document.getElementById("help")),
  on: () => step("on"),
  back: () => step("back"),
  skip: () => step("skip"),
  undo: () => turn("/undo"),
  keep: () => turn("/keep"),
  anyway: (button) => again(Number(button.dataset.seen)),
  theme: () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not kept then */ }
  },
  all: () => document.body.classList.toggle("all"),
  close: closeDialog,
  cancel: leave,
  discard,
  selection: () => takeSelection(selected.span, selected.field),
  more: (button) => { more(button.closest(".list")).focus(); },
  less: (button) => {
    const list = button.closest(".list");
    button.closest(".entry").remove();
    list.querySelector(":scope > [data-do=more]").focus();
    later();
  },
};

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const kind = event.target.dataset.form;
  alone(async () => {
    if (kind === "record") return save();
    const words = new FormData(event.target).get("words");
    closeDialog();
    return turn(`/${kind}`, { words });
  }, true);
});

// ---- keys and buttons

const KEYS = {
  a: "accept", x: "reject", e: "edit", p: "take", f: "finding", j: "on", k: "back", " ": "skip",
  u: "undo", n: "add", d: "double", c: "comment", "/": "search", "?": "help", v: "all", t: "theme",
};

document.addEventListener("mousedown", (event) => {
  // A click on the button must not take the selection away.
  if (event.target.closest("[data-do=selection]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const finding = event.target.closest(".finding");
  if (!button) { if (finding && !form()) point(finding); return; }
  const { do: what, go: key, other, type, use } = button.dataset;
  if (what) alone(async () => doing[what](button));
  else if (key) alone(async () => { at.ahead = null; const answer = await go(key); if (!failed(answer)) show(answer); });
  else if (other) alone(async () => { closeDialog(); await decide({ action: "double", other: Number(other) }); });
  else if (type) alone(() => changeType(type));
  else if (use !== undefined) { fill(button.closest(".leaf"), use); check(true); }
});

document.addEventListener("keydown", (event) => {
  const inField = event.target.matches("input, textarea, select");
  if (event.key === "Enter" && event.ctrlKey && event.target.closest("form")) {
    event.preventDefault();
    event.target.closest("form").requestSubmit();
    return;
  }
  if (event.altKey && event.code === "KeyS" && form()) {
    event.preventDefault();
    const { span, field } = selected; // as they are now, whatever is done meanwhile
    alone(() => takeSelection(span, field), true);
    return;
  }
  if (event.key === "Escape") {
    if (isAsking()) return; // the dialog closes itself
    if (form()) { event.preventDefault(); alone(leave); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isAsking()) {
    const choices = document.querySelectorAll("dialog [data-other], dialog [data-do=keep], dialog [data-do=anyway]");
    if (!inField && /^[1-9]$/.test(event.key)) choices[Number(event.key) - 1]?.click();
    return;
  }
  if (inField || form()) return;
  if (event.key === " " && event.target.matches("button, summary")) return;
  const what = KEYS[event.key];
  if (!what || event.repeat) return;
  event.preventDefault();
  alone(async () => doing[what]());
});

// The page came with the first item in it.
settle(at.first);
focusFirst();
// What was being typed when the page went away is opened again.
const draft = item().dataset.draft;
if (draft !== undefined) alone(() => open({ plural: draft || undefined }));
