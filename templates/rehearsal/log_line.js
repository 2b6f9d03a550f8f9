// One line of the log in words.
import { shared } from "./page.js";

const { log } = shared;

function said(value) {
  if (value === true) return log.on;
  if (value === false) return log.off;
  if (Array.isArray(value)) return value.map(named).join("、");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

const named = (value) => log.values[value] ?? said(value);

/** What is in a line, its names in words where there are any. */
export const details = ({ data }) => Object.entries(data)
  .filter(([, value]) => value !== "" && value !== null)
  .map(([name, value]) => `${log.names[name] ?? name} ${named(value)}`)
  .join("；");

export const who = ({ actor }) => (actor === "server" ? log.server : actor === "candidate" ? log.self : actor);

/** The whole line as one text. */
export const line = (each) => [log.kinds[each.kind] ?? each.kind, details(each), who(each) === log.self ? "" : `（${who(each)}）`]
  .filter(Boolean).join(" ");
