"""Which files of folders and archives are left out by their names without a word, and what is said of kinds that are not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from kgraph.ingest.words import lists, word_set

_PAGES = (".html", ".htm", ".xhtml")


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is none of the user's: its name begins with a dot, or a system made it."""
    return name.startswith(".") or name.lower() in word_set("files", "hidden")


def is_left_out(name: str) -> bool:
    """Whether a file of this name is left out wherever it lies: a hidden one, one that says what the others are, a style sheet."""
    return is_hidden(name) or name.startswith("README") or name.lower().endswith(_endings("of_pages"))


def is_picture(name: str) -> bool:
    """Whether a file is called as a picture."""
    return name.lower().endswith(_endings("pictures"))


class Left:
    """The files that are left out of a folder or archive; ``names`` are all that are known, from there, with "/" between folders.

    Beside those that are left out everywhere these are the pictures in a folder that has a page, and in folders below it, and the folder
    of pictures and scripts that a browser saves beside a page: "Story_files" of "Story.html".
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._pages: set[str] = set()
        self._folders: set[str] = set()
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Says that there is a file."""
        if name.lower().endswith(_PAGES):
            self._pages.add(name.rpartition(".")[0])
            self._folders.add(name.rpartition("/")[0])

    def has(self, name: str) -> bool:
        """Whether a file is left out."""
        *folders, own = name.split("/")
        if is_left_out(own) or any(is_hidden(folder) for folder in folders if folder not in (".", "..")):
            return True
        if is_picture(own) and any("/".join(folders[:depth]) in self._folders for depth in range(len(folders) + 1)):
            return True
        return any(page in self._pages for page in pages_around(name))


def may_be_left_out(name: str) -> bool:
    """Whether a file would be left out if there were a page that it belongs to."""
    return is_picture(name) or next(pages_around(name), None) is not None


def pages_around(name: str) -> Iterator[str]:
    """The pages, without their endings, whose pictures and scripts a file would be among, by the names of the folders that it is in."""
    folders = name.split("/")[:-1]
    for depth, folder in enumerate(folders):
        ending = next((end for end in _endings("of_a_page") if folder.lower().endswith(end)), "")
        if ending and folder != ending:
            yield "/".join((*folders[:depth], folder[: -len(ending)]))


def unread(name: str, head: bytes, *, is_word: bool) -> str:
    """What a file is that kgraph does not read, and what to do instead; "" where nothing is known of it.

    ``is_word``: it begins as Word's documents do, which spreadsheets and presentations do too, and then its name alone proves nothing.
    """
    for kind in lists()["files"]["unread"]:
        held = any(each.encode() in head for each in kind.get("holds", ())) and head.startswith(b"PK")
        if held or (not is_word and name.lower().endswith(tuple(kind["endings"]))):
            return f"{kind['what']}, which kgraph does not read; {kind['instead']}"
    return ""


@cache
def _endings(kind: str) -> tuple[str, ...]:
    return tuple(str(end).lower() for end in lists()["files"][kind])
