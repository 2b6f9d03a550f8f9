// A dialog that stays until the page takes it away: Escape does not close it, the question below cannot be reached.
import { find } from "./page.js";

const overlay = find("overlay");
let shown = null;

overlay.addEventListener("cancel", (event) => event.preventDefault());
overlay.addEventListener("close", () => shown && overlay.showModal()); // a second Escape closes it all the same

/** `{ kind, title, text, list, action: { name, run } }`; one at a time, the newest. */
export function block({ kind, title, text, list = [], action = null }) {
  shown = kind;
  find("overlay-title").textContent = title;
  find("overlay-text").textContent = text;
  find("overlay-list").replaceChildren(...list.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  const button = find("overlay-action");
  button.hidden = !action;
  button.textContent = action?.name ?? "";
  button.onclick = action?.run ?? null;
  if (!overlay.open) overlay.showModal();
}

/** Takes an overlay of this kind away; whether there was one. */
export function release(kind) {
  if (shown !== kind) return false;
  shown = null;
  overlay.close();
  return true;
}
