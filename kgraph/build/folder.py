"""A build's folder: what lies where, how it is read and written, and the hashes that tell whether it is still true."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kgraph.errors import StoreError
from kgraph.model import Extraction, Resolution
from kgraph.resolve.evidence import ArticleEvidence, evidence_of

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_Kept = TypeVar("_Kept")
EXTRACTIONS, EVIDENCE, RESOLUTION, STORE = "extractions", "evidence", "resolution.json", "store"
NEIGHBOURHOODS, LOOKED_UP = "neighbourhoods.msgpack", "looked-up"
STATE, MADE, FILES, LOCK = "build.json", "made-of.json", "files-read.json", ".lock"
PAGE, NETWORKS, SHOWN = "explore.html", "networks", "shown.json"
# Code and data that an extraction depends on beside the words of the event lexicon, and what a graph depends on besides.
_LEXICON = tuple(f"lexicon/{name}.py" for name in ("types", "nodes", "values", "reader", "assembly", "entity_types"))
EXTRACTING = ("model.py", *_LEXICON, "ingest", "language", "time", "coreference", "extract", "data")
GRAPHING = (*EXTRACTING, "build/graph.py", "resolve", "rdf", "data/events", "data/authority", "data/resolution.yaml")
_WEIGHING = ("model.py", "resolve/evidence.py")
# Data that no extraction depends on, or not on all of it: a change must not extract anew.
_NOT_EXTRACTING = (
    "data/events",
    "data/authority",
    "data/resolution.yaml",
    "data/explore",
    "data/ontology.ttl",
    "data/cameo.yaml",
    "data/reconciliation.yaml",
    "data/gazetteer/coordinates.csv",
)


def extractions(out: Path, articles: Container[str] | None = None) -> Iterator[Extraction]:
    """The extractions of a build's folder, in the order of their files, read one by one; of these articles' ids only, where given."""
    for path in sorted((out / EXTRACTIONS).glob("*.json")):
        if articles is None or _article_of(path) in articles:
            yield read_extraction(path)


def read_extraction(path: Path) -> Extraction:
    """The extraction in a file that a build wrote. Raises StoreError on one that is broken."""
    from pydantic import ValidationError

    try:
        return _reader().validate_json(path.read_bytes())
    except ValidationError as error:
        raise StoreError(f"broken extraction, delete it and build again: {error}", str(path)) from None


def write_extraction(extraction: Extraction, path: Path) -> None:
    """Puts an extraction in place, and beside its folder what resolution keeps of it."""
    _write_evidence(evidence_of(extraction), path)
    write_atomically(path, msgspec.json.encode(extraction))


def read_evidence(path: Path) -> ArticleEvidence:
    """What resolution keeps of the extraction in a file; made and kept where that is not there yet."""
    evidence = kept(_evidence_path(path), ArticleEvidence)
    if evidence is None:
        evidence = evidence_of(read_extraction(path))
        _write_evidence(evidence, path)
    return evidence


def remove_others(out: Path, keep: Sequence[Path], looked_up: Iterable[Path]) -> int:
    """How many extractions of articles that are gone, or of older code, were deleted; and with them what was kept of them."""
    wanted = {*keep, *map(_evidence_path, keep), *looked_up}
    others = {path for name in (EXTRACTIONS, EVIDENCE, LOOKED_UP) for path in _listed(out / name)} - wanted
    for path in others:
        path.unlink()
    return sum(path.suffix == ".json" for path in others)


def resolution(out: Path) -> Resolution:
    """The resolution of a build's folder. Raises StoreError where there is none."""
    try:
        return decoded_resolution((out / RESOLUTION).read_bytes())
    except FileNotFoundError:
        raise StoreError("there is no finished graph here; build one first", str(out)) from None


def decoded_resolution(raw: bytes) -> Resolution:
    """The resolution that was written so."""
    return msgspec.json.decode(raw, type=Resolution)


def write_atomically(path: Path, content: bytes) -> None:
    """Puts a file in place whole: whoever reads it sees the old one or the new one."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.write_bytes(content)
    temporary.replace(path)


def kept(path: Path, kind: type[_Kept]) -> _Kept | None:
    """What a build kept in a file of JSON or MessagePack; None where it is not there, or is of an older kgraph."""
    decode = msgspec.msgpack.decode if path.suffix == ".msgpack" else msgspec.json.decode
    try:
        return decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def fingerprint(parts: Sequence[str], inputs: Sequence[str]) -> str:
    """A hash of the inputs and of the code and data of the stages that turn them into a result."""
    return hashlib.sha256(repr((inputs, code_digest(tuple(parts)))).encode()).hexdigest()[:24]


@cache
def code_digest(parts: tuple[str, ...]) -> str:
    """A hash of kgraph's own files, those of folders with their names; data that no extraction depends on only where it is named."""
    digest = hashlib.sha256()
    root = Path(str(files("kgraph")))
    for part in parts:
        path = root / part
        for file in _files(path):
            if file != path and path.name == "data" and file.relative_to(root).as_posix().startswith(_NOT_EXTRACTING):
                continue
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(path: Path) -> Iterable[Path]:
    return [path] if path.is_file() else sorted(p for p in path.rglob("*") if "__pycache__" not in p.parts and p.is_file())


def _article_of(path: Path) -> str:
    """The id of the article that a file of ours is about, which is the first value in it."""
    with path.open("rb") as file:
        match = re.match(rb'\{"article":\{"id":"([^"\\]*)"', file.read(400))
    return match[1].decode() if match is not None else read_extraction(path).article.id


def _write_evidence(evidence: ArticleEvidence, extraction: Path) -> None:
    path = _evidence_path(extraction)
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, msgspec.msgpack.encode(evidence))


def _evidence_path(extraction: Path) -> Path:
    return extraction.parents[1] / EVIDENCE / f"{fingerprint(_WEIGHING, [extraction.stem])}.msgpack"


def _listed(folder: Path) -> Iterable[Path]:
    return folder.iterdir() if folder.is_dir() else ()


@cache
def _reader() -> TypeAdapter[Extraction]:
    # msgspec, which writes, cannot read a field that is a date or a datetime; and a build that reads none need not import pydantic.
    from pydantic import TypeAdapter

    return TypeAdapter(Extraction)
