"""The commands that read a build's folder, and what is wrong with what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.robust.command import Ran, fault, run
from benchmarks.robust.outcomes import Outcome

_EVENTS = "SELECT ?event ?label ?report WHERE { ?event kg:reportedBy ?report ; rdfs:label ?label }"
READERS: Mapping[str, tuple[str, ...]] = {
    "query": ("query", _EVENTS, "--format", "csv"),
    "entities": ("entities", "--all", "--format", "csv"),
    "explain": ("explain", "Vladimir Putin"),
    "export": ("export", "--format", "nquads"),
    "status": ("status",),
}
"""Commands that write nothing, by their names."""
WRITERS: Mapping[str, str] = {"analyse": "networks/", "explore": "explore.html"}
"""Commands that write something of a finished graph, and what they write."""
Answer = tuple[int | None, str]
"""A command's status, and a hash of the sorted lines that it printed."""


def answers(articles: Path, out: Path, names: Iterable[str] = READERS) -> dict[str, Answer]:
    """What readers say of a folder."""
    return {name: answer(ask(name, articles, out)) for name in names}


def ask(name: str, articles: Path, out: Path) -> Ran:
    """How a reader ended."""
    return run(arguments(name, articles, out), out.parent)


def arguments(name: str, articles: Path, out: Path) -> list[str]:
    """A reader's command line; status is told of the articles, and would otherwise look where the last build did."""
    command = READERS.get(name, (name,))
    return [*command, *([str(articles)] if name == "status" else []), "-d", str(out)]


def answer(ran: Ran) -> Answer:
    """What is compared of what a reader said."""
    return ran.status, hashlib.sha256(b"\n".join(sorted(ran.out.splitlines()))).hexdigest()


def judged(name: str, ran: Ran, right: Iterable[Answer]) -> tuple[Outcome, str]:
    """How good an answer is, where any of some is right. Status 1 of status is right: a build has something to do there."""
    statuses = (0, 1, 2) if name == "status" else (0, 2)
    if found := fault(ran, statuses):
        return found
    if ran.status == 2:
        return Outcome.REPORTED, ran.last_line
    if answer(ran) in right or (name == "status" and ran.status == 1):
        return Outcome.RIGHT, ""
    return Outcome.WRONG, f"status {ran.status}, {len(ran.out)} bytes that no finished graph gives"
