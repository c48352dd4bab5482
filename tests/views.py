"""Views of graphs made by hand or by rule, for the tests of networks and of the page."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kgraph.lexicon import shipped_lexicon
from kgraph.rdf.view import Actor, Codes, Happening, Source, Telling, View

TYPES = {
    "Meeting": ("Meeting", "Consult", "cooperation", True, "met"),
    "Call": ("Call", "Consult", "cooperation", True, "spoke with"),
    "Visit": ("Visit", "Consult", "cooperation", False, "visited"),
    "Invitation": ("Invitation", "Request", "cooperation", False, "invited"),
    "Demand": ("Demand", "Request", "conflict", False, "demanded of"),
    "Praise": ("Praise", "Support", "cooperation", False, "praised"),
    "Blame": ("Blame", "Accuse", "conflict", False, "blamed"),
    "Lawsuit": ("Lawsuit", "Accuse", "conflict", False, "sued"),
    "Sanction": ("Sanction", "Sanction", "conflict", False, "imposed sanctions on"),
    "Attack": ("Attack", "Assault", "conflict", False, "attacked"),
    "Aid": ("Aid", "Aid", "cooperation", False, "sent aid to"),
    "Statement": ("Statement", "Statement", "neutral", False, "told"),
    "Appointment": ("Appointment", "Appointment", "neutral", False, "appointed"),
}
"""Label, root, orientation, whether symmetric, phrase."""
FACTUALITIES = ("happened",) * 7 + ("did-not-happen", "disputed", "planned", "wanted", "possible", "conditional")
_BASE = "https://kgraph.example/"
Mentions = tuple[tuple[int, int, str], ...]
_FIRST = (
    "Ada|Bram|Celia|Dario|Elin|Farid|Greta|Hakon|Ines|Jovan|Katya|Lior|Mara|Nils|Odile|Petra|Quentin|Rosa|Stellan|Tomas"
).split("|")
_LAST = (
    "Ilves|Rehn|Okafor|Lindqvist|Marchetti|Dufour|Haddad|Novak|Abara|Castellan|Brandt|Yilmaz|Petrenko|Salas|Whitcombe|Zheng|Orr"
).split("|")
_PLACES = "Orlan|Veld|Brask|Kelm|Tarsis|Northmark|Isle of Senn|Port Aldous|Vesta|Holm|Ruskin Bay|Estovar".split("|")
_BODIES = (
    "Ministry of Trade|Orlan Lines|Veld Grain Board|United Dockers|Northmark Bank|Senn Shipping|High Court of Brask|Harbour Post|"
    "Coastal Guard|Green Front|Kelm Chamber of Commerce|Estovar Oil|National Assembly|Border Commission|Fisheries Council"
).split("|")


def actor(name: str, type: str = "Person", **more: object) -> Actor:
    """An actor whose IRI is made of its name."""
    aliases, links = more.get("aliases", ()), more.get("links", ())
    assert isinstance(aliases, tuple)
    assert isinstance(links, tuple)
    return Actor(
        iri=str(more.get("iri") or f"{_BASE}entity/{type.lower()}/{'-'.join(name.lower().split())}"),
        name=name,
        type=type,
        aliases=aliases,
        links=links,
        country=str(more.get("country", "")),
        titles=(),
        mentions=int(str(more.get("mentions", 1))),
        named=bool(more.get("named", True)),
    )


def telling(article: str, quote: str = "One met another.", word: str = "met", **more: str | int) -> Telling:
    """A telling whose trigger is the word's first place in the quote."""
    begin = quote.index(word)
    return Telling(
        article=article,
        quote=quote,
        trigger=(begin, begin + len(word)),
        polarity=str(more.get("polarity", "positive")),
        modality=str(more.get("modality", "actual")),
        source=str(more.get("source", "")),
        cue=str(more.get("cue", "")),
        start=int(more.get("start", 0)),
    )


def happening(name: str, type: str, roles: Sequence[tuple[str, Actor]], **more: object) -> Happening:
    """An event of one of TYPES, with one telling unless others are given; without a day unless ``day`` is given."""
    label, root, orientation, symmetric, _ = TYPES.get(type, (type, type, "neutral", False, ""))
    tellings = more.get("tellings", (telling(f"{_BASE}article/0"),))
    wholes = more.get("wholes", ())
    assert isinstance(tellings, tuple)
    assert isinstance(wholes, tuple)
    day = str(more.get("day", ""))
    return Happening(
        iri=f"{_BASE}event/{name}",
        label=str(more.get("label", f"{label} {name}")),
        type=type,
        root=root,
        orientation=orientation,
        symmetric=symmetric,
        factuality=str(more.get("factuality", "happened")),
        roles=tuple((role, who.iri) for role, who in roles),
        begin=day,
        end=str(more.get("end", day)),
        precision=str(more.get("precision", "day")),
        stated=bool(day),
        tellings=tuple(replace(one, iri=f"{one.article}#report-{name}-{number}") for number, one in enumerate(tellings)),
        wholes=tuple(f"{_BASE}event/{whole}" for whole in wholes),
    )


def source(number: int = 0, headline: str = "A headline", *, mentions: Mentions = (), **more: str) -> Source:
    """An article; without a text unless ``text`` is given."""
    return Source(
        iri=f"{_BASE}article/{number}",
        headline=headline,
        published=more.get("published", "2024-03-13"),
        publisher=more.get("publisher", "The Harbour Post"),
        url=more.get("url", f"https://harbour.example/{number}"),
        authors=("Ada Lund",),
        file=f"{number}.txt",
        text=more.get("text", ""),
        mentions=mentions,
    )


def view_of(actors: Iterable[Actor], happenings: Iterable[Happening], sources: Iterable[Source] = ()) -> View:
    """A view of these, sorted as a view is."""
    return View(
        actors={one.iri: one for one in sorted(actors, key=lambda each: each.iri)},
        happenings={one.iri: one for one in sorted(happenings, key=lambda each: each.iri)},
        sources={one.iri: one for one in (sources or (source(),))},
        types={name: (label, root) for name, (label, root, *_) in TYPES.items()}
        | {root: (root, root) for _, root, *_ in TYPES.values()},
        parents={name: "" if name == root else root for name, (_, root, *_) in TYPES.items()},
        codes={
            kind.name: Codes(kind.name, kind.plover, kind.cameo, kind.orientation) for kind in shipped_lexicon().types.values()
        },
    )


def many(actors: int, events: int, articles: int = 15, *, seed: int = 7) -> View:
    """A view of so many actors and events, made by rule: a few actors have a part in much, most in little, as in news."""
    chance = random.Random(seed)
    people = [_someone(number) for number in range(actors)]
    sources = [
        source(
            number,
            f"{_name(number * 5)} and {_name(number * 7 + 2)} on the future of {_PLACES[number % 12]}",
            published=f"2024-03-{1 + number % 28:02}",
        )
        for number in range(articles)
    ]
    return view_of(people, [_something(number, people, articles, chance) for number in range(events)], sources)


def _name(number: int) -> str:
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[(number * 7) % len(_LAST)]}"


def _someone(number: int) -> Actor:
    step, kind = divmod(number, 3)
    if kind == 0:
        name = _numbered(_name(step), step, 60)
        return actor(name, "Person", aliases=(name.split()[1], f"President {name.split()[1]}"), mentions=20)
    names, type = (_PLACES, "Country") if kind == 1 else (_BODIES, "Organization")
    return actor(_numbered(names[step % len(names)], step, len(names)), type, mentions=40)


def _numbered(name: str, step: int, known: int) -> str:
    return name if step < known else f"{name} {step}"


def _something(number: int, people: Sequence[Actor], articles: int, chance: random.Random) -> Happening:
    first = people[min(int(chance.paretovariate(0.7)) - 1, len(people) * 3) % len(people)]
    second = (
        people[chance.randrange(len(people))] if chance.random() < 0.5 else people[int(chance.paretovariate(0.9)) % len(people)]
    )
    if second == first:
        second = people[(people.index(first) + 1) % len(people)]
    kind = chance.choice(sorted(TYPES))
    _, _, _, symmetric, phrase = TYPES[kind]
    words = f"{first.name} {phrase} {second.name} on the quay on Tuesday, as both had long expected, an aide said."
    where = f"{_BASE}article/{chance.randrange(articles)}"
    return happening(
        f"{number:05}",
        kind,
        (("agent", first), ("agent" if symmetric else "patient", second)),
        label=f"{first.name} {phrase} {second.name}",
        factuality=chance.choice(FACTUALITIES),
        tellings=tuple(
            telling(where, words, phrase, source="an aide", cue="said") for _ in range(chance.choice((1, 1, 1, 2, 5)))
        ),
        day=f"2024-{chance.randrange(1, 7):02}-{chance.randrange(1, 29):02}" if chance.random() < 0.6 else "",
    )
