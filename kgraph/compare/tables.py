"""A difference for programs: JSON and CSV, with a change in each row."""

from __future__ import annotations

import msgspec

from kgraph.compare.changes import Change, Difference
from kgraph.outgoing import csv_text, escaped_json

COLUMNS = (
    *("kind", "id", "name", "was", "now", "others", "articles", "confidence"),
    *("quote", "quote_begin", "quote_end", "article_id", "article", "publisher", "published", "url", "build"),
)


def csv(difference: Difference) -> str:
    """The changes as CSV, the most important first; "; " stands between several values."""
    return csv_text(COLUMNS, map(_row, difference.changes))


def json(difference: Difference) -> str:
    """The changes as JSON, without loss."""
    return escaped_json(msgspec.json.format(msgspec.json.encode(difference), indent=2).decode()) + "\n"


def _row(change: Change) -> list[object]:
    quote = change.quote
    cited = (
        [None] * 9
        if quote is None
        else [quote.words, quote.begin, quote.end, quote.article, quote.title, quote.publisher, quote.day, quote.url, quote.build]
    )
    values = ["; ".join(each) for each in (change.was, change.now, change.others)]
    return [change.kind.value, change.id, change.name, *values, change.weight or None, change.confidence, *cited]
