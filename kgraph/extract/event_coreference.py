"""Reports of one article that tell of the same event: "Putin invited Trump ... His invitation ..."."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kgraph.coreference.decisive import words
from kgraph.extract.occasions import are_timed_apart, are_two, is_new, tells_of
from kgraph.extract.reading import Reading
from kgraph.extract.retold import share_words
from kgraph.lexicon import Lexicon, entity_is_a
from kgraph.model import CORE_ROLES, PLAIN_EVENT, Modality, Report, TimeBasis
from kgraph.syntax.relations import DETERMINER, NUMBER, POSSESSOR
from kgraph.syntax.tags import CONTENT

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_SENTENCE = 6
"""Words of a sentence that nobody writes twice by chance."""
_CONTENT = CONTENT - {"ADJ"}
_WINDOW = 60
"""How many reports to look back: a definite noun rarely reaches further, and the time stays linear."""
_SHARE = 1 / 3
"""The share of the words of the shorter topic that two topics have in common where both are of one event."""


def link(reports: Sequence[Report], reading: Reading, lexicon: Lexicon) -> tuple[Report, ...]:
    """The reports, each with ``same_as`` set to the first earlier report of the same event where there is one."""
    linked: list[Report] = []
    by_root: dict[str, list[Report]] = defaultdict(list)
    told: dict[int, list[Report]] = defaultdict(list)  # by the first report of each event
    for report in reports:
        root = lexicon.types[report.type].root if report.type != PLAIN_EVENT else report.lemma
        near = reversed(by_root[root][-_WINDOW:])
        against = _Against(report, told, reading, lexicon)
        found = next((other for other in near if _same(other, report, against, reading, lexicon)), None)
        if found is not None:
            report = replace(report, same_as=found.first)
        linked.append(report)
        by_root[root].append(report)
        told[report.first].append(report)
    return tuple(linked)


class _Against:
    """Whether anything that an event has been told by speaks against a report of it; each event is looked at once."""

    def __init__(self, report: Report, told: Mapping[int, Sequence[Report]], reading: Reading, lexicon: Lexicon) -> None:
        self._report, self._told, self._reading = report, told, reading
        self._symmetric = report.type != PLAIN_EVENT and lexicon.types[report.type].symmetric
        self._known: dict[int, bool] = {}

    def __call__(self, event: int) -> bool:
        if event not in self._known:
            told = self._told[event][-_WINDOW:]
            self._known[event] = any(_are_at_odds(one, self._report, self._reading, symmetric=self._symmetric) for one in told)
        return self._known[event]


def _same(earlier: Report, later: Report, against: _Against, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether two reports tell of one event, and nothing that the earlier one's event has been told by speaks against it."""
    if _is_printed_again(earlier, later, reading) or _retells(earlier, later, reading, lexicon):
        return True
    if not _comparable(earlier, later, lexicon):
        return False
    if _chain(earlier, reading) is not None and _chain(earlier, reading) == _chain(later, reading):
        return True
    if against(earlier.first):
        return False
    if tells_of(earlier, later, reading):
        return True
    named_again = later.type != PLAIN_EVENT and _names_again(earlier, later, reading, lexicon)
    if not (named_again or _is_told_again(earlier, later, reading, lexicon)):
        return False
    if later.type in words("again") and are_timed_apart(earlier, later, reading):
        return False
    if is_new(earlier, later, reading) and not _have_same_sides(earlier, later, reading):
        return False
    return not are_two(earlier, later, reading)


def _names_again(earlier: Report, later: Report, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the later report is a noun that points back to the earlier one, or both have the same two sides."""
    roles_a, roles_b = _core(earlier, reading), _core(later, reading)
    if not roles_b:
        return (
            later.id - earlier.id <= _WINDOW
            and _is_anaphoric(later, reading)
            and (earlier.lemma == later.lemma or earlier.type == later.type)
        )
    if not roles_a:
        return False
    symmetric = lexicon.types[later.type].symmetric
    shared = set().union(*roles_a.values()) & set().union(*roles_b.values())
    if _is_nominal(later, reading):
        return bool(shared) and lexicon.is_a(earlier.type, later.type) and (symmetric or not _is_generic(later, reading))
    if _is_whose(earlier, reading) and later.type not in words("again"):
        return bool(shared) and earlier.type == later.type
    alike = set().union(*roles_a.values()) == set().union(*roles_b.values()) if symmetric else roles_a == roles_b
    return earlier.type == later.type and alike and sum(map(len, roles_b.values())) > 1


def _are_at_odds(earlier: Report, later: Report, reading: Reading, *, symmetric: bool) -> bool:
    """Whether two reports name other sides, other places, other topics or other times."""
    if _conflict(earlier, later, reading, symmetric):
        return True
    return not (_places_agree(earlier, later) and _topics_agree(earlier, later, reading) and _times_agree(earlier, later))


def _is_printed_again(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether an article has one sentence twice, and both reports stand at one place of it."""
    if earlier.trigger.start - earlier.sentence.start != later.trigger.start - later.sentence.start:
        return False
    text = reading.article.text
    said = later.sentence.of(text)
    return earlier.lemma == later.lemma and len(said.split()) >= _SENTENCE and earlier.sentence.of(text) == said


def _retells(earlier: Report, later: Report, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether an article's first sentence tells again what its headline told: of the same kind, and by no other name.

    Headlines describe where the article names ("Former chairman convicted": "A jury found Viktor Hadden guilty").
    """
    if not (_is_lead(later, reading) and reading.article.is_headline(earlier.trigger)):
        return False
    alike = earlier.type == later.type and (
        earlier.lemma == later.lemma or (later.type != PLAIN_EVENT and not lexicon.repeats(later.type))
    )
    if not alike or earlier.polarity is not later.polarity or earlier.modality is not later.modality:
        return False
    a, b = _named(_core(earlier, reading), reading), _named(_core(later, reading), reading)
    if any(a[role].isdisjoint(b[role]) for role in a.keys() & b.keys()) or not _times_agree(earlier, later):
        return False
    return not lexicon.repeats(later.type) or _topics_agree(earlier, later, reading)


def _is_lead(report: Report, reading: Reading) -> bool:
    """Whether a report stands in the first sentence of an article's text."""
    return report.sentence.start == reading.lead


def _named(roles: dict[str, frozenset[int]], reading: Reading) -> dict[str, frozenset[int]]:
    named = {role: frozenset(chain for chain in chains if reading.chains[chain].named) for role, chains in roles.items()}
    return {role: chains for role, chains in named.items() if chains}


def _comparable(earlier: Report, later: Report, lexicon: Lexicon) -> bool:
    if lexicon.repeats(later.type) or not _is_one_kind(earlier, later, lexicon) or earlier.polarity is not later.polarity:
        return False
    if (earlier.modality is Modality.ACTUAL) is not (later.modality is Modality.ACTUAL):
        return False
    return _times_agree(earlier, later)


def _is_one_kind(earlier: Report, later: Report, lexicon: Lexicon) -> bool:
    """Whether one type lies below the other; what has no type is of one kind where the word is the same."""
    if PLAIN_EVENT in (earlier.type, later.type):
        return earlier.type == later.type and earlier.lemma == later.lemma
    return lexicon.is_a(earlier.type, later.type) or lexicon.is_a(later.type, earlier.type)


def _is_told_again(earlier: Report, later: Report, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether both have somebody with a name in one role, and say in the same words what happens: of what happens often, at length."""
    if earlier.type != later.type:
        return False
    a, b = _named(_core(earlier, reading), reading), _named(_core(later, reading), reading)
    shared = {role: a[role] & b[role] for role in a.keys() & b.keys() if a[role] & b[role]}
    root = lexicon.types[later.type].root if later.type != PLAIN_EVENT else PLAIN_EVENT
    one_word = earlier.lemma == later.lemma
    if root in words("talk"):
        return "agent" in shared and share_words(earlier, later, reading)
    if later.type in words("again"):
        return one_word and bool(shared) and share_words(earlier, later, reading)
    if bool(shared) and share_words(earlier, later, reading):
        return True
    if not one_word or later.type == PLAIN_EVENT or not _is_done_to_one(shared, reading):
        return False
    return _happens_once(later, lexicon) or not are_timed_apart(earlier, later, reading)


def _happens_once(report: Report, lexicon: Lexicon) -> bool:
    """Whether nobody goes through an event of a type twice: "died in May", "his death"."""
    return any(family.once for family in lexicon.keys.get(report.type, ()))


def _is_done_to_one(shared: Mapping[str, frozenset[int]], reading: Reading) -> bool:
    """Whether both say what is done to one person, body or thing with a name."""
    done_to = (chain for role in ("patient", "recipient") for chain in shared.get(role, ()))
    return any(not entity_is_a(reading.chains[chain].type, "Place") for chain in done_to)


def _times_agree(earlier: Report, later: Report) -> bool:
    a, b = earlier.time, later.time
    if a is None or b is None or TimeBasis.INFERRED in (a.basis, b.basis):
        return True
    return a.overlaps(b)


def _chain(report: Report, reading: Reading) -> int | None:
    """The chain of a trigger that is itself a mention of a named event."""
    token = reading.root(report.trigger)
    mention = reading.mention(token) if token is not None else None
    if mention is None or reading.chains[mention.chain].type != "NamedEvent":
        return None
    return mention.chain


def _core(report: Report, reading: Reading) -> dict[str, frozenset[int]]:
    """The chains in each core role, groups unfolded into their members; kept, as each report is compared with many."""
    if report.id not in reading.cores:
        reading.cores[report.id] = _found_core(report, reading)
    return reading.cores[report.id]


def _found_core(report: Report, reading: Reading) -> dict[str, frozenset[int]]:
    roles: dict[str, set[int]] = {}
    for participant in report.participants:
        if participant.role in CORE_ROLES and participant.chain is not None:
            members = reading.chains[participant.chain].members or (participant.chain,)
            roles.setdefault(participant.role, set()).update(reading.first_alike[member] for member in members)
    return {role: frozenset(chains) for role, chains in roles.items()}


def _conflict(earlier: Report, later: Report, reading: Reading, symmetric: bool) -> bool:
    """Whether others fill a role in the two, or each names somebody whom the other does not; of symmetric events, whatever the role."""
    a, b = _core(earlier, reading), _core(later, reading)
    if symmetric:
        all_a, all_b = frozenset().union(*a.values()), frozenset().union(*b.values())
        return bool(all_a and all_b) and not (all_a <= all_b or all_b <= all_a)
    return any(_are_others(a[role], b[role], reading) for role in a.keys() & b.keys())


def _are_others(a: frozenset[int], b: frozenset[int], reading: Reading) -> bool:
    if not (a and b) or (a.isdisjoint(b) and _described(a, reading) & _described(b, reading)):
        return False
    return a.isdisjoint(b) or (_has_name(a - b, reading) and _has_name(b - a, reading))


def _described(chains: frozenset[int], reading: Reading) -> set[str]:
    """The nouns by which those without a name are described."""
    return {noun for chain in chains if not reading.chains[chain].named for noun in reading.nouns(chain)}


def _has_name(chains: frozenset[int], reading: Reading) -> bool:
    return any(reading.chains[chain].named for chain in chains)


def _places_agree(earlier: Report, later: Report) -> bool:
    a, b = _places(earlier), _places(later)
    return not a or not b or bool(a & b)


def _places(report: Report) -> set[int]:
    return {p.chain for p in report.participants if p.role == "place" and p.chain is not None}


def _topics_agree(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether what the two are about has words in common: who promises talks and promises peace makes two promises."""
    a, b = _topic(earlier, reading), _topic(later, reading)
    return not a or not b or len(a & b) >= _SHARE * min(len(a), len(b))


def _topic(report: Report, reading: Reading) -> set[str]:
    spans = (part.span for part in report.participants if part.role == "topic")
    found_words = (reading.doc.char_span(span.start, span.end) for span in spans)
    return {token.lemma_.lower() for found in found_words if found is not None for token in found if token.pos_ in _CONTENT}


def _is_nominal(report: Report, reading: Reading) -> bool:
    token = reading.root(report.trigger)
    return token is not None and token.pos_ in ("NOUN", "PROPN")


def _is_generic(report: Report, reading: Reading) -> bool:
    """Whether a noun means events of its kind wherever they happen: "attacks on ports"."""
    token = reading.root(report.trigger)
    return token is not None and token.tag_ == "NNS" and not token.children_as(DETERMINER | POSSESSOR | NUMBER)


def _is_whose(report: Report, reading: Reading) -> bool:
    """Whether a noun says whose the event is, as only an event can that is known: "his claims"."""
    token = reading.root(report.trigger)
    return token is not None and token.pos_ == "NOUN" and bool(token.children_as(POSSESSOR))


def _have_same_sides(earlier: Report, later: Report, reading: Reading) -> bool:
    """Whether the same two or more take part in both."""
    a, b = (frozenset().union(*_core(report, reading).values()) for report in (earlier, later))
    return a == b and len(a) > 1


def _is_anaphoric(report: Report, reading: Reading) -> bool:
    """Whether a noun comes with a word that points back: "the summit", "those talks"."""
    token = reading.root(report.trigger)
    if token is None or token.pos_ not in ("NOUN", "PROPN"):
        return False
    return any(child.fills(DETERMINER) and child.lower_ in _DEFINITE for child in token.children)
