"""How far a name is from the words that stand for it, and who else is named between: signs of how well a pronoun was resolved.

A side of a claim has an antecedent where its words do not hold the last word of the name behind them. So has a source that its
sentence does not name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kgraph.syntax.tree import Doc, Span, Token
from kgraph.verifier.claim import UNNAMED, Claim, Side
from kgraph.verifier.forms import Seen, form_of, role_of

_FAR = 400  # tokens before the words in which the name is looked for
_NEAR = 300  # tokens before the words in which its mentions are counted
_MOST_MENTIONS = 8
_PEOPLE = frozenset(("PERSON", "Person"))
_CAPITALISED = re.compile(r"[A-Z][\w'’-]+")
_SOURCE = "source"


@dataclass(frozen=True, slots=True)
class _StandIn:
    """Words that stand for a name: their first token, their role, their form, and the last word of the name in small letters."""

    token: Token
    role: str
    form: str
    name: str


def antecedents(claim: Claim, doc: Doc) -> Iterator[Seen]:
    """The features of what stands for a name in a claim."""
    for side in claim.sides:
        if (stand_in := _of_side(side, doc)) is not None:
            yield from _of_stand_in(stand_in)
    trigger, name = doc.token_at(claim.trigger[0]), _last_word(claim.source)
    if trigger is None or name is None or claim.source == UNNAMED:
        return
    if any(token.lower_ == name for token in trigger.sent):
        yield "ante.source.here", 1.0
    else:
        yield from _of_stand_in(_StandIn(trigger, _SOURCE, _SOURCE, name))


def _of_side(side: Side, doc: Doc) -> _StandIn | None:
    name, words = _last_word(side.name), doc.char_span(side.start, side.end)
    if name is None or words is None or len(words) == 0 or any(token.lower_ == name for token in words):
        return None
    return _StandIn(words[0], role_of(side), _kind_of(words), name)


def _kind_of(words: Span) -> str:
    form = form_of(words)
    return words.root.lower_ if form == "pronoun" else form


def _last_word(name: str | None) -> str | None:
    found = _CAPITALISED.findall(name or "")
    return found[-1].lower() if found else None


def _of_stand_in(stand_in: _StandIn) -> Iterator[Seen]:
    last = _last_mention(stand_in)
    if last is None:
        yield f"ante.{stand_in.role}.none", 1.0
        yield f"ante.{stand_in.form}.none", 1.0
        return
    yield from _of_distance(stand_in, last)
    yield from _of_surroundings(stand_in, last)


def _last_mention(stand_in: _StandIn) -> Token | None:
    doc, first = stand_in.token.doc, stand_in.token.i
    return next((doc[i] for i in range(first - 1, max(-1, first - _FAR), -1) if doc[i].lower_ == stand_in.name), None)


def _of_distance(stand_in: _StandIn, last: Token) -> Iterator[Seen]:
    """How many sentences and paragraphs lie between, how many other people and names, and what the name is to its sentence."""
    token, form = stand_in.token, stand_in.form
    between = [token.doc[i] for i in range(last.i + 1, token.i)]
    sentences = len({each.sent.start for each in (last, *between, token)}) - 1
    paragraphs = token.paragraph - last.paragraph
    people = len({each.lower_ for each in between if each.ent_type_ in _PEOPLE and _ends_entity(each)} - {stand_in.name})
    names = len({each.lower_ for each in between if each.pos_ == "PROPN"} - {stand_in.name})
    for about in (stand_in.role, form, "any"):
        yield f"ante.{about}.sentences={min(sentences, 4)}", 1.0
        yield f"ante.{about}.paragraphs={min(paragraphs, 3)}", 1.0
        yield f"ante.{about}.people={min(people, 3)}", 1.0
        yield f"ante.{about}.names={min(names, 4)}", 1.0
    yield f"ante.{form}.dep={last.dep_}", 1.0
    yield f"ante.{form}.reach={min(sentences, 2)}:{min(people, 2)}", 1.0
    yield f"ante.{form}.from={min(sentences, 2)}:{min(paragraphs, 2)}:{last.dep_}", 1.0
    yield f"ante.{form}.rivals={min(_rivals(stand_in), 2)}:{sentences > 0}", 1.0


def _ends_entity(token: Token) -> bool:
    following = token.i + 1
    return following >= len(token.doc) or token.doc[following].ent_type_ != token.ent_type_


def _rivals(stand_in: _StandIn) -> int:
    """How many other people the sentence names before the words."""
    token = stand_in.token
    return len({each.lower_ for each in token.sent if each.i < token.i and each.ent_type_ in _PEOPLE} - {stand_in.name})


def _of_surroundings(stand_in: _StandIn, last: Token) -> Iterator[Seen]:
    """Whether quotations begin or end between, and how often the name was mentioned lately."""
    token, form = stand_in.token, stand_in.form
    marks = sum(token.doc[i].is_quote for i in range(last.i, token.i))
    quoted = sum(each.is_quote for each in token.sent if each.i < token.i) % 2
    mentions = sum(token.doc[i].lower_ == stand_in.name for i in range(max(0, token.i - _NEAR), token.i))
    yield f"ante.{form}.quotes={min(marks, 3)}", 1.0
    yield f"ante.{form}.quoted={quoted}", 1.0
    yield f"ante.{form}.mentions", min(mentions, _MOST_MENTIONS) / _MOST_MENTIONS
