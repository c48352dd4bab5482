"""Reports of BBC Monitoring: translations of broadcasts and agencies, each signed at its end with where and when it was heard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kgraph.ingest.exports.documents import Document, Export, between, groups, one_of
from kgraph.ingest.words import squeezed

_SOURCE = re.compile(
    r"Source:\s*(?P<name>[^,]{2,120})(?P<rest>,.{0,200}?)?\s(?P<clock>\d{4})\s?gmt\s(?P<day>\d{1,2})\s(?P<month>[A-Za-z]{3,9})\.?\s(?P<year>\d{4}|\d{2})\.?",
    re.IGNORECASE,
)


def documents(lines: Sequence[str]) -> Iterator[Document] | None:
    """The reports; None where the lines are none."""
    sourced = any(_SOURCE.fullmatch(line) for line in lines)
    if not sourced or not any(_is("signature", line) or _is("opening", line) for line in lines):
        return None
    return (_document(part) for part in _parts(lines) if any(_SOURCE.fullmatch(line) for line in part))


def without_marks(body: Sequence[str]) -> tuple[str, ...]:
    """The lines of a report that another archive has, without those that say of what it is a text and by whom it was heard."""
    kept = [line for line in body if not _is_mark(line)]
    found = list(groups(kept))
    ends = {index for index, group in enumerate(found) if (index == 0 or index >= len(found) - 3) and _is_mark(" ".join(group))}
    return tuple(line for index, group in enumerate(found) if index not in ends for line in ("", *group)) if ends else tuple(kept)


def _is_mark(line: str) -> bool:
    return len(line) < 600 and (_SOURCE.fullmatch(line) is not None or _is("signature", line) or _is("opening", line))


def _is(what: str, line: str) -> bool:
    return len(line) < 400 and one_of("bbc_monitoring", what).fullmatch(line) is not None


def _parts(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines up to each signature."""
    start = 0
    for index, line in enumerate(lines):
        if _is("signature", line):
            yield lines[start : index + 1]
            start = index + 1
    yield lines[start:]


def _document(part: Sequence[str]) -> Document:
    source = next(match for line in part if (match := _SOURCE.fullmatch(line)))
    full = between([line for line in part if not _is("copyright", line)])
    title = full[0] if full and not _SOURCE.fullmatch(full[0]) and not _is("opening", full[0]) else ""
    body = [squeezed(one_of("bbc_monitoring", "omitted").sub(" ", line)) for line in full[1 if title else 0 :]]
    return Document(
        title=title,
        body=tuple(line for line in body if not _is_mark(line)),
        date=_date(source),
        source=source["name"],
    )


def _date(match: re.Match[str]) -> str:
    """The moment in words: a year of two digits is one of the last hundred before 2070."""
    year = int(match["year"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    return f"{match['day']} {match['month']} {year} {match['clock'][:2]}:{match['clock'][2:]} GMT"


EXPORT = Export("BBC Monitoring", documents)
