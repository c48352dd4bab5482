"""What the page asks for: its state, as fields of an address."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kgraph.ask.shown import Left
from kgraph.errors import BadQuestion

LONGEST = 8_000
"""Letters of one field."""
_SETS = ("types", "orientations", "facts", "kinds", "articles")


class Chosen(msgspec.Struct, frozen=True):
    """What the reader has chosen: an actor, event, line or pair; an actor to whom a path leads; the article that is open."""

    select: str = ""
    path: str = ""
    read: str = ""


def left_of(fields: Mapping[str, str]) -> Left:
    """The filters. Raises BadQuestion."""
    sets = {name: frozenset(filter(None, _field(fields, name).split("|"))) for name in _SETS}
    return Left(
        sure=_number(fields, "sure"),
        only=_field(fields, "only"),
        since=_day(fields, "from"),
        until=_day(fields, "to"),
        undated=_field(fields, "undated") != "false",
        **sets,
    )


def chosen_of(fields: Mapping[str, str]) -> Chosen:
    """What is chosen. Raises BadQuestion."""
    return Chosen(*(_field(fields, name) for name in ("select", "path", "read")))


def words_of(fields: Mapping[str, str]) -> str:
    """The words that are looked for. Raises BadQuestion."""
    return _field(fields, "words")[:200]


def _field(fields: Mapping[str, str], name: str) -> str:
    text = fields.get(name, "")
    if len(text) > LONGEST:
        raise BadQuestion(name, f"more than {LONGEST:,} letters")
    return text


def _number(fields: Mapping[str, str], name: str) -> float:
    text = _field(fields, name) or "0"
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise BadQuestion(name, f"{text[:20]!r} is not a number between 0 and 1")
    return number


def _day(fields: Mapping[str, str], name: str) -> str:
    text = _field(fields, name)
    if text and not (len(text) == 10 and text.replace("-", "").isdecimal()):
        raise BadQuestion(name, f"{text[:20]!r} is not a day such as 2024-03-12")
    return text
