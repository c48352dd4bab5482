"""Clauses of time: whether what they tell of has happened, or waits for what their main clause waits for."""

from __future__ import annotations

from kgraph.extract.factuality_ahead import ahead
from kgraph.extract.factuality_beside import beside, quantified
from kgraph.extract.factuality_grammar import is_full_sentence, is_present
from kgraph.extract.factuality_words import Effect, Step
from kgraph.model import Modality
from kgraph.syntax.passives import is_perfect, is_verb, mark, mark_word
from kgraph.syntax.relations import AUXILIARY, NOMINAL_PREDICATE
from kgraph.syntax.speech import attributes
from kgraph.syntax.tree import Token

_UNTIL = ("until", "till")


def occasion(token: Token, head: Token, word: str, above: tuple[Effect, ...]) -> Step:
    """A clause of time: it waits for what its main clause waits for ("will go when it ends"), or tells of a habit.

    ``above`` is what makes its main clause less than actual.
    """
    cue = mark(token) or token
    if _is_only(token, word) and any(
        effect.modality in (Modality.CONDITIONAL, Modality.PLANNED) for effect in beside(head, is_trigger=False)
    ):
        return Step((Effect(cue, modality=Modality.CONDITIONAL),))  # "only when it was paid would it sail"
    if token.tag_ == "VBG" and above and word in ("when", "whenever", "once", *_UNTIL) and not token.children_as(AUXILIARY):
        return Step((Effect(cue, modality=Modality.CONDITIONAL),))  # "lets guests swim when visiting the hotel"
    if not is_present(token):
        return _past(token, head, word, above)
    if tuple(ahead(token)):
        return Step()  # "when they meet next week": the date says that it is planned
    if word in _UNTIL:
        return Step((Effect(cue, modality=Modality.CONDITIONAL),))
    if above:
        planned = {effect.modality for effect in above} == {Modality.PLANNED}
        return Step((Effect(cue, modality=Modality.PLANNED if planned else Modality.CONDITIONAL),))
    habit = word in ("when", "whenever", "once") and is_present(head) and is_full_sentence(token)
    return Step((Effect(cue, modality=Modality.CONDITIONAL),)) if habit else Step()


def _past(token: Token, head: Token, word: str, above: tuple[Effect, ...]) -> Step:
    """A past clause of time: reported speech puts what is to come into the past as well ("would stop once it was built")."""
    cue = mark(token) or token
    if is_perfect(token):
        pending = any(effect.future and effect.cue.fills(AUXILIARY) for effect in above)
        return Step(
            (Effect(cue, modality=Modality.PLANNED, future=True),) if pending else ()
        )  # "would decide after he had met them"
    if word not in ("when", "once", *_UNTIL) or attributes(token):
        return Step()
    if mark_word(head) in ("if", "unless"):
        return Step((Effect(cue, modality=Modality.CONDITIONAL),))  # "if they were sent away once it was full"
    here = (
        *beside(head, is_trigger=False),
        *(effect for noun in head.children_as(NOMINAL_PREDICATE) for effect in quantified(noun)),
    )
    if word in _UNTIL and above and any(effect.negates for effect in here):
        return Step((Effect(cue, modality=Modality.CONDITIONAL),))  # "could not sail until it was paid"
    would = any(effect.cue.lower_ in ("would", "'d", "’d") and effect.cue.head is head for effect in above)
    return Step((Effect(cue, modality=Modality.CONDITIONAL),) if would and not is_perfect(head) else ())


def _is_only(clause: Token, word: str) -> bool:
    """Whether a clause of time stands behind "only": "only when", "only after"."""
    first = next((token for token in clause.doc[clause.left_edge.i : clause.i] if token.lower_ == word), clause)
    return first.i > 0 and first.nbor(-1).lower_ == "only"


def verb_above(noun: Token) -> Token | None:
    """The verb of the clause that a noun stands in."""
    current = noun
    for _ in range(4):
        if is_verb(current):
            return current
        current = current.head
    return None


def along_with(token: Token, above: tuple[Effect, ...]) -> Step:
    """A clause with "as" in the present: it comes with what is to come ("the roads will be busy as schools close")."""
    acts = is_present(token) and not is_perfect(token) and token.tag_ != "VBG" and token.lemma_ not in ("be", "have")
    coming = any(effect.cue.lower_ in ("will", "'ll", "’ll", "likely", "set") for effect in above)
    if not acts or not coming or attributes(token):
        return Step()
    return Step((Effect(mark(token) or token, modality=Modality.PLANNED, future=True),))
