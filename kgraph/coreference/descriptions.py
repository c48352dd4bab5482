"""Which descriptions mean whom: "the Russian leader", "the company", "a ship ... the ship"."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Set

from kgraph.coreference.binding import is_told_of
from kgraph.coreference.bodies import is_of_sector
from kgraph.coreference.clusters import Clusters
from kgraph.coreference.decisive import words
from kgraph.coreference.offices import title_of
from kgraph.coreference.phrases import Phrase
from kgraph.lexicon import entity_is_a, nouns
from kgraph.model import MentionKind
from kgraph.syntax.relations import ADJECTIVE, COMPOUND

_PREMODIFIER = ADJECTIVE | COMPOUND
_LANDS = frozenset("Country Group Region City".split())

_NEAR = 12  # sentences that a description may look back
_SHORTLY = 3  # sentences before the best antecedent in which another makes it unclear
_KEPT = 8  # things of one head noun that are remembered


def link_descriptions(clusters: Clusters) -> None:
    """Put definite descriptions together with the last thing that they fit."""
    memory = _Memory(clusters)
    for index, phrase in enumerate(clusters.phrases):
        if phrase.kind is not MentionKind.NOMINAL or clusters.rules[index] != "first" or phrase.members:
            memory.note(index)
            continue
        if phrase.owner != -1:
            pass
        elif not phrase.definite:
            _link_repeated(clusters, memory, index)
        else:
            found = _antecedent(clusters, memory, index)
            collective = _is_collective(clusters, phrase)
            group = found is not None and bool(clusters[found[0]].members)
            loose = collective and not group and (found is None or found[1] == "role")
            if loose and (holders := _holders(clusters, memory, index)):
                found = None
                _gather(clusters, index, holders)
            if found is not None:
                antecedent, rule = found
                clusters.link(index, antecedent, rule)
            elif collective and not clusters[index].members and (members := _members(clusters, memory, phrase)):
                _gather(clusters, index, members)
        memory.note(index)


def link_possessed(clusters: Clusters) -> None:
    """Put together what one owner has under one noun: "Putin's plane ... his plane"; needs the pronouns resolved."""
    first: dict[tuple[int, str, str], int] = {}
    for index, phrase in enumerate(clusters.phrases):
        owner = clusters.by_head.get(phrase.owner)
        if phrase.kind is not MentionKind.NOMINAL or owner is None or phrase.members:
            continue
        key = (clusters.root(owner), phrase.lemma, phrase.number)
        before = first.setdefault(key, index)
        if before != index and clusters.rules[index] == "first" and _owned_alike(clusters, phrase, before):
            clusters.link(index, before, "same owner")


def link_partners(clusters: Clusters) -> None:
    """Put "his host" together with the other of two who met, where nobody else did; needs the pronouns resolved."""
    pairs: list[int] = []
    for index, phrase in enumerate(clusters.phrases):
        if phrase.members:
            pairs.append(index)
            continue
        owner = clusters.by_head.get(phrase.owner)
        bare = phrase.kind is MentionKind.NOMINAL and phrase.number == "sg" and clusters.rules[index] == "first"
        if not bare or owner is None or phrase.lemma not in nouns.words("partners") or clusters[index].named:
            continue
        others = _partners(clusters, pairs, index, owner)
        if len(others) == 1 and phrase.head - phrase.start == 1:
            clusters.link(index, others.pop(), "partner")


def _partners(clusters: Clusters, pairs: list[int], index: int, owner: int) -> set[int]:
    """The others of the pairs of persons that the owner was in, in the last three sentences."""
    found: dict[int, int] = {}
    for pair in reversed(pairs):
        if clusters.phrases[pair].sentence < clusters.phrases[index].sentence - 3:
            break
        parts = [clusters.by_head[head] for head in clusters.phrases[pair].members]
        if (
            len(parts) == 2
            and all(clusters[part].type == "Person" for part in parts)
            and any(clusters.same(owner, p) for p in parts)
        ):
            found.update({clusters.root(part): part for part in parts if not clusters.same(owner, part)})
    return set(found.values())


def _owned_alike(clusters: Clusters, phrase: Phrase, before: int) -> bool:
    """Whether the adjectives of the later phrase were said of the earlier one."""
    other = clusters.phrases[before]
    mine, theirs = (
        {clusters.doc[i].lemma_.lower() for i in range(p.start, p.head) if clusters.doc[i].pos_ in ("ADJ", "NUM") and i > p.owner}
        for p in (phrase, other)
    )
    return mine <= theirs


def _link_repeated(clusters: Clusters, memory: _Memory, index: int) -> None:
    """Bare plurals of people, and bare nouns with the same modifiers, mean the same in one article: "protesters ... protesters"."""
    phrase = clusters.phrases[index]
    people = phrase.type in ("Group", "Organization") and phrase.number == "pl"
    if (not people and not _is_bare_and_modified(clusters, phrase)) or phrase.lemma in _VAGUE or _is_few(clusters, phrase):
        return
    said = clusters.doc[phrase.start : phrase.end].text.lower()
    for other in reversed(memory.by_lemma[phrase.lemma]):
        found = clusters.phrases[other]
        if clusters.doc[found.start : found.end].text.lower() == said and found.sentence >= phrase.sentence - 3 * _NEAR:
            clusters.link(index, other, "same words")
            return


def _is_few(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a plural counts a few: "two soldiers" may be any two, "2 million voters" are the same."""
    large = any(clusters.doc[i].lower_ in _SCALES for i in range(phrase.start, phrase.head))
    return not large and clusters.number(phrase) > 0


_VAGUE = frozenset("people person other others many some all most more these those both few several".split())
_SCALES = frozenset("hundred thousand million billion".split())


def _is_bare_and_modified(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether only nouns and adjectives stand before and nothing behind the head: "archeological sites", no "two sites"."""
    before = clusters.doc[phrase.start : phrase.head]
    modified = len(before) > 0 and phrase.end == phrase.head + 1
    return modified and all(token.pos_ in ("ADJ", "NOUN") and token.fills(_PREMODIFIER) for token in before)


class _Memory:
    """What has been mentioned so far, by head noun, by type, and by role; each list is short, the latest last."""

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters
        self.by_lemma: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self.by_type: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self.pairs: deque[int] = deque(maxlen=3)
        self.counts: dict[int, int] = defaultdict(int)

    def note(self, index: int) -> None:
        """Remember a phrase that has just been read."""
        phrase = self._clusters.phrases[index]
        self.counts[self._clusters.root(index)] += 1
        if phrase.is_pronoun:
            return
        if phrase.members:
            self.pairs.append(index)
            return
        self.by_lemma[phrase.lemma].append(index)
        if phrase.is_name:
            self.by_type[phrase.type].append(index)
            if phrase.type == "NamedEvent":
                for word in self._clusters.name_text(phrase).lower().split()[:-1]:
                    self.by_lemma[word].append(index)  # "Storm Edda ... the storm"
            self.by_lemma[phrase.lemma].append(index)
            for word in self._clusters.name_text(phrase).lower().split():
                if word != phrase.lemma and nouns.kind_of(word) not in ("Thing", "Person", "Animal"):
                    self.by_lemma[word].append(index)
                if phrase.type == "Product" and (made := _product_in(word)):
                    self.by_lemma[made].append(index)
        for role in self._clusters[index].roles:
            if role != phrase.lemma:
                self.by_lemma[role].append(index)


def _product_in(word: str) -> str:
    """The product's noun that the last part of a made-up name is, or "": the phone of "zPhone"."""
    return next((end for end in nouns.endings(word, 1, 4) if nouns.kind_of(end) == "Product"), "")


def _antecedent(clusters: Clusters, memory: _Memory, index: int) -> tuple[int, str] | None:
    phrase = clusters.phrases[index]
    for rule, candidates in (
        ("same head", _same_head(clusters, memory, phrase)),
        ("role", _same_role(clusters, memory, phrase)),
        ("kind", _of_kind(clusters, memory, phrase)),
    ):
        fitting = [i for i in candidates if _fits(clusters, index, i, rule)]
        if fitting:
            best = max(fitting, key=lambda i: (clusters.phrases[i].sentence, memory.counts[clusters.root(i)], i))
            return (best, rule) if _is_clear(clusters, fitting, best, rule) else None
    return None


def _is_clear(clusters: Clusters, fitting: list[int], best: int, rule: str) -> bool:
    """Whether nothing else fits about as well: by its type no other thing at all, else none that was mentioned shortly before."""
    others = [i for i in fitting if not clusters.same(i, best)]
    if rule == "kind" or clusters[best].named:
        return not others
    return all(clusters.phrases[i].sentence < clusters.phrases[best].sentence - _SHORTLY for i in others)


def _is_collective(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a plural speaks of two known things: "both sides", "the two leaders", "the leaders"."""
    if phrase.number != "pl" or phrase.owner != -1:
        return False
    bare = phrase.end - phrase.start <= 3 and not clusters.countries_in(phrase)
    both = clusters.doc[phrase.start].lower_ == "both" and phrase.end == phrase.head + 1
    return _is_two(phrase) or (bare and (both or phrase.lemma in nouns.words("collectives")))


def _is_two(phrase: Phrase) -> bool:
    """Whether a noun means two who belong together, whoever they are: "the high-profile duo"."""
    return phrase.lemma in words("twos")


def _gather(clusters: Clusters, index: int, members: list[int]) -> None:
    clusters.gather(index, members)
    clusters.rules[index] = "members"


def _holders(clusters: Clusters, memory: _Memory, index: int) -> list[int]:
    """The persons of the last sentences who are called by a plural role noun: for "the two presidents" the two most often named."""
    phrase = clusters.phrases[index]
    if nouns.kind_of(phrase.lemma) != "Person" or phrase.lemma in _ANYBODY:
        return []
    number = clusters.number(phrase)
    roles = {phrase.lemma} | nouns.equivalents().get(phrase.lemma, frozenset())
    found: dict[int, int] = {}
    times: Counter[int] = Counter()
    for other in range(index - 1, -1, -1):
        if clusters.phrases[other].sentence < phrase.sentence - (5 if number else 2):
            break
        root, named = clusters.root(other), clusters[other].named and not clusters.phrases[other].is_pronoun
        if named and _may_hold(clusters, other, roles) and (number or not clusters[other].roles.isdisjoint(roles)):
            times[root] += 1 if root in found else 1 + (not clusters[other].roles.isdisjoint(roles))
            found.setdefault(root, other)
    ranked = sorted(found.values(), key=lambda i: (-times[clusters.root(i)], -memory.counts[clusters.root(i)], -i))
    best = ranked[: number or len(found)]
    if all(clusters[i].roles.isdisjoint(roles) for i in best):
        best = []
    pair = next((p for p in reversed(memory.pairs) if clusters.phrases[p].sentence >= phrase.sentence - 3), None)
    parts = [clusters.by_head[head] for head in clusters.phrases[pair].members] if pair is not None else []
    if parts and len(parts) == (number or len(parts)) and all(_may_hold(clusters, part, roles) for part in parts):
        best = parts
    return sorted(best) if len(best) == (number or max(2, len(best))) else []


def _may_hold(clusters: Clusters, index: int, roles: Set[str]) -> bool:
    """Whether a person is called by one of the nouns, or by none at all."""
    known = clusters[index].roles
    return (
        clusters[index].type == "Person"
        and "vice" not in clusters[index].modifiers
        and (not known or not known.isdisjoint(roles))
    )


_ANYBODY = frozenset("man woman player driver brother sister rival ally counterpart neighbor neighbour".split())


def _members(clusters: Clusters, memory: _Memory, phrase: Phrase) -> list[int]:
    """The two things that a collective noun means: the last pair of its sort, else the two named most often so far."""
    wanted = _OF_TWO if _is_two(phrase) else _SORTS.get(nouns.kind_of(phrase.lemma), ("Country", "Person", "Government"))
    paired = (*wanted, "City") if phrase.lemma == "side" else wanted  # "envoys from Moscow and Kyiv": capitals for countries
    for pair in reversed(memory.pairs):
        parts = [clusters.by_head[head] for head in clusters.phrases[pair].members]
        near = clusters.phrases[pair].sentence >= phrase.sentence - 3 and clusters.number(phrase) in (0, 2)
        if near and len(parts) == 2 and all(clusters[part].type in paired for part in parts):
            return parts
    if clusters.number(phrase) != 2 and entity_is_a(nouns.kind_of(phrase.lemma), "Organization"):
        return []  # "the firms" may be any number of them
    for kind in wanted[:1] if _is_two(phrase) else wanted:
        told = (i for i in memory.by_type[kind] if clusters.phrases[i].sentence >= phrase.sentence - 5)
        recent = [i for i in told if not _in_one_clause(clusters, phrase, clusters.phrases[i])]
        things = {clusters.root(i): i for i in recent}
        if len(things) == 2 or (len(things) > 2 and not _is_two(phrase)):
            return sorted(sorted(things.values(), key=lambda i: (-memory.counts[clusters.root(i)], -i))[:2])
    return []


_OF_TWO = ("Person", "Company", "Organization", "Country", "Party")
_SORTS = {
    "Person": ("Person",),
    "Country": ("Country",),
    "City": ("City",),
    "Company": ("Company", "Organization"),
    "Organization": ("Organization", "Company"),
    "Party": ("Party",),
    "Government": ("Country", "Government"),
}


def _same_head(clusters: Clusters, memory: _Memory, phrase: Phrase) -> Iterator[int]:
    return (i for i in memory.by_lemma[phrase.lemma] if clusters.phrases[i].sentence >= phrase.sentence - 3 * _NEAR)


def _same_role(clusters: Clusters, memory: _Memory, phrase: Phrase) -> Iterator[int]:
    for lemma in sorted(nouns.equivalents().get(phrase.lemma, frozenset()) - {phrase.lemma}):
        yield from (i for i in memory.by_lemma[lemma] if clusters.phrases[i].sentence >= phrase.sentence - _NEAR)


def _of_kind(clusters: Clusters, memory: _Memory, phrase: Phrase) -> Iterator[int]:
    """Names of the type that a bare definite noun stands for, and heads of state for "the Russian leader"."""
    if phrase.number == "pl":
        return
    for kind in nouns.anaphors().get(phrase.lemma, ()):
        yield from (i for i in memory.by_type[kind] if clusters.phrases[i].sentence >= phrase.sentence - _NEAR)
    if phrase.type == "Person" and phrase.lemma in nouns.words("heads"):
        countries = clusters.countries_in(phrase) if _demonyms(clusters, phrase) else set()
        people = memory.by_type["Person"] if countries else ()
        yield from (i for i in people if clusters[i].countries & countries and clusters[i].gender != "a")


def _fits(clusters: Clusters, index: int, antecedent: int, rule: str) -> bool:
    phrase, other = clusters.phrases[index], clusters.phrases[antecedent]
    if clusters[index].named and clusters[antecedent].named:
        return False
    if phrase.number == "pl" and not _numbers_fit(clusters, phrase, antecedent):
        return False
    if phrase.number != other.number or (phrase.start <= other.head < phrase.end) or (other.start <= phrase.head < other.end):
        return False
    if not nouns.compatible(phrase.type, clusters[antecedent].type) or _is_had(other):
        return False
    if rule != "same head" and {phrase.gender, clusters[antecedent].gender} == {"m", "f"}:
        return False
    if _are_two_offices(clusters, phrase, antecedent, rule) or is_told_of(clusters, phrase, antecedent):
        return False
    if rule == "kind" and not is_of_sector(clusters, phrase, antecedent):
        return False
    if rule == "role" and other.lemma in words("had") and not other.definite:
        return False  # "Tarnbank is now a lending business. The firm ..."
    if rule == "same head" and _is_set_apart(clusters, phrase, other):
        return False
    countries = clusters.countries_in(phrase)
    if phrase.lemma == "capital" and other.is_name and not _may_be_capital(clusters, other):
        return False
    if rule == "kind" and phrase.lemma in _LANDSCAPE and not _may_be_landscape(clusters, phrase.lemma, other):
        return False
    if countries and not countries & clusters[antecedent].countries and (clusters[antecedent].countries or rule != "same head"):
        return False
    return _modifiers_fit(clusters, phrase, antecedent, rule) and not _in_one_clause(clusters, phrase, other)


def _is_had(phrase: Phrase) -> bool:
    """Whether a noun for a firm is what a firm has: "the firm" is not "its business"."""
    return phrase.owner != -1 and phrase.lemma in words("had")


def _are_two_offices(clusters: Clusters, phrase: Phrase, antecedent: int, rule: str) -> bool:
    """Whether a description is an office and what it might mean was called by another: a chancellor is not the prime minister.

    Nor is he a minister of whom the article says only that he is one.
    """
    office = title_of(clusters, phrase)
    if office is None:
        return False
    told = {title_of(clusters, clusters.phrases[i]) for i in clusters[antecedent].phrases} - {None}
    return office not in told and (bool(told) or rule == "role")


def _is_set_apart(clusters: Clusters, phrase: Phrase, other: Phrase) -> bool:
    """Whether an earlier phrase speaks of none, of each, or of another than the one in question: "no crowds", "the previous election"."""
    words = [clusters.doc[i].lower_ for i in range(other.start, other.head)]
    mine = {clusters.doc[i].lower_ for i in range(phrase.start, phrase.head)}
    return not _NONE_OR_EACH.isdisjoint(words[:1]) or not (nouns.words("contrasting").intersection(words) <= mine)


_NONE_OR_EACH = frozenset("no any each every neither either".split())
_LANDSCAPE = frozenset("river sea lake mountain".split())


def _may_be_landscape(clusters: Clusters, lemma: str, name: Phrase) -> bool:
    """Whether a place's name has an article or the noun itself: "the Velmo", "Lake Orta", but no village."""
    article = name.start < name.name[0] and clusters.doc[name.start].lower_ == "the"
    return article or lemma in clusters.name_text(name).lower().split()


def _may_be_capital(clusters: Clusters, name: Phrase) -> bool:
    """Whether a city is a capital, or one that nobody knows."""
    known = clusters.known(clusters.name_text(name))
    return known is None or known.name in nouns.words("capitals")


def _numbers_fit(clusters: Clusters, phrase: Phrase, antecedent: int) -> bool:
    """Whether a counted plural means as many as its antecedent; the two leaders are no list of leaders that nobody counted."""
    wanted = clusters.number(phrase)
    told = clusters[antecedent].numbers | {len(clusters[antecedent].members)} - {0}
    return not wanted or wanted in told or (not told and phrase.lemma not in nouns.words("collectives"))


def _modifiers_fit(clusters: Clusters, phrase: Phrase, antecedent: int, rule: str) -> bool:
    """Whether the description adds nothing that is not known: "the red car" is not "the blue car"."""
    mine = clusters.modifiers(phrase)
    other = clusters.phrases[antecedent]
    if other.is_name and other.type == "Product":
        mine = mine - nouns.words("novel")
    if rule == "kind":
        return mine <= _demonyms(clusters, phrase) or (phrase.type == "Company" and bool(clusters.countries_in(phrase)))
    known = clusters[antecedent].modifiers | {clusters.doc[i].lower_ for i in range(other.start, other.end)}
    return mine <= known | (
        _demonyms(clusters, phrase) if clusters.countries_in(phrase) & clusters[antecedent].countries else set()
    )


def _demonyms(clusters: Clusters, phrase: Phrase) -> set[str]:
    """Words of a phrase that name a country or a people, which countries are compared by; a party is in a country and is none."""
    tokens = (clusters.doc[i] for i in range(phrase.start, phrase.end) if clusters.country_at(i))
    return {token.lemma_.lower() for token in tokens if token.ent_type_ in _LANDS}


def _in_one_clause(clusters: Clusters, phrase: Phrase, other: Phrase) -> bool:
    """Whether both are arguments of one verb, which then mean two things."""
    left, right = clusters.doc[phrase.head], clusters.doc[other.head]
    return phrase.sentence == other.sentence and left.head == right.head and left.head.pos_ in ("VERB", "AUX")
