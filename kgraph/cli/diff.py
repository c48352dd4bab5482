"""`kgraph diff`."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from kgraph.cli.options import Commands, add_at_least, add_command, named_path, probability
from kgraph.cli.output import OK
from kgraph.model import SHOWN_CONFIDENCE

FORMATS = ("text", "html", "json", "csv", "trig", "patch")
_WIDTH = 100


def add_diff(commands: Commands) -> None:
    parser = add_command(commands, "diff", "show what has changed from one build to another (docs/diff.md)", _diff)
    parser.add_argument("old", type=named_path, metavar="OLD", help="the folder of the older build")
    parser.add_argument("new", type=named_path, metavar="NEW", help="the folder of the newer build")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "-o", "--output", type=named_path, default=Path("-"), metavar="FILE", help="the file to write to (default: stdout)"
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", help="list so many of each section (default: 20, in HTML 200; 0 for all)"
    )
    add_at_least(parser, f"compare events with this confidence in one of the builds (default: {SHOWN_CONFIDENCE}; 0 for all)")
    parser.add_argument(
        "--confidence-by",
        type=probability,
        default=0.1,
        metavar="X",
        help="report another confidence if it differs by this much (default: 0.1)",
    )
    parser.add_argument("--unnamed", action="store_true", help="compare entities without a name as well")


def _diff(options: argparse.Namespace) -> int:
    content = _content(options)
    if str(options.output) == "-":
        sys.stdout.buffer.write(content)
    else:
        from kgraph.disk import write_whole

        write_whole(options.output, content)
    return OK


def _content(options: argparse.Namespace) -> bytes:
    from kgraph.compare import Wishes, compared, graphs, tables, words
    from kgraph.compare.reading import Build

    old, new = Build(options.old), Build(options.new)
    if options.format == "patch":
        return "".join(f"{line}\n" for line in graphs.patch(old, new)).encode()
    least = SHOWN_CONFIDENCE if options.at_least is None else options.at_least
    found = compared(old, new, Wishes(least, options.confidence_by, options.unnamed))
    if options.format == "trig":
        return graphs.trig(found, old, new)
    limit = options.limit if options.limit is not None else 200 if options.format == "html" else 20
    writers = {
        "text": lambda: words.text(found, limit, min(_WIDTH, shutil.get_terminal_size((_WIDTH, 24)).columns)),
        "html": lambda: words.page(found, limit),
        "json": lambda: tables.json(found),
        "csv": lambda: tables.csv(found),
    }
    return writers[options.format]().encode()
