"""JSON Lines: draws, and folders of verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

_Kept = TypeVar("_Kept", bound=msgspec.Struct)


def written(items: Iterable[msgspec.Struct], path: Path, *, mode: str = "wb") -> None:
    """Writes items, each as a line; with the mode "ab" behind those that the file holds already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode) as file:
        file.writelines(msgspec.json.encode(item) + b"\n" for item in items)


def read(path: Path, kind: type[_Kept]) -> list[_Kept]:
    """The items of a file, in its order."""
    decode = msgspec.json.Decoder(kind).decode
    return [decode(line) for line in path.read_bytes().splitlines()]


def stored(folder: Path, kind: type[_Kept]) -> list[_Kept]:
    """The items of all files of a folder, in the order of the files' names and of their lines."""
    return [item for path in sorted(folder.glob("*.jsonl")) for item in read(path, kind)]


def keep(verdicts: Iterable[_Kept], folder: Path, draw_of: Callable[[_Kept], str]) -> None:
    """Adds verdicts to a store, those of each draw to a file of its own."""
    by_draw: dict[str, list[_Kept]] = defaultdict(list)
    for verdict in verdicts:
        by_draw[draw_of(verdict)].append(verdict)
    for name, found in by_draw.items():
        written(found, folder / f"{name}.jsonl", mode="ab")
