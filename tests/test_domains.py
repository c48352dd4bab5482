"""What an article is about: which domain its words make it, and which senses that lets in or keeps out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.errors import LexiconError
from kgraph.lexicon import NO_DOMAIN, domain_names, domain_of, load
from kgraph.lexicon.checker import check
from kgraph.settings import Settings

SPORT = "The striker scored in the second half, and the goalkeeper of the home club saw the referee wave the penalty away."
BUSINESS = "Shares fell as investors sold the stock, and analysts expect the profits and the dividend of the retailer to shrink."
CULTURE = "The singer recorded the album with her old band, and the drummer wrote the lyrics for a film by an actor."
WAR = "The army shelled the port while troops and rebels fought, and a missile hit the soldiers who guarded the artillery."


def words(text: str) -> set[str]:
    return set(text.lower().replace(",", "").replace(".", "").split())


@pytest.mark.parametrize(
    ("text", "expected"), [(SPORT, "sport"), (BUSINESS, "business"), (CULTURE, "culture"), (WAR, "conflict")]
)
def test_an_article_is_of_the_domain_that_its_words_belong_to(text: str, expected: str) -> None:
    assert domain_of(words(text)) == expected


def test_a_few_words_do_not_make_a_domain() -> None:
    assert domain_of({"striker", "goalkeeper", "referee", "bridge", "river"}) == NO_DOMAIN


def test_an_article_on_many_things_is_of_no_domain() -> None:
    assert domain_of(words(SPORT) | words(BUSINESS) | words(CULTURE) | words(WAR)) == NO_DOMAIN


def test_no_words_are_of_no_domain() -> None:
    assert domain_of(()) == NO_DOMAIN


def test_the_name_for_no_domain_is_not_a_domain() -> None:
    assert NO_DOMAIN not in domain_names()


ENTRY = """
Giving:
  definition: Somebody gives ground.
  phrase: gave ground to
  roles: {{agent: {{range: [Person, Group, Organization]}}}}
  {within}
  triggers:
    - {{verb: retreat, frames: [{{subject: agent}}]{condition}}}
  examples:
    - {{text: "The hikers retreated.", agent: The hikers}}
  counterexamples: [{counterexample}]
"""
IN_SPORT = '{text: "The striker retreated before the goalkeeper and the referee after the penalty.", needs: sport}'
SOLDIERS = '{text: "The soldiers retreated before the goalkeeper and the referee after the penalty."}'


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A folder with one type, which has a ``within``, or whose trigger has a condition."""

    def write(within: str = "within: {}", condition: str = "", counterexample: str = "") -> Path:
        (tmp_path / "lexicon.yaml").write_text("extends: none\n", "utf-8")
        (tmp_path / "mine.yaml").write_text(
            ENTRY.format(within=within, condition=condition, counterexample=counterexample), "utf-8"
        )
        return tmp_path

    return write


def faults(folder: Path, model: str | None = None) -> tuple[str, ...]:
    return check([str(folder)], model=model).faults


def test_a_trigger_may_shut_a_domain_out(folder: Callable[..., Path]) -> None:
    assert load(folder(condition=", unless: {domain: [sport]}")).triggers["verb", "retreat"][0].unless == (
        ("domain", frozenset({"sport"})),
    )


@pytest.mark.parametrize(
    "written",
    [
        {"within": "within: {sprot: [Military]}"},
        {"condition": ", unless: {domain: [sprot]}"},
        {"condition": ", when: {domain: sprot}"},
    ],
)
def test_a_domain_that_does_not_exist_is_a_fault_with_its_line(folder: Callable[..., Path], written: dict[str, str]) -> None:
    [fault] = faults(folder(**written))
    assert "mine.yaml:" in fault
    assert "unknown domain 'sprot'; choose from sport, business, culture" in fault


def test_a_frame_does_not_have_a_domain(folder: Callable[..., Path]) -> None:
    path = folder()
    entry = (path / "mine.yaml").read_text("utf-8").replace("{subject: agent}", "{domain: agent}")
    (path / "mine.yaml").write_text(entry, "utf-8")
    with pytest.raises(LexiconError, match="unknown function"):
        load(path)


def test_a_word_set_of_within_must_be_there(folder: Callable[..., Path]) -> None:
    assert "no word set '@fighters' in words.yaml" in " ".join(faults(folder("within: {sport: ['@fighters']}")))


@pytest.mark.parametrize(
    "written",
    [{"condition": ", unless: {domain: [sport]}"}, {"within": "within: {sport: []}"}, {"within": "within: {sport: [soldier]}"}],
)
def test_a_sense_stays_out_of_a_domain_and_a_counterexample_shows_it(
    folder: Callable[..., Path], written: dict[str, str]
) -> None:
    assert faults(folder(counterexample=IN_SPORT, **written), Settings().model) == ()


def test_who_must_take_part_lets_a_sense_in(folder: Callable[..., Path]) -> None:
    [fault] = faults(folder("within: {sport: [soldier]}", counterexample=SOLDIERS), Settings().model)
    assert "is found in 'The soldiers retreated" in fault


def test_a_domain_that_changes_nothing_is_a_fault(folder: Callable[..., Path]) -> None:
    unneeded = '{text: "The hikers rested.", needs: sport}'
    [fault] = faults(folder("within: {sport: []}", counterexample=unneeded), Settings().model)
    assert "does not need 'sport'" in fault
