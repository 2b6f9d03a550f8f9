// What is wanted: a blueprint of the bank, of a file or of a kept paper; how many forms; and the run with its stop button.
class Setup {
  constructor(fixed, send, tell) {
    Object.assign(this, { fixed, send, tell, texts: fixed.texts, busy: false });
    this.plans = make("select", { ariaLabel: this.texts.blueprint });
    this.plans.addEventListener("change", () => this.plans.value && send({ do: "blueprint", name: this.plans.value }));
    this.papers = make("select", { ariaLabel: this.texts.kept });
    this.papers.addEventListener("change", () => this.papers.value && this.guard({ do: "open", id: this.papers.value }));
    this.file = make("input", { type: "file", accept: ".xlsx,.yaml,.yml", hidden: true, ariaLabel: this.texts.file });
    this.file.addEventListener("change", () => this.take(this.file, "file"));
    this.pick = press(this.texts.file, () => this.file.click());
    this.workbook = press(this.texts.workbook, () => send({ do: "workbook" }));
    this.table = make("input", { type: "file", accept: ".xlsx,.xls,.csv", hidden: true, ariaLabel: this.texts.statistics });
    this.table.addEventListener("change", () => this.take(this.table, "statistics"));
    this.statistics = press(this.texts.statistics, () => this.table.click());
    this.statistics.title = this.texts.statistics_hint;
    this.known = make("span", { className: "soft" });
    this.fields = new Map(["forms", "overlap", "rest", "seed"].map((name) => [name, this.number(name)]));
    for (const name of ["fixed", "banned"]) this.fields.set(name, this.ids(name));
    this.go = press(this.texts.assemble, () => this.guard({ do: "assemble" }), "main");
    this.halt = press(this.texts.stop, () => send({ do: "stop" }), "stop");
    this.bar = make("progress", { max: fixed.stages, ariaLabel: this.texts.progress });
    this.line = make("span", { role: "status" });
    this.running = make("div", { className: "running", hidden: true }, this.halt, this.bar, this.line);
    this.sure = press(this.texts.go_on, () => this.goOn(), "main");
    this.asking = make("div", { className: "asked line", role: "alert", hidden: true }, make("span", { textContent: this.texts.unsaved_ask }), this.sure, press(this.texts.cancel, () => this.put(this.shown)));
    const label = (text, ...nodes) => make("label", {}, text, ...nodes);
    const source = make("div", { className: "line" }, label(this.texts.blueprint, this.plans), this.pick, this.file, this.workbook, this.statistics, this.table, this.known, label(this.texts.kept, this.papers));
    const named = ([name, field]) => label(field.ariaLabel, field, name === "overlap" ? "%" : "");
    const fields = [...this.fields].map(named);
    const numbers = make("div", { className: "line" }, ...fields.slice(0, 4), this.go, this.running);
    const ids = make("div", { className: "line ids" }, ...fields.slice(4));
    this.node = make("section", { className: "setup", ariaLabel: this.texts.setup }, source, ids, numbers, this.asking);
    this.drop();
  }

  /** What would drop changes by hand that are not saved asks first. */
  guard(act) {
    if (!this.shown.unsaved) return this.send(act);
    this.waiting = act;
    this.asking.hidden = false;
    this.sure.focus();
  }

  goOn() {
    this.asking.hidden = true;
    this.send(this.waiting);
  }

  number(name) {
    const field = make("input", { type: "number", min: name === "forms" ? 1 : 0, step: 1, title: this.texts[`${name}_hint`], ariaLabel: this.texts[name] });
    if (name === "overlap") field.step = "any";
    field.addEventListener("change", () => this.send({ do: "set", name, value: field.value }));
    return field;
  }

  ids(name) {
    const field = make("input", { type: "text", title: this.texts[`${name}_hint`], ariaLabel: this.texts[name === "banned" ? "banned_ids" : name] });
    field.addEventListener("keydown", (event) => event.stopPropagation());
    field.addEventListener("change", () => this.send({ do: "set", name, value: field.value }));
    return field;
  }

  drop() {
    const over = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      this.node.classList.toggle("over", event.type === "dragover" && !this.busy);
    };
    for (const type of ["dragover", "dragleave"]) this.node.addEventListener(type, over);
    this.node.addEventListener("drop", (event) => {
      over(event);
      this.bring(event.dataTransfer.files[0], "file");
    });
  }

  take(field, doing) {
    const [file] = field.files;
    field.value = "";
    return this.bring(file, doing);
  }

  async bring(file, doing) {
    if (!file || this.busy) return;
    if (file.size > this.fixed.largest) return this.tell(fill(this.texts.too_large, { name: file.name }));
    this.send({ do: doing, name: file.name }, [await file.arrayBuffer()]);
  }

  put(shown) {
    this.shown = shown;
    this.asking.hidden = true;
    const known = shown.plans.some(([name]) => name === shown.plan);
    const other = known ? [] : [["", shown.plan || this.texts.another]];
    this.choices(this.plans, [...other, ...shown.plans], known ? shown.plan : "");
    this.choices(this.papers, [["", shown.papers.length ? this.texts.open : this.texts.no_kept], ...shown.papers], shown.paper);
    for (const [name, field] of this.fields) field.value = shown[name];
    this.known.textContent = shown.known;
    this.able();
  }

  choices(select, options, chosen) {
    select.replaceChildren(...options.map(([value, text]) => make("option", { value, textContent: text, selected: value === chosen })));
  }

  able() {
    const { any, able, papers } = this.shown;
    for (const node of [this.plans, this.pick, this.statistics]) node.disabled = this.busy;
    this.papers.disabled = this.busy || !papers.length;
    this.workbook.disabled = this.busy || !any;
    this.go.disabled = this.busy || !able;
    for (const [name, field] of this.fields) field.disabled = this.busy || (name !== "seed" && !any);
  }

  progress({ stage, line, stopping }) {
    this.busy = line !== undefined;
    this.running.hidden = !this.busy;
    this.go.hidden = this.busy;
    if (this.shown) this.able();
    if (!this.busy) return;
    if (stage === undefined || stage === null) this.bar.removeAttribute("value");
    else this.bar.value = stage;
    this.line.textContent = line;
    this.halt.textContent = stopping ? this.texts.abandon : this.texts.stop;
    this.halt.title = stopping ? "" : this.texts.stop_hint;
  }
}
