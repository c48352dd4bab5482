"""Writes a report of every annotated event that kgraph misses, and which stage lost it; the counts go into docs/accuracy.md.

The gold comes from the scorer (``SET texts GOLD`` and ``SET gold GOLD``, JSON lines). For each miss the report has the sentence, the gold,
what was found, and the stage (benchmarks/accuracy/stages.py), the most frequent stage first. It holds sentences of the gold data, which
may not be passed on, so it is written to stdout or to a file outside the repository.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy.run import DOCUMENT, OPTIONS, made_of, run_program, write_section
from benchmarks.accuracy.stages import Dyad, Loss, Steps, lost_dyad, lost_trigger, steps
from kgraph.errors import KGraphError
from kgraph.ingest import read
from kgraph.language import load_model, parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article, Span
from kgraph.settings import Settings

SETS = ("plover", "meantime", "timeml", "ecbplus")
"""Those that annotate events."""


@dataclass(frozen=True, slots=True)
class Miss:
    """An annotated event that was not found: where, the gold in words, the loss, and what was found in its sentence."""

    article: str
    sentence: str
    gold: str
    loss: Loss
    found: tuple[str, ...]


def main() -> int:
    """The exit status: 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--report", type=Path, default=Path("-"), help="a file outside the repository; - (the default) is stdout")
    parser.add_argument("--dry", action="store_true", help="leave docs/accuracy.md as it is")
    options = parser.parse_args()
    if options.report.resolve().is_relative_to(DOCUMENT.parents[1]) and str(options.report) != "-":
        parser.error(f"{options.report} is inside the repository; the report holds sentences that may not be passed on")
    total, found = misses(options.scorer, options.set, options.gold)
    text = "\n".join((table(total, found), *map(shown, ordered(found))))
    if str(options.report) == "-":
        print(text)
    else:
        options.report.write_text(f"{text}\n", "utf-8")
    if not options.dry:
        write_section(f"{options.set}: misses by stage", f"{made_of(options.gold)}\n\n{table(total, found)}")
    return 0


def misses(scorer: Path, name: str, gold: Path) -> tuple[int, list[Miss]]:
    """How many events are annotated, and those that kgraph misses, in the order of the gold."""
    wanted = {line["id"]: line["events"] for line in _lines(scorer, name, "gold", gold)}
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        articles.write_text("".join(f"{json.dumps(line)}\n" for line in _lines(scorer, name, "texts", gold)), "utf-8")
        found = [miss for seen in _steps(articles, name) for miss in _missed(wanted[seen.reading.article.key], seen)]
    return sum(map(len, wanted.values())), found


def _lines(scorer: Path, name: str, action: str, gold: Path) -> Iterator[dict[str, Any]]:
    printed = run_program(sys.executable, str(scorer), name, action, str(gold))
    return (json.loads(line) for line in printed.split("\n") if line)


def _steps(articles: Path, name: str) -> Iterator[Steps]:
    """What each stage gives for each article, as the set is scored (benchmarks.accuracy.run.OPTIONS)."""
    everything = "--everything" in OPTIONS.get(name, ())
    for article, doc in parse(_readable(articles), load_model(Settings().model)):
        yield steps(article, doc, shipped_lexicon(), everything=everything)


def _readable(path: Path) -> Iterator[Article]:
    for article in read([path]):
        if isinstance(article, KGraphError):
            raise article
        yield article


def _missed(events: Iterable[Mapping[str, Any]], seen: Steps) -> Iterator[Miss]:
    for event in events:
        if event["start"] is not None:
            trigger = Span(event["start"], event["end"])
            yield from _miss(lost_trigger(trigger, seen), trigger.of(seen.text), trigger, seen)
        else:
            gold = Dyad(event["root"], _spans(event, "agent"), _spans(event, "patient"))
            yield from _miss(lost_dyad(gold, seen), gold.shown(seen.text), None, seen)


def _spans(event: Mapping[str, Any], role: str) -> tuple[Span, ...]:
    return tuple(Span(one["start"], one["end"]) for one in event["participants"] if one["role"] == role)


def _miss(loss: Loss | None, gold: str, trigger: Span | None, seen: Steps) -> Iterator[Miss]:
    """The miss with its sentence; the whole text where nothing says which sentence of it was annotated."""
    if loss is None:
        return
    sentences = [Span(sentence.start_char, sentence.end_char) for sentence in seen.reading.doc.sents]
    place = next((one for one in sentences if trigger is not None and one.overlaps(trigger)), Span(0, len(seen.text)))
    found = tuple(event.shown(seen.text) for event in seen.events if event.trigger.overlaps(place))
    yield Miss(seen.reading.article.key, " ".join(place.of(seen.text).split()), gold, loss, found)


def ordered(found: Iterable[Miss]) -> list[Miss]:
    """The misses, those of the most frequent stage first."""
    listed = list(found)
    counts = Counter(miss.loss.stage for miss in listed)
    return sorted(listed, key=lambda miss: (-counts[miss.loss.stage], miss.loss.stage))


def table(total: int, found: Sequence[Miss]) -> str:
    """Markdown: how many of the annotated events each stage lost, the most frequent first."""
    counts = Counter(miss.loss.stage for miss in found)
    rows = [
        f"| {stage} | {count} | {count / total:.3f} |"
        for stage, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    ]
    head = f"{len(found)} of {total} annotated events are missed:"
    return "\n".join((head, "", "| stage | misses | share of all |", "|---|---|---|", *rows))


def shown(miss: Miss) -> str:
    """A miss as a paragraph of the report."""
    lines = [f"{miss.article}  {miss.loss.stage}: {miss.loss.because}", miss.sentence, f"gold   {miss.gold}"]
    return "\n".join(("", *lines, *(f"found  {event}" for event in miss.found)))


if __name__ == "__main__":
    sys.exit(main())
