"""Writes the files that are made from others: the ontology in Turtle, its page and picture, and the page of the queries.

Where something is wrong with the event lexicon it says what, and writes nothing. ``--check`` only says whether the files differ.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from kgraph.errors import LexiconError
from kgraph.lexicon import EventType, Lexicon, entity_types, shipped_lexicon
from kgraph.lexicon.checker import check
from kgraph.lexicon.layout import lay_out
from kgraph.lexicon.source import SHIPPED_FOLDER
from kgraph.rdf.ontology import ontology_turtle
from scripts.picture import ontology_picture
from scripts.queries import queries_page

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """The exit status: 1 where the lexicon has a fault or ``--check`` finds a file that is not up to date, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if wrong := _faults():
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    stale = [path for path, text in made(shipped_lexicon()).items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in () if options.check else stale:
        path.write_text(made(shipped_lexicon())[path], "utf-8")
    stale += lay_out(SHIPPED_FOLDER, write=not options.check)
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'not up to date, run make data' if options.check else 'written'}", file=sys.stderr)
    return int(bool(stale) and options.check)


def _faults() -> tuple[str, ...]:
    """What is wrong with the event lexicon; the tests try its sentences."""
    try:
        return check().faults
    except LexiconError as error:
        return (str(error),)


def made(words: Lexicon) -> Mapping[Path, str]:
    """Each generated file with what it must hold."""
    return {
        ROOT / "kgraph" / "data" / "ontology.ttl": ontology_turtle(words),
        ROOT / "docs" / "ontology.md": "\n".join(ontology_page(words)) + "\n",
        ROOT / "docs" / "ontology.svg": ontology_picture(),
        ROOT / "docs" / "queries.md": "\n".join(queries_page(ROOT / "queries")) + "\n",
    }


def ontology_page(words: Lexicon) -> Iterator[str]:
    """The lines of docs/ontology.md."""
    senses = Counter((trigger.type, trigger.pos) for group in words.triggers.values() for trigger in group)
    total = Counter(pos for (_, pos), count in senses.items() for _ in range(count))
    yield "# Event and entity types"
    yield ""
    yield "Made by `make data` from kgraph/data/events and kgraph/data/entity_types.yaml; do not edit. docs/lexicon.md explains an entry."
    yield ""
    yield (
        f"{len(words.types)} event types with {total['verb']:,} verb, {total['noun']:,} noun and {total['adjective']:,} adjective senses. "
        "The roots with a PLOVER code are the sixteen of the PLOVER codebook; the others cover business, disasters, courts, sport and "
        "daily life. A sense is a lemma (with its particle) in one set of frames."
    )
    yield ""
    yield "## Entity types"
    yield ""
    yield "| type | kind of | schema.org | definition |"
    yield "|---|---|---|---|"
    for name, entity in entity_types().items():
        yield f"| {name} | {entity.parent or ''} | {entity.schema} | {entity.definition} |"
    for root in (kind for kind in words.types.values() if kind.parent is None):
        yield from _branch(root, words, senses)


def _branch(root: EventType, words: Lexicon, senses: Mapping[tuple[str, str], int]) -> Iterator[str]:
    yield ""
    yield f"## {root.label}{f' ({root.plover})' if root.plover else ''}"
    yield ""
    yield f"{root.definition} Roles: {', '.join(role.name for role in root.roles)}."
    yield ""
    yield "| type | kind of | PLOVER | CAMEO | verbs | nouns | definition | example |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind in words.types.values():
        if kind.root == root.name:
            example = kind.examples[0].text if kind.examples else ""
            counts = f"{senses.get((kind.name, 'verb'), 0)} | {senses.get((kind.name, 'noun'), 0)}"
            codes = f"{kind.name} | {kind.parent or ''} | {kind.plover} | {kind.cameo}"
            yield f"| {codes} | {counts} | {_cell(kind.definition)} | {_cell(example)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
