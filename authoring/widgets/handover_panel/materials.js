// Printed papers, handouts, the locked browser's settings; and the paper in other systems' formats.
class MaterialsTab {
  constructor(panel) {
    const { texts, fixed } = panel;
    const form = (name, fields, more = {}) => new Form(panel, name, fields, { title: texts[name], hint: texts[`${name}_hint`], ...more });
    const every = fixed.forms.map(([name]) => name);
    this.print = form(
      "print",
      {
        products: new Ticks(texts.products, fixed.products, ["paper", "sheet", "key", "guide"]),
        layout: listed(texts.layout, fixed.layouts),
        kinds: new Ticks(texts.kinds, fixed.kinds, ["pdf"]),
        forms: new Ticks(texts.forms, fixed.forms, every),
      },
      { main: true },
    );
    this.handouts = form("handouts", { handouts: new Ticks(texts.handouts, fixed.handouts, fixed.handouts.map(([name]) => name)), kinds: new Ticks(texts.kinds, fixed.handout_kinds, ["pdf", "docx"]) }, { main: true });
    this.seb = form("seb", { password: typed(texts.quit_password, "password"), again: typed(texts.again, "password"), address: typed(texts.quit_address, "url", { placeholder: "https://…" }) }, { secret: ["password", "again"] });
    this.forms = [this.print, this.handouts, this.seb];
    this.node = make("div", {}, ...this.forms.map((form) => form.node));
  }
}

class FormatsTab {
  constructor(panel) {
    const { texts, fixed } = panel;
    const fields = {
      format: listed(texts.format, fixed.formats),
      forms: new Ticks(texts.forms, fixed.forms, fixed.forms.map(([name]) => name)),
      whole: ticked(texts.whole),
      without_keys: ticked(texts.without_keys),
      feedback: ticked(texts.feedback),
    };
    this.convert = new Form(panel, "convert", fields, { title: texts.convert, hint: texts.convert_hint, main: true });
    const turn = () => {
      const qti = fixed.qti.includes(fields.format.value);
      fields.whole.show(!qti);
      for (const name of ["without_keys", "feedback"]) fields[name].show(qti);
      fields.forms.show(qti || !fields.whole.value);
    };
    for (const field of [fields.format, fields.whole]) field.control.addEventListener("change", turn);
    turn();
    this.node = make("div", {}, this.convert.node);
    this.forms = [this.convert];
  }
}
