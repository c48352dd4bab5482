"""What foreign articles do to a gold set of events across documents: links into them, and what becomes of the links that are right.

A gold set has a few stories alone, so whoever merges all that looks alike scores well there. Among thousands of other articles he does not.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.accuracy.run import digest, run_program
from benchmarks.identity.archive import Archive
from kgraph.build.declared import EXTRACTION, fingerprint
from kgraph.build.extracted import model_version
from kgraph.coding.predictions import predictions
from kgraph.lexicon import LexiconSource, shipped_lexicon
from kgraph.model import Event, Extraction
from kgraph.resolve import resolve_evidence
from kgraph.resolve.evidence import ArticleEvidence, evidence_of, gather
from kgraph.settings import Settings

_SET = "ecbplus"
_ROWS = ("links between documents", "cross-document")
PARITIES = {"even": (0,), "odd": (1,), "all": (0, 1)}


def report(scorer: Path, gold: Path, foreign: Archive | None, cache: Path, topics: str) -> str:
    """The scorer's rows on links between documents, of the gold articles alone and among the foreign ones, with what links into those."""
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "gold"
        copy_topics(gold, part, PARITIES[topics])
        found = gold_extractions(scorer, part, cache)
        parts = [f"## Alone: {len(found)} articles\n", _scored(scorer, part, found, ())]
        if foreign is not None:
            parts += [f"\n## Among {len(foreign.evidence)} foreign articles\n", _scored(scorer, part, found, foreign.evidence)]
    return "\n".join(parts)


def copy_topics(gold: Path, to: Path, parities: Sequence[int]) -> None:
    """Copies the topics whose numbers are even or odd, and the files beside them."""
    to.mkdir(parents=True)
    for path in sorted(gold.iterdir()):
        if path.is_file():
            shutil.copy(path, to)
        elif path.name.isdecimal() and int(path.name) % 2 in parities:
            shutil.copytree(path, to / path.name)


def gold_extractions(scorer: Path, gold: Path, cache: Path) -> list[Extraction]:
    """The extractions of the gold articles, with every predication; they are kept in a file until text, code or data change."""
    source = LexiconSource.of()
    name = fingerprint([EXTRACTION], [digest(gold), source.version, model_version(Settings().model)])
    kept = cache / f"{_SET}-{name}.jsonl"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        articles = cache / f"{_SET}-articles.jsonl"
        articles.write_text(run_program(sys.executable, str(scorer), _SET, "texts", str(gold)), "utf-8")
        kept.write_text(run_program(sys.executable, "-m", "kgraph.cli", "extract", "--everything", str(articles)), "utf-8")
        articles.unlink()
    reader = TypeAdapter(Extraction)
    return [reader.validate_json(line) for line in kept.read_text("utf-8").splitlines()]


def mixed(events: Sequence[Event], group: Mapping[str, str]) -> list[Event]:
    """The events whose reports are of articles of two groups or more."""
    return [event for event in events if len({group[ref.article] for ref in event.reports}) > 1]


def _scored(scorer: Path, gold: Path, found: Sequence[Extraction], others: Sequence[ArticleEvidence]) -> str:
    """The rows of the scorer, and how many events link articles that have nothing to do with each other."""
    lexicon = shipped_lexicon()
    events = resolve_evidence(gather([*map(evidence_of, found), *others]), lexicon).resolution.events
    homes = {ref: event.id for event in events for ref in event.reports}
    topics = {one.article.id: one.article.key.split("_")[0] for one in found}
    groups = {article.id: topics.get(article.id, "foreign") for article in others} | topics
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in predictions(found, homes, lexicon))
        file.flush()
        rows = _rows(run_program(sys.executable, str(scorer), _SET, "score", str(gold), file.name))
    across = mixed(events, groups)
    into = sum(any(groups[ref.article] == "foreign" for ref in event.reports) for event in across)
    return "\n".join([*rows, f"events over two topics: {len(across) - into}", f"events that link into foreign articles: {into}"])


def _rows(figures: str) -> Iterator[str]:
    return (line.rstrip() for line in figures.splitlines() if any(row in line for row in _ROWS))
