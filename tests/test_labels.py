"""Labels of events are sentences, and say what the reports say: as done, as planned, as denied."""

from __future__ import annotations

import pytest

from kgraph import inflection
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Entity, Factuality, Participant, Report, ReportRef, Span
from kgraph.resolve.clauses import details as details_of
from kgraph.resolve.clauses import said as clause_of
from kgraph.resolve.evidence import ReportEvidence
from kgraph.resolve.labels import Labels
from tests.builders import chains

LABELS = Labels(shipped_lexicon())
KINDS = {"Anna Berg": "Person", "Carl Ek": "Person", "Norway": "Country", "Sweden": "Country"}


def entity(name: str) -> Entity:
    return Entity(f"thing/{name}", name, KINDS.get(name, "Thing"), chains((0, 0)), named=name in KINDS)


def label(
    kind: str,
    *,
    words: str = "",
    lemma: str = "",
    said: str = "",
    details: str = "",
    factuality: Factuality = Factuality.HAPPENED,
    **sides: tuple[str, ...],
) -> str:
    """The label of an event of one report, with the names or descriptions on its sides."""
    report = ReportEvidence(ReportRef("a", 0), kind, lemma, words, said=said, details=details)
    core = {role: [entity(name) for name in sides.get(role, ())] for role in ("agent", "patient", "recipient", "addressee")}
    return LABELS.of(kind, [report], core, factuality)


@pytest.mark.parametrize(
    ("factuality", "active", "passive"),
    [
        (Factuality.HAPPENED, "Norway invited Anna Berg", "Anna Berg was arrested"),
        (Factuality.DISPUTED, "Norway invited Anna Berg", "Anna Berg was arrested"),
        (Factuality.DID_NOT_HAPPEN, "Norway did not invite Anna Berg", "Anna Berg was not arrested"),
        (Factuality.PLANNED, "Norway will invite Anna Berg", "Anna Berg will be arrested"),
        (Factuality.POSSIBLE, "Norway may invite Anna Berg", "Anna Berg may be arrested"),
        (Factuality.CONDITIONAL, "Norway would invite Anna Berg", "Anna Berg would be arrested"),
        (Factuality.WANTED, "Norway should invite Anna Berg", "Anna Berg should be arrested"),
    ],
)
def test_the_verb_says_how_real_it_is(factuality: Factuality, active: str, passive: str) -> None:
    assert label("Invitation", agent=("Norway",), addressee=("Anna Berg",), factuality=factuality) == active
    assert label("Arrest", patient=("Anna Berg",), factuality=factuality) == passive


@pytest.mark.parametrize(
    ("kind", "sides", "expected"),
    [
        pytest.param("Travel", {"agent": ("Anna Berg",)}, "Anna Berg travelled", id="no preposition without its object"),
        pytest.param("Ruling", {"agent": ("a judge",)}, "a judge ruled", id="a described agent"),
        pytest.param("Arrest", {"patient": ("Anna Berg", "Carl Ek")}, "Anna Berg and Carl Ek were arrested", id="two"),
        pytest.param("Publication", {"patient": ("two reports",)}, "two reports were published", id="a description of two"),
        pytest.param("Publication", {"patient": ("a list of names",)}, "a list of names was published", id="a list of several"),
        pytest.param("PriceRise", {"patient": ("the shares",)}, "the shares rose", id="what happens by itself"),
        pytest.param("ImposeSanctions", {"patient": ("Norway",)}, "Norway came under sanctions", id="a phrase of its own"),
        pytest.param("Birth", {"patient": ("Anna Berg",)}, "Anna Berg was born", id="an irregular passive"),
        pytest.param("Overthrow", {"patient": ("the king",)}, "the king was overthrown", id="an irregular participle"),
        pytest.param("Meeting", {"agent": ("Norway", "Sweden")}, "Norway met Sweden", id="both are agents"),
        pytest.param("Strike", {}, "Strike", id="nobody"),
    ],
)
def test_sides_that_are_missing(kind: str, sides: dict[str, tuple[str, ...]], expected: str) -> None:
    assert label(kind, **sides) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("that the bridge is safe", "Anna Berg said that the bridge is safe"),
        ("“The bridge is safe”", "Anna Berg said: “The bridge is safe”"),
        ("the bridge is safe", "Anna Berg said: the bridge is safe"),
        ("why the bridge is safe", "Anna Berg said why the bridge is safe"),
    ],
)
def test_what_is_said_is_in_the_label(said: str, expected: str) -> None:
    assert label("Statement", agent=("Anna Berg",), said=said) == expected


def test_what_is_said_to_somebody() -> None:
    assert (
        label("Statement", agent=("Anna Berg",), addressee=("Carl Ek",), said="that it rains")
        == "Anna Berg told Carl Ek that it rains"
    )


@pytest.mark.parametrize(
    ("kind", "details", "expected"),
    [
        ("Accusation", "of theft", "Anna Berg accused Carl Ek of theft"),
        ("Warning", "on the flood", "Anna Berg warned Carl Ek about the flood"),
        ("Win", "3-1", "Anna Berg beat Carl Ek 3-1"),
    ],
)
def test_details_stand_behind_the_sides(kind: str, details: str, expected: str) -> None:
    assert label(kind, agent=("Anna Berg",), patient=("Carl Ek",), details=details) == expected


def test_an_infinitive_behind_a_verb_that_has_none() -> None:
    assert label("Announcement", agent=("Norway",), said="to build a bridge") == "Norway announced: to build a bridge"


def test_what_is_promised_needs_no_preposition() -> None:
    assert label("Promise", agent=("Norway",), said="to build a bridge") == "Norway made a promise to build a bridge"


@pytest.mark.parametrize(
    ("words", "lemma", "factuality", "expected"),
    [
        ("wearing", "wear", Factuality.HAPPENED, "Anna Berg wore the hat"),
        ("worn", "wear", Factuality.HAPPENED, "Anna Berg wore the hat"),
        ("takes off", "take off", Factuality.HAPPENED, "Anna Berg took off the hat"),
        ("wear", "wear", Factuality.PLANNED, "Anna Berg will wear the hat"),
        ("canceled", "cancel", Factuality.HAPPENED, "Anna Berg cancelled the hat"),
        ("wroten", "wrot", Factuality.HAPPENED, "Anna Berg wroten the hat"),
    ],
)
def test_a_verb_that_no_type_has_is_put_into_the_past(words: str, lemma: str, factuality: Factuality, expected: str) -> None:
    sides = {"agent": ("Anna Berg",), "patient": ("the hat",)}
    assert label("Event", words=words, lemma=lemma, factuality=factuality, **sides) == expected  # type: ignore[arg-type]


def test_a_verb_that_no_type_has_in_the_passive() -> None:
    assert label("Event", words="worn", lemma="wear", patient=("the hat",)) == "the hat was worn"


def test_every_phrase_of_the_lexicon_can_be_put_into_the_future() -> None:
    """Else a label would tell a plan as a fact."""
    lexicon = shipped_lexicon()
    known = frozenset(word for category, word in lexicon.triggers if category == "verb")
    phrases = [phrase for kind in lexicon.types.values() for phrase in (kind.phrase, kind.alone, kind.addressing) if phrase]
    assert [phrase for phrase in phrases if inflection.base_of_past(phrase.split()[0], known) is None] == []


@pytest.mark.parametrize(
    ("verb", "past", "participle"),
    [
        ("accuse", "accused", "accused"),
        ("stop", "stopped", "stopped"),
        ("visit", "visited", "visited"),
        ("travel", "travelled", "travelled"),
        ("carry", "carried", "carried"),
        ("play", "played", "played"),
        ("fix", "fixed", "fixed"),
        ("mimic", "mimicked", "mimicked"),
        ("begin", "began", "begun"),
        ("cut", "cut", "cut"),
    ],
)
def test_forms_of_verbs(verb: str, past: str, participle: str) -> None:
    assert (inflection.past(verb), inflection.participle(verb)) == (past, participle)


# The words of an article


def told(sentence: str, role: str, words: str, *, quoted: bool = False, chain: int | None = None) -> tuple[str, str]:
    """The clause and the details of a report with one participant."""
    start = sentence.index(words)
    span = Span(start, start + len(words))
    part = Participant(role, span, span, chain)
    report = Report(0, "Statement", "say", Span(0, 4), Span(0, len(sentence)), (part,))
    return clause_of(report, sentence, [span] if quoted else []), details_of(report, sentence)


def test_a_clause_is_cut_at_a_word() -> None:
    clause = "that " + " ".join(["the bridge over the river is safe"] * 5)
    (found, _) = told(f"She said {clause}.", "topic", clause)
    assert found == "that the bridge over the river is safe the bridge over the river is safe the bridge over the river…"


def test_a_quotation_keeps_its_marks() -> None:
    assert told('She said "the bridge is safe".', "topic", "the bridge is safe", quoted=True)[0] == "“the bridge is safe”"


def test_brackets_that_do_not_close_are_left_out() -> None:
    assert told("She said that the port (in Oslo) is shut.", "topic", "that the port (in Oslo")[0] == "that the port"


@pytest.mark.parametrize(
    ("sentence", "role", "words", "expected"),
    [
        pytest.param("He was accused of theft.", "crime", "theft", "of theft", id="with its preposition"),
        pytest.param("Prices rose 5 percent.", "amount", "5 percent", "5 percent", id="a figure without one"),
        pytest.param("He was appointed head.", "position", "head", "", id="an office without one"),
        pytest.param("They met after the talks.", "topic", "the talks", "", id="a time"),
        pytest.param("They met in Oslo.", "place", "Oslo", "", id="the place, which stands in brackets"),
    ],
)
def test_a_detail_has_its_preposition(sentence: str, role: str, words: str, expected: str) -> None:
    assert told(sentence, role, words, chain=0)[1] == expected
