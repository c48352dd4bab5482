"""The changes from an older build to a newer one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from kgraph.compare.alignment import Alignment, align, rewritten
from kgraph.compare.changes import Change, Difference, Kind, Quote
from kgraph.compare.matching import match
from kgraph.compare.reading import Build
from kgraph.model import SHOWN_CONFIDENCE, Entity, Event, Factuality, Interval, Polarity, ReportRef, Role

_PLACE = "place"
_STATEMENT, _LESS = "Statement", 4  # most events are statements: an act of as prominent actors comes first
_Values = Callable[[Event, "_Sides"], Mapping[str, str]]
"""What is compared of an event: what identifies each value in both builds, and the value in words."""


class Wishes(NamedTuple):
    """What to compare: events and entities with this confidence before or after, and how much confidence has to change to be told.

    ``unnamed`` also compares entities without a name.
    """

    at_least: float = SHOWN_CONFIDENCE
    confidence_by: float = 0.1
    unnamed: bool = False


class _Sides(NamedTuple):
    """How the entities of a build are called in the newer one: their ids, and the names of those."""

    entity: Callable[[str], str]
    names: Callable[[str], str]


def compare(old: Path, new: Path, wishes: Wishes | None = None) -> Difference:
    """What has changed from one build's folder to another's. Raises StoreError if a folder holds no finished build, or a damaged one."""
    return compared(Build(old), Build(new), wishes or Wishes())


def compared(old: Build, new: Build, wishes: Wishes) -> Difference:
    """The same of builds that are open. Their events and entities are in memory, and of their articles a few at a time."""
    if old.graph == new.graph:
        return Difference(str(old.folder), str(new.folder), ())
    found = _Comparison(old, new, wishes)
    changes = sorted((*found.events(), *found.entities(), *found.articles()), key=_importance)
    return Difference(str(old.folder), str(new.folder), tuple(found.quoted(changes)))


def _importance(change: Change) -> tuple[int, int, int, float, str, str]:
    order = (-change.weight, -change.prominent, -change.confidence, change.name, change.id)
    return (list(Kind).index(change.kind), *order)


class _Comparison:
    """Two builds, and which of their things are the same."""

    def __init__(self, old: Build, new: Build, wishes: Wishes) -> None:
        self._old, self._new, self._wishes = old, new, wishes
        self.alignment = align(old, new)
        self.entity = match(_chains(old.entities, self.alignment), _chains(new.entities, None))
        self.event = match(_reports(old.events, self.alignment), _reports(new.events, None))
        self._before = _Sides(self.entity.now, self._named)
        self._after = _Sides(_itself, self._named)
        self._quotes: dict[tuple[Kind, str], tuple[str, ReportRef]] = {}

    def events(self) -> Iterator[Change]:
        """What has changed of events."""
        was, now = self._old.events, self._new.events
        for one in self.event.new:
            yield from self._lone(Kind.NEW_EVENT, now[one], self._new)
        for one in self.event.gone:
            yield from self._lone(Kind.GONE_EVENT, was[one], self._old)
        for into, parts in self.event.merged.items():
            yield from self._joined(Kind.MERGED_EVENTS, now[into], [was[part] for part in (*self._origin(into), *parts)])
        for one, others in self.event.split.items():
            yield from self._joined(Kind.SPLIT_EVENT, now[one], [now[one], *(now[other] for other in others)])
        for before, after in sorted(self.event.same.items()):
            if was[before] != now[after] and self._is_shown(was[before], now[after]):
                yield from self._changed(was[before], now[after])

    def entities(self) -> Iterator[Change]:
        """What has changed of entities."""
        was, now = self._old.entities, self._new.entities
        for kind, things, found in ((Kind.NEW_ENTITY, self.entity.new, now), (Kind.GONE_ENTITY, self.entity.gone, was)):
            yield from (_lone_entity(kind, found[one]) for one in things if self._is_compared(found[one]))
        for into, parts in self.entity.merged.items():
            before = [was[part] for part in parts if self._is_compared(was[part])]
            origin = [was[one] for one, other in self.entity.same.items() if other == into]
            if before and self._is_compared(now[into]):
                yield _of_entity(Kind.MERGED_ENTITIES, now[into], was=[*origin, *before], now=[now[into]])
        for one, others in self.entity.split.items():
            after = [now[other] for other in others if self._is_compared(now[other])]
            if after and self._is_compared(now[one]):
                yield _of_entity(Kind.SPLIT_ENTITY, now[one], was=[now[one]], now=[now[one], *after])
        for one, other in sorted(self.entity.same.items()):
            if self._is_compared(was[one]) or self._is_compared(now[other]):
                yield from _of_same(was[one], now[other])

    def articles(self) -> Iterator[Change]:
        """Which articles are new, gone and rewritten."""
        changed = rewritten(self._old, self._new)
        again = set(changed.values())
        for article in sorted(self._new.stems.keys() - self._old.stems.keys()):
            kind = Kind.REWRITTEN_ARTICLE if article in again else Kind.NEW_ARTICLE
            yield _of_article(kind, article, self._new)
        for article in sorted(self._old.stems.keys() - self._new.stems.keys() - changed.keys()):
            yield _of_article(Kind.GONE_ARTICLE, article, self._old)

    def quoted(self, changes: Sequence[Change]) -> Iterator[Change]:
        """The changes; those of events with the words of a report that shows it. Each article is read once."""
        wanted = sorted(set(self._quotes.values()))
        builds = {"old": self._old, "new": self._new}
        quotes = {(side, ref): _quote(builds[side], ref, side) for side, ref in wanted}
        for change in changes:
            found = self._quotes.get((change.kind, change.id))
            yield structs.replace(change, quote=quotes[found]) if found is not None else change

    def _is_shown(self, *events: Event) -> bool:
        return max(event.confidence for event in events) >= self._wishes.at_least

    def _is_compared(self, entity: Entity) -> bool:
        return entity.named or self._wishes.unnamed

    def _named(self, entity: str) -> str:
        return self._new.name(entity) if entity in self._new.entities else self._old.name(entity)

    def _origin(self, event: str) -> list[str]:
        return [before for before, after in self.event.same.items() if after == event]

    def _lone(self, kind: Kind, event: Event, build: Build) -> Iterator[Change]:
        if self._is_shown(event):
            yield self._change(kind, event, build, event.reports[0])

    def _joined(self, kind: Kind, event: Event, parts: list[Event]) -> Iterator[Change]:
        if not self._is_shown(event, *parts):
            return
        labels, others = tuple(part.label for part in parts), tuple(part.id for part in parts if part.id != event.id)
        was, now = (labels, (event.label,)) if kind is Kind.MERGED_EVENTS else ((event.label,), labels)
        yield self._change(kind, event, self._new, event.reports[0], was=was, now=now, others=others)

    def _changed(self, was: Event, now: Event) -> Iterator[Change]:
        telling = self._telling(was, now)
        for kind, values in _FIELDS.items():
            before, after = values(was, self._before), values(now, self._after)
            if before.keys() != after.keys():
                yield self._change(kind, now, self._new, telling, was=_only_in(before, after), now=_only_in(after, before))
        if abs(was.confidence - now.confidence) >= self._wishes.confidence_by:
            sure = (f"{was.confidence:.2f}",), (f"{now.confidence:.2f}",)
            yield self._change(Kind.CONFIDENCE, now, self._new, telling, was=sure[0], now=sure[1])

    def _telling(self, was: Event, now: Event) -> ReportRef:
        """The report that shows best what has changed: a new one, and of these one that denies where it is disputed now."""
        known = {self.alignment.report(ref) for ref in was.reports}
        new = [ref for ref in now.reports if ref not in known] or list(now.reports)
        if was.factuality != now.factuality and now.factuality in (Factuality.DISPUTED, Factuality.DID_NOT_HAPPEN):
            return next((ref for ref in new if _is_denial(self._new, ref)), new[0])
        return new[0]

    def _change(
        self,
        kind: Kind,
        event: Event,
        build: Build,
        telling: ReportRef,
        *,
        was: tuple[str, ...] = (),
        now: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
    ) -> Change:
        self._quotes[kind, event.id] = ("old" if build is self._old else "new", telling)
        weight = len({ref.article for ref in event.reports})
        return Change(kind, event.id, event.label, was, now, others, weight, self._prominence(event, build), event.confidence)

    def _prominence(self, event: Event, build: Build) -> int:
        found = [build.entities[role.entity] for role in event.roles if role.entity in build.entities]
        counts = {entity.id: _articles(entity) for entity in found if entity.named}
        prominent = sum(sorted(counts.values(), reverse=True)[:2])
        return prominent // _LESS if event.type == _STATEMENT else prominent


def _itself(thing: str) -> str:
    return thing


def _chains(entities: Mapping[str, Entity], alignment: Alignment | None) -> dict[str, list[object]]:
    """The chains of each entity, as the newer build numbers them; those that are gone are left out."""
    refs = {one: [merge.chain for merge in entity.evidence] for one, entity in entities.items()}
    if alignment is None:
        return {one: list(chains) for one, chains in refs.items()}
    return {one: [ref for chain in chains if (ref := alignment.chain(chain))] for one, chains in refs.items()}


def _reports(events: Mapping[str, Event], alignment: Alignment | None) -> dict[str, list[object]]:
    """The same of the reports of events."""
    if alignment is None:
        return {one: list(event.reports) for one, event in events.items()}
    return {one: [ref for report in event.reports if (ref := alignment.report(report))] for one, event in events.items()}


def _only_in(values: Mapping[str, str], others: Mapping[str, str]) -> tuple[str, ...]:
    """The values that the others have not; with their ids where the others have one of the same words."""
    known = set(others.values())
    own = ((key, words) for key, words in values.items() if key not in others)
    return tuple(words if words not in known else f"{words} ({key.rpartition(' ')[2]})" for key, words in own)


def _only(value: str) -> Mapping[str, str]:
    return {value: value}


def _factuality(event: Event, _: _Sides) -> Mapping[str, str]:
    return _only(event.factuality.value)


def _type(event: Event, _: _Sides) -> Mapping[str, str]:
    return _only(event.type)


def _label(event: Event, _: _Sides) -> Mapping[str, str]:
    return _only(event.label)


def _time(event: Event, _: _Sides) -> Mapping[str, str]:
    return _only(_days(event.interval))


def _count(event: Event, _: _Sides) -> Mapping[str, str]:
    return _only(str(len(event.reports)))


def _roles(event: Event, sides: _Sides) -> Mapping[str, str]:
    """The participants by the ids and with the names that they have now, so that a new name alone changes no role."""
    roles = [*event.roles, *([Role(_PLACE, event.place)] if event.place else [])]
    now = sorted({(role.name, sides.entity(role.entity)) for role in roles})
    return {f"{role} {entity}": f"{role}: {sides.names(entity)}" for role, entity in now}


_FIELDS: Mapping[Kind, _Values] = {
    Kind.FACTUALITY: _factuality,
    Kind.ROLES: _roles,
    Kind.TIME: _time,
    Kind.TYPE: _type,
    Kind.REPORTS: _count,
    Kind.EVENT_NAME: _label,
}


def _days(interval: Interval | None) -> str:
    if interval is None or (interval.begin is None and interval.end is None):
        return "unknown"
    if interval.begin == interval.end:
        return str(interval.begin)
    if interval.end is None:
        return f"from {interval.begin} on"
    return f"until {interval.end}" if interval.begin is None else f"{interval.begin} to {interval.end}"


def _of_same(was: Entity, now: Entity) -> Iterator[Change]:
    if was.name != now.name:
        yield _of_entity(Kind.RENAMED_ENTITY, now, was=[was], now=[now])
    if was.type != now.type:
        yield Change(Kind.RETYPED_ENTITY, now.id, now.name, (was.type,), (now.type,), (), _articles(now), 0, now.confidence)


def _lone_entity(kind: Kind, entity: Entity) -> Change:
    """A new entity or one that is gone, with its type."""
    was, now = ((), (entity.type,)) if kind is Kind.NEW_ENTITY else ((entity.type,), ())
    return Change(kind, entity.id, entity.name, was, now, (), _articles(entity), 0, entity.confidence)


def _of_entity(kind: Kind, entity: Entity, was: Sequence[Entity], now: Sequence[Entity]) -> Change:
    parts = [*was, *now]
    return Change(
        kind,
        entity.id,
        entity.name,
        tuple(_called(one, was) for one in was),
        tuple(_called(one, now) for one in now),
        tuple(dict.fromkeys(one.id for one in parts if one.id != entity.id)),
        _articles(entity),
        0,
        entity.confidence,
    )


def _called(entity: Entity, among: Sequence[Entity]) -> str:
    """The name of an entity, with its id where there are several."""
    return f"{entity.name} ({entity.id})" if len(among) > 1 else entity.name


def _articles(entity: Entity) -> int:
    return len({merge.chain.article for merge in entity.evidence})


def _of_article(kind: Kind, article: str, build: Build) -> Change:
    told = build.extraction(article).article
    about = tuple(word for word in (told.source, _day(told.published)) if word)
    return Change(kind, article, told.title or told.file, now=about, weight=0)


def _is_denial(build: Build, ref: ReportRef) -> bool:
    return build.extraction(ref.article).reports[ref.report].polarity is Polarity.NEGATIVE


def _quote(build: Build, ref: ReportRef, side: str) -> Quote:
    extraction = build.extraction(ref.article)
    article, sentence = extraction.article, next(report for report in extraction.reports if report.id == ref.report).sentence
    return Quote(
        article.text[sentence.start : sentence.end],
        article.id,
        article.title or article.file,
        article.source,
        _day(article.published),
        article.url,
        sentence.start,
        sentence.end,
        side,
    )


def _day(published: date | datetime | None) -> str:
    return published.isoformat()[:10] if published else ""
