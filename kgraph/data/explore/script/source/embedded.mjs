// Where a file's page has its data from: the file itself. Nobody is asked for anything.
import { modelOf } from "../model/data.mjs";
import { hitsOf } from "../model/finding.mjs";
import { matches, namesOf } from "../model/search.mjs";

/**
 * A source gives the `first` model; asks for that of a state (`ask`: a promise, or null where the model that it gave last
 * will do); finds `names` and `texts` (promises); and says whether there is a newer build (`isOutdated`, a promise).
 */
export function embedded(data) {
  const first = modelOf(data);
  const names = namesOf(first);
  return {
    first,
    ask: () => null,
    names: (words) => Promise.resolve(matches(names, words)),
    texts: (words, state) => Promise.resolve(hitsOf(first, state, words)),
    isOutdated: () => Promise.resolve(false),
  };
}
