"""Builds thousands of odd articles, in batches, and checks every span and shape of the graphs.

The articles are short ones of the news given on the command line, or invented, that were made odd (benchmarks.robust.oddities); one of
500 is a giant. Where the build of a batch dies, hangs, or ends with another status than 0 or 1, the articles that do it are found by
halving, counted, and left out. Of the others each must be in the graph or be told as an error, for a reason that lies in the article
(kgraph has slugs for those); an article that is told for any other reason is lost. An article that is neither is wrong, and
so is one whose graph has a span outside its text, a span that begins or ends in white space or crosses a block, or a broken shape.

The full run builds 10,000 articles, in about 20 minutes where nothing fails.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.robust.checks import problems
from benchmarks.robust.command import Ran, fault, run
from benchmarks.robust.oddities import Source, family_of, odd, written
from benchmarks.robust.outcomes import Outcome, Tally
from benchmarks.robust.prober import Prober, culprits

CASES = 10_000
_BATCH = 250
_SECONDS = 60, 2  # a batch may take so long, and so much longer for each article
_GIANT_SECONDS = 900
OF_THE_ARTICLE = frozenset(
    "unreadable-article empty-article not-text bad-record bad-field not-english too-long too-slow duplicate-article no-articles".split()
)
_CASE = re.compile(r"case-(\d{6})")
_NUMBER = re.compile(r"article-(\d{6})")
DONE = re.compile(r"^kgraph: (\d+) articles \(", re.MULTILINE)
ERROR = re.compile(r"^kgraph: error: (.*?) \[([a-z-]+)\]$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Articles by their numbers, in files, and a build's folder beside them."""

    folder: Path
    paths: dict[int, Path]

    def arguments(self, numbers: Iterable[int]) -> list[str]:
        """A command that builds some of them anew."""
        shutil.rmtree(self.out, ignore_errors=True)
        return ["build", *(str(self.paths[number]) for number in numbers), "-o", str(self.out)]

    @property
    def out(self) -> Path:
        """The build's folder."""
        return self.folder / "out"

    @property
    def seconds(self) -> float:
        """After how many seconds a build counts as hung."""
        if any(family_of(number) == "giant" for number in self.paths):
            return _GIANT_SECONDS
        return _SECONDS[0] + _SECONDS[1] * len(self.paths)


def run_cases(numbers: Sequence[int], news: Sequence[Path], seed: int, scratch: Path, tally: Tally) -> None:
    """Builds the articles of these numbers."""
    source, prober = Source.of(news), Prober(scratch)
    slugs: Counter[str] = Counter()
    try:
        for batch in _batches(numbers, seed, source, scratch):
            _try(batch, prober, slugs, tally)
    finally:
        prober.close()
    tally.note("told as errors: " + (", ".join(f"{count} {slug}" for slug, count in slugs.most_common()) or "none"))


def _batches(numbers: Sequence[int], seed: int, source: Source, scratch: Path) -> Iterator[_Batch]:
    """The articles in batches, the giants each in one of its own. Only one batch is on disk at a time."""
    ordinary = iter([number for number in numbers if family_of(number) != "giant"])
    groups = iter(lambda: list(islice(ordinary, _BATCH)), [])
    giants = ([number] for number in numbers if family_of(number) == "giant")
    for group in (*groups, *giants):
        folder = scratch / "batch"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield _Batch(folder, {number: written(number, odd(number, seed, source), folder) for number in group})


def _try(batch: _Batch, prober: Prober, slugs: Counter[str], tally: Tally) -> None:
    numbers = list(batch.paths)
    ran = run(batch.arguments(numbers), batch.folder, timeout=batch.seconds)
    if _fault(ran):
        guilty = _guilty(numbers, batch, prober, tally)
        numbers = [number for number in numbers if number not in guilty]
        ran = run(batch.arguments(numbers), batch.folder, timeout=batch.seconds) if numbers else ran
        if found := _fault(ran) if numbers else None:
            tally.count("batches without what fails alone", found[0], numbers[0], found[1])
            return
    if numbers:
        _judge(numbers, ran, batch, slugs, tally)


def _fault(ran: Ran) -> tuple[Outcome, str] | None:
    """What is wrong with a build; that of a few articles may end with 2 where none of them can be read."""
    return fault(ran, (0, 1, 2))


def _guilty(numbers: Sequence[int], batch: _Batch, prober: Prober, tally: Tally) -> set[int]:
    """The articles that make a build fail, each counted."""
    seen: dict[tuple[int, ...], tuple[Outcome, str]] = {}

    def fails(group: Sequence[int]) -> bool:
        found = _fault(prober.run(batch.arguments(group), batch.seconds))
        if found:
            seen[tuple(group)] = found
        return found is not None

    guilty: set[int] = set()
    for group in culprits(numbers, fails):
        outcome, what = seen[tuple(group)]
        more = f" (only together with {len(group) - 1} others)" if len(group) > 1 else ""
        tally.count(family_of(group[0]), outcome, group[0], what + more)
        guilty |= set(group)
    return guilty


def _judge(numbers: Sequence[int], ran: Ran, batch: _Batch, slugs: Counter[str], tally: Tally) -> None:
    """Counts the articles of a build that ended well: in the graph, told as an error, or neither."""
    told = _told(ran.err)
    slugs.update(slug for slug, _ in told.values())
    wrong = _wrong(batch.out) if ran.status != 2 else {}
    for number in numbers:
        slug, message = told.get(number, ("", ""))
        if number in wrong:
            outcome, message = Outcome.WRONG, wrong[number]
        else:
            outcome = Outcome.RIGHT if not slug else Outcome.REPORTED if slug in OF_THE_ARTICLE else Outcome.LOST
        tally.count(family_of(number), outcome, number, message)
    if -1 in wrong:
        tally.count("articles of odd file names", Outcome.WRONG, numbers[0], wrong[-1])
    built = int(found[1]) if (found := DONE.search(ran.err)) else 0
    if built + len(told) < len(numbers):
        what = f"{len(numbers)} files, but {built} articles built and {len(told)} told as errors"
        tally.count("batches that dropped an article", Outcome.WRONG, numbers[0], what)


def _told(err: str) -> dict[int, tuple[str, str]]:
    """Slug and message of articles that were told as errors. A whole build that read nothing names the first three only."""
    found: dict[int, tuple[str, str]] = {}
    for message, slug in ERROR.findall(err):
        for number in _CASE.findall(message):
            found.setdefault(int(number), (slug, message))
    return found


def _wrong(out: Path) -> dict[int, str]:
    """What is wrong with the graphs of articles, by their numbers; -1 for those whose file's name does not have it."""
    found: dict[int, str] = {}
    for problem in problems(out):
        number = _NUMBER.search(problem.file)
        found.setdefault(int(number[1]) if number else -1, problem.what)
    return found
