"""Compares folders that kgraph built: every file but those that may differ by design."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.robust.command import run

STORE = "store"
GRAPH = "the store's statements"
_LOCKS = (".lock", ".kgraph/lock")
_MANIFESTS = (".kgraph/manifest", ".kgraph/manifest.copy")
_LISTED = re.compile(rb"[0-9a-f]{64} [ *](?!store/).+")
_TEMPORARY = re.compile(r"(^|/)(building($|/)|new-[^/]*$|[^/]*\.(new|tmp|broken)$)|^\.kgraph/new/.")


def digests(out: Path) -> dict[str, str]:
    """Hashes of what a build wrote, by path. The store counts by its statements, the manifests by their lines without order."""
    found = {name: digest(out, name) for name in sorted(files(out)) if name not in _LOCKS and not name.startswith(f"{STORE}/")}
    return found | {GRAPH: statements(out)}


def files(out: Path) -> Iterable[str]:
    """The paths of all files and links below a folder, relative to it."""
    return (path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_symlink() or not path.is_dir())


def statements(out: Path) -> str:
    """A hash of the sorted statements of the store, or what kgraph says where it cannot read them."""
    ran = run(["export", "-d", str(out), "--format", "nquads"], out.parent)
    if ran.status != 0:
        return f"unreadable: {ran.last_line}"
    return hashlib.sha256(b"\n".join(sorted(ran.out.splitlines()))).hexdigest()


def differences(out: Path, clean: Mapping[str, str]) -> list[str]:
    """The paths at which a folder is not what a build from nothing makes, each with how it differs."""
    now = digests(out)
    missing = [f"{name} is missing" for name in sorted(clean.keys() - now.keys())]
    more = [f"{name} is left over" for name in sorted({*now.keys() - clean.keys(), *leftovers(out)})]
    return missing + more + [f"{name} differs" for name in sorted(clean.keys() & now.keys()) if clean[name] != now[name]]


def leftovers(out: Path) -> list[str]:
    """Temporary files and folders in a build's folder, those in its store included."""
    paths = (path.relative_to(out).as_posix() for path in out.rglob("*"))
    return sorted(path for path in paths if _TEMPORARY.search(path))


def digest(out: Path, name: str) -> str:
    """A hash of a file of a build's folder, or why there is none."""
    try:
        content = (out / name).read_bytes()
    except OSError as error:
        return f"unreadable: {error.strerror}"
    if name in _MANIFESTS:
        content = b"\n".join(sorted(set(filter(_LISTED.fullmatch, content.splitlines()))))
    return hashlib.sha256(content).hexdigest()
