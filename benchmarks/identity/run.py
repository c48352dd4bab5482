"""Draws what the program holds to be one thing, joins what judges wrote, and scores the program of today (docs/identity.md)."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import msgspec

from benchmarks import lines
from benchmarks.identity import alarm, distractors, invariants, score, stories
from benchmarks.identity.archive import Archive
from benchmarks.identity.draw import Rules, draw
from benchmarks.identity.items import KINDS, Item, on_sheets, read_items, write_items
from benchmarks.identity.sheets import item_text, write_sheets
from benchmarks.identity.verdicts import STORE, deciding, join, read_store
from benchmarks.truth.join import BadAnswers
from kgraph.lexicon import shipped_lexicon
from kgraph.resolve.evidence import gather

SHEET = 40
"""How many items a judge reads in one sitting."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 1 where judges' files break the rules, or where a limit is exceeded."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BadAnswers as error:
        print("\n".join(error.faults), file=sys.stderr)
        return 1


def _draw(options: argparse.Namespace) -> int:
    """Draws, and writes the draw's file and its sheets."""
    earlier = [item for path in options.earlier for item in read_items(path)]
    judged = frozenset(item.key for item in (*(verdict.item for verdict in read_store(options.store)), *earlier))
    archive = Archive.of(options.build)
    groups = draw(archive, Rules(options.seed, options.kinds, options.name, judged))
    items = on_sheets(groups, options.first_sheet, SHEET)
    write_items(items, options.out / f"draw-{options.name}.jsonl")
    written = write_sheets(items, archive, options.out / "sheets")
    print(f"{len(items)} items on {len(written)} sheets in {options.out / 'sheets'}")
    print("\n".join(_counts(items)))
    return 0


def _join(options: argparse.Namespace) -> int:
    """Keeps the verdicts of judges' files, and prints their shares."""
    items = [item for path in options.draw for item in read_items(path)]
    found = join(items, options.answers, options.day, read_store(options.store))
    for name in sorted({verdict.item.draw for verdict in found}):
        lines.written((verdict for verdict in found if verdict.item.draw == name), options.store / f"{name}.jsonl", mode="ab")
    print(f"{len(found)} verdicts kept")
    for kind in KINDS:
        if of_kind := deciding(verdict for verdict in found if verdict.item.kind == kind):
            print(f"\n## {kind}\n\n{score.shares(kind, of_kind)}")
    return 0


def _score(options: argparse.Namespace) -> int:
    """Scores, writes the run where asked for, and compares it with another."""
    verdicts = [verdict for verdict in read_store(options.store) if not options.only or verdict.item.draw in options.only]
    archive = Archive.of(options.build)
    found = score.standings(deciding(verdicts), archive)
    print(score.report(found, archive))
    now = score.lines(found)
    if options.json is not None:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(now)) + b"\n")
    if options.against is not None:
        base = msgspec.json.decode(options.against.read_bytes(), type=list[score.Line])
        print("\n" + score.compare(base, now))
    if options.look is not None:
        _write_to_look_at(found, archive, options.look)
    return 0


def _write_to_look_at(found: Sequence[score.Standing], archive: Archive, folder: Path) -> None:
    """Writes what is lost and what is still wrong, as far as it is not held out, as judges read it."""
    folder.mkdir(parents=True, exist_ok=True)
    free = [one for one in found if not one.verdict.item.held and one.status != score.ABSENT]
    lost = [one.verdict.item for one in free if one.verdict.is_good and one.status == score.GONE]
    wrong = [one.verdict.item for one in free if not one.verdict.is_good and one.status == score.KEPT]
    for name, items in (("lost", lost), ("wrong", wrong)):
        (folder / f"{name}.txt").write_text("".join(item_text(item, archive) for item in items), "utf-8")
        print(f"{len(items)} items in {folder / name}.txt")


def _alarm(options: argparse.Namespace) -> int:
    """Lists the events that span both files, with their reasons; fails where there are more than ``--most``."""
    found = alarm.spanning(Archive.of(options.build), tuple(options.files))
    print("\n".join(line for one in found for line in alarm.lines(one)))
    print(f"{len(found)} events span {' and '.join(options.files)}")
    return 1 if options.most is not None and len(found) > options.most else 0


def _invariants(options: argparse.Namespace) -> int:
    """Counts the events that break what holds of every event; fails where there are some."""
    archive = Archive.of(options.build)
    found = invariants.broken(archive.resolution, gather(archive.evidence), shipped_lexicon())
    print(invariants.report(found, len(archive.resolution.events)))
    return 1 if found else 0


def _stories(options: argparse.Namespace) -> int:
    """Prints how far the main events of known stories are one node each."""
    print(stories.report(stories.read(options.stories), Archive.of(options.build)))
    return 0


def _distractors(options: argparse.Namespace) -> int:
    """Prints what foreign articles do to the links between documents of a gold set."""
    foreign = Archive.of(options.build) if options.build is not None else None
    print(distractors.report(options.scorer, options.gold, foreign, options.cache, options.topics))
    return 0


def _counts(items: Sequence[Item]) -> list[str]:
    counts = Counter((item.kind, item.held) for item in items)
    return [f"{kind}, {'held out' if held else 'not held out'}: {counts[kind, held]}" for kind, held in sorted(counts)]


def _numbers(text: str) -> dict[str, int]:
    """How many of each kind, from ``pair=150,entity=60``."""
    pairs = [part.partition("=") for part in text.split(",")]
    if unknown := [kind for kind, _, number in pairs if kind not in KINDS or not number.isdecimal()]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r}: write KIND=NUMBER; kinds are {', '.join(KINDS)}")
    return {kind: int(number) for kind, _, number in pairs}


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="identity", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_draw, _add_join, _add_score, _add_alarm, _add_invariants, _add_stories, _add_distractors):
        add(commands)
    return parser


def _command(commands: _Commands, name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=run.__doc__)
    parser.set_defaults(run=run)
    return parser


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "build", type=Path, metavar="BUILD", help="a folder that kgraph build wrote; only its extractions are read"
    )


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", type=Path, default=STORE, help="the folder of the verdicts (default: the repository's)")


def _add_draw(commands: _Commands) -> None:
    parser = _command(commands, "draw", _draw)
    _add_build(parser)
    _add_store(parser)
    parser.add_argument("--seed", type=int, required=True, help="one that was not used before")
    parser.add_argument("--kinds", type=_numbers, required=True, metavar="KIND=N,...", help=f"kinds: {', '.join(KINDS)}")
    parser.add_argument("--name", default=date.today().isoformat(), help="what the draw is called")
    parser.add_argument("--first-sheet", type=int, default=1, metavar="N")
    parser.add_argument(
        "--earlier", type=Path, action="append", default=[], metavar="DRAW", help="a draw that is still to be judged"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the draw and its sheets go")


def _add_join(commands: _Commands) -> None:
    parser = _command(commands, "join", _join)
    _add_store(parser)
    parser.add_argument("draw", nargs="+", type=Path, metavar="DRAW", help="draw-*.jsonl")
    parser.add_argument(
        "--answers", type=Path, required=True, metavar="DIR", help="judges' files: NN.tsv, a second reading NN.b.tsv"
    )
    parser.add_argument("--day", default=date.today().isoformat(), help="when it was judged (default: today)")


def _add_score(commands: _Commands) -> None:
    parser = _command(commands, "score", _score)
    _add_build(parser)
    _add_store(parser)
    parser.add_argument(
        "--only", action="append", metavar="DRAW", help="score the verdicts of this draw; may stand several times"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the run here")
    parser.add_argument("--against", type=Path, metavar="BASE.json", help="compare with an earlier run")
    parser.add_argument(
        "--look",
        type=Path,
        metavar="DIR",
        help="write lost.txt and wrong.txt here: good merges that are gone, bad ones that are kept",
    )


def _add_alarm(commands: _Commands) -> None:
    parser = _command(commands, "alarm", _alarm)
    _add_build(parser)
    parser.add_argument(
        "--files", nargs=2, required=True, metavar="FILE", help="the names of two files of articles that lie years apart"
    )
    parser.add_argument("--most", type=int, metavar="N", help="fail where more events than that span both")


def _add_invariants(commands: _Commands) -> None:
    _add_build(_command(commands, "invariants", _invariants))


def _add_stories(commands: _Commands) -> None:
    parser = _command(commands, "stories", _stories)
    _add_build(parser)
    parser.add_argument("--stories", type=Path, default=stories.STORIES, help="the stories (default: the repository's)")


def _add_distractors(commands: _Commands) -> None:
    parser = _command(commands, "distractors", _distractors)
    parser.add_argument(
        "--build", type=Path, metavar="BUILD", help="a build of foreign articles; without it the gold set alone is scored"
    )
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, metavar="DIR", help="where the build of the gold articles is kept")
    parser.add_argument("--topics", choices=("all", "even", "odd"), default="all", help="which topics are scored (default: all)")


if __name__ == "__main__":
    sys.exit(main())
