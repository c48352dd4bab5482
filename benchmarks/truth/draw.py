"""Draws claims by chance: so many of each kind, only so many from one article, and none that has been judged or drawn before.

The order of chance is a hash of the seed and the claim, so the order of the articles does not matter.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.judging import lines
from benchmarks.judging.articles import Offsets
from benchmarks.truth.corpus import Made, Page
from benchmarks.truth.verdicts import ClaimKey, Subject

SHEET = 100
"""How many claims a judge reads in one sitting."""


class Drawn(Subject, frozen=True, omit_defaults=True):
    """One item of a draw: where it stands on which sheet, and what was claimed of which article.

    ``says`` is the claim as one English sentence, ``sentence`` are the offsets of the article's own sentence.
    """

    draw: str
    sheet: int
    number: int
    pos: str = ""
    sentence: Offsets = (0, 0)
    says: str = ""


class Candidate(NamedTuple):
    """A claim that may be drawn, with its article."""

    page: Page
    made: Made

    @property
    def key(self) -> ClaimKey:
        """What would be judged."""
        return ClaimKey(self.page.id, self.made.kind, self.made.claim)


@dataclass(frozen=True, slots=True)
class Rules:
    """How much is drawn: the number of each kind, and how many at most from one article in this draw and together with earlier ones.

    ``before`` says how many the earlier draws have of each article, ``judged`` what is not drawn again.
    """

    seed: int
    numbers: Mapping[str, int]
    per_article: int = 2
    in_all: int = 1_000_000
    before: Mapping[str, int] = field(default_factory=dict)
    judged: Container[ClaimKey] = frozenset()


def candidates(pages: Iterable[Page]) -> Iterator[Candidate]:
    """The claims that may be drawn of articles: those of paragraphs that are whole."""
    return (Candidate(page, made) for page in pages for made in page.claims if made.whole)


def draw(pool: Iterable[Candidate], rules: Rules) -> list[Candidate]:
    """The claims that the rules draw, the kinds mixed by chance; fewer where the articles do not give as many."""
    drawn: list[Candidate] = []
    kinds: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for candidate in sorted(pool, key=lambda one: rank(rules.seed, one)):
        article, kind = candidate.page.id, candidate.made.kind
        if kinds[kind] >= rules.numbers.get(kind, 0) or articles[article] >= rules.per_article:
            continue
        if articles[article] + rules.before.get(article, 0) >= rules.in_all or candidate.key in rules.judged:
            continue
        kinds[kind] += 1
        articles[article] += 1
        drawn.append(candidate)
    return sorted(drawn, key=lambda one: rank(f"{rules.seed} mixed", one))


def rank(seed: int | str, candidate: Candidate) -> tuple[bytes, Offsets]:
    """A claim's place in the order of chance."""
    claim = candidate.made.claim
    words = f"{seed}|{candidate.page.file}|{candidate.page.record}|{claim.trigger}|{claim.type}"
    return hashlib.sha256(words.encode()).digest(), claim.trigger


def on_sheets(drawn: Sequence[Drawn], first: int) -> list[Drawn]:
    """The items numbered from 1 on each sheet of SHEET, the sheets from ``first`` on."""
    return [
        msgspec.structs.replace(item, sheet=first + place // SHEET, number=place % SHEET + 1) for place, item in enumerate(drawn)
    ]


def read_draw(path: Path) -> list[Drawn]:
    """The items of a draw's file."""
    return lines.read(path, Drawn)
