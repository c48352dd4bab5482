"""Draws what the program holds to be one thing, joins what judges wrote, and scores the program of today (docs/identity.md)."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.identity import alarm, distractors, invariants, score, stories
from benchmarks.identity.archive import Archive
from benchmarks.identity.draw import Rules, draw
from benchmarks.identity.items import KINDS, Item, on_sheets, read_items
from benchmarks.identity.sheets import item_text, sheet
from benchmarks.identity.verdicts import STORE, deciding, join, read_store
from benchmarks.judging import command, lines
from benchmarks.judging.command import Commands
from benchmarks.judging.sheets import write_sheets
from kgraph.lexicon import shipped_lexicon
from kgraph.resolve.evidence import gather

SHEET = 40
"""How many items a judge reads in one sitting."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 1 where judges' files break the rules, or where a limit is exceeded."""
    return command.main(_parser(), arguments)


def _draw(options: argparse.Namespace) -> int:
    """Draws, and writes the draw's file and its sheets."""
    earlier = [item for path in options.earlier for item in read_items(path)]
    judged = frozenset(item.key for item in (*(verdict.item for verdict in read_store(options.store)), *earlier))
    archive = Archive.of(options.build)
    groups = draw(archive, Rules(options.seed, options.kinds, options.name, judged))
    items = on_sheets(groups, options.first_sheet, SHEET)
    lines.written(items, options.out / f"draw-{options.name}.jsonl")
    written = write_sheets(items, options.out / "sheets", partial(sheet, archive=archive))
    print(f"{len(items)} items on {len(written)} sheets in {options.out / 'sheets'}")
    print("\n".join(_counts(items)))
    return 0


def _join(options: argparse.Namespace) -> int:
    """Keeps the verdicts of judges' files, and prints their shares."""
    items = [item for path in options.draw for item in read_items(path)]
    found = join(items, options.answers, options.day, read_store(options.store))
    lines.keep(found, options.store, lambda verdict: verdict.item.draw)
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
    command.compared(options, score.lines(found), list[score.Line], score.compare)
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


def _parser() -> argparse.ArgumentParser:
    adding = (_add_draw, _add_join, _add_score, _add_alarm, _add_invariants, _add_stories, _add_distractors)
    return command.parser("identity", __doc__, adding)


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "build", type=Path, metavar="BUILD", help="a folder that kgraph build wrote; only its extractions are read"
    )


def _add_draw(commands: Commands) -> None:
    parser = command.command(commands, "draw", _draw)
    _add_build(parser)
    command.add_store(parser, STORE)
    command.add_sheets(parser, command.today())
    command.add_draw(parser, KINDS)


def _add_join(commands: Commands) -> None:
    parser = command.command(commands, "join", _join)
    command.add_store(parser, STORE)
    command.add_join(parser)


def _add_score(commands: Commands) -> None:
    parser = command.command(commands, "score", _score)
    _add_build(parser)
    command.add_store(parser, STORE)
    command.add_score(parser)
    parser.add_argument(
        "--look",
        type=Path,
        metavar="DIR",
        help="write lost.txt and wrong.txt here: good merges that are gone, bad ones that are kept",
    )


def _add_alarm(commands: Commands) -> None:
    parser = command.command(commands, "alarm", _alarm)
    _add_build(parser)
    parser.add_argument(
        "--files", nargs=2, required=True, metavar="FILE", help="the names of two files of articles that lie years apart"
    )
    parser.add_argument("--most", type=int, metavar="N", help="fail where more events than that span both")


def _add_invariants(commands: Commands) -> None:
    _add_build(command.command(commands, "invariants", _invariants))


def _add_stories(commands: Commands) -> None:
    parser = command.command(commands, "stories", _stories)
    _add_build(parser)
    parser.add_argument("--stories", type=Path, default=stories.STORIES, help="the stories (default: the repository's)")


def _add_distractors(commands: Commands) -> None:
    parser = command.command(commands, "distractors", _distractors)
    parser.add_argument(
        "--build", type=Path, metavar="BUILD", help="a build of foreign articles; without it the gold set alone is scored"
    )
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, metavar="DIR", help="where the build of the gold articles is kept")
    parser.add_argument("--topics", choices=("all", "even", "odd"), default="all", help="which topics are scored (default: all)")


if __name__ == "__main__":
    sys.exit(main())
