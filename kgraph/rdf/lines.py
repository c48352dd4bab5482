"""Words of articles as one line of a file for other programs: XML has no place for control characters, and tables none for line breaks."""

from __future__ import annotations

import re

# Of these XML can hold but the tabulator and line breaks; a lone surrogate, which no file can hold, does not come out of a graph.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def one_line(words: str) -> str:
    """The words without control characters and line breaks, and with one blank between each two."""
    return " ".join(_CONTROL.sub(" ", words).split())
