// 监考台: keeps the candidates' cards as the server tells them, filters and orders them, and acts on the chosen ones.
import { fill, find, go, prefix, ready, texts } from "./page.js";
import { ServerClock } from "./clock.js";
import { attention, CardView, ENDED } from "./console_card.js";
import { Acts } from "./console_acts.js";
import { showPerson } from "./console_person.js";

const FIRST_RETRY = 500; // milliseconds
const LAST_RETRY = 8000;
const PING = 5000;
const SILENCE = 5000;
const FIRST_WORD = 15_000; // everybody's card
const SIGNED_OUT = 4003;
const FILTERS = [
  "all", "attention", "absent", "checking", "review", "ready", "answering", "paused", "handed_in", "automatic", "terminated",
  "refused", "missed",
];
const ALWAYS = new Set(["all", "attention", "answering"]); // shown where nobody is in them, too

const clock = new ServerClock();
const views = new Map(); // number → CardView
let filter = "all";
let words = "";
let order = "attention";
let retry = FIRST_RETRY;
let due = false;

const acts = new Acts({ chosen: () => chosen(), name: (number) => views.get(number)?.card.name ?? `${number}` });

const chosen = () => [...views.values()].filter((view) => view.chosen && view.shown).map(({ card }) => card.number);

function isIn(card, name) {
  if (name === "all") return true;
  return name === "attention" ? attention(card) > 0 : card.state === name;
}

function matches(card) {
  if (!words) return true;
  return card.name.includes(words) || card.ends_in.endsWith(words) || String(card.number) === words || card.place.includes(words);
}

/** Who is at work stands before who is to come and who has gone. */
const stage = ({ state }) => (ENDED.has(state) ? 3 : ["absent", "missed"].includes(state) ? 2 : ["checking", "ready"].includes(state) ? 1 : 0);

/** What decides a card's place: the smaller the further in front. */
function rank(card) {
  if (order === "left") return ENDED.has(card.state) ? 1e15 : card.deadline ?? 1e14;
  return order === "attention" ? (stage(card) - 10 * attention(card)) * 1e6 + card.number : card.number;
}

/** Shows, hides and orders; at most once a frame. */
function arrange() {
  due = false;
  const all = [...views.values()];
  all.forEach((view) => view.show(isIn(view.card, filter) && matches(view.card)));
  const places = all.map((view) => [rank(view.card), view]).sort(([a], [b]) => a - b);
  places.forEach(([, view], place) => view.put(place));
  find("nobody").hidden = all.length === 0 || all.some((view) => view.shown);
  count(all);
  choose();
}

function arrangeSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(arrange);
}

function count(all) {
  const numbers = Object.fromEntries(FILTERS.map((name) => [name, all.filter(({ card }) => isIn(card, name)).length]));
  for (const button of find("filters").children) {
    const { name } = button.dataset;
    const text = String(numbers[name]);
    if (button.lastChild.textContent !== text) button.lastChild.textContent = text;
    button.hidden = numbers[name] === 0 && !ALWAYS.has(name) && filter !== name;
    button.setAttribute("aria-pressed", String(filter === name));
  }
}

function choose() {
  const numbers = chosen();
  const shown = [...views.values()].filter((view) => view.shown);
  find("chosen").textContent = numbers.length ? fill(texts.chosen, { count: numbers.length }) : texts.none_chosen;
  find("all").checked = shown.length > 0 && numbers.length === shown.length;
  find("all").indeterminate = numbers.length > 0 && numbers.length < shown.length;
  acts.follow(numbers);
}

function take({ cards, server_now: now }) {
  clock.measure(now, performance.now());
  for (const card of cards) {
    const view = views.get(card.number);
    if (view) view.update(card);
    else add(card);
  }
  if (cards.length) arrangeSoon();
}

function add(card) {
  const view = new CardView(card, { clock, choose, open: () => showPerson(card.number, () => views.get(card.number).card) });
  views.set(card.number, view);
  find("cards").append(view.node);
}

/** The server speaks every second: a line that is silent is dead, whatever the browser thinks of it. */
function connect() {
  const address = new URL(`${prefix}/ws/console`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  const living = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send('{"type":"ping"}'), PING);
  let over = false;
  const lost = (code) => {
    if (over) return;
    over = true;
    clearInterval(living);
    clearTimeout(silence);
    socket.close();
    if (code === SIGNED_OUT) {
      go("/console/login");
      return;
    }
    tell(false);
    setTimeout(connect, retry);
    retry = Math.min(LAST_RETRY, retry * 2);
  };
  let silence = setTimeout(lost, FIRST_WORD);
  socket.onmessage = ({ data }) => {
    if (over) return;
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE);
    retry = FIRST_RETRY;
    tell(true);
    take(JSON.parse(data));
  };
  socket.onclose = ({ code }) => lost(code);
}

function tell(there) {
  const text = there ? texts.connected : texts.disconnected;
  if (find("line").textContent !== text) find("line").textContent = text; // or it is read out every second
  find("line").classList.toggle("down", !there);
}

function filterButton(name) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.name = name;
  const number = document.createElement("b");
  button.append(texts.state[name], number);
  button.addEventListener("click", () => {
    filter = name;
    arrange();
  });
  return button;
}

function view(name) {
  for (const each of ["wall", "list"]) find(each).setAttribute("aria-pressed", String(each === name));
  find("cards").classList.toggle("rows", name === "list");
}

function listen() {
  find("filters").append(...FILTERS.map(filterButton));
  find("search").addEventListener("input", ({ target }) => {
    words = target.value.trim();
    arrangeSoon();
  });
  find("order").addEventListener("change", ({ target }) => {
    order = target.value;
    arrangeSoon();
  });
  for (const name of ["wall", "list"]) find(name).addEventListener("click", () => view(name));
  find("all").addEventListener("change", () => {
    const wanted = chosen().length === 0; // where some are chosen it lets them go: nobody chooses 300 by mistake
    views.forEach((each) => (each.shown || !wanted) && each.mark(wanted));
    choose();
  });
  setInterval(() => views.forEach((each) => each.shown && each.tick()), 1000);
}

ready(() => {
  listen();
  count([]);
  connect();
});
