// The answering page. `ExamPage.start({ paper, texts, store, clock })`; what is left out comes from the page's own data,
// this browser's storage and its clock. A delivery system passes a store of its own (see sitting.js) and a clock
// (`now()` in milliseconds) that follows its server's.
"use strict";

window.ExamPage = (() => {
  const { element, fragment, fill } = Exam;
  const TICK = 500; // milliseconds
  const WARNINGS = [900, 300, 60]; // seconds left when the candidate is told
  const AMBER = 900;
  const RED = 300;
  const SIZES = [0.875, 1, 1.15, 1.3, 1.5];
  const TOAST = 6000; // milliseconds a notice stays
  const WIDE = "(min-width: 60rem)";
  const PREFERENCES = "exam:preferences";
  const find = (id) => document.getElementById(id);
  const pad = (number) => String(number).padStart(2, "0");
  const clockText = (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => pad(Math.floor(part))).join(":");
  const inBeijing = { timeZone: "Asia/Shanghai", hourCycle: "h23" }; // whatever this machine's time zone is
  const timeOfDay = (at) => new Date(at).toLocaleTimeString("zh-CN", inBeijing);

  class Page {
    constructor(sitting, texts) {
      Object.assign(this, { sitting, texts, preferences: { size: 1, keys: true }, left: Infinity, shown: null, accepted: true });
      this.palette = new Exam.Palette({ sitting, texts, cards: find("cards"), tabs: find("tabs"), pick: (stop) => this.go(stop) });
      this.listen();
    }

    listen() {
      const { sitting, texts } = this;
      const press = (id, action) => find(id)?.addEventListener("click", action);
      press("previous", () => this.step(-1));
      press("next", () => this.step(1));
      press("mark", () => this.mark());
      press("clear", () => this.clear());
      press("hand-in", () => (sitting.over ? this.showReceipt() : this.askHandIn()));
      press("palette-open", () => this.openPalette(true));
      press("palette-close", () => this.openPalette(false));
      press("help-open", () => find("help-dialog").showModal());
      press("help-close", () => find("help-dialog").close());
      press("picture-close", () => find("picture-dialog").close());
      press("restart", () => this.restart());
      press("fold", () => this.fold(find("fold").getAttribute("aria-expanded") === "true"));
      press("skip", (event) => {
        event.preventDefault(); // the address of a page inside a frame is not its own
        this.focusTitle();
      });
      [["smaller", -1], ["normal", 0], ["larger", 1]].forEach(([id, by]) => press(id, () => this.resize(by)));
      find("keys-switch").addEventListener("change", (event) => this.prefer({ keys: event.target.checked }));
      document.addEventListener("keydown", (event) => this.onKey(event));
      document.addEventListener("visibilitychange", () => document.hidden && sitting.flush());
      window.addEventListener("pagehide", () => sitting.flush());
      window.addEventListener("resize", () => this.tame());
      sitting.addEventListener("saving", () => this.showSaved("waiting"));
      sitting.addEventListener("saved", () => this.showSaved("saved"));
      sitting.addEventListener("trouble", () => this.showSaved("failed"));
      sitting.addEventListener("recovered", () => this.notice(texts.save.recovered));
      sitting.addEventListener("changed", () => this.refresh());
      sitting.addEventListener("handedin", () => this.onHandedIn());
      if (window.parent !== window) this.follow(window.parent);
    }

    /** Inside another page (a notebook, the review): says where the candidate is, and goes where it is sent. */
    follow(parent) {
      window.addEventListener("message", ({ source, data }) => {
        if (source !== parent || data?.exam !== "go") return;
        const stop = this.sitting.stops.find(({ id, parent: whole }) => id === data.question || whole?.id === data.question);
        if (stop) this.go(stop, { focus: false });
      });
      this.tellParent = (stop) => parent.postMessage({ exam: "position", question: stop.id, case: stop.parent?.id ?? null }, "*");
    }

    async begin() {
      this.prefer(this.loadPreferences());
      this.rest(true);
      find("palette").inert = true;
      await this.sitting.open();
      this.rest(false);
      find("palette").inert = false;
      this.left = this.sitting.over ? 0 : this.sitting.secondsLeft;
      this.show(this.sitting.current, { focus: false });
      this.tick();
      setInterval(() => this.tick(), TICK);
      if (this.sitting.over) this.onHandedIn({ focus: false });
      else if (this.sitting.restored) this.notice(this.texts.save.restored);
    }

    // Moving about

    step(by) {
      const { stops, current } = this.sitting;
      const target = stops[stops.indexOf(current) + by];
      if (target) this.go(target);
    }

    async go(stop, { focus = true } = {}) {
      const { sitting, texts } = this;
      if (sitting.startsClock(stop.section)) {
        const { title, seconds } = stop.section;
        const text = fill(texts.time.enter_text, { section: title, minutes: Math.round(seconds / 60) });
        if (!await this.ask({ title: texts.time.enter_title, text, yes: texts.time.enter })) return;
      }
      this.openPalette(false);
      find("hand-in-dialog").close();
      sitting.moveTo(stop);
      this.show(stop, { focus });
    }

    focusTitle() {
      find("question-title").focus();
    }

    // Showing a question

    show(stop, { focus }) {
      const { sitting, texts } = this;
      const { leaf, section, parent } = stop;
      this.shown = stop;
      this.accepted = sitting.accepts(section);
      document.body.classList.remove("at-receipt");
      find("receipt").hidden = true;
      find("question").hidden = false;
      this.showStimulus(stop);
      find("part").replaceChildren(
        element("h2", {}, section.title), element("p", {}, section.instructions), element("p", { class: "limit", id: "limit", hidden: true }),
      );
      find("question-title").replaceChildren(
        element("span", { class: "number" }, fill(texts.question.number, { number: leaf.number })),
        element("span", { class: "kind" }, texts.type[leaf.type]),
        element("span", { class: "marks" }, fill(texts.question.marks, { marks: leaf.marks })),
        element("span", { class: "flag", id: "flag" }, texts.question.flagged),
      );
      find("closed").hidden = this.accepted;
      find("closed").textContent = sitting.over ? texts.receipt.read_only : texts.time.section_closed_note;
      find("stem").replaceChildren(fragment(leaf.stem));
      find("main").classList.toggle("with-case", parent !== null);
      this.fillAnswer();
      this.refresh();
      this.tickSection();
      this.palette.follow();
      find("question").scrollTop = 0;
      this.tame();
      if (focus) this.focusTitle();
      this.tellParent?.(stop);
    }

    showStimulus({ parent }) {
      const pane = find("stimulus");
      pane.hidden = parent === null;
      const strip = find("strip");
      strip.hidden = parent === null;
      if (parent === null || pane.dataset.of === parent.id) return;
      pane.dataset.of = parent.id;
      find("stimulus-title").textContent = `${this.texts.question.material} · ${fill(this.texts.question.number, { number: parent.number })}`;
      find("stimulus-text").replaceChildren(fragment(parent.stem));
      find("stimulus-text").scrollTop = 0;
      this.fold(false);
      const stops = this.sitting.stops.filter((stop) => stop.parent === parent);
      this.strip = stops.map((stop) => [Exam.cell(stop, (target) => this.go(target)), stop]);
      const count = fill(this.texts.question.case_strip, { count: stops.length });
      strip.setAttribute("aria-label", count);
      strip.replaceChildren(element("span", {}, count), ...this.strip.map(([cell]) => cell));
    }

    fold(away) {
      const button = find("fold");
      button.setAttribute("aria-expanded", String(!away));
      button.textContent = away ? this.texts.question.unfold : this.texts.question.fold;
      find("stimulus").classList.toggle("folded", away);
    }

    fillAnswer() {
      const { sitting, texts, shown } = this;
      const page = {
        texts, frozen: !this.accepted, stem: find("stem"),
        change: (value) => sitting.answer(shown, value), announce: (text) => this.announce(text),
      };
      this.input = Exam.input(shown, sitting.response(shown), page);
      find("answer").replaceChildren(this.input.node);
    }

    /** Wide formulas and tables scroll inside their own box, pictures can be enlarged. */
    tame() {
      const { texts } = this;
      for (const wide of document.querySelectorAll(".markup > table, .markup math, .markup :not(.scroll) > table")) {
        if (wide.closest(".scroll, table .markup") || wide.parentElement.closest("math")) continue;
        const display = wide.localName === "table" || wide.getAttribute("display") === "block";
        const room = wide.closest(".markup").clientWidth || wide.closest(".markup").parentElement.clientWidth;
        if (!display && wide.getBoundingClientRect().width <= room) continue;
        const box = element("span", { class: display ? "scroll block" : "scroll inline" });
        wide.replaceWith(box);
        box.append(wide);
      }
      for (const box of document.querySelectorAll(".scroll")) {
        const scrolls = box.scrollWidth > box.clientWidth + 1;
        const attributes = scrolls ? { tabindex: "0", role: "region", "aria-label": texts.question.scroll } : {};
        for (const name of ["tabindex", "role", "aria-label"]) {
          if (attributes[name]) box.setAttribute(name, attributes[name]);
          else box.removeAttribute(name);
        }
      }
      for (const image of document.querySelectorAll("#stem img, #stimulus-text img")) {
        if (image.parentElement.localName === "button" || image.parentElement.textContent.trim()) continue;
        const name = fill(texts.question.enlarge, { name: image.alt || texts.question.picture });
        const button = element("button", { type: "button", class: "enlarge", "aria-label": name, onclick: () => this.enlarge(image) });
        image.replaceWith(button);
        button.append(image);
      }
    }

    enlarge(image) {
      find("picture").replaceChildren(image.cloneNode());
      find("picture-dialog").showModal();
    }

    // Answering

    mark() {
      const { sitting, texts, shown } = this;
      if (sitting.over) return;
      sitting.toggleMark(shown);
      const text = sitting.isMarked(shown) ? texts.action.marked : texts.action.unmarked;
      this.announce(fill(text, { number: shown.leaf.number }));
    }

    async clear() {
      const { sitting, texts, shown } = this;
      const { clear_title: title, clear_text: text, clear_yes: yes } = texts.action;
      if (shown.leaf.type === "short_answer" && !await this.ask({ title, text, yes })) return;
      sitting.answer(shown, undefined);
      find("stem").replaceChildren(fragment(shown.leaf.stem));
      this.fillAnswer();
      this.tame();
      this.focusTitle();
      this.announce(fill(texts.action.cleared, { number: shown.leaf.number }));
    }

    // Standing of things

    refresh() {
      const { sitting, texts, shown, accepted } = this;
      if (!shown) return;
      const { stops } = sitting;
      const place = stops.indexOf(sitting.current);
      const answered = sitting.answered();
      this.palette.refresh();
      if (shown.parent) this.strip.forEach(([cell, stop]) => Exam.paintCell(cell, stop, sitting, texts));
      find("previous").disabled = place === 0;
      find("next").disabled = place === stops.length - 1;
      find("mark").disabled = sitting.over;
      find("mark").setAttribute("aria-pressed", String(sitting.isMarked(shown)));
      find("flag").hidden = !sitting.isMarked(shown);
      find("clear").disabled = !accepted || sitting.response(shown) === undefined;
      find("hand-in").textContent = sitting.over ? texts.action.receipt : texts.action.hand_in;
      find("progress").value = answered / stops.length;
      find("progress-text").textContent = fill(texts.page.progress, { answered, total: stops.length });
    }

    showSaved(kind) {
      const { sitting, texts } = this;
      const node = find("saved");
      node.className = kind;
      node.textContent = fill(texts.save[kind], { time: timeOfDay(sitting.state?.saved ?? 0) });
      find("trouble").hidden = !sitting.failing;
      const { waiting } = sitting;
      const words = waiting === undefined ? texts.save.trouble : fill(texts.save.kept, { count: waiting });
      const trouble = sitting.failing ? words : "";
      if (find("trouble").textContent !== trouble) find("trouble").textContent = trouble;
      if (sitting.over) this.fillReceipt();
    }

    tick() {
      const { sitting, texts, shown } = this;
      const left = sitting.over ? this.left : sitting.secondsLeft;
      find("time").textContent = clockText(Math.min(left, 359999));
      find("clock").className = `clock ${sitting.over || left > AMBER ? "" : left > RED ? "amber" : "red"}`;
      const warning = WARNINGS.find((limit) => left <= limit && this.left > limit && left > limit - 60);
      if (warning && !sitting.over) this.notice(texts.time[`left_${warning}`]);
      this.left = left;
      this.tickSection();
      sitting.tick();
      if (shown && this.accepted && !sitting.accepts(shown.section) && !sitting.over) {
        this.notice(fill(texts.time.section_closed, { section: shown.section.title }));
        this.show(shown, { focus: true });
      }
    }

    tickSection() {
      const { sitting, texts, shown } = this;
      const left = sitting.sectionSecondsLeft(shown.section);
      find("limit").hidden = left === null || sitting.over;
      find("limit").textContent = fill(texts.time.section_left, { time: clockText(left ?? 0) });
    }

    // Handing in

    askHandIn() {
      const { sitting, texts } = this;
      const words = texts.hand_in;
      if (!sitting.mayHandIn) {
        this.notice(fill(words.too_early, { time: timeOfDay(sitting.state.handInFrom) }));
        return;
      }
      const open = sitting.stops.filter((stop) => sitting.stateOf(stop) !== "full");
      const marked = sitting.stops.filter((stop) => sitting.isMarked(stop));
      const doubtful = marked.filter((stop) => !open.includes(stop));
      const dialog = find("hand-in-dialog");
      const count = (state) => sitting.stops.filter((stop) => sitting.stateOf(stop) === state).length;
      const figures = [["answered", count("full")], ["unanswered", count("none")], ["partial", count("partial")], ["marked", marked.length]];
      dialog.replaceChildren(
        element("h2", { id: "hand-in-title" }, words.title),
        element("dl", { class: "figures" }, ...figures.map(([name, number]) => element(
          "div", { class: name }, element("dt", {}, words[name]), element("dd", {}, element("b", {}, String(number)), ` ${words.unit}`),
        ))),
        element("div", { class: "lists" },
          ...(open.length ? [element("p", {}, words.open), this.listBySection(open)] : [element("p", { class: "complete" }, words.complete)]),
          ...(doubtful.length ? [element("p", {}, words.open_marked), this.listBySection(doubtful)] : [])),
        element("p", { class: "warning" }, words.warning),
        element("div", { class: "buttons" },
          element("button", { type: "button", onclick: () => dialog.close(), autofocus: true }, words.back),
          element("button", { type: "button", class: "final", onclick: () => sitting.handIn(false) }, words.confirm)),
      );
      dialog.showModal();
    }

    listBySection(stops) {
      const { sitting, texts } = this;
      return element("ul", { class: "by-section" }, ...sitting.paper.sections.flatMap((section) => {
        const inside = stops.filter((stop) => stop.section === section);
        const cells = inside.map((stop) => {
          const cell = Exam.cell(stop, (target) => this.go(target));
          Exam.paintCell(cell, stop, sitting, texts);
          return cell;
        });
        return inside.length ? [element("li", {}, element("span", {}, section.title), element("div", { class: "cells" }, ...cells))] : [];
      }));
    }

    onHandedIn({ focus = true } = {}) {
      document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
      this.openPalette(false);
      find("toast").classList.remove("seen");
      this.show(this.shown, { focus: false });
      this.showReceipt({ focus });
    }

    showReceipt({ focus = true } = {}) {
      for (const id of ["question", "stimulus"]) find(id).hidden = true;
      find("main").classList.remove("with-case");
      document.body.classList.add("at-receipt");
      find("receipt").hidden = false;
      this.fillReceipt();
      if (focus) find("receipt-title").focus();
    }

    fillReceipt() {
      const { handedIn } = this.sitting.state;
      const words = this.texts.receipt;
      const print = handedIn.fingerprint.slice(0, 16).toUpperCase().match(/.{4}/g).join(" ");
      const rows = [
        [words.time, `${new Date(handedIn.at).toLocaleDateString("zh-CN", inBeijing)} ${timeOfDay(handedIn.at)}`],
        [words.answered, fill(words.answered_value, handedIn)],
        [words.fingerprint, element("code", { title: handedIn.fingerprint }, print)],
        [words.delivery, handedIn.delivered ? words.delivered : words.undelivered],
      ];
      const focused = find("receipt").contains(document.activeElement);
      find("receipt").replaceChildren(
        element("div", { class: "slip" },
          element("span", { class: "sign yes", "aria-hidden": "true" }),
          element("h2", { id: "receipt-title", tabindex: "-1" }, handedIn.automatic ? words.title_automatic : words.title),
          element("p", {}, words.thanks),
          element("dl", {}, ...rows.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)))),
          element("p", { class: "hint" }, words.fingerprint_note),
          element("button", { type: "button", class: "main", onclick: () => this.go(this.sitting.current) }, words.look)),
      );
      if (focused) find("receipt-title").focus();
    }

    async restart() {
      const { restart_title: title, restart_text: text, restart: yes } = this.texts.preview;
      if (!await this.ask({ title, text, yes })) return;
      await this.sitting.restart();
      this.left = this.sitting.secondsLeft;
      this.show(this.sitting.current, { focus: true });
      this.tick();
    }

    // Talking to the candidate

    announce(text) {
      find("announcer").textContent = "";
      find("announcer").textContent = text;
    }

    notice(text) {
      const toast = find("toast");
      toast.textContent = text;
      toast.classList.add("seen");
      clearTimeout(this.toastTimer);
      this.toastTimer = setTimeout(() => {
        toast.classList.remove("seen");
      }, TOAST);
    }

    /** Asks a question in a dialog; resolves to true for yes. */
    ask({ title, text, yes }) {
      const dialog = find("question-dialog");
      find("ask-title").textContent = title;
      find("ask-text").textContent = text;
      find("ask-yes").textContent = yes;
      dialog.returnValue = "";
      find("ask-yes").onclick = () => dialog.close("yes");
      find("ask-no").onclick = () => dialog.close();
      dialog.showModal();
      return new Promise((resolve) => {
        dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
      });
    }

    /** Everything but the palette and the dialogs takes no input while `resting`. */
    rest(resting) {
      for (const node of document.querySelectorAll(".head, .bar, .status, main, .actions, .preview")) node.inert = resting;
    }

    /** On narrow screens the palette lies over the page. */
    openPalette(open) {
      const overlay = open && !matchMedia(WIDE).matches;
      const was = document.body.classList.contains("palette-open");
      document.body.classList.toggle("palette-open", overlay);
      this.rest(overlay);
      find("palette-open").setAttribute("aria-expanded", String(overlay));
      if (overlay) {
        find("palette-title").focus();
        this.palette.follow();
      } else if (was) find("palette-open").focus();
    }

    // Keyboard and preferences

    onKey(event) {
      const { key, target } = event;
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
      if (key === "Escape") this.openPalette(false);
      if (!this.preferences.keys || this.sitting.current !== this.shown) return;
      const writing = target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
      if (this.turns(key, target, writing) || (!writing && this.acts(key))) event.preventDefault();
    }

    turns(key, target, writing) {
      const by = { PageUp: -1, PageDown: 1, ArrowLeft: -1, ArrowRight: 1 }[key];
      const scrolls = target.closest("textarea, select, .scroll[tabindex], #stimulus-text, .cards");
      if (!by || scrolls || (writing && key.startsWith("Arrow"))) return false;
      this.step(by);
      return true;
    }

    acts(key) {
      if (key === "?" || key === "\uff1f") {
        find("help-dialog").showModal();
        return true;
      }
      const place = /^[a-z]$/i.test(key) ? key.toUpperCase().charCodeAt(0) - 65 : /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
      if (place < 0 || !find("receipt").hidden) return false;
      if (this.accepted && this.input.press?.(place)) return true;
      if (key.toUpperCase() !== "M") return false;
      this.mark();
      return true;
    }

    loadPreferences() {
      try {
        return JSON.parse(localStorage.getItem(PREFERENCES)) ?? {};
      } catch {
        return {};
      }
    }

    prefer(changes) {
      Object.assign(this.preferences, changes);
      document.documentElement.style.setProperty("--reading", this.preferences.size);
      find("keys-switch").checked = this.preferences.keys;
      find("smaller").disabled = this.preferences.size === SIZES[0];
      find("larger").disabled = this.preferences.size === SIZES.at(-1);
      try {
        localStorage.setItem(PREFERENCES, JSON.stringify(this.preferences));
      } catch {
        // kept for this page only
      }
    }

    resize(by) {
      const place = SIZES.indexOf(this.preferences.size) + by;
      this.prefer({ size: by === 0 ? 1 : SIZES[Math.min(SIZES.length - 1, Math.max(0, place))] });
      this.tame();
    }
  }

  /** The key, or the next free one where another page answers the same paper: neither overwrites the other's answers. */
  async function ownKey(key) {
    const take = (name) => new Promise((resolve) => {
      const hold = (lock) => {
        resolve(lock !== null);
        return lock && new Promise(() => {}); // until the page goes
      };
      navigator.locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(true));
    });
    let place = 1;
    while (navigator.locks && !(await take(place === 1 ? key : `${key}:${place}`))) place += 1;
    return place === 1 ? key : `${key}:${place}`;
  }

  /** Starts the page; resolves to its sitting once the first question is shown. */
  async function start(options = {}) {
    const data = JSON.parse(find("exam-data").textContent);
    const paper = options.paper ?? data.paper;
    const store = options.store ?? Exam.localStore(await ownKey(`exam:${paper.paper}:${paper.form}:${data.hash}`));
    const clock = options.clock ?? window.examClock ?? { now: () => Date.now() };
    const sitting = new Exam.Sitting({ paper, store, clock });
    const page = new Page(sitting, options.texts ?? data.texts);
    await page.begin();
    return sitting;
  }

  return { start };
})();
