// Starts the answering page with the server behind it: its clock, its store, and what the invigilator does meanwhile.
import { fill, find, go, Refusal, texts } from "./page.js";
import { ServerClock } from "./clock.js";
import { Live } from "./live.js";
import { Messages } from "./messages.js";
import { block, release } from "./overlay.js";
import { ends, ServerStore } from "./server_store.js";
import { Watch } from "./watch.js";

const clock = new ServerClock();
const live = new Live("/ws/candidate", clock);
const shown = { now: () => frozen ?? clock.now() };
let frozen = null; // the time at which a pause stopped the candidate's clock
let finishing = false;
let broken = false; // the line was down, another machine may have answered meanwhile
let watching = null; // the camera's pictures, where the rules ask for them
let extra = null; // minutes of extra time as last told

function follow({ sitting, store, messages }, state) {
  if (state.deadline) sitting.reschedule(ends(state));
  pause({ sitting, store }, state);
  messages.take(state.messages);
  find("side-view").textContent = texts.side_view_lost;
  find("side-view").hidden = !state.phone.required || state.phone.online || Boolean(state.ended);
  if (extra !== null && state.extra_minutes > extra) {
    const text = fill(texts.extended, { minutes: state.extra_minutes });
    messages.take([{ id: `extra-${state.extra_minutes}`, at: state.server_now, text }]);
  }
  extra = state.extra_minutes;
  if (state.ended) watching?.end();
  if (state.ended && !sitting.over && !finishing) finish(sitting, store);
}

/** What waits is sent now: the line is back, or answers are taken again. */
function resend(sitting, store) {
  store.hurry();
  if (sitting.failing) sitting.save();
}

function pause({ sitting, store }, { paused, server_now: now }) {
  if (!paused) {
    frozen = null;
    if (release("paused")) resend(sitting, store);
    return;
  }
  frozen = paused.clock_stopped ? Date.parse(now) : null; // the deadline of this state is as of its moment
  const rest = paused.clock_stopped ? texts.paused_clock : texts.paused_running;
  block({ kind: "paused", title: texts.paused, text: `${paused.reason || texts.paused_text} ${rest}` });
}

/** The server has ended the exam: what still waits is sent, then its receipt is shown. */
async function finish(sitting, store) {
  finishing = true;
  block({ kind: "ended", title: texts.ended, text: texts.ended_text });
  do {
    await sitting.save();
  } while (store.outbox.size && (await rest(2000)));
  if (!find("overlay-list").childElementCount) go("/receipt"); // else what was refused is told first
}

const rest = (time) => new Promise((resolve) => setTimeout(() => resolve(true), time));

function watch(sitting, store) {
  sitting.addEventListener("saved", () => {
    if (!sitting.over) return;
    store.forget();
    go("/receipt");
  });
  store.addEventListener("refused", ({ detail }) => block({
    kind: "refused", title: fill(texts.refused, { count: detail.length }), text: texts.refused_list,
    list: detail.map(({ question, message }) => `${number(sitting, question)} ${message}`),
    action: { name: texts.reload, run: () => location.reload() },
  }));
  store.addEventListener("hand_in_refused", ({ detail: { message, hint } }) => block({
    kind: "refused", title: texts.hand_in_refused, text: `${message} ${hint}`,
    action: { name: texts.reload, run: () => location.reload() },
  }));
  store.addEventListener("signed_out", () => block({
    kind: "signed_out", title: texts.signed_out, text: texts.signed_out_text,
    action: { name: texts.sign_in, run: () => location.reload() },
  }));
  live.addEventListener("up", () => {
    resend(sitting, store);
    if (broken) store.compare().catch(() => {}); // asked again when the line comes up the next time
    broken = false;
  });
  live.addEventListener("down", () => {
    broken = true;
  });
  window.addEventListener("online", () => resend(sitting, store));
  const yieldTo = () => block({
    kind: "taken_over", title: texts.taken_over, text: texts.taken_over_text,
    action: { name: texts.taken_over_here, run: () => location.reload() },
  });
  live.addEventListener("taken_over", yieldTo);
  live.addEventListener("taken_over", () => watching?.end());
  store.addEventListener("overtaken", yieldTo);
}

const number = (sitting, question) =>
  sitting.stops.find(({ id, parent }) => id === question || parent?.id === question)?.leaf.number ?? question;

/** Until the server has told its time there is nothing to count down from. */
async function knock() {
  for (;;) {
    try {
      return await live.refresh();
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || !refusal.offline) throw refusal;
      block({ kind: "loading", title: texts.loading, text: texts.loading_failed });
      await rest(2000);
    }
  }
}

async function start() {
  const first = await knock();
  const store = new ServerStore({ clock, person: document.querySelector(".person dd:last-child").textContent });
  store.addEventListener("loading", () => block({ kind: "loading", title: texts.loading, text: texts.loading_failed }));
  const sitting = await ExamPage.start({ store, clock: shown });
  release("loading");
  watch(sitting, store);
  const all = { sitting, store, messages: new Messages(store.key) };
  live.addEventListener("state", ({ detail }) => follow(all, detail));
  follow(all, first);
  live.start();
  watching = Watch.begin();
}

start().catch((refusal) => {
  if (!(refusal instanceof Refusal)) throw refusal;
  go(refusal.data.next ?? "/");
});
