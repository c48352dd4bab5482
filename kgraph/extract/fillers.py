"""What fills the roles of an event: the slots of a frame, and who stands behind, beside or above the word that fills one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kgraph.coreference.nobody import does_nothing
from kgraph.extract.measures import is_bare_amount, is_measured, is_time
from kgraph.extract.reading import Reading, support_words
from kgraph.lexicon import CLAUSES, DOMAIN, EventType, Frame, Lexicon, RoleType, Slot, Trigger, entity_is_a
from kgraph.model import CORE_ROLES, TARGET_ROLES
from kgraph.syntax.clauses import is_infinitive, is_question
from kgraph.syntax.control import control
from kgraph.syntax.predications import Governor, Predication, counted
from kgraph.syntax.relations import ADJECTIVE, COMPOUND, OBJECT, PREPOSITIONAL_OBJECT, SUBJECT
from kgraph.syntax.tree import Token

_ACTORS = frozenset({"Person", "Group", "Organization"})
_SITES = frozenset({"City", "Region", "Facility"})
_PLACE_PREPOSITIONS = ("in", "at", "near", "outside", "inside", "across", "around", "on", "off", "along")
# Prepositional phrases that the parser may hang on a verb's object though they are the verb's, and the other way round.
_LOOSE = frozenset(
    "on with to for against from into over about between among at by toward towards in near along around outside inside across".split()
)
_AHEAD_OF_DOER = frozenset({"as", "from", "at", "in", "with", "for", "of", "object", "attribute", "to"})
_ACTING = frozenset({"Person", "Group", "Organization", "Government", "Company", "Party", "Country", "Military"})
_TOPICAL = frozenset({"on", "about", "over", "against", "from"})
_BESIDE = frozenset({"with", "to", "against"})
_IS_KIND = {"infinitive": is_infinitive, "question": is_question}
# What a word is "of" is rarely behind it: who condemns the hanging of a man does not condemn the man.
_REACH = ("possessive", "by", "from", "modifier", "against", "between")
_COUNTED = ("of", *_REACH)
_MAKERS = ("possessive", "by", "from", "modifier", "between")  # whose doing a thing is: a map of a moon reveals, and not the moon
# Where whoever does something stands beside the word for it.
_DOERS = frozenset(("subject", "possessive", "by"))


@dataclass(frozen=True, slots=True)
class Filler:
    """A word in a role; ``inherited`` where it does not stand there itself but was reached through another word."""

    role: str
    head: Token
    inherited: bool = False


def _may_fill(head: Token, slot: Slot, trigger: Token, reading: Reading) -> bool:
    """Whether a word can take part at all: "blamed on Friday" blames no Friday, and no event takes part in itself.

    A penalty is the one thing that is measured in time: "sentenced to nine years". An amount is always measured: what was "cut by the
    new owner" was cut by no amount.
    """
    if slot.role == "amount" and not is_measured(head):
        return False
    if slot.role == "topic" and not slot.required and (is_bare_amount(head, slot) or _is_where(head, slot, reading)):
        return False
    if slot.role == "instrument" and reading.type(head) in ("Person", "Group"):
        return False  # "drowned with her brother": he is nobody's tool
    leads = f"{slot.path[-1]} {head.lemma_.lower()}" in support_words()["leading"]
    if leads and not (slot.role == "topic" and slot.path[-1] == "as"):  # "dismissed it as part of a plot"
        return False
    timeless = slot.role == "penalty" or _is_person_of_age(head) or not is_time(head, reading)
    return timeless and not reading.inside(trigger, head) and not _opens_sentence(head, slot, trigger, reading)


def _is_where(head: Token, slot: Slot, reading: Reading) -> bool:
    """Whether a word behind "in" or "at" is where something happens, and not what it is about: "died at home"."""
    return slot.path[-1] in ("in", "at") and entity_is_a(reading.type(head), "Place")


def _opens_sentence(head: Token, slot: Slot, trigger: Token, reading: Reading) -> bool:
    """Whether a thing behind "in" stands before the clause and so only leads up to it: "In a separate move, she backed the plan"."""
    opens = slot.role in TARGET_ROLES and slot.path[-1] == "in" and head.i < trigger.i and head.head.lower_ == "in"
    return opens and reading.type(head) == "Thing" and not is_named(head, reading)


def is_apt(head: Token, slot: Slot, item: Predication, event_type: EventType, reading: Reading) -> bool:
    """Whether a word that stands elsewhere in the sentence may be taken over: only where it is of a kind that can fill the role."""
    role = event_type.role(slot.role)
    if role is None or not role.range or slot.role != "agent":
        return True
    own = any(argument.head.i == head.i and not argument.inherited for argument in item.arguments)
    taken = any(argument.head.i == head.i and argument.inherited for argument in item.arguments)
    return own or not taken or in_range(head, role, reading)


def can_act(heads: Sequence[Token], slot: Slot, event_type: EventType, reading: Reading) -> bool:
    """Whether anybody among those who fill the agent's slot can act: no delay criticises, and "you" are nobody in particular.

    True where the slot is empty, or does not say who acts.
    """
    role = event_type.role(slot.role)
    if slot.role != "agent" or slot.path[-1] not in _DOERS or role is None or not role.range or not heads:
        return True
    return any(_is_somebody(head, role, reading) for head in heads)


def _is_somebody(head: Token, role: RoleType, reading: Reading) -> bool:
    """Whether a word stands for an actor, or for what an actor does: "the group's refusal angered the court"."""
    if in_range(head, role, reading):
        return reading.mention(head) is not None or head.lower_ not in does_nothing()
    return any(True for _ in _reach(head, role, reading))


def _slot_heads(item: Predication, slot: Slot, trigger: Trigger, reading: Reading) -> Iterator[Token]:
    """The heads of what stands in a slot."""
    first, *rest = slot.path
    # Who is told something stands with the verb: "announced aid to Kyiv" announces it to nobody in particular.
    loose = item.pos == "noun" or slot.role != "addressee"
    heads = _loose_fillers(item, first, reading) if loose else item.fillers(first)
    if item.pos == "noun" and not heads:
        heads = _from_support(item, first, trigger, reading)
    if not rest:
        yield from heads
        return
    for head in heads:
        inner = reading.predications.get(head)
        if inner is not None and not (rest[0] == "of" and slot.role in TARGET_ROLES and _is_described(head, reading)):
            yield from _loose_fillers(inner, rest[0], reading)


def _is_described(head: Token, reading: Reading) -> bool:
    """Whether the "of" of a word only says who somebody is: who helps the opponents of a king does not help the king."""
    return reading.type(head) in ("Person", "Group") and head.lemma_.lower() not in support_words()["quantity"]


def _loose_fillers(item: Predication, function: str, reading: Reading) -> tuple[Token, ...]:
    """What fills a function; loose prepositional phrases are also looked for on the object, or on a noun's verb."""
    if function in CLAUSES:
        return tuple(clause for clause in item.fillers("clause") if _IS_KIND[function](clause))
    direct = item.fillers(function)
    if not direct and function == "subject" and item.passive:
        return doers_astray(item, reading)
    if not direct and function == "of" and item.pos == "verb" and item.passive:
        # "accused by the union of lying", where the parser has the union of lying
        return tuple(head for head in _below(item.fillers("subject"), function, reading) if head.pos_ == "VERB")
    if direct or function not in _LOOSE:
        return direct
    if item.pos == "verb":
        below = _below(item.fillers("object"), function, reading)
        if not below and item.passive:
            below = _below(item.fillers("subject"), function, reading)  # "slammed by residents for the delay"
        return below or _astray(item, function, reading)
    if function == "by" and (owned := _below(item.fillers("of"), function, reading, inherited=False)):
        return owned  # "the arrest of the mayor by police", where the parser has the mayor by police
    governors = reading.predications.governors.get(item.head.i, ())
    near = [governor for governor in governors if governor.function in ("object", "attribute") and lends(governor)]
    found = tuple(head for governor in near for head in governor.predication.fillers(function) if _is_lent(head, item, governor))
    return (
        found
        or _astray(item, function, reading)
        or tuple(head for governor in near for head in _astray(governor.predication, function, reading))
    )


def _is_lent(head: Token, item: Predication, governor: Governor) -> bool:
    """Whether a phrase of a verb may be its noun's: not what opens the sentence ("In a statement, she gave her support")."""
    return head.i != item.head.i and not (head.i < governor.predication.head.i and head.i < item.head.i)


def doers_astray(item: Predication, reading: Reading) -> tuple[Token, ...]:
    """Who a passive verb is done by, where the parser hangs the "by" on an earlier phrase: "was named as chair by the board"."""
    for argument in item.arguments:
        if argument.function == "object" and item.fillers("dative"):
            continue  # "was allowed a visit by the vicar"
        if argument.head.i > item.head.i and argument.function in _AHEAD_OF_DOER:
            found = _below([argument.head], "by", reading, inherited=False)
            doers = tuple(head for head in found if reading.type(head) in _ACTING)
            if doers:
                return doers
    return ()


def _below(heads: Iterable[Token], function: str, reading: Reading, *, inherited: bool = True) -> tuple[Token, ...]:
    """What fills a function of words; also what only a participle beside them has (``inherited``)."""
    inner = (found for head in heads if (found := reading.predications.get(head)) is not None)
    return tuple(
        one.head for item in inner for one in item.arguments if one.function == function and (inherited or not one.inherited)
    )


def _astray(item: Predication, function: str, reading: Reading) -> tuple[Token, ...]:
    """What "against" brings in, where the parser hangs it on a place: "filed a suit in a court in Oslo against the bank"."""
    if function != "against":
        return ()
    places = [argument.head for argument in item.arguments if argument.function in _PLACE_PREPOSITIONS]
    places += _below(item.fillers("object"), "in", reading)
    return _below(places, function, reading)


def lends(governor: Governor) -> bool:
    """Whether a verb only supports the noun below it, so that what stands with the verb is the noun's."""
    return any(governor.predication.lemma in lemmas for lemmas in support_words().values())


def _from_support(item: Predication, function: str, trigger: Trigger, reading: Reading) -> tuple[Token, ...]:
    """The subject of the noun's support verb, where the entry says that it stands for this function.

    Who arranges "a meeting between" two sides is none of them, and who calls a meeting useful calls none.
    """
    if item.fillers("between") and not any(_has_third_side(frame) for frame in trigger.frames):
        return ()
    for governor in reading.predications.governors.get(item.head.i, ()):
        if (
            governor.function in _TOPICAL
            and governor.predication.lemma in support_words()["light"]
            and governor.predication.fillers("object")
        ):
            continue  # who makes no finding on an allegation alleges nothing
        if not governor.predication.fillers("attribute") and trigger.light.get(governor.predication.lemma) == function:
            return tuple(head for head in governor.predication.fillers("subject") if head.i != item.head.i)
    return ()


def supported(
    item: Predication, trigger: Trigger, frame: Frame, fillers: Sequence[Filler], reading: Reading, lexicon: Lexicon
) -> Iterator[Filler]:
    """Who does, or gets, what a noun says, out of the subject of the verb that the noun hangs on."""
    event_type = lexicon.types[trigger.type]
    if item.fillers("between") and not _has_third_side(frame):
        return
    filled = {filler.role for filler in fillers}
    for governor in reading.predications.governors.get(item.head.i, ()):
        role = _support_role(governor, item, trigger, frame, filled, event_type)
        if role is None:
            continue
        slot = Slot(("subject",), role)
        for head in governor.predication.fillers("subject"):
            if not event_type.plover or can_act((head,), slot, event_type, reading):
                yield from fill(head, slot, event_type, reading, inherited=True)
        return


def _has_third_side(frame: Frame) -> bool:
    """Whether those between whom it happens are not those who do it: who launches a mediation between two sides mediates."""
    return any(slot.path[0] == "between" and slot.role in TARGET_ROLES for slot in frame.slots)


def _support_role(
    governor: Governor, item: Predication, trigger: Trigger, frame: Frame, filled: set[str], event_type: EventType
) -> str | None:
    if governor.function not in ("object", "with") and governor.predication.fillers("object"):
        return None  # "put a brave face on the defeat" is no defeat of one's own
    lemma = governor.predication.lemma
    roles = [slot.role for slot in frame.slots]
    if _is_feat(governor, item, trigger):
        return "agent" if "agent" in roles and "agent" not in filled else None
    if lemma in trigger.light or governor.predication.particle in support_words()["against"]:
        return None  # the entry has said it, or the verb undoes it
    if lemma in support_words()["doer"] and governor.function in ("object", "in", "on", "into"):
        return "agent" if "agent" in roles and ("agent" not in filled or event_type.symmetric) else None
    if lemma in support_words()["guest"] and governor.function == "object" and event_type.symmetric:
        return "agent" if "agent" in roles else None  # who attends a summit meets, who attends a launch launches nothing
    if lemma in support_words()["receiver"] and governor.function == "object":
        if event_type.symmetric and "agent" in roles:
            return "agent"  # who faces a dispute with somebody is the other side of it
        return next((role for role in TARGET_ROLES if role in roles and role not in filled), None)
    return None


def _is_feat(governor: Governor, item: Predication, trigger: Trigger) -> bool:
    """Whether a noun is a feat of the verb's subject: "returned with a victory over", "ground out a win"."""
    words, lemma = support_words(), governor.predication.lemma
    if item.lemma not in words["feat"] or lemma in trigger.light:
        return False
    return governor.function == "with" or (governor.function == "object" and lemma in words["achieve"])


def fill(head: Token, slot: Slot, event_type: EventType, reading: Reading, *, inherited: bool = False) -> Iterator[Filler]:
    """The slot's role filled by a word, or, where the role's range forbids the word, by the actors it speaks of."""
    role = event_type.role(slot.role)
    if role is None or not role.range:
        if slot.path[-1] != "modifier":
            yield Filler(slot.role, head, inherited)
        return
    if slot.path[-1] == "modifier" and reading.type(head) in _SITES:
        return  # "the Geneva talks" are in Geneva, "the Iran talks" are with Iran
    if slot.path[-1] == "from" and slot.role == "agent" and reading.type(head) in ("City", "Region"):
        return  # "his trip from Leeds" is not the town's
    if slot.path[-1] == "of" and len(slot.path) > 1 and slot.role == "addressee" and reading.type(head) not in _ACTING:
        return  # who calls for the treatment of a disease asks no disease
    if (
        slot.path[-1] == "possessive"
        and slot.role == "agent"
        and _is_ranked(head.head)
        and entity_is_a(reading.type(head), "Place")
    ):
        return  # "the country's first inspection" is the first in the country
    if in_range(head, role, reading):
        yield Filler(slot.role, head, inherited)
        return
    if slot.path[-1] == "modifier":
        return
    if len(slot.path) > 1 and slot.path[0] == "clause":
        # Who refuses to show a film of the ministry's refuses nothing to the film, nor to the ministry; who alleges that a deal of the
        # ministry's was corrupt accuses the ministry.
        whose = tuple(_reach(head, role, reading)) if slot.path[-1] == "subject" and slot.role in TARGET_ROLES else ()
        yield from (Filler(slot.role, other, other is not head) for other in whose or [head] if is_named(other, reading))
        return
    if slot.role == "addressee" and reading.type(head) == "Work" and is_named(head, reading):
        yield Filler(slot.role, head, inherited)  # a newspaper that one tells something
        return
    reached = () if slot.role == "agent" and is_named(head, reading) else tuple(_reach(head, role, reading))
    # What is condemned is the decision, and with it the court that made it; who condemns is the court and never its decision, and
    # nobody talks to a thing.
    # "works with the risk of gas": a risk is no partner.
    beside = slot.role == "agent" and slot.path[-1] in _BESIDE and not is_named(head, reading)
    instead = slot.role == "addressee" or beside or (slot.role == "agent" and bool(reached) and not event_type.symmetric)
    if (head.pos_ in ("NOUN", "PROPN") or _is_person_of_age(head)) and not instead:
        yield Filler(slot.role, head, inherited)
    elif head.pos_ == "VERB" and event_type.role("topic") is not None:
        yield Filler("topic", head, inherited)
    yield from (Filler(slot.role, other, True) for other in reached)


def _is_ranked(noun: Token) -> bool:
    """Whether a noun is the first or the most of its kind: "biggest strike"."""
    ranks = support_words()["rank"]
    return any(child.fills(ADJECTIVE) and (child.tag_ == "JJS" or child.lower_ in ranks) for child in noun.children)


def may_own(head: Token, reading: Reading) -> bool:
    """Whether an act that a noun tells of can be a word's: a thing without a name has none, save behind "by"."""
    return reading.type(head) != "Thing" or is_named(head, reading) or head.head.lower_ == "by"


def is_named(head: Token, reading: Reading) -> bool:
    """Whether a word stands for somebody or something that has a name."""
    mention = reading.mention(head)
    return mention is not None and reading.chains[mention.chain].named


def _is_person_of_age(head: Token) -> bool:
    """Whether a word stands for a person by age: "the 21-year-old"."""
    return head.lower_ == "old" and head.fills(SUBJECT | OBJECT | PREPOSITIONAL_OBJECT)


def sides(fillers: Sequence[Filler], event_type: EventType, reading: Reading) -> Iterator[Filler]:
    """The two sides that one noun phrase names: "British and EU negotiators", "US-Iran talks"."""
    for filler in fillers:
        role = event_type.role(filler.role)
        inner = reading.predications.get(filler.head)
        if role is None or inner is None or filler.role not in CORE_ROLES or filler.head.tag_ != "NNS":
            continue
        named = [other for other in inner.fillers("modifier") if reading.mention(other) and in_range(other, role, reading)]
        if len(named) > 1:
            yield from (Filler(filler.role, other, True) for other in named)


def in_range(head: Token, role: RoleType, reading: Reading) -> bool:
    """Whether a word is of a kind that may fill a role."""
    kind = reading.type(head)
    if kind == "Thing" and head.pos_ == "PRON":
        return head.lower_ not in ("it", "this", "that", "which", "what")
    if kind == "Thing" and is_named(head, reading):
        return not _ACTORS.isdisjoint(role.range)  # a name of which nothing is known may be anybody's
    return any(entity_is_a(kind, allowed) for allowed in role.range)


def _reach(head: Token, role: RoleType, reading: Reading) -> Iterator[Token]:
    """The actors whose act, plan or thing a word is: "Erdogan" of "Erdogan's decision", "rebels" of "an attack by rebels"."""
    inner = reading.predications.get(head)
    if inner is None:
        return
    makes = role.name == "agent"
    if inner.pos == "noun":
        counts = head.lemma_.lower() in support_words()["quantity"]
        functions: tuple[str, ...] = _MAKERS if makes else _COUNTED if counts else _REACH
    else:  # the object of a lower clause is that clause's alone: "praised for saving the firm"
        functions = ("subject", "object") if makes else ("subject",)
    for function in functions:
        found = [
            one.head for one in inner.arguments if one.function == function and _is_behind(one.head, function, role, reading)
        ]
        found = [other for other in found if _makes(other, head)]
        if found:
            yield from found
            return


def _makes(maker: Token, thing: Token) -> bool:
    """Whether who stands behind the "by" of a participle has made a thing, and not only backed or found it."""
    participle = maker.head.head
    return participle.tag_ != "VBN" or participle.head is not thing or participle.lemma_ in control("making")


def _is_behind(other: Token, function: str, role: RoleType, reading: Reading) -> bool:
    """Whether somebody may stand behind a thing: of the words before a noun only the name of a body or a country says so."""
    mention = reading.mention(other)
    if mention is None or not in_range(other, role, reading):
        return False
    chain = reading.chains[mention.chain]
    if role.name == "addressee" and function == "modifier" and entity_is_a(chain.type, "Place"):
        return False  # "told a Lund meeting" tells the town nothing
    if role.name in TARGET_ROLES and function == "modifier" and not _is_of_maker(other, reading):
        return False
    return function != "modifier" or (chain.named and not entity_is_a(chain.type, "Person") and chain.type != "Group")


def _is_of_maker(modifier: Token, reading: Reading) -> bool:
    """Whether a word before a thing may say whose it is: not of a law, nor of a war that has the name of its place."""
    if reading.type(modifier.head) == "Law":
        return False
    return not (modifier.pos_ == "PROPN" and modifier.fills(COMPOUND) and entity_is_a(reading.type(modifier), "Place"))


def places(item: Predication, fillers: Sequence[Filler], reading: Reading) -> Iterator[Filler]:
    """Where it happens: place names behind a preposition of place, of the word itself, its object or its light verb."""
    if any(filler.role == "place" for filler in fillers):
        return
    taken = {filler.head.i for filler in fillers}
    governors = reading.predications.governors.get(item.head.i, ())
    sources = [item, *(governor.predication for governor in governors if lends(governor))]
    sources += [inner for noun in item.fillers("object") if (inner := reading.predications.get(noun)) is not None]
    for source in sources:
        for function in _PLACE_PREPOSITIONS:
            for head in source.fillers(function):
                if head.i not in taken and entity_is_a(reading.type(head), "Place"):
                    yield Filler("place", head)
                    return
    if item.pos == "noun":
        named = reading.place_in_name(item.head)
        if named is not None:
            yield Filler("place", named)
            return
        for head in item.fillers("modifier"):
            if head.i not in taken and head.pos_ == "PROPN" and entity_is_a(reading.type(head), "Place"):
                yield Filler("place", head)
                return


def distinct(fillers: Iterable[Filler]) -> list[Filler]:
    """Each word once, in its first role; nobody is both sides of an event."""
    kept: dict[int, Filler] = {}
    for filler in fillers:
        kept.setdefault(filler.head.i, filler)
    return list(kept.values())


def heads_of(item: Predication, slot: Slot, trigger: Trigger, reading: Reading) -> tuple[Token, ...]:
    """The words that may stand in a slot."""
    return tuple(head for head in _slot_heads(item, slot, trigger, reading) if _may_fill(head, slot, item.head, reading))


def lemmas_of(item: Predication, function: str, reading: Reading) -> frozenset[str]:
    """The lemmas of what fills a function, a path of one or two steps; kept, as many entries ask for the same."""
    key = item.head.i, function
    if key not in reading.kept:
        reading.kept[key] = frozenset(_found_lemmas(item, function, reading))
    return reading.kept[key]


def _found_lemmas(item: Predication, function: str, reading: Reading) -> set[str]:
    """The lemmas of what fills a function, a path of one or two steps, and "*" where anything but a time does.

    They are "reservists" as well of "thousands of reservists".
    """
    if function == DOMAIN:
        return {reading.domain}
    first, _, second = function.partition(".")
    heads = _loose_fillers(item, first, reading)
    if second:
        inner = [found for head in heads if (found := reading.predications.get(head)) is not None]
        heads = tuple(head for found in inner for head in _loose_fillers(found, second, reading))
    lemmas = {"*"} if any(not reading.is_time(head) for head in heads) else set()
    for head in heads:
        lemmas |= reading.lemmas(head)
        if head.pos_ == "NUM" or head.lemma_.lower() in support_words()["quantity"]:
            lemmas |= {noun.lemma_.lower() for noun in counted(head)}
    return lemmas
