"""Articles from records: a text, and what is known about it, by the names of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from kgraph.errors import BadField, BadRecord, EmptyArticle, KGraphError, KGraphWarning, ManyErrors, unreadable
from kgraph.ingest import values
from kgraph.ingest.article import Metadata, article
from kgraph.ingest.content import Content, Reading
from kgraph.ingest.date_order import in_order, order_of
from kgraph.ingest.fields import Fields, names, plain
from kgraph.ingest.values import Warn
from kgraph.model import Article

_MOST_TOLD = 1_000  # errors of one file that are reported one by one: a file of another kind may have millions of lines

NOTHING = object()
"""What stands for a row of a table that has no values: it counts, and gives nothing."""


def of_record(parsed: Callable[[], object], key: str, where: str, reading: Reading) -> Iterator[Article | KGraphError]:
    """The article of a record, after a warning for each field that is left out; or why it is none. Raises nothing.

    ``parsed`` gives the record, and may raise; ``key`` names it if it has no id, ``where`` is its file and number.
    """
    warnings: list[str] = []
    try:
        item = _article(_fields(parsed(), where, reading), key, where, reading, warnings.append)
    except Exception as error:  # noqa: BLE001 - the boundary of a record: whatever it does to the reader costs this record alone
        item = unreadable(error, where)
    if isinstance(item, Article):
        yield from (BadField(warning, where) for warning in warnings)
    yield item


def of_records(
    records: Iterable[object], content: Content, reading: Reading, *, before: int = 0
) -> Iterator[Article | KGraphError]:
    """The articles of the records of a file; a KGraphError among them stands for a record that cannot be read, NOTHING for an empty row.

    Their numbers go on from ``before``. What ``records`` raises counts for all that comes after. Raises BadRecord where the first record
    is one of those that never have a text.
    """
    telling = Telling(content.origin)
    number = before
    for record, order in in_order(records, order_of, reading.day_first):
        number += 1
        if record is NOTHING:
            continue
        if number == before + 1 and isinstance(record, dict) and (known := _without_text(record, reading)):
            raise BadRecord(known, content.origin)
        where = f"{content.origin}:{number}"
        found = of_record(partial(_given, record, where), f"{content.name}:{number}", where, replace(reading, day_first=order))
        yield from filter(telling.lets, found)
    if number == before:
        yield EmptyArticle("no record", content.origin)
    yield from telling.end()


def _given(record: object, where: str) -> object:
    if isinstance(record, KGraphError):
        raise type(record)(str(record), where)
    return record


def _without_text(record: dict[str, Any], reading: Reading) -> str:
    fields = Fields(record, reading.map)
    return "" if fields.is_article() else fields.without_text()


def is_error(item: object) -> bool:
    """Whether a thing that was read is an error, which costs the article, and not a warning."""
    return isinstance(item, KGraphError) and not isinstance(item, KGraphWarning)


class Telling:
    """Lets through what the records of a file give, but of a file with very many errors only the first, and at the end how many."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._failed = 0

    def lets(self, item: object) -> bool:
        """Whether an item is given."""
        if isinstance(item, ManyErrors):  # of a file in an archive, whose own errors were counted
            return True
        self._failed += is_error(item)
        return not is_error(item) or self._failed <= _MOST_TOLD

    def end(self) -> Iterator[KGraphError]:
        """What is said after the last record."""
        if self._failed > _MOST_TOLD:
            yield ManyErrors(
                f"{self._failed:,} of its records failed; the first {_MOST_TOLD:,} are reported one by one", self._origin
            )


def _article(fields: Fields, key: str, where: str, reading: Reading, warn: Warn) -> Article | KGraphError:
    text = values.text_of(fields, warn)
    if isinstance(text, str):
        raise BadRecord(text, where)
    known = _known(fields, reading, warn)
    text, title = values.with_title(text, known.title, known.source)
    key = values.first(fields, "id", warn, values.identifier) or key
    known = replace(known, title=title, marked=text.marked)
    return article(text.text, key, where, known=known, max_characters=reading.max_characters, day_first=reading.day_first)


def _fields(record: object, where: str, reading: Reading) -> Fields:
    """The fields of a record, or of the one object in it that is the record."""
    if not isinstance(record, dict):
        raise BadRecord(f"a record is an object with a text, not {values.kind(record)}", where)
    fields = Fields(record, reading.map)
    if any(isinstance(value, str | list) for _, value in fields.values("text")):
        return fields
    inner = (value for name, value in record.items() if isinstance(value, dict) and plain(name) in names("around"))
    found = (Fields(value, reading.map) for value in inner)
    return next((each for each in found if each.is_article() and each.has("title")), fields)


def _known(fields: Fields, reading: Reading, warn: Warn) -> Metadata:
    url = values.url_of(fields, warn)
    day_first = reading.day_first if reading.day_first is not None else values.site_order(url)
    when = values.dates(fields, day_first, warn)
    return Metadata(
        title=values.first(fields, "title", warn, values.title) or "",
        source=values.first(fields, "source", warn, values.publisher) or "",
        url=url,
        authors=values.authors(fields, warn),
        published=when.published,
        appeared=when.appeared,
        modified=values.first(fields, "modified", warn, values.modified(day_first)),
        categories=values.categories(fields),
    )
