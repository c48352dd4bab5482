"""The words that attribute: who says, thinks or wants what, and by which frame (data/attribution.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kgraph.shipped import shipped
from kgraph.syntax.clauses import particle
from kgraph.syntax.passives import is_verb
from kgraph.syntax.relations import ADVERB
from kgraph.syntax.tree import Token


@dataclass(frozen=True, slots=True)
class Cues:
    """data/attribution.yaml, by frame: a lemma may stand with its particle ("point out")."""

    frames: Mapping[str, frozenset[str]]  # clause, infinitive, object, gerund -> verbs
    kinds: Mapping[str, frozenset[str]]  # statement, belief ... -> verbs
    prepositions: Mapping[str, frozenset[str]]
    noun_frames: Mapping[str, frozenset[str]]
    noun_prepositions: Mapping[str, frozenset[str]]
    adjectives: frozenset[str]
    adverbs: frozenset[str]
    showing: frozenset[str]
    texts: frozenset[str]
    seeming: frozenset[str]
    addressed: frozenset[str]
    quoted: frozenset[str]
    presupposing: frozenset[str]  # verbs whose object is there, whoever has a view of it
    hearsay: frozenset[str]  # nouns whose that-clause somebody unnamed has said
    inner: frozenset[str]  # words for what somebody decides or refuses, who need not say anything by it
    won: frozenset[str]  # nouns of what is won and not asserted where it is claimed
    speech: frozenset[str]  # verbs whose subject speaks a quotation beside them
    lemmas: Mapping[str, str]  # forms whose lemma the language model gets wrong


@cache
def cues() -> Cues:
    """The cue words of data/attribution.yaml."""
    data: Any = shipped("attribution.yaml")
    frames = ("clause", "infinitive", "object", "gerund")
    lists = (
        "adjectives",
        "adverbs",
        "showing",
        "texts",
        "seeming",
        "addressed",
        "quoted",
        "presupposing",
        "speech",
        "hearsay",
        "inner",
        "won",
    )
    return Cues(
        frames={f: frozenset(verb for kind in data["verbs"].values() for verb in kind.get(f, ())) for f in frames},
        kinds={kind: frozenset(verb for some in by_frame.values() for verb in some) for kind, by_frame in data["verbs"].items()},
        prepositions={verb: frozenset(some) for verb, some in data["prepositions"].items()},
        noun_frames={f: frozenset(data["nouns"][f]) for f in ("clause", "infinitive")},
        noun_prepositions={noun: frozenset(some) for noun, some in data["nouns"]["prepositions"].items()},
        lemmas=data["lemmas"],
        **{name: frozenset(data[name]) for name in lists},
    )


def cue_lemma(verb: Token) -> str:
    """The lemma of a verb, with its particle where data/attribution.yaml knows it so."""
    lemma = cues().lemmas.get(verb.lower_, verb.lemma_.lower())
    beside = particle(verb) or next((c.lower_ for c in verb.children_as(ADVERB) if c.i == verb.i + 1), "")
    joined = f"{lemma} {beside}"
    return joined if beside and any(joined in some for some in cues().frames.values()) else lemma


def speaks(verb: Token) -> bool:
    """Whether a verb's subject speaks what is quoted beside it."""
    return is_verb(verb) and verb.lemma_ in cues().speech


def attributes(verb: Token) -> bool:
    """Whether a verb says, believes, asks or wants, so that what stands below it is its subject's."""
    return any(verb.lemma_ in some for some in cues().kinds.values())
