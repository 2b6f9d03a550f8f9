// 回执: whether the phone has left monitoring.
import { find, texts } from "./page.js";
import { ServerClock } from "./clock.js";
import { Live } from "./live.js";

const live = new Live("/ws/candidate", new ServerClock());

live.addEventListener("state", ({ detail: { phone } }) => {
  if (find("phone")) find("phone").textContent = phone.paired ? texts.phone_on : texts.phone_off;
});
live.start();
