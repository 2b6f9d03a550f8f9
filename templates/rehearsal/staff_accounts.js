// 考务账号: who there is, one more, a new password. A password is shown once.
import { act, ask, complain, fill, find, shared, texts } from "./page.js";

function tell(name, password) {
  const line = find("secret");
  line.replaceChildren(fill(texts.password, { name, password }), document.createElement("br"), texts.password_hint);
  line.hidden = false;
}

async function renew(name) {
  const { password } = await ask("POST", "/api/console/staff/password", { name });
  tell(name, password);
}

function row({ name, role }) {
  const item = document.createElement("li");
  const who = document.createElement("span");
  who.textContent = name;
  const what = document.createElement("small");
  what.textContent = shared.roles[role];
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = texts.renew;
  button.addEventListener("click", () => act(button, () => renew(name), find("complaint")));
  item.append(who, what, button);
  return item;
}

async function list() {
  const accounts = await ask("GET", "/api/console/staff");
  find("accounts").replaceChildren(...accounts.map(row));
}

async function add() {
  const name = find("name").value.trim();
  const { password } = await ask("POST", "/api/console/staff", { name, role: find("role").value });
  tell(name, password);
  find("name").value = "";
  await list();
}

find("add").addEventListener("submit", (event) => {
  event.preventDefault();
  act(find("submit"), add, find("complaint"));
});
list().catch((refusal) => complain(refusal));
