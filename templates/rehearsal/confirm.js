// 考生信息确认: right, or what is wrong in the candidate's own words.
import { act, ask, find, go, Refusal, texts } from "./page.js";

async function send(correct, note) {
  const { next } = await ask("POST", "/api/confirm", { correct, note });
  go(next);
}

find("right").addEventListener("click", (event) => act(event.currentTarget, () => send(true, "")));
find("wrong").addEventListener("click", () => find("report").showModal());
find("cancel").addEventListener("click", () => find("report").close());
find("report-form").addEventListener("submit", (event) => {
  event.preventDefault();
  act(find("send"), async () => {
    const note = find("note").value.trim();
    if (!note) throw new Refusal(422, { message: texts.report_empty });
    await send(false, note);
  }, find("complaint"));
});
