// The roster: a file and its photos, what is wrong by row, forms and seats, sealed, and for other systems.
class RosterTab {
  constructor(panel) {
    const { texts, fixed } = panel;
    Object.assign(this, { panel, texts });
    this.file = new Upload(panel, "roster", { title: texts.roster, hint: texts.roster_hint, accept: ".xlsx,.xls,.csv,.txt" });
    this.photos = new Upload(panel, "photos", { title: texts.photos, hint: texts.photos_hint, accept: ".zip" });
    this.away = press(texts.no_photos, () => panel.work(this.photos, { do: "photos" }));
    this.photos.acts.append(this.away);
    this.counted = make("p", { className: "counted" });
    this.problems = make("div", { className: "problems" });
    this.assign = new Form(panel, "assign", { seed: typed(texts.seed, "number", { value: 1, min: 0, step: 1 }) }, { title: texts.assign, hint: texts.assign_hint, main: true });
    this.plan = make("div", { className: "plan" });
    this.seal = new Form(panel, "seal_roster", { names: new Ticks(texts.names, [], []) }, { title: texts.seal_roster, hint: texts.seal_roster_hint, main: true });
    this.export = new Form(panel, "export_roster", { kind: listed(texts.format, fixed.rosters) }, { title: texts.export_roster, hint: texts.export_roster_hint });
    this.open = unlocking(panel, "open_roster", { title: texts.open_roster, hint: texts.open_roster_hint });
    const pair = (...nodes) => make("div", { className: "pair" }, ...nodes);
    this.node = make("div", {}, pair(this.file.node, this.photos.node), this.counted, this.problems, this.assign.node, this.plan);
    this.node.append(pair(this.seal.node, this.export.node), this.open.node);
    this.forms = [this.file, this.photos, this.assign, this.seal, this.export, this.open];
  }

  put(shown) {
    this.counted.textContent = shown.counted;
    this.file.chosen(shown.source);
    this.photos.chosen(shown.photos);
    this.away.hidden = !shown.photos;
    const { rows, count, summary } = shown.findings;
    const limited = rows.length < count ? fill(this.texts.first_rows, { shown: rows.length, count }) : "";
    const table = () => grid(this.texts.finding_heads, rows, { name: this.texts.problems, className: "problems" });
    this.problems.replaceChildren(...(count ? [make("p", { className: "hint", textContent: `${summary}　${limited}` }), table()] : []));
    this.plan.replaceChildren(...seats(shown, this.texts));
    this.panel.able(this.assign, shown.ready);
    this.panel.able(this.seal, shown.rooms.length > 0);
    this.panel.able(this.export, shown.sealed);
  }

  keys({ active, own, files }) {
    const receiving = active.filter((key) => key.role !== "marking");
    this.seal.fields.names.put(receiving.map((key) => [key.value, key.text]));
    this.open.fields.key.put(own);
    options(this.open.fields.file.control, files.filter((name) => name.endsWith(".roster.age")).map((name) => [name, name]));
  }
}

/** A file of this computer, sent in pieces, each confirmed before the next. */
class Upload {
  constructor(panel, name, { title, hint, accept }) {
    Object.assign(this, { panel, name, texts: panel.texts });
    this.input = make("input", { type: "file", accept, hidden: true, ariaLabel: title });
    this.input.addEventListener("change", () => this.take());
    this.button = press(this.texts[`do_${name}`], () => this.input.click(), name === "roster" ? "main" : "");
    this.name_ = make("span", { className: "chosen" });
    this.bar = make("progress", { max: 1, ariaLabel: this.texts.progress, hidden: true });
    this.told = make("p", { className: "told", role: "status", hidden: true });
    this.acts = make("div", { className: "acts" }, this.button, this.name_, this.bar);
    this.node = make("section", { className: "card", ariaLabel: title }, make("h4", { textContent: title }), make("p", { className: "hint", textContent: hint }), this.input, this.acts, this.told);
    this.node.dataset.form = name;
    for (const type of ["dragover", "dragleave", "drop"]) this.node.addEventListener(type, (event) => this.over(event));
  }

  over(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    this.node.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") this.bring(event.dataTransfer.files[0]);
  }

  take() {
    const [file] = this.input.files;
    this.input.value = "";
    return this.bring(file);
  }

  async bring(file) {
    const { largest: all, piece } = this.panel.fixed;
    const largest = all[this.name];
    if (!file || this.panel.busy) return;
    if (file.size > largest) return this.tell({ text: fill(this.texts.too_large, { name: file.name, most: largest / 1e6 }), tone: "bad" });
    const mark = `${this.name}-${Date.now()}`;
    this.panel.hold(this);
    for (let start = 0; start < Math.max(file.size, 1); start += piece) {
      await this.panel.next({ do: "piece", mark }, [await file.slice(start, start + piece).arrayBuffer()]);
      this.bar.value = (start + piece) / Math.max(file.size, 1);
    }
    this.panel.release();
    this.panel.work(this, { do: this.name, name: file.name, mark });
  }

  chosen(name) {
    this.name_.textContent = name;
  }

  start() {
    this.told.hidden = true;
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
  }

  finish() {
    this.bar.hidden = true;
  }

  clear() {
    this.told.hidden = true;
  }

  tell({ text, tone }) {
    this.told.textContent = text;
    this.told.dataset.tone = tone;
    this.told.hidden = !text;
  }
}
