// The page's line to the server: state changes come in, a sign of life goes out; where it breaks the state is asked for.
import { ask, prefix } from "./page.js";

const PING = 5000; // milliseconds between signs of life
const SILENCE = 12_000; // without any word from the server the line counts as dead
const BUSY = 300_000; // bytes not yet gone out
const FIRST_RETRY = 500;
const LAST_RETRY = 8000;

/** Events: `state` (detail: the server's state), `up`, `down`, `taken_over`, and the server's other messages by type. */
export class Live extends EventTarget {
  /** `path` of the socket, `asked` of the same state by a plain request. */
  constructor(path, clock, asked = "/api/state") {
    super();
    Object.assign(this, { path, page: "", clock, asked, retry: FIRST_RETRY, over: false, heard: 0, sent: 0 });
    window.addEventListener("online", () => this.hurry());
  }

  async start() {
    setInterval(() => this.ping(), PING);
    if (this.clock.known) this.connect();
    else await this.again();
  }

  connect() {
    if (this.over) return;
    // The page that was loaded last has the line; one that merely comes back does not take it from a newer one.
    this.page ||= `${Math.round(this.clock.now())}-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    const address = new URL(`${prefix}${this.path}?page=${this.page}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => {
      this.retry = FIRST_RETRY;
      this.heard = performance.now();
      this.dispatchEvent(new Event("up"));
      this.ping();
    };
    socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.onClose(socket, code);
  }

  onClose(socket, code) {
    if (socket !== this.socket) return;
    if (code === 4001) this.lose();
    if (this.over) return;
    this.dispatchEvent(new Event("down"));
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(), this.retry * (0.75 + Math.random() / 2)); // not all candidates at once
    this.retry = Math.min(LAST_RETRY, this.retry * 2);
  }

  async again() {
    if (this.over) return;
    await this.refresh().catch(() => {});
    if (this.clock.known) this.connect();
    else this.later();
  }

  hurry() {
    if (this.socket?.readyState === WebSocket.OPEN || this.over) return;
    clearTimeout(this.timer);
    this.retry = FIRST_RETRY;
    this.again();
  }

  hear(message) {
    this.heard = performance.now();
    if (message.type === "taken_over") this.lose();
    else if (message.type === "pong") this.clock.measure(message.server_now, this.sent);
    else this.dispatchEvent(new CustomEvent(message.type, { detail: message.state ?? message }));
  }

  ping() {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (performance.now() - this.heard > SILENCE) {
      const { socket } = this; // a cut cable closes nothing by itself
      this.socket = null;
      socket.close();
      this.socket = socket;
      this.onClose(socket, 1006);
      return;
    }
    this.sent = performance.now();
    this.socket.send(JSON.stringify({ type: "ping" }));
  }

  /** Sends something; false where the line is down or still busy with what it has. */
  send(content) {
    if (this.socket?.readyState !== WebSocket.OPEN || this.socket.bufferedAmount > BUSY) return false;
    this.socket.send(content);
    return true;
  }

  stop() {
    this.over = true;
    this.socket?.close();
  }

  lose() {
    if (this.over) return;
    this.over = true;
    this.dispatchEvent(new Event("taken_over"));
  }

  /** Asks for the state once, and measures the clock by it. */
  async refresh() {
    const sent = performance.now();
    const state = await ask("GET", this.asked);
    this.clock.measure(state.server_now, sent);
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
    return state;
  }
}
