"""Every noun of kgraph: what passes between the stages.

All types are frozen and hold only values that JSON can carry, so an Extraction is written to disk as it stands and read
back equal. Offsets count Python characters (code points) of ``Article.text``, half-open, never of a cleaned copy.

What an article says are dataclasses. What resolution makes of all articles are Structs, as it makes them by the hundred thousand: a
Struct is made, compared and hashed in a tenth of a dataclass's time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple

import msgspec

LEAST_CONFIDENCE = 0.65
"""The confidence below which a report does not come into a graph, unless a setting says otherwise (docs/confidence.md)."""
LEAST_NAME_CONFIDENCE = 0.6
"""The confidence below which a name that takes part in nothing does not come into a graph."""
SHOWN_NAME_CONFIDENCE = 0.5
"""The least confidence of the entities that are listed unless others are asked for."""
SHOWN_CONFIDENCE = 0.85
"""The least confidence of the events that the page, the networks, the report and the queries show unless they are asked for others."""
PLAIN_EVENT = "Event"
"""The type of a report that no entry of the lexicon matches; its lemma says what it is."""
TARGET_ROLES = ("patient", "recipient", "addressee")
CORE_ROLES = ("agent", *TARGET_ROLES)
"""Who acts and on whom: what an event is known by. PLOVER's source is the agent, its target one of the others."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters of one article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.start}..{self.end} is not a span")

    def of(self, text: str) -> str:
        """The characters that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other span lies inside this one, or is equal to it."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """What a block of an article's text is; only the first three are read as sentences."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BODY = "body"
    HEADING = "heading"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    CREDIT = "credit"
    CATEGORY = "category"
    RELATED = "related"  # "ALSO READ", "Read more" and other invitations to leave
    NOTICE = "notice"  # copyright lines, newsletter forms, correction policies


PROSE = frozenset({BlockKind.TITLE, BlockKind.SUBTITLE, BlockKind.BODY})


@dataclass(frozen=True, slots=True)
class Block:
    """A run of an article's text that is one thing: a paragraph, a headline, a byline."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Post:
    """A part of a live blog, and the day on which it was written; None where nobody knows which of several days that was."""

    span: Span
    day: date | None


class TimeBasis(StrEnum):
    """Where an event's time comes from."""

    STATED = "stated"
    INFERRED = "inferred"  # from the article's date or from another event


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``begin`` to ``end``, both included; an open end is None.

    ``precision`` is the unit that was stated: time, day, week, month, quarter, season, half-year, year, decade, century.
    """

    begin: date | None
    end: date | None
    precision: str
    basis: TimeBasis

    def overlaps(self, other: Interval) -> bool:
        """Whether some day can be in both."""
        begin = max(self.begin or date.min, other.begin or date.min)
        return begin <= min(self.end or date.max, other.end or date.max)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read.

    ``id`` is a hash of text and metadata (see ingest.article_id), so equal content has an equal id wherever it came from.
    ``key`` is what its source calls it (a file's name, a JSON record's id) and ``origin`` where it was found, for messages;
    neither enters the id. Blocks are in order and do not overlap; what lies between them is white space or invisible. ``appeared`` is
    between which days its address, its name or an imprecise date ("May 2004") says that it was published, where ``published`` is not known:
    a weak date, from which nothing is counted. ``modified`` is when it was last changed, if its source says so, and ``rewritten`` the
    day of that change if the text tells of days after its publication. ``posts`` are the parts of a live blog that have a day of their own,
    in order.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    key: str = ""
    origin: str = ""
    title: str = ""
    source: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    published: date | datetime | None = None
    place: str = ""  # of the dateline: "WASHINGTON"
    categories: tuple[str, ...] = ()
    language: str = "en"
    appeared: Interval | None = None
    modified: date | datetime | None = None
    rewritten: date | None = None
    posts: tuple[Post, ...] = ()

    def is_headline(self, span: Span) -> bool:
        """Whether characters stand in a title."""
        number = bisect_right(self.blocks, span.start, key=lambda block: block.span.start) - 1
        return number >= 0 and self.blocks[number].kind is BlockKind.TITLE and self.blocks[number].span.covers(span)

    @property
    def file(self) -> str:
        """The name of the file that it was found in."""
        return file_of(self.origin)

    @property
    def record(self) -> str:
        """What its file calls it, as a JSON record's id; empty where it has no such name."""
        return record_of(self.key, self.origin)

    @property
    def day(self) -> date | None:
        """The day from which its times are counted: that of publication, unless the text was rewritten later."""
        return self.rewritten or day_of(self.published)

    def day_at(self, offset: int) -> date | None:
        """The day from which the times around a character are counted: that of its post in a live blog, else that of the article.

        None where it is not known: then nothing is counted from it.
        """
        number = bisect_right(self.posts, offset, key=lambda post: post.span.start) - 1
        inside = number >= 0 and offset < self.posts[number].span.end
        return self.posts[number].day if inside else self.day


def day_of(moment: date | datetime | None) -> date | None:
    """The day of a moment, as its own time zone has it."""
    return moment.date() if isinstance(moment, datetime) else moment


def file_of(origin: str) -> str:
    """The name of the file of an origin: no folder, which is nobody's business, and no line, which changes with those before it."""
    return re.sub(r":\d+$", "", PurePath(origin).name)


def record_of(key: str, origin: str) -> str:
    """What a file calls one of its articles, as a JSON record's id; empty where that is but the file's name, with or without a line."""
    return "" if file_of(key) == file_of(origin) else key


class MentionKind(StrEnum):
    """How a mention picks out its entity."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names, describes or pronouns something.

    ``type`` is a name from data/entity_types.yaml, ``chain`` the id of the Chain it belongs to, and ``rule`` names what put
    it there (see extract.coreference.RULES).
    """

    span: Span
    head: Span
    kind: MentionKind
    type: str
    chain: int
    rule: str


@dataclass(frozen=True, slots=True)
class Link:
    """An identifier of a thing in somebody else's authority file, as an IRI."""

    authority: str  # "wikidata", "geonames"
    iri: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What one article's coreferent mentions are about; ids count from 0 in the order of first mention.

    ``country`` is an ISO 3166-1 alpha-3 code; ``sector`` a PLOVER actor code (GOV MIL OPP CVL REB COP ...), "" where unknown.
    ``members`` are the chains that a group is made of ("both sides"). ``roles`` are the titles the article gives it. ``count`` is how
    many its words say that there are, None where they do not, or where it has a name. ``confidence`` is the probability that a reader
    finds nothing wrong with a name, its type and what the article is said to tell of it; 1 where there is no name. ``gender`` is m or f
    where a person's titles and given names tell it, else "".
    """

    id: int
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    country: str = ""
    sector: str = ""
    roles: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    named: bool = False  # whether some mention is a name
    count: int | None = None
    confidence: float = 1.0
    gender: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, with the TIMEX3 type (DATE TIME DURATION SET) and value; ``interval`` where it has one."""

    span: Span
    type: str
    value: str
    interval: Interval | None = None


class Polarity(StrEnum):
    """Whether a thing is said to be so, or said not to be."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """How a report holds its event."""

    ACTUAL = "actual"
    PLANNED = "planned"  # or promised
    WANTED = "wanted"  # or requested
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"


class QuoteKind(StrEnum):
    """How the content of an attribution is given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what in which words; ``source`` is None for "it was reported", ``chain`` the source's chain where known."""

    source: Span | None
    chain: int | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: QuoteKind


@dataclass(frozen=True, slots=True)
class Participant:
    """A role and the words that fill it; ``chain`` where those words are a mention."""

    role: str
    span: Span
    head: Span
    chain: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One place of one article that tells of an event; ids count from 0 in the order of the triggers.

    ``type`` is an event type of data/events, or "Event" for a predication that no entry matches; ``lemma`` the trigger's.
    ``cues`` are the words that decided polarity and modality. ``attribution`` is an index into Extraction.attributions, None for
    the article's own voice. ``same_as`` is the id of an earlier report of this article that tells of the same event, ``within`` that of
    the report of a larger event that its own is part of: of the summit, in "signed at the summit". ``code`` is the PLOVER root of the
    report where its stance makes it another than that of its type: a meeting that somebody refuses is REJECT. ``confidence`` is the
    probability that a reader who holds it against the sentence calls it usable (kgraph.verifier); 1 where nothing has weighed it.
    """

    id: int
    type: str
    lemma: str
    trigger: Span
    sentence: Span
    participants: tuple[Participant, ...]
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    future: bool = False
    cues: tuple[Span, ...] = ()
    time: Interval | None = None
    attribution: int | None = None
    same_as: int | None = None
    within: int | None = None
    code: str = ""
    confidence: float = 1.0

    @property
    def first(self) -> int:
        """The id of the first report of its event in the article: its own where no earlier report tells of the event."""
        return self.id if self.same_as is None else self.same_as

    def fillers(self, *roles: str) -> tuple[Participant, ...]:
        """The participants in any of these roles."""
        return tuple(participant for participant in self.participants if participant.role in roles)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says: a pure function of the article, the settings, the lexicon and the language model."""

    article: Article
    chains: tuple[Chain, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]
    reports: tuple[Report, ...]


class ChainRef(NamedTuple):
    """A chain of one article, by the article's id and the chain's; a tuple, as resolution compares and looks up millions of them."""

    article: str
    chain: int


class ReportRef(NamedTuple):
    """A report of one article, by the article's id and the report's."""

    article: str
    report: int


class Merge(msgspec.Struct, frozen=True):
    """Why a chain is part of an entity: the rule, and the chain that it met there (None for the first)."""

    chain: ChainRef
    rule: str
    met: ChainRef | None = None


class Entity(msgspec.Struct, frozen=True):
    """One thing in the world; ``id`` is readable and stable, as in "person/donald-trump".

    ``confidence`` is the mean of those of its chains that have names: the probability that a reader finds nothing wrong with it.
    """

    id: str
    name: str
    type: str
    evidence: tuple[Merge, ...]
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    country: str = ""
    sector: str = ""
    roles: tuple[str, ...] = ()
    members: tuple[str, ...] = ()  # ids of entities, for groups
    mention_count: int = 0
    named: bool = False
    count: int | None = None
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"entity {self.id!r} has no evidence")


class Factuality(StrEnum):
    """What an event's reports say together."""

    HAPPENED = "happened"
    DID_NOT_HAPPEN = "did-not-happen"
    DISPUTED = "disputed"  # some say that it did, some that it did not
    PLANNED = "planned"
    WANTED = "wanted"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"


class Role(msgspec.Struct, frozen=True, order=True):
    """An entity's part in an event."""

    name: str
    entity: str


class ReportMerge(msgspec.Struct, frozen=True):
    """Why a report is part of an event: the rule (kgraph.resolve.reasons), and the report that it met (None for the first).

    ``shared`` are the ids of the named entities that take part in both, after the key that both have where they have one. The words that
    both sentences share are not kept: ``kgraph.resolve.words.shared_words`` finds them again in the texts.
    """

    report: ReportRef
    rule: str
    met: ReportRef | None = None
    shared: tuple[str, ...] = ()


class Event(msgspec.Struct, frozen=True):
    """What one or more reports describe; ``id`` is made of its type, its core participants and its date.

    ``merges`` has a reason for each report, in the order of the reports, and is empty where there is only one. ``confidence`` is the
    mean of the reports' confidences. A ``theme`` is what ten articles or more write about without anything that makes it one event.
    """

    id: str
    type: str
    label: str
    roles: tuple[Role, ...]
    reports: tuple[ReportRef, ...]
    factuality: Factuality
    interval: Interval | None = None
    place: str | None = None  # id of an entity
    part_of: tuple[str, ...] = ()  # ids of events
    confidence: float = 1.0
    merges: tuple[ReportMerge, ...] = ()
    theme: bool = False

    def __post_init__(self) -> None:
        if not self.reports:
            raise ValueError(f"event {self.id!r} has no evidence")


class Resolution(msgspec.Struct, frozen=True):
    """Which chains are which entity and which reports tell of which event, over all articles; both sorted by id."""

    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
