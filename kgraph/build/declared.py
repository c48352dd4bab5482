"""The stages of a build: which of kgraph's own files each depends on, and which files it makes.

What is stale follows from this. A change of a file that a stage does not name must not change what it makes (tests/test_stages.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

EXTRACTIONS, LOOKED_UP, FILES = "extractions", "looked-up", "files-read.json"
EVIDENCE = "evidence"
STORE, RESOLUTION, NEIGHBOURHOODS, STATE = "store", "resolution.json", "neighbourhoods.msgpack", "build.json"
NETWORKS, PAGE = "networks", "explore.html"
INDEX, CHANGES = "index.sqlite", "changes.json"
MADE, SHOWN = "made-of.json", "shown.json"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage by its name.

    ``code`` and ``data`` are the files and folders of kgraph that it depends on, data without the "data/" before it; ``makes`` is what it
    makes in a build's folder, folders with a "/" behind them.
    """

    name: str
    code: tuple[str, ...]
    data: tuple[str, ...]
    makes: tuple[str, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """All of kgraph that it depends on."""
        return (*self.code, *(f"data/{name}" for name in self.data))

    def has_made(self, name: str) -> bool:
        """Whether a file of a build's folder is one that this stage makes."""
        return any(name.startswith(made) if made.endswith("/") else name == made for made in self.makes)


_GAZETTEER = tuple(
    f"gazetteer/{name}"
    for name in (
        "business.yaml",
        "cities.tsv",
        "countries.tsv",
        "culture.yaml",
        "demonyms.tsv",
        "organizations.tsv",
        "regions.tsv",
        "supplement.yaml",
    )
)
_LEXICON = tuple(
    f"lexicon/{name}.py"
    for name in (
        "__init__",
        "types",
        "terms",
        "nodes",
        "values",
        "reader",
        "keys",
        "assembly",
        "source",
        "entity_types",
        "domains",
        "nouns",
    )
)
EXTRACTION = Stage(
    "extraction",
    code=(
        "model.py",
        "days.py",
        "invisible.py",
        "mapping.py",
        "numbers.py",
        "shipped.py",
        *_LEXICON,
        "ingest",
        "language",
        "syntax",
        "time",
        "coreference",
        "extract",
        "coding/__init__.py",
        "coding/plover.py",
        "leaving_out.py",
        "verifier",
    ),
    # Of the events' lexicon an extraction depends only on the words that were looked up for it (kgraph.build.extracted).
    data=(
        "attribution.yaml",
        "authority/people.csv",
        "control.yaml",
        "coreference.yaml",
        "domains.yaml",
        "entity_types.yaml",
        "expletives.yaml",
        "exports.yaml",
        "factuality.yaml",
        "furniture.yaml",
        *_GAZETTEER,
        "idioms.yaml",
        "languages.yaml",
        "mail.yaml",
        "names.yaml",
        "naming.yaml",
        "nobody.yaml",
        "nouns",
        "numbers.yaml",
        "pages.yaml",
        "plain.yaml",
        "plover.yaml",
        "record_shapes.yaml",
        "support.yaml",
        "time.yaml",
        "verifier",
    ),
    makes=(f"{EXTRACTIONS}/", f"{LOOKED_UP}/", FILES),
)
WEIGHING = Stage(
    "evidence",
    code=(
        "model.py",
        "days.py",
        "invisible.py",
        "numbers.py",
        "periods.py",
        "shipped.py",
        "resolve/agencies.py",
        "resolve/clauses.py",
        "resolve/evidence.py",
        "resolve/shingles.py",
        "resolve/words.py",
    ),
    data=("agencies.yaml", "word_weights.yaml"),
    makes=(f"{EVIDENCE}/",),
)
GRAPH = Stage(
    "graph",
    code=(
        "model.py",
        "days.py",
        "inflection.py",
        "invisible.py",
        "leaving_out.py",
        "numbers.py",
        "periods.py",
        "shipped.py",
        "slugs.py",
        *_LEXICON,
        "language",
        "syntax",
        "time",
        "coreference",
        "resolve",
        "rdf",
        "build/graph.py",
    ),
    data=(
        *_GAZETTEER,
        "agencies.yaml",
        "authority",
        "coreference.yaml",
        "domains.yaml",
        "entity_types.yaml",
        "events",
        "inflection.yaml",
        "names.yaml",
        "nobody.yaml",
        "nouns",
        "origins.yaml",
        "resolution.yaml",
        "shapes.ttl",
        "terms.yaml",
        "word_weights.yaml",
    ),
    makes=(f"{STORE}/", RESOLUTION, NEIGHBOURHOODS, CHANGES, STATE),
)
_SHOWING = (
    "model.py",
    "days.py",
    "leaving_out.py",
    *_LEXICON,
    "outgoing.py",
    "page_size.py",
    "shipped.py",
    "slugs.py",
    "time",
    "rdf",
    "build/shown.py",
)
PARTS = {
    stage.name: stage
    for stage in (
        Stage("files", _SHOWING, ("context.jsonld",), ("graph.nq", "graph.trig", "graph.ttl", "graph.jsonld")),
        Stage(
            "index",
            (*_SHOWING, "coding", "index", "build/indexed.py"),
            ("cameo.yaml", "domains.yaml", "entity_types.yaml", "index.sql"),
            (INDEX,),
        ),
        Stage("networks", (*_SHOWING, "analyse", "explore", "coding"), ("domains.yaml", "entity_types.yaml"), (f"{NETWORKS}/",)),
        Stage(
            "page",
            (*_SHOWING, "explore", "coding"),
            ("cameo.yaml", "domains.yaml", "entity_types.yaml", "explore", "gazetteer/coordinates.csv"),
            (PAGE,),
        ),
    )
}
"""The stages that show a finished graph; each may be left out of a build."""


def part_of(name: str) -> Stage | None:
    """The part that a file of a build's folder belongs to."""
    return next((stage for stage in PARTS.values() if stage.has_made(name)), None)


def fingerprint(stages: Iterable[Stage], inputs: Sequence[str]) -> str:
    """A hash of the inputs and of the code and data of the stages that turn them into a result."""
    return hashlib.sha256(repr((inputs, code_digest(_parts(tuple(stages))))).encode()).hexdigest()[:24]


@cache
def _parts(stages: tuple[Stage, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for stage in stages for part in stage.inputs))


@cache
def code_digest(parts: tuple[str, ...]) -> str:
    """A hash of kgraph's own files, those of folders with their names."""
    digest = hashlib.sha256()
    root = Path(str(files("kgraph")))
    for part in parts:
        for file in _files(root / part):
            digest.update(file.relative_to(root).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(path: Path) -> Iterable[Path]:
    return [path] if path.is_file() else sorted(p for p in path.rglob("*") if "__pycache__" not in p.parts and p.is_file())
