"""Which reports of which articles are one event: what brings them together, what keeps them apart, and the reasons that an event keeps."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.furniture import classify
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import (
    Article,
    Block,
    BlockKind,
    Chain,
    Event,
    Extraction,
    Interval,
    Mention,
    MentionKind,
    Modality,
    Participant,
    Polarity,
    Report,
    ReportRef,
    Resolution,
    Span,
    TimeBasis,
)
from kgraph.resolve import resolve
from kgraph.resolve.reasons import COREFERENCE, FIRST, NAMED_SIDES, ONE_STORY, REPRINT, RULES, SAME_KEY, SHARED_WORDS

DAY = date(2031, 3, 4)
TYPES = {
    "Kelm": "City",
    "Brask": "City",
    "Norland": "Country",
    "Osterby": "Country",
    "Tarn Motors": "Company",
    "Veld Steel": "Company",
}
"""What names mean; all others are people, and what begins with a small letter has no name."""


@dataclass(frozen=True)
class Said:
    """A sentence with one report: its type, its word and who takes part by role, named or described as the sentence has it."""

    sentence: str
    type: str
    word: str
    roles: Mapping[str, str] = field(default_factory=dict)
    lemma: str = ""
    time: date | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    counts: Mapping[str, int] = field(default_factory=dict)
    same_as: int | None = None


def article(name: str, *told: Said | str, day: date | None = DAY, headline: bool = False) -> Extraction:
    """An article of these sentences in their order; those that are only words report nothing."""
    text = "\n\n".join(item if isinstance(item, str) else item.sentence for item in told)
    chains = _chains(told, text)
    blocks: list[Block] = []
    reports: list[Report] = []
    start = 0
    for item in told:
        span = Span(start, start + len(item if isinstance(item, str) else item.sentence))
        blocks.append(Block(BlockKind.TITLE if headline and not start else BlockKind.BODY, span))
        if isinstance(item, Said):
            reports.append(_report(len(reports), item, span, text, chains))
        start = span.end + 2
    mentions = tuple(_mentions(chains.values(), text))
    return Extraction(Article(name, text, tuple(blocks), published=day), tuple(chains.values()), mentions, (), (), tuple(reports))


def _chains(told: Iterable[Said | str], text: str) -> dict[str, Chain]:
    names = [name for item in told if isinstance(item, Said) for names in item.roles.values() for name in names.split(" + ")]
    names += [name for name in TYPES if name in text]
    counts = {name: n for item in told if isinstance(item, Said) for name, n in item.counts.items()}
    chains: dict[str, Chain] = {}
    for name in dict.fromkeys(names):
        kind = TYPES.get(name, "Person")
        chains[name] = Chain(len(chains), name, kind, named=name[0].isupper(), count=counts.get(name))
    return chains


def _mentions(chains: Iterable[Chain], text: str) -> Iterable[Mention]:
    for chain in chains:
        for match in re.finditer(re.escape(chain.name), text):
            span = Span(*match.span())
            yield Mention(span, span, MentionKind.NAME if chain.named else MentionKind.NOMINAL, chain.type, chain.id, "name")


def _report(number: int, item: Said, sentence: Span, text: str, chains: Mapping[str, Chain]) -> Report:
    begin = text.index(item.word, sentence.start)
    trigger = Span(begin, begin + len(item.word))
    parts = [(role, name) for role, names in item.roles.items() for name in names.split(" + ")]
    return Report(
        id=number,
        type=item.type,
        lemma=item.lemma or item.word,
        trigger=trigger,
        sentence=sentence,
        participants=tuple(Participant(role, sentence, sentence, chains[name].id) for role, name in parts),
        polarity=item.polarity,
        modality=item.modality,
        time=Interval(item.time, item.time, "day", TimeBasis.STATED) if item.time else None,
        same_as=item.same_as,
    )


def found(*extractions: Extraction) -> Resolution:
    """The resolution, checked not to depend on the order of the articles."""
    first = resolve(extractions, shipped_lexicon())
    shuffled = list(extractions)
    random.Random(2).shuffle(shuffled)
    assert resolve(shuffled, shipped_lexicon()) == first
    return first


def events(*extractions: Extraction) -> list[set[str]]:
    """The articles of each event that has more than one report; of an article's second and later reports with their numbers."""
    shared = [event for event in found(*extractions).events if len(event.reports) > 1]
    return sorted(({_name(ref) for ref in event.reports} for event in shared), key=sorted)


def _name(ref: ReportRef) -> str:
    return f"{ref.article}.{ref.report}" if ref.report else ref.article


def rules(*extractions: Extraction) -> set[str]:
    """The rules by which reports have become one event."""
    return {merge.rule for event in found(*extractions).events for merge in event.merges} - {FIRST}


# What makes two articles follow one story: both speak of the same rare things.
HARBOUR = "Dredgers cleared the silted quay while pilots, chandlers and stevedores watched the trawler Gannet drift past the breakwater."

MET = Said("Anna Berg met Carl Ek in the old customs house.", "Meeting", "met", {"agent": "Anna Berg + Carl Ek"}, "meet")
TALKED = Said("Over herring, Carl Ek held talks with Anna Berg.", "Meeting", "talks", {"agent": "Anna Berg + Carl Ek"}, "talk")


def test_a_reprint_needs_no_date() -> None:
    one = Said("The quartermaster hoarded lantern oil, Anna Berg complained.", "Criticism", "complained", {"agent": "Anna Berg"})
    assert events(article("a", one, day=None), article("b", one, day=None)) == [{"a", "b"}]
    assert rules(article("a", one, day=None), article("b", one, day=None)) == {REPRINT}


def test_a_word_without_a_type_makes_one_event_of_reprints_alone() -> None:
    one = Said("Anna Berg dodged the ferryman's parrot in Kelm.", "Event", "dodged", {"agent": "Anna Berg"}, "dodge")
    other = Said("In Kelm, Anna Berg dodged questions on her pension.", "Event", "dodged", {"agent": "Anna Berg"}, "dodge")
    assert events(article("a", one), article("b", one)) == [{"a", "b"}]
    assert events(article("a", one), article("b", other)) == []


def test_two_named_sides_meet_once_in_a_few_days() -> None:
    assert rules(article("a", MET), article("b", TALKED, day=DAY + timedelta(2))) == {NAMED_SIDES}
    assert events(article("a", MET), article("b", TALKED, day=DAY + timedelta(20))) == []


def test_an_unknown_time_is_not_the_same_time() -> None:
    """Two that nobody dates may be years apart, unless their articles follow one story."""
    assert events(article("a", MET, day=None), article("b", TALKED, day=None)) == []
    assert events(article("a", MET), article("b", TALKED, day=None)) == []
    assert events(article("a", MET, HARBOUR, _of(HARBOUR), day=None), article("b", TALKED, HARBOUR, _of(HARBOUR), day=None)) != []


def _of(words: str) -> Said:
    """A report of a sentence, so that its words count for the article."""
    return Said(words, "Event", "watched", {}, "watch")


def test_one_shared_side_is_not_enough() -> None:
    one = Said("Anna Berg sued the brewery over its chimney.", "Lawsuit", "sued", {"agent": "Anna Berg"}, "sue")
    other = Said("A cobbler's widow is what Anna Berg sued for.", "Lawsuit", "sued", {"agent": "Anna Berg"}, "sue")
    assert events(article("a", one), article("b", other)) == []


def test_rare_words_beside_one_word_make_one_event_of_near_days() -> None:
    one = Said("A meteorite crushed the belfry of the Carmelite cloister in Kelm.", "Destruction", "crushed", lemma="crush")
    other = Said("The cloister's belfry lay crushed by a meteorite, a verger told us.", "Destruction", "crushed", lemma="crush")
    assert rules(article("a", one), article("b", other, day=DAY + timedelta(9))) == {SHARED_WORDS}
    assert events(article("a", one), article("b", other, day=DAY + timedelta(30))) == []
    assert events(article("a", one, day=None), article("b", other)) == []


def test_a_key_makes_one_event_of_other_words_and_types() -> None:
    """A takeover has a buyer and a target, whether it is called a purchase or an acquisition."""
    one = Said("Tarn Motors swallowed Veld Steel.", "Acquisition", "swallowed", {"agent": "Tarn Motors", "patient": "Veld Steel"})
    other = Said("Veld Steel was sold to Tarn Motors.", "Purchase", "sold", {"agent": "Tarn Motors", "patient": "Veld Steel"})
    pair = article("a", one), article("b", other, day=DAY + timedelta(40))
    assert rules(*pair) == {SAME_KEY}
    (event,) = found(*pair).events
    assert event.merges[1].shared == ("organization/tarn-motors", "organization/veld-steel")


def _drowned(who: str, victim: str, **changes: Any) -> Said:
    where = changes.pop("place", "Kelm")
    sentence = f"{who} drowned off the sandbanks of {where}."
    return Said(sentence, "Death", "drowned", {"patient": victim, "place": where}, "drown", **changes)


@pytest.mark.parametrize(
    "other",
    [
        _drowned("The ferry captain Ida Lund", "Ida Lund"),
        _drowned("A ferry stoker", "ferry stoker"),
        _drowned("The ferry captain Otto Roth", "Otto Roth", polarity=Polarity.NEGATIVE),
        _drowned("The ferry captain Otto Roth", "Otto Roth", modality=Modality.PLANNED),
        _drowned("The ferry captain Otto Roth", "Otto Roth", place="Brask"),
    ],
    ids=["another victim", "a described one", "denied", "planned", "elsewhere"],
)
def test_what_is_said_otherwise_keeps_apart(other: Said) -> None:
    told = _drowned("The ferry captain Otto Roth", "Otto Roth")
    assert events(article("a", told), article("b", other)) == []
    assert events(article("a", told), article("b", told)) == [{"a", "b"}]


def test_another_toll_keeps_apart() -> None:
    one, other = (
        Said(
            f"The avalanche buried {many} skiers below the Sattel hut.",
            "Killing",
            "buried",
            {"patient": f"{many} skiers"},
            "bury",
            counts={f"{many} skiers": number},
        )
        for many, number in (("three", 3), ("eleven", 11))
    )
    assert events(article("a", one), article("b", other)) == []
    assert events(article("a", one), article("b", one)) == [{"a", "b"}]


def test_swapped_sides_keep_apart() -> None:
    one = Said(
        "Norland shelled Osterby's orchards at dawn.", "Attack", "shelled", {"agent": "Norland", "patient": "Osterby"}, "shell"
    )
    other = Said(
        "Osterby shelled Norland's orchards at dawn.", "Attack", "shelled", {"agent": "Osterby", "patient": "Norland"}, "shell"
    )
    assert events(article("a", one), article("b", other)) == []


def test_other_days_of_the_week_keep_apart_where_nothing_else_says_when() -> None:
    monday, friday = (
        Said(
            f"Anna Berg whipped Carl Ek at croquet on {day}.",
            "Win",
            "whipped",
            {"agent": "Anna Berg", "patient": "Carl Ek"},
            "whip",
        )
        for day in ("Monday", "Friday")
    )
    assert events(article("a", monday, day=None), article("b", friday, day=None)) == []
    assert events(article("a", monday, day=None), article("b", monday, day=None)) == [{"a", "b"}]


def test_a_description_is_of_the_named_one_where_the_other_article_has_the_word() -> None:
    """ "The mayor" may be Anna Berg where her article calls her so, and nobody knows where it does not."""
    named = Said("Anna Berg quashed the tramway franchise in Kelm.", "Annulment", "quashed", {"agent": "Anna Berg"}, "quash")
    described = Said("The mayor quashed Kelm's tramway franchise.", "Annulment", "quashed", {"agent": "mayor"}, "quash")
    calls_her = Said("She has been mayor since the flood.", "Event", "been", {}, "be")
    assert events(article("a", named, calls_her), article("b", described)) == [{"a", "b"}]
    assert events(article("a", named), article("b", described)) == []


def test_two_descriptions_are_of_one_where_half_of_what_is_told_beside_them_is_the_same() -> None:
    tail = "scuttled the dredger, the ketch and two lighters off the Gull breakwater"
    raiders = Said(f"At dusk raiders {tail}.", "Theft", "scuttled", {"agent": "raiders"}, "scuttle")
    pirates = Said(
        f"Pirates {tail} after a squabble over tallow, hemp and ballast.", "Theft", "scuttled", {"agent": "pirates"}, "scuttle"
    )
    brief = Said("Pirates scuttled the dredger for a squabble over tallow.", "Theft", "scuttled", {"agent": "pirates"}, "scuttle")
    assert events(article("a", raiders), article("b", pirates)) == [{"a", "b"}]
    assert events(article("a", raiders), article("b", brief)) == []


def test_nothing_in_between_brings_together_what_is_kept_apart() -> None:
    """The report that names nobody could be of either fire; it joins one, and the two stay two."""
    words = "The granary, the malthouse and the cooperage burnt like tinder"
    kelm = Said(f"{words} in Kelm.", "Fire", "burnt", {"place": "Kelm"}, "burn")
    brask = Said(f"{words} in Brask.", "Fire", "burnt", {"place": "Brask"}, "burn")
    nowhere = Said(f"{words}.", "Fire", "burnt", {}, "burn")
    shared = events(article("a", kelm), article("b", nowhere), article("c", brask))
    assert len(shared) == 1
    assert len(shared[0]) == 2


def test_an_article_that_tells_of_two_keeps_them_two() -> None:
    """And what another article reports is one of them at most."""
    one = Said("Smugglers torched the excise cutter at the Gull mole.", "Fire", "torched", {}, "torch")
    again = Said("At the Gull mole a second excise cutter was torched by smugglers.", "Fire", "torched", {}, "torch")
    shared = events(article("a", one, again), article("b", one))
    assert len(shared) == 1
    assert len(shared[0]) == 2


def test_a_report_that_one_of_many_is_like_does_not_belong_to_them() -> None:
    """Each report of an event is bound to its share of the others."""
    core = "The abbess auctioned the monstrance, the psalter and the thurible"
    words = [f"{core} {tail}." for tail in ("yesterday", "at noon", "for a pittance", "in the refectory", "to pay the glazier")]
    stray = "To pay the glazier, the thatcher and the plumber, somebody auctioned chasubles, croziers and the thurible."
    told = [Said(sentence, "Sale", "auctioned", {}, "auction") for sentence in (*words, stray)]
    (shared,) = events(*(article(name, said) for name, said in zip("abcdef", told, strict=True)))
    assert shared == set("abcde")


def test_who_what_and_where_is_what_most_reports_say() -> None:
    """One article in three has one buyer more."""
    words = "After Veld Steel went under, {} bought the derelict pontoon bridge and its toll booth"
    told = [
        Said(f"{words.format('Tarn Motors')} in Kelm.", "Purchase", "bought", {"agent": agent, "place": "Kelm"}, "buy")
        for agent in ("Tarn Motors", "Tarn Motors", "Tarn Motors + Veld Steel")
    ]
    (event,) = [e for e in found(*(article(n, s) for n, s in zip("abc", told, strict=True))).events if e.type == "Purchase"]
    assert [role.entity for role in event.roles if role.name == "agent"] == ["organization/tarn-motors"]
    assert "Veld" not in event.label


def test_every_report_has_its_reason() -> None:
    """The reasons are a tree: each report has met one that was there before, by a rule that says something."""
    again = Said("The meeting lasted an hour.", "Meeting", "meeting", {}, same_as=0)
    (event,) = [e for e in found(article("a", MET, again), article("b", TALKED), article("c", MET)).events if len(e.reports) > 1]
    assert [merge.report for merge in event.merges] == list(event.reports)
    assert {merge.rule for merge in event.merges} == {FIRST, COREFERENCE, NAMED_SIDES, REPRINT}
    assert [merge.report for merge in event.merges if merge.met is None] == [event.reports[0]]
    assert all(merge.met in event.reports for merge in event.merges if merge.met is not None)
    assert {merge.rule for merge in event.merges} <= RULES.keys()


def test_an_event_of_one_report_needs_no_reason() -> None:
    (event,) = found(article("a", MET)).events
    assert (event.merges, event.theme) == ((), False)


def test_what_ten_articles_write_about_is_a_theme_unless_a_key_says_that_it_is_one_event() -> None:
    theme = Said("Locusts, weevils and phylloxera ravaged the vineyards of Kelm.", "Destruction", "ravaged", {}, "ravage")
    keyed = Said(
        "Tarn Motors swallowed Veld Steel.", "Acquisition", "swallowed", {"agent": "Tarn Motors", "patient": "Veld Steel"}
    )
    assert _whole(theme).theme
    assert _whole(theme).label.startswith("Theme: ")
    assert not _whole(keyed).theme
    assert not _whole(theme, articles=9).theme


def _whole(said: Said, articles: int = 10) -> Event:
    (event,) = found(*(article(f"{number:02}", said) for number in range(articles))).events
    return event


def test_one_happening_of_a_story_is_told_where_articles_begin() -> None:
    one = Said("Blaze guts Kelm opera house.", "Fire", "Blaze", {}, "blaze")
    other = Said("A fire has gutted the opera at Kelm, rousing the neighbours.", "Fire", "fire", {}, "fire")
    pair = article("a", one, _of(HARBOUR), day=None, headline=True), article("b", other, _of(HARBOUR), day=None)
    assert ONE_STORY in rules(*pair) or SHARED_WORDS in rules(*pair)


def test_no_two_reports_of_one_article_are_one_by_a_single_shared_side() -> None:
    """She praised twice: only what extraction has put together is one."""
    one = Said(
        "Carl Ek extolled Anna Berg's marmalade.", "Praise", "extolled", {"agent": "Carl Ek", "patient": "Anna Berg"}, "extol"
    )
    other = Said("Later a critic extolled Anna Berg for her fugues.", "Praise", "extolled", {"patient": "Anna Berg"}, "extol")
    assert events(article("a", one, other)) == []


def _stolen(words: str, word: str = "stole", kind: str = "Theft") -> Said:
    return Said(words, kind, word, {}, word)


def test_an_article_may_report_again_what_another_binds_to_both() -> None:
    """The sexton's article tells twice of the theft that the other article tells of in the words of both sentences."""
    first = _stolen("Burglars stole the monstrance, the psalter and the thurible.")
    again = _stolen("They stole a reliquary, a chasuble and two sconces, said the sexton.")
    whole = _stolen("Burglars stole the monstrance, the psalter, the thurible, a reliquary, a chasuble and two sconces.")
    assert events(article("a", first, again)) == []
    assert events(article("a", first, again), article("b", whole)) == [{"a", "a.1", "b"}]


@pytest.mark.parametrize(("kind", "word"), [("Praise", "extolled"), ("Win", "won"), ("Earthquake", "shook")])
def test_what_is_done_or_said_again_and_again_an_article_does_not_report_twice(kind: str, word: str) -> None:
    first = _stolen(f"The abbess {word} the monstrance, the psalter and the thurible.", word, kind)
    again = _stolen(f"It {word} a reliquary, a chasuble and two sconces, said the sexton.", word, kind)
    whole = _stolen(f"It {word} the monstrance, the psalter, the thurible, a reliquary, a chasuble and two sconces.", word, kind)
    assert not any({"a", "a.1"} <= shared for shared in events(article("a", first, again), article("b", whole)))


def test_nobody_dies_twice_in_an_article() -> None:
    died = Said("Anna Berg died at the ropewalk.", "Death", "died", {"patient": "Anna Berg"}, "die")
    death = Said("Her cousin has painted since the death of Anna Berg.", "Death", "death", {"patient": "Anna Berg"}, "death")
    assert events(article("a", died, death)) == [{"a", "a.1"}]


def test_who_is_named_here_and_described_there_are_one_where_a_third_report_is_of_both() -> None:
    haul = "impounded the ketch, the lugger and forty casks"
    named = Said(f"Anna Berg {haul} at the Gull mole.", "Arrest", "impounded", {"agent": "Anna Berg"}, "impound")
    described = Said(
        f"An exciseman {haul} behind the chandlery, the ropewalk and a tannery.",
        "Arrest",
        "impounded",
        {"agent": "exciseman"},
        "impound",
    )
    nobody = Said(f"At the Gull mole they {haul} behind the chandlery.", "Arrest", "impounded", {}, "impound")
    assert events(article("a", named), article("b", described)) == []
    assert events(article("a", named), article("b", described), article("c", nobody)) == [{"a", "b", "c"}]


def test_what_many_articles_take_from_one_another_is_one_event_however_many() -> None:
    said = Said("Customs seized forty crates of counterfeit saffron and a parrot at Brask.", "Arrest", "seized", {}, "seize")
    many = [article(f"{number:03}", said, day=DAY + timedelta(number // 40)) for number in range(120)]
    assert [len(shared) for shared in events(*many)] == [120]


def test_an_article_elsewhere_changes_no_event() -> None:
    """Whatever the other article says, what two articles share depends on the two."""
    pair = [article("a", MET), article("b", TALKED)]
    others = [article(f"c{n}", Said(f"Ida Lund fined Max Holm {n} crowns.", "Fine", "fined", {"agent": "Ida Lund", "patient": "Max Holm"}))
              for n in range(5)]  # fmt: skip
    alone = {event.reports for event in found(*pair).events}
    for number in range(1, 5):
        for chosen in combinations(others, number):
            assert alone <= {event.reports for event in found(*pair, *chosen).events}


def test_a_speakers_office_does_not_make_one_statement_of_two(nlp: Language) -> None:
    office = "The deputy governor of the Orlan cattle board, Mara Ilves, said"
    one = f"{office} that the drought had emptied three reservoirs."
    other = f"{office} that the herds would be moved to Kelm."
    again = f"{office} that drought had emptied the reservoirs, three of them."
    told = {name: _read(nlp, name, text) for name, text in (("a", one), ("b", other), ("c", again))}
    assert events(told["a"], told["b"]) == []
    assert len(events(told["a"], told["c"])) == 1


def _read(nlp: Language, name: str, text: str) -> Extraction:
    [(article, doc)] = parse([Article(name, text, classify(text).blocks, published=DAY)], nlp)
    return extract(article, doc, shipped_lexicon())
