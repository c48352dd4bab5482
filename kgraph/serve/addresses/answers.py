"""The answer to a request for an IRI: which thing it asks for, in which form, and with which headers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kgraph.ask.near import near
from kgraph.errors import clipped
from kgraph.index import Index
from kgraph.outgoing import one_line
from kgraph.serve.addresses.articles import article_page
from kgraph.serve.addresses.described import description
from kgraph.serve.addresses.entities import EntityPage, entity_page
from kgraph.serve.addresses.events import EventPage, event_page
from kgraph.serve.addresses.forms import FORMS, HTML, Form, form_called, written
from kgraph.serve.addresses.ontology import ontology_page, usage
from kgraph.serve.addresses.places import KINDS, Place, Places, spelt
from kgraph.serve.addresses.reasons import Reasons, Why
from kgraph.serve.addresses.said import Graph, Ref
from kgraph.serve.asked import has, whole_number
from kgraph.serve.negotiation import preferred
from kgraph.serve.pages import edition, page, policy, style
from kgraph.serve.snapshot import Snapshot

T = TypeVar("T")
MANY = 50
"""How many events or reports a page lists."""
REASONS = 20
"""How many reasons a page gives."""
_THINGS = ("entity", "event")
_LAST = 1_000_000
"""The last page that can be asked for."""
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: a place, and the form that its suffix names, if any."""

    place: Place
    form: Form | None
    address: str


class LastBuild(Generic[T]):
    """What was made of the last build that was asked about, so that it is made once."""

    def __init__(self) -> None:
        self._lock, self._build = Lock(), ""
        self._made: T | None = None

    def of(self, build: str, make: Callable[[], T]) -> T:
        """What was made of a build, or is now."""
        with self._lock:
            if self._made is None or self._build != build:
                self._made, self._build = make(), build
            return self._made


class Answers:
    """Answers for the IRIs of whatever build a request reads."""

    def __init__(self) -> None:
        self._reasons = LastBuild[Reasons]()
        self._ontology = LastBuild[bytes]()

    def answer(self, request: Request, snapshot: Snapshot) -> Response:
        """The answer to a request; reads the store, and so takes a thread of its own."""
        graph = Graph(snapshot.store, Places(snapshot.base))
        asked = _asked(request, graph)
        if asked is None:
            return _missing(request, graph, snapshot.found_index)
        form = asked.form or _wanted(request)
        if form is None:
            return _not_acceptable(asked)
        headers = _headers(asked, form, snapshot)
        if asked.form is None and asked.place.kind in _THINGS:
            return RedirectResponse(f"{asked.address}.{form.suffix}{_query(request)}", 303, headers)
        if has(request, headers["ETag"]):
            return Response(None, 304, headers)
        body = self._page(request, asked, snapshot, graph) if form is HTML else written(description(asked.place, graph), form)
        return Response(body, 200, {**headers, "Content-Location": f"{asked.address}.{form.suffix}"}, form.content_type)

    def _page(self, request: Request, asked: Asked, snapshot: Snapshot, graph: Graph) -> bytes:
        """The page of a thing; that of the ontology is the same for all requests of a build."""
        if asked.place.kind == "ontology":
            return self._ontology.of(
                snapshot.build, lambda: _rendered(asked, graph, it=ontology_page(graph, usage(snapshot.store)))
            )
        if asked.place.kind == "article":
            return _rendered(asked, graph, it=article_page(asked.place.iri, graph))
        number, why = _number(request, "page"), _number(request, "why")
        counted = {"page": number, "many": MANY, "why_page": why, "reasons": REASONS}
        it = _thing(asked.place, graph, snapshot, number * MANY)
        return _rendered(asked, graph, it=it, why=self._why(asked.place, snapshot, why * REASONS), **counted)

    def _why(self, place: Place, snapshot: Snapshot, first: int) -> Why | None:
        """Why names, or reports, are one."""
        reasons = self._reasons.of(snapshot.build, lambda: Reasons(snapshot.reader, snapshot.state, snapshot.base))
        name = place.iri.removeprefix(f"{snapshot.base}{place.kind}/")
        return (reasons.of_entity if place.kind == "entity" else reasons.of_event)(name, first, REASONS)


def _thing(place: Place, graph: Graph, snapshot: Snapshot, first: int) -> EntityPage | EventPage:
    if place.kind == "entity":
        return entity_page(place.iri, graph, snapshot.found_index, first, MANY)
    return event_page(place.iri, graph, first, MANY)


def _rendered(asked: Asked, graph: Graph, **values: object) -> bytes:
    places = graph.places
    common = {
        "kind": asked.place.kind,
        "iri": asked.place.iri,
        "address": asked.address,
        "forms": FORMS,
        "places": places,
        "root": places.root,
    }
    return page(f"{asked.place.kind}.html", {**common, **values})


def style_sheet(request: Request) -> Response:
    """The style sheet of all pages."""
    headers = {"ETag": f'W/"{edition()}"', "Cache-Control": "max-age=86400"}
    if has(request, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(style(), 200, headers, "text/css; charset=utf-8")


def _asked(request: Request, graph: Graph) -> Asked | None:
    """The thing that a request asks for, by its IRI, or by its IRI with a suffix."""
    raw = request.scope["raw_path"].decode("latin-1")
    stem, _, suffix = raw.rpartition(".")
    form = next((form for form in FORMS if form.suffix == suffix), None)
    for path, told in ((raw, None), *([(stem, form)] if form is not None else [])):
        for place in graph.places.asked(path):
            if _is_known(place, graph):
                return Asked(place, told, graph.places.address(place.iri))
    return None


def _is_known(place: Place, graph: Graph) -> bool:
    return bool(graph.node(place.iri, place.iri if place.kind == "article" else ""))


def _wanted(request: Request) -> Form | None:
    given = request.query_params.get("format", "")
    liked = preferred(request.headers.get("accept", ""), [form.media_type for form in FORMS])
    return form_called(given or liked or "")


def _headers(asked: Asked, form: Form, snapshot: Snapshot) -> dict[str, str]:
    return {
        "Vary": "Accept",
        "ETag": f'W/"{snapshot.build[:16]}-{edition()}-{form.suffix}"',
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy(),
        "Link": ", ".join(_links(asked, form)),
    }


def _links(asked: Asked, form: Form) -> Iterator[str]:
    """The thing or document that is described, and the other forms of the description."""
    relation = "describes" if asked.place.kind in _THINGS else "canonical"
    yield f'<{quote(asked.place.iri, safe=_IN_ADDRESSES)}>; rel="{relation}"'
    for other in FORMS:
        if other is not form:
            yield f'<{asked.address}.{other.suffix}>; rel="alternate"; type="{other.media_type}"'


def _query(request: Request) -> str:
    """The query string without what the address now says."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "format"]
    return f"?{urlencode(kept)}" if kept else ""


def _number(request: Request, name: str) -> int:
    """A page's number, counted from 0; the first one for what is not a number."""
    return max(whole_number(request.query_params.get(name, ""), _LAST) - 1, 0)


def _not_acceptable(asked: Asked) -> Response:
    """The forms that there are, for a client that takes none of them."""
    forms = {form.media_type: f"{asked.address}.{form.suffix}" for form in FORMS}
    message = f"there is no such form; choose from {', '.join(forms)}"
    return JSONResponse({"error": "not-acceptable", "message": message, "forms": forms}, 406, {"Vary": "Accept"})


def _missing(request: Request, graph: Graph, index: Index | None) -> Response:
    """A page that helps, for readers; a sentence for programs."""
    raw = request.scope["raw_path"].decode("latin-1")
    place = next(graph.places.asked(raw), None)
    iri = place.iri if place is not None else ""
    headers = {"Vary": "Accept", "Cache-Control": "no-cache", "Content-Security-Policy": policy()}
    close = near(index, place.kind, iri) if place is not None and place.kind in KINDS and index is not None else ()
    refs = [Ref(one.iri, graph.places.address(one.iri), one_line(one.title)) for one in close]
    if preferred(request.headers.get("accept", ""), ("application/json", HTML.media_type)) == HTML.media_type:
        values = {
            "iri": clipped(iri),
            "path": clipped(spelt(raw)),
            "near": refs,
            "base": graph.places.base,
            "root": graph.places.root,
        }
        return Response(page("missing.html", values), 404, headers, HTML.content_type)
    message = f"this graph knows nothing of {clipped(iri or spelt(raw))}"
    return JSONResponse({"error": "not-found", "message": message, "near": [ref.iri for ref in refs]}, 404, headers)
