"""Where the extractions of a build's folder lie, and which of them hold.

An extraction depends on its article, the settings that bear on it, the language model, the code and data of the stages before it, and what
the event lexicon says of the words that were looked up in it. So a newer lexicon has only those articles extracted again that hold a word
of which it says something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

import msgspec

from kgraph.build.declared import EXTRACTION, EXTRACTIONS, LOOKED_UP, fingerprint
from kgraph.build.folder import write_extraction
from kgraph.build.state import kept
from kgraph.disk import Folder, Reader
from kgraph.ingest.seen import Seen
from kgraph.lexicon import LexiconSource, Word
from kgraph.model import Article, Extraction, file_of, record_of
from kgraph.settings import Settings


class Extracted:
    """The extractions of a folder by their articles.

    ``known`` are the names of files by those of their articles, as far as the lexicon of today is known to have been the same for them.
    """

    def __init__(self, files: Reader, settings: Settings, source: LexiconSource, known: Mapping[str, str]) -> None:
        self._files = files
        self._source = source
        self._model = (settings.model, model_version(settings.model), str(settings.least_confidence), str(settings.verify))
        self._names = dict(known)
        self._name = cache(self._named)
        self._found: dict[str, str] = {}  # paths by names, each looked for once: a build asks three times

    def path(self, article: Article | Seen) -> str | None:
        """The name of an article's extraction in the folder; None where there is none that holds."""
        name = self._name(Seen.of(article))
        if name not in self._found and (path := self._looked_for(article, name)) is not None:
            self._found[name] = path
        return self._found.get(name)

    def _looked_for(self, article: Article | Seen, name: str) -> str | None:
        if not self._files.holds(self.looked_up(article)):
            return None
        if name in self._names and self._files.holds(_path(self._names[name])):
            return _path(self._names[name])
        words = kept(self._files, self.looked_up(article), list[Word])
        if words is None or not self._files.holds(path := _path(self._stem(name, words))):
            return None
        self._names[name] = PurePath(path).stem
        return path

    def names(self, articles: Iterable[Article | Seen]) -> dict[str, str]:
        """The names of files by those of their articles, of articles whose extractions hold."""
        wanted = map(self._name, map(Seen.of, articles))
        return {name: self._names[name] for name in wanted if name in self._names}

    def keep(self, extraction: Extraction, words: Iterable[Word]) -> None:
        """Puts an extraction in place, whole or not at all, and the words that were looked up for it."""
        words = sorted(words)
        article = extraction.article
        # Neither the folder in which it was found nor the line, which changes with those before it: see _named.
        kept_as = replace(extraction, article=replace(article, origin=file_of(article.origin)))
        assert isinstance(self._files, Folder)
        write_extraction(kept_as, self._files, _path(self._stem(self._name(Seen.of(article)), words)))
        self._files.write(self.looked_up(article), msgspec.msgpack.encode(words))

    def looked_up(self, article: Article | Seen) -> str:
        """The file of the words that were looked up for an article's extraction."""
        return f"{LOOKED_UP}/{self._name(Seen.of(article))}.msgpack"

    def _named(self, article: Seen) -> str:
        """By an article's content, what its file and its record are called, which the graph tells, and the models."""
        names = file_of(article.origin), record_of(article.key, article.origin) or PurePath(article.key).name
        return fingerprint([EXTRACTION], [article.id, *names, *self._model])

    def _stem(self, name: str, words: Iterable[Word]) -> str:
        return fingerprint([], [name, self._source.lexicon().digest(words)])


def _path(stem: str) -> str:
    return f"{EXTRACTIONS}/{stem}.json"


@cache
def model_version(model: str) -> str:
    """The version of an installed package, as a spaCy pipeline is one."""
    try:
        return version(model.replace("_", "-"))
    except PackageNotFoundError:
        return "unknown"
