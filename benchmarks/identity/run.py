"""Draws what the program holds to be one thing, joins what judges wrote, and scores the program of today (docs/identity.md)."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.identity.archive import Archive
from benchmarks.identity.draw import Rules, draw
from benchmarks.identity.items import KINDS, on_sheets, read_items, write_items
from benchmarks.identity.sheets import write_sheets
from benchmarks.identity.verdicts import STORE, read_store

SHEET = 40
"""How many items a judge reads in one sitting."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def _draw(options: argparse.Namespace) -> int:
    judged = frozenset(verdict.item.key for verdict in read_store(options.store))
    archive = Archive.of(options.build)
    groups = draw(archive, Rules(options.seed, options.kinds, options.name, judged))
    items = on_sheets(groups, options.first_sheet, SHEET)
    write_items(items, options.out / f"draw-{options.name}.jsonl")
    written = write_sheets(items, archive, options.out / "sheets")
    print(f"{len(items)} items on {len(written)} sheets in {options.out / 'sheets'}")
    for (kind, held), number in sorted(Counter((item.kind, item.held) for item in items).items()):
        print(f"{kind}, {'held out' if held else 'not held out'}: {number}")
    return 0


def _numbers(text: str) -> dict[str, int]:
    pairs = [part.partition("=") for part in text.split(",")]
    if unknown := [kind for kind, _, number in pairs if kind not in KINDS or not number.isdecimal()]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r}: write KIND=NUMBER; kinds are {', '.join(KINDS)}")
    return {kind: int(number) for kind, _, number in pairs}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="identity", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    p = commands.add_parser("draw")
    p.set_defaults(run=_draw)
    p.add_argument("build", type=Path)
    p.add_argument("--store", type=Path, default=STORE)
    p.add_argument("--seed", type=int, required=True)
    p.add_argument("--kinds", type=_numbers, required=True)
    p.add_argument("--name", default=date.today().isoformat())
    p.add_argument("--first-sheet", type=int, default=1)
    p.add_argument("--out", type=Path, required=True)
    return parser


if __name__ == "__main__":
    sys.exit(main())
