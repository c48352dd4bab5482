// The table as a file. A cell is what kgraph/outgoing.py makes of the same text; a test compares the two.

const CONTROL = /(?![\n\t])[\0-\x1f\x7f-\x9f\u2028\u2029]/g;
const FORMAT =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const NO_CHARACTER = /[\ud800-\udfff\ufffe\uffff]/gu;
const FORMULA = /^'*[=+\-@\t\n＝＋－＠]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

const COLUMNS = {
  begin: (event) => event.begin,
  end: (event) => event.end,
  stated: (event) => event.stated,
  type: (event) => event.type,
  event: (event) => event.label,
  factuality: (event) => event.factuality,
  reports: (event) => event.tellings.length,
  quote: (event) => event.tellings[0]?.quote ?? "",
  iri: (event) => event.iri,
};

/** The text with a quotation mark before what a spreadsheet would run as a formula; numbers stay numbers. */
export function cellOf(text) {
  const known = text.replace(/\r\n?/g, "\n").replace(CONTROL, " ").replace(FORMAT, "").replace(NO_CHARACTER, "\ufffd");
  return FORMULA.test(known) && !NUMBER.test(known) ? `'${known}` : known;
}

/** The events as comma-separated values with a header. */
export function csvOf(events) {
  const lines = events.map((event) => Object.values(COLUMNS).map((valueOf) => valueOf(event)));
  return [Object.keys(COLUMNS), ...lines].map((line) => line.map(quoted).join(",")).join("\r\n");
}

function quoted(value) {
  return `"${cellOf(String(value)).replaceAll('"', '""')}"`;
}
