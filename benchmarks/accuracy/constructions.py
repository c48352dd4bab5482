"""How many sentences of tests/gold/constructions.yaml kgraph reads as they are meant, by construction, for docs/accuracy.md.

The sentences are this project's own, three or more of every construction that decides when, whether and according to whom
something happened. They are simple, each for one construction: real articles, which the other sets measure, give lower figures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from spacy.language import Language

from benchmarks.accuracy.run import write_section
from kgraph.extract.attribution import attributions
from kgraph.extract.event_time import event_time
from kgraph.extract.factuality import factuality
from kgraph.language import load_model, parse
from kgraph.model import Article, Block, BlockKind, Span
from kgraph.settings import Settings
from kgraph.syntax.tree import Doc, Token
from kgraph.time.expressions import expressions

FILE = Path(__file__).resolve().parents[2] / "tests" / "gold" / "constructions.yaml"
DAY = date(2025, 8, 18)
HEADING = "constructions: own sentences"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with what it means, as the file's row has it, under its part and construction; ``missed`` if it is known to fail."""

    part: str
    construction: str
    number: int
    row: tuple[str, ...]
    missed: bool

    @property
    def name(self) -> str:
        """The case in one line: part, construction and number."""
        return f"{self.part} {self.construction} {self.number}"


def cases(file: Path = FILE) -> tuple[Case, ...]:
    """The cases of the file, in its order."""
    data = yaml.safe_load(file.read_text("utf-8"))
    misses = {tuple(miss) for miss in data.pop("misses", ())}
    return tuple(
        Case(
            part,
            construction,
            number,
            tuple("" if word is None else str(word) for word in row),
            (part, construction, number) in misses,
        )
        for part, constructions in data.items()
        for construction, rows in constructions.items()
        for number, row in enumerate(rows, start=1)
    )


def holds(case: Case, nlp: Language) -> bool:
    """Whether kgraph reads the sentence as the case says."""
    return _PARTS[case.part](case.row, nlp)


def _time(row: Sequence[str], nlp: Language) -> bool:
    text, words, value = row
    article, doc = _read(text, nlp)
    times = expressions(article, doc)
    if ".." not in value:
        return (words, value) in [(time.span.of(text), time.value) for time in times]
    found = event_time(doc, _word(doc, words), times, DAY)
    return found is not None and f"{found.begin}..{found.end}" == value


def _factuality(row: Sequence[str], nlp: Language) -> bool:
    text, word, polarity, modality = row
    found = factuality(_word(_read(text, nlp)[1], word))
    return (found.polarity.value, found.modality.value) == (polarity, modality)


def _attribution(row: Sequence[str], nlp: Language) -> bool:
    """Whether some attribution has the source, the kind, and the content, in whose words the case's stand."""
    text, source, content, kind = row
    for found in attributions(*_read(text, nlp), ()):
        said = " ".join(piece.of(text) for piece in found.content)
        if (found.source.of(text) if found.source else "") == source and content in said and found.kind.value == kind:
            return True
    return False


_PARTS: Mapping[str, Callable[[Sequence[str], Language], bool]] = {
    "time": _time,
    "factuality": _factuality,
    "attribution": _attribution,
}


def _read(text: str, nlp: Language) -> tuple[Article, Doc]:
    article = Article(id="0", text=text, blocks=(Block(BlockKind.BODY, Span(0, len(text))),), published=DAY)
    return next(iter(parse([article], nlp)))


def _word(doc: Doc, word: str) -> Token:
    return next(token for token in doc if token.text == word)


def table(found: Mapping[Case, bool]) -> Iterator[str]:
    """The lines of a table: a construction each, its cases and those that hold, and a line for each part and for all."""
    yield "| part | construction | cases | hold | share |"
    yield "|---|---|---|---|---|"
    for part in dict.fromkeys(case.part for case in found):
        own = {case: held for case, held in found.items() if case.part == part}
        for construction in dict.fromkeys(case.construction for case in own):
            yield _line(part, construction, [held for case, held in own.items() if case.construction == construction])
        yield _line(part, "all", list(own.values()))
    yield _line("all", "", list(found.values()))


def _line(part: str, construction: str, held: Sequence[bool]) -> str:
    return f"| {part} | {construction} | {len(held)} | {sum(held)} | {sum(held) / len(held):.3f} |"


def main() -> int:
    """Prints the table and puts it into docs/accuracy.md; the exit status is 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="print the table, leave the document as it is")
    options = parser.parse_args()
    nlp = load_model(Settings().model)
    found = {case: holds(case, nlp) for case in cases()}
    print("\n".join(table(found)))
    print("\n".join(f"missed: {case.name}: {case.row}" for case, held in found.items() if not held), file=sys.stderr)
    if not options.dry:
        write_section(HEADING, "\n".join(table(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
