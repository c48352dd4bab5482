"""Who says what: the attributions of an article."""

from __future__ import annotations

from spacy.tokens import Doc

from kgraph.model import Article, Attribution, Mention


def attributions(article: Article, doc: Doc, mentions: tuple[Mention, ...]) -> tuple[Attribution, ...]:
    """The attributions of an article, in order of their first word."""
    return ()
