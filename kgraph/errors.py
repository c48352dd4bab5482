"""What can go wrong, each kind with a slug that docs/messages.md explains."""

from __future__ import annotations

import re
from traceback import format_exception
from typing import Self

# Control characters, marks that turn the direction of writing, line separators, and halves of surrogate pairs, which no encoding can write.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SUMMARY, _FRAMES = 200, 30  # characters of a message, and frames of a traceback, which grows a thousand deep in a RecursionError
_UNSHOWABLE_IN_TEXT = re.compile(f"(?![\n\t]){_UNSHOWABLE.pattern}")


def shown(name: str) -> str:
    """A name as one line that any terminal and any file can hold: what cannot be shown is escaped as Python does it."""
    return _UNSHOWABLE.sub(_escaped, name)


def clipped(text: str) -> str:
    """A text that a message can quote without growing long with it."""
    return text if len(text) <= _SUMMARY else f"{text[:_SUMMARY]}…"


def unreadable(error: BaseException, where: str) -> KGraphError:
    """What is told of whatever was raised while a file or record was read, in the place of its articles."""
    if isinstance(error, OSError):
        return IngestError(f"cannot be read: {error.strerror or error}", where)
    return failure(error, where)


def failure(error: BaseException, where: str) -> KGraphError:
    """What is told of whatever was raised while an article was extracted, in the place of the article."""
    if isinstance(error, KGraphError):
        return error.bare()
    if isinstance(error, MemoryError):
        return OutOfMemory("takes more memory than it may (max_megabytes)", where)
    found = FailedArticle(f"kgraph failed on it: {summary(error)}", where)
    found.trace = trace(error)
    return found


def summary(error: BaseException) -> str:
    """An exception in a few words: its kind and the start of its message."""
    line = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {line[:_SUMMARY]}" if line else type(error).__name__


def trace(error: BaseException) -> str:
    """The traceback of an exception as Python prints it, the innermost frames alone."""
    return "".join(format_exception(error, limit=-_FRAMES))


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


class KGraphError(Exception):
    """The base of all errors that kgraph raises on purpose.

    ``slug`` names the kind in docs/messages.md. The message keeps the bad value and names the valid choices; ``where`` is a
    file, or a file and a line as in "news.jsonl:12". Characters that a terminal cannot show are escaped in both. ``trace`` is the traceback
    of an exception that nobody foresaw, for a bug report, else "".
    """

    slug = "error"
    trace = ""

    def __init__(self, message: str, where: str = "") -> None:
        where, message = shown(where), _UNSHOWABLE_IN_TEXT.sub(_escaped, message)
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where

    def bare(self) -> Self:
        """The same error without what Python remembers of how it came about, which would keep the whole article in memory."""
        self.__cause__ = self.__context__ = None
        return self.with_traceback(None)


class KGraphWarning(KGraphError):
    """Something that was put right or left out, and that costs no article."""

    slug = "warning"


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
    """A record of a file that is not an article, or a file that has no records."""

    slug = "bad-record"


class ManyErrors(BadRecord):
    """How many records or members of a file failed, of which only the first are told one by one."""


class NoArticleInPage(IngestError):
    """A page without an article, or what a server sends in the place of one."""

    slug = "no-article-in-page"


class NotEnglish(IngestError):
    """An article in another language."""

    slug = "not-english"


class MissingExtra(KGraphError):
    """A library that is needed for this kind of file and is not installed; the message names the extra of kgraph that has it."""

    slug = "missing-extra"


class TooLong(IngestError):
    """An article longer than settings allow."""

    slug = "too-long"


class BadArchive(IngestError):
    """An archive, or a member of one, that is damaged, encrypted or unpacks to more than it may."""

    slug = "bad-archive"


class LeftUnread(KGraphWarning):
    """Parts of a file that are no articles and are left out, such as the answers of a server that had no page."""

    slug = "left-unread"


class BadField(KGraphWarning):
    """A field of a record that cannot be read, and is left out."""

    slug = "bad-field"


class FailedArticle(KGraphError):
    """An article on which kgraph itself failed."""

    slug = "failed-article"


class TooSlow(FailedArticle):
    """An article that took more time than settings allow."""

    slug = "too-slow"


class OutOfMemory(FailedArticle):
    """An article that took more memory than settings allow."""

    slug = "out-of-memory"


class ProcessDied(FailedArticle):
    """An article that took its process down."""

    slug = "process-died"


class NoWorker(KGraphError):
    """A process for extraction that cannot be started."""

    slug = "no-worker"


class NoArticles(KGraphError):
    """A path that holds no articles, or that does not exist; ``errors`` are those of the articles that failed."""

    slug = "no-articles"
    errors: tuple[KGraphError, ...] = ()


class FileError(KGraphError):
    """A file or folder that the system does not let kgraph read or write."""

    slug = "file-error"


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


class LeftOut(KGraphWarning):
    """A statement of an article that breaks a shape, and is left out."""

    slug = "left-out"


class QueryError(KGraphError):
    """A SPARQL query that cannot be parsed or answered."""

    slug = "bad-query"


class StoreError(KGraphError):
    """A store that is missing, locked or broken."""

    slug = "no-store"


class Damaged(StoreError):
    """A file of a build that is missing, or is not what was written."""

    slug = "damaged"


class CannotWrite(StoreError):
    """A file or folder that cannot be written: no space, no permission, no such place."""

    slug = "cannot-write"


class NotOurs(KGraphError):
    """A file or folder that kgraph did not write and therefore does not change."""

    slug = "not-ours"


class OwnOutput(KGraphWarning):
    """A folder among the sources that kgraph itself has written, and that is therefore left out: a warning."""

    slug = "own-output"


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


class BadQuestion(KGraphError):
    """A value that a question cannot have; ``parameter`` names which, and the message says what is allowed."""

    slug = "bad-parameter"

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(f"{parameter}: {message}")
        self.parameter = parameter


class SlowQuestion(KGraphError):
    """A question to an index that took longer than it may."""

    slug = "slow-query"


class UnknownEntity(KGraphError):
    """A name or identifier that no entity of the articles has."""

    slug = "unknown-entity"


class UnknownEvent(KGraphError):
    """An identifier that no event has, or a word that no report of an article has."""

    slug = "unknown-event"


class UnknownArticle(KGraphError):
    """An identifier that no article of a graph has."""

    slug = "unknown-article"


class NoService(KGraphError):
    """A reconciliation service that cannot be reached, or that refuses to answer."""

    slug = "no-service"


class NotAService(KGraphError):
    """An address at which there is no reconciliation service that kgraph can speak to."""

    slug = "not-a-service"


class BadAnswer(KGraphError):
    """An answer of a reconciliation service that breaks the protocol, or that says what went wrong."""

    slug = "bad-answer"


class FetchError(KGraphError):
    """An address that could not be fetched.

    ``passing`` says whether a later try may succeed, ``pause`` how many seconds the server asks to wait.
    """

    slug = "not-fetched"

    def __init__(self, message: str, where: str = "", *, passing: bool = False, pause: float = 0.0) -> None:
        super().__init__(message, where)
        self.passing, self.pause = passing, pause


class Postponed(FetchError):
    """An address that was not asked, because its site has asked for a longer pause."""


class RefusedAddress(FetchError):
    """An address that kgraph does not ask: another protocol, a private network, or disallowed by robots.txt."""

    slug = "refused-address"


class FeedError(KGraphWarning):
    """A feed that cannot be fetched, or is ill-formed."""

    slug = "broken-feed"


class FeedMoved(KGraphWarning):
    """A feed that has moved permanently."""

    slug = "moved-feed"


class FeedSilent(KGraphWarning):
    """A feed that has had nothing new for unusually long."""

    slug = "silent-feed"


class LostState(KGraphWarning):
    """The state of ``kgraph watch`` is damaged, and it starts without it."""

    slug = "lost-state"


class AlertError(KGraphError):
    """An alert that could not be delivered."""

    slug = "undelivered-alert"
