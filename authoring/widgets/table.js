// The view of `authoring.widgets.table`. Text goes in as text content only; every row is reached and chosen by keyboard.
export default {
  render({ model, el }) {
    const put = (name, value) => {
      model.set(name, value);
      model.save_changes();
    };
    const texts = () => model.get("texts");
    const head = make("thead");
    const body = make("tbody");
    const turn = (by) => put("page", Math.min(Math.max(model.get("page") + by, 0), model.get("pages") - 1));
    const previous = make("button", { type: "button", textContent: texts().previous, onclick: () => turn(-1) });
    const next = make("button", { type: "button", textContent: texts().next, onclick: () => turn(1) });
    const count = make("span");
    count.setAttribute("role", "status");
    const table = make("table", {}, head, body);
    table.setAttribute("aria-label", texts().name);
    el.classList.add("authoring-table");
    el.append(table, make("div", { className: "pages" }, previous, next, count));

    const rowOf = ([tone, cells], n) => {
      const position = model.get("first") + n;
      const row = make("tr", { tabIndex: 0, className: tone }, ...cells.map((cell) => make("td", { textContent: cell })));
      row.setAttribute("aria-selected", String(position === model.get("selected")));
      row.onclick = () => put("selected", position);
      row.onkeydown = (event) => {
        if (event.key === "Enter" || event.key === " ") put("selected", position);
        else if (event.key === "ArrowDown") row.nextElementSibling?.focus();
        else if (event.key === "ArrowUp") row.previousElementSibling?.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      };
      return row;
    };

    const draw = () => {
      const shown = model.get("shown");
      const columns = model.get("columns");
      head.replaceChildren(make("tr", {}, ...columns.map((name) => make("th", { textContent: name, scope: "col" }))));
      const empty = make("tr", {}, make("td", { colSpan: columns.length, className: "empty", textContent: texts().empty }));
      body.replaceChildren(...(shown.length ? shown.map(rowOf) : [empty]));
      count.textContent = texts().page;
      previous.disabled = model.get("page") === 0;
      next.disabled = model.get("page") >= model.get("pages") - 1;
    };
    const mark = () =>
      [...body.rows].forEach((row, n) =>
        row.setAttribute("aria-selected", String(model.get("first") + n === model.get("selected"))),
      );
    const events = ["change:shown", "change:texts", "change:columns"];
    events.forEach((event) => model.on(event, draw));
    model.on("change:selected", mark);
    draw();
    return () => {
      events.forEach((event) => model.off(event, draw));
      model.off("change:selected", mark);
    };
  },
};
