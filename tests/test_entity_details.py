"""What is said of an entity over its articles: how sure kgraph is of it, its name, its type, its other names and its titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from kgraph.model import Chain, ChainRef, Entity, Merge
from kgraph.resolve.aliases import is_name_of
from kgraph.resolve.clusters import Cluster, entities_of
from kgraph.resolve.evidence import ChainEvidence


def entity(chains: Iterable[Chain], mentions: Sequence[int] = ()) -> Entity:
    """The entity that these chains are, each in an article of its own."""
    items = [
        ChainEvidence(ChainRef(f"{number:02}", 0), chain, mentions[number] if mentions else 1, True)
        for number, chain in enumerate(chains)
    ]
    return entities_of([Cluster(tuple(items), tuple(Merge(item.ref, "first") for item in items))])[0]


def named(name: str, kind: str = "Person", *aliases: str, roles: tuple[str, ...] = (), sure: float = 1.0) -> Chain:
    """A chain with a name."""
    return Chain(0, name, kind, aliases, roles=roles, named=True, confidence=sure)


def test_an_entity_is_as_sure_as_its_names_are_on_average() -> None:
    found = entity([named("Anna Berg", sure=0.9), named("Anna Berg", sure=0.6), replace(named("the mayor"), named=False)])
    assert found.confidence == 0.75


def test_one_odd_finer_type_is_no_type() -> None:
    court = [named("Court of Brask", "Organization")] * 7
    assert entity([*court, named("Court of Brask", "Government")]).type == "Organization"
    assert entity([*court, *[named("Court of Brask", "Government")] * 3]).type == "Government"


def test_what_one_article_repeats_is_not_what_most_call_it() -> None:
    chains = [named("Brask", "City"), named("Brask", "City"), named("Old Harbour Town", "City")]
    assert entity(chains, [2, 2, 40]).name == "Brask"


def test_the_fullest_name_of_a_party_is_its_name() -> None:
    assert entity([named("Labour", "Party")] * 5 + [named("Labour Party", "Party")] * 2).name == "Labour Party"
    assert entity([named("Liberal Democrat", "Party")] * 5 + [named("Liberal Democrats", "Party")]).name == "Liberal Democrats"


def test_a_title_of_few_of_many_articles_does_not_count() -> None:
    mayor, rival = named("Anna Berg", roles=("mayor of Brask",)), named("Anna Berg", roles=("mayor of Velm",))
    assert entity([mayor] * 38 + [rival] * 2).roles == ("mayor of Brask",)


@pytest.mark.parametrize(
    ("alias", "kind", "names", "is_one"),
    [
        ("New Labour", "Party", ["Labour Party", "Labour"], False),
        ("Labour party", "Party", ["Labour"], True),
        ("City of London Corporation", "Place", ["City of London"], False),
        ("Great Country of China", "Country", ["China"], False),
        ("Republic of Ireland", "Country", ["Ireland"], True),
        ("British", "Country", ["United Kingdom"], False),
        ("European Council", "Government", ["European Commission"], False),
        ("Fifa", "Organization", ["FIFA"], True),
        ("Ek", "Person", ["Carl Ek"], True),
        ("Ann Moss", "Person", ["Carl Ek"], False),
    ],
    ids=[
        "a part of a party",
        "only what it is",
        "a body in a place",
        "more words",
        "what it is called in full",
        "its people",
        "another body",
        "letters",
        "a surname",
        "somebody else",
    ],
)
def test_another_name_is_one_of_the_same_thing(alias: str, kind: str, names: list[str], is_one: bool) -> None:
    assert is_name_of(alias, kind, names) is is_one
