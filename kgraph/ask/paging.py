"""Pages of lists: a cursor holds the order's values of the last item shown, so that the next page begins right behind it.

A cursor therefore costs the same on any page, and stays valid when items are added or go.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated, NamedTuple, TypeAlias

import msgspec
from msgspec import Meta

from kgraph.errors import BadQuestion

MOST = 500
"""The most items of a page."""
USUAL = 50
Limit = Annotated[int, Meta(ge=1, le=MOST, description="How many items a page has at most.")]
Cursor = Annotated[str, Meta(max_length=4000, description="The cursor of the page before; empty for the first page.")]
Value: TypeAlias = str | int | float | None


_LARGEST = 2**63  # of what SQLite keeps as a whole number


def _is_kept(value: Value) -> bool:
    """Whether SQLite can keep a value."""
    return not isinstance(value, int) or -_LARGEST <= value < _LARGEST


class Order(NamedTuple):
    """An order by expressions, all of them rising or all of them falling; the last one is different for each item."""

    keys: tuple[str, ...]
    falling: bool = False

    @property
    def sql(self) -> str:
        """What stands behind ORDER BY."""
        return ", ".join(f"{key} DESC" if self.falling else key for key in self.keys)

    @property
    def columns(self) -> str:
        """The keys as columns of the result, which ``Order.key`` reads again."""
        return ", ".join(f"{key} AS _key{number}" for number, key in enumerate(self.keys))

    def behind(self, cursor: str) -> tuple[str, tuple[Value, ...]]:
        """The condition that an item comes after the one of the cursor, with its values. Raises BadQuestion."""
        if not cursor:
            return "1", ()
        marks = ", ".join("?" * len(self.keys))
        return f"({', '.join(self.keys)}) {'<' if self.falling else '>'} ({marks})", self.read(cursor)

    def cursor(self, values: tuple[Value, ...]) -> str:
        """The cursor behind an item that has these values."""
        return base64.urlsafe_b64encode(msgspec.json.encode((self.name, *values))).decode().rstrip("=")

    @property
    def name(self) -> str:
        """What tells the cursors of one list from those of another."""
        return hashlib.sha256(self.sql.encode()).hexdigest()[:6]

    def read(self, cursor: str) -> tuple[Value, ...]:
        """The values of the item of a cursor. Raises BadQuestion."""
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            name, *values = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=tuple[Value, ...])
        except (ValueError, msgspec.MsgspecError):
            raise BadQuestion("cursor", f"{cursor!r} is not a cursor; use the one that the page before gave") from None
        if name != self.name or len(values) != len(self.keys) or not all(map(_is_kept, values)):
            raise BadQuestion("cursor", f"{cursor!r} belongs to another list or another order")
        return tuple(values)
