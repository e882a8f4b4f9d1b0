// The page: keys and buttons out, fragments in. Nothing is decided here; the server answers.
import { collect, fill, more, tell } from "./form.js";

const main = document.getElementById("main");
const dialog = document.getElementById("dialog");
const csrf = document.querySelector("meta[name=csrf]").content;
const at = { first: JSON.parse(main.dataset.status), ahead: null, busy: null };
let clock = { since: performance.now(), active: 0 };
let asked = null; // what a conflict interrupted
let chosen = null; // the words selected in the article: [start, end] in code points
let field = null; // the input that selected words go to
let waiting = null; // the timer of a draft

// ---- the server

async function send(path, body) {
  const answer = await fetch(path, body === undefined ? {} : {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf-token": csrf },
    body: JSON.stringify({ queue: at.queue, key: at.key, ...body }),
    keepalive: path === "/typed" && JSON.stringify(body).length < 30000,
  });
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  const said = isJson ? await answer.json() : { error: (await answer.text()).trim() };
  return { ...said, status: answer.status, ok: answer.ok };
}

/**
 * Do one thing at a time. A key pressed in between is dropped, so that it does not fall on the
 * record that comes next; what is patient, as saving is, waits for its turn.
 */
async function alone(work, patient = false) {
  while (at.busy) {
    if (!patient) return;
    await at.busy;
  }
  at.busy = tried(work);
  document.body.dataset.busy = "";
  await at.busy;
  at.busy = null;
  delete document.body.dataset.busy;
}

async function tried(work) {
  try {
    await work();
  } catch (error) {
    const isAway = error instanceof TypeError && /fetch|network|load/i.test(error.message);
    say(isAway ? "The server does not answer; start it again. Nothing is lost." : String(error), true);
    if (!isAway) console.error(error);
  }
}

function failed(answer) {
  if (answer.ok) return false;
  say(answer.error ?? "that did not work", true);
  return true;
}

// ---- what is shown

function show(answer) {
  closeDialog();
  main.innerHTML = answer.html; // made by our templates, which escape everything
  settle(answer);
  clock = { since: performance.now(), active: 0 };
  unselect();
  focusFirst();
  if (answer.said) say(answer.said);
}

function focusFirst() {
  const first = main.querySelector(".prose .ev") ?? main.querySelector(".prose [data-f], .prose [data-c]");
  first?.scrollIntoView({ block: "center" });
}

function settle(answer) {
  at.key = answer.key ?? at.key;
  at.next = answer.next;
  tally(answer);
  const url = at.key === "end" ? "/" : `/?item=${at.key}`;
  history.replaceState(null, "", url);
  if (at.next && at.next !== "end" && at.ahead?.key !== at.next) look(at.next, answer.queue);
}

function tally(answer) {
  at.queue = answer.queue;
  document.getElementById("place").innerHTML = "";
  const bold = document.createElement("b");
  bold.textContent = answer.place;
  document.getElementById("place").append(bold, ` of ${answer.total}`);
  const left = document.createElement("b");
  left.textContent = answer.left;
  document.getElementById("left").replaceChildren(left, " left");
  const bar = document.getElementById("bar");
  bar.max = Math.max(answer.total, 1);
  bar.value = answer.total - answer.left;
  document.getElementById("pace").textContent = answer.pace === null ? "" : `${answer.pace} s a record`;
}

/** Fetch the next item while this one is read. */
function look(key, queue) {
  const ahead = { key, coming: send(`/item?queue=${queue}&key=${key}`).catch(() => null) };
  at.ahead = ahead;
}

async function go(key) {
  const ahead = at.ahead;
  at.ahead = null;
  const answer = ahead?.key === key ? await ahead.coming : null;
  return answer?.ok ? answer : send(`/item?queue=${at.queue}&key=${key}`);
}

function say(words, bad = false) {
  const said = document.getElementById("said");
  said.textContent = words;
  said.classList.toggle("bad", bad);
  said.classList.add("seen");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => said.classList.remove("seen"), bad ? 8000 : 3500);
}

// ---- time: only what somebody was here for

for (const name of ["keydown", "pointermove", "pointerdown", "scroll", "wheel"]) {
  addEventListener(name, tick, { capture: true, passive: true });
}
function tick() {
  const now = performance.now();
  clock.active += Math.min(now - clock.since, 60000);
  clock.since = now;
}
function seconds() {
  tick();
  return Math.round(clock.active / 100) / 10;
}

// ---- decisions

const item = () => main.querySelector(".item");
const seen = () => Number(item().dataset.seen ?? 0);
const isRecord = () => item()?.dataset.number !== undefined;

async function decide(body) {
  const asking = { seen: seen(), seconds: seconds(), ...body };
  const answer = await send("/decide", asking);
  if (answer.status === 409) return conflict("/decide", asking, answer);
  if (answer.status === 422 && form()) {
    tell(form(), { faults: answer.faults, findings: [] }, true);
    form().querySelector(".bad")?.scrollIntoView({ block: "center" });
  }
  if (failed(answer)) return;
  const next = await go(answer.to);
  if (failed(next)) return;
  show({ ...next, place: next.place, left: answer.left, total: answer.total, pace: answer.pace, said: answer.said });
}

function conflict(path, body, answer) {
  asked = { path, body };
  dialog.innerHTML = answer.html;
  dialog.showModal();
}

async function turn(path, body = {}) {
  at.ahead = null;
  const answer = await send(path, body);
  if (answer.status === 409) return conflict(path, body, answer);
  if (failed(answer)) return;
  show(answer);
}

const doing = {
  accept: () => isRecord() ? decide({ action: "accept" }) : doing.clear(),
  reject: () => isRecord() && decide({ action: "reject" }),
  clear: () => item().dataset.missed !== undefined && turn("/clear"),
  edit: () => isRecord() && open({}),
  add: () => {
    if (at.key === "end") return;
    const finding = current() ?? main.querySelector(".finding.uncited:not(.cited)");
    const span = chosen ?? finding?.dataset.span?.split(" ").map(Number);
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
  anyway: (button) => {
    const again = { ...asked.body, seen: Number(button.dataset.seen) };
    closeDialog();
    return asked.path === "/decide" ? decide(again) : turn(asked.path, again);
  },
  theme: () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not kept then */ }
  },
  all: () => document.body.classList.toggle("all"),
  close: closeDialog,
  cancel: leave,
  discard: async () => {
    clearTimeout(waiting);
    const { name, adding } = form().dataset;
    forget(name);
    await send("/drop", { name });
    if (adding === undefined) return turnBack();
    return open({ plural: form().dataset.plural });
  },
  selection: () => takeSelection(chosen, field),
  more: (button) => { more(button.closest(".list")).focus(); },
  less: (button) => {
    const list = button.closest(".list");
    button.closest(".entry").remove();
    list.querySelector(":scope > [data-do=more]").focus();
    later();
  },
};

async function step(way) {
  if (way === "skip" && at.ahead?.key === at.next) {
    const next = await go(at.next);
    return failed(next) ? undefined : show(next);
  }
  const answer = await send(`/item?queue=${at.queue}&key=${at.key}&way=${way}`);
  if (!failed(answer)) show(answer);
}

// ---- findings

const current = () => main.querySelector(".finding.now");

function nextFinding() {
  const all = [...main.querySelectorAll(".finding:not(.fine)")];
  if (!all.length) return say("no findings");
  point(all[(all.indexOf(current()) + 1) % all.length]);
}

function point(finding) {
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

// ---- the form

const form = () => main.querySelector("form.edit");

/** Open the form of the record, or of a new one of a type ("" for any). */
async function open({ plural, span }) {
  const { number, extraction } = item().dataset;
  const kept = recall(plural === undefined ? `edit:${number}` : `add:${extraction}:${plural}`);
  const answer = await send("/form", {
    plural, span: span ?? undefined, values: kept?.values, seen: kept?.seen,
  });
  if (failed(answer)) return;
  const panel = document.getElementById("panel");
  item().classList.add("editing");
  panel.innerHTML = answer.html;
  panel.scrollTop = 0;
  const first = panel.querySelector(".node.leaf input:checked, .node.leaf input:not([type=radio]), .node.leaf textarea");
  field = first?.closest(".leaf") ?? null;
  first?.focus({ preventScroll: true });
  await check(kept !== null);
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => { waiting = null; check(true); }, 300);
}

/** Keep what is typed, and say what the source says of it. */
async function check(changed = false) {
  const now = form();
  if (!now) return;
  const { name, plural } = now.dataset;
  const values = collect(now);
  const stamp = (check.stamp = (check.stamp ?? 0) + 1);
  const body = { name, plural, seen: Number(now.dataset.seen), values, action: changed ? "keep" : "look" };
  const kept = now.querySelector(".kept");
  if (changed) remember(name, body);
  try {
    check.running = send("/typed", body);
    const answer = await check.running;
    if (stamp !== check.stamp || form() !== now) return;
    if (!answer.ok) { kept.textContent = answer.error; return; }
    forget(name);
    tell(now, answer, now.dataset.tried !== undefined);
    kept.textContent = changed ? "kept" : "";
  } catch {
    kept.textContent = "The server does not answer; what you type is kept in this browser.";
    if (form() === now) { clearTimeout(waiting); waiting = setTimeout(() => check(true), 2000); }
  }
}

async function save() {
  const now = form();
  clearTimeout(waiting);
  waiting = null;
  now.dataset.tried = "";
  const values = collect(now);
  check.stamp = (check.stamp ?? 0) + 1; // no answer that is on its way may speak any more
  await check.running?.catch(() => null); // nor may a draft arrive behind the decision
  if (now.dataset.adding === undefined) {
    return decide({ action: "edit", values, seen: Number(now.dataset.seen) });
  }
  const answer = await send("/add", { plural: now.dataset.plural, values, seconds: seconds() });
  if (answer.status === 422) {
    tell(now, { faults: answer.faults, findings: [] }, true);
    now.querySelector(".bad")?.scrollIntoView({ block: "center" });
  }
  if (failed(answer)) return;
  at.ahead = null;
  show(answer);
}

/** Close the form; what was typed stays a draft. */
async function leave() {
  if (waiting) { clearTimeout(waiting); await check(true); }
  await turnBack();
}

async function turnBack() {
  const answer = await send(`/item?queue=${at.queue}&key=${at.key}`);
  if (!failed(answer)) show(answer);
}

// A copy in the browser, for as long as the server has not got it.
function remember(name, body) {
  try { localStorage.setItem(`draft:${name}`, JSON.stringify(body)); } catch { /* then not */ }
}
function recall(name) {
  try { return JSON.parse(localStorage.getItem(`draft:${name}`)); } catch { return null; }
}
function forget(name) {
  try { localStorage.removeItem(`draft:${name}`); } catch { /* nothing there */ }
}

addEventListener("pagehide", () => { if (form() && waiting) check(true); });

main.addEventListener("input", (event) => {
  const leaf = event.target.closest(".leaf");
  if (!leaf) return;
  delete leaf.dataset.span; // other words stand elsewhere
  const rules = leaf.closest("fieldset")?.querySelector(".rules");
  if (rules && event.target.type === "radio") {
    for (const each of rules.children) each.classList.toggle("chosen", each.dataset.value === event.target.value);
  }
  later();
});
main.addEventListener("focusin", (event) => {
  const leaf = event.target.closest("form .leaf");
  if (leaf) field = leaf;
});

// ---- words selected in the article

document.addEventListener("selectionchange", () => {
  const text = document.getElementById("text");
  const selection = getSelection();
  if (!text || !selection.rangeCount) return;
  if (selection.isCollapsed) {
    // A click in the article takes the words back; one into a field does not.
    if (text.contains(selection.anchorNode)) unselect();
    return;
  }
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  chosen = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  if (globalThis.Highlight) CSS.highlights.set("chosen", new Highlight(range.cloneRange()));
});

function unselect() {
  chosen = null;
  globalThis.CSS?.highlights?.delete("chosen");
}

/** Code points before a place in the article. */
function offset(node, inside) {
  if (node.nodeType === Node.TEXT_NODE) {
    const start = Number(node.parentElement.closest("[data-s]").dataset.s);
    return start + [...node.data.slice(0, inside)].length;
  }
  const next = node.childNodes[inside];
  const after = next ?? node.nextElementSibling;
  const element = after?.closest?.("[data-s]");
  if (element) return Number(element.dataset.s);
  return Number.MAX_SAFE_INTEGER; // behind the last segment; the server cuts it to the text
}

async function takeSelection(span, into) {
  if (!span) return say("select words in the article first");
  if (!into || !form()?.contains(into)) return say("go to a field first");
  const answer = await send("/words", { span });
  if (failed(answer)) return;
  fill(into, answer.words, [answer.start, answer.end]);
  if (!document.activeElement?.closest("form")) into.querySelector("input, textarea, select").focus({ preventScroll: true });
  unselect();
  await check(true);
}

// ---- dialogs

function openDialog(template) {
  dialog.replaceChildren(template.content.cloneNode(true));
  dialog.showModal();
  dialog.querySelector("input, textarea")?.focus();
}
function closeDialog() {
  if (dialog.open) dialog.close();
  dialog.replaceChildren();
}

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
  else if (type) alone(async () => { clearTimeout(waiting); await check(true); await open({ plural: type }); });
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
    const [span, into] = [chosen, field]; // as they are now, whatever is done meanwhile
    alone(() => takeSelection(span, into), true);
    return;
  }
  if (event.key === "Escape") {
    if (dialog.open) return; // the dialog closes itself
    if (form()) { event.preventDefault(); alone(leave); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (dialog.open) {
    const choices = dialog.querySelectorAll("[data-other], [data-do=keep], [data-do=anyway]");
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
