// Citolab's player: `play(address, responses)` shows the item, hands in each response, tells the marks.
await import("/players/citolab-qti-components-7.27.4/cdn/index.js");

const connected = (host) =>
  new Promise((resolve) => {
    host.addEventListener("qti-assessment-item-connected", (event) => resolve(event.detail), { once: true });
  });

window.play = async (address, responses) => {
  const host = document.getElementById("player");
  const waiting = connected(host);
  host.innerHTML = `<qti-item><item-container item-url="${address}"></item-container></qti-item>`;
  const item = await waiting;
  const names = [...item.querySelectorAll("qti-response-declaration")].map((found) => found.getAttribute("identifier"));
  const marks = [];
  for (const response of responses) {
    item.responses = names.map((name) => ({ responseIdentifier: name, response: response[name] ?? null }));
    await item.updateComplete;
    item.processResponse();
    marks.push(Number(item.getOutcome("SCORE").value));
  }
  const pictures = [...item.querySelectorAll("img")];
  await Promise.all(pictures.map((picture) => picture.decode()));
  const feedback = item.querySelector("qti-modal-feedback");
  if (feedback) await feedback.updateComplete;
  return {
    marks,
    text: item.querySelector("qti-item-body").innerText,
    answerable: item.querySelectorAll("qti-item-body [response-identifier]").length,
    pictures: pictures.length,
    feedback: feedback?.shadowRoot.querySelector("dialog")?.open ? feedback.textContent : "",
  };
};
