// Beside the question: what differs from an older version, and what happened so far.
class Differences {
  constructor(fixed, send) {
    Object.assign(this, { texts: fixed.texts });
    this.base = make("select", { ariaLabel: this.texts.with });
    this.base.addEventListener("change", () => send({ do: "compare", place: Number(this.base.value) }));
    this.body = make("div");
    this.node = make("section", { className: "differences", ariaLabel: this.texts.differences }, make("h4", {}, this.texts.differences, this.base), this.body);
  }

  put({ versions, base, now, differences }) {
    this.base.hidden = !versions.length;
    this.base.replaceChildren(...versions.map(([place, text]) => make("option", { value: place, textContent: text, selected: place === base })));
    if (!versions.length || !differences.length) {
      const text = versions.length ? this.texts.equal : this.texts.no_versions;
      this.body.replaceChildren(make("p", { className: "soft", textContent: text }));
      return;
    }
    const name = versions.find(([place]) => place === base)[1];
    const head = make("tr", {}, ...[this.texts.field, name, now].map((text) => make("th", { scope: "col", textContent: text })));
    const rows = differences.map(({ label, old, new: after }) => make("tr", {}, make("th", { scope: "row", textContent: label }), this.side(old, "del"), this.side(after, "ins")));
    this.body.replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
  }

  side(pieces, tag) {
    return make("td", {}, ...pieces.map(([text, differs]) => (differs ? make(tag, { textContent: text }) : text)));
  }
}

class Past {
  constructor(fixed) {
    this.texts = fixed.texts;
    this.list = make("ol");
    this.node = make("section", { className: "past", ariaLabel: this.texts.history }, make("h4", { textContent: this.texts.history }), this.list);
  }

  put({ history }) {
    const events = history.map((event) => this.event(event));
    this.list.replaceChildren(...(events.length ? events : [make("li", { className: "soft", textContent: this.texts.no_history })]));
  }

  event({ action, head, what, version, field, text, changes }) {
    const item = make("li", {}, make("p", { className: "head" }, make("b", { textContent: what }), make("span", { textContent: `${head}　${version}` })));
    item.dataset.action = action;
    if (text) item.append(make("p", { className: "said" }, ...(field ? [make("i", { textContent: field }), text] : [text])));
    if (changes.length) item.append(make("ul", {}, ...changes.map((change) => make("li", { textContent: change }))));
    return item;
  }
}
