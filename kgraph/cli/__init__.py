"""The command line: the only package that prints or exits. Results go to stdout, progress and messages to stderr."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper

from kgraph import __version__
from kgraph.cli.build import add_build, add_status
from kgraph.cli.completion import add_completion
from kgraph.cli.derived import add_analyse, add_explore
from kgraph.cli.diff import add_diff
from kgraph.cli.entities import add_entities, add_explain
from kgraph.cli.export import add_export
from kgraph.cli.extract import add_extract
from kgraph.cli.fetch import add_fetch
from kgraph.cli.lexicon import add_lexicon
from kgraph.cli.mcp import add_mcp
from kgraph.cli.options import add_debug
from kgraph.cli.output import FAILED, OK, USAGE, say, say_error
from kgraph.cli.query import add_query
from kgraph.cli.reconcile import add_reconcile
from kgraph.cli.search import add_search
from kgraph.cli.serve import add_serve
from kgraph.cli.story import add_story
from kgraph.cli.watch import add_watch
from kgraph.errors import FileError, KGraphError, NoArticles, summary, trace

__all__ = ["FAILED", "OK", "USAGE", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 when all went well, 1 when some articles failed and the rest was done, 2 when nothing could be done."""
    _show_everything()
    options = _options(arguments)
    atexit.register(gc.freeze)  # else Python ends with a search for garbage: a quarter of a second in what a large build has made
    try:
        status = int(options.run(options))
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where it is told that a disk is full
        return status
    except BrokenPipeError:  # the reader of our output has seen enough
        _let_go_of_output()
        return OK
    except KeyboardInterrupt:
        say("kgraph: interrupted; finished work is kept")
        return 130
    except Exception as error:  # noqa: BLE001 - whatever it is, the user is told in a line, and the status is not that of a few bad articles
        return _failed(error, debug=options.debug)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options. Files may stand before and after them, which argparse does not allow where there may be any number of files."""
    parser = _parser()
    if not (sys.argv[1:] if arguments is None else arguments):
        parser.print_help(sys.stderr)
        parser.exit(USAGE, "\nBegin with: kgraph build FOLDER-OF-ARTICLES\n")
    options, rest = parser.parse_known_args(arguments)
    if not rest:
        return options
    if "sources" not in options or any(word.startswith("-") and word != "-" for word in rest):
        options.parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.sources = [*options.sources, *rest]
    return options


def _failed(error: Exception, *, debug: bool) -> int:
    """Says what stopped the program."""
    if isinstance(error, KGraphError):
        for article in error.errors if isinstance(error, NoArticles) else ():
            say_error(article, debug=debug)
        say_error(error, debug=debug)
    elif isinstance(error, OSError):
        say_error(FileError(error.strerror or str(error), str(error.filename or "")), debug=debug)
    else:
        say(f"kgraph: internal error: {summary(error)} (run again with --debug for the traceback; please report it)")
    if debug and not (isinstance(error, KGraphError) and error.trace):
        say(trace(error).rstrip())
    return USAGE


def _show_everything() -> None:
    """Has characters that the terminal's encoding lacks written as escapes, instead of ending with an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _let_go_of_output() -> None:
    """Points the standard output at nothing, as Python would complain when it ends that it cannot write what is left."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kgraph", description="Turns news articles into a knowledge graph of entities and events: who did what to whom."
    )
    parser.add_argument("--version", action="version", version=f"kgraph {__version__}")
    add_debug(parser, default=False)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (
        add_build,
        add_status,
        add_fetch,
        add_watch,
        add_extract,
        add_query,
        add_search,
        add_entities,
        add_explain,
        add_diff,
        add_story,
        add_reconcile,
        add_analyse,
        add_explore,
        add_export,
        add_serve,
        add_mcp,
        add_lexicon,
    ):
        add(commands)
    add_completion(commands, parser)
    return parser
