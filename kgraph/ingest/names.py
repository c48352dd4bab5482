"""Which files of folders and archives are left out by their names, without a word."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kgraph.ingest.words import lists, word_set

_PAGES = (".html", ".htm", ".xhtml")


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is none of the user's: its name begins with a dot, or a system made it."""
    return name.startswith(".") or name.lower() in word_set("files", "hidden")


def is_left_out(name: str) -> bool:
    """Whether a file of this name is left out: a hidden one, or one that says what the others are."""
    return is_hidden(name) or name.startswith("README")


def page_of(folder: str) -> str | None:
    """The page, without its ending, that a folder of this name would hold the pictures and scripts of; None for other folders.

    Browsers save "Story.html" with a folder "Story_files", or "Story-Dateien" in German.
    """
    ending = next((end for end in _page_folders() if folder.lower().endswith(end)), None)
    return (folder[: -len(ending)] or None) if ending is not None else None


def pages_among(names: Iterable[str]) -> set[str]:
    """The names of the pages among files, without their endings."""
    return {name.rpartition(".")[0] for name in names if name.lower().endswith(_PAGES)}


@cache
def _page_folders() -> tuple[str, ...]:
    return tuple(str(end).lower() for end in lists()["files"]["of_a_page"])
