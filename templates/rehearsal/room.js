// 登录考试系统: 登录 stays grey until the computer's check and the phone are both done; the server says when.
import { act, ask, beijing, fill, find, go, Refusal, texts } from "./page.js";
import { ServerClock } from "./clock.js";
import { Live } from "./live.js";

const live = new Live("/ws/candidate", new ServerClock());

function settle(id, done, words) {
  const row = find(id);
  if (!row) return true;
  row.dataset.state = done ? "ok" : "todo";
  row.querySelector(".state").textContent = words;
  return done;
}

function phoneWords({ required, paired, online }) {
  if (!required) return texts.phone_none;
  if (!paired) return texts.phone_off;
  return online ? texts.phone_on : texts.phone_lost;
}

function show(state) {
  const { phone, exam, server_now: now } = state;
  const checked = settle("device_check", state.devices, state.devices ? texts.done : texts.open);
  const seen = settle("second_camera", !phone.required || (phone.paired && phone.online), phoneWords(phone));
  const opened = Date.parse(now) >= Date.parse(exam.opens);
  find("enter").disabled = !(checked && seen && opened);
  const words = opened ? texts.waiting : fill(texts.opens_at, { time: beijing(exam.opens) });
  find("standing").textContent = checked && seen && opened ? texts.ready : words;
}

find("room").addEventListener("submit", (event) => {
  event.preventDefault();
  act(find("check"), async () => {
    if (find("ticket").disabled) return go("/devices");
    const ticket = find("ticket").value.trim();
    if (!ticket) throw new Refusal(422, { message: texts.missing });
    return go((await ask("POST", "/api/ticket", { ticket })).next);
  }, find("complaint"));
});
find("enter").addEventListener("click", () => act(find("enter"), async () => go((await ask("POST", "/api/room", {})).next), find("complaint")));
live.addEventListener("state", ({ detail }) => show(detail));
live.start();
