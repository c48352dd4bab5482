"""The parses of articles, kept in a folder: most changes of the program read the same parse in another way.

Parsing takes two thirds of an extraction's time. A parse depends on the article's text, the language model, and the rooms and data in
``PARSING``; it is made again where one of these has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kgraph.build.declared import EXTRACTION, Stage, fingerprint
from kgraph.build.extracted import model_version
from kgraph.build.extraction import load
from kgraph.language import parse
from kgraph.model import Article
from kgraph.settings import Settings
from kgraph.syntax.mending import mend
from kgraph.syntax.tree import Doc, Words, build, words_of

PARSING = Stage(
    "parsing",
    code=("model.py", "ingest", "language", "syntax/tree.py", "numbers.py", "shipped.py"),
    data=tuple(
        name for name in EXTRACTION.data if name.startswith(("gazetteer", "names", "nouns", "languages", "furniture", "entity"))
    ),
    makes=(),
)


@dataclass(frozen=True, slots=True)
class Parses:
    """Where parses are kept: a folder for each state of the program that parses."""

    folder: Path

    @classmethod
    def below(cls, cache: Path) -> Parses:
        """The parses of the program as it is."""
        folder = cache / f"parses-{fingerprint([PARSING], [model_version(Settings().model)])}"
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder)

    def docs(self, articles: Sequence[Article]) -> Iterator[tuple[Article, Doc]]:
        """Each article with its mended parse; those that are parsed now come last. What is kept is as the parser gave it."""
        missing = []
        for article in articles:
            if self._file(article).exists():
                yield article, mend(build(msgspec.msgpack.decode(self._file(article).read_bytes(), type=Words)))
            else:
                missing.append(article)
        if missing:
            for article, doc in parse(missing, load(Settings().model)):
                self._keep(article, doc)
                yield article, mend(doc)

    def _file(self, article: Article) -> Path:
        return self.folder / f"{article.id}.msgpack"

    def _keep(self, article: Article, doc: Doc) -> None:
        self._file(article).write_bytes(msgspec.msgpack.encode(words_of(doc)))
