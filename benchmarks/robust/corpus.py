"""Builds all of the news that is given, with one process and with two, and compares the graphs.

A share takes so many lines of each JSON Lines file and so many pages. Articles in the graph count as right, those that are told as errors
as reported; other errors than those of reading count as lost. A build that dies counts as crashed, once.

The full run on 2,000 articles takes about 15 minutes.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.robust.checks import problems
from benchmarks.robust.command import Ran, fault, run
from benchmarks.robust.mutated import DONE, ERROR, OF_THE_ARTICLE
from benchmarks.robust.outcomes import Outcome, Tally

_LONGEST = 7200.0  # seconds


def run_corpus(news: Sequence[Path], share: float, seed: int, scratch: Path, tally: Tally) -> None:
    """Builds a share of the news twice."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    sources = [str(path.resolve()) for path in news] if share >= 1 else [str(_sampled(news, share, seed, scratch / "news"))]
    graphs = set()
    for processes in (1, 2):
        out = scratch / f"out-{processes}"
        ran = run(["build", *sources, "-o", str(out), "--processes", str(processes)], scratch, timeout=_LONGEST)
        _judge(ran, out, f"{processes} process{'es' if processes > 1 else ''}", tally)
        graphs |= {hashlib.sha256((out / "graph.nq").read_bytes()).hexdigest()} if (out / "graph.nq").is_file() else set()
    if len(graphs) == 2:
        tally.count("one and two processes", Outcome.WRONG, 0, "the graphs differ")


def _judge(ran: Ran, out: Path, row: str, tally: Tally) -> None:
    if found := fault(ran, (0, 1, 2)):
        tally.count(row, found[0], 0, found[1])
        return
    slugs = Counter(slug for _, slug in ERROR.findall(ran.err))
    for message, slug in ERROR.findall(ran.err):
        tally.count(row, Outcome.REPORTED if slug in OF_THE_ARTICLE else Outcome.LOST, 0, message)
    built = int(done[1]) if (done := DONE.search(ran.err)) else 0
    wrong = {problem.article: problem for problem in (problems(out) if built else [])}
    for problem in wrong.values():
        tally.count(row, Outcome.WRONG, 0, f"{problem.file}: {problem.what}")
    for _ in range(built - len(wrong)):
        tally.count(row, Outcome.RIGHT)
    told = ", ".join(f"{count} {slug}" for slug, count in slugs.most_common()) or "none"
    tally.note(f"{row}: {ran.seconds:.0f} s, status {ran.status}; told as errors: {told}")


def _sampled(news: Sequence[Path], share: float, seed: int, folder: Path) -> Path:
    """A folder with a share of the lines and pages of the news."""
    folder.mkdir()
    chance = Random(f"corpus:{seed}")
    for path in _files(news):
        if path.suffix == ".jsonl":
            lines = path.read_bytes().splitlines(keepends=True)
            (folder / path.name).write_bytes(b"".join(chance.sample(lines, max(1, round(share * len(lines))))))
        elif chance.random() < share:
            shutil.copy(path, folder / path.name)
    return folder


def _files(news: Sequence[Path]) -> Iterator[Path]:
    for source in news:
        yield from [source] if source.is_file() else sorted(path for path in source.rglob("*") if _is_article(path))


def _is_article(path: Path) -> bool:
    return path.is_file() and re.fullmatch(r"\.(jsonl|html?|txt)", path.suffix) is not None and not path.name.startswith("README")
