// One candidate looked at closely: both cameras large and up to date, the data masked, the newest lines of the log.
import { ask, beijing, complain, fill, find, prefix, texts } from "./page.js";
import { line } from "./log_line.js";

const AGAIN = 1000; // milliseconds between looks at the pictures
const DATA = { name: "registered_name", phone: "phone_number", id_number: "id_number", speciality: "speciality", organisation: "organisation", form: "form" };

const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });
let timer = 0;

function picture(label, text, name) {
  const figure = make("figure");
  const image = make("img");
  image.alt = fill(text, { name });
  image.hidden = true;
  figure.append(image, make("figcaption", label));
  return { figure, image };
}

function follow(number, current, images) {
  const card = current();
  for (const [key, machine] of [["camera", "pc"], ["seen", "phone"]]) {
    const moment = card[key];
    const { image } = images[key];
    if (moment === null || image.dataset.at === String(moment)) continue;
    image.dataset.at = moment;
    image.src = `${prefix}/api/console/snapshot/${number}/${machine}?at=${moment}`;
    image.hidden = false;
  }
}

/** What is registered about a candidate, for a `dl`. */
export const dataRows = (told) => Object.entries(DATA)
  .filter(([key]) => told[key])
  .flatMap(([key, label]) => [make("dt", texts[label]), make("dd", told[key])]);

/** `current` gives the card as it is now. */
export async function showPerson(number, current) {
  let told;
  try {
    told = await ask("GET", `/api/console/candidate/${number}`);
  } catch (refusal) {
    complain(refusal, find("complaint"));
    return;
  }
  find("person-name").textContent = `${number} ${told.name}`;
  find("person-data").replaceChildren(...dataRows(told));
  const images = {
    camera: picture(texts.computer, texts.camera_of, told.name), seen: picture(texts.side_view, texts.phone_of, told.name),
  };
  const figures = Object.values(images).map(({ figure }) => figure);
  if (told.registered) {
    const { figure, image } = picture(texts.registered, texts.registered_of, told.name);
    image.src = told.registered;
    image.hidden = false;
    figures.push(figure);
  }
  if (told.photo) {
    const { figure, image } = picture(texts.photo, texts.photo_of, told.name);
    image.src = `${prefix}/api/console/photo/${number}`;
    image.hidden = false;
    figures.push(figure);
  }
  find("person-pictures").replaceChildren(...figures);
  find("person-log").replaceChildren(...told.log.map((each) => {
    const item = make("li");
    item.append(make("time", beijing(each.at).slice(11)), " ", line(each));
    return item;
  }));
  follow(number, current, images);
  clearInterval(timer);
  timer = setInterval(() => follow(number, current, images), AGAIN);
  find("person").showModal();
}

find("close-person").addEventListener("click", () => find("person").close());
find("person").addEventListener("close", () => clearInterval(timer));
