// Groups of fields and their lists of entries. Each keeps its node while its path stays on the form.

/** One of a list. It keeps its node while its place in the list stays; moving it moves the values. */
class EntryView {
  constructor(sheet, entry) {
    Object.assign(this, { sheet, path: entry.path, fields: new Map(), groups: new Map() });
    const act = (by) => async () => {
      await sheet.wire.act({ do: "move", path: this.path, by });
      sheet.entryAt(this.path, by)?.querySelector(`:scope > .row > .moves > ${by < 0 ? ".up" : ".down"}:enabled`)?.focus();
    };
    this.title = make("b", { className: "title" });
    this.up = press("↑", "", act(-1), "up");
    this.down = press("↓", "", act(1), "down");
    this.gone = press("✕", "", async () => {
      const list = this.node.parentElement;
      await sheet.wire.act({ do: "remove", path: this.path });
      if (!this.node.isConnected) (list.lastElementChild?.querySelector(".gone:not([hidden])") ?? list.parentElement.querySelector(".add"))?.focus();
    }, "gone");
    this.body = make("div", { className: "fields" });
    this.inner = make("div", { className: "inner" });
    this.notes = notesOf(sheet);
    const moves = make("span", { className: "moves" }, this.up, this.down, this.gone);
    this.node = make("div", { className: "entry", role: "group" }, make("div", { className: "row" }, this.title, this.body, moves), this.notes.node, this.inner);
    this.node.dataset.path = entry.path;
  }

  put({ entry, first, last, fixed }) {
    say(this.title, entry.title);
    this.node.ariaLabel = entry.title;
    this.node.classList.toggle("sole", entry.fields.length === 1);
    this.node.classList.toggle("long", entry.groups.length > 0 || entry.title.length > 5);
    const { texts } = this.sheet;
    for (const [button, name] of [[this.up, "up"], [this.down, "down"], [this.gone, "remove"]]) {
      button.ariaLabel = button.title = fill(texts.entry[name], { title: entry.title });
    }
    this.up.disabled = first;
    this.down.disabled = last;
    this.up.hidden = this.down.hidden = fixed;
    this.gone.hidden = !entry.removable;
    patch(this.body, this.fields, entry.fields, (field) => `${field.kind} ${field.path}`, (field) => new FieldView(this.sheet, field));
    patch(this.inner, this.groups, entry.groups, (group) => group.path, (group) => new GroupView(this.sheet, group));
    this.inner.hidden = !entry.groups.length;
    this.notes.put(entry.findings);
  }
}

class GroupView {
  constructor(sheet, group) {
    Object.assign(this, { sheet, fields: new Map(), entries: new Map(), drawn: "" });
    this.title = make("h4", { id: sheet.nextId() });
    this.body = make("div", { className: "fields" });
    this.list = make("div", { className: "entries" });
    this.adds = make("div", { className: "adds" });
    this.notes = notesOf(sheet);
    this.node = make("section", { className: "group" }, this.title, this.body, this.list, this.notes.node, this.adds);
    this.node.setAttribute("aria-labelledby", this.title.id);
    this.node.dataset.path = group.path;
  }

  put(group) {
    say(this.title, group.title);
    patch(this.body, this.fields, group.fields, (field) => `${field.kind} ${field.path}`, (field) => new FieldView(this.sheet, field));
    const fixed = group.add.length === 0;
    const items = group.entries.map((entry, n) => ({ entry, first: n === 0, last: n === group.entries.length - 1, fixed }));
    patch(this.list, this.entries, items, ({ entry }) => entry.path, ({ entry }) => new EntryView(this.sheet, entry));
    const [only] = group.fields;
    this.node.classList.toggle("sole", group.fields.length === 1 && only.label === group.title); // said once is enough
    this.node.hidden = !(only || group.entries.length || group.add.length || group.findings.length);
    this.body.hidden = !group.fields.length;
    this.list.hidden = !group.entries.length;
    this.notes.put(group.findings);
    const look = JSON.stringify(group.add);
    if (look === this.drawn) return;
    this.drawn = look;
    this.adds.hidden = fixed;
    this.adds.classList.toggle("taking", group.fields.length > 0 && !group.entries.length); // takes a value over, adds nothing
    this.adds.replaceChildren(...group.add.map(({ value, label }) => press(label, label, async () => {
      await this.sheet.wire.act({ do: "add", path: group.path, choice: value });
      const added = this.list.lastElementChild;
      (added?.querySelector("textarea, input:not([type=checkbox])") ?? added?.querySelector("input, select"))?.focus();
    }, "add")));
  }
}
