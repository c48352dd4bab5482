"""The grammar of English as the rest of kgraph asks for it, on trees by hand."""

from __future__ import annotations

import pytest

from kgraph.syntax.clauses import antecedent, argument_of, governing_verb, is_question, subject, surface_subjects
from kgraph.syntax.nominals import conjuncts_below, coordinated, grammatical_role, noun_phrase_end, noun_phrase_start
from kgraph.syntax.passives import is_passive, mark_word
from kgraph.syntax.quotations import quotations, speakers
from kgraph.syntax.tree import Doc
from tests.trees import tree, word

MET = "Ann/PROPN/nsubj>2 met=meet/VERB:VBD/ROOT Bob/PROPN/dobj>2 and/CCONJ/cc>2 praised=praise/VERB:VBD/conj>2 him/PRON/dobj>5"
URGED = "Ann/PROPN/nsubj>2 urged=urge/VERB:VBD/ROOT Bob/PROPN/dobj>2 to/PART:TO/aux>5 leave/VERB:VB/xcomp>2"
PROMISED = "Ann/PROPN/nsubj>2 promised=promise/VERB:VBD/ROOT Bob/PROPN/dobj>2 to/PART:TO/aux>5 leave/VERB:VB/xcomp>2"
CALLED_ON = "Ann/PROPN/nsubj>2 called=call/VERB:VBD/ROOT on/ADP/prep>2 Bob/PROPN/pobj>3 to/PART:TO/aux>6 leave/VERB:VB/xcomp>2"
PLAN = "Ann/PROPN/poss>3 's/PART/case>1 plan/NOUN/nsubj>6 to/PART:TO/aux>5 leave/VERB:VB/acl>3 failed=fail/VERB:VBD/ROOT"
RELATIVE = "The/DET/det>2 woman/NOUN/nsubj>6 who/PRON:WP/nsubj>4 won=win/VERB:VBD/relcl>2 on/ADP/prep>4 spoke=speak/VERB:VBD/ROOT"
KILLED = "Two/NUM/nummod>2 men/NOUN/nsubj>3 killed=kill/VERB:VBD/ROOT in/ADP/prep>3 raid/NOUN/pobj>4"
ARRESTED = "Ann/PROPN/nsubjpass>3 was=be/AUX/auxpass>3 arrested=arrest/VERB:VBN/ROOT by/ADP/agent>3 police/NOUN/pobj>4"
TALKS = "Talks/NOUN/nsubj>5 held=hold/VERB:VBN/acl>1 in/ADP/prep>2 Rome/PROPN/pobj>3 failed=fail/VERB:VBD/ROOT"
ASIDE = "Bern/PROPN/nsubj>5 -/PUNCT/punct>1 himself/PRON/nsubj>5 -/PUNCT/punct>5 spoke=speak/VERB:VBD/ROOT"
SUMMONED = "Rome/PROPN/nsubj>2 had=have/VERB:VBD/ROOT the/DET/det>4 envoy/NOUN/nsubj>5 summoned=summon/VERB:VBN/ccomp>2"


@pytest.mark.parametrize(
    ("line", "verb", "subjects"),
    [
        (MET, "praised", ["Ann"]),
        (URGED, "leave", ["Bob"]),
        (PROMISED, "leave", ["Ann"]),
        (CALLED_ON, "leave", ["Bob"]),
        (PLAN, "leave", ["Ann"]),
        (RELATIVE, "won", ["woman"]),
        (TALKS, "held", ["Talks"]),
        (ASIDE, "spoke", ["Bern"]),
    ],
    ids=[
        "coordination",
        "object control",
        "subject control",
        "called upon",
        "whose plan it is",
        "relative pronoun",
        "participle",
        "between dashes",
    ],
)
def test_a_clause_has_or_takes_over_its_subjects(line: str, verb: str, subjects: list[str]) -> None:
    assert [token.text for token in surface_subjects(word(tree(line), verb))] == subjects


def test_a_subject_that_is_a_relative_pronoun_stays_as_it_stands() -> None:
    found = subject(word(tree(RELATIVE), "won"))
    assert found is not None
    assert (found.text, antecedent(found).text) == ("who", "woman")


@pytest.mark.parametrize(
    ("line", "verb", "passive"),
    [
        (ARRESTED, "arrested", True),
        (MET, "met", False),
        (KILLED, "killed", True),
        (TALKS, "held", True),
        (SUMMONED, "summoned", True),
        (SUMMONED, "had", False),
    ],
    ids=["auxiliary", "active", "headline", "participle of a noun", "what somebody has done", "who has it done"],
)
def test_voice(line: str, verb: str, passive: bool) -> None:
    assert is_passive(word(tree(line), verb)) is passive


def test_a_clause_without_end_has_subjects_all_the_same() -> None:
    """Coordinations of thousands of verbs come from lists and from machines."""
    line = "Ann/PROPN/nsubj>2 ran=run/VERB/ROOT " + " ".join(f"ran{n}=run/VERB/conj>{n + 1}" for n in range(1, 3000))
    doc = tree(line)
    assert [token.text for token in surface_subjects(word(doc, "ran5"))] == ["Ann"]
    assert surface_subjects(word(doc, "ran2999")) == ()


def test_what_a_word_is_an_argument_of() -> None:
    doc = tree(CALLED_ON)
    bob = argument_of(word(doc, "Bob"))
    assert bob is not None
    assert bob.text == "called"
    assert governing_verb(word(doc, "called")) is None
    assert mark_word(word(doc, "leave")) == ""


LIST = "Ann/PROPN/nsubj>6 ,/PUNCT/punct>1 Bob/PROPN/conj>1 and/CCONJ/cc>3 Cy/PROPN/conj>3 left=leave/VERB/ROOT"
PHRASE = "The/DET/det>3 old/ADJ/amod>3 mayor/NOUN/nsubj>6 of/ADP/prep>3 Rome/PROPN/pobj>4 left=leave/VERB/ROOT"


def test_coordination() -> None:
    doc = tree(LIST)
    assert [token.text for token in conjuncts_below(word(doc, "Ann"))] == ["Bob", "Cy"]
    assert [token.text for token in coordinated(word(doc, "Bob"))] == ["Bob", "Cy"]
    assert grammatical_role(word(doc, "Cy")) == "subject"


def test_the_borders_of_a_noun_phrase() -> None:
    mayor = word(tree(PHRASE), "mayor")
    assert (noun_phrase_start(mayor), noun_phrase_end(mayor)) == (0, 5)


def _quoted(opening: str, closing: str) -> Doc:
    return tree(
        f"{opening}/PUNCT:``/punct>7 I/PRON/nsubj>3 met=meet/VERB/ccomp>7 the/DET/det>5 mayor/NOUN/dobj>3 {closing}/PUNCT:''/punct>7 "
        "said=say/VERB/ROOT Moss/PROPN/nsubj>7"
    )


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”"), ("‘", "’"), ("'", "'")])
def test_quotations_between_single_marks_are_those_between_double_ones(opening: str, closing: str) -> None:
    doc = _quoted(opening, closing)
    doc[0].whitespace_ = ""
    assert [(one.start, one.end) for one in quotations(doc)] == [(0, 6)]
    assert set(speakers(doc)) == {1, 2, 3, 4}
    assert {doc[speaker].text for speaker in speakers(doc).values()} == {"Moss"}


ASKED = "Ann/PROPN/nsubj>2 asked=ask/VERB:VBD/ROOT "


@pytest.mark.parametrize(
    ("rest", "asks"),
    [
        ("whether/SCONJ:IN/mark>5 Bob/PROPN/nsubj>5 left=leave/VERB:VBD/ccomp>2", True),
        ("who/PRON:WP/nsubj>5 had=have/AUX:VBD/aux>5 left=leave/VERB:VBN/ccomp>2", True),
        ("where/ADV:WRB/advmod>5 to/PART:TO/aux>5 go/VERB:VB/xcomp>2", True),
        ("may/AUX:MD/aux>5 Bob/PROPN/nsubj>5 leave/VERB:VB/ccomp>2", True),
        ("Bob/PROPN/nsubj>5 may/AUX:MD/aux>5 leave/VERB:VB/ccomp>2", False),
        ("Bob/PROPN/dobj>2 to/PART:TO/aux>5 leave/VERB:VB/xcomp>2", False),
    ],
    ids=["whether", "who", "where to", "inversion", "statement", "request"],
)
def test_a_question_among_clauses(rest: str, asks: bool) -> None:
    assert is_question(tree(ASKED + rest)[4]) is asks
