"""What names name: the type that most mentions of a name have, that its full form has, or that the words beside it ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kgraph.language.gazetteer import lookup
from kgraph.language.name_edges import (
    BODIES,
    PLACES,
    Name,
    Text,
    as_text,
    by_keyword,
    is_capital,
    name_numbers,
    without_stop,
)
from kgraph.language.words import name_words
from kgraph.lexicon import PREPOSITIONS

_LOCATIVE = frozenset("in above below near outside across throughout neighbouring neighboring nearby".split())
_WHERE = frozenset("in at near to from outside around across throughout".split())
_OWNS = (["'s"], ["’s"])
_TRUSTING = frozenset(
    "stake stakes share shares stock interest confidence trust faith belief invest invested invests investing investment".split()
)
_WATERS = frozenset("river rivers stream dyke dykes levee levees lake creek banks estuary".split())
_LONGEST_ACRONYM = 4
_PLACE_SHARE = 3  # one use in so many has to be a place's: "above Lee in the table" makes no place of a player


def as_described(text: Text, name: Name) -> Name:
    """The name with the type that the noun before it or behind it tells, unless the gazetteer knows better."""
    told = text.described[name.start] or _told_behind(text, name)
    unsure = not name.sure and name.label not in ("Group", "Money") and lookup(as_text(text.of(name))) is None
    return replace(name, label=told, sure=True) if told and unsure else name


def _told_behind(text: Text, name: Name) -> str:
    """The type that the noun behind a name tells; whose hotel is called by its town does not make a hotel of the town."""
    told = name_words().followed.get(text.words[name.end], "") if name.end < len(text.words) else ""
    town = told == "Facility" and (name.label in PLACES or name.label == "Person")
    return "" if town else told


def with_persons(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, with every surname of a person whom the article names in full as that person."""
    surnames = _surnames(text, names)
    if not surnames:
        return names
    kept[:] = [name for name in kept if not _is_person_not_month(text, name, surnames)]
    result = [_as_person(text, name, surnames) for name in names]
    taken = name_numbers([*names, *kept])
    found = [
        Name(i, i + 1, "Person", sure=True)
        for i, word in enumerate(text.words)
        if word in surnames and i not in taken and _is_alone(text, i)
    ]
    return sorted([*result, *found], key=lambda name: name.start)


def _surnames(text: Text, names: Iterable[Name]) -> frozenset[str]:
    """The last words of full names that more mentions call a person than anything else; no names of places."""
    votes: Counter[tuple[str, ...]] = Counter()
    for name in names:
        if name.end - name.start > 1:
            votes[text.of(name)] += 1 if name.label == "Person" else -1
    full = (
        tuple(w for w in tokens if without_stop(w) not in name_words().suffixes and w != ",")
        for tokens, n in votes.items()
        if n > 0
    )
    last = {surname for tokens in full if len(tokens) > 1 and len(surname := _surname(tokens)) > 2}
    known = {
        name for name in map(single_word, (text.of(n) for n in names)) if (k := lookup(name)) and k.type == "Person" and k.sure
    }
    return frozenset(word for word in last | known if word and not _is_sure_place(word))


def _surname(tokens: Sequence[str]) -> str:
    """The last word of a full name, or its first where a family name stands before a given one: "Bae Hyun-seok"."""
    return tokens[0] if tokens[-2] == "-" and tokens[-1].islower() else tokens[-1]


def _is_person_not_month(text: Text, name: Name, surnames: frozenset[str]) -> bool:
    """Whether a "May" that the model takes for a date is the person, as it is before a possessive and after no preposition."""
    if name.end - name.start > 1 or text.words[name.start] not in surnames:
        return False
    before = text.words[name.start - 1].lower() if name.start else ""
    return before not in PREPOSITIONS and not before.isdigit()


def single_word(tokens: Sequence[str]) -> str:
    """The word of a name of one word, "" of any other."""
    return tokens[0] if len(tokens) == 1 else ""


def _is_sure_place(word: str) -> bool:
    known = lookup(word)
    return known is not None and known.sure and known.type != "Person"


def _as_person(text: Text, name: Name, surnames: frozenset[str]) -> Name:
    single = name.end - name.start == 1
    return replace(name, label="Person", sure=True) if single and text.words[name.start] in surnames else name


def _is_alone(text: Text, i: int) -> bool:
    """Whether the word is no part of a longer capitalised name, as Trump is of Trump Tower."""
    following = text.words[i + 1] if i + 1 < len(text.words) else ""
    return not (is_capital(following) and text.proper[i + 1] and following in name_words().last)


def by_use(text: Text, names: list[Name]) -> list[Name]:
    """The names, those of one or two words that stand where only a place can, or behind the article of a river, as places."""
    surnames = _surnames(text, names)
    votes: dict[tuple[str, ...], Counter[str]] = {}
    for name in names:
        if (
            not name.sure
            and (name.end - name.start <= 2 or _is_governed(text, name))
            and (text.words[name.end - 1] not in surnames or _is_governed(text, name))
        ):
            use = _use(text, name)
            votes.setdefault(_key(text, name), Counter())[use] += 1
    places = {key: kind for key, found in votes.items() if (kind := _kind_by_use(key, found))}
    shared = {text.of(name)[:1]: {name.label} for name in names if is_body_name(text.of(name)) and name.label in BODIES}
    bodies = {key for key, found in votes.items() if 2 * found["place"] < found.total()}
    result = []
    for name in names:
        key, body = _key(text, name), name.label == "Organization"
        body = (
            body
            and not _is_governed(text, name)
            and (key in bodies or name.end - name.start > 1 or text.words[name.start].isupper())
        )
        if key in shared and places.get(key) and _use(text, name) != "place":  # a club or a company called by its town
            name, body = _as_short(text, name, shared[key], surnames), True
        result.append(name if body else _as_used(text, name, places.get(key, "")))
    return result


def _is_governed(text: Text, name: Name) -> bool:
    """Whether it is the town of "the mayor of ...", whatever the model says."""
    earlier, before = text.words[name.start - 2 : name.start] if name.start > 1 else ("", "")
    represented = before == "for" and earlier in name_words().representing
    return represented or (before == "of" and earlier.lower() in name_words().governed)


def _key(text: Text, name: Name) -> tuple[str, ...]:
    """The words of a name, long ones in capitals as others write them."""
    return tuple(word.title() if word.isupper() and len(word) > _LONGEST_ACRONYM else word for word in text.of(name))


def _use(text: Text, name: Name) -> str:
    """place, river or other: how a name stands between its neighbours."""
    before, after = (text.words[i].lower() if 0 <= i < len(text.words) else "" for i in (name.start - 1, name.end))
    if after in name_words().areas:
        return "place"
    if after in ("'s", "’s", "-", "/") or (name.end < len(text.words) and (text.common[name.end] or text.proper[name.end])):
        return "other"
    earlier = text.words[name.start - 2].lower() if name.start > 1 else ""
    if (before in _LOCATIVE and earlier not in _TRUSTING) or _is_governed(text, name):
        return "place"
    return "river" if before == "the" and name.end - name.start == 1 else "other"


def _kind_by_use(key: tuple[str, ...], votes: Counter[str]) -> str:
    """Place for a name used as one somewhere, an unknown one in a good part of its uses; river for one that always has an article."""
    if votes["river"] and votes["river"] > votes["place"]:
        return "river" if votes["river"] == votes.total() else ""
    enough = votes["place"] * _PLACE_SHARE >= votes.total() or lookup(as_text(key)) is not None
    return "Place" if votes["place"] and enough else ""


def _as_used(text: Text, name: Name, kind: str) -> Name:
    if not kind or name.sure or name.label not in ("Person", "Product", "Organization", "Work", "Thing", "Place"):
        return name
    if kind == "river":
        wet = not _WATERS.isdisjoint(map(str.lower, text.words))
        river = name.label == "Person" or (wet and name.label == "Product")
        kind = "Place" if wet else "Organization" if text.words[name.start].endswith("s") else "Thing"  # "the Beatles"
        return replace(name, label=kind, sure=True) if river else name
    known = lookup(as_text(text.of(name)))
    if known is not None and known.type not in PLACES:
        return name
    return replace(name, label=known.type if known else "Place", sure=True)


def is_body_name(words: Sequence[str]) -> bool:
    """Whether the last word of a longer name tells a body: "Castellan Group", but not "Castellan Tower"."""
    return len(words) > 1 and name_words().last.get(without_stop(words[-1]), "") in BODIES


def with_short_forms(text: Text, names: list[Name]) -> list[Name]:
    """The names, with the first word or two of one body's name as that body: "Castellan Group ... Castellan"."""
    surnames = _surnames(text, names)
    long: dict[tuple[str, ...], set[str]] = {}
    for name in names:
        words = text.of(name)
        if name.label == "NamedEvent" and words[0] in name_words().storms:
            long.setdefault(words[1:], set()).add(name.label)
        for size in (1, 2):
            if name.label in BODIES and len(words) > size and is_body_name(words):
                long.setdefault(words[:size], set()).add(name.label)
    return [_as_short(text, name, long.get(text.of(name), set()), surnames) for name in names]


def _as_short(text: Text, name: Name, labels: set[str], surnames: frozenset[str]) -> Name:
    unsure = not name.sure and name.label in ("Person", "Product", "Work", "Organization", "Facility", "Thing", "NamedEvent")
    labels = labels - {"Organization"} or labels
    if len(labels) != 1 or not unsure or text.words[name.end - 1] in surnames or lookup(as_text(text.of(name))) is not None:
        return name
    return replace(name, label=next(iter(labels)), sure=True)


def is_language(text: Text, name: Name) -> bool:
    """Whether a people's name is a language: "in English", "speaks Russian"."""
    before, after = (text.words[i].lower() if 0 <= i < len(text.words) else "" for i in (name.start - 1, name.end))
    noun = name.end < len(text.words) and (text.common[name.end] or text.proper[name.end])
    return name.label == "Group" and name.end - name.start == 1 and before in name_words().spoken and not noun and after != "-"


def is_common_word(text: Text, name: Name) -> bool:
    """Whether a single word that opens its sentence is no name: the article has it small, and with a capital only there."""
    word = text.words[name.start]
    if name.sure or name.end - name.start > 1 or name.label == "Group" or not word.istitle() or not _opens(text, name.start):
        return False
    if word in name_words().no_names:
        return True
    known = lookup(word)
    capitals = [i for i, other in enumerate(text.words) if other == word]
    small = word.lower() in text.words and all(_opens(text, i) for i in capitals)
    return small and (known is None or not known.sure)


def _opens(text: Text, i: int) -> bool:
    """Whether a word is the first of its sentence, behind a quotation mark or not."""
    return text.starts[i] or (i > 0 and text.words[i - 1] in ('"', "'", "“", "‘") and (i < 2 or text.starts[i - 1]))


def as_bodies(text: Text, names: list[Name]) -> list[Name]:
    """The names, those as bodies that the model takes for places that nobody knows, if they act like one and nothing is ever in them."""
    places: dict[str, list[Name]] = {}
    for name in names:
        word = single_word(text.of(name))
        if word and name.label == "Place" and not name.sure and lookup(word) is None:
            places.setdefault(word, []).append(name)
    acting = {word for word, found in places.items() if _act(text, found)}
    return [replace(name, label="Organization") if _may_act(text, name, acting) else name for name in names]


def _may_act(text: Text, name: Name, acting: set[str]) -> bool:
    return name.label == "Place" and not name.sure and single_word(text.of(name)) in acting


def _act(text: Text, names: list[Name]) -> bool:
    """Whether something that only bodies do follows one of the names, and no preposition of place stands before any."""
    before = {text.words[name.start - 1].lower() for name in names if name.start}
    after = {
        text.words[i] for name in names if (i := name.end + (text.words[name.end : name.end + 1] in _OWNS)) < len(text.words)
    }
    return before.isdisjoint(_WHERE) and not after.isdisjoint(name_words().deeds)


def by_majority(text: Text, names: list[Name]) -> list[Name]:
    """Each name with the type that its words tell, or else the one that most mentions of the same words have."""
    votes: dict[tuple[str, ...], Counter[str]] = {}
    for name in names:
        votes.setdefault(_key(text, name), Counter())[name.label] += 3 if name.sure else 1
    return [name if name.sure else replace(name, label=_decided(text, name, votes[_key(text, name)])) for name in names]


def _decided(text: Text, name: Name, votes: Counter[str]) -> str:
    words = text.of(name)
    product = _is_made_up(words[0]) or (lookup(words[0]) is not None and any(map(_is_made_up, words[1:])))  # "Apple iPod"
    if len(words) > 1 and product and name.label not in ("NamedEvent", "Law"):
        return by_keyword(words) or "Product"  # "iPhone 3GS", whatever the model says
    keyword = by_keyword(words) or ("Company" if "&" in words[1:-1] and name.label == "Organization" else "")
    if keyword and (name.label != "Person" or words[-1] in name_words().never_surnames):
        return keyword
    return max(votes, key=lambda label: (votes[label], label != "Person", label))


def _is_made_up(word: str) -> bool:
    """Whether a word is written like a product's: a small letter before a capital."""
    return word[:1].islower() and word[1:2].isupper() and lookup(word) is None


def with_acronyms(text: Text, names: list[Name]) -> list[Name]:
    """The names, with an acronym in brackets behind one as another name of the same type: "... Conference (WWDC)"."""
    labels = {name.end: name.label for name in names}
    return [_as_acronym(text, name, labels.get(name.start - 1) or _spelt_out(text, name) or name.label) for name in names]


def _spelt_out(text: Text, name: Name) -> str:
    """The type of an acronym that small words before its bracket spell out: "a chronic wasting disease (CWD)" is a thing."""
    letters, end = text.words[name.start], name.start - 1
    words = text.words[max(0, end - len(letters)) : end]
    if end < 0 or text.words[end] != "(" or len(words) < len(letters) or not all(word.islower() for word in words):
        return ""
    if "".join(word[0] for word in words).upper() != letters:
        return ""
    return name_words().last.get(words[-1].title(), "Thing")


def _as_acronym(text: Text, name: Name, label: str) -> Name:
    in_brackets = name.start > 0 and text.words[name.start - 1] == "(" and text.words[name.end : name.end + 1] == [")"]
    acronym = in_brackets and name.end - name.start == 1 and text.words[name.start].isupper() and not name.sure
    return replace(name, label=label) if acronym else name
