// What staff do to the chosen candidates: a dialog asks what is needed, the server acts and says for whom it did not.
import { dataRows } from "./console_person.js";
import { act as run, ask, complain, fill, find, prefix, Refusal, texts } from "./page.js";

const FIELDS = {
  pause: ["reason", "words"],
  resume: [],
  message: ["text"],
  message_all: ["text"],
  "extra-time": ["minutes", "note"],
  flag: ["severity", "reason", "note"],
  identity: ["passed", "note"],
  password: [],
  terminate: ["reason", "note"],
};
const FOR_ONE = new Set(["identity", "password"]); // a photo is looked at, a password is told
const QUICK = new Set(["pause"]); // has a reason already: it must not take long
const SENT_AS = { note: "words" };

const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

function selection(choices, first) {
  const select = make("select", "");
  for (const [value, text] of Object.entries(choices)) select.append(new Option(text, value, false, value === first));
  return select;
}

/** Nothing is chosen beforehand. */
function decision(choices) {
  const select = selection(choices);
  select.prepend(new Option(texts.field.choose, "", true, true));
  select.required = true;
  return select;
}

const INPUTS = {
  reason: (act) => (QUICK.has(act) ? selection(texts.reason, "technical") : decision(texts.reason)),
  severity: () => selection(texts.severity, "50"),
  passed: () => decision(texts.passed),
  minutes: () => Object.assign(make("input", ""), { type: "number", min: 1, max: 240, value: 10, required: true }),
  text: () => Object.assign(make("textarea", ""), { rows: 3, maxLength: 500, required: true }),
  words: () => Object.assign(make("input", ""), { maxLength: 500 }),
  note: () => Object.assign(make("input", ""), { maxLength: 500 }),
};
const READ = { severity: Number, minutes: Number, passed: (value) => value === "yes" };

export class Acts {
  constructor({ chosen, name }) {
    Object.assign(this, { chosen, name });
    this.buttons = [...document.querySelectorAll("[data-act]")];
    this.buttons.forEach((button) => button.addEventListener("click", () => this.open(button.dataset.act)));
    find("to-all").addEventListener("click", () => this.open("message_all"));
    find("dismiss").addEventListener("click", () => find("dialog").close());
    find("form").addEventListener("submit", (event) => {
      event.preventDefault();
      run(find("confirm"), () => this.send(), find("dialog-complaint"));
    });
  }

  /** Which buttons work. */
  follow(numbers) {
    for (const button of this.buttons) {
      button.disabled = numbers.length === 0 || (FOR_ONE.has(button.dataset.act) && numbers.length > 1);
    }
  }

  open(name) {
    this.act = name;
    this.whom = name === "message_all" ? [] : this.chosen();
    complain(null, find("dialog-complaint"));
    find("dialog-title").textContent = texts.title_of[name];
    find("whom").textContent = this.whom.map((number) => this.name(number)).join("、");
    find("confirm").textContent = texts.act[name] ?? texts.act.message;
    find("confirm").classList.toggle("danger", name === "terminate");
    this.inputs = Object.fromEntries(FIELDS[name].map((field) => [field, INPUTS[field](name)]));
    find("fields").replaceChildren(...Object.entries(this.inputs).map(([field, input]) => this.row(field, input)));
    this.picture(name);
    find("dialog").showModal();
    Object.values(this.inputs)[0]?.focus();
  }

  row(field, input) {
    const row = make("div", "field");
    const label = make("label", "", texts.field[field]);
    input.id = `field-${field}`;
    label.htmlFor = input.id;
    row.append(label, input);
    return row;
  }

  /** Whom to decide about is looked at first: the photo beside what is registered. */
  async picture(name) {
    const frame = find("pictures");
    const one = name === "identity" ? this.whom[0] : null;
    frame.hidden = one === null;
    frame.replaceChildren();
    if (one === null) return;
    const image = make("img", "");
    image.alt = fill(texts.photo_of, { name: this.name(one) });
    image.src = `${prefix}/api/console/photo/${one}`;
    image.addEventListener("error", () => image.replaceWith(make("p", "none", texts.no_picture)));
    const registered = make("dl", "");
    frame.append(image, registered);
    try {
      const told = await ask("GET", `/api/console/candidate/${one}`);
      registered.append(...dataRows(told));
      if (told.registered) {
        image.after(Object.assign(make("img", ""), { src: told.registered, alt: fill(texts.registered_of, told) }));
      }
    } catch (refusal) {
      complain(refusal, find("dialog-complaint"));
    }
  }

  body() {
    const body = this.act === "message_all" ? {} : { candidates: this.whom };
    for (const [field, input] of Object.entries(this.inputs)) {
      if (input.required && !input.value.trim()) {
        throw new Refusal(422, { message: fill(texts.field.required, { field: texts.field[field] }) });
      }
      body[SENT_AS[field] ?? field] = (READ[field] ?? String)(input.value);
    }
    return body;
  }

  async send() {
    const path = this.act === "message_all" ? "message" : this.act;
    const { done, refused, password } = await ask("POST", `/api/console/${path}`, this.body());
    find("dialog").close();
    this.tell(done, refused, password);
  }

  tell(done, refused, password) {
    const lines = refused.map(({ candidate, message }) => fill(texts.not_done, { name: this.name(candidate), message }));
    find("complaint").textContent = lines.join(" ");
    const line = find("secret");
    line.hidden = done.length === 0;
    line.textContent = password
      ? fill(texts.password_shown, { name: this.name(done[0]), password })
      : fill(texts.done, { count: done.length, act: texts.act[this.act] ?? texts.act.message });
  }
}
