"""The file itself: the template with its style, its scripts and its data, under a policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pyvis.network import Network

from kgraph import __version__
from kgraph.explore.layout import Tier
from kgraph.ontology import entity_is_a, entity_types
from kgraph.rdf.view import Actor, Happening, Source, Telling, View

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"  # bundled with pyvis; MIT or Apache-2.0
_SCRIPTS = ("state.js", "filters.js", "network.js", "panel.js", "views.js", "search.js", "start.js")
"""In this order; together they are one program."""
_KINDS = ("Person", "Group", "Organization", "Place", "NamedEvent")


def page(view: View, network: Network, layouts: Sequence[Tier]) -> str:
    """The page's HTML."""
    style, script, vis = _asset("page.css"), _script(), _vis()
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; "
        f"script-src '{_digest(vis)}' '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    parts = {"policy": policy, "style": style, "vis": vis, "script": script, "data": _embedded(_data(view, network, layouts))}
    text = _asset("page.html")
    head, *rest = text.split("{{")
    return head + "".join(parts[name] + following for name, _, following in (part.partition("}}") for part in rest))


def _data(view: View, network: Network, layouts: Sequence[Tier]) -> dict[str, object]:
    taking_part = {entity for event in view.happenings.values() for _, entity in event.roles}
    actors = {iri: actor for iri, actor in view.actors.items() if iri in taking_part or actor.named}
    number = {iri: index for index, iri in enumerate(view.sources)}
    return {
        "version": __version__,
        "actors": {iri: _actor(actor) for iri, actor in actors.items()},
        "events": {iri: _event(event, number) for iri, event in view.happenings.items()},
        "articles": [_article(source) for source in view.sources.values()],
        "types": {name: {"label": label, "root": root} for name, (label, root) in sorted(view.types.items())},
        "kinds": {name: entity_types()[name].colour for name in (*_KINDS, "Thing")},
        "tiers": [{"count": len(layout.places), "scale": layout.scale} for layout in layouts],
        "nodes": network.nodes,
        "edges": network.edges,
    }


def _actor(actor: Actor) -> dict[str, object]:
    return {
        "name": actor.name,
        "type": actor.type,
        "kind": next((kind for kind in _KINDS if entity_is_a(actor.type, kind)), "Thing"),
        "aliases": actor.aliases,
        "links": actor.links,
        "country": actor.country,
        "titles": actor.titles,
        "mentions": actor.mentions,
        "named": actor.named,
    }


def _event(event: Happening, number: dict[str, int]) -> dict[str, object]:
    return {
        "label": event.label,
        "type": event.type,
        "root": event.root,
        "orientation": event.orientation,
        "symmetric": event.symmetric,
        "factuality": event.factuality,
        "roles": event.roles,
        "begin": event.begin,
        "end": event.end,
        "precision": event.precision,
        "stated": event.stated,
        "tellings": [_telling(telling, number) for telling in _plainest_first(event)],
    }


def _plainest_first(event: Happening) -> list[Telling]:
    """The reports, first those that say what the event is said to be, and of those the ones in the article's own voice."""
    wanted = {"happened": ("positive", "actual"), "did-not-happen": ("negative", "actual")}
    polarity, modality = wanted.get(event.factuality, ("positive", event.factuality))
    return sorted(event.tellings, key=lambda told: (told.modality != modality, told.polarity != polarity, told.source != ""))


def _telling(telling: Telling, number: dict[str, int]) -> dict[str, object]:
    return {
        "article": number[telling.article],
        "quote": telling.quote,
        "trigger": telling.trigger,
        "polarity": telling.polarity,
        "modality": telling.modality,
        "source": telling.source,
        "cue": telling.cue,
    }


def _article(source: Source) -> dict[str, object]:
    return {
        "title": source.headline or source.file or source.iri,
        "date": source.published[:10],
        "publisher": source.publisher,
        "url": source.url,
        "authors": source.authors,
    }


def _embedded(data: object) -> str:
    """JSON that is safe inside a script element: nothing in it can end the element or start another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _script() -> str:
    parts = "".join(f"\n// ==== {name}\n{_asset(name)}" for name in _SCRIPTS)
    return f'"use strict";\n(() => {{{parts}}})();\n'


@cache
def _asset(name: str) -> str:
    return (files("kgraph") / "data" / "explore" / name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _vis() -> str:
    return (files("pyvis") / _VIS).read_text("utf-8").replace("\r\n", "\n").replace("\r", "\n")
