// The queue: filters, a page of rows with ticks, and what is decided on all that are ticked. The panel's scripts are
// joined to one module, in the order that panel.py names. Authors' text goes in as text content only.
const press = (text, act, className = "") => {
  const button = make("button", { type: "button", textContent: text, className });
  button.addEventListener("click", act);
  return button;
};

class Queue {
  constructor(fixed, send) {
    Object.assign(this, { fixed, send, texts: fixed.texts, asking: "" });
    this.filters = this.makeFilters();
    this.body = make("tbody");
    this.all = make("input", { type: "checkbox", ariaLabel: this.texts.tick_all, title: this.texts.tick_all });
    this.all.addEventListener("change", () => send({ do: "tick_all", on: this.all.checked }));
    const heads = ["id", "kind", "point", "stem", "status", "who", "at"].map((name) => make("th", { scope: "col", textContent: this.texts[name] }));
    const table = make("table", { ariaLabel: this.texts.queue }, make("thead", {}, make("tr", {}, make("th", {}, this.all), ...heads)), this.body);
    this.previous = press(this.texts.previous, () => this.turn(-1));
    this.next = press(this.texts.next, () => this.turn(1));
    this.count = make("span");
    this.bulk = this.makeBulk();
    this.node = make("section", { className: "queue" }, this.filters, make("div", { className: "rows" }, table), make("div", { className: "pages" }, this.previous, this.count, this.next, this.bulk));
    this.body.addEventListener("keydown", (event) => this.key(event));
  }

  makeFilters() {
    const choices = { status: this.fixed.statuses, domain: this.fixed.domains, kind: this.fixed.kinds, whose: this.fixed.whose };
    this.selects = new Map();
    const labels = Object.entries(choices).map(([name, options]) => {
      const select = make("select", {}, ...[["", this.texts.all], ...options].map(([value, text]) => make("option", { value, textContent: text })));
      select.addEventListener("change", () => this.send({ do: "filter", name, value: select.value }));
      this.selects.set(name, select);
      return make("label", {}, this.texts[name], select);
    });
    return make("div", { className: "filters" }, ...labels);
  }

  makeBulk() {
    this.ticked = make("span");
    this.reason = make("input", { type: "text", placeholder: this.texts.opinion_bulk, ariaLabel: this.texts.opinion_bulk });
    this.buttons = make("span", { className: "buttons" }, ...this.fixed.bulk.map((action) => press(this.fixed.decisions[action], () => this.ask(action))));
    this.question = make("span");
    this.sure = press(this.texts.sure, () => this.decide(), "main");
    this.asked = make("span", { className: "asked", role: "alert", hidden: true }, this.question, this.sure, press(this.texts.cancel, () => this.ask("")));
    return make("div", { className: "bulk", role: "group", ariaLabel: this.texts.bulk, hidden: true }, this.ticked, this.reason, this.buttons, this.asked);
  }

  /** A decision on many asks once more. */
  ask(action) {
    this.asking = action;
    this.asked.hidden = !action;
    this.buttons.hidden = Boolean(action);
    if (!action) return;
    this.question.textContent = fill(this.texts.ask, { action: this.fixed.decisions[action], count: this.shown.ticked });
    this.sure.focus();
  }

  decide() {
    this.send({ do: "decide_ticked", action: this.asking, text: this.reason.value });
    this.ask("");
  }

  turn(by) {
    this.send({ do: "turn", page: this.shown.page + by });
  }

  key(event) {
    const row = event.target.closest("tr");
    if (!row || event.target !== row) return;
    if (event.key === "Enter") this.send({ do: "choose", id: row.dataset.id });
    else if (event.key === " ") this.send({ do: "tick", id: row.dataset.id, on: !row.querySelector("input").checked });
    else if (event.key === "ArrowDown") row.nextElementSibling?.focus();
    else if (event.key === "ArrowUp") row.previousElementSibling?.focus();
    else return;
    event.preventDefault();
  }

  put(shown) {
    const focused = document.activeElement;
    const at = this.body.contains(focused) ? [focused.closest("tr").dataset.id, focused.tagName === "INPUT"] : null;
    const before = this.shown?.chosen;
    this.shown = shown;
    for (const [name, select] of this.selects) select.value = shown.filters[name];
    this.body.replaceChildren(...shown.rows.map((row) => this.row(row)));
    if (!shown.rows.length) this.body.append(make("tr", {}, make("td", { colSpan: 8, className: "empty", textContent: this.texts.empty })));
    this.count.textContent = shown.count;
    this.previous.disabled = shown.page === 0;
    this.next.disabled = shown.page + 1 >= shown.pages;
    this.all.checked = shown.all;
    this.all.indeterminate = shown.ticked > 0 && !shown.all;
    this.bulk.hidden = !shown.ticked;
    this.ticked.textContent = fill(this.texts.ticked, { count: shown.ticked });
    if (!shown.ticked && this.asking) this.ask("");
    if (at) this.focus(at[0] === before && !at[1] ? shown.chosen : at[0], at[1]);
  }

  /** Back to where the keyboard was: the rows have been made anew. */
  focus(id = this.shown.chosen, tick = false) {
    const row = [...this.body.children].find((each) => each.dataset.id === id);
    (tick ? row?.querySelector("input") : row)?.focus();
  }

  row({ id, ticked, status, cells }) {
    const tick = make("input", { type: "checkbox", checked: ticked, ariaLabel: fill(this.texts.tick, { id }) });
    tick.addEventListener("change", () => this.send({ do: "tick", id, on: tick.checked }));
    const first = make("td", {}, tick);
    first.addEventListener("click", (event) => event.stopPropagation());
    const row = make("tr", { tabIndex: 0 }, first, ...cells.map((text) => make("td", { textContent: text })));
    row.dataset.id = id;
    row.children[5].dataset.status = status;
    row.setAttribute("aria-selected", String(id === this.shown.chosen));
    row.addEventListener("click", () => this.send({ do: "choose", id }));
    return row;
  }
}
