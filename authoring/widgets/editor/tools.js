// The toolbar over the texts with markup. It works on the text that had the focus last; what it puts in stands at the
// caret. In what is put in, SLOT stands where the author goes on writing; the first one takes what was selected.
const SLOT = "▮";

class Tools {
  constructor(sheet) {
    Object.assign(this, { sheet, target: null, menus: [] });
    const { texts, fixed } = sheet;
    const words = texts.tools;
    const chooser = make("input", { type: "file", accept: "image/png,image/jpeg,image/svg+xml", hidden: true, multiple: true });
    chooser.addEventListener("change", () => {
      this.upload([...chooser.files]);
      chooser.value = "";
    });
    this.chooser = chooser;
    const plain = (sign, name, text, className = "") => press(sign, words[name], () => this.insert(text), className);
    this.blank = press(words.blank_sign, words.blank, () => this.insert(`[[${this.nextBlank()}]]`));
    this.parts = [
      plain("B", "bold", `**${SLOT}**`, "bold"),
      plain("x₂", "sub", `~${SLOT}~`),
      plain("x²", "sup", `^${SLOT}^`),
      this.menu(words.formula_sign, words.formula, fixed.formulas.map(([sign, name, text]) => press(sign, name, () => this.formula(text)))),
      this.menu(words.unit_sign, words.unit, fixed.units.map((unit) => press(unit, unit, () => this.insert(unit)))),
      this.menu(words.table_sign, words.table, this.tableMenu()),
      press(words.picture_sign, words.picture, () => chooser.click()),
      this.blank,
    ];
    this.node = make("div", { className: "toolbar", role: "toolbar", ariaLabel: words.name }, ...this.parts, chooser);
    this.node.addEventListener("keydown", (event) => this.key(event));
    this.follow();
  }

  /** A text with markup joins in. */
  adopt({ control, node }) {
    const { input } = control;
    input.addEventListener("focus", () => this.follow(input));
    const files = (data) => [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
    const take = (event, data) => {
      if (!files(data).length) return;
      event.preventDefault();
      event.stopPropagation();
      this.follow(input);
      this.upload(files(data));
    };
    // Excel and Word put a picture of the text beside the text: then the text is meant.
    input.addEventListener("paste", (event) => event.clipboardData.getData("text/plain") || take(event, event.clipboardData));
    input.addEventListener("drop", (event) => {
      node.classList.remove("over");
      take(event, event.dataTransfer);
    });
    input.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      node.classList.add("over");
    });
    input.addEventListener("dragleave", () => node.classList.remove("over"));
  }

  follow(input = this.target) {
    this.target = input?.isConnected ? input : null;
    for (const button of this.node.querySelectorAll(":scope > button, .menu > button")) button.disabled = !this.target;
    this.blank.hidden = !this.target || !this.sheet.blanks.includes(this.target.closest(".field").dataset.path);
  }

  /** Puts a text in at the caret, around what is selected. */
  insert(text) {
    const node = this.target;
    this.close();
    if (!node?.isConnected) return;
    const { selectionStart: start, selectionEnd: end, value } = node;
    const chosen = value.slice(start, end);
    const [head, ...rest] = text.split(SLOT);
    const made = head + (rest.length ? chosen : "") + rest.join("");
    const slots = rest.length ? [start + head.length] : [];
    if (rest.length > 1) slots.push(start + head.length + chosen.length + rest[0].length);
    node.focus();
    node.setRangeText(made, start, end, "end");
    const caret = chosen && slots.length ? slots[1] ?? start + made.length : slots[0] ?? start + made.length;
    node.setSelectionRange(caret, caret);
    this.sheet.wire.act({ do: "change", path: node.closest(".field").dataset.path, value: node.value });
  }

  /** A formula stands between dollar signs: those that are there already, or its own. Chemistry needs none. */
  formula(text) {
    const before = this.target?.value.slice(0, this.target.selectionStart).split(/\n\s*\n/).at(-1) ?? "";
    const inside = (before.match(/(?<!\\)\$/g) ?? []).length % 2 === 1;
    if (text.startsWith("\\ce")) this.insert(text);
    else this.insert(inside ? text.replace(/[a-z]$/, "$& ") : `$${text}$`); // what follows is no part of the command
  }

  table(rows, columns) {
    const row = (cells) => `| ${cells.join(" | ")} |`;
    const cells = (first) => Array.from({ length: columns }, (_, n) => (first && n === 0 ? SLOT : "　"));
    const lines = [row(cells(true)), row(cells(false).map(() => "---")), ...Array.from({ length: rows - 1 }, () => row(cells(false)))];
    const { value, selectionStart: at } = this.target;
    const before = at === 0 || value.slice(0, at).endsWith("\n\n") ? "" : value[at - 1] === "\n" ? "\n" : "\n\n";
    const after = value.slice(at).startsWith("\n") ? "\n" : "\n\n";
    this.insert(before + lines.join("\n") + after);
  }

  nextBlank() {
    const numbers = [...this.target.value.matchAll(/\[\[(\d+)\]\]/g)].map(([, number]) => Number(number));
    return Math.max(0, ...numbers) + 1;
  }

  /** Takes pictures into the bank; each one's markup goes in at the caret, which then waits for the alternative text. */
  async upload(files) {
    const node = this.target;
    const path = node?.closest(".field").dataset.path;
    for (const file of files) {
      if (!node) return;
      if (file.size > this.sheet.fixed.largest) {
        this.sheet.trouble(fill(this.sheet.texts.tools.too_large, { name: file.name, limit: Math.floor(this.sheet.fixed.largest / 2 ** 20) }));
        continue;
      }
      const result = await this.sheet.wire.act({ do: "picture", name: file.name, path }, await file.arrayBuffer());
      if (!result?.markup || !node.isConnected) continue;
      this.follow(node);
      this.insert(result.markup.replace("![]", `![${SLOT}]`));
    }
  }

  // Menus

  menu(sign, name, items) {
    const list = make("div", { className: "items", role: "group", ariaLabel: name, hidden: true }, ...items);
    const opener = press(sign, name, (event) => {
      const opening = list.hidden;
      this.close();
      list.hidden = !opening;
      opener.ariaExpanded = String(opening);
      if (opening && event.detail === 0) list.querySelector("button, input")?.focus(); // by keyboard
    });
    opener.ariaExpanded = "false";
    opener.ariaHasPopup = "true";
    this.menus.push([opener, list]);
    return make("span", { className: "menu" }, opener, list);
  }

  tableMenu() {
    const words = this.sheet.texts.tools;
    const count = (name, value) => make("input", { type: "number", min: 1, max: 20, value, ariaLabel: words[name] });
    const [rows, columns] = [count("rows", 3), count("columns", 3)];
    const number = (input) => Math.min(20, Math.max(1, Math.round(Number(input.value)) || 1));
    const done = press(words.insert, words.insert, () => {
      this.close();
      this.table(Math.max(2, number(rows)), number(columns));
    });
    return [make("label", {}, words.rows, rows), make("label", {}, words.columns, columns), done];
  }

  close() {
    for (const [opener, list] of this.menus) {
      list.hidden = true;
      opener.ariaExpanded = "false";
    }
  }

  key(event) {
    const open = this.menus.find(([, list]) => !list.hidden);
    if (event.key === "Escape" && open) {
      this.close();
      (this.target ?? open[0]).focus();
      event.stopPropagation();
    }
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || event.target.localName === "input") return;
    const within = event.target.closest(".items");
    const buttons = [...(within ?? this.node).querySelectorAll(within ? "button" : ":scope > button, .menu > button")].filter((one) => !one.hidden);
    buttons.at((buttons.indexOf(event.target) + by) % buttons.length)?.focus();
    event.preventDefault();
  }
}
