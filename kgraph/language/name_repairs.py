"""Names that a language model cuts off: "County Down" before the county, "Theresa May" before the month, "... Trust" behind its town."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kgraph.language.gazetteer import lookup
from kgraph.language.name_edges import BODIES, PLACES, Name, Text, as_text, is_capital, without_stop
from kgraph.language.words import is_common_noun, is_given_name, name_words
from kgraph.lexicon import PREPOSITIONS, nouns

_MONTHS = frozenset("May June April August Dec Jan March".split())
_COUNTY = frozenset("County Co".split())
_NUMBERED = frozenset("Work Product Thing".split())
_SIZE = 2  # digits of a sequel's number
_PREFIX = 2  # letters before a hyphen that belong to the name behind it
_TITLE_CASE = frozenset("In Of The On To And For At With From Is".split())
_TITLED = frozenset("Work Product Region Place Thing NamedEvent".split())
_POSSESSIVE = frozenset("'s ’s ' ’".split())
_QUOTES = frozenset("\" ' “ ‘ ``".split())
_CALLED = frozenset("Person Organization Work Thing Product".split())
_FIELD_WORDS = frozenset("for of on".split())
_LONGEST_FIELD = 3
_HALVES = frozenset("operation operative ordination".split())
_PLAYERS = frozenset("Women Ladies Girls Men Boys".split())
"""Whose a contest or a team is, where that makes it another one."""


def with_months(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, with those persons' that were taken for a month: "Theresa May", "Ann and Dec"."""
    found = []
    for date in [name for name in kept if name.end - name.start == 1 and text.words[name.start] in _MONTHS]:
        person = _named_like_month(text, date.start)
        if person is not None:
            kept.remove(date)
            names = [name for name in names if name.end <= person.start or name.start >= person.end]
            found.append(person)
    return sorted([*names, *found], key=lambda name: name.start) if found else names


def _named_like_month(text: Text, i: int) -> Name | None:
    """The person whose name ends in the word at an index; None where it is a month."""
    after = text.words[i + 1] if i + 1 < len(text.words) else ""
    if i < 2 or after[:1].isdigit() or text.starts[i]:
        return None
    before = text.words[i - 1]
    given = is_capital(before) and is_given_name(before) and before.lower() not in PREPOSITIONS
    if given and lookup(before) is None:
        return Name(i - 1, i + 1, "Person", sure=True)
    beside = text.words[i - 2]
    paired = before == "and" and is_capital(beside) and text.proper[i - 2] and beside not in name_words().no_names
    return Name(i, i + 1, "Person", sure=True) if paired else None


def with_lost_parts(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, grown over what belongs to them; others that they swallow are gone."""
    result: list[Name] = []
    for name in names:
        for grow in _GROWING:
            name = grow(text, name)
        name = _with_number(text, name, kept)
        while result and name.start <= result[-1].start:
            result.pop()
        if not result or result[-1].end <= name.start:
            result.append(name)
    return result


def _with_county(text: Text, name: Name) -> Name:
    """ "Down" with the "County" before it."""
    i = name.start - 1
    if name.label not in PLACES or i < 0 or without_stop(text.words[i]) not in _COUNTY or text.breaks[i]:
        return name
    longer = i > 0 and is_capital(text.words[i - 1]) and text.proper[i - 1]
    return name if longer else Name(i, name.end, "Region", sure=True)


def _with_town(text: Text, name: Name) -> Name:
    """ "NHS Foundation Trust" with the capitals before it, which are its town's."""
    start = name.start
    if text.words[start] != "NHS" or name.end - start == 1:
        return name
    while start > 0 and text.proper[start - 1] and is_capital(text.words[start - 1]) and _is_part(text, start - 1):
        start -= 1
    return replace(name, start=start)


def _is_part(text: Text, i: int) -> bool:
    return not text.breaks[i] and without_stop(text.words[i]) not in name_words().titles


def _with_half(text: Text, name: Name) -> Name:
    """ "... for Economic Co" with "-operation and Development"."""
    words, end = text.words, name.end
    if words[end - 1] != "Co" or words[end : end + 1] != ["-"] or words[end + 1 : end + 2] == [] or text.spaced[end]:
        return name
    if words[end + 1].lower() not in _HALVES:
        return name
    end += 2
    more = words[end : end + 1] == ["and"] and end + 1 < len(words) and text.proper[end + 1] and is_capital(words[end + 1])
    return replace(name, end=end + 2 if more else end, label=name.label if name.label in BODIES else "Organization")


def _with_portfolio(text: Text, name: Name) -> Name:
    """ "Department for Culture" with ", Media and Sport", "Centre for Transport" with "and Society"."""
    words, end = text.words, name.end
    if not _has_field(words[name.start : end]):
        return name
    while words[end : end + 1] == [","] and _is_capital_at(text, end + 1):
        end += 2
    closed = words[end : end + 1] == ["and"] and _is_capital_at(text, end + 1)
    if not closed or (end == name.end and not _is_field(text, end + 1)):
        return name
    end += 2
    while _is_capital_at(text, end) and end - name.end <= _LONGEST_FIELD:
        end += 1
    return replace(name, end=end)


def _has_field(words: list[str]) -> bool:
    """Whether a name says what a body is for: "Ministry of Works"."""
    field = next((i for i, word in enumerate(words) if word in _FIELD_WORDS), 0)
    return 0 < field < len(words) - 1 and words[field - 1] in name_words().with_fields


def _is_field(text: Text, i: int) -> bool:
    """Whether a capitalised word is a common noun, and no name of something else."""
    word = text.words[i]
    return is_common_noun(word.lower()) and lookup(word) is None and not is_given_name(word)


def _is_capital_at(text: Text, i: int) -> bool:
    return i < len(text.words) and text.proper[i] and is_capital(text.words[i]) and not text.starts[i]


def _with_joint(text: Text, name: Name) -> Name:
    """ "Harbour Safety" with "and Pilots Bill": the last word heads the whole."""
    words, end = text.words, name.end
    if name.label in ("Person", "Group") or name.sure or words[end : end + 1] != ["and"] or lookup(as_text(text.of(name))):
        return name
    last = end + 1
    while _is_capital_at(text, last) and words[last] not in name_words().joint and last - end <= _LONGEST_FIELD:
        last += 1
    joint = last > end + 1 and _is_capital_at(text, last) and words[last] in name_words().joint
    if not joint or words[name.end - 1] in name_words().last or lookup(as_text(words[end + 1 : last + 1])) is not None:
        return name
    return replace(name, end=last + 1, label=name_words().last.get(words[last], "Organization"))


def _with_letter(text: Text, name: Name) -> Name:
    """ "Volt" with the "X-" before it."""
    i = name.start - 2
    if name.label == "Person" or i < 0 or text.words[i + 1] != "-" or any(text.spaced[i : i + 2]) or len(text.words[i]) > _PREFIX:
        return name
    letters = text.words[i].isalpha() and text.words[i].isupper() and lookup(text.words[i]) is None
    return replace(name, start=i) if letters else name


def _with_title_case(text: Text, name: Name) -> Name:
    """ "Silence" with "In The Harbour": small words have capitals in titles only."""
    end = name.end
    while end < len(text.words) and text.words[end] in _TITLE_CASE and not text.starts[end]:
        end += 1
    last = end
    while end > name.end and last < len(text.words) and text.proper[last] and is_capital(text.words[last]) and last - end < 2:
        last += 1
    before = text.words[name.start - 1] if name.start else ""
    amid = before.islower() or before in _QUOTES or before in (",", "The")
    if last == end or not amid or name.label == "Person":
        return name
    return Name(name.start, last, "Work", sure=True)


def _with_owner(text: Text, name: Name) -> Name:
    """ "Den" with the "Lion's" before it: whoever owns a title's noun has a capital there only."""
    i = name.start - 2
    if (
        i < 0
        or name.label not in _TITLED
        or text.words[i + 1] not in _POSSESSIVE
        or text.starts[i]
        or not text.words[i].istitle()
    ):
        return name
    word = text.words[i]
    listed = word in name_words().titles | name_words().offices or word in name_words().last or word in name_words().first
    common = is_common_noun(word.lower()) or is_common_noun(word.lower().removesuffix("s"))
    if listed or not common or lookup(word) is not None or _opens(text, i):
        return name
    return replace(name, start=i, label=name.label if name.label in ("NamedEvent", "Product") else "Work")


def _with_players(text: Text, name: Name) -> Name:
    """ "Premier League" with the "Women's" before it, "Brask United" with the "Women" behind it: another contest, another team."""
    if name.label not in BODIES | {"NamedEvent"}:
        return name
    i = name.start - (2 if name.start > 1 and text.words[name.start - 1] in _POSSESSIVE else 1)
    if i >= 0 and text.words[i] in _PLAYERS and not any(text.breaks[i : name.start]):
        return replace(name, start=i)
    behind = text.words[name.end : name.end + 2]
    if name.label != "NamedEvent" and behind[:1] and behind[0] in ("Women", "Ladies") and not any(map(is_capital, behind[1:])):
        return replace(name, end=name.end + 1)
    return name


def _opens(text: Text, i: int) -> bool:
    """Whether a word stands behind a quotation mark, a break or another capital, which may be why it has one."""
    return i > 0 and (text.words[i - 1] in _QUOTES or text.breaks[i - 1] or is_capital(text.words[i - 1]))


_GROWING: tuple[Callable[[Text, Name], Name], ...] = (
    _with_county,
    _with_town,
    _with_half,
    _with_portfolio,
    _with_joint,
    _with_letter,
    _with_title_case,
    _with_owner,
    _with_players,
)


def without_openings(text: Text, names: list[Name]) -> list[Name]:
    """The names without what is not theirs: a calling or another word that opens the sentence, and the title of whoever is named next."""
    others = {text.of(name) for name in names}
    starts = {name.start for name in names if name.label == "Person"}
    last = {name.end: text.words[name.end - 1] for name in names if name.label == "Person" and name.end - name.start > 1}
    surnames = frozenset(last.values())
    names = [_without_demonym(text, name, surnames) for name in names]
    names = [_without_calling(text, name) for name in names]
    return [_without_honour(text, _without_title(text, _without_opening(text, name, others), starts)) for name in names]


def _without_calling(text: Text, name: Name) -> Name:
    """ "Keeper Ann Moss" without "Keeper"."""
    words = text.of(name)
    if len(words) < 2 or name.sure or name.label not in _CALLED or nouns.is_given_name(words[0]) or not words[0].istitle():
        return name
    noun, rest = words[0].lower(), words[1:]
    calling = nouns.kind_of(noun) == "Person" or (name.label == "Person" and is_common_noun(noun))
    full = len(rest) > 1 and is_given_name(rest[0]) and all(word.istitle() for word in rest) and lookup(words[0]) is None
    full = full and rest[-1] not in name_words().last and not text.starts[name.start + 1]
    return Name(name.start + 1, name.end, "Person") if calling and full else name


def _without_demonym(text: Text, name: Name, surnames: frozenset[str]) -> Name:
    """ "Velmian Ann Moss", or "Velmian Moss" of one whom the article names in full, without the people."""
    words = text.of(name)
    if len(words) < 2 or is_given_name(words[0]) or (known := lookup(words[0])) is None or known.type != "Group":
        return name
    full = name.label == "Person" and len(words) > 2
    surname = len(words) == 2 and words[1] in surnames and name.label in ("Person", "Organization")
    return Name(name.start + 1, name.end, "Person") if full or surname else name


def _without_honour(text: Text, name: Name) -> Name:
    """ "Ann Moss KC" without "KC", as a person."""
    *words, last = text.of(name)
    names_person = last in name_words().honours or (last in name_words().seats and words and is_given_name(words[0]))
    if len(words) < 2 or not names_person or not all(word.istitle() for word in words):
        return name
    return Name(name.start, name.end - 1, "Person")


def _without_opening(text: Text, name: Name, others: set[tuple[str, ...]]) -> Name:
    """ "Swimmer Ann Moss" without "Swimmer", "Fit Rovers" without "Fit" where the article has "Rovers" alone."""
    words = text.of(name)
    if len(words) < 2 or not text.starts[name.start] or not words[0].istitle() or name.sure:
        return name
    calling = name_words().described.get(words[0].lower()) == "Person" and (len(words) > 2 or name.label == "Person")
    if calling and all(is_capital(word) or word.isdigit() for word in words):
        return Name(name.start + 1, name.end, "Person")
    noun = text.proper[name.start] or text.common[name.start] or lookup(" ".join(words[1:])) is not None
    return replace(name, start=name.start + 1) if words[1:] in others and not noun else name


def _without_title(text: Text, name: Name, persons: set[int]) -> Name:
    """ "Brask Network Correspondent" before "Ann Moss" without "Correspondent"."""
    end = name.end
    if name.end not in persons or name.label not in BODIES:
        return name
    while end > name.start + 1 and text.words[end - 1] in name_words().offices | name_words().titles:
        end -= 1
    return replace(name, end=end)


def _with_number(text: Text, name: Name, kept: list[Name]) -> Name:
    """A work or a product with the number of the sequel behind it: "Iron Harvest 2"."""
    i = name.end
    if name.label not in _NUMBERED or name.end - name.start < 2 or i >= len(text.words) or not text.words[i].isdigit():
        return name
    counts = i + 1 < len(text.words) and (text.common[i + 1] or text.proper[i + 1] or text.words[i + 1] in ("-", "%", "per"))
    if len(text.words[i]) > _SIZE or counts:
        return name
    number = next((other for other in kept if (other.start, other.end) == (i, i + 1)), None)
    if number is not None:
        kept.remove(number)
    return replace(name, end=i + 1) if number is not None or _is_free(i, kept) else name


def _is_free(i: int, kept: Iterable[Name]) -> bool:
    return not any(name.start <= i < name.end for name in kept)
