"""What can be seen of a claim and its sentence that bears on whether a reader would call the claim usable.

A feature is a name with a number, 1 for most. Names are made of what was seen: ``type=Meeting``, ``agent.form=pronoun``. The weights of
data/verifier are those of these names, so a change here wants new weights (benchmarks.truth.train).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kgraph.syntax.relations import AUXILIARY, NEGATION, PREPOSITION
from kgraph.syntax.tree import Doc, Token
from kgraph.verifier.antecedents import antecedents
from kgraph.verifier.claim import UNNAMED, Claim, Side
from kgraph.verifier.forms import Seen, form_of, role_of

_LONG = 40  # tokens; how long a sentence, and how far a filler, can count
_DEEP = 4  # steps in the tree that tell one distance from another


def features(claim: Claim, doc: Doc) -> dict[str, float]:
    """The features of a claim about a parsed article; empty where the trigger lies outside its text."""
    trigger = doc.token_at(claim.trigger[0])
    if trigger is None:
        return {}
    seen = [*_of_type(claim), *_of_stance(claim), *_of_trigger(trigger, claim), *_of_sentence(trigger)]
    for side in claim.sides:
        seen += _of_side(side, claim, trigger)
    seen += [*_of_sides(claim), *antecedents(claim, doc)]
    return dict(seen)


def _named(names: Iterable[str]) -> Iterator[Seen]:
    return ((name, 1.0) for name in names)


def _of_type(claim: Claim) -> Iterator[Seen]:
    own = claim.type
    yield from _named([f"kind={claim.kind}", f"lemma={claim.lemma}", f"entry={own}:{claim.lemma}"])
    yield from _named(f"type={name}" for name in claim.lineage)


def _of_stance(claim: Claim) -> Iterator[Seen]:
    source = "none" if claim.source is None else "unnamed" if claim.source == UNNAMED else "named"
    time = "none" if claim.time is None else claim.time[2]
    yield from _named([f"modality={claim.modality}", f"polarity={claim.polarity}", f"source={source}", f"time={time}"])
    yield from _named([f"{claim.kind}.modality={claim.modality}", f"{claim.kind}.source={source}", f"{claim.kind}.time={time}"])


def _of_trigger(trigger: Token, claim: Claim) -> Iterator[Seen]:
    """The word itself, what it hangs on, and its neighbours."""
    kind = claim.kind
    yield from _named([f"tag={trigger.tag_}", f"{kind}.tag={trigger.tag_}", f"dep={trigger.dep_}", f"{kind}.dep={trigger.dep_}"])
    yield from _named([f"{claim.lineage[-1]}.tag={trigger.tag_}", f"{claim.type}.dep={trigger.dep_}"])
    if trigger.head is not trigger:
        yield from _named([f"head={trigger.head.lemma_}", f"head.tag={trigger.head.tag_}"])
    for child in trigger.children:
        yield f"child={child.dep_}", 1.0
        if child.fills(AUXILIARY) or child.fills(NEGATION) or child.fills(PREPOSITION):
            yield f"child={child.dep_}:{child.lower_}", 1.0
    for step in (-2, -1, 1, 2):
        if 0 <= trigger.i + step < len(trigger.doc) and not trigger.nbor(step).is_space:
            yield f"next{step}={trigger.nbor(step).lower_}", 1.0
    yield "capital", float(trigger.text[:1].isupper() and trigger.i != trigger.sent.start)
    yield "depth", min(sum(1 for _ in trigger.ancestors), 8) / 8


def _of_sentence(trigger: Token) -> Iterator[Seen]:
    sentence = trigger.sent
    words = {token.lower_ for token in sentence}
    yield "sentence.length", min(len(sentence), _LONG) / _LONG
    yield "sentence.place", (trigger.i - sentence.start) / len(sentence)
    yield "sentence.first", float(sentence.start == 0)
    yield "sentence.question", float("?" in words)
    yield "sentence.quoted", float(any(token.is_quote for token in sentence))
    yield "sentence.you", float(not words.isdisjoint(("you", "your")))
    yield "sentence.we", float(not words.isdisjoint(("i", "we", "my", "our")))
    yield "sentence.if", float(not words.isdisjoint(("if", "whether", "unless")))
    yield "sentence.verbless", float(not any(token.pos_ in ("VERB", "AUX") for token in sentence))
    yield "sentence.full", float(sentence[-1].text in ".!?”\"'’" or any(token.text == "." for token in sentence[-3:]))
    yield "article.place", min(trigger.i, 1000) / 1000


def _of_side(side: Side, claim: Claim, trigger: Token) -> Iterator[Seen]:
    role = role_of(side)
    words = trigger.doc.char_span(side.start, side.end)
    yield from _named([f"{role}.type={side.type}", f"{claim.lineage[-1]}.{role}.type={side.type}"])
    yield from _named([f"{claim.type}.{role}.type={side.type}", f"{claim.kind}.{role}.type={side.type}"])
    if words is None or len(words) == 0:
        return
    head, form = words.root, form_of(words)
    yield from _named([f"{role}.form={form}", f"{claim.kind}.{role}.form={form}", f"{role}.form={form}:{side.type is None}"])
    yield from _named(
        [f"{claim.lineage[-1]}.{role}.form={form}", f"{role}.head={head.lemma_.lower()}", f"{role}.tag={head.tag_}"]
    )
    if form == "pronoun":
        resolved = side.name is not None and side.name.lower() != words.text.lower()
        yield from _named([f"{role}.pronoun={head.lower_}:{resolved}", f"{role}.pronoun={head.lower_}:{side.type}"])
    yield f"{role}.length", min(len(words), 12) / 12
    yield f"{role}.distance", min(abs(head.i - trigger.i), _LONG) / _LONG
    yield f"{role}.renamed", float(side.name is not None and side.name != words.text)
    yield from _of_path(role, claim, head, trigger)


def _of_path(role: str, claim: Claim, head: Token, trigger: Token) -> Iterator[Seen]:
    """How a filler hangs on the trigger."""
    side = "left" if head.i < trigger.i else "right"
    path = _path(head, trigger)
    yield from _named([f"{role}.path={path}", f"{claim.kind}.{role}.path={path}", f"{role}.side={side}:{path}"])
    yield from _named([f"{claim.type}.{role}.path={path}", f"{claim.lemma}.{role}.path={path}"])


def _path(head: Token, trigger: Token) -> str:
    """The labels from a filler up to the trigger or to what both hang on, prepositions by their words."""
    if head.sent.start != trigger.sent.start:
        return "elsewhere"
    above = [trigger, *trigger.ancestors]
    steps: list[str] = []
    token = head
    while token not in above and len(steps) < _DEEP:
        steps.append(token.lower_ if token.fills(PREPOSITION) else token.dep_)
        if token.head is token:
            break
        token = token.head
    down = "" if token is trigger else f"^{min(above.index(token), _DEEP)}" if token in above else "^far"
    return "/".join(steps) + down


def _of_sides(claim: Claim) -> Iterator[Seen]:
    """Who takes part, whoever that is."""
    roles = [side.role for side in claim.sides]
    for role in ("agent", "patient", "topic", "place"):
        count = min(roles.count(role), 2)
        yield from _named([f"{role}s={count}", f"{claim.kind}.{role}s={count}", f"{claim.type}.{role}s={count}"])
    named = sum(side.type is not None for side in claim.sides)
    yield from _named([f"{claim.kind}.known={min(named, 3)}", f"{claim.kind}.sides={min(len(roles), 4)}"])
    names = [side.name for side in claim.sides if side.name]
    yield "twice", float(len(set(names)) < len(names))
