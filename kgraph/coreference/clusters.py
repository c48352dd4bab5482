"""Phrases put together: which of them mean one thing, and what is known of it so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kgraph.coreference import decisive, naming
from kgraph.coreference.phrases import AGED, Phrase
from kgraph.language.gazetteer import KnownName, lookup
from kgraph.lexicon import entity_is_a, first_above, nouns
from kgraph.numbers import word_value
from kgraph.syntax.relations import PREPOSITION
from kgraph.syntax.tree import Doc, Token

_ROLES = frozenset({"Person", "Company", "Country", "City"})  # of nouns that say what a name is, inside it too: "City Council"
_NAME_VOTES = 5
_LONG = 2  # words of a name
_FEW = 4  # times as often as a country another one has to be named
_PERSONAL_VOTES = 3  # of "he" and "she": two of them outweigh one name that the model took for a body
_OF_A_COUNTRY = frozenset(
    "Country Region City Place Facility Group Government Military Party".split()
)  # no firms: they work everywhere
_OF_A_COUNTRYS_PEOPLE = ("Country", "Region", "City", "Group")
_CONTENT = frozenset("NOUN PROPN ADJ NUM VERB PRON".split())
_TOWNS = frozenset("City Place Facility Region".split())
_OF_THE_STATE = frozenset(
    "GOV LEG JUD COP MIL".split()
)  # sectors of those whose town tells their country: a mayor, no player of its club
_LONGEST_ACRONYM = 8
_OF_NAMES = frozenset(("same name", "form of a name", "short name", "known alias", "acronym", "head of a name"))
_DETERMINERS = frozenset("the this that these those same such said two both entire whole".split())


@dataclass(slots=True)
class Cluster:
    """What is known of one thing while coreference is being resolved; grows as phrases join it.

    ``phrases`` are indices into Clusters.phrases. ``countries`` are alpha-3 codes; ``roles`` the head nouns that it was
    described by, ``modifiers`` the content words beside them; ``members`` indices of phrases that a group is made of; ``numbers`` how many
    its phrases say that they mean.
    """

    phrases: list[int]
    types: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    countries: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    members: tuple[int, ...] = ()
    numbers: set[int] = field(default_factory=set)
    named: bool = False
    plural: bool = False

    @property
    def type(self) -> str:
        """The type with most votes; names weigh more."""
        return min(self.types, key=lambda name: (-self.types[name], name == "Thing", name)) if self.types else "Thing"

    @property
    def gender(self) -> str:
        """m, f, n, p or a: the most frequent of those that tell most."""
        told = {key: self.genders[key] for key in ("m", "f") if self.genders[key]}
        if told:
            return max(told, key=lambda key: (told[key], key))
        if self.genders["p"] and self.type == "Person":
            return "p"
        return next((key for key in ("n", "p") if self.genders[key] and not self.genders["a"]), "a")


@dataclass(frozen=True, slots=True)
class Coreference:
    """Two phrases, by their numbers, that a rule says mean one thing."""

    phrase: int
    antecedent: int
    rule: str


class Clusters:
    """The phrases of a Doc and the things that they mean, one thing a phrase to begin with.

    ``links`` are what put them together, in their order: a tree over the phrases of each thing.
    """

    def __init__(self, doc: Doc, phrases: Iterable[Phrase]) -> None:
        self.doc = doc
        self.phrases = list(phrases)
        self.rules = ["first"] * len(self.phrases)
        self.links: list[Coreference] = []
        self.by_head = {phrase.head: index for index, phrase in enumerate(self.phrases) if not phrase.members}
        self._known: dict[str, KnownName | None] = {}
        self._country_at = {
            token.i: known.country
            for entity in doc.ents
            if (known := self.known(entity.text))
            and known.country
            and known.type in _OF_A_COUNTRY
            and is_of(entity.label_, known)
            for token in entity
            if not _opens_a_name(token)
        }
        self._towns = {
            token.i
            for entity in doc.ents
            if (known := self.known(entity.text)) and _is_within_a_country(known)
            for token in entity
        }
        self._owner = list(range(len(self.phrases)))
        self._clusters = {index: self._single(index) for index in self._owner}

    def __getitem__(self, phrase: int) -> Cluster:
        return self._clusters[self.root(phrase)]

    def root(self, phrase: int) -> int:
        """The index that stands for the phrase's cluster."""
        while self._owner[phrase] != phrase:
            self._owner[phrase] = self._owner[self._owner[phrase]]
            phrase = self._owner[phrase]
        return phrase

    def roots(self) -> list[int]:
        """The roots of all clusters."""
        return sorted(self._clusters)

    def same(self, left: int, right: int) -> bool:
        """Whether two phrases mean the same thing."""
        return self.root(left) == self.root(right)

    def known(self, name: str) -> KnownName | None:
        """What the gazetteer has under a name."""
        if name not in self._known:
            self._known[name] = lookup(name)
        return self._known[name]

    def index_at(self, token: Token) -> int | None:
        """The phrase whose head the token is, or whose name the token belongs to."""
        return self.by_head.get(token.i)

    def countries_in(self, phrase: Phrase) -> set[str]:
        """The countries that a phrase's modifiers name, its name aside: "the Russian leader", "the king of Spain".

        A person's town tells none, unless somebody of the state is meant: a mayor of Brask, but not "Brask winger Anna Berg".
        """
        found = set()
        towns = () if phrase.type != "Person" or self._is_of_the_state(phrase) else self._towns
        for i in range(phrase.start, phrase.end):
            if i > phrase.head and self.doc[i].fills(PREPOSITION) and self.doc[i].lower_ != "of":
                break
            if not phrase.name[0] <= i < phrase.name[1] and i not in towns:
                found.add(self._country_at.get(i, ""))
        return found - {""}

    def _is_of_the_state(self, phrase: Phrase) -> bool:
        words = (self.doc[i].lemma_.lower() for i in range(phrase.start, phrase.end) if not phrase.name[0] <= i < phrase.name[1])
        return any(nouns.sector_of(nouns.role_of(word)) in _OF_THE_STATE for word in words)

    def is_of_another(self, name: str, known: KnownName) -> bool:
        """Whether many countries have a body of this name, and the article tells far more of another than the gazetteer's.

        Of a town that shares its name with others, whether the article names other countries and not the one of the town.
        """
        words = name.lower().removeprefix("the ").split()
        of_many = len(words) >= _LONG and words[0] in naming.words("bodies_of_every_country")
        town = known.type == "City" and not known.sure
        if not (of_many or town):
            return False
        places = (entity for entity in self.doc.ents if entity.label_ in _OF_A_COUNTRYS_PEOPLE)
        told = Counter(self._country_at.get(entity.start, "") for entity in places)
        del told[""]
        if town and name == known.name:
            itself = sum(entity.text == name and self.known(entity.text) == known for entity in self.doc.ents)
            return told[known.country] <= itself and any(told[other] for other in told if other != known.country)
        return told[known.country] * _FEW < max(told.values(), default=0)

    def country_at(self, token: int) -> str:
        """The country that the word at an index names, or ""."""
        return self._country_at.get(token, "")

    def modifiers(self, phrase: Phrase) -> set[str]:
        """The lemmas of the content words of a phrase beside its head."""
        tokens = (self.doc[i] for i in range(phrase.start, phrase.end) if i != phrase.head)
        return {token.lemma_.lower() for token in tokens if token.pos_ in _CONTENT and token.lower_ not in _DETERMINERS}

    def name_text(self, phrase: Phrase) -> str:
        """The words of a phrase's name, without a possessive mark."""
        end = phrase.name[1]
        while end - 1 > phrase.name[0] and (self.doc[end - 1].tag_ == "POS" or self.doc[end - 1].is_space):
            end -= 1
        return self.doc[phrase.name[0] : end].text

    def number(self, phrase: Phrase) -> int:
        """How many a plural says that it means, 0 where it does not."""
        if phrase.members:
            return len(phrase.members)
        if phrase.number == "pl" and phrase.lemma in decisive.words("twos"):
            return 2
        before = (self.doc[i].lower_ for i in range(phrase.start, phrase.head))
        return next((2 if word == "both" else found for word in before if (found := _several(word)) or word == "both"), 0)

    def retype(self, phrase: int, kind: str, gender: str) -> None:
        """Correct the type of a name that stands in no cluster but its own."""
        self.phrases[phrase] = replace(self.phrases[phrase], type=kind, gender=gender)
        self._clusters[phrase] = self._single(phrase)
        if kind == "Person":
            self._clusters[phrase].countries.clear()

    def vote(self, phrase: int, kind: str) -> None:
        """Let a description outweigh what the names so far were taken for."""
        self[phrase].types[kind] = max(self[phrase].types.values()) + 1

    def gather(self, phrase: int, members: list[int]) -> None:
        """Let a plural phrase mean several things together."""
        self[phrase].members = tuple(members)

    def link(self, phrase: int, antecedent: int, rule: str) -> None:
        """Put a phrase's cluster and an antecedent's together, for the phrase by the rule named.

        What has one full name is not what has quite another, unless a rule for names says so.
        """
        left, right = self.root(antecedent), self.root(phrase)
        if left == right or (rule not in _OF_NAMES and self._are_named_otherwise(left, right)):
            return
        self.links.append(Coreference(phrase, antecedent, rule))
        if self.rules[phrase] == "first":
            self.rules[phrase] = rule
        if len(self._clusters[left].phrases) < len(self._clusters[right].phrases):
            left, right = right, left
        kept, gone = self._clusters[left], self._clusters.pop(right)
        self._owner[right] = left
        kept.phrases += gone.phrases
        kept.types.update(gone.types)
        kept.genders.update(gone.genders)
        kept.countries |= gone.countries
        kept.roles |= gone.roles
        kept.modifiers |= gone.modifiers
        kept.numbers |= gone.numbers
        kept.members = kept.members or gone.members
        kept.named |= gone.named
        kept.plural |= gone.plural

    def _are_named_otherwise(self, left: int, right: int) -> bool:
        """Whether both have names and share no word of them; an acronym may be anybody's."""
        if not (self._clusters[left].named and self._clusters[right].named):
            return False
        one, other = self._words_of_names(left), self._words_of_names(right)
        return bool(one and other) and one.isdisjoint(other)

    def _words_of_names(self, root: int) -> set[str]:
        """The words of its names; none where they are acronyms alone."""
        names = [self.name_text(phrase) for i in self._clusters[root].phrases if (phrase := self.phrases[i]).is_name]
        told = (name for name in names if not (name.isupper() and len(name) <= _LONGEST_ACRONYM))
        return {word.strip(".").lower() for name in told for word in name.split()}

    def _single(self, index: int) -> Cluster:
        phrase = self.phrases[index]
        cluster = Cluster([index], named=phrase.is_name, plural=phrase.number == "pl", numbers={self.number(phrase)} - {0})
        if phrase.is_pronoun and phrase.gender in ("m", "f", "p"):
            cluster.types["Person"] += _PERSONAL_VOTES
        elif not phrase.is_pronoun:
            cluster.types[phrase.type] += _NAME_VOTES if phrase.is_name else 1
        cluster.genders[phrase.gender] += 1
        if phrase.members:
            cluster.members = tuple(self.by_head[head] for head in phrase.members)
            return cluster
        cluster.countries = self._countries(phrase)
        cluster.roles = self._roles(phrase)
        cluster.modifiers = self.modifiers(phrase)
        return cluster

    def _countries(self, phrase: Phrase) -> set[str]:
        known = self.known(self.name_text(phrase)) if phrase.is_name else None
        other = known is None or (known.type == "Person") != (phrase.type == "Person")  # a surname like a town's
        if known is not None and not other and known.country and is_of(phrase.type, known):
            return set() if self.is_of_another(self.name_text(phrase), known) else {known.country}
        return set() if phrase.is_pronoun or self._is_employed(phrase) else self.countries_in(phrase)

    def _is_employed(self, phrase: Phrase) -> bool:
        """Whether a person has a calling in which one often serves another country than one's own."""
        words = {self.doc[i].lower_ for i in range(phrase.start, phrase.head + 1)}
        return phrase.type == "Person" and not words.isdisjoint(naming.words("no_nationals"))

    def _roles(self, phrase: Phrase) -> set[str]:
        """The head noun of a description; of a name the nouns before it: "Russian President Vladimir Putin"."""
        if phrase.is_pronoun or phrase.lemma == AGED:
            return set()
        if not phrase.is_name:
            return {phrase.lemma}
        words = {i: nouns.role_of(self.doc[i].lower_) for i in range(phrase.start, phrase.name[1] - 1)}
        kinds = {i: nouns.kind_of(word) for i, word in words.items()}
        return {word for i, word in words.items() if kinds[i] in _ROLES or (i < phrase.name[0] and _is_body_or_work(kinds[i]))}


def is_of(kind: str, known: KnownName) -> bool:
    """Whether a name of this type can be what the gazetteer has: a people is none but a people, an unsure name needs its sort."""
    if "Group" in (kind, known.type) or not known.sure:
        return _sort(kind) == _sort(known.type)
    return True


def _is_within_a_country(known: KnownName) -> bool:
    """Whether a place is a town or a part of a country that has no teams of its own: Bonn and Bavaria, but not Wales."""
    return known.type in _TOWNS and known.demonym_of is None and known.name.lower() not in nouns.words("nations")


def _is_body_or_work(kind: str) -> bool:
    """Whether a noun before a name says what sort of body or work it is: "the rail union Tarnrail", "the film Edda"."""
    return kind == "Work" or entity_is_a(kind, "Organization")


def _sort(kind: str) -> str:
    return first_above(kind, ("Organization", "Place"), kind)


def _several(word: str) -> int:
    """The number of two or more things that a word says, 0 where it says none."""
    found = word_value(word)
    return int(found) if found is not None and found >= 2 and found == int(found) else 0


def _opens_a_name(token: Token) -> bool:
    """Whether a people's word is the first of a longer name: "the French Open" is no country's champion."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return (
        token.ent_type_ == "Group" and following is not None and following.pos_ == "PROPN" and following.ent_type_ == "NamedEvent"
    )
