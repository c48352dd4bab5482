"""The word lists and tables of kgraph/data: whatever code looks up in one of them by a word has a value that the code can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta, timezone
from functools import cache, partial
from importlib.resources import files
from random import Random
from typing import Any

import pytest
import yaml

from kgraph.coreference.salience import salience
from kgraph.extract import factuality_words
from kgraph.extract.reading import support_words
from kgraph.ingest import pieces
from kgraph.ingest.dates import is_date_line, published
from kgraph.ingest.furniture import classify
from kgraph.ingest.words import alternatives, lists, word_set
from kgraph.language.words import name_words
from kgraph.lexicon import entity_types, nouns, shipped_lexicon
from kgraph.model import BlockKind
from kgraph.syntax.control import control
from kgraph.syntax.speech import cues
from kgraph.time import grammar
from kgraph.time.amounts import amount, unit_of
from kgraph.time.holidays import feast
from kgraph.time.readings import SEASONS, Scene, TimeReading
from kgraph.time.values import BUILDERS
from tests.phrasings import bindings, patterns, rounds

DATA = files("kgraph") / "data"
SPELLED = {  # classes that the lexer gives by spelling, with the oddest words that it takes for each
    "iso": ["2015-05-04", "0000-00-00", "9999/99/99"],
    "slashed": ["5/4/2015", "99/99/99", "31.12.0000"],
    "fraction": ["1/2", "1/0", "0/0"],
    "clock": ["10:30", "99:99", "24:00", "9.15"],
    "decade": ["1990s", "'90s", "0s", "2090s", "'00s"],
    "fyear": ["fy 2015", "fy15", "fy'000", "fy0000"],
    "year": ["2015", "1000", "2100"],
    "military": ["0900", "0000", "0999"],
    "day": ["1", "31", "29"],
    "small": ["0", "99", "2.5", "7" * 5000, "9999", "10000"],
    "ordinal": ["1st", "99th", "0th", "31st", "29th"],
    "comma": [","],
    "hyphen": ["-", "/", "–"],
}


@cache
def time_table() -> dict[str, Any]:
    """data/time.yaml as it is written."""
    found: dict[str, Any] = yaml.load((DATA / "time.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return found


@cache
def time_words() -> Mapping[str, list[str]]:
    """The words of each class, as the lexer hands them on."""
    found: dict[str, list[str]] = {kind: list(words) for kind, words in SPELLED.items()}
    for part in ("words", "phrases"):
        for kind, words in time_table()[part].items():
            found.setdefault(kind, []).extend(grammar._spelled(str(word)) for word in words)
    return found


def scenes() -> Iterator[Scene]:
    """Days at the ends of the calendar and within it, and what may have been read before."""
    befores = [
        None,
        TimeReading("DATE", "2015-05-04", date(2015, 5, 4), date(2015, 5, 4), "day"),
        TimeReading("DATE", "2015-Q2", date(2015, 4, 1), date(2015, 6, 30), "quarter"),
        TimeReading("DATE", "1990s", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        TimeReading("TIME", "XXXX-XX-XXT10:00", None, None, "time"),
    ]
    for day in (None, date(2015, 5, 4), date(2016, 2, 29), date(2, 1, 1), date(9998, 12, 31)):
        for number, before in enumerate(befores) if day == date(2015, 5, 4) else ((0, None), (1, befores[1])):
            tense = ("past", "future", "present", "")[number % 4]
            near = before if before is not None and before.precision == "day" else None
            yield Scene(day, before, near, partial(str, tense), "", "", "NOUN")


def _rule_name(rule: Mapping[str, str]) -> str:
    return f"{rule['build']}: {rule['match'][:40]}"


@pytest.mark.parametrize("rule", time_table()["rules"], ids=_rule_name)
def test_every_builder_can_read_every_word_that_its_rule_takes(rule: Mapping[str, str]) -> None:
    build, pattern, random = BUILDERS[rule["build"]], patterns(rule["match"], time_table()["macros"]), Random(0)
    for _ in range(15):
        taken = pattern.some(random)
        for number in rounds(taken, time_words()):
            words = bindings(taken, time_words(), number)
            for scene in scenes():
                with suppress(ValueError, OverflowError):  # a day that the calendar does not have: no time expression
                    build(words, scene)


def test_every_builder_is_named_by_a_rule() -> None:
    assert {rule["build"] for rule in time_table()["rules"]} == set(BUILDERS)


def test_every_word_of_a_class_with_values_has_one() -> None:
    valued = {kind for part in ("words", "phrases") for kind, words in time_table()[part].items() if isinstance(words, dict)}
    for part in ("words", "phrases"):
        for kind, words in time_table()[part].items():
            for word in words if kind in valued else ():
                assert grammar.value(kind, grammar._spelled(str(word))) is not None, (kind, word)


def test_an_abbreviation_that_the_lexer_knows_has_a_class_and_a_value() -> None:
    listed = re.search(r"P<dotted>\((?:\?:)?(.*?)\)\\\.\)", grammar._LEXEME.pattern.replace("\n", ""))
    assert listed is not None
    for word in re.sub(r"\(\?:rs\)\?|t\?|s\?", "", listed[1]).split("|"):
        kind = grammar.grammar().kinds[word]
        assert grammar.value(kind, word) is not None, word


def test_the_values_of_time_words_are_what_the_builders_look_up() -> None:
    words = time_table()["words"]
    assert set(words["month"].values()) == set(range(1, 13))
    assert set(words["weekday"].values()) == set(words["weekdays"].values()) == set(range(1, 8))
    assert set(words["season"].values()) == set(SEASONS)
    assert set(words["part"].values()) | set(words["edge"].values()) <= {"early", "mid", "late"}
    for kind in ("day_word", "week_word", "year_word", "century_word", "unit_word", "units", "quarter"):
        assert all(unit_of(word)[0] > 0 for word in words[kind])
    for feast_rule in (*words["holiday"].values(), *time_table()["phrases"]["holiday"].values()):
        assert feast(2015, feast_rule).year == 2015
    for number in (*words["number"], *words["ordinal"]):
        assert amount(number) is None or amount(number) > 0  # type: ignore[operator]


def test_a_word_that_needs_its_dot_has_a_class() -> None:
    assert all(grammar.grammar().kinds[word] in ("month", "weekday") for word in grammar.grammar().dotted)


def words_in(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every word of nested lists, and the keys of mappings, with where it stands."""
    if isinstance(value, Mapping):
        yield from ((path, key) for key in value)
        for key, inner in value.items():
            yield from words_in(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner, path) if isinstance(inner, list | Mapping) else [(path, inner)]


@pytest.mark.parametrize("name", ["attribution", "control", "factuality", "names", "support", "nouns/nouns", "nouns/titles"])
def test_a_list_of_words_holds_words_alone(name: str) -> None:
    """YAML reads a bare no, on or yes as a truth value, and a bare 1984 as a number."""
    table = yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    assert [(path, word) for path, word in words_in(table) if not isinstance(word, str)] == []


def test_every_word_of_factuality_has_an_effect() -> None:
    table = factuality_words.operators()
    raw = yaml.load((DATA / "factuality.yaml").read_text("utf-8"), yaml.CSafeLoader)
    assert set(raw) == set(factuality_words.GROUPS) | set(factuality_words.LISTS)
    for group in factuality_words.GROUPS:
        for kind, lemmas in raw[group].items():
            assert all(table[kind][lemma] in factuality_words.GROUPS for lemma in lemmas)


def test_every_cue_of_attribution_has_a_frame() -> None:
    known = cues()
    framed = frozenset().union(*known.frames.values())
    assert framed == frozenset().union(*known.kinds.values())
    assert {"statement"} <= set(known.kinds)
    assert all(isinstance(lemma, str) and lemma for lemma in known.lemmas.values())


def test_every_name_word_gives_an_entity_type() -> None:
    known = set(entity_types())
    for table in (name_words().last, name_words().first, name_words().described):
        assert set(table.values()) <= known


def test_every_noun_has_an_entity_type() -> None:
    known = {*entity_types(), "Animal"}
    assert set(nouns._kinds().values()) <= known
    assert {kind for kinds in nouns.anaphors().values() for kind in kinds} <= known
    assert set(nouns._nouns()["sectors_of_types"]) <= known
    assert set(nouns._genders().values()) | set(nouns._given_names().values()) | set(nouns._titles().values()) <= {"m", "f", ""}


def test_every_pronoun_has_its_row_and_every_class_its_weights() -> None:
    for word, row in nouns.pronouns().items():
        assert word == word.lower()
        assert (row.person in (1, 3), row.number in ("sg", "pl"), row.gender in tuple("mfnpa"), row.use in tuple("sopr")) == (
            True,
        ) * 4, word
    assert all(salience(kind) for kind in ("person", "thing", "group"))


@pytest.mark.parametrize(
    "kind", ["causative", "done_to", "object_control", "subject_control", "calling", "told_on_call", "for_somebody", "pressing"]
)
def test_every_list_of_control_that_code_asks_for_is_there(kind: str) -> None:
    assert control(kind)


@pytest.mark.parametrize("kind", ["time", "doer", "receiver", "edge"])
def test_every_list_of_support_that_code_asks_for_is_there(kind: str) -> None:
    assert support_words()[kind]


@pytest.mark.parametrize("month", sorted(lists()["months"]))
def test_every_month_that_a_date_line_may_have_has_a_number(month: str) -> None:
    number = lists()["months"][month]
    assert published(f"{month} 5, 2015") == published(f"5 {month.upper()} 2015") == date(2015, number, 5)


def test_every_zone_is_one_that_the_clock_knows() -> None:
    assert all(timezone(timedelta(minutes=shift)) for shift in lists()["zones"].values())


def test_every_label_of_metadata_has_a_kind_and_a_condition() -> None:
    for label in pieces._metadata_labels().values():
        assert isinstance(pieces._METADATA_KINDS[label], BlockKind)
        assert pieces._METADATA_FITS[label]("x") in (True, False)


@pytest.mark.parametrize(
    "line",
    [
        "5 Auguſt 2015",
        "Updated 5 Auguſt 2015",
        "ſource: The Harbour Post",
        "Publıshed: 5 May 2015",
        "İn brief: a title",
        "KELM, Auguſt 5 (Reuters) - It rained.",
    ],
)
def test_letters_that_only_case_folding_takes_for_others_are_no_words_of_a_list(line: str) -> None:
    is_date_line(line)
    published(line)
    assert classify(f"The mayor leaves Kelm\n\n{line}\n\nThe mayor left Kelm on Friday after a short visit.").blocks


def test_alternatives_ignore_the_case_of_ascii_letters_alone() -> None:
    pattern = re.compile(alternatives(word_set("months")), re.IGNORECASE)
    assert pattern.fullmatch("AUGUST")
    assert not pattern.fullmatch("AUGUſT")


def test_every_event_type_that_a_trigger_names_exists() -> None:
    known = shipped_lexicon()
    assert all(known.types[name].root for name in known.types)
