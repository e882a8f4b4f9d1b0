// The form in the page: opened, kept while it is typed, saved; words selected in the article.
import { collect, fill, tell } from "./form.js";
import { at, failed, form, item, main, say, seconds, send, show } from "./page.js";
import { decide } from "./deciding.js";

/** The words selected in the article, [start, end] in code points, and where they would go. */
export const selected = { span: null, field: null };
let waiting = null; // the timer of a draft

/** Open the form of the record, or of a new one of a type ("" for any). */
export async function open({ plural, span }) {
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
  selected.field = first?.closest(".leaf") ?? null;
  first?.focus({ preventScroll: true });
  await check(kept !== null);
}

export function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => { waiting = null; check(true); }, 300);
}

/** Keep what is typed, and say what the source says of it. */
export async function check(changed = false) {
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

export async function save() {
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
export async function leave() {
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
  if (leaf) selected.field = leaf;
});

/** Forget what was typed, and start over. */
export async function discard() {
  clearTimeout(waiting);
  const { name, adding, plural } = form().dataset;
  forget(name);
  await send("/drop", { name });
  return adding === undefined ? turnBack() : open({ plural });
}

/** Another type for a new record; what was typed of this one is kept. */
export async function changeType(plural) {
  clearTimeout(waiting);
  await check(true);
  return open({ plural });
}

main.addEventListener("shown", unselect);

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
  selected.span = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  if (globalThis.Highlight) CSS.highlights.set("chosen", new Highlight(range.cloneRange()));
});

function unselect() {
  selected.span = null;
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

export async function takeSelection(span, into) {
  if (!span) return say("select words in the article first");
  if (!into || !form()?.contains(into)) return say("go to a field first");
  const answer = await send("/words", { span });
  if (failed(answer)) return;
  fill(into, answer.words, [answer.start, answer.end]);
  if (!document.activeElement?.closest("form")) into.querySelector("input, textarea, select").focus({ preventScroll: true });
  unselect();
  await check(true);
}
