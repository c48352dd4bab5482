"""What a report says beside its main sides, in a few words of its article, for the label of its event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kgraph.invisible import visible
from kgraph.model import Participant, Report, Span

_LONGEST_CLAUSE, _LONGEST_DETAIL = 100, 60
"""Characters of a clause and of a detail in a label."""
_MOST_DETAILS = 2
_QUOTES = "\"“”„‘'"
_BARE = ("amount", "score", "rank")
"""Roles whose words stand behind the verb as they are: "rose 5 %", "won 3-1"."""
_WITH_PREPOSITION = ("topic", "crime", "penalty", "position", "destination", "origin", "employer", "contest", "prize", *_BARE)
"""Roles whose words stand behind the verb with the preposition that they have in the text: "accused of fraud"."""
_PREPOSITIONS = frozenset("of for over about on to with as by from against into in".split())
"""Prepositions with which a detail may begin; those of time and place tell other things."""
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s+$")


def said(report: Report, text: str, quoted: Sequence[Span]) -> str:
    """The beginning of the first clause that a report consists in, as what is said or promised; in quotation marks where it is quoted.

    ``quoted`` are the parts of the text between quotation marks. Empty where there is no such clause.
    """
    span = next((part.span for part in report.participants if _is_clause(part)), None)
    if span is None:
        return ""
    words = _cut(span.of(text), _LONGEST_CLAUSE)
    return f"“{words.strip(_QUOTES)}”" if any(other.start <= span.start < other.end for other in quoted) else words


def details(report: Report, text: str) -> str:
    """Figures, charges, offices and places that a report has beside its main sides: "of fraud", "by 5 %", "to Oslo"."""
    found = sorted((part for part in report.participants if not _is_clause(part)), key=lambda part: part.span.start)
    return " ".join(list(filter(None, (_detail(part, text) for part in found)))[:_MOST_DETAILS])


def _is_clause(part: Participant) -> bool:
    return part.role == "topic" and part.chain is None


def _detail(part: Participant, text: str) -> str:
    if part.role not in _WITH_PREPOSITION:
        return ""
    before = _WORD_BEFORE.search(text, max(0, part.span.start - 20), part.span.start)
    preposition = before[1].lower() if before is not None and before[1].lower() in _PREPOSITIONS else ""
    if not preposition and part.role not in _BARE:
        return ""
    return " ".join(filter(None, (preposition, _cut(part.span.of(text), _LONGEST_DETAIL))))


def _cut(words: str, most: int) -> str:
    """The beginning of some words: whole ones, without the punctuation behind them, and with brackets and quotation marks that close."""
    words = " ".join(visible(words).split())
    end = ""
    if len(words) > most:
        words, end = words[:most].rpartition(" ")[0], "…"
    if words.count("(") > words.count(")"):
        words = words[: words.rindex("(")]
    words = words.rstrip(",;:.-–— ") + end
    return f"{words}”" if words.count("“") > words.count("”") else words
