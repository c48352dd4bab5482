"""The names that rules work on, and where they begin and end: without article and title, with particles and what continues them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kgraph.language.gazetteer import lookup
from kgraph.language.words import name_words
from kgraph.lexicon import PREPOSITIONS
from kgraph.numbers import is_score

PLAIN = frozenset("DATE TIME CARDINAL ORDINAL PERCENT QUANTITY".split())
PLACES = frozenset("Place Country Region City Facility".split())
BODIES = frozenset("Organization Government Military Company Party".split())
TYPES = {
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
_LONGEST_HALF = 5  # letters of a syllable, as in "Hyun-seok"
_ARTICLES = frozenset(
    "the The THE a A an An this This that That these These its Its his His her Her their Their our Our "
    "neither Neither either Either both Both nor Nor not Not".split()
)
_ORDINALS = frozenset("first second third fourth fifth former new late latest".split())
_EDGES = frozenset("' '' \" `` ` 's ’s , . : ; - -- — – ( ) [ ] ! ? … | * / \\ & and or".split())
_LOOSE = frozenset("of by on for in at to from featuring".split())  # that a name does not end with
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


def trimmed(text: Text, name: Name) -> Name | None:
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
    start += _is_ordinal(text, start, end)
    end = next((i for i in range(start + 1, end) if _is_dash(text, i)), end)
    if ")" not in text.words[start:end]:
        end = next((i for i in range(start + 1, end) if text.words[i] == "("), end)  # "Group of Seven (G7"
    while start < end and (text.words[end - 1] in _AFTER or text.words[end - 1].isspace()):
        end -= 1
    start, end = _without_brackets(text, start, end)
    while start < end - 1 and (text.words[end - 1] in _LOOSE or is_score(text.words[end - 1])):
        end -= 1
    if name.label == "Person":
        start, end = _person_edges(text, start, end)
    if start >= end or not _is_written_as_name(text, name.label, start, end):
        return None
    if end - start == 1 and (
        without_stop(text.words[start]) in name_words().no_names | name_words().titles or is_plural_acronym(text.words[start])
    ):
        return None
    return Name(start, end, name.label)


def _without_brackets(text: Text, start: int, end: int) -> tuple[int, int]:
    """The borders without square brackets, which hold what somebody else put in: "Velm Union [VU", "Ann] Moss"."""
    closing = max((i for i in range(start, end) if text.words[i] == "]"), default=start - 1)
    if "[" not in text.words[start:closing]:
        start = closing + 1
    return start, next((i for i in range(start + 1, end) if text.words[i] == "["), end)


def _is_ordinal(text: Text, start: int, end: int) -> bool:
    """Whether a name begins with a word that only counts it: "first Triple Crown"."""
    rest = text.words[start + 1 : end]
    return bool(rest) and text.words[start] in _ORDINALS and is_capital(rest[0]) and rest[0] != "World"


def is_plural_acronym(word: str) -> bool:
    """Whether a word is a common noun in capitals, of which there are several: "RVKs"."""
    return len(word) > 2 and word[-1] == "s" and word[:-1].isupper() and word[:-1].isalpha() and lookup(word) is None


def _is_dash(text: Text, i: int) -> bool:
    """Whether a dash stands between spaces, behind which something new begins: "Ann Moss - prime minister at the time"."""
    return text.words[i] in ("-", "--", "–", "—") and text.spaced[i] and text.spaced[i - 1]


def _person_edges(text: Text, start: int, end: int) -> tuple[int, int]:
    offices = (i for i in range(start, end - 1) if text.words[i] in name_words().offices and not _is_given(text.words[start]))
    start = max(offices, default=start - 1) + 1  # "European Commission President Ursula von der Leyen"
    if start < end - 1 and text.starts[start] and not text.proper[start] and text.words[start].endswith("ing"):
        start += 1  # "Praising Merz"
    while start < end - 2 and text.starts[start] and text.words[start].lower() in PREPOSITIONS:
        start += 1  # "Before Ann Moss"
    while start < end - 1 and without_stop(text.words[start]) in name_words().titles:
        start += 1
    while start < end - 1 and text.words[end - 1].isdigit():
        end -= 1  # the minute of a goal
    for i in range(start, end):
        word = text.words[i]
        if word.islower() and word not in name_words().particles and word != "'s" and not _is_given_name_half(text, i, start):
            return start, i - (text.words[i - 1] == "-")
        if word == "'s" or (word == "," and i + 1 < end and without_stop(text.words[i + 1]) not in name_words().suffixes):
            return start, i
    return start, end


def _is_given_name_half(text: Text, i: int, start: int) -> bool:
    """Whether the word is the second half of a name like "Hyun-seok" behind a family name; "Bae Hyun-seok-led" ends before "led"."""
    hyphen = i - start > 2 and text.words[i - 1] == "-" and is_capital(text.words[i - 2]) and text.words[i - 3] != "-"
    return hyphen and text.words[i] not in name_words().suffixed and not text.words[i].endswith("ed")


def _is_given(word: str) -> bool:
    return word in name_words().given


def _is_written_as_name(text: Text, label: str, start: int, end: int) -> bool:
    """Whether a capital stands where one must: at the end of an event's name, somewhere in any other's."""
    if label in ("NamedEvent", "Group", "Facility"):
        return is_capital(text.words[end - 1]) or text.words[end - 1].isdigit()
    return any(is_capital(word) for word in text.words[start:end])


def is_capital(word: str) -> bool:
    """Whether a word is written as a name: "Paris", "iPhone", "eBay"."""
    return word[:1].isupper() or (word[:1].islower() and word[1:2].isupper())


def without_stop(word: str) -> str:
    """The word without a full stop behind it."""
    return word.removesuffix(".")


def name_numbers(names: Sequence[Name]) -> dict[int, int]:
    """The number of the name that each token belongs to, for the tokens of names only."""
    return {i: number for number, name in enumerate(names) for i in range(name.start, name.end)}


def as_text(tokens: Sequence[str]) -> str:
    """The words of a name as they are written."""
    return " ".join(tokens).replace(" - ", "-").replace(" 's", "'s").replace(" ,", ",")


def by_keyword(tokens: Sequence[str]) -> str:
    """The type that the head of a name of two words or more tells: its last word, or the one before "of", or its first."""
    if len(tokens) < 2:
        return ""
    heads = [tokens[tokens.index("of") - 1]] if "of" in tokens[1:] else [tokens[-1]]
    if heads[0] in name_words().formations and not name_words().arms.isdisjoint(tokens):
        return "Military"
    if pair := name_words().last.get(" ".join(tokens[-2:])):
        return pair
    found = (table.get(without_stop(head), "") for head in heads for table in (name_words().last, name_words().first))
    return next(filter(None, found), "") or name_words().first.get(tokens[0], "")


def extended(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, those of bodies and products grown over what follows: "CNN Films", "Airbus A320"."""
    taken = name_numbers([*names, *kept])
    return [_grown(text, name, taken) if name.label in BODIES or name.label == "Product" else name for name in names]


def _grown(text: Text, name: Name, taken: Mapping[int, int]) -> Name:
    end = name.end
    while end < len(text.words) and end not in taken and _continues(text, end):
        end += 1
    return name if end == name.end else Name(name.start, end, by_keyword(text.words[name.start : end]) or name.label)


def _continues(text: Text, i: int) -> bool:
    word = without_stop(text.words[i])
    return text.proper[i] and is_capital(word) and not text.starts[i] and word not in name_words().titles | name_words().no_names


def with_particles(text: Text, names: list[Name]) -> list[Name]:
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
    while i > start and i < len(text.words) and i - first < 2 and text.proper[i] and is_capital(text.words[i]):
        i += 1
    return i if i > first else start


def _surname_end(text: Text, name: Name) -> int:
    """Index after the capitalised word that follows a single one behind a title: "Prime Minister Marek" + "Vesely"."""
    i = name.end
    titled = name.start > 0 and without_stop(text.words[name.start - 1]) in name_words().titles
    if not titled or name.end - name.start > 1 or i >= len(text.words) or not text.words[i].istitle() or text.starts[i]:
        return name.end
    word = without_stop(text.words[i])
    return name.end if word in name_words().titles | name_words().no_names or lookup(word) is not None else i + 1


def _half_end(text: Text, name: Name) -> int:
    """Index after the second half of a given name that was cut off: "Bae Jae" + "-in"."""
    i = name.end + 1
    if name.end - name.start != 2 or i >= len(text.words) or text.words[name.end] != "-" or any(text.spaced[i - 2 : i]):
        return name.end
    half = text.words[i].islower() and 1 < len(text.words[i]) <= _LONGEST_HALF and _is_given_name_half(text, i, name.start)
    return i + 1 if half else name.end


def _is_given_name_at(text: Text, i: int) -> bool:
    return text.proper[i] and is_capital(text.words[i]) and without_stop(text.words[i]) not in name_words().titles
