// What came of a run: the forms beside each other, or what is short and the ways out.
class Result {
  constructor(fixed, send) {
    Object.assign(this, { send, texts: fixed.texts });
    this.head = make("div", { className: "head" });
    this.body = make("div", { className: "body" });
    this.charts = make("div", { className: "charts" });
    this.node = make("section", { className: "result" }, this.head, this.body, this.charts);
  }

  put(shown) {
    this.charts.hidden = shown.state !== "made";
    if (shown.state === "made") this.made(shown);
    else if (shown.state === "refused") this.refused(shown);
    else {
      this.head.replaceChildren(make("p", { className: "soft none", textContent: this.texts.no_result }));
      this.body.replaceChildren();
    }
  }

  draw(charts) {
    this.charts.replaceChildren(...charts.map((chart) => picture(chart)));
  }

  made({ head, proof, by_hand: byHand, figures, overlap, times, keys, findings }) {
    const parts = [make("h3", { textContent: head })];
    if (proof) parts.push(make("p", { className: "proof", textContent: proof }));
    if (byHand) parts.push(make("p", { className: "soft", textContent: this.texts.by_hand }));
    this.head.replaceChildren(...parts);
    const tables = [this.titled(this.texts.figures, table(["", ...figures.heads], figures.lines, "figures"))];
    if (overlap.heads.length > 1) tables.push(this.titled(this.texts.overlapping, this.matrix(overlap)));
    tables.push(this.titled(this.texts.times, table([this.texts.section, ...times.heads], times.lines, "figures times")));
    const said = findings.length ? found(findings, this.texts) : make("p", { className: "good", textContent: this.texts.nothing_found });
    this.body.replaceChildren(make("div", { className: "tables" }, ...tables), this.titled(this.texts.findings, said), this.keys(keys));
  }

  keys({ heads, lines }) {
    const whole = make("div", { className: "keys" }, table([this.texts.number, ...heads], lines, "figures"));
    const details = make("details", { open: this.opened ?? false }, make("summary", { textContent: this.texts.keys }), whole);
    details.addEventListener("toggle", () => (this.opened = details.open));
    return details;
  }

  matrix({ heads, lines }) {
    const made = table(["", ...heads], lines, "figures matrix");
    [...made.tBodies[0].rows].forEach((row, n) => row.cells[n + 1].classList.add("self"));
    return made;
  }

  titled(text, node) {
    return make("div", {}, make("h4", { textContent: text }), node);
  }

  refused({ title, reasons, remedies, findings }) {
    this.head.replaceChildren(make("h3", { className: "bad", textContent: title }));
    const parts = [];
    if (reasons.length) parts.push(this.titled(this.texts.reasons, make("ol", { className: "reasons" }, ...reasons.map((reason) => this.reason(reason)))));
    if (remedies.length) parts.push(this.titled(this.texts.remedies, make("ol", { className: "remedies" }, ...remedies.map((remedy, place) => this.remedy(remedy, place)))));
    if (findings.length) parts.push(this.titled(this.texts.findings, found(findings, this.texts)));
    this.body.replaceChildren(...parts);
  }

  reason({ text, hint }) {
    return make("li", {}, make("span", { textContent: text }), make("span", { className: "soft", textContent: hint }));
  }

  remedy({ kind, text, able, releases }, place) {
    const act = able ? press(releases ? this.texts.release : this.texts.apply, () => this.send({ do: "remedy", place }), "main") : make("span", { className: "soft", textContent: this.texts.in_bank });
    return make("li", {}, make("b", { textContent: kind }), make("span", { textContent: text }), act);
  }
}
