"""Exports of Nexis: the older layout ("2 of 10 DOCUMENTS"), and that of Nexis Uni, Lexis Advance and Nexis+ ("End of Document")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from kgraph.ingest.exports.documents import Document, Export, Fields, groups, is_date, labels, names_of, one_of, section_of
from kgraph.ingest.words import alternatives, squeezed

_COUNTED = re.compile(r"(?:Document )?\d{1,6} of \d{1,6}(?: DOCUMENTS?)?")
_LENGTH = re.compile(r"length:\s*[\d,]+\s+words?\b.*", re.IGNORECASE)
_LABEL = re.compile(r"([A-Za-z][A-Za-z -]{1,30}?)\s*:\s*(.*)", re.DOTALL)
_LOADED = re.compile(r"load-date:\s*\S.*", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:copyright\b|©|\(c\)\s).*|all rights reserved\.?", re.IGNORECASE)
_MOST_CAPTIONS = 8  # paragraphs
_MOST_HEAD = 40  # lines between the title of a document and its body
_END, _BODY = "end of document", "body"
_URL = re.compile(r"(?:url|link):\s*(https?://\S+)", re.IGNORECASE)


def documents(lines: Sequence[str]) -> Iterator[Document] | None:
    """The documents of an export of Nexis; None where the lines are none."""
    counted = [index for index, line in enumerate(lines) if _COUNTED.fullmatch(line)]
    if counted and any(_LENGTH.fullmatch(line) for line in lines[counted[0] : counted[0] + _MOST_HEAD]):
        return (_counted(lines[start + 1 : end]) for start, end in zip(counted, [*counted[1:], len(lines)], strict=True))
    bodies = [index for index, line in enumerate(lines) if line.lower() == _BODY and _length_over(lines, index)]
    ends = [index for index, line in enumerate(lines) if line.lower() == _END]
    if not bodies or not (ends or any(_LOADED.fullmatch(line) for line in lines[bodies[0] :])):
        return None
    return _ended(lines, bodies, ends)


def _length_over(lines: Sequence[str], index: int) -> bool:
    return any(_LENGTH.fullmatch(line) for line in lines[max(0, index - _MOST_HEAD) : index])


def _counted(lines: Sequence[str]) -> Document:
    """A document under "2 of 10 DOCUMENTS": source, date, title, labels, body, labels, copyright."""
    found, fields, headless = list(groups(lines)), Fields(), True
    place = 0
    while place < len(found) and (headless or _head_label(found[place])):
        label = _head_label(found[place])
        headless = headless and label is None
        if label is None:
            _unlabelled(found[place], fields)
        elif label[0] == "body":
            break
        else:
            fields.add(label[0], label[1])
        place += 1
    return _document(fields, _body(found[place:]))


def _unlabelled(group: Sequence[str], fields: Fields) -> None:
    """A group of lines over the first label: the copyright, the source, the date with the edition, the title."""
    dated = None if "date" in fields.lines else next((index for index, line in enumerate(group) if is_date(line)), None)
    plain = [line for line in group[:dated] if not _COPYRIGHT.fullmatch(line)]
    if "date" in fields.lines:
        fields.add("title", " ".join(plain))
    else:
        fields.lines["source"] = plain or fields.lines.get(
            "source", []
        )  # the last before the date: over it may be a wrapped copyright
    if dated is not None:
        fields.add("date", group[dated])


def _head_label(group: Sequence[str]) -> tuple[str, str] | None:
    """What a group of lines that begins with a label says, and its value."""
    match = _LABEL.fullmatch(" ".join(group)) if group[0][:1].isupper() else None
    meaning = labels("nexis", "head").get(match[1].lower()) if match else None
    return None if match is None or meaning is None or not match[1].isupper() else (meaning, match[2])


def _body(found: Sequence[Sequence[str]]) -> list[str]:
    """The lines of the groups up to those at the end that say something about the document."""
    body: list[str] = []
    for index, group in enumerate(found[: _tail_start(found)]):
        lines = [re.sub(r"^BODY\s*:\s*", "", group[0]), *group[1:]] if index == 0 else list(group)
        if not (_COPYRIGHT.match(group[0]) and index >= len(found) - 2):
            body += ["", *lines]
    return body


def _tail_start(found: Sequence[Sequence[str]]) -> int:
    """The first of the labels at the end: those around the day on which a document was loaded, else the last that stand together."""
    tails = {index for index, group in enumerate(found) if _is_tail(group)}
    start = max([index for index in tails if _LOADED.match(found[index][0])] or tails, default=len(found))
    for before in range(start - 1, -1, -1):  # captions of pictures, each a paragraph, may stand under one label
        if before in tails and start - before <= (_MOST_CAPTIONS if found[before][0].startswith("GRAPHIC") else 1):
            start = before
    return start


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"({alternatives(labels('nexis', 'tail'))})\s*:\s?.*", re.IGNORECASE | re.DOTALL)


def _is_tail(group: Sequence[str]) -> bool:
    match = _tail().fullmatch(group[0])
    return match is not None and match[1].isupper()


def _ended(lines: Sequence[str], bodies: Sequence[int], ends: Sequence[int]) -> Iterator[Document]:
    """The documents each of which has a line "Body" and ends with "End of Document"."""
    start = 0
    for place, body in enumerate(bodies):
        following = bodies[place + 1] if place + 1 < len(bodies) else len(lines)
        after = bisect_right(ends, body)
        end = min(ends[after], following) if after < len(ends) else following
        if body >= start:
            yield _uni(lines[start:body], lines[body + 1 : end])
        start = end + 1 if end < following else _after_tail(lines, body, following)


def _after_tail(lines: Sequence[str], body: int, following: int) -> int:
    """Where the next document begins where no line says that one ends: after the day on which it was loaded."""
    loaded = [index for index in range(body, following) if _LOADED.fullmatch(lines[index])]
    return loaded[-1] + 1 if loaded else following


def _uni(head: Sequence[str], body: Sequence[str]) -> Document:
    fields = Fields()
    length = max((index for index, line in enumerate(head) if _LENGTH.fullmatch(line)), default=len(head))
    dated = next((i for i in range(length - 1, max(-1, length - _MOST_HEAD), -1) if is_date(head[i])), None)
    if dated is not None:
        fields.add("date", head[dated])
        _over_date(head[:dated], fields)
    for line in head[dated + 1 if dated is not None else 0 :]:
        match = _LABEL.fullmatch(line)
        if match is not None and (meaning := labels("nexis", "head").get(match[1].lower())):
            fields.add(meaning, match[2])
    return _document(fields, _uni_body(body))


def _over_date(head: Sequence[str], fields: Fields) -> None:
    """The source is the line over the date, the title what stands over that up to a blank line or the cover."""
    full = [index for index, line in enumerate(head) if line]
    if not full:
        return
    fields.add("source", head[full[-1]])
    title: list[str] = []
    for line in reversed(head[: full[-1]]):
        if (not line and title) or one_of("nexis", "furniture").fullmatch(line):
            break
        title[:0] = [line] if line else []
    fields.add("title", " ".join(title))


def _uni_body(lines: Sequence[str]) -> list[str]:
    end = next((i for i, line in enumerate(lines) if _LOADED.fullmatch(line) or line.lower() == "classification"), len(lines))
    captions = [i for i, line in enumerate(lines[:end]) if line.lower() == "graphic"]
    end = captions[-1] if captions and sum(map(bool, lines[captions[-1] : end])) <= _MOST_CAPTIONS + 1 else end
    plain = labels("nexis", "lines")
    return [line for line in lines[:end] if line.lower() not in plain and not _is_furniture(line)]


def _is_furniture(line: str) -> bool:
    return one_of("nexis", "furniture").fullmatch(line) is not None and len(line) < 200


def _document(fields: Fields, body: Sequence[str]) -> Document:
    url = next((match[1] for line in body[-3:] if (match := _URL.fullmatch(line))), "")
    return Document(
        title=fields.line("title"),
        body=tuple(line for line in body if not _URL.fullmatch(line)),
        authors=names_of(fields.line("authors")),
        date=fields.line("date"),
        source=re.sub(r"(?<=\w)\((?=[A-Z])", " (", squeezed(fields.line("source"))),
        section=section_of(fields.line("section")),
        subtitle=fields.line("subtitle"),
        url=url,
    )


EXPORT = Export("Nexis", documents)
