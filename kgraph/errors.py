"""What can go wrong, each kind with a slug that docs/messages.md explains."""

from __future__ import annotations


class KGraphError(Exception):
    """The base of all errors that kgraph raises on purpose.

    ``slug`` names the kind in docs/messages.md. The message keeps the bad value and names the valid choices; ``where`` is a
    file, or a file and a line as in "news.jsonl:12".
    """

    slug = "error"

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where


class IngestError(KGraphError):
    """An article that cannot be read."""

    slug = "unreadable-article"


class EmptyArticle(IngestError):
    """A file or record without text."""

    slug = "empty-article"


class NotText(IngestError):
    """A file that holds no text, or text in no known encoding."""

    slug = "not-text"


class BadRecord(IngestError):
    """A line of a JSON Lines file that is no article."""

    slug = "bad-record"


class NotEnglish(IngestError):
    """An article in another language."""

    slug = "not-english"


class TooLong(IngestError):
    """An article longer than settings allow."""

    slug = "too-long"


class NoArticles(KGraphError):
    """A path that holds no articles, or that does not exist."""

    slug = "no-articles"


class SettingsError(KGraphError):
    """A setting that is unknown, or whose value is not valid."""

    slug = "bad-setting"


class LexiconError(KGraphError):
    """An entry of the event lexicon that breaks its rules."""

    slug = "bad-lexicon"


class ModelError(KGraphError):
    """A language model that is not installed or cannot do what is needed."""

    slug = "no-model"


class ShapeError(KGraphError):
    """A graph that breaks its SHACL shapes."""

    slug = "broken-shape"


class QueryError(KGraphError):
    """A SPARQL query that cannot be parsed or answered."""

    slug = "bad-query"


class StoreError(KGraphError):
    """A store that is missing, locked or broken."""

    slug = "no-store"


class ScriptError(KGraphError):
    """A script of the page that cannot be put together with the others."""

    slug = "bad-script"


class DuplicateArticle(KGraphError):
    """An article whose content was read before."""

    slug = "duplicate-article"


class AuthorityError(KGraphError):
    """A row of an authority file that breaks its rules."""

    slug = "bad-authority"


class CorrectionError(KGraphError):
    """A correction that cannot be read, or that says the contrary of another."""

    slug = "bad-correction"


class UnknownEntity(KGraphError):
    """A name or identifier that no entity of the articles has."""

    slug = "unknown-entity"


class NoService(KGraphError):
    """A reconciliation service that cannot be reached, or that refuses to answer."""

    slug = "no-service"


class NotAService(KGraphError):
    """An address at which there is no reconciliation service that kgraph can speak to."""

    slug = "not-a-service"


class BadAnswer(KGraphError):
    """An answer of a reconciliation service that breaks the protocol, or that says what went wrong."""

    slug = "bad-answer"
