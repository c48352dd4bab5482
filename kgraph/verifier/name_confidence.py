"""How sure kgraph is that a name is read right: a name of its full length, of one thing, of the type that it was given.

Learned from verdicts as the confidence of reports is: a feature is a name with a number, and data/verifier/names.tsv has the weights of
benchmarks.truth.train_names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kgraph.language.gazetteer import lookup
from kgraph.lexicon import first_above, nouns
from kgraph.model import Chain, Extraction, Mention, MentionKind
from kgraph.syntax.tree import Doc, Token
from kgraph.verifier.weights import probability, shipped_name_weights

_TOPS = ("Person", "Group", "Organization", "Facility", "Place")
_DIGITS = 2
_MANY = 8  # mentions that count as many
_LONG = 5  # words that count as a long name
_SHAPES = ((re.compile(r"[A-Z]"), "X"), (re.compile(r"[a-z]"), "x"), (re.compile(r"\d"), "0"), (re.compile(r"(.)\1+"), r"\1\1"))


def with_sure_names(extraction: Extraction, doc: Doc) -> Extraction:
    """The extraction with the confidence of each chain that has a name: the probability that a reader finds nothing wrong with it."""
    weights = shipped_name_weights()
    sure = {number: round(probability(weights.odds(seen)), _DIGITS) for number, seen in named(extraction, doc).items()}
    chains = tuple(replace(chain, confidence=sure[chain.id]) if chain.id in sure else chain for chain in extraction.chains)
    return replace(extraction, chains=chains)


def named(extraction: Extraction, doc: Doc) -> dict[int, dict[str, float]]:
    """The features of the chains that have names."""
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for mention in extraction.mentions:
        if mention.kind is MentionKind.NAME:
            mentions[mention.chain].append(mention)
    return {chain.id: name_features(chain, mentions[chain.id], doc) for chain in extraction.chains if chain.id in mentions}


def name_features(chain: Chain, mentions: Sequence[Mention], doc: Doc) -> dict[str, float]:
    """The features of a chain by its name, what it was taken for, and what stands around its mentions; these as shares."""
    seen = dict.fromkeys(_of_name(chain), 1.0)
    seen["many"] = min(len(mentions), _MANY) / _MANY
    tokens = [token for mention in mentions if (token := doc.token_at(mention.head.start)) is not None]
    for token in tokens:
        for feature in _of_place(token):
            seen[feature] = seen.get(feature, 0.0) + 1 / len(tokens)
    return seen


def _of_name(chain: Chain) -> Iterator[str]:
    words, top = chain.name.split() or [""], first_above(chain.type, _TOPS)
    known = lookup(chain.name)
    size = min(len(words), _LONG)
    yield from (f"type={chain.type}", f"top={top}", f"{top}.size={size}", f"first={words[0]}", f"last={words[-1]}")
    yield from (f"{top}.last={words[-1].lower()}", f"{top}.first={words[0].lower()}")
    yield from (f"word={word.lower()}" for word in words)
    yield from (f"{top}.end={words[-1][-size:].lower()}" for size in (2, 3))
    yield from (f"{top}.shape={_shape(word)}" for word in (words[0], words[-1]))
    yield f"{top}.given={nouns.is_given_name(words[0])}"
    yield f"{top}.known={'no' if known is None else known.type}:{known is not None and known.sure}"
    yield from (f"{top}.country={bool(chain.country)}", f"{top}.sector={chain.sector}", f"{top}.roles={min(len(chain.roles), 3)}")
    yield from (f"{top}.aliases={min(len(chain.aliases), 3)}", f"{top}.linked={bool(chain.links)}")
    yield from (f"{top}.role={role.split()[-1].lower()}" for role in chain.roles if role.split())


def _shape(word: str) -> str:
    for pattern, letter in _SHAPES:
        word = pattern.sub(letter, word)
    return word[:6]


def _of_place(token: Token) -> Iterator[str]:
    """What a mention's head is, hangs on and stands between."""
    yield from (f"tag={token.tag_}", f"dep={token.dep_}", f"{token.dep_}:{token.head.lemma_.lower()}")
    start, end = _borders(token)
    yield f"sentence.start={start == token.sent.start}"
    for step in (1, 2):
        before, after = start - step, end + step - 1
        if before >= 0:
            yield from (f"before{step}={token.doc[before].lower_}", f"before{step}.pos={token.doc[before].pos_}")
        if after < len(token.doc):
            yield from (f"after{step}={token.doc[after].lower_}", f"after{step}.pos={token.doc[after].pos_}")
    yield "listed=" + str(sum(near.text == "," for near in token.sent) > _MANY)


def _borders(token: Token) -> tuple[int, int]:
    """The words of one type about a word: its name."""
    doc, start, end = token.doc, token.i, token.i + 1
    while token.ent_type_ and start > token.sent.start and doc[start - 1].ent_type_ == token.ent_type_:
        start -= 1
    while token.ent_type_ and end < token.sent.end and doc[end].ent_type_ == token.ent_type_:
        end += 1
    return start, end
