"""From an article's text to its parse with corrected names: all that touches spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kgraph.invisible import article_as_seen
from kgraph.model import Article

if TYPE_CHECKING:
    from spacy.language import Language

    from kgraph.syntax.tree import Doc

# spaCy takes half a second to import, and who looks a name up in the gazetteer, which is here too, need not wait for it.

__all__ = ["load_model", "parse"]


def load_model(name: str) -> Language:
    """The installed spaCy pipeline of this name (a package or a folder). Raises ModelError where it cannot do what is needed."""
    from kgraph.language import model

    return model.load_model(name)


def parse(articles: Iterable[Article], nlp: Language, *, batch_size: int = 16) -> Iterator[tuple[Article, Doc]]:
    """Each article with its parsed Doc, in order.

    A token's ``idx`` is its offset in the article's text as it is seen (kgraph.invisible): what is not prose is a single white-space
    token of the same length. No sentence crosses a block, and none is longer than sentences.LONGEST tokens. The Doc's text is
    normalised one character for one, so words to show come from the article. The labels of ``doc.ents`` are names of
    data/entity_types.yaml, or DATE TIME CARDINAL ORDINAL PERCENT QUANTITY.
    """
    from kgraph.language.documents import build_doc, paragraphs
    from kgraph.language.lemmas import correct_lemmas
    from kgraph.language.names import correct_names
    from kgraph.language.numerals import correct_numerals
    from kgraph.language.sentences import bounded
    from kgraph.syntax.tree import tree

    seen = ((article, article_as_seen(article)) for article in articles)
    pairs = ((build_doc(as_seen, nlp), (article, as_seen)) for article, as_seen in seen)
    for parsed, (article, as_seen) in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        doc = bounded(parsed, nlp)
        correct_lemmas(doc)
        correct_numerals(doc)
        correct_names(doc)
        yield article, tree(doc, paragraphs(as_seen, doc))
