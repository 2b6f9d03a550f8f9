// The phone's camera: opened, checked, moved to where the page shows it, photographed twice a second.
import { find, rules, shared, texts } from "./page.js";
import { able, look, openCamera, photograph, stop } from "./camera.js";

const WIDTH = 640; // pixels
const MOST = 200_000; // bytes the server takes
const QUALITIES = [0.6, 0.4, 0.25];
const PLAIN = 4; // contrast below which a picture shows nothing

let stream = null;
let facing = "environment";

export const running = () => stream?.getVideoTracks()[0].readyState === "live";

export async function open() {
  stop(stream);
  stream = await openCamera(find("video"), "", facing);
}

export function close() {
  stop(stream);
  stream = null;
  find("picture").hidden = true;
}

export async function turn() {
  facing = facing === "environment" ? "user" : "environment";
  await open();
}

/** The one picture, shown in a part of the page; the frames help to place the phone. */
export function showIn(stage, framed) {
  find(stage).append(find("picture"));
  find("picture").hidden = false;
  find("picture").classList.toggle("framed", framed);
  find("video").play().catch(() => {});
}

/** Which of the ticks are green, and what to tell the candidate where one is not. */
export async function checked() {
  const state = { compatibility: able() && typeof WebSocket === "function", permission: false, devices: false, availability: false };
  if (!state.compatibility) return { state, trouble: window.isSecureContext ? texts.advice : texts.insecure };
  try {
    await open();
    state.permission = true;
    state.devices = (await navigator.mediaDevices.enumerateDevices()).some(({ kind }) => kind === "videoinput");
    state.availability = look(find("video")).spread >= PLAIN;
    return { state, trouble: rules.ticks.every((kind) => state[kind]) ? "" : texts.advice };
  } catch (error) {
    state.permission = error.name !== "NotAllowedError";
    return { state, trouble: `${shared.camera_error[error.name] ?? shared.camera_error.other} ${texts.advice}` };
  }
}

/** A JPEG that the server takes, or null while there is no picture. */
export async function snapshot() {
  if (!running() || !find("video").videoWidth) return null;
  for (const quality of QUALITIES) {
    const picture = await photograph(find("video"), WIDTH, quality);
    if (picture && picture.size <= MOST) return picture;
  }
  return null;
}
