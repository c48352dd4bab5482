"""Names as they are compared: without accents, legal forms and articles; what follows a surname kept apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from kgraph.language.initials import PARTICLES, Middle, middle
from kgraph.lexicon import first_above
from kgraph.lexicon.nouns import is_given_name, kind_of
from kgraph.shipped import shipped

_GENERATION = re.compile(r"\s(jr|sr|junior|senior|ii|iii|iv)$")
# Only from where white space begins: from each place of a long stretch of it, the time would grow with its square.
_LEGAL = re.compile(r"(?<![\s,])[\s,]+(inc|corp|corporation|ltd|llc|plc|co|ag|gmbh|sa|nv|group)\.?$")
# "O'Connor" is one word, as "OConnor" is; "d'Arcy" and "D’Arcy" too.
_APOSTROPHE = re.compile(r"(?<=\w)[’'](?=\w)")
Initials = tuple[tuple[str, str, str], Middle]
"""First name, last name and generation, and the middle names."""
_COUPLE = frozenset(("and",))  # "Anna and Carl Berg" are two
_GIVEN = frozenset(("ben",))  # more often a given name than "son of"
_SECOND_GIVEN = re.compile(r"[^\W\d_][^\W\d_]*-[^\W\d_A-Z]+")
_KINDS = frozenset("Organization Government Party Company Military NamedEvent Group City Region Country Law".split())
"""Kinds of which a noun is no name: "the institute". A word for a place, a work or a person may be one: "Arsenal", "Mercury"."""
_TOP_TYPES = ("Person", "Group", "Organization", "Place", "NamedEvent", "Law", "Product", "Work", "Money")


@lru_cache(1 << 16)
def normalised(name: str) -> str:
    """A name as it is compared: lower case, without accents, leading article, punctuation and legal form."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    plain = _APOSTROPHE.sub("", re.sub(r"[’']s$", "", plain.replace(".", "").replace("&", " and ")))
    plain = re.sub(r"^the ", "", re.sub(r"[^\w\s,-]+", " ", plain).strip())
    return " ".join(_LEGAL.sub("", plain).replace(",", " ").replace("-", " ").split())


@cache
def top_type(kind: str) -> str:
    """The broad type that an entity's identifier begins with."""
    return first_above(kind, _TOP_TYPES)


@lru_cache(1 << 16)
def generation(plain: str) -> str:
    """What tells a son from his father in a normalised name: "jr", "iii", or ""."""
    match = _GENERATION.search(plain)
    return {"junior": "jr", "senior": "sr"}.get(match[1], match[1]) if match else ""


def words_of(plain: str) -> list[str]:
    """The words of a normalised name without the generation."""
    return _GENERATION.sub("", plain).split()


@lru_cache(1 << 16)
def surnames(name: str) -> frozenset[str]:
    """What a person of this full name may be called alone, normalised: the last word, also with its particles ("von der leyen").

    Words joined by a hyphen are one word: Anna Berg-Falk is "berg falk" and neither "berg" nor "falk". Who has a second given name
    written with a hyphen has the family name first ("Bae Hyun-seok"). A couple has none.
    """
    words = _parts(name)
    if len(words) < 2 or not _COUPLE.isdisjoint(words):
        return frozenset()
    if _SECOND_GIVEN.fullmatch(name.split()[-1]):
        return frozenset((words[0],))
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return frozenset((words[-1], " ".join(words[start:])))


@lru_cache(1 << 16)
def is_bare(name: str) -> bool:
    """Whether a person's name is one word alone, with its particles or a generation perhaps: "Berg", "von Berg", "Berg-Falk"."""
    words = _parts(name)
    return len(words) < 2 or (words[0] not in _GIVEN and all(word in PARTICLES for word in words[:-1]))


@lru_cache(1 << 16)
def is_initialled(name: str) -> bool:
    """Whether a person's name has but an initial before the surname, as in line-ups: "A Berg"."""
    words = _parts(name)
    return len(words) == 2 and len(words[0]) == 1


@lru_cache(1 << 16)
def is_common(name: str) -> bool:
    """Whether many people bear a person's full name: a given name, and a surname that is among the commonest."""
    words = _parts(name)
    return len(words) == 2 and is_common_surname(words[1]) and is_given_name(words[0])


def is_common_surname(plain: str) -> bool:
    """Whether a normalised surname is among the commonest."""
    return plain in _words("common_surnames")


def _parts(name: str) -> list[str]:
    """The words of a person's name as white space parts them, each normalised, without the generation."""
    return [part for word in words_of(normalised(name.replace("-", "_"))) if (part := " ".join(word.split("_")))]


@lru_cache(1 << 16)
def is_generic(plain: str) -> bool:
    """Whether a normalised name has everyday words alone, so that many bodies and events bear it: "department of health"."""
    return _words("generic").issuperset(plain.split())


@lru_cache(1 << 16)
def is_recurring(plain: str) -> bool:
    """Whether a normalised name is one of a contest or the like that is held again and again: "brask marathon"."""
    return not _words("recurring").isdisjoint(plain.split())


def is_edition(kind: str, name: str) -> bool:
    """Whether a name of this type may mean any edition of what is held again and again, which an identifier does not tell apart."""
    return kind == "NamedEvent" and is_recurring(normalised(name))


@lru_cache(1 << 16)
def is_shared(plain: str) -> bool:
    """Whether a normalised name is one word that several well-known things bear: "orange", "mercury", "rangers"."""
    return plain in _words("shared_names")


@lru_cache(1 << 16)
def is_common_noun(plain: str) -> bool:
    """Whether a normalised name is a noun for a kind of body, so that it names one only beside a fuller name: "institute", "party"."""
    return " " not in plain and plain not in _words("institutions") and kind_of(plain) in _KINDS


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(map(str, resolution_data()[key]))


def resolution_data() -> Mapping[str, Any]:
    """What data/resolution.yaml says."""
    return shipped("resolution.yaml")


@lru_cache(1 << 16)
def middle_of(plain: str) -> Middle:
    """The middle names in a person's normalised name."""
    return middle(words_of(plain))


@lru_cache(1 << 16)
def initials(plain: str) -> Initials | None:
    """Who shares a person's normalised name but for the middle names, and those; None for a name that has none."""
    found, words = middle_of(plain), words_of(plain)
    return ((words[0], words[-1], generation(plain)), found) if found.letters else None


def is_visible(name: str) -> bool:
    """Whether a name has anything to see: not only white space, marks of control and the like."""
    return any(letter.isprintable() and not letter.isspace() for letter in name)
