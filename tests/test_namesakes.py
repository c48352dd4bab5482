"""Who shares a name is one person only where nothing the articles tell speaks against it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.lexicon import shipped_lexicon
from kgraph.model import Chain, Extraction, Link, Resolution
from kgraph.resolve import resolve
from tests.test_resolve import told


def jordan(
    *roles: str, name: str = "Michael Jordan", country: str = "", sector: str = "", aliases: tuple[str, ...] = ()
) -> Chain:
    """A chain of that name with these roles."""
    return Chain(0, name, "Person", aliases, (), country, sector, roles, named=True)


def body(name: str, country: str = "", q: str = "") -> Chain:
    """A body of that name."""
    links = (Link("wikidata", f"http://www.wikidata.org/entity/{q}"),) if q else ()
    return Chain(0, name, "Government", (), links, country, named=True)


def articles(*groups: list[Chain]) -> list[Extraction]:
    """An article for each group of chains."""
    return [told(f"{number:03}", chains, ("Arrest", {"patient": [0]})) for number, chains in enumerate(groups)]


def found(*groups: list[Chain]) -> Resolution:
    """The resolution of an article for each group, checked not to depend on their order."""
    made = articles(*groups)
    first = resolve(made, shipped_lexicon())
    random.Random(1).shuffle(made)
    assert resolve(made, shipped_lexicon()) == first
    return first


def partition(*groups: list[Chain]) -> list[list[int]]:
    """Which of the articles' first chains are one entity."""
    entities = found(*groups).entities
    sets = [sorted(int(m.chain.article) for m in e.evidence if m.chain.chain == 0) for e in entities]
    return sorted(numbers for numbers in sets if numbers)


TWO = {
    "player and professor": (jordan("player"), jordan("professor")),
    "player and professor of one country": (jordan("NBA star", country="USA"), jordan("professor", country="USA")),
    "sector and role": (jordan(sector="EDU"), jordan("striker")),
    "two countries": (jordan("minister", country="CAN"), jordan("minister", country="GBR")),
    "father and son": (jordan(name="Donald Trump", country="USA"), jordan(name="Donald Trump Jr.", country="USA")),
    "father and son by an alias": (
        jordan(name="John Berg"),
        jordan(name="John Berg Jr.", aliases=("John Berg",)),
    ),
    "spelling variants of two callings": (jordan("striker", name="Anna Bergmann"), jordan("judge", name="Anna Bergman")),
    "a surname of another calling": (jordan("striker", name="Anna Bergmann"), jordan("judge", name="Bergmann")),
    "a surname of another country": (jordan(name="Anna Berg", country="NOR"), jordan(name="Berg", country="SWE")),
    "two bodies of two countries": (body("Ministry of Defence", "UKR"), body("Ministry of Defence", "RUS")),
    "two bodies of two identifiers": (body("Supreme Council", q="Q1"), body("Supreme Council", q="Q2")),
}
ONE = {
    "nothing known of one": (jordan("player", country="USA"), jordan()),
    "callings that go together": (jordan("businessman"), jordan("senator")),
    "what somebody was": (jordan("former striker"), jordan("mayor")),
    "a role that tells no calling": (jordan("chief negotiator"), jordan("professor")),
    "one calling, one country unknown": (jordan("judge", country="USA"), jordan("judge")),
}


@pytest.mark.parametrize("pair", TWO.values(), ids=TWO.keys())
def test_two(pair: tuple[Chain, Chain]) -> None:
    assert partition([pair[0]], [pair[1]]) == [[0], [1]]


@pytest.mark.parametrize("pair", ONE.values(), ids=ONE.keys())
def test_one(pair: tuple[Chain, Chain]) -> None:
    assert partition([pair[0]], [pair[1]]) == [[0, 1]]


PLAYER, TEACHER = jordan("player"), jordan("professor")
PIPPEN = Chain(0, "Scottie Pippen", "Person", named=True)
BULLS = Chain(0, "Brask Bulls", "Organization", named=True)
BERKELEY = Chain(0, "Berkeley", "Organization", named=True)


def test_each_side_gathers_its_own() -> None:
    assert partition([PLAYER], [TEACHER], [jordan("NBA legend")], [jordan("researcher", "professor")]) == [[0, 2], [1, 3]]


def test_a_bare_mention_of_one_of_two_joins_by_the_company_it_keeps() -> None:
    assert partition([PLAYER, PIPPEN], [TEACHER, BERKELEY], [jordan(), PIPPEN], [jordan(), BERKELEY]) == [[0, 2], [1, 3]]


def test_without_company_it_stays_alone() -> None:
    assert partition([PLAYER, PIPPEN], [TEACHER, BERKELEY], [jordan()], [jordan(), PIPPEN, BERKELEY]) == [[0], [1], [2], [3]]


def test_a_son_by_his_short_name() -> None:
    assert partition([jordan(name="Donald Berg Jr."), PIPPEN, BULLS], [jordan(name="Berg Jr."), PIPPEN, BULLS]) == [[0, 1]]


def test_a_surname_of_father_and_son_stays_alone() -> None:
    assert partition([jordan(name="Donald Berg")], [jordan(name="Donald Berg Jr.")], [jordan(name="Berg")]) == [[0], [1], [2]]


def test_a_surname_known_by_an_identifier_is_not_another_bearers() -> None:
    """ "Trump", whom the gazetteer knows, is not Melania Trump because she is the only one with a full name."""
    link = Link("wikidata", "http://www.wikidata.org/entity/Q22686")
    known = Chain(0, "Trump", "Person", (), (link,), "USA", named=True)
    assert partition([known], [jordan(name="Melania Trump")]) == [[0], [1]]


@pytest.mark.parametrize(("articles_that_tell", "is_told"), [(1, False), (2, True)])
def test_what_one_of_many_articles_tells_alone_is_not_told(articles_that_tell: int, *, is_told: bool) -> None:
    plain, told = jordan(), jordan("minister", country="NOR", sector="GOV")
    (entity,) = found(*([told] for _ in range(articles_that_tell)), *([plain] for _ in range(6 - articles_that_tell))).entities
    assert (entity.roles, entity.country, entity.sector) == ((("minister",), "NOR", "GOV") if is_told else ((), "", ""))


ROLES = st.lists(st.sampled_from(["player", "professor", "minister", "former striker", "boss", "judge"]), max_size=2)
CHAINS = st.builds(
    lambda roles, name, country: jordan(*roles, name=name, country=country),
    ROLES,
    st.sampled_from(["Michael Jordan", "Michael Jordon", "Jordan", "Michael Jordan Jr."]),
    st.sampled_from(["", "", "USA", "CAN"]),
)


@settings(deadline=None)
@given(st.lists(CHAINS, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matter_and_every_chain_has_one_reason(chains: list[Chain], chance: random.Random) -> None:
    made = articles(*([chain] for chain in chains))
    first = resolve(made, shipped_lexicon())
    chance.shuffle(made)
    assert resolve(made, shipped_lexicon()) == first
    for entity in first.entities:
        own = {merge.chain for merge in entity.evidence}
        assert len(own) == len(entity.evidence)
        assert sum(merge.rule == "first" for merge in entity.evidence) == 1
        assert all((merge.met is None) == (merge.rule == "first") for merge in entity.evidence)
        assert all(merge.met in own for merge in entity.evidence if merge.met is not None)
