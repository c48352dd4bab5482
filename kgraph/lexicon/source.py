"""Where a lexicon comes from: the one that ships with kgraph, and folders of a user's own that are laid over it.

A LexiconSource costs next to nothing and says which version its lexicon has, so a build that finds everything done need not read it.
It can be handed to another process, which reads the same lexicon or says that its files have changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from kgraph.compiled import compiled
from kgraph.errors import LexiconError
from kgraph.lexicon.assembly import Assembled, assemble, check_names
from kgraph.lexicon.reader import NONE, SETTINGS, Layer, layer_digest, layer_files, read_layer
from kgraph.lexicon.types import Lexicon

_DATA = Path(str(files("kgraph"))) / "data"
SHIPPED_FOLDER = _DATA / "events"
_SHOWN = "kgraph/data/events"
_CODE = ("nodes", "values", "reader", "keys", "types", "domains")
"""The modules that decide what is read of a file."""


@dataclass(frozen=True, slots=True)
class LexiconSource:
    """The folders that lie over the shipped lexicon, and the version of the lexicon that they make with it."""

    folders: tuple[str, ...]
    version: str

    @classmethod
    def of(cls, folders: Sequence[str | Path] = ()) -> LexiconSource:
        """The source of folders, the first of which lies over the shipped lexicon unless it says otherwise.

        Raises LexiconError on a folder without a lexicon; what is wrong inside is found when it is read.
        """
        named = tuple(map(str, folders))
        return cls(named, _version(layer_digest(layer_files(folder)) for folder in (SHIPPED_FOLDER, *map(Path, named))))

    def lexicon(self) -> Lexicon:
        """The lexicon. Raises LexiconError, naming file, line and field, on what breaks its rules or has changed meanwhile."""
        return _read(self)


def shipped_lexicon() -> Lexicon:
    """The lexicon that ships with kgraph."""
    return LexiconSource.of().lexicon()


def load(folder: Path) -> Lexicon:
    """The lexicon of one folder alone. Raises LexiconError."""
    faults: list[LexiconError] = []
    layer = read_layer(folder, str(folder), faults)
    check_names(layer.entries, faults)
    return _sound(assemble([layer], _version([layer.digest]), faults), faults)


def assembled(folders: Sequence[str], faults: list[LexiconError]) -> Assembled:
    """The lexicon of folders with its entries; what is wrong with it is put into ``faults``. Raises LexiconError where one holds none."""
    own = [read_layer(Path(folder), folder.rstrip("/") or folder, faults) for folder in folders]
    for layer in own:
        check_names(layer.entries, faults)
    for layer in own[1:]:
        if layer.extends == NONE:
            faults.append(LexiconError("extends: none is only for the folder that is named first", f"{layer.shown}/{SETTINGS}:1"))
    lowest = [] if own and own[0].extends == NONE else [shipped_layer()]
    return assemble([*lowest, *own], _version([shipped_layer().digest, *(layer.digest for layer in own)]), faults)


def assembled_afresh(faults: list[LexiconError]) -> Assembled:
    """The shipped lexicon with its entries, read from its files, with all that is wrong with it in ``faults``."""
    layer = read_layer(SHIPPED_FOLDER, _SHOWN, faults)
    check_names(layer.entries, faults)
    return assemble([layer], _version([layer.digest]), faults)


@cache
def shipped_layer() -> Layer:
    """The layer that ships with kgraph. Raises LexiconError."""
    code = [Path(__file__).with_name(f"{name}.py") for name in _CODE]
    return compiled(
        "lexicon",
        [*layer_files(SHIPPED_FOLDER), _DATA / "entity_types.yaml", _DATA / "domains.yaml", *code],
        Layer,
        _read_shipped,
    )


def _read_shipped() -> Layer:
    faults: list[LexiconError] = []
    layer = read_layer(SHIPPED_FOLDER, _SHOWN, faults)
    if faults:
        raise faults[0]
    return layer


@cache
def _read(source: LexiconSource) -> Lexicon:
    faults: list[LexiconError] = []
    found = assembled(source.folders, faults)
    if found.lexicon.version != source.version:
        raise LexiconError("has changed while it was in use; start again", ", ".join(source.folders) or str(SHIPPED_FOLDER))
    return _sound(found, faults)


def _sound(found: Assembled, faults: Sequence[LexiconError]) -> Lexicon:
    """The lexicon. Raises the first of the faults."""
    if faults:
        raise faults[0]
    return found.lexicon


def _version(digests: Iterable[str]) -> str:
    """A hash of the hashes of layers: of the shipped one, and of those over it."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()[:16]
