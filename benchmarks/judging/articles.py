"""An article as judges read it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Generic, TypeVar

import msgspec

from benchmarks.judging.heldout import is_held_out
from kgraph.model import Article

Offsets = tuple[int, int]
"""The first character, and the one behind the last."""


class Readable(msgspec.Struct, frozen=True, array_like=True):
    """An article as it is shown to judges; ``day`` is an ISO date or empty."""

    id: str
    file: str
    record: str
    title: str
    day: str
    text: str

    @property
    def digest(self) -> str:
        """A short hash of the text: as long as it is equal, so are all offsets."""
        return text_digest(self.text)

    @property
    def is_held_out(self) -> bool:
        """Whether no rule may be written on it."""
        return is_held_out(self.file, self.record)

    @property
    def heading(self) -> str:
        """The title and the day, as a sheet names them."""
        return f"{self.title or 'no title'} | {self.day or 'no day'}"


_Readable = TypeVar("_Readable", bound=Readable)


class Library(Generic[_Readable]):
    """Articles of today, in which those that were judged earlier are looked up."""

    def __init__(self, articles: Iterable[_Readable]) -> None:
        self._by_id = {one.id: one for one in articles}
        self._by_name = {(one.file, one.record): one for one in self._by_id.values()}

    def find(self, article: str, file: str, record: str) -> _Readable | None:
        """The article with this id. If the article reads differently today, the one that its source gives this name."""
        return self._by_id.get(article) or self._by_name.get((file, record))


def fields_of(article: Article) -> tuple[str, str, str, str, str, str]:
    """The fields that an article has as a Readable, in their order."""
    day = article.day.isoformat() if article.day is not None else ""
    return article.id, article.file, article.record, article.title, day, article.text


def text_digest(text: str) -> str:
    """A short hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
