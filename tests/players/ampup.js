// One item in amp-up's player: each interaction is given its response as the player restores it, and the attempt is ended.
// The player does not load an item again that it shows already, so each time there is a new one.
const Player = window.qti3Player.default ?? window.qti3Player;
const sessionControl = { max_attempts: 0, show_feedback: false, validate_responses: false };

const interactions = (component) => [
  ...(/^Qti\w+Interaction$/.test(component.$options.name ?? "") ? [component] : []),
  ...component.$children.flatMap(interactions),
];

const playing = (xml, listeners) =>
  new Vue({
    mounted() {
      this.$refs.player.loadItemFromXml(xml, { guid: "item", status: "interacting", sessionControl });
    },
    render: (create) =>
      create(Player, {
        ref: "player",
        props: { suppressAlertMessages: true, suppressInvalidResponseMessages: true },
        on: listeners,
      }),
  });

const answer = async (xml, responses) => {
  const heard = {};
  const ready = new Promise((resolve) => (heard.notifyQti3ItemReady = () => resolve()));
  const ended = new Promise((resolve) => (heard.notifyQti3EndAttemptCompleted = resolve));
  const app = playing(xml, heard).$mount(document.body.appendChild(document.createElement("div")));
  await ready;
  for (const shown of interactions(app)) {
    const given = responses[shown.responseIdentifier];
    if (given !== undefined) shown.setResponse(given);
  }
  await app.$nextTick();
  app.$refs.player.endAttempt("end");
  const { state } = await ended;
  const text = app.$el.innerText;
  app.$destroy();
  app.$el.remove();
  return { score: Number(state.outcomeVariables.find((one) => one.identifier === "SCORE").value), text };
};

window.answered = async (xml, given) => {
  const found = [];
  for (const responses of given) found.push(await answer(xml, responses));
  return found;
};
