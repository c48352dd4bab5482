"""Names as they are compared: without accents, legal forms and articles; what follows a surname kept apart."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from kgraph.language.initials import PARTICLES, Middle, middle
from kgraph.lexicon import first_above

_GENERATION = re.compile(r"\s(jr|sr|junior|senior|ii|iii|iv)$")
# Only from where white space begins: from each place of a long stretch of it, the time would grow with its square.
_LEGAL = re.compile(r"(?<![\s,])[\s,]+(inc|corp|corporation|ltd|llc|plc|co|ag|gmbh|sa|nv|group)\.?$")
Initials = tuple[tuple[str, str, str], Middle]
"""First name, last name and generation, and the middle names."""
_TOP_TYPES = ("Person", "Group", "Organization", "Place", "NamedEvent", "Law", "Product", "Work", "Money")


@lru_cache(1 << 16)
def normalised(name: str) -> str:
    """A name as it is compared: lower case, without accents, leading article, punctuation and legal form."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    plain = re.sub(r"[’']s$", "", plain.replace(".", ""))
    plain = re.sub(r"^the ", "", re.sub(r"[^\w\s,-]+", " ", plain)).strip()
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


def surnames(plain: str) -> set[str]:
    """What a person of this normalised full name may be called alone: the last word, also with its particles ("von der leyen")."""
    words = words_of(plain)
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return {words[-1], " ".join(words[start:])} if len(words) > 1 else set()


@lru_cache(1 << 16)
def is_bare(plain: str) -> bool:
    """Whether a person's normalised name is a surname alone, with its particles or a generation perhaps."""
    words = words_of(plain)
    return len(words) == 1 or (len(words) > 1 and all(word in PARTICLES for word in words[:-1]))


@lru_cache(1 << 16)
def is_generic(plain: str) -> bool:
    """Whether a normalised name has everyday words alone, so that many bodies and events bear it: "department of health"."""
    return _generic().issuperset(plain.split())


@cache
def _generic() -> frozenset[str]:
    data = yaml.load((files("kgraph") / "data" / "resolution.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return frozenset(map(str, data["generic"]))


@lru_cache(1 << 16)
def middle_of(plain: str) -> Middle:
    """The middle names in a person's normalised name."""
    return middle(words_of(plain))


@lru_cache(1 << 16)
def initials(plain: str) -> Initials | None:
    """Who shares a person's normalised name but for the middle names, and those; None for a name that has none."""
    found, words = middle_of(plain), words_of(plain)
    return ((words[0], words[-1], generation(plain)), found) if found.letters else None


@lru_cache(1 << 16)
def last_word(name: str) -> str:
    """The last word of a description in lower case, by which descriptions are compared."""
    return (name.lower().split() or [""])[-1]


def is_visible(name: str) -> bool:
    """Whether a name has anything to see: not only white space, marks of control and the like."""
    return any(letter.isprintable() and not letter.isspace() for letter in name)
