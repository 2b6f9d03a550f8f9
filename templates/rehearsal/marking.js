// 阅卷: one anonymous answer after the other, marked along its rubric in half marks.
import { act, ask, fill, find, prefix, ready, Refusal, texts } from "./page.js";

const STEP = 0.5;
let task = null;

const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });
const points = () => [...document.querySelectorAll("#rubric input")];

/** Texts of the paper come from the verified package as XHTML without scripts; the answer is only ever text. */
function write(node, xhtml) {
  const parsed = new DOMParser().parseFromString(xhtml, "text/html");
  parsed.querySelectorAll("img[src^='media/']").forEach((image) => {
    image.src = `${prefix}/api/console/marking/${image.getAttribute("src")}`;
  });
  node.replaceChildren(...parsed.body.childNodes);
}

function point({ text, marks, keywords }, place) {
  const row = make("li", "");
  const words = make("div", "text");
  write(words, text);
  if (keywords.length) words.append(make("small", "keywords", fill(texts.keywords, { words: keywords.join("、") })));
  const input = Object.assign(make("input", ""), { type: "number", min: 0, max: marks, step: STEP, required: true });
  input.setAttribute("aria-label", fill(texts.point, { number: place + 1 }));
  input.addEventListener("input", sum);
  const set = (name, value) => {
    const button = Object.assign(make("button", "", name), { type: "button" });
    button.addEventListener("click", () => {
      input.value = value;
      sum();
      (points()[place + 1] ?? find("submit")).focus();
    });
    return button;
  };
  const mark = make("div", "giving");
  mark.append(set(texts.zero, 0), input, make("span", "", fill(texts.of, { marks })), set(texts.full, marks));
  row.append(words, mark);
  return row;
}

function sum() {
  const total = points().reduce((all, { value }) => all + Number(value || 0), 0);
  find("total").textContent = fill(texts.total, { points: total, maximum: task.maximum });
}

function show({ task: next, overview }) {
  task = next;
  find("progress").textContent = fill(texts.progress, overview);
  find("bar").max = overview.total || 1;
  find("bar").value = overview.done;
  find("withdraw").disabled = overview.mine === 0;
  find("desk").hidden = !task;
  find("empty").hidden = Boolean(task);
  if (!task) return;
  find("script").textContent = fill(texts.script, task);
  find("stimulus-box").hidden = !task.stimulus;
  write(find("stimulus"), task.stimulus);
  write(find("stem"), task.stem);
  find("response").textContent = task.response;
  find("characters").textContent = fill(texts.characters, { count: [...task.response].length });
  write(find("model"), task.model_answer);
  find("rubric").replaceChildren(...task.rubric.map(point));
  find("comment").value = "";
  sum();
  window.scrollTo(0, 0);
  points()[0]?.focus({ preventScroll: true });
}

async function send() {
  if (points().some(({ value }) => value === "")) throw new Refusal(422, { message: texts.missing });
  const given = points().map(({ value }) => value);
  show(await ask("POST", "/api/console/marking/mark", { script: task.script, points: given, comment: find("comment").value }));
}

function submit(event) {
  event.preventDefault();
  act(find("submit"), send, find("complaint"));
}

ready(() => {
  find("form").addEventListener("submit", submit);
  document.addEventListener("keydown", (event) => event.key === "Enter" && event.ctrlKey && task && submit(event));
  find("renew").addEventListener("click", (event) => act(event.currentTarget, async () => {
    show(await ask("GET", "/api/console/marking/next"));
  }, find("complaint")));
  find("withdraw").addEventListener("click", (event) => act(event.currentTarget, async () => {
    show(await ask("POST", "/api/console/marking/withdraw", {}));
    find("complaint").textContent = texts.withdrawn;
  }, find("complaint")));
  find("renew").click();
});
