"""Tries to break kgraph from outside, and writes what happened into docs/robustness.md.

    python -m benchmarks.robust.run killed damaged --share 0.01
    python -m benchmarks.robust.run mutated --news ../news --case 4711
    python -m benchmarks.robust.run --report

Each part says in its module what it tries and how long that takes in full. The results are kept as JSON in the scratch folder, from
which the report is made; the exit status is 1 where something crashed, hung, was lost or silently wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.robust import corpus, crowd, damaged, full, killed, mutated
from benchmarks.robust.command import ROOT
from benchmarks.robust.outcomes import Results, Tally, keep, kept, table

DOCUMENT = ROOT / "docs" / "robustness.md"
_BEGIN, _END = "<!-- figures -->\n", "<!-- end of figures -->\n"
_SCRATCH = Path(tempfile.gettempdir()) / "kgraph-robust"


def main() -> int:
    """The exit status."""
    options = _parser().parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        raise SystemExit(f"unknown part {min(unknown)!r}; choose from {', '.join(PARTS)}")
    parts = options.parts or ([] if options.report else list(PARTS))
    found = [_run(part, options) for part in parts]
    if options.report:
        report(options.scratch / "results")
    return int(any(results.failures for results in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; by default all")
    parser.add_argument("--share", type=float, default=1.0, metavar="X", help="try this share of the cases (default: 1)")
    parser.add_argument("--case", type=int, metavar="N", help="try only the case of this number")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="cases of the part `damaged` at once (default: 1)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="what the cases are made from (default: 1)")
    parser.add_argument(
        "--news", type=Path, nargs="*", default=[], metavar="PATH", help="real articles: .jsonl files, pages, folders"
    )
    parser.add_argument("--scratch", type=Path, default=_SCRATCH, metavar="DIR", help=f"where to work (default: {_SCRATCH})")
    parser.add_argument("--report", action="store_true", help="write the kept results into docs/robustness.md")
    return parser


def _run(part: str, options: argparse.Namespace) -> Results:
    options.scratch = options.scratch.resolve()
    folder = options.scratch / part
    folder.mkdir(parents=True, exist_ok=True)
    tally, begin = Tally(_command(part, options)), time.perf_counter()
    PARTS[part](options, folder, tally)
    results = tally.results(part, options.share, options.seed, time.perf_counter() - begin)
    print("\n".join(table([results])), flush=True)
    if options.case is None:
        print(f"kept in {keep(results, options.scratch / 'results')}\n", flush=True)
    return results


def _command(part: str, options: argparse.Namespace) -> str:
    news = f" --news {' '.join(map(str, options.news))}" if options.news else ""
    return f"python -m benchmarks.robust.run {part} --seed {options.seed}{news}"


def report(results: Path) -> None:
    """Puts the table of the kept results into the document, between its marks."""
    before, _, rest = DOCUMENT.read_text("utf-8").partition(_BEGIN)
    figures = "\n".join(table(kept(results, PARTS)))
    DOCUMENT.write_text(f"{before}{_BEGIN}\n{figures}\n\n{_END}{rest.partition(_END)[2]}", "utf-8")


def _numbers(options: argparse.Namespace, count: int) -> range | list[int]:
    """The numbers of the cases to try."""
    return range(max(1, round(options.share * count))) if options.case is None else [options.case]


def _corpus(options: argparse.Namespace, folder: Path, tally: Tally) -> None:
    if options.news:
        corpus.run_corpus(options.news, options.share, options.seed, folder, tally)
    else:
        tally.note("no news was given")


def _mutated(options: argparse.Namespace, folder: Path, tally: Tally) -> None:
    mutated.run_cases(_numbers(options, mutated.CASES), options.news, options.seed, folder, tally)


def _killed(options: argparse.Namespace, folder: Path, tally: Tally) -> None:
    killed.run_cases(_numbers(options, killed.CASES), options.seed, folder, tally)


def _damaged(options: argparse.Namespace, folder: Path, tally: Tally) -> None:
    damaged.run_cases(options.share, options.case, options.seed, options.jobs, folder, tally)


def _full(options: argparse.Namespace, folder: Path, tally: Tally) -> None:
    full.run_cases(options.share, options.case, options.seed, folder, tally)


def _crowd(options: argparse.Namespace, folder: Path, tally: Tally) -> None:
    crowd.run_rounds(_numbers(options, crowd.ROUNDS), options.seed, folder, tally)


PARTS: Mapping[str, Callable[[argparse.Namespace, Path, Tally], None]] = {
    "corpus": _corpus,
    "mutated": _mutated,
    "killed": _killed,
    "damaged": _damaged,
    "full": _full,
    "crowd": _crowd,
}

if __name__ == "__main__":
    sys.exit(main())
