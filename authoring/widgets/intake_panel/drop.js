// The view of `authoring.widgets.intake_panel.drop`. Files go to Python in pieces; Python asks for each next one.
export default {
  render({ model, el }) {
    const { texts, largest, piece } = model.get("fixed");
    let asked = () => {};
    let busy = false;
    const answer = () => new Promise((resolve) => (asked = resolve));
    const megabytes = (bytes) => Math.max(0.1, bytes / 1e6).toFixed(1);

    const told = make("p", { className: "told" });
    told.setAttribute("role", "status");
    const bar = make("progress", { max: 1, value: 0, hidden: true });
    bar.setAttribute("aria-label", texts.progress);
    const choose = make("input", { type: "file", multiple: true, hidden: true });
    const template = make("button", { type: "button", textContent: texts.template });
    const asKey = make("input", { type: "checkbox" });
    const button = make("button", { type: "button", className: "choose", textContent: texts.choose });
    const zone = make(
      "div",
      { className: "zone" },
      make("p", { className: "lead", textContent: texts.lead }),
      make("p", { className: "kinds", textContent: texts.kinds }),
      make("div", { className: "line" }, button, make("label", { className: "key" }, asKey, texts.as_key), template),
      choose,
    );
    const text = make("textarea", { rows: 4, placeholder: texts.paste_hint });
    text.setAttribute("aria-label", texts.paste);
    const paste = make("button", { type: "button", textContent: texts.paste });
    const pasting = make("details", {}, make("summary", { textContent: texts.paste_title }), text, paste);
    el.classList.add("authoring-drop");
    el.append(zone, pasting, bar, told);

    const say = (words, tone = "") => {
      told.textContent = words;
      told.className = `told ${tone}`;
    };
    const sendPieces = async (file, name, sent, total) => {
      let done = sent;
      for (let start = 0; start < Math.max(file.size, 1); start += piece) {
        const part = await file.slice(start, start + piece).arrayBuffer();
        const next = answer();
        model.send({ do: "piece", file: name }, undefined, [part]);
        await next;
        done += part.byteLength;
        bar.value = done / Math.max(total, 1);
      }
      return done;
    };
    // Python reads: the bar moves, but nobody knows how long it will take.
    const work = async (act, reason = "") => {
      busy = true;
      bar.hidden = false;
      bar.removeAttribute("value");
      say(reason ? `${texts.working}　${reason}` : texts.working, reason ? "bad" : "");
      const finished = answer();
      model.send(act);
      await finished;
      bar.hidden = true;
      busy = false;
      say(reason, reason ? "bad" : "");
    };
    const take = async (files) => {
      if (busy || !files.length) return;
      const fitting = files.filter((file) => file.size <= largest);
      const refused = files.filter((file) => file.size > largest);
      const reason = refused
        .map((file) => texts.too_large.replace("{name}", file.name).replace("{size}", megabytes(file.size)).replace("{most}", largest / 1e6))
        .join("；");
      say(reason, refused.length ? "bad" : "");
      if (!fitting.length) return;
      busy = true;
      bar.hidden = false;
      bar.value = 0;
      const total = fitting.reduce((sum, file) => sum + file.size, 0);
      let sent = 0;
      const names = [];
      for (const [n, file] of fitting.entries()) {
        say(texts.reading.replace("{name}", file.name) + (reason ? `　${reason}` : ""), reason ? "bad" : "");
        const name = `${Date.now()}-${n}`;
        sent = await sendPieces(file, name, sent, total);
        names.push({ file: name, name: file.name, key: asKey.checked });
      }
      await work({ do: "end", files: names }, reason);
      asKey.checked = false;
    };
    const keep = (name, data) => {
      const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
      const address = URL.createObjectURL(new Blob([bytes]));
      make("a", { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    };
    const heard = (message) => {
      if (message.do === "keep") keep(message.name, message.data);
      else asked();
    };

    button.onclick = () => choose.click();
    choose.onchange = async () => {
      await take([...choose.files]);
      choose.value = "";
    };
    const over = (event) => {
      event.preventDefault();
      event.stopPropagation();
      zone.classList.toggle("over", event.type === "dragover");
    };
    zone.ondragover = over;
    zone.ondragleave = over;
    zone.ondrop = (event) => {
      over(event);
      take([...event.dataTransfer.files]);
    };
    paste.onclick = async () => {
      if (busy) return;
      await work({ do: "paste", text: text.value });
      text.value = "";
    };
    template.onclick = () => busy || work({ do: "template" });
    text.onkeydown = (event) => event.stopPropagation();
    model.on("msg:custom", heard);
    return () => model.off("msg:custom", heard);
  },
};
