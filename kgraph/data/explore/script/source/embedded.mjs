// Where a file's page has its data from: the file itself. Nobody is asked for anything.
//
// A source gives the `first` model; with `ask` a promise of the model of a state, or null where the one that it gave
// last will do; with `names` and `texts` promises of what is found; and with `isOutdated` a promise of whether there is
// a newer build. It is asked for what is typed once nothing was typed for so many milliseconds (`patience`).
import { modelOf } from "../model/data.mjs";
import { hitsOf } from "../model/finding.mjs";
import { matches, namesOf } from "../model/search.mjs";

export class Embedded {
  constructor(data) {
    this.first = modelOf(data);
    this.known = namesOf(this.first);
    this.patience = 0;
  }

  ask() {
    return null;
  }

  names(words) {
    return Promise.resolve(matches(this.known, words));
  }

  texts(words, state) {
    return Promise.resolve(hitsOf(this.first, state, words));
  }

  isOutdated() {
    return Promise.resolve(false);
  }
}
