"""Whether a text was rewritten after it was published: explainers and timelines are kept up to date for years.

"Last week" in such a text means the week before its last change. A date of change alone does not say so: many sites change it whenever a
page is stored again. It counts where the text tells of a day between publication and change, and not as of something that lies ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from kgraph.ingest.dates import days_in
from kgraph.ingest.words import alternatives, word_set
from kgraph.model import PROSE, Block, day_of

_BEFORE, _BEHIND = 200, 100  # characters of the sentence around a day that are looked at
_SENTENCE_END = re.compile(r"[.!?][\"”’)]{0,2}\s")


def day_of_rewriting(
    text: str, blocks: Iterable[Block], published: date | datetime | None, modified: date | datetime | None
) -> date | None:
    """The day of the last change of a text that tells of a day after its publication; None of any other text."""
    first, last = day_of(published), day_of(modified)
    if first is None or last is None or last <= first:
        return None
    paragraphs = (block.span.of(text) for block in blocks if block.kind in PROSE)
    return last if any(_tells_of_later(paragraph, first, last) for paragraph in paragraphs) else None


def _tells_of_later(paragraph: str, first: date, last: date) -> bool:
    return any(first < day <= last and not _lies_ahead(paragraph, offset) for offset, day in days_in(paragraph))


def _lies_ahead(paragraph: str, offset: int) -> bool:
    """Whether the sentence around a day speaks of what is to come."""
    before = _SENTENCE_END.split(paragraph[max(offset - _BEFORE, 0) : offset])[-1]
    behind = _SENTENCE_END.split(paragraph[offset : offset + _BEHIND])[0]
    anywhere, right_before = _ahead()
    return anywhere.search(f"{before}{behind}") is not None or right_before.search(before) is not None


@cache
def _ahead() -> tuple[re.Pattern[str], re.Pattern[str]]:
    anywhere, before = (alternatives(word_set("ahead", place)) for place in ("anywhere", "before"))
    return re.compile(rf"\b(?:{anywhere})\b|[’']ll\b", re.IGNORECASE), re.compile(rf"\b(?:{before})\s*$", re.IGNORECASE)
