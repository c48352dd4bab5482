"""`kgraph export`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from kgraph.cli.options import Commands, add_at_least, add_command, add_directory, named_path
from kgraph.cli.output import OK
from kgraph.errors import KGraphError

EXPORTS = ("nquads", "trig", "turtle", "jsonld", "csv", "reports", "parquet", "neo4j", "cytoscape", "graphml", "gexf")


def add_export(commands: Commands) -> None:
    parser = add_command(commands, "export", "write the graph of a build in another format (docs/export.md)", _export)
    add_directory(parser)
    parser.add_argument("--format", choices=EXPORTS, default="trig", help="default: trig")
    parser.add_argument(
        "-o",
        "--output",
        type=named_path,
        default=Path("-"),
        metavar="FILE",
        help="the file to write to (default: stdout); for neo4j, a folder",
    )
    add_at_least(parser, "leave out events with a lower confidence (default: none; not for RDF)")


def _export(options: argparse.Namespace) -> int:
    from kgraph.disk import write_whole
    from kgraph.rdf.exchange import exported
    from kgraph.rdf.store import open_quads, reading

    folder = options.directory / "store"
    with reading(folder):
        files = exported(open_quads(folder), options.format, options.at_least or 0.0)
    if len(files) > 1:
        _write_folder(files, options.output)
    elif str(options.output) == "-":
        sys.stdout.buffer.write(*files.values())
    else:
        write_whole(options.output, *files.values())
    return OK


def _write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    if str(folder) == "-":
        raise KGraphError(f"this format has {len(files)} files; name a folder for them with -o")
    from kgraph.disk import check_free, write_whole

    for name in files:
        check_free(folder / name)
    for name, content in files.items():
        write_whole(folder / name, content)
