"""Why names are one entity and reports one event: what `kgraph explain` prints, of one build, for pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import msgspec
from msgspec import structs

from kgraph.build.declared import EXTRACTIONS, RESOLUTION, STATE
from kgraph.build.folder import read_extraction
from kgraph.build.state import State, kept
from kgraph.coreference.chains import RULES as MENTION_RULES
from kgraph.disk import Reader
from kgraph.errors import KGraphError
from kgraph.model import Entity, Event, Extraction
from kgraph.rdf.iris import Iris, name_in_iri
from kgraph.resolve.entities import RULES
from kgraph.resolve.explain import Explanation, explain
from kgraph.resolve.explain_events import Account, account_of, in_turn
from kgraph.resolve.reasons import RULES as EVENT_RULES


class _Graph(msgspec.Struct):
    graph: str


class _Raws(msgspec.Struct):
    entities: tuple[msgspec.Raw, ...]
    events: tuple[msgspec.Raw, ...]


class _Known(msgspec.Struct):
    id: str
    name: str = ""


class _Found(NamedTuple):
    """The entities and events of a build by what stands in their IRIs."""

    entities: Mapping[str, msgspec.Raw]
    events: Mapping[str, msgspec.Raw]


@dataclass(frozen=True, slots=True)
class Why:
    """Reasons for one thing: those of one page, of ``total``, with what each rule means and the IRIs of articles by what they call them."""

    accounts: Sequence[Explanation] | Sequence[Account]
    rules: Mapping[str, str]
    mention_rules: Mapping[str, str]
    articles: Mapping[str, str]
    total: int


class Reasons:
    """The reasons of one build, read when they are first asked for. None is told once the folder holds another build."""

    def __init__(self, reader: Reader, state: State, base: str) -> None:
        self._reader, self._graph, self._lock, self._iris = reader, state.graph, Lock(), Iris(base)
        self._stems = {article: stem for stem, (article, _) in state.articles.items()}
        self._found: _Found | None = None

    def of_entity(self, name: str, first: int, many: int) -> Why | None:
        """Why each chain of an entity is part of it; ``name`` is what stands behind "entity/" in its IRI."""
        raw = self._all().entities.get(name)
        if raw is None:
            return None
        entity = msgspec.json.decode(raw, type=Entity)
        merges = sorted(entity.evidence, key=lambda merge: (merge.met is not None, merge.chain))[first : first + many]
        if not merges:
            return None
        shown = structs.replace(entity, evidence=tuple(merges))
        articles = {ref.article for merge in merges for ref in (merge.chain, merge.met) if ref is not None}
        with suppress(KGraphError):
            read = self._read(articles)
            accounts, total = explain(shown, read), len(entity.evidence)
            return Why(accounts, RULES, MENTION_RULES, self._articles(read), total) if self._is_current() else None
        return None

    def of_event(self, name: str, first: int, many: int) -> Why | None:
        """Why each report of an event is part of it; ``name`` is what stands behind "event/" in its IRI."""
        raw = self._all().events.get(name)
        event = msgspec.json.decode(raw, type=Event) if raw is not None else None
        if event is None or len(event.merges) < 2:
            return None
        merges = list(in_turn(event.merges))[first : first + many]
        refs = [ref for merge in merges for ref in (merge.report, merge.met) if ref is not None]
        names = {one: known.name for merge in merges for one in merge.shared if (known := self._known(one)) is not None}
        with suppress(KGraphError):
            read = self._read({ref.article for ref in refs})
            found = {one.article.id: one for one in read}
            accounts = [account_of(merge, names, found) for merge in merges]
            return Why(accounts, EVENT_RULES, {}, self._articles(read), len(event.merges)) if self._is_current() else None
        return None

    def _known(self, identifier: str) -> _Known | None:
        raw = self._all().entities.get(name_in_iri(identifier))
        return msgspec.json.decode(raw, type=_Known) if raw is not None else None

    def _is_current(self) -> bool:
        """Whether what was just read was of this build: its files are there as long as no other build has taken their place."""
        state = kept(self._reader, STATE, _Graph)
        return state is not None and state.graph == self._graph

    def _read(self, articles: Iterable[str]) -> list[Extraction]:
        """The extractions of articles of this build. Raises KGraphError where they are gone."""
        return [read_extraction(self._reader, f"{EXTRACTIONS}/{self._stems[one]}.json") for one in sorted(articles)]

    def _articles(self, read: Iterable[Extraction]) -> dict[str, str]:
        articles = (one.article for one in read)
        return {one.key or one.id: self._iris.article(one.id, one.title).value for one in articles}

    def _all(self) -> _Found:
        with self._lock:
            if self._found is None:
                raw = self._reader.read(RESOLUTION) if self._is_current() else None
                self._found = _found(raw) if raw is not None and self._is_current() else _Found({}, {})
            return self._found


def _found(raw: bytes) -> _Found:
    parts = msgspec.json.decode(raw, type=_Raws)
    return _Found(_by_name(parts.entities), _by_name(parts.events))


def _by_name(raws: Sequence[msgspec.Raw]) -> dict[str, msgspec.Raw]:
    """The records by what stands in their IRIs, each still to be decoded."""
    return {name_in_iri(msgspec.json.decode(raw, type=_Known).id): raw for raw in raws}
