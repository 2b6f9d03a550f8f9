// PC端设备检测: the session's checks in their order, then the dialog with the ticks.
import { act, ask, complain, fill, find, go, ready, rules, shared, texts } from "./page.js";
import { able, choose, chosen, listed, look, offer, openCamera, openMicrophone, stop } from "./camera.js";
import { playTones, record } from "./sound.js";

const SECONDS = 4; // of the recording
const QUIET = 0.02; // peak level below which nothing was heard
const DARK = 40;
const BRIGHT = 225;
const PLAIN = 4; // contrast below which a picture shows nothing

const passed = Object.fromEntries(rules.checks.map((kind) => [kind, false]));
const opened = {}; // whether the browser allowed camera and microphone
const section = (kind) => find(`check-${kind}`);
const inside = (kind, selector) => section(kind).querySelector(selector);
let camera = null;
let watching = 0;

function paint(kind, state) {
  const row = document.querySelector(`.list [data-check="${kind}"]`);
  row.dataset.state = state;
  row.querySelector(".state").textContent = texts[state];
  if (state === "now") row.setAttribute("aria-current", "step");
  else row.removeAttribute("aria-current");
}

function open(kind) {
  rules.checks.forEach((each) => {
    section(each).hidden = each !== kind;
  });
  inside(kind, ".advice").hidden = true;
  paint(kind, "now");
  section(kind).querySelector("h2").focus();
  START[kind]?.().catch((error) => fail(kind, error));
}

function pass(kind) {
  passed[kind] = true;
  paint(kind, "ok");
  const next = rules.checks[rules.checks.indexOf(kind) + 1];
  if (next) open(next);
  else showResult();
}

function reasonOf(error) {
  if (!(error instanceof DOMException)) return error?.message ?? "";
  return shared.camera_error[error.name] ?? shared.camera_error.other;
}

function fail(kind, error) {
  if (error instanceof DOMException && error.name === "NotAllowedError") opened[kind] = false;
  passed[kind] = false;
  paint(kind, "bad");
  inside(kind, ".reason").textContent = reasonOf(error);
  inside(kind, ".advice").hidden = false;
  inside(kind, "[data-retry]").focus();
}

// Each check

function readTyping() {
  const right = plain(find("typing").value) === plain(texts.typing_sample);
  find("typing-done").disabled = !right;
  find("typing-state").textContent = right ? texts.typing_right : find("typing").value ? texts.typing_wrong : "";
}

const plain = (text) => text.normalize("NFKC").replace(/[\s,、，]/g, "").toUpperCase();

let tones = 0;

async function play() {
  tones = 2 + Math.floor(Math.random() * 4);
  find("speaker-state").textContent = texts.speaker_playing;
  await playTones(tones, find("speaker").value);
  find("speaker-state").textContent = "";
  find("speaker-answers").disabled = false;
}

function hear(count) {
  if (count === tones) pass("speaker");
  else fail("speaker", new Error(fill(texts.speaker_wrong, { count: tones })));
  find("speaker-answers").disabled = true;
}

async function showCamera(video = find("camera-video"), id = chosen("camera")) {
  stop(camera);
  camera = null;
  find("camera-answers").disabled = true;
  try {
    camera = await openCamera(video, id);
    opened.camera = true;
    choose("camera", camera.getVideoTracks()[0].getSettings().deviceId ?? "");
  } finally {
    await offer(find("camera"), "camera", shared); // where one fails there may be another
  }
}

function judgePicture() {
  const video = find("camera-video");
  if (!camera || !video.videoWidth || section("camera").hidden) return;
  const { mean, spread } = look(video);
  const fault = spread < PLAIN ? "camera_plain" : mean < DARK ? "camera_dark" : mean > BRIGHT ? "camera_bright" : "";
  const words = fault ? texts[fault] : fill(texts.camera_good, { width: video.videoWidth, height: video.videoHeight });
  if (find("camera-state").textContent !== words) find("camera-state").textContent = words;
  find("camera-answers").disabled = false;
  find("camera-done").disabled = Boolean(fault);
}

async function startCamera() {
  await showCamera();
  clearInterval(watching);
  watching = setInterval(judgePicture, 300);
}

async function startMicrophone() {
  stop(await openMicrophone(chosen("microphone")).catch(() => openMicrophone("")));
  opened.microphone = true;
  await offer(find("microphone"), "microphone", shared);
}

async function speak() {
  const stream = await openMicrophone(find("microphone").value);
  const level = find("microphone-level");
  find("microphone-answers").disabled = true;
  find("microphone-state").textContent = texts.microphone_speak;
  const { recording, peak } = await record(stream, SECONDS, (value) => {
    level.value = Math.min(1, value * 2);
  });
  stop(stream);
  level.value = 0;
  const playback = find("microphone-playback");
  URL.revokeObjectURL(playback.src);
  playback.src = URL.createObjectURL(recording);
  playback.hidden = false;
  find("microphone-state").textContent = peak < QUIET ? texts.microphone_quiet : texts.microphone_heard;
  find("microphone-answers").disabled = false;
  find("microphone-done").disabled = peak < QUIET;
}

const START = {
  typing: async () => find("typing").focus(),
  speaker: async () => offer(find("speaker"), "speaker", shared),
  camera: startCamera,
  microphone: startMicrophone,
};

// The dialog

async function ticks() {
  const found = await Promise.all(rules.devices.map(async (kind) => passed[kind] || (await listed(kind)).length > 0));
  const needed = ["camera", "microphone"].filter((kind) => rules.checks.includes(kind));
  return {
    compatibility: able() && typeof MediaRecorder === "function" && typeof AudioContext === "function",
    permission: needed.every((kind) => opened[kind]),
    devices: found.every(Boolean),
    availability: rules.checks.every((kind) => passed[kind]),
  };
}

async function showResult() {
  const state = await ticks();
  const good = rules.ticks.every((kind) => state[kind]);
  for (const row of document.querySelectorAll("[data-tick]")) {
    row.dataset.state = state[row.dataset.tick] ? "ok" : "bad";
    row.querySelector(".state").textContent = texts[row.dataset.state];
  }
  find("verdict").textContent = good ? texts.result_good : texts.result_bad;
  find("finish").disabled = !good;
  for (const select of document.querySelectorAll("[data-chosen]")) await offer(select, select.dataset.chosen, shared);
  if (!find("result").open) find("result").showModal();
  find("result-video").srcObject = camera;
}

function restart() {
  find("result").close();
  rules.checks.forEach((kind) => {
    passed[kind] = false;
    paint(kind, "todo");
  });
  find("typing").value = "";
  readTyping();
  open(rules.checks[0]);
}

async function finish() {
  const names = [...document.querySelectorAll("[data-chosen]")].map((select) => [select.dataset.chosen, select.selectedOptions[0]?.text ?? ""]);
  const { next } = await ask("POST", "/api/devices", { checks: passed, ticks: await ticks(), chosen: Object.fromEntries(names) });
  stop(camera);
  go(next);
}

function listen() {
  const on = (id, event, action) => find(id)?.addEventListener(event, action);
  on("typing", "input", readTyping);
  on("typing-done", "click", () => pass("typing"));
  on("speaker", "change", (event) => choose("speaker", event.target.value));
  on("speaker-play", "click", (event) => act(event.currentTarget, () => play().catch((error) => fail("speaker", error))));
  on("camera", "change", (event) => {
    choose("camera", event.target.value);
    showCamera().catch((error) => fail("camera", error));
  });
  on("camera-done", "click", () => pass("camera"));
  on("microphone", "change", (event) => choose("microphone", event.target.value));
  on("microphone-start", "click", (event) => act(event.currentTarget, () => speak().catch((error) => fail("microphone", error))));
  on("microphone-done", "click", () => pass("microphone"));
  on("again", "click", restart);
  on("finish", "click", (event) => act(event.currentTarget, finish, find("complaint")));
  on("result", "cancel", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-count]")) {
    button.addEventListener("click", () => hear(Number(button.dataset.count)));
  }
  for (const kind of rules.checks) {
    inside(kind, "[data-fail]").addEventListener("click", () => fail(kind));
    inside(kind, "[data-retry]").addEventListener("click", () => open(kind));
    inside(kind, "[data-result]").addEventListener("click", showResult);
  }
  for (const select of document.querySelectorAll("[data-chosen]")) {
    select.addEventListener("change", () => {
      choose(select.dataset.chosen, select.value);
      if (select.dataset.chosen !== "camera") return;
      showCamera(find("result-video")).catch((error) => complain({ message: reasonOf(error) }, find("complaint")));
    });
  }
}

listen();
ready(() => open(rules.checks[0]));
