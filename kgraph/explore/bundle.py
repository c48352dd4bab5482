"""The page's modules as one script, so that the page needs no other file and whoever builds it needs Python alone.

Each module becomes a function that is called once and gives what the module exports; modules come after those that they import from.
Of JavaScript's ways to import and export there are two, which eslint and Node read as well:

    import { a, b } from "./other.mjs";
    export function a() {}                     (or const, or class)

Anything else is an error, as is an import of what is not exported, and a cycle. What a browser does not need is left out: comments on lines
of their own, and indentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from kgraph.errors import ScriptError

_IMPORT = re.compile(r'import \{([\w\s,$]+)\} from "(\.\.?/[\w./-]+\.mjs)";\n', re.ASCII)
_EXPORT = re.compile(r"export (?=(?:function|const|class) ([\w$]+))", re.ASCII)
_KEYWORD = re.compile(r"(import|export)\b")

Read = Callable[[str], str]
"""The text of a module by its path; KeyError or FileNotFoundError where there is none."""


def bundle(entry: str, read: Read) -> str:
    """The script of a module and of all that it needs; ScriptError where one of them breaks the rules."""
    modules: dict[str, _Module] = {}
    _collect(entry, read, modules, ())
    number = {path: place for place, path in enumerate(modules)}
    parts = "".join(_function(module, number) for module in modules.values())
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


@dataclass(slots=True)
class _Module:
    """A module's path, what it imports from where, the names that it exports, and its lines without either statement."""

    path: str
    imports: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def _collect(path: str, read: Read, modules: dict[str, _Module], above: tuple[str, ...]) -> None:
    """Adds a module after those that it imports from; ``above`` are those that led to it."""
    if path in above:
        raise ScriptError(f"modules import each other: {' -> '.join((*above, path))}", path)
    if path in modules:
        return
    try:
        module = _parsed(path, read(path))
    except (KeyError, FileNotFoundError) as error:
        raise ScriptError(f"there is no module {path}", above[-1] if above else "") from error
    for other, names in module.imports:
        _collect(other, read, modules, (*above, path))
        for name in names:
            if name not in modules[other].exports:
                raise ScriptError(f"{other} does not export {name}", path)
    modules[path] = module


def _parsed(path: str, text: str) -> _Module:
    module = _Module(path)
    for number, statement in _statements(text):
        if found := _IMPORT.fullmatch(statement):
            names = tuple(name.strip() for name in found[1].split(",") if name.strip())
            module.imports.append((normpath(join(dirname(path), found[2])), names))
            continue
        if found := _EXPORT.match(statement):
            module.exports.append(found[1])
            statement = statement[found.end() :]
        if _KEYWORD.match(statement) or statement.count("`") % 2:
            raise ScriptError(f"this statement is not allowed in the page's modules: {statement.strip()}", f"{path}:{number}")
        module.lines.append(statement.lstrip())
    return module


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, without comments; of an import that has several lines, all in one."""
    lines = enumerate(text.splitlines(keepends=True), 1)
    for number, line in lines:
        if line.lstrip().startswith("/*"):
            while "*/" not in line:
                _, line = next(lines, (0, "*/"))
        elif line.startswith("import {"):
            while "}" not in line:
                line += next(lines, (0, "}"))[1]
            yield number, line
        elif line.strip() and not line.lstrip().startswith("//"):
            yield number, line


def _function(module: _Module, number: dict[str, int]) -> str:
    imports = "".join(f"const {{ {', '.join(names)} }} = ${number[other]};\n" for other, names in module.imports)
    body = f"{imports}{''.join(module.lines)}return {{ {', '.join(module.exports)} }};\n"
    return f"// {module.path}\nconst ${number[module.path]} = (() => {{\n{body}}})();\n"
