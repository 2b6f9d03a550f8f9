// One candidate's sitting: answers, marks, position, deadlines, saving and handing in. It knows no page.
"use strict";

(() => {
  const SAVE_DELAY = 250; // milliseconds after the last change
  const SAVE_WITHIN = 750; // milliseconds after the first one: who types without a pause is saved as well
  const RETRY = 5000; // milliseconds between attempts while saving fails

  /** The browser's own storage: `load` gives what was saved or null, each call may throw. */
  Exam.localStore = (key) => ({
    load() {
      const text = localStorage.getItem(key);
      try {
        return JSON.parse(text);
      } catch {
        return null; // not ours or cut short: begin anew
      }
    },
    save: (state) => localStorage.setItem(key, JSON.stringify(state)),
    clear: () => localStorage.removeItem(key),
  });

  /**
   * A store offers `load()` → saved state or null, `save(state)` and, where wanted, `handIn(state)` → receipt fields and
   * `clear()`; each may return a promise. A loaded state may also name nothing but a `deadline` (milliseconds), and
   * `handInFrom`, before which nobody hands in. Where `load` fails the sitting begins anew, so a store that asks a server
   * keeps asking instead. A store that keeps answers it could not deliver says how many: `waiting`.
   * Events: `saving`, `saved`, `trouble`, `recovered`, `changed` (detail: stop), `handedin`.
   */
  Exam.Sitting = class extends EventTarget {
    constructor({ paper, store, clock }) {
      super();
      Object.assign(this, { paper, store, clock, restored: false, failing: false, timer: 0, tried: 0, pending: false });
      this.stops = Exam.stopsOf(paper);
    }

    /** Restores what was saved, or starts: the end is fixed at the first start. */
    async open() {
      const now = this.clock.now();
      const fresh = {
        started: now, deadline: now + this.paper.seconds * 1000, revision: 0, saved: null,
        handInFrom: 0, responses: {}, marked: [], position: this.stops[0].id, sections: {}, handedIn: null,
      };
      let saved = null;
      try {
        saved = await this.store.load();
      } catch {
        this.fail();
      }
      this.state = Object.assign(fresh, saved);
      this.restored = Object.keys(this.state.responses).length + this.state.marked.length > 0;
      this.enter(this.current.section);
      await this.save();
    }

    get current() {
      return this.stops.find((stop) => stop.id === this.state.position) ?? this.stops[0];
    }

    get over() {
      return Boolean(this.state?.handedIn);
    }

    get secondsLeft() {
      return Math.max(0, Math.ceil((this.state.deadline - this.clock.now()) / 1000));
    }

    /** Whether handing in is allowed by now. */
    get mayHandIn() {
      return this.clock.now() >= this.state.handInFrom;
    }

    /** How many answers are kept on this machine only; undefined where the store keeps none. */
    get waiting() {
      return this.store.waiting;
    }

    /** The end as the server sees it now: extra time was granted, a pause is over. */
    reschedule({ deadline, handInFrom, sections }) {
      Object.assign(this.state, { deadline, handInFrom });
      Object.assign(this.state.sections, sections);
    }

    /** Seconds a section may still be worked on, null where it has no limit of its own or was not entered yet. */
    sectionSecondsLeft(section) {
      const end = this.state.sections[section.id];
      return end === undefined ? null : Math.max(0, Math.ceil((end - this.clock.now()) / 1000));
    }

    /** Whether entering a section starts its clock. */
    startsClock(section) {
      return !this.over && Boolean(section.seconds) && this.state.sections[section.id] === undefined;
    }

    /** Whether answers of a section may still change. */
    accepts(section) {
      return !this.over && this.sectionSecondsLeft(section) !== 0;
    }

    enter(section) {
      if (!this.startsClock(section)) return;
      this.state.sections[section.id] = Math.min(this.state.deadline, this.clock.now() + section.seconds * 1000);
    }

    response(stop) {
      return Exam.readResponse(this.state.responses, stop);
    }

    stateOf(stop) {
      return Exam.stateOf(stop, this.state.responses);
    }

    isMarked(stop) {
      return this.state.marked.includes(stop.id);
    }

    /** How many of the stops are `full`. */
    answered(stops = this.stops) {
      return stops.filter((stop) => this.stateOf(stop) === "full").length;
    }

    answer(stop, value) {
      if (!this.accepts(stop.section)) return;
      Exam.writeResponse(this.state.responses, stop, value);
      this.change(stop);
    }

    toggleMark(stop) {
      if (this.over) return;
      const others = this.state.marked.filter((id) => id !== stop.id);
      this.state.marked = this.isMarked(stop) ? others : [...others, stop.id];
      this.change(stop);
    }

    moveTo(stop) {
      this.enter(stop.section);
      this.state.position = stop.id;
      this.change(stop);
    }

    /** Closes the sitting. The fingerprint is the SHA-256 of the responses' canonical JSON. */
    async handIn(automatic) {
      if (this.over) return;
      this.state.handedIn = {
        at: this.clock.now(), automatic, delivered: false, answered: this.answered(), total: this.stops.length,
        fingerprint: Exam.sha256(Exam.canonical(this.state.responses)),
      };
      this.dispatchEvent(new Event("handedin"));
      await this.save();
    }

    /** Forgets everything and starts anew; for previews. */
    async restart() {
      clearTimeout(this.timer);
      this.pending = false;
      try {
        await this.store.clear?.();
      } catch {
        this.fail();
      }
      await this.open();
    }

    /** To be called a few times a second: hands in at the end and repeats what could not be saved. */
    tick() {
      if (!this.over && this.secondsLeft === 0) this.handIn(true);
      else if (this.failing && this.clock.now() - this.tried >= RETRY) this.save();
    }

    change(stop) {
      this.dispatchEvent(new CustomEvent("changed", { detail: stop }));
      if (this.over) return; // looking around afterwards is not kept
      const now = this.clock.now();
      if (!this.pending) this.since = now;
      this.pending = true;
      this.dispatchEvent(new Event("saving"));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(SAVE_DELAY, this.since + SAVE_WITHIN - now)));
    }

    /** Saves at once what is still waiting; the page is about to go. */
    flush() {
      if (this.pending) this.save();
    }

    async save() {
      clearTimeout(this.timer);
      this.pending = false;
      this.tried = this.clock.now();
      this.state.revision += 1;
      const { revision } = this.state;
      const copy = structuredClone({ ...this.state, saved: this.tried });
      if (copy.handedIn) copy.handedIn.delivered = true;
      try {
        const receipt = await (this.over && this.store.handIn ? this.store.handIn(copy) : this.store.save(copy));
        if (copy.handedIn) Object.assign(this.state.handedIn, receipt, { delivered: true });
      } catch {
        this.fail();
        return;
      }
      this.state.saved = copy.saved;
      if (this.failing) this.dispatchEvent(new Event("recovered"));
      this.failing = false;
      if (revision === this.state.revision) this.dispatchEvent(new Event("saved"));
    }

    fail() {
      this.failing = true;
      this.dispatchEvent(new Event("trouble"));
    }
  };
})();
