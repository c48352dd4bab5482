"""Who is a person: full names that begin with a given name are, single words only where something in the article says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kgraph.language.gazetteer import lookup
from kgraph.language.name_edges import BODIES, PLACES, Name, Text, as_text, by_keyword, is_capital, without_stop
from kgraph.language.words import given_names, is_common_noun, is_given_name, name_words

_UNSURE = frozenset("Organization Place Work Thing Product".split())
_PRONOUNS = frozenset("he she him her his himself herself".split())
ADDRESSES = frozenset("Mr Mrs Ms Miss Dr Prof Lord Lady Baroness".split())
_INITIALS = frozenset("BCDEFGHJKLMNPRSTVW")
_LISTING = frozenset(", ; ( ) : .".split())
_SOON = 20  # tokens behind a name in which a pronoun takes it up
_CALLING = 9  # tokens behind a name in which its calling is told
_NATIONAL = frozenset({"UK", "USA"})  # what ends the names of branches: "Melodia UK"


def with_full_names(text: Text, names: list[Name]) -> list[Name]:
    """The names, those of a given name and a surname as persons where nothing else tells what they are."""
    pairs = pairwise(text.words)
    titled = frozenset(name for title, name in pairs if without_stop(title) in ADDRESSES and is_capital(name))
    return [replace(name, label="Person") if _is_full_name(text, name, titled) else name for name in names]


def _is_marked(text: Text, name: Name, words: Sequence[str], titled: frozenset[str]) -> bool:
    """Whether an unsure name is a person's by a title before its last word elsewhere ("Ms Tamrick"), an initial, or an "O'"."""
    if name.sure or name.label not in _UNSURE or _has_article(text, name) or by_keyword(words) or lookup(" ".join(words)):
        return False
    if len(words) == 1 and words[0] in titled:
        return True
    if len(words) == 1:
        return words[0][:2] in ("O'", "O’") and words[0][2:3].isupper()
    return is_initialled(words) or (len(words) < 4 and words[-1] in titled and words[0] not in ADDRESSES)


def is_initialled(words: Sequence[str]) -> bool:
    """Whether the words are an initial and a surname: "J Tamrick", but not "A Passage" or "X Factor"."""
    initial = len(words) == 2 and len(without_stop(words[0])) == 1 and words[0][0] in _INITIALS
    surname = words[-1]
    unknown = (known := lookup(surname)) is None or not known.sure
    return initial and surname.istitle() and surname.isalpha() and unknown and not is_common_noun(surname.lower())


def _is_full_name(text: Text, name: Name, titled: frozenset[str]) -> bool:
    words = as_text(text.of(name)).split()
    if _is_marked(text, name, words, titled):
        return True
    if name.sure or name.label not in _UNSURE or len(words) != 2 or by_keyword(words) or lookup(" ".join(words)) is not None:
        return False
    if not all(word.istitle() and word.replace("-", "").isalpha() for word in words) or _has_article(text, name):
        return False
    first, last = words[0].partition("-")[0], words[1]
    known = lookup(first)
    common = known is not None or last in name_words().last or last in name_words().no_names
    given = first in name_words().given or (is_given_name(first) and not is_common_noun(last.lower()))
    return given and not common and not last.endswith("s")


def _has_article(text: Text, name: Name) -> bool:
    return name.start > 0 and text.words[name.start - 1].lower() in ("the", "a", "an")


def only_evident_persons(text: Text, names: list[Name]) -> list[Name]:
    """The names, single words that only the model takes for a person as things: companies, apps and diseases look the same to it."""
    parts = {word for name in names if name.label == "Person" and name.end - name.start > 1 for word in text.of(name)}
    persons = [name for name in names if name.label == "Person"]
    evident = parts | {text.words[name.start] for name in persons if _is_evident(text, name)}
    starts = {name.start for name in persons}
    evident |= {
        text.words[name.start] for name in persons if _is_taken_up(text, name, starts) or _is_led_up_to(text, name, starts)
    }
    evident |= _beside_persons(text, persons, evident)
    return [_demoted(text, name, evident) for name in names if not _is_noun(text, name)]


def _is_noun(text: Text, name: Name) -> bool:
    """Whether a person's single word is a noun with its article: "A Bill will be introduced"."""
    single = name.label == "Person" and not name.sure and name.end - name.start == 1
    return single and _has_article(text, name) and is_common_noun(text.words[name.start].lower())


def _demoted(text: Text, name: Name, evident: set[str]) -> Name:
    words = text.of(name)
    if name.label != "Person" or name.sure:
        return name
    if len(words) > 1:
        body = by_keyword(words) if words[0].isupper() and len(words[0]) > 2 else ""  # "AGX Energy"
        return replace(name, label=body if body in BODIES else "Thing" if words[-1].isdigit() else "Person")
    if words[0] in evident or not words[0].isalpha():
        return name
    return replace(name, label=_without_evidence(text, name, words[0]))


def _without_evidence(text: Text, name: Name, word: str) -> str:
    """What a word is that only the model takes for a person: what the lists say, a body by its spelling or its plural, else a thing."""
    if (known := lookup(word)) is not None and known.type in PLACES:
        return known.type
    several = _has_article(text, name) and word.endswith("s")  # "the Adders": a club, a band
    return name_words().last.get(word, "") or ("Organization" if several or _has_inner_capital(word) else "Thing")


def _has_inner_capital(word: str) -> bool:
    """Whether a word is written like a company's: "StorVolt", but not "McCoy" or "DiMarco"."""
    inner = next((i for i, letter in enumerate(word[1:], 1) if letter.isupper()), 0)
    return inner > 3


def _is_evident(text: Text, name: Name) -> bool:
    """Whether a name of one word is a person's by itself, by what stands before it or by what follows."""
    word = text.words[name.start]
    if name.sure or word in name_words().given | name_words().surnames | given_names():
        return True
    if (known := lookup(word)) is not None and known.type == "Person":
        return True
    return (
        _is_called(text, name.start - 1) or _is_quoted(text, name.start) or _acts(text, name.end) or _is_told_of(text, name.end)
    )


def _is_taken_up(text: Text, name: Name, persons: set[int]) -> bool:
    """Whether "he" or "she" follows soon, before any other person is named."""
    for i in range(name.end, min(name.end + _SOON, len(text.words))):
        if i in persons or text.breaks[i]:
            return False
        if text.words[i].lower() in _PRONOUNS:
            return True
    return False


def _is_led_up_to(text: Text, name: Name, persons: set[int]) -> bool:
    """Whether "he" or "she" stands in what the sentence has before a comma and the name: "With his second album, Tamrick"."""
    start = name.start - 1
    if start < 0 or text.words[start] != ",":
        return False
    before = range(start, max(-1, start - _SOON), -1)
    opening = next((i for i in before if text.starts[i] or text.breaks[i] or i in persons), -1)
    return any(text.words[i].lower() in _PRONOUNS for i in range(opening, start)) if opening not in persons | {-1} else False


def _beside_persons(text: Text, persons: Sequence[Name], evident: set[str]) -> set[str]:
    """The single words that "and" joins to a person before them, or at the beginning of a sentence to one behind."""
    found: set[str] = set()
    for left, right in pairwise(persons):
        if text.words[left.end : right.start] == ["and"]:
            if _is_sure(text, left, evident):
                found.add(text.words[right.start])
            elif text.starts[left.start] and _is_sure(text, right, evident):
                found.add(text.words[left.start])
    return found


def _is_sure(text: Text, person: Name, evident: set[str]) -> bool:
    return person.end - person.start > 1 or text.words[person.start] in evident


def _is_quoted(text: Text, start: int) -> bool:
    """Whether the words before the name say that it speaks: "said Tamrick", "according to Tamrick"."""
    before = [word.lower() for word in text.words[max(0, start - 2) : start]]
    return before == ["according", "to"] or before[-1:] in (["said"], ["says"], ["added"])


def _is_told_of(text: Text, end: int) -> bool:
    """Whether a calling is told behind a comma: "Tamrick, the former coach of"."""
    after = text.words[end : end + _CALLING]
    if after[:1] != [","] or after[1:2] not in (["a"], ["an"], ["the"], ["his"], ["her"]):
        return False
    upto = next((i for i, word in enumerate(after[1:], 1) if word in (",", ".", "and", "of", "for", "who", "which")), len(after))
    return upto > 2 and name_words().described.get(after[upto - 1]) == "Person"


def _is_called(text: Text, before: int) -> bool:
    """Whether a title or a calling stands before: "Mr", "singer"."""
    word = without_stop(text.words[before]) if before >= 0 else ""
    return word in name_words().titles | name_words().kin or name_words().described.get(word) == "Person"


def _acts(text: Text, end: int) -> bool:
    """Whether what follows is said of persons only: a verb of saying, "who", an age, the family."""
    after = [word.lower() for word in text.words[end : end + 3]] + ["", "", ""]
    if after[0] in name_words().personal or (after[0] in ("'s", "’s") and after[1] in name_words().kin):
        return True
    return after[0] in (",", "(") and (after[1] == "who" or (after[1].isdigit() and len(after[1]) == 2))


def joined(text: Text, names: list[Name]) -> list[Name]:
    """The names, bodies together with what belongs to them: "Alder's Society", "Melodia UK", "the Party of England and Wales"."""
    result: list[Name] = []
    for name in names:
        name = _with_initial(text, _with_nickname(text, name))
        grown = _as_unknown_branch(text, _with_given(text, _with_owner(text, name)), result[-1].end if result else 0)
        if grown == name and result:
            before = result[-1]
            grown = _as_branch(text, before, name) or _as_pair(text, before, name) or _as_surname(text, before, name) or name
        while result and grown.start <= result[-1].start and result[-1].end <= grown.end:
            result.pop()
        if not result or result[-1].end <= grown.start:
            result.append(grown)
        else:
            result.append(name)
    return result


def _with_owner(text: Text, name: Name) -> Name:
    """A body's bare noun with the name that possesses it: "Alder's Society"; whose owner is a place or a person keeps its own."""
    word = text.words[name.start]
    told = name_words().last.get(word, "")
    start = name.start - 2
    if name.end - name.start > 1 or told not in BODIES or start < 0 or text.words[start + 1] not in ("'s", "’s"):
        return name
    owner = text.words[start]
    known = lookup(owner)
    first = is_capital(owner) and text.proper[start] and (known is None or known.type not in PLACES)
    longer = start > 0 and text.proper[start - 1] and is_capital(text.words[start - 1])
    return Name(start, name.end, told, sure=True) if first and not longer else name


def _with_nickname(text: Text, name: Name) -> Name:
    """A person's given name, or that and half a nickname, with the rest behind it: Jorge "El Lobo" Tamrick."""
    words = text.words
    start = next((i for i in range(name.start + 1, name.end + 1) if words[i : i + 1] == ['"']), 0)
    end = next((i for i in range(start + 1, min(start + 5, len(words) - 1)) if words[i] == '"'), 0) if start else 0
    if name.label != "Person" or not end or end < name.end or text.spaced[start] or not text.spaced[start - 1]:
        return name
    capitals = all(is_capital(words[i]) for i in (start + 1, end + 1)) and text.proper[end + 1] and not text.starts[end + 1]
    return replace(name, end=end + 2) if capitals else replace(name, end=start)


def _with_given(text: Text, name: Name) -> Name:
    """A person's single word with the given name before it that the model passed over."""
    before = name.start - 1
    if name.label != "Person" or name.end - name.start > 1 or before < 0 or not text.proper[before] or text.breaks[before]:
        return name
    given = is_given_name(text.words[before]) and lookup(text.words[before]) is None
    return replace(name, start=before) if given else name


def _with_initial(text: Text, name: Name) -> Name:
    """A single word in a list with the initial before it, as a person: "D Tamrick;"."""
    before, word = name.start - 1, text.words[name.start]
    if before < 1 or name.end - name.start > 1 or name.sure or len(text.words[before]) > 1 or not text.words[before].isupper():
        return name
    listed = text.words[before - 1] in _LISTING and name.end < len(text.words) and text.words[name.end] in _LISTING
    surname = word.istitle() and word.isalpha() and lookup(word) is None and name.label != "Group"
    return Name(before, name.end, "Person") if listed and surname else name


def _as_surname(text: Text, before: Name, name: Name) -> Name | None:
    """ "Novak" and "Lindqvar", where the model takes a person's two words for two names."""
    single = before.end - before.start == name.end - name.start == 1 and before.end == name.start
    if not single or before.label != "Person" or before.sure or name.sure or name.label == "Group":
        return None
    word = text.words[name.start]
    surname = (
        word.istitle()
        and not is_common_noun(word.lower())
        and word not in name_words().no_names | name_words().titles
        and lookup(word) is None
    )
    return Name(before.start, name.end, "Person") if surname and not text.starts[name.start] else None


def _as_branch(text: Text, before: Name, name: Name) -> Name | None:
    """ "Melodia" and "UK" as one body."""
    national = text.of(name)[0] in _NATIONAL and name.end - name.start == 1
    if before.end != name.start or not (national or _is_regional(text, before, name)):
        return None
    if not national:
        return Name(before.start, name.end, "Organization", sure=True)
    return Name(before.start, name.end, before.label if before.label in BODIES else "Organization", sure=True)


def _is_regional(text: Text, before: Name, name: Name) -> bool:
    """Whether a broadcaster or a health service in capitals stands before a country or region, and no calling behind: "BRK Velmshire"."""
    body = as_text(text.of(before))
    known = lookup(body)
    regional = body == "NHS" or (known is not None and known.sector == "MED" and body.isupper())
    after = text.words[name.end] if name.end < len(text.words) else ""
    calling = name_words().described.get(after) == "Person" or after in name_words().offices
    return regional and name.label in ("Region", "Country") and not calling and not text.starts[name.start]


def _as_unknown_branch(text: Text, name: Name, first: int) -> Name:
    """ "UK" with the capitalised words before it, from a token at the first, where they are no name that the model found."""
    start = name.start
    while text.of(name)[0] in _NATIONAL and name.end - name.start == 1 and start > first and _is_unknown(text, start - 1):
        start -= 1
    return name if start == name.start else Name(start, name.end, "Organization", sure=True)


def _is_unknown(text: Text, i: int) -> bool:
    word = without_stop(text.words[i])
    listed = word in name_words().titles | name_words().no_names or lookup(word) is not None
    return text.proper[i] and is_capital(word) and word.isalpha() and not text.starts[i] and not listed


def _as_pair(text: Text, before: Name, name: Name) -> Name | None:
    """ "... of England" and "Wales" as one body's name."""
    words = text.of(before)
    between = text.words[before.end : name.start]
    if before.label not in BODIES or between != ["and"] or "of" not in words[1:] or _place(words[-1:]) != "Region":
        return None
    same = _place(text.of(name)) == "Region" and words[-2] == "of"
    return Name(before.start, name.end, before.label, sure=True) if same else None


def _place(words: Sequence[str]) -> str:
    known = lookup(as_text(words))
    return known.type if known is not None else ""
