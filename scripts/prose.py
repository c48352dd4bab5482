"""Looks for constructions that scripts/prose.yaml bans, in what users read: the documents, the queries' comments, help and messages.

Generated pages are left out, since their texts are checked where they come from. Code in Markdown is left out too. The exit status
is 1 if a construction is found.
"""

from __future__ import annotations

import ast
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from kgraph import errors

ROOT = Path(__file__).resolve().parents[1]
_LEFT_OUT = ("ontology.md", "queries.md")
"""Pages that are made from other files."""
_SPEAKERS = {
    "say",
    "add_command",
    "_error",
    "_fault",
    "_Refusal",
    "ArgumentParser",
    "Finding",
    "add_argument",
    "add_parser",
    "error",
    "refuse",
}
"""Functions whose arguments users read, besides the errors themselves."""
_MESSAGES = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}


@dataclass(frozen=True, slots=True)
class Rule:
    """A banned construction, with the reason and what to write instead."""

    pattern: re.Pattern[str]
    why: str
    better: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that users read, as lines that begin at a line of a file."""

    where: str
    line: int
    text: str


def main() -> int:
    """Prints what is found, each with file and line."""
    found = list(faults(passages(ROOT), rules()))
    for fault in found:
        print(fault, file=sys.stderr)
    return int(bool(found))


def rules() -> Sequence[Rule]:
    """The banned constructions."""
    data = yaml.safe_load((ROOT / "scripts" / "prose.yaml").read_text("utf-8"))
    return [Rule(re.compile(entry["pattern"]), entry["why"], entry["better"]) for entry in data]


def faults(texts: Iterator[Passage], banned: Sequence[Rule]) -> Iterator[str]:
    """What is wrong, as messages for a person."""
    for passage in texts:
        words, lines, starts = _words(passage)
        for rule in banned:
            for match in rule.pattern.finditer(words):
                line = lines[bisect_right(starts, match.start()) - 1]
                yield f"{passage.where}:{line}: {match[0].strip()!r}: {rule.why}; write {rule.better}"


def _words(passage: Passage) -> tuple[str, Sequence[int], Sequence[int]]:
    """The words with one blank between them, the line of each word, and where each begins: a construction may go over lines."""
    words = [(word, number) for number, line in enumerate(passage.text.split("\n"), passage.line) for word in line.split()]
    starts, at = [], 0
    for word, _ in words:
        starts.append(at)
        at += len(word) + 1
    return " ".join(word for word, _ in words), [number for _, number in words], starts


def passages(root: Path) -> Iterator[Passage]:
    """Everything that is checked below a folder."""
    documents = [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").glob("*.md"))]
    for path in documents:
        if path.name not in _LEFT_OUT:
            yield Passage(str(path.relative_to(root)), 1, without_code(path.read_text("utf-8")))
    for path in sorted((root / "queries").glob("*.rq")):
        yield Passage(str(path.relative_to(root)), 1, _comments(path.read_text("utf-8")))
    for path in sorted((root / "kgraph").rglob("*.py")):
        yield from messages(path.read_text("utf-8"), str(path.relative_to(root)))


def without_code(markdown: str) -> str:
    """Markdown with as many lines, without blocks and spans of code."""
    fenced = re.sub(r"^```.*?^```$", _only_lines, markdown, flags=re.MULTILINE | re.DOTALL)
    indented = re.sub(r"(?<=\n\n)(?: {4}.*\n|\n(?= {4}))+", _only_lines, fenced)
    return re.sub(r"`[^`\n]+(?:\n[^`\n]+)?`", lambda code: f"CODE{_only_lines(code)}", indented)


def _only_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _comments(query: str) -> str:
    return "\n".join(line.lstrip("# ") if line.startswith("#") else "" for line in query.split("\n"))


def messages(code: str, where: str) -> Iterator[Passage]:
    """The texts in Python code that end up before a user: of what is raised, of errors that are kept, and of help."""
    seen: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _called(node.func) in _SPEAKERS | _MESSAGES):
            for literal in _literals(node):
                if id(literal) not in seen and " " in _said(literal):  # one word is a name: of an option, a field or a kind
                    seen.add(id(literal))
                    yield Passage(where, literal.lineno, _said(literal))


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def _literals(node: ast.AST) -> Iterator[ast.JoinedStr | ast.Constant]:
    """The strings in a piece of code, f-strings as wholes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr) or (isinstance(child, ast.Constant) and isinstance(child.value, str)):
            yield child
        else:
            yield from _literals(child)


def _said(literal: ast.JoinedStr | ast.Constant) -> str:
    """The words of a string on one line, with VALUE for what is filled in."""
    parts = literal.values if isinstance(literal, ast.JoinedStr) else [literal]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "VALUE" for part in parts).replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
