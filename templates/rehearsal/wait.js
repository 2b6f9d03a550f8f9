// 等待开考: counts down by the server's clock and goes on at the start.
import { clockText, find, go, texts } from "./page.js";
import { ServerClock } from "./clock.js";
import { Live } from "./live.js";
import { Watch } from "./watch.js";

const clock = new ServerClock();
const live = new Live("/ws/candidate", clock);
let start = null;
let asking = false;

async function tick() {
  if (start === null || !clock.known) return;
  const left = Math.max(0, Math.ceil((start - clock.now()) / 1000));
  find("left").textContent = clockText(Math.min(left, 359999));
  if (left > 0 || asking) return;
  asking = true;
  find("standing").textContent = texts.started;
  await live.refresh().catch(() => {});
  asking = false;
}

live.addEventListener("state", ({ detail }) => {
  start = Date.parse(detail.exam.start);
  if (detail.next !== "/wait") go(detail.next);
  tick();
});
live.addEventListener("taken_over", () => watch?.end());
live.start();
const watch = Watch.begin();
setInterval(tick, 500);
