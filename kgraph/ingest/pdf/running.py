"""What stands over and under each page: running titles, page numbers, the address and the time of a print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kgraph.ingest.pdf.letters import Line, Page

_EDGE = 0.11  # of the height of a page
_NUMBER = re.compile(r"\W*(?:page|p\.|pg\.)?\W*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE)
_SHARE = 0.3  # of the pages have what is repeated, and two at least


def without_running(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page without those at its edges that other pages have too, figures aside, and without its number."""
    seen: dict[str, set[int]] = {}
    for page in pages:
        for line in _at_edges(page):
            seen.setdefault(_key(line), set()).add(page.number)
    filled = sum(bool(page.lines) for page in pages)
    repeated = {key for key, where in seen.items() if len(where) >= max(2, _SHARE * filled)}
    return [_kept(page, repeated) for page in pages]


def _kept(page: Page, repeated: set[str]) -> list[Line]:
    edges = set(_at_edges(page))
    return [line for line in page.lines if line not in edges or not (_key(line) in repeated or _NUMBER.fullmatch(line.text))]


def _at_edges(page: Page) -> Iterator[Line]:
    for line in page.lines:
        if line.y0 < _EDGE * page.height or line.y1 > (1 - _EDGE) * page.height:
            yield line


def _key(line: Line) -> str:
    """What is the same on other pages: not the title itself, which is larger where it first stands."""
    return f"{re.sub(r'[0-9]+', '#', line.text)} {round(line.size)}"
