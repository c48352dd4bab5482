"""Which mentions are one thing's: tables of texts, each with what must and what must not be together."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Span as Entity

from kgraph.coreference.chains import RULES, chains, linked
from kgraph.coreference.phrases import phrases
from kgraph.model import Article, Chain, Mention
from kgraph.syntax.tree import Doc, tree
from tests.work import calls

LABELS = {
    "PERSON": "Person",
    "NORP": "Group",
    "ORG": "Organization",
    "GPE": "Country",
    "LOC": "Place",
    "FAC": "Facility",
    "EVENT": "NamedEvent",
    "LAW": "Law",
    "PRODUCT": "Product",
    "WORK_OF_ART": "Work",
    "MONEY": "Money",
}


def read(nlp: Language, text: str, **labels: str) -> tuple[Doc, tuple[Chain, ...], tuple[Mention, ...]]:
    """The chains of a text; ``labels`` corrects the model's names, "_" standing for a space, as kgraph.language would."""
    doc = nlp(text)
    found = [Entity(doc, e.start, e.end, label=LABELS.get(e.label_, e.label_)) for e in doc.ents]
    corrected: list[Entity] = []
    for name, label in sorted(labels.items(), key=lambda item: -len(item[0])):
        words = [token.text for token in nlp.make_doc(name.replace("_", " "))]
        places = [i for i in range(len(doc)) if [t.text for t in doc[i : i + len(words)]] == words]
        spans = [Entity(doc, i, i + len(words), label=label) for i in places]
        corrected += [s for s in spans if all(s.end <= c.start or c.end <= s.start for c in corrected)]
    doc.ents = (*corrected, *(e for e in found if all(e.end <= c.start or c.end <= e.start for c in corrected)))
    parsed = tree(doc)
    return parsed, *chains(Article("0", text, ()), parsed)


def chain_of(text: str, mentions: tuple[Mention, ...], words: str) -> int:
    """The chain of the mention with these words; "he#2" is the second such mention."""
    words, _, number = words.partition("#")
    found = [m for m in mentions if m.span.of(text) == words] or [m for m in mentions if m.head.of(text) == words]
    assert len(found) >= int(number or 1), f"{words!r} is no mention: {[m.span.of(text) for m in mentions]}"
    return found[int(number or 1) - 1].chain


TOGETHER = [
    ("surname", "Angela Weber left Berlin. Weber was tired.", ["Angela Weber", "Weber"]),
    ("middle initial", "John R. Miller spoke. John Miller was angry.", ["John R. Miller", "John Miller"]),
    ("title", "Maria Lopez won. Mrs. Lopez thanked the voters.", ["Maria Lopez", "Mrs. Lopez"]),
    ("title before name", "President Carlos Ruiz spoke. Ruiz left.", ["President Carlos Ruiz", "Ruiz"]),
    ("acronym", "The World Trade Council met. The WTC made no decision.", ["The World Trade Council", "The WTC"]),
    ("company ending", "Apple Inc. sued Samsung. Apple wants money.", ["Apple Inc.", "Apple"]),
    ("apposition", "Angela Weber, the chancellor, left.", ["Angela Weber", "the chancellor"]),
    ("predicate", "Angela Weber is a lawyer. She lives in Bonn.", ["Angela Weber", "a lawyer", "She"]),
    ("same head", "A ship sank on Monday. The ship carried oil.", ["A ship", "The ship"]),
    ("demonstrative", "The court fined a bank. This bank will appeal.", ["a bank", "This bank"]),
    ("company", "Nokia fired 300 workers. The company lost money.", ["Nokia", "The company"]),
    ("role", "President Carlos Ruiz met workers. The president praised the strike.", ["President Carlos Ruiz", "The president"]),
    ("synonym", "President Carlos Ruiz met workers. The leader praised the strike.", ["President Carlos Ruiz", "The leader"]),
    ("object of an object's infinitive", "Carlos Ruiz asked Maria Lopez to help him.", ["Carlos Ruiz", "him"]),
    ("he", "Carlos Ruiz met workers. He praised the strike.", ["Carlos Ruiz", "He"]),
    ("she not he", "Carlos Ruiz met Maria Lopez. She praised him.", ["Maria Lopez", "She"]),
    ("him not she", "Carlos Ruiz met Maria Lopez. She praised him.", ["Carlos Ruiz", "him"]),
    ("his own", "Carlos Ruiz lost his hat.", ["Carlos Ruiz", "his"]),
    ("gender by noun", "The spokeswoman met the chairman. He said nothing.", ["the chairman", "He"]),
    ("reflexive", "Carlos Ruiz called himself a patriot.", ["Carlos Ruiz", "himself"]),
    ("cataphora", "In his speech, Carlos Ruiz praised the army.", ["his", "Carlos Ruiz"]),
    ("it is a company", "Nokia said it would fire workers.", ["Nokia", "it"]),
    ("it is ready", "Nokia lost in court. It is unable to pay.", ["Nokia", "It"]),
    ("they are people", "The protesters threw stones before they ran away.", ["The protesters", "they"]),
    ("speaker", '"I will not resign," Carlos Ruiz said.', ["Carlos Ruiz", "I"]),
    ("we of a body", 'Nokia lost money. "We will pay," Nokia said.', ["Nokia", "We"]),
    ("we of a spokeswoman", '"We will pay," said Maria Lopez, a spokeswoman for Nokia.', ["Nokia", "We"]),
    (
        "a product's noun",
        "Nokia showed the zPhone 4. The new phone is black. The device costs little.",
        ["zPhone", "phone", "device"],
    ),
    ("the North", "North Korea fired a missile. The North is poor.", ["North Korea", "The North"]),
    ("repeated plural", "Police beat protesters. Later protesters burned a car.", ["protesters", "protesters#2"]),
    (
        "repeated words",
        "Nokia bought heavy equipment. The thieves stole heavy equipment.",
        ["heavy equipment", "heavy equipment#2"],
    ),
    ("police", "Police beat a man. Later police left.", ["Police", "police"]),
    ("same owner", "Carlos Ruiz sold his plane. Ruiz loved his plane.", ["his plane", "his plane#2"]),
    ("quoted he", 'Maria Lopez praised Carlos Ruiz. "He is a hero," Lopez said.', ["Carlos Ruiz", "He"]),
    ("apposition behind a place", "The mayor of Port Amsel, Carlos Ruiz, left.", ["The mayor of Port Amsel", "Carlos Ruiz"]),
    ("short form", "Tarn Capital sued Nokia. Tarn wants money.", ["Tarn Capital", "Tarn"]),
    ("a club's last word", "Lorna United won. United sold the goalkeeper.", ["Lorna United", "United"]),
    ("storm", "Storm Edda hit the coast. The storm killed two men.", ["Storm Edda", "The storm"]),
    ("host", "Carlos Ruiz met Juan Gomez in Bonn. Ruiz thanked his host.", ["Juan Gomez", "his host"]),
    ("a river", "The Velmo rose. The river was brown.", ["The Velmo", "The river"]),
    ("the capital", "Shells hit Kyiv and Kharkiv. The capital was dark.", ["Kyiv", "The capital"]),
    ("a family name tells no gender", "Rose Hyun-seok left Oslo. He was tired.", ["Rose Hyun-seok", "He"]),
    ("family name first", "Bae Hyun-seok left Oslo. Bae was tired.", ["Bae Hyun-seok", "Bae"]),
    ("a double surname", "Ann Carter-Hale left Oslo. Carter-Hale was tired.", ["Ann Carter-Hale", "Carter-Hale"]),
    ("degree", "Maria Lopez, Ph.D., spoke. Lopez was tired.", ["Maria Lopez, Ph.D.", "Lopez"]),
    (
        "a fronted description",
        "Maria Lopez lives in Bonn. A trained baker, she sells bread.",
        ["Maria Lopez", "A trained baker", "she"],
    ),
    (
        "a singer just named",
        "Maria Lopez won in Bonn on Monday. The singer thanked her fans.",
        ["Maria Lopez", "The singer", "her"],
    ),
    ("a nationality", "Angela Weber lost in Bonn on Sunday. The German had won it twice.", ["Angela Weber", "The German"]),
    (
        "what sort of body a name is",
        "The rail union Tarnrail rejected the offer on Monday. The union will ballot its members.",
        ["Tarnrail", "The union"],
    ),
    (
        "the company that the text is about",
        "Nokia bought a mill from Tarn Capital. Nokia said that it would close the mill. The company has debts.",
        ["Nokia", "it", "The company"],
    ),
    ("relative subject", "Carlos Ruiz, who lost his job, left the city.", ["Carlos Ruiz", "his"]),
]

APART = [
    ("a country and a given name", "Israel Gomez spoke. Israel was calm.", ["Israel Gomez", "Israel"]),
    ("they are no country", "Norway will come. Carlos Ruiz wants talks, but if they fail, he will go.", ["Norway", "they"]),
    ("one of two men", "There was a fight between Carlos Ruiz and Juan Gomez. He was hurt.", ["Carlos Ruiz", "Juan Gomez", "He"]),
    ("a name that modifies a noun", "Bonn Athletic tournaments begin. He was tired.", ["Bonn Athletic", "He"]),
    ("a parliament is no man", "Parliament met. He was tired.", ["Parliament", "He"]),
    ("one of two bodies", "Nokia sued Losna Oil. The company lost.", ["Nokia", "Losna Oil", "The company"]),
    ("speaker of a quotation about another", 'Carlos Ruiz left. "He was a good driver," he said.', ["He", "he"]),
    ("what is said of somebody", "Carlos Ruiz was tired, he said.", ["Carlos Ruiz", "he"]),
    ("an event", "Nokia lost in court. It comes as prices rise.", ["Nokia", "It"]),
    ("junior", "Donald Trump spoke. Donald Trump Jr. listened.", ["Donald Trump", "Donald Trump Jr."]),
    ("two initials", "John R. Miller met John S. Miller. John Miller left.", ["John R. Miller", "John S. Miller", "John Miller"]),
    ("initial and middle name", "Ada B. Lopez met Ada Carla Lopez.", ["Ada B. Lopez", "Ada Carla Lopez"]),
    ("two first names", "Bill Clinton and Hillary Clinton met voters.", ["Bill Clinton", "Hillary Clinton"]),
    ("one clause", "Carlos Ruiz met Juan Gomez. He praised him.", ["He", "him"]),
    ("object is no subject", "Carlos Ruiz praised him.", ["Carlos Ruiz", "him"]),
    ("other modifier", "The red car hit a tree. The blue car stopped.", ["The red car", "The blue car"]),
    ("other number", "A soldier died. The soldiers fled.", ["A soldier", "The soldiers"]),
    ("negated", "Carlos Ruiz is not the president.", ["Carlos Ruiz", "the president"]),
    ("two companies", "Nokia sued Samsung.", ["Nokia", "Samsung"]),
    ("speaker is no he", '"He lied to us," Carlos Ruiz said of Juan Gomez.', ["Carlos Ruiz", "He"]),
    ("owner and object of a noun", "Carlos Ruiz left. His talks with Ruiz were short.", ["Carlos Ruiz", "His"]),
    ("object of an owner's noun", "Carlos Ruiz's attack on him failed.", ["Carlos Ruiz", "him"]),
    ("object of a shared subject", "Carlos Ruiz met Juan Gomez and thanked him.", ["Carlos Ruiz", "him"]),
    ("object of an infinitive", "Juan Gomez left. Carlos Ruiz wants to help him.", ["Carlos Ruiz", "him"]),
    ("object after a conjunction", "Nokia sued the bank after praising it.", ["Nokia", "it"]),
    ("owner inside", "His lawyer defended Carlos Ruiz.", ["His lawyer", "Carlos Ruiz"]),
    ("people and country", "Russia is large. Russians are proud.", ["Russia", "Russians"]),
    (
        "government and leader",
        "German Chancellor Carlos Ruiz left. The government in Berlin fell.",
        ["Ruiz", "The government in Berlin"],
    ),
    ("participle", "Calling Carlos Ruiz a friend, he agreed with Ruiz.", ["Carlos Ruiz", "he"]),
    ("governed name", "Juan Gomez spoke to Carlos Ruiz. He rejected Ruiz's plan.", ["Carlos Ruiz", "He"]),
    ("two named persons", "President Carlos Ruiz left. The president, Juan Gomez, stayed.", ["Ruiz", "Juan Gomez"]),
    ("a spokeswoman is not whom she speaks for", "Carlos Ruiz left. The White House secretary stayed.", ["Ruiz", "secretary"]),
    ("counted", "Seven leaders met. The two leaders of the bloc left.", ["Seven leaders", "The two leaders of the bloc"]),
    ("town and club", "Bonn Athletic won. The harbour of Bonn was quiet.", ["Bonn Athletic", "Bonn"]),
    ("a village is no lake", "Ruiz fled from Losna. The lake was calm.", ["Losna", "The lake"]),
    ("others", "The army shot others. Later others fled.", ["others", "others#2"]),
    ("two of a kind", "A mine killed two soldiers. A shell killed two soldiers.", ["two soldiers", "two soldiers#2"]),
    (
        "the previous one",
        "Ruiz won the previous election. The election will be close.",
        ["the previous election", "The election"],
    ),
    ("source of a picture", "A map of the harbour: Nokia.", ["A map of the harbour", "Nokia"]),
    ("we of a politician", '"We will pay," said Carlos Ruiz of Bonn.', ["We", "Bonn"]),
    ("another product", "Nokia showed a camera. The phone is black.", ["a camera", "The phone"]),
    ("the north of a country", "North Korea is poor. The North of Norway is cold.", ["North Korea", "The North of Norway"]),
    ("another calling", "Carlos Ruiz, a sculptor, spoke in Bonn. The singer was late.", ["Carlos Ruiz", "The singer"]),
    ("one of two who may be called so", "Carlos Ruiz beat Juan Gomez. The striker was tired.", ["Ruiz", "Gomez", "The striker"]),
    ("another singer", "Maria Lopez won in Bonn. The other singer left.", ["Maria Lopez", "The other singer"]),
    ("an office", "Carlos Ruiz won in Bonn. The mayor was late.", ["Carlos Ruiz", "The mayor"]),
    ("a fronted description of a thing's subject", "A teacher, Nokia said, knows it.", ["A teacher", "Nokia"]),
    ("two owners", "Carlos Ruiz sold his plane. Maria Lopez sold her plane.", ["his plane", "her plane"]),
]


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER])
def test_together(nlp: Language, text: str, words: list[str]) -> None:
    persons = dict.fromkeys(("Carlos_Ruiz", "Angela_Weber", "Maria_Lopez"), "Person")
    bodies = {
        "Nokia": "Company",
        "Tarn_Capital": "Company",
        "Tarn": "Company",
        "Tarnrail": "Organization",
        "Lorna_United": "Organization",
        "United": "Organization",
        "zPhone_4": "Product",
        "North_Korea": "Country",
    }
    persons |= dict.fromkeys(("Bae_Hyun-seok", "Rose_Hyun-seok", "Bae", "Ann_Carter-Hale", "Carter-Hale"), "Person")
    others = {"Storm_Edda": "NamedEvent", "Port_Amsel": "Place", "Velmo": "Place", "Kyiv": "City", "Kharkiv": "City"}
    _, _, mentions = read(nlp, text, **persons, **bodies, **others)
    assert len({chain_of(text, mentions, word) for word in words}) == 1, [(m.span.of(text), m.chain, m.rule) for m in mentions]


@pytest.mark.parametrize(("text", "words"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_apart(nlp: Language, text: str, words: list[str]) -> None:
    persons = dict.fromkeys(("Carlos_Ruiz", "Juan_Gomez", "Maria_Lopez"), "Person")
    _, _, mentions = read(
        nlp,
        text,
        Israel="Country",
        Parliament="Organization",
        Israel_Gomez="Person",
        Nokia="Company",
        Losna_Oil="Company",
        Losna="Place",
        Bonn="City",
        Bonn_Athletic="Organization",
        **persons,
    )
    assert len({chain_of(text, mentions, word) for word in words}) == len(words)


@pytest.mark.parametrize(
    "text",
    [
        "It is raining.",
        "It is clear that the army lost.",
        "It was Ruiz who lied.",
        "Ruiz made it clear that he would go.",
        "It was the council which had failed.",
        "It is now up to the council to act.",
        "It is doubtful whether the army can win.",
        "It is expected that the minister will resign.",
        "For the army, it means fighting on.",
        "It feels good to end this in peace.",
        "It proved difficult to find a buyer.",
        "It remains unclear whether Ruiz lied.",
        "Ruiz told him to get it done.",
    ],
    ids=[
        "weather",
        "extraposition",
        "cleft",
        "object",
        "cleft with which",
        "up to",
        "doubtful",
        "expected",
        "means",
        "feels",
        "proved",
        "remains",
        "get it done",
    ],
)
def test_it_for_nothing(nlp: Language, text: str) -> None:
    _, _, mentions = read(nlp, text)
    assert not [m for m in mentions if m.span.of(text).lower() == "it"]


def test_a_surname_of_two_persons_goes_by_the_title(nlp: Language) -> None:
    text = "Donald Trump and Melania Trump left. Mrs. Trump smiled. Mr. Trump waved."
    _, _, mentions = read(nlp, text, Donald_Trump="Person", Melania_Trump="Person", Trump="Person")
    assert chain_of(text, mentions, "Mrs. Trump") == chain_of(text, mentions, "Melania Trump")
    assert chain_of(text, mentions, "Mr. Trump") == chain_of(text, mentions, "Donald Trump")


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("Carlos Ruiz and Juan Gomez arrived. They shook hands.", "They"),
        ("Carlos Ruiz met Juan Gomez. They shook hands.", "They"),
        ("Carlos Ruiz met Juan Gomez. The two leaders shook hands.", "The two leaders"),
        ("Carlos Ruiz met Juan Gomez. Both men were tired.", "Both men"),
        ("Carlos Ruiz is to meet Juan Gomez. They will talk.", "They"),
        ("President Carlos Ruiz flew to Bonn. President Juan Gomez stayed. The two presidents were tired.", "The two presidents"),
        (
            "Seven leaders came. President Carlos Ruiz rang President Juan Gomez. The two presidents were tired.",
            "The two presidents",
        ),
    ],
    ids=["coordination", "verb of meeting", "leaders", "men", "infinitive", "presidents", "not the seven"],
)
def test_a_plural_has_members(nlp: Language, text: str, plural: str) -> None:
    _, found, mentions = read(nlp, text, Carlos_Ruiz="Person", Juan_Gomez="Person")
    group = found[chain_of(text, mentions, plural)]
    assert group.members == (chain_of(text, mentions, "Ruiz"), chain_of(text, mentions, "Gomez"))


def test_a_chain_has_the_best_name_its_roles_and_its_sector(nlp: Language) -> None:
    text = "Ruiz spoke on Monday. Defense Minister Carlos Ruiz, a former general, denied the claims."
    _, found, mentions = read(nlp, text, Carlos_Ruiz="Person", Ruiz="Person")
    chain = found[chain_of(text, mentions, "Ruiz")]
    assert (chain.name, chain.type, chain.named) == ("Carlos Ruiz", "Person", True)
    assert "Ruiz" in chain.aliases
    assert "former general" in chain.roles
    assert chain.sector in ("GOV", "MIL")


@pytest.mark.parametrize(
    ("text", "words", "sector"),
    [
        ("The chief financial officer left.", "The chief financial officer", "BUS"),
        ("A police officer left.", "A police officer", "COP"),
        ("An army officer left.", "An army officer", "MIL"),
        ("The officer left.", "The officer", ""),
        ("The team captain left.", "The team captain", ""),
        ("NATO Secretary General Carlos Ruiz left.", "NATO Secretary General Carlos Ruiz", "GOV"),
        ("A general left.", "A general", "MIL"),
        ("Castellan general secretary Carlos Ruiz left.", "Castellan general secretary Carlos Ruiz", ""),
        ("Castellan vice-president Carlos Ruiz left.", "Castellan vice-president Carlos Ruiz", ""),
        ("Carlos Ruiz, vice-president of logistics, left.", "Carlos Ruiz", ""),
        ("Carlos Ruiz, president and founder of a bakery, left.", "Carlos Ruiz", ""),
        ("Carlos Ruiz, president of Chile, left.", "Carlos Ruiz", "GOV"),
        ("Club chairman Carlos Ruiz left.", "Club chairman Carlos Ruiz", ""),
        ("The shadow finance minister Carlos Ruiz left.", "The shadow finance minister Carlos Ruiz", ""),
        ("Judge Carla King left.", "Judge Carla King", "JUD"),
        ("Castellan President Carlos Ruiz left.", "Castellan President Carlos Ruiz", ""),
    ],
    ids=[
        "business",
        "police",
        "army",
        "any officer",
        "sport",
        "secretary general",
        "general",
        "union",
        "company",
        "of a department",
        "and founder",
        "of a state",
        "of a club",
        "shadow",
        "surname",
        "president of a company",
    ],
)
def test_the_sector_of_a_role(nlp: Language, text: str, words: str, sector: str) -> None:
    _, found, mentions = read(nlp, text, Carlos_Ruiz="Person", Carla_King="Person", Castellan="Organization")
    assert found[chain_of(text, mentions, words)].sector == sector


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Keeper Carla King, an old friend, left.", ()),
        ("Hill Kings film-maker Carla King left.", ("Hill Kings film-maker",)),
        (
            "Carla King, a student of the history and philosophy of music, left.",
            ("student of the history and philosophy of music",),
        ),
        ("The sprinters Carla King and Ann Moss left.", ()),
        ("He met fellow sprinter Carla King.", ("sprinter",)),
        ("Carla King is a natural leader.", ()),
        ("Carla King is a sculptor.", ("sculptor",)),
        ("Carla King is one of the sculptors.", ()),
    ],
    ids=[
        "how one stands to somebody",
        "the noun before the name",
        "whole",
        "of several",
        "of another too",
        "how somebody is",
        "what somebody is",
        "one of several",
    ],
)
def test_titles_are_callings(nlp: Language, text: str, roles: tuple[str, ...]) -> None:
    _, found, mentions = read(nlp, text, Carla_King="Person", Hill_Kings="Work")
    chain = found[next(m.chain for m in mentions if "Carla King" in m.span.of(text))]
    assert tuple(role for role in chain.roles if role != "Keeper") == roles


def test_the_town_of_a_players_club_is_not_her_country(nlp: Language) -> None:
    """Nor is her province; a mayor's town is, and a country that has a team."""
    text = "Bonn winger Carla King scored. Bonn mayor Maria Lopez cheered. Bavaria winger Ann Moss and Wales winger Eve Ash left."
    persons = dict.fromkeys(("Carla_King", "Maria_Lopez", "Ann_Moss", "Eve_Ash"), "Person")
    _, found, _ = read(nlp, text, Bonn="City", Bavaria="Region", Wales="Region", **persons)
    told = {chain.name: chain.country for chain in found if chain.type == "Person"}
    assert told == {"Carla King": "", "Maria Lopez": "DEU", "Ann Moss": "", "Eve Ash": "GBR"}


def test_titles_and_given_names_tell_a_gender(nlp: Language) -> None:
    text = "Mrs Gomez met Carlos Ruiz and Mr Weber. Angela Weber left."
    _, found, _ = read(nlp, text, Gomez="Person", Carlos_Ruiz="Person", Weber="Person", Angela_Weber="Person")
    told = {chain.name: chain.gender for chain in found}
    assert (told["Gomez"], told["Carlos Ruiz"], told["Angela Weber"], told["Weber"]) == ("f", "m", "f", "m")


@pytest.mark.parametrize(
    ("name", "linked"),
    [("World Trade Organisation", True), ("World Trout Organisation", False)],
    ids=["spelling", "another body"],
)
def test_an_acronym_that_several_bodies_have_is_not_the_known_ones(nlp: Language, name: str, *, linked: bool) -> None:
    text = f"The {name} (WTO) met. The WTO was silent."
    _, found, _ = read(nlp, text, **{name.replace(" ", "_"): "Organization", "WTO": "Organization"})
    assert [bool(chain.links) for chain in found if chain.name == name] == [linked]


def test_the_noun_of_a_name_is_no_name_of_its_own(nlp: Language) -> None:
    text = "The Bank of Bonn met. The Bank said nothing. The Bank was silent."
    _, found, _ = read(nlp, text, Bank_of_Bonn="Organization", Bank="Organization")
    assert [(chain.name, chain.aliases) for chain in found if chain.named and "Bank" in chain.name] == [("Bank of Bonn", ())]


def test_one_description_is_not_of_two_names(nlp: Language) -> None:
    text = "The champion, Carlos Ruiz, and the runner-up, Juan Gomez, will be absent."
    _, found, _ = read(nlp, text, Carlos_Ruiz="Person", Juan_Gomez="Person")
    assert not any({"Carlos Ruiz", "Juan Gomez"} <= {chain.name, *chain.aliases} for chain in found)


def test_a_country_is_not_the_acronym_of_a_body(nlp: Language) -> None:
    text = "Police in the US need a warrant, says a lecturer from University of Surrey."
    _, _, mentions = read(nlp, text, US="Country", University_of_Surrey="Organization")
    assert chain_of(text, mentions, "the US") != chain_of(text, mentions, "University of Surrey")


def test_who_trains_a_nation_need_not_be_of_it(nlp: Language) -> None:
    text = "Ghana coach Carla King left. Ghana striker Carlos Ruiz stayed."
    _, found, _ = read(nlp, text, Carla_King="Person", Carlos_Ruiz="Person", Ghana="Country")
    assert {chain.name: chain.country for chain in found if chain.type == "Person"} == {"Carla King": "", "Carlos Ruiz": "GHA"}


def test_one_of_two_is_no_pair(nlp: Language) -> None:
    doc, _, _ = read(nlp, "Turkey or Serbia could host the talks.", Turkey="Country", Serbia="Country")
    assert not [phrase for phrase in phrases(doc) if phrase.members]


def test_a_description_outweighs_what_a_name_was_taken_for(nlp: Language) -> None:
    text = "Acmeon, a manufacturer, closed. Nobody knows why Acmeon failed."
    _, found, mentions = read(nlp, text, Acmeon="Product")
    assert found[chain_of(text, mentions, "Acmeon")].type == "Company"


def test_an_everyday_name_has_no_country(nlp: Language) -> None:
    text = "The Civil Protection Agency spoke. United lost."
    _, found, _ = read(nlp, text, Civil_Protection_Agency="Government", United="Organization")
    assert {chain.country for chain in found} == {""}


def test_an_acronym_of_the_article_is_not_the_gazetteers(nlp: Language) -> None:
    text = "The Coastal Port Authority (CPA) spoke. CPA lost."
    _, found, mentions = read(nlp, text, Coastal_Port_Authority="Government", CPA="Government")
    chain = found[chain_of(text, mentions, "CPA")]
    assert (chain.name, chain.country, chain.links) == ("Coastal Port Authority", "", ())


def test_another_name_before_a_title_is_no_role(nlp: Language) -> None:
    text = "Carlos Ruiz and Vice President Juan Gomez left. Neither Ruiz nor Gomez spoke."
    _, found, mentions = read(nlp, text, Carlos_Ruiz="Person", Juan_Gomez="Person", Ruiz="Person", Gomez="Person")
    assert found[chain_of(text, mentions, "Gomez")].roles == ("Vice President",)
    assert "Neither Ruiz" not in {m.span.of(text) for m in mentions}


def test_a_surname_does_not_make_a_person_somebody_famous(nlp: Language) -> None:
    text = "Melania Trump arrived. Trump smiled."
    _, found, mentions = read(nlp, text, Melania_Trump="Person", Trump="Person")
    chain = found[chain_of(text, mentions, "Melania Trump")]
    assert chain_of(text, mentions, "Trump") == chain.id
    assert (chain.name, chain.links) == ("Melania Trump", ())


def test_a_surname_that_is_a_city_too(nlp: Language) -> None:
    text = "Valerie Paris left the church. Paris said she was free."
    _, _, mentions = read(nlp, text, Valerie_Paris="Person", Paris="City")
    assert chain_of(text, mentions, "Paris") == chain_of(text, mentions, "Valerie Paris") == chain_of(text, mentions, "she")


def test_a_city_stays_one_beside_a_person_of_that_name(nlp: Language) -> None:
    text = "Valerie Paris left the church. She lives in Paris."
    _, found, mentions = read(nlp, text, Valerie_Paris="Person", Paris="City")
    assert found[[m.chain for m in mentions if m.span.of(text) == "Paris"][-1]].type == "City"


def test_both_sides_of_two_countries_and_a_people(nlp: Language) -> None:
    text = "Russia and Ukraine traded fire. Both sides claimed victory. Russians cheered."
    _, found, mentions = read(nlp, text, Russia="Country", Ukraine="Country", Russians="Group")
    russia, ukraine, people = (found[chain_of(text, mentions, words)] for words in ("Russia", "Ukraine", "Russians"))
    assert found[chain_of(text, mentions, "Both sides")].members == (russia.id, ukraine.id)
    assert (russia.country, people.country, people.type) == ("RUS", "RUS", "Group")
    assert russia.links
    assert people.id != russia.id


def test_a_club_called_by_its_town(nlp: Language) -> None:
    text = "Bonn United lost. Bonn praised the fans. He lives in Bonn."
    _, found, mentions = read(nlp, text, Bonn_United="Organization", Bonn="City")
    bonn = [found[m.chain] for m in mentions if m.span.of(text) == "Bonn"]
    assert [(chain.name, chain.type) for chain in bonn] == [("Bonn United", "Organization"), ("Bonn", "City")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bonn have signed a keeper.", "Organization"),
        ("Bonn midfielder Carla King left.", "Organization"),
        ("Carla King lost to Bonn on Sunday.", "Organization"),
        ("Their game against Bonn was cancelled.", "Organization"),
        ("Carla King was signed from Trier and Bonn.", "Organization"),
        ("Carla King beat Bonn in the final.", "Organization"),
        ("Carla King moved to the union side Bonn.", "Organization"),
        ("Carla King, who won in Bonn, travelled to Bonn.", "City"),
        ("Bonn has a harbour.", "City"),
        ("Bonn and Trier have harbours.", "City"),
    ],
    ids=[
        "plural verb",
        "a player of its",
        "who wins",
        "a game",
        "a transfer",
        "who loses",
        "a side",
        "where somebody wins",
        "singular verb",
        "two towns",
    ],
)
def test_a_club_that_goes_by_its_towns_name_alone(nlp: Language, text: str, kind: str) -> None:
    _, found, _mentions = read(nlp, text, Bonn="City", Trier="City", Carla_King="Person")
    chain = next(chain for chain in found if chain.name == "Bonn")
    assert (chain.type, bool(chain.country)) == (kind, kind == "City")


def test_a_countryman_is_a_person_and_all_of_them_a_people(nlp: Language) -> None:
    text = "The Brazilian won. The British won."
    _, found, mentions = read(nlp, text, Brazilian="Group", British="Group")
    kinds = {m.span.of(text): found[m.chain].type for m in mentions}
    assert kinds == {"The Brazilian": "Person", "The British": "Group"}


def test_what_there_is_none_of_is_no_mention(nlp: Language) -> None:
    text = "No crowds came and nothing moved. None of them left."
    _, _, mentions = read(nlp, text)
    assert {m.span.of(text) for m in mentions} <= {"them"}


def test_the_city_of_a_name_is_what_the_name_means(nlp: Language) -> None:
    text = "Kyiv slept. The city of Bonn was flooded."
    _, _, mentions = read(nlp, text, Kyiv="City", Bonn="City")
    assert chain_of(text, mentions, "The city of Bonn") == chain_of(text, mentions, "Bonn") != chain_of(text, mentions, "Kyiv")


def test_a_title_that_is_short_for_an_office(nlp: Language) -> None:
    text = "Gov. Maria Lopez signed the bill. The governor had no choice."
    _, _, mentions = read(nlp, text, Maria_Lopez="Person")
    assert chain_of(text, mentions, "The governor") == chain_of(text, mentions, "Gov. Maria Lopez")


def test_two_persons_of_one_surname(nlp: Language) -> None:
    text = "Maria Lopez met Carlos Lopez. Lopez was tired."
    _, _, mentions = read(nlp, text, Maria_Lopez="Person", Carlos_Lopez="Person", Lopez="Person")
    assert len({chain_of(text, mentions, name) for name in ("Maria Lopez", "Carlos Lopez", "Lopez")}) == 3


def test_a_person_called_like_a_town_has_not_its_country(nlp: Language) -> None:
    _, found, _ = read(nlp, "Lord Hague spoke first. Mr Hague was tired.", Hague="Person")
    assert {chain.country for chain in found if "Hague" in chain.name} == {""}


def test_a_company_is_no_branch_that_bears_its_name(nlp: Language) -> None:
    text = "Barclays sold shares. Barclays Capital advised the buyers."
    _, _, mentions = read(nlp, text, Barclays="Company", Barclays_Capital="Company")
    assert chain_of(text, mentions, "Barclays") != chain_of(text, mentions, "Barclays Capital")


def test_a_description_has_country_and_sector(nlp: Language) -> None:
    text = "Russian soldiers shot at the rebels."
    _, found, mentions = read(nlp, text, Russian="Group")
    soldiers, rebels = (found[chain_of(text, mentions, words)] for words in ("Russian soldiers", "the rebels"))
    assert (soldiers.type, soldiers.country, soldiers.sector) == ("Group", "RUS", "MIL")
    assert (rebels.type, rebels.country, rebels.sector) == ("Group", "", "REB")


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("The king of Spain left.", "The king of Spain", "ESP"),
        ("A ban on Russian gas failed.", "A ban on Russian gas", ""),
        ("Putin made promises.", "promises", ""),
        ("They broke Putin's promises.", "Putin's promises", ""),
    ],
    ids=["of", "other preposition", "none", "person"],
)
def test_the_country_of_a_description(nlp: Language, text: str, words: str, country: str) -> None:
    _, found, mentions = read(nlp, text, Putin="Person", Spain="Country", Russian="Group")
    assert found[chain_of(text, mentions, words)].country == country


def test_ids_count_in_the_order_of_first_mention_and_rules_are_known(nlp: Language) -> None:
    text = "Maria Lopez met Carlos Ruiz. He told her that the minister had resigned, and she laughed."
    _, found, mentions = read(nlp, text, Maria_Lopez="Person", Carlos_Ruiz="Person")
    assert [chain.id for chain in found] == list(range(len(found)))
    firsts = list(dict.fromkeys(m.chain for m in mentions))
    assert sorted(firsts) == list(range(len(found)))
    assert {m.rule for m in mentions} <= RULES.keys()


def test_every_rule_is_explained() -> None:
    assert all(len(explanation.split()) > 3 for explanation in RULES.values())


def test_an_empty_text_has_no_chains(nlp: Language) -> None:
    assert chains(Article("0", "", ()), tree(nlp.make_doc(""))) == ((), ())


def test_work_grows_with_length_not_its_square(nlp: Language) -> None:
    text = "Carlos Ruiz met the general. He praised the army, and the soldiers cheered him. Its leader, Juan Gomez, left. "
    parsed = [nlp(text * n) for n in (20, 160)]
    for doc in parsed:
        doc.ents = tuple(Entity(doc, e.start, e.end, label=LABELS.get(e.label_, e.label_)) for e in doc.ents)
    few, many = (calls(partial(chains, Article("0", doc.text, ()), doc)) for doc in map(tree, parsed))
    assert many < 8 * 3 * few


def test_the_real_article(nlp: Language, shared_articles: Path) -> None:
    text = (shared_articles / "alaska-summit.txt").read_text("utf-8")
    _, found, mentions = read(nlp, text, Trump="Person", Putin="Person")
    trumps = [chain for chain in found if chain.name.endswith("Trump") and chain.type == "Person"]
    assert len(trumps) == 1
    assert sum(m.chain == trumps[0].id for m in mentions) > 10


def test_the_links_of_an_article_are_a_tree_over_each_thing(nlp: Language) -> None:
    text = "Angela Weber left Berlin. Weber said that she was tired. She met John Miller, a lawyer. He left Berlin."
    clusters = linked(read(nlp, text)[0])
    assert len(clusters.links) == len(clusters.phrases) - len(clusters.roots())
    assert all(clusters.same(link.phrase, link.antecedent) and link.rule in RULES for link in clusters.links)
    assert {"short name", "pronoun", "same name"} <= {link.rule for link in clusters.links}


OFFICES = [
    ("called", "Prime Minister Orla Venn opened a bridge. Tom Ash clapped. The prime minister smiled.", "", "Orla Venn"),
    ("called later", "The prime minister smiled. Tom Ash clapped. Prime Minister Orla Venn opened a bridge.", "", "Orla Venn"),
    ("known", "Tony Blair met Tom Ash. The prime minister smiled.", "", "Tony Blair"),
    ("known on the day", "Gordon Brown met Tony Blair. The prime minister smiled.", "2008-03-01", "Gordon Brown"),
    ("known, without a day two held it", "Gordon Brown met Tony Blair. The prime minister smiled.", "", "The prime minister"),
    ("known, but on another day", "Tony Blair met Tom Ash. The prime minister smiled.", "2015-03-01", "The prime minister"),
    ("called by another office", "Chancellor Gordon Brown met Tony Blair. The prime minister smiled.", "", "Tony Blair"),
    ("former", "Former prime minister Orla Venn met Tom Ash. The prime minister smiled.", "", "The prime minister"),
    ("another office", "Prime Minister Orla Venn met Tom Ash. The chancellor smiled.", "", "The chancellor"),
]


@pytest.mark.parametrize(("text", "day", "name"), [row[1:] for row in OFFICES], ids=[row[0] for row in OFFICES])
def test_an_office_means_its_one_holder(nlp: Language, text: str, day: str, name: str) -> None:
    names = {"Orla_Venn": "Person", "Tom_Ash": "Person", "Tony_Blair": "Person", "Gordon_Brown": "Person"}
    doc, _, _ = read(nlp, text, **names)
    article = Article("0", text, (), published=date.fromisoformat(day) if day else None)
    found, mentions = chains(article, doc)
    said = next(word for word in ("The prime minister", "The chancellor") if word in text)
    number = next(m.chain for m in mentions if m.span.of(text) == said)
    assert found[number].name == name


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("Varnholt admitted that she was tired.", "Organization", "Varnholt"),
        ("Varnholt waved. She was tired.", "Organization", "Varnholt"),
        ("They flew to Varnholt. She was tired.", "Place", "She"),
        ("They listened to Varnholt Radio. She was tired.", "Organization", "She"),
    ],
    ids=["says so", "acts", "is a place to go to", "is a body by its words"],
)
def test_she_means_a_name_of_another_type_only_with_evidence(nlp: Language, text: str, label: str, name: str) -> None:
    words = "Varnholt_Radio" if "Radio" in text else "Varnholt"
    _, found, mentions = read(nlp, text, **{words: label})
    number = next(m.chain for m in mentions if m.span.of(text).lower() == "she")
    assert found[number].name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"We are opening shops," said Ann Moss, the chief executive of Tarnbank.', "Tarnbank"),
        ('"We may see colder winters," said Ann Moss, an analyst at Tarnbank.', "We"),
    ],
    ids=["speaks for it", "speaks of the world"],
)
def test_we_means_the_body_that_a_speaker_speaks_for(nlp: Language, text: str, name: str) -> None:
    _, found, mentions = read(nlp, text, Ann_Moss="Person", Tarnbank="Company")
    assert found[chain_of(text, mentions, "We")].name == name


def test_nobody_is_what_he_would_be(nlp: Language) -> None:
    text = "If Orla Venn were Tom Ash, she would resign."
    _, _, mentions = read(nlp, text, Orla_Venn="Person", Tom_Ash="Person")
    assert chain_of(text, mentions, "Orla Venn") != chain_of(text, mentions, "Tom Ash")


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Tom Ash praised Ned Venn for his speech.", "his", "Ned Venn"),
        ("Ned Venn resigned. Tom Ash welcomed his decision.", "his", "Ned Venn"),
        ("Ned Venn's lawyer said he would appeal.", "he", "Ned Venn"),
        ("Norpel is closed. Tarnbank expects it to reopen.", "it", "Norpel"),
        ("Ned Venn was late. Tom Ash saw no need to warn him.", "him", "Ned Venn"),
        ('Tom Ash met Ned Venn. "The singer was a genius," he said.', "he", "Tom Ash"),
    ],
    ids=["judged for", "reacted to", "spoken for", "made to act", "acted on", "not who he speaks of"],
)
def test_clauses_say_whom_a_pronoun_does_not_mean(nlp: Language, text: str, pronoun: str, name: str) -> None:
    _, found, mentions = read(nlp, text, Ned_Venn="Person", Tom_Ash="Person", Norpel="Company", Tarnbank="Company")
    assert found[chain_of(text, mentions, pronoun)].name == name


def test_who_was_told_is_not_they(nlp: Language) -> None:
    text = "Some drivers stayed at home. They told Radio Tarn they had been ill."
    _, found, mentions = read(nlp, text, Radio_Tarn="Company")
    assert found[chain_of(text, mentions, "they")].name != "Radio Tarn"


def test_he_who_speaks_is_another_than_he_of_whom_he_speaks(nlp: Language) -> None:
    text = 'Tom Ash called Ned Venn a hero. "He was a brave man and a good friend," he said.'
    _, found, mentions = read(nlp, text, Ned_Venn="Person", Tom_Ash="Person")
    assert found[chain_of(text, mentions, "he")].name == "Tom Ash"
    assert found[chain_of(text, mentions, "He")].name == "Ned Venn"


def test_he_who_speaks_again_spoke_before(nlp: Language) -> None:
    text = 'Tom Ash said he was glad to leave before Ned Venn came. "It was time to go," he added.'
    _, found, mentions = read(nlp, text, Ned_Venn="Person", Tom_Ash="Person")
    assert found[chain_of(text, mentions, "he#2")].name == "Tom Ash"


def test_they_is_nobody_where_one_body_and_people_are_near(nlp: Language) -> None:
    text = "Tarnbank sent letters to the drivers after they were found asleep."
    _, found, mentions = read(nlp, text, Tarnbank="Company")
    assert found[chain_of(text, mentions, "they")].name != "Tarnbank"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Ann Moss, head of Tarnbank, resigned on Monday. "We made errors," Moss said.', "Tarnbank"),
        ('Tarnbank has shut its offices. "We made errors," a spokesman said.', "Tarnbank"),
        ('Tarnbank has shut its offices. "We made errors," it said.', "Tarnbank"),
        ('The weather was bad. "We made errors," the climbers said.', "the climbers"),
        ('Ann Moss, professor at Tarnbank, arrived on Monday. "We made errors," Moss said.', "We"),
        ('Tarnbank and Norpel merged. "We made errors," a spokesman said.', "We"),
    ],
    ids=["called so before", "spokesman of the body before", "the body itself", "people", "outsider", "two bodies"],
)
def test_we_means_whom_the_speaker_belongs_to(nlp: Language, text: str, name: str) -> None:
    _, found, mentions = read(nlp, text, Ann_Moss="Person", Tarnbank="Company", Norpel="Company")
    assert found[chain_of(text, mentions, "We")].name == name
