// 考务端登录.
import { act, ask, find, go, ready, Refusal, texts } from "./page.js";

async function signIn() {
  const entry = { name: find("name").value.trim(), password: find("password").value };
  if (!entry.name || !entry.password) throw new Refusal(422, { message: texts.missing });
  const { next } = await ask("POST", "/api/console/login", entry);
  go(next);
}

find("login").addEventListener("submit", (event) => {
  event.preventDefault();
  act(find("submit"), signIn, find("complaint"));
});
ready(() => find("name").focus());
