"""A story as Markdown, as JSON, and as HTML to print: one file without scripts, whose template is data/stories/story.html."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kgraph.outgoing import json_text, markdown, one_line
from kgraph.stories.tell import Cited, Moment, Told

if TYPE_CHECKING:
    from jinja2 import Template

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
        told=told, kinds=KINDS, day=day, when=when, real=real, one_line=one_line, folded=folded, address=address
    )


def as_markdown(told: Told) -> str:
    """The story as Markdown."""
    return "\n".join(_markdown(told)) + "\n"


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
    """When an event happened, no more exactly than somebody says."""
    if not moment.day:
        return "undated"
    if moment.is_latest:
        return f"by {day(moment.day, short=short)}"
    first = date.fromisoformat(moment.day)
    if moment.precision == "month":
        return f"{first:%B %Y}"
    if moment.precision in ("year", "decade", "century"):
        return f"{first.year}"
    begin = day(moment.day, short=short)
    return f"{begin} to {day(moment.end, short=short)}" if moment.end and moment.precision != "time" else begin


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
        yield from (_quoted(cited) for cited in words.said)
    if told.disputed:
        yield "\n## What is disputed"
    for dispute in told.disputed:
        yield f"\n### {markdown(dispute.claim.label)}\n"
        for kind, changes, cited in dispute.steps:
            changed = f" ({markdown('; '.join(changes))})" if changes else ""
            yield f"- **{KINDS[kind]}**{changed}: {_words(cited)}"
    yield "\n## Sources\n"
    for origin in told.sources:
        yield f"- {_article(origin.first)}"
        yield from (f"  - the same text: {_article(other)}" for other in origin.others)


def _moments(heading: str, moments: Sequence[Moment]) -> Iterator[str]:
    if moments:
        yield f"\n## {heading}\n"
    for moment in moments:
        how = f" *({real(moment)})*" if real(moment) else ""
        yield f"- **{when(moment)}**: {markdown(moment.label)}{how}  \n  {_words(moment.cited)}"


def _quoted(cited: Cited) -> str:
    return f"- {_words(cited)}"


def _words(cited: Cited) -> str:
    words = markdown(cited.quote)
    quoted = words if any(mark in words for mark in _MARKS) else f"“{words}”"
    return f"{quoted} ({_article(cited)})"


def _article(cited: Cited) -> str:
    return ", ".join(markdown(part) for part in (cited.headline, cited.publisher, day(cited.day)) if part)


def _summary(told: Told) -> str:
    story = told.story
    articles, origins = len(story.articles), story.origins
    days = (
        f", {day(story.begin)} to {day(story.end)}"
        if story.end != story.begin
        else f", {day(story.begin)}"
        if story.begin
        else ""
    )
    about = f" What concerns {markdown(told.actor)}." if told.actor else ""
    return f"{articles} article{'' if articles == 1 else 's'}, {origins} origin{'' if origins == 1 else 's'}{days}.{about}"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    folder = files("kgraph") / "data" / "stories"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals["css"] = (folder / "story.css").read_text("utf-8")
    return environment.from_string((folder / "story.html").read_text("utf-8"))
