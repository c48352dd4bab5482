"""What names are by the words beside them, what titles say, and what no other name is."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.model import Chain
from tests.test_coreference import chain_of, read


def kind_of(nlp: Language, text: str, name: str, **labels: str) -> str:
    """The type of a name in a text."""
    return chain(nlp, text, name, **labels).type


def chain(nlp: Language, text: str, name: str, **labels: str) -> Chain:
    """The chain of a name in a text."""
    _, found, mentions = read(nlp, text, **labels)
    near = [m for m in mentions if name in m.span.of(text)]
    return found[min(near, key=lambda m: len(m.span.of(text))).chain]


@pytest.mark.parametrize(
    ("text", "name", "label", "kind"),
    [
        ("He saw the drama Carla King in Bonn.", "Carla King", "Person", "Work"),
        ("It was based on Ann Moss's novel Carla King.", "Carla King", "Person", "Work"),
        ("She works for the literary agency Carla King.", "Carla King", "Person", "Organization"),
        ("It is larger than the planet Tarn.", "Tarn", "Organization", "Place"),
        ("The executive producer Anna T Moss was tired.", "Anna T Moss", "Organization", "Person"),
        ("Shares of Anna Moss rose.", "Anna Moss", "Organization", "Organization"),
        ("The film star Carla King left Bonn.", "Carla King", "Person", "Person"),
        ("In the drama, said Carla King, nobody dies.", "Carla King", "Person", "Person"),
        ("Tarnwood Castle was sold on Monday.", "Tarnwood Castle", "Person", "Facility"),
        ("Barbara Castle was there on Monday.", "Barbara Castle", "Person", "Person"),
        ("Tarnwood Hall said that she was tired.", "Tarnwood Hall", "Person", "Person"),
        ("He raised it in Parliament on Monday.", "Parliament", "Place", "Government"),
        ("Critics expect an Oscar for her.", "Oscar", "Person", "NamedEvent"),
        ("Oscar said that he was tired.", "Oscar", "Person", "Person"),
        ("Mr French left on Monday.", "French", "Group", "Person"),
        ("The French left on Monday.", "French", "Group", "Group"),
    ],
    ids=[
        "a noun for works before it",
        "somebody's novel",
        "a noun for bodies before it",
        "a planet",
        "a calling before a given name",
        "a firm that is called like a person",
        "a calling before it",
        "not right before it",
        "a castle",
        "a given name before it",
        "a surname like a hall",
        "a house of parliament",
        "one of several prizes",
        "somebody who speaks",
        "Mr",
        "a people",
    ],
)
def test_a_name_is_what_stands_before_it_tells(nlp: Language, text: str, name: str, label: str, kind: str) -> None:
    assert kind_of(nlp, text, name, **{name.replace(" ", "_"): label}) == kind


def test_an_initial_and_a_surname_is_a_player_in_a_line_up(nlp: Language) -> None:
    text = "Tarn: A Berg, B Ek, C Falk; D Moss, E Roth."
    labels = {"A_Berg": "Person", "B_Ek": "Person", "C_Falk": "Person", "D_Moss": "Organization"}
    assert kind_of(nlp, text, "D Moss", **labels) == "Person"
    assert kind_of(nlp, "D Moss rose by a tenth.", "D Moss", D_Moss="Organization") == "Organization"


def test_a_calling_in_short_is_no_name(nlp: Language) -> None:
    """The model takes it for a body; an abbreviation like that of some other noun may be one's name."""
    assert not chain(nlp, "The MEP left the party.", "MEP", MEP="Organization").named
    assert chain(nlp, "The COP opened in Bonn.", "COP", COP="Organization").named


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Another official, Carla King, left.", ()),
        ("The second winner, Carla King, left.", ()),
        ("First Minister Carla King left.", ("First Minister",)),
        ("New coach Carla King left.", ("coach",)),
        ("New York mayor Carla King left.", ("New York mayor",)),
        ("Carla King, the mayor's predecessor, left.", ()),
        ("Carla King, a baker and mother, left.", ("baker",)),
        ("Ann Moss mayor Carla King left.", ()),
        ("Ann Moss's lawyer Carla King left.", ("Ann Moss's lawyer",)),
        ("Carla King, someone who sings, left.", ()),
        ("Carla King, senior vice-president of logistics, left.", ("vice-president of logistics",)),
        ("Carla King is a four-time Olympic medallist.", ("four-time Olympic medallist",)),
    ],
    ids=[
        "one of several",
        "one in a row",
        "an office that begins with a number",
        "new in the office",
        "a town that begins so",
        "how one stands to another",
        "two descriptions",
        "names run together",
        "of somebody",
        "anybody",
        "half of an office",
        "a number that belongs to it",
    ],
)
def test_titles_say_what_somebody_is_and_no_more(nlp: Language, text: str, roles: tuple[str, ...]) -> None:
    assert chain(nlp, text, "Carla King", Carla_King="Person", Ann_Moss="Person", New_York="City").roles == roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Tarnbank, a new company, left.", ()),
        ("Tarnbank, another organisation, left.", ()),
        ("Tarnbank, the largest Danish brewer, left.", ("largest Danish brewer",)),
    ],
    ids=["new", "another", "what it makes"],
)
def test_a_description_of_a_body_says_more_than_its_kind(nlp: Language, text: str, roles: tuple[str, ...]) -> None:
    assert chain(nlp, text, "Tarnbank", Tarnbank="Company").roles == roles


MATCH = "The striker missed a penalty in the derby and the keeper smiled. "


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MATCH + "Seville faced relegation.", "Organization"),
        (MATCH + "He joined the club from Seville.", "Organization"),
        (MATCH + "Her goal lifted Seville.", "Organization"),
        (MATCH + "He was born in Seville.", "City"),
        ("Seville faced a strike.", "City"),
        ("Seville forward Carla King left.", "Organization"),
    ],
    ids=[
        "acts in a match",
        "where a player comes from",
        "what a goal lifts",
        "where something is",
        "acts elsewhere",
        "a player's noun",
    ],
)
def test_a_town_that_acts_where_matches_are_told_is_its_club(nlp: Language, text: str, kind: str) -> None:
    assert kind_of(nlp, text, "Seville", Seville="City", Carla_King="Person") == kind


def test_a_name_is_shown_without_the_end_of_its_sentence_and_with_its_own_mark(nlp: Language) -> None:
    assert chain(nlp, "He left Tarnbank.", "Tarnbank", **{"Tarnbank.": "Company"}).name == "Tarnbank"
    assert chain(nlp, "He bought Sainsbury's shares.", "Sainsbury", Sainsbury="Company").name == "Sainsbury's"


def test_a_body_that_every_country_has_is_of_the_country_that_the_article_tells_of(nlp: Language) -> None:
    here = (
        "Irish farmers met in Ireland. Irish officials left. The Irish wrote to the Department of Agriculture in Dublin, Ireland."
    )
    there = "American farmers left Texas. The Department of Agriculture in the United States was silent."
    labels = {"Department_of_Agriculture": "Government", "Ireland": "Country", "Irish": "Group", "American": "Group"}
    assert chain(nlp, here, "Department of Agriculture", **labels).country != "USA"
    assert chain(nlp, there, "Department of Agriculture", **labels, United_States="Country").country == "USA"


def test_a_town_that_shares_its_name_is_not_the_gazetteers_where_that_country_is_not_named(nlp: Language) -> None:
    """The gazetteer's Valencia is the larger one, in Venezuela."""
    spain = chain(nlp, "He left Spain. Valencia is in Spain.", "Valencia", Valencia="City", Spain="Country")
    venezuela = chain(nlp, "He left Venezuela for Valencia.", "Valencia", Valencia="City", Venezuela="Country")
    assert (spain.country, spain.links) == ("", ())
    assert venezuela.country == "VEN"


def test_an_articles_own_acronym_is_not_the_gazetteers(nlp: Language) -> None:
    text = "The Norrland Broadcasting Corporation (NBC) was silent. NBC has no reporters."
    found = chain(nlp, text, "Norrland Broadcasting Corporation", Norrland_Broadcasting_Corporation="Company", NBC="Company")
    assert (found.country, found.links) == ("", ())


def test_capitals_are_no_name_where_the_article_has_it_in_small_letters(nlp: Language) -> None:
    text = "TARN HARBOUR shares fell. Tarn Harbour has no debts."
    assert chain(nlp, text, "Tarn Harbour", Tarn_Harbour="Company", TARN_HARBOUR="Company").name == "Tarn Harbour"


def test_an_envoys_country_is_not_where_he_is_sent(nlp: Language) -> None:
    text = "The special envoy to Chile, Carlos Ruiz, left. Chile mayor Juan Gomez stayed."
    _, found, mentions = read(nlp, text, Carlos_Ruiz="Person", Juan_Gomez="Person", Chile="Country")
    assert found[chain_of(text, mentions, "Carlos Ruiz")].country == ""
