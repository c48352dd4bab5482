"""Which entry of the lexicon gave a report its type: the type, the part of speech and the lemma."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from benchmarks.truth.claims import Claim, Offsets
from kgraph.language import load_model
from kgraph.lexicon import shipped_lexicon
from kgraph.model import PLAIN_EVENT
from kgraph.settings import Settings

_TAGS = {"V": "verb", "N": "noun", "J": "adjective"}
_TAGGING = ("tok2vec", "tagger")
Place = tuple[Claim, str, Offsets]
"""A claim, the text of its article, and the offsets of its sentence."""


def parts_of_speech(places: Sequence[Place]) -> list[str]:
    """The part of speech of each claim's entry; empty for plain events, and where the lexicon has no such entry.

    Most words are of one part of speech for their type. For the others the trigger's sentence is tagged, by itself.
    """
    found = [_known(claim) for claim, _, _ in places]
    open_ones = [number for number, poses in enumerate(found) if len(poses) > 1]
    tagged = dict(zip(open_ones, _tagged([places[number] for number in open_ones]), strict=True))
    return [_one_of(poses, tagged.get(number, "")) for number, poses in enumerate(found)]


def entry_name(type_name: str, pos: str, lemma: str) -> str:
    """An entry as it is written on the command line and in tables: ``Blame:verb:blame``."""
    return f"{type_name}:{pos or '-'}:{lemma}"


def _one_of(poses: Sequence[str], tagged: str) -> str:
    if tagged in poses:
        return tagged
    return poses[0] if poses else ""


def _known(claim: Claim) -> Sequence[str]:
    return () if claim.type == PLAIN_EVENT else _entries().get((claim.type, claim.lemma), ())


@cache
def _entries() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The parts of speech of the entries of each type and lemma, sorted; a lemma may be given with its particle or without."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (pos, lemma), triggers in shipped_lexicon().triggers.items():
        for trigger in triggers:
            found[trigger.type, lemma].add(pos)
            found[trigger.type, f"{lemma} {trigger.particle}".strip()].add(pos)
    return {key: tuple(sorted(poses)) for key, poses in found.items()}


def _tagged(places: Sequence[Place]) -> Iterable[str]:
    if not places:
        return []
    nlp = _language()
    with nlp.select_pipes(enable=[name for name in _TAGGING if name in nlp.pipe_names]):
        docs = list(nlp.pipe(text[start:end] for _, text, (start, end) in places))
    return [_tag(doc, claim, sentence) for doc, (claim, _, sentence) in zip(docs, places, strict=True)]


def _tag(doc: Doc, claim: Claim, sentence: Offsets) -> str:
    start, end = (offset - sentence[0] for offset in claim.trigger)
    span: Span | None = doc.char_span(start, end, alignment_mode="expand")
    return "" if span is None else _TAGS.get(span[0].tag_[:1], "")


@cache
def _language() -> Language:
    return load_model(Settings().model)
