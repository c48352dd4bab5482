"""What authority files say, and what resolution makes of it."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import AuthorityError
from kgraph.language.gazetteer import lookup
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Chain, Entity, Extraction, Interval, Link, TimeBasis
from kgraph.resolve import resolve
from kgraph.resolve.authority import Authority, Entry, Office, read_authority, read_entries, shipped_authority
from kgraph.resolve.knowledge import callings, callings_agree
from kgraph.resolve.names import generation, is_bare, normalised, surnames
from kgraph.resolve.offices import described, holder
from tests.test_resolve import told

AUGUST = date(2025, 8, 15)


def test_the_shipped_files_know_many_people_and_contradict_nothing() -> None:
    authority = shipped_authority()
    people = [entry for entry in authority.entries if entry.type == "Person"]
    assert len(people) >= 200
    assert [key for key, numbers in authority.by_name.items() if len(numbers) > 1] == []
    for entry in authority.entries:
        for name in entry.names:
            known = lookup(name)
            if known is not None and known.type == entry.type:
                assert {link.iri for link in known.links if link.authority == "wikidata"} >= {
                    link.iri for link in entry.links if known.links
                }, name
                assert not (known.country and entry.country) or known.country == entry.country, name


def test_no_office_of_the_shipped_files_has_two_holders_on_one_day() -> None:
    authority = shipped_authority()
    for key, held in authority.by_office.items():
        for (first, one), (second, other) in combinations(held, 2):
            begin = max(one.begin or date.min, other.begin or date.min)
            end = min(one.end or date.max, other.end or date.max)
            assert first == second or begin >= end or (end - begin).days <= 1, (key, authority.entries[first].name)


HOLDERS = [
    ("the US president", "", date(2016, 5, 5), "Barack Obama"),
    ("the US president", "", AUGUST, "Donald Trump"),
    ("the president", "USA", AUGUST, "Donald Trump"),
    ("The German chancellor", "DEU", AUGUST, "Friedrich Merz"),
    ("German chancellor", "", date(2010, 1, 1), "Angela Merkel"),
    ("the Russian foreign minister", "RUS", AUGUST, "Sergei Lavrov"),
    ("Canada’s prime minister", "CAN", AUGUST, "Mark Carney"),
    ("the president of the United States", "", AUGUST, "Donald Trump"),
    ("the Irish premier", "", AUGUST, "Micheál Martin"),
    ("Russia's top diplomat", "", AUGUST, "Sergei Lavrov"),
    ("the pope", "", date(2016, 1, 1), "Pope Francis"),
    ("NATO chief", "", AUGUST, "Mark Rutte"),
    ("the UN secretary general", "", date(2012, 8, 1), "Ban Ki-moon"),
    ("the president of the European Commission", "", AUGUST, "Ursula von der Leyen"),
    # Nobody, or nobody for certain.
    ("the president", "", AUGUST, None),
    ("the former US president", "USA", AUGUST, None),
    ("a US president", "USA", AUGUST, None),
    ("the US president's wife", "", AUGUST, None),
    ("the US president-elect", "", AUGUST, None),
    ("the next German chancellor", "DEU", AUGUST, None),
    ("the deputy prime minister", "CAN", AUGUST, None),
    ("the US president", "", date(2025, 1, 20), None),  # the day of a handover
    ("the US president", "", date(2040, 1, 1), None),  # nobody knows yet
    ("the US president", "FRA", AUGUST, None),
    ("the French chancellor", "", AUGUST, None),
    ("the Ukrainian leader", "", AUGUST, None),
]


@pytest.mark.parametrize(("words", "country", "day", "name"), HOLDERS, ids=[f"{w}, {d}" for w, _, d, _ in HOLDERS])
def test_who_a_description_means_on_a_day(words: str, country: str, day: date, name: str | None) -> None:
    authority = shipped_authority()
    told_of = described(words, authority)
    found = (
        holder(told_of, country, day, authority)
        if told_of is not None and (told_of.owner or country or "pope" in words)
        else None
    )
    assert (authority.entries[found[0]].name if found else None) == name


def one(
    chain: Chain, *, day: date | None = AUGUST, authority: Authority | None = None, more: tuple[Extraction, ...] = ()
) -> Entity:
    """The entity of a chain that an article of a day tells of, among the articles given besides."""
    article = told("a1", [chain], ("Arrest", {"patient": [0]}), day=day)
    resolution = resolve([article, *more], shipped_lexicon(), authority=authority)
    assert resolve([*more, article], shipped_lexicon(), authority=authority) == resolution
    return next(e for e in resolution.entities if any(merge.chain.article == "a1" for merge in e.evidence))


def test_an_office_holder_takes_name_country_sector_offices_and_links() -> None:
    entity = one(Chain(0, "the US president", "Person", country="USA"), day=date(2016, 6, 1))
    assert (entity.id, entity.name, entity.country, entity.sector) == ("person/barack-obama", "Barack Obama", "USA", "GOV")
    assert "president" in entity.roles
    assert entity.named
    assert entity.links == (Link("wikidata", "http://www.wikidata.org/entity/Q76"),)
    assert [merge.rule for merge in entity.evidence] == ["office on the date"]


def test_the_president_of_two_years_is_two_people() -> None:
    chain = Chain(0, "the US president", "Person", country="USA")
    early = told("a1", [chain], ("Arrest", {"patient": [0]}), day=date(2016, 6, 1))
    late = told("b2", [chain], ("Arrest", {"patient": [0]}), day=AUGUST)
    assert [e.name for e in resolve([early, late], shipped_lexicon()).entities] == ["Barack Obama", "Donald Trump"]


def test_an_article_without_a_date_resolves_no_office() -> None:
    assert one(Chain(0, "the US president", "Person", country="USA"), day=None).name == "the US president"


def test_what_happened_out_of_the_term_was_not_done_by_the_holder() -> None:
    article = told(
        "a1", [Chain(0, "the US president", "Person", country="USA")], ("Arrest", {"patient": [0]}), time=date(1963, 11, 22)
    )
    assert [e.name for e in resolve([article], shipped_lexicon()).entities] == ["the US president"]


def test_an_article_that_names_another_holder_is_believed() -> None:
    chains = [
        Chain(0, "the US president", "Person", country="USA"),
        Chain(0, "Jed Bartlet", "Person", country="USA", roles=("US President",), named=True),
    ]
    article = told("a1", chains, ("Meeting", {"agent": [0, 1]}))
    assert {e.name for e in resolve([article], shipped_lexicon()).entities} == {"the US president", "Jed Bartlet"}


def person(name: str, *, country: str = "", roles: tuple[str, ...] = (), sector: str = "") -> Chain:
    """A named person's chain."""
    return Chain(0, name, "Person", (), (), country, sector, roles, named=True)


SURNAMES = [
    ("country and term", person("Merz", country="DEU"), AUGUST, "Friedrich Merz"),
    ("title", person("Merz", roles=("Chancellor",)), AUGUST, "Friedrich Merz"),
    ("title and country", person("Lavrov", country="RUS", roles=("Russian Foreign Minister",)), AUGUST, "Sergei Lavrov"),
    (
        "a surname with particles",
        person("von der Leyen", roles=("European Commission President",)),
        AUGUST,
        "Ursula von der Leyen",
    ),
    ("title without a date", person("Stoltenberg", roles=("NATO secretary-general",)), None, "Jens Stoltenberg"),
    ("no country and no title", person("Merz"), AUGUST, "Merz"),
    ("another country", person("Merz", country="CHE"), AUGUST, "Merz"),
    ("country without a date", person("Merz", country="DEU"), None, "Merz"),
    ("out of office", person("Brown", country="GBR"), AUGUST, "Brown"),
    ("in office", person("Brown", country="GBR"), date(2009, 5, 5), "Gordon Brown"),
    ("another role", person("Brown", country="GBR", roles=("striker",)), date(2009, 5, 5), "Brown"),
    ("the title of another time", person("Merz", roles=("Chancellor",)), date(2015, 5, 5), "Merz"),
    ("father and son by the date", person("Assad", country="SYR", roles=("President",)), date(1990, 1, 1), "Hafez al-Assad"),
    ("two holders, no date", person("Bush", country="USA", roles=("President",)), None, "Bush"),
]


@pytest.mark.parametrize(("chain", "day", "name"), [row[1:] for row in SURNAMES], ids=[row[0] for row in SURNAMES])
def test_bare_surnames_of_office_holders(chain: Chain, day: date | None, name: str) -> None:
    assert one(chain, day=day).name == name


def test_a_surname_with_another_bearer_needs_a_title_and_a_country() -> None:
    other = told("b2", [person("Anna Merz")], ("Arrest", {"patient": [0]}))
    assert one(person("Merz", country="DEU"), more=(other,)).name != "Friedrich Merz"
    assert one(person("Merz", country="DEU", roles=("Chancellor",)), more=(other,)).name == "Friedrich Merz"


def test_name_order_is_known_by_alias_alone() -> None:
    assert one(person("Jinping Xi")).id == "person/xi-jinping"
    turned = told("b2", [person("Berg Anna")], ("Arrest", {"patient": [0]}))
    assert one(person("Anna Berg"), more=(turned,)).aliases == ()


def test_a_namesake_of_an_office_holder_is_not_the_holder() -> None:
    entity = one(person("Boris Johnson", country="USA", roles=("striker",)))
    assert [merge.rule for merge in entity.evidence] == ["first"]
    assert entity.links == ()


@pytest.mark.parametrize(("country", "rules"), [("GBR", {"known name"}), ("", {"first"})])
def test_a_common_name_needs_more_than_the_name_to_be_the_holder(country: str, rules: set[str]) -> None:
    """A minister of that name and a darts player of whom the article says nothing may be two."""
    assert {merge.rule for merge in one(person("Jeremy Hunt", country=country)).evidence} == rules


def test_a_renamed_body_is_one_by_its_aliases() -> None:
    names = ("Statoil", "Equinor")
    articles = [
        told(f"{n}", [Chain(0, name, "Company", country="NOR", named=True)], ("Arrest", {"patient": [0]}))
        for n, name in enumerate(names)
    ]
    (entity,) = resolve(articles, shipped_lexicon()).entities
    assert (entity.name, entity.aliases) == ("Equinor", ("Statoil",))
    assert {merge.rule for merge in entity.evidence} == {"known name"}


YAML = """
- name: Michael Jordan
  type: Person
  country: USA
  roles: [{role: player, of: Chicago Bulls, from: 1984, to: 2003}]
- name: Michael Jordan
  type: Person
  country: United States
  aliases: [Michael I. Jordan]
  roles: [professor]
- {name: Anna Berg, type: Person, wikidata: Q42, country: NOR, roles: [{role: mayor, country: Norway, from: 2020-01-01}]}
"""
CSV = """name,type,aliases,wikidata,country,sector,role,of,from,to,checked
Anna Berg,Person,Anna M. Berg|A. Berg,Q42,NOR,GOV,mayor,,2020-01-01,2022-06,
Anna Berg,Person,,Q42,NOR,GOV,prime minister,,2022-07-01,,2025-01-01
"""


def written(folder: Path, name: str, text: str) -> Path:
    """A file of that text."""
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    authority = read_authority([written(tmp_path, "own.yaml", YAML)], shipped=False)
    assert [entry.name for entry in authority.entries] == ["Michael Jordan", "Michael Jordan", "Anna Berg"]
    player = one(person("Michael Jordan", roles=("basketball star",)), authority=authority)
    teacher = one(person("Michael Jordan", roles=("professor",)), authority=authority)
    nobody = one(person("Michael Jordan"), authority=authority)
    assert "professor" in teacher.roles
    assert "player of Chicago Bulls" in player.roles
    assert [merge.rule for merge in nobody.evidence] == ["first"]


def test_rows_of_a_csv_are_one_entity_with_several_offices(tmp_path: Path) -> None:
    (entry,) = read_entries(written(tmp_path, "own.csv", CSV))
    assert entry.aliases == ("Anna M. Berg", "A. Berg")
    assert entry.where.endswith("own.csv:2")
    mayor, premier = entry.offices
    assert mayor == Office("mayor", "NOR", "", date(2020, 1, 1), date(2022, 6, 1))
    assert premier.held_on(date(2025, 1, 1))
    assert not premier.held_on(date(2025, 1, 2))


def test_ones_own_file_and_the_shipped_ones_speak_of_one_person(tmp_path: Path) -> None:
    text = "- {name: Friedrich Merz, type: Person, aliases: [Fritz Merz], sector: PTY}\n"
    authority = read_authority([written(tmp_path, "own.yaml", text)])
    entity = one(person("Fritz Merz"), authority=authority)
    assert (entity.name, entity.country, entity.sector) == ("Friedrich Merz", "DEU", "PTY")


def test_identifiers_of_any_authority(tmp_path: Path) -> None:
    text = """
- name: Anna Berg
  type: Person
  wikidata: https://www.wikidata.org/wiki/Q42
  same_as: [https://d-nb.info/gnd/118540238, https://viaf.org/viaf/9]
- {name: Brask, type: City, same_as: [https://www.geonames.org/12/brask.html]}
"""
    person_, city = read_entries(written(tmp_path, "own.yaml", text))
    assert person_.links == (
        Link("wikidata", "http://www.wikidata.org/entity/Q42"),
        Link("d-nb.info/gnd", "https://d-nb.info/gnd/118540238"),
        Link("viaf.org/viaf", "https://viaf.org/viaf/9"),
    )
    assert city.links == (Link("geonames", "https://sws.geonames.org/12/"),)
    row = "name,type,same_as\nAnna Berg,Person,https://d-nb.info/gnd/118540238|Q42\n"
    (entry,) = read_entries(written(tmp_path, "own.csv", row))
    assert {link.authority for link in entry.links} == {"d-nb.info/gnd", "wikidata"}


def test_files_that_have_identifiers_of_different_authorities_speak_of_one_person(tmp_path: Path) -> None:
    first = written(tmp_path, "one.yaml", "- {name: Anna Berg, type: Person, same_as: [https://viaf.org/viaf/9]}\n")
    other = written(tmp_path, "two.yaml", "- {name: Anna Berg, type: Person, wikidata: Q42}\n")
    third = written(tmp_path, "three.yaml", "- {name: Anna Berg, type: Person, wikidata: Q43}\n")
    authority = read_authority([first, other, third], shipped=False)
    assert [{link.authority for link in entry.links} for entry in authority.entries] == [
        {"viaf.org/viaf", "wikidata"},
        {"wikidata"},
    ]


BAD = {
    "no identifier": ("x.yaml", "- {name: A B, type: Person, same_as: [berg]}\n", "x.yaml:1", "'berg' is not an identifier"),
    "two identifiers": (
        "x.csv",
        "name,type,wikidata,same_as\nA B,Person,Q1,http://www.wikidata.org/entity/Q2\n",
        "x.csv:2",
        "second identifier of wikidata",
    ),
    "no name": ("x.csv", "name,type\n,Person\n", "x.csv:2", "'' is not a name"),
    "unknown type": ("x.csv", "name,type\nAnna Berg,Human\n", "x.csv:2", "'Human'; choose from"),
    "unknown column": ("x.csv", "name,type,born\nAnna Berg,Person,1970\n", "x.csv:1", "'born'; choose from"),
    "missing column": ("x.csv", "name\nAnna Berg\n", "x.csv:1", "the column 'type' is missing"),
    "too many cells": ("x.csv", "name,type\nAnna Berg,Person,NOR\n", "x.csv:2", "more than the 2 columns"),
    "bad date": ("x.csv", "name,type,role,from\nA B,Person,mayor,soon\n", "x.csv:2", "'soon' is not a date"),
    "no such day": ("x.csv", "name,type,role,from\nA B,Person,mayor,2023-02-30\n", "x.csv:2", "'2023-02-30' is not a date"),
    "ends before it begins": ("x.csv", "name,type,role,from,to\nA B,Person,mayor,2023,2021\n", "x.csv:2", "later than"),
    "bad id": ("x.yaml", "- {name: A B, type: Person, wikidata: 42}\n", "x.yaml:1", "'42' is not a Wikidata id"),
    "bad country": ("x.yaml", "- name: A B\n  type: Person\n  country: Narnia\n", "x.yaml:1", "unknown country 'Narnia'"),
    "bad sector": ("x.yaml", "- {name: A B, type: Person, sector: XXX}\n", "x.yaml:1", "unknown sector 'XXX'"),
    "unknown key": ("x.yaml", "- name: A B\n  type: Person\n  born: 1970\n", "x.yaml:3", "'born'; choose from"),
    "bad role": ("x.yaml", "- name: A B\n  type: Person\n  roles:\n  - {role: mayor, till: 2020}\n", "x.yaml:4", "'till'"),
    "no list": ("x.yaml", "name: A B\n", "x.yaml:1", "expected a list"),
    "no yaml": ("x.yaml", "- {name: [\n", "x.yaml:", "is not YAML"),
    "another kind of file": ("x.json", "[]", "x.json", "choose from ['.csv', '.yaml', '.yml']"),
}


@pytest.mark.parametrize(("name", "text", "where", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, name: str, text: str, where: str, message: str) -> None:
    with pytest.raises(AuthorityError) as caught:
        read_authority([written(tmp_path, name, text)])
    assert caught.value.where.startswith(str(tmp_path / where))
    assert message in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"none\.csv: cannot be read"):
        read_authority([tmp_path / "none.csv"])


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates())
def test_an_office_is_held_between_its_days_and_on_neither(begin: date, end: date, day: date) -> None:
    held = Office("mayor", "NOR", "", begin, end).held_on(day)
    assert held == (begin < day < end)
    assert not held or Interval(begin, end, "day", TimeBasis.STATED).overlaps(Interval(day, day, "day", TimeBasis.STATED))


@given(st.permutations(range(6)))
def test_the_order_of_entries_decides_nothing(order: list[int]) -> None:
    entries = [
        Entry("Anna Berg", "Person", country=c, offices=(Office(t, c),), where="x:1")
        for c in ("NOR", "SWE")
        for t in ("mayor", "judge", "player")
    ]
    chains = [
        told(f"{n}", [person("Anna Berg", country="SWE", roles=("judge",))], ("Arrest", {"patient": [0]})) for n in range(2)
    ]
    (entity,) = resolve(chains, shipped_lexicon(), authority=Authority(entries[n] for n in order)).entities
    assert (entity.country, entity.roles) == ("SWE", ("judge",))


CALLINGS = {
    "professor of law": {"academia"},
    "Chicago Bulls star": set(),
    "NBA legend": {"sport"},
    "German Chancellor": {"politics"},
    "former striker": set(),
    "head of its emergency team": set(),
    "lecturer in diplomatic history at the Aldermoor Institute": {"academia"},
}


@pytest.mark.parametrize(("role", "expected"), CALLINGS.items(), ids=CALLINGS.keys())
def test_callings_by_head_noun(role: str, expected: set[str]) -> None:
    assert callings([role], "BUS") == expected


def test_the_sector_tells_a_calling_where_no_role_does() -> None:
    assert callings([], "EDU") == {"academia"}
    assert not callings_agree(callings([], "EDU"), callings(["striker"]))
    assert callings_agree(callings(["minister"]), callings(["banker"]))


NAMES = {
    "Donald Trump Jr.": ("donald trump jr", "jr", {"trump"}),
    "Ursula von der Leyen": ("ursula von der leyen", "", {"leyen", "von der leyen"}),
    "The José Pérez": ("jose perez", "", {"perez"}),
    "Anna Berg-Falk": ("anna berg falk", "", {"berg falk"}),
    "Bae Hyun-seok": ("bae hyun seok", "", {"bae"}),
    "Kate O'Brannigan": ("kate obrannigan", "", {"obrannigan"}),
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items(), ids=NAMES.keys())
def test_parts_of_names(name: str, expected: tuple[str, str, set[str]]) -> None:
    plain = normalised(name)
    assert (plain, generation(plain), set(surnames(name))) == expected
    assert not is_bare(name)


def test_bare_names() -> None:
    assert all(is_bare(name) for name in ("Merz", "von der Leyen", "Trump Jr.", "Berg-Falk", "O'Brannigan"))
    assert not is_bare("Ben Falk")
