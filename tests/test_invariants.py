"""What holds of every event, whatever the articles say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as changed

from benchmarks.identity.invariants import ONE_EVENT, ONE_PERSON, PERSON, REASONS, SIDES, YEARS, broken, report
from benchmarks.speed.resolution import synthetic
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Event, Extraction, Factuality, ReportMerge, ReportRef, Resolution, Role
from kgraph.resolve import resolve, resolve_evidence
from kgraph.resolve.evidence import evidence_of, gather
from kgraph.resolve.reasons import COREFERENCE, FIRST, REPRINT
from tests.test_resolve import person, told

ANNA, CARL = person("Anna Berg"), person("Carl Ek")
LEAVES = ("Resignation", {"agent": [0]})


def names(found: Resolution, *articles: Extraction) -> list[str]:
    """The invariants that are broken."""
    return [one.invariant for one in broken(found, gather(map(evidence_of, articles)), shipped_lexicon())]


def one_event(*articles: Extraction, rule: str = REPRINT, roles: tuple[Role, ...] = (), kind: str = "Resignation") -> Resolution:
    """The resolution of articles whose first reports are held to be one event, whatever the program says."""
    found = resolve(articles, shipped_lexicon())
    refs = tuple(ReportRef(one.article.id, 0) for one in articles)
    merges = tuple(ReportMerge(ref, rule if n else FIRST, refs[0] if n else None) for n, ref in enumerate(refs))
    return Resolution(found.entities, (Event("e", kind, "", roles, refs, Factuality.HAPPENED, merges=merges),))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_event_of_a_made_up_archive_breaks_one(seed: int) -> None:
    evidence = synthetic(300, seed=seed)
    found = resolve_evidence(evidence, shipped_lexicon()).resolution
    assert [one for one in broken(found, evidence, shipped_lexicon()) if one.invariant != SIDES] == []


def test_two_people_who_resign_are_two_resignations() -> None:
    articles = (told("a" * 16, [ANNA], LEAVES), told("b" * 16, [CARL], LEAVES))
    assert names(resolve(articles, shipped_lexicon()), *articles) == []
    assert names(one_event(*articles), *articles) == [PERSON]
    assert "person/carl-ek" in report(broken(one_event(*articles), gather(map(evidence_of, articles)), shipped_lexicon()), 1)


def test_one_who_resigns_with_another_is_one_resignation() -> None:
    articles = (told("a" * 16, [ANNA], LEAVES), told("b" * 16, [ANNA, CARL], ("Resignation", {"agent": [0, 1]})))
    assert names(one_event(*articles), *articles) == []


def test_what_an_article_says_itself_is_not_held_against_resolution() -> None:
    articles = (told("a" * 16, [ANNA], LEAVES), told("b" * 16, [CARL], LEAVES))
    assert names(one_event(*articles, rule=COREFERENCE), *articles) == []


def test_nobody_does_to_himself_what_he_does_to_others() -> None:
    one = told("a" * 16, [ANNA, CARL], ("Arrest", {"agent": [0], "patient": [1]}))
    other = told("b" * 16, [ANNA, CARL], ("Arrest", {"agent": [1], "patient": [0]}))
    anna = (Role("agent", "person/anna-berg"), Role("patient", "person/anna-berg"))
    assert names(resolve((one, other), shipped_lexicon()), one, other) == []
    assert names(one_event(one, other, roles=anna, kind="Arrest"), one, other) == [SIDES]
    assert names(one_event(one, other, roles=anna, kind="Meeting"), one, other) == []


def test_stated_times_of_two_years_are_two_events() -> None:
    articles = (told("a" * 16, [ANNA], LEAVES, time=date(2010, 5, 1)), told("b" * 16, [ANNA], LEAVES, time=date(2025, 5, 1)))
    assert names(resolve(articles, shipped_lexicon()), *articles) == []
    assert names(one_event(*articles), *articles) == [YEARS]


def test_a_time_with_an_open_end_reaches_any_year() -> None:
    early, late = (told(name * 16, [ANNA], LEAVES, time=date(year, 5, 1)) for name, year in (("a", 2010), ("b", 2025)))
    (leaving,) = early.reports
    assert leaving.time is not None
    since = replace(early, reports=(replace(leaving, time=replace(leaving.time, end=None)),))
    assert names(one_event(since, late), since, late) == []


def test_each_report_of_an_event_has_its_reason() -> None:
    articles = (told("a" * 16, [ANNA], LEAVES), told("b" * 16, [ANNA], LEAVES))
    whole = one_event(*articles)
    event = whole.events[0]
    for merges in (
        (),
        event.merges[:1],
        (*event.merges[:1], changed(event.merges[1], met=ReportRef("c" * 16, 0))),
        event.merges[::-1],
    ):
        assert names(changed(whole, events=(changed(event, merges=merges),)), *articles) == [REASONS]


def test_a_report_is_part_of_one_event() -> None:
    articles = (told("a" * 16, [ANNA], LEAVES), told("b" * 16, [ANNA], LEAVES))
    whole = one_event(*articles)
    twice = changed(whole, events=(*whole.events, changed(whole.events[0], id="f")))
    assert names(twice, *articles) == [ONE_EVENT, ONE_EVENT]


def test_the_types_of_one_person_are_in_the_lexicon() -> None:
    lexicon = shipped_lexicon()
    assert {kind for kind in ONE_PERSON if kind not in lexicon.types} == set()
