// The assembly panel: what is wanted above, and below it four tabs, from the blueprint to the approved paper.
class ComposeSheet {
  constructor(model, el) {
    Object.assign(this, { model, el, fixed: model.get("fixed") });
    this.texts = this.fixed.texts;
    this.send = (act, buffers) => model.send(act, undefined, buffers);
    this.setup = new Setup(this.fixed, this.send, (text) => this.tell({ text, tone: "bad", more: [] }));
    this.plan = new Plan(this.fixed);
    this.result = new Result(this.fixed, this.send);
    this.byhand = new ByHand(this.fixed, this.send);
    this.keeping = new Keeping(this.fixed, this.send);
    this.build();
    const putting = {
      fixed: () => {},
      setup: (shown) => this.turn(shown),
      progress: (shown) => this.setup.progress(shown),
      plan: (shown) => this.plan.put(shown),
      result: (shown) => this.result.put(shown),
      charts: (shown) => this.result.draw(shown),
      byhand: (shown) => this.byhand.put(shown),
      chosen: (shown) => this.byhand.show(shown),
      page: (shown) => this.byhand.chosen.paint(shown),
      keeping: (shown) => this.keeping.put(shown),
      told: (shown) => this.tell(shown),
    };
    this.listeners = Object.entries(putting).map(([name, put]) => [`change:${name}`, () => put(model.get(name))]);
    for (const [event, listener] of this.listeners) {
      model.on(event, listener);
      listener();
    }
    this.heard = (message) => message.do === "keep" && this.download(message);
    model.on("msg:custom", this.heard);
  }

  build() {
    const refresh = press(this.texts.refresh, () => this.send({ do: "refresh" }));
    refresh.title = this.texts.refresh_hint;
    const bar = make("header", { className: "bar" }, make("h3", { textContent: this.texts.name }), make("span", { textContent: this.fixed.who }), refresh);
    this.told = make("p", { className: "told", role: "status" });
    this.more = make("ul", { className: "more" });
    this.tabs = new Map(this.fixed.tabs.map((name) => [name, this.tab(name)]));
    this.pages = new Map(this.fixed.tabs.map((name) => [name, this[name].node]));
    const tabs = make("div", { className: "tabs", role: "tablist", ariaLabel: this.texts.name }, ...this.tabs.values());
    tabs.addEventListener("keydown", (event) => this.key(event));
    for (const [name, page] of this.pages) {
      page.setAttribute("role", "tabpanel");
      page.ariaLabel = this.texts[`tab_${name}`];
    }
    this.el.classList.add("authoring-sheet", "authoring-compose");
    this.el.dataset.lmSuppressShortcuts = "true"; // JupyterLab's own keys stay out of the panel
    this.el.append(make("div", { className: "sheet" }, bar, this.setup.node, this.told, this.more, tabs, ...this.pages.values()));
  }

  tab(name) {
    const tab = press(this.texts[`tab_${name}`], () => this.send({ do: "tab", name }));
    tab.setAttribute("role", "tab");
    return tab;
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const able = [...this.tabs.values()].filter((tab) => !tab.disabled);
    const next = able[able.indexOf(document.activeElement) + step];
    next?.focus();
    next?.click();
    event.preventDefault();
    event.stopPropagation();
  }

  turn(shown) {
    this.setup.put(shown);
    const there = { plan: true, result: shown.result_there, byhand: shown.paper_there, keeping: shown.paper_there };
    for (const [name, tab] of this.tabs) {
      const on = name === shown.tab;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      tab.disabled = !there[name];
      this.pages.get(name).hidden = !on;
    }
  }

  tell({ text, tone, more }) {
    this.told.textContent = text;
    this.told.dataset.tone = tone;
    this.told.hidden = !text;
    this.more.replaceChildren(...(more ?? []).map((line) => make("li", { textContent: line })));
  }

  download({ name, data }) {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes]));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  end() {
    for (const [event, listener] of this.listeners) this.model.off(event, listener);
    this.model.off("msg:custom", this.heard);
  }
}

export default {
  render({ model, el }) {
    const sheet = new ComposeSheet(model, el);
    return () => sheet.end();
  },
};
