"""Articles from an e-mail: a letter, a newsletter, or an alert that lists what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from kgraph.errors import EmptyArticle, KGraphError, NotText, TooLong
from kgraph.ingest.alerts import Result, results
from kgraph.ingest.article import Metadata, article, with_doubts
from kgraph.ingest.content import Reading
from kgraph.ingest.dates import doubt, published
from kgraph.ingest.encoding import decode
from kgraph.ingest.letters import Letter, is_personal, letter, pattern, unflowed
from kgraph.ingest.markup import Paragraph, paragraphs
from kgraph.ingest.pieces import folded
from kgraph.ingest.words import is_name, squeezed, words
from kgraph.model import Article, BlockKind

_MOST_PARTS = 10_000
_MOST_LINES = 2_000_000  # each takes memory of its own; an attachment of 64 million bytes has half as many
_MOST_BOUNDARIES = 100  # each line is compared with the boundaries of all parts that it is in
_LONGEST_HEADER = 5_000  # characters
_HEAD = 4  # paragraphs in which the subject may stand again
_FEW = 0.2  # of the words of the HTML: a plain text with fewer says only that there is HTML
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,80}[ \t]?:")


@dataclass(frozen=True, slots=True)
class _Place:
    """What a message is called, and where it is."""

    key: str
    origin: str


def begins_mail(head: bytes) -> bool:
    """Whether a file begins with the headers of an e-mail: who wrote it, and when, to whom or about what."""
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()
    names: set[bytes] = set()
    for line in lines:
        if not line.strip():
            return b"from" in names and bool(names & {b"date", b"sent", b"subject", b"to"})
        if line[:1] in (b" ", b"\t") and names:
            continue
        if not _HEADER_LINE.match(line):
            return line is lines[-1] and len(head) >= 4096 and b"received" in names
        names.add(line.partition(b":")[0].strip().lower())
    return bool(names & {b"received", b"message-id"})


def message(raw: bytes, key: str, origin: str, reading: Reading) -> Iterator[Article | KGraphError]:
    """The articles of a message: one, but one for each result of an alert. Raises KGraphError."""
    place = _Place(key, origin)
    check_parts(raw, origin)
    found = _innermost(message_from_bytes(raw))
    headers = {name: _header(found, name) for name in ("subject", "title", "from", "list-id", "archived-at", "date", "sent")}
    plain, html = _texts(found, "plain", origin), _texts(found, "html", origin)
    if pattern("alert_subject").fullmatch(headers["subject"]) and (listed := list(results(plain))):
        yield from _alert(listed, headers, place, reading)
    else:
        said = headers["date"] or headers["sent"]
        doubts = [f"the date {doubt(said)}"] if said and published(said) is None else []
        yield from with_doubts(_letter(plain, html, headers, place, reading), doubts)


def check_parts(raw: bytes, origin: str) -> None:
    """Raises TooLong for a message of more lines or parts than any has, before it is taken apart."""
    if raw.count(b"\n") > _MOST_LINES:
        raise TooLong(f"an e-mail of more than {_MOST_LINES:,} lines", origin)
    if raw.count(b"\n--") > _MOST_PARTS or len(re.findall(rb"(?i)boundary\s*=", raw)) > _MOST_BOUNDARIES:
        raise TooLong(f"an e-mail of more than {_MOST_PARTS:,} parts", origin)


def _innermost(found: Message) -> Message:
    """The message itself; where it has no text but another message, that one."""
    inner = next((part for part in _parts(found) if part.get_content_type() == "message/rfc822"), None)
    if inner is None or any(_is_text(part) for part in _parts(found)):
        return found
    payload = inner.get_payload()
    return _innermost(payload[0]) if isinstance(payload, list) and isinstance(payload[0], Message) else found


def _parts(found: Message) -> Iterator[Message]:
    """The parts of a message, not those of a message that is attached to it."""
    waiting = [found]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_maintype() == "multipart":
            waiting.extend(each for each in reversed(payload) if isinstance(each, Message))
        else:
            yield part


def _is_text(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"


def _texts(found: Message, kind: str, origin: str) -> str:
    parts = [part for part in _parts(found) if _is_text(part) and part.get_content_subtype() == kind]
    return "\n\n".join(_decoded(part, origin) for part in parts)


def _decoded(part: Message, origin: str) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes) or not raw.strip():
        return ""
    text = _by_charset(raw, part.get_content_charset("") or "", origin)
    if part.get_param("format") != "flowed" or part.get_content_subtype() != "plain":
        return text
    return unflowed(text, deletes_space=str(part.get_param("delsp")).lower() == "yes")


def _by_charset(raw: bytes, charset: str, origin: str) -> str:
    """By UTF-8 or as any text where the message names no character set, or one that the bytes are not in."""
    try:
        return raw.decode(charset) if charset not in ("", "us-ascii") else decode(raw, origin)
    except (LookupError, ValueError):
        try:
            return decode(raw, origin)
        except NotText:
            return raw.decode("latin-1")  # damaged: some letters are lost, and no words


def _header(found: Message, name: str) -> str:
    """A header's value in plain letters, "" where there is none."""
    raw = str(found.get(name) or "")[:_LONGEST_HEADER]
    try:
        pieces = [
            piece.decode(charset or "utf-8", "replace") if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(raw)
        ]
    except (MessageError, LookupError, ValueError):
        return squeezed(raw)
    return squeezed("".join(pieces)).encode("utf-8", "replace").decode("utf-8")


def _letter(plain: str, html: str, headers: dict[str, str], place: _Place, reading: Reading) -> Article | KGraphError:
    is_forwarded = pattern("forwarded_subject").fullmatch(headers["subject"]) is not None
    marked_up = paragraphs(html, quoted=is_forwarded) if html.strip() else []
    if len(words(plain)) > _FEW * sum(len(words(each.text)) for each in marked_up):
        found, kinds = letter(plain, is_forwarded=is_forwarded), {}
    else:
        found = letter("\n\n".join(each.text for each in marked_up), is_forwarded=is_forwarded)
        kinds = _kinds(marked_up)
    if not words(found.text):
        return EmptyArticle("an e-mail without text of its own", place.origin)
    title = subject(found.subject or headers["subject"] or headers["title"])
    text, marked = _titled(title, found.text, kinds)
    known = _known(title, found, headers, marked)
    return article(text, place.key, place.origin, known=known, max_characters=reading.max_characters, day_first=reading.day_first)


def subject(line: str) -> str:
    """A subject without "Re:" and "Fwd:", and without the name of a list in brackets before it."""
    line = squeezed(line)
    while match := re.match(rf"(?i:{pattern('reply').pattern})|\[[^\[\]]{{1,40}}\]\s+(?=\S)", line):
        line = line[match.end() :]
    return line


def _kinds(marked_up: list[Paragraph]) -> dict[str, BlockKind]:
    return {each.text: each.kind for each in marked_up if each.kind is not None}


def _titled(title: str, body: str, kinds: dict[str, BlockKind]) -> tuple[str, dict[int, BlockKind]]:
    """The text with the title over it once, and what the HTML says of the paragraphs at their offsets."""
    parts = body.split("\n\n")
    again = next((index for index, part in enumerate(parts[:_HEAD]) if folded(part) == folded(title)), len(parts))
    parts = [*parts[:again], *parts[again + 1 :]]
    marked: dict[int, BlockKind] = {0: BlockKind.TITLE} if title else {}
    position = len(title) + 2 if title else 0
    for part in parts:
        if part in kinds:
            marked[position] = kinds[part]
        position += len(part) + 2
    return "\n\n".join([title, *parts] if title else parts), marked


def _known(title: str, found: Letter, headers: dict[str, str], marked: dict[int, BlockKind]) -> Metadata:
    sender, mailbox = parseaddr(found.sender or headers["from"])
    sender = sender.strip("'\" ") or re.sub(r"[<\[(].*", "", found.sender or headers["from"]).strip()
    sender = "" if "@" in sender else sender
    listed = re.sub(r"<.*", "", headers["list-id"]).strip("\"' ") if not found.sender else ""
    is_person = is_name(sender) and is_personal(sender, mailbox) and folded(sender) != folded(listed)
    return Metadata(
        title=title,
        source=listed or ("" if is_person else sender),
        url=_address(headers["archived-at"]),
        authors=(sender,) if is_person else (),
        published=published(found.date or headers["date"] or headers["sent"]),
        marked=marked,
    )


def _address(value: str) -> str:
    match = re.fullmatch(r"<?(https?://[^<>\s]+)>?", value)
    return match[1] if match else ""


def _alert(listed: list[Result], headers: dict[str, str], place: _Place, reading: Reading) -> Iterator[Article | KGraphError]:
    """An article for each result, which is what a search engine shows of a page."""
    moment = published(headers["date"])
    for number, result in enumerate(listed, start=1):
        marked = {0: BlockKind.TITLE}
        known = Metadata(title=result.title, source=result.source, url=result.url, published=moment, marked=marked)
        text = f"{result.title}\n\n{result.text}"
        yield article(
            text,
            f"{place.key}#{number}",
            place.origin,
            known=known,
            max_characters=reading.max_characters,
            day_first=reading.day_first,
        )
