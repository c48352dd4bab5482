// Order, counts and groups.

export function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How often each item occurs. */
export function tally(items) {
  const found = new Map();
  for (const item of items) found.set(item, (found.get(item) ?? 0) + 1);
  return found;
}

/** The entries of a map of counts, the largest count first, equal ones by their keys. */
export function mostFirst(counts) {
  return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
}

/** The items of each key, keys and items in the order of their first occurrence. */
export function grouped(items, keyOf) {
  const found = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(item);
  }
  return found;
}
