"""Keys: which reports are of one event because of who takes part, and which are of two."""

from __future__ import annotations

from datetime import date

import pytest

from kgraph.lexicon import Lexicon, shipped_lexicon
from kgraph.model import ChainRef, Entity, Interval, Merge, TimeBasis
from kgraph.resolve.keys import Key, Moment, any_different, any_same, are_apart, are_near, keys_of, moment, plans_meet

LEXICON = shipped_lexicon()
UNKNOWN = Moment()
NORLIN, BRASK = ("Norlin Foods", "Company"), ("Brask Mills", "Company")
BERG, EK = ("Anna Berg", "Person"), ("Carl Ek", "Person")


def thing(name: str, kind: str, *, named: bool = True) -> Entity:
    merge = Merge(ChainRef("a", 0), "first")
    return Entity(f"{kind.lower()}/{name.lower().replace(' ', '-')}", name, kind, (merge,), named=named)


def keys(kind: str, lexicon: Lexicon = LEXICON, **roles: tuple[str, str] | str | list[tuple[str, str]]) -> tuple[Key, ...]:
    """The keys of a type with fillers: (name, type) has a name, a text alone is a description."""
    found = []
    for role, filler in roles.items():
        if isinstance(filler, str):
            found.append((role, thing(filler, "Thing", named=False)))
        else:
            found += [(role, thing(*one)) for one in ([filler] if isinstance(filler, tuple) else filler)]
    return keys_of(kind, found, lexicon)


def day(text: str) -> Moment:
    """The moment of a report that states a day."""
    begin = date.fromisoformat(text)
    return moment(Interval(begin, begin, "day", TimeBasis.STATED), None)


def year(number: int) -> Moment:
    return moment(Interval(date(number, 1, 1), date(number, 12, 31), "year", TimeBasis.STATED), None)


def same(a: tuple[Key, ...], b: tuple[Key, ...], when: Moment = UNKNOWN, other: Moment = UNKNOWN) -> bool:
    assert any_same(a, b, when, other) == any_same(b, a, other, when)
    return any_same(a, b, when, other)


def different(a: tuple[Key, ...], b: tuple[Key, ...], when: Moment = UNKNOWN, other: Moment = UNKNOWN) -> bool:
    assert any_different(a, b, when, other) == any_different(b, a, other, when)
    return any_different(a, b, when, other)


def test_a_takeover_is_one_event_whatever_it_is_called() -> None:
    bought = keys("Acquisition", agent=NORLIN, patient=BRASK)
    assert same(bought, keys("Purchase", agent=NORLIN, patient=BRASK))
    assert same(bought, keys("Merger", agent=[BRASK, NORLIN]))
    assert same(bought, keys("Sale", buyer=NORLIN, patient=BRASK))


def test_two_buyers_of_one_firm_make_two_takeovers() -> None:
    other = keys("Acquisition", agent=("Ostra", "Company"), patient=BRASK)
    assert different(keys("Acquisition", agent=NORLIN, patient=BRASK), other)
    assert not same(keys("Acquisition", agent=NORLIN, patient=BRASK), other)


def test_an_event_whose_target_has_no_name_has_no_key() -> None:
    assert keys("Acquisition", agent=NORLIN, patient="its rival") == ()
    assert keys("Acquisition", agent=NORLIN) == ()


def test_nobody_buys_themselves() -> None:
    assert keys("Merger", agent=NORLIN) == ()


def test_a_person_dies_once_by_whatever_word() -> None:
    death, killing = keys("Death", patient=BERG), keys("Assassination", agent=EK, patient=BERG)
    assert same(death, killing)
    assert same(death, killing, moment(None, date(2020, 3, 1)), moment(None, date(2023, 3, 1)))


def test_of_several_deaths_one_is_enough() -> None:
    both = keys("Death", patient=[BERG, EK])
    assert same(both, keys("Death", patient=EK))
    assert different(keys("Death", patient=BERG), keys("Death", patient=EK))


def test_a_death_in_one_year_is_no_death_in_another() -> None:
    assert different(keys("Death", patient=BERG), keys("Death", patient=BERG), year(1998), year(2004))
    assert not same(keys("Death", patient=BERG), keys("Death", patient=BERG), year(1998), year(2004))


def test_a_resignation_is_known_by_its_person_and_its_office() -> None:
    mayor, head = keys("Resignation", agent=BERG, position="mayor"), keys("Resignation", agent=BERG, position="head coach")
    spring, may = day("2020-04-01"), day("2020-05-02")
    assert same(mayor, keys("Resignation", agent=BERG), spring, may)
    assert different(mayor, head, spring, spring)
    assert not same(mayor, head, spring, spring)


def test_who_resigned_may_have_been_dismissed() -> None:
    spring = day("2020-04-01")
    assert same(keys("Resignation", agent=BERG), keys("Dismissal", agent=EK, patient=BERG), spring, spring)


def test_a_post_says_nothing_of_which() -> None:
    spring = day("2020-04-01")
    assert same(
        keys("Resignation", agent=BERG, position="his post"), keys("Resignation", agent=BERG, position="mayor"), spring, spring
    )


def test_an_office_that_is_named_is_as_good_as_a_time() -> None:
    premier, minister = (
        keys("Resignation", agent=BERG, position=office) for office in ("prime minister", "the finance minister")
    )
    assert same(premier, keys("Resignation", agent=BERG, position="premier"))
    assert different(premier, minister)
    assert not same(keys("Resignation", agent=BERG, position="coach"), keys("Resignation", agent=BERG, position="coach"))


def test_who_dismisses_somebody_tells_two_dismissals_apart() -> None:
    rovers, athletic = (
        keys("Dismissal", agent=(club, "Organization"), patient=BERG) for club in ("Velm Rovers", "Tarn Athletic")
    )
    spring = day("2020-04-01")
    assert different(rovers, athletic, spring, spring)
    assert same(rovers, keys("Dismissal", agent=EK, patient=BERG), spring, spring)


def test_what_happens_once_in_a_story_needs_no_time_in_one() -> None:
    left = keys("Resignation", agent=BERG)
    assert any_same(left, left, UNKNOWN, UNKNOWN, one_story=True)
    assert any_same(left, left, UNKNOWN, moment(None, date(2020, 4, 1)), one_story=True)
    assert not any_same(left, left, UNKNOWN, day("2020-04-01"), one_story=True)
    assert not any_same(left, left, year(1998), moment(None, date(2020, 4, 1)), one_story=True)
    won = keys("Win", agent=BERG, patient=EK)
    assert [key.family for key in won] == ["bout"]
    assert not any_same(won, won, UNKNOWN, UNKNOWN, one_story=True)


def test_in_one_story_part_of_a_name_is_enough() -> None:
    whole, short = keys("Death", patient=BERG), keys("Death", patient=("Berg", "Person"))
    other = keys("Death", patient=("Eva Berg", "Person"))
    assert any_same(whole, short, UNKNOWN, UNKNOWN, one_story=True)
    assert not same(whole, short)
    assert not any_same(whole, other, UNKNOWN, UNKNOWN, one_story=True)
    assert set(whole[0].blocks()) & set(short[0].blocks())


def test_names_that_share_a_word_do_not_make_two_events() -> None:
    assert not different(keys("Death", patient=BERG), keys("Death", patient=("Anna-Lena Berg", "Person")))
    assert different(keys("Death", patient=BERG), keys("Death", patient=EK))
    assert not different(
        keys("Merger", agent=[NORLIN, BRASK]), keys("Acquisition", agent=("Brask", "Company"), patient=("Norlin", "Company"))
    )


def test_a_planned_takeover_is_the_takeover_and_a_wanted_death_is_no_death() -> None:
    bid, done = keys("Purchase", agent=NORLIN, patient=BRASK), keys("Acquisition", agent=NORLIN, patient=BRASK)
    assert plans_meet(bid, done)
    assert not plans_meet(bid, keys("Acquisition", agent=("Ostra", "Company"), patient=BRASK))
    assert not plans_meet(keys("Killing", patient=BERG), keys("Death", patient=BERG))


def test_one_storm_strikes_several_cities() -> None:
    tarn, velm = keys("Storm", place=("Tarn", "City")), keys("Storm", place=("Velm", "City"))
    assert not different(tarn, velm, day("2020-04-01"), day("2020-04-01"))
    assert not same(tarn, velm, day("2020-04-01"), day("2020-04-01"))
    assert same(tarn, tarn, day("2020-04-01"), day("2020-04-02"))


def test_what_can_happen_twice_needs_a_time() -> None:
    left = keys("Resignation", agent=BERG)
    assert not same(left, left)
    assert not different(left, left)
    assert not same(left, left, day("2020-04-01"), UNKNOWN)


def test_a_match_is_two_teams_and_a_day() -> None:
    home, away = ("Velm Rovers", "Organization"), ("Tarn Athletic", "Organization")
    won, lost = keys("Win", agent=home, patient=away), keys("Loss", agent=away, patient=home)
    saturday = day("2021-10-02")
    assert same(won, lost, saturday, saturday)
    assert same(won, keys("Match", agent=[home, away]), saturday, day("2021-10-03"))
    assert different(won, lost, saturday, day("2022-03-12"))
    assert not same(won, lost)


def test_types_below_one_that_has_a_key_have_it_unless_they_say_otherwise() -> None:
    assert LEXICON.keys["CarBombing"] == LEXICON.keys["Bombing"]
    assert keys("MassKilling", patient=BERG) == ()
    assert keys("Statement", agent=BERG) == ()


def test_keys_that_can_be_equal_share_a_block() -> None:
    both, one = keys("Death", patient=[BERG, EK]), keys("Killing", patient=EK)
    assert set(both[0].blocks()) & set(one[0].blocks()) == {("death", "person/carl-ek"), ("death", "called", "ek")}


def test_a_fact_is_no_younger_than_its_article_and_may_be_older() -> None:
    spring, autumn = date(2020, 4, 1), date(2020, 10, 1)
    told = moment(None, spring)
    assert not are_apart(told, day("2012-01-01"), 30)
    assert are_apart(told, day("2020-10-01"), 30)
    assert are_apart(moment(None, autumn, told=False), day("2020-04-01"), 30)
    assert not are_apart(moment(None, autumn, told=False), day("2025-04-01"), 30)


def test_a_period_bounds_an_undated_article() -> None:
    old = moment(None, None, period=Interval(date(2004, 1, 1), date(2005, 12, 31), "period", TimeBasis.INFERRED))
    assert are_apart(old, day("2020-04-01"), 30)
    assert not are_near(old, old, 30)
    assert are_near(old, old, 800)


@pytest.mark.parametrize(("begin", "end"), [(None, date(2020, 1, 1)), (date(2020, 1, 1), None)])
def test_an_open_time_is_near_nothing(begin: date | None, end: date | None) -> None:
    half = moment(Interval(begin, end, "day", TimeBasis.STATED), None)
    assert not are_near(half, day("2020-01-01"), 1000)
