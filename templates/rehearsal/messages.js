// Messages of the invigilator: each is shown once, one after the other.
import { find, texts, beijing } from "./page.js";

const SEEN = "rehearsal:seen:";

export class Messages {
  /** `key` names the sitting. */
  constructor(key) {
    this.key = SEEN + key;
    this.queue = [];
    this.seen = new Set(JSON.parse(localStorage.getItem(this.key) ?? "[]"));
    find("message-close").addEventListener("click", () => find("message").close());
    find("message").addEventListener("close", () => this.next());
  }

  take(messages) {
    this.queue.push(...messages.filter(({ id }) => !this.seen.has(id)));
    messages.forEach(({ id }) => this.seen.add(id));
    if (!find("message").open) this.next();
  }

  next() {
    const message = this.queue.shift();
    if (!message) return;
    find("message-title").textContent = `${texts.message} ${beijing(message.at).slice(11)}`;
    find("message-text").textContent = message.text;
    find("message").showModal();
    try {
      localStorage.setItem(this.key, JSON.stringify([...this.seen]));
    } catch {
      // shown again after a reload
    }
  }
}
