"""Days, times and stances in words, as the explorer writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kgraph.serve.addresses.said import Said

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class When:
    """The time of an event: in words, where it is from, and what events are sorted by. ``words`` is "" where no time is known."""

    words: str
    basis: str
    precision: str
    day: str

    @property
    def sort_key(self) -> tuple[bool, str]:
        """Dated events in their order, then the others."""
        return (not self.day, self.day)


def when(event: Said) -> When:
    """The time that the graph has for an event."""
    begin, precision = event.one("kg:begin"), event.one("kg:timePrecision", "day")
    end = event.one("kg:end") or ("" if event.is_true("kg:open") else begin)
    if event.one("kg:timeBasis") != "stated":
        words = f"by {written(end)}" if end else ""
        return When(words, "inferred from the day of the articles", precision, end)
    return When(_stated(begin, end, precision), "stated in the articles", precision, begin or end)


def _stated(begin: str, end: str, precision: str) -> str:
    if not begin:
        return written(end) if end else ""
    if not end:
        return f"since {written(begin)}"
    if begin == end:
        return written(begin)
    if precision == "year":
        return begin[:4]
    return _month(begin) if precision == "month" else f"{written(begin)} to {written(end)}"


def written(moment: str) -> str:
    """ "12 Mar 2024" of an ISO day or time."""
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return moment
    return f"{day.day} {_month(moment)}"


def _month(moment: str) -> str:
    year, month = moment[:10].split("-")[:2]
    return f"{_MONTHS[int(month) - 1]} {year}"


def stance(report: Said) -> str:
    """How a report holds its event, "" where it says plainly that it is so."""
    parts = [
        "denied" if report.one("kg:polarity") == "negative" else "",
        report.one("kg:modality").replace("actual", ""),
        "ahead" if report.is_true("kg:future") else "",
    ]
    return ", ".join(part for part in parts if part)


def fact(factuality: str) -> str:
    """ "did not happen" for "did-not-happen"."""
    return factuality.replace("-", " ")
