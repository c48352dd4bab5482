"""What somebody says as the topic of the report that says so: the words that an attribution gives to the verb's subject.

A clause below the verb is its topic by grammar alone. Quotations, what goes on behind the verb, and a sentence that the verb stands
in the middle of ("prices, she said, would fall") belong to no clause below it; the article's attributions know them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kgraph.extract.reading import Reading
from kgraph.lexicon import Trigger
from kgraph.model import Attribution, Participant, QuoteKind, Span
from kgraph.syntax.passives import is_passive, is_verb
from kgraph.syntax.tree import Token

_MARKS = "\"“”'‘’ ,;:-–—"
_LINKS = frozenset({"and", "but", "or", "so", "yet"})
_END = " ,.;:-–—"
_SEEN_THROUGH = '"“”'


def with_content(
    participants: Sequence[Participant], head: Token, trigger: Trigger | None, reading: Reading
) -> list[Participant]:
    """The participants of a report, with what is said among its topics where the report's verb attributes it."""
    said = reading.said(head)
    if said is None or trigger is None or not _holds_clause(trigger) or (is_passive(head) and said.kind is QuoteKind.INDIRECT):
        return list(participants)
    pieces = [span for piece in _joined(said, reading.article.text) if (span := _bare(piece, reading.article.text)) is not None]
    clauses = [one for one in participants if _is_clause(one, reading)]
    wanted = [piece for piece in pieces if _is_quoted(piece, said, reading) or _is_before(piece, said, reading)]
    if not clauses and not wanted:  # "but, says Orme, it was not the engine": the clause hangs on no verb of speech
        wanted = [piece for piece in pieces if _has_verb(piece, reading) and not any(one.role == "topic" for one in participants)]
    wanted = [piece for piece in wanted if not clauses or _has_verb(piece, reading)]  # a quoted phrase tells less than a clause
    wanted = [piece for piece in wanted if not _is_filled(piece, participants, reading)]
    kept = [one for one in clauses if not _is_replaced(one.span, wanted, pieces, said)]
    added = [piece for piece in wanted if not any(_overlap(one.span, piece) for one in kept)]
    others = [one for one in participants if one not in clauses and not _is_within(one, added)]
    return [*others, *kept, *(_topic(piece, reading) for piece in added)]


def _holds_clause(trigger: Trigger) -> bool:
    """Whether what a verb's clause says is its topic."""
    if trigger.pos != "verb":
        return False
    slots = (slot for frame in trigger.frames for slot in frame.slots)
    return any(slot.path == ("clause",) and slot.role == "topic" for slot in slots)


def _is_clause(participant: Participant, reading: Reading) -> bool:
    """Whether a topic is a clause rather than something that is spoken about."""
    root = reading.root(participant.head)
    return participant.role == "topic" and participant.chain is None and root is not None and is_verb(root)


def _is_replaced(clause: Span, wanted: Sequence[Span], pieces: Sequence[Span], said: Attribution) -> bool:
    """Whether a clause is part of what is said, or stands behind a verb that closes what it says: "..., he said after leaving"."""
    if any(piece.covers(clause) for piece in wanted):
        return True
    closed = said.cue is not None and bool(wanted) and wanted[0].start < said.cue.start
    return closed and not any(_overlap(piece, clause) for piece in pieces)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_quoted(piece: Span, said: Attribution, reading: Reading) -> bool:
    """Whether a piece of what is said begins with a quotation mark."""
    return said.kind is not QuoteKind.INDIRECT and reading.article.text[max(piece.start - 1, 0)] in _SEEN_THROUGH


def _is_before(piece: Span, said: Attribution, reading: Reading) -> bool:
    """Whether a piece of what is said is a clause that begins before the verb that says it."""
    return said.cue is not None and piece.start < said.cue.start and _has_verb(piece, reading)


def _has_verb(piece: Span, reading: Reading) -> bool:
    words = reading.doc.char_span(piece.start, piece.end)
    return words is not None and any(is_verb(word) for word in words)


def _is_filled(piece: Span, participants: Sequence[Participant], reading: Reading) -> bool:
    """Whether a piece is only a phrase that takes part already: who "warned of 'bad ice'" is not said to have said "bad ice"."""
    root = reading.root(piece)
    return root is not None and any(one.head.start == root.idx for one in participants if not _is_clause(one, reading))


def _is_within(participant: Participant, pieces: Sequence[Span]) -> bool:
    """Whether a topic is a word of what is said, so that it adds nothing."""
    return participant.role == "topic" and any(piece.covers(participant.span) for piece in pieces)


def _joined(said: Attribution, text: str) -> Iterator[Span]:
    """The pieces of what is said; a sentence that the verb only interrupts is one piece, with the verb in it."""
    open_piece: Span | None = None
    for piece in said.content:
        if piece.of(text).lower() in _LINKS:
            continue
        if open_piece is None:
            open_piece = piece
        elif _is_interrupted(open_piece, piece, said, text):
            open_piece = Span(open_piece.start, piece.end)
        else:
            yield open_piece
            open_piece = piece
    if open_piece is not None:
        yield open_piece


def _is_interrupted(before: Span, after: Span, said: Attribution, text: str) -> bool:
    """Whether nothing but the verb and its subject stands between two pieces of one sentence outside quotations."""
    if said.cue is None or not before.end <= said.cue.start < after.start:
        return False
    between = text[before.end : after.start]
    return not any(mark in between for mark in '"“”.?!') and text[before.end - 1] not in _SEEN_THROUGH


def _bare(piece: Span, text: str) -> Span | None:
    """A piece without the marks at its ends; a closing mark stays where its opening one does."""
    start, end = piece.start, piece.end
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and (text[end - 1] in _END or (text[end - 1] in _MARKS and not _is_balanced(text[start:end]))):
        end -= 1
    return Span(start, end) if start < end else None


def paired(words: Span, text: str) -> Span:
    """Words with the quotation mark before or behind them whose other half they hold."""
    held = words.of(text)
    opened = held.count('"') % 2 or held.count("“") > held.count("”")
    if opened and text[words.end : words.end + 1] in ('"', "”"):
        return Span(words.start, words.end + 1)
    closed = held.count('"') % 2 or held.count("”") > held.count("“")
    if closed and text[max(words.start - 1, 0) : words.start] in ('"', "“"):
        return Span(words.start - 1, words.end)
    return words


def _is_balanced(words: str) -> bool:
    """Whether each quotation mark of some words has its other half."""
    if words[-1] in "'’":
        return any(mark in f" {words}" for mark in (" '", " ‘", "\"'", "“‘"))
    return words.count('"') % 2 == 0 and words.count("“") == words.count("”") and words[-1] != "‘"


def _topic(piece: Span, reading: Reading) -> Participant:
    root = reading.root(piece)
    head = Span(root.idx, root.idx + len(root)) if root is not None else piece
    return Participant("topic", piece, head)
