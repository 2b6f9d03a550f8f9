// One input per question type. `Exam.input(stop, response, page)` → { node, press?(place) }, where `page` offers
// `change(value | undefined)`, `announce(text)`, `texts`, `frozen` and, for blanks, `stem`, the node that holds the spans.
"use strict";

(() => {
  /** An element: attributes by name (`true` for a bare one, false and null left out), `on…` as listeners. */
  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  /** A view's XHTML fragment; the views make it from a whitelist, nothing else may come this way. */
  function fragment(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  }

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const letter = (place) => String.fromCharCode(65 + place);
  const plain = (html) => fragment(html).textContent.replace(/\s+/g, " ").trim();
  const clipped = (text, length = 28) => (text.length > length ? `${text.slice(0, length)}…` : text);
  const markup = (html, tag = "span") => element(tag, { class: "markup" }, fragment(html));
  const group = (name, hint, role, ...children) => element(
    "div", { class: `answer ${name}`, role, "aria-labelledby": "question-title", "aria-describedby": "stem" },
    element("p", { class: "hint", id: "hint" }, hint), ...children,
  );

  const SHORT_OPTION = 14; // characters: many such options stand in columns

  function choice({ leaf }, response, { change, announce, texts, frozen }) {
    const several = leaf.type === "multiple_choice";
    const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
    const report = () => change(several ? (chosen().length ? chosen() : undefined) : chosen()[0]);
    const boxes = leaf.options.map(({ id }) => element("input", {
      type: several ? "checkbox" : "radio", name: leaf.id, value: id, disabled: frozen, onchange: report,
      checked: several ? response?.includes(id) : response === id,
    }));
    const rows = leaf.options.map(({ html }, place) => element(
      "label", { class: "option" }, boxes[place], element("span", { class: "letter" }, letter(place)), markup(html),
    ));
    const brief = leaf.options.length > 6 && leaf.options.every(({ html }) => plain(html).length <= SHORT_OPTION);
    const node = group(
      several ? "multiple" : "single", several ? texts.question.multiple : texts.question.single,
      several ? "group" : "radiogroup", element("div", { class: brief ? "options columns" : "options" }, ...rows),
    );
    const press = (place) => {
      if (!boxes[place]) return false;
      boxes[place].checked = several ? !boxes[place].checked : true;
      report();
      rows[place].scrollIntoView({ block: "nearest" });
      announce(fill(boxes[place].checked ? texts.action.chosen : texts.action.unchosen, { letter: letter(place) }));
      return true;
    };
    return { node, press };
  }

  function trueFalse({ leaf }, response, { change, announce, texts, frozen }) {
    const answers = [[true, texts.question.right, "yes"], [false, texts.question.wrong, "no"]];
    const boxes = answers.map(([value]) => element("input", {
      type: "radio", name: leaf.id, disabled: frozen, checked: response === value, onchange: () => change(value),
    }));
    const node = group("true-false", texts.question.true_false, "radiogroup", element(
      "div", { class: "verdicts" },
      ...answers.map(([, word, sign], place) => element(
        "label", { class: "option" }, boxes[place], element("span", { class: `sign ${sign}` }), element("span", {}, word),
      )),
    ));
    const press = (place) => {
      if (!answers[place]) return false;
      boxes[place].checked = true;
      change(answers[place][0]);
      announce(fill(texts.action.chosen, { letter: answers[place][1] }));
      return true;
    };
    return { node, press };
  }

  function blanks({ leaf }, response, { change, texts, frozen, stem }) {
    const report = () => {
      const given = boxes.map((box) => box.value);
      change(given.some((text) => text.trim()) ? given : undefined);
    };
    const boxes = leaf.blanks.map((width, place) => {
      const name = fill(texts.question.blank, { n: place + 1 });
      const box = element("input", {
        type: "text", "aria-label": name, placeholder: name, disabled: frozen, autocomplete: "off", spellcheck: "false",
        maxlength: 200, oninput: report,
      });
      box.value = response?.[place] ?? "";
      box.style.width = `${Math.max(width, 4) + 1.5}em`;
      stem.querySelector(`[data-blank="${place + 1}"]`).replaceChildren(box);
      return box;
    });
    return { node: element("div", { hidden: true }) };
  }

  function numeric({ leaf }, response, { change, texts, frozen }) {
    const hint = element("p", { class: "complaint", id: "value-hint", role: "status" });
    const report = () => {
      const { value } = box;
      hint.textContent = value.trim() && !Exam.isNumber(value) ? texts.question.value_hint : "";
      box.setAttribute("aria-invalid", String(hint.textContent !== ""));
      change(value.trim() ? { value, unit: pick ? pick.value : leaf.units[0] } : undefined);
    };
    const box = element("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 40, disabled: frozen, oninput: report,
      "aria-label": texts.question.value, "aria-describedby": "value-hint", placeholder: texts.question.value_placeholder,
    });
    const pick = leaf.units.length > 1 ? element(
      "select", { "aria-label": texts.question.unit, disabled: frozen, onchange: report },
      element("option", { value: "" }, texts.question.unit_choose),
      ...leaf.units.map((unit) => element("option", { value: unit }, unit)),
    ) : null;
    box.value = response?.value ?? "";
    if (pick) pick.value = response?.unit ?? "";
    const unit = pick ?? element("span", { class: "unit" }, leaf.units[0]);
    return { node: group(
      "numeric", pick ? texts.question.numeric_units : texts.question.numeric, "group",
      element("div", { class: "quantity" }, box, unit), hint,
    ) };
  }

  function matching({ leaf }, response, { change, texts, frozen }) {
    const pairs = { ...response };
    const options = leaf.choices.map(({ id, html }, place) => [id, `${letter(place)}. ${clipped(plain(html))}`]);
    const rows = leaf.premises.map(({ id, html }, place) => {
      const pick = element("select", {
        disabled: frozen, "aria-labelledby": `premise-name-${place} premise-${place}`,
        onchange: () => {
          if (pick.value) pairs[id] = pick.value;
          else delete pairs[id];
          change(Object.keys(pairs).length ? { ...pairs } : undefined);
        },
      }, element("option", { value: "" }, texts.question.matching_choose),
      ...options.map(([value, text]) => element("option", { value }, text)));
      pick.value = pairs[id] ?? "";
      const name = fill(texts.question.matching_name, { n: place + 1 });
      return element(
        "li", {}, element("span", { class: "unseen", id: `premise-name-${place}` }, name),
        element("div", { class: "premise markup", id: `premise-${place}` }, fragment(html)), pick,
      );
    });
    const choices = leaf.choices.map(({ html }, place) => element(
      "li", {}, element("span", { class: "letter" }, letter(place)), markup(html),
    ));
    return { node: group(
      "matching", texts.question.matching, "group", element("ol", { class: "premises" }, ...rows),
      element("div", { class: "choices" }, element("h3", {}, texts.question.matching_choices), element("ul", {}, ...choices)),
    ) };
  }

  function ordering({ leaf }, response, { change, announce, texts, frozen }) {
    const order = response ?? leaf.items.map(({ id }) => id);
    const list = element("ol", { class: "ordered", "aria-label": texts.question.ordering_list });
    const note = element("span");
    const confirm = element("button", { type: "button", class: "plain", onclick: () => report() }, texts.question.ordering_confirm);
    const rows = () => [...list.children];
    const settle = (done) => {
      note.textContent = done ? texts.question.ordering_done : texts.question.ordering_waiting;
      confirm.hidden = done || frozen;
      list.classList.toggle("settled", done);
      rows().forEach((row, place) => {
        row.querySelector(".place").textContent = place + 1;
        const [up, down] = row.querySelectorAll("button");
        up.setAttribute("aria-label", fill(texts.question.up_name, { n: place + 1 }));
        down.setAttribute("aria-label", fill(texts.question.down_name, { n: place + 1 }));
        up.disabled = frozen || place === 0;
        down.disabled = frozen || place === rows().length - 1;
      });
    };
    const report = () => {
      settle(true);
      change(rows().map((row) => row.dataset.id));
    };
    const step = (row, by, button) => {
      if (by < 0) list.insertBefore(row.previousElementSibling, row.nextElementSibling);
      else list.insertBefore(row.nextElementSibling, row);
      report();
      (button.disabled ? row.querySelector("button:not(:disabled)") : button).focus();
      announce(fill(texts.question.moved, { n: rows().indexOf(row) + 1, total: rows().length }));
    };
    const drag = (row, handle, start) => {
      // The others move around the dragged row: it stays in the page, so the pointer stays captured.
      const before = rows().map((each) => each.dataset.id).join();
      const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
      const move = ({ clientY }) => {
        while (row.nextElementSibling && clientY > middle(row.nextElementSibling)) list.insertBefore(row.nextElementSibling, row);
        while (row.previousElementSibling && clientY < middle(row.previousElementSibling)) row.after(row.previousElementSibling);
      };
      const end = () => {
        handle.removeEventListener("pointermove", move);
        row.classList.remove("dragged");
        if (rows().map((each) => each.dataset.id).join() !== before) report();
      };
      handle.setPointerCapture(start.pointerId);
      row.classList.add("dragged");
      handle.addEventListener("pointermove", move);
      handle.addEventListener("lostpointercapture", end, { once: true });
      start.preventDefault();
    };
    const names = Object.fromEntries(leaf.items.map(({ id }, place) => [id, letter(place)])); // kept while items move
    for (const id of order) {
      const handle = element("span", { class: "handle", title: texts.question.drag, "aria-hidden": "true" });
      const row = element(
        "li", { "data-id": id }, handle, element("span", { class: "place" }),
        element("span", { class: "tag" }, names[id]),
        markup(leaf.items.find((item) => item.id === id).html, "div"),
        element("button", { type: "button", onclick: (event) => step(row, -1, event.currentTarget) }, texts.question.up),
        element("button", { type: "button", onclick: (event) => step(row, 1, event.currentTarget) }, texts.question.down),
      );
      if (!frozen) handle.addEventListener("pointerdown", (event) => drag(row, handle, event));
      list.append(row);
    }
    settle(response !== undefined);
    return { node: group("ordering", texts.question.ordering, "group", element("p", { class: "hint settling" }, note, confirm), list) };
  }

  function shortAnswer({ leaf }, response, { change, texts, frozen }) {
    const count = element("p", { class: "hint count" });
    const tell = () => {
      const characters = [...box.value.replace(/\s/g, "")].length;
      count.textContent = fill(texts.question.characters, { count: characters });
    };
    const box = element("textarea", {
      rows: Math.min(14, Math.max(5, Math.ceil(leaf.expected_length / 40) + 2)), disabled: frozen, maxlength: 20000,
      "aria-label": texts.question.answer, "aria-describedby": "stem", placeholder: texts.question.answer_placeholder,
      oninput: () => {
        tell();
        change(box.value.trim() ? box.value : undefined);
      },
    });
    box.value = response ?? "";
    tell();
    return { node: element("div", { class: "answer essay" }, box, count) };
  }

  const BY_TYPE = {
    single_choice: choice, multiple_choice: choice, true_false: trueFalse, blanks, numeric, matching, ordering,
    short_answer: shortAnswer,
  };

  Object.assign(Exam, {
    element, fragment, fill, clipped, plain,
    input: (stop, response, page) => BY_TYPE[stop.leaf.type](stop, response, page),
  });
})();
