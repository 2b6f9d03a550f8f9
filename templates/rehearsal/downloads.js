// 资料下载: compares a downloaded file with the checksums of this page. The file stays on this machine.
import { fill, find, texts } from "./page.js";

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function tell(good, text) {
  find("verdict").className = `verdict ${good ? "good" : "bad"}`;
  find("verdict").textContent = text;
}

async function check([file]) {
  if (!file) return;
  if (!crypto.subtle) {
    tell(false, texts.given_unable);
    return;
  }
  const sum = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const row = document.querySelector(`tr[data-sha256="${sum}"]`);
  if (row) tell(true, fill(texts.given_same, { title: row.querySelector("th").textContent.trim() }));
  else tell(false, fill(texts.given_other, { sum }));
}

find("given")?.addEventListener("change", ({ target }) => check(target.files));
