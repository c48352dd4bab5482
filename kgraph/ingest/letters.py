"""The text of an e-mail without what mail programs and mailing lists put around it: quoted replies, signatures, notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kgraph.ingest.words import word_set, words

_LONGEST_NOTICE = 600  # characters; as long a paragraph is text
_LITTLE = 0.2  # share of the words that may follow a notice that ends the text
_LONGEST_SIGNATURE = 15  # lines
_HEADERS = ("from", "sent", "date", "to", "cc", "subject", "reply-to", "resent-from")
_HEADER = re.compile(r"\*?(" + "|".join(_HEADERS) + r")\*?:\*?\s*(.*)", re.IGNORECASE)
_LINK = re.compile(
    r"\s?(?:<(?:https?://|mailto:)[^<>\s]{1,4000}>|[\[(]\s?https?://[^\[\]()\s]{1,4000}\s?[\])]|\[image:[^\[\]]{0,200}\]|\[cid:[^\[\]\s]{1,200}\])"
)
_BARE_LINK = re.compile(r"(?:https?://|www\.)\S+")
_LIST_RULE = re.compile(r"_{20,}")
_RULE = re.compile(r"[\s\-_=*~#•·.|+]{3,}")


@dataclass(frozen=True, slots=True)
class Letter:
    """The paragraphs of a letter as lines, and what the headers over a forwarded one say: from, subject, date."""

    text: str
    sender: str = ""
    subject: str = ""
    date: str = ""


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load((files("kgraph") / "data" / "mail.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return loaded


def is_personal(name: str, address: str) -> bool:
    """Whether a letter may be from a person, as neither its sender's name nor the address has a word that no person has."""
    plain = frozenset(_data()["senders"]) | word_set("byline", "affiliations")
    local = address.partition("@")[0].lower()
    return not plain & {word.lower() for word in words(name)} and not plain & {local, *re.split(r"[._+-]", local)}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """An expression of data/mail.yaml, or any of a list of them, for a whole line."""
    loaded = _data()[name]
    return re.compile(loaded if isinstance(loaded, str) else "|".join(loaded), re.IGNORECASE)


def letter(text: str, *, is_forwarded: bool) -> Letter:
    """What somebody wrote: the text above an original message; that message itself where it is forwarded or nothing stands above."""
    lines = [line.rstrip() for line in text.splitlines()]
    place = next((i for i in range(len(lines)) if _begins_message(lines, i)), None)
    if place is not None:
        headers, after = _headers(lines, place)
        above = [line for line in lines[:place] if words(line)]
        if headers and (is_forwarded or not above or pattern("forwarded").fullmatch(lines[place].strip())):
            return Letter(_cleaned(lines[after:]), headers.get("from", ""), headers.get("subject", ""), _date(headers))
        lines = lines[:place] if above else lines
    return Letter(_cleaned(lines))


def unflowed(text: str, *, deletes_space: bool = False) -> str:
    """Lines that end in a space joined with the next, as format=flowed has it (RFC 3676)."""
    joined: list[list[str]] = []
    goes_on = False
    for line in text.splitlines():
        line = line[1:] if line.startswith(" ") else line
        goes_on_here = line.endswith(" ") and line != "-- " and not line.startswith(">")
        piece = line[:-1] if goes_on_here and deletes_space else line
        if goes_on and not line.startswith(">"):
            joined[-1].append(piece)
        else:
            joined.append([piece])
        goes_on = goes_on_here
    return "\n".join(map("".join, joined))


def _begins_message(lines: Sequence[str], index: int) -> bool:
    """Whether a quoted message begins here: "Original Message" in a line, or headers of which one says from whom it is."""
    line = lines[index].strip()
    if len(line) > 400 or line.startswith(">"):
        return False
    if pattern("forwarded").fullmatch(line):
        return True
    if pattern("original").fullmatch(line):
        return "from" in _headers(lines, index)[0]
    if index and lines[index - 1].strip():
        return False
    found = _headers(lines, index)[0] if _HEADER.fullmatch(line) else {}
    return "from" in found and "subject" in found and len(found) > 2


def _headers(lines: Sequence[str], index: int) -> tuple[dict[str, str], int]:
    """The headers that follow, and the line after them; a long value may be wrapped."""
    found: dict[str, str] = {}
    place = index if _HEADER.fullmatch(lines[index].strip()) else index + 1
    while place < len(lines) and not lines[place].strip() and not found and place < index + 4:
        place += 1
    last = ""
    while place < len(lines) and (line := lines[place].strip()) and len(line) < 2000:
        match = _HEADER.fullmatch(line)
        if match is None and (not last or len(found[last]) > 2000):
            break
        last = match[1].lower() if match else last
        found[last] = match[2].strip() if match else f"{found[last]} {line}"
        place += 1
    return found, place


def _date(headers: dict[str, str]) -> str:
    return headers.get("sent") or headers.get("date", "")


def _cleaned(lines: Sequence[str]) -> str:
    lines = _without_signature(list(_without_quotes(lines)))
    paragraphs = [paragraph for group in _groups(lines) if (paragraph := _plain(group))]
    return "\n\n".join(_without_notices(paragraphs))


def _without_quotes(lines: Sequence[str]) -> Iterator[str]:
    """The lines that are no quotation of another letter, nor say whose it is."""
    index = 0
    while index < len(lines):
        over = _attribution(lines, index)
        if over:
            index += over
            if not _quotes_next(lines, index):
                return  # what follows is the other letter, without marks
        elif lines[index].startswith(">"):
            index += 1
        else:
            yield lines[index]
            index += 1


def _attribution(lines: Sequence[str], index: int) -> int:
    """The number of lines that say "On Monday Jane Doe wrote:" over a quotation; 0 where none does so."""
    for count in (1, 2, 3):
        if index + count > len(lines) or not lines[index + count - 1].strip():
            return 0
        line = " ".join(each.strip() for each in lines[index : index + count])
        if len(line) > 400:
            return 0
        if line.endswith(":") and pattern("attribution").fullmatch(line):
            dated = re.match(r"(?:on|le|am|el)\s.*\d", line, re.IGNORECASE) is not None and (
                "@" in line or re.search(r"\d\d", line)
            )
            return count if _quotes_next(lines, index + count) or dated else 0
    return 0


def _quotes_next(lines: Sequence[str], index: int) -> bool:
    return next((line.startswith(">") for line in lines[index : index + 3] if line.strip()), False)


def _without_signature(lines: list[str]) -> list[str]:
    """The lines up to the signature, to what a mailing list puts under each letter, or to "Best regards" with the name under it."""
    for index in range(max(1, len(lines) - _LONGEST_SIGNATURE), len(lines)):
        line = lines[index].strip()
        ends = line == "--" or _LIST_RULE.fullmatch(line) or pattern("closing").fullmatch(line[:100])
        if ends and any(map(str.strip, lines[:index])):
            return lines[:index]
    return lines


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in (*lines, ""):
        if line.strip() and not _RULE.fullmatch(line):
            group.append(line)
        elif group:
            yield group
            group = []


def _plain(group: Sequence[str]) -> str:
    """A paragraph without addresses of pages; lines that were nothing else are left out."""
    plain = [re.sub(r"[ \t]{2,}", " ", _LINK.sub("", line)).strip() for line in group]
    return "\n".join(line for line in plain if line and not _BARE_LINK.fullmatch(line))


def _without_notices(paragraphs: Sequence[str]) -> list[str]:
    total = sum(len(words(paragraph)) for paragraph in paragraphs)
    kept: list[str] = []
    seen = 0
    for paragraph in paragraphs:
        if not kept and pattern("salutation").fullmatch(paragraph[:100]):
            continue
        seen += len(words(paragraph))
        if not _is_notice(paragraph):
            kept.append(paragraph)
        elif kept and total - seen <= _LITTLE * total:
            break
    return kept


def _is_notice(paragraph: str) -> bool:
    return len(paragraph) <= _LONGEST_NOTICE and pattern("notices").fullmatch(" ".join(paragraph.split())) is not None
