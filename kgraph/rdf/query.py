"""SPARQL over a graph: tables of strings, and their text forms.

Queries of a store go to Oxigraph itself, those of a Dataset through rdflib's API: on its way through rdflib a row takes some 25 µs, which
is more than Oxigraph needs to find it. They see the default graph; GRAPH reaches the articles. A union of all graphs is never offered,
because Oxigraph counts a triple there once for each graph it stands in.
"""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import pyoxigraph
from pyparsing import ParseBaseException
from rdflib import Dataset, Literal, URIRef

from kgraph.errors import QueryError
from kgraph.outgoing import csv_text, json_text, markdown, one_line, tsv_text
from kgraph.rdf.iris import PREFIXES
from kgraph.rdf.mistakes import mistake
from kgraph.rdf.offline import prepared, refuse_service
from kgraph.rdf.query_text import TOO_DEEP, body, checked, placed, unescaped
from kgraph.rdf.store import damage, is_of_store
from kgraph.settings import Settings

LIMIT = "limit"
"""The parameter that is the number of a query's LIMIT."""
AT_LEAST = "atLeast"
"""The parameter that is the least confidence of the events that a query shows."""
_PROBABILITY = re.compile(r"0?\.[0-9]+|0|1(?:\.0*)?")
_PARAMETERS = re.compile(r"^#\s*parameters:(.*)$", re.MULTILINE)
_LIMIT = re.compile(r"(?<![\w?$:.\-])LIMIT\s+([0-9]+)", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"The custom \w* ?function ")
"""How Oxigraph begins to say, in the kind of error by which it tells of a damaged store, that it does not know a function."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A query's answer; a cell is None where a variable is not bound. ``limit`` is the one that was reached: there may be more."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    limit: int | None = None


def run(graph: Dataset | pyoxigraph.Store, text: str, parameters: Mapping[str, str] | None = None) -> QueryResult:
    """The answer of a SELECT, ASK (column "answer"), CONSTRUCT or DESCRIBE query (columns subject, predicate, object).

    ``parameters`` bind variables of the query: ``<iri>`` and names with a known prefix ("kg:Meeting") are IRIs, anything else a
    string; ``limit``, where the query names it as a parameter, is the number of its LIMIT, "0" for all. Rows without ORDER BY are
    sorted. Raises QueryError, with line and column, on a query that cannot be parsed; on SERVICE, and FROM in memory, which would
    reach out to the network; on updates; and on a parameter that the query does not have.
    """
    plain = unescaped(text)
    values = _known(parameters or {}, text, checked(plain))
    most = None
    if LIMIT in declared(text):
        most = _number(values[LIMIT]) if LIMIT in values else limit_of(text)
        plain = _limited(plain, most or 0)
        values = {name: value for name, value in values.items() if name != LIMIT}
    bare = checked(plain)
    table = _asked(graph, _bound(plain, bare, values), plain)
    rows = table.rows if _ORDER.search(bare) else tuple(sorted(table.rows, key=_sort_key))
    reached = most and (len(rows) >= most or _reaches(graph, plain, most, values))
    return QueryResult(table.columns, rows, most if reached else None)


def parameters_of(text: str) -> tuple[str, ...]:
    """The names on a query's ``# parameters:`` line, but for ``limit`` and ``atLeast``, which say how much it shows and not of what."""
    return tuple(name for name in declared(text) if name not in (LIMIT, AT_LEAST))


def limit_of(text: str) -> int | None:
    """How many a query gives unless its parameter ``limit`` says otherwise; None where it has no such parameter.

    Raises QueryError where it has one, but not one LIMIT.
    """
    return _number(_only_limit(checked(text))[1]) if LIMIT in declared(text) else None


def render(table: QueryResult, form: str = "table", *, width: int | None = None) -> str:
    """The table as text, ending in a line break: "table", "csv", "tsv", "json" (a list of objects) or "markdown".

    A "table" is at most ``width`` columns wide, by default as wide as the terminal; long cells go on in the next line.
    Raises QueryError on another form.
    """
    if form == "table":
        return _boxed(table, width if width is not None else shutil.get_terminal_size((100, 24)).columns)
    if form not in RENDERERS:
        raise QueryError(f"unknown form {form!r}; choose from {('table', *RENDERERS)}")
    return RENDERERS[form](table)


def declared(text: str) -> list[str]:
    """All names on a query's ``# parameters:`` line."""
    match = _PARAMETERS.search(text)
    return re.findall(r"\w+", match[1]) if match else []


def _only_limit(bare: str) -> re.Match[str]:
    found = list(_LIMIT.finditer(bare))
    if len(found) != 1:
        raise QueryError(f"a query with the parameter {LIMIT!r} must have one LIMIT; this one has {len(found)}")
    return found[0]


def _number(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", value):  # what an engine can count to
        raise QueryError(f"the limit {value[:80]!r} is not a whole number of at most 18 digits; 0 lists all")
    return int(value)


def _limited(plain: str, most: int) -> str:
    """The query with another number behind its LIMIT, or without the LIMIT for 0."""
    found = _only_limit(checked(plain))
    return plain[: found.start()] + (f"LIMIT {most}" if most else "") + plain[found.end() :]


def _reaches(graph: Dataset | pyoxigraph.Store, plain: str, most: int, values: Mapping[str, str]) -> bool:
    """Whether a SELECT inside the query reaches its LIMIT, which fewer rows than that need not tell: equal ones are shown once."""
    bare = checked(plain)
    limit = _only_limit(bare).start()
    start, end = _around(bare, limit)
    if start == 0:
        return False
    order = _ORDER.search(bare, bare.rfind("}", start, limit), limit)
    inner = plain[start : order.start() if order else limit] + plain[limit:end]  # counted in no order, which takes less time
    count = f"{plain[: body(bare)]} SELECT (COUNT(*) AS ?count) WHERE {{ {{ {inner} }} }}"
    return int(_asked(graph, _bound(count, checked(count), values), plain).rows[0][0] or 0) >= most


def _around(bare: str, offset: int) -> tuple[int, int]:
    """The inside of the braces around a place of a query; (0, its length) where there are none."""
    opened: list[int] = []
    for place, character in enumerate(bare):
        if character == "{":
            opened.append(place)
        elif character == "}":
            start = opened.pop()
            if start < offset < place:  # the first to close is the innermost
                return start + 1, place
    return 0, len(bare)


def _asked(graph: Dataset | pyoxigraph.Store, query: str, written: str) -> QueryResult:
    """The answer to a query; ``written`` is what its author wrote, to which line and column of a mistake refer."""
    try:
        return _table(_of_dataset(graph, query)) if isinstance(graph, Dataset) else _answer(graph, query)
    except RecursionError:
        raise QueryError(TOO_DEEP) from None
    except (SyntaxError, ParseBaseException, ValueError) as error:
        _fail(error, written)
    except BaseException as error:
        if type(error) is Exception or _UNKNOWN.match(str(error)):  # rdflib raises it bare, on an unknown prefix and the like
            _fail(error, written)
        if is_of_store(error):
            raise damage(error) from None
        raise


def _bound(plain: str, bare: str, parameters: Mapping[str, str]) -> str:
    """The query with its parameters as VALUES at the start of each pattern that follows a WHERE, or of its only one.

    Oxigraph's own substitutions reach no aggregate, and VALUES of an outer pattern no inner SELECT.
    """
    if not parameters:
        return plain
    start = body(bare)
    starts = [match.end() for match in re.compile(r"\bWHERE\s*\{", re.IGNORECASE).finditer(bare, start)]
    starts = starts or [bare.find("{", start) + 1]
    if starts == [0]:
        raise QueryError("a query without a pattern in braces takes no parameters")
    values = " ".join(f"VALUES ?{name} {{ {_written(_parameter(value))} }}" for name, value in parameters.items())
    parts = [plain[first:last] for first, last in zip([0, *starts], [*starts, len(plain)], strict=True)]
    return f" {values} ".join(parts)


def _known(parameters: Mapping[str, str], text: str, bare: str) -> Mapping[str, str]:
    for name in parameters:
        if name not in (declared(text) or _variables(bare)):
            raise QueryError(f"the query has no parameter {name!r}; {choices(text)}")
    least = parameters.get(AT_LEAST) if AT_LEAST in declared(text) else None
    if least is not None and not _PROBABILITY.fullmatch(least):
        raise QueryError(f"{AT_LEAST} is {least[:80]!r}; it must be a number between 0 and 1, as in 0.85")
    return parameters


def choices(text: str) -> str:
    """What may be set in a query, as a message says it: its parameters, or all its variables if it names no parameters."""
    names, kind = declared(text), "parameter"
    if not names:
        names, kind = sorted(set(_variables(checked(unescaped(text))))), "variable"
    if not names:
        return "it has none"
    return f"its {kind}s are {', '.join(names[:-1])} and {names[-1]}" if names[1:] else f"its only {kind} is {names[0]}"


def _variables(bare: str) -> list[str]:
    return re.findall(r"[?$](\w+)", bare)


def _parameter(value: str) -> URIRef | Literal:
    if re.fullmatch(r'<[^\s<>"{}|\\^`]+>', value):
        return URIRef(value[1:-1])
    prefix, colon, name = value.partition(":")
    if colon and prefix in PREFIXES and re.fullmatch(r"[\w.\-]+", name):
        return URIRef(PREFIXES[prefix] + name)
    return Literal(value)


def _written(term: URIRef | Literal) -> str:
    """The term in SPARQL. rdflib takes the backslash-u that an escaped backslash and a "u" make for an escape: the letter is one itself."""
    return re.sub(r"\\\\([uU])", lambda match: rf"\\\U{ord(match[1]):08X}", term.n3())


def _table(result: Any) -> QueryResult:
    if result.type == "ASK":
        return QueryResult(("answer",), (("true" if result.askAnswer else "false",),))
    if result.type == "SELECT":
        columns = tuple(str(variable) for variable in result.vars)
        rows = [tuple(_cell(row.get(variable)) for variable in result.vars) for row in result.bindings]
        return QueryResult(columns, tuple(rows))
    triples = [tuple(_cell(node) for node in triple) for triple in result.graph]
    return QueryResult(("subject", "predicate", "object"), tuple(triples))


def _of_dataset(dataset: Dataset, query: str) -> Any:
    from oxrdflib import OxigraphStore  # with rdflib's own SPARQL, a tenth of a second that queries of a store need not wait for

    if not isinstance(dataset.store, OxigraphStore):
        return dataset.query(prepared(query, PREFIXES))
    refuse_service(query, {**{prefix: str(namespace) for prefix, namespace in dataset.namespaces()}, **PREFIXES})
    return dataset.query(query, initNs=PREFIXES)


def _answer(store: pyoxigraph.Store, query: str) -> QueryResult:
    refuse_service(query, PREFIXES)
    result = store.query(query, prefixes=PREFIXES)
    if isinstance(result, pyoxigraph.QueryBoolean):
        return QueryResult(("answer",), (("true" if result else "false",),))
    if isinstance(result, pyoxigraph.QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        return QueryResult(columns, tuple(tuple(_term(node) for node in row) for row in result))
    triples = sorted({str(triple): triple for triple in result}.items())
    return QueryResult(("subject", "predicate", "object"), tuple(tuple(_term(node) for node in triple) for _, triple in triples))


def _term(node: object) -> str | None:
    return None if node is None else str(getattr(node, "value", node))


def _cell(node: object) -> str | None:
    return None if node is None else str(node)


def _sort_key(row: Sequence[str | None]) -> tuple[tuple[bool, str], ...]:
    return tuple((cell is not None, cell or "") for cell in row)


def _fail(error: BaseException, written: str) -> NoReturn:
    message = str(error) or type(error).__name__
    if isinstance(error, (SyntaxError, ParseBaseException)) and (found := mistake(written, PREFIXES)):
        raise QueryError(found) from None
    if isinstance(error, ParseBaseException):
        raise QueryError(f"line {error.lineno}, column {error.column}: {error.msg}") from None
    raise QueryError(placed(message)) from None


def _csv(table: QueryResult) -> str:
    return csv_text(table.columns, table.rows)


def _tsv(table: QueryResult) -> str:
    return tsv_text(table.columns, table.rows)


def _json(table: QueryResult) -> str:
    return json_text([dict(zip(table.columns, row, strict=True)) for row in table.rows], indent=2) + "\n"


def _markdown(table: QueryResult) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    rows = [line(markdown(cell or "") for cell in row) for row in table.rows]
    return "\n".join([line(markdown(name) for name in table.columns), line("---" for _ in table.columns), *rows]) + "\n"


RENDERERS: Mapping[str, Callable[[QueryResult], str]] = {"csv": _csv, "tsv": _tsv, "json": _json, "markdown": _markdown}


def _boxed(table: QueryResult, width: int) -> str:
    cells = [[_shown(cell) for cell in row] for row in table.rows]
    natural = [max([_width(name), *(_width(row[i]) for row in cells)]) for i, name in enumerate(table.columns)]
    widths = _fitted(natural, width - 2 * max(len(natural) - 1, 0))
    lines = [*_row([one_line(name) for name in table.columns], widths), "  ".join("─" * column for column in widths)]
    for row in cells:
        lines.extend(_row(row, widths))
    return "\n".join(lines) + "\n"


def _shown(cell: str | None) -> str:
    """A cell in one line, with its IRIs shortened."""
    words = one_line(cell or "").removeprefix(Settings().base_iri)
    for prefix, namespace in PREFIXES.items():
        if words.startswith(namespace):
            words = f"{prefix}:{words.removeprefix(namespace)}"
    return words


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in words)


def _fitted(natural: list[int], room: int) -> list[int]:
    """Widths that share the room: columns narrower than a fair share keep theirs, the others share what is left."""
    widths = [0] * len(natural)
    left = sorted(range(len(natural)), key=lambda column: natural[column])
    while left:
        column = left.pop(0)
        widths[column] = max(1, min(natural[column], room // (len(left) + 1)))
        room -= widths[column]
    return widths


def _row(cells: list[str], widths: list[int]) -> list[str]:
    wrapped = [_wrapped(cell, column) for cell, column in zip(cells, widths, strict=True)]
    height = max((len(lines) for lines in wrapped), default=0)
    return ["  ".join(_padded(lines, i, widths[n]) for n, lines in enumerate(wrapped)).rstrip() for i in range(height)]


def _wrapped(cell: str, column: int) -> list[str]:
    if _width(cell) <= column:
        return [cell]
    narrow = column if _width(cell) == len(cell) else max(1, column // 2)  # wide letters take two columns each
    return textwrap.wrap(cell, narrow) or [""]


def _padded(lines: list[str], number: int, column: int) -> str:
    words = lines[number] if number < len(lines) else ""
    return words + " " * (column - _width(words))
