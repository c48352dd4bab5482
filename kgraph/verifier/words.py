"""A claim as one English sentence, which a reader or a model can hold against the text."""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.lexicon import PREPOSITIONS, Lexicon
from kgraph.model import TARGET_ROLES
from kgraph.verifier.claim import UNNAMED, Claim, Side, Time

_BETWEEN = {
    "recipient": "for",
    "addressee": "to",
    "topic": "about",
    "instrument": "with",
    "place": "in",
    "cause": "because of",
    "purpose": "for",
    "origin": "from",
    "destination": "to",
    "amount": "to the amount of",
    "position": "as",
    "character": "as",
    "employer": "at",
    "crime": "for",
    "penalty": "with the penalty of",
    "force": "with",
    "contest": "in",
    "prize": "for",
    "score": "with the score of",
    "item": "of",
    "seller": "from",
    "buyer": "to",
    "vehicle": "by",
    "result": "with the result of",
}
"""What stands before each role's words in a sentence."""
_STANCES = {
    ("positive", "actual"): "happened",
    ("positive", "planned"): "planned or promised",
    ("positive", "wanted"): "wanted or asked for",
    ("positive", "possible"): "possible",
    ("positive", "conditional"): "conditional, only if something else holds",
    ("negative", "actual"): "NOT: said not to have happened",
    ("negative", "planned"): "NOT: planned or promised not to happen",
    ("negative", "wanted"): "NOT: wanted not to happen",
    ("negative", "possible"): "NOT: possibly does not happen",
    ("negative", "conditional"): "NOT: does not happen, if something else holds",
}
_LONGEST = 300  # characters of a filler's words that are shown


def sentence(claim: Claim, text: str, lexicon: Lexicon) -> str:
    """A claim as one sentence: who did what to whom, then in brackets whether it happened, who says so, and when.

    Names are those that the program resolved the words to, each with its type; words that it resolved to nothing are in quotation marks.
    """
    core = _alone(claim, text, lexicon) or _acted(claim, text, lexicon)
    said = [*core, *_others(claim, text, lexicon)]
    content = " ".join(part for part in said if part) + _quoted(claim, text)
    return f"{content[:1].upper()}{content[1:]} ({'; '.join(_frame(claim))})"


def _acted(claim: Claim, text: str, lexicon: Lexicon) -> list[str]:
    """Who did what to whom."""
    return [
        _who(claim, "agent", text) or "somebody or something",
        _predicate(claim, lexicon),
        _object(claim, text, lexicon),
    ]


def _alone(claim: Claim, text: str, lexicon: Lexicon) -> list[str]:
    """To whom it happened, where nobody did it and the type has words for that: who died was not killed. Empty elsewhere."""
    kind = lexicon.types.get(claim.type)
    patient = _who(claim, "patient", text)
    agent = _who(claim, "agent", text)
    return [patient, kind.alone] if kind is not None and kind.alone and patient and not agent else []


def clipped(words: str, longest: int = _LONGEST) -> str:
    """Words on one line, cut at the end where there are too many."""
    words = " ".join(words.split())
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]} …"


def source(claim: Claim) -> str:
    """Who says so."""
    if claim.source is None:
        return "none: the article in its own voice"
    return "somebody who is not named" if claim.source == UNNAMED else clipped(claim.source)


def stance(claim: Claim) -> str:
    """Whether it happened; of an event its factuality."""
    return _STANCES.get((claim.polarity, claim.modality), claim.modality)


def _frame(claim: Claim) -> Iterator[str]:
    yield stance(claim)
    if claim.source:
        yield f"according to {source(claim)}"
    if told := when(claim.time):
        yield told


def when(time: Time | None) -> str:
    """A time in words; empty for none."""
    if time is None:
        return ""
    begin, end, basis = time
    words = f"on {begin}" if begin == end else " ".join(_ends(begin, end))
    return f"{words}, inferred" if basis == "inferred" else words


def _ends(begin: str | None, end: str | None) -> Iterator[str]:
    if begin and end:
        yield f"from {begin} to {end}"
    elif begin:
        yield f"on {begin} or later"
    elif end:
        yield f"on {end} or earlier"


def _predicate(claim: Claim, lexicon: Lexicon) -> str:
    """The type's own phrase; of a plain event, and of a type that the lexicon does not have any more, its word."""
    kind = lexicon.types.get(claim.type)
    return kind.phrase if kind is not None else f"did {claim.lemma}"


def _object(claim: Claim, text: str, lexicon: Lexicon) -> str:
    """Whom or what it is done to; what stands for it where the phrase would end in a preposition."""
    if role := _object_role(claim, lexicon):
        return _who(claim, role, text)
    if not _ends_open(claim, lexicon):
        return ""
    agents = sum(side.role == "agent" for side in claim.sides)
    return "each other" if agents > 1 and _is_symmetric(claim, lexicon) else "somebody or something"


def _object_role(claim: Claim, lexicon: Lexicon) -> str:
    """The role that follows the phrase at once: the patient, or behind a preposition ("wrote to") another whom it is done to."""
    roles = TARGET_ROLES if _ends_open(claim, lexicon) else TARGET_ROLES[:1]
    there = {side.role for side in claim.sides}
    return next((role for role in roles if role in there), "")


def _others(claim: Claim, text: str, lexicon: Lexicon) -> Iterator[str]:
    said = ("agent", _object_role(claim, lexicon))
    for role in dict.fromkeys(side.role for side in claim.sides if side.role not in said):
        yield f"{_BETWEEN.get(role, role)} {who}" if (who := _who(claim, role, text)) else ""


def _ends_open(claim: Claim, lexicon: Lexicon) -> bool:
    """Whether a type's phrase ends in a preposition; a plain event's word can be spelt like one ("to near")."""
    return claim.type in lexicon.types and _predicate(claim, lexicon).split()[-1] in PREPOSITIONS


def _is_symmetric(claim: Claim, lexicon: Lexicon) -> bool:
    return claim.type in lexicon.types and lexicon.types[claim.type].symmetric


def _quoted(claim: Claim, text: str) -> str:
    """What is said, in the text's own words: topics that are whole clauses, and so were resolved to nothing."""
    clauses = dict.fromkeys(_named(side, text) for side in claim.sides if _is_clause(side))
    return f": {' and '.join(clauses)}" if clauses else ""


def _who(claim: Claim, role: str, text: str) -> str:
    """Those who fill a role, joined; each once."""
    sides = (side for side in claim.sides if side.role == role and not _is_clause(side))
    return " and ".join(dict.fromkeys(_named(side, text) for side in sides))


def _is_clause(side: Side) -> bool:
    return side.role == "topic" and side.name is None


def _named(side: Side, text: str) -> str:
    if side.name is None:
        return f"“{_shown(text, (side.start, side.end))}”"
    return f"{clipped(side.name)} [{side.type}]"


def _shown(text: str, offsets: tuple[int, int]) -> str:
    return clipped(text[slice(*offsets)])
