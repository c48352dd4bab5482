"""A build's folder: how extractions and what resolution keeps of them are read and written there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import msgspec

from kgraph.build.declared import EVIDENCE, EXTRACTIONS, LOOKED_UP, NEIGHBOURHOODS, RESOLUTION, STATE, WEIGHING, fingerprint
from kgraph.build.memory import memory
from kgraph.disk import Folder, Reader
from kgraph.errors import StoreError
from kgraph.model import Extraction, Resolution
from kgraph.resolve.evidence import ArticleEvidence, evidence_of
from kgraph.resolve.neighbourhoods import Neighbourhoods
from kgraph.resolve.origins import Origins
from kgraph.resolve.settled import NameNeighbourhoods

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_NONE = "there is no finished graph here; build one first"


class _Articles(msgspec.Struct):
    """Of what the last finished graph was made: the ids and titles of its articles by the stems of their extractions' files."""

    articles: dict[str, tuple[str, str]]


def extractions(out: Path, articles: Container[str] | None = None) -> Iterator[Extraction]:
    """The extractions that a folder's graph was made of, in the order of their files, read one by one.

    Where ``articles`` are given, only those with these ids. Raises StoreError where there is no finished graph, Damaged where a file is
    not what was written.
    """
    files = Reader(out)
    for stem, (article, _) in sorted(_finished(files).articles.items()):
        if articles is None or article in articles:
            yield read_extraction(files, f"{EXTRACTIONS}/{stem}.json")


def read_extraction(files: Reader, name: str) -> Extraction:
    """The extraction in a file that a build wrote. Raises StoreError where it is damaged, or of another kgraph."""
    from pydantic import ValidationError

    raw = files.read(name)
    if raw is None:
        raise files.damage(name)
    try:
        return _reader().validate_json(raw)
    except ValidationError as error:
        raise StoreError(f"was written by another version of kgraph; build again: {error}", str(files.path(name))) from None


def write_extraction(extraction: Extraction, files: Folder, name: str) -> None:
    """Puts an extraction in place, and beside its folder what resolution keeps of it."""
    _write_evidence(evidence_of(extraction), files, name)
    files.write(name, msgspec.json.encode(extraction))


def read_evidence(files: Folder, name: str) -> ArticleEvidence:
    """What was kept of the extraction in a file. Raises Damaged where that is not there."""
    return _known_evidence(files, _evidence(name), {})[1]


def all_evidence(files: Folder, names: Mapping[str, str]) -> dict[str, ArticleEvidence]:
    """The same of many extractions by their files' stems, of which a build remembers those that it has read before. Raises Damaged."""
    remembered = memory()
    found = {stem: _known_evidence(files, _evidence(name), remembered.evidence) for stem, name in names.items()}
    remembered.evidence = dict(found.values())
    return {stem: evidence for stem, (_, evidence) in found.items()}


def _known_evidence(files: Folder, name: str, known: Mapping[str, ArticleEvidence]) -> tuple[str, ArticleEvidence]:
    """The evidence in a file after the digest of that."""
    entry = files.entry(name)
    if entry is not None and entry.digest in known:
        return entry.digest, known[entry.digest]
    raw = files.read(name)
    if entry is None or raw is None:
        raise files.damage(name)
    return entry.digest, msgspec.msgpack.decode(raw, type=ArticleEvidence)


def keep_evidence(files: Folder, names: Iterable[str]) -> None:
    """Makes the evidence of extractions where it is not there."""
    for name in names:
        if not files.holds(_evidence(name)):
            _write_evidence(evidence_of(read_extraction(files, name)), files, name)


def remove_others(files: Folder, keep: Sequence[str], looked_up: Iterable[str]) -> int:
    """How many extractions of articles that are gone, or of older code, were deleted; and with them what was kept of them."""
    wanted = {*keep, *map(_evidence, keep), *looked_up}
    others = [path for folder in (EXTRACTIONS, EVIDENCE, LOOKED_UP) for path in files.names(f"{folder}/") if path not in wanted]
    files.remove(others)
    return sum(path.endswith(".json") for path in others)


def resolution(out: Path) -> Resolution:
    """The resolution of a build's folder. Raises StoreError where there is none, Damaged where it is not what was written."""
    raw = Reader(out).read(RESOLUTION)
    if raw is None:
        raise StoreError(_NONE, str(out))
    return decoded_resolution(raw)


def decoded_resolution(raw: bytes) -> Resolution:
    """The resolution that was written so. Raises StoreError where another kgraph wrote it."""
    try:
        return msgspec.json.decode(raw, type=Resolution)
    except msgspec.DecodeError as error:
        raise StoreError(f"the resolution was written by another version of kgraph; build again: {error}") from None


def repeats(out: Path) -> Mapping[str, str]:
    """The first article with the same text, by each article of a folder's graph that says it repeats one. Raises as ``resolution`` does."""
    raw = Reader(out).read(NEIGHBOURHOODS)
    if raw is None:
        raise StoreError(_NONE, str(out))
    try:
        return decoded_neighbourhoods(raw)[-1].repeats
    except msgspec.DecodeError:
        return {}  # an earlier kgraph wrote it, whose graphs do not say which articles repeat a text


def decoded_neighbourhoods(raw: bytes) -> tuple[Neighbourhoods, NameNeighbourhoods, Origins]:
    """What was resolved beside entities and events, as it was written."""
    return msgspec.msgpack.decode(raw, type=tuple[Neighbourhoods, NameNeighbourhoods, Origins])


def _finished(files: Reader) -> _Articles:
    raw = files.read(STATE)
    if raw is None:
        raise StoreError(_NONE, str(files.root))
    try:
        return msgspec.json.decode(raw, type=_Articles)
    except msgspec.DecodeError as error:
        raise StoreError(f"the graph was written by another version of kgraph; build again: {error}", str(files.root)) from None


def _write_evidence(evidence: ArticleEvidence, files: Folder, extraction: str) -> None:
    files.write(_evidence(extraction), msgspec.msgpack.encode(evidence))


def _evidence(extraction: str) -> str:
    return f"{EVIDENCE}/{fingerprint([WEIGHING], [PurePath(extraction).stem])}.msgpack"


@cache
def _reader() -> TypeAdapter[Extraction]:
    # msgspec, which writes, cannot read a field that is a date or a datetime; and a build that reads none need not import pydantic.
    from pydantic import TypeAdapter

    return TypeAdapter(Extraction)
