"""Who does what to whom, whatever the construction."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.syntax.predications import Predication, predications
from kgraph.syntax.tree import tree

CASES = {
    "active": ("The court sued the bank.", "sue", {"subject": ["court"], "object": ["bank"]}),
    "passive with agent": ("The bank was sued by the court.", "sue", {"subject": ["court"], "object": ["bank"]}),
    "passive without agent": ("The bank was sued in March.", "sue", {"subject": [], "object": ["bank"]}),
    "coordinated subjects": ("Norway and Sweden signed the pact.", "sign", {"subject": ["Norway", "Sweden"], "object": ["pact"]}),
    "coordinated objects": ("She thanked Norway and Sweden.", "thank", {"object": ["Norway", "Sweden"]}),
    "coordinated verbs share the subject": ("The army surrounded and shelled the town.", "shell", {"subject": ["army"]}),
    "coordinated verbs share the object": ("The army surrounded and shelled the town.", "surround", {"object": ["town"]}),
    "subject control": ("The minister promised to visit Oslo.", "visit", {"subject": ["minister"], "object": ["Oslo"]}),
    "object control": ("Oslo urged the rebels to free the hostages.", "free", {"subject": ["rebels"], "object": ["hostages"]}),
    "control of a passive": ("The rebels were urged to free the hostages.", "free", {"subject": ["rebels"]}),
    "raising": ("The rebels seem to control the port.", "control", {"subject": ["rebels"], "object": ["port"]}),
    "subject relative": ("The minister, who visited Oslo, resigned.", "visit", {"subject": ["minister"], "object": ["Oslo"]}),
    "object relative": (
        "The mayor whom the police arrested has denied it.",
        "arrest",
        {"subject": ["police"], "object": ["mayor"]},
    ),
    "passive participle": ("Police found a man kidnapped by rebels.", "kidnap", {"subject": ["rebels"], "object": ["man"]}),
    "active participle": ("Soldiers guarding the bridge fled.", "guard", {"subject": ["Soldiers"], "object": ["bridge"]}),
    "gerund after by": ("Paris surprised Rome by recalling its envoy.", "recall", {"subject": ["Paris"], "object": ["envoy"]}),
    "gerund of the accused": (
        "Rome accused Paris of bribing officials.",
        "bribe",
        {"subject": ["Paris"], "object": ["officials"]},
    ),
    "preposition": ("In Oslo the envoy negotiated with the rebels.", "negotiate", {"with": ["rebels"], "in": ["Oslo"]}),
    "a list behind with no": (
        "The summit ended with no ceasefire, no sanctions relief and no plan.",
        "end",
        {"subject": ["summit"], "object": [], "with": ["ceasefire", "relief", "plan"]},
    ),
    "dative": ("The court gave the widow a pension.", "give", {"dative": ["widow"], "object": ["pension"]}),
    "particle": ("The club called off the match.", "call", {"object": ["match"]}),
    "noun with possessor": ("Norway's attack on the port failed.", "attack", {"possessive": ["Norway"], "on": ["port"]}),
    "noun with by": ("The arrest of the mayor by police caused anger.", "arrest", {"of": ["mayor"], "by": ["police"]}),
    "noun with between": ("Talks between Norway and Sweden failed.", "talk", {"between": ["Norway", "Sweden"]}),
    "prefix against": ("The anti-tax march ended in Oslo.", "march", {"against": ["tax"], "modifier": []}),
    "purpose of a thing": ("Police launched searches to find the boy.", "find", {"subject": ["Police"], "object": ["boy"]}),
    "purpose of those sent": ("Oslo sent doctors to treat the wounded.", "treat", {"subject": ["doctors"]}),
    "causative": ("Oslo had the envoy summoned.", "summon", {"subject": [], "object": ["envoy"]}),
    "headline without auxiliary": ("Seven miners killed in blast", "kill", {"subject": [], "object": ["miners"]}),
    "found guilty": ("The court found Olsen guilty.", "find", {"subject": ["court"], "object": ["Olsen"]}),
    "guilty of what": ("The court found Olsen guilty of fraud.", "guilty", {"subject": ["Olsen"], "of": ["fraud"]}),
    "modal": ("The court must sue the bank.", "sue", {"subject": ["court"], "modal": ["must"]}),
    "no modal of guesses": ("The court must have sued the bank.", "sue", {"modal": []}),
    "it announces": ("The court made it hard to leave.", "make", {"object": []}),
    "until somebody acts": ("The court will wait until the bank pays.", "wait", {"until": ["pays"]}),
    "called to do oneself": ("The mayor called the judge to thank him.", "thank", {"subject": ["mayor"], "object": ["him"]}),
    "summoned to be told": ("Oslo summoned the envoy to protest.", "protest", {"subject": ["Oslo"]}),
    "infinitive of the object": ("The navy forced a ferry to turn back.", "force", {"object": ["ferry"], "clause": ["turn"]}),
    "called to do": ("The mayor called the judge to testify.", "testify", {"subject": ["judge"]}),
    "called on to do": ("The mayor called on the judge to explain the ruling.", "explain", {"subject": ["judge"]}),
    "two objects": ("The court handed the bank a fine.", "hand", {"dative": ["bank"], "object": ["fine"]}),
    "noun with participle": ("A truce signed by the rebels holds.", "truce", {"by": ["rebels"]}),
    "a description before the subject": (
        'A self-styled "voice of the people", Mr Olsen vowed to leave the party.',
        "vow",
        {"subject": ["Olsen"]},
    ),
    "subjects with a clause between": (
        "Ms Berg, who joined in 2010, and her team have earned praise.",
        "earn",
        {"subject": ["Berg", "team"]},
    ),
    "a time between commas": ("Most guests, most of the time, pay the waiter.", "pay", {"subject": ["guests"]}),
    "a name inside the subject": (
        "The return of sprinter Ann Berg and long jumper Eva Olsen also boosted Norway.",
        "boost",
        {"subject": ["return"]},
    ),
    "a hyphen is no subject": ("Legitimate e-mail has shrunk.", "shrink", {"subject": ["mail"]}),
    "a participle before one noun of two": (
        "The bank blamed rising costs and lower demand.",
        "rise",
        {"subject": ["costs"]},
    ),
    "behind a dash": (
        "We have seen two barns burned - on most days I stay calm.",
        "burn",
        {"subject": [], "object": ["barns"]},
    ),
    "purpose of who uses it": ("The tablet was used by pupils to learn maths.", "learn", {"subject": ["pupils"]}),
    "attacked for what": (
        "Olsen hit out at the port for delaying repairs to the crane.",
        "delay",
        {"subject": ["port"]},
    ),
    "another's request": ("Olsen rejected the request to investigate the bank.", "investigate", {"subject": []}),
    "an example": (
        "The site offers advice on parts of the industry, such as signing a contract.",
        "sign",
        {"subject": [], "object": ["contract"]},
    ),
    "whose decision is welcomed": ("Olsen welcomed a decision by Acme to pay the farmers.", "pay", {"subject": ["Acme"]}),
    "those who accompany": (
        "The market was a bright spot with all four plants raising their output.",
        "raise",
        {"subject": ["plants"]},
    ),
    "what befalls somebody": (
        "The town suffered its worst fire in years, killing ten people.",
        "kill",
        {"subject": [], "object": ["people"]},
    ),
    "a speaker behind a relative clause": (
        "Ms Berg criticised the way in which the bank handled the data and claimed that it had lied.",
        "claim",
        {"subject": ["Berg"]},
    ),
    "a speaker goes on in the past": (
        "Ms Berg said the plan was wrong and warned that it would fail.",
        "warn",
        {"subject": ["Berg"]},
    ),
    "a speaker goes on in the present": (
        "Ms Berg says the plan fails and warns that it is dangerous.",
        "warn",
        {"subject": ["Berg"]},
    ),
    "a speaker in another form": ("Ms Berg said she could come and praised the mayor.", "praise", {"subject": ["Berg"]}),
    "what somebody is said to deny": (
        "The report says the firm lies and denies its debts.",
        "deny",
        {"subject": ["firm"]},
    ),
}


@pytest.mark.parametrize(("text", "lemma"), [("I am just used to training.", "use"), ("Oslo-born Eva Berg celebrated.", "bear")])
def test_an_adjective_that_looks_like_a_participle_says_nothing(nlp: Language, text: str, lemma: str) -> None:
    assert all(item.lemma != lemma for item in predications(tree(nlp(text))))


@pytest.mark.parametrize(("text", "lemma", "expected"), CASES.values(), ids=CASES.keys())
def test_arguments(nlp: Language, text: str, lemma: str, expected: dict[str, list[str]]) -> None:
    found = _predication(nlp, text, lemma)
    assert {function: [head.text for head in found.fillers(function)] for function in expected} == expected


def test_particle_is_part_of_the_predication(nlp: Language) -> None:
    assert _predication(nlp, "The club called off the match.", "call").particle == "off"


def test_noun_knows_the_verb_that_it_hangs_on(nlp: Language) -> None:
    doc = tree(nlp("The navy launched an attack on the port."))
    found = predications(doc)
    noun = next(item for item in found if item.lemma == "attack")
    governor = found.governors[noun.head.i][0]
    assert (governor.predication.lemma, governor.function) == ("launch", "object")


def test_noun_hangs_on_the_verb_of_its_amount(nlp: Language) -> None:
    doc = tree(nlp("The ministry sent two million euros in aid."))
    found = predications(doc)
    noun = next(item for item in found if item.lemma == "aid")
    assert [governor.predication.lemma for governor in found.governors[noun.head.i]] == ["send"]


def test_what_is_denied_beside_is_no_filler(nlp: Language) -> None:
    found = _predication(nlp, "The court sued the bank, not the broker.", "sue")
    assert [head.text for head in found.fillers("object")] == ["bank"]


def _predication(nlp: Language, text: str, lemma: str) -> Predication:
    found = [item for item in predications(tree(nlp(text))) if item.lemma == lemma]
    assert found, f"no predication of {lemma!r} in {text!r}"
    return max(found, key=lambda item: len(item.arguments))
