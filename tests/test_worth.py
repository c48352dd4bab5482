"""Which events a reader wants in a graph, and which words report none."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml
from spacy.language import Language

from kgraph.extract import extract
from kgraph.extract.plain import plain_verbs
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Extraction

# The words after each name are the triggers that a graph keeps.
ACTS = {
    "somebody who is named did something to somebody": ("Anna Berg outwitted the customs officers.", ["outwitted"]),
    "somebody who is described did something to a thing": ("A 34-year-old man dismantled the fence.", ["dismantled"]),
    "a pronoun that a name explains": ("Anna Berg came home. She dismantled the fence.", ["dismantled"]),
    "something was done to somebody": ("The governor was outwitted.", ["outwitted"]),
    "a noun says with its verb what happened": ("The wedding took place in Bergen.", ["took"]),
    "something was done to a thing": ("The parcels were rerouted.", ["rerouted"]),
    "somebody did something, and nothing is needed": ("Anna Berg has waltzed.", ["waltzed"]),
    "what somebody is going to do": ("Anna Berg will dismantle the fence.", ["dismantle"]),
    "what somebody says to have done": ('"Norway dismantled the fence," said Anna Berg.', ["dismantled", "said"]),
}
NO_ACTS = {
    "how somebody reckons": "When adjusted for age, Olsen resembled the governor.",
    "a state": "Anna Berg resembled the governor.",
    "a thought": "Anna Berg envied the governor.",
    "a verb that leaves it to another word": "Anna Berg got the fence.",
    "what is usual": "Anna Berg dismantles fences.",
    "what would be": "Anna Berg would dismantle the fence if Oslo allowed it.",
    "what was not done": "Anna Berg did not dismantle the fence.",
    "a thing that did something": "The breeze dislodged the leaf.",
    "something that is done to things": "The parcels are rerouted.",
    "something indefinite": "Something dismantled the governor.",
    "a pronoun that nothing explains": "They outwitted the governor.",
    "a participle that describes a noun": "The fence surrounding Oslo is a fence dismantled by Norway.",
    "what somebody says in general": '"We must outwit the governor," the boy shouted.',
}
NOT_WANTED = {
    "nobody and nothing takes part in it": "Sales and support matter.",
    "it happens to you": "You can visit Norway.",
    "the sentence speaks to the reader": "Norway attacked Sweden, as you know.",
    "one is nobody": "One must visit Norway.",
    "a question": "Did Norway attack Sweden?",
    "who acts is nobody in particular": "Whatever attacked Sweden was small.",
    "a quoted noun that names nobody": '"An attack on the fence is bad," she said.',
}
ONLY_MENTIONED = {
    "behind a preposition": ("Norway denied the rumour of attacking Sweden.", "attacking"),
    "what somebody is going to do, where it only says who is meant": ("Anna Berg is the woman who will visit Sweden.", "visit"),
    "a purpose": ("Norway sent ships to attack Sweden.", "attack"),
    "a noun in a list": ("Norway condemned the meeting and the attack on Sweden.", "attack"),
    "what may be, in a quotation": ('"Norway may attack Sweden," said Anna Berg.', "attack"),
}
WANTED = {
    "a named side": ("Norway attacked Sweden.", "attacked"),
    "what a noun is about": ("An attack on Sweden was feared.", "attack"),
    "who says you to somebody else is not speaking to the reader": ('"You are late," the governor said.', "said"),
    "what was done before": ("After attacking Sweden, Norway withdrew its ships.", "attacking"),
    "what may be, in the article's own words": ("Norway may attack Sweden.", "attack"),
    "a place is enough": ("There was an earthquake in Norway.", "earthquake"),
}


@pytest.mark.parametrize(("text", "triggers"), ACTS.values(), ids=ACTS)
def test_a_verb_that_the_lexicon_does_not_know_reports_an_act(nlp: Language, text: str, triggers: list[str]) -> None:
    found = [trigger for trigger in _triggers(told(nlp, text)) if trigger != "came"]
    assert found == triggers


@pytest.mark.parametrize("text", NO_ACTS.values(), ids=NO_ACTS)
def test_a_verb_that_the_lexicon_does_not_know_reports_no_act(nlp: Language, text: str) -> None:
    assert [report.lemma for report in told(nlp, text).reports if report.type == "Event"] == []
    assert [report.lemma for report in told(nlp, text, everything=True).reports if report.type == "Event"] != []


@pytest.mark.parametrize("text", NOT_WANTED.values(), ids=NOT_WANTED)
def test_no_type_makes_an_event_of(nlp: Language, text: str) -> None:
    wanted = _typed(told(nlp, text))
    assert set(wanted) <= {"said"}


@pytest.mark.parametrize(("text", "trigger"), ONLY_MENTIONED.values(), ids=ONLY_MENTIONED)
def test_an_event_that_the_sentence_only_mentions(nlp: Language, text: str, trigger: str) -> None:
    assert trigger not in _triggers(told(nlp, text))
    assert trigger in _triggers(told(nlp, text, everything=True))


@pytest.mark.parametrize(("text", "trigger"), WANTED.values(), ids=WANTED)
def test_an_event_that_somebody_or_something_takes_part_in(nlp: Language, text: str, trigger: str) -> None:
    assert trigger in _typed(told(nlp, text))


def test_headlines_tell_in_the_present_what_has_happened(nlp: Language) -> None:
    text = "Anna Berg outwits governor\n\nThe mayor met the governor in Oslo on Monday, and the two talked for an hour about the bridge."
    assert "outwits" in _triggers(told(nlp, text))


def test_what_takes_place_is_done_by_nobody(nlp: Language) -> None:
    (report,) = told(nlp, "The wedding took place in Bergen on Saturday.").reports
    assert report.lemma == "take place"
    assert {participant.role for participant in report.participants} == {"patient", "place"}


def test_reports_are_numbered_without_gaps_and_point_to_what_is_kept(nlp: Language) -> None:
    text = (
        "You know the war. An attack hit the port of Oslo. Norway attacked Sweden on Monday. The attack killed Anna Berg in Oslo."
    )
    reports = told(nlp, text).reports
    assert [report.id for report in reports] == list(range(len(reports)))
    pointed_to = {number for report in reports for number in (report.same_as, report.within) if number is not None}
    assert pointed_to <= {report.id for report in reports}
    assert all(report.same_as is None or report.same_as < report.id for report in reports)


def test_a_part_of_an_event_that_is_told_again_is_a_part_of_its_first_report(nlp: Language) -> None:
    text = "Norway attacked the town on Monday. Twelve people were killed in the attack."
    whole, part = told(nlp, text, everything=True).reports[0], told(nlp, text).reports[-1]
    assert (whole.trigger.of(text), part.trigger.of(text)) == ("attacked", "killed")
    assert part.within == 0


def test_no_verb_is_listed_twice() -> None:
    lists = yaml.safe_load((files("kgraph") / "data" / "plain.yaml").read_text("utf-8"))
    assert sum(len(lists[kind]) for kind in ("states", "thoughts", "light")) == len(plain_verbs())


def told(nlp: Language, text: str, *, everything: bool = False) -> Extraction:
    one = article(text, "test", "test")
    assert isinstance(one, Article)
    ((_, doc),) = parse([one], nlp)
    return extract(one, doc, shipped_lexicon(), everything=everything)


def _triggers(extraction: Extraction) -> list[str]:
    return [report.trigger.of(extraction.article.text) for report in extraction.reports]


def _typed(extraction: Extraction) -> list[str]:
    return [report.trigger.of(extraction.article.text) for report in extraction.reports if report.type != "Event"]
