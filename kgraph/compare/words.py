"""A difference for a reader: in sections, with all that has changed of one event together, as text and as a page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from kgraph.compare.changes import Change, Difference, Kind, Quote
from kgraph.outgoing import counted, one_line

if TYPE_CHECKING:
    from jinja2 import Template

_FIELDS: Mapping[Kind, str] = {
    Kind.FACTUALITY: "factuality",
    Kind.ROLES: "participants",
    Kind.TIME: "time",
    Kind.TYPE: "type",
    Kind.REPORTS: "reports",
    Kind.CONFIDENCE: "confidence",
    Kind.EVENT_NAME: "name",
    Kind.RENAMED_ENTITY: "name",
    Kind.RETYPED_ENTITY: "type",
}
"""Changes of one value, and what the value is called."""
_SECTIONS: Sequence[tuple[str, str, tuple[Kind, ...]]] = (
    ("Events of which the articles say something else now", "event", (Kind.FACTUALITY,)),
    ("New events", "event", (Kind.NEW_EVENT,)),
    ("Events that are gone", "event", (Kind.GONE_EVENT,)),
    ("Events that were merged", "event", (Kind.MERGED_EVENTS,)),
    ("Events that were split", "event", (Kind.SPLIT_EVENT,)),
    ("Events that have changed", "event", (Kind.ROLES, Kind.TIME, Kind.TYPE, Kind.REPORTS, Kind.CONFIDENCE, Kind.EVENT_NAME)),
    ("Entities that were merged", "entity", (Kind.MERGED_ENTITIES,)),
    ("Entities that were split", "entity", (Kind.SPLIT_ENTITY,)),
    ("Entities with another name or type", "entity", (Kind.RENAMED_ENTITY, Kind.RETYPED_ENTITY)),
    ("New entities", "entity", (Kind.NEW_ENTITY,)),
    ("Entities that are gone", "entity", (Kind.GONE_ENTITY,)),
    ("New articles", "article", (Kind.NEW_ARTICLE,)),
    ("Articles that were rewritten", "article", (Kind.REWRITTEN_ARTICLE,)),
    ("Articles that are gone", "article", (Kind.GONE_ARTICLE,)),
)
_SUMMARY: Sequence[tuple[str, str, tuple[Kind, ...]]] = (
    ("new article", "", (Kind.NEW_ARTICLE,)),
    ("article rewritten", "articles rewritten", (Kind.REWRITTEN_ARTICLE,)),
    ("article gone", "articles gone", (Kind.GONE_ARTICLE,)),
    ("new event", "", (Kind.NEW_EVENT,)),
    ("event gone", "events gone", (Kind.GONE_EVENT,)),
    ("event with another factuality", "events with another factuality", (Kind.FACTUALITY,)),
    ("event merged", "events merged", (Kind.MERGED_EVENTS,)),
    ("event split", "events split", (Kind.SPLIT_EVENT,)),
    ("event with other participants or another place", "events with other participants or another place", (Kind.ROLES,)),
    ("event with another time or type", "events with another time or type", (Kind.TIME, Kind.TYPE)),
    ("new entity", "new entities", (Kind.NEW_ENTITY,)),
    ("entity gone", "entities gone", (Kind.GONE_ENTITY,)),
    ("entity merged", "entities merged", (Kind.MERGED_ENTITIES,)),
    ("entity split", "entities split", (Kind.SPLIT_ENTITY,)),
    ("entity with another name or type", "entities with another name or type", (Kind.RENAMED_ENTITY, Kind.RETYPED_ENTITY)),
)
"""What a summary counts; of other changes it says how many there are only where there are no others."""
_SEVERAL = {"event": "events", "entity": "entities", "article": "articles"}


class Item(NamedTuple):
    """A thing that has changed: its name, lines that say how, and the words of an article."""

    id: str
    name: str
    lines: tuple[str, ...]
    quote: Quote | None


class Section(NamedTuple):
    """Items of one kind, the most important first; of a ``total`` of which the others are left out."""

    title: str
    items: tuple[Item, ...]
    total: int


def sections(difference: Difference, limit: int) -> Iterator[Section]:
    """The sections that are not empty, each with at most ``limit`` items (0 for all); a thing stands in the first that it belongs to."""
    told: dict[str, list[Change]] = {}
    for change in difference.changes:
        told.setdefault(f"{change.kind in _FIELDS} {change.id}", []).append(change)
    seen: set[str] = set()
    for title, _, kinds in _SECTIONS:
        first = [change for change in difference.changes if change.kind in kinds]
        groups = dict.fromkeys(f"{change.kind in _FIELDS} {change.id}" for change in sorted(first, key=_order))
        items = [_item(told[group]) for group in groups if group not in seen]
        seen.update(groups)
        if items:
            yield Section(title, tuple(items[:limit] if limit else items), len(items))


def text(difference: Difference, limit: int = 20, width: int = 100) -> str:
    """The difference as text of at most so many columns, ending in a line break."""
    lines = [*textwrap.wrap(summary(difference), width), ""]
    for section in sections(difference, limit):
        lines += [f"{section.title} ({section.total:,})", "─" * min(len(section.title) + len(f" ({section.total:,})"), width)]
        for item in section.items:
            lines += _item_lines(item, width)
        if len(section.items) < section.total:
            lines.append(f"  … and {section.total - len(section.items):,} more (--limit 0 shows all)")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def page(difference: Difference, limit: int = 200) -> str:
    """The difference as an HTML page that needs nothing but itself."""
    return _template().render(
        difference=difference, summary=summary(difference), sections=list(sections(difference, limit)), cited=_cited
    )


def summary(difference: Difference) -> str:
    """What has changed in one sentence."""
    if not difference.changes:
        return f"Nothing has changed from {one_line(difference.old)} to {one_line(difference.new)}."
    found = []
    for one, several, kinds in _SUMMARY:
        if count := len({change.id for change in difference.of(*kinds)}):
            found.append(counted(count, one, several))
    found = found or [counted(len(difference.changes), "small change")]
    return f"From {one_line(difference.old)} to {one_line(difference.new)}: {', '.join(found)}."


def _order(change: Change) -> tuple[int, int, float, str, str]:
    return (-change.weight, -change.prominent, -change.confidence, change.name, change.id)


def _item(changes: Sequence[Change]) -> Item:
    quote = next((change.quote for change in changes if change.quote is not None), None)
    return Item(
        changes[0].id, one_line(changes[0].name), tuple(one_line(line) for change in changes for line in _lines(change)), quote
    )


def _lines(change: Change) -> Iterator[str]:
    if change.kind in _FIELDS:
        yield f"{_FIELDS[change.kind]}: {_turn(change)}"
    elif change.kind in (Kind.MERGED_EVENTS, Kind.MERGED_ENTITIES):
        yield from (f"was: {name}" for name in change.was)
    elif change.kind in (Kind.SPLIT_EVENT, Kind.SPLIT_ENTITY):
        yield from (f"now: {name}" for name in change.now)
    elif change.was or change.now:
        yield ", ".join((*change.was, *change.now))


def _turn(change: Change) -> str:
    """What was and what is: "planned → happened"; of several values those that came and went."""
    if change.kind is not Kind.ROLES:
        return f"{', '.join(change.was)} → {', '.join(change.now)}"
    return ", ".join([*(f"without {value}" for value in change.was), *(f"with {value}" for value in change.now)])


def _item_lines(item: Item, width: int) -> Iterator[str]:
    yield from textwrap.wrap(item.name, width, initial_indent="• ", subsequent_indent="  ")
    for line in item.lines:
        yield from textwrap.wrap(line, width, initial_indent="  ", subsequent_indent="    ")
    if item.quote is not None:
        yield from textwrap.wrap(one_line(item.quote.words), width, initial_indent="  > ", subsequent_indent="  > ")
        yield from textwrap.wrap(f"— {_cited(item.quote)}", width, initial_indent="    ", subsequent_indent="      ")


def _cited(quote: Quote) -> str:
    """Where a quote stands: the article, its publisher and day, and the characters."""
    about = ", ".join(one_line(word) for word in (quote.title, quote.publisher, quote.day) if word)
    return f"{about} (characters {quote.begin}–{quote.end}{', in the older build' if quote.build == 'old' else ''})"


@cache
def _template() -> Template:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((files("kgraph") / "data" / "diff.html").read_text("utf-8"))
