"""Title-case headlines written as sentences are, one character for one.

A model that reads "Trump Applauded Putin" as a headline has it takes "Trump Applauded" for a name. A word keeps its capital where
the article's own sentences write it with one, where the gazetteer or the lists of given and family names know it, or where no
dictionary has it as a common word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.lookups import Lookups

from kgraph.language.gazetteer import lookup, phrases
from kgraph.language.words import name_words
from kgraph.lexicon import PREPOSITIONS
from kgraph.model import PROSE, Article, Block, BlockKind, Span

_WORD = re.compile(r"[^\W\d_][\w'.&]*[^\W_]|[^\W\d_]")
_MID_SENTENCE_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w'&-]*\w")
_SMALL = re.compile(r"(?<![\w'-])[a-z][\w-]*\w")
_HEADS = frozenset((BlockKind.TITLE, BlockKind.SUBTITLE))
_CAPITAL_SHARE = 0.7  # of the long words of a title-case headline; sentence-case ones of the sample articles stay under 0.5
_LONG = 4  # letters; shorter words stay small in many title styles
_SUFFIXES = (
    ("", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
)


@dataclass(frozen=True, slots=True)
class Usage:
    """How an article's own sentences write its words: with a capital in mid-sentence, and small."""

    names: frozenset[str]
    small: frozenset[str]
    body: str = ""


def lower_headlines(article: Article, text: str, nlp: Language) -> str:
    """The article's normalised text with the words of title-case headlines in lower case where they are no names."""
    heads = [block.span for block in article.blocks if _may_be_head(block, text) and is_title_case(block.span.of(text))]
    if not heads:
        return text
    usage = _usage(article, text, heads)
    common = common_words(nlp)
    for span in heads:
        text = text[: span.start] + _lowered(span.of(text), usage, common) + text[span.end :]
    return text


def _may_be_head(block: Block, text: str) -> bool:
    """Titles, and paragraphs that end like one: not every source tells which is which."""
    return block.kind in _HEADS or (block.kind in PROSE and text[block.span.end - 1] not in '.!:"')


def is_title_case(line: str) -> bool:
    """Whether most long words after the first begin with a capital, as a headline's do and a sentence's do not."""
    long = [word for word in _WORD.findall(line)[1:] if len(word) >= _LONG]
    return len(long) >= 2 and sum(word[0].isupper() for word in long) >= _CAPITAL_SHARE * len(long)


def _usage(article: Article, text: str, heads: list[Span]) -> Usage:
    body = "\n\n".join(b.span.of(text) for b in article.blocks if b.kind in PROSE and b.span not in heads)
    names = {part for name in _MID_SENTENCE_NAME.findall(body) for part in name.removesuffix("'s").split("-")}
    return Usage(frozenset(names), frozenset(_SMALL.findall(body)), body)


def common_words(nlp: Language) -> frozenset[str]:
    """The lemmas that the model's lemmatizer knows, all in lower case; empty for a lemmatizer without such a list."""
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    return _common_words(lookups) if lookups is not None and lookups.has_table("lemma_index") else frozenset()


@cache
def _common_words(lookups: Lookups) -> frozenset[str]:
    index, irregular = (lookups.get_table(name) for name in ("lemma_index", "lemma_exc"))
    listed = (word for table in (index, irregular) for part in table.values() for word in part)
    return frozenset(listed) | STOP_WORDS | PREPOSITIONS


def _lowered(line: str, usage: Usage, common: frozenset[str]) -> str:
    if sum(map(str.isupper, line)) > 3 * sum(map(str.islower, line)):
        line = _WORD.sub(lambda match: _unshouted(match.group(), usage), line)
    found = list(_WORD.finditer(line))
    kept = {0, *_known_numbers([match.group().removesuffix("'s") for match in found])}
    kept |= {i for i, match in enumerate(found) if _is_name(found[i - 1].group() if i else "", match.group(), usage, common)}
    pieces, end = [], 0
    for i, match in enumerate(found):
        word = match.group()
        pieces += [line[end : match.start()], word if i in kept else word[0].lower() + word[1:]]
        end = match.end()
    return "".join([*pieces, line[end:]])


def _unshouted(word: str, usage: Usage) -> str:
    return word if word in usage.names or word in phrases() else word[0] + word[1:].lower()


def _known_numbers(tokens: list[str]) -> Iterator[int]:
    """Which words are part of a known name."""
    for i, token in enumerate(tokens):
        for rest in phrases().get(token, ()):
            if tuple(tokens[i + 1 : i + 1 + len(rest)]) == rest and _is_certain((token, *rest)):
                yield from range(i, i + 1 + len(rest))
                break


def _is_certain(tokens: tuple[str, ...]) -> bool:
    known = lookup(" ".join(tokens))
    return known is not None and (known.sure or len(tokens) > 1)


def _is_name(previous: str, word: str, usage: Usage, common: frozenset[str]) -> bool:
    """Whether a word keeps its capitals, as all do that have one inside ("iPhone", "NATO")."""
    stem = word.removesuffix("'s").removesuffix("'")
    if any(c.isupper() for c in stem[1:]) or (len(stem) == 1 and stem != "A") or f"{previous} {stem}" in usage.body:
        return True
    if stem.lower() in usage.small:
        return False
    listed = name_words().given | name_words().surnames
    return stem in usage.names or stem in listed or previous in name_words().given or not _is_common(stem.lower(), common)


def _is_common(word: str, common: frozenset[str]) -> bool:
    return len(word) < 3 or any(word.endswith(end) and word.removesuffix(end) + new in common for end, new in _SUFFIXES)
