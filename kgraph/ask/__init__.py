"""Questions about a finished build: each is a function of an open index, and its answer cites the articles that it is taken from."""

from kgraph.ask.about import About, about
from kgraph.ask.answers import ArticleRef, Citation, Entity, Event, EventRef, Named, Paged, Participant
from kgraph.ask.articles import Article, ArticleDetail, ArticleQuestion, Mention, OneArticle, Told, article, articles
from kgraph.ask.changes import Changed, ChangeQuestion, Changes, changes
from kgraph.ask.disagreements import Disagreement, DisagreementQuestion, Side, disagreements
from kgraph.ask.dyads import Dyad, DyadQuestion, dyads
from kgraph.ask.entities import EntityDetail, EntityQuestion, OneEntity, entities, entity
from kgraph.ask.events import EventDetail, EventQuestion, event, events
from kgraph.ask.facets import Count, FacetQuestion, Facets, facets
from kgraph.ask.filters import EventFilter
from kgraph.ask.paths import PathQuestion, Step, Way, path
from kgraph.ask.search import ArticleHit, EntityHit, EventHit, Found, Hits, NameHit, QuoteHit, SearchQuestion, search
from kgraph.ask.statements import Statement, StatementQuestion, statements
from kgraph.ask.timeline import TimelineQuestion, timeline
from kgraph.ask.types import EntityType, EventType, Types, types

__all__ = [
    "About",
    "Article",
    "ArticleDetail",
    "ArticleHit",
    "ArticleQuestion",
    "ArticleRef",
    "ChangeQuestion",
    "Changed",
    "Changes",
    "Citation",
    "Count",
    "Disagreement",
    "DisagreementQuestion",
    "Dyad",
    "DyadQuestion",
    "Entity",
    "EntityDetail",
    "EntityHit",
    "EntityQuestion",
    "EntityType",
    "Event",
    "EventDetail",
    "EventFilter",
    "EventHit",
    "EventQuestion",
    "EventRef",
    "EventType",
    "FacetQuestion",
    "Facets",
    "Found",
    "Hits",
    "Mention",
    "NameHit",
    "Named",
    "OneArticle",
    "OneEntity",
    "Paged",
    "Participant",
    "PathQuestion",
    "QuoteHit",
    "SearchQuestion",
    "Side",
    "Statement",
    "StatementQuestion",
    "Step",
    "TimelineQuestion",
    "Told",
    "Types",
    "Way",
    "about",
    "article",
    "articles",
    "changes",
    "disagreements",
    "dyads",
    "entities",
    "entity",
    "event",
    "events",
    "facets",
    "path",
    "search",
    "statements",
    "timeline",
    "types",
]
