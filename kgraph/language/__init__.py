"""From an article's text to a spaCy Doc with corrected names: all that touches spaCy's pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kgraph.language.documents import build_doc
from kgraph.language.lemmas import correct_lemmas
from kgraph.language.model import load_model
from kgraph.language.names import correct_names
from kgraph.model import Article

__all__ = ["load_model", "parse"]


def parse(articles: Iterable[Article], nlp: Language, *, batch_size: int = 16) -> Iterator[tuple[Article, Doc]]:
    """Each article with its parsed Doc, in order.

    A token's ``idx`` is its offset in the article's text: what is no prose is a single white-space token of the same length. No
    sentence crosses a block. The Doc's text is normalised one character for one, so words to show come from the article. The
    labels of ``doc.ents`` are names of data/entity_types.yaml, or DATE TIME CARDINAL ORDINAL PERCENT QUANTITY.
    """
    pairs = ((build_doc(article, nlp), article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        correct_lemmas(doc)
        correct_names(doc)
        yield article, doc
