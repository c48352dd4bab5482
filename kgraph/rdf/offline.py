"""Queries that stay on this machine: SERVICE, and in memory FROM, would send requests to whatever address a query names.

Who decides is the parser of the engine that answers, since no second reader of SPARQL cuts every text as that one does: Oxigraph takes
``?o.SERVICE<a>{}``, ``1<2)SERVICE?x{}`` and ``SERVICESILENT<a>{}``, and ends a comment at a carriage return; rdflib does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph

from kgraph.errors import QueryError

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query

_WORD = re.compile(r"(s)(e)(rvice)", re.IGNORECASE | re.ASCII)
_SILENT = re.compile(r"(?:\s|#[^\n\r]*[\n\r])*SILENT", re.IGNORECASE)
_TRIED = 100  # words of a query that are looked at for the place of the first keyword; it is refused in any case
_PLACE = re.compile(r"error at (\d+):(\d+)")


def refuse_service(query: str, prefixes: Mapping[str, str], base: str | None = None) -> None:
    """Raises QueryError, with line and column, where Oxigraph would read the keyword SERVICE in a query.

    Oxigraph offers neither to parse without answering nor to answer without SERVICE. So it gets the same query over an empty graph with
    another word of as many letters, "sorvice", for each "service". Inside a string, an IRI, a comment or a name this changes nothing. As a
    keyword it is unknown, and the parser stops there. Relative IRIs are read against ``base``. Raises SyntaxError where the query cannot
    be parsed for another reason.
    """
    if _WORD.search(query) is None:
        return
    error = failure(query, prefixes, base)
    if error is None:
        return
    for word in islice(_WORD.finditer(query), _TRIED):
        if _is_keyword(query, word, _place(error), partial(failure, prefixes=prefixes, base=base)):
            refuse("SERVICE", position(query, word.start()))
    raise error


def prepared(query: str, prefixes: Mapping[str, str]) -> Query:
    """The query as rdflib has parsed it, for a graph in its memory.

    Raises QueryError on SERVICE, and on FROM, for which rdflib would load the graph from its address.
    """
    # rdflib takes a tenth of a second to set its parser up, which only graphs in its memory need.
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    tree = parseQuery(query)
    for part in _parts(tree):
        if "service_string" in part:
            refuse("SERVICE", position(query, max(query.find(part["service_string"]), 0)))
        if "datasetClause" in part:
            found = re.search(r"\bFROM\b", query, re.IGNORECASE)
            refuse("FROM over a graph in memory", position(query, found.start() if found else 0))
    return translateQuery(tree, initNs=dict(prefixes))


def position(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of a place in a text, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def refuse(what: str, place: tuple[int, int]) -> NoReturn:
    """Raises QueryError."""
    raise QueryError(f"line {place[0]}, column {place[1]}: {what} is refused, because it would use the network")


def _other_word(match: re.Match[str]) -> str:
    return f"{match[1]}{'o' if match[2] == 'e' else 'O'}{match[3]}"


def failure(query: str, prefixes: Mapping[str, str], base: str | None = None) -> SyntaxError | None:
    """Why Oxigraph cannot parse a query; None where it can. The query is not answered, and SERVICE is not known to it."""
    known = {_WORD.sub(_other_word, name): namespace for name, namespace in prefixes.items()}
    try:
        pyoxigraph.Store().query(_WORD.sub(_other_word, query), prefixes=known, base_iri=base)
    except SyntaxError as error:
        return error
    except RuntimeError:  # parsed, and of a function that only the answer would need
        return None
    return None


def _place(error: SyntaxError) -> tuple[int, int]:
    found = _PLACE.search(str(error))
    return (int(found[1]), int(found[2])) if found else (1, 1)


def _is_keyword(query: str, word: re.Match[str], place: tuple[int, int], fails: Callable[[str], SyntaxError | None]) -> bool:
    """Whether the query can be parsed farther than to a place with GRAPH for a word: what follows SERVICE may follow GRAPH as well."""
    silent = _SILENT.match(query, word.end())
    for end in {word.end(), silent.end() if silent else word.end()}:
        blank = re.sub(r"[^\n]", " ", query[word.start() + len("GRAPH") : end])
        error = fails(f"{query[: word.start()]}GRAPH{blank}{query[end:]}")
        if error is None or _place(error) > place:
            return True
    return False


def _parts(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The named parts of what rdflib has parsed, however deep: dicts, in lists and ParseResults."""
    if isinstance(tree, dict):
        yield tree
        tree = tree.values()
    if not isinstance(tree, str) and isinstance(tree, Iterable):
        for part in tree:
            yield from _parts(part)
