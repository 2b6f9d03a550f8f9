// Changes by hand: a form's questions, the chosen one as candidates see it, and what could take its place.
class ByHand {
  constructor(fixed, send) {
    Object.assign(this, { send, texts: fixed.texts, number: 0 });
    this.forms = make("span", { className: "forms", role: "group", ariaLabel: this.texts.forms_group });
    this.undo = press(this.texts.undo, () => send({ do: "undo" }));
    this.redo = press(this.texts.redo, () => send({ do: "redo" }));
    this.complete = press(this.texts.complete, () => send({ do: "complete" }), "main");
    this.complete.title = this.texts.complete_hint;
    this.renew = press(this.texts.renew, () => send({ do: "renew" }));
    this.renew.title = this.texts.renew_hint;
    this.order = make("select", { ariaLabel: this.texts.order, title: this.texts.order_hint });
    const orders = fixed.orders.map((how) => make("option", { value: how, textContent: this.texts[`order_${how}`] }));
    this.order.append(make("option", { value: "", textContent: this.texts.order }), ...orders);
    this.order.addEventListener("change", () => {
      send({ do: "arrange", how: this.order.value });
      this.order.value = "";
    });
    this.banned = make("span", { className: "banned" });
    const bar = make("div", { className: "line" }, this.forms, this.undo, this.redo, this.complete, this.renew, this.order, this.banned);
    this.body = make("div", { className: "items" });
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.chosen = new Chosen(fixed, send);
    this.node = make("section", { className: "byhand" }, bar, make("div", { className: "halves" }, this.body, this.chosen.node));
  }

  put(shown) {
    if (!shown.forms) return this.body.replaceChildren();
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.number : null;
    const again = this.form === shown.form;
    const top = this.body.scrollTop;
    this.form = shown.form;
    this.forms.replaceChildren(...shown.forms.map((name) => this.formButton(name, name === shown.form)));
    this.undo.disabled = !shown.undo;
    this.redo.disabled = !shown.redo;
    this.complete.disabled = !shown.waiting;
    this.complete.textContent = shown.waiting ? fill(this.texts.complete_some, { count: shown.waiting }) : this.texts.complete;
    this.banned.replaceChildren(...(shown.banned.length ? [this.texts.banned_are, ...shown.banned.map((id) => this.unban(id))] : []));
    const heads = ["number", "id", "kind", "point", "difficulty", "marks", "stem"].map((name) => make("th", { scope: "col", textContent: this.texts[name] }));
    const groups = shown.sections.map(({ title, items }) => {
      const head = make("tr", { className: "section" }, make("th", { colSpan: 7, scope: "rowgroup", textContent: title }));
      return make("tbody", {}, head, ...items.map((item) => this.row(item)));
    });
    this.body.replaceChildren(make("table", { ariaLabel: this.texts.questions }, make("thead", {}, make("tr", {}, ...heads)), ...groups));
    if (again) this.body.scrollTop = top;
    this.mark();
    if (focused) this.body.querySelector(`tr[data-number="${focused}"]`)?.focus({ preventScroll: true });
  }

  formButton(name, on) {
    const button = press(fill(this.texts.form, { name }), () => this.send({ do: "form", name }));
    button.setAttribute("aria-pressed", String(on));
    return button;
  }

  unban(id) {
    const button = press(`${id} ×`, () => this.send({ do: "ban", id, on: false }), "chip");
    button.ariaLabel = fill(this.texts.unban_id, { id });
    return button;
  }

  row({ number, id, cells, locked, banned }) {
    const signs = [];
    if (locked) signs.push(make("em", { className: "locked", textContent: this.texts.locked }));
    if (banned) signs.push(make("em", { className: "banned", textContent: this.texts.banned }));
    const tds = cells.map((text, n) => make("td", {}, text, ...(n === 0 ? signs : [])));
    const row = make("tr", { tabIndex: 0, className: banned ? "out" : "" }, make("td", { textContent: number }), ...tds);
    Object.assign(row.dataset, { number, id });
    row.addEventListener("click", () => this.choose(number));
    return row;
  }

  choose(number) {
    this.send({ do: "choose", number });
  }

  key(event) {
    const row = event.target.closest("tr[data-number]");
    if (!row || event.target !== row) return;
    const rows = [...this.body.querySelectorAll("tr[data-number]")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") this.choose(Number(row.dataset.number));
    else if (step) rows[rows.indexOf(row) + step]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  show(chosen) {
    this.number = chosen.number ?? 0;
    this.mark();
    this.chosen.put(chosen);
  }

  mark() {
    for (const row of this.body.querySelectorAll("tr[data-number]")) row.setAttribute("aria-selected", String(Number(row.dataset.number) === this.number));
  }
}

class Chosen {
  constructor(fixed, send) {
    Object.assign(this, { send, texts: fixed.texts });
    this.title = make("h3");
    this.acts = make("div", { className: "line" });
    this.looked = make("p", { className: "looked" });
    this.frame = make("iframe", { title: this.texts.page });
    this.about = make("h4");
    this.list = make("ol", { className: "substitutes" });
    this.named = make("input", { type: "text", placeholder: this.texts.named_hint, ariaLabel: this.texts.named });
    const look = () => this.named.value.trim() && send({ do: "look", id: this.named.value });
    this.named.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") look();
    });
    const naming = make("div", { className: "line" }, make("label", {}, this.texts.named, this.named), press(this.texts.look, look));
    this.one = make("div", {}, this.title, this.acts, this.looked, this.frame, this.about, this.list, naming);
    this.none = make("p", { className: "soft none", textContent: this.texts.choose_one });
    this.node = make("section", { className: "chosen", ariaLabel: this.texts.chosen }, this.one, this.none);
  }

  put(chosen) {
    const any = "id" in chosen;
    this.one.hidden = !any;
    this.none.hidden = any;
    if (!any) return;
    const { number, id, locked, banned, up, down, substitutes, keeping, looked } = chosen;
    if (id !== this.id) this.named.value = "";
    this.id = id;
    this.title.textContent = fill(this.texts.item, { number, id });
    const at = (by) => press(by < 0 ? this.texts.up : this.texts.down, () => this.send({ do: "move", by }));
    const moves = [at(-1), at(1)];
    moves[0].disabled = !up;
    moves[1].disabled = !down;
    const lock = press(locked ? this.texts.unlock : this.texts.lock, () => this.send({ do: "lock", on: !locked }));
    const ban = press(banned ? this.texts.unban : this.texts.ban, () => this.send({ do: "ban", id, on: !banned }));
    lock.title = this.texts.lock_hint;
    ban.title = this.texts.ban_hint;
    this.keep(() => this.acts.replaceChildren(lock, ban, ...moves), this.acts);
    this.looked.textContent = looked === id ? this.texts.looks_now : fill(this.texts.looks_at, { id: looked });
    this.looked.classList.toggle("other", looked !== id);
    this.about.textContent = keeping ? this.texts.substitutes : this.texts.breaking;
    const none = make("li", { className: "soft", textContent: this.texts.no_substitutes });
    this.list.replaceChildren(...(substitutes.length ? substitutes.map((each) => this.substitute(each, looked, locked)) : [none]));
  }

  /** The keyboard stays at the button of the same place. */
  keep(change, parent) {
    const at = [...parent.children].indexOf(document.activeElement);
    change();
    if (at >= 0) parent.children[at]?.focus();
  }

  substitute({ id, stem, used, changes, problems }, looked, locked) {
    const head = make("div", { className: "line" }, make("b", { textContent: id }));
    if (used) head.append(make("span", { className: "soft", textContent: fill(this.texts.used, { used }) }));
    const swap = press(this.texts.swap, () => this.send({ do: "swap", id }), problems.length ? "" : "main");
    swap.disabled = locked;
    const look = press(this.texts.look, () => this.send({ do: "look", id: looked === id ? this.id : id }));
    look.setAttribute("aria-pressed", String(looked === id));
    head.append(make("span", { className: "acts" }, look, swap));
    const lines = [...problems.map((text) => make("li", { className: "bad", textContent: text })), ...changes.map((text) => make("li", { textContent: text }))];
    const item = make("li", {}, head, make("p", { textContent: stem }), make("ul", { className: "effect" }, ...lines));
    item.dataset.id = id;
    item.classList.toggle("looked", looked === id);
    return item;
  }

  paint(page) {
    if (this.frame.srcdoc !== page) this.frame.srcdoc = page;
  }
}
