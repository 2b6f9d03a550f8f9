// 修改初始密码: what the server would refuse is told before it is asked.
import { act, ask, find, go, ready, Refusal, texts } from "./page.js";

// As accounts.check_new_password has it; only the server knows the initial password.
const KINDS = [/\p{Uppercase}/u, /\p{Lowercase}/u, /\p{Nd}/u, /[^\p{L}\p{N}]/u];
const [SHORTEST, LONGEST] = [8, 128];

function strong(text) {
  const { length } = [...text];
  return length >= SHORTEST && length <= LONGEST && KINDS.filter((kind) => kind.test(text)).length >= 2;
}

function fault(old, fresh, repeat) {
  if (fresh !== repeat) return texts.different;
  if (!strong(fresh)) return texts.weak;
  return fresh === old ? texts.same : "";
}

find("change").addEventListener("submit", (event) => {
  event.preventDefault();
  const [old, fresh, repeat] = ["old", "new", "repeat"].map((id) => find(id).value);
  act(find("submit"), async () => {
    const message = fault(old, fresh, repeat);
    if (message) throw new Refusal(422, { message });
    const { next } = await ask("POST", "/api/password", { old, new: fresh });
    go(next);
  }, find("complaint"));
});
ready(() => find("old").focus());
