"""What the page's search field finds: entities by their names, and words in sentences and titles, in the form of finding.mjs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kgraph.ask.answers import ArticleRef
from kgraph.ask.marks import Mark
from kgraph.ask.search import ArticleHit, EventHit, SearchQuestion, search
from kgraph.ask.shown import Left, Shown
from kgraph.index import Index
from kgraph.outgoing import one_line
from kgraph.serve.explorer.loaded import Loaded

NAMES, TEXTS = 12, 60
"""How many entities are found, and how many events and articles."""
_WORD = re.compile(r"\w+")
_GROWING = re.compile(r"[^\W_]\Z")
Hit = dict[str, object]


def names(index: Index, words: str) -> list[Hit]:
    """Entities one of whose names has the words, the last of which may be going on; first those that have a name of their own."""
    found = search(index, SearchQuestion(words=_growing(words), group=("entities",), limit=2 * NAMES)).entities.items
    best = sorted(found, key=lambda hit: not hit.entity.named)[:NAMES]
    return [
        {
            "iri": hit.entity.iri,
            "shown": one_line(hit.entity.name),
            "name": one_line(hit.names[0].name if hit.names else hit.entity.name),
            "type": hit.entity.type,
        }
        for hit in best
    ]


def texts(loaded: Loaded, left: Left, words: str) -> dict[str, object]:
    """Sentences about events that pass, then titles and texts of articles. ``total`` is how many there are at least."""
    found = search(
        loaded.index, SearchQuestion(words=_growing(words), group=("events", "articles"), at_least=left.sure, limit=TEXTS)
    )
    passing = list(_passing(loaded, left, found.events.items))
    titled = [hit for hit in found.articles.items if _is_title(hit, words)]
    quoted = {str(hit["article"]) for event in passing for hit in _quotes(event)}
    told = [hit for hit in found.articles.items if hit not in titled and hit.article.iri not in quoted]
    hits = [
        *map(_title, titled),
        *(quote for event in passing for quote in _quotes(event)),
        *(passage for hit in told for passage in _passages(hit)),
    ]
    left_out = len(found.events.items) - len(passing)
    further = found.events.total - len(found.events.items) + found.articles.total - len(found.articles.items)
    return {"hits": hits, "total": len(hits) + (0 if left_out else further)}


def _growing(words: str) -> str:
    """The words with a star behind the last, which a reader may still be typing."""
    return f"{words}*" if _GROWING.search(words) else words


def _is_title(hit: ArticleHit, words: str) -> bool:
    """Whether the title itself has the words, and not only the text."""
    found = {hit.article.headline[mark.start : mark.end].casefold() for mark in hit.marks}
    return len(found) >= len(set(_WORD.findall(words.casefold())))


def _passing(loaded: Loaded, left: Left, hits: Sequence[EventHit]) -> Iterator[EventHit]:
    """The hits on events that pass the page's filters."""
    mask = Shown(loaded.numbers, left).mask
    for hit in hits:
        event = loaded.event(hit.event.iri)
        if event is not None and mask[event]:
            yield hit


def _quotes(hit: EventHit) -> Iterator[Hit]:
    """The sentences of an event that have the words; of one that was found by its label, the label."""
    for quote in hit.quotes:
        parts = _parts(quote.citation.quote, quote.marks)
        yield {"kind": "quote", "event": hit.event.iri, "parts": parts, **_source(quote.citation.article)}
    if not hit.quotes and hit.event.citation is not None:
        parts = _parts(one_line(hit.event.label), hit.marks)
        yield {"kind": "quote", "event": hit.event.iri, "parts": parts, **_source(hit.event.citation.article)}


def _title(hit: ArticleHit) -> Hit:
    return {"kind": "title", "event": "", "parts": _parts(hit.article.headline, hit.marks), **_source(hit.article)}


def _passages(hit: ArticleHit) -> Iterator[Hit]:
    for passage in hit.passages[:1]:
        yield {"kind": "text", "event": "", "parts": _parts(passage.text, passage.marks), **_source(hit.article)}


def _source(article: ArticleRef) -> Hit:
    """The article of a hit, of which the page may know nothing."""
    source = {
        "title": one_line(article.headline or article.iri),
        "publisher": one_line(article.publisher),
        "date": article.published[:10],
    }
    return {"article": article.iri, "source": source}


def _parts(text: str, marks: Iterable[Mark]) -> list[tuple[str, bool]]:
    """The text cut where marks begin and end, and whether each piece is one."""
    parts, last = [], 0
    for mark in marks:
        parts += [(text[last : mark.start], False), (text[mark.start : mark.end], True)]
        last = mark.end
    return [part for part in (*parts, (text[last:], False)) if part[0]]
