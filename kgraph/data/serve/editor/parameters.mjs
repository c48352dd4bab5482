// The parameters of a query, which its line "# parameters:" names. What a form says stands in the query itself: as
// VALUES at the start of each pattern that follows a WHERE, and as the number of its LIMIT. kgraph/rdf/query.py binds
// the same.

const LIMIT = "limit";
// The number of a LIMIT that a form writes for "0", which lists all.
const ALL = "1000000000";
// What can hide a keyword: escapes, comments, IRIs and strings.
const STRINGS = [
  String.raw`"{3}(?:\\.|[^\\])*?"{3}`,
  String.raw`'{3}(?:\\.|[^\\])*?'{3}`,
  String.raw`"(?:\\.|[^"\\\n\r])*"`,
  String.raw`'(?:\\.|[^'\\\n\r])*'`,
];
const OPAQUE = new RegExp(String.raw`(\\.)|(#[^\n\r]*)|<[^\s<>"{}|\\^\x60]*>|${STRINGS.join("|")}`, "gs");
const TERM = String.raw`"(?:\\.|[^"\\])*"|<[^\s<>"{}|\\^\x60]*>|[\w-]+:[\w.-]+`;
const BOUND = new RegExp(String.raw` VALUES \?(\w+) \{ (${TERM}) \}`, "g");
const IRI = /^<[^\s<>"{}|\\^`]+>$/;
const NAME = /^([\w-]+):[\w.-]+$/;
const LETTERS = { "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\" };

/** The names on a query's line of parameters. */
export function declared(text) {
  return text.match(/^#\s*parameters:(.*)$/m)?.[1].match(/\w+/g) ?? [];
}

/** What the parameters of a query are now; one that is left open is "". */
export function valuesOf(text) {
  const names = declared(text);
  const values = Object.fromEntries(names.map((name) => [name, ""]));
  for (const [, name, term] of boundIn(text)) if (names.includes(name)) values[name] = read(term);
  const most = limitOf(text)?.[1] ?? "";
  if (names.includes(LIMIT)) values[LIMIT] = most === ALL ? "0" : most;
  return values;
}

/** The query with these values; `prefixes` are those that "kg:Meeting" may use. Values of unknown names are ignored. */
export function withValues(text, values, prefixes) {
  const given = declared(text).filter((name) => name !== LIMIT && (values[name] ?? "") !== "");
  const clauses = given.map((name) => ` VALUES ?${name} { ${written(values[name], prefixes)} }`).join("");
  const plain = unbound(text);
  let [made, from] = ["", 0];
  for (const start of clauses ? starts(plain) : []) {
    made += plain.slice(from, start) + clauses;
    from = start;
  }
  return limited(made + plain.slice(from), values[LIMIT] === "0" ? ALL : (values[LIMIT] ?? ""));
}

/** The query without the values that a form has written into it. */
function unbound(text) {
  const names = declared(text);
  return text.replace(BOUND, (clause, name, _term, at) => (names.includes(name) && isOwn(text, at) ? "" : clause));
}

function boundIn(text) {
  return [...text.matchAll(BOUND)].filter(({ index }) => isOwn(text, index));
}

/** Whether only such clauses stand between this place and the brace that begins the pattern. */
function isOwn(text, at) {
  return /\{$/.test(text.slice(0, at).replace(new RegExp(`(?:${BOUND.source})+$`), ""));
}

/** Where the patterns begin: behind the braces of each WHERE, or of the only pattern. */
function starts(text) {
  const plain = blank(text);
  const found = [...plain.matchAll(/\bWHERE\s*\{/gi)].map((match) => match.index + match[0].length);
  return found.length ? found : [plain.indexOf("{") + 1].filter(Boolean);
}

/** The text with comments, IRIs and strings blanked, letter for letter. */
function blank(text) {
  return text.replace(OPAQUE, (hidden, _escape, comment) => (comment ? " " : "\0").repeat(hidden.length));
}

function limitOf(text) {
  return /(?<![\w?$:.-])LIMIT\s+([0-9]+)/i.exec(blank(text));
}

function limited(text, most) {
  const found = limitOf(text);
  if (!found || !declared(text).includes(LIMIT) || !/^[1-9][0-9]{0,17}$/.test(most)) return text;
  const end = found.index + found[0].length;
  return text.slice(0, end - found[1].length) + most + text.slice(end);
}

function written(value, prefixes) {
  const prefix = NAME.exec(value)?.[1];
  if (IRI.test(value) || (prefix && Object.hasOwn(prefixes, prefix))) return value;
  return `"${value.replace(/[\n\r\t"\\]/g, (letter) => LETTERS[letter])}"`;
}

function read(term) {
  if (!term.startsWith('"')) return term;
  const letters = Object.fromEntries(Object.entries(LETTERS).map(([letter, escape]) => [escape, letter]));
  return term.slice(1, -1).replace(/\\./g, (escape) => letters[escape] ?? escape[1]);
}
