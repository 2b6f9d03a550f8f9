// The review page: follows the candidate page in its frame and sends it where a finding points.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const frame = find("candidate");
  const notes = [...document.querySelectorAll("[data-question]")];
  const tabs = [find("tab-note"), find("tab-findings")];

  function show(question, whole) {
    for (const note of notes) {
      note.hidden = ![question, whole].includes(note.dataset.question);
      note.classList.toggle("whole", note.dataset.question === whole); // a case's own note stands last
    }
    find("empty").hidden = notes.some((note) => !note.hidden);
    find("note").scrollTop = 0;
  }

  function choose(tab) {
    for (const each of tabs) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      find(each.getAttribute("aria-controls")).hidden = !chosen;
    }
  }

  window.addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow && data?.exam === "position") show(data.question, data.case);
  });
  find("switch").addEventListener("click", () => {
    const open = document.body.classList.toggle("open");
    find("switch").setAttribute("aria-checked", String(open));
    find("panel").hidden = !open;
  });
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      const other = tabs.find((each) => each !== tab);
      choose(other);
      other.focus();
    });
  }
  for (const button of document.querySelectorAll("[data-go]")) {
    button.addEventListener("click", () => {
      frame.contentWindow.postMessage({ exam: "go", question: button.dataset.go }, "*");
      choose(tabs[0]);
    });
  }
})();
