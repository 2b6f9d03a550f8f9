// The computer's camera while the candidate waits and answers: a self-view, and a small picture to the server now and then.
// It has requests of its own. What does not get through is dropped, never queued: an answer is never behind a picture.
import { ask, find, shared } from "./page.js";
import { able, chosen, openCamera, photograph, stop } from "./camera.js";

const EVERY = 3000; // milliseconds
const LARGEST = [320, 240]; // pixels
const QUALITY = 0.6;

export class Watch {
  constructor() {
    Object.assign(this, { stream: null, state: "", told: "", opening: false, sending: false });
    find("watch-again").addEventListener("click", () => this.open());
  }

  /** Where the rules ask for no camera there is nothing to start. */
  static begin() {
    if (!find("watch")) return null;
    const watch = new Watch();
    watch.timer = setInterval(() => watch.look(), EVERY);
    watch.open();
    return watch;
  }

  /** The exam is over, or another page has it. */
  end() {
    clearInterval(this.timer);
    this.timer = null;
    stop(this.stream);
    find("watch").hidden = true;
    find("watch-trouble").hidden = true;
  }

  async open() {
    if (this.opening) return;
    this.opening = true;
    stop(this.stream);
    try {
      if (!able()) throw new DOMException("", "NotAllowedError");
      this.stream = await openCamera(find("watch-video"), chosen("camera"));
      this.stream.getVideoTracks()[0].addEventListener("ended", () => this.become("lost"));
      this.become("on");
    } catch (error) {
      this.become(error.name === "NotAllowedError" ? "not_allowed" : "lost");
    }
    this.opening = false;
    if (this.timer === null) stop(this.stream);
  }

  become(state) {
    this.state = state;
    find("watch").dataset.state = state;
    find("watch-text").textContent = shared.watch[state];
    find("watch-again").hidden = state === "on";
    find("watch-trouble").textContent = shared.watch[`${state}_text`] ?? "";
    find("watch-trouble").hidden = state === "on";
    this.tell();
  }

  /** Says how the camera is; tried again until it is known. */
  async tell() {
    const { state } = this;
    if (state === this.told) return;
    await ask("POST", "/api/camera", { state }).then(() => { this.told = state; }, () => {});
  }

  look() {
    if (this.state === "lost") this.open(); // plugged in again, or given back by another program
    this.tell();
    if (this.state === "on") this.send();
  }

  async send() {
    const video = find("watch-video");
    if (this.sending || !navigator.onLine || !video.videoWidth) return;
    this.sending = true;
    const scale = Math.min(LARGEST[0] / video.videoWidth, LARGEST[1] / video.videoHeight);
    const picture = await photograph(video, Math.floor(video.videoWidth * scale), QUALITY);
    if (picture) await ask("POST", "/api/snapshot", picture).catch(() => {});
    this.sending = false;
  }
}
