"""Which names of an article are one thing's: equal names, short forms, acronyms, and names that the gazetteer knows as one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgraph.coreference.clubs import retype_clubs
from kgraph.coreference.clusters import Clusters
from kgraph.coreference.name_kinds import retype_names
from kgraph.coreference.phrases import Phrase
from kgraph.language.initials import middle
from kgraph.language.name_types import is_body_name
from kgraph.lexicon import entity_is_a, nouns
from kgraph.syntax.relations import NOMINAL_SUBJECT, PREPOSITIONAL_OBJECT
from kgraph.syntax.speech import speaks

_LOCATIVE = frozenset("in at near to from into towards outside".split())
_QUARTERS = frozenset("north south east west".split())
_CLEARLY = 2  # times as often a person has to be named as another of the surname
_STOP = frozenset("of the and for in on at de la le du a an &".split())


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name without titles: its lower-case words, "Jr." apart, the gender that its title tells, and its family name.

    The family name is the last word, or the first of "Bae Hyun-seok".
    """

    words: tuple[str, ...]
    generation: str
    gender: str
    family: str = ""

    @property
    def first(self) -> str:
        """The first word."""
        return self.words[0]

    @property
    def last(self) -> str:
        """The last word."""
        return self.words[-1]


def link_names(clusters: Clusters) -> None:
    """Put the names together that are one thing's."""
    retype_names(clusters)
    persons = _persons(clusters)
    _link_full_persons(clusters, persons)
    _link_short_persons(clusters, persons)
    _note_genders(clusters, persons)
    others = [i for i in _names(clusters, person=False) if i not in persons]
    _retype_towns(clusters, others)
    _link_equal(clusters, others, retype_clubs(clusters, others))
    _link_acronyms(clusters, others)
    _link_short_bodies(clusters, others)
    _link_last_words(clusters, others)


def person_name(clusters: Clusters, phrase: Phrase) -> PersonName:
    """A person's name taken apart; no words where the phrase has only titles."""
    written = _written_words(clusters, phrase)
    words = [word.lower() for word in written]
    generation = next((word.strip(".") for word in words[1:] if word in nouns.name_endings("generations")), "")
    words = [word for word in words if word not in nouns.name_endings("generations")]
    while len(words) > 1 and nouns.is_title(words[0]) and not nouns.is_given_name(words[0]):
        words.pop(0)
    family = words[0] if written and _is_second_given_name(written[-1]) else words[-1] if words else ""
    return PersonName(tuple(words), generation, phrase.gender if phrase.gender in ("m", "f") else "", family)


def _written_words(clusters: Clusters, phrase: Phrase) -> list[str]:
    """The words of a name as they are written, those joined by hyphens as one, without marks."""
    tokens = [token for token in clusters.doc[phrase.name[0] : phrase.name[1]] if token.tag_ != "POS" and not token.is_space]
    words: list[str] = []
    for number, token in enumerate(tokens):
        if words and (token.text == "-" or tokens[number - 1].text == "-"):
            words[-1] += token.text
        elif any(c.isalpha() for c in token.text):
            words.append(token.text)
    return words


def _is_second_given_name(word: str) -> bool:
    """Whether the word is written like the given name behind a family name: "Hyun-seok"."""
    first, hyphen, second = word.partition("-")
    return bool(hyphen) and first.istitle() and second.islower()


def plain_name(text: str) -> str:
    """A name in lower case without articles, marks and "Inc."."""
    words = re.sub(r"[^\w&.\- ]", "", text.lower().replace("\n", " ")).split()
    words = [word for word in words if word not in ("the", "a", "an")] or words
    while len(words) > 1 and words[-1] in nouns.name_endings("companies"):
        words.pop()
    return " ".join(words).strip(".")


def _persons(clusters: Clusters) -> dict[int, PersonName]:
    """The names of persons: those that the model takes for one, and single words of a full name that it takes for others."""
    found = {i: name for i in _names(clusters, person=True) if (name := person_name(clusters, clusters.phrases[i])).words}
    full = [name for name in found.values() if len(name.words) > 1]
    surnames = {name.last for name in full} | {name.family for name in full}
    parts = surnames | {name.first for name in full if nouns.is_given_name(name.first)}
    others: dict[str, list[int]] = defaultdict(list)
    for index in _names(clusters, person=False):
        text = clusters.name_text(clusters.phrases[index])
        if text.lower() in parts and not text.isupper() and clusters.phrases[index].type != "Group":
            others[text].append(index)
    for text, indices in others.items():
        if _acts_as_person(clusters, text, indices, surname=text.lower() in surnames):
            for index in indices:
                clusters.retype(index, "Person", "p")
                found[index] = PersonName((text.lower(),), "", "", text.lower())
    return dict(sorted(found.items()))


def _acts_as_person(clusters: Clusters, text: str, indices: list[int], *, surname: bool) -> bool:
    """Whether a word that the gazetteer has as something else ("Paris") is a surname that speaks or has a title, and nowhere a place.

    With Israel Katz in the article, Israel is a country all the same; and a country speaks, so only a title makes a person of it.
    """
    known = clusters.known(text)
    if known is None or known.type == "Person":
        return True
    heads = [clusters.doc[clusters.phrases[index].head] for index in indices]
    if not surname or any(head.fills(PREPOSITIONAL_OBJECT) and head.head.lower_ in _LOCATIVE for head in heads):
        return False
    titled = any(head.i and nouns.is_title(head.nbor(-1).text) for head in heads)
    return titled or (known.type != "Country" and any(head.fills(NOMINAL_SUBJECT) and speaks(head.head) for head in heads))


def _names(clusters: Clusters, *, person: bool) -> Iterator[int]:
    for index, phrase in enumerate(clusters.phrases):
        if phrase.is_name and (phrase.type == "Person") == person:
            yield index


def _link_full_persons(clusters: Clusters, persons: dict[int, PersonName]) -> None:
    first_of: dict[tuple[str, str], dict[int, list[PersonName]]] = defaultdict(dict)
    for index, name in persons.items():
        if len(name.words) < 2:
            continue
        group = first_of[name.first[:3], name.last]
        same = _one_of(group, name)
        if same is None:
            group[index] = [name]
        else:
            clusters.link(index, same, "same name" if persons[same].words == name.words else "form of a name")
            if name not in group[same]:
                group[same].append(name)


def _one_of(people: Mapping[int, Sequence[PersonName]], name: PersonName) -> int | None:
    """Who of some people, each with the forms of the name so far, bears a name: the one who has borne it, else the only one who may.

    "John Smith" is John A. Smith, but neither he nor John B. Smith where the article names both.
    """
    found = [one for one, forms in people.items() if all(_same_person(name, form) for form in forms)]
    borne = next((one for one in found if any(form.words == name.words for form in people[one])), None)
    return borne if borne is not None else found[0] if len(found) == 1 else None


def _same_person(left: PersonName, right: PersonName) -> bool:
    """Whether two full names with the same last word are one person's: "Joe Biden", "Joseph R. Biden", but not "Trump Jr.".

    Nor are they where the initials differ: John A. Smith is not John B. Smith.
    """
    if left.generation != right.generation or {left.gender, right.gender} == {"m", "f"}:
        return False
    if middle(left.words).clashes(middle(right.words)):
        return False
    short, long = sorted((left.first, right.first), key=len)
    return long.startswith(short.rstrip(".")) or left.words == right.words


def _link_short_persons(clusters: Clusters, persons: dict[int, PersonName]) -> None:
    """Single words: surnames to the person who was named far more often so far, given names where only one person has them.

    Of two Smiths who were named about as often neither is meant for sure.
    """
    by_last: dict[str, list[int]] = defaultdict(list)
    by_first: dict[str, list[int]] = defaultdict(list)
    for index, name in persons.items():
        if len(name.words) > 1:
            for table, key in ((by_last, name.family), (by_first, name.first)):
                if not any(clusters.same(index, other) for other in table[key]):
                    table[key].append(index)
    counts: dict[int, int] = defaultdict(int)
    last_seen: dict[int, int] = {}
    for index, name in persons.items():
        if len(name.words) == 1:
            candidates = [i for i in by_last[name.last] if _may_be(clusters, name, i, persons)]
            firsts = [i for i in by_first[name.first] if _may_be(clusters, name, i, persons)]
            if not candidates and len(firsts) == 1:
                candidates = firsts
            if candidates:
                best = max(candidates, key=lambda i: (_weight(clusters.root(i), counts, last_seen), -i))
                others = [counts[clusters.root(i)] for i in candidates if not clusters.same(i, best)]
                if counts[clusters.root(best)] >= _CLEARLY * max(others, default=0):
                    clusters.link(index, best, "short name")
            else:
                by_last[name.last].append(index)
        root = clusters.root(index)
        counts[root] += 1
        last_seen[root] = index


def _note_genders(clusters: Clusters, persons: dict[int, PersonName]) -> None:
    """Let a given name that stands alone throughout tell a gender; a surname like James does not."""
    full = {clusters.root(index) for index, name in persons.items() if len(name.words) > 1}
    for index, name in persons.items():
        gender = nouns.given_name_gender(name.first)
        if gender and clusters.root(index) not in full:
            clusters[index].genders[gender] += 1


def _weight(root: int, counts: dict[int, int], last_seen: dict[int, int]) -> tuple[int, int]:
    return counts.get(root, 0), last_seen.get(root, -1)


def _may_be(clusters: Clusters, name: PersonName, other: int, persons: dict[int, PersonName]) -> bool:
    known = clusters[other].gender
    if name.generation and name.generation != persons[other].generation:
        return False
    return not (name.gender and known in ("m", "f") and known != name.gender)


def _link_equal(clusters: Clusters, others: list[int], clubs: frozenset[str]) -> None:
    """Equal names, and names that the gazetteer has under one entry; a people is never its country."""
    first: dict[str, list[int]] = defaultdict(list)
    shared = clubs.union(short for i in others for short in _short_forms(clusters, clusters.phrases[i]))
    for index in others:
        phrase = clusters.phrases[index]
        text = clusters.name_text(phrase)
        for key in _keys(clusters, text):
            same = next((i for i in first[key] if _fits(clusters, index, i, shared)), None)
            if same is not None:
                rule = (
                    "same name" if plain_name(clusters.name_text(clusters.phrases[same])) == plain_name(text) else "known alias"
                )
                clusters.link(index, same, rule)
            if same is None or not clusters.same(index, same):
                first[key].append(index)


def _keys(clusters: Clusters, text: str) -> Iterator[str]:
    yield plain_name(text)
    known = clusters.known(text)
    if known is not None and not known.demonym_of:
        yield f"= {known.name}"
    elif known is not None:
        yield f"people of {known.demonym_of}"


def _fits(clusters: Clusters, left: int, right: int, shared: frozenset[str]) -> bool:
    """Names of equal spelling are one thing, whatever their types, but a people is never a place or a body.

    ``shared`` are names of clubs and short forms of bodies' names: there a town and its club are told apart by type.
    """
    pair = (clusters.phrases[left], clusters.phrases[right])
    types = (pair[0].type, pair[1].type)
    if (
        plain_name(clusters.name_text(pair[0])) in shared
        and _is_body(pair[0]) != _is_body(pair[1])
        and any(entity_is_a(kind, "Place") for kind in types)
    ):
        return False
    return "Group" not in types or types[0] == types[1]


def _is_body(phrase: Phrase) -> bool:
    return entity_is_a(phrase.type, "Organization")


def _link_acronyms(clusters: Clusters, others: list[int]) -> None:
    """Capitals that are the initials of a longer name in the article: "European Union", "EU"."""
    by_initials: dict[str, list[int]] = defaultdict(list)
    for index in others:
        words = clusters.name_text(clusters.phrases[index]).split()
        if len(words) > 1:
            for initials in _initials(words) - {words[0]}:  # "BRK" is not short for "BRK Together"
                if not any(clusters.same(index, other) for other in by_initials[initials][-3:]):
                    by_initials[initials].append(index)
    for index in others:
        text = clusters.name_text(clusters.phrases[index])
        text = text.removeprefix("the ").removeprefix("The ").replace(".", "")
        if 2 <= len(text) <= 7 and text.isupper() and (found := by_initials.get(text)):
            nearest = min(found, key=lambda i: abs(i - index))
            known = clusters.known(text)
            if known is not None and known.sure and entity_is_a(known.type, "Place"):
                continue  # "the US" is no University of Surrey
            longer = clusters.name_text(clusters.phrases[nearest]).removeprefix("the ").removeprefix("The ")
            if known is not None and longer not in (known.name, *known.aliases) and clusters.root(index) == index:
                clusters[index].countries.clear()  # the article's own acronym, not the gazetteer's
            clusters.link(index, nearest, "acronym")


def _initials(words: list[str]) -> set[str]:
    content = [word for word in words if word.lower() not in _STOP and word[:1].isalnum()]
    return {
        "".join(w[0] for w in content).upper(),
        "".join(w[0] for w in words if w[:1].isalnum() and w.lower() != "the").upper(),
    }


def _link_short_bodies(clusters: Clusters, others: list[int]) -> None:
    """The first word or two of one body's name, or a club's last, as that body: "Castellan Group ... Castellan"; storms likewise."""
    longer: dict[str, list[int]] = defaultdict(list)
    for index in others:
        for short in _short_forms(clusters, clusters.phrases[index]):
            if not any(clusters.same(index, other) for other in longer[short]):
                longer[short].append(index)
    for index in others:
        text = clusters.name_text(clusters.phrases[index])
        found = longer.get(plain_name(text), [])
        known = clusters.known(text)
        unknown = known is None or (_is_body(clusters.phrases[index]) and not entity_is_a(known.type, "Organization"))
        if len(found) == 1 and unknown and _may_be_short(clusters, index, found[0]):
            clusters.link(index, found[0], "short name")


def _retype_towns(clusters: Clusters, others: list[int]) -> None:
    """A town's name alone that does something is a body where the article has a club or a company called by it: "Leeds won"."""
    longer: dict[str, set[str]] = defaultdict(set)
    for index in others:
        phrase = clusters.phrases[index]
        last = plain_name(clusters.name_text(phrase)).split()[-1:]
        club = phrase.type == "Company" or not nouns.words("clubs").isdisjoint(last)
        for short in _short_forms(clusters, phrase) if club else ():
            longer[short].add(phrase.type)
    for index in others:
        phrase = clusters.phrases[index]
        kinds = longer.get(plain_name(clusters.name_text(phrase)), set())
        acts = entity_is_a(phrase.type, "Place") and clusters.doc[phrase.head].fills(NOMINAL_SUBJECT)
        if acts and len(kinds) == 1:
            clusters.retype(index, next(iter(kinds)), "n")
            clusters[index].countries.clear()


def _short_forms(clusters: Clusters, phrase: Phrase) -> Iterator[str]:
    name = clusters.name_text(phrase)
    words = plain_name(name).split()
    if len(words) > 1 and phrase.type == "NamedEvent" and nouns.kind_of(words[0]) == "Thing":
        yield words[-1]  # "Storm Edda": the name alone; "the storm" is a description
    if len(words) < 2 or not _is_body(phrase) or not is_body_name(name.split()):
        return
    yield words[0]
    if len(words) > 2:
        yield " ".join(words[:2])
    if words[-1] in nouns.words("clubs"):
        yield words[-1]


def _may_be_short(clusters: Clusters, index: int, longer: int) -> bool:
    """Whether a name of its own type so far may turn out to be a longer one's short form."""
    kind = clusters[index].type
    return kind not in ("Person", "Group", "Place") and (nouns.compatible(kind, clusters[longer].type) or kind == "Product")


def _link_last_words(clusters: Clusters, others: list[int]) -> None:
    """A capitalised noun alone, "the Ministry", to the nearest earlier name that has it as head; "the North" to North Korea."""
    last: dict[str, int] = {}
    for index in others:
        phrase = clusters.phrases[index]
        words = plain_name(clusters.name_text(phrase)).split()
        if len(words) == 2 and words[0] in _QUARTERS and phrase.type == "Country":
            last[words[0]] = index
        elif len(words) == 1 and words[0] in last and words[0] in _QUARTERS:
            if _is_alone(phrase):
                clusters.link(index, last[words[0]], "short name")
        elif len(words) == 1 and phrase.definite and words[0] in last and nouns.kind_of(words[0]) != "Thing":
            clusters.link(index, last[words[0]], "head of a name")
        elif len(words) > 1:
            last[words[-1]] = index
            if "of" in words[1:]:
                last[words[words.index("of") - 1]] = index


def _is_alone(phrase: Phrase) -> bool:
    """Whether a name has an article before it and nothing behind: "the North", not "the North of England"."""
    return phrase.name[0] - phrase.start == 1 and phrase.end == phrase.name[1] and phrase.type in ("Place", "Region", "Thing")
