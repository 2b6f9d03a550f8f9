// The phone as second camera: codes and login, camera check, placing, monitoring, leaving by hand.
import { act, ask, beijing, complain, fill, find, Refusal, texts } from "./page.js";
import { checked, close, open, running, showIn, snapshot, turn } from "./phone_camera.js";
import { ServerClock } from "./clock.js";
import { Live } from "./live.js";

const EVERY = 500; // milliseconds between two pictures
const STATUS = 10_000; // milliseconds between two reports of battery and network
const LOW = 0.2; // of the battery
const STAGES = { guide: "guide-stage", monitor: "monitor-stage" };

const live = new Live("/ws/phone", new ServerClock(), "/api/phone/state");
let battery = null;
let count = 0;
let ended = false;
let sending = 0;

function show(id) {
  for (const each of ["login", "guide", "monitor", "left"]) find(each).hidden = each !== id;
  if (STAGES[id]) showIn(STAGES[id], id === "guide");
  find(id).querySelector("h2")?.focus();
}

// Login

function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const [name, id] of [["c", "app-code"], ["e", "exam-code"]]) if (query.get(name)) find(id).value = query.get(name);
}

function entry() {
  const value = (id) => find(id).value.trim();
  const given = {
    app_code: value("app-code").toUpperCase(), exam_code: value("exam-code").toUpperCase(),
    ticket: value("ticket"), id_number: value("id-number").toUpperCase(),
  };
  if (Object.values(given).some((text) => !text)) throw new Refusal(422, { message: texts.missing });
  for (const [id, code] of [["app-code", given.app_code], ["exam-code", given.exam_code]]) {
    const { length } = find(id).dataset;
    const name = find(id).labels[0].textContent;
    if (code.length !== Number(length)) throw new Refusal(422, { message: fill(texts.code_length, { name, length }) });
  }
  return given;
}

let ticks = null;

async function check() {
  if (!find("checking").open) find("checking").showModal();
  paint(null);
  const { state, trouble } = await checked();
  ticks = state;
  paint(state);
  find("check-complaint").textContent = trouble;
  find("finish").disabled = Boolean(trouble);
  if (running()) showIn("check-stage", false);
}

function paint(state) {
  for (const row of document.querySelectorAll("[data-tick]")) {
    row.dataset.state = state === null ? "waiting" : state[row.dataset.tick] ? "ok" : "bad";
    row.querySelector(".state").textContent = texts[row.dataset.state];
  }
}

async function login() {
  await ask("POST", "/api/phone/login", entry());
  await ask("POST", "/api/phone/checks", { ticks });
  history.replaceState(null, "", location.pathname); // the codes have done their work
  show("guide");
  monitor(); // the invigilator sees the picture while the phone is still being placed
}

// Monitoring

function monitor() {
  if (sending) return;
  live.start();
  sending = setInterval(send, EVERY);
  setInterval(report, STATUS);
  keepAwake();
  document.addEventListener("visibilitychange", () => document.hidden || restore());
}

async function send() {
  find("picture-lost").hidden = running();
  const picture = await snapshot();
  if (picture) live.send(picture);
}

function report() {
  const { effectiveType: kind = "" } = navigator.connection ?? {};
  live.send(JSON.stringify({ type: "status", battery: battery?.level ?? null, charging: battery?.charging ?? null, network: kind }));
  if (kind) {
    const slow = ["slow-2g", "2g", "3g"].includes(kind);
    find("network").textContent = slow ? texts.network_slow : fill(texts.network, { kind: kind.toUpperCase() });
    find("network").classList.toggle("bad", slow);
  }
  if (battery) {
    const low = battery.level < LOW && !battery.charging;
    const words = low ? texts.battery_low : battery.charging ? texts.battery_charging : texts.battery;
    find("battery").textContent = fill(words, { percent: Math.round(battery.level * 100) });
    find("battery").classList.toggle("bad", low);
  }
}

async function keepAwake() {
  try {
    await navigator.wakeLock.request("screen");
    find("awake").textContent = texts.keep_awake;
  } catch {
    find("awake").textContent = texts.keep_awake_off;
  }
}

/** The page is in front again: the system may have taken camera and lock away. */
async function restore() {
  keepAwake();
  if (running()) return;
  try {
    await open();
    find("picture-lost").hidden = true;
  } catch {
    find("picture-lost").hidden = false;
  }
}

function tellLine(up) {
  find("lamp").classList.toggle("on", up);
  find("line").textContent = up ? texts.monitoring : texts.lost;
}

function follow(state) {
  ended = state.exam_ended;
  if (state.step === "left") stopAll();
  else if (ended) find("advice").textContent = texts.leave_now;
  else if (state.candidate_online === false) find("advice").textContent = texts.computer_off;
  find("leave").classList.toggle("main", ended);
}

async function leave() {
  await ask("POST", "/api/phone/leave", {});
  stopAll();
}

function stopAll() {
  clearInterval(sending);
  live.stop();
  close();
  show("left");
}

// Where things begin

async function start() {
  readAddress();
  const state = await ask("GET", "/api/phone/state").catch((refusal) => {
    if (refusal.offline) complain(refusal);
    return { step: "login" };
  });
  if (state.step !== "monitoring") return show(state.step === "left" ? "left" : "login");
  show("monitor");
  follow(state);
  monitor();
  return restore();
}

function listen() {
  const press = (id, action, node) => find(id).addEventListener("click", (event) => act(event.currentTarget, action, node && find(node)));
  press("check", check);
  find("again").addEventListener("click", check);
  press("early-yes", async () => {
    find("early").close();
    await leave();
  });
  press("resume", restore);
  find("finish").addEventListener("click", () => {
    find("checking").close();
    find("submit").disabled = false;
    find("standing").textContent = texts.checked;
  });
  find("login").addEventListener("submit", (event) => {
    event.preventDefault();
    act(find("submit"), login, find("complaint"));
  });
  find("placed").addEventListener("click", () => show("monitor"));
  find("leave").addEventListener("click", (event) => (ended ? act(event.currentTarget, leave) : find("early").showModal()));
  find("early-no").addEventListener("click", () => find("early").close());
  for (const button of document.querySelectorAll(".switch-camera")) button.addEventListener("click", () => act(button, () => turn().catch(restore)));
  live.addEventListener("up", () => {
    tellLine(true);
    report();
  });
  live.addEventListener("down", () => tellLine(false));
  live.addEventListener("state", ({ detail }) => follow(detail));
  live.addEventListener("taken_over", () => {
    clearInterval(sending);
    tellLine(false);
    find("line").textContent = texts.taken_over;
  });
  live.addEventListener("seen", ({ detail }) => {
    count += 1;
    find("count").textContent = fill(texts.sent, { count });
    find("last").textContent = fill(texts.last, { time: beijing(detail.at ?? Date.now()).slice(11) });
  });
}

listen();
navigator.getBattery?.().then((found) => {
  battery = found;
  report();
});
start();
