"""`kgraph reconcile`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.cli.options import Commands, add_command, add_directory, named_path
from kgraph.cli.output import OK, progress_line, say
from kgraph.errors import KGraphError, SettingsError
from kgraph.outgoing import counted

if TYPE_CHECKING:
    from kgraph.reconcile import Reconciliation


def add_reconcile(commands: Commands) -> None:
    what = "ask a reconciliation service for the identifiers of a build's entities, and write its answers as an authority file"
    parser = add_command(commands, "reconcile", what, _reconcile)
    add_directory(parser)
    parser.add_argument(
        "--service", required=True, metavar="URL", help="a service of the W3C Reconciliation API (docs/entities.md)"
    )
    parser.add_argument(
        "-o", "--output", type=named_path, default=Path("-"), metavar="FILE", help="a new .yaml file (default: stdout)"
    )
    parser.add_argument(
        "--type", action="append", metavar="TYPE", help="ask about entities of this type; repeat it for more types"
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", help="ask about this many entities, the most mentioned first (default: all)"
    )
    parser.add_argument("--candidates", type=int, metavar="N", help="how many candidates to get for each (default: 5)")
    parser.add_argument(
        "--score",
        type=float,
        metavar="X",
        help="if the service is not certain, accept the best candidate with at least this score",
    )
    parser.add_argument(
        "--margin", type=float, metavar="X", help="with --score: accept it only if it leads by this much (default: by any amount)"
    )
    parser.add_argument(
        "--identifiers", metavar="IRI", help="the beginning of an identifier, before the id (default: as the service says)"
    )
    parser.add_argument("--types", type=Path, metavar="FILE", help="a YAML file of the service's names for kgraph's types")
    _add_network(parser)


def _add_network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cache", type=Path, metavar="FOLDER", help="where to keep answers (default: in the build)")
    parser.add_argument("--refresh", action="store_true", help="ask again about everything, ignoring kept answers")
    parser.add_argument("--interval", type=float, metavar="SECONDS", help="the time between two requests (default: 1)")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="how long to wait for an answer (default: 30)")


def _reconcile(options: argparse.Namespace) -> int:
    from kgraph.disk import check_free, write_whole
    from kgraph.reconcile import Options, Threshold, is_exposed, reconcile

    if options.output.exists():  # "-" is a file only where somebody made one of that name
        raise KGraphError("exists already and may hold your decisions; name a new file", str(options.output))
    check_free(options.output)
    if is_exposed(options.service):
        say(f"kgraph: warning: requests to {options.service} are not encrypted; use https if the service supports it")
    names = ("limit", "candidates", "identifiers", "types", "refresh", "interval", "timeout")
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    if options.margin is not None and options.score is None:
        raise SettingsError("--margin needs --score")
    threshold = Threshold(options.score, options.margin or 0.0) if options.score is not None else None
    wanted = Options(kinds=tuple(options.type or ()), threshold=threshold, **given)
    with progress_line() as progress:
        found = reconcile(options.directory, options.service, wanted, cache=options.cache, progress=progress)
    if str(options.output) == "-":
        print(found.authority_file(), end="")
    else:
        write_whole(options.output, found.authority_file().encode())
    _say_reconciled(found)
    return OK


def _say_reconciled(found: Reconciliation) -> None:
    taken = sum(finding.taken is not None for finding in found.findings)
    open_ = sum(finding.is_open for finding in found.findings)
    say(
        f"kgraph: {taken} of {counted(len(found.findings), 'entity', 'entities')} identified by {found.manifest.name}, {open_} to decide, "
        f"{len(found.findings) - taken - open_} unknown to it; {counted(found.requests, 'request')}"
    )
