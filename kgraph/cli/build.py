"""`kgraph build` and `kgraph status`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.cli.options import (
    DIRECTORY,
    Commands,
    add_command,
    add_directory,
    add_knowledge,
    add_only,
    add_page_size,
    add_sources,
    named_path,
    parts_of,
    settings_of,
    with_corrections,
)
from kgraph.cli.output import FAILED, OK, progress_line, say, say_error, say_if_waiting, say_warning
from kgraph.errors import shown
from kgraph.outgoing import counted, printable

if TYPE_CHECKING:
    from kgraph.build import BuildResult


def add_build(commands: Commands) -> None:
    parser = add_command(commands, "build", "build the graph, the networks and the page from articles", _build)
    add_sources(parser)
    parser.add_argument(
        "-o", "--output", type=named_path, default=DIRECTORY, metavar="DIR", help="the folder to write to (default: output)"
    )
    add_only(parser)
    add_page_size(parser)
    parser.add_argument(
        "--rebuild",
        dest="anew",
        action="store_true",
        help="rebuild the graph from nothing, which clears deleted articles out of the store's files",
    )
    parser.add_argument("--anew", action="store_true", help=argparse.SUPPRESS)  # the older name
    add_knowledge(parser)


def _build(options: argparse.Namespace) -> int:
    from kgraph.build import build
    from kgraph.build.declared import PAGE

    settings = with_corrections(settings_of(options), options.sources)
    say_if_waiting(options.sources)
    with progress_line() as progress:
        result = build(options.sources, options.output, settings, parts=parts_of(options), anew=options.anew, progress=progress)
    _report(result, options.output, debug=options.debug)
    if "page" in parts_of(options):
        say(f"kgraph: open {shown(str(options.output / PAGE))} in a browser")
    return FAILED if result.errors else OK


def _report(result: BuildResult, out: Path, *, debug: bool) -> None:
    for error in result.errors:
        say_error(error, debug=debug)
    for warning in result.warnings:
        say_warning(warning)
    if result.later:
        say(f"kgraph: {counted(result.later, 'article')} left out that did not appear by then, or of which that is not known")
    if result.errors:
        say(
            f"kgraph: {len(result.errors):,} of {counted(result.articles + len(result.errors), 'article')} failed; the others are built"
        )
    state = f"{result.extracted:,} extracted, {result.removed:,} removed"
    if result.unchanged:
        state = "nothing to do" if not result.healed else "nothing new"
    if result.healed:
        state += f", {counted(result.healed, 'damaged file')} restored"
    say(
        f"kgraph: {counted(result.articles, 'article')} ({state}), {counted(result.entities, 'entity', 'entities')}, "
        f"{counted(result.events, 'event')}, {counted(result.quads, 'statement')} in {shown(str(out))}"
    )


def add_status(commands: Commands) -> None:
    parser = add_command(
        commands, "status", "show what has changed since the last build, without building (exit status 1 if it is stale)", _status
    )
    add_sources(parser, "default: those of the last build")
    parser.set_defaults(sources=[])
    add_directory(parser)
    parser.add_argument(
        "-o", "--output", type=named_path, dest="directory", default=DIRECTORY, help=argparse.SUPPRESS
    )  # as for build
    add_knowledge(parser)


def _status(options: argparse.Namespace) -> int:
    from kgraph.build import last_made
    from kgraph.build.status import status

    last = last_made(options.directory)
    sources = options.sources or (list(last.sources) if last else [])
    say_if_waiting(sources)
    found = status(sources, options.directory, with_corrections(settings_of(options), sources))
    for error in found.errors:
        say_error(error, debug=options.debug)
    for line in found.reasons or ("up to date",):
        print(printable(line))
    return FAILED if found.is_stale else OK
