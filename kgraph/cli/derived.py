"""`kgraph analyse` and `kgraph explore`: what is derived from a build."""

from __future__ import annotations

import argparse

from kgraph.cli.options import Commands, add_command, add_directory, add_page_size
from kgraph.cli.output import OK, progress_line
from kgraph.settings import Settings


def add_analyse(commands: Commands) -> None:
    add_directory(add_command(commands, "analyse", "write networks, measures, timeline, dyads and a report of a build", _analyse))


def _analyse(options: argparse.Namespace) -> int:
    from kgraph.build import make_again

    with progress_line() as progress:
        paths = make_again(options.directory, "networks", progress)
    print(*paths, sep="\n")
    return OK


def add_explore(commands: Commands) -> None:
    parser = add_command(commands, "explore", "write the page of a build, one HTML file, and print its path", _explore)
    add_directory(parser)
    add_page_size(parser)


def _explore(options: argparse.Namespace) -> int:
    from kgraph.build import make_again

    given = options.page_megabytes
    settings = Settings() if given is None else Settings(page_megabytes=given)
    with progress_line() as progress:
        paths = make_again(options.directory, "page", progress, megabytes=settings.page_megabytes)
    print(*paths)
    return OK
