// Fields of a form, and a form: what it asks for, a button, and below it what came of the last time.
class Field {
  static count = 0;

  constructor(label, ...controls) {
    this.controls = controls;
    this.wrong = make("em", { className: "wrong", id: `handover-${(Field.count += 1)}`, hidden: true });
    this.label = make("span");
    this.node = make("div", { className: "field" }, make("label", {}, this.label, ...controls), this.wrong);
    this.call(label);
    for (const control of controls) control.addEventListener("keydown", (event) => event.key !== "Tab" && event.stopPropagation());
  }

  /** What the field is called: a select's own words would otherwise count among its label's. */
  call(label) {
    this.label.textContent = label;
    for (const control of this.controls) control.ariaLabel = control.hidden ? null : label;
  }

  get control() {
    return this.controls.find((control) => !control.hidden) ?? this.controls[0];
  }

  get value() {
    return this.control.type === "checkbox" ? this.control.checked : this.control.value;
  }

  tell(text) {
    this.wrong.textContent = text;
    this.wrong.hidden = !text;
    for (const control of this.controls) {
      control.setAttribute("aria-invalid", String(Boolean(text)));
      control.setAttribute("aria-describedby", text ? this.wrong.id : "");
    }
    if (text) this.control.focus?.();
  }

  show(on) {
    this.node.hidden = !on;
  }
}

/** Several of a list. */
class Ticks extends Field {
  constructor(label, choices, chosen) {
    super(label);
    this.boxes = make("span", { className: "boxes" });
    this.node = make("fieldset", { className: "field" }, make("legend", { textContent: label }), this.boxes, this.wrong);
    this.put(choices, chosen);
  }

  put(choices, chosen = this.value) {
    const box = ([value, text]) => make("label", {}, make("input", { type: "checkbox", value, checked: chosen.includes(value) }), text);
    this.boxes.replaceChildren(...choices.map(box));
    this.node.dataset.none = choices.length ? "" : "1";
  }

  get inputs() {
    return [...(this.boxes?.querySelectorAll("input") ?? [])];
  }

  get control() {
    return this.inputs[0] ?? this.node;
  }

  get value() {
    return this.inputs.filter((input) => input.checked).map((input) => input.value);
  }
}

const typed = (label, type = "text", more = {}) => new Field(label, make("input", { type, autocomplete: type === "password" ? "new-password" : "off", ...more }));
const listed = (label, choices) => {
  const field = new Field(label, make("select"));
  options(field.control, choices);
  return field;
};
const ticked = (label, checked = false) => {
  const field = new Field(label, make("input", { type: "checkbox", checked }));
  field.node.classList.add("tick");
  return field;
};
const area = (label, rows, more = {}) => new Field(label, make("textarea", { rows, autocomplete: "off", spellcheck: false, ...more }));

class Form {
  /** `fields` by the names under which Python reads them; `secret` names those that are emptied when all went well. */
  constructor(panel, name, fields, { title, hint = "", secret = [], main = false, before = [] }) {
    Object.assign(this, { panel, name, fields, secret, texts: panel.texts });
    this.button = press(this.texts[`do_${name}`], () => this.send(), main ? "main" : "");
    this.bar = make("progress", { max: 1, ariaLabel: this.texts.progress, hidden: true });
    this.line = make("span", { className: "soft", hidden: true });
    this.told = make("p", { className: "told", role: "status", hidden: true });
    this.result = make("div", { className: "result" });
    const rows = Object.values(fields).map((field) => field.node);
    const acts = make("div", { className: "acts" }, this.button, this.bar, this.line);
    const about = hint ? [make("p", { className: "hint", textContent: hint })] : [];
    this.node = make("section", { className: "card", ariaLabel: title }, make("h4", { textContent: title }), ...about, ...before);
    this.node.append(make("div", { className: "fields" }, ...rows), acts, this.told, this.result);
    this.node.dataset.form = name;
  }

  values() {
    const asked = Object.entries(this.fields).filter(([, field]) => !field.node.hidden);
    return Object.fromEntries(asked.map(([name, field]) => [name, field.value]));
  }

  send(more = {}) {
    this.panel.work(this, { do: this.name, ...this.values(), ...more });
  }

  start() {
    this.clear();
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
  }

  clear() {
    for (const field of Object.values(this.fields)) field.tell("");
    this.told.hidden = true;
    this.result.replaceChildren();
  }

  advance({ done, total, line }) {
    this.bar.value = done / total;
    this.line.hidden = false;
    this.line.textContent = line;
  }

  finish() {
    this.bar.hidden = this.line.hidden = true;
  }

  tell({ text, tone, field, files, found }) {
    const at = this.fields[field];
    if (at && !at.node.hidden) at.tell(text);
    else {
      this.told.textContent = text;
      this.told.dataset.tone = tone;
      this.told.hidden = !text;
    }
    if (tone !== "bad") for (const name of this.secret) this.fields[name].controls.forEach((control) => (control.value = ""));
    const losses = found?.length ? [grid(this.texts.loss_heads, found, { name: this.texts.losses, className: "losses" })] : [];
    this.result.replaceChildren(written(files, this.texts), ...losses);
  }
}
