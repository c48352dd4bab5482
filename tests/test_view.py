"""A graph as plain values."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph
import pytest

from kgraph import rdf
from kgraph.analyse.networks import who_meets_whom
from kgraph.lexicon import Lexicon, shipped_lexicon
from kgraph.rdf.view import Happening, View, view
from tests import builders
from tests.views import actor, happening

BASE = "https://w3id.org/kgraph/"


@pytest.fixture(scope="module")
def seen() -> View:
    return view(_store())


def _store(lexicon: Lexicon | None = None) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    extractions, resolution = builders.extractions(), builders.resolution()
    store.extend(rdf.graph_quads(extractions, resolution, base_iri=BASE, lexicon=lexicon or builders.lexicon()))
    return store


def the(seen: View, label: str) -> Happening:
    (found,) = (event for event in seen.happenings.values() if event.label == label)
    return found


def test_actors(seen: View) -> None:
    ilves = seen.actors[f"{BASE}entity/person/mara-ilves"]
    assert (ilves.name, ilves.type, ilves.aliases, ilves.country) == ("Mara Ilves", "Person", ("Ilves",), "ORL")
    assert (ilves.mentions, ilves.named, ilves.titles) == (5, True, ("President",))
    assert seen.actors[f"{BASE}entity/city/kelm"].links == ("https://sws.geonames.org/1/",)
    assert not seen.actors[f"{BASE}entity/group/officials"].named
    assert len(seen.actors) == len(builders.entities())


def test_everything_is_sorted(seen: View) -> None:
    for part in (seen.actors, seen.happenings, seen.sources):
        assert list(part) == sorted(part)


def test_happening(seen: View) -> None:
    meeting = the(seen, "Mara Ilves met Tomas Rehn")
    assert (meeting.type, meeting.root, meeting.orientation, meeting.symmetric) == ("Meeting", "Consult", "cooperation", True)
    assert (meeting.factuality, meeting.begin, meeting.end, meeting.precision) == ("happened", "2024-03-12", "2024-03-12", "day")
    assert meeting.stated
    assert [role for role, _ in meeting.roles] == ["agent", "agent", "place"]
    assert len(meeting.tellings) == 2


@pytest.mark.parametrize(("label", "root"), [("Mara Ilves blamed Tomas Rehn", "Accuse"), ("Veld: break", "Event")])
def test_roots(seen: View, label: str, root: str) -> None:
    assert the(seen, label).root == root


def test_roots_of_the_lexicon() -> None:
    types = view(_store(shipped_lexicon())).types
    for name, kind in shipped_lexicon().types.items():
        if name != "Event":
            root = [name, *shipped_lexicon().ancestors(name)][-1] if kind.parent else name
            assert types[name] == (kind.label, root)


def test_tellings_quote_the_sentence_and_point_to_the_trigger(seen: View) -> None:
    first, second = the(seen, "Mara Ilves met Tomas Rehn").tellings
    assert {first.quote, second.quote} == {
        "President Mara Ilves met Prime Minister Tomas Rehn in Brask on Tuesday.",
        "Rehn met Ilves on Tuesday in Brask, Veld's foreign ministry said.",
    }
    triggers = [told.quote[slice(*told.trigger)] for event in seen.happenings.values() for told in event.tellings]
    assert sorted(triggers) == ["agree", "agreed", "blamed", "broke", "cheered", "demanded", "invited", "met", "met", "visit"]


def test_trigger_inside_its_sentence(seen: View) -> None:
    (blame,) = the(seen, "Mara Ilves blamed Tomas Rehn").tellings
    assert blame.quote[slice(*blame.trigger)] == "blamed"
    assert (blame.source, blame.cue, blame.polarity, blame.modality) == ("", "", "positive", "actual")


def test_tellings_and_mentions_stand_in_the_text(seen: View) -> None:
    for event in seen.happenings.values():
        for told in event.tellings:
            assert seen.sources[told.article].text[told.start :].startswith(told.quote)
    for source in seen.sources.values():
        assert source.text.startswith(source.headline) or not source.headline
        assert list(source.mentions) == sorted(source.mentions)
    said = {
        (source.text[begin:end], seen.actors[iri].name) for source in seen.sources.values() for begin, end, iri in source.mentions
    }
    assert {("Mara Ilves", "Mara Ilves"), ("She", "Mara Ilves"), ("him", "Tomas Rehn"), ("Kelm", "Kelm")} <= said


def test_attribution_and_modality(seen: View) -> None:
    (broke,) = the(seen, "Veld: break").tellings
    assert (broke.source, broke.cue) == ("Mara Ilves", "said")
    (visit,) = the(seen, "Tomas Rehn visited Kelm").tellings
    assert visit.modality == "planned"
    assert {told.polarity for told in the(seen, "Both sides agreed").tellings} == {"positive", "negative"}


def test_sources(seen: View) -> None:
    by_title = {source.headline: source for source in seen.sources.values()}
    harbour = by_title["Orlan and Veld leaders meet in Brask"]
    assert (harbour.published, harbour.publisher, harbour.file) == ("2024-03-13", "The Harbour Post", "harbour.txt")
    assert harbour.authors == ("Ada Lund", "Per Moe")
    assert harbour.url.startswith("https://harbour.example/2024/")
    assert len(by_title) == 3


def test_networks_of_a_real_graph(seen: View) -> None:
    met = who_meets_whom(seen)
    assert [(met.nodes[a]["label"], met.nodes[b]["label"], data["weight"]) for a, b, data in met.edges(data=True)] == [
        ("Mara Ilves", "Tomas Rehn", 1)
    ]


def test_empty_store() -> None:
    nothing = view(pyoxigraph.Store())
    assert [len(part) for part in (nothing.actors, nothing.happenings, nothing.sources, nothing.types)] == [0, 0, 0, 0]


A, B, C = actor("Ann"), actor("Bo"), actor("Cy")


@pytest.mark.parametrize(
    ("type", "roles", "pairs"),
    [
        ("Blame", [("agent", A), ("patient", B)], [("Ann", "Bo")]),
        ("Blame", [("patient", A), ("agent", B)], [("Bo", "Ann")]),
        ("Blame", [("agent", A), ("recipient", B), ("addressee", C)], [("Ann", "Bo"), ("Ann", "Cy")]),
        ("Blame", [("agent", A), ("patient", A)], []),
        ("Blame", [("agent", A), ("place", B)], []),
        ("Blame", [("patient", B)], []),
        ("Meeting", [("agent", C), ("agent", A)], [("Ann", "Cy")]),
        ("Meeting", [("agent", B), ("patient", A)], [("Ann", "Bo")]),
        ("Meeting", [("agent", A), ("agent", B), ("agent", C)], [("Ann", "Bo"), ("Ann", "Cy"), ("Bo", "Cy")]),
    ],
    ids=["one", "direction", "two targets", "oneself", "a place is no target", "no agent", "sides", "patient is a side", "three"],
)
def test_dyads(type: str, roles: Sequence[tuple[str, object]], pairs: list[tuple[str, str]]) -> None:
    names = {A.iri: "Ann", B.iri: "Bo", C.iri: "Cy"}
    event = happening("x", type, roles)  # type: ignore[arg-type]
    assert [(names[a], names[b]) for a, b in event.dyads()] == pairs
