"""Which part of a graph a file holds, so that it stays small: the most certain and most reported events, with all that belongs to them.

Sizes are estimated, a page is measured, and where the estimate was too low a smaller part is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from kgraph.model import SHOWN_CONFIDENCE
from kgraph.rdf.view import Actor, Happening, Source, View

_EVENTS = 0.75
"""The share of the room that events take at most where not all fit; the rest is for texts of articles."""
_ATTEMPTS, _FULL, _CAREFUL = 4, 0.93, 0.96
"""How often a page is made until it fills this share of its size; how much less than the estimate a further one is given."""
# Bytes of JSON beside the words: names of fields, numbers, and what the network says of an actor or an event.
_EVENT, _ROLE, _REPORT, _ACTOR, _ARTICLE, _MENTION = 190, 20, 80, 430, 110, 16


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a graph: a view of it, and the articles whose texts are in it."""

    view: View
    texts: frozenset[str]

    def is_whole_of(self, view: View) -> bool:
        """Whether nothing is left out."""
        return self.view is view and len(self.texts) == len(view.sources)


def bounded(view: View, size: int, made: Callable[[Part], bytes], fixed: int) -> bytes:
    """The page of the largest part that has at most ``size`` bytes, ``fixed`` of which every page has.

    A page without any event may be larger, if ``size`` is less than that takes.
    """
    room, best = max(0, size - fixed), b""
    for attempt in range(_ATTEMPTS):
        part = part_for(view, room)
        written = made(part)
        fits = len(written) <= size
        if fits and len(written) > len(best):
            best = written
        if fits and (part.is_whole_of(view) or len(written) >= _FULL * size):
            break
        share = (size - fixed) / max(1, len(written) - fixed)
        room = int(room * share * (1 if fits and attempt == 0 else _CAREFUL))
    return best or made(part_for(view, 0))


def part_for(view: View, room: int) -> Part:
    """The part whose data takes about so many bytes; all of the graph where that fits."""
    texts = {source.iri: _text_size(source) for source in view.sources.values()}
    if _whole_size(view) + sum(texts.values()) <= room:
        return Part(view, frozenset(texts))
    events, taken = _fitting(view, room if _whole_size(view) <= _EVENTS * room else int(_EVENTS * room))
    part = part_of(view, events)
    return Part(part, frozenset(_texts(part, texts, room - taken)))


def part_of(view: View, events: Collection[str]) -> View:
    """The view of some events, those who take part in them, and the articles that report them."""
    kept = {iri: event for iri, event in view.happenings.items() if iri in events}
    happenings = {iri: replace(event, wholes=tuple(one for one in event.wholes if one in kept)) for iri, event in kept.items()}
    actors = {entity for event in kept.values() for _, entity in event.roles}
    articles = {told.article for event in kept.values() for told in event.tellings}
    return replace(
        view,
        happenings=happenings,
        actors={iri: actor for iri, actor in view.actors.items() if iri in actors},
        sources={iri: source for iri, source in view.sources.items() if iri in articles},
    )


def surest_first(events: Iterable[Happening]) -> list[Happening]:
    """Those that the page shows by default first, then those of the most articles and reports, then the surest."""
    return sorted(events, key=_place)


def _place(event: Happening) -> tuple[bool, int, int, float, str]:
    articles = len({told.article for told in event.tellings})
    return (event.confidence < SHOWN_CONFIDENCE, -articles, -len(event.tellings), -event.confidence, event.iri)


def _fitting(view: View, room: int) -> tuple[set[str], int]:
    """The first events that fit with all that belongs to them, and how much room they take."""
    seen: set[str] = set()
    kept: set[str] = set()
    taken = 0
    for event in surest_first(view.happenings.values()):
        new = {entity for _, entity in event.roles} | {told.article for told in event.tellings}
        needed = _event_size(event) + sum(_size(iri, view) for iri in new - seen)
        if taken + needed > room:
            break
        taken += needed
        seen |= new
        kept.add(event.iri)
    return kept, taken


def _texts(part: View, sizes: Mapping[str, int], room: int) -> list[str]:
    """The articles whose texts fit, those with the most reports first."""
    reports = dict.fromkeys(part.sources, 0)
    for event in part.happenings.values():
        for told in event.tellings:
            reports[told.article] += 1
    found = []
    for iri in sorted(reports, key=lambda article: (-reports[article], article)):
        if sizes[iri] <= room:
            room -= sizes[iri]
            found.append(iri)
    return found


def _whole_size(view: View) -> int:
    """All but the texts."""
    return (
        sum(map(_event_size, view.happenings.values()))
        + sum(map(_actor_size, view.actors.values()))
        + sum(map(_article_size, view.sources.values()))
    )


def _size(iri: str, view: View) -> int:
    if iri in view.sources:
        return _article_size(view.sources[iri])
    return _actor_size(view.actors[iri]) if iri in view.actors else 0


def _event_size(event: Happening) -> int:
    words = sum(_bytes(told.quote, told.source, told.cue) + _REPORT for told in event.tellings)
    return _EVENT + _bytes(event.iri, event.label, event.type, event.root) + _ROLE * len(event.roles) + words


def _actor_size(actor: Actor) -> int:
    return _ACTOR + _bytes(actor.iri, actor.iri, actor.name, actor.name, *actor.aliases, *actor.links, *actor.titles)


def _article_size(source: Source) -> int:
    return _ARTICLE + _bytes(source.iri, source.headline, source.publisher, source.url, *source.authors)


def _text_size(source: Source) -> int:
    """The quotes in a text are not written twice, so that it takes less."""
    return _bytes(source.text) + _MENTION * len(source.mentions)


def _bytes(*texts: str) -> int:
    return sum(len(text.encode("utf-8", "replace")) + 3 + text.count("\n") + text.count('"') for text in texts)
