"""How sure kgraph is of what it claims: the probability that a reader calls a claim usable, learned from verdicts (docs/confidence.md)."""

from __future__ import annotations

from dataclasses import replace

from kgraph.lexicon import Lexicon
from kgraph.model import PLAIN_EVENT, Chain, Extraction, Participant, Report
from kgraph.syntax.tree import Doc
from kgraph.verifier.features import Claim, Side, features
from kgraph.verifier.weights import shipped_weights

__all__ = ["Claim", "Side", "features", "shipped_weights", "with_confidence"]

_DIGITS = 2


def with_confidence(extraction: Extraction, doc: Doc, lexicon: Lexicon) -> Extraction:
    """The extraction with the confidence of each of its reports; the Doc is the parse that it was made from."""
    weights = shipped_weights()

    def weighed(report: Report) -> Report:
        seen = features(claim_of(report, extraction, lexicon), doc)
        return replace(report, confidence=round(weights.probability(seen), _DIGITS))

    return replace(extraction, reports=tuple(map(weighed, extraction.reports)))


def claim_of(report: Report, extraction: Extraction, lexicon: Lexicon) -> Claim:
    """What a report claims, as the verifier sees it."""
    kind = lexicon.types.get(report.type)
    return Claim(
        lineage=kind.lineage if kind is not None else (PLAIN_EVENT,),
        coded=kind is not None and bool(kind.plover),
        lemma=report.lemma,
        trigger=report.trigger.start,
        polarity=report.polarity.value,
        modality=report.modality.value,
        source=_source(report, extraction),
        time=report.time.basis.value if report.time is not None else "none",
        sides=tuple(_side(participant, extraction.chains) for participant in report.participants),
    )


def _source(report: Report, extraction: Extraction) -> str:
    if report.attribution is None:
        return "none"
    attribution = extraction.attributions[report.attribution]
    return "unnamed" if attribution.chain is None and attribution.source is None else "named"


def _side(participant: Participant, chains: tuple[Chain, ...]) -> Side:
    span = participant.span
    if participant.chain is None:
        return Side(participant.role, span.start, span.end)
    chain = chains[participant.chain]
    return Side(participant.role, span.start, span.end, chain.name, chain.type)
