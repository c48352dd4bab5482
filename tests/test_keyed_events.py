"""Keys and periods at work: what becomes one event, and what stays two, when articles are resolved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kgraph.lexicon import shipped_lexicon
from kgraph.model import Extraction, Factuality, Interval, Modality, TimeBasis
from kgraph.resolve import resolve
from kgraph.resolve.evidence import NO_PERIODS
from kgraph.resolve.reasons import FIRST, LIKELY_KEY, SAME_KEY
from tests.test_event_identity import DAY, Said, article

DEAL = {"agent": "Tarn Motors", "patient": "Veld Steel"}
BID = Said("Tarn Motors wants to buy Veld Steel next year.", "Purchase", "buy", DEAL, modality=Modality.WANTED)
DONE = Said("The sale of Veld Steel to Tarn Motors is complete.", "Acquisition", "sale", DEAL)
LEFT = Said("Anna Berg resigned after the flood.", "Resignation", "resigned", {"agent": "Anna Berg"})
SYLLABLES = [f"{first}{second}" for first in "bcdfgklmnp" for second in "aeiou"]
# So many rare words that one name more or less does not make two articles alike.
COMET = Said("Astronomers polished " + " ".join(f"{syllable}lometer" for syllable in SYLLABLES), "Event", "polished")
HARBOUR = Said("Dockers lifted " + " ".join(f"{syllable}rigible" for syllable in SYLLABLES), "Event", "lifted")
OLD = Interval(date(2004, 1, 1), date(2005, 12, 31), "period", TimeBasis.INFERRED)
NEW = Interval(date(2021, 1, 1), date(2022, 12, 31), "period", TimeBasis.INFERRED)


def met(*extractions: Extraction, periods: Mapping[str, Interval] = NO_PERIODS) -> list[set[str]]:
    """The articles of each event that more than one of them reports."""
    events = resolve(extractions, shipped_lexicon(), periods=periods).events
    return [articles for event in events if len(articles := {report.article for report in event.reports}) > 1]


def test_a_plan_for_a_takeover_is_of_the_takeover() -> None:
    (event,) = resolve([article("a", BID), article("b", DONE)], shipped_lexicon()).events
    assert event.factuality is Factuality.HAPPENED
    assert {merge.rule for merge in event.merges} == {"first", SAME_KEY}


def test_a_death_that_somebody_wants_is_not_a_death() -> None:
    wish = Said(
        "Carl Ek wants to kill Anna Berg.",
        "Killing",
        "kill",
        {"agent": "Carl Ek", "patient": "Anna Berg"},
        modality=Modality.WANTED,
    )
    died = Said("Anna Berg died in her sleep.", "Death", "died", {"patient": "Anna Berg"})
    assert met(article("a", wish), article("b", died)) == []


def test_who_resigned_was_dismissed() -> None:
    fired = Said("The board has shown Anna Berg the door.", "Dismissal", "shown", {"patient": "Anna Berg"})
    assert met(article("a", LEFT), article("b", fired)) == [{"a", "b"}]


def test_two_offices_are_two_resignations() -> None:
    mayor, judge = (
        Said(
            f"Anna Berg stepped down as {office} this week.", "Resignation", "stepped", {"agent": "Anna Berg", "position": office}
        )
        for office in ("mayor", "judge")
    )
    assert met(article("a", mayor), article("b", judge)) == []


def test_undated_resignations_of_two_stories_stay_two() -> None:
    other = Said("A comet may follow once Anna Berg has resigned.", "Resignation", "resigned", {"agent": "Anna Berg"})
    assert met(article("a", LEFT, HARBOUR, day=None), article("b", other, COMET, day=None)) == []
    assert {"a", "b"} in met(article("a", LEFT, COMET, day=None), article("b", other, COMET, day=None))


def test_periods_keep_archives_apart() -> None:
    """Nearly the same sentence, once in an archive of 2004 and once in one of 2021."""
    pair = article("a", LEFT, day=None), article("b", LEFT, day=None)
    assert met(*pair) == [{"a", "b"}]
    assert met(*pair, periods={"a": OLD, "b": OLD}) == [{"a", "b"}]
    assert met(*pair, periods={"a": OLD, "b": NEW}) == []
    assert met(article("a", LEFT, day=DAY), article("b", LEFT, day=None), periods={"b": OLD}) == []


INVADED = Said("Norland invaded Osterby.", "Invasion", "invaded", {"agent": "Norland", "patient": "Osterby"})
INVASION = Said("Bread is dear since the Norland invasion.", "Invasion", "invasion", {"agent": "Norland"})
FLED = Said("Many fled Osterby.", "Event", "fled", {"patient": "Osterby"})


def test_a_side_that_an_article_names_elsewhere_completes_a_key() -> None:
    found = resolve([article("a", INVADED, day=None), article("b", INVASION, FLED, day=None)], shipped_lexicon()).events
    assert {merge.rule for event in found for merge in event.merges} == {FIRST, LIKELY_KEY}
    assert met(article("a", INVADED, day=None), article("b", INVASION, day=None)) == []


def test_two_keys_that_articles_complete_are_not_one() -> None:
    """Nothing says that either means Osterby."""
    other = Said("Few dare to sail as long as the Norland invasion lasts.", "Invasion", "invasion", {"agent": "Norland"})
    assert met(article("a", INVASION, FLED, day=None), article("b", other, FLED, day=None)) == []


def test_another_firm_is_not_one_that_the_article_names() -> None:
    sale = Said("Veld Steel is glad.", "Event", "glad", {"agent": "Veld Steel"})
    rival = Said("Tarn Motors has swallowed a rival.", "Acquisition", "swallowed", {"agent": "Tarn Motors", "patient": "a rival"})
    assert met(article("a", DONE, day=None), article("b", rival, sale, day=None)) == []


def test_a_word_without_a_type_may_have_the_key_of_a_type_that_it_reports() -> None:
    sides = {"agent": "Anna Berg", "patient": "Carl Ek"}
    won = Said("Anna Berg won the final against Carl Ek.", "Win", "won", sides, "win")
    beat = Said("After a poor start Anna Berg beat Carl Ek.", "Event", "beat", sides, "beat")
    met_him = Said("After a poor start Anna Berg sketched Carl Ek.", "Event", "sketched", sides, "sketch")
    assert met(article("a", won), article("b", beat)) == [{"a", "b"}]
    assert met(article("a", won), article("b", met_him)) == []


def _won(score: str) -> Extraction:
    won = Said(f"Norland's {score} win delighted the crowd.", "Win", "win", {"agent": "Norland"})
    return article("a", won, Said("Osterby had hoped for more.", "Event", "hoped", {"agent": "Osterby"}), day=None)


def _lost(score: str) -> Extraction:
    lost = Said(f"The coach resigned over the {score} loss of Osterby.", "Loss", "loss", {"agent": "Osterby"})
    return article("b", lost, day=None)


def test_a_rare_score_and_a_side_say_which_match_it_was() -> None:
    assert met(_won("31-24"), _lost("24-31")) == [{"a", "b"}]
    assert met(_won("31-24"), _lost("31-25")) == []


def test_a_common_score_does_not() -> None:
    assert met(_won("2-1"), _lost("2-1")) == []


def test_undated_reports_of_one_key_are_one_by_a_few_common_words() -> None:
    flood = Said("Since the flood Anna Berg has resigned.", "Resignation", "resigned", {"agent": "Anna Berg"})
    comet = Said("Since the comet Anna Berg has resigned.", "Resignation", "resigned", {"agent": "Anna Berg"})
    assert {"a", "b"} in met(article("a", LEFT, HARBOUR, day=None), article("b", flood, COMET, day=None))
    assert {"a", "b"} not in met(article("a", LEFT, HARBOUR, day=None), article("b", comet, COMET, day=None))


def test_two_who_ask_somebody_to_resign_do_not_ask_for_one_resignation() -> None:
    union = Said(
        "The union wants Anna Berg to resign.", "Resignation", "resign", {"agent": "Anna Berg"}, modality=Modality.WANTED
    )
    bishop = Said(
        "Would Anna Berg quit, a bishop prayed.", "Resignation", "quit", {"agent": "Anna Berg"}, modality=Modality.WANTED
    )
    assert met(article("a", union), article("b", bishop)) == []
    plan = Said("Anna Berg will quit in May.", "Resignation", "quit", {"agent": "Anna Berg"}, modality=Modality.PLANNED)
    announced = Said(
        "Retirement beckons: Anna Berg is to resign.", "Resignation", "resign", {"agent": "Anna Berg"}, modality=Modality.PLANNED
    )
    assert met(article("a", plan), article("b", announced)) == [{"a", "b"}]


def test_an_untyped_word_is_one_event_of_somebody_in_one_story() -> None:
    one = Said("Umpires disqualified Anna Berg in Kelm.", "Event", "disqualified", {"patient": "Anna Berg"}, "disqualify")
    other = Said(
        "Caught on a moped, Anna Berg was disqualified after the gruelling marathon.",
        "Event",
        "disqualified",
        {"patient": "Anna Berg"},
        "disqualify",
    )
    assert met(article("a", one, COMET, day=None), article("b", other, COMET, day=None)).count({"a", "b"}) == 2
    assert met(article("a", one, HARBOUR, day=None), article("b", other, COMET, day=None)) == []
