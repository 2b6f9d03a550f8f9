// The candidate's page beside the form. A new page is loaded unseen and takes the old one's place once it shows its
// question, at the same scroll position: nothing flickers. Pages that come meanwhile wait; only the last one counts.
const WIDTHS = { phone: 390, computer: 1100 }; // CSS pixels
const SHOWN = "authoring-preview"; // the mark for measuring
const PANES = ["question", "stimulus-text"]; // what scrolls in the candidate's page

class Pages {
  constructor(sheet, holder) {
    Object.assign(this, { sheet, holder, shown: null, coming: null, next: null, at: null, width: "phone" });
    this.hear = ({ source, data }) => {
      if (data?.exam !== "position") return;
      if (source === this.coming?.contentWindow) this.arrived(data.question);
      else if (source === this.shown?.contentWindow) this.at = data.question;
    };
    window.addEventListener("message", this.hear);
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(holder);
  }

  /** Shows a page, at the question `at` of a case where it has that one. */
  show(html, at = this.at) {
    this.at = at;
    if (this.coming) {
      this.next = html;
      return;
    }
    const { texts } = this.sheet;
    this.coming = make("iframe", { title: texts.preview.title, className: "coming", inert: true, tabIndex: -1 });
    this.coming.srcdoc = html;
    this.holder.append(this.coming);
    this.fit();
  }

  arrived(question) {
    const page = this.coming;
    if (this.at && question !== this.at && !page.dataset.sent) {
      page.dataset.sent = this.at; // it answers with its position, unless it has no such question
      page.contentWindow.postMessage({ exam: "go", question: this.at }, "*");
      if (this.holds(page, this.at)) return;
    }
    this.at = question;
    this.take(page);
  }

  holds(page, question) {
    const { sections } = this.paperOf(page) ?? { sections: [] };
    return sections.some(({ items }) => items.some((item) => item.id === question || item.children?.some(({ id }) => id === question)));
  }

  take(page) {
    const old = this.shown;
    if (old) this.scrollAlike(old.contentDocument, page.contentDocument);
    Object.assign(page, { className: "", inert: false, tabIndex: 0 });
    this.shown = page;
    this.coming = null;
    if (old) this.drop(old);
    performance.clearMarks(SHOWN);
    performance.mark(SHOWN);
    if (this.next === null) return;
    const { next } = this;
    this.next = null;
    this.show(next);
  }

  scrollAlike(from, to) {
    to.scrollingElement.scrollTop = from.scrollingElement.scrollTop;
    for (const id of PANES) to.getElementById(id).scrollTop = from.getElementById(id).scrollTop;
  }

  paperOf(page) {
    const data = page.contentDocument?.getElementById("exam-data");
    return data ? JSON.parse(data.textContent).paper : null;
  }

  /** Takes a page away with what it kept in the browser's storage: each change would leave its own answers there. */
  drop(page) {
    const paper = this.paperOf(page);
    page.remove();
    if (!paper) return;
    const start = `exam:${paper.paper}:${paper.form}:`;
    for (const key of Object.keys(localStorage)) if (key.startsWith(start)) localStorage.removeItem(key);
  }

  resize(width) {
    this.width = width;
    this.holder.dataset.width = width;
    this.fit();
  }

  /** The page is as wide as the device; where that is wider than the place, it is shown smaller. */
  fit() {
    const { clientWidth: room, clientHeight: height } = this.holder;
    if (!room) return;
    const scale = Math.min(1, room / WIDTHS[this.width]);
    for (const page of this.holder.querySelectorAll("iframe")) {
      Object.assign(page.style, {
        width: `${WIDTHS[this.width]}px`, height: `${height / scale}px`, transform: `scale(${scale})`,
        left: `${Math.max(0, (room - WIDTHS[this.width]) / 2)}px`,
      });
    }
  }

  end() {
    window.removeEventListener("message", this.hear);
    this.watch.disconnect();
    for (const page of [this.coming, this.shown]) if (page) this.drop(page);
  }
}

/** The column beside the form: the candidate's page of this question or of a similar one, and the similar ones. */
class Side {
  constructor(sheet) {
    const { texts } = sheet;
    Object.assign(this, { sheet, listed: "" });
    const holder = make("div", { className: "frames" });
    const other = make("div", { className: "frames", hidden: true });
    Object.assign(this, { holder, other, own: new Pages(sheet, holder), guest: new Pages(sheet, other) });
    this.title = make("h4", { textContent: texts.preview.title });
    this.back = press(texts.preview.back, texts.preview.back, () => this.look(null), "back");
    this.back.hidden = true;
    const name = sheet.nextId();
    const widths = Object.keys(WIDTHS).map((width) => make(
      "label", {}, make("input", { type: "radio", name, value: width, checked: width === "phone", onchange: () => this.resize(width) }),
      make("span", { textContent: texts.preview[width] }),
    ));
    this.similar = make("ul");
    this.similarBox = make("section", { className: "similar", ariaLabel: texts.similar.title, hidden: true }, make("h4", { textContent: texts.similar.title }), this.similar);
    const head = make("header", {}, this.title, this.back, make("div", { className: "segments", role: "radiogroup", ariaLabel: texts.preview.width }, ...widths));
    this.node = make("aside", { className: "side", ariaLabel: texts.preview.title }, head, make("div", { className: "stack" }, holder, other), this.similarBox);
  }

  resize(width) {
    this.node.dataset.width = width;
    for (const pages of [this.own, this.guest]) pages.resize(width);
  }

  put(similar) {
    const text = JSON.stringify(similar);
    if (text === this.listed) return;
    this.listed = text;
    this.similarBox.hidden = !similar.length;
    const { texts } = this.sheet;
    this.similar.replaceChildren(...similar.map(({ id, stem, share, status }) => {
      const row = make("button", { type: "button", title: stem }, make("b", { textContent: fill(texts.similar.share, { share }) }), make("code", { textContent: id }), make("i", { textContent: status }), make("span", { textContent: stem }));
      row.addEventListener("click", () => this.look(id));
      row.classList.toggle("close", share >= 80);
      return make("li", {}, row);
    }));
  }

  /** Another question's page in the place of this one's; null for this one. */
  async look(id) {
    const page = id && (await this.sheet.wire.act({ do: "look", id }))?.page;
    this.other.hidden = !page;
    this.holder.hidden = Boolean(page);
    this.back.hidden = !page;
    say(this.title, page ? fill(this.sheet.texts.preview.other, { id }) : this.sheet.texts.preview.title);
    this.node.classList.toggle("guest", Boolean(page));
    if (page) this.guest.show(page, null);
    else if (this.guest.shown) {
      this.guest.drop(this.guest.shown);
      this.guest.shown = null;
    }
    if (!page) this.own.fit();
  }

  end() {
    for (const pages of [this.own, this.guest]) pages.end();
  }
}
