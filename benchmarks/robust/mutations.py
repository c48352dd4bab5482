"""What may be done to a text, and the characters, numbers and marks that no editor would leave in one.

Each change turns a text and chance into another text. The same seed gives the same one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[str, Random], str]

HIDDEN = tuple("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202d\u202e\u2066\u2069\u061c")
COMBINING = (*"\u0301\u0308\u0327\u20dd\ufe0f\u0e31\u0345", "e\u0301", "Z" + "\u0300\u0323\u0331" * 20)
PICTURES = (
    *"\U0001f600\U0001f1e9\u2764\ufe0f",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1ea\U0001f1fa",
    "\U0001f44d\U0001f3fd",
)
SCRIPTS = ("Москва", "北京", "東京都", "القاهرة", "अगस्त", "दिल्ली", "กรุงเทพ", "αθήνα")
SPACES = tuple("\u00a0\u2009\u3000\u2028\u2029\u0085\x0b\x0c\t\r\x1c\x1f\u1680")
LIKE = tuple("\u017f\u212a\u0131\u0130\u00df\ufb01\u01c5")
"""Letters that case folding turns into others."""
WIDE = ("Ｇｒｅａｔ", "１２３")
NO_TEXT = ("\x00", "\x01\x08", "\x1b[31m", "\x7f\x85", "\ufffe", "\U0010ffff", "\ue000", "\ufffd")
MARKS = tuple("\"'“”‘’‚‛„«»()[]{}<>&;:,.!?…‥-–—/\\|*_#@%$€£~^`")
ODD_TEXT = (*HIDDEN, *COMBINING, *PICTURES, *SCRIPTS, *SPACES, *LIKE, *WIDE, *NO_TEXT)
ODD_NUMBERS = (
    "31 February",
    "29 Feb 2023",
    "0000-00-00",
    "9999-12-31",
    "99/99/9999",
    "2025-02-30T25:61:61Z",
    "24:00",
    "1e309",
    "-0",
    "$1,2,3,4",
    "£5bn-£½m",
    "½",
    "٣",
    "²³",
    "Ⅻ",
    "①",
    "1" * 400,
    "0." + "3" * 300,
    "12345678901234567890 BC",
    "the 1000000s",
    "the 13th month",
    "the 0th century",
    "the 99999th of May",
    "next Monday of last year's May",
    "a dozen hundred million billion",
    "minus forty",
    "1,000,000,000,000,000,000,000 years ago",
    "in 10000000 days",
    "99999999 weeks from now",
    "year 0",
    "May 0",
    "1/0",
    "NaN",
    "ten to the power of a thousand",
    "twenty-twelve",
    "Q9 2024",
    "two and a half thirds",
    "the day before the day after tomorrow",
    "5pm-4am on 3/4/5",
    "2024-W99-9",
    "the '00s",
    "over under 5 to 3",
    "\u00b2",
    "0/0",
    "1/2/3",
    "9/9",
    "00:00",
    "24:60",
    "99:99",
    "2015-13-45",
    "0001-01-01",
    "May 32, 2015",
    "Feb. 29, 2015",
    "13/13/2015",
    "\u0663\u0664",
    "\uff12\uff10\uff11\uff15",
    "\u2167",
    "1e999",
    "1.000.000,5",
    "7 7 7",
    "two two two",
    "hundred hundred",
    "a dozen dozen",
    "million million people",
    "10000 years ago",
    "over the next 9000 years",
    "before the first century",
    "in the year 0000",
    "FY 00",
    "0s",
    "'90s",
    "Q9 2015",
    "25th hour",
    "31 June",
    "Sat.1",
    "Sun.",
    "Mar.",
    "Sat.",
    "Mar. 5, 2015",
    "on Sun. 5 May",
    "the 0th day",
    "every 0 days",
    "an hour and a half and a half ago",
)


def _at(text: str, random: Random) -> int:
    return random.randrange(len(text) + 1)


def _put(text: str, more: str, random: Random) -> str:
    """The text with some more at a random place."""
    at = _at(text, random)
    return text[:at] + more + text[at:]


def _sprinkled(choices: Sequence[str]) -> Mutation:
    def change(text: str, random: Random) -> str:
        for _ in range(random.randint(1, 12)):
            text = _put(text, random.choice(choices), random)
        return text

    return change


def _replaced(old: str, choices: Sequence[str]) -> Mutation:
    """A change of a share of some characters into others."""

    def change(text: str, random: Random) -> str:
        share = random.random()
        return "".join(random.choice(choices) if c in old and random.random() < share else c for c in text)

    return change


def _cut(text: str, random: Random) -> str:
    start, end = sorted((_at(text, random), _at(text, random)))
    return text[start:end]


def _swapped(text: str, random: Random) -> str:
    letters = list(text)
    for _ in range(random.randint(1, 20)):
        i, j = random.randrange(len(letters)), random.randrange(len(letters))
        letters[i], letters[j] = letters[j], letters[i]
    return "".join(letters)


def _shuffled(text: str, random: Random) -> str:
    words = text.split(" ")
    random.shuffle(words)
    return " ".join(words)


def _doubled(text: str, random: Random) -> str:
    start, end = sorted((_at(text, random), _at(text, random)))
    return text[:end] + random.choice(("", " ", "\n", "\n\n")) + text[start:]


def _numbered(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 5)):
        text = _put(text, f" {random.choice(ODD_NUMBERS)} ", random)
    return text


def renumbered(text: str, random: Random) -> str:
    """The text with other digits, and some where none were."""
    return "".join(random.choice("0123456789\u00b2\u0663./:,") if c.isdigit() or random.random() < 0.02 else c for c in text)


def _lined(text: str, random: Random) -> str:
    share = random.random()
    return "".join(random.choice(("\n", "\n\n", " \n ")) if c == " " and random.random() < share else c for c in text)


def _alternating(text: str, _: Random) -> str:
    return "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(text))


def _wide(text: str, _: Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _framed(text: str, random: Random) -> str:
    opening = random.choice(
        ("KELM, May 5 (Reuters) - ", "By Ann Moss\n\n", "Updated May 5, 2015\n\n", "Title: ", "Photo: ", '"', "(", "- ")
    )
    return opening + text


CASES: Sequence[Mutation] = (
    lambda text, _: text.upper(),
    lambda text, _: text.lower(),
    lambda text, _: text.title(),
    lambda text, _: text.swapcase(),
    _alternating,
    lambda text, _: re.sub(r"[.,;:!?]", "", text.upper()),
)
CHARACTERS: Sequence[Mutation] = (
    *map(_sprinkled, (HIDDEN, COMBINING, PICTURES, SCRIPTS, SPACES, LIKE, WIDE, NO_TEXT, ODD_TEXT)),
    _replaced(" ", SPACES + HIDDEN),
    _replaced("ski", LIKE),
    _wide,
)
_WORDS: Sequence[Mutation] = (
    _cut,
    _swapped,
    _shuffled,
    _doubled,
    _numbered,
    renumbered,
    _lined,
    _framed,
    lambda text, _: text.replace(" ", ""),
    lambda text, _: text.replace(".", ""),
    _sprinkled(MARKS),
    _replaced(".,", MARKS),
)


def changed(text: str, random: Random, ways: Sequence[Mutation] = (*_WORDS, *CASES, *CHARACTERS)) -> str:
    """A text changed in one, two or three of some ways, or of all."""
    for way in random.sample(ways, random.randint(1, 3)):
        text = way(text, random) or "x"
    return text
