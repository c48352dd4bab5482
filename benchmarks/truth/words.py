"""A claim as lines of a judge's sheet."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.truth.claims import Claim, as_claimed
from kgraph.lexicon import Lexicon
from kgraph.model import PLAIN_EVENT
from kgraph.verifier import words
from kgraph.verifier.claim import Side
from kgraph.verifier.words import clipped, when


def sentence(claim: Claim, text: str, lexicon: Lexicon) -> str:
    """The claim of a report as one sentence."""
    return words.sentence(as_claimed(claim, lexicon), text, lexicon)


def lines(claim: Claim, text: str, lexicon: Lexicon) -> Iterator[str]:
    """The claim of a report as lines of a sheet: the type with its definition, each role with its words and who they were resolved to."""
    claimed = as_claimed(claim, lexicon)
    yield f"TYPE    {type_in_words(claim, lexicon)}"
    yield f"WORD    {clipped(text[slice(*claim.trigger)])}"
    for filler in claim.participants:
        yield f"{filler.role.upper():<7} {_filler(filler, text)}"
    yield f"STANCE  {words.stance(claimed)}"
    yield f"SAYS    {words.source(claimed)}"
    yield f"TIME    {when(claim.time) or 'none'}"
    yield f"CLAIM   {words.sentence(claimed, text, lexicon)}"


def type_in_words(claim: Claim, lexicon: Lexicon) -> str:
    """An event type's name with its definition."""
    if claim.type == PLAIN_EVENT:
        return "Event (untyped: is the predicate with its participants true as claimed, and worth having?)"
    kind = lexicon.types[claim.type]
    return f"{kind.label} ({kind.definition})"


def _filler(filler: Side, text: str) -> str:
    said = f"“{clipped(text[filler.start : filler.end])}”"
    return said if filler.name is None else f"{said} = [{filler.name}, {filler.type}]"
