"""What has changed since the last build, and so would be done by the next: found without extracting anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph.build import ToMake, to_make
from kgraph.build.state import last_made
from kgraph.disk import Reader
from kgraph.errors import KGraphError
from kgraph.model import file_of
from kgraph.outgoing import counted
from kgraph.periods import periods_of, read_periods
from kgraph.settings import Settings

_SHOWN = 5  # names that a reason spells out; the others are counted
_HASHED = ("code", "event lexicon", "data", "authority or corrections")


@dataclass(frozen=True, slots=True)
class Status:
    """Why a build is stale, a sentence each; none where it is up to date. ``errors`` are articles that cannot be read now."""

    reasons: tuple[str, ...]
    errors: tuple[KGraphError, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether a build would change the graph."""
        return bool(self.reasons)


def status(sources: Sequence[str | Path], out: Path, settings: Settings) -> Status:
    """How a build's folder stands to its sources, by default to those that the last build read.

    An article that has only moved is not stale. Raises what reading settings and corrections raises.
    """
    files = Reader(out)
    damaged = tuple(_counted("damaged", files.verify(), "file"))
    last = last_made(files)
    if last is None:
        return Status((*damaged, f"there is no finished build in {out}, or an older kgraph wrote it"))
    wanted = sources or last.sources
    if "-" in map(str, wanted):
        now = to_make([], files, settings)
        return Status(
            (*damaged, "the articles came from standard input and cannot be compared", *_inputs(last.inputs, now.made.inputs)),
            now.errors,
        )
    now = to_make(wanted, files, settings)
    return Status(
        (
            *damaged,
            *_articles(last.articles, now.made.articles),
            *_redated(last.articles, now.made.articles, settings),
            *_inputs(last.inputs, now.made.inputs),
            *_again(last.articles, now),
        ),
        now.errors,
    )


def _articles(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    before, after = set(then.values()), set(now.values())
    new = sorted(origin for origin, identifier in now.items() if identifier not in before)
    gone = sorted(origin for origin, identifier in then.items() if identifier not in after)
    yield from _counted("added", [origin for origin in new if origin not in then])
    yield from _counted("changed", [origin for origin in new if origin in then])
    yield from _counted("removed", [origin for origin in gone if origin not in now])
    was = {identifier: file_of(origin) for origin, identifier in then.items()}
    yield from _counted(
        "renamed", sorted(origin for origin, one in now.items() if was.get(one, file_of(origin)) != file_of(origin))
    )


def _redated(then: Mapping[str, str], now: Mapping[str, str], settings: Settings) -> Iterator[str]:
    """The articles that have moved to where the user gives another period."""
    periods = read_periods(settings.period)
    before, after = periods_of(then, periods), periods_of(now, periods)
    known = set(then.values())
    moved = sorted(origin for origin, one in now.items() if one in known and before.get(one) != after.get(one))
    yield from _counted("moved to another period", moved)


def _again(then: Mapping[str, str], now: ToMake) -> Iterator[str]:
    """How many articles that have not changed would be extracted again, by other code or another lexicon."""
    same = [identifier for origin, identifier in now.made.articles.items() if then.get(origin) == identifier]
    if again := sum(identifier in now.to_extract for identifier in same):
        yield f"{again} of {counted(len(same), 'unchanged article')} to extract again"


def _counted(what: str, origins: Sequence[str], kind: str = "article") -> Iterator[str]:
    if origins:
        more = f" and {len(origins) - _SHOWN} more" if len(origins) > _SHOWN else ""
        yield f"{counted(len(origins), kind)} {what}: {', '.join(origins[:_SHOWN])}{more}"


def _inputs(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name, value in now.items():
        if then.get(name) != value:
            yield f"{name} changed" if name in _HASHED else f"{name} was {then.get(name, 'not known')}, is {value}"
