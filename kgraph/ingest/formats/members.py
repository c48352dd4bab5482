"""What the members of archives are called."""

from __future__ import annotations

from kgraph.errors import BadArchive, shown
from kgraph.ingest.content import Content


def safe_name(name: str, content: Content) -> str:
    """The name of a member below its archive. Raises BadArchive for one that leads out of it."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts or not parts:
        raise BadArchive("its name leads out of the archive", origin_of(content, name))
    return "/".join(parts)


def origin_of(content: Content, name: str) -> str:
    """Where a member is, for messages."""
    return f"{content.origin}/{shown(name)}"


def second(name: str, content: Content) -> BadArchive:
    """What is told of a member that has the name of another."""
    return BadArchive("another member before it has the same name; only the first is read", origin_of(content, name))
