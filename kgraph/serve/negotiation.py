"""Which of several formats a client likes best, by its Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)$")
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_MOST = 100  # ranges of a header that are looked at


class _Range(NamedTuple):
    """A media range, as "text/*;q=0.5", and how exactly it says what it means: 0 for any type, 2 for one."""

    kind: str
    subtype: str
    quality: float

    @property
    def exactness(self) -> int:
        return (self.kind != "*") + (self.subtype != "*")

    def covers(self, media: str) -> bool:
        kind, _, subtype = media.partition("/")
        return self.kind in ("*", kind) and self.subtype in ("*", subtype)


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that a client likes best of those offered, the first of equals; None where it accepts none of them.

    An empty header accepts all. A type that a client names exactly comes before one that it takes as well ("*/*").
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0] if offered else None
    liked = [(quality, exactness, media) for media in offered for quality, exactness in [_liking(media, ranges)] if quality > 0]
    return max(liked, key=lambda found: found[:2])[2] if liked else None


def _ranges(accept: str) -> list[_Range]:
    found = []
    for part in accept.split(",")[:_MOST]:
        if match := _RANGE.match(part):
            quality = _QUALITY.search(match[3])
            found.append(_Range(match[1].lower(), match[2].lower(), min(float(quality[1]), 1.0) if quality else 1.0))
    return found


def _liking(media: str, ranges: Sequence[_Range]) -> tuple[float, int]:
    """The quality that the most exact range gives a type, and how exact that is."""
    covering = [(one.exactness, one.quality) for one in ranges if one.covers(media)]
    exactness, quality = max(covering, default=(0, 0.0))
    return quality, exactness
