// Making and patching nodes, and the wire to the model. The editor's scripts are joined to one module, in the order
// that editor.py names; none knows a question type. Authors' text goes in as text content only.
const say = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

/** A button that leaves the caret where it is: pressing it with the mouse takes no focus from a text. */
const press = (text, name, act, className = "") => {
  const button = make("button", { type: "button", textContent: text, ariaLabel: name, title: name, className });
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", act);
  return button;
};

/** Brings `parent`'s children in line with `items`: what has the same key stays the same node. */
const patch = (parent, known, items, keyOf, create) => {
  const wanted = new Set(items.map(keyOf));
  for (const [key, view] of known) {
    if (wanted.has(key)) continue;
    view.node.remove();
    known.delete(key);
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    if (!known.has(key)) known.set(key, create(item));
    const view = known.get(key);
    if (view.node === place) place = place.nextElementSibling;
    else parent.insertBefore(view.node, place);
    view.put(item);
  }
};

/** Writes a text into a field that may have the focus; the caret goes to the end of what changed. */
const rewrite = (node, text) => {
  if (node.value === text) return;
  const old = node.value;
  const focused = node.matches(":focus");
  let end = 0;
  while (end < Math.min(old.length, text.length) && old.at(-1 - end) === text.at(-1 - end)) end += 1;
  node.value = text;
  if (focused) node.setSelectionRange(text.length - end, text.length - end);
};

/**
 * The wire to the model: one batch of acts is under way at a time. What is typed meanwhile waits, and of one field's
 * typing only the last value is sent. An answer names the view and the number of the batch that it answers.
 */
class Wire {
  static DELAY = 15; // milliseconds of typing that go into one batch
  static PATIENCE = 4000; // milliseconds without an answer until the author is told
  static WRITES = new Set(["change", "add", "remove", "move", "retype", "undo", "redo"]); // leave something to be saved
  static QUIET = new Set(["change", "rest", "search", "look", "picture"]); // leave the field with the caret alone

  constructor(model, hear) {
    Object.assign(this, { model, hear, queue: [], underway: null, number: 0, timer: 0, patience: 0 });
    this.view = Math.random().toString(36).slice(2);
  }

  /** A field's new value while its author types. */
  type(path, value) {
    const last = this.queue.at(-1)?.act;
    if (last?.do === "change" && last.typed && last.path === path) last.value = value;
    else this.queue.push({ act: { do: "change", path, value, typed: true } });
    this.hear("typing");
    this.timer ||= setTimeout(() => this.send(), Wire.DELAY);
  }

  /** Anything else, at once; resolves to what the model answers. */
  act(act, buffer) {
    return new Promise((resolve) => {
      this.queue.push({ act, buffer, resolve });
      if (Wire.WRITES.has(act.do)) this.hear("typing");
      this.send();
    });
  }

  send() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.underway || !this.queue.length) return;
    this.underway = this.queue;
    this.queue = [];
    this.number += 1;
    const buffers = this.underway.flatMap(({ buffer }) => (buffer ? [buffer] : []));
    this.model.send({ view: this.view, number: this.number, acts: this.underway.map(({ act }) => act) }, undefined, buffers);
    this.patience = setTimeout(() => this.hear("waiting"), Wire.PATIENCE);
  }

  /** Takes an answer; whether it may overwrite the field that its author is in. */
  answered({ view, number, results }) {
    if (view !== this.view || number !== this.number || !this.underway) return false;
    clearTimeout(this.patience);
    const done = this.underway;
    this.underway = null;
    done.forEach(({ resolve }, n) => resolve?.(results[n]));
    if (this.queue.length) this.timer ||= setTimeout(() => this.send(), 0);
    return done.some(({ act }) => !Wire.QUIET.has(act.do));
  }

  /** Whether a field's author has written something that no answer knows of yet. */
  owes(path) {
    return [...this.queue, ...(this.underway ?? [])].some(({ act }) => act.do === "change" && act.path === path);
  }
}
