"""The members of archives by their names: which are left out, and what the others are called."""

from __future__ import annotations

from collections.abc import Iterable

from kgraph.errors import BadArchive, shown
from kgraph.ingest.content import Content
from kgraph.ingest.names import is_hidden, is_left_out, page_of, pages_among


class Left:
    """The members that are left out, as files of folders are; ``names`` are all that are known before one is read."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._pages = pages_among(names)

    def has(self, name: str) -> bool:
        """Whether a member is left out."""
        *folders, own = name.split("/")
        if is_left_out(own) or any(is_hidden(folder) for folder in folders if folder not in (".", "..")):
            return True
        return any(page in self._pages for page in pages_around(name))

    def add(self, name: str) -> None:
        """Says that there is a member, whose own folder of pictures and scripts is left out if it is a page."""
        self._pages |= pages_among([name])


def pages_around(name: str) -> list[str]:
    """The pages, without their endings, whose pictures and scripts a member would be among, by the names of its folders."""
    folders = name.split("/")[:-1]
    pages = ((folders[:depth], page_of(folder)) for depth, folder in enumerate(folders))
    return ["/".join((*above, page)) for above, page in pages if page is not None]


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
