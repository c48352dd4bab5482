"""What a mended parse says of sentences whose words the parser hangs where grammar forbids. The trees are what it gives."""

from __future__ import annotations

import pytest

from kgraph.syntax.mending import mend
from kgraph.syntax.predications import predications
from kgraph.syntax.tree import Doc
from tests.trees import tree, word

CASES = {
    "a finite verb that nothing joins has the object before it for its subject": (
        "The/DET/det>2 baker/NOUN/nsubj>3 denied=deny/VERB:VBD/ROOT his/PRON/poss>5 oven/NOUN/dobj>3 was/AUX:VBD/auxpass>7"
        " sold/VERB:VBN/conj>3 by/ADP/agent>7 crooks/NOUN/pobj>8",
        {"denied": {"object": [], "clause": ["sold"]}, "sold": {"object": ["oven"], "subject": ["crooks"]}},
    ),
    "also behind an apposition": (
        "She/PRON/nsubj>2 learnt=learn/VERB:VBD/ROOT her/PRON/poss>4 aunt/NOUN/dobj>2 ,/PUNCT/punct>4 a/DET/det>7 spy/NOUN/appos>4"
        " ,/PUNCT/punct>4 had=have/AUX:VBD/aux>10 fled/VERB:VBN/conj>2",
        {"learnt": {"object": [], "clause": ["fled"]}, "fled": {"subject": ["aunt"]}},
    ),
    "an object stays where a comma shows that the subject goes on": (
        "Ann/PROPN/nsubj>2 felt=feel/VERB:VBD/ROOT the/DET/det>4 cloth/NOUN/dobj>2 ,/PUNCT/punct>2 smiled/VERB:VBD/conj>2"
        " and/CCONJ/cc>6 left/VERB:VBD/conj>6",
        {"felt": {"object": ["cloth"]}, "smiled": {"subject": ["Ann"]}},
    ),
    "an object stays where an and joins the verbs": (
        "Ann/PROPN/nsubj>2 heard=hear/VERB:VBD/ROOT the/DET/det>4 bell/NOUN/dobj>2 and/CCONJ/cc>2 had=have/AUX:VBD/aux>7"
        " woken/VERB:VBN/conj>2",
        {"heard": {"object": ["bell"]}, "woken": {"subject": ["Ann"]}},
    ),
    "a clause directly behind a verb that tells is its content": (
        "Ann/PROPN/nsubj>2 refused=refuse/VERB:VBD/ROOT to/PART/aux>4 accept/VERB:VB/xcomp>2 that/DET/det>6 frost/NOUN/nsubj>8"
        " had=have/AUX:VBD/aux>8 spoilt/VERB:VBN/conj>2 it/PRON/dobj>8",
        {"accept": {"clause": ["spoilt"]}, "spoilt": {"subject": ["frost"]}},
    ),
    "a clause beside a verb of saying that says nothing else is what is said": (
        "Ann/PROPN/nsubj>2 said=say/VERB:VBD/ROOT instead/ADV/advmod>7 ,/PUNCT/punct>7 she/PRON/nsubj>7 would/AUX:MD/aux>7"
        " swim/VERB:VB/conj>2",
        {"said": {"clause": ["swim"]}},
    ),
    "a content that goes on behind an and is one": (
        "Bo/PROPN/nsubj>2 stressed=stress/VERB:VBD/ROOT he/PRON/nsubj>4 was/AUX:VBD/ccomp>2 tired/ADJ/acomp>4 and/CCONJ/cc>4"
        " roads/NOUN/nsubj>8 are/AUX:VBP/ccomp>2 icy/ADJ/acomp>8",
        {"stressed": {"clause": ["was"]}},
    ),
    "a noun goes on with the object before it and with no verb": (
        "It/PRON/nsubj>2 is=be/AUX:VBZ/ROOT able/ADJ/acomp>2 to/PART/aux>5 sort/VERB:VB/xcomp>3 letters/NOUN/dobj>5 and/CCONJ/cc>2"
        " small/ADJ/amod>9 parcels/NOUN/conj>2",
        {"sort": {"object": ["letters", "parcels"]}},
    ),
    "a verb that the tagger has for a noun does not": (
        "It/PRON/nsubj>2 sells/VERB:VBZ/ROOT soap/NOUN/dobj>2 and/CCONJ/cc>2 hopes/NOUN:NNS/conj>2 to/PART/aux>7 grow/VERB:VB/xcomp>5",
        {"sells": {"object": ["soap"]}},
    ),
    "a name before a list of names is its first member": (
        "Ann/PROPN/npadvmod>7 ,/PUNCT/punct>7 Bo/PROPN/nsubj>7 and/CCONJ/cc>3 Cy/PROPN/conj>3 have/AUX:VBP/aux>7 won/VERB:VBN/ROOT",
        {"won": {"subject": ["Ann", "Bo", "Cy"]}},
    ),
    "a name with a description is who speaks": (
        "Lee/PROPN/advmod>6 ,/PUNCT/punct>1 the/DET/det>4 clerk/NOUN/appos>1 ,/PUNCT/punct>6 says=say/VERB:VBZ/ROOT"
        " it/PRON/nsubj>8 works/VERB:VBZ/ccomp>6",
        {"says": {"subject": ["Lee"], "clause": ["works"]}},
    ),
    "who speaks behind an opening": (
        "Asked/VERB:VBN/advcl>6 about/ADP/prep>1 rents/NOUN:NNS/pobj>2 ,/PUNCT/punct>3 Lee/PROPN/appos>3 says=say/VERB:VBZ/ROOT"
        " they/PRON/nsubj>8 rose/VERB:VBD/ccomp>6",
        {"says": {"subject": ["Lee"]}},
    ),
    "what describes a speaker is no content": (
        "Lee/PROPN/nsubj>3 ,/PUNCT/punct>1 voted/VERB:VBD/ccomp>7 mayor/NOUN/dobj>3 twice/ADV/advmod>3 ,/PUNCT/punct>3"
        " said=say/VERB:VBD/ROOT it/PRON/nsubj>9 snowed/VERB:VBD/ccomp>7",
        {"said": {"subject": ["Lee"], "clause": ["snowed"]}},
    ),
    "a speaker behind the verb goes on with a gerund": (
        "It/PRON/nsubj>2 froze/VERB:VBD/ccomp>4 ,/PUNCT/punct>4 says=say/VERB:VBZ/ROOT Lee/PROPN/nsubj>7 ,/PUNCT/punct>5"
        " thanking/VERB:VBG/ccomp>4 us/PRON/dobj>7",
        {"says": {"subject": ["Lee"], "clause": ["froze"]}},
    ),
    "what somebody is quoted as saying": (
        "It/PRON/nsubj>2 froze/VERB:VBD/ccomp>6 ,/PUNCT/punct>6 Lee/PROPN/nsubjpass>6 was/AUX:VBD/auxpass>6 quoted=quote/VERB:VBN/ROOT"
        " as/ADP/prep>6 saying=say/VERB:VBG/pcomp>7",
        {"saying": {"subject": ["Lee"], "clause": ["froze"]}},
    ),
    "a participle between commas describes the subject of the verb behind": (
        "The/DET/det>2 miners/NOUN/nsubj>4 ,/PUNCT/punct>2 stunned=stun/VERB:VBD/ROOT by/ADP/agent>4 it/PRON/pobj>5 ,/PUNCT/punct>9"
        " are/AUX:VBP/aux>9 leaving/VERB:VBG/conj>4",
        {"leaving": {"subject": ["miners"]}, "stunned": {"object": ["miners"]}},
    ),
}


def _parsed(line: str) -> Doc:
    doc = tree(line)
    for token in doc:
        if token.text == "Lee":
            token.ent_type_ = "Person"
    return doc


@pytest.mark.parametrize("case", CASES)
def test_words_are_hung_where_they_belong(case: str) -> None:
    line, expected = CASES[case]
    doc = mend(_parsed(line))
    found = predications(doc)
    for verb, functions in expected.items():
        item = found.get(word(doc, verb))
        assert item is not None
        assert {name: [head.text for head in item.fillers(name)] for name in functions} == functions


@pytest.mark.parametrize("case", CASES)
def test_a_mended_parse_is_left_alone(case: str) -> None:
    doc = mend(_parsed(CASES[case][0]))
    assert mend(doc) is doc


def test_a_parse_without_faults_is_the_same_object() -> None:
    doc = tree("Ann/PROPN/nsubj>2 said=say/VERB:VBD/ROOT it/PRON/nsubj>4 rained/VERB:VBD/ccomp>2")
    assert mend(doc) is doc
