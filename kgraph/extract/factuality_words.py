"""The words that bear on whether something happened (data/factuality.yaml), and what each does to the event that it bears on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kgraph.model import Modality
from kgraph.shipped import shipped
from kgraph.syntax.tree import Token

GROUPS = {
    "negative": None,
    "planned": Modality.PLANNED,
    "wanted": Modality.WANTED,
    "possible": Modality.POSSIBLE,
    "conditional": Modality.CONDITIONAL,
    "doubtful": Modality.POSSIBLE,
}
_DOUBTFUL = "doubtful"
LISTS = (
    *("carriers", "inquiries", "outcomes", "implicatives", "sayings", "predicates", "rejections", "answered", "courtesies"),
    *("perceptions", "denials", "hopes", "occasions", "results", "singling", "signs", "facing", "topics", "admissions", "polite"),
    *("left_open", "failures", "ensuring", "tries", "tried", "unfinished", "anybody", "gatherings", "unfocused", "degrees"),
    *("nearly", "measures", "never", "repeating", "calendar", "dateless", "announcing", "announced", "opinions", "needless"),
    *(
        "undertakings",
        "glad",
        "reporting",
        "seeing",
        "voted",
        "overtaken",
        "along",
        "accompanying",
        "unchanging",
        "parts",
        "letting",
        "called_for",
    ),
    *("wrongful", "consequent", "evidence", "expected", "performed", "factive", "effects", "presupposing", "siding"),
    *("standing", "concluded", "certainties", "untrue", "chances", "remedies", "obliging", "accepting", "pending"),
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a word does to the event it bears on: turns its polarity, or moves its modality."""

    cue: Token
    negates: bool = False
    modality: Modality = Modality.ACTUAL
    future: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What the way up from a word adds, and the word it leads to, where the meaning passes that far."""

    effects: tuple[Effect, ...] = ()
    upper: Token | None = None


def effects_of(token: Token, kind: str) -> Iterator[Effect]:
    """What a word of a kind does, by its form or else by its lemma."""
    lemmas = {token.lower_, token.lemma_.lower()}
    if kind == "pronouns" and any(child.lower_ in ("but", "except") for child in token.children):
        return  # "nothing but headlines" is something
    for lemma in sorted(lemmas):
        effect = effect_of(kind, lemma, token)
        if effect is not None:
            yield effect
            return


def effect_of(kind: str, lemma: str, cue: Token) -> Effect | None:
    """What a lemma of a kind of word does; None where data/factuality.yaml does not list it."""
    group = operators()[kind].get(lemma)
    if group is None:
        return None
    modality = GROUPS[group]
    if modality is None:
        return Effect(cue, negates=True)
    return Effect(cue, negates=group == _DOUBTFUL, modality=modality, future=modality is Modality.PLANNED)


@cache
def operators() -> Mapping[str, Mapping[str, str]]:
    """By kind of word (verbs, nouns, adjectives ...), each lemma with the group that it stands in."""
    raw = shipped("factuality.yaml")
    kinds = ("verbs", "nouns", "adjectives", "determiners", "adverbs", "prepositions", "pronouns", "marks", "auxiliaries")
    table: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for group in GROUPS:
        for kind, lemmas in raw[group].items():
            for lemma in lemmas:
                table[kind].setdefault(lemma, group)
    for kind in LISTS:
        table[kind] = dict.fromkeys(raw[kind], kind)
    return table
