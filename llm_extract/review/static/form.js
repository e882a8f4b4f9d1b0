// The form of a record: its values out of the page, words from the article into it.

/** The values of a form in the exchange format. Notes each node's path as data-path. */
export function collect(form) {
  const spans = {};
  const root = form.querySelector("[data-kind=record]");
  for (const node of root.querySelectorAll("[data-path]")) delete node.dataset.path;
  const values = {};
  for (const node of root.querySelectorAll(":scope > fieldset > .node")) {
    values[node.dataset.name] = value(node, node.dataset.name, spans);
  }
  values.spans = spans;
  return values;
}

function value(node, path, spans) {
  const kind = node.dataset.kind;
  if (kind === "list") {
    node.dataset.path = path;
    const found = [];
    for (const inner of node.querySelectorAll(":scope > .items > .entry > .node")) {
      const known = { ...spans };
      const given = value(inner, `${path}[${found.length}]`, spans);
      if (!isBlank(given)) found.push(given);
      else { // an empty line is no item, and has no words
        for (const name of Object.keys(spans)) if (!(name in known)) delete spans[name];
        for (const each of [inner, ...inner.querySelectorAll(".node")]) delete each.dataset.path;
      }
    }
    return found;
  }
  node.dataset.path = path;
  if (kind === "group") {
    const found = {};
    for (const inner of node.querySelectorAll(":scope > .inner > .node")) {
      found[inner.dataset.name] = value(inner, `${path}.${inner.dataset.name}`, spans);
    }
    return found;
  }
  const given = typed(node, kind);
  if (given !== null && node.dataset.span) spans[path] = node.dataset.span.split(" ").map(Number);
  return given;
}

function typed(node, kind) {
  if (kind === "choice") return node.querySelector("input:checked")?.value || null;
  const text = node.querySelector("input, textarea, select").value;
  if (text.trim() === "") return null;
  if (kind === "link") return Number(text);
  if (kind === "number") return Number.isNaN(Number(text)) ? text : Number(text);
  if (kind === "flag") return text === "true";
  return kind === "edtf" ? text.trim() : text;
}

function isBlank(given) {
  if (given === null) return true;
  if (Array.isArray(given)) return given.every(isBlank);
  return typeof given === "object" && Object.values(given).every(isBlank);
}

/** Put what the checks say, and why a value cannot stand, beside the inputs. */
export function tell(form, { faults, findings }, everything) {
  for (const says of form.querySelectorAll(".says")) {
    says.replaceChildren();
    says.closest(".node")?.classList.remove("bad");
  }
  for (const { path, verdict, message, proposed, proposal } of findings) {
    const [node, exact] = nodeAt(form, path);
    const line = said(node, message, verdict);
    if (exact && proposal !== null && typeof proposed === "string" && node.matches(".leaf")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "proposal";
      button.dataset.use = proposed;
      button.textContent = proposal;
      line.append(" ", button);
    }
  }
  for (const [path, why] of Object.entries(faults)) {
    const [node] = nodeAt(form, path);
    if (!everything && !isTouched(node)) continue;
    node.classList.add("bad");
    said(node, why, "fault");
  }
}

function isTouched(node) {
  const inputs = node.querySelectorAll("input:not([type=radio]), textarea");
  return node.dataset.kind !== "record" && [...inputs].some((each) => each.value !== "");
}

function nodeAt(form, path) {
  for (let at = path; at; at = at.replace(/(\.[^.[\]]+|\[\d+\])$|^[^.[\]]+$/, "")) {
    const node = [...form.querySelectorAll("[data-path]")].find((each) => each.dataset.path === at);
    if (node) return [node, at === path];
  }
  return [form.querySelector("[data-kind=record]"), false];
}

function said(node, words, kind) {
  const line = document.createElement("span");
  line.className = `line ${kind}`;
  line.textContent = words;
  node.querySelector(":scope > .says").append(line);
  return line;
}

/** Put words and where they stand into a leaf. */
export function fill(node, words, span) {
  if (node.dataset.kind === "choice") {
    const option = [...node.querySelectorAll("input")].find((each) => each.value === words);
    if (option) option.checked = true;
  } else {
    node.querySelector("input, textarea, select").value = words;
  }
  if (span) node.dataset.span = span.join(" ");
  else delete node.dataset.span;
}

/** One more item in a list; returns its first input. */
export function more(list) {
  const made = list.querySelector(":scope > template").content.cloneNode(true);
  const mark = `n${Date.now()}${Math.floor(Math.random() * 1e6)}`;
  for (const radio of made.querySelectorAll("input[type=radio]")) radio.name += mark;
  const items = list.querySelector(":scope > .items");
  items.append(made);
  return items.lastElementChild.querySelector("input, textarea, select");
}
