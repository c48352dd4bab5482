"""What is read of kgraph's own data, kept as Python keeps compiled modules, so that it is read once.

It lies in __pycache__ beside the data, named by a hash of the data and of the code that reads it; where nothing may be written there, and
where Python is told to write no bytecode, it is read each time.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

_Value = TypeVar("_Value")
_LENGTH = hashlib.sha256().digest_size


def compiled(name: str, made_of: Sequence[Path], kind: type[_Value], read: Callable[[], _Value]) -> _Value:
    """What ``read`` gives, of a type that msgspec decodes; ``made_of`` are the files that it depends on, the first of them data."""
    digest = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in made_of)).hexdigest()[:16]
    kept = made_of[0].parent / "__pycache__" / f"{name}.{digest}.msgpack"
    with suppress(OSError, msgspec.DecodeError):
        if (content := _sound(kept.read_bytes())) is not None:
            return msgspec.msgpack.decode(content, type=kind)
    value = read()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _keep(kept, msgspec.msgpack.encode(value))
    return value


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    for other in path.parent.glob(f"{path.name.split('.')[0]}.*.msgpack"):
        other.unlink(missing_ok=True)
    new = path.with_suffix(f".{os.getpid()}")
    try:
        new.write_bytes(_sum(content) + content)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _sound(raw: bytes) -> memoryview | None:
    """What was kept, if it is what was written: a flipped byte could be another word."""
    content = memoryview(raw)[_LENGTH:]
    return content if raw[:_LENGTH] == _sum(content) else None


def _sum(content: bytes | memoryview) -> bytes:
    return hashlib.sha256(content).digest()
