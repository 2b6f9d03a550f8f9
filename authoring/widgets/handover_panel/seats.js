// The rooms, seat by seat, coloured by paper and form.
const seats = ({ legend, rooms, more }, texts) => {
  if (!rooms.length) return [];
  const swatch = (text, n) => make("li", {}, make("i", { className: `seat f${n % 6}`, ariaHidden: "true" }), text);
  const seat = ([name, form, n]) => {
    const text = fill(texts.seat, { seat: name, form });
    return make("li", { className: `seat f${n % 6}`, title: text, ariaLabel: text }, make("b", { textContent: form }), make("small", { textContent: name }));
  };
  const room = (one) => {
    const note = make("span", { textContent: one.alike });
    note.dataset.tone = one.tone;
    return make("div", { className: "room" }, make("h5", {}, one.name, note), make("ol", { ariaLabel: one.name }, ...one.seats.map(seat)));
  };
  return [
    make("ul", { className: "legend", ariaLabel: texts.legend }, ...legend.map(swatch)),
    make("div", { className: "rooms" }, ...rooms.map(room)),
    ...(more ? [make("p", { className: "hint", textContent: more })] : []),
  ];
};
