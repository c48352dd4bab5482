// Elements of the page. What an article says reaches them as text, never as markup.
import { isWeb } from "../model/text.mjs";

const SVG = "http://www.w3.org/2000/svg";

export function byId(id) {
  return document.getElementById(id);
}

/** An element with these properties, listeners ("onclick") and attributes; children that are null are left out. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** An element of a drawing with these attributes. */
export function drawing(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function button(text, act, kind = "link") {
  return element("button", { class: kind, type: "button", onclick: act }, text);
}

/** A link to an address of the web; of any other address the text alone. */
export function outside(address, text) {
  if (!isWeb(address)) return element("span", {}, text);
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text);
}

/** Has an element that is no button act as one, by mouse and by keys. */
export function pressable(made, act) {
  made.addEventListener("click", act);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  return made;
}

/** A table with a header. */
export function tableOf(kind, head, rows) {
  return element(
    "table",
    { class: kind },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
}

/** The children with commas between. */
export function listed(children) {
  return children.flatMap((child, index) => (index ? [", ", child] : [child]));
}

/** The value of a colour of page.css, of the theme that is on. */
export function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
