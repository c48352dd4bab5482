"""What is wrong with a query that an engine cannot parse, in words that whoever wrote it understands.

Oxigraph says what its grammar would have accepted at the place that it reached, which may be far from the mistake, and in the terms of the
grammar ("expected one of LATERAL"). Here the common mistakes are looked for first: quotation marks and brackets that are never closed,
prefixes that nobody declared, names without a prefix. Otherwise the first word after which the query cannot go on any more is the mistake;
the engine's own parser finds it, as it is asked for longer and longer beginnings of the query.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from kgraph.rdf.offline import failure, position
from kgraph.rdf.query_text import ANY_FORM, FORMS

_TOKEN = re.compile(
    r"""(?P<space>\s+) | (?P<comment>\#[^\n\r]*) | (?P<iri><[^\s<>"{}|\\^`]*>)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3} | "(?:\\.|[^"\\\n\r])*" | '(?:\\.|[^'\\\n\r])*')
    | (?P<quote>\"{3} | '{3} | ["'])
    | (?P<variable>[?$]\w+) | (?P<named>[\w.\-]*:(?:[\w.\-%:]|\\.)*) | (?P<word>@?[^\W\d][\w\-]*) | (?P<number>\d[\w.]*)
    | (?P<sign>\^\^|&&|\|\||[!<>]=|.)""",
    re.VERBOSE | re.DOTALL,
)
_OPENED = {")": "(", "}": "{", "]": "["}
_CLOSED = {opened: closed for closed, opened in _OPENED.items()}
_WORDS = frozenset(
    """A TRUE FALSE SELECT ASK CONSTRUCT DESCRIBE PREFIX BASE WHERE FROM NAMED DISTINCT REDUCED AS ORDER GROUP BY HAVING ASC DESC
    LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH UNION FILTER MINUS BIND NOT EXISTS IN SERVICE SILENT LATERAL COUNT SUM MIN MAX AVG
    SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE
    LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID
    STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR
    REPLACE TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE""".split()
)
_MOST_TOKENS = 2_000  # of which the beginnings are tried; a longer query gets the engine's own place
_SENTENCES = {
    "SELECT contains a variable that is unbound": "SELECT lists a variable that is not in its pattern, or that GROUP BY does not name",
    "SELECT overrides an existing variable": "AS names a variable that the query has already; choose another name",
    "BIND is overriding an existing variable": "BIND names a variable that the query has already; choose another name",
    "IRI parsing failed": "this is not a valid IRI",
}
"""What the engine says in words among the terms of its grammar, and what it means."""
_LITERAL = re.compile(r'"((?:\\.|[^"\\])+)"')
_TAIL = " " * 40
"""Put behind a beginning of the query. The engine skips it if the query can go on; a keyword that it tried in vain is shorter."""
_FEW = 4  # things that may follow, and that are worth listing
_AT = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def mistake(query: str, prefixes: Mapping[str, str], base: str | None = None) -> str | None:
    """What is wrong with a query, with its line and column; None if Oxigraph can parse it. The query is not answered.

    ``prefixes`` are known without being declared; relative IRIs are read against ``base``.
    """
    error = failure(query, prefixes, base)
    if error is None:
        return None
    tokens = [_Token(match.lastgroup or "", match[0], match.start()) for match in _TOKEN.finditer(query)]
    tokens = [token for token in tokens if token.kind not in ("space", "comment")]
    return (
        _unclosed_quote(query, tokens)
        or _bracket(query, tokens)
        or _unknown_prefix(query, tokens, prefixes)
        or _said(error)
        or _unexpected(query, tokens, partial(failure, prefixes=prefixes, base=base))
        or _told(error)
    )


def _unclosed_quote(query: str, tokens: Sequence[_Token]) -> str | None:
    token = next((token for token in tokens if token.kind == "quote"), None)
    return token and f"{_at(query, token.start)}: the quotation mark {token.text} is never closed"


def _bracket(query: str, tokens: Sequence[_Token]) -> str | None:
    """The first bracket that closes nothing or another one, else the innermost that is never closed."""
    opened: list[_Token] = []
    for token in tokens:
        if token.text in _CLOSED:
            opened.append(token)
        elif token.text in _OPENED:
            if not opened:
                return f"{_at(query, token.start)}: this {token.text} closes nothing; a {_OPENED[token.text]} may be missing before it"
            last = opened.pop()
            if last.text != _OPENED[token.text]:
                return (
                    f"{_at(query, token.start)}: {_CLOSED[last.text]} is missing before this {token.text}; {_opened(query, last)}"
                )
    if not opened:
        return None
    more = (
        f", nor are {len(opened) - 1} before it" if len(opened) > 2 else ", nor is the one before it" if len(opened) > 1 else ""
    )
    return f"{_at(query, opened[-1].start)}: this {opened[-1].text} is never closed{more}; add {_closing(opened)} where it should end"


def _opened(query: str, token: _Token) -> str:
    return f"the {token.text} at {_at(query, token.start)} is still open"


def _closing(opened: Sequence[_Token]) -> str:
    return "".join(_CLOSED[token.text] for token in reversed(opened))


def _unknown_prefix(query: str, tokens: Sequence[_Token], prefixes: Mapping[str, str]) -> str | None:
    """The first prefix that is neither declared in the query nor known without that."""
    declared = set(prefixes)
    for before, token in _pairs(tokens):
        if token.kind != "named":
            continue
        prefix = token.text.partition(":")[0]
        if before is not None and before.text == "<" and before.end == token.start:
            return (
                f"{_at(query, before.start)}: this is not a valid IRI; it has no > or holds a blank, a quotation mark or a brace"
            )
        if before is not None and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif prefix not in declared and prefix != "_":
            close = difflib.get_close_matches(prefix, declared, n=1)
            meant = f"did you mean {close[0]}:? " if close else ""
            known = ", ".join(f"{name}:" for name in sorted(prefixes))
            return (
                f"{_at(query, token.start)}: the prefix {prefix}: is not declared; {meant}known without a declaration are {known}"
            )
    return None


def _pairs(tokens: Sequence[_Token]) -> Iterator[tuple[_Token | None, _Token]]:
    return zip([None, *tokens], tokens, strict=False)


def _said(error: SyntaxError) -> str | None:
    """What the engine itself says in words."""
    found = _AT.search(str(error))
    meaning = next((meaning for sentence, meaning in _SENTENCES.items() if sentence in str(error)), None)
    return f"line {found[1]}, column {found[2]}: {meaning}" if found and meaning else None


def _unexpected(query: str, tokens: Sequence[_Token], failing: Callable[[str], SyntaxError | None]) -> str | None:
    """The first token after which nothing makes a query of it any more; what is missing where the whole could still become one."""
    if len(tokens) > _MOST_TOKENS:
        return None
    for before, token in _pairs(tokens):
        error = failing(query[: token.end] + _TAIL)
        if error is not None and _offset(query, error) < token.end + len(_TAIL):
            return f"{_at(query, token.start)}: {_explained(token, before, error, query)}"
    return f"{_at(query, len(query))}: the query ends too early" if tokens else None


def _explained(token: _Token, before: _Token | None, error: SyntaxError, query: str) -> str:
    if token.kind == "word" and token.text.upper() not in _WORDS:
        return _unknown_word(token, before, called=query[token.end :].lstrip().startswith("("))
    if before is None:
        return f"a query begins with {ANY_FORM}, after its prefixes"
    if before.text.upper() in ("ORDER", "GROUP"):
        return f"BY is missing after {before.text}"
    found = [one.replace("\\", "") for one in _LITERAL.findall(str(error))] if _offset(query, error) == token.start else []
    follows = f"; {' or '.join(found)} may follow {before.text}" if 0 < len(found) <= _FEW else f" after {before.text}"
    return f"{token.text} cannot stand here{follows}"


def _unknown_word(token: _Token, before: _Token | None, *, called: bool) -> str:
    word = token.text
    if before is None:
        close = difflib.get_close_matches(word.upper(), FORMS, n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        return f"a query begins with {ANY_FORM}, not with {word}{meant}"
    close = difflib.get_close_matches(word.upper(), sorted(_WORDS), n=1, cutoff=0.75)
    if called:
        return f"there is no function {word}{f'; did you mean {close[0]}?' if close else ''}"
    meant = f"did you mean {close[0]}, " if close else "did you mean "
    return f"{word} is neither a keyword nor a variable, and has no prefix; {meant}?{word} or kg:{word}?"


def _told(error: SyntaxError) -> str:
    match = _AT.search(str(error))
    return f"line {match[1]}, column {match[2]}: the query cannot be parsed here" if match else str(error)


def _offset(query: str, error: SyntaxError) -> int:
    """Where the engine stopped, as an offset into the query."""
    match = _AT.search(str(error))
    if match is None:
        return 0
    lines = query.split("\n")[: int(match[1]) - 1]
    return sum(len(line) + 1 for line in lines) + int(match[2]) - 1


def _at(query: str, offset: int) -> str:
    line, column = position(query, offset)
    return f"line {line}, column {column}"
