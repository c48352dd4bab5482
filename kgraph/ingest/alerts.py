"""The results that a Google Alert lists, each with its headline, its source, what the page begins with, and its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from kgraph.ingest.letters import pattern
from kgraph.ingest.words import squeezed, words

_ADDRESS = re.compile(r"<(https?://\S{1,4000})>")
_LONGEST_SOURCE = 8  # words


@dataclass(frozen=True, slots=True)
class Result:
    """One result; ``text`` is what the alert shows of the page."""

    title: str
    source: str
    text: str
    url: str


def results(plain: str) -> Iterator[Result]:
    """The results in the plain text of an alert; none where it has another form."""
    lines = [line.strip() for line in plain.splitlines()]
    started = False
    group: list[str] = []
    for line in lines:
        started = started or pattern("alert_head").fullmatch(line) is not None
        match = _ADDRESS.fullmatch(line) if started else None
        if match is not None:
            yield from _result(group, _target(match[1]))
        if match is not None or not line or pattern("alert_head").fullmatch(line):
            group = []
        elif re.fullmatch(r"(?:- ){5,}-?", line):
            return
        else:
            group.append(line)


def _result(group: list[str], url: str) -> Iterator[Result]:
    if len(group) < 2:
        return
    has_source = len(words(group[1])) <= _LONGEST_SOURCE and len(group) > 2 and not group[1].endswith((".", "...", ","))
    text = squeezed(" ".join(group[2 if has_source else 1 :]))
    yield Result(squeezed(group[0]), group[1] if has_source else "", re.sub(r"\s*(?:\.\.\.|…)$", "", text), url)


def _target(url: str) -> str:
    """The page's own address, of which the alert's link is a detour."""
    try:
        parts = urlsplit(url)
        inner = parse_qs(parts.query).get("url", [""])[0] if parts.path == "/url" else ""
    except ValueError:
        return ""
    return inner if inner.startswith(("http://", "https://")) else url
