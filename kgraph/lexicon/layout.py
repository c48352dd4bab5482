"""Lays out a lexicon's files: one word list a line, and no line longer than can be read.

Whatever fits stays on one line, in braces; what does not is laid out a key or an item a line, and long lists of words are wrapped.
Comments, anchors and the way each text is quoted stay as they are. A file whose meaning would change is refused.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kgraph.errors import LexiconError
from kgraph.lexicon.nodes import LIST, MAPPING, SCALAR, LexiconFile, Node, printable, read_file, tree
from kgraph.lexicon.reader import layer_files

WIDTH = 120
"""How long a line may be, unless a single text is longer that cannot be broken."""
_LAID_OUT = frozenset({"triggers", "examples", "counterexamples", "roles"})
"""Keys of an entry whose values are laid out an item a line however short they are."""
_DEPTH = 3
"""How deep a comment can stand: before an entry, one of its keys, or one of their items."""


def laid_out(file: LexiconFile) -> str:
    """The text of a file, laid out. Raises LexiconError on a file that is not YAML, and on one whose meaning would change."""
    faults: list[LexiconError] = []
    root = tree(file, faults)
    if faults:
        raise faults[0]
    if root is None or root.kind != MAPPING or not root.children:
        return file.text
    text = "".join(f"{line.rstrip()}\n" for line in _Layout(file, root).lines())
    changed = tree(LexiconFile(file.shown, text), faults)
    if changed is None or not _equal(root, changed) or _comments(file.text, root) != _comments(text, changed):
        raise file.error("cannot be laid out without changing what it says; simplify its comments or its quotes", 1)
    return text


def lay_out(folder: Path, *, write: bool) -> list[Path]:
    """The files of a folder that were not laid out, and now are if ``write`` says so. Raises LexiconError, and then writes none."""
    shown = str(folder)
    files = {path: read_file(path, f"{shown}/{printable(path.name)}") for path in layer_files(folder)}
    texts = {path: laid_out(file) for path, file in files.items()}
    changed = [path for path, text in texts.items() if text != files[path].text]
    for path in changed if write else ():
        path.write_text(texts[path], "utf-8", newline="")
    return changed


def _equal(one: Node, other: Node) -> bool:
    """Whether two values say the same, by the same anchors."""
    same = (one.kind, one.text, one.plain, one.anchor, one.alias) == (
        other.kind,
        other.text,
        other.plain,
        other.anchor,
        other.alias,
    )
    return same and len(one.children) == len(other.children) and all(map(_equal, one.children, other.children))


def _comments(text: str, root: Node) -> list[str]:
    return [comment for _, comment in _found_comments(text, root)]


def _found_comments(text: str, root: Node) -> Iterator[tuple[int, str]]:
    """The comments with where they begin: a # after white space that is not inside a scalar."""
    spans = sorted((leaf.start, leaf.end) for leaf in _leaves(root) if not leaf.alias)
    starts = [start for start, _ in spans]
    place = text.find("#")
    while place >= 0:
        before = bisect_right(starts, place) - 1
        inside = before >= 0 and place < spans[before][1]
        end = text.find("\n", place) if not inside else place
        end = end if end >= 0 else len(text)
        if not inside and (place == 0 or text[place - 1].isspace()):
            yield place, text[place:end].rstrip()
        place = text.find("#", max(end, place + 1))


def _leaves(node: Node) -> Iterator[Node]:
    """The scalars of a file as they stand in it: not those that an alias stands for."""
    if node.kind == SCALAR or node.alias:
        yield node
        return
    for child in node.children:
        yield from _leaves(child)


class _Layout:
    """Writes the lines of a file."""

    def __init__(self, file: LexiconFile, root: Node) -> None:
        self._text = file.text
        self._root = root
        self._before: dict[int, list[str]] = {}
        self._last: list[str] = []
        self._place_comments()

    def lines(self) -> Iterator[str]:
        """All lines; an empty one between two entries, and wherever one stands before a comment or a key at the left edge."""
        first = True
        was_long = False
        for key, value in self._root.pairs():
            comments = self._before.pop(key.start, [])
            written = list(self._pair(key, value, 0, 1))
            if not first and (was_long or (len(written) > 1 and value.kind == MAPPING) or self._is_apart(key, comments)):
                yield ""
            yield from comments
            yield from written
            first, was_long = False, value.kind == MAPPING and len(written) > 1
        if self._last:
            yield ""
        yield from self._last

    def _is_apart(self, key: Node, comments: Sequence[str]) -> bool:
        """Whether an empty line stands before a key, or before its comments."""
        above = self._text[: key.start].split("\n")[:-1]
        return len(above) > len(comments) and not above[-1 - len(comments)].strip()

    def _pair(self, key: Node, value: Node, indent: int, depth: int) -> Iterator[str]:
        """The lines of a key and its value, without the indent."""
        head = f"{self._scalar(key)}:"
        line = f"{head} {self._flow(value)}".rstrip()
        if self._fits(line, indent) and not self._must_open(key, value, depth):
            yield line
        elif value.kind == SCALAR:
            yield from self._folded(head, value, indent)
        elif self._is_wrapped(value, depth):
            yield from self._wrapped(head, value, indent)
        else:
            yield f"{head} {_anchor(value)}".rstrip()
            yield from _indented(self._opened(value, indent + 2, depth + 1))

    def _opened(self, value: Node, indent: int, depth: int) -> Iterator[str]:
        """The lines of a value's parts, without the indent."""
        if value.kind == MAPPING:
            for key, inner in value.pairs():
                yield from self._before.pop(key.start, ())
                yield from self._pair(key, inner, indent, depth)
            return
        for item in value.children:
            yield from self._before.pop(item.start, ())
            yield from self._item(item, indent, depth)

    def _item(self, item: Node, indent: int, depth: int) -> Iterator[str]:
        line = f"- {self._flow(item)}"
        if self._fits(line, indent):
            yield line
        elif item.kind == SCALAR:
            yield from self._folded("-", item, indent)
        elif self._is_wrapped(item, depth):
            yield from self._wrapped("-", item, indent)
        elif item.anchor:
            yield f"- &{item.anchor}"
            yield from _indented(self._opened(item, indent + 2, depth + 1))
        else:
            first, *others = self._opened(item, indent + 2, depth + 1)
            yield f"- {first}"
            yield from _indented(others)

    def _is_wrapped(self, value: Node, depth: int) -> bool:
        """Whether a long value is wrapped rather than laid out: a list of words; inside a trigger, what words are mapped to as well."""
        is_plain = all(child.kind == SCALAR for child in value.children)
        return is_plain and (value.kind == LIST or depth > _DEPTH)

    def _must_open(self, key: Node, value: Node, depth: int) -> bool:
        """Whether a value is laid out a line for each part though it would fit on one."""
        if value.alias or not value.children:
            return False
        return (depth == 1 and value.kind == MAPPING) or (depth == 2 and key.text in _LAID_OUT and value.kind != SCALAR)

    def _fits(self, line: str, indent: int) -> bool:
        return len(line) + indent <= WIDTH and "\n" not in line

    def _flow(self, node: Node) -> str:
        """A value on one line."""
        if node.alias:
            return f"*{node.alias}"
        if node.kind == SCALAR:
            return _anchor(node) + self._scalar(node)
        if node.kind == LIST:
            return f"{_anchor(node)}[{', '.join(map(self._flow, node.children))}]"
        return f"{_anchor(node)}{{{', '.join(f'{self._scalar(key)}: {self._flow(value)}' for key, value in node.pairs())}}}"

    def _scalar(self, node: Node) -> str:
        """A text as it is written; where it takes several lines, in quotes and on one."""
        written = self._text[node.start : node.end]
        return json.dumps(node.text, ensure_ascii=False) if "\n" in written else written

    def _folded(self, head: str, value: Node, indent: int) -> Iterator[str]:
        """A long text, broken where one space stands between two words."""
        line = f"{head} {_anchor(value)}"
        for number, word in enumerate(_words(self._scalar(value))):
            if number and len(line) + len(word) + 1 + indent > WIDTH:
                yield line
                line = f"  {word}"
            else:
                line += f" {word}" if number else word
        yield line

    def _wrapped(self, head: str, value: Node, indent: int) -> Iterator[str]:
        """A long list of words, or mapping of them, in as few lines as it takes."""
        opening, closing = "[]" if value.kind == LIST else "{}"
        parts = [f"{self._scalar(key)}: {self._flow(part)}" for key, part in value.pairs()] if value.kind == MAPPING else None
        words = parts if parts is not None else list(map(self._flow, value.children))
        line = f"{head} {_anchor(value)}{opening}"
        for number, word in enumerate(words):
            written = word + (closing if number == len(words) - 1 else ",")
            if number and len(line) + len(written) + 1 + indent > WIDTH:
                yield line
                line = f"  {written}"
            else:
                line += f" {written}" if number else written
        yield line

    def _place_comments(self) -> None:
        """Puts each comment before the entry, key or item that follows it, or before the one that it stands in."""
        places = sorted(self._places(self._root, 1))
        starts = sorted({*places, *(leaf.start for leaf in _leaves(self._root))})
        for place, comment in _found_comments(self._text, self._root):
            after = starts[bisect_right(starts, place)] if bisect_right(starts, place) < len(starts) else None
            own_line = not self._text[self._text.rfind("\n", 0, place) + 1 : place].strip()
            if own_line and after is None:
                self._last.append(comment)
            else:
                within = places[max(bisect_right(places, place) - 1, 0)]
                follows = own_line and after in places
                lines = self._before.setdefault(after if follows and after is not None else within, [])
                set_off = follows and after is not None and self._at_edge(after) and self._is_set_off(place)
                lines.extend((comment, "") if set_off else (comment,))

    def _at_edge(self, place: int) -> bool:
        return place == 0 or self._text[place - 1] == "\n"

    def _is_set_off(self, place: int) -> bool:
        """Whether an empty line comes after a comment at the left edge."""
        return self._at_edge(place) and self._text[place:].split("\n", 2)[1:2] == [""]

    def _places(self, node: Node, depth: int) -> Iterator[int]:
        """Where the entries, keys and items begin that a comment can stand before."""
        if node.alias or node.kind == SCALAR or depth > _DEPTH:
            return
        heads = node.children[::2] if node.kind == MAPPING else node.children
        if depth == _DEPTH and any(child.kind == SCALAR for child in node.children) and node.kind == LIST:
            return  # words of a list stand beside each other
        yield from (head.start for head in heads)
        for child in node.children[1::2] if node.kind == MAPPING else ():
            yield from self._places(child, depth + 1)


def _anchor(node: Node) -> str:
    return f"&{node.anchor} " if node.anchor else ""


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _words(written: str) -> list[str]:
    """A text as pieces between which it can be broken: single spaces, but none that are escaped or before what would begin a comment."""
    pieces: list[str] = []
    for word in written.split(" "):
        joined = pieces and (not word or not pieces[-1] or pieces[-1].endswith((" ", "\\")) or word.startswith("#"))
        if joined:
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return pieces
