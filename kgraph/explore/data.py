"""What a page is given of a graph, or of a part of it: the data that its script reads."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache

from pyvis.network import Network

from kgraph import __version__
from kgraph.coding.codes import event_code
from kgraph.coding.event_table import coordinates
from kgraph.explore.assets import asset
from kgraph.explore.layout import LARGE, TIERS, Tier
from kgraph.explore.network import SHAPE, SHAPES
from kgraph.lexicon import entity_is_a, entity_types, first_above
from kgraph.model import SHOWN_CONFIDENCE, TARGET_ROLES
from kgraph.outgoing import one_line
from kgraph.rdf.view import Actor, Happening, Source, Telling, View

# What the page takes to be so where the data does not say it; the data says so once, under "usual".
_ACTOR = {"aliases": (), "links": (), "country": "", "titles": (), "mentions": 1, "named": False, "confidence": 1.0}
_EVENT = {
    "orientation": "neutral",
    "symmetric": False,
    "factuality": "happened",
    "begin": "",
    "end": "",
    "precision": "day",
    "stated": False,
    "wholes": [],
    "code": "",
    "confidence": 1.0,
}
_TELLING = {"polarity": "positive", "modality": "actual", "source": "", "cue": ""}
KINDS = ("Person", "Group", "Organization", "Place", "NamedEvent")


@dataclass(frozen=True, slots=True)
class Totals:
    """How much the whole graph has, of which a page may hold a part."""

    articles: int
    named: int
    events: int

    @classmethod
    def of(cls, view: View) -> Totals:
        """Those of a view."""
        return cls(len(view.sources), sum(actor.named for actor in view.actors.values()), len(view.happenings))


def data(view: View, drawn: tuple[Network, Sequence[Tier]], totals: Totals, texts: Collection[str]) -> dict[str, object]:
    """The data of a page that holds a view; ``texts`` are the articles whose texts it holds."""
    network, layouts = drawn
    taking_part = {entity for event in view.happenings.values() for _, entity in event.roles}
    actors = {iri: actor for iri, actor in view.actors.items() if iri in taking_part or actor.named}
    number, events = _numbers(actors), _numbers(view.happenings)
    sources = view.sources.values()
    shown = {iri: _actor(actor) for iri, actor in actors.items()}
    read = {source.iri: _Read.of(place, source, source.iri in texts) for place, source in enumerate(sources)}
    return {
        "version": __version__,
        "totals": asdict(totals),
        "actors": shown,
        "events": {iri: _event(event, _code(event, view), number, events, read) for iri, event in view.happenings.items()},
        "articles": [_article(source, read[source.iri], number) for source in sources],
        "types": {name: {"label": label, "root": root} for name, (label, root) in sorted(view.types.items())},
        "kinds": {name: {"colour": entity_types()[name].colour, "shape": SHAPES.get(name, SHAPE)} for name in (*KINDS, "Thing")},
        "targets": TARGET_ROLES,
        "usual": {"actor": _ACTOR, "event": _EVENT, "telling": _TELLING},
        "tiers": [{"count": len(layout.places), "scale": layout.scale} for layout in layouts],
        "first": _first([len(layout.places) for layout in layouts]),
        "large": LARGE,
        "sure": _usually_sure(view),
        "nodes": network.nodes,
        "world": _world() if any("at" in actor for actor in shown.values()) else None,
        "edges": [{**edge, "events": [events[iri] for iri in edge["events"]]} for edge in network.edges],
    }


@cache
def _world() -> object:
    return json.loads(asset("world.json"))


def _usually_sure(view: View) -> float:
    """The least confidence of the events that the page shows first: all, where none would be left."""
    sure = view.at_least(SHOWN_CONFIDENCE)
    return SHOWN_CONFIDENCE if sure.happenings else 0.0


def _first(counts: Sequence[int]) -> dict[str, int]:
    """How many actors a phone shows first, and a screen: the largest layout that is not much larger than the one made for it."""
    fitting = [count for count in counts if count <= 1.25 * TIERS[1]]
    return {"phone": counts[0] if counts else 0, "screen": (fitting or list(counts[:1]) or [0])[-1]}


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as the page has it: its number, its text ("" where texts are left out), and where its wide letters are."""

    number: int
    text: str
    wide: Sequence[int]

    @classmethod
    def of(cls, number: int, source: Source, texts: bool) -> _Read:
        text = source.text if texts else ""
        return cls(number, text, _wide(text))


def _wide(text: str) -> Sequence[int]:
    """Where letters beyond U+FFFF are, each of which JavaScript counts as two."""
    return [place for place, letter in enumerate(text) if letter > "\uffff"] if text and max(text) > "\uffff" else ()


def _counted(wide: Sequence[int], *offsets: int) -> list[int]:
    """The offsets as JavaScript counts."""
    return [offset + bisect_left(wide, offset) for offset in offsets]


def _numbers(iris: Iterable[str]) -> dict[str, int]:
    """Places in the lists: what the data says instead of an IRI, which is written once."""
    return {iri: number for number, iri in enumerate(iris)}


def _unusual(values: dict[str, object], usual: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name not in usual or value != usual[name]}


def _actor(actor: Actor) -> dict[str, object]:
    place = coordinates(actor) if entity_is_a(actor.type, "Place") else (None, None)
    said = {
        "name": one_line(actor.name),
        "type": actor.type,
        "kind": first_above(actor.type, KINDS),
        "aliases": tuple(map(one_line, actor.aliases)),
        "links": actor.links,
        "country": actor.country,
        "titles": tuple(map(one_line, actor.titles)),
        "mentions": actor.mentions,
        "named": actor.named,
        "confidence": actor.confidence,
        **({"at": place} if place[0] is not None else {}),
    }
    return _unusual(said, _ACTOR)


def _event(
    event: Happening, code: str, actors: Mapping[str, int], events: Mapping[str, int], read: Mapping[str, _Read]
) -> dict[str, object]:
    said = {
        "label": one_line(event.label),
        "type": event.type,
        "root": event.root,
        "orientation": event.orientation,
        "symmetric": event.symmetric,
        "factuality": event.factuality,
        "code": code,
        "roles": [(role, actors[entity]) for role, entity in event.roles],
        "begin": event.begin,
        "end": event.end,
        "precision": event.precision,
        "stated": event.stated,
        "wholes": [events[iri] for iri in event.wholes],
        "confidence": event.confidence,
        "tellings": [_telling(telling, read[telling.article]) for telling in _plainest_first(event)],
    }
    return _unusual(said, _EVENT)


def _code(event: Happening, view: View) -> str:
    """The PLOVER root of an event, "" where PLOVER has no place for its type."""
    return event_code(event, view.codes.get(event.type)).plover


def _plainest_first(event: Happening) -> list[Telling]:
    """The reports, first those that say what the event is said to be, and of those the ones in the article's own voice."""
    wanted = {"happened": ("positive", "actual"), "did-not-happen": ("negative", "actual")}
    polarity, modality = wanted.get(event.factuality, ("positive", event.factuality))
    return sorted(event.tellings, key=lambda told: (told.modality != modality, told.polarity != polarity, told.source != ""))


def _telling(telling: Telling, read: _Read) -> dict[str, object]:
    values: dict[str, object] = {
        "article": read.number,
        "polarity": telling.polarity,
        "modality": telling.modality,
        "source": one_line(telling.source),
        "cue": one_line(telling.cue),
    }
    said = _unusual(values, _TELLING)
    start, end = telling.start, telling.start + len(telling.quote)
    if read.text[start:end] == telling.quote:  # the quote is not written twice
        return {**said, "at": _counted(read.wide, start, end, *(start + offset for offset in telling.trigger))}
    return {**said, "quote": telling.quote, "trigger": _counted(_wide(telling.quote), *telling.trigger)}


def _article(source: Source, read: _Read, actors: Mapping[str, int]) -> dict[str, object]:
    mentions = (
        [(*_counted(read.wide, begin, end), actors[iri]) for begin, end, iri in source.mentions if iri in actors]
        if read.text
        else []
    )
    return {
        "title": one_line(source.headline or source.file or source.iri),
        "date": source.published[:10],
        "publisher": one_line(source.publisher),
        "url": source.url,
        "authors": tuple(map(one_line, source.authors)),
        "text": read.text,
        "mentions": [number for mention in mentions for number in mention],
    }
