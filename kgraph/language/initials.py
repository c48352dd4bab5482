"""Middle names: John A. Smith is not John B. Smith, and may be John Smith, John Adam Smith or John A. B. Smith."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

PARTICLES = frozenset("von van der de da di del den la le du bin al el ben ter zu dos das".split())
"""Words of a family name that are left out as easily as they are written."""


class Middle(NamedTuple):
    """The first letters of somebody's middle names, and whether all of them are abbreviated."""

    letters: str
    abbreviated: bool

    def clashes(self, other: Middle) -> bool:
        """Whether no one person has both.

        One may leave out what the other has. Where both have nothing but initials, only the last ones are left out: George W. Bush
        is not George H. W. Bush, but Ana B. Reyes Soto may be Ana Reyes Soto.
        """
        short, long = sorted((self.letters, other.letters), key=len)
        if self.abbreviated and other.abbreviated:
            return not long.startswith(short)
        left = iter(long)
        return not all(letter in left for letter in short)


NONE = Middle("", abbreviated=True)


def middle(words: Sequence[str]) -> Middle:
    """The middle names among the lower-case words of a full name, which hold no title and no generation."""
    return _middle(tuple(words[1:-1])) if len(words) > 2 else NONE


@lru_cache(1 << 16)
def _middle(words: tuple[str, ...]) -> Middle:
    parts = [part for word in words if word not in PARTICLES for part in word.split(".") if part]
    return Middle("".join(part[0] for part in parts), all(len(part) == 1 for part in parts))
