// One item in Citolab's player, answered variable by variable and marked by its response processing.
const answer = async (xml, responses) => {
  document.body.innerHTML = "<qti-item><item-container></item-container></qti-item>";
  const container = document.querySelector("item-container");
  const connected = new Promise((resolve) =>
    container.addEventListener("qti-assessment-item-connected", resolve, { once: true }),
  );
  await container.updateComplete;
  container.itemXML = xml;
  await connected;
  const item = container.shadowRoot.querySelector("qti-assessment-item");
  await item.updateComplete;
  for (const [name, value] of Object.entries(responses)) item.updateResponseVariable(name, value);
  item.processResponse();
  return { score: Number(item.getOutcome("SCORE").value), text: item.innerText };
};

window.answered = async (xml, given) => {
  const found = [];
  for (const responses of given) found.push(await answer(xml, responses));
  return found;
};
