// 碳领域相关考试: one's own speciality, then 【进入考试】.
import { act, ask, go } from "./page.js";

for (const button of document.querySelectorAll("button[data-speciality]")) {
  button.addEventListener("click", () => act(button, async () => {
    const { next } = await ask("POST", "/api/enter", { speciality: button.dataset.speciality, kind: button.dataset.kind });
    go(next);
  }));
}
