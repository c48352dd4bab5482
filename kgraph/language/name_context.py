"""What the words beside a name tell of its type, wherever the article has it: "a remake of", ", directed by", "blogs such as".

The words are data (``evidence`` of data/names.yaml). A name that the gazetteer or its own last word explains is not asked about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kgraph.language.gazetteer import lookup
from kgraph.language.name_edges import PLACES, Name, Text, as_text, by_keyword, is_capital
from kgraph.language.words import TypeCue, is_given_name, name_words

_OPEN = frozenset("Organization Thing Work Product Place Facility Person NamedEvent Law Company".split())
_LISTED = frozenset("Organization Thing Product Place Facility Person NamedEvent Work".split())
_BEFORE = frozenset("the The a A an An new".split())
_QUOTES = frozenset("\" ' “ ‘ ``".split())
_ARTICLES = frozenset("a an the his her their its".split())
_COPULAS = frozenset("is was are were became becomes remains".split())
_LIKE = (
    ("such", "as"),
    ("like",),
    ("including",),
    ("called",),
    ("named",),
    ("titled",),
    ("entitled",),
    ("dubbed",),
    ("codenamed",),
)
_VAGUE = (("like",), ("including",))
_ENDS = frozenset(", . ; : ( ) -- - — – of for who which that by in from with at on to starring about and but as called".split())
_DESCRIPTION = 9  # tokens of a description in which its head is looked for
_WITHIN = frozenset("in near".split())
_COUNTING = frozenset("a an some two three several many".split())
_AGE = 2  # digits
_LIST = 3  # names that make a list whose types vote


def by_context(text: Text, names: list[Name]) -> list[Name]:
    """The names, those of which the words beside them tell one type more often than any other as that type."""
    votes: dict[tuple[str, ...], Counter[str]] = {}
    places = {name.start for name in names if name.label in PLACES}
    for name in names:
        if name.sure and name.label == text.described[name.start]:
            votes.setdefault(text.of(name), Counter())[name.label] += 1
        elif _is_open(text, name):
            kinds = {*_told(text, name), *_by_place(text, name, places), *_by_article(text, name)}
            votes.setdefault(text.of(name), Counter()).update(kinds)
    types = {words: kind for words, found in votes.items() if (kind := _decided(found))}
    typed = [_as_told(text, name, types.get(text.of(name), "")) for name in names]
    return _like_neighbours(text, typed)


def _is_open(text: Text, name: Name) -> bool:
    words = text.of(name)
    return not name.sure and name.label in _OPEN and not by_keyword(words) and lookup(as_text(words)) is None


def _decided(votes: Counter[str]) -> str:
    """The type with the most votes, if no other has as many."""
    best = votes.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""


def _as_told(text: Text, name: Name, kind: str) -> Name:
    fits = kind and _is_open(text, name) and not _is_persons(text, name, kind)
    return replace(name, label=kind, sure=True) if fits else name


def _is_persons(text: Text, name: Name, kind: str) -> bool:
    """Whether a name is a person's by a given name, whatever its surroundings tell."""
    words = text.of(name)
    place = kind == "Place" and len(words) == 1
    return kind != "Person" and name.label == "Person" and is_given_name(words[0]) and not place


def _told(text: Text, name: Name) -> Iterator[str]:
    """The types that the surroundings of one mention tell."""
    head = _is_head(text, name)
    before = (_words_before(text, name.start), [word.lower() for word in text.words[max(0, name.start - 4) : name.start]])
    after = [word.lower() for word in text.words[name.end : name.end + _DESCRIPTION]]
    for entry in name_words().evidence:
        if name.label not in entry.instead_of:
            continue
        if _follows(after, entry) or (head and any(_precedes(words, entry) for words in before)):
            yield entry.type
    if kind := _named_behind(text, name):
        yield kind
    for noun in (_apposition(text, name.end), _predicate(text, name.end), _class(text, name.start) if head else ""):
        if kind := name_words().kinds.get(noun, ""):
            yield kind


def _named_behind(text: Text, name: Name) -> str:
    """The type of a work or a product that is named behind its noun and a comma: "her second novel, Aurelia,"."""
    i = name.start - 1
    while i > 0 and text.words[i] in _BEFORE | _QUOTES:
        i -= 1
    closed = name.end >= len(text.words) or text.words[name.end] in (",", ".", '"', "”", "’", "'", "-", ";")
    if i < 2 or text.words[i] != "," or not text.common[i - 1] or not closed:
        return ""
    kind = name_words().kinds.get(text.words[i - 1].lower(), "")
    return kind if kind in ("Work", "Product") else ""


def _by_place(text: Text, name: Name, places: set[int]) -> Iterator[str]:
    """A place for what something is in, with the larger place behind a comma: "in Brask, Velmshire"."""
    before = text.words[name.start - 1] if name.start else ""
    larger = text.words[name.end : name.end + 1] == [","] and name.end + 1 in places
    if before in _WITHIN and larger and name.label != "Facility":
        yield "Place"


def _by_article(text: Text, name: Name) -> Iterator[str]:
    """What is one of several is no body: "an Aurelia", and of a company's name in front it is a product."""
    before = text.words[name.start - 1] if name.start else ""
    if name.label == "Organization" and before in _COUNTING and _is_head(text, name) and not text.starts[name.start]:
        maker = lookup(text.words[name.start]) if name.end - name.start > 1 else None
        yield "Product" if maker is not None and maker.type == "Company" else "Thing"


def _is_head(text: Text, name: Name) -> bool:
    """Whether the name is followed by no noun that it only describes: "the Aurelia crew", "Aurelia's crew"."""
    after = text.words[name.end] if name.end < len(text.words) else ""
    noun = name.end < len(text.words) and (text.common[name.end] or text.proper[name.end]) and after[:1].isalpha()
    return not noun and after not in ("'s", "’s", "'", "-")


def _words_before(text: Text, start: int) -> list[str]:
    """The words before a name in small letters, without its article and an opening quotation mark, the nearest last."""
    i = start
    while i > 0 and (text.words[i - 1] in _BEFORE or text.words[i - 1] in _QUOTES) and start - i < 3:
        i -= 1
    return [word.lower() for word in text.words[max(0, i - 4) : i]]


def _precedes(before: Sequence[str], entry: TypeCue) -> bool:
    return any(len(phrase) <= len(before) and _same(before[-len(phrase) :], phrase) for phrase in entry.before)


def _follows(after: Sequence[str], entry: TypeCue) -> bool:
    return any(_same(after[: len(phrase)], phrase) for phrase in entry.after)


def _same(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether words are those of a phrase, in which "#" is an age and "*" any word."""
    return len(words) == len(phrase) and all(
        part in ("*", word) or (part == "#" and word.isdigit() and len(word) == _AGE)
        for word, part in zip(words, phrase, strict=True)
    )


def _apposition(text: Text, end: int) -> str:
    """The head of a description behind a comma: "Aurelia, the first opera of"."""
    words = text.words[end : end + 2]
    return (
        _head(text, end + 2) if len(words) > 1 and words[0] in (",", "(", "-", "–", "—") and words[1].lower() in _ARTICLES else ""
    )


def _predicate(text: Text, end: int) -> str:
    """The head of what a name is said to be: "Aurelia is a new opera"."""
    words = text.words[end : end + 2]
    return _head(text, end + 2) if len(words) > 1 and words[0] in _COPULAS and words[1] in _ARTICLES else ""


def _head(text: Text, start: int) -> str:
    """The last noun of the description that begins here; "" where no noun ends it."""
    end = start
    while end < min(start + _DESCRIPTION, len(text.words)) and text.words[end] not in _ENDS and not text.breaks[end]:
        if text.words[end] in ("'s", "’s"):
            return ""
        end += 1
    found = end > start and end < len(text.words) and text.words[end] in _ENDS and text.common[end - 1]
    joined = found and text.words[end] == "-" and not text.spaced[end - 1]
    return text.words[end - 1].lower() if found and not joined else ""


def _class(text: Text, start: int) -> str:
    """The singular of the noun whose kind the name is said to be of: "operas such as Aurelia"."""
    i = start
    while i > 0 and text.words[i - 1] in _BEFORE | _QUOTES | {","}:
        i -= 1
    for phrase in _LIKE:
        first = i - len(phrase)
        if first > 1 and tuple(text.words[first:i]) == phrase:
            noun = first - 2 if text.words[first - 1] == "," else first - 1
            word = _singular(text.words[noun].lower()) if text.common[noun] else ""
            vague = phrase in _VAGUE and name_words().kinds.get(word) == "Thing"  # "infections, including Ann's"
            return "" if vague else word
    return ""


def _singular(noun: str) -> str:
    if noun in name_words().kinds:
        return noun
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def _like_neighbours(text: Text, names: list[Name]) -> list[Name]:
    """The names, those of a list as works or persons where most of its names are."""
    result = list(names)
    for run in _lists(text, names):
        kind = _type_of_list(text, [names[i] for i in run])
        for i in run if kind else ():
            if _may_be_listed(text, names[i], kind):
                result[i] = replace(names[i], label=kind, sure=True)
    return result


def _lists(text: Text, names: Sequence[Name]) -> Iterator[list[int]]:
    """The numbers of names with nothing but commas, "and", "or" and articles between them."""
    run: list[int] = []
    for number, name in enumerate(names):
        between = text.words[names[run[-1]].end : name.start] if run else []
        if run and (not between or not _joins(between)):
            yield run
            run = []
        run.append(number)
    yield run


def _joins(between: Sequence[str]) -> bool:
    words = [word for word in between if word not in ("the", "The", "A", "An")]
    return 0 < len(words) < 3 and all(word in (",", "and", "or", "&") for word in words)


def _type_of_list(text: Text, listed: Sequence[Name]) -> str:
    """Work or Person where more than half of a list's names are; "" elsewhere."""
    if len(listed) < _LIST:
        sure = [name for name in listed if name.sure and name.label == "Work" and not lookup(as_text(text.of(name)))]
        return "Work" if len(listed) > 1 and len(sure) == 1 and not by_keyword(text.of(sure[0])) else ""
    works = sum(name.label == "Work" for name in listed)
    persons = sum(name.label == "Person" for name in listed)
    return "Work" if 2 * works > len(listed) else "Person" if 2 * persons > len(listed) else ""


def _may_be_listed(text: Text, name: Name, kind: str) -> bool:
    words = text.of(name)
    if not _is_open(text, name) or name.label not in _LISTED or name.label == kind:
        return False
    if kind == "Work":
        return not (name.label == "Person" and is_given_name(words[0])) and (name.label not in PLACES or len(words) > 1)
    return (
        len(words) < 3
        and words[-1].istitle()
        and all(map(is_capital, words))
        and name.label in ("Place", "Thing", "Organization")
    )
