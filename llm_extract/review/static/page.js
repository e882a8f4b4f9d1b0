// What every part of the page uses: where one is, the server, what is shown and said.

export const main = document.getElementById("main");
const dialog = document.getElementById("dialog");
const csrf = document.querySelector("meta[name=csrf]").content;
/** Where one is: the item, the next, the queue, what is fetched ahead, what is being done. */
export const at = { first: JSON.parse(main.dataset.status), ahead: null, busy: null };
let clock = { since: performance.now(), active: 0 };

export const item = () => main.querySelector(".item");
export const form = () => main.querySelector("form.edit");
export const seen = () => Number(item().dataset.seen ?? 0);
export const isRecord = () => item()?.dataset.number !== undefined;
export const isAsking = () => dialog.open;

// ---- the server

export async function send(path, body) {
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
export async function alone(work, patient = false) {
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

export function failed(answer) {
  if (answer.ok) return false;
  say(answer.error ?? "that did not work", true);
  return true;
}

// ---- what is shown

export function show(answer) {
  closeDialog();
  main.innerHTML = answer.html; // made by our templates, which escape everything
  settle(answer);
  clock = { since: performance.now(), active: 0 };
  main.dispatchEvent(new Event("shown"));
  focusFirst();
  if (answer.said) say(answer.said);
}

export function focusFirst() {
  const first = main.querySelector(".prose .ev") ?? main.querySelector(".prose [data-f], .prose [data-c]");
  first?.scrollIntoView({ block: "center" });
}

export function settle(answer) {
  at.key = answer.key ?? at.key;
  at.next = answer.next;
  tally(answer);
  const url = at.key === "end" ? "/" : `/?item=${at.key}`;
  history.replaceState(null, "", url);
  if (at.next && at.next !== "end" && at.ahead?.key !== at.next) look(at.next, answer.queue);
}

function tally(answer) {
  at.queue = answer.queue;
  const bold = document.createElement("b");
  bold.textContent = answer.place;
  document.getElementById("place").replaceChildren(bold, ` of ${answer.total}`);
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

export async function go(key) {
  const ahead = at.ahead;
  at.ahead = null;
  const answer = ahead?.key === key ? await ahead.coming : null;
  return answer?.ok ? answer : send(`/item?queue=${at.queue}&key=${key}`);
}

export function say(words, bad = false) {
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
export function seconds() {
  tick();
  return Math.round(clock.active / 100) / 10;
}

// ---- dialogs

export function openDialog(template) {
  dialog.replaceChildren(template.content.cloneNode(true));
  dialog.showModal();
  dialog.querySelector("input, textarea")?.focus();
}
export function closeDialog() {
  if (dialog.open) dialog.close();
  dialog.replaceChildren();
}
