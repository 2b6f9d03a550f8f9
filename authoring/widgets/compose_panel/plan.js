// The blueprint as a two-way table, and what the bank has for each of its rows.
class Plan {
  constructor(fixed) {
    this.texts = fixed.texts;
    this.node = make("section", { className: "plan" });
  }

  put(shown) {
    if (!shown.any) {
      const none = make("p", { className: "soft none", textContent: this.texts.no_blueprint });
      this.node.replaceChildren(none, found(shown.findings, this.texts));
      return;
    }
    const facts = shown.facts.map((text) => make("span", { textContent: text }));
    const parts = [make("h3", { textContent: shown.title }), make("p", { className: "facts" }, ...facts)];
    if (shown.tally) parts.push(this.tally(shown.tally));
    if (shown.findings.length) parts.push(found(shown.findings, this.texts));
    parts.push(make("div", { className: "wide" }, this.grid(shown.grid)));
    if (shown.settings.length) parts.push(make("ul", { className: "settings" }, ...shown.settings.map((text) => make("li", { textContent: text }))));
    if (shown.rows) parts.push(make("div", { className: "carries" }, this.heat(shown.chart), this.rows(shown.rows)));
    else parts.push(make("p", { className: "soft", textContent: this.texts.no_coverage }));
    this.node.replaceChildren(...parts);
  }

  grid({ columns, lines, totals, beside }) {
    const groups = [];
    for (const { group } of columns) {
      if (groups.length && groups.at(-1)[0] === group) groups.at(-1)[1] += 1;
      else groups.push([group, 1]);
    }
    const lone = columns.filter(({ group }) => !group).map(({ name }) => make("th", { rowSpan: 2, scope: "col", textContent: name }));
    const above = groups.filter(([group]) => group).map(([group, colSpan]) => make("th", { colSpan, scope: "colgroup", textContent: group }));
    const heads = columns.filter(({ group }) => group).map(({ name }) => make("th", { scope: "col", textContent: name }));
    const head = make("thead", {}, make("tr", {}, make("th", { rowSpan: 2, scope: "col", textContent: this.texts.domain }), ...lone, ...above), make("tr", {}, ...heads));
    const line = ({ name, cells }) => make("tr", {}, make("th", { scope: "row", textContent: name }), ...cells.map((text) => make("td", { textContent: text })));
    const grid = make("table", { className: "grid" }, head, make("tbody", {}, ...lines.map(line)), make("tfoot", {}, ...totals.map(line)));
    if (beside.length) grid.append(make("caption", { textContent: fill(this.texts.beside, { numbers: beside.join("、") }) }));
    return grid;
  }

  tally(tally) {
    const parts = ["short", "tight", "enough"].map((plenty) => {
      const badge = make("b", { textContent: fill(this.texts[`tally_${plenty}`], { count: tally[plenty] }) });
      badge.dataset.plenty = tally[plenty] ? plenty : "unasked";
      return badge;
    });
    return make("p", { className: "tally" }, make("span", { textContent: this.texts.carries }), ...parts, make("span", { className: "soft", textContent: this.texts.alone }));
  }

  rows(rows) {
    const heads = ["place", "requirement", "demand", "supply", "plenty"].map((name) => make("th", { scope: "col", textContent: this.texts[name] }));
    return make("table", { className: "requirements" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows.map((row) => this.row(row))));
  }

  row({ number, text, demand, supply, unit, plenty, elsewhere, filled }) {
    const said = make("td", {}, make("span", { textContent: text }));
    if (elsewhere && plenty !== "enough") said.append(make("span", { className: "soft elsewhere", textContent: elsewhere }));
    const amount = (value) => make("td", { className: "amount", textContent: value && `${value} ${unit}` });
    const bar = make("i", {}, make("u"));
    bar.firstChild.style.width = `${filled}%`;
    const badge = make("td", { className: "plenty" }, ...(plenty === "unasked" ? [] : [bar, this.texts[plenty]]));
    badge.dataset.plenty = plenty;
    return make("tr", {}, make("td", { textContent: number }), said, amount(demand), amount(supply), badge);
  }

  heat(chart) {
    return make("figure", {}, picture(chart), make("figcaption", { className: "soft", textContent: this.texts.heat }));
  }
}
