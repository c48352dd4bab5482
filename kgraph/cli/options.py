"""Options that several commands have, and the settings that they make."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from kgraph.cli.output import say
from kgraph.errors import shown
from kgraph.mapping import OURS
from kgraph.model import LEAST_CONFIDENCE
from kgraph.page_size import PAGE_MEGABYTES
from kgraph.settings import Settings, read_settings

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse has no public name for it
DIRECTORY = Path("output")
_PARTS = ("files", "index", "networks", "page")


def add_command(commands: Commands, name: str, what: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """Adds a command with the options that all commands have; ``run`` returns the exit status."""
    parser = commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
    parser.set_defaults(run=run, parser=parser)
    add_debug(parser, default=argparse.SUPPRESS)
    return parser


def add_debug(parser: argparse.ArgumentParser, default: object) -> None:
    """Adds --debug."""
    parser.add_argument("--debug", action="store_true", default=default, help="show tracebacks of errors, for a bug report")


def add_sources(parser: argparse.ArgumentParser, default: str = "- (the default) is stdin") -> None:
    """Adds the articles and what reading and extracting them needs."""
    parser.add_argument("sources", nargs="*", default=["-"], metavar="PATH", help=f"files, folders or archives; {default}")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="a kgraph.toml (default: the one in the working folder)")
    parser.add_argument("--model", help="an installed spaCy English pipeline")
    parser.add_argument("--processes", type=int, metavar="N", help="how many processes extract at once (default: 1)")
    parser.add_argument("--max-characters", type=int, metavar="N", help="reject longer articles (default: 200000)")
    parser.add_argument(
        "--max-seconds",
        type=int,
        metavar="N",
        help="give up on an article after this many seconds of processor time (default: 120)",
    )
    parser.add_argument(
        "--max-megabytes", type=int, metavar="N", help="the most memory for each process, in megabytes (default: 4000)"
    )
    parser.add_argument(
        "--least-confidence",
        type=probability,
        metavar="P",
        help=f"leave events of which kgraph is less sure out of the graph (default: {LEAST_CONFIDENCE}; 0 keeps all; docs/confidence.md)",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        default=None,
        help="let a cross-encoder read each claim as well, for a better confidence; needs kgraph[verify] (docs/confidence.md)",
    )
    parser.add_argument(
        "--lexicon",
        action="append",
        metavar="FOLDER",
        help="a folder of event types to add to kgraph's own; repeat it for more folders, the last one takes precedence (docs/lexicon.md)",
    )

    _add_records(parser)


def _add_records(parser: argparse.ArgumentParser) -> None:
    """Adds what reading JSON, CSV and Parquet files may need to be told."""
    parser.add_argument(
        "--map",
        action="append",
        metavar="NAME=FIELD[,...]",
        help=f"the fields of your records that hold what kgraph reads, as in text=body,title=headline; the names are {', '.join(OURS)}",
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", dest="date_order", action="store_const", const="day-first", help="03/04/2025 is the third of April"
    )
    order.add_argument(
        "--month-first", dest="date_order", action="store_const", const="month-first", help="03/04/2025 is the fourth of March"
    )


def add_directory(parser: argparse.ArgumentParser) -> None:
    """Adds the folder of a build."""
    parser.add_argument("-d", "--directory", type=named_path, default=DIRECTORY, metavar="DIR", help="a build (default: output)")


def add_only(parser: argparse.ArgumentParser) -> None:
    """Adds --only."""
    parser.add_argument(
        "--only",
        action="append",
        choices=("graph", *_PARTS),
        help="update the graph and only this part; repeat it for more parts (graph: no other part)",
    )


def parts_of(options: argparse.Namespace) -> tuple[str, ...]:
    """The parts of a build that --only asks for; all if it is not given."""
    return tuple(part for part in options.only if part != "graph") if options.only else _PARTS


def add_page_size(parser: argparse.ArgumentParser) -> None:
    """Adds --page-size."""
    parser.add_argument(
        "--page-size",
        dest="page_megabytes",
        type=int,
        metavar="MB",
        help=f"the most megabytes of the page (default: {PAGE_MEGABYTES}), which holds the most certain and most reported events first",
    )


def add_at_least(parser: argparse.ArgumentParser, what: str) -> None:
    """Adds the least confidence of the events that are shown."""
    parser.add_argument("--at-least", type=probability, metavar="P", help=f"{what}; P is between 0 and 1")


def probability(given: str) -> float:
    """A number between 0 and 1."""
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number between 0 and 1")
    return value


def named_path(given: str) -> Path:
    """A path that was given; an empty one, which would mean the working folder, is a mistake."""
    if not given:
        raise argparse.ArgumentTypeError("an empty name is not a file or folder")
    return Path(given)


def add_knowledge(parser: argparse.ArgumentParser) -> None:
    """Adds authority files, corrections and the base of IRIs."""
    parser.add_argument(
        "--base",
        "--base-iri",
        dest="base_iri",
        metavar="IRI",
        help="the beginning of every IRI: the address of the server that will answer for them (docs/serve.md)",
    )
    parser.add_argument(
        "--authority",
        action="append",
        metavar="FILE",
        help="a CSV or YAML file of known entities; repeat it for more files (docs/entities.md)",
    )
    parser.add_argument(
        "--no-shipped-authority",
        dest="shipped_authority",
        action="store_false",
        default=None,
        help="do not use kgraph's own authority file",
    )
    parser.add_argument(
        "--period",
        action="append",
        metavar="[PATH=]FROM..TO",
        help="when undated articles appeared: 2004..2005, or archive/old.jsonl=2004..2005; repeat it for more (docs/entities.md)",
    )
    parser.add_argument(
        "--as-of",
        metavar="DAY",
        help="build the graph as it was on a day, such as 2024-05-07, from the articles up to then (docs/stories.md)",
    )
    parser.add_argument(
        "--corrections",
        metavar="FILE",
        help="a file of corrections (default: corrections.yaml next to the articles or in the working folder; docs/entities.md)",
    )


def with_corrections(settings: Settings, sources: Sequence[str]) -> Settings:
    """The settings with the corrections that lie next to the articles, if none are named."""
    from kgraph.build import corrections_beside

    found = corrections_beside(sources) if not settings.corrections else None
    if found is None:
        return settings
    say(f"kgraph: using the corrections in {shown(str(found))}")
    return replace(settings, corrections=str(found))


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings file with what the options say instead."""
    path = options.settings
    if path is None and Path("kgraph.toml").is_file():
        path = Path("kgraph.toml")
    names = (
        "model",
        "processes",
        "max_characters",
        "max_seconds",
        "max_megabytes",
        "least_confidence",
        "verify",
        "base_iri",
        "shipped_authority",
        "corrections",
        "as_of",
        "date_order",
        "page_megabytes",
    )
    given = {name: getattr(options, name, None) for name in names}
    lists = {name: tuple(value) for name in ("authority", "lexicon", "period") if (value := getattr(options, name, None))}
    if options_map := getattr(options, "map", None):
        lists["map"] = tuple(pair for text in options_map for pair in text.split(","))
    return read_settings(path, {**given, **lists})
