"""`kgraph fetch`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kgraph.cli.options import Commands, add_command, named_path
from kgraph.cli.output import ErrorLog
from kgraph.errors import shown
from kgraph.outgoing import printable


def add_fetch(commands: Commands) -> None:
    parser = add_command(commands, "fetch", "fetch web pages and keep them as WARC, for kgraph build to read", _fetch)
    parser.add_argument(
        "addresses", nargs="+", metavar="URL", help="the address of a page; - reads addresses from stdin, one per line"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=named_path,
        default=Path("fetched"),
        metavar="FOLDER",
        help="the folder to keep them in (default: fetched)",
    )
    add_private(parser)


def add_private(parser: argparse.ArgumentParser) -> None:
    """Adds --allow-private."""
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="also ask addresses on this machine and in private networks (default: refuse them)",
    )


def _fetch(options: argparse.Namespace) -> int:
    from kgraph.watch import fetch

    log = ErrorLog(debug=options.debug)
    given = [address for word in options.addresses for address in (_lines() if word == "-" else [word])]
    for kept in log.counted(log.passed(fetch(given, options.output, allow_private=options.allow_private))):
        led = f" (now {kept.address})" if kept.address != kept.given else ""
        print(printable(f"{kept.given}{led}: {kept.size:,} bytes in {shown(str(kept.file))}"), flush=True)
    return log.status


def _lines() -> list[str]:
    lines = sys.stdin.read().splitlines() if sys.stdin is not None else []
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
