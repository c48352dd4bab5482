"""The text of a query before any engine reads it: what hides keywords in it, what it asks for, and what is refused.

It imports neither rdflib nor pyparsing, which take a third of a second that a process with another engine need not wait for.
"""

from __future__ import annotations

import re

from kgraph.errors import QueryError

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
ANY_FORM = f"{', '.join(FORMS[:-1])} or {FORMS[-1]}"
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
# What can hide a keyword: escapes of local names, comments, IRIs and strings. Oxigraph's lexer cuts them in the same way.
_OPAQUE = re.compile(
    r"""(?P<escape>\\.) | (?P<comment>\#[^\n\r]*) | (?P<iri><[^\s<>"{}|\\^`]*>)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3} | "(?:\\.|[^"\\\n\r])*" | '(?:\\.|[^'\\\n\r])*')""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PROLOGUE = re.compile(r"\s*(?:PREFIX\s+[^\s:]*:|BASE)\s*\x00+", re.IGNORECASE)
# Oxigraph's parser ends the whole process where its stack ends, at some thousand levels.
_DEEPEST = 200
_BRACKET = re.compile(r"[{}()\[\]]")
_UNARY = re.compile(rf"(?:[!+\-]\s*){{{_DEEPEST}}}")
TOO_DEEP = f"the query is nested too deeply; the most is {_DEEPEST} levels"
_KEYWORD = re.compile(r"\w*")
_NO_PREFIX = "Prefix not found"
_POSITION = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)


def unescaped(text: str) -> str:
    """The query with the characters that its escapes (backslash-u) stand for, as engines do it before they read anything else."""
    return _ESCAPE.sub(_character, text)


def checked(plain: str) -> str:
    """The query with comments, IRIs and strings blanked, character for character. Raises QueryError on what is refused."""
    bare = _OPAQUE.sub(lambda match: (" " if match.lastgroup == "comment" else "\x00") * len(match[0]), plain)
    if _UNARY.search(bare) or max(map(_depth, (plain, bare))) > _DEEPEST:
        raise QueryError(TOO_DEEP)
    if not bare[body(bare) :].strip():
        raise QueryError(f"the query is empty; it must be a {ANY_FORM} query")
    if (word := form(bare)) in _UPDATES:
        raise QueryError(f"{word} would change the graph; ask with {ANY_FORM}")
    return bare


def form(bare: str) -> str:
    """What a query asks for, one of FORMS, or the word that stands in its place; ``bare`` is what ``checked`` gave."""
    start = body(bare)
    word = _KEYWORD.match(bare, start + len(bare[start:]) - len(bare[start:].lstrip()))
    return word[0].upper() if word else ""


def _depth(text: str) -> int:
    """How many brackets stand inside each other."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "{([" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else "?"


def body(bare: str) -> int:
    """Where the query begins after its prefixes."""
    start = 0
    while match := _PROLOGUE.match(bare, start):
        start = match.end()
    return start


def placed(message: str) -> str:
    """The message of an engine with the line and the column in front, where it names them."""
    match = _POSITION.search(message)
    if match is None:
        return message
    what = (
        "the prefix is not declared" if _NO_PREFIX in match[3] else match[3]
    )  # Oxigraph adds all characters that a name may hold
    return f"line {match[1]}, column {match[2]}: {what}"
