"""Files of the user's that resolution reads: their text and their YAML, or an error that names file and line."""

from __future__ import annotations

from pathlib import Path

import yaml

from kgraph.errors import KGraphError

_DEEPEST = 20  # levels of YAML; what is read here has five


def text_of(path: Path, error: type[KGraphError]) -> str:
    """The text of a file in UTF-8. Raises the error where there is none."""
    try:
        if path.exists() and not path.is_file():  # a pipe would keep us waiting
            raise error("cannot be read: not a file", str(path))
        raw = path.read_bytes()
    except OSError as problem:
        raise error(f"cannot be read: {problem.strerror or problem}", str(path)) from None
    except ValueError as problem:  # a NUL in the path
        raise error(f"cannot be read: {problem}", str(path)) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise error(f"not text: byte {raw[problem.start]:#04x} is not UTF-8", f"{path}:{line}") from None


def where_is(node: yaml.Node, path: str | Path) -> str:
    """The file and the line of a node."""
    return f"{path}:{node.start_mark.line + 1}"


def yaml_of(text: str, path: str, error: type[KGraphError]) -> yaml.Node | None:
    """The tree of a YAML file. Raises the error where it is none, or uses what could make a small file a giant one."""
    try:
        _check(text, path, error)
        return yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark is not None else 1
        raise error(f"is not YAML: {problem.problem}", f"{path}:{line}") from None
    except yaml.reader.ReaderError as problem:  # a character that YAML does not allow
        line = text.count("\n", 0, int(problem.position)) + 1
        raise error(f"is not YAML: {problem.reason}", f"{path}:{line}") from None


def _check(text: str, path: str, error: type[KGraphError]) -> None:
    """Refuses what composing could not survive: it calls itself for each level, in C, until the process dies."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        where = f"{path}:{event.start_mark.line + 1 if event.start_mark is not None else 1}"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise error(f"is nested deeper than {_DEEPEST} levels", where)
        if isinstance(event, yaml.AliasEvent):
            raise error(f"*{event.anchor} is an alias of YAML, which is not allowed here; write the value out", where)
