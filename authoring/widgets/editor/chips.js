// A control for lists of short things; see fields.js for what a control offers.

/** A list of short things: knowledge points and sources are looked up while one types, words are taken as they stand. */
const chips = (sheet, { path, kind }) => {
  const { texts } = sheet;
  const listed = make("ul", { className: "listed" });
  const found = make("ul", { className: "found", role: "listbox", id: sheet.nextId(), hidden: true });
  const input = make("input", { type: "text", className: "search", autocomplete: "off", spellcheck: false });
  const looked = kind !== "words";
  const state = { value: [], drawn: "", rows: [], at: -1, asked: 0 };
  if (looked) {
    Object.assign(input, { role: "combobox", ariaExpanded: "false", ariaAutoComplete: "list" });
    input.setAttribute("aria-controls", found.id);
  }
  const keep = (value) => {
    draw(value);
    sheet.wire.act({ do: "change", path, value });
  };
  const chip = (one, place) => {
    const name = looked ? sheet.names.get(one) ?? "" : "";
    const tools = [press("✕", fill(texts.field.remove, { name: one }), () => {
      keep(state.value.filter((_, n) => n !== place));
      input.focus();
    })];
    if (kind === "points" && place > 0) {
      tools.unshift(press("↑", fill(texts.field.first, { name: one }), () => {
        keep([one, ...state.value.filter((_, n) => n !== place)]);
        input.focus();
      }));
    }
    const main = kind === "points" && place === 0 ? [make("b", { className: "main", textContent: texts.field.main })] : [];
    const words = looked ? [make("code", { textContent: one }), make("span", { textContent: name || texts.field.unknown })] : [make("span", { textContent: one })];
    return make("li", { className: looked && !name ? "unknown" : "", title: name }, ...main, ...words, ...tools);
  };
  const looks = (value) => JSON.stringify([value, looked && value.map((one) => sheet.names.get(one) ?? "")]);
  const draw = (value) => {
    Object.assign(state, { value, drawn: looks(value) });
    listed.replaceChildren(...value.map(chip));
    listed.hidden = !value.length;
  };
  const close = () => {
    state.asked += 1;
    found.hidden = true;
    state.at = -1;
    input.ariaExpanded = "false";
    input.removeAttribute("aria-activedescendant");
  };
  const add = (values) => {
    const fresh = [...new Set(values.map((one) => one.trim()))].filter((one) => one && !state.value.includes(one));
    if (fresh.length) keep([...state.value, ...fresh]);
    input.value = "";
    close();
  };
  const point = (at) => {
    state.at = at;
    [...found.children].forEach((row, n) => Object.assign(row, { ariaSelected: String(n === at) }));
    const row = found.children[at];
    if (!row) return;
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  };
  const look = async () => {
    const asked = (state.asked += 1);
    const rows = (await sheet.find(kind, input.value.trim())).filter(([value]) => !state.value.includes(value));
    if (asked !== state.asked) return;
    state.rows = rows;
    const empty = make("li", { className: "none", textContent: texts.field.none });
    found.replaceChildren(...(rows.length ? rows.map(([value, name]) => {
      const row = make("li", { role: "option", id: sheet.nextId(), title: name }, make("code", { textContent: value }), make("span", { textContent: name }));
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        add([value]);
      });
      return row;
    }) : [empty]));
    for (const [value, name] of rows) sheet.names.set(value, name);
    found.hidden = false;
    input.ariaExpanded = "true";
    found.scrollIntoView({ block: "nearest" });
    point(rows.length ? 0 : -1);
  };
  const keys = {
    ArrowDown: () => (found.hidden ? look() : point(Math.min(state.at + 1, state.rows.length - 1))),
    ArrowUp: () => point(Math.max(state.at - 1, 0)),
    Escape: close,
    Enter: () => (looked ? !found.hidden && state.at >= 0 && add([state.rows[state.at][0]]) : add([input.value])),
  };
  input.addEventListener("input", (event) => looked && !event.isComposing && look());
  input.addEventListener("compositionend", () => looked && look());
  input.addEventListener("focus", () => looked && look());
  input.addEventListener("blur", () => (looked ? close() : add([input.value])));
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (looked || !text.includes("\n")) return;
    event.preventDefault();
    add(text.split(/\r?\n/));
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (!looked && (event.ctrlKey || event.metaKey) && event.key === "s") add([input.value]); // it is to be saved too
    else if (event.key === "Backspace" && !input.value && state.value.length) keep(state.value.slice(0, -1));
    else if (keys[event.key]) {
      keys[event.key]();
      event.preventDefault();
    }
  });
  return {
    node: make("div", { className: `chips ${kind}` }, listed, make("div", { className: "finder" }, input, found)),
    input,
    put(field, _, owed) {
      input.placeholder = field.hint || texts.field[`add_${kind}`];
      for (const { value, label } of field.choices) if (label !== value) sheet.names.set(value, label.replace(value, "").trim());
      if (!owed && looks(field.value) !== state.drawn) draw(field.value);
    },
  };
};
