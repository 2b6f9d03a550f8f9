// Two people changed the same question: field by field what it was, what the other one wrote and what stands here.
// Only where both changed the same field does the author choose; everything else is merged already.
class Merge {
  constructor(sheet) {
    Object.assign(this, { sheet, drawn: "", chosen: {} });
    const { texts } = sheet;
    this.rows = make("tbody");
    this.left = make("span", { role: "status" });
    this.save = make("button", { type: "button", className: "main", textContent: texts.merge.save });
    this.save.addEventListener("click", () => sheet.wire.act({ do: "resolve", choices: this.chosen }));
    const head = make("tr", {}, ...["field", "base", "theirs", "mine"].map((name) => make("th", { scope: "col", textContent: texts.merge[name] })));
    const title = make("h4", { textContent: texts.merge.title, id: sheet.nextId(), tabIndex: -1 });
    this.title = title;
    this.node = make(
      "section", { className: "merge", hidden: true }, title, make("p", { textContent: texts.merge.intro }),
      make("table", {}, make("thead", {}, head), this.rows), make("footer", {}, this.left, this.save),
    );
    this.node.setAttribute("aria-labelledby", title.id);
  }

  put(conflict) {
    const look = JSON.stringify(conflict);
    if (look === this.drawn) return;
    this.drawn = look;
    this.node.hidden = !conflict;
    this.chosen = Object.fromEntries((conflict ?? []).filter(({ clash, taken }) => clash && taken).map(({ path, taken }) => [path, taken]));
    this.rows.replaceChildren(...(conflict ?? []).map((row) => this.row(row)));
    this.count(conflict ?? []);
    if (conflict) this.title.focus();
  }

  row({ path, label, base, theirs, mine, clash, taken }) {
    const { texts } = this.sheet;
    const name = this.sheet.nextId();
    const side = (which, text) => {
      const words = make("span", { className: "text", textContent: text || texts.merge.empty });
      const className = taken === which ? "taken" : "";
      if (!clash) return make("td", { className }, words);
      const radio = make("input", { type: "radio", name, value: which, checked: taken === which, ariaLabel: fill(texts.merge[`take_${which}`], { label }) });
      radio.addEventListener("change", () => this.choose(path, which));
      return make("td", { className }, make("label", {}, radio, words));
    };
    const sign = make("small", { textContent: clash ? texts.merge.clash : texts.merge.merged });
    const row = make("tr", { className: clash ? "clash" : "" }, make("th", { scope: "row" }, make("span", { textContent: label }), sign), make("td", {}, make("span", { className: "text", textContent: base || texts.merge.empty })), side("theirs", theirs), side("mine", mine));
    row.dataset.path = path;
    return row;
  }

  choose(path, which) {
    this.chosen[path] = which;
    for (const row of this.rows.children) {
      if (row.dataset.path === path) row.querySelectorAll("td").forEach((cell) => cell.classList.toggle("taken", Boolean(cell.querySelector(":checked"))));
    }
    this.count([...this.rows.children].map((row) => ({ path: row.dataset.path, clash: row.classList.contains("clash") })));
  }

  count(rows) {
    const open = rows.filter(({ path, clash }) => clash && !this.chosen[path]).length;
    say(this.left, open ? fill(this.sheet.texts.merge.left, { count: open }) : this.sheet.texts.merge.ready);
    this.save.disabled = open > 0;
  }
}
