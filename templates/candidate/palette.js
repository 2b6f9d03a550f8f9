// 答题卡 and the section tabs: where everything stands, by shape and letter as well as by colour.
"use strict";

(() => {
  const { element, fill } = Exam;

  /** Scrolls within the box alone: `scrollIntoView` would move the notebook around the page as well. */
  function reveal(box, node) {
    const [room, place] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
    if (place.left < room.left || place.right > room.right) box.scrollLeft += place.left - room.left - (room.width - place.width) / 2;
    if (place.top < room.top || place.bottom > room.bottom) box.scrollTop += place.top - room.top - (room.height - place.height) / 2;
  }

  /** A question's button; its look and name follow `refresh`. */
  Exam.cell = (stop, pick) => element("button", { type: "button", class: "cell", onclick: () => pick(stop) }, stop.leaf.number);

  Exam.paintCell = (cell, stop, sitting, texts) => {
    const state = sitting.stateOf(stop);
    const marked = sitting.isMarked(stop);
    const current = sitting.current === stop;
    const words = [texts.state[state], marked ? texts.state.marked : "", current ? texts.state.current : ""];
    cell.className = `cell ${state}${marked ? " marked" : ""}`;
    cell.setAttribute("aria-label", fill(texts.state.cell, {
      number: stop.leaf.number, states: words.filter(Boolean).join(texts.state.and),
    }));
    if (current) cell.setAttribute("aria-current", "true");
    else cell.removeAttribute("aria-current");
  };

  Exam.Palette = class {
    /** Fills `cards` with one block per section and `tabs` with one button per section. `pick(stop)` goes there. */
    constructor({ sitting, texts, cards, tabs, pick }) {
      Object.assign(this, { sitting, texts, cards, tabs });
      this.sections = sitting.paper.sections.map((section, place) => {
        const stops = sitting.stops.filter((stop) => stop.section === section);
        const cells = stops.map((stop) => Exam.cell(stop, pick));
        const tally = element("span", { class: "tally" });
        const tab = element("button", { type: "button", onclick: () => pick(stops[0]) }, element("span", {}, section.title), element("small"));
        cards.append(element(
          "section", { "aria-labelledby": `card-${place}` },
          element("h3", { id: `card-${place}` }, element("span", {}, section.title), tally),
          element("ol", { class: "cells" }, ...cells.map((cell) => element("li", {}, cell))),
        ));
        tabs.append(tab);
        return { section, stops, cells, tally, tab };
      });
    }

    refresh() {
      const { sitting, texts } = this;
      for (const { section, stops, cells, tally, tab } of this.sections) {
        const count = fill(texts.palette.count, { answered: sitting.answered(stops), total: stops.length });
        tally.textContent = count;
        tab.lastElementChild.textContent = count;
        if (sitting.current.section === section) tab.setAttribute("aria-current", "true");
        else tab.removeAttribute("aria-current");
        tab.classList.toggle("closed", !sitting.over && !sitting.accepts(section));
        stops.forEach((stop, place) => Exam.paintCell(cells[place], stop, sitting, texts));
      }
    }

    /** Brings the current question's cell and tab into view. */
    follow() {
      for (const { section, stops, cells, tab } of this.sections) {
        if (this.sitting.current.section !== section) continue;
        reveal(this.tabs, tab);
        reveal(this.cards, cells[stops.indexOf(this.sitting.current)]);
      }
    }
  };
})();
