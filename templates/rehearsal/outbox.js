// Answers that the server has not confirmed. They stand in the browser's storage until its reply is here.

/** One entry a question, the newest: `{ sequence, response, at }`; response null is a cleared answer. */
export class Outbox {
  /** `key` names the sitting; `now` is the server's time in milliseconds. */
  constructor({ key, now, storage = localStorage }) {
    Object.assign(this, { prefix: `rehearsal:answer:${key}:`, now, storage, entries: new Map(), newest: new Map(), last: 0, kept: true });
    for (let place = 0; place < storage.length; place += 1) {
      const name = storage.key(place);
      if (name.startsWith(this.prefix)) this.entries.set(name.slice(this.prefix.length), JSON.parse(storage.getItem(name)));
    }
    for (const [question, { sequence }] of this.entries) this.follow(question, sequence);
  }

  get size() {
    return this.entries.size;
  }

  /** Sequences rise with the server's time, so that of two machines the later answer is the newer one. */
  follow(question, sequence) {
    this.last = Math.max(this.last, sequence);
    this.newest.set(question, Math.max(this.newest.get(question) ?? 0, sequence));
  }

  /** Whether this page has seen or made that answer; another machine's newer one it has not. */
  knows(question, sequence) {
    return sequence <= (this.newest.get(question) ?? 0);
  }

  put(question, response) {
    const moment = this.now();
    this.follow(question, Math.max(this.last + 1, Math.round(moment)));
    const entry = { sequence: this.last, response, at: new Date(moment).toISOString() };
    this.entries.set(question, entry);
    try {
      this.storage.setItem(this.prefix + question, JSON.stringify(entry));
    } catch {
      this.kept = false; // full or forbidden: this page alone has it
    }
  }

  /** The server holds this sequence of a question; false where that is an answer this page does not know. */
  confirm(question, sequence) {
    const known = this.knows(question, sequence);
    this.follow(question, sequence);
    const entry = this.entries.get(question);
    if (entry && entry.sequence <= sequence) this.drop(question, entry.sequence);
    return known;
  }

  /** Takes out an entry, unless a newer one came meanwhile, from this page or from another one of this browser. */
  drop(question, sequence) {
    if (this.entries.get(question)?.sequence === sequence) this.entries.delete(question);
    const name = this.prefix + question;
    if (JSON.parse(this.storage.getItem(name))?.sequence === sequence) this.storage.removeItem(name);
  }

  list() {
    return [...this.entries].map(([question, entry]) => ({ question, ...entry }));
  }
}
