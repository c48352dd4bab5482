// Colours as "#rrggbb".

/** A colour as it looks through: transparent nodes would show the lines that end in them. */
export function mixed(colour, ground, part) {
  const below = channels(ground);
  const blended = channels(colour).map((value, index) => Math.round(value * part + below[index] * (1 - part)));
  return `#${blended.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}
