"""The queries that kgraph comes with, by their names: what each answers, and its parameters.

They are the files of queries/ at the top of the repository, where a reader looks for them; the wheel has them in kgraph/data/queries.
A query documents itself: its leading comment says what it answers (the first sentence is its title), the line "# parameters:" names its
parameters, and a line "#   NAME: ..." below it explains one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from kgraph.errors import QueryError
from kgraph.model import SHOWN_CONFIDENCE
from kgraph.rdf.query import AT_LEAST, LIMIT, declared, limit_of

_SUFFIX = ".rq"
_PARAMETERS = re.compile(r"#\s*parameters:")
_HELP = re.compile(r"#\s*(\w+):\s+(.+)")
_SENTENCE = re.compile(r"(?<=[.?])\s+(?=[A-Z\"])")
_LEAST = re.compile(rf'COALESCE\(\?{AT_LEAST}, "([^"]*)"\)')
_KEYWORD = re.compile(
    r"\s*(?:PREFIX|BASE|SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b[\s*<]",
    re.IGNORECASE,
)
"""How SPARQL begins; no name of a query or of a file looks like it."""


class Parameter(NamedTuple):
    """What a query can be asked for; ``default`` is the value that it has when it is left out, "" for no restriction."""

    name: str
    default: str
    help: str


class NamedQuery(NamedTuple):
    """A query with what it says about itself: ``title`` is one sentence, ``description`` says how to read the answer."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


def names() -> tuple[str, ...]:
    """The names of all queries that kgraph comes with, sorted."""
    return tuple(sorted(entry.name.removesuffix(_SUFFIX) for entry in _folder().iterdir() if entry.name.endswith(_SUFFIX)))


def catalogue() -> tuple[NamedQuery, ...]:
    """All queries that kgraph comes with, sorted by name."""
    return tuple(named(name) for name in names())


@cache
def named(name: str) -> NamedQuery:
    """A query that kgraph comes with. Raises QueryError, which suggests similar names, if there is none of this name."""
    if name not in names():
        raise QueryError(f"no query has the name {name!r}; {_similar(name)}`kgraph query --list` lists them")
    return described(name, (_folder() / f"{name}{_SUFFIX}").read_text("utf-8"))


def described(name: str, text: str) -> NamedQuery:
    """What a query says about itself, whoever wrote it. Raises QueryError if it has the parameter ``limit`` and not one LIMIT."""
    title, _, description = _SENTENCE.sub("\0", comment(text), count=1).partition("\0")
    return NamedQuery(name, title, description, tuple(_parameters(text)), text)


def looked_up(given: str) -> NamedQuery:
    """The query that a user means: the name of one that kgraph comes with, SPARQL itself, or else the path of a file.

    Raises QueryError if the file cannot be read and no query has this name.
    """
    if given in names():
        return named(given)
    if is_sparql(given):
        return described("", given)
    path = Path(given)
    if path.suffix == "" and path.name == given and not path.is_file():
        return named(given)
    try:
        return described(path.stem, path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise QueryError(f"cannot be read: {_reason(error)}{_by_name(path.stem)}", given) from None


def is_sparql(given: str) -> bool:
    """Whether this is a query and not the name of one or of a file."""
    return "{" in given or "\n" in given or not given.strip() or _KEYWORD.match(given) is not None


def comment(text: str) -> str:
    """What a query says that it answers: the comment that it begins with, without what it says about its parameters."""
    parameters = declared(text)
    return " ".join(line.lstrip("# ").rstrip() for line in _leading(text) if not _is_of_parameters(line, parameters))


def _folder() -> Traversable:
    """Where the queries are: in the package, or beside it in a checkout of the repository."""
    shipped = files("kgraph") / "data" / "queries"
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "queries"


def _leading(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line


def _is_of_parameters(line: str, parameters: list[str]) -> bool:
    explained = _HELP.match(line)
    return _PARAMETERS.match(line) is not None or (explained is not None and explained[1] in parameters)


def _parameters(text: str) -> Iterator[Parameter]:
    explained = {match[1]: match[2].rstrip() for line in _leading(text) if (match := _HELP.match(line))}
    for name in declared(text):
        default, usual = "", ""
        if name == LIMIT:
            default, usual = str(limit_of(text) or ""), "the most rows that are listed; 0 lists all"
        elif name == AT_LEAST:
            least = _LEAST.search(text)
            default, usual = least[1] if least else str(SHOWN_CONFIDENCE), "the least confidence of the events, between 0 and 1"
        yield Parameter(name, default, explained.get(name, usual))


def _similar(name: str) -> str:
    close = difflib.get_close_matches(name, names(), n=3, cutoff=0.5)
    close = close or [other for other in names() if name and name.casefold() in other][:3]
    return f"did you mean {' or '.join(close)}? " if close else ""


def _by_name(stem: str) -> str:
    return f"; kgraph comes with a query of this name: kgraph query {stem}" if stem in names() else ""


def _reason(error: OSError | ValueError) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
