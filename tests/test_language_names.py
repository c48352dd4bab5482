"""Corrections of doc.ents, on Docs built by hand and with the model."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from kgraph.language import parse
from kgraph.language.names import correct_names
from kgraph.language.words import name_words
from kgraph.lexicon import entity_types
from kgraph.model import Article, Block, BlockKind
from kgraph.model import Span as Characters

VOCAB = spacy.blank("en").vocab
PLAIN = {"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY"}


def corrected(marked: str) -> list[str]:
    """ "Trump/Person ..." after correction of a Doc built from tokens, where [PERSON Trump] is an entity of the model and ~ ends
    a sentence. Capitalised tokens count as proper nouns."""
    words: list[str] = []
    ents: list[tuple[int, int, str]] = []
    starts: list[bool | int | None] = [True]
    label, start = "", 0
    for piece in marked.split():
        if piece == "~":
            starts[-1] = True
            continue
        if piece.startswith("["):
            label, start = piece[1:], len(words)
            continue
        words.append(piece.removesuffix("]"))
        starts.append(False)
        if piece.endswith("]"):
            ents.append((start, len(words), label))
    spaces = [word != "-" and words[i + 1 : i + 2] != ["-"] for i, word in enumerate(words)]
    doc = Doc(VOCAB, words=words, spaces=spaces, sent_starts=starts[: len(words)])
    for token in doc:
        token.pos_ = "PROPN" if token.text[0].isupper() else "NOUN" if token.is_alpha else "PUNCT"
    doc.set_ents([Span(doc, first, last, label=name) for first, last, name in ents])
    correct_names(doc)
    return [f"{' '.join(token.text for token in ent)}/{ent.label_}" for ent in doc.ents]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "she plays in the Women 's [ORG Premier League] here",
            ["Women 's Premier League/Organization"],
            id="a contest of women is another one",
        ),
        pytest.param("they beat [ORG Brask United] Women on Sunday", ["Brask United Women/Organization"], id="a team of women"),
        pytest.param(
            "they beat [ORG Brask United] Women Who Ride", ["Brask United/Organization"], id="a headline goes on behind a team"
        ),
        pytest.param(
            "[PERSON Ann Boateng] left . ~ [ORG Boateng] won", ["Ann Boateng/Person", "Boateng/Person"], id="surname, wrong type"
        ),
        pytest.param(
            "[PERSON Ann Boateng] left . ~ then Boateng won", ["Ann Boateng/Person", "Boateng/Person"], id="surname, missed"
        ),
        pytest.param(
            "[PERSON Ann Bo] saw the [FAC Bo Tower]", ["Ann Bo/Person", "Bo Tower/Facility"], id="a thing named after her"
        ),
        pytest.param("[PERSON President Volodymyr Zelenskyy] came", ["Volodymyr Zelenskyy/Person"], id="title outside"),
        pytest.param("[GPE Zelenskyy] came", ["Zelenskyy/Person"], id="well-known surname"),
        pytest.param("[ORG the Alaska Summit] ended", ["Alaska Summit/NamedEvent"], id="named event"),
        pytest.param("[EVENT the Ukraine war] went on", ["Ukraine/Country"], id="an event without a name of its own"),
        pytest.param("the Russia - [GPE Ukraine] conflict", ["Russia/Country", "Ukraine/Country"], id="hyphen compound"),
        pytest.param("a pro - Beijing party", ["Beijing/City"], id="prefix"),
        pytest.param("[ORG anti - Pyongyang] words", ["Pyongyang/City"], id="prefix inside an entity"),
        pytest.param("[PERSON Jo Doe 's] house", ["Jo Doe/Person"], id="possessive"),
        pytest.param("said [GPE Russian] troops", ["Russian/Group"], id="demonym"),
        pytest.param("the [ORG Ministry of Defence] said", ["Ministry of Defence/Government"], id="ministry"),
        pytest.param("[ORG Acme Corp.] sold it", ["Acme Corp./Company"], id="company"),
        pytest.param("the [ORG Tuareg Army] left", ["Tuareg Army/Military"], id="army"),
        pytest.param("the [ORG Pirate Party] won", ["Pirate Party/Party"], id="party"),
        pytest.param("in [GPE Kidal Province] now", ["Kidal Province/Region"], id="province"),
        pytest.param(
            "~ Hamas and the Kremlin spoke", ["Hamas/Military", "Kremlin/Government"], id="gazetteer finds what was missed"
        ),
        pytest.param("[PERSON Jordan] said so", ["Jordan/Person"], id="an ambiguous name that speaks is a person"),
        pytest.param("[PERSON Jordan] grew", ["Jordan/Country"], id="an ambiguous name without evidence"),
        pytest.param("[GPE Jordan] agreed", ["Jordan/Country"], id="an ambiguous name is the country where the model agrees"),
        pytest.param("on [DATE Monday] [CARDINAL two] fell", ["Monday/DATE", "two/CARDINAL"], id="dates and numbers stay"),
        pytest.param(
            "[PERSON Theresa May] and [DATE May] 's men in [DATE May]", ["Theresa May/Person", "May/Person", "May/DATE"], id="May"
        ),
        pytest.param(
            "[ORG Radek , Mosst , Tulla] ( [ORG Varg 71] ) , Kerrin , [GPE Oseid] , Brandvik , [ORG Hollen] , Quist .",
            ["Radek/Person", "Mosst/Person", "Tulla/Person", "Varg/Person", "Oseid/Person", "Hollen/Person"],
            id="players of a line-up",
        ),
        pytest.param(
            "[ORG Brask and Velmo] met . ~ then [ORG Velmo] won",
            ["Brask/Organization", "Velmo/Organization", "Velmo/Organization"],
            id="two bodies",
        ),
        pytest.param("the song [WORK_OF_ART Salt and Rust] won", ["Salt and Rust/Work"], id="an and of a title"),
        pytest.param("saw [PERSON Ann Moss – prime] minister then", ["Ann Moss/Person"], id="a dash begins something new"),
        pytest.param("met [PERSON Ruth] [DATE May] there", ["Ruth May/Person"], id="a surname that is a month"),
        pytest.param("~ In [DATE May] we won", ["May/DATE"], id="a month behind a preposition"),
        pytest.param("in [GPE County] [GPE Tyrone] now", ["County Tyrone/Region"], id="county"),
        pytest.param("[GPE Brask] [ORG NHS Trust] said", ["Brask NHS Trust/Organization"], id="a trust and its town"),
        pytest.param(
            "the [ORG Department for Harbours] , Rail and Roads said",
            ["Department for Harbours , Rail and Roads/Government"],
            id="a ministry's portfolio",
        ),
        pytest.param(
            "the [ORG Forum for Economic Co] - operation and Growth met",
            ["Forum for Economic Co - operation and Growth/Organization"],
            id="co-operation",
        ),
        pytest.param("played [WORK_OF_ART Iron Harvest] [CARDINAL 2] .", ["Iron Harvest 2/Work"], id="a sequel"),
        pytest.param("saw [WORK_OF_ART Iron Harvest] [CARDINAL 2] times", ["Iron Harvest/Work", "2/CARDINAL"], id="no sequel"),
        pytest.param("won the [PERSON Odile Tarn Award]", ["Odile Tarn Award/Thing"], id="an award named after a person"),
        pytest.param("~ [ORG Swimmer Odile Tarn] won", ["Odile Tarn/Person"], id="a calling that opens the sentence"),
        pytest.param("~ [ORG Videos] spread . ~ More videos came", [], id="a common word that opens the sentence"),
        pytest.param(
            "[ORG Zorvane Quillet] came . ~ Ms Quillet spoke",
            ["Zorvane Quillet/Person", "Quillet/Person"],
            id="a title elsewhere",
        ),
        pytest.param(
            "by [ORG O'Tarrick] and [ORG J Vesterholm]", ["O'Tarrick/Person", "J Vesterholm/Person"], id="written like a person's"
        ),
        pytest.param("[GPE Norvane] announced it", ["Norvane/Organization"], id="no place announces"),
        pytest.param("[GPE Norvane] announced it . ~ in [GPE Norvane] now", ["Norvane/Place"] * 2, id="a place that announces"),
        pytest.param("the MP for [ORG Brask and Velmo Green]", ["Brask and Velmo Green/Place"], id="a constituency"),
        pytest.param("a foamy mouth fever ( [ORG FMF] )", ["FMF/Thing"], id="an acronym that small words spell out"),
        pytest.param(
            "the [ORG 9th Airborne Division] and the [ORG Tax Division]",
            ["9th Airborne Division/Military", "Tax Division/Organization"],
            id="divisions",
        ),
        pytest.param(
            "[ORG Brask Network Correspondent] [PERSON Ann Moss] wrote",
            ["Brask Network/Organization", "Ann Moss/Person"],
            id="a title before its bearer",
        ),
        pytest.param("the [ORG Globex] and [ORG Globex] and [GPE Globex]", ["Globex/Organization"] * 3, id="majority"),
        pytest.param("the GRZT ( [ORG GRZT] ) said", ["GRZT/Organization"] * 2, id="acronyms"),
        pytest.param(
            "the [ORG World Robot Conference] ( WRCX ) began",
            ["World Robot Conference/NamedEvent", "WRCX/NamedEvent"],
            id="in brackets",
        ),
        pytest.param("on [ORG CNN] Films today", ["CNN Films/Company"], id="grown"),
        pytest.param("[ORG English] and [LANGUAGE French] lessons", ["English/Group", "French/Group"], id="languages"),
        pytest.param("Bank chief [PERSON Ursula von] der Adlau left", ["Ursula von der Adlau/Person"], id="particles"),
        pytest.param(
            "[PERSON Bae Hyun - seok] left . ~ Bae won", ["Bae Hyun - seok/Person", "Bae/Person"], id="family name first"
        ),
        pytest.param("[PERSON Bae Hyun - led] lists", ["Bae Hyun/Person"], id="what is no half of a given name"),
        pytest.param("[PERSON Ana] de la Cruz sang", ["Ana de la Cruz/Person"], id="particles after a given name"),
        pytest.param("[PERSON Bank President Lea Roth] left", ["Lea Roth/Person"], id="an office inside"),
        pytest.param("Prime Minister [PERSON Marek] Osvald left", ["Marek Osvald/Person"], id="a surname that was cut off"),
        pytest.param("[ORG Neither Acmeon] moved", ["Acmeon/Organization"], id="quantifier"),
        pytest.param("the [ORG Group of Nine ( G9] met", ["Group of Nine/Organization"], id="half a bracket"),
        pytest.param(
            "[PRODUCT Storm Edda] hit . ~ [PERSON Edda] raged", ["Storm Edda/NamedEvent", "Edda/NamedEvent"], id="a storm"
        ),
        pytest.param("Cyclone [PERSON Wanda] hit", ["Cyclone Wanda/NamedEvent"], id="a storm's name alone"),
        pytest.param(
            "the [PERSON Velmo] , a river , rose . ~ it is the [PERSON Velmo] .", ["Velmo/Place"] * 2, id="a river is no person"
        ),
        pytest.param("it is the [PERSON Zeitgeist] .", ["Zeitgeist/Thing"], id="no person has an article"),
        pytest.param("the [PERSON Velmo] administration", ["Velmo/Person"], id="an article of the noun behind"),
        pytest.param("[PERSON Losna] fell . ~ he lived in [PERSON Losna] .", ["Losna/Place"] * 2, id="a town by its use"),
        pytest.param("the mayor of [PERSON Port Ellis] , a man", ["Port Ellis/Place"], id="a town with a mayor"),
        pytest.param("a stake in [ORG Acmeon] .", ["Acmeon/Organization"], id="in what is no place"),
        pytest.param("confidence in [PERSON Trask] .", ["Trask/Thing"], id="in whom or what"),
        pytest.param("confidence in Mr [PERSON Trask] .", ["Trask/Person"], id="in whom"),
        pytest.param("[PERSON Trask] , 34 , left . ~ [PERSON Trask] won", ["Trask/Person"] * 2, id="a person has an age"),
        pytest.param("[PERSON Novak] [GPE Lindqvar] won", ["Novak Lindqvar/Person"], id="a surname taken for a place"),
        pytest.param("then Agnes [PERSON Tamrick] won", ["Agnes Tamrick/Person"], id="a given name that was missed"),
        pytest.param("A [PERSON Bill] came", [], id="a noun with its article"),
        pytest.param("[ORG Jean - Luc Tam - Rick] won", ["Jean - Luc Tam - Rick/Person"], id="a full name with hyphens"),
        pytest.param("[PERSON Trask] left when she could", ["Trask/Person"], id="a person is taken up by she"),
        pytest.param("according to [PERSON Trask] , all is well", ["Trask/Person"], id="who is quoted is a person"),
        pytest.param("[PERSON Trask] , the former coach of Losna , won", ["Trask/Person"], id="a calling behind the name"),
        pytest.param(
            "[PERSON Agnes Tamrick] and [PERSON Trask] won", ["Agnes Tamrick/Person", "Trask/Person"], id="beside a person"
        ),
        pytest.param("~ In his youth , [PERSON Trask] won", ["Trask/Person"], id="he leads up to a person"),
        pytest.param("a survey by [PERSON Trask] won", ["Trask/Thing"], id="what a survey is by"),
        pytest.param("[PERSON StorVolt] won", ["StorVolt/Organization"], id="a company's spelling"),
        pytest.param("the [PERSON Adders] won", ["Adders/Organization"], id="a club"),
        pytest.param("[ORG Agnes Tamrick] won", ["Agnes Tamrick/Person"], id="a given name and a surname"),
        pytest.param("Alder 's [ORG Society] met", ["Alder 's Society/Organization"], id="a body and whom it is called by"),
        pytest.param("charity [ORG Melodia] [GPE UK] said", ["Melodia UK/Organization"], id="a branch"),
        pytest.param("[PERSON Before Ann Tamrick] left", ["Ann Tamrick/Person"], id="a preposition in front"),
        pytest.param(
            "[ORG Tarn Capital] bid . ~ [PERSON Tarn] won", ["Tarn Capital/Company", "Tarn/Company"], id="a body's short form"
        ),
        pytest.param(
            "[PERSON Eva Tarn] left [ORG Tarn Capital] . ~ [PERSON Tarn] won",
            ["Eva Tarn/Person", "Tarn Capital/Company", "Tarn/Person"],
            id="no short form where a person has the name",
        ),
        pytest.param(
            "[ORG Losna Athletic] won in [GPE Losna] . ~ [ORG Losna] sang",
            ["Losna Athletic/Organization", "Losna/Place", "Losna/Organization"],
            id="a town and its club",
        ),
        pytest.param("at [PERSON Orrin Bank] now", ["Orrin Bank/Company"], id="a word that is no surname"),
        pytest.param("the [ORG zPhone Nano] came", ["zPhone Nano/Product"], id="a made-up word"),
        pytest.param("at [ORG Bell & Rusk] now", ["Bell & Rusk/Company"], id="partners"),
        pytest.param("said in [LANGUAGE English] .", [], id="a language is no people"),
        pytest.param("the [NORP elderly] came", [], id="no capital, no name"),
        pytest.param("[WORK_OF_ART The] end", [], id="nothing left"),
    ],
)
def test_corrected(marked: str, expected: list[str]) -> None:
    assert corrected(marked) == expected


WORDS = [
    "Ann",
    "Boateng",
    "Trump",
    "Tower",
    "the",
    "of",
    "Bank",
    "U.S.",
    "-",
    "Kivu",
    "May",
    "(",
    "GRZT",
    ")",
    "'s",
    "President",
    "\n\n",
    "New",
    "York",
]
LABELS = ["PERSON", "ORG", "GPE", "DATE", "EVENT", "WORK_OF_ART", "MONEY", "LANGUAGE", "PRODUCT"]


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_whatever_the_model_says(data: st.DataObject) -> None:
    """Names never overlap, have a type, keep within a paragraph, and no date of two words or more is lost."""
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
    doc = Doc(VOCAB, words=words, sent_starts=[data.draw(st.booleans()) for _ in words])
    for token in doc:
        token.pos_ = data.draw(st.sampled_from(["PROPN", "NOUN"]))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=6)))
    doc.set_ents([Span(doc, a, b, label=data.draw(st.sampled_from(LABELS))) for a, b in pairwise(cuts)])
    dates = {(ent.start, ent.end) for ent in doc.ents if ent.label_ in PLAIN and len(ent) > 1}
    correct_names(doc)
    assert {ent.label_ for ent in doc.ents} <= PLAIN | set(entity_types())
    assert not [ent for ent in doc.ents if ent.label_ not in PLAIN | {"Money"} and "\n\n" in ent.text]
    assert dates <= {(ent.start, ent.end) for ent in doc.ents}


def ents_of(nlp: Language, *paragraphs: str) -> list[str]:
    """The entities of an article with these paragraphs."""
    text = "\n\n".join(paragraphs)
    blocks: list[Block] = []
    for paragraph in paragraphs:
        start = blocks[-1].span.end + 2 if blocks else 0
        blocks.append(Block(BlockKind.BODY, Characters(start, start + len(paragraph))))
    [(_, doc)] = parse([Article("0" * 16, text, tuple(blocks))], nlp)
    return [f"{ent.text}/{ent.label_}" for ent in doc.ents]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Turkish Foreign Minister Hakan Fidan met U.S. Secretary of State Marco Rubio in Vienna on Tuesday.",
            ["Turkish/Group", "Hakan Fidan/Person", "U.S./Country", "Marco Rubio/Person", "Vienna/City", "Tuesday/DATE"],
        ),
        ("The U.S.-China talks resumed in Geneva.", ["U.S./Country", "China/Country", "Geneva/City"]),
        (
            "Republicans in Congress blamed the White House.",
            ["Republicans/Party", "Congress/Government", "White House/Government"],
        ),
    ],
)
def test_sentences(sentence: str, expected: list[str], nlp: Language) -> None:
    assert ents_of(nlp, sentence) == expected


def test_names_never_cross_paragraphs(nlp: Language) -> None:
    assert ents_of(nlp, "He went to see Marie Curie", "Pierre Curie stayed.") == ["Marie Curie/Person", "Pierre Curie/Person"]


def test_labels_are_entity_types(nlp: Language, shared_articles: Path) -> None:
    for path in sorted(shared_articles.glob("*.txt")):
        labels = {ent.rsplit("/", 1)[1] for ent in ents_of(nlp, *path.read_text("utf-8").split("\n\n"))}
        assert labels <= PLAIN | set(entity_types())


def test_persons_of_a_real_article(nlp: Language, shared_articles: Path) -> None:
    """All of the leaders' names and the author's: 39, of which the model alone gets 32."""
    text = (shared_articles / "alaska-summit.txt").read_text("utf-8")
    ents = ents_of(nlp, *text.split("\n\n"))
    persons = Counter(ent.removesuffix("/Person") for ent in ents if ent.endswith("/Person"))
    full = Counter(
        {"Donald Trump": 1, "Vladimir Putin": 1, "Volodymyr Zelenskyy": 1, "Neerja Mishra": text.count("Neerja Mishra")}
    )
    surnames = Counter({name: text.count(name) - 1 for name in ("Trump", "Putin", "Zelenskyy")})
    assert persons == full + surnames
    assert persons.total() == 39
    assert [ent for ent in ents if "Summit" in ent] == ["Alaska Summit/NamedEvent"] * 4


def test_telling_words_name_entity_types() -> None:
    assert {*name_words().last.values(), *name_words().first.values()} <= set(entity_types())


def test_a_noun_says_what_the_name_behind_it_names(nlp: Language) -> None:
    found = ents_of(
        nlp, "The technology blog Quartzline obtained a copy. Police stopped the ferry Novak took. Quartzline closed."
    )
    assert found.count("Quartzline/Organization") == 2
    assert "Novak/Product" not in found


def test_a_half_of_a_given_name_that_reads_like_a_preposition(nlp: Language) -> None:
    found = ents_of(nlp, "South Korean President Han Jae-in met Ann Lee - in Oslo. Han Jae-in's wife waved.")
    assert found.count("Han Jae-in/Person") == 2
    assert "Ann Lee/Person" in found


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param("a sequel to [ORG Silver Dusk] .", ["Silver Dusk/Work"], id="what stands before a work"),
        pytest.param("he saw [PERSON Silver Dusk] , starring his sister", ["Silver Dusk/Work"], id="what stands behind a work"),
        pytest.param("an economist at [GPE Torvane] .", ["Torvane/Organization"], id="who has economists"),
        pytest.param("the film was directed by [ORG Ilvo Tarn] .", ["Ilvo Tarn/Person"], id="who directs"),
        pytest.param("she bought [ORG Torvane] , a startup from home", ["Torvane/Company"], id="apposition"),
        pytest.param("he found that [ORG Torvane] is a painkiller .", ["Torvane/Product"], id="predicate"),
        pytest.param("he likes operas such as [ORG Silver Dusk] .", ["Silver Dusk/Work"], id="the kind before such as"),
        pytest.param("her second novel , [PERSON Silver Dusk] , sold", ["Silver Dusk/Work"], id="a noun and a comma"),
        pytest.param(
            "[WORK_OF_ART Silver Dusk] , [WORK_OF_ART Grey Tide] and [ORG Salt Lane] won",
            ["Silver Dusk/Work", "Grey Tide/Work", "Salt Lane/Work"],
            id="a list of works",
        ),
        pytest.param(
            "they held a rally in [ORG Torvane] , [GPE Ostrava] .", ["Torvane/Place", "Ostrava/City"], id="in a larger place"
        ),
        pytest.param("it binds a [ORG TQRV] .", ["TQRV/Thing"], id="one of several is no body"),
        pytest.param("the chip in an [ORG Apple Torvane] .", ["Apple Torvane/Product"], id="one of a company's"),
        pytest.param("they want to win the [WORK_OF_ART Torvane] .", ["Torvane/Thing"], id="what one wins"),
        pytest.param(
            "the [ORG Torvane Champions League] begins", ["Torvane Champions League/NamedEvent"], id="two telling words"
        ),
        pytest.param("he saw [PERSON Ann Boateng KC] there", ["Ann Boateng/Person"], id="an honour is no part of a name"),
        pytest.param("she met [PERSON Briton Ann Boateng] there", ["Briton/Group", "Ann Boateng/Person"], id="nor is a people"),
        pytest.param("he works for [ORG BBC] [GPE Scotland] now", ["BBC Scotland/Organization"], id="a broadcaster's branch"),
        pytest.param("they met [ORG first Amber Crown] holders", ["Amber Crown/Organization"], id="without an ordinal"),
        pytest.param("a letter from Lord [GPE Hague] arrived", ["Hague/Person"], id="a surname like a town's"),
        pytest.param("they told [ORG QRVs] and nurses", [], id="several in capitals are a common noun"),
        pytest.param(
            "the show [WORK_OF_ART Amber] In The Rain closed", ["Amber In The Rain/Work"], id="small words with capitals"
        ),
        pytest.param("he watched the Lion 's [GPE Hollow] again", ["Lion 's Hollow/Work"], id="the owner in a title"),
        pytest.param("the pianist X - [ORG Torvane] agreed", ["X - Torvane/Organization"], id="a letter and a hyphen"),
        pytest.param("cables called [PRODUCT TQR or QXN] here", ["TQR/Product", "QXN/Product"], id="two with or"),
        pytest.param(
            "G Moss , J Orrin , D [ORG Torvane] ; L Tull",
            ["G Moss/Person", "J Orrin/Person", "D Torvane/Person", "L Tull/Person"],
            id="initials",
        ),
    ],
)
def test_what_stands_beside_a_name(marked: str, expected: list[str]) -> None:
    assert corrected(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param("a sequel to [ORG Castellan Group] .", ["Castellan Group/Organization"], id="its own last word is surer"),
        pytest.param(
            "the [ORG Torvane] crew beat [PERSON Ann Boateng] .", ["Torvane/Organization", "Ann Boateng/Person"], id="a person"
        ),
        pytest.param("infections , including [PERSON Ann Boateng] .", ["Ann Boateng/Person"], id="a vague kind"),
        pytest.param("the university 's [WORK_OF_ART Hollow] shut", ["Hollow/Work"], id="an owner without a capital"),
    ],
)
def test_what_decides_nothing(marked: str, expected: list[str]) -> None:
    assert corrected(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param("[PERSON Goalkeeper Anna Berg] won", ["Anna Berg/Person"], id="a calling before a full name"),
        pytest.param("goals by [PERSON Anna Brask 71] won", ["Anna Brask/Person"], id="the minute of a goal"),
        pytest.param("[PERSON Anna Brask 6-4] won", ["Anna Brask/Person"], id="a score"),
        pytest.param("[ORG Velm Hawks 102–98] won", ["Velm Hawks/Organization"], id="a score of three digits and a dash"),
        pytest.param("by [ORG Tarnrail of] won", ["Tarnrail/Organization"], id="a preposition at the end"),
        pytest.param(
            "the [ORG Centre for Transport] and Society said", ["Centre for Transport and Society/Organization"], id="a field"
        ),
        pytest.param("the [ORG Harbour Safety] and Pilots Bill fell", ["Harbour Safety and Pilots Bill/Law"], id="a joint name"),
        pytest.param(
            "[WORK_OF_ART Silent Tide , Amber Nights] won", ["Silent Tide/Work", "Amber Nights/Work"], id="two works in a list"
        ),
        pytest.param(
            "[PERSON Anna Berg and Carl Ek] won . ~ then [PERSON Carl Ek] left",
            ["Anna Berg/Person", "Carl Ek/Person", "Carl Ek/Person"],
            id="two persons",
        ),
    ],
)
def test_where_a_name_ends(marked: str, expected: list[str]) -> None:
    assert corrected(marked) == expected
