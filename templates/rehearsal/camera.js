// Cameras and microphones: which there are, a picture on the page, what the picture is like.
import { fill } from "./page.js";

const KINDS = { camera: "videoinput", microphone: "audioinput", speaker: "audiooutput" };
const CHOICE = "rehearsal:device:"; // kept in this browser

export const chosen = (kind) => localStorage.getItem(CHOICE + kind) ?? "";
export const choose = (kind, id) => localStorage.setItem(CHOICE + kind, id);

export const able = () => window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);

/** Devices of a kind as the browser lists them; without permission they have no names. */
export async function listed(kind) {
  const all = able() ? await navigator.mediaDevices.enumerateDevices() : [];
  return all.filter((device) => device.kind === KINDS[kind]);
}

/** Fills a device list: `unnamed` is what a device without a name is called, `none` what stands where there is none. */
export async function offer(select, kind, { unnamed, none_found: none }) {
  const devices = await listed(kind);
  const options = devices.map(({ deviceId, label }, place) => new Option(label || fill(unnamed, { number: place + 1 }), deviceId));
  select.replaceChildren(...(options.length ? options : [new Option(none, "")]));
  if (devices.some(({ deviceId }) => deviceId === chosen(kind))) select.value = chosen(kind);
}

export const stop = (stream) => stream?.getTracks().forEach((track) => track.stop());

const wanted = (id) => (id ? { deviceId: { exact: id } } : {});

const pictures = (side) => navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 }, ...side } });

/** Shows a camera in a video; resolves to its stream once a picture is there. Rejects with the browser's DOMException. */
export async function openCamera(video, id, facing = "user") {
  const any = { facingMode: facing };
  const stream = await pictures(id ? wanted(id) : any).catch((error) => {
    if (error.name === "OverconstrainedError") return pictures(any); // the camera chosen last time is not there any more
    throw error;
  });
  video.srcObject = stream;
  await video.play();
  await new Promise((resolve) => video.requestVideoFrameCallback?.(resolve) ?? resolve());
  return stream;
}

export const openMicrophone = (id) => navigator.mediaDevices.getUserMedia({ audio: id ? wanted(id) : true });

/** Brightness (0 to 255), contrast (standard deviation) and a fingerprint of the picture that a video shows now. */
export function look(video) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.drawImage(video, 0, 0, 64, 48);
  const { data } = drawing.getImageData(0, 0, 64, 48);
  const light = Array.from({ length: data.length / 4 }, (_, place) => {
    const [red, green, blue] = data.subarray(place * 4, place * 4 + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  const mean = light.reduce((sum, each) => sum + each, 0) / light.length;
  const spread = Math.sqrt(light.reduce((sum, each) => sum + (each - mean) ** 2, 0) / light.length);
  return { mean, spread };
}

/** The picture as JPEG, at most `width` pixels wide. */
export function photograph(video, width, quality) {
  const scale = Math.min(1, width / video.videoWidth);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
