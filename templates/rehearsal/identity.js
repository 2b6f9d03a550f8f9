// 考生身份验证: photo, then verification; who fails or does not want it is verified by a person.
import { act, ask, complain, fill, find, go, Refusal, shared, texts } from "./page.js";
import { choose, chosen, offer, openCamera, photograph } from "./camera.js";
import { ServerClock } from "./clock.js";
import { Live } from "./live.js";

const WIDTH = 960; // pixels
const QUALITY = 0.9;
const live = new Live("/ws/candidate", new ServerClock());
let photo = null;

async function show() {
  find("take").disabled = true;
  try {
    await openCamera(find("video"), chosen("camera"));
    find("take").disabled = false;
  } catch (error) {
    tell([{ message: shared.camera_error[error.name] ?? shared.camera_error.other, hint: "" }]);
  }
  await offer(find("camera"), "camera", shared);
}

/** Faults in a list, or none. */
function tell(faults, head = "") {
  const lines = faults.map(({ message, hint }) => Object.assign(document.createElement("li"), { textContent: `${message} ${hint ?? ""}` }));
  const list = document.createElement("ul");
  list.append(...lines);
  find("complaints").replaceChildren(...(head ? [head] : []), list);
}

async function take() {
  if (photo) return clear();
  photo = await photograph(find("video"), WIDTH, QUALITY);
  URL.revokeObjectURL(find("photo").src);
  find("photo").src = URL.createObjectURL(photo);
  find("photo").hidden = false;
  find("take").textContent = texts.retake;
  find("verify").disabled = false;
  tell([]);
  return null;
}

function clear() {
  photo = null;
  find("photo").hidden = true;
  find("take").textContent = texts.take;
  find("verify").disabled = true;
}

async function verify() {
  if (find("consent") && !find("consent").checked) throw new Refusal(422, { message: texts.consent_missing });
  const form = new FormData();
  form.append("photo", photo, "photo.jpg");
  form.append("consent", "true");
  find("standing").textContent = texts.verifying;
  const { passed, faults, attempts_left: left, review, next } = await ask("POST", "/api/identity", form)
    .finally(() => { find("standing").textContent = ""; });
  if (passed) {
    find("standing").textContent = texts.passed;
    go(next);
  } else if (review) awaitReview(left === 0 ? texts.no_attempts : "");
  else {
    clear();
    tell(faults, texts.faults);
    find("standing").textContent = fill(texts.attempts, { count: left });
  }
}

function awaitReview(reason) {
  document.body.classList.add("reviewing");
  for (const id of ["take", "verify", "manual"]) if (find(id)) find(id).disabled = true;
  find("standing").textContent = `${reason} ${texts.review}`.trim();
}

function follow({ identity, next }) {
  if (identity === "passed") go(next);
  if (identity === "review") awaitReview("");
  if (identity === "refused") complain({ message: texts.refused, hint: "" });
}

function press(id, action) {
  find(id)?.addEventListener("click", async () => {
    await act(find(id), () => action().catch((error) => {
      if (error instanceof Refusal) tell([error]);
      else throw error;
    }));
    if (id === "verify") find("verify").disabled = photo === null;
    if (document.body.classList.contains("reviewing")) find(id).disabled = true;
  });
}

press("take", take);
press("verify", verify);
press("manual", async () => {
  const form = new FormData();
  form.append("manual", "true");
  await ask("POST", "/api/identity", form);
  awaitReview("");
});
find("camera").addEventListener("change", (event) => {
  choose("camera", event.target.value);
  show();
});
find("help").addEventListener("click", () => find("help-dialog").showModal());
find("help-close").addEventListener("click", () => find("help-dialog").close());
live.addEventListener("state", ({ detail }) => follow(detail));
live.start();
show();
