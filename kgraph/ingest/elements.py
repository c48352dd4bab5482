"""The elements of a page: walking them without recursion, and what they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

_APART = frozenset({"br", "p", "div", "span", "small", "cite"})  # elements of a caption that may have no space around them
_SILENT = frozenset({"script", "style", "noscript"})  # elements whose text nobody sees
_KEY = 40  # letters that tell a paragraph from the others
TEXTUAL = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption")
"""Elements that hold paragraphs."""


def steps(element: Any, enters: Callable[[Any], bool]) -> Iterator[tuple[Any, bool]]:
    """An element and what is below it and below all that is entered, in order: each when it begins (True), and when it ends (False).

    Without recursion, as a page nests as deep as it likes.
    """
    waiting = [(element, True)]
    while waiting:
        each, begins = waiting.pop()
        yield each, begins
        if begins:
            waiting.append((each, False))
            waiting.extend((child, True) for child in (reversed(each) if enters(each) else ()))


def shown(element: Any) -> str:
    """The text that an element shows, with space around what stands apart."""
    pieces = []
    for each, begins in steps(element, _is_shown):
        apart = " " if each.tag in _APART else ""
        if begins:
            pieces.append(apart + ((each.text or "") if _is_shown(each) else ""))
        else:
            pieces.append(apart + ((each.tail or "") if each is not element else ""))
    return "".join(pieces)


def _is_shown(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag not in _SILENT


def key(text: str) -> str:
    """The letters by which a paragraph is known."""
    return "".join(filter(str.isalnum, text.casefold()))[:_KEY]
