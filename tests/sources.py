"""What the tests of sources share: short articles, and what is read of files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kgraph.errors import KGraphError
from kgraph.ingest import Reading, read
from kgraph.ingest.content import DEFAULT
from kgraph.model import Article

MET = "The minister met the president in Paris on Friday."
LEFT = "The ambassador left the capital after the talks had failed."
SIGNED = "Both governments signed the treaty in the old town hall."


def page(*paragraphs: str, title: str = "", head: str = "") -> str:
    """An HTML page with an article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    heading = f"<h1>{title}</h1>" if title else ""
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{heading}{body}</article></body></html>"


def found(*paths: Path, reading: Reading = DEFAULT) -> list[Article | KGraphError]:
    """All that is read of paths."""
    return list(read(paths, reading))


def articles(items: Iterable[Article | KGraphError]) -> list[Article]:
    """The articles among what was read."""
    return [item for item in items if isinstance(item, Article)]


def texts(items: Iterable[Article | KGraphError]) -> list[str]:
    """The texts of the articles among what was read, without white space around them."""
    return [item.text.strip() for item in articles(items)]


def messages(items: Iterable[Article | KGraphError]) -> list[str]:
    """What was said of what is no article."""
    return [str(item) for item in items if isinstance(item, KGraphError)]
