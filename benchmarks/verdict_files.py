"""Where verdicts are kept: folders of JSON lines, one verdict each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

_Kept = TypeVar("_Kept", bound=msgspec.Struct)


def stored(folder: Path, kind: type[_Kept]) -> list[_Kept]:
    """All verdicts of a folder, in the order of the files' names and of their lines."""
    decode = msgspec.json.Decoder(kind).decode
    return [decode(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_bytes().splitlines()]


def append(verdicts: Iterable[msgspec.Struct], path: Path) -> None:
    """Writes verdicts behind those that a file holds already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.writelines(msgspec.json.encode(verdict) + b"\n" for verdict in verdicts)
