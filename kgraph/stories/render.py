"""A story as Markdown, as JSON, and as HTML to print: one file without scripts, whose template is data/stories/story.html."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kgraph.outgoing import json_text, markdown, one_line
from kgraph.stories.claims import Claim
from kgraph.stories.tell import Cited, Moment, Told, cited

if TYPE_CHECKING:
    from jinja2 import Template

    from kgraph.rdf.view import View

_MARKS = '“”"'
_FACTUALITIES = {
    "did-not-happen": "did not happen",
    "disputed": "disputed",
    "planned": "planned",
    "wanted": "wanted",
    "possible": "possible",
    "conditional": "conditional",
}
KINDS = {
    "first": "first said",
    "repeated": "repeated",
    "same text": "same text again",
    "changed": "changed",
    "confirmed": "said as fact",
    "denied": "said not to be so",
    "withdrew": "withdrawn",
}


def as_json(told: Told) -> str:
    """The story as JSON."""
    return json_text(asdict(told), indent=1) + "\n"


def as_html(told: Told) -> str:
    """The story as one HTML file that needs nothing else, for the screen and for paper."""
    return _template().render(
        told=told, kinds=KINDS, day=day, span=span, when=when, real=real, one_line=one_line, folded=folded, address=address
    )


def as_markdown(told: Told) -> str:
    """The story as Markdown."""
    return "\n".join(_markdown(told)) + "\n"


def claims_as_markdown(claims: Sequence[Claim], view: View) -> str:
    """Claims over time as Markdown: each event with its day, and what each article says of it on which day."""
    lines: list[str] = []
    for claim in claims:
        happened = _time(claim.begin, claim.end, claim.precision)
        lines += [f"## {markdown(claim.label)}", "", f"When it happened: {happened}. Reported:", ""]
        lines += [_step(step.kind, step.changes, step.source, cited(step.telling, view)) for step in claim.steps]
        lines.append("")
    return "\n".join(lines)


def folded(words: str) -> str:
    """A part of a sentence in one line, with a blank at an end that had one."""
    return one_line(f"|{words}|")[1:-1]


def day(written: str, *, short: bool = False) -> str:
    """A day as a newspaper writes it: 7 May 2024, or 7 Sep 2024 where it is ``short``; "undated" where there is none."""
    if not written:
        return "undated"
    known = date.fromisoformat(written)
    return f"{known.day} {known:%b %Y}" if short else f"{known.day} {known:%B %Y}"


def when(moment: Moment, *, short: bool = False) -> str:
    """When an event of a story happened, no more exactly than somebody says."""
    begin, end = ("", moment.day) if moment.is_latest else (moment.day, moment.end or moment.day)
    return _time(begin, end, moment.precision, short=short)


def _time(begin: str, end: str, precision: str, *, short: bool = False) -> str:
    if not begin:
        return f"by {day(end, short=short)}" if end else "undated"
    first = date.fromisoformat(begin)
    if precision == "month":
        return f"{first:%B %Y}"
    if precision in ("year", "decade", "century"):
        return f"{first.year}"
    if not end or end == begin or precision == "time":
        return day(begin, short=short)
    return _span(first, date.fromisoformat(end), short=short)


def span(begin: str, end: str) -> str:
    """The days of a story: 25 to 31 August 2025, or one day."""
    return _time(begin, end, "day")


def _span(first: date, last: date, *, short: bool = False) -> str:
    """Some days, with a month and a year only where they are not those of the last one: 25 to 31 August 2025."""
    begin = day(first.isoformat(), short=short)
    if first.year == last.year:
        begin = f"{first.day}" if first.month == last.month else begin.removesuffix(f" {first.year}")
    return f"{begin} to {day(last.isoformat(), short=short)}"


def real(moment: Moment) -> str:
    """How real an event is, "" where it happened."""
    return _FACTUALITIES.get(moment.factuality, "")


def address(cited: Cited) -> str:
    """The address of an article, where it is one that a reader can follow."""
    return cited.url if cited.url.startswith(("http://", "https://")) else ""


def _markdown(told: Told) -> Iterator[str]:
    story = told.story
    yield f"# {markdown(story.title)}"
    yield f"\n{_summary(told)}"
    if told.actors:
        yield f"\nMain actors: {markdown(', '.join(told.actors))}"
    for heading, moments in (("What happened", told.happened), ("Undated", told.undated), ("What is ahead", told.ahead)):
        yield from _moments(heading, moments)
    if told.said:
        yield "\n## Who said what"
    for words in told.said:
        yield f"\n### {markdown(words.speaker)}\n"
        yield from (_quoted(one) for one in words.said)
    if told.disputed:
        yield "\n## What is disputed"
    for dispute in told.disputed:
        yield f"\n### {markdown(dispute.claim.label)}\n"
        yield from (_step(kind, changes, words.speaker, words) for kind, changes, words in dispute.steps)
    yield "\n## Sources\n"
    for origin in told.sources:
        yield f"- {_article(origin.first)}"
        yield from (f"  - the same text: {_article(other)}" for other in origin.others)


def _step(kind: str, changes: Sequence[str], speaker: str, words: Cited) -> str:
    changed = f" ({markdown('; '.join(changes))})" if changes else ""
    who = f" by {markdown(speaker)}" if speaker else ""
    return f"- {day(words.day)}: **{KINDS[kind]}**{who}{changed}: {_words(words)}"


def _moments(heading: str, moments: Sequence[Moment]) -> Iterator[str]:
    if moments:
        yield f"\n## {heading}\n"
    for moment in moments:
        how = f" *({real(moment)})*" if real(moment) else ""
        label = f": {markdown(moment.label)}{how}  \n  " if moment.is_sure else f"{how}: "
        yield f"- **{when(moment)}**{label}{_words(moment.cited)}"


def _quoted(cited: Cited) -> str:
    return f"- {_words(cited)}"


def _words(cited: Cited) -> str:
    words = markdown(cited.quote)
    quoted = words if any(mark in words for mark in _MARKS) else f"“{words}”"
    return f"{quoted} ({_article(cited)})"


def _article(cited: Cited) -> str:
    return ", ".join(markdown(part) for part in (cited.headline, cited.publisher, day(cited.day) if cited.day else "") if part)


def _summary(told: Told) -> str:
    story = told.story
    articles, origins = len(story.articles), story.origins
    days = f", {span(story.begin, story.end)}" if story.begin else ""
    about = f" What concerns {markdown(told.actor)}." if told.actor else ""
    return f"{articles} article{'' if articles == 1 else 's'}, {origins} origin{'' if origins == 1 else 's'}{days}.{about}"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    folder = files("kgraph") / "data" / "stories"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals["css"] = (folder / "story.css").read_text("utf-8")
    return environment.from_string((folder / "story.html").read_text("utf-8"))
