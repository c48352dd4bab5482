"""How sure kgraph is of what it claims: the probability that a reader calls a claim usable, learned from verdicts (docs/confidence.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kgraph.lexicon import Lexicon
from kgraph.model import Extraction
from kgraph.syntax.tree import Doc
from kgraph.verifier.claim import Claim, Side, claim_of
from kgraph.verifier.features import features
from kgraph.verifier.weights import probability, shipped_blend, shipped_calibrations, shipped_weights
from kgraph.verifier.words import sentence

__all__ = ["Claim", "Side", "features", "shipped_weights", "with_confidence"]

_DIGITS = 2


def with_confidence(extraction: Extraction, doc: Doc, lexicon: Lexicon, *, verify: bool = False) -> Extraction:
    """The extraction with the confidence of each of its reports; the Doc is the parse that it was made from.

    ``verify``: the cross-encoder reads each claim as well. Raises ModelError where that is not installed.
    """
    claims = [claim_of(report, extraction, lexicon) for report in extraction.reports]
    weights = shipped_weights()
    odds = [weights.odds(features(claim, doc)) for claim in claims]
    if verify and claims:
        odds = [shipped_blend().odds(*both) for both in zip(odds, _read(claims, extraction, lexicon), strict=True)]
    kinds = shipped_calibrations()
    sure = (round(probability(kinds[claim.kind].odds(each)), _DIGITS) for claim, each in zip(claims, odds, strict=True))
    reports = (replace(report, confidence=each) for report, each in zip(extraction.reports, sure, strict=True))
    return replace(extraction, reports=tuple(reports))


def _read(claims: Sequence[Claim], extraction: Extraction, lexicon: Lexicon) -> list[float]:
    """The cross-encoder's odds of each claim."""
    from kgraph.verifier.cross_encoder import Pair, shipped_cross_encoder  # numpy and a model: only where they are asked for

    text = extraction.article.text
    pairs = [
        Pair.of(sentence(claim, text, lexicon), text, (report.sentence.start, report.sentence.end), claim.trigger)
        for claim, report in zip(claims, extraction.reports, strict=True)
    ]
    return shipped_cross_encoder().odds(pairs)
