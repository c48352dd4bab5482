"""Numerals that a tokenizer or a parser takes for something else: scores ("3-1"), ranks ("finished second"), scales ("4m euros").

A tokenizer cuts a score in three. The parser then loses who was beaten: in "Kelm beat Tarrow 3 - 1" it takes the 1 for the object.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from spacy.tokens import Doc, Span, Token

from kgraph.numbers import is_rank, is_score

_SCALES = frozenset({"m", "bn", "tn", "k"})
Piece: TypeAlias = tuple[str, bool]
"""The text of a token, and whether a space follows it."""


def whole_scores(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, with each score as one of them. A date in numbers ("24-11-05") stays cut."""
    position = 0
    while position < len(pieces):
        if _is_score(pieces, position):
            yield "".join(text for text, _ in pieces[position : position + 3]), pieces[position + 2][1]
            position += 3
        else:
            yield pieces[position]
            position += 1


def _is_score(pieces: Sequence[Piece], first: int) -> bool:
    """Whether a number, a hyphen and a number stand together, and no further hyphen with them."""
    (_, gap), (hyphen, other_gap), (_, end) = three if len(three := pieces[first : first + 3]) == 3 else (("", True),) * 3
    if hyphen != "-" or gap or other_gap or not is_score("".join(text for text, _ in three)):
        return False
    goes_on = not end and len(pieces) > first + 3 and pieces[first + 3][0] == "-"
    return not goes_on and not (first and pieces[first - 1] == ("-", False))


def correct_numerals(doc: Doc) -> None:
    """Makes scores numbers and no part of any name, and lets scores, and what follows scores and ranks, depend on the verb.

    A tagger takes some scores for names, and a parser takes some for an object or for a part of the name before.
    """
    scores = [token for token in doc if is_score(token.text)]
    for token in scores:
        token.tag_, token.pos_ = "CD", "NUM"
    for run in _runs(scores):
        if _join(run):
            _attach(run[-1])
    for token in doc:
        if token.dep_ == "advmod" and token.head.pos_ == "VERB" and token.i > token.head.i and is_rank(token.lower_):
            for child in list(token.rights):
                child.head = token.head
        elif token.lower_ in _SCALES and token.i + 1 < len(doc):
            _count(token, token.nbor(1))
    if scores:
        inside = {token.i for token in scores}
        doc.set_ents([part for name in doc.ents for part in _without(name, inside)])


def _runs(scores: Sequence[Token]) -> list[list[Token]]:
    """The scores that stand side by side, as the sets of a match do."""
    runs: list[list[Token]] = []
    for token in scores:
        if runs and runs[-1][-1].i == token.i - 1 and runs[-1][-1].sent == token.sent:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _join(run: Sequence[Token]) -> bool:
    """Makes the sets of a match depend on the last one ("6-4 6-2" is one score); False where the parse does not let it."""
    *others, last = run
    outer = next((token for token in run if token.head not in run and not any(one.is_ancestor(token.head) for one in run)), None)
    if outer is None:
        return False
    last.head, last.dep_ = outer.head, outer.dep_
    for token in others:
        for child in [child for child in token.children if child not in run]:
            child.head = last
        token.head, token.dep_ = last, "compound"
    return True


def _attach(score: Token) -> None:
    """Makes a score behind a verb depend on it ("lost 3-1 to Tarrow"), and one before a noun a number ("the 3-1 win")."""
    if score.head.i > score.i:
        score.dep_ = "nummod"
        return
    verb = next((above for above in score.ancestors if above.pos_ in ("VERB", "AUX") and not above.is_title), None)
    if verb is None or verb.i > score.i:
        return
    for child in list(score.rights):
        child.head = verb
    score.head, score.dep_ = verb, "npadvmod"
    _name_beaten(score, verb)


def _name_beaten(score: Token, verb: Token) -> None:
    """Makes the noun before a score the verb's object where the verb has none: "beat Tarrow 3-1", "beat the second seed 6-1"."""
    first = score
    while first.i > verb.i + 1 and is_score(first.nbor(-1).text):
        first = first.nbor(-1)
    beaten = first.nbor(-1)
    if beaten.i == verb.i or beaten.head not in (score, verb) or not (beaten.is_title or beaten.pos_ == "NOUN"):
        return
    for word in [word for word in score.lefts if word.i < beaten.i]:
        word.head = beaten
    if not any(child.dep_ == "dobj" for child in verb.children):
        beaten.head, beaten.dep_ = verb, "dobj"
        if beaten.is_title and beaten.pos_ == "VERB":
            beaten.tag_, beaten.pos_ = "NNP", "PROPN"


def _count(scale: Token, noun: Token) -> None:
    """Gives "4m" to what it counts where the parser takes it for an object beside that: "cost 4m euros"."""
    if scale.tag_ == "CD" and noun.pos_ == "NOUN" and scale.head == noun.head and scale.dep_ == noun.dep_:
        scale.head, scale.dep_ = noun, "nummod"


def _without(name: Span, scores: set[int]) -> Iterator[Span]:
    """The name itself, or its longest run of words without a score: "Tarrow" of "Tarrow 3-1"."""
    runs: list[list[int]] = [[]]
    for index in range(name.start, name.end):
        if index in scores:
            runs.append([])
        else:
            runs[-1].append(index)
    longest = max(runs, key=len)
    if longest:
        yield Span(name.doc, longest[0], longest[-1] + 1, label=name.label_)
