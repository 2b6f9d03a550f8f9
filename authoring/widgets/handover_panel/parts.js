// The panel's scripts are joined to one module, in the order that view.py names, behind `front.js`.
const press = (text, act, className = "") => {
  const button = make("button", { type: "button", textContent: text, className });
  button.addEventListener("click", act);
  return button;
};

/** Rows of texts under heads; `tone` and `status` colour a row. */
const grid = (heads, rows, { name, className = "", empty = "" }) => {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col", textContent: text })));
  const lines = rows.map(({ tone, status, cells }) => {
    const line = make("tr", {}, ...cells.map((text) => make("td", { textContent: text })));
    if (tone) line.dataset.tone = tone;
    if (status) line.dataset.is = status;
    return line;
  });
  if (!lines.length) lines.push(make("tr", {}, make("td", { className: "none", colSpan: heads.length, textContent: empty })));
  const table = make("table", { className, ariaLabel: name }, make("thead", {}, head), make("tbody", {}, ...lines));
  return make("div", { className: "wide", tabIndex: 0, role: "region", ariaLabel: name }, table);
};

const size = (bytes, texts) => {
  if (bytes < 1000) return fill(texts.bytes, { count: bytes });
  return bytes < 1e6 ? fill(texts.kilobytes, { count: Math.round(bytes / 1e3) }) : fill(texts.megabytes, { count: (bytes / 1e6).toFixed(1) });
};

/** Files that were written, each with its size. */
const written = (files, texts) =>
  make(
    "ul",
    { className: "files", ariaLabel: texts.files, hidden: !files.length },
    ...files.map((file) => make("li", {}, make("code", { textContent: file.path }), make("span", { textContent: size(file.size, texts) }))),
  );

const options = (select, choices, keep = select.value) => {
  select.replaceChildren(...choices.map(([value, text]) => make("option", { value, textContent: text })));
  if (choices.some(([value]) => value === keep)) select.value = keep;
};
