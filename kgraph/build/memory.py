"""What a process that builds the same folder again and again keeps in memory between two builds, so as not to decode it again.

It is known by the digests of the files that it stands for, which each build verifies: what somebody has changed or damaged is read from
its file, or made again. Whoever builds once remembers nothing, as the memory is needed for what comes after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from kgraph.resolve.evidence import ArticleEvidence
from kgraph.resolve.settled import NOTHING, Resolved


@dataclass(slots=True)
class Memory:
    """The evidence of the last build by the digests of its files, and what was resolved with the digests of the two files of that."""

    evidence: Mapping[str, ArticleEvidence] = field(default_factory=dict)
    resolved: Resolved = NOTHING
    digests: tuple[str, str] = ("", "")


_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within, each build remembers for the next."""
    token = _memory.set(Memory())
    try:
        yield
    finally:
        _memory.reset(token)


def memory() -> Memory:
    """What is remembered here; outside of ``remembering`` something empty that nobody sees again."""
    return _memory.get() or Memory()
