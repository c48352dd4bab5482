"""Trains the confidence of names on the verdicts on entities (docs/confidence.md).

    python -m benchmarks.truth.train_names NEWS --cache CACHE            # measures by cross-validation
    python -m benchmarks.truth.train_names NEWS --cache CACHE --write    # measures, then writes kgraph/data/verifier/names.tsv

Needs scikit-learn, as benchmarks.truth.train does. Nothing that is shipped was learned from a held-out article.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.judging.heldout import is_held_out
from benchmarks.truth.claims import ENTITY
from benchmarks.truth.train import Example, judged_articles, measures, probabilities, train, training_parser, weights_file
from benchmarks.truth.verdicts import Verdict, read_store
from kgraph.coreference.chains import chains
from kgraph.model import Extraction
from kgraph.verifier.name_confidence import named

WEIGHTS = Path(__file__).resolve().parents[2] / "kgraph" / "data" / "verifier" / "names.tsv"
_FOLDS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    options = training_parser(__doc__).parse_args(arguments)
    found = list(name_examples(options.sources, options.cache, read_store(options.store)))
    learned = [one for one in found if not one.held_out]
    print(f"Learned from {len(learned)} names; of those learned from, by cross-validation over articles:\n")
    print(measures(*_crossed(learned)))
    weights = train(learned)
    if held_out := [one for one in found if one.held_out]:
        print(f"\nOn {len(held_out)} names of held-out articles:\n\n{measures(held_out, probabilities(held_out, weights))}")
    if options.write:
        WEIGHTS.write_text(
            weights_file(weights, len(learned), "a reader finds nothing wrong with a name", "name_confidence"), "utf-8"
        )
        print(f"\n{len(weights)} weights written")
    return 0


def name_examples(sources: Sequence[Path], cache: Path, verdicts: Iterable[Verdict]) -> Iterator[Example]:
    """The judged names that are found today as they were judged, with their features."""
    for article, doc, judged in judged_articles(sources, cache, verdicts, (ENTITY,)):
        found, mentions = chains(article, doc)
        seen = named(Extraction(article, found, mentions, (), (), ()), doc)
        numbers = {(mention.span.start, mention.span.end): mention.chain for mention in mentions}
        for verdict in judged:
            features = _features(verdict, numbers, seen)
            if features is not None:
                held_out = is_held_out(verdict.file, verdict.record)
                yield Example(features, verdict.verdict == "right", verdict.article, ENTITY, verdict.draw, held_out)


def _features(
    verdict: Verdict, numbers: Mapping[tuple[int, int], int], seen: Mapping[int, Mapping[str, float]]
) -> Mapping[str, float] | None:
    number = numbers.get(verdict.claim.trigger)
    features = seen.get(number) if number is not None else None
    return features if features is not None and f"type={verdict.claim.type}" in features else None


def _crossed(learned: Sequence[Example]) -> tuple[list[Example], np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """The examples, each with what weights say of it that were not learned from its article."""
    folds = sorted({one.article for one in learned})
    place = {article: number % _FOLDS for number, article in enumerate(folds)}
    crossed: list[Example] = []
    sure = []
    for fold in range(_FOLDS):
        inside = [one for one in learned if place[one.article] == fold]
        crossed += inside
        sure.append(probabilities(inside, train([one for one in learned if place[one.article] != fold])))
    return crossed, np.concatenate(sure)


if __name__ == "__main__":
    sys.exit(main())
