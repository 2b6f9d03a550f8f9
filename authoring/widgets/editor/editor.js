// The editor: title bar, toolbar, form and, beside it, the candidate's page. `shown` is everything that may change but
// that page, which comes as `page`; `fixed` is what stays as it is.
const REST = 900; // milliseconds without typing after which the draft is kept

class Sheet {
  constructor(model, el) {
    Object.assign(this, { model, el, fixed: model.get("fixed"), forced: false, blanks: [], groups: new Map(), ids: 0 });
    this.texts = this.fixed.texts;
    this.wire = new Wire(model, (news) => this.hear(news));
    this.names = new Map(this.fixed.points); // of points and sources, as far as they have been shown
    this.tools = new Tools(this);
    this.merge = new Merge(this);
    this.side = new Side(this);
    this.build();
    this.listen();
    this.show();
    this.onPage();
    this.onSimilar();
  }

  build() {
    const words = this.texts.bar;
    const act = (name) => press(words[name], words[`${name}_hint`], () => this.wire.act({ do: name }));
    // These two take the focus, so that a field which is left hands in what it still holds.
    const last = (name, className = "") => make("button", {
      type: "button", className, textContent: words[name], ariaLabel: words[`${name}_hint`], title: words[`${name}_hint`],
      onclick: () => this.wire.act({ do: name }),
    });
    Object.assign(this, { undo: act("undo"), redo: act("redo"), submit: last("submit"), save: last("save", "main") });
    this.title = make("h3");
    this.kind = make("select", { ariaLabel: words.kind }, ...this.fixed.kinds.map(([value, label]) => make("option", { value, textContent: label })));
    this.kind.addEventListener("change", () => this.wire.act({ do: "retype", kind: this.kind.value }));
    this.state = make("span", { className: "state", role: "status" });
    this.tally = press("", words.next, () => this.toNextFinding(), "tally");
    this.told = make("p", { className: "told", role: "alert", hidden: true });
    this.banner = this.draftBanner();
    this.findings = notesOf(this);
    this.body = make("div", { className: "groups" });
    const bar = make("header", { className: "bar" }, this.title, this.kind, this.tally, this.state, make("span", { className: "buttons" }, this.undo, this.redo, this.submit, this.save));
    this.form = make("form", { className: "form", ariaLabel: words.form, onsubmit: () => false }, this.findings.node, this.body);
    this.root = make("div", { className: "sheet" }, bar, this.told, this.banner, this.merge.node, this.tools.node, make("div", { className: "halves" }, this.form, this.side.node));
    this.el.classList.add("authoring-sheet", "authoring-editor");
    this.el.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own keys stay out of the form
    this.el.append(this.root);
  }

  draftBanner() {
    const words = this.texts.draft;
    this.draftText = make("span");
    const answer = (name, className) => press(words[name], words[name], () => this.wire.act({ do: name }), className);
    return make("div", { className: "banner", role: "region", ariaLabel: words.name, hidden: true }, this.draftText, answer("restore", "main"), answer("discard", ""));
  }

  listen() {
    this.onShown = () => this.show();
    this.onPage = () => this.side.own.show(this.model.get("page"), this.model.get("shown").looking || undefined);
    this.onSimilar = () => this.side.put(this.model.get("similar"));
    this.model.on("change:shown", this.onShown);
    this.model.on("change:page", this.onPage);
    this.model.on("change:similar", this.onSimilar);
    this.onHide = () => document.hidden && this.rest();
    document.addEventListener("visibilitychange", this.onHide);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focusout", ({ target, relatedTarget }) => {
      if (this.root.contains(relatedTarget)) this.settle(target.closest(".field"));
      else this.rest();
    });
    document.addEventListener("pointerdown", this.onPointer = ({ target }) => this.tools.node.contains(target) || this.tools.close());
  }

  end() {
    this.rest();
    this.model.off("change:shown", this.onShown);
    this.model.off("change:page", this.onPage);
    this.model.off("change:similar", this.onSimilar);
    document.removeEventListener("visibilitychange", this.onHide);
    document.removeEventListener("pointerdown", this.onPointer);
    clearTimeout(this.resting);
    this.side.end();
  }

  // What the model says

  show() {
    const shown = this.model.get("shown");
    this.forced = this.wire.answered(shown);
    const { form } = shown;
    this.blanks = shown.blanks;
    say(this.title, form.title);
    this.kind.value = shown.kind;
    this.undo.disabled = !form.can_undo;
    this.redo.disabled = !form.can_redo;
    this.findings.put(form.findings);
    patch(this.body, this.groups, form.groups, (group) => group.path, (group) => new GroupView(this, group));
    this.forced = false;
    this.notice(...shown.told);
    this.banner.hidden = !shown.draft;
    say(this.draftText, shown.draft);
    this.merge.put(shown.conflict);
    this.root.classList.toggle("merging", Boolean(shown.conflict));
    this.tools.follow();
    this.count();
    this.tell(shown.state, form.changed ? "changed" : shown.fresh ? "fresh" : "saved");
  }

  tell(text, tone) {
    say(this.state, text);
    this.state.dataset.tone = tone;
  }

  notice(text, tone) {
    this.told.hidden = !text;
    this.told.dataset.tone = tone;
    this.told.role = tone === "bad" ? "alert" : "status";
    say(this.told, text);
  }

  trouble(text) {
    this.notice(text, "bad");
  }

  hear(news) {
    this.tell(this.texts.state[news], news);
    if (news !== "typing") return;
    clearTimeout(this.resting);
    this.unkept = true;
    this.resting = setTimeout(() => this.rest(), REST);
  }

  /** The author pauses: the draft is kept. */
  rest() {
    clearTimeout(this.resting);
    if (this.unkept) this.wire.act({ do: "rest" });
    this.unkept = false;
  }

  /** A field that its author has left shows what the model has made of it. */
  settle(field) {
    if (field && !this.wire.owes(field.dataset.path)) queueMicrotask(() => this.show());
  }

  count() {
    const counts = ["error", "warning", "info"].map((tone) => [tone, this.root.querySelectorAll(`.form .notes:not([hidden]) > .${tone}`).length]);
    const parts = counts.filter(([, count]) => count).map(([tone, count]) => make("span", { className: tone, textContent: `${this.texts.severity[tone]} ${count}` }));
    this.tally.replaceChildren(...(parts.length ? parts : [make("span", { className: "good", textContent: this.texts.bar.clean })]));
    this.tally.disabled = !parts.length;
  }

  toNextFinding() {
    const fields = [...this.form.querySelectorAll(".field:not([data-tone='']), .entry, .group")].filter((node) => node.matches(".field") || node.querySelector(":scope > .notes:not([hidden])"));
    const here = fields.findIndex((node) => node.contains(document.activeElement)) + 1;
    const target = fields[here % fields.length];
    target?.scrollIntoView({ block: "center" });
    target?.querySelector("textarea, input, select, button")?.focus({ preventScroll: true });
  }

  // For the controls

  nextId() {
    this.ids += 1;
    return `${this.wire.view}-${this.ids}`;
  }

  /** Values and names that fit what was typed: points from the syllabus that came along, sources from the model. */
  async find(kind, text) {
    if (kind === "sources") return (await this.wire.act({ do: "search", text }))?.found ?? [];
    const wanted = text.toLowerCase();
    return this.fixed.points.filter(([code, name]) => code.toLowerCase().startsWith(wanted) || name.toLowerCase().includes(wanted)).slice(0, 60);
  }

  /** The entry that an entry has become by moving. */
  entryAt(path, by) {
    const place = path.lastIndexOf(".") + 1;
    const target = `${path.slice(0, place)}${Number(path.slice(place)) + by}`;
    return [...this.form.querySelectorAll(".entry")].find((node) => node.dataset.path === target);
  }

  key(event) {
    event.stopPropagation();
    if (this.root.classList.contains("merging") || !(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const name = event.key.toLowerCase();
    const own = event.target.matches(".search") && event.target.value; // a search word has an undo of its own
    const does = {
      b: () => event.target === this.tools.target && this.tools.insert(`**${SLOT}**`),
      s: () => this.wire.act({ do: "save" }),
      y: () => this.wire.act({ do: "redo" }),
      z: () => this.wire.act({ do: event.shiftKey ? "redo" : "undo" }),
    }[name];
    if (!does || (own && name !== "s")) return;
    event.preventDefault();
    if (!event.repeat || name !== "s") does();
  }
}

export default {
  render({ model, el }) {
    const sheet = new Sheet(model, el);
    return () => sheet.end();
  },
};
