// Decisions, and the steps between records. A conflict is shown, and asked about.
import { tell } from "./form.js";
import { at, closeDialog, failed, form, go, openDialog, seconds, seen, send, show } from "./page.js";

let asked = null; // what a conflict interrupted

export async function decide(body) {
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
  const made = document.createElement("template");
  made.innerHTML = answer.html;
  openDialog(made);
}

export async function turn(path, body = {}) {
  at.ahead = null;
  const answer = await send(path, body);
  if (answer.status === 409) return conflict(path, body, answer);
  if (failed(answer)) return;
  show(answer);
}

/** Decide all the same, now that one has seen what stands there. */
export function again(last) {
  const body = { ...asked.body, seen: last };
  closeDialog();
  return asked.path === "/decide" ? decide(body) : turn(asked.path, body);
}

export async function step(way) {
  if (way === "skip" && at.ahead?.key === at.next) {
    const next = await go(at.next);
    return failed(next) ? undefined : show(next);
  }
  const answer = await send(`/item?queue=${at.queue}&key=${at.key}&way=${way}`);
  if (!failed(answer)) show(answer);
}
