// The list of a bank's questions: search box, filters, sorted pages. The pages come from Python, so the length of the
// list does not matter. Authors' text goes in as text content only.
const press = (text, act, properties = {}) => {
  const button = make("button", { type: "button", textContent: text, ...properties });
  button.addEventListener("click", act);
  return button;
};
const PAUSE = 120; // milliseconds without a key after which the list is asked for

class List {
  constructor(model, el) {
    Object.assign(this, { model, fixed: model.get("fixed"), texts: model.get("fixed").texts, waiting: 0 });
    this.build();
    el.classList.add("authoring-sheet", "authoring-list");
    el.append(this.node);
    this.listeners = { shown: () => this.put(model.get("shown")), told: () => this.tell(model.get("told")) };
    for (const [name, listener] of Object.entries(this.listeners)) {
      model.on(`change:${name}`, listener);
      listener();
    }
  }

  send(act) {
    this.model.send(act);
  }

  build() {
    const { texts, fixed } = this;
    this.count = make("span", { className: "count" });
    this.count.setAttribute("role", "status");
    const bar = make("div", { className: "bar" }, make("h3", { textContent: fixed.name }), this.count, press(texts.refresh, () => this.send({ do: "refresh" }), { title: texts.refresh_hint }));
    this.told = make("p", { className: "told", hidden: true });
    this.told.setAttribute("role", "status");
    this.previous = press(texts.previous, () => this.turn(-1));
    this.next = press(texts.next, () => this.turn(1));
    this.page = make("span");
    this.size = make("select", { ariaLabel: texts.size }, ...fixed.sizes.map((size) => make("option", { value: size, textContent: size })));
    this.size.addEventListener("change", () => this.send({ do: "resize", size: Number(this.size.value) }));
    const pages = make("div", { className: "pages" }, this.previous, this.page, this.next, make("label", {}, texts.size, this.size), make("span", { className: "keys", textContent: texts.keys }));
    this.node = make("section", { className: "sheet", ariaLabel: texts.name }, bar, this.told, this.makeSearch(), this.makeTable(), pages);
  }

  makeSearch() {
    const { texts } = this;
    this.text = make("input", { type: "search", placeholder: texts.search_hint, ariaLabel: texts.search, autocomplete: "off", spellcheck: false });
    // What an input method has not settled yet is no text: the list is asked for when the composition ends.
    this.text.addEventListener("input", (event) => event.isComposing || this.type());
    this.text.addEventListener("compositionend", () => this.type());
    this.text.addEventListener("keydown", (event) => this.keyInSearch(event));
    this.clear = press(texts.clear, () => this.clearAll());
    this.selects = new Map();
    const labels = Object.entries(this.fixed.filters).map(([name, label]) => {
      const select = make("select");
      select.addEventListener("change", () => this.send({ do: "filter", name, value: select.value }));
      this.selects.set(name, select);
      return make("label", {}, label, select);
    });
    const filters = make("div", { className: "filters", ariaLabel: texts.filters }, ...labels);
    filters.setAttribute("role", "group");
    return make("div", { className: "search" }, make("div", { className: "line" }, this.text, this.clear), filters);
  }

  makeTable() {
    this.heads = new Map();
    const heads = this.fixed.columns.map(([name, label, sorts]) => {
      const head = make("th", { scope: "col", className: name });
      head.append(sorts ? press(label, () => this.send({ do: "sort", order: name })) : label);
      if (sorts) this.heads.set(name, head);
      return head;
    });
    this.body = make("tbody");
    this.body.addEventListener("keydown", (event) => this.keyInRows(event));
    return make("div", { className: "rows" }, make("table", { ariaLabel: this.texts.name }, make("thead", {}, make("tr", {}, ...heads)), this.body));
  }

  type() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send({ do: "search", text: this.text.value }), PAUSE);
  }

  clearAll() {
    clearTimeout(this.waiting);
    this.text.value = "";
    this.send({ do: "clear" });
    this.text.focus();
  }

  turn(by) {
    this.send({ do: "turn", number: this.shown.number + by });
  }

  keyInSearch(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.body.querySelector('tr[tabindex="0"]')?.focus();
    else if (event.key === "Escape" && this.text.value) this.text.value = "";
    else return;
    if (event.key === "Escape") this.type();
    event.preventDefault();
    event.stopPropagation();
  }

  keyInRows(event) {
    const row = event.target.closest("tr[data-id]");
    if (!row) return;
    if (event.key === "Enter" || event.key === " ") this.send({ do: "choose", id: row.dataset.id });
    else if (event.key === "ArrowDown") this.focus(row.nextElementSibling);
    else if (event.key === "ArrowUp") row.previousElementSibling ? this.focus(row.previousElementSibling) : this.text.focus();
    else if (event.key === "PageDown" && !this.next.disabled) this.turn(1);
    else if (event.key === "PageUp" && !this.previous.disabled) this.turn(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** One row is reached by the tabulator, the others from it by the arrows. */
  focus(row, quietly = false) {
    if (!row) return;
    for (const each of this.body.children) each.tabIndex = each === row ? 0 : -1;
    if (!quietly) row.focus();
  }

  put(shown) {
    const place = [...this.body.children].indexOf(document.activeElement);
    this.shown = shown;
    this.count.textContent = shown.count;
    this.page.textContent = shown.page;
    this.previous.disabled = shown.number === 0;
    this.next.disabled = shown.number + 1 >= shown.pages;
    this.size.value = shown.size;
    if (document.activeElement !== this.text) this.text.value = shown.text;
    this.putFilters(shown);
    for (const [name, head] of this.heads) this.putHead(name, head);
    this.body.replaceChildren(...shown.rows.map((row) => this.row(row)));
    if (shown.rows.length) {
      const chosen = shown.rows.findIndex((row) => row.id === shown.chosen);
      this.focus(this.body.children[Math.min(place >= 0 ? place : Math.max(chosen, 0), shown.rows.length - 1)], place < 0);
    } else {
      this.body.append(make("tr", {}, make("td", { colSpan: this.fixed.columns.length, className: "empty", textContent: this.texts.empty })));
    }
  }

  putFilters({ text, filters }) {
    for (const { name, value, choices } of filters) {
      const select = this.selects.get(name);
      select.replaceChildren(...choices.map((each) => make("option", { value: each.value, textContent: each.label, disabled: each.none && each.value !== value })));
      select.value = value;
      select.disabled = choices.length < 2;
      select.classList.toggle("set", value !== "");
    }
    this.clear.disabled = !text && filters.every(({ value }) => !value);
  }

  putHead(name, head) {
    const sorted = name === this.shown.order;
    const down = sorted && this.shown.descending;
    const label = this.fixed.columns.find(([each]) => each === name)[1];
    head.setAttribute("aria-sort", sorted ? (down ? "descending" : "ascending") : "none");
    head.firstChild.title = fill(sorted ? this.texts.turn_round : this.texts.sort, { name: label });
  }

  row({ id, status, cells }) {
    const parts = cells.map(([text, whole], n) => {
      const name = this.fixed.columns[n][0];
      const inner = make("div", { textContent: text, title: whole ?? "" });
      return make("td", { className: name }, inner);
    });
    const row = make("tr", { tabIndex: -1 }, ...parts);
    row.dataset.id = id;
    row.querySelector(".status").dataset.status = status;
    row.setAttribute("aria-selected", String(id === this.shown.chosen));
    row.addEventListener("click", () => this.send({ do: "choose", id }));
    return row;
  }

  tell({ text, tone }) {
    this.told.textContent = text;
    this.told.dataset.tone = tone;
    this.told.hidden = !text;
  }

  close() {
    clearTimeout(this.waiting);
    for (const [name, listener] of Object.entries(this.listeners)) this.model.off(`change:${name}`, listener);
  }
}

export default {
  render({ model, el }) {
    const list = new List(model, el);
    return () => list.close();
  },
};
