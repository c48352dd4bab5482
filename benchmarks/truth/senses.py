"""Which entry of the lexicon gave a report its type: the type, the part of speech and the lemma."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from benchmarks.truth.claims import Claim
from kgraph.lexicon import shipped_lexicon
from kgraph.model import PLAIN_EVENT

_TAGS = {"V": "verb", "N": "noun", "J": "adjective"}


def part_of_speech(claim: Claim, tag: str) -> str:
    """The part of speech of a claim's entry; empty for plain events, and where the lexicon has no such entry.

    Most words are of one part of speech for their type. For the others the trigger's tag decides, else the first.
    """
    poses = () if claim.type == PLAIN_EVENT else _entries().get((claim.type, claim.lemma), ())
    tagged = _TAGS.get(tag[:1], "")
    return tagged if tagged in poses else poses[0] if poses else ""


def entry_name(type_name: str, pos: str, lemma: str) -> str:
    """An entry as it is written on the command line and in tables: ``Blame:verb:blame``."""
    return f"{type_name}:{pos or '-'}:{lemma}"


@cache
def _entries() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The parts of speech of the entries of each type and lemma, sorted; a lemma may be given with its particle or without."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (pos, lemma), triggers in shipped_lexicon().triggers.items():
        for trigger in triggers:
            found[trigger.type, lemma].add(pos)
            found[trigger.type, f"{lemma} {trigger.particle}".strip()].add(pos)
    return {key: tuple(sorted(poses)) for key, poses in found.items()}
