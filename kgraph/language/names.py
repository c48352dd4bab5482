"""Corrections of doc.ents over a whole article: which words are names, where they begin and end, and what they name.

A language model reads a sentence at a time, so it calls "Trump" a person here and an organisation there. These rules read the
article as a whole: a name keeps the type that most of its mentions have, a surname belongs to the person whose full name the
article gives, and well-known names are what the gazetteer says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kgraph.language.gazetteer import Known, lookup, phrases
from kgraph.language.words import name_words
from kgraph.lexicon import PREPOSITIONS

PLAIN = frozenset("DATE TIME CARDINAL ORDINAL PERCENT QUANTITY".split())
PLACES = frozenset("Place Country Region City Facility".split())
BODIES = frozenset("Organization Government Military Company Party".split())
_TYPES = {
    "PERSON": "Person",
    "NORP": "Group",
    "FAC": "Facility",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "PRODUCT": "Product",
    "EVENT": "NamedEvent",
    "WORK_OF_ART": "Work",
    "LAW": "Law",
    "MONEY": "Money",
    "LANGUAGE": "Group",
}
_LOCATIVE = frozenset("in above below near outside across throughout neighbouring neighboring nearby".split())
_TRUSTING = frozenset(
    "stake stakes share shares stock interest confidence trust faith belief invest invested invests investing investment".split()
)
_WATERS = frozenset("river rivers stream dyke dykes levee levees lake creek banks estuary".split())
_LONGEST_ACRONYM = 4
_LONGEST_HALF = 5  # letters of a syllable, as in "Hyun-seok"
_ARTICLES = frozenset(
    "the The THE a A an An this This that That these These its Its his His her Her their Their our Our "
    "neither Neither either Either both Both nor Nor not Not".split()
)
_EDGES = frozenset("' '' \" `` ` 's ’s , . : ; - -- — – ( ) [ ] ! ? … | * / \\ & and or".split())
_AFTER = _EDGES - {")", "."}


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens from ``start`` to before ``end``, and what they name. ``sure`` where the gazetteer or a keyword decided."""

    start: int
    end: int
    label: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What the rules need of a Doc, as lists: tokens are slow to ask one by one.

    ``described`` has the type that a noun tells of the name behind it, at the name's first token; "" elsewhere.
    """

    words: list[str]
    proper: list[bool]
    starts: list[bool]
    breaks: list[bool]
    common: list[bool]
    described: list[str]
    spaced: list[bool]

    def of(self, name: Name) -> tuple[str, ...]:
        """The words of a name."""
        return tuple(self.words[name.start : name.end])


def correct_names(doc: Doc) -> None:
    """Sets doc.ents to the article's names, with labels from data/entity_types.yaml; dates and numbers stay as they are."""
    text = _text(doc)
    kept, names = _model_names(doc, text)
    names = _with_known(text, names, kept)
    names = _with_missed(text, names, kept)
    names = _with_particles(text, names)
    names = _with_storms(text, names)
    names = _extended(text, names, kept)
    names = _with_persons(text, names, kept)
    names = [_as_described(text, name) for name in names]
    names = _by_use(text, names)
    names = _by_majority(text, names)
    names = _with_short_forms(text, names)
    names = _with_acronyms(text, names)
    names = _with_repeated(text, names, kept)
    names = [name for name in names if not _is_language(text, name)]
    doc.set_ents(filter_spans(Span(doc, name.start, name.end, label=name.label) for name in (*kept, *names)))


def _text(doc: Doc) -> Text:
    texts = [token.text for token in doc]
    breaks = [text.isspace() and "\n\n" in text for text in texts]
    tags = doc.to_array("POS")
    proper, common = ((tags == doc.vocab.strings[tag]).tolist() for tag in ("PROPN", "NOUN"))
    described = [""] + [_told(noun, name) for noun, name in pairwise(doc)]
    return Text(
        texts,
        proper,
        (doc.to_array("SENT_START") == 1).tolist(),
        breaks,
        common,
        described[: len(texts)],
        [bool(t.whitespace_) for t in doc],
    )


def _told(noun: Token, name: Token) -> str:
    """The type that a noun tells of the name behind it, "" where it hangs on something else: "the ferry Novak took"."""
    if noun.pos_ != "NOUN" or noun.lower_ not in name_words().described or (noun.i and noun.nbor(-1).text == "-"):
        return ""
    root = name.head if name.dep_ in ("compound", "flat") and name.head.i > noun.i else name
    hangs = (noun.dep_ == "compound" and noun.head == root) or (root.dep_ == "appos" and root.head == noun)
    return name_words().described[noun.lower_] if hangs else ""


def _model_names(doc: Doc, text: Text) -> tuple[list[Name], list[Name]]:
    """The model's dates and numbers as they are, and its names cut to size."""
    kept, names = [], []
    for ent in doc.ents:
        label = _TYPES.get(ent.label_, ent.label_)
        if label in PLAIN or label == "Money":
            kept.append(Name(ent.start, ent.end, label))
        elif (name := _trimmed(text, Name(ent.start, ent.end, label))) is not None:
            names.append(name)
    return kept, names


def _trimmed(text: Text, name: Name) -> Name | None:
    """The name without article, title, quotation marks and possessive; None where nothing is left that is a name."""
    start, end = name.start, next((i for i in range(name.start, name.end) if text.breaks[i]), name.end)
    while start < end and (text.words[start] in _ARTICLES or text.words[start] in _EDGES or text.words[start].isspace()):
        start += 1
    if (
        text.words[start + 1 : start + 2] == ["-"]
        and text.words[start].islower()
        and text.words[start] not in name_words().particles
    ):
        start = min(start + 2, end)  # "pro-Beijing"
    if ")" not in text.words[start:end]:
        end = next((i for i in range(start + 1, end) if text.words[i] == "("), end)  # "Group of Seven (G7"
    while start < end and (text.words[end - 1] in _AFTER or text.words[end - 1].isspace()):
        end -= 1
    if name.label == "Person":
        start, end = _person_edges(text, start, end)
    if start >= end or not _is_written_as_name(text, name.label, start, end):
        return None
    if end - start == 1 and _plain(text.words[start]) in name_words().no_names | name_words().titles:
        return None
    return Name(start, end, name.label)


def _person_edges(text: Text, start: int, end: int) -> tuple[int, int]:
    offices = (i for i in range(start, end - 1) if text.words[i] in name_words().offices and not _is_given(text.words[start]))
    start = max(offices, default=start - 1) + 1  # "European Commission President Ursula von der Leyen"
    if start < end - 1 and text.starts[start] and not text.proper[start] and text.words[start].endswith("ing"):
        start += 1  # "Praising Merz"
    while start < end - 1 and _plain(text.words[start]) in name_words().titles:
        start += 1
    for i in range(start, end):
        word = text.words[i]
        if word.islower() and word not in name_words().particles and word != "'s" and not _is_given_name_half(text, i, start):
            return start, i - (text.words[i - 1] == "-")
        if word == "'s" or (word == "," and i + 1 < end and _plain(text.words[i + 1]) not in name_words().suffixes):
            return start, i
    return start, end


def _is_given_name_half(text: Text, i: int, start: int) -> bool:
    """Whether the word is the second half of a name like "Hyun-seok" behind a family name; "Bae Hyun-seok-led" ends before "led"."""
    hyphen = i - start > 2 and text.words[i - 1] == "-" and _is_capital(text.words[i - 2]) and text.words[i - 3] != "-"
    return hyphen and text.words[i] not in name_words().suffixed and not text.words[i].endswith("ed")


def _is_given(word: str) -> bool:
    return word in name_words().given


def _is_written_as_name(text: Text, label: str, start: int, end: int) -> bool:
    """Whether a capital stands where one must: at the end of an event's name, somewhere in any other's."""
    if label in ("NamedEvent", "Group", "Facility"):
        return _is_capital(text.words[end - 1]) or text.words[end - 1].isdigit()
    return any(_is_capital(word) for word in text.words[start:end])


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1].islower() and word[1:2].isupper())


def _plain(word: str) -> str:
    return word.removesuffix(".")


def _with_known(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names with what the gazetteer knows: other types, other edges, and names that the model missed."""
    taken = _owners(names)
    blocked = {i for name in kept for i in range(name.start, name.end)}
    result: dict[int, Name] = dict(enumerate(names))
    added = []
    for start, end, known in _known_spans(text):
        owners = {taken[i] for i in range(start, end) if i in taken}
        inside = [names[o] for o in owners]
        if any(name.start <= start and end <= name.end and (name.end - name.start) > end - start for name in inside):
            continue
        if len(inside) == 1 and (inside[0].start, inside[0].end) == (start, end):
            result[owners.pop()] = _retyped(inside[0], known)
        elif known.sure and not blocked.intersection(range(start, end)) and (inside or _stands_alone(text, start, end, known)):
            for owner in owners:
                result.pop(owner, None)
            added.append(Name(start, end, known.type, sure=True))
    return sorted([*result.values(), *added], key=lambda name: name.start)


def _owners(names: Sequence[Name]) -> dict[int, int]:
    return {i: number for number, name in enumerate(names) for i in range(name.start, name.end)}


def _known_spans(text: Text) -> Iterator[tuple[int, int, Known]]:
    """The longest known name at each place, left to right."""
    table, tokens, i = phrases(), text.words, 0
    while i < len(tokens):
        rests = table.get(tokens[i]) or (table.get(tokens[i].title()) if tokens[i].isupper() and len(tokens[i]) > 4 else None)
        for rest in rests or ():
            end = i + 1 + len(rest)
            if tuple(tokens[i + 1 : end]) == rest and (known := lookup(_joined(tokens[i:end]))):
                yield i, end, known
                i = end - 1
                break
        i += 1


def _joined(tokens: Sequence[str]) -> str:
    return " ".join(tokens).replace(" - ", "-").replace(" 's", "'s").replace(" ,", ",")


def _stands_alone(text: Text, start: int, end: int, known: Known) -> bool:
    """Whether no capitalised neighbour makes it part of a longer name that nobody knows; a demonym always stands alone."""
    if known.type == "Group" or known.type == "Country":
        return True
    after = (
        end < len(text.words) and text.proper[end] and _is_capital(text.words[end]) and text.words[end] not in name_words().titles
    )
    before = start > 0 and text.proper[start - 1] and _is_capital(text.words[start - 1]) and not text.starts[start]
    before = before and _plain(text.words[start - 1]) not in name_words().titles and lookup(text.words[start - 1]) is None
    return not (after or before)


def _retyped(name: Name, known: Known) -> Name:
    """The gazetteer's type where it is sure, or where the model at least agrees on the kind."""
    agrees = (name.label in PLACES and known.type in PLACES) or (name.label in BODIES and known.type in BODIES)
    return replace(name, label=known.type, sure=True) if known.sure or agrees or name.label == known.type else name


def _with_missed(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, and runs of capitalised proper nouns in mid-sentence that the model passed over."""
    taken = _owners([*names, *kept])
    found = []
    for start, end in _runs(text, taken):
        single = _single(text.words[start:end])
        if single and (_plain(single) in name_words().no_names or (text.starts[start] and not _is_marked(single))):
            continue
        if label := _label_of(text, start, end):
            found.append(Name(start, end, label))
    return sorted([*names, *found], key=lambda name: name.start)


def _runs(text: Text, taken: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    start = None
    for i in range(len(text.words) + 1):
        inside = (
            i < len(text.words)
            and i not in taken
            and _is_capital(text.words[i])
            and (text.proper[i] or _is_marked(text.words[i]))
        )
        inside = inside and _plain(text.words[i]) not in name_words().titles
        if inside and start is None:
            start = i
        elif not inside and start is not None:
            yield start, i
            start = None


def _label_of(text: Text, start: int, end: int) -> str:
    """What the words alone tell of the type of an unknown name; "" where they tell nothing."""
    before = _plain(text.words[start - 1]) if start else ""
    if by_word := _by_keyword(text.words[start:end]):
        return by_word
    if text.words[start][0].islower():
        return "Product"  # "iPhone": companies write themselves so too, but less often
    if before in name_words().titles or text.words[start] in name_words().given or text.words[start] in name_words().surnames:
        return "Person"
    return "Organization" if end - start == 1 and _is_marked(text.words[start]) else ""


def _is_marked(word: str) -> bool:
    """Whether capitals tell a name even at the start of a sentence: "JDRF", "JustGiving"."""
    return len(word) > 2 and word.isalpha() and sum(map(str.isupper, word)) > 1 and word.lower() not in STOP_WORDS


def _by_keyword(tokens: Sequence[str]) -> str:
    """The type that the head of a name of two words or more tells: its last word, or the one before "of", or its first."""
    if len(tokens) < 2:
        return ""
    heads = [tokens[tokens.index("of") - 1]] if "of" in tokens[1:] else [tokens[-1]]
    found = (table.get(_plain(head), "") for head in heads for table in (name_words().last, name_words().first))
    return next(filter(None, found), "") or name_words().first.get(tokens[0], "")


def _extended(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, those of bodies and products grown over what follows: "CNN Films", "Airbus A320"."""
    taken = _owners([*names, *kept])
    return [_grown(text, name, taken) if name.label in BODIES or name.label == "Product" else name for name in names]


def _grown(text: Text, name: Name, taken: Mapping[int, int]) -> Name:
    end = name.end
    while end < len(text.words) and end not in taken and _continues(text, end):
        end += 1
    return name if end == name.end else Name(name.start, end, _by_keyword(text.words[name.start : end]) or name.label)


def _continues(text: Text, i: int) -> bool:
    word = _plain(text.words[i])
    return text.proper[i] and _is_capital(word) and not text.starts[i] and word not in name_words().titles | name_words().no_names


def _as_described(text: Text, name: Name) -> Name:
    """The name with the type that the noun before it tells, unless the gazetteer knows better."""
    told = text.described[name.start]
    unsure = not name.sure and name.label not in ("Group", "Money") and lookup(_joined(text.of(name))) is None
    return replace(name, label=told, sure=True) if told and unsure else name


def _with_particles(text: Text, names: list[Name]) -> list[Name]:
    """The names, those of persons grown over particles and what follows them: "Ursula von" + "der Leyen"."""
    result: list[Name] = []
    for name in names:
        if result and name.start < result[-1].end:
            continue  # swallowed
        if name.label != "Person":
            result.append(name)
            continue
        end = max(_particle_end(text, name.end), _surname_end(text, name), _half_end(text, name))
        if text.words[name.end - 1] in name_words().joining:
            end = max(end, _particle_end(text, name.end - 1))
        start = name.start
        before = result[-1].end if result else 0
        if text.words[start] in name_words().joining and before < start and _is_given_name_at(text, start - 1):
            start -= 1
        result.append(replace(name, start=start, end=max(end, name.end)))
    return result


def _particle_end(text: Text, start: int) -> int:
    """Index after the particles that begin here and the capitalised words behind them; ``start`` where there are none."""
    i = start
    while i < len(text.words) and (text.words[i] in name_words().joining or (text.words[i] == "-" and i > start)):
        i += 1
    first = i
    while i > start and i < len(text.words) and i - first < 2 and text.proper[i] and _is_capital(text.words[i]):
        i += 1
    return i if i > first else start


def _surname_end(text: Text, name: Name) -> int:
    """Index after the capitalised word that follows a single one behind a title: "Prime Minister Marek" + "Vesely"."""
    i = name.end
    titled = name.start > 0 and _plain(text.words[name.start - 1]) in name_words().titles
    if not titled or name.end - name.start > 1 or i >= len(text.words) or not text.words[i].istitle() or text.starts[i]:
        return name.end
    word = _plain(text.words[i])
    return name.end if word in name_words().titles | name_words().no_names or lookup(word) is not None else i + 1


def _half_end(text: Text, name: Name) -> int:
    """Index after the second half of a given name that was cut off: "Bae Jae" + "-in"."""
    i = name.end + 1
    if name.end - name.start != 2 or i >= len(text.words) or text.words[name.end] != "-" or any(text.spaced[i - 2 : i]):
        return name.end
    half = text.words[i].islower() and 1 < len(text.words[i]) <= _LONGEST_HALF and _is_given_name_half(text, i, name.start)
    return i + 1 if half else name.end


def _is_given_name_at(text: Text, i: int) -> bool:
    return text.proper[i] and _is_capital(text.words[i]) and _plain(text.words[i]) not in name_words().titles


def _with_storms(text: Text, names: list[Name]) -> list[Name]:
    """The names, with "Storm" and the like as part of the name behind it, which is an event's and no person's."""
    result: list[Name] = []
    for name in names:
        start = name.start
        if start and text.words[start - 1] in name_words().storms and name.end - start == 1:
            start -= 1
        if text.words[start] in name_words().storms and name.end - start > 1:
            name = Name(start, name.end, "NamedEvent", sure=True)
        while result and result[-1].end > name.start:
            result.pop()
        result.append(name)
    return result


def _with_persons(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, with every surname of a person whom the article names in full as that person."""
    surnames = _surnames(text, names)
    if not surnames:
        return names
    kept[:] = [name for name in kept if not _is_person_not_month(text, name, surnames)]
    result = [_as_person(text, name, surnames) for name in names]
    taken = _owners([*names, *kept])
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
        tuple(w for w in tokens if _plain(w) not in name_words().suffixes and w != ",") for tokens, n in votes.items() if n > 0
    )
    last = {surname for tokens in full if len(tokens) > 1 and len(surname := _surname(tokens)) > 2}
    known = {name for name in map(_single, (text.of(n) for n in names)) if (k := lookup(name)) and k.type == "Person" and k.sure}
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


def _single(tokens: Sequence[str]) -> str:
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
    return not (_is_capital(following) and text.proper[i + 1] and following in name_words().last)


def _by_use(text: Text, names: list[Name]) -> list[Name]:
    """The names, those of one or two words that stand where only a place can, or behind the article of a river, as places."""
    surnames = _surnames(text, names)
    votes: dict[tuple[str, ...], Counter[str]] = {}
    for name in names:
        if (
            not name.sure
            and name.end - name.start <= 2
            and (text.words[name.end - 1] not in surnames or _is_governed(text, name))
        ):
            use = _use(text, name)
            votes.setdefault(_key(text, name), Counter())[use] += 1
    places = {key: kind for key, found in votes.items() if (kind := _kind_by_use(found))}
    shared = {text.of(name)[:1]: {name.label} for name in names if is_body_name(text.of(name)) and name.label in BODIES}
    bodies = {key for key, found in votes.items() if 2 * found["place"] < found.total()}
    result = []
    for name in names:
        key, body = _key(text, name), name.label == "Organization"
        body = body and (key in bodies or name.end - name.start > 1 or text.words[name.start].isupper())
        if key in shared and places.get(key) and _use(text, name) != "place":  # a club or a company called by its town
            name, body = _as_short(text, name, shared[key], surnames), True
        result.append(name if body else _as_used(text, name, places.get(key, "")))
    return result


def _is_governed(text: Text, name: Name) -> bool:
    """Whether it is the town of "the mayor of ...", whatever the model says."""
    return name.start > 1 and text.words[name.start - 1] == "of" and text.words[name.start - 2].lower() in name_words().governed


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


def _kind_by_use(votes: Counter[str]) -> str:
    """Place for a name used as one somewhere, river for one that "the" stands before everywhere."""
    if votes["river"] and votes["river"] > votes["place"]:
        return "river" if votes["river"] == votes.total() else ""
    return "Place" if votes["place"] else ""


def _as_used(text: Text, name: Name, kind: str) -> Name:
    if not kind or name.sure or name.label not in ("Person", "Product", "Organization", "Work", "Thing", "Place"):
        return name
    if kind == "river":
        wet = not _WATERS.isdisjoint(map(str.lower, text.words))
        river = name.label == "Person" or (wet and name.label == "Product")
        kind = "Place" if wet else "Organization" if text.words[name.start].endswith("s") else "Thing"  # "the Beatles"
        return replace(name, label=kind, sure=True) if river else name
    known = lookup(_joined(text.of(name)))
    if known is not None and known.type not in PLACES:
        return name
    return replace(name, label=known.type if known else "Place", sure=True)


def is_body_name(words: Sequence[str]) -> bool:
    """Whether the last word of a longer name tells a body: "Castellan Group", but not "Castellan Tower"."""
    return len(words) > 1 and name_words().last.get(_plain(words[-1]), "") in BODIES


def _with_short_forms(text: Text, names: list[Name]) -> list[Name]:
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
    if len(labels) != 1 or not unsure or text.words[name.end - 1] in surnames or lookup(_joined(text.of(name))) is not None:
        return name
    return replace(name, label=next(iter(labels)), sure=True)


def _is_language(text: Text, name: Name) -> bool:
    """Whether a people's name is a language: "in English", "speaks Russian"."""
    before, after = (text.words[i].lower() if 0 <= i < len(text.words) else "" for i in (name.start - 1, name.end))
    noun = name.end < len(text.words) and (text.common[name.end] or text.proper[name.end])
    return name.label == "Group" and name.end - name.start == 1 and before in name_words().spoken and not noun and after != "-"


def _by_majority(text: Text, names: list[Name]) -> list[Name]:
    """Each name with the type that its words tell, or else the one that most mentions of the same words have."""
    votes: dict[tuple[str, ...], Counter[str]] = {}
    for name in names:
        votes.setdefault(_key(text, name), Counter())[name.label] += 3 if name.sure else 1
    return [name if name.sure else replace(name, label=_decided(text, name, votes[_key(text, name)])) for name in names]


def _decided(text: Text, name: Name, votes: Counter[str]) -> str:
    words = text.of(name)
    if len(words) > 1 and _is_made_up(words[0]) and name.label not in ("NamedEvent", "Law"):
        return _by_keyword(words) or "Product"  # "iPhone 3GS", whatever the model says
    keyword = _by_keyword(words) or ("Company" if "&" in words[1:-1] and name.label == "Organization" else "")
    if keyword and (name.label != "Person" or words[-1] in name_words().never_surnames):
        return keyword
    return max(votes, key=lambda label: (votes[label], label != "Person", label))


def _is_made_up(word: str) -> bool:
    """Whether a word is written like a product's: a small letter before a capital."""
    return word[:1].islower() and word[1:2].isupper() and lookup(word) is None


def _with_acronyms(text: Text, names: list[Name]) -> list[Name]:
    """The names, with an acronym in brackets behind one as another name of the same type: "... Conference (WWDC)"."""
    labels = {name.end: name.label for name in names}
    return [_as_acronym(text, name, labels.get(name.start - 1, name.label)) for name in names]


def _as_acronym(text: Text, name: Name, label: str) -> Name:
    in_brackets = name.start > 0 and text.words[name.start - 1] == "(" and text.words[name.end : name.end + 1] == [")"]
    acronym = in_brackets and name.end - name.start == 1 and text.words[name.start].isupper() and not name.sure
    return replace(name, label=label) if acronym else name


def _with_repeated(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, and the same words wherever else the article has them; a longer name takes the place of its own parts."""
    labels = {text.of(name): name.label for name in names}
    longest = max(map(len, labels), default=0)
    firsts = {tokens[0] for tokens in labels}
    owners, blocked = _owners(names), frozenset(_owners(kept))
    result = dict(enumerate(names))
    end = 0
    for start, word in enumerate(text.words):
        if word not in firsts or start < end:
            continue
        for stop in range(min(start + longest, len(text.words)), start, -1):
            inside = {owners[i] for i in range(start, stop) if i in owners}
            if blocked.isdisjoint(range(start, stop)) and _is_repeated(
                text, Name(start, stop, ""), labels, [names[number] for number in inside]
            ):
                for number in inside:
                    result.pop(number, None)
                result[len(names) + start] = Name(start, stop, labels[tuple(text.words[start:stop])])
                end = stop
                break
    return sorted(result.values(), key=lambda name: name.start)


def _is_repeated(text: Text, name: Name, labels: Mapping[tuple[str, ...], str], inside: list[Name]) -> bool:
    """Whether a known name stands here, and no other name reaches out of it or fills it."""
    if text.of(name) not in labels:
        return False
    if name.end - name.start == 1:
        return not inside and (text.proper[name.start] or _is_marked(text.words[name.start]))
    return all(name.start <= n.start and n.end <= name.end and n.end - n.start < name.end - name.start for n in inside)
