"""Reports: the predications of an article matched against the event lexicon, with what fills their roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

import yaml
from spacy.tokens import Doc, Token

from kgraph.extract.factuality import factuality
from kgraph.extract.predications import Governor, Predication, Predications, predications
from kgraph.extract.time import event_time
from kgraph.model import (
    CORE_ROLES,
    PLAIN_EVENT,
    TARGET_ROLES,
    Article,
    Attribution,
    Chain,
    Interval,
    Mention,
    MentionKind,
    Modality,
    Participant,
    Polarity,
    Report,
    Span,
    TimeBasis,
    TimeExpression,
)
from kgraph.ontology import EventType, Frame, Lexicon, RoleType, Slot, Trigger, entity_is_a

_SITES = frozenset({"City", "Region", "Facility"})
_PLACE_PREPOSITIONS = ("in", "at", "near", "outside", "inside", "across", "around", "on", "off", "along")
# Prepositional phrases that the parser may hang on a verb's object though they are the verb's, and the other way round.
_LOOSE = frozenset(
    "on with to for against from into over about between among at by toward towards in near along around outside inside across".split()
)
_REACH = ("possessive", "by", "of", "from", "modifier", "against", "on", "in", "between")


@dataclass(frozen=True)
class Reading:
    """What the earlier steps found in one article."""

    article: Article
    doc: Doc
    chains: tuple[Chain, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]
    _lemmas: dict[tuple[int, str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def predications(self) -> Predications:
        """The predications of the Doc."""
        return predications(self.doc)

    def lemmas_of(self, item: Predication, function: str) -> frozenset[str]:
        """The lemmas of what fills a function, a path of one or two steps; kept, as many entries ask for the same."""
        key = item.head.i, function
        if key not in self._lemmas:
            self._lemmas[key] = frozenset(_lemmas(item, function, self))
        return self._lemmas[key]

    def lemmas(self, token: Token) -> set[str]:
        """What a word says of its kind: its lemma and form, for a pronoun those of what it stands for, and its entity type."""
        words = {token.lemma_.lower(), token.lower_}
        mention = self.mention(token)
        if mention is None:
            return words
        if token.pos_ == "PRON":
            words |= self._heads.get(mention.chain, set())
        return words | {self.chains[mention.chain].type}

    @cached_property
    def _heads(self) -> Mapping[int, set[str]]:
        """The lemmas of the descriptions of a chain."""
        at = {token.idx: token.lemma_.lower() for token in self.doc}
        table: dict[int, set[str]] = {}
        for mention in self.mentions:
            if mention.kind is MentionKind.NOMINAL and mention.head.start in at:
                table.setdefault(mention.chain, set()).add(at[mention.head.start])
        return table

    @cached_property
    def _by_character(self) -> Mapping[int, Mention]:
        """The mention whose head stands at a character; of several, the longest."""
        table: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.span.end - m.span.start):
            for offset in range(mention.head.start, mention.head.end):
                table[offset] = mention
        return table

    @cached_property
    def _names(self) -> Mapping[int, Mention]:
        """The shortest name that covers a character: for heads that the parser sees elsewhere in a name."""
        table: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.span.start - m.span.end):
            if mention.kind is MentionKind.NAME:
                for offset in range(mention.span.start, mention.span.end):
                    table[offset] = mention
        return table

    def mention(self, token: Token) -> Mention | None:
        """The mention that a word is the head of."""
        return self._by_character.get(token.idx) or self._names.get(token.idx)

    def is_time(self, token: Token) -> bool:
        """Whether a word belongs to an expression of time: "on Friday" is no target."""
        if token.lemma_.lower() in _support()["time"] or token.ent_type_ in ("DATE", "TIME"):
            return True
        return token.idx in self._timed

    @cached_property
    def _timed(self) -> frozenset[int]:
        """The characters that expressions of time take."""
        return frozenset(offset for time in self.times for offset in range(time.span.start, time.span.end))

    def inside(self, trigger: Token, token: Token) -> bool:
        """Whether a word and a trigger are of one name: the Alaska Summit is not its own participant."""
        mention = self.mention(token)
        return mention is not None and mention.kind is MentionKind.NAME and mention.span.start <= trigger.idx < mention.span.end

    def in_name(self, token: Token) -> bool:
        """Whether a word is part of the name of what is no event: the Ministry of Transport transports nothing."""
        mention = self._names.get(token.idx)
        if mention is None or self.chains[mention.chain].type in ("NamedEvent", "Thing"):
            return False
        is_head = mention.head.start <= token.idx < mention.head.end
        return not is_head or " " in self.chains[mention.chain].name

    def place_in_name(self, trigger: Token) -> Token | None:
        """The place that stands in a named event's name: Alaska in "the Alaska Summit"."""
        for child in trigger.children:
            if child.dep_ == "compound" and self.inside(trigger, child) and child.text in self._places:
                return child
        return None

    def place(self, name: str) -> int:
        """The chain of a place by its name."""
        return self._places[name]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        named = (chain for chain in reversed(self.chains) if chain.named and entity_is_a(chain.type, "Place"))
        return {name: chain.id for chain in named for name in (chain.name, *chain.aliases)}

    @cached_property
    def first_alike(self) -> Mapping[int, int]:
        """Each chain's first chain with the same identifiers: of "Russian" the one of "Russia"."""
        first: dict[object, int] = {}
        return {chain.id: first.setdefault(chain.links or chain.id, chain.id) for chain in self.chains}

    def type(self, token: Token) -> str:
        """The entity type of what a word stands for; "Thing" where it is no mention."""
        mention = self.mention(token)
        return self.chains[mention.chain].type if mention is not None else "Thing"


@dataclass(frozen=True, slots=True)
class _Filler:
    role: str
    head: Token
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """A trigger found at a predication, with the fillers of its best frame."""

    trigger: Trigger | None
    head: Token
    fillers: tuple[_Filler, ...]


def reports(reading: Reading, lexicon: Lexicon) -> tuple[Report, ...]:
    """The reports of an article, in the order of their triggers; predications that no entry matches become plain Events."""
    matches: dict[int, _Match] = {}
    for item in reading.predications:
        match = _best_match(item, reading, lexicon) or _plain(item, reading)
        if match is not None:
            matches[item.head.i] = match
    _join_support(matches, reading, lexicon)
    ordered = sorted(matches.values(), key=lambda match: match.head.idx)
    return tuple(_report(number, match, reading) for number, match in enumerate(ordered))


def _best_match(item: Predication, reading: Reading, lexicon: Lexicon) -> _Match | None:
    if item.pos == "noun" and (_only_names(item.head) or reading.in_name(item.head)):
        return None
    best: _Fit | None = None
    for trigger in _entries(item, lexicon):
        if not _has_particle(item, trigger, reading) or not _in_sense(item, trigger, reading):
            continue
        for frame in trigger.frames:
            fit = _fit(item, trigger, frame, reading, lexicon)
            if fit is not None and (best is None or fit.score > best.score):
                best = fit
    if best is None:
        return None
    match = _match(item, best, reading, lexicon)
    if item.head.dep_ == "amod" and not match.fillers:
        return None  # "long-sought": nobody seeks anything here
    return match


def _only_names(noun: Token) -> bool:
    """Whether a noun tells only what kind of thing another one is: "detention centre", but not "rescue operation"."""
    return noun.dep_ == "compound" and noun.head.lemma_.lower() not in _support()["operation"]


def _entries(item: Predication, lexicon: Lexicon) -> tuple[Trigger, ...]:
    """The triggers of a predication's lemma; of a compound's, where its parts are written with a hyphen ("sit-in")."""
    lemmas = [item.lemma]
    if item.head.i >= 2 and item.head.nbor(-1).text == "-":
        lemmas.insert(0, f"{item.head.nbor(-2).lower_}-{item.lemma}")
    return next((lexicon.triggers[item.pos, lemma] for lemma in lemmas if (item.pos, lemma) in lexicon.triggers), ())


def _has_particle(item: Predication, trigger: Trigger, reading: Reading) -> bool:
    """Whether the trigger's second word is there: a particle, a preposition, or the "way" of "give way"."""
    if not trigger.particle:
        return not item.particle
    if trigger.particle == item.particle:
        return True
    for child in item.head.children:
        if child.lower_ == trigger.particle and child.dep_ in ("prt", "prep", "advmod", "dobj"):
            # "The order was given in time" gives in to nobody, "took effect on Monday" takes on nobody.
            brought = [grand for grand in child.children if grand.dep_ == "pobj"]
            return not (brought and (item.passive or reading.is_time(brought[0])))
    return False


def _in_sense(item: Predication, trigger: Trigger, reading: Reading) -> bool:
    """Whether the fillers allow the trigger's sense."""
    for function, lemmas in trigger.when:
        if lemmas.isdisjoint(reading.lemmas_of(item, function)):
            return False
    return all(lemmas.isdisjoint(reading.lemmas_of(item, function)) for function, lemmas in trigger.unless)


def _lemmas(item: Predication, function: str, reading: Reading) -> set[str]:
    """The lemmas of what fills a function, a path of one or two steps; "reservists" as well of "thousands of reservists"."""
    first, _, second = function.partition(".")
    heads = _fillers(item, first, reading)
    if second:
        inner = [found for head in heads if (found := reading.predications.get(head)) is not None]
        heads = tuple(head for found in inner for head in _fillers(found, second, reading))
    lemmas: set[str] = set()
    for head in heads:
        lemmas |= reading.lemmas(head)
        if head.lemma_.lower() in _support()["quantity"] and (found := reading.predications.get(head)) is not None:
            lemmas |= {counted.lemma_.lower() for counted in found.fillers("of")}
    return lemmas


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a frame of a trigger fits a predication, and what fills its slots."""

    trigger: Trigger
    frame: Frame
    fillers: tuple[_Filler, ...]
    score: float


def _fit(item: Predication, trigger: Trigger, frame: Frame, reading: Reading, lexicon: Lexicon) -> _Fit | None:
    """The fit of one frame, or None where a required function is missing."""
    event_type = lexicon.types[trigger.type]
    fillers: list[_Filler] = []
    score = 10.0 * bool(trigger.particle) + 6.0 * len(trigger.when)
    required = {slot: _heads(item, slot, trigger, reading) for slot in frame.slots if slot.required}
    if not all(required.values()):
        return None
    for slot in frame.slots:
        if slot.path[0] == "modifier" and any(filler.role == slot.role for filler in fillers):
            continue
        heads = required[slot] if slot.required else _heads(item, slot, trigger, reading)
        score += 3 * slot.required
        found = [
            filler
            for head in heads
            if _is_apt(head, slot, item, event_type, reading)
            for filler in _fill(head, slot, event_type, reading)
        ]
        score += bool(found) * (1.0 if slot.role in CORE_ROLES else 0.5)
        fillers.extend(found)
    return _Fit(trigger, frame, tuple(fillers), score)


def _match(item: Predication, fit: _Fit, reading: Reading, lexicon: Lexicon) -> _Match:
    """The match of the best fit, with what stands outside the frame: the two sides of one noun, who supports it, and where."""
    event_type = lexicon.types[fit.trigger.type]
    fillers = list(fit.fillers)
    if event_type.symmetric:
        fillers.extend(_sides(fillers, event_type, reading))
    fillers = _distinct(fillers)
    if item.pos == "noun":
        fillers.extend(_supported(item, fit.trigger, fit.frame, fillers, reading, lexicon))
    fillers.extend(_places(item, fillers, reading))
    return _Match(fit.trigger, item.head, tuple(_distinct(fillers)))


def _heads(item: Predication, slot: Slot, trigger: Trigger, reading: Reading) -> tuple[Token, ...]:
    return tuple(head for head in _slot_heads(item, slot, trigger, reading) if _may_fill(head, slot, item.head, reading))


def _may_fill(head: Token, slot: Slot, trigger: Token, reading: Reading) -> bool:
    """Whether a word can take part at all: "blamed on Friday" blames no Friday, and no event takes part in itself.

    A penalty is the one thing that is measured in time: "sentenced to nine years".
    """
    return (slot.role == "penalty" or not reading.is_time(head)) and not reading.inside(trigger, head)


def _is_apt(head: Token, slot: Slot, item: Predication, event_type: EventType, reading: Reading) -> bool:
    """Whether a word that stands elsewhere in the sentence may be taken over: only where it is of a kind that can fill the role."""
    role = event_type.role(slot.role)
    if role is None or not role.range or slot.role != "agent":
        return True
    own = any(argument.head.i == head.i and not argument.inherited for argument in item.arguments)
    taken = any(argument.head.i == head.i and argument.inherited for argument in item.arguments)
    return own or not taken or _in_range(head, role, reading)


def _slot_heads(item: Predication, slot: Slot, trigger: Trigger, reading: Reading) -> Iterator[Token]:
    """The heads of what stands in a slot."""
    first, *rest = slot.path
    # Who is told something stands with the verb: "announced aid to Kyiv" announces it to nobody in particular.
    loose = item.pos == "noun" or slot.role != "addressee"
    heads = _fillers(item, first, reading) if loose else item.fillers(first)
    if item.pos == "noun" and not heads:
        heads = _from_support(item, first, trigger, reading)
    if not rest:
        yield from heads
        return
    for head in heads:
        inner = reading.predications.get(head)
        if inner is not None:
            yield from _fillers(inner, rest[0], reading)


def _fillers(item: Predication, function: str, reading: Reading) -> tuple[Token, ...]:
    """What fills a function; loose prepositional phrases are also looked for on the object, or on a noun's verb."""
    direct = item.fillers(function)
    if direct or function not in _LOOSE:
        return direct
    if item.pos == "verb":
        below = _below(item.fillers("object"), function, reading)
        if not below and item.passive:
            below = _below(item.fillers("subject"), function, reading)  # "slammed by residents for the delay"
        return below or _astray(item, function, reading)
    if function == "by" and (owned := _below(item.fillers("of"), function, reading)):
        return owned  # "the arrest of the mayor by police", where the parser has the mayor by police
    governors = reading.predications.governors.get(item.head.i, ())
    near = [governor for governor in governors if governor.function in ("object", "attribute") and _lends(governor)]
    found = tuple(head for governor in near for head in governor.predication.fillers(function) if head.i != item.head.i)
    return (
        found
        or _astray(item, function, reading)
        or tuple(head for governor in near for head in _astray(governor.predication, function, reading))
    )


def _below(heads: Iterable[Token], function: str, reading: Reading) -> tuple[Token, ...]:
    found = (reading.predications.get(head) for head in heads)
    return tuple(filler for inner in found if inner is not None for filler in inner.fillers(function))


def _astray(item: Predication, function: str, reading: Reading) -> tuple[Token, ...]:
    """What "against" brings in, where the parser hangs it on a place: "filed a suit in a court in Oslo against the bank"."""
    if function != "against":
        return ()
    places = [argument.head for argument in item.arguments if argument.function in _PLACE_PREPOSITIONS]
    places += _below(item.fillers("object"), "in", reading)
    return _below(places, function, reading)


def _lends(governor: Governor) -> bool:
    """Whether a verb only supports the noun below it, so that what stands with the verb is the noun's."""
    return any(governor.predication.lemma in lemmas for lemmas in _support().values())


def _from_support(item: Predication, function: str, trigger: Trigger, reading: Reading) -> tuple[Token, ...]:
    """The subject of the noun's support verb, where the entry says that it stands for this function.

    Who arranges "a meeting between" two sides is none of them, and who calls a meeting useful calls none.
    """
    if item.fillers("between"):
        return ()
    for governor in reading.predications.governors.get(item.head.i, ()):
        if not governor.predication.fillers("attribute") and trigger.light.get(governor.predication.lemma) == function:
            return tuple(head for head in governor.predication.fillers("subject") if head.i != item.head.i)
    return ()


def _supported(
    item: Predication, trigger: Trigger, frame: Frame, fillers: Sequence[_Filler], reading: Reading, lexicon: Lexicon
) -> Iterator[_Filler]:
    """Who does, or gets, what a noun says, out of the subject of the verb that the noun hangs on."""
    event_type = lexicon.types[trigger.type]
    if item.fillers("between"):
        return
    filled = {filler.role for filler in fillers}
    for governor in reading.predications.governors.get(item.head.i, ()):
        role = _support_role(governor, trigger, frame, filled, event_type)
        if role is None:
            continue
        for head in governor.predication.fillers("subject"):
            yield from _fill(head, Slot(("subject",), role), event_type, reading, inherited=True)
        return


def _support_role(governor: Governor, trigger: Trigger, frame: Frame, filled: set[str], event_type: EventType) -> str | None:
    if governor.function != "object" and governor.predication.fillers("object"):
        return None  # "put a brave face on the defeat" is no defeat of one's own
    lemma = governor.predication.lemma
    roles = [slot.role for slot in frame.slots]
    if lemma in trigger.light:
        return None  # the entry has said it
    if lemma in _support()["doer"] and governor.function in ("object", "in", "on", "into"):
        return "agent" if "agent" in roles and ("agent" not in filled or event_type.symmetric) else None
    if lemma in _support()["receiver"] and governor.function == "object":
        return next((role for role in TARGET_ROLES if role in roles and role not in filled), None)
    return None


def _fill(head: Token, slot: Slot, event_type: EventType, reading: Reading, *, inherited: bool = False) -> Iterator[_Filler]:
    """The slot's role filled by a word, or, where the role's range forbids the word, by the actors it speaks of."""
    role = event_type.role(slot.role)
    if role is None or not role.range:
        if slot.path[0] != "modifier":
            yield _Filler(slot.role, head, inherited)
        return
    if slot.path[0] == "modifier" and reading.type(head) in _SITES:
        return  # "the Geneva talks" are in Geneva, "the Iran talks" are with Iran
    if _in_range(head, role, reading):
        yield _Filler(slot.role, head, inherited)
        return
    if slot.path[0] == "modifier":
        return
    reached = tuple(_reach(head, role, reading))
    # What is condemned is the decision, and with it the court that made it; who condemns is the court and never its decision.
    if head.pos_ in ("NOUN", "PROPN") and (event_type.symmetric or not (reached and slot.role == "agent")):
        yield _Filler(slot.role, head, inherited)
    elif head.pos_ == "VERB" and event_type.role("topic") is not None:
        yield _Filler("topic", head, inherited)
    yield from (_Filler(slot.role, other, True) for other in reached)


def _sides(fillers: Sequence[_Filler], event_type: EventType, reading: Reading) -> Iterator[_Filler]:
    """The two sides that one noun phrase names: "British and EU negotiators", "US-Iran talks"."""
    for filler in fillers:
        role = event_type.role(filler.role)
        inner = reading.predications.get(filler.head)
        if role is None or inner is None or filler.role not in CORE_ROLES or filler.head.tag_ != "NNS":
            continue
        named = [other for other in inner.fillers("modifier") if reading.mention(other) and _in_range(other, role, reading)]
        if len(named) > 1:
            yield from (_Filler(filler.role, other, True) for other in named)


def _in_range(head: Token, role: RoleType, reading: Reading) -> bool:
    kind = reading.type(head)
    if kind == "Thing" and head.pos_ == "PRON":
        return head.lower_ not in ("it", "this", "that", "which", "what")
    return any(entity_is_a(kind, allowed) for allowed in role.range)


def _reach(head: Token, role: RoleType, reading: Reading) -> Iterator[Token]:
    """The actors whose act, plan or thing a word is: "Erdogan" of "Erdogan's decision", "rebels" of "an attack by rebels"."""
    inner = reading.predications.get(head)
    if inner is None:
        return
    for function in _REACH if inner.pos == "noun" else ("subject", "object"):
        found = [other for other in inner.fillers(function) if _in_range(other, role, reading) and reading.mention(other)]
        if found:
            yield from found
            return


def _places(item: Predication, fillers: Sequence[_Filler], reading: Reading) -> Iterator[_Filler]:
    """Where it happens: place names behind a preposition of place, of the word itself, its object or its light verb."""
    if any(filler.role == "place" for filler in fillers):
        return
    taken = {filler.head.i for filler in fillers}
    governors = reading.predications.governors.get(item.head.i, ())
    sources = [item, *(governor.predication for governor in governors if _lends(governor))]
    sources += [inner for noun in item.fillers("object") if (inner := reading.predications.get(noun)) is not None]
    for source in sources:
        for function in _PLACE_PREPOSITIONS:
            for head in source.fillers(function):
                if head.i not in taken and entity_is_a(reading.type(head), "Place"):
                    yield _Filler("place", head)
                    return
    if item.pos == "noun":
        named = reading.place_in_name(item.head)
        if named is not None:
            yield _Filler("place", named)
            return
        for head in item.fillers("modifier"):
            if head.i not in taken and head.pos_ == "PROPN" and entity_is_a(reading.type(head), "Place"):
                yield _Filler("place", head)
                return


def _distinct(fillers: Iterable[_Filler]) -> list[_Filler]:
    """Each word once, in its first role; nobody is both sides of an event."""
    kept: dict[int, _Filler] = {}
    for filler in fillers:
        kept.setdefault(filler.head.i, filler)
    return list(kept.values())


def _plain(item: Predication, reading: Reading) -> _Match | None:
    """A full verb that no entry matches, with its subject and objects."""
    if (
        item.pos != "verb"
        or item.head.pos_ != "VERB"
        or item.lemma == "be"
        or item.head.dep_ in ("aux", "auxpass", "amod", "compound")
    ):
        return None
    roles = {"subject": "agent", "object": "patient", "dative": "recipient"}
    fillers = [_Filler(role, head) for function, role in roles.items() for head in item.fillers(function)]
    fillers.extend(_places(item, fillers, reading))
    kept = {filler.head.i: filler for filler in reversed(fillers)}
    return _Match(None, item.head, tuple(sorted(kept.values(), key=lambda filler: filler.head.i)))


def _join_support(matches: dict[int, _Match], reading: Reading, lexicon: Lexicon) -> None:
    """One report for a light verb and its noun: "launched an attack on" tells of one attack."""
    for index, match in sorted(matches.items()):
        if match.trigger is None or match.trigger.pos != "noun":
            continue
        for governor in reading.predications.governors.get(index, ()):
            verb = matches.get(governor.predication.head.i)
            if verb is None or governor.function not in ("object", "in", "on", "into", "attribute"):
                continue
            if verb.trigger is None:
                if _is_support(governor, match.trigger):
                    del matches[governor.predication.head.i]
            elif _same_event(verb, match, lexicon):
                union = _distinct(
                    sorted((*match.fillers, *_lent(verb, match, reading)), key=lambda filler: filler.role not in CORE_ROLES)
                )
                matches[index] = replace(match, fillers=tuple(f for f in union if f.head.i != index))
                del matches[governor.predication.head.i]
            elif _is_theme(verb, match):
                del matches[index]
                break


def _is_theme(verb: _Match, noun: _Match) -> bool:
    """Whether a noun only says what a verb is about, as the verb's entry wants it: "lifted the ban on the party" bans nobody.

    A noun with a doer, or with somebody whom the verb does not know, tells of an event of its own: "turned down the offer of the bank".
    """
    when = verb.trigger.when if verb.trigger is not None else ()
    wanted = any(noun.head.lemma_.lower() in lemmas for function, lemmas in when if function in ("object", "subject"))
    known = {filler.head.i for filler in verb.fillers}
    own = [filler for filler in noun.fillers if filler.role in CORE_ROLES and not filler.inherited]
    return wanted and not any(filler.role == "agent" or filler.head.i not in known for filler in own)


def _lent(verb: _Match, noun: _Match, reading: Reading) -> Iterator[_Filler]:
    """What a light verb adds to its noun: of "arranged a meeting between the two", not who arranged it."""
    item = reading.predications.get(noun.head)
    between = item is not None and item.fillers("between")
    yield from (filler for filler in verb.fillers if not (between and filler.role == "agent"))


def _is_support(governor: Governor, trigger: Trigger) -> bool:
    return governor.predication.lemma in trigger.light or _lends(governor)


def _same_event(verb: _Match, noun: _Match, lexicon: Lexicon) -> bool:
    """Whether verb and noun tell of one thing, the one in more general words than the other."""
    if verb.trigger is None or noun.trigger is None:
        return False
    one, other = verb.trigger.type, noun.trigger.type
    return lexicon.is_a(one, other) or lexicon.is_a(other, one)


def _report(number: int, match: _Match, reading: Reading) -> Report:
    head = match.head
    held = factuality(head)
    event_type = match.trigger.type if match.trigger is not None else PLAIN_EVENT
    time = event_time(reading.doc, head, reading.times, reading.article.day)
    if time is None:
        time = _inferred_time(held.modality, held.polarity, reading)
    elif held.modality is Modality.ACTUAL and head.tag_ not in ("VBD", "VBN") and _lies_ahead(time, reading.article.day):
        held = replace(held, modality=Modality.PLANNED, future=True)  # "wages rise in January", said in October
    participants = _once(
        _cut(_participant(filler, reading), filler, match.fillers)
        for filler in sorted(match.fillers, key=lambda filler: filler.head.pos_ == "PRON")
    )
    return Report(
        id=number,
        type=event_type,
        lemma=head.lemma_.lower(),
        trigger=_trigger_span(head),
        sentence=_sentence_span(head),
        participants=tuple(sorted(participants, key=lambda item: (item.role, item.span))),
        polarity=held.polarity,
        modality=held.modality,
        future=held.future,
        cues=tuple(Span(cue.idx, cue.idx + len(cue)) for cue in held.cues),
        time=time,
        attribution=_attribution(head, reading.attributions),
        confidence=_confidence(match),
    )


def _once(participants: Iterable[Participant]) -> list[Participant]:
    """The participants, none in one role twice: "he" and "his" of "he had his meeting" are one."""
    kept: dict[tuple[str, int], Participant] = {}
    rest = []
    for participant in participants:
        if participant.chain is None:
            rest.append(participant)
        else:
            kept.setdefault((participant.role, participant.chain), participant)
    return [*kept.values(), *rest]


def _trigger_span(head: Token) -> Span:
    return Span(head.idx, head.idx + len(head))


def _sentence_span(head: Token) -> Span:
    sentence = head.sent
    first, last = sentence[0], sentence[-1]
    while first.is_space:
        first = first.nbor()
    while last.is_space:
        last = last.nbor(-1)
    return Span(first.idx, last.idx + len(last))


def _lies_ahead(time: Interval, day: date | None) -> bool:
    """Whether all of a stated time comes after the article's day."""
    return time.basis is TimeBasis.STATED and day is not None and time.begin is not None and time.begin > day


def _inferred_time(modality: Modality, polarity: Polarity, reading: Reading) -> Interval | None:
    """What has happened by the time an article says so: some time up to its day."""
    day = reading.article.day
    if day is None or modality is not Modality.ACTUAL or polarity is Polarity.NEGATIVE:
        return None
    return Interval(None, day, "day", TimeBasis.INFERRED)


def _participant(filler: _Filler, reading: Reading) -> Participant:
    mention = reading.mention(filler.head)
    if filler.role == "place" and mention is not None and reading.chains[mention.chain].type == "NamedEvent":
        own = Span(filler.head.idx, filler.head.idx + len(filler.head))
        return Participant(filler.role, own, own, reading.place(filler.head.text))
    if mention is not None:
        return Participant(filler.role, mention.span, mention.head, mention.chain)
    head = filler.head
    first, last = head.doc[head.left_edge.i], head.doc[head.right_edge.i]
    while last.i > head.i and (last.is_space or last.is_punct):
        last = last.nbor(-1)
    while first.i < head.i and (first.is_space or first.is_punct):
        first = first.nbor()
    own = Span(head.idx, head.idx + len(head))
    if head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
        return Participant(filler.role, Span(first.idx, own.end), own)
    return Participant(filler.role, Span(first.idx, last.idx + len(last)), own)


def _cut(participant: Participant, filler: _Filler, fillers: Sequence[_Filler]) -> Participant:
    """The participant without what fills a role of its own: "a judge" of "killed a judge in Oslo"."""
    span = participant.span
    for other in fillers:
        preposition = other.head.head
        behind = participant.head.end <= preposition.idx and other.head.idx < span.end
        if behind and not other.inherited and other.head is not filler.head and preposition.dep_ in ("prep", "agent"):
            text = filler.head.doc.text[span.start : preposition.idx].rstrip(" ,")
            span = Span(span.start, span.start + len(text))
    return replace(participant, span=span)


def _attribution(head: Token, attributions: Sequence[Attribution]) -> int | None:
    """The innermost attribution whose content the trigger stands in."""
    best: tuple[int, int] | None = None
    for number, attribution in enumerate(attributions):
        for piece in attribution.content:
            if piece.start <= head.idx < piece.end and (best is None or piece.end - piece.start < best[0]):
                best = (piece.end - piece.start, number)
    return best[1] if best is not None else None


def _confidence(match: _Match) -> float:
    """How sure the match is, between 0 and 1: less where roles were reached indirectly or core roles are empty."""
    core = [filler for filler in match.fillers if filler.role in CORE_ROLES]
    value = 0.9 if match.trigger is not None else 0.6
    value *= 0.9 ** sum(filler.inherited for filler in core)
    if len(core) < 2:
        value *= 0.85 if core else 0.7
    return round(value, 2)


@cache
def _support() -> Mapping[str, frozenset[str]]:
    raw = yaml.safe_load((files("kgraph") / "data" / "support.yaml").read_text("utf-8"))
    return {kind: frozenset(lemmas) for kind, lemmas in raw.items()}
