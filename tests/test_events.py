"""Reports: light verbs, both sides of symmetric events, what is reached through a noun, places, and what is one event in an article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from spacy.language import Language

from kgraph.extract import extract
from kgraph.ingest.article import article
from kgraph.language import parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Extraction, Modality, Report

FILLED = {
    "what a word is of is no target": (
        "Norway condemned the hanging of a sailor.",
        "Condemnation",
        {"patient": ["the hanging of a sailor"]},
    ),
    "whose a thing is": ("Norway condemned Sweden's tariff.", "Condemnation", {"patient": ["Sweden", "Sweden's tariff"]}),
    "no place of a war": ("Norway opposed the Chad war.", "Opposition", {"patient": ["the Chad war"]}),
    "a number with what it counts": ("The bank owns 30% of the mine.", "Possession", {"patient": ["30% of the mine"]}),
    "nobody tells a town by its meeting": ("Olsen told a Lund meeting that he would leave.", "Statement", {"addressee": []}),
    "a topic ends where the speaker goes on": (
        "Olsen refused to sell the mill and has raised wages.",
        "Refusal",
        {"topic": ["to sell the mill"]},
    ),
    "a topic begins with its subject": (
        "The mayor warned demand for water in the first months would outstrip supply.",
        "Warning",
        {"topic": ["demand for water in the first months would outstrip supply"]},
    ),
    "verb": ("Norway invited Sweden to Oslo.", "Invitation", {"agent": ["Norway"], "addressee": ["Sweden"], "topic": ["Oslo"]}),
    "noun": (
        "Norway's invitation to Sweden was accepted.",
        "Invitation",
        {"agent": ["Norway"], "addressee": ["Sweden"]},
    ),
    "light verb": ("Norway issued an invitation to Sweden.", "Invitation", {"agent": ["Norway"], "addressee": ["Sweden"]}),
    "call on, however parsed": (
        "Opposition leader Petra Lang, who supported the dockers, called on Horak to resign.",
        "RequestResignation",
        {"agent": ["Opposition leader Petra Lang"], "addressee": ["Horak"]},
    ),
    "what leads up to a sentence": (
        "In a separate development, Robert Cook gave his support to Norway.",
        "Support",
        {"agent": ["Robert Cook"], "patient": ["Norway"]},
    ),
    "the object of a lower clause": ("Olsen received praise for rescuing Acme.", "Praise", {"patient": ["Olsen"]}),
    "an adjective behind as": ("The lawyer described Olsen as unfair.", "Description", {"topic": ["unfair"]}),
    "what somebody becomes": (
        "Robert Cook became the first captain of the ferry.",
        "Becoming",
        {"agent": ["Robert Cook"], "topic": ["the first captain of the ferry"]},
    ),
    "verb that receives": ("Sweden received an invitation from Norway.", "Invitation", {"agent": ["Norway"]}),
    "passive": ("Sweden was invited by Norway.", "Invitation", {"agent": ["Norway"], "addressee": ["Sweden"]}),
    "blame with on": ("Norway put the blame on Sweden.", "Blame", {"agent": ["Norway"], "patient": ["Sweden"]}),
    "blame for": ("Norway blamed Sweden for the delay.", "Blame", {"agent": ["Norway"], "topic": ["the delay"]}),
    "a reflexive agent": ("Olsen left the party, calling himself a rebel.", "Description", {"agent": ["Olsen"]}),
    "called what": ("The minister called Olsen a dear neighbour.", "Description", {"patient": ["Olsen"]}),
    "both sides": ("Norway met Sweden in Berlin.", "Meeting", {"agent": ["Norway", "Sweden"], "place": ["Berlin"]}),
    "both sides of a noun": ("The meeting between Norway and Sweden was short.", "Meeting", {"agent": ["Norway", "Sweden"]}),
    "who arranges is no side": (
        "Denmark arranged a meeting between Norway and Sweden.",
        "Meeting",
        {"agent": ["Norway", "Sweden"]},
    ),
    "not with the place": ("The Berlin talks between Norway and Sweden failed.", "Consult", {"place": ["Berlin"]}),
    "a mediator is no side": (
        "Denmark launched a mediation effort between Norway and Sweden.",
        "Mediation",
        {"agent": ["Denmark"], "patient": ["Norway", "Sweden"]},
    ),
    "what another must do": (
        "The union said that the ministry must raise wages.",
        "Demand",
        {"agent": ["The union"], "addressee": ["the ministry"]},
    ),
    "until the other does": (
        "Norway will not ease the boycott until Sweden frees the sailors.",
        "EaseSanctions",
        {"agent": ["Norway"], "patient": ["Sweden"]},
    ),
    "let free": ("Chad let free two reporters.", "Release", {"agent": ["Chad"], "patient": ["two reporters"]}),
    "at a named event": ("The attack at the Alaska Summit angered Norway.", "Attack", {"place": ["the Alaska Summit"]}),
    "some of a kind": (
        "Norway withdrew some of its troops from Chad.",
        "Withdrawal",
        {"agent": ["Norway"], "patient": ["Chad"], "force": ["some of its troops"]},
    ),
    "found guilty": ("The court found Olsen guilty of fraud.", "Conviction", {"patient": ["Olsen"], "crime": ["fraud"]}),
    "amount in between": ("Norway gave two million euros in aid to Chad.", "Aid", {"agent": ["Norway"], "recipient": ["Chad"]}),
    "it is a known body": (
        "Norway said it would allow the reporters to enter the port.",
        "Permission",
        {"agent": ["it"], "patient": ["the reporters"]},
    ),
    "relative clause": ("The general who attacked Malmo fled.", "Attack", {"agent": ["The general"], "patient": ["Malmo"]}),
    "participle": ("Attacking Malmo, the general lost his fleet.", "Attack", {"agent": ["the general"], "patient": ["Malmo"]}),
    "give way": ("The minister gave way to the farmers.", "Concede", {"agent": ["The minister"], "patient": ["the farmers"]}),
    "by telephone": ("He had spoken by telephone with the king.", "Call", {"agent": ["He"], "patient": ["the king"]}),
    "a penalty is measured in time": (
        "The court sentenced Olsen to nine years in prison.",
        "Sentencing",
        {"agent": ["The court"], "patient": ["Olsen"], "penalty": ["nine years"]},
    ),
    "what is owned stands for its owner": (
        "Norway condemned Sweden's decision.",
        "Condemnation",
        {"patient": ["Sweden", "Sweden's decision"]},
    ),
    "headline passive": ("Banker Convicted of Fraud", "Conviction", {"patient": ["Banker"], "crime": ["Fraud"]}),
    "who goes on to blame is who spoke": (
        "The captain said the pitch was unfair and blamed the referee.",
        "Blame",
        {"agent": ["The captain"], "patient": ["the referee"]},
    ),
    "who is keen does it": ("The bishop was keen to talk about the harbour.", "Communication", {"agent": ["The bishop"]}),
    "in an effort to": ("The bank paid Olsen in an effort to win the contract.", "ContractAward", {"recipient": ["The bank"]}),
    "it was who": ("It was Norway who attacked the port.", "Attack", {"agent": ["Norway"], "patient": ["the port"]}),
    "a person by age": ("The 21-year-old told reporters that he was sorry.", "Statement", {"agent": ["The 21-year-old"]}),
    "the subject of what is said is nobody told": (
        "The agency said it was rebuilding the bridge.",
        "Statement",
        {"agent": ["The agency"], "topic": ["it was rebuilding the bridge"]},
    ),
    "who refuses to show a film": (
        "The station refused to show the film.",
        "Refusal",
        {"agent": ["The station"], "patient": []},
    ),
    "what is called for is all of it": (
        "Olsen called for the harbour to be closed.",
        "Appeal",
        {"agent": ["Olsen"], "topic": ["the harbour to be closed"]},
    ),
    "who backs a thing does not act where the thing does": (
        "A kite backed by Norway won a medal.",
        "Award",
        {"recipient": ["A kite"]},
    ),
    "who welcomes an apology did not get it": (
        "Sweden welcomed Norway's apology.",
        "Apology",
        {"agent": ["Norway"], "patient": []},
    ),
    "causative": ("Norway had the Swedish envoy summoned.", "SummonEnvoy", {"patient": ["Swedish", "the Swedish envoy"]}),
}
UNTOLD = {
    "found guilty is one conviction": ("The court found Olsen guilty of fraud.", "guilty"),
    "a hit-and-run is one crash": ("Police charged a driver after a fatal hit-and-run crash in Oslo.", "run"),
    "in a parliament's name": ("Democrats in the US Congress criticized the president.", "congress"),
    "in a ministry's name": ("The Ministry of Transport praised Norway.", "transport"),
    "called useful": ("She called the meeting useful.", "meeting"),
    "a brave face": ("Olsen put a brave face on the retreat.", "retreat"),
    "a bomb is nobody": ("The bomb blasts hurt a guard.", "blast"),
    "according to": ("According to Norway, the talks went well.", "according"),
    "no place from an opinion": ("In Oslo, people protested against the summit.", "summit"),
    "self-proclaimed": ("Olsen is a self-proclaimed reformer.", "proclaim"),
    "given in time": ("The order was given in time.", "order"),
}
ONE_EVENT = {
    "verb and noun": ("Norway invited Sweden to Oslo. The invitation was welcome.", "Invitation", 1),
    "possessed noun": ("Norway invited Sweden to Oslo. Norway's invitation was welcome.", "Invitation", 1),
    "an earlier one": ("Norway invited Sweden to Oslo. Norway's earlier invitation to Sweden was refused.", "Invitation", 2),
    "any of a kind": (
        "Norway's invitation to Sweden surprised Denmark. Norway's invitations to Sweden are rare.",
        "Invitation",
        2,
    ),
    "an arrest of another year": (
        "Olsen was arrested in 1994 after a brawl in Lund. A month after he was arrested, Olsen wrote a novel.",
        "Arrest",
        2,
    ),
    "nobody dies twice": ("Olsen died in 1994 after a brawl in Lund. A month before he died, Olsen wrote a novel.", "Death", 1),
    "the previous one": ("Norway's previous offer to Sweden failed. Norway's offer to Sweden is fair.", "Offer", 2),
    "a new one": ("Norway's visit to Sweden was short. Norway planned a visit to Sweden with Denmark.", "Visit", 2),
    "also": ("Norway sued Sweden over the dam. Norway also sued Sweden over the bridge.", "Lawsuit", 2),
    "before": ("Norway sued Sweden over the dam. Norway had previously sued Sweden over the dam.", "Lawsuit", 2),
    "two verbs of a sentence": ("Norway attacked Sweden at dawn and attacked Sweden at noon.", "Attack", 2),
    "one of several": ("Norway won both matches. Norway's win over Sweden was a surprise.", "Win", 2),
    "two contests": ("Norway won the downhill race. Norway's win in the slalom was a surprise.", "Win", 2),
    "with a date and without": ("Norway won the downhill race. Norway's win in 1993 was a surprise.", "Win", 2),
    "after another": ("Norway detained Olsen after the arrest of Olsen in Oslo.", "Arrest", 1),
    "what became of a noun": ("Norway signed a deal reached in May with Sweden.", "Agreement", 1),
    "done to one": ("Police arrested Olsen in Oslo. It was late when they arrested Olsen.", "Arrest", 1),
    "two lists of guests": ("Norway and Sweden met in Oslo. Norway and Denmark met in Oslo.", "Meeting", 2),
    "two directions": ("Norway attacked Sweden. Sweden attacked Norway.", "Attack", 2),
    "two days": ("Norway met Sweden on 3 May 2024. Norway met Sweden on 7 June 2024.", "Meeting", 2),
    "two statements": ("Norway said it was ready. Norway said it was glad.", "Statement", 2),
    "two promises": ("Norway promised Sweden new bridges. Norway promised Sweden lower fares.", "Promise", 2),
    "two attacks and a word for one": (
        "Norway attacked Sweden in Oslo. Norway's attack was a surprise. Norway's attack on Denmark failed.",
        "Attack",
        2,
    ),
    "told in the same words": (
        "Norway bombed Sweden with two stolen seaplanes. Denmark was afraid. With stolen seaplanes Norway bombed Sweden, Olsen said.",
        "Bombing",
        1,
    ),
    "done and not done": ("Norway attacked Sweden. Norway did not attack Sweden.", "Attack", 2),
}
NOBODY = {
    "a thing": ("The delays criticised the port.", "Criticism"),
    "you": ("You can sue the shop.", "Lawsuit"),
    "a question": ("Who could blame Olsen?", "Blame"),
    "oneself": ("Norway threatened itself.", "Threaten"),
    "the own": ("Norway banned its lorries.", "Ban"),
    "a modifier that is nobody": ("The glass criticism went on.", "Criticism"),
}


@pytest.mark.parametrize(("text", "kind", "roles"), FILLED.values(), ids=FILLED.keys())
def test_roles(nlp: Language, text: str, kind: str, roles: dict[str, list[str]]) -> None:
    found = _extract(nlp, text)
    report = next(report for report in found.reports if shipped_lexicon().is_a(report.type, kind))
    assert {role: _words(found, report, role) for role in roles} == roles


@pytest.mark.parametrize(("text", "lemma"), UNTOLD.values(), ids=UNTOLD.keys())
def test_nothing_is_made_up(nlp: Language, text: str, lemma: str) -> None:
    reports = [report for report in _extract(nlp, text).reports if report.lemma == lemma]
    assert [participant for report in reports for participant in report.participants] == []


@pytest.mark.parametrize(("text", "kind"), NOBODY.values(), ids=NOBODY.keys())
def test_only_an_actor_does_something_to_another(nlp: Language, text: str, kind: str) -> None:
    assert not [report.type for report in _extract(nlp, text).reports if shipped_lexicon().is_a(report.type, kind)]


def test_to_show_oneself_is_no_launch(nlp: Language) -> None:
    assert "Launch" not in [report.type for report in _extract(nlp, "The leader showcased himself as open to talks.").reports]


def test_who_presents_himself_does_nothing_to_anybody(nlp: Language) -> None:
    text = "Olsen reinvented himself as a farmer."
    found = _extract(nlp, text)
    (report,) = (report for report in found.reports if report.trigger.of(text) == "reinvented")
    assert [participant.role for participant in report.participants] == ["agent"]


@pytest.mark.parametrize("text", ["The storm exposed a gap in the dyke.", "The defeat underscored his weakness."])
def test_what_shows_something_has_not_said_it(nlp: Language, text: str) -> None:
    assert not [report.type for report in _extract(nlp, text).reports if shipped_lexicon().is_a(report.type, "Communication")]


def test_a_diplomatic_breakthrough_is_no_discovery(nlp: Language) -> None:
    assert "Discovery" not in [
        report.type for report in _extract(nlp, "The talks ended without a breakthrough on Norway.").reports
    ]


def test_it_that_stands_for_nothing_takes_no_part(nlp: Language) -> None:
    reports = _extract(nlp, "For Norway, it means fighting on.").reports
    assert [participant for report in reports for participant in report.participants] == []


UNLIKE = {
    "a question": ("Olsen asked Sweden why the ferry was late.", "ask", "Request"),
    "a question as it was said": ('"Could Norway wait?" Olsen asked.', "ask", "Request"),
    "what somebody is told": ("Olsen told Sweden that Norway cannot stop the tests.", "tell", "Request"),
    "so-called": ("Olsen met three so-called experts in Oslo.", "call", "Call"),
    "between a verb and its preposition": ("Norway gave the hall in Bergen a new roof.", "give", "Concede"),
    "in order to": ("Norway sold the ferry in order to pay Sweden.", "order", "Order"),
    "what a market wants": ("Norway saw strong demand for ferries from Sweden.", "demand", "Demand"),
    "what a thing makes possible": ("The new bridge allows drivers to reach Oslo in an hour.", "allow", "Permission"),
    "a thing that holds up a thing": ("Figures support the theory of the engineers.", "support", "Support"),
}


@pytest.mark.parametrize(("text", "lemma", "kind"), UNLIKE.values(), ids=UNLIKE.keys())
def test_a_word_in_another_sense(nlp: Language, text: str, lemma: str, kind: str) -> None:
    found = [report.type for report in _extract(nlp, text).reports if report.lemma == lemma]
    assert not [name for name in found if shipped_lexicon().is_a(name, kind)]


@pytest.mark.parametrize(
    "text", ["A so-called expert left.", "The mood-enhancing drug failed.", "An employer-sponsored plan failed."]
)
def test_half_of_an_adjective_is_no_event(nlp: Language, text: str) -> None:
    assert not {report.lemma for report in _extract(nlp, text).reports} & {"call", "enhance", "sponsor"}


def test_an_amount_is_measured(nlp: Language) -> None:
    measured = _extract(nlp, "The ministry reduced the fee by four percent.")
    assert _words(measured, measured.reports[0], "amount") == ["four percent"]
    other = _extract(nlp, "The studio launched its console at the fair.")
    assert _words(other, other.reports[0], "amount") == []


def test_a_sum_is_whole_and_gets_nothing(nlp: Language) -> None:
    found = _extract(nlp, "The studio was paid more than £100m to build new sets.")
    paid = next(report for report in found.reports if report.lemma == "pay")
    assert _words(found, paid, "recipient") == ["The studio"]
    assert _words(found, paid, "patient") == ["more than £100m"]
    fell = _extract(nlp, "The rate fell to 4 per cent.")
    assert _words(fell, fell.reports[0], "amount") == ["4 per cent"]


def test_what_is_left_has_not_departed(nlp: Language) -> None:
    assert [report.type for report in _extract(nlp, "Only two seats were left.").reports] == ["Event"]


@pytest.mark.parametrize(("text", "kind", "count"), ONE_EVENT.values(), ids=ONE_EVENT.keys())
def test_one_event_of_an_article(nlp: Language, text: str, kind: str, count: int) -> None:
    reports = [report for report in _extract(nlp, text).reports if report.type == kind]
    assert sum(report.same_as is None for report in reports) == count


@pytest.mark.parametrize(
    ("title", "lead", "same"),
    [
        ("Former Bank Chief Convicted of Fraud", "A jury found Olsen guilty of fraud on Monday.", True),
        ("Norway Attacks Sweden", "Denmark attacked Finland on Monday.", False),
        ("Norway Attacks Sweden", "Norway did not attack Sweden on Monday.", False),
    ],
    ids=["told again", "by other names", "denied"],
)
def test_the_first_sentence_tells_again_what_the_headline_told(nlp: Language, title: str, lead: str, same: bool) -> None:
    """A headline describes where the article names; only names that differ tell two events of one kind apart."""
    found = _extract(nlp, f"{title}\n\n{lead}\n\nThe rest is not known.")
    told = [report for report in found.reports if report.type in ("Conviction", "Attack", "Killing")]
    assert [report.same_as is not None for report in told] == [False, same]


def test_the_day_that_makes_a_present_a_future_is_its_cue(nlp: Language) -> None:
    text = "Norway leaves the pact on 3 May."
    found = _extract(nlp, text, date(2025, 4, 18))
    report = next(report for report in found.reports if report.trigger.of(text) == "leaves")
    assert (report.modality, [cue.of(text) for cue in report.cues]) == (Modality.PLANNED, ["3 May"])


def test_a_week_that_has_begun_is_the_cue_of_what_comes_after_it(nlp: Language) -> None:
    text = "Norway leaves the pact after this week."
    found = _extract(nlp, text, date(2025, 4, 16))
    report = next(report for report in found.reports if report.trigger.of(text) == "leaves")
    assert (report.modality, [cue.of(text) for cue in report.cues]) == (Modality.PLANNED, ["this week"])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Olsen will break the record set by Lind in May 1952.", "break"),
        ("A fifth fair for 2026 had been advertised.", "advertised"),
    ],
    ids=["to come, with a date gone by", "done, with a date to come"],
)
def test_a_date_that_contradicts_its_event_is_not_its_time(nlp: Language, text: str, word: str) -> None:
    found = _extract(nlp, text, date(2025, 4, 16))
    report = next(report for report in found.reports if report.trigger.of(text) == word)
    assert report.time is None or report.time.begin is None


def test_a_word_without_anybody_anything_or_any_place_tells_nothing(nlp: Language) -> None:
    text = "Shares slipped after the bombing. Gunmen bombed a depot. The bombing was condemned by the mayor."
    reports = _extract(nlp, text).reports
    assert [report.id for report in reports] == list(range(len(reports)))
    assert "bombing" not in {report.lemma for report in reports}
    assert "Gunmen" in {participant.span.of(text) for report in reports for participant in report.participants}


def test_what_another_event_is_part_of_is_kept(nlp: Language) -> None:
    reports = _extract(nlp, "Two clerks died in the bombing.").reports
    whole = {report.id: report for report in reports}
    assert [whole[report.within].lemma for report in reports if report.within is not None] == ["bombing"]


def test_a_company_is_an_organization_to_the_lexicon(nlp: Language) -> None:
    talk = [report.type for report in _extract(nlp, "Nordmann Bank Ltd talked about the merger.").reports]
    assert "Communication" in talk


def test_evidence_is_in_the_text_to_the_character(nlp: Language) -> None:
    text = "“Norway’s envoy met Sweden’s king,” the paper said. The king praised Norway’s envoy."
    found = _extract(nlp, text)
    meeting = next(report for report in found.reports if report.type == "Meeting")
    assert meeting.trigger.of(text) == "met"
    assert meeting.sentence.of(text).startswith("“Norway’s envoy met")


def _extract(nlp: Language, text: str, published: date | None = None) -> Extraction:
    one = article(text, "test", "test")
    assert isinstance(one, Article)
    one = replace(one, published=published)
    ((_, doc),) = parse([one], nlp)
    return extract(one, doc, shipped_lexicon())


def _words(extraction: Extraction, report: Report, role: str) -> list[str]:
    spans = sorted(participant.span for participant in report.participants if participant.role == role)
    return sorted(span.of(extraction.article.text) for span in spans)


def test_those_whom_a_plural_means_take_part_themselves(nlp: Language) -> None:
    text = "Campaigners Robert Cook and Petra Lang won the race in Oslo. They thanked the mayor."
    found = _extract(nlp, text)
    thanks = next(report for report in found.reports if report.type == "Thanks")
    names = [found.chains[one.chain].name for one in thanks.fillers("agent") if one.chain is not None]
    assert names == ["Robert Cook", "Petra Lang"]
