// The server's clock as this page measures it. The machine's own clock plays no part: `performance.now` only counts on.

const FORGET = 30_000; // milliseconds after which a good measurement no longer beats a worse one
const ROUNDED = 5; // milliseconds by which clocks and their readings round and drift

export class ServerClock {
  constructor(steady = () => performance.now()) {
    Object.assign(this, { steady, offset: null, spread: Infinity, taken: -Infinity });
  }

  /** One reply that named the server's time; `sent` and `received` are of the steady clock. The best of late counts,
   * unless the two cannot both be true: then the server's clock was set. */
  measure(serverNow, sent, received = this.steady()) {
    const spread = received - sent;
    const offset = new Date(serverNow).getTime() + spread / 2 - received;
    const agrees = Math.abs(offset - this.offset) <= (spread + this.spread) / 2 + ROUNDED;
    if (agrees && spread > this.spread && received - this.taken < FORGET) return;
    this.offset = offset;
    this.spread = spread;
    this.taken = received;
  }

  get known() {
    return this.offset !== null;
  }

  /** Milliseconds since 1970. */
  now() {
    return this.steady() + this.offset;
  }
}
