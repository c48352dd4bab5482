"""`kgraph lexicon`."""

from __future__ import annotations

import argparse
from pathlib import Path

from kgraph.cli.options import Commands, add_command
from kgraph.cli.output import FAILED, OK, say
from kgraph.settings import Settings


def add_lexicon(commands: Commands) -> None:
    parser = commands.add_parser("lexicon", help="check or format event types of your own (docs/lexicon.md)")
    actions = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = add_command(
        actions, "check", "report the faults in folders of event types (exit status 1 if there are any)", _check_lexicon
    )
    check.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="folders as for --lexicon (default: kgraph's own event types)"
    )
    check.add_argument("--no-examples", action="store_true", help="do not try the sentences of the entries, which takes seconds")
    check.add_argument("--words", action="store_true", help="list each word of when and unless that no sentence needs")
    check.add_argument("--model", default=Settings().model, help="the spaCy English pipeline to try the sentences with")
    layout = add_command(actions, "format", "format the files in folders of event types", _format_lexicon)
    layout.add_argument("folders", nargs="+", metavar="FOLDER")
    layout.add_argument("--check", action="store_true", help="write nothing; exit status 1 if a file would change")


def _check_lexicon(options: argparse.Namespace) -> int:
    from kgraph.lexicon.checker import check

    found = check(options.folders, model=None if options.no_examples else options.model, words=options.words)
    for fault in found.faults:
        print(fault)
    for note in found.notes:
        print(f"note: {note}")
    sentences = 0 if options.no_examples else found.sentences
    say(f"kgraph: event types: {found.types}, sentences tried: {sentences}, faults: {len(found.faults)}")
    return FAILED if found.faults else OK


def _format_lexicon(options: argparse.Namespace) -> int:
    from kgraph.lexicon.layout import lay_out

    changed = [path for folder in options.folders for path in lay_out(Path(folder), write=not options.check)]
    for path in changed:
        print(path)
    return FAILED if changed and options.check else OK
