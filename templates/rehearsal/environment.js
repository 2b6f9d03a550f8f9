// 环境检测: what a browser can see is checked, what it cannot see the candidate confirms; nothing is pretended.
import { act, ask, fill, find, go, prefix, rules, texts } from "./page.js";

const SAMPLE = 4_000_000; // bytes
const found = { system: "", browser: "", displays: "unknown", programs: [], speed_mb_per_s: null };
const boxes = [...document.querySelectorAll("input[name=program]")];

function settle(row, good) {
  const state = good === null ? "open" : good ? "ok" : "bad";
  const cell = document.querySelector(`#row-${row} .state`);
  cell.textContent = texts[state];
  find(`row-${row}`).dataset.state = state;
}

function judge() {
  settle("system", find("system").value === "" ? null : find("system").value !== "other");
  const displays = { one: true, several: false, unknown: find("one-display").checked || null };
  settle("displays", displays[found.displays]);
  settle("programs", boxes.every((box) => box.checked) || null);
  const rows = [...document.querySelectorAll("tbody tr")].filter(({ id }) => id !== "row-system");
  const ready = find("system").value !== "" && rows.every(({ dataset }) => dataset.state === "ok");
  find("enter").disabled = !ready;
  find("verdict").className = `verdict ${ready ? "good" : "bad"}`;
  const words = find("system").value === "other" ? texts.other_system : texts.passed;
  find("verdict").textContent = ready ? words : texts.not_passed;
}

async function readSystem() {
  const family = navigator.userAgentData?.platform ?? /Windows|Mac|Linux|Android/.exec(navigator.userAgent)?.[0] ?? "";
  found.system = family;
  find("system-note").textContent = family ? fill(texts.system_note, { system: family }) : texts.system_unknown;
}

function readBrowser() {
  const brands = navigator.userAgentData?.brands.filter(({ brand }) => !/not.*brand/i.test(brand)) ?? [];
  const named = brands.map(({ brand, version }) => `${brand} ${version}`).join(" / ");
  found.browser = named || navigator.userAgent.slice(0, 200);
  find("browser").textContent = found.browser;
  settle("browser", typeof WebSocket === "function" && typeof HTMLDialogElement === "function" && Boolean(AbortSignal.timeout));
}

function readDisplays() {
  found.displays = { true: "several", false: "one" }[window.screen.isExtended] ?? "unknown";
  find("displays").textContent = texts[`display_${found.displays}`];
  find("display-confirm").hidden = found.displays !== "unknown";
}

function readMedia() {
  const able = window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
  find("media").textContent = able ? texts.media_yes : texts.media_no;
  settle("media", able);
}

async function measure() {
  find("speed").textContent = texts.speed_running;
  settle("speed", null);
  try {
    const start = performance.now();
    const reply = await fetch(`${prefix}/api/speed?bytes=${SAMPLE}`, { cache: "no-store" });
    const { byteLength } = await reply.arrayBuffer();
    const speed = byteLength / 1000 / Math.max(1, performance.now() - start); // bytes per millisecond are kB/s: MB/s
    if (!reply.ok || byteLength < SAMPLE) throw new Error("cut short");
    found.speed_mb_per_s = Math.round(speed * 10) / 10;
    const enough = speed >= rules.download;
    const words = enough ? texts.speed_value : texts.speed_slow;
    find("speed").textContent = fill(words, { speed: found.speed_mb_per_s, wanted: rules.download });
    settle("speed", enough);
  } catch {
    find("speed").textContent = texts.speed_failed;
    settle("speed", false);
  }
}

async function check() {
  readSystem();
  readBrowser();
  readDisplays();
  readMedia();
  judge();
  await measure();
  judge();
}

find("system").addEventListener("change", judge);
find("one-display").addEventListener("change", judge);
boxes.forEach((box) => box.addEventListener("change", judge));
find("again").addEventListener("click", (event) => act(event.currentTarget, check));
find("enter").addEventListener("click", (event) => act(event.currentTarget, async () => {
  const displays = found.displays === "unknown" ? "confirmed" : found.displays;
  const programs = boxes.filter((box) => box.checked).map((box) => box.value);
  const system = `${found.system} / ${find("system").value}`;
  const { next } = await ask("POST", "/api/environment", { items: { ...found, system, displays, programs } });
  go(next);
}));
check();
