// The review panel: the queue, the chosen question as candidates and reviewers see it, its past, and the decision.
const LETTERS = { approve: "A", return: "R", submit: "S", activate: "V", retire: "T" };

class Decision {
  constructor(fixed, send) {
    Object.assign(this, { fixed, send, texts: fixed.texts });
    this.about = make("select", { ariaLabel: this.texts.about });
    this.opinion = make("textarea", { rows: 3, placeholder: this.texts.opinion_hint, ariaLabel: this.texts.opinion });
    this.buttons = make("div", { className: "buttons" });
    this.reasons = make("ul", { className: "reasons" });
    const head = make("h4", {}, this.texts.opinion, make("label", {}, this.texts.about, this.about));
    this.node = make("section", { className: "decision", ariaLabel: this.texts.opinion }, head, this.opinion, this.buttons, this.reasons, make("p", { className: "soft keys", textContent: this.texts.keys }));
  }

  put({ possible, fields }, fresh) {
    const about = fresh ? "" : this.about.value;
    this.about.replaceChildren(...fields.map(([value, text]) => make("option", { value, textContent: text, selected: value === about })));
    if (fresh) this.opinion.value = "";
    this.acts = new Map(possible.map(([action, reason]) => [action, this.button(action, reason)]));
    const comment = press(this.texts.comment, () => this.send({ do: "comment", text: this.opinion.value, field: this.about.value }));
    this.buttons.replaceChildren(...this.acts.values(), comment);
    const refused = possible.filter(([, reason]) => reason);
    this.reasons.replaceChildren(...refused.map(([action, reason]) => make("li", { textContent: fill(this.texts.refused, { action: this.fixed.decisions[action], reason }) })));
  }

  button(action, reason) {
    const button = press(this.fixed.decisions[action], () => this.send({ do: "decide", action, text: this.opinion.value }), action);
    button.append(make("kbd", { textContent: LETTERS[action] }));
    button.disabled = Boolean(reason);
    button.title = reason;
    return button;
  }

  /** A key leads to the button, and Enter presses it: a slip of the finger decides nothing. */
  key(letter) {
    const action = Object.keys(LETTERS).find((each) => LETTERS[each] === letter);
    const button = this.acts?.get(action);
    if (!button || button.disabled) return Boolean(button);
    (action === "return" && !this.opinion.value.trim() ? this.opinion : button).focus();
    return true;
  }
}

class ReviewSheet {
  constructor(model, el) {
    Object.assign(this, { model, el, fixed: model.get("fixed"), id: null, succeeded: 0 });
    this.texts = this.fixed.texts;
    const send = (act) => model.send(act);
    this.send = send;
    this.queue = new Queue(this.fixed, send);
    this.decision = new Decision(this.fixed, send);
    this.differences = new Differences(this.fixed, send);
    this.past = new Past(this.fixed);
    this.build();
    this.listeners = { queue: () => this.queue.put(model.get("queue")), chosen: () => this.show(), page: () => this.paint(), told: () => this.tell() };
    for (const [name, listener] of Object.entries(this.listeners)) {
      model.on(`change:${name}`, listener);
      listener();
    }
  }

  build() {
    const refresh = press(this.texts.refresh, () => this.send({ do: "refresh" }));
    refresh.title = this.texts.refresh_hint;
    this.told = make("p", { className: "told", role: "status" });
    this.refused = make("ul", { className: "refused" });
    this.title = make("h3");
    this.state = make("span", { className: "state" });
    this.tally = make("span", { className: "tally" });
    this.frame = make("iframe", { title: this.texts.question });
    const steps = [press(this.texts.before, () => this.step(-1)), press(this.texts.after, () => this.step(1))];
    const head = make("header", { className: "question" }, this.title, this.state, this.tally, make("span", { className: "steps" }, ...steps));
    this.one = make("div", { className: "one" }, head, this.frame, make("div", { className: "halves" }, this.decision.node, this.past.node), this.differences.node);
    this.none = make("p", { className: "soft none", textContent: this.texts.none });
    const bar = make("header", { className: "bar" }, make("h3", { textContent: this.texts.name }), make("span", { textContent: this.fixed.who }), refresh);
    this.root = make("div", { className: "sheet" }, bar, this.queue.node, this.told, this.refused, this.one, this.none);
    this.el.classList.add("authoring-sheet", "authoring-review");
    this.el.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own keys stay out of the panel
    this.el.append(this.root);
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  show() {
    const chosen = this.model.get("chosen");
    const any = "id" in chosen;
    this.one.hidden = !any;
    this.none.hidden = any;
    if (!any) return;
    this.title.textContent = chosen.title;
    this.state.textContent = chosen.state;
    this.state.dataset.status = chosen.status;
    const tally = chosen.findings.map(([tone, count]) => make("b", { className: tone, textContent: fill(this.texts[`findings_${tone}`], { count }) }));
    this.tally.replaceChildren(...(tally.length ? tally : [make("b", { className: "good", textContent: this.texts.no_findings })]));
    this.decision.put(chosen, chosen.id !== this.id);
    this.id = chosen.id;
    this.differences.put(chosen);
    this.past.put(chosen);
    if (this.returning) this.queue.focus();
    this.returning = false;
  }

  /** The page keeps its place while nothing in it has changed. */
  paint() {
    const page = this.model.get("page");
    if (this.frame.srcdoc !== page) this.frame.srcdoc = page;
  }

  tell() {
    const { text, tone, refused, succeeded } = this.model.get("told");
    this.told.textContent = text;
    this.told.dataset.tone = tone;
    this.told.hidden = !text;
    this.refused.replaceChildren(...refused.map(([, reason]) => make("li", { textContent: reason }))); // each names its question
    if (succeeded > this.succeeded) {
      this.decision.opinion.value = "";
      this.returning = this.decision.node.contains(document.activeElement); // then the keyboard goes back to the queue
    }
    this.succeeded = succeeded;
  }

  step(by) {
    this.send({ do: "step", by });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === this.decision.opinion) return this.queue.focus();
    if (event.target.matches("textarea, select, input[type='text']")) return;
    const letter = event.key.toUpperCase();
    if (letter === "J") this.step(1);
    else if (letter === "K") this.step(-1);
    else if (letter === "X" && this.id) this.send({ do: "tick", id: this.id, on: !this.ticked() });
    else if (letter === "C") this.decision.opinion.focus();
    else if (!this.decision.key(letter)) return;
    event.preventDefault();
  }

  ticked() {
    return this.model.get("queue").rows.some(({ id, ticked }) => id === this.id && ticked);
  }

  end() {
    for (const [name, listener] of Object.entries(this.listeners)) this.model.off(`change:${name}`, listener);
  }
}

export default {
  render({ model, el }) {
    const sheet = new ReviewSheet(model, el);
    return () => sheet.end();
  },
};
