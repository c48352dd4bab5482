"""Events over two files of articles that lie years apart: hardly any event can be told of in both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.identity.archive import Archive
from benchmarks.identity.draw import report_at
from kgraph.model import Event


class Spanning(NamedTuple):
    """An event with its reports as their files call them: the name of file and record, the offsets, and the rule."""

    event: Event
    reports: tuple[tuple[str, str, int, int, str], ...]


def spanning(archive: Archive, files: tuple[str, str]) -> list[Spanning]:
    """The events with reports in both files, in the order of their ids."""
    return [
        Spanning(event, tuple(_reports(archive, event)))
        for event in archive.resolution.events
        if set(files) <= {archive.papers[ref.article].file for ref in event.reports}
    ]


def lines(found: Spanning) -> Iterator[str]:
    """An event with its reports, as lines of text."""
    yield f"{found.event.id}: {found.event.label} [{found.event.type}]"
    yield from (
        f"  {file} {record} {start}-{end}{f': {rule}' if rule else ''}" for file, record, start, end, rule in found.reports
    )


def _reports(archive: Archive, event: Event) -> Iterator[tuple[str, str, int, int, str]]:
    reasons = {merge.report: merge.rule for merge in event.merges}
    for ref in sorted(event.reports):
        paper = archive.papers[ref.article]
        yield paper.file, paper.record, *report_at(archive, ref), reasons.get(ref, "")
