// A field of the form by its kind: a label, a control, and beneath it what the checks say. A control offers `node`, the
// `input` that takes the focus, and `put(field, forced)`; `forced` overwrites even what has the focus (undo, merge).

/** What the checks say: tone by colour, sign and word, so that none of them is needed alone. */
const notesOf = (sheet) => {
  const node = make("ul", { className: "notes", id: sheet.nextId() });
  let shown = "";
  return {
    node,
    put(findings) {
      const text = JSON.stringify(findings);
      if (text === shown) return;
      shown = text;
      node.hidden = !findings.length;
      node.replaceChildren(...findings.map(({ severity, code, message, hint }) => make(
        "li", { className: severity },
        make("b", { className: "sign", textContent: sheet.texts.severity[severity] }),
        make("span", {}, make("span", { textContent: message }), hint ? make("span", { className: "hint", textContent: hint }) : "", make("code", { textContent: code })),
      )));
    },
  };
};

const textControl = (tag) => (sheet, { path }) => {
  const input = make(tag, { autocomplete: "off", spellcheck: false });
  const state = { composing: false };
  const send = () => sheet.wire.type(path, input.value);
  input.addEventListener("compositionstart", () => Object.assign(state, { composing: true }));
  input.addEventListener("compositionend", () => {
    state.composing = false;
    send();
  });
  input.addEventListener("input", () => state.composing || send());
  return {
    node: input,
    input,
    put({ value, hint, rows, kind }, forced, owed) {
      input.placeholder = hint;
      if (kind === "number") input.inputMode = "decimal";
      if (!owed && !state.composing && (forced || !input.matches(":focus"))) rewrite(input, String(value ?? ""));
      if (tag !== "textarea") return;
      input.rows = Math.max(rows, input.value.split("\n").length); // where the height does not follow the text by itself
      input.style.setProperty("--rows", rows);
    },
  };
};

const truth = (sheet, { path, label }) => {
  const input = make("input", { type: "checkbox" });
  const word = make("span", { textContent: label });
  input.addEventListener("change", () => sheet.wire.act({ do: "change", path, value: input.checked }));
  return {
    node: make("label", { className: "tick" }, input, word),
    input,
    put(field, _, owed) {
      say(word, field.label);
      if (!owed) input.checked = field.value === true;
    },
  };
};

/** One of few: all of them side by side; one of many: a list to fold down. */
const choice = (sheet, { path }) => {
  const node = make("div", { className: "choice", role: "presentation" });
  const control = { node, input: null, put: null };
  let drawn = "";
  const send = (value) => sheet.wire.act({ do: "change", path, value });
  const segments = (choices) => {
    const name = sheet.nextId();
    const rows = choices.map(({ value, label }) => {
      const radio = make("input", { type: "radio", name, value, onchange: () => send(value) });
      return make("label", {}, radio, make("span", { textContent: label }));
    });
    node.replaceChildren(make("div", { className: "segments", role: "radiogroup" }, ...rows));
    control.input = node.firstChild;
  };
  const list = (choices) => {
    const options = choices.map(({ value, label }) => make("option", { value, textContent: label }));
    control.input = make("select", { onchange: () => send(control.input.value) }, ...options);
    node.replaceChildren(control.input);
  };
  control.put = ({ value, choices }, _, owed) => {
    const few = choices.length > 0 && choices.length < 7 && choices.reduce((sum, { label }) => sum + label.length + 1, 0) < 22;
    const foreign = choices.every((one) => one.value !== value);
    const all = few || !foreign ? choices : [{ value, label: value || sheet.texts.field.choose }, ...choices];
    const look = JSON.stringify([few, all]);
    if (look !== drawn) (few ? segments : list)(all);
    if (look === drawn && owed) return;
    drawn = look;
    if (few) node.querySelectorAll("input").forEach((radio) => Object.assign(radio, { checked: radio.value === value }));
    else control.input.value = value;
  };
  return control;
};

/** Any of the choices. */
const choices = (sheet, { path }) => {
  const node = make("div", { className: "ticks", role: "group" });
  let drawn = "";
  const chosen = () => [...node.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value);
  return {
    node,
    input: node,
    put(field, _, owed) {
      const look = JSON.stringify(field.choices);
      if (look !== drawn) {
        drawn = look;
        node.replaceChildren(...field.choices.map(({ value, label }) => make(
          "label", { className: "tick" },
          make("input", { type: "checkbox", value, onchange: () => sheet.wire.act({ do: "change", path, value: chosen() }) }),
          make("span", { textContent: label }),
        )));
      } else if (owed) return;
      node.querySelectorAll("input").forEach((box) => Object.assign(box, { checked: field.value.includes(box.value) }));
    },
  };
};

/** All of the choices in an order. */
const order = (sheet, { path }) => {
  const node = make("ol", { className: "order" });
  const shift = (value, place, by) => {
    const moved = value.filter((_, n) => n !== place);
    moved.splice(place + by, 0, value[place]);
    sheet.wire.act({ do: "change", path, value: moved });
    draw(moved);
    const { children } = node;
    (children[place + by].querySelector(by < 0 ? ".up:enabled" : ".down:enabled") ?? children[place + by].querySelector("button:enabled"))?.focus();
  };
  let labels = {};
  let drawn = "";
  const look = (value) => JSON.stringify([value, labels]);
  const draw = (value) => {
    drawn = look(value);
    node.replaceChildren(...value.map(row));
  };
  const row = (one, place, value) => {
    const label = labels[one] ?? one;
    const up = press("↑", fill(sheet.texts.entry.up, { title: label }), () => shift(value, place, -1), "up");
    const down = press("↓", fill(sheet.texts.entry.down, { title: label }), () => shift(value, place, 1), "down");
    up.disabled = place === 0;
    down.disabled = place === value.length - 1;
    return make("li", {}, make("span", { textContent: label }), up, down);
  };
  return {
    node,
    input: node,
    put(field, _, owed) {
      labels = Object.fromEntries(field.choices.map(({ value, label }) => [value, label]));
      if (owed || look(field.value) === drawn) return;
      const place = [...node.querySelectorAll("button")].indexOf(document.activeElement);
      draw(field.value);
      if (place >= 0) node.querySelectorAll("button")[place]?.focus();
    },
  };
};

const CONTROLS = {
  line: textControl("input"), number: textControl("input"), markup: textControl("textarea"),
  truth, choice, choices, order, points: chips, sources: chips, words: chips,
};

class FieldView {
  constructor(sheet, field) {
    Object.assign(this, { sheet, path: field.path, kind: field.kind });
    this.control = CONTROLS[field.kind](sheet, field);
    this.notes = notesOf(sheet);
    this.label = make(["line", "number", "markup", "points", "sources", "words"].includes(field.kind) ? "label" : "span", { className: "label", id: sheet.nextId() });
    this.node = make("div", { className: `field ${field.kind}` }, ...(field.kind === "truth" ? [] : [this.label]), this.control.node, this.notes.node);
    this.node.dataset.path = field.path;
    if (field.kind === "markup") sheet.tools.adopt(this);
  }

  put(field) {
    say(this.label, field.label);
    this.control.put(field, this.sheet.forced, this.sheet.wire.owes(field.path));
    const { input } = this.control;
    if (this.label.localName === "label") this.label.htmlFor = input.id ||= this.sheet.nextId();
    else if (field.kind !== "truth") input.setAttribute("aria-labelledby", this.label.id);
    const wrong = field.findings.some(({ severity }) => severity === "error");
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (field.findings.length) input.setAttribute("aria-describedby", this.notes.node.id);
    else input.removeAttribute("aria-describedby");
    this.notes.put(field.findings);
    this.node.dataset.tone = ["error", "warning", "info"].find((tone) => field.findings.some(({ severity }) => severity === tone)) ?? "";
  }
}
