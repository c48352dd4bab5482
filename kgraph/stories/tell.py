"""A story as it is shown: what happened, who said what, what is ahead, what is disputed, and the sources by origin.

Every line is an event or somebody's words, with the sentence that says so, its article and the article's day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from kgraph.model import SHOWN_CONFIDENCE
from kgraph.rdf.view import Happening, Source, Telling, View
from kgraph.stories.claims import Claim, claim_of
from kgraph.stories.find import Story
from kgraph.stories.titles import without_site
from kgraph.stories.values import saying, values

_AHEAD = frozenset({"planned", "wanted", "possible", "conditional"})


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of an article: the sentence, the word in it that tells of the event, and who is said to have said it."""

    quote: str
    trigger: tuple[int, int]
    speaker: str
    headline: str
    publisher: str
    day: str
    url: str
    article: str
    start: int

    @property
    def parts(self) -> tuple[str, str, str]:
        """The sentence before the word, the word, and what is after it."""
        begin, end = self.trigger
        return self.quote[:begin], self.quote[begin:end], self.quote[end:]


@dataclass(frozen=True, slots=True)
class Moment:
    """An event of a story: its day, "" where nobody says it, how real it is, and how many origins report it.

    Where ``is_latest``, all that is known of the day is that it was not later. Where not ``is_sure``, kgraph may have misread the sentence,
    and a reader is shown the sentence without the label.
    """

    day: str
    end: str
    precision: str
    label: str
    factuality: str
    origins: int
    cited: Cited
    event: str
    is_latest: bool = False
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says, in the order of the articles' days."""

    speaker: str
    said: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim that somebody changed, denied or withdrew, each step with its words."""

    claim: Claim
    steps: tuple[tuple[str, tuple[str, ...], Cited], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A text: the first article that has it, and the others."""

    first: Cited
    others: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A story in full; ``left_out`` counts the events that it does not show."""

    story: Story
    actors: tuple[str, ...]
    happened: tuple[Moment, ...]
    undated: tuple[Moment, ...]
    ahead: tuple[Moment, ...]
    said: tuple[Words, ...]
    disputed: tuple[Dispute, ...]
    sources: tuple[Origin, ...]
    left_out: int
    actor: str = ""


def told(story: Story, view: View, *, actor: str = "", at_least: float = SHOWN_CONFIDENCE) -> Told:
    """A story in full, or only what an actor, by IRI, does, says, or has done to it.

    Events have this confidence, but for the story's main ones: what articles say first, and what several origins report.
    """
    events = [event for event in _events(story, view) if not actor or _is_about(event, actor, view)]
    sure = [event for event in events if event.confidence >= at_least and _names_somebody(event, view)]
    unsure = [event for event in events if values().least <= event.confidence < at_least and _is_main(event, story, view)]
    deeds = [event for event in (*sure, *unsure) if event.root not in saying()]
    chosen = _most(deeds, story, view, at_least)
    place = {article: number for number, article in enumerate(story.articles)}
    moments = [_moment(event, story, view) if event.confidence >= at_least else _unsure(event, story, view) for event in chosen]
    moments.sort(key=lambda moment: (moment.day or "9999", place[moment.cited.article], moment.cited.start, moment.event))
    ahead = [moment for moment in moments if _is_ahead(moment, story)]
    past = [moment for moment in moments if moment not in ahead]
    return Told(
        story=story,
        actors=tuple(view.actors[iri].name for iri in story.actors),
        happened=tuple(moment for moment in past if moment.day),
        undated=tuple(moment for moment in past if not moment.day),
        ahead=tuple(ahead),
        said=tuple(_said(sure, story, view, actor)),
        disputed=tuple(_disputes(sure, view)),
        sources=tuple(_origins(story, view)),
        left_out=len(deeds) - len(chosen),
        actor=view.actors[actor].name if actor else "",
    )


def _events(story: Story, view: View) -> Iterator[Happening]:
    """The events that the story's articles report."""
    inside = frozenset(story.articles)
    return (event for event in view.happenings.values() if any(telling.article in inside for telling in event.tellings))


def _is_main(event: Happening, story: Story, view: View) -> bool:
    """Whether an event is what the story is about, to judge by where it stands: of a known kind, or of somebody with a name.

    Of what only might have been understood, a plan has to stand there too, and what did not happen is not told.
    """
    best = _best(event, story, view)
    stands_first = 0 < best.start <= values().lead and not _is_headline(best, view)
    known = event.type != "Event" or _names_somebody(event, view)
    told_as = {"happened": stands_first or event.origins > 1, "planned": stands_first}
    return known and told_as.get(event.factuality, False)


def _is_headline(telling: Telling, view: View) -> bool:
    return telling.quote.strip() in view.sources[telling.article].headline


def _names_somebody(event: Happening, view: View) -> bool:
    return any(
        iri in view.actors and view.actors[iri].named for iri in event.fillers("agent", "patient", "recipient", "addressee")
    )


def _is_about(event: Happening, actor: str, view: View) -> bool:
    name = view.actors[actor].name
    return any(entity == actor for _, entity in event.roles) or any(telling.source == name for telling in event.tellings)


def _is_ahead(moment: Moment, story: Story) -> bool:
    """Whether an event still lay ahead when the story's last article appeared: a plan whose day has passed did not."""
    return moment.factuality in _AHEAD and (moment.is_latest or not moment.day or (moment.end or moment.day) >= story.end)


def _most(events: Iterable[Happening], story: Story, view: View, at_least: float) -> list[Happening]:
    """The events that a reader needs most: reported by many origins, about the main actors, of a known kind; one for each sentence.

    Of a sentence the event with this confidence comes first, as it has a label to be read.
    """
    actors = frozenset(story.actors[:6])

    def weight(event: Happening) -> tuple[float, str]:
        about = sum(entity in actors for _, entity in set(event.roles))
        stated = event.stated and bool(event.begin)
        main = 2 * _is_main(event, story, view)
        return -(2.0 * event.origins + min(about, 3) + stated + 2 * (event.type != "Event") + main), event.iri

    by_sentence: dict[str, Happening] = {}
    for event in sorted(events, key=lambda event: (event.confidence < at_least, weight(event))):
        by_sentence.setdefault(_best(event, story, view).quote, event)
    return sorted(by_sentence.values(), key=weight)[: values().listed]


def _moment(event: Happening, story: Story, view: View) -> Moment:
    telling = _best(event, story, view)
    return Moment(
        day=event.begin or event.end,
        end=event.end if event.begin and event.end != event.begin else "",
        precision=event.precision,
        label=event.label,
        factuality=event.factuality,
        origins=len({_origin(item.article, view) for item in event.tellings}),
        cited=cited(telling, view),
        event=event.iri,
        is_latest=bool(event.end and not event.begin),
    )


def _unsure(event: Happening, story: Story, view: View) -> Moment:
    """An event that kgraph may have misread: a day counts only where news has it, shortly before the article appeared."""
    moment = replace(_moment(event, story, view), is_sure=False)
    published = moment.cited.day
    if not published or moment.factuality != "happened":
        return moment
    old = (date.fromisoformat(published) - timedelta(values().days)).isoformat()
    if event.begin and event.precision in ("day", "time") and old <= event.begin <= published:
        return moment
    return replace(moment, day=published, end="", precision="day", is_latest=True)


def _best(event: Happening, story: Story, view: View) -> Telling:
    """The surest of the story's reports of an event that is not only a headline; of equal ones the earliest."""
    inside = frozenset(story.articles)
    own = [telling for telling in event.tellings if telling.article in inside]
    return min(
        own,
        key=lambda telling: (
            telling.start == 0,
            -round(telling.confidence, 1),
            _published(telling.article, view) or "9999",
            telling.article,
        ),
    )


def cited(telling: Telling, view: View) -> Cited:
    """The words of a report with their article."""
    source = view.sources[telling.article]
    return Cited(
        quote=telling.quote,
        trigger=telling.trigger,
        speaker=telling.source,
        headline=without_site(source.headline) or source.file,
        publisher=source.publisher,
        day=source.published[:10],
        url=source.url,
        article=source.iri,
        start=telling.start,
    )


def _said(events: Sequence[Happening], story: Story, view: View, actor: str) -> Iterator[Words]:
    """Who says what: each sentence once, the speakers who say most first."""
    inside, found = frozenset(story.articles), defaultdict[str, dict[str, Telling]](dict)
    for event in events:
        agent = next((view.actors[iri].name for iri in event.fillers("agent") if view.actors[iri].named), "")
        for telling in event.tellings:
            speaker = telling.source or (agent if event.root in saying() and telling.polarity == "positive" else "")
            if telling.article in inside and speaker and telling.start and (not actor or speaker == view.actors[actor].name):
                found[speaker].setdefault(telling.quote, telling)
    names = {view.actors[iri].name for iri in story.actors}
    known = {actor.name for actor in view.actors.values() if actor.named}
    named = {speaker: quotes for speaker, quotes in found.items() if speaker in known}
    ranked = sorted(named, key=lambda speaker: (speaker not in names, -len(named[speaker]), speaker))
    for speaker in ranked[: values().said]:
        surest = sorted(named[speaker].values(), key=lambda telling: (-telling.confidence, telling.article, telling.start))
        kept = sorted(surest[: values().per_speaker], key=lambda t: (_published(t.article, view) or "9999", t.article, t.start))
        yield Words(speaker, tuple(cited(telling, view) for telling in kept))


def _disputes(events: Iterable[Happening], view: View) -> Iterator[Dispute]:
    for event in sorted(events, key=lambda event: (-event.origins, event.begin or "9999", event.iri)):
        claim = claim_of(event, view)
        if event.factuality == "disputed" or claim.is_disputed:
            yield Dispute(claim, tuple((step.kind, step.changes, cited(step.telling, view)) for step in claim.steps))


def _origins(story: Story, view: View) -> Iterator[Origin]:
    """The story's texts by the day of their first article here."""
    by_origin: Mapping[str, list[Source]] = _grouped(story, view)
    for sources in sorted(by_origin.values(), key=lambda found: (found[0].published or "9999", found[0].iri)):
        first, *others = (_cited_article(source) for source in sources)
        yield Origin(first, tuple(others))


def _grouped(story: Story, view: View) -> dict[str, list[Source]]:
    ordered = sorted(
        (view.sources[article] for article in story.articles), key=lambda s: (s.origin or s.iri, s.published or "9999", s.iri)
    )
    return {origin: list(found) for origin, found in groupby(ordered, key=lambda source: source.origin or source.iri)}


def _cited_article(source: Source) -> Cited:
    headline = without_site(source.headline) or source.file
    return Cited("", (0, 0), "", headline, source.publisher, source.published[:10], source.url, source.iri, 0)


def _published(article: str, view: View) -> str:
    return view.sources[article].published[:10] if article in view.sources else ""


def _origin(article: str, view: View) -> str:
    return (view.sources[article].origin if article in view.sources else "") or article
