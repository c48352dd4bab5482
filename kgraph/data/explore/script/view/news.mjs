// What the page says above everything: that there is a newer build, or that the server does not answer.
import { button, byId } from "./elements.mjs";
import { onTrouble, source } from "./session.mjs";

const NEWER = "The graph was rebuilt since this page was opened. ";
const SILENT = "The server does not answer; this is what was loaded before. ";

/** Looks for a newer build whenever the reader comes back to the page, and tells of trouble. */
export function openNews() {
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  onTrouble((error) => (error ? look() : silence()));
}

function look() {
  source.isOutdated().then(
    (is) =>
      is
        ? say(
            NEWER,
            button("Reload", () => location.reload()),
          )
        : silence(),
    () => say(SILENT),
  );
}

function say(...words) {
  byId("news").replaceChildren(...words);
  byId("news").hidden = false;
}

/** Takes back what was said, unless it is that there is a newer build. */
function silence() {
  if (byId("news").textContent === SILENT) byId("news").hidden = true;
}
