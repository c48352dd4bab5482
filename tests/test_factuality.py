"""What happened, what did not, and what is only planned, wanted, possible or conditional."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kgraph.extract.factuality import factuality
from kgraph.language.lemmas import correct_lemmas
from kgraph.model import Modality, Polarity
from kgraph.syntax.tree import tree

ACTUAL, PLANNED, WANTED, POSSIBLE, CONDITIONAL = Modality
YES, NO = Polarity

CASES = {
    "plain past": ("The envoys met in Oslo.", "met", YES, ACTUAL),
    "not": ("The envoys did not meet.", "meet", NO, ACTUAL),
    "contracted not": ("The envoys didn't meet.", "meet", NO, ACTUAL),
    "never": ("The envoys never met.", "met", NO, ACTUAL),
    "no on a noun": ("There was no attack on the port.", "attack", NO, ACTUAL),
    "no on a subject": ("No ships were attacked.", "attacked", NO, ACTUAL),
    "nobody": ("Nobody attacked the port.", "attacked", NO, ACTUAL),
    "without and a gerund": ("They left without signing the treaty.", "signing", NO, ACTUAL),
    "without and a noun": ("The month passed without an attack.", "attack", NO, ACTUAL),
    "fail to": ("The envoys failed to sign the treaty.", "sign", NO, ACTUAL),
    "refuse to": ("The envoys refused to sign the treaty.", "sign", NO, ACTUAL),
    "unable to": ("The envoys were unable to sign the treaty.", "sign", NO, ACTUAL),
    "failure to": ("Their failure to sign the treaty shocked Oslo.", "sign", NO, ACTUAL),
    "deny": ("The army denied attacking the port.", "attacking", NO, ACTUAL),
    "cancel": ("The ministry cancelled the visit.", "visit", NO, ACTUAL),
    "fail twice is to do": ("They did not fail to sign the treaty.", "sign", YES, ACTUAL),
    "not only is yes": ("The rebels not only attacked the port.", "attacked", YES, ACTUAL),
    "carried by a light verb": ("They did not reach an agreement.", "agreement", NO, ACTUAL),
    "not carried by an opinion": ("They did not condemn the attack.", "attack", YES, ACTUAL),
    "into what nobody was led": ("They did not draw the firm into talks.", "talks", NO, ACTUAL),
    "failed to lead into": ("The envoy failed to push Oslo into concessions.", "concessions", NO, ACTUAL),
    "what was not looked into": ("The court did not look into the attack.", "attack", YES, ACTUAL),
    "no longer": ("The museum no longer needs the loan.", "needs", NO, ACTUAL),
    "blocked": ("The court blocked the sale.", "sale", NO, ACTUAL),
    "no part in the decision": ("Money played no part in the decision.", "decision", YES, ACTUAL),
    "hardly ever": ("The club hardly ever wins.", "wins", NO, ACTUAL),
    "not any": ("They did not see any protests.", "protests", NO, ACTUAL),
    "rejected reports of": ("The party rejected reports of a dispute.", "dispute", NO, POSSIBLE),
    "not reached for comment": ("The mayor was not available for comment.", "comment", NO, ACTUAL),
    "yet to": ("The firm has yet to answer the letter.", "answer", NO, ACTUAL),
    "instead of": ("Instead of talking about the port he left.", "talking", NO, ACTUAL),
    "short of": ("He stopped short of calling them liars.", "calling", NO, ACTUAL),
    "no sign of": ("They have shown no signs of relaxing the rule.", "relaxing", NO, ACTUAL),
    "no indication that": ("We have no indication that any ship was attacked.", "attacked", NO, ACTUAL),
    "no indication of how": ("They gave no indication of how the ship was attacked.", "attacked", YES, ACTUAL),
    "no doubt that": ("There is no doubt that the ship was attacked.", "attacked", YES, ACTUAL),
    "too late to": ("It was too late to save the ship.", "save", NO, ACTUAL),
    "stop doing": ("The firm stopped paying its crew.", "paying", NO, ACTUAL),
    "suspended": ("The ministry suspended aid to the port.", "aid", NO, ACTUAL),
    "a rejected offer was made": ("The board rejected the offer.", "offer", YES, ACTUAL),
    "a denied charge was made": ("She denied the charge.", "charge", YES, ACTUAL),
    "denied claims": ("She denied claims that he had robbed the bank.", "robbed", NO, POSSIBLE),
    "allegations that": ("They printed allegations that he had robbed the bank.", "robbed", YES, POSSIBLE),
    "on trial for": ("He is on trial for bribery.", "bribery", YES, POSSIBLE),
    "arrested for": ("He was arrested for stealing a car.", "stealing", YES, POSSIBLE),
    "faces": ("The captain faces a ban.", "ban", YES, POSSIBLE),
    "faced what came": ("The captain faced a strike.", "strike", YES, ACTUAL),
    "said of its subject": ("The wage increase was not enough.", "increase", YES, ACTUAL),
    "forgot that": ("They forgot that the ship had sunk.", "sunk", YES, ACTUAL),
    "unlikely": ("The envoys are unlikely to visit Oslo.", "visit", NO, POSSIBLE),
    "going to": ("The envoys are going to visit Oslo.", "visit", YES, PLANNED),
    "ahead of": ("Crowds gathered ahead of the vote.", "vote", YES, PLANNED),
    "postponed": ("The court postponed the ruling.", "ruling", YES, PLANNED),
    "when it is over": ("The firm will raise prices when the contract ends.", "ends", YES, PLANNED),
    "until it has been": ("The ban cannot end until the council has voted.", "voted", YES, CONDITIONAL),
    "two conditions": ("If you take the pipe and you break it, you pay.", "break", YES, CONDITIONAL),
    "a means": ("The rule will limit trade by forcing firms to move.", "forcing", YES, PLANNED),
    "a consequence": ("The law would cost millions, forcing shops to close.", "forcing", YES, CONDITIONAL),
    "what a possible verb brings": ("The step could trigger sanctions.", "sanctions", YES, POSSIBLE),
    "the one that is talked of": ("They may condemn the attack.", "attack", YES, ACTUAL),
    "a result": ("Moss came from behind to win the final.", "win", YES, ACTUAL),
    "the first to": ("She was the first to leave the port.", "leave", YES, ACTUAL),
    "the infinitive of a noun": ("They lack the votes to stop the bill.", "stop", YES, POSSIBLE),
    "afraid of": ("She was afraid of losing the case.", "losing", YES, POSSIBLE),
    "closer to": ("The bill brings Oslo closer to allowing the sale.", "allowing", YES, POSSIBLE),
    "admitted to": ("He admitted to stealing the car.", "stealing", YES, ACTUAL),
    "whether behind a preposition": ("There was doubt over whether he resigned.", "resigned", YES, POSSIBLE),
    "wants to see done": ("He wants to see the crew freed.", "freed", YES, WANTED),
    "have to": ("They have to declare gifts.", "declare", YES, WANTED),
    "had to": ("They had to sell the ship.", "sell", YES, ACTUAL),
    "must have": ("They must have left in a hurry.", "left", YES, POSSIBLE),
    "would like to": ("She would like to thank the crew.", "thank", YES, WANTED),
    "I would hope": ("We would hope that it works.", "hope", YES, ACTUAL),
    "insists that it is": ("She insists that the ship left.", "left", YES, ACTUAL),
    "recommends that they do": ("It recommends that they leave the port.", "leave", YES, WANTED),
    "a command": ("Bring the ship back.", "Bring", YES, WANTED),
    "offered thanks": ("The mayor offered congratulations to the crew.", "congratulations", YES, ACTUAL),
    "urgent talks": ("They held urgent talks in Oslo.", "talks", YES, ACTUAL),
    "was able to": ("She was able to leave the port.", "leave", YES, ACTUAL),
    "a question inside": ('She asked the crew, "who left?"', "asked", YES, ACTUAL),
    "will": ("The envoys will meet in Oslo.", "meet", YES, PLANNED),
    "promise to": ("She promised to visit Oslo.", "visit", YES, PLANNED),
    "plan to as noun": ("Their plan to visit Oslo is old.", "visit", YES, PLANNED),
    "set to": ("She is set to visit Oslo.", "visit", YES, PLANNED),
    "would in past speech": ("She said that she would visit Oslo.", "visit", YES, PLANNED),
    "planned visit": ("Her planned visit worries Oslo.", "visit", YES, PLANNED),
    "purpose": ("She flew to Oslo to meet the envoys.", "meet", YES, PLANNED),
    "want to": ("She wants to visit Oslo.", "visit", YES, WANTED),
    "urge to": ("She urged the envoys to visit Oslo.", "visit", YES, WANTED),
    "call for": ("She called for a visit.", "visit", YES, WANTED),
    "demand as noun": ("The demand for a visit is old.", "visit", YES, WANTED),
    "should": ("The envoys should visit Oslo.", "visit", YES, WANTED),
    "may": ("The envoys may visit Oslo.", "visit", YES, POSSIBLE),
    "try to": ("The envoys tried to visit Oslo.", "visit", YES, POSSIBLE),
    "likely to": ("The envoys are likely to visit Oslo.", "visit", YES, POSSIBLE),
    "question": ("Did the envoys visit Oslo?", "visit", YES, POSSIBLE),
    "before a question": ("The envoys left - but did they sign?", "left", YES, ACTUAL),
    "after a statement": ("The envoys left - but did they sign?", "sign", YES, POSSIBLE),
    "ended with no": ("The talks ended in March with no truce.", "ended", YES, ACTUAL),
    "may agree to": ("They may agree to visit Oslo.", "visit", YES, POSSIBLE),
    "if": ("If the envoys visit Oslo, the king will be glad.", "visit", YES, CONDITIONAL),
    "would": ("The envoys would visit Oslo if they were asked.", "visit", YES, CONDITIONAL),
    "no in a condition": ("If the envoys do not visit Oslo, the king will be sad.", "visit", NO, CONDITIONAL),
    "after is fact": ("After the envoys visited Oslo, the king was glad.", "visited", YES, ACTUAL),
    "said is fact of its source": ("The king said the envoys visited Oslo.", "visited", YES, ACTUAL),
    "be to": ("The envoys are to meet in Oslo.", "meet", YES, PLANNED),
    "was to have": ("She was to have signed the treaty.", "signed", YES, PLANNED),
    "headline infinitive": ("Ministers to meet rebels on Friday", "meet", YES, PLANNED),
    "headline infinitive after a noun": ("Envoys to meet in Oslo", "meet", YES, PLANNED),
    "until in the present": ("There is no truce until there is a treaty.", "treaty", YES, CONDITIONAL),
    "nor and inversion": ("They have not signed the treaty, nor have they rejected it.", "rejected", NO, ACTUAL),
    "neither side": ("Neither side signed the treaty.", "signed", NO, ACTUAL),
    "not one of": ("Not one of the envoys signed the treaty.", "signed", NO, ACTUAL),
    "copula of an adjective": ("They are not ready for talks.", "ready", NO, ACTUAL),
    "told to": ("She told the envoys to visit Oslo.", "visit", YES, WANTED),
    "told that": ("She told the envoys that he had visited Oslo.", "visited", YES, ACTUAL),
    "hoped to": ("She hoped to buy the ship.", "buy", YES, WANTED),
    "no on a carried subject": ("No truce was announced.", "truce", NO, ACTUAL),
    "infinitive of an inclination": ("They seemed inclined to sign the treaty.", "sign", YES, POSSIBLE),
    "infinitive that is as true as its verb": ("They began to shell the port.", "shell", YES, ACTUAL),
    "infinitive of force": ("She was forced to sign the treaty.", "sign", YES, ACTUAL),
    "what nobody says": ("Oslo did not say that it had signed the treaty.", "signed", YES, POSSIBLE),
    "called something": ("She called the meeting useful.", "meeting", YES, ACTUAL),
    "finite beside an infinitive": ("She offered to mediate and invited the envoys.", "invited", YES, ACTUAL),
    "one clause beside another": ("Oslo celebrates, Paris prepares for war.", "celebrates", YES, ACTUAL),
    "infinitives side by side": ("She intends to visit Oslo and then to sign the treaty.", "sign", YES, PLANNED),
    "outcome under if": ("If the meeting goes well, the king will be glad.", "meeting", YES, CONDITIONAL),
    "outcome denied": ("The meeting did not go well.", "meeting", YES, ACTUAL),
    "only mentioned": ("She did not mention a meeting.", "meeting", NO, POSSIBLE),
    "what did not take place": ("The meeting did not take place.", "meeting", NO, ACTUAL),
    "what never came": ("The attack never came.", "attack", NO, ACTUAL),
    "coordination shares will": ("The envoys will visit Oslo and sign the treaty.", "sign", YES, PLANNED),
}


@pytest.mark.parametrize(("text", "word", "polarity", "modality"), CASES.values(), ids=CASES.keys())
def test_factuality(nlp: Language, text: str, word: str, polarity: Polarity, modality: Modality) -> None:
    doc = nlp(text)
    correct_lemmas(doc)
    found = factuality(next(token for token in tree(doc) if token.text == word))
    assert (found.polarity, found.modality) == (polarity, modality)


def test_cues_are_the_words_that_decided(nlp: Language) -> None:
    token = next(token for token in tree(nlp("The envoys may not sign.")) if token.text == "sign")
    assert [cue.text for cue in factuality(token).cues] == ["may", "not"]


def test_will_is_future(nlp: Language) -> None:
    token = next(token for token in tree(nlp("The envoys will meet.")) if token.text == "meet")
    assert factuality(token).future
