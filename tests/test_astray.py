"""Who does what in sentences that a parser cuts in the wrong place. The trees are what it gives, mistakes included."""

from __future__ import annotations

import pytest

from kgraph.syntax.predications import Predication, predications
from tests.trees import tree

CASES = {
    "the last of a list is the subject of what follows": (
        "The/DET/det>2 board/NOUN/nsubj>3 thanked/VERB:VBD/ROOT the/DET/det>5 cooks/NOUN/dobj>3 and/CCONJ/cc>5 the/DET/det>8"
        " guard/NOUN/conj>5 has=have/AUX:VBZ/aux>10 left/VERB:VBN/conj>3",
        {"thanked": {"object": ["cooks"]}, "left": {"subject": ["guard"]}},
    ),
    "a list stays whole where the verb behind it has an and": (
        "Ann/PROPN/nsubj>2 met/VERB:VBD/ROOT Bo/PROPN/dobj>2 and/CCONJ/cc>3 Cy/PROPN/conj>3 and/CCONJ/cc>2 left/VERB:VBD/conj>2",
        {"met": {"object": ["Bo", "Cy"]}, "left": {"subject": ["Ann"]}},
    ),
    "an object is the subject of the clause behind it": (
        "The/DET/det>2 log/NOUN/nsubj>3 shows/VERB:VBZ/ROOT petrol/NOUN/dobj>3 dwindled/VERB:VBD/ccomp>3",
        {"shows": {"object": []}, "dwindled": {"subject": ["petrol"]}},
    ),
    "two clauses beside each other share a subject": (
        "Mia/PROPN/nsubj>2 says/VERB:VBZ/ROOT he/PRON/nsubj>4 hid/VERB:VBD/ccomp>2 it/PRON/dobj>4 then/ADV/advmod>7"
        " sold/VERB:VBD/ccomp>2 it/PRON/dobj>7",
        {"sold": {"subject": ["he"]}},
    ),
    "a participle beside its noun is passive": (
        "The/DET/det>2 clerks/NOUN/nsubj>3 posted/VERB:VBD/ROOT to/ADP/prep>3 Lima/PROPN/pobj>4 are/AUX:VBP/aux>7"
        " hoping/VERB:VBG/advcl>3",
        {"posted": {"object": ["clerks"], "subject": []}, "hoping": {"subject": ["clerks"]}},
    ),
    "a clause with a subject of its own is none of that": (
        "Ann/PROPN/nsubj>2 feared/VERB:VBD/ROOT there/PRON/expl>4 was/AUX:VBD/ccomp>2 fog/NOUN/attr>4",
        {"feared": {"subject": ["Ann"]}},
    ),
    "a participle between commas": (
        "The/DET/det>2 rower/NOUN/nsubj>4 ,/PUNCT/punct>2 ranked/VERB:VBD/advcl>7 third/ADV/advmod>4 ,/PUNCT/punct>2"
        " triumphed/VERB:VBD/ROOT",
        {"ranked": {"object": ["rower"]}, "triumphed": {"subject": ["rower"]}},
    ),
    "asked at the head of a sentence": (
        "Asked=ask/VERB:VBD/advcl>5 about/ADP/prep>1 it/PRON/pobj>2 Ann/PROPN/nsubj>5 laughed/VERB:VBD/ROOT",
        {"Asked": {"subject": [], "object": ["Ann"]}},
    ),
    "with somebody praised": (
        "It/PRON/nsubj>2 ended/VERB:VBD/ROOT with/ADP/prep>2 Cy/PROPN/nsubj>5 praised/VERB:VBN/pcomp>3",
        {"praised": {"subject": [], "object": ["Cy"]}},
    ),
    "a noun between than and an infinitive is only compared": (
        "A/DET/det>2 girl/NOUN/nsubj>3 is=be/AUX:VBZ/ROOT likelier=likely/ADJ/acomp>3 than/SCONJ/mark>9 a/DET/det>7 boy/NOUN/nsubj>9"
        " to/PART/aux>9 sing/VERB:VB/advcl>4",
        {"sing": {"subject": ["girl"]}},
    ),
    "a gerund that tells when is no complement": (
        "We/PRON/nsubj>2 chose/VERB:VBD/ROOT it/PRON/dobj>2 after/ADP/prep>2 weighing/VERB:VBG/pcomp>4 both/PRON/dobj>5",
        {"chose": {"clause": [], "after": ["weighing"]}},
    ),
    "a gerund that tells what for is one": (
        "We/PRON/nsubj>2 blamed/VERB:VBD/ROOT her/PRON/dobj>2 for/ADP/prep>2 hiding/VERB:VBG/pcomp>4 it/PRON/dobj>5",
        {"blamed": {"clause": ["hiding"]}, "hiding": {"subject": ["her"]}},
    ),
    "what the accused did it by": (
        "They/PRON/nsubj>2 charged=charge/VERB:VBD/ROOT her/PRON/dobj>2 with/ADP/prep>2 fraud/NOUN/pobj>4 by/ADP/prep>2"
        " hiding/VERB:VBG/pcomp>6 debts/NOUN/dobj>7",
        {"hiding": {"subject": ["her"]}},
    ),
    "anybody may do what is suggested": (
        "She/PRON/nsubj>2 suggests=suggest/VERB:VBZ/ROOT moving/VERB:VBG/xcomp>2 the/DET/det>5 lamp/NOUN/dobj>3",
        {"moving": {"subject": []}},
    ),
    "what is hard to do": (
        "The/DET/det>2 cup/NOUN/nsubj>3 is=be/AUX:VBZ/ROOT hard/ADJ/acomp>3 to/PART/aux>6 lift/VERB:VB/xcomp>3",
        {"lift": {"subject": []}},
    ),
    "who is given a chance": (
        "Oslo/PROPN/nsubj>2 gave=give/VERB:VBD/ROOT the/DET/det>4 town/NOUN/dative>2 a/DET/det>6 chance/NOUN/dobj>2 to/PART/aux>8"
        " vote/VERB:VB/acl>6",
        {"vote": {"subject": ["town"]}},
    ),
    "who writes to somebody": (
        "Ann/PROPN/nsubj>2 wrote=write/VERB:VBD/ROOT to/ADP/prep>2 the/DET/det>5 nuns/NOUN/pobj>3 urging=urge/VERB:VBG/acl>5"
        " them/PRON/dobj>6 to/PART/aux>9 stay/VERB:VB/xcomp>6",
        {"urging": {"subject": ["Ann"]}},
    ),
    "whose doing somebody argues against": (
        "Ann/PROPN/nsubj>2 argued=argue/VERB:VBD/ROOT against/ADP/prep>2 Bo/PROPN/pobj>3 touring/VERB:VBG/xcomp>2",
        {"touring": {"subject": ["Bo"]}},
    ),
    "what somebody has received": (
        "The/DET/det>2 loans/NOUN/nsubj>6 received=receive/VERB:VBN/acl>2 by/ADP/agent>3 Chad/PROPN/pobj>4 shrank/VERB:VBD/ROOT",
        {"loans": {"by": []}},
    ),
    "behind a dash something new begins": (
        "She/PRON/nsubj>2 sold/VERB:VBD/ROOT the/DET/det>4 boat/NOUN/dobj>2 -/PUNCT/punct>4 and/CCONJ/cc>4 the/DET/det>8 oars/NOUN/conj>4",
        {"sold": {"object": ["boat"]}},
    ),
    "whoever beats somebody for a place gets it": (
        "Ann/PROPN/nsubj>2 beat/VERB:VBD/ROOT Bo/PROPN/dobj>2 to/PART/aux>5 claim/VERB:VB/xcomp>2 bronze/NOUN/dobj>5",
        {"claim": {"subject": ["Ann"], "object": ["bronze"]}},
    ),
    "whoever pays a sum acts, and whoever is paid does": (
        "Ann/PROPN/nsubj>2 paid=pay/VERB:VBD/ROOT Bo/PROPN/dobj>2 to/PART/aux>5 dig/VERB:VB/xcomp>2",
        {"dig": {"subject": ["Bo"]}},
    ),
    "who is the person and no thing beside her": (
        "A/DET/det>2 sailor/NOUN/nsubj>8 with/ADP/prep>2 a/DET/det>5 limp/NOUN/pobj>3 who/PRON:WP/nsubj>7 slept/VERB:VBD/relcl>5"
        " woke/VERB:VBD/ROOT",
        {"slept": {"subject": ["sailor"]}},
    ),
    "which agrees with its verb": (
        "The/DET/det>2 costs=cost/NOUN:NNS/nsubj>8 of/ADP/prep>2 debt/NOUN:NN/pobj>3 ,/PUNCT/punct>2 which/PRON:WDT/nsubj>7"
        " grows=grow/VERB:VBZ/relcl>2 worry/VERB:VBP/ROOT her/PRON/dobj>8",
        {"grows": {"subject": ["debt"]}},
    ),
    "what is rejected is not done": (
        "I/PRON/nsubj>2 eat/VERB:VBP/ROOT rice/NOUN/dobj>2 rather/ADV/advmod>5 than/ADP/cc>3 bread/NOUN/dobj>2",
        {"eat": {"object": ["rice"], "dative": []}},
    ),
    "who is given something": (
        "The/DET/det>2 clerk/NOUN/nsubjpass>4 was/AUX:VBD/auxpass>4 given=give/VERB:VBN/ROOT a/DET/det>6 fine/NOUN/dobj>4",
        {"given": {"dative": ["clerk"], "object": ["fine"]}},
    ),
    "what somebody is named": (
        "Ann/PROPN/nsubjpass>3 was/AUX:VBD/auxpass>3 elected=elect/VERB:VBN/ROOT mayor/NOUN/dobj>3",
        {"elected": {"object": ["Ann"], "attribute": ["mayor"]}},
    ),
    "named between commas": (
        "Ann/PROPN/nsubj>3 ,/PUNCT/punct>1 elected=elect/VERB:VBD/ROOT mayor/NOUN/dobj>3 here/ADV/advmod>3 ,/PUNCT/punct>3"
        " has=have/AUX:VBZ/aux>8 quit/VERB:VBN/conj>3",
        {"elected": {"object": ["Ann"], "subject": []}, "quit": {"subject": ["Ann"]}},
    ),
    "a short has": (
        "She/PRON/nsubjpass>3 's=be/AUX:VBZ/auxpass>3 lost=lose/VERB:VBN/ROOT hope/NOUN/dobj>3",
        {"lost": {"subject": ["She"], "object": ["hope"]}},
    ),
    "a speaker goes on with a participle": (
        "Ann/PROPN/nsubj>2 said=say/VERB:VBD/ROOT crowds/NOUN/nsubj>4 ran/VERB:VBD/ccomp>2 ,/PUNCT/punct>4 warning=warn/VERB:VBG/advcl>4"
        " of/ADP/prep>6 panic/NOUN/pobj>7",
        {"warning": {"subject": ["Ann"]}},
    ),
    "what came of something passive": (
        "Trains/NOUN/nsubjpass>3 were=be/AUX:VBD/auxpass>3 halted=halt/VERB:VBN/ROOT ,/PUNCT/punct>3 causing=cause/VERB:VBG/advcl>3"
        " anger/NOUN/dobj>5",
        {"causing": {"subject": [], "object": ["anger"]}},
    ),
    "charged where somebody appears": (
        "Ann/PROPN/nsubj>2 appeared/VERB:VBD/ROOT in/ADP/prep>2 court/NOUN:NN/pobj>3 charged=charge/VERB:VBN/acl>4 with/ADP/prep>5"
        " theft/NOUN/pobj>6",
        {"charged": {"object": ["Ann"]}},
    ),
    "a gerund beside a participle goes on with the gerund above": (
        "Ann/PROPN/nsubj>3 is=be/AUX:VBZ/aux>3 suing=sue/VERB:VBG/ROOT those/PRON/dobj>3 freed=free/VERB:VBN/acl>4 and/CCONJ/cc>5"
        " forcing=force/VERB:VBG/conj>5 them/PRON/dobj>7 out/ADV/advmod>7",
        {"forcing": {"subject": ["Ann"]}},
    ),
    "an opening is no subject": (
        "Since/SCONJ/mark>8 Monday/PROPN/nsubj>8 ,/PUNCT/punct>2 Ann/PROPN/conj>2 and/CCONJ/cc>4 Bo/PROPN/conj>4 have/AUX:VBP/aux>8"
        " run/VERB:VBN/ROOT it/PRON/dobj>8",
        {"run": {"subject": ["Ann", "Bo"]}},
    ),
    "a participle goes on with the one that it is like": (
        "She/PRON/nsubj>2 must/AUX:MD/ROOT stop/VERB:VB/xcomp>2 it/PRON/dobj>3 from/ADP/prep>3 being=be/AUX:VBG/auxpass>7"
        " sold=sell/VERB:VBN/pcomp>5 and/CCONJ/cc>7 taken=take/VERB:VBN/conj>3 abroad/ADV/advmod>9",
        {"taken": {"subject": [], "object": ["it"]}},
    ),
    "an object of a lower verb is the subject of what follows": (
        "Ann/PROPN/nsubj>2 said=say/VERB:VBD/ROOT he/PRON/nsubj>4 refused=refuse/VERB:VBD/ccomp>2 to/PART/aux>6 see/VERB:VB/xcomp>4"
        " rain/NOUN/dobj>6 had=have/AUX:VBD/aux>9 fallen=fall/VERB:VBN/ccomp>2",
        {"refused": {"subject": ["he"], "object": []}, "fallen": {"subject": ["rain"]}},
    ),
    "a sentence is no subject": (
        "The/DET/det>2 club/NOUN/nsubj>4 has=have/AUX:VBZ/aux>4 suspended=suspend/VERB:VBN/csubjpass>8 him/PRON/dobj>4 should/AUX:MD/aux>8"
        " be/AUX:VB/auxpass>8 burnt=burn/VERB:VBN/ROOT",
        {"burnt": {"object": []}},
    ),
    "the last of a list is the subject of a clause that nothing brings in": (
        "Ida/PROPN/nsubj>2 coached/VERB:VBD/ROOT the/DET/det>4 juniors/NOUN/dobj>2 and/CCONJ/cc>4 Oli/PROPN/conj>4"
        " mended/VERB:VBD/advcl>2 boats/NOUN/dobj>7",
        {"coached": {"subject": ["Ida"], "object": ["juniors"]}, "mended": {"subject": ["Oli"], "object": ["boats"]}},
    ),
    "a clause behind with only goes along with the rest": (
        "With/ADP/prep>7 the/DET/det>3 ferry/NOUN/nsubj>4 leaking/VERB:VBG/pcomp>1 ,/PUNCT/punct>7 Ida/PROPN/nsubj>7"
        " painted/VERB:VBD/ROOT doors/NOUN/dobj>7",
        {"painted": {"with": [], "clause": [], "subject": ["Ida"]}, "leaking": {"subject": ["ferry"]}},
    ),
    "so does a noun with a participle, where with stands apart": (
        "Ida/PROPN/nsubj>2 painted/VERB:VBD/ROOT doors/NOUN/dobj>2 ,/PUNCT/punct>2 with/ADP/prep>2 the/DET/det>7 roof/NOUN/pobj>5"
        " following/VERB:VBG/acl>7",
        {"painted": {"with": []}},
    ),
    "what stands beside with stays where it does not": (
        "Ida/PROPN/nsubj>2 quarrelled/VERB:VBD/ROOT with/ADP/prep>2 a/DET/det>5 crew/NOUN/pobj>3 based/VERB:VBN/acl>5"
        " in/ADP/prep>6 Lund/PROPN/pobj>7",
        {"quarrelled": {"with": ["crew"]}},
    ),
    "a past tense behind with is a participle": (
        "With/SCONJ/mark>3 Ida/PROPN/nsubj>3 benched/VERB:VBD/advcl>6 ,/PUNCT/punct>6 Oli/PROPN/nsubj>6 rowed/VERB:VBD/ROOT",
        {"benched": {"object": ["Ida"], "subject": []}, "rowed": {"subject": ["Oli"]}},
    ),
    "a participle between commas is about the plan before it": (
        "In/ADP/prep>10 its/PRON/poss>3 plan/NOUN/pobj>1 ,/PUNCT/punct>10 unveiled=unveil/VERB:VBN/advcl>10 today/NOUN/npadvmod>5"
        " ,/PUNCT/punct>10 the/DET/det>9 school/NOUN/nsubj>10 named/VERB:VBD/ROOT sponsors/NOUN/dobj>10",
        {"unveiled": {"object": ["plan"]}},
    ),
    "a finite verb goes on with a finite one": (
        "We/PRON/nsubj>2 ask/VERB:VBP/ROOT Ida/PROPN/nsubj>5 to/PART:TO/aux>5 stay/VERB:VB/xcomp>2 and/CCONJ/cc>5"
        " will/AUX:MD/aux>8 pay/VERB:VB/conj>5 her/PRON/dobj>8",
        {"stay": {"subject": ["Ida"]}, "pay": {"subject": ["We"], "object": ["her"]}},
    ),
    "whoever is given leave may act": (
        "Ida/PROPN/nsubjpass>3 was/AUX:VBD/auxpass>3 given=give/VERB:VBN/ROOT leave/NOUN/dobj>3 by/ADP/prep>4 the/DET/det>7"
        " bishop/NOUN/pobj>5 to/PART:TO/aux>9 marry/VERB:VB/acl>4 Oli/PROPN/dobj>9",
        {"marry": {"subject": ["Ida"], "object": ["Oli"]}},
    ),
    "a request is for somebody else to meet": (
        "Ida/PROPN/nsubj>2 read/VERB:VBD/ROOT a/DET/det>4 request/NOUN/dobj>2 from/ADP/prep>4 the/DET/det>7 bishop/NOUN/pobj>5"
        " to/PART:TO/aux>9 resign/VERB:VB/acl>4",
        {"resign": {"subject": []}},
    ),
    "a second object behind a comma goes on with a list": (
        "Ida/PROPN/nsubj>2 asked/VERB:VBD/ROOT Oli/PROPN/dobj>2 to/PART:TO/aux>5 clean/VERB:VB/xcomp>2 baths/NOUN/dobj>5"
        " ,/PUNCT/punct>2 halls/NOUN/dobj>2",
        {"asked": {"object": ["Oli"], "dative": []}},
    ),
    "unless it is another name": (
        "Ida/PROPN/nsubj>2 thanked/VERB:VBD/ROOT a/DET/det>4 sponsor/NOUN/dobj>2 ,/PUNCT/punct>2 Oli/PROPN/dobj>2",
        {"thanked": {"object": ["Oli"]}},
    ),
    "a clause with if and without a subject is passive": (
        "If/SCONJ/mark>2 elected=elect/VERB:VBD/advcl>6 ,/PUNCT/punct>6 Ida/PROPN/nsubj>6 would/AUX:MD/aux>6 resign/VERB:VB/ROOT",
        {"elected": {"object": ["Ida"], "subject": []}},
    ),
    "a participle may do without the auxiliary of the one before it": (
        "Ida/PROPN/nsubjpass>3 was/AUX:VBD/auxpass>3 fined/VERB:VBN/ROOT and/CCONJ/cc>3 Oli/PROPN/nsubj>6"
        " suspended=suspend/VERB:VBD/conj>3",
        {"suspended": {"object": ["Oli"], "subject": []}},
    ),
    "whoever opposes what somebody does does not oppose them": (
        "Ida/PROPN/nsubj>2 opposed=oppose/VERB:VBD/ROOT the/DET/det>4 club/NOUN/nsubj>5 moving/VERB:VBG/ccomp>2",
        {"opposed": {"object": []}},
    ),
    "whoever does something besides speaks of no more than that": (
        "As/ADV/advmod>3 well/ADV/advmod>3 as/ADP/prep>7 painting/VERB:VBG/pcomp>3 ,/PUNCT/punct>7 she/PRON/nsubj>7 sings/VERB:VBZ/ROOT",
        {"sings": {"clause": [], "subject": ["she"]}},
    ),
    "a plan that is wanted to work is no plan to work": (
        "For/ADP/prep>7 her/PRON/poss>3 plan/NOUN/pobj>1 to/PART/aux>5 work/VERB:VB/acl>3 she/PRON/nsubj>7 needs/VERB:VBZ/ROOT"
        " luck/NOUN/dobj>7",
        {"plan": {"clause": []}},
    ),
    "nobody makes the plans that there are": (
        "Two/NUM/nsubj>2 left/VERB:VBD/ROOT and/CCONJ/cc>2 there/PRON/expl>5 are=be/AUX:VBP/conj>2 plans/NOUN/attr>5 to/PART/aux>8"
        " hire/VERB:VB/acl>6 three/NUM/dobj>8",
        {"hire": {"subject": []}},
    ),
    "money does not do what it is raised for": (
        "Ida/PROPN/nsubj>2 raised=raise/VERB:VBD/ROOT money/NOUN/dobj>2 to/PART/aux>5 dig/VERB:VB/relcl>3 wells/NOUN/dobj>5",
        {"dig": {"subject": ["Ida"]}},
    ),
    "what is set to happen": (
        "Ida/PROPN/nsubj>2 looks/VERB:VBZ/ROOT set/VERB:VBN/acomp>2 to/PART/aux>5 win/VERB:VB/xcomp>3",
        {"win": {"subject": ["Ida"]}},
    ),
    "whoever speaks of efforts makes none": (
        "Ida/PROPN/nsubj>2 said=say/VERB:VBD/ROOT efforts/NOUN/dobj>2 to/PART:TO/aux>5 drain/VERB:VB/acl>3 marshes/NOUN/dobj>5"
        " stopped/VERB:VBD/dep>2",
        {"drain": {"subject": [], "object": ["marshes"]}},
    ),
}


@pytest.mark.parametrize(("line", "expected"), CASES.values(), ids=CASES.keys())
def test_a_badly_cut_sentence_is_read_as_it_is_meant(line: str, expected: dict[str, dict[str, list[str]]]) -> None:
    found = {item.head.text: item for item in predications(tree(line))}
    assert {word: _arguments(found[word], functions) for word, functions in expected.items()} == expected


def test_who_bears_two_titles_is_one_person() -> None:
    doc = tree(
        "Founder=founder/NOUN:NN/nsubj>5 and/CCONJ/cc>1 owner/NOUN:NN/compound>4 Ida/PROPN/conj>1 resigned=resign/VERB:VBD/ROOT"
    )
    doc[3].ent_type_ = "Person"
    found = {item.head.text: item for item in predications(doc)}
    assert _arguments(found["resigned"], {"subject": []}) == {"subject": ["Ida"]}


def _arguments(item: Predication, functions: dict[str, list[str]]) -> dict[str, list[str]]:
    return {function: [head.text for head in item.fillers(function)] for function in functions}
