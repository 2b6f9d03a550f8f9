// The panel's scripts are joined to one module, in the order that panel.py names, behind `front.js`.
const press = (text, act, className = "") => {
  const button = make("button", { type: "button", textContent: text, className });
  button.addEventListener("click", act);
  return button;
};

/** A table of texts; `heads` name the columns, the first cell of a line is its head. */
const table = (heads, lines, className = "") => {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col", textContent: text })));
  const rows = lines.map(([first, ...cells]) => make("tr", {}, make("th", { scope: "row", textContent: first }), ...cells.map((text) => make("td", { textContent: text }))));
  return make("table", { className }, make("thead", {}, head), make("tbody", {}, ...rows));
};

const picture = ({ data, alt }) => make("img", { src: `data:image/png;base64,${data}`, alt });

/** What was found, worst first: each with its remedy. */
const found = (findings, texts) => {
  const list = make("ul", { className: "findings", ariaLabel: texts.findings });
  list.append(
    ...findings.map(({ tone, code, where, text, hint }) => {
      const line = make("li", {}, make("b", { textContent: `${texts[tone]} ${code}` }));
      if (where) line.append(make("span", { className: "where", textContent: where }));
      line.append(make("span", { textContent: text }));
      if (hint) line.append(make("span", { className: "hint", textContent: hint }));
      line.dataset.tone = tone;
      return line;
    }),
  );
  return list;
};
