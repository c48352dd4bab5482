"""A file that is compressed by itself: what is in it is of the kind that its name says without the last ending."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kgraph.errors import NotText
from kgraph.ingest.content import Content, Kind, Reading
from kgraph.ingest.unpacking import COMPRESSIONS, Compression, Inflated, budget_of, buffered

_ENDINGS = {"gzip": (".gz", ".tgz"), "bzip2": (".bz2", ".tbz", ".tbz2"), "xz": (".xz", ".txz")}


def bare_name(name: str) -> str:
    """A name without the ending that says how the file is compressed: "news.tar" of "news.tgz"."""
    for end in (end for ends in _ENDINGS.values() for end in ends):
        if name.lower().endswith(end):
            return name[: -len(end)] + (".tar" if end.startswith(".t") else "")
    return name


def is_compressed(head: bytes) -> bool:
    """Whether a file begins as a compressed one."""
    return any(head.startswith(each.magic) for each in COMPRESSIONS)


def _read(compression: Compression, content: Content, _reading: Reading) -> Iterator[Content]:
    """What is in it, as a file of the same name. Raises KGraphError."""
    if not content.head.startswith(compression.magic):
        raise NotText(f"not compressed with {compression.name}, as its name says", content.origin)
    budget = budget_of(content)
    yield content.inflated(buffered(Inflated(content, compression, budget)), budget)


def _begins(compression: Compression, head: bytes) -> bool:
    return head.startswith(compression.magic)


KINDS = tuple(
    Kind(f"compressed with {each.name}", _ENDINGS[each.name], partial(_read, each), partial(_begins, each))
    for each in COMPRESSIONS
)
