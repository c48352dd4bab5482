"""A small world that questions are asked about: an index made of a view by hand, in which every quote stands in its article's text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kgraph.index import Index, write
from kgraph.rdf.view import Happening, Source, Telling, View
from tests.views import actor, happening, source, telling, view_of

BASE = "https://kgraph.example/"
ADA = actor("Ada Ilves", aliases=("Ilves", "Minister Ilves"), country="ORL", links=("https://www.wikidata.org/entity/Q1",))
BRAM = actor("Bram Rehn", country="VEL")
CELIA = actor("Celia Okafor")
ORLAN = actor("Orlan", "Country", country="ORL")
BOARD = actor("Veld Grain Board", "Organization")
DRIVER = actor("the driver", named=False)
TWELVE, FOURTEEN = actor("twelve miners", "Group", named=False), actor("fourteen miners", "Group", named=False)
EVERYBODY = (ADA, BRAM, CELIA, ORLAN, BOARD, DRIVER, TWELVE, FOURTEEN)

TEXTS = {
    0: "Talks in Orlan\n\nAda Ilves met Bram Rehn in Orlan on Monday. Veld Grain Board sent aid to Celia Okafor.",
    1: "Ilves blames Rehn\n\nIlves and Rehn met in Orlan. Bram Rehn is to blame, Ada Ilves said. Celia Okafor will visit Orlan.",
    2: "Raid on the board\n\nBram Rehn attacked Veld Grain Board, Celia Okafor said. Twelve miners died.",
    3: "No raid\n\nRehn said that he had not attacked the board. Fourteen miners died. She sued him on Monday.",
    4: "Late news\n\nThe driver praised Ada Ilves. Celia Okafor wondered about the driver. She sued him on Friday.",
}
ARTICLES = {
    0: ("Talks in Orlan", "2024-03-12", "The Harbour Post"),
    1: ("Ilves blames Rehn", "2024-03-13", "The Harbour Post"),
    2: ("Raid on the board", "2024-03-14", "Valley Herald"),
    3: ("No raid", "2024-03-15", "Valley Herald"),
    4: ("Late news", "", "Valley Herald"),
}


def article(number: int) -> str:
    """An article's IRI."""
    return f"{BASE}article/{number}"


def event(name: str) -> str:
    """An event's IRI."""
    return f"{BASE}event/{name}"


def told(number: int, quote: str, word: str, **more: str) -> Telling:
    """A report at the place of its quote in an article; ``by`` is the IRI of the entity that says so, ``day`` what its words state."""
    made = telling(
        article(number), quote, word, start=TEXTS[number].index(quote), **{k: v for k, v in more.items() if k in _SAID}
    )
    day = more.get("day", "")
    return replace(made, speaker=more.get("by", ""), begin=day, end=day)


_SAID = ("polarity", "modality", "source", "cue")


def world() -> View:
    """The whole of it."""
    sources = [_source(number) for number in TEXTS]
    made = view_of(EVERYBODY, _events(), sources)
    types = {**made.types, "Killing": ("Killing", "Assault"), "Event": ("Event", "Event")}
    parents = {name: (root if root != name else "Event") for name, (_, root) in types.items()} | {"Event": ""}
    return replace(made, types=types, parents=parents)


def asked(folder: Path, view: View | None = None) -> Index:
    """An open index of the world, or of another view."""
    path = folder / "index.sqlite"
    write(view or world(), path, graph="one", base=BASE)
    return Index(path)


def _source(number: int) -> Source:
    headline, published, publisher = ARTICLES[number]
    names = [(who.name, who.iri) for who in EVERYBODY]
    places = [(TEXTS[number].index(name), name, iri) for name, iri in names if name in TEXTS[number]]
    mentions = tuple((begin, begin + len(name), iri) for begin, name, iri in sorted(places))
    return source(number, headline, published=published, publisher=publisher, text=TEXTS[number], mentions=mentions)


def _events() -> list[Happening]:
    killed = (
        replace(told(2, "Twelve miners died.", "died"), counted=((TWELVE.iri, 12),)),
        replace(told(3, "Fourteen miners died.", "died"), counted=((FOURTEEN.iri, 14),)),
    )
    raided = (
        told(
            2,
            "Bram Rehn attacked Veld Grain Board, Celia Okafor said.",
            "attacked",
            source="Celia Okafor",
            by=CELIA.iri,
            cue="said",
        ),
        told(
            3,
            "Rehn said that he had not attacked the board.",
            "attacked",
            source="Bram Rehn",
            by=BRAM.iri,
            cue="said",
            polarity="negative",
        ),
    )
    met = (
        told(0, "Ada Ilves met Bram Rehn in Orlan on Monday.", "met", day="2024-03-11"),
        told(1, "Ilves and Rehn met in Orlan.", "met"),
    )
    sued = (
        told(3, "She sued him on Monday.", "sued", day="2024-03-11"),
        told(4, "She sued him on Friday.", "sued", day="2024-03-15"),
    )
    blamed = told(1, "Bram Rehn is to blame, Ada Ilves said.", "blame", source="Ada Ilves", by=ADA.iri, cue="said")
    visiting = told(1, "Celia Okafor will visit Orlan.", "visit", modality="planned")
    aided = told(0, "Veld Grain Board sent aid to Celia Okafor.", "sent")
    praised = told(4, "The driver praised Ada Ilves.", "praised")
    wondered = told(4, "Celia Okafor wondered about the driver.", "wondered")
    roles = (("agent", ADA), ("agent", BRAM), ("place", ORLAN))
    return [
        happening("meeting", "Meeting", roles, day="2024-03-11", tellings=met),
        happening("blame", "Blame", (("agent", ADA), ("patient", BRAM)), tellings=(blamed,)),
        happening(
            "raid", "Attack", (("agent", BRAM), ("patient", BOARD)), day="2024-03-13", factuality="disputed", tellings=raided
        ),
        happening(
            "visit", "Visit", (("agent", CELIA), ("patient", ORLAN)), day="2024-04-02", factuality="planned", tellings=(visiting,)
        ),
        happening(
            "aid",
            "Aid",
            (("agent", BOARD), ("recipient", CELIA)),
            day="2024-02-01",
            end="2024-02-29",
            precision="month",
            tellings=(aided,),
            wholes=("meeting",),
        ),
        happening("deaths", "Killing", (("patient", TWELVE), ("patient", FOURTEEN)), day="2024-03-13", tellings=killed),
        happening("lawsuit", "Lawsuit", (("agent", CELIA), ("patient", BRAM)), day="2024-03-11", tellings=sued),
        happening("wonder", "Event", (("agent", CELIA), ("patient", DRIVER)), tellings=(wondered,)),
        replace(happening("praise", "Praise", (("agent", DRIVER), ("patient", ADA)), tellings=(praised,)), confidence=0.4),
    ]
