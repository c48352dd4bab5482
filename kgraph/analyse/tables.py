"""Tables made from a graph: the timeline and the dyads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kgraph.coding.codes import deciding
from kgraph.coding.report_table import CITATION, PARTIES, citation, parties
from kgraph.rdf.view import Happening, View


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def timeline(view: View) -> Table:
    """All events in the order of their time; those without a stated time stand by the last day on which they can have happened."""
    ordered = sorted(view.happenings.values(), key=_time)
    rows = tuple(
        (
            event.begin,
            event.end,
            event.precision if event.begin or event.end else "",
            "stated" if event.stated else "inferred" if event.end else "unknown",
            event.type,
            event.label,
            *parties(event, view),
            event.factuality,
            f"{event.confidence:.2f}",
            str(len(event.tellings)),
            str(len({telling.article for telling in event.tellings})),
            *citation(deciding(event), view),
            event.iri,
        )
        for event in ordered
    )
    what = ("begin", "end", "precision", "basis", "type", "event", *PARTIES, "factuality", "confidence", "reports", "articles")
    return Table((*what, *CITATION, "iri"), rows)


def _time(event: Happening) -> tuple[bool, str, str]:
    day = event.begin or event.end
    return not day, day, event.iri


def dyads(view: View) -> Table:
    """A row for each source and target: how much cooperation and conflict has happened between them, by which types, and an example.

    The example is the event that most articles report, with the words of one.
    """
    examples: dict[tuple[str, str], Happening] = {}
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    types: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for event in view.happenings.values():
        if event.factuality == "happened" and event.orientation != "neutral":
            for pair in event.dyads():
                counts[pair][event.orientation] += 1
                types[pair][event.type] += 1
                examples[pair] = min(examples.get(pair, event), event, key=_told)
    ordered = sorted(counts, key=lambda pair: (-sum(counts[pair].values()), pair))
    rows = tuple(
        (
            view.actors[source].name,
            view.actors[target].name,
            str(counts[source, target]["cooperation"]),
            str(counts[source, target]["conflict"]),
            "; ".join(
                f"{name} {count}" for name, count in sorted(types[source, target].items(), key=lambda item: (-item[1], item[0]))
            ),
            examples[source, target].label,
            f"{examples[source, target].confidence:.2f}",
            *citation(deciding(examples[source, target]), view),
            source,
            target,
        )
        for source, target in ordered
    )
    told = ("example", "confidence", "said_by", *CITATION[1:])
    return Table(("source", "target", "cooperation", "conflict", "types", *told, "source_iri", "target_iri"), rows)


def _told(event: Happening) -> tuple[int, float, str]:
    return -len({telling.article for telling in event.tellings}), -event.confidence, event.iri


TABLES: Mapping[str, Callable[[View], Table]] = {"timeline": timeline, "dyads": dyads}
