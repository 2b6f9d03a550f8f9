// One candidate's card on the console: only what has changed is touched, pictures are fetched only where they are seen.
import { clockText, fill, prefix, texts } from "./page.js";

export const ENDED = new Set(["handed_in", "automatic", "terminated"]);
const WORKING = new Set(["answering", "paused"]);
const RED = 300; // seconds left
const STALE = 3000; // milliseconds by which a new picture must be newer: many are on the screen
const DARK = new Set(["lost", "not_allowed"]);
const MACHINES = [["camera", "pc", "computer", "camera_of"], ["seen", "phone", "side_view", "phone_of"]];

/** How urgently somebody should look, 0 not at all. */
export function attention(card) {
  if (card.state === "review") return 5;
  if (card.state === "refused") return 4;
  if (WORKING.has(card.state)) {
    if (!card.computer) return 4;
    if (card.paired && !card.side_view) return 3;
    if (card.state === "paused") return 2;
  }
  if (card.locked) return 2;
  return card.severity >= 80 && !ENDED.has(card.state) ? 1 : 0;
}

const seenByReader = new WeakMap();
const watcher = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
  seenByReader.get(target)?.look(isIntersecting);
}), { rootMargin: "100px" });

const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export class CardView {
  constructor(card, { clock, choose, open }) {
    Object.assign(this, { card, clock, shown: true, seen: false, place: -1, pictures: {} });
    this.node = make("li", "candidate");
    this.node.dataset.number = card.number;
    this.head(card, choose, open);
    this.screens = Object.fromEntries(MACHINES.map(([key, , label]) => [key, this.screen(label)]));
    const screens = make("div", "screens");
    screens.append(...Object.values(this.screens).map(({ frame }) => frame));
    this.bar = make("progress", "");
    [this.done, this.left, this.where, this.notes] = ["done", "left", "where", "notes"].map((name) => make("span", name));
    const foot = make("div", "foot");
    foot.append(this.bar, this.done, this.left);
    this.node.append(screens, this.where, foot, this.notes);
    seenByReader.set(screens, this);
    watcher.observe(screens); // the list has none
    this.update(card);
  }

  head(card, choose, open) {
    this.box = Object.assign(make("input", ""), { type: "checkbox" });
    this.box.setAttribute("aria-label", fill(texts.choose, { name: card.name }));
    this.box.addEventListener("change", choose);
    this.name = Object.assign(make("button", "name", card.name), { type: "button" });
    this.name.setAttribute("aria-label", fill(texts.open, { name: card.name }));
    this.name.addEventListener("click", open);
    this.state = make("span", "state");
    const head = make("div", "head");
    head.append(this.box, make("small", "number", String(card.number)), this.name, make("small", "phone", card.phone), this.state);
    this.node.append(head);
  }

  screen(label) {
    const frame = make("figure", "screen");
    const picture = make("img", "");
    Object.assign(picture, { alt: "", width: 160, height: 120, hidden: true });
    const none = make("span", "none", texts.no_picture);
    frame.append(picture, none, make("figcaption", "", texts[label]));
    return { frame, picture, none };
  }

  get chosen() {
    return this.box.checked;
  }

  mark(chosen) {
    this.box.checked = chosen;
  }

  show(shown) {
    if (shown === this.shown) return;
    this.shown = shown;
    this.node.hidden = !shown;
    if (shown) this.tick();
  }

  put(place) {
    if (place === this.place) return;
    this.place = place;
    this.node.style.order = place;
  }

  look(seen) {
    this.seen = seen;
    if (seen) this.fetchPictures();
  }

  update(card) {
    this.card = card;
    this.node.dataset.state = card.state;
    this.node.classList.toggle("urgent", attention(card) >= 3);
    write(this.state, texts.state[card.state]);
    write(this.where, this.whereabouts(card));
    this.bar.max = card.total;
    this.bar.value = card.answered;
    write(this.done, fill(texts.progress, card));
    this.note(card);
    this.screens.seen.frame.classList.toggle("lost", card.paired && !card.side_view && !ENDED.has(card.state));
    this.screens.camera.frame.classList.toggle("lost", !ENDED.has(card.state)
      && ((!card.computer && card.state === "answering") || DARK.has(card.camera_state)));
    if (this.seen) this.fetchPictures();
    this.tick();
  }

  whereabouts(card) {
    if (card.reason) return card.reason;
    return [card.place, ENDED.has(card.state) ? "" : texts.at[card.page]].filter(Boolean).join(" · ");
  }

  note(card) {
    const phone = card.paired ? (card.side_view ? texts.phone_online : texts.phone_lost) : texts.phone_none;
    const battery = card.battery === null ? "" : fill(texts.battery, { percent: card.battery });
    const notes = [
      [card.computer ? texts.online : texts.offline, card.computer ? "good" : WORKING.has(card.state) ? "bad" : "plain"],
      [phone, !card.paired || ENDED.has(card.state) ? "plain" : card.side_view ? "good" : "bad"],
      [[battery, card.charging ? texts.charging : ""].filter(Boolean).join(" "), card.battery !== null && card.battery < 20 && !card.charging ? "bad" : "plain"],
      [card.extra ? fill(texts.extra, { minutes: card.extra }) : "", "plain"],
      [card.flags ? fill(texts.flags, { count: card.flags, severity: card.severity }) : "", card.severity >= 80 ? "bad" : "warn"],
      [card.locked ? texts.locked : "", "bad"],
    ].filter(([text]) => text);
    const told = notes.flat().join("|");
    if (told === this.told) return;
    this.told = told;
    this.notes.replaceChildren(...notes.map(([text, tone]) => make("span", tone, text)));
  }

  /** Seconds left as this card is told, null where no clock runs. */
  seconds() {
    const { deadline, left } = this.card;
    if (left !== null) return Math.ceil(left / 1000);
    return deadline === null ? null : Math.max(0, Math.ceil((deadline - this.clock.now()) / 1000));
  }

  tick() {
    const seconds = this.seconds();
    const text = seconds === null ? "" : seconds === 0 ? texts.time_over : fill(texts.left, { time: clockText(seconds) });
    write(this.left, text);
    this.left.classList.toggle("red", seconds !== null && seconds <= RED);
  }

  fetchPictures() {
    for (const [key, machine, , text] of MACHINES) {
      const moment = this.card[key];
      if (moment === null || moment - (this.pictures[key] ?? -STALE) < STALE) continue;
      this.pictures[key] = moment;
      const { picture, none } = this.screens[key];
      picture.src = `${prefix}/api/console/snapshot/${this.card.number}/${machine}?at=${moment}`;
      picture.alt = fill(texts[text], this.card);
      picture.hidden = false;
      none.hidden = true;
    }
  }
}
