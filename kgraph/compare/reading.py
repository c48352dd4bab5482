"""A finished build as a comparison reads it: what resolution found, and an article's extraction at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePath

from kgraph.build.declared import EXTRACTIONS
from kgraph.build.folder import read_extraction, repeats, resolution
from kgraph.build.state import last_made, last_state
from kgraph.disk import Reader
from kgraph.errors import StoreError
from kgraph.model import Entity, Event, Extraction
from kgraph.settings import Settings

_KEPT = 16  # extractions of a build that are in memory at once


def _place(origin: str, sources: Sequence[str]) -> str:
    """Where an article was read, from the folder on that was given: two builds may read copies in two folders."""
    folders = [source.rstrip("/") + "/" for source in sources]
    return next((origin.removeprefix(folder) for folder in folders if origin.startswith(folder)), PurePath(origin).name)


class Build:
    """A finished build. Raises StoreError if the folder holds none.

    ``stems`` are the names of the articles' extractions by their ids, ``titles`` their titles, ``origins`` where they were read,
    ``repeats`` the first article with the same text by each that repeats one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = Reader(folder)
        state, made = last_state(self._files), last_made(self._files)
        if state is None or made is None:
            raise StoreError("there is no finished graph here; build one first", str(folder))
        found = resolution(folder)
        self.graph = state.graph
        self.base_iri = made.inputs.get("base_iri") or Settings().base_iri
        self.entities: Mapping[str, Entity] = {entity.id: entity for entity in found.entities}
        self.events: Mapping[str, Event] = {event.id: event for event in found.events}
        self.stems = {article: stem for stem, (article, _) in state.articles.items()}
        self.titles = dict(state.articles.values())
        self.origins = {article: _place(origin, made.sources) for origin, article in made.articles.items()}
        self.repeats = repeats(folder)
        self._read = lru_cache(_KEPT)(self._extraction)

    def extraction(self, article: str) -> Extraction:
        """What an article says. Raises StoreError where its file is damaged, or was written by another version of kgraph."""
        return self._read(article)

    def extractions(self, articles: Iterator[str]) -> Iterator[Extraction]:
        """What these articles say, one by one."""
        return map(self.extraction, articles)

    def name(self, entity: str) -> str:
        """The name of an entity, or its id if the build does not have it."""
        return self.entities[entity].name if entity in self.entities else entity

    def _extraction(self, article: str) -> Extraction:
        return read_extraction(self._files, f"{EXTRACTIONS}/{self.stems[article]}.json")
