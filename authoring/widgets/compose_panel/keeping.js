// Keeping and approving the paper, and handing it on to preview and package.
class Keeping {
  constructor(fixed, send) {
    Object.assign(this, { send, texts: fixed.texts });
    this.id = make("input", { type: "text", ariaLabel: this.texts.paper_id });
    this.term = make("input", { type: "text", placeholder: this.texts.term_hint, ariaLabel: this.texts.term });
    for (const field of [this.id, this.term]) field.addEventListener("keydown", (event) => event.stopPropagation());
    this.save = press(this.texts.save, () => send({ do: "keep", id: this.id.value.trim() }), "main");
    this.approve = press(this.texts.approve, () => this.ask(true));
    this.sure = press(this.texts.sure, () => this.approved(), "main");
    this.asking = make("div", { className: "asked line", role: "alert", hidden: true }, make("span", { textContent: this.texts.ask }), this.sure, press(this.texts.cancel, () => this.ask(false)));
    this.line = make("p", { className: "state" });
    this.mind = make("ul", { className: "mind" });
    this.print = make("code");
    this.hand = press(this.texts.hand_on, () => send({ do: "hand_on" }));
    this.files = make("ul", { className: "files" });
    const label = (text, node) => make("label", {}, text, node);
    const first = make("div", { className: "card" }, make("h4", { textContent: this.texts.keep_title }), this.line, make("div", { className: "line" }, label(this.texts.paper_id, this.id), this.save), make("p", { className: "soft print" }, this.texts.fingerprint, this.print));
    const second = make("div", { className: "card" }, make("h4", { textContent: this.texts.approve_title }), make("p", { className: "soft", textContent: this.texts.approve_about }), this.mind, make("div", { className: "line" }, label(this.texts.term, this.term), this.approve), this.asking);
    const paths = this.texts.paths.map((text) => make("li", { textContent: text }));
    const third = make("div", { className: "card" }, make("h4", { textContent: this.texts.hand_title }), make("ul", { className: "paths" }, ...paths), make("div", { className: "line" }, this.hand), this.files);
    this.one = make("div", { className: "cards" }, first, second, third);
    this.none = make("p", { className: "soft none", textContent: this.texts.no_paper });
    this.node = make("section", { className: "keeping" }, this.one, this.none);
  }

  ask(on) {
    this.asking.hidden = !on;
    if (on) this.sure.focus();
  }

  approved() {
    this.ask(false);
    this.send({ do: "approve", id: this.id.value.trim(), term: this.term.value.trim() });
  }

  put(shown) {
    this.one.hidden = !shown.any;
    this.none.hidden = shown.any;
    if (!shown.any) return;
    if (shown.id !== this.shown?.id) this.id.value = shown.id;
    if (shown.term !== this.shown?.term) this.term.value = shown.term;
    this.shown = shown;
    this.line.textContent = shown.changed ? `${shown.line}　${this.texts.unsaved}` : shown.line;
    this.line.dataset.tone = shown.approved ? "good" : shown.changed ? "warning" : "";
    this.print.textContent = shown.fingerprint;
    const mind = [];
    if (shown.errors) mind.push(["error", fill(this.texts.errors, { count: shown.errors })]);
    if (shown.waiting) mind.push(["error", fill(this.texts.waiting, { count: shown.waiting })]);
    if (shown.warnings) mind.push(["warning", fill(this.texts.warnings, { count: shown.warnings })]);
    if (!mind.length) mind.push(["good", this.texts.all_well]);
    this.mind.replaceChildren(
      ...mind.map(([tone, text]) => {
        const line = make("li", { textContent: text });
        line.dataset.tone = tone;
        return line;
      }),
    );
    this.approve.disabled = shown.approved || shown.errors > 0 || shown.waiting > 0;
    if (this.approve.disabled) this.ask(false);
    this.files.replaceChildren(...shown.files.map((text) => make("li", {}, make("code", { textContent: text }))));
  }
}
