// The store of a sitting (see sitting.js) that keeps its answers with the server; marks and position stay in this browser.
import { ask, Refusal } from "./page.js";
import { Outbox } from "./outbox.js";

const FIRST_RETRY = 1000; // milliseconds
const LAST_RETRY = 30_000;
const BATCH = 50; // answers a request
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Events: `loading` (the server does not answer yet), `refused` (detail: a list of `{ question, message }`),
 * `overtaken` (the server holds a newer answer, from another machine), `signed_out`, `hand_in_refused` (detail: the refusal). */
export class ServerStore extends EventTarget {
  constructor({ clock, person }) {
    super();
    Object.assign(this, { clock, person, known: {}, limited: [], entered: new Set() });
    Object.assign(this, { retry: FIRST_RETRY, resting: 0, sending: null });
  }

  /** How many answers this machine keeps that the server has not; undefined where a reload would lose them. */
  get waiting() {
    return this.outbox?.kept === false ? undefined : this.outbox?.size ?? 0;
  }

  async load() {
    const { began, answers, state } = await this.persist();
    this.key = `${this.person}:${began}`;
    this.outbox = new Outbox({ key: this.key, now: () => this.clock.now() });
    const responses = {};
    for (const [question, { sequence, response }] of Object.entries(answers)) {
      this.outbox.confirm(question, sequence);
      if (response !== null) responses[question] = response;
    }
    this.known = structuredClone(responses);
    for (const { question, response } of this.outbox.list()) this.set(responses, question, response);
    for (const { question, response } of this.outbox.list()) this.set(this.known, question, response);
    const notes = this.notes();
    const times = ends(state);
    this.entered = new Set(Object.keys(times.sections));
    return { ...notes, ...times, responses, sections: { ...notes.sections, ...times.sections } };
  }

  /** The candidate's answers, however long the server takes. */
  async persist() {
    for (let pause = FIRST_RETRY; ; pause = Math.min(LAST_RETRY, pause * 2)) {
      try {
        return await ask("GET", "/api/paper");
      } catch (refusal) {
        if (!refusal.offline) throw refusal;
        this.dispatchEvent(new Event("loading"));
        await wait(pause);
      }
    }
  }

  set(responses, question, response) {
    if (response === null) delete responses[question];
    else responses[question] = structuredClone(response);
  }

  notes() {
    try {
      return JSON.parse(localStorage.getItem(`rehearsal:notes:${this.key}`)) ?? {};
    } catch {
      return {};
    }
  }

  /** Resolves once the server has confirmed every answer; rejects where it could not be reached. */
  async save({ responses, marked, position, sections }) {
    for (const question of new Set([...Object.keys(this.known), ...Object.keys(responses)])) {
      const response = responses[question] ?? null;
      if (Exam.canonical(response) === Exam.canonical(this.known[question] ?? null)) continue;
      this.outbox.put(question, response);
      this.set(this.known, question, response);
    }
    try {
      localStorage.setItem(`rehearsal:notes:${this.key}`, JSON.stringify({ marked, position, sections }));
    } catch {
      // marks are lost with a reload, answers are not
    }
    this.limited = Object.keys(sections);
    await this.deliver();
  }

  async handIn(state) {
    await this.save(state);
    try {
      return await ask("POST", "/api/hand-in", { confirmed: true, automatic: state.handedIn.automatic });
    } catch (refusal) {
      if (final(refusal)) this.dispatchEvent(new CustomEvent("hand_in_refused", { detail: refusal }));
      throw refusal;
    }
  }

  /** Sends what waits, now: the line is back. */
  hurry() {
    this.resting = 0;
    this.retry = FIRST_RETRY;
  }

  async deliver() {
    while (this.outbox.size || this.limited.some((id) => !this.entered.has(id))) {
      if (performance.now() < this.resting) throw new Refusal(0, {});
      this.sending ??= this.send().finally(() => {
        this.sending = null;
      });
      await this.sending;
    }
  }

  /** Tells which sections were entered: their clocks are the server's. */
  async enterSections() {
    for (const section of this.limited.filter((id) => !this.entered.has(id))) {
      await ask("POST", `/api/sections/${encodeURIComponent(section)}`, {}).catch((refusal) => {
        if (!final(refusal)) throw refusal;
      });
      this.entered.add(section);
    }
  }

  async send() {
    const batch = this.outbox.list().slice(0, BATCH);
    try {
      await this.enterSections();
      if (!batch.length) return;
      if (batch.length === 1) await this.sendOne(batch[0]);
      else await this.sendAll(batch);
      this.retry = FIRST_RETRY;
    } catch (refusal) {
      this.resting = performance.now() + this.retry * (0.75 + Math.random() / 2);
      this.retry = Math.min(LAST_RETRY, this.retry * 2);
      if ([401, 403].includes(refusal.status)) this.dispatchEvent(new Event("signed_out"));
      throw refusal;
    }
  }

  async sendOne({ question, ...entry }) {
    try {
      const { sequence } = await ask("PUT", `/api/answers/${encodeURIComponent(question)}`, entry);
      this.settle(question, sequence);
    } catch (refusal) {
      if (!final(refusal)) throw refusal;
      this.refuse([{ question, message: refusal.message, sequence: entry.sequence }]);
    }
  }

  async sendAll(batch) {
    const { stored, refused } = await ask("POST", "/api/answers", { answers: batch });
    stored.forEach(({ question, sequence }) => this.settle(question, sequence));
    const sequences = Object.fromEntries(batch.map(({ question, sequence }) => [question, sequence]));
    if (refused.length) this.refuse(refused.map((each) => ({ ...each, sequence: sequences[each.question] })));
  }

  settle(question, sequence) {
    if (!this.outbox.confirm(question, sequence)) this.dispatchEvent(new Event("overtaken"));
  }

  /** After the line was down: whether another machine has answered meanwhile. */
  async compare() {
    const { answers } = await ask("GET", "/api/paper");
    const unknown = Object.entries(answers).some(([question, { sequence }]) => !this.outbox.knows(question, sequence));
    if (unknown) this.dispatchEvent(new Event("overtaken"));
  }

  /** Forgets marks and position: the paper is handed in. */
  forget() {
    localStorage.removeItem(`rehearsal:notes:${this.key}`);
  }

  /** The server will never take these: they are told, not kept. */
  refuse(refused) {
    refused.forEach(({ question, sequence }) => this.outbox.drop(question, sequence));
    this.dispatchEvent(new CustomEvent("refused", { detail: refused }));
  }
}

/** Whether asking again would change nothing. */
const final = ({ status }) => [400, 404, 409, 410, 413, 422].includes(status);

/** The moments that end a sitting, in milliseconds. */
export const ends = ({ deadline, hand_in_from: from, sections }) => ({
  deadline: Date.parse(deadline), handInFrom: from ? Date.parse(from) : 0,
  sections: Object.fromEntries(Object.entries(sections).map(([id, end]) => [id, Date.parse(end)])),
});
