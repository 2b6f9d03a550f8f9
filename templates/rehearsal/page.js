// What every page of the rehearsal shares: its words, talking to the server, telling trouble, going on.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

export const prefix = meta("prefix");
export const { shared, page: texts, rules } = JSON.parse(document.getElementById("spoken").textContent);

export const find = (id) => document.getElementById(id);
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const pad = (number) => String(number).padStart(2, "0");

/** `02:00:00` for seconds. */
export const clockText = (seconds) =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => pad(Math.floor(part))).join(":");

/** `2026-12-19 09:00:00` in Beijing, whatever this machine's time zone is. */
export const beijing = (moment) => {
  const shifted = new Date(new Date(moment).getTime() + 8 * 3600_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)}`;
};

/** The server said no (`status`), or could not be reached (`status` 0). `data` is what it said. */
export class Refusal extends Error {
  constructor(status, data) {
    super(data.message ?? shared.failed);
    Object.assign(this, { status, data, code: data.code ?? "", hint: data.hint ?? "" });
  }

  get offline() {
    return this.status === 0 || this.status >= 502;
  }
}

let csrf = meta("csrf");
const ATTEMPT = 10_000; // milliseconds until an unanswered request counts as lost
const PARTING = 10_000; // characters; browsers allow 64 KiB for all such requests together

/** Asks the server; `body` is sent as JSON, a FormData or Blob as it is. Resolves to the reply's JSON, rejects with Refusal. */
export async function ask(method, path, body) {
  const form = body instanceof FormData || body instanceof Blob; // the browser knows their type
  const headers = { Accept: "application/json", ...(method === "GET" ? {} : { "X-CSRF": csrf }) };
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  const content = form || body === undefined ? body : JSON.stringify(body);
  const keepalive = method === "PUT" && content.length < PARTING; // an answer goes out even while the page is closed
  let reply;
  try {
    reply = await fetch(prefix + path, {
      method, headers, body: content, keepalive, signal: AbortSignal.timeout(ATTEMPT), cache: "no-store", credentials: "same-origin",
    });
  } catch {
    throw new Refusal(0, { message: shared.offline, hint: shared.offline_hint });
  }
  const data = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Refusal(reply.status, data);
  if (data.csrf) csrf = data.csrf; // a login without a new page
  return data;
}

/** To a page of the journey. */
export const go = (path) => location.assign(prefix + path);

/** Shows a refusal in a node (the page's own line without one); null takes it away. */
export function complain(refusal, node = find("trouble")) {
  node.textContent = refusal ? `${refusal.message}${refusal.hint ? ` ${refusal.hint}` : ""}` : "";
  node.hidden = !refusal && node.id === "trouble";
}

/** Runs what a button does, the button resting meanwhile; a refusal is shown in `node`. */
export async function act(button, action, node) {
  complain(null, node);
  button.disabled = true;
  try {
    await action();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    complain(refusal, node);
  } finally {
    button.disabled = false;
  }
}

/** Runs what needs the page awake: until every script has run, a press would only be lost. */
export const ready = (action) => document.addEventListener("DOMContentLoaded", action);

ready(() => document.querySelector("main[inert]")?.removeAttribute("inert"));
document.querySelector(".ribbon [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
find("sign-out")?.addEventListener("click", (event) => act(event.currentTarget, async () => {
  await ask("POST", "/api/logout", {});
  go("/");
}));
