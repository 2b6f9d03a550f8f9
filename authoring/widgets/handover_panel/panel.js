// The hand-over panel: a session above, four tabs below. Everything but `fixed` is said in messages, so nothing is kept.
class HandoverSheet {
  constructor(model, el) {
    Object.assign(this, { model, el, fixed: model.get("fixed"), busy: false, waiting: () => {} });
    this.texts = this.fixed.texts;
    this.barred = new Set();
    this.roster = new RosterTab(this);
    this.keys = new KeysTab(this);
    this.materials = new MaterialsTab(this);
    this.formats = new FormatsTab(this);
    this.build();
    this.forms = new Map(this.fixed.tabs.flatMap(([name]) => this[name].forms).map((form) => [form.name, form]));
    this.heard = (message) => this.hear(message);
    model.on("msg:custom", this.heard);
    model.send({ do: "show" });
  }

  build() {
    this.session = make("select");
    options(this.session, this.fixed.sessions);
    this.session.addEventListener("change", () => this.work(null, { do: "session", session: this.session.value }));
    const bar = make("header", { className: "bar" }, make("h3", { textContent: this.texts.name }), make("span", { textContent: this.fixed.who }));
    const sits = make("div", { className: "sits" }, make("label", {}, this.texts.session, this.session));
    this.told = make("p", { className: "told", role: "status", hidden: true });
    this.tabs = new Map(this.fixed.tabs.map(([name, text]) => [name, this.tab(name, text)]));
    const tabs = make("div", { className: "tabs", role: "tablist", ariaLabel: this.texts.name }, ...this.tabs.values());
    tabs.addEventListener("keydown", (event) => this.key(event));
    for (const [name, text] of this.fixed.tabs) {
      this[name].node.setAttribute("role", "tabpanel");
      this[name].node.ariaLabel = text;
    }
    this.el.classList.add("authoring-sheet", "authoring-handover");
    this.el.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own keys stay out of the panel
    this.el.append(make("div", { className: "sheet" }, bar, sits, this.told, tabs, ...this.fixed.tabs.map(([name]) => this[name].node)));
    this.turn(this.fixed.tabs[0][0]);
  }

  tab(name, text) {
    const tab = press(text, () => this.turn(name));
    tab.setAttribute("role", "tab");
    return tab;
  }

  turn(to) {
    for (const [name, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(name === to));
      tab.tabIndex = name === to ? 0 : -1;
      this[name].node.hidden = name !== to;
    }
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...this.tabs.values()];
    const next = tabs[tabs.indexOf(document.activeElement) + step];
    next?.focus();
    next?.click();
    event.preventDefault();
    event.stopPropagation();
  }

  // One thing at a time

  hold(form) {
    this.busy = true;
    this.at = form;
    form?.start();
    this.freeze();
  }

  release() {
    this.busy = false;
    this.at?.finish();
    this.freeze();
  }

  work(form, act) {
    if (this.busy) return;
    this.told.hidden = true;
    this.hold(form);
    this.model.send(act);
  }

  next(act, buffers) {
    const said = new Promise((resolve) => (this.waiting = resolve));
    this.model.send(act, undefined, buffers);
    return said;
  }

  able(form, on) {
    if (on) this.barred.delete(form);
    else this.barred.add(form);
    this.freeze();
  }

  freeze() {
    this.session.disabled = this.busy;
    for (const form of this.forms?.values() ?? []) form.button.disabled = this.busy || this.barred.has(form);
  }

  // What Python says

  hear(message) {
    const doing = {
      next: () => this.waiting(),
      done: () => this.release(),
      progress: () => this.at?.advance?.(message),
      put: () => this.put(message),
      told: () => this.tell(message),
    };
    doing[message.do]?.();
  }

  put({ part, shown }) {
    if (part === "session") {
      this.session.value = shown.session;
      for (const form of this.forms.values()) form.clear();
    } else if (part === "roster") {
      this.roster.put(shown);
    } else {
      this.keys.put(shown);
      this.roster.keys(shown);
    }
  }

  tell(message) {
    const form = this.forms.get(message.form);
    if (form) return form.tell(message);
    this.told.textContent = message.text;
    this.told.dataset.tone = message.tone;
    this.told.hidden = !message.text;
  }

  end() {
    this.model.off("msg:custom", this.heard);
  }
}

export default {
  render({ model, el }) {
    const sheet = new HandoverSheet(model, el);
    return () => sheet.end();
  },
};
