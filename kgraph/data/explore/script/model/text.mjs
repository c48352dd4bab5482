// Words for numbers, and text in little room.

/** "1 event", "2,000 events". */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** The text with its last letters left out where it has more than `most`. */
export function shortened(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The parts that are not empty, with dots between them. */
export function dotted(parts) {
  return parts.filter(Boolean).join(" · ");
}

/** Whether an address is one of the web: "javascript:" and its like are not. */
export function isWeb(address) {
  return /^https?:\/\//i.test(address);
}
