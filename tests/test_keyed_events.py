"""Keys and periods at work: what becomes one event, and what stays two, when articles are resolved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kgraph.lexicon import shipped_lexicon
from kgraph.model import Extraction, Factuality, Interval, Modality, TimeBasis
from kgraph.resolve import resolve
from kgraph.resolve.evidence import NO_PERIODS
from kgraph.resolve.reasons import SAME_KEY
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
