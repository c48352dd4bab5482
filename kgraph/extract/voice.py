"""Whose word a report is: that of the source whose content it stands in, unless the article itself puts it there.

Who says that prices will fall has not said what the article adds in passing: what a clause behind a comma tells of somebody, what a
noun takes for granted ("doubts about the mayor's promise"), and the claim that somebody denies.
"""

from __future__ import annotations

import re

from kgraph.extract.reading import Reading
from kgraph.model import Attribution, QuoteKind
from kgraph.syntax.passives import is_verb
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    DETERMINER,
    NOUN_CLAUSE,
    OBJECT,
    PASSIVE_SUBJECT,
    POSSESSOR,
    PREPOSITIONAL_OBJECT,
)
from kgraph.syntax.speech import cues
from kgraph.syntax.tree import Token

_MARK = re.compile('["“”]')
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ASIDE = frozenset({",", "-", "–", "—"})
_DENYING = frozenset({"deny", "reject", "dismiss", "refute", "rebut", "dispute"})


def voice(trigger: Token, reading: Reading) -> int | None:
    """The attribution whose source says what a trigger reports; None for the article's own voice."""
    found = reading.attribution(trigger)
    if found is None:
        return None
    said = reading.attributions[found]
    if said.kind is QuoteKind.DIRECT or _is_quoted(trigger, said, reading.article.text):
        return found
    return None if _is_granted(trigger) or _is_denied(trigger, said) or _is_added(trigger, said) else found


def _is_quoted(trigger: Token, said: Attribution, text: str) -> bool:
    """Whether a word stands between quotation marks of what is said."""
    piece = next((piece for piece in said.content if piece.start <= trigger.idx < piece.end), None)
    if piece is None:
        return False
    marks = list(_MARK.finditer(text, max(piece.start - 1, 0), trigger.idx))
    return bool(marks) and _opens(text, marks[-1].start())


def _opens(text: str, at: int) -> bool:
    """Whether a quotation mark opens; of several paragraphs each opens anew, and only the last one closes."""
    if text[at] != '"':
        return text[at] == "“"
    return not text[max(at - 1, 0) : at].strip(" \n\t([—–-") and text[at + 1 : at + 2].strip() != ""


def _is_granted(noun: Token) -> bool:
    """Whether a noun speaks of an event as known: by whose it is, or, behind a preposition, by its article."""
    if is_verb(noun):
        return False
    definite = any(child.lower_ in _DEFINITE for child in noun.children_as(DETERMINER))
    return bool(noun.children_as(POSSESSOR)) or (definite and noun.fills(PREPOSITIONAL_OBJECT))


def _is_denied(noun: Token, said: Attribution) -> bool:
    """Whether a noun is the claim that somebody denies, which others have made."""
    verb = noun.head
    if is_verb(noun) or not noun.fills(OBJECT) or said.cue is None or not said.cue.start <= verb.idx < said.cue.end:
        return False
    return verb.lemma_.lower() in _DENYING and noun.lemma_.lower() in cues().noun_frames["clause"]


def _is_added(trigger: Token, said: Attribution) -> bool:
    """Whether a word stands in a clause that a comma or a dash sets off from a noun of what is said."""
    token = trigger
    while token.head is not token and not _in_cue(token, said):
        edge = token.left_edge
        if (
            token.fills(NOUN_CLAUSE)
            and token.children_as(ACTIVE_SUBJECT | PASSIVE_SUBJECT)
            and edge.i
            and edge.nbor(-1).text in _ASIDE
        ):
            return _is_content(token.head, said) and not _holds_cue(token, said)
        token = token.head
    return False


def _in_cue(token: Token, said: Attribution) -> bool:
    return said.cue is not None and said.cue.start <= token.idx < said.cue.end


def _holds_cue(clause: Token, said: Attribution) -> bool:
    return any(_in_cue(token, said) for token in clause.subtree)


def _is_content(token: Token, said: Attribution) -> bool:
    return any(piece.start <= token.idx < piece.end for piece in said.content)
