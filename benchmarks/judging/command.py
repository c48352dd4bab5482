"""What the commands have in common that draw, join and score."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec

from benchmarks.judging.answers import BadAnswers

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_Run = TypeVar("_Run")


def main(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> int:
    """Runs the command that the arguments name; its exit status, or 1 where judges' files break the rules."""
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except BadAnswers as error:
        print("\n".join(error.faults), file=sys.stderr)
        return 1


def parser(name: str, description: str | None, commands: Iterable[Callable[[Commands], None]]) -> argparse.ArgumentParser:
    """A parser of several commands, each of which one of the functions adds."""
    made = argparse.ArgumentParser(prog=name, description=description)
    places = made.add_subparsers(required=True, metavar="COMMAND")
    for add in commands:
        add(places)
    return made


def command(commands: Commands, name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """Adds a command, which the docstring of its function explains."""
    made = commands.add_parser(name, help=run.__doc__)
    made.set_defaults(run=run)
    return made


def numbers(kinds: Sequence[str]) -> Callable[[str], dict[str, int]]:
    """Reads how many of each kind are wanted, from ``pair=150,entity=60``."""

    def read(text: str) -> dict[str, int]:
        pairs = [part.partition("=") for part in text.split(",")]
        if unknown := [kind for kind, _, number in pairs if kind not in kinds or not number.isdecimal()]:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r}: write KIND=NUMBER; kinds are {', '.join(kinds)}")
        return {kind: int(number) for kind, _, number in pairs}

    return read


def add_store(made: argparse.ArgumentParser, store: Path) -> None:
    """Where the verdicts are kept."""
    made.add_argument("--store", type=Path, default=store, help="the folder of the verdicts (default: the repository's)")


def add_draw(made: argparse.ArgumentParser, kinds: Sequence[str]) -> None:
    """What is drawn, and where the draw goes."""
    made.add_argument("--seed", type=int, required=True, help="one that was not used before")
    made.add_argument("--kinds", type=numbers(kinds), required=True, metavar="KIND=N,...", help=f"kinds: {', '.join(kinds)}")
    made.add_argument(
        "--earlier", type=Path, action="append", default=[], metavar="DRAW", help="an earlier draw; may stand several times"
    )
    made.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the draw and its sheets go")


def add_sheets(made: argparse.ArgumentParser, name: str) -> None:
    """What a draw is called, and where its sheets begin to count."""
    made.add_argument("--name", default=name, help="what the draw is called")
    made.add_argument("--first-sheet", type=int, default=1, metavar="N")


def add_join(made: argparse.ArgumentParser) -> None:
    """Which draws are joined with what judges wrote of them."""
    made.add_argument("draw", nargs="+", type=Path, metavar="DRAW", help="draw-*.jsonl")
    made.add_argument(
        "--answers", type=Path, required=True, metavar="DIR", help="judges' files: NN.tsv, a second reading NN.b.tsv"
    )
    made.add_argument("--day", default=today(), help="when it was judged (default: today)")


def add_score(made: argparse.ArgumentParser) -> None:
    """Which verdicts are scored, and what the score is compared with."""
    made.add_argument("--only", action="append", metavar="DRAW", help="score the verdicts of this draw; may stand several times")
    made.add_argument("--json", type=Path, metavar="FILE", help="write the run here")
    made.add_argument("--against", type=Path, metavar="BASE.json", help="compare with an earlier run")


def today() -> str:
    """The day, as draws and verdicts are named after it."""
    return date.today().isoformat()


def compared(options: argparse.Namespace, now: _Run, kind: type[_Run], compare: Callable[[_Run, _Run], str]) -> None:
    """Writes a run where asked for, and prints what has changed since another one."""
    if options.json is not None:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(now)) + b"\n")
    if options.against is not None:
        print("\n" + compare(msgspec.json.decode(options.against.read_bytes(), type=kind), now))


def titled(title: str, body: str) -> str:
    """A part of a report in Markdown."""
    return f"## {title}\n\n{body}"
