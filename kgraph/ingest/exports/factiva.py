"""Exports of Factiva: with its two-letter tags (HD, BY, WC, ...), and without them, as a printed article has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kgraph.ingest.exports.documents import Document, Export, Fields, is_date, labels, names_of, one_of
from kgraph.ingest.words import squeezed

_TAG = re.compile(r"([A-Z]{2,3})(?:$|([ \t|]+)(.*))", re.DOTALL)
_COUNT = re.compile(r"[\d,]+ words?")
_NUMBER = re.compile(r"(?:Document\s+)?[A-Z][A-Z0-9]{2,}[0-9a-z]{10,}")
_END = re.compile(r"Document\s+[A-Z][A-Z0-9]{2,}[0-9a-z]{10,}")
_CODES = re.compile(r"[a-z0-9]{2,12}\s?:\s?\S.*")  # "usa : United States | ..."
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[A-Z]{2,4})?")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b).*", re.IGNORECASE)
_MOST_HEAD = 12  # lines from the number of words to the text
_AFTER_TEXT = frozenset({"CO", "IN", "NS", "RE"})  # tags that are words as well: only codes follow them, or nothing


def documents(lines: Sequence[str]) -> Iterator[Document] | None:
    """The documents of an export of Factiva; None where the lines are none."""
    if _is_tagged(lines):
        return _tagged(lines)
    counts = [index for index, line in enumerate(lines) if _COUNT.fullmatch(line) and is_date(_next_line(lines, index))]
    if not counts or not any(_END.fullmatch(line) for line in lines[counts[0] :]):
        return None
    return _printed(lines, counts)


@cache
def _tags() -> dict[str, str]:
    return {tag.upper(): meaning for tag, meaning in labels("factiva", "tags").items()}


def _is_tagged(lines: Sequence[str]) -> bool:
    """Whether a headline, a number of words, a date and a text stand under their tags, in this order."""
    wanted = ["HD", "WC", "PD", "LP TD"]
    for index, line in enumerate(lines):
        match = _TAG.fullmatch(line)
        if match is None or match[1] not in wanted[0].split():
            continue
        value = (match[3] or "").strip(" |\t") or _next_line(lines, index)
        if (match[1] == "WC" and not _COUNT.fullmatch(value)) or (match[1] == "PD" and not is_date(value)):
            return False
        wanted = wanted[1:]
        if not wanted:
            return True
    return False


def _next_line(lines: Sequence[str], index: int) -> str:
    return next((line.strip(" |\t") for line in lines[index + 1 : index + 4] if line.strip(" |\t")), "")


def _tagged(lines: Sequence[str]) -> Iterator[Document]:
    fields, current = Fields(), ""
    for line in lines:
        found = _tag(line, fields, current)
        if found is not None and _begins_document(found[0], fields):
            yield from _finished(fields)
            fields = Fields()
        if found is not None:
            current = found[0]
            fields.add(current, "")
        fields.add(current, found[1] if found is not None else line.strip(" |\t"))
    yield from _finished(fields)


def _tag(line: str, fields: Fields, current: str) -> tuple[str, str] | None:
    """The tag that a line begins with, and what follows it; None where the line goes on with what stands before it."""
    match = _TAG.fullmatch(line)
    if match is None or match[1] not in _tags():
        return None
    tag, value = match[1], (match[3] or "").strip(" |\t")
    in_text = _tags().get(current) == "body"
    alone = not value or "|" in match[2] or "\t" in match[2] or len(match[2]) > 1
    if tag in _AFTER_TEXT and in_text and not alone and not _CODES.match(value):
        return None
    if tag in ("HD", "SE", "CLM") and in_text and not alone:
        return None
    if _tags()[tag] not in ("", "body") and in_text and tag not in ("HD", "SE", "CLM"):
        return None  # the head is over; "BY" and "LA" are words
    if tag == "AN" and not alone and not _NUMBER.match(value):
        return None
    return (tag, value) if "HD" in fields.lines or tag in ("HD", "SE", "CLM") else None


def _begins_document(tag: str, fields: Fields) -> bool:
    if tag == "HD":
        return "HD" in fields.lines
    return tag in ("SE", "CLM") and ("AN" in fields.lines or "LP" in fields.lines or "TD" in fields.lines)


def _finished(fields: Fields) -> Iterator[Document]:
    if "HD" not in fields.lines:
        return
    body = [line for tag in ("LP", "TD") for line in ("", *fields.lines.get(tag, ()))]
    yield Document(
        title=fields.line("HD"),
        body=tuple(line for line in body if not _is_furniture(line)),
        authors=names_of(fields.line("BY")),
        date=squeezed(f"{fields.line('PD')} {fields.line('ET')}"),
        source=fields.line("SN"),
        section=fields.line("SE") or fields.line("CLM"),
    )


def _printed(lines: Sequence[str], counts: Sequence[int]) -> Iterator[Document]:
    """Documents without tags: the lines before "512 words" are the headline and the byline, those after it date, source and so on."""
    start = 0
    for place, count in enumerate(counts):
        following = counts[place + 1] if place + 1 < len(counts) else len(lines)
        end = next((index for index in range(count, following) if _END.fullmatch(lines[index])), None)
        if count < start:
            continue
        stop = end if end is not None else following
        yield _printed_document(lines[start:count], lines[count + 1 : stop])
        start = stop + 1


def _printed_document(over: Sequence[str], under: Sequence[str]) -> Document:
    section, title, byline = _over_count(over)
    head, body = _parted(under)
    clock = head[1] if len(head) > 1 and _CLOCK.fullmatch(head[1]) else ""
    source = head[2 if clock else 1 :]
    return Document(
        title=title,
        body=tuple(line for line in body if not _is_furniture(line)),
        authors=names_of(byline),
        date=squeezed(f"{head[0]} {clock}") if head else "",
        source=source[0] if source and not _COPYRIGHT.fullmatch(source[0]) else "",
        section=section,
    )


def _over_count(over: Sequence[str]) -> tuple[str, str, str]:
    """Section, headline and byline: the lines over the number of words, as far as none is blank once there is a headline."""
    byline = ""
    titles: list[str] = []
    for line in reversed(over):
        if _is_furniture(line) or (not line and titles):
            break
        if line and not byline and not titles and names_of(line) and line != _first_line(over):
            byline = line
        elif line:
            titles[:0] = [line]
    if len(titles) > 1 and len(titles[0].split()) <= 4:
        return titles[0], squeezed(" ".join(titles[1:])), byline
    return "", squeezed(" ".join(titles)), byline


def _first_line(lines: Sequence[str]) -> str:
    return next((line for line in lines if line), "")


def _parted(under: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """What follows the number of words: the lines up to the language and the copyright, and the text."""
    full = [index for index, line in enumerate(under) if line][:_MOST_HEAD]
    languages = labels("factiva", "languages")
    end = next((place for place, index in enumerate(full) if under[index].lower() in languages), None)
    if end is None or (end + 1 < len(full) and _COPYRIGHT.fullmatch(under[full[end + 1]])):
        copied = [place for place, index in enumerate(full) if _COPYRIGHT.fullmatch(under[index])]
        end = copied[0] if copied else 1
    last = full[min(end, len(full) - 1)] if full else -1
    return [under[index] for index in full if index <= last], under[last + 1 :]


def _is_furniture(line: str) -> bool:
    return len(line) < 200 and one_of("factiva", "furniture").fullmatch(line) is not None


EXPORT = Export("Factiva", documents)
