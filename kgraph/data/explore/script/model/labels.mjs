// What the page calls the values in its data.

export const FACTS = {
  happened: "happened",
  "did-not-happen": "did not happen",
  disputed: "disputed",
  planned: "planned",
  wanted: "wanted",
  possible: "possible",
  conditional: "conditional",
};
export const KINDS = {
  Person: "People",
  Group: "Groups",
  Organization: "Organisations",
  Place: "Places",
  NamedEvent: "Named events",
  Thing: "Other things",
};
export const ORIENTATIONS = { cooperation: "Cooperation", conflict: "Conflict", neutral: "Neither" };
export const NOTHING = "Nothing passes these filters.";

const ROLES = {
  agent: "Who",
  patient: "Whom or what",
  recipient: "To whom",
  addressee: "Told to",
  place: "Where",
  topic: "About",
  purpose: "For what",
};

export function factOf(event) {
  return FACTS[event.factuality] ?? event.factuality;
}

export function roleOf(role) {
  return ROLES[role] ?? spaced(role);
}

/** The words of a name in CamelCase. */
export function spaced(name) {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2");
}

/** The label of an event type. */
export function labelOf(model, type) {
  return type === "Event" ? "Other" : (model.types.get(type)?.label ?? type);
}

/** The PLOVER code of an event, "" where it has none. */
export function codeOf(event) {
  return event.code ?? "";
}
