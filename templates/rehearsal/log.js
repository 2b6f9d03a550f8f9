// 考场日志: the newest lines first, older ones on demand.
import { act, ask, beijing, find, ready, shared } from "./page.js";
import { details, who } from "./log_line.js";

const WAIT = 300; // milliseconds after the last key
let last = null;
let timer = 0;

function row(each) {
  const cells = [
    each.id, `${beijing(each.at)}.${each.at.slice(20, 23)}`, each.candidate ?? "", each.name, who(each), shared.log.kinds[each.kind] ?? each.kind,
    details(each),
  ];
  const node = document.createElement("tr");
  node.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  return node;
}

async function read(before) {
  const wish = new URLSearchParams();
  if (find("kind").value) wish.set("kind", find("kind").value);
  if (find("candidate").value) wish.set("candidate", find("candidate").value);
  if (find("answers").checked) wish.set("answers", "true");
  if (before) wish.set("before", before);
  const { lines, more } = await ask("GET", `/api/console/log?${wish}`);
  if (!before) find("lines").replaceChildren();
  find("lines").append(...lines.map(row));
  last = lines.at(-1)?.id ?? null;
  find("more").hidden = !more;
  find("empty").hidden = find("lines").childElementCount > 0;
}

const renew = () => act(find("renew"), () => read(null), find("complaint"));

ready(() => {
  find("kind").append(...Object.entries(shared.log.kinds).map(([value, text]) => new Option(text, value)));
  for (const name of ["kind", "answers"]) find(name).addEventListener("change", renew);
  find("candidate").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, WAIT);
  });
  find("renew").addEventListener("click", renew);
  find("more").addEventListener("click", (event) => act(event.currentTarget, () => read(last), find("complaint")));
  renew();
});
