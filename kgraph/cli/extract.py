"""`kgraph extract`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgraph.cli.options import Commands, add_command, add_sources, settings_of
from kgraph.cli.output import ErrorLog, say_if_waiting, write_json
from kgraph.outgoing import escaped_json, json_text

if TYPE_CHECKING:
    from kgraph.lexicon import Lexicon
    from kgraph.model import Extraction


def add_extract(commands: Commands) -> None:
    parser = add_command(commands, "extract", "print what each article says, one JSON line per article", _extract)
    add_sources(parser)
    parser.add_argument(
        "--format",
        choices=["extraction", "predictions"],
        default="extraction",
        help="what the graph is made of, or the input of annotation scorers (default: extraction)",
    )
    parser.add_argument(
        "--everything",
        action="store_true",
        help="also events that a build leaves out: states, thoughts, questions, and events without participants",
    )
    parser.add_argument(
        "--coded", action="store_true", help="with predictions: only events with a PLOVER code, as event coders write them"
    )


def _extract(options: argparse.Namespace) -> int:
    import msgspec

    from kgraph.build import extract_each
    from kgraph.ingest import Reading, read
    from kgraph.lexicon import LexiconSource

    telling = ErrorLog(debug=options.debug)
    settings = settings_of(options)
    say_if_waiting(options.sources)
    articles = telling.passed(read(options.sources, Reading.of(settings)))
    found = telling.counted(telling.passed(extract_each(articles, settings, everything=options.everything)))
    if options.format == "predictions":
        lexicon = LexiconSource.of(settings.lexicon).lexicon()
        _write_predictions(list(found), lexicon, coded=options.coded)
    else:
        for extraction in found:
            write_json(escaped_json(msgspec.json.encode(extraction).decode()))
    return telling.status


def _write_predictions(found: Sequence[Extraction], lexicon: Lexicon, *, coded: bool) -> None:
    from kgraph.coding.predictions import coded_only, predictions
    from kgraph.resolve import resolve

    events = {ref: event.id for event in resolve(found, lexicon).events for ref in event.reports}
    for line in predictions(found, events, lexicon):
        write_json(json_text(coded_only(line, lexicon) if coded else line))
