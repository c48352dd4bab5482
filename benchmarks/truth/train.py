"""Trains the verifier on the verdicts, and measures it on the articles that are held out (docs/confidence.md).

    python -m benchmarks.truth.train NEWS --cache CACHE            # measures
    python -m benchmarks.truth.train NEWS --cache CACHE --write    # measures, then writes kgraph/data/verifier/weights.tsv

Needs scikit-learn (``pip install --group train`` with pip 25.1 or newer). Nothing that is shipped was learned from a held-out article.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.judging.articles import text_digest
from benchmarks.judging.heldout import is_held_out
from benchmarks.truth.claims import KINDS, REPORT_KINDS, as_claimed
from benchmarks.truth.corpus import distinct
from benchmarks.truth.opinions import Opinion, opinions
from benchmarks.truth.parsed import Parses
from benchmarks.truth.verdicts import STORE, Verdict, deciding, read_store
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article
from kgraph.syntax.tree import Doc
from kgraph.verifier import Claim, features
from kgraph.verifier.weights import BIAS

WEIGHTS = Path(__file__).resolve().parents[2] / "kgraph" / "data" / "verifier" / "weights.tsv"
_LEAST = 3  # claims that must have a feature for it to get a weight
_STRENGTH = 0.15  # inverse strength of the L2 penalty, chosen by cross-validation on what is not held out
_OPINION = 0.7  # how much an opinion of the cross-encoder counts beside a verdict; with opinions, the next two
_STRENGTH_TAUGHT = 0.05
_LEAST_TAUGHT = 8
_SMALL = 0.005  # weights nearer to zero are left out
_FOLDS, _BINS = 5, 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A judged claim: its features, whether it is usable, its article, its kind and draw, and whether the article is held out."""

    seen: Mapping[str, float]
    usable: bool
    article: str
    kind: str
    draw: str
    held_out: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    options = training_parser(__doc__).parse_args(arguments)
    found = list(examples(options.sources, options.cache, read_store(options.store)))
    learned = [one for one in found if not one.held_out]
    taught = list(opinions(options.sources, options.cache))
    weights = train(learned, taught)
    measured = [one for one in found if one.held_out and (not options.only or one.draw in options.only)]
    print(f"Learned from {len(learned)} verdicts and {len(taught)} opinions, measured on {len(measured)}.\n")
    print(measures(measured, probabilities(measured, weights)))
    if options.write:
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_text(weights_file(weights, len(learned), "a reader calls a claim usable", "features"), "utf-8")
        print(f"\n{len(weights)} weights written")
    return 0


def examples(sources: Sequence[Path], cache: Path, verdicts: Iterable[Verdict]) -> Iterator[Example]:
    """The judged claims with their features."""
    for verdict, claim, doc in judged_claims(sources, cache, verdicts):
        yield judged(verdict, features(claim, doc))


def judged_claims(sources: Sequence[Path], cache: Path, verdicts: Iterable[Verdict]) -> Iterator[tuple[Verdict, Claim, Doc]]:
    """The judged claims of reports whose articles read today as they did when they were judged, each with its article's parse."""
    lexicon = shipped_lexicon()
    for _, doc, found in judged_articles(sources, cache, verdicts, REPORT_KINDS):
        for verdict in found:
            yield verdict, as_claimed(verdict.claim, lexicon), doc


def judged_articles(
    sources: Sequence[Path], cache: Path, verdicts: Iterable[Verdict], kinds: Collection[str]
) -> Iterator[tuple[Article, Doc, list[Verdict]]]:
    """The articles with their parses and the deciding verdicts of these kinds that were given on the text that they have today."""
    by_article: dict[str, list[Verdict]] = {}
    for verdict in deciding(verdicts).values():
        if verdict.kind in kinds:
            by_article.setdefault(verdict.article, []).append(verdict)
    articles = [article for article in distinct(sources) if article.id in by_article]
    for article, doc in Parses.below(cache).docs(articles):
        text = text_digest(article.text)
        yield article, doc, [verdict for verdict in by_article[article.id] if verdict.text == text]


def judged(verdict: Verdict, seen: Mapping[str, float]) -> Example:
    """A judged claim with its features."""
    held_out = is_held_out(verdict.file, verdict.record)
    return Example(seen, verdict.is_usable, verdict.article, verdict.kind, verdict.draw, held_out)


def train(learned: Sequence[Example], taught: Sequence[Opinion] = ()) -> dict[str, float]:
    """The weights of a logistic regression, learned from verdicts and opinions; its odds are calibrated on articles that it did not see."""
    seen = [*(one.seen for one in learned), *(one.seen for one in taught)]
    known = _known(seen, _LEAST_TAUGHT if taught else _LEAST)
    table = DictVectorizer()
    matrix = table.fit_transform([{name: value for name, value in own.items() if name in known} for own in seen])
    data = _Data.of(matrix, learned, taught)
    platt = LogisticRegression(C=1e6).fit(data.odds_by_others().reshape(-1, 1), data.usable)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    model = data.fitted(np.ones(len(data.articles), bool))
    weights = {BIAS: slope * float(model.intercept_[0]) + shift}
    weights |= {name: slope * float(w) for name, w in zip(table.get_feature_names_out(), model.coef_[0], strict=True)}
    return {name: round(w, 3) for name, w in weights.items() if name == BIAS or abs(w) >= _SMALL}


def _known(seen: Iterable[Mapping[str, float]], least: int) -> set[str]:
    """The features that get a weight: those that so many claims have."""
    counts = Counter(name for own in seen for name in own)
    return {name for name, count in counts.items() if count >= least and name.isprintable()}


@dataclass(frozen=True, slots=True)
class _Data:
    """What the weights learn from, one row for each claim: first the ``usable`` or not of those that were judged, then the opinions."""

    matrix: csr_matrix
    usable: NDArray[np.bool_]
    opinions: Floats
    articles: NDArray[np.str_]

    @classmethod
    def of(cls, matrix: csr_matrix, learned: Sequence[Example], taught: Sequence[Opinion]) -> _Data:
        articles = np.array([*(one.article for one in learned), *(one.article for one in taught)])
        return cls(matrix, np.array([one.usable for one in learned]), np.array([one.usable for one in taught]), articles)

    def fitted(self, wanted: NDArray[np.bool_]) -> LogisticRegression:
        """The regression of some of the rows. An opinion is a claim that is usable and one that is not, each as far as it says so."""
        judged, taught = wanted[: len(self.usable)], wanted[len(self.usable) :]
        opinions = self.opinions[taught]
        below = self.matrix[len(self.usable) :][taught]
        rows = vstack([self.matrix[: len(self.usable)][judged], below, below])
        usable = np.concatenate([self.usable[judged], np.ones(len(opinions), bool), np.zeros(len(opinions), bool)])
        share = np.concatenate([np.ones(judged.sum()), _OPINION * opinions, _OPINION * (1 - opinions)])
        return LogisticRegression(C=_STRENGTH_TAUGHT if len(opinions) else _STRENGTH, max_iter=3000).fit(
            rows, usable, sample_weight=share
        )

    def odds_by_others(self) -> Floats:
        """The log odds of each claim that was judged, by what is learned from other articles."""
        own = self.articles[: len(self.usable)]
        odds = np.zeros(len(own))
        for _, fold in GroupKFold(_FOLDS).split(own, groups=own):
            model = self.fitted(~np.isin(self.articles, own[fold]))
            odds[fold] = model.decision_function(self.matrix[fold])
        return odds


def probabilities(found: Sequence[Example], weights: Mapping[str, float]) -> Floats:
    """What the weights say of each claim."""
    odds = [weights[BIAS] + sum(weights.get(name, 0.0) * value for name, value in one.seen.items()) for one in found]
    return 1 / (1 + np.exp(-np.array(odds)))


def measures(measured: Sequence[Example], sure: Floats) -> str:
    """How well probabilities tell usable claims from others, as Markdown."""
    usable = np.array([one.usable for one in measured])
    kinds = [("all", np.ones(len(measured), bool))]
    kinds += [
        (kind, np.array([one.kind == kind for one in measured]))
        for kind in sorted({one.kind for one in measured}, key=KINDS.index)
    ]
    rows = [_row(name, usable[mask], sure[mask]) for name, mask in kinds if mask.any()]
    head = "| kind | claims | usable | AUC | calibration error | of the surest 10 % | 20 % | 40 % | 60 % |\n" + "|---" * 9 + "|"
    return "\n".join([head, *rows, "", *_reliability(usable, sure), "", *_thresholds(usable, sure)])


def _row(name: str, usable: NDArray[np.bool_], sure: Floats) -> str:
    auc = f"{roc_auc_score(usable, sure):.3f}" if 0 < usable.sum() < len(usable) else "-"
    order = np.argsort(-sure, kind="stable")
    top = " | ".join(f"{usable[order[: max(1, int(len(order) * part))]].mean():.0%}" for part in (0.1, 0.2, 0.4, 0.6))
    return f"| {name} | {len(usable)} | {usable.mean():.0%} | {auc} | {calibration_error(usable, sure):.3f} | {top} |"


def calibration_error(usable: NDArray[np.bool_], sure: Floats) -> float:
    """The expected calibration error over ten bins of equal size."""
    bins = np.array_split(np.argsort(sure, kind="stable"), _BINS)
    return float(sum(len(part) / len(sure) * abs(usable[part].mean() - sure[part].mean()) for part in bins if len(part)))


def _reliability(usable: NDArray[np.bool_], sure: Floats) -> Iterator[str]:
    yield "| confidence | claims | mean confidence | usable |\n|---|---|---|---|"
    for low in np.arange(0, 1, 0.1):
        mask = (sure >= low) & (sure < low + 0.1)
        if mask.any():
            yield f"| {low:.1f} to {low + 0.1:.1f} | {mask.sum()} | {sure[mask].mean():.2f} | {usable[mask].mean():.0%} |"


def _thresholds(usable: NDArray[np.bool_], sure: Floats) -> Iterator[str]:
    """What is left, and how much of what is usable, where claims below a confidence are not shown."""
    yield "| at least | claims shown | usable | of all that is usable |\n|---|---|---|---|"
    for least in (0.0, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        mask = sure >= least
        yield f"| {least:g} | {mask.mean():.0%} | {usable[mask].mean():.0%} | {float(usable[mask].sum()) / float(usable.sum()):.0%} |"


def weights_file(weights: Mapping[str, float], learned: int, what: str, module: str) -> str:
    """The lines of a file of weights: log odds of what a reader says, by the features of a module of the verifier."""
    head = [
        f"# Log odds that {what}, by feature (kgraph/verifier/{module}.py).",
        f"# Logistic regression, calibrated; learned from {learned} verdicts by benchmarks/truth. See docs/confidence.md.",
    ]
    return "\n".join([*head, *(f"{name}\t{weights[name]:g}" for name in sorted(weights))]) + "\n"


def training_parser(description: str | None) -> argparse.ArgumentParser:
    """The options of a program that trains on verdicts."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", type=Path, metavar="PATH", help="files or folders of the articles that were judged")
    parser.add_argument("--cache", type=Path, required=True, metavar="DIR", help="where parses are kept; may be deleted")
    parser.add_argument("--store", type=Path, default=STORE, help="the folder of the verdicts (default: the repository's)")
    parser.add_argument(
        "--only", action="append", metavar="DRAW", help="measure on the held-out claims of this draw; may stand several times"
    )
    parser.add_argument("--write", action="store_true", help="write the weights that ship with kgraph")
    return parser


if __name__ == "__main__":
    sys.exit(main())
