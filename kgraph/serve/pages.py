"""Pages of kgraph/data/serve/pages, filled in. Whatever an article says is escaped, and nothing on a page runs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kgraph import __version__
from kgraph.outgoing import one_line

STYLE = "/page.css"
"""The address of the style sheet."""
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors {framing}"
)


def page(name: str, values: Mapping[str, object]) -> bytes:
    """A page by its template's name."""
    return _templates().get_template(name).render(values).encode("utf-8", "replace")


def policy(framing: str = "'none'") -> str:
    """The Content-Security-Policy of a page, which no page needs an exception from; ``framing`` says who may put it into a frame."""
    return POLICY.format(framing=framing)


@cache
def style() -> bytes:
    """The style sheet."""
    return _read("page.css").encode()


@cache
def edition() -> str:
    """What changes with kgraph's version, the templates and the style, so that an ETag changes with them."""
    folder = files("kgraph") / "data" / "serve" / "pages"
    texts = [_read(path.name) for path in sorted(folder.iterdir(), key=lambda path: path.name)]
    return hashlib.sha256("\0".join((__version__, *texts)).encode()).hexdigest()[:8]


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FunctionLoader(_read), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"line": one_line, "number": _number, "is_web": _is_web}
    made.globals |= {"style": f"{STYLE}?{edition()}", "version": __version__}
    return made


def _number(value: float) -> str:
    """A number with commas between thousands."""
    return f"{value:,}"


def _is_web(address: str) -> bool:
    """Whether an address may be linked: what an article gives could as well be a script."""
    return address.lower().startswith(("http://", "https://"))


@cache
def _read(name: str) -> str:
    return (files("kgraph") / "data" / "serve" / "pages" / name).read_text("utf-8").replace("\r\n", "\n")
