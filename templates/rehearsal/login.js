// 考生账号登录: a wrong entry brings a new captcha; a locked account says until when.
import { act, ask, beijing, complain, fill, find, go, ready, Refusal, texts } from "./page.js";

let captcha = "";

async function renewCaptcha() {
  if (!find("captcha")) return;
  const { id, image } = await ask("GET", "/api/captcha");
  captcha = id;
  find("captcha-picture").src = image;
  find("captcha").value = "";
}

function explained(refusal) {
  const { tries_left: left, locked_until: until } = refusal.data;
  if (until) return fill(texts.locked, { time: beijing(until) });
  return left === undefined ? refusal.hint : fill(texts.tries_left, { count: left });
}

async function signIn() {
  const entry = { username: find("username").value.trim(), password: find("password").value };
  const missing = !entry.username || !entry.password || (find("captcha") && !find("captcha").value.trim());
  if (missing) throw new Refusal(422, { message: texts.missing });
  if (find("captcha")) Object.assign(entry, { captcha_id: captcha, captcha: find("captcha").value.trim() });
  try {
    const { next } = await ask("POST", "/api/login", entry);
    go(next);
  } catch (refusal) {
    refusal.hint = explained(refusal);
    await renewCaptcha().catch(() => {});
    throw refusal;
  }
}

find("login").addEventListener("submit", (event) => {
  event.preventDefault();
  act(find("submit"), signIn, find("complaint"));
});
find("captcha-other")?.addEventListener("click", (event) => act(event.currentTarget, renewCaptcha, find("complaint")));
renewCaptcha().catch((refusal) => complain(refusal));
ready(() => find("username").focus());
