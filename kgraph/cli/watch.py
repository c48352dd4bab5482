"""`kgraph watch`."""

from __future__ import annotations

import argparse
import re
import signal
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kgraph.cli.fetch import add_private
from kgraph.cli.options import (
    DIRECTORY,
    Commands,
    add_command,
    add_knowledge,
    add_only,
    add_sources,
    named_path,
    parts_of,
    settings_of,
    with_corrections,
)
from kgraph.cli.output import OK, say, say_error, say_warning
from kgraph.errors import KGraphError, KGraphWarning, SettingsError, shown
from kgraph.outgoing import counted, printable

if TYPE_CHECKING:
    from kgraph.watch import Updated

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_EXAMPLES = """\
examples:
  kgraph watch feeds.opml -o graph                   ask the feeds of a reader's export every 15 minutes
  kgraph watch https://example.org/rss -o graph      ask one feed
  kgraph watch incoming/ -o graph                    read files as they are put into a folder
  kgraph watch feeds.opml -o graph --once            look once and end, for cron
  kgraph watch feeds.opml -o graph --alert new.rq    print the rows that each update adds to a query's answer

Pages are kept in DIR/fetched as WARC; kgraph build DIR/fetched -o OTHER makes the graph from them again.
Ctrl-C ends the watch; the next one goes on where it stopped. More in docs/watch.md.
"""


def add_watch(commands: Commands) -> None:
    parser = add_command(commands, "watch", "keep a graph up to date with feeds and folders of articles", _watch)
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    add_sources(
        parser, "a file is a list of feeds (OPML, or one address per line), a folder holds articles; or the address of a feed"
    )
    parser.set_defaults(sources=[])
    parser.add_argument(
        "-o", "--output", type=named_path, default=DIRECTORY, metavar="DIR", help="the folder of the graph (default: output)"
    )
    parser.add_argument(
        "--every",
        type=_interval,
        default=timedelta(minutes=15),
        metavar="TIME",
        help="the time between two looks at the feeds, as 90s, 15m, 2h or 1d (default: 15m); folders are looked at every second",
    )
    parser.add_argument("--once", action="store_true", help="look once, update the graph and end")
    add_only(parser)
    parser.add_argument(
        "--alert",
        action="append",
        default=[],
        metavar="QUERY",
        help="a query's name (kgraph query --list) or a .rq file; rows that an update adds to its answer are alerts; repeat it for more",
    )
    parser.add_argument(
        "--alert-to", type=named_path, metavar="FILE", help="append alerts to this file as JSON Lines (default: print them)"
    )
    parser.add_argument(
        "--alert-command", default="", metavar="CMD", help="run this program for each query with alerts, with JSON on its stdin"
    )
    add_private(parser)
    add_knowledge(parser)


def _watch(options: argparse.Namespace) -> int:
    from kgraph.watch import Outlet, Watch, Watched, Wishes, read_queries

    if not options.sources:
        raise SettingsError("nothing to watch; name an OPML file, the address of a feed, or a folder (kgraph watch --help)")
    watched = Watched.of(options.sources)
    settings = with_corrections(settings_of(options), options.sources)
    outlet = Outlet(lambda line: print(printable(line), flush=True), options.alert_to, options.alert_command)
    outlet.check()
    wishes = Wishes(
        every=options.every,
        parts=parts_of(options),
        queries=read_queries(options.alert),
        outlet=outlet,
        allow_private=options.allow_private,
    )

    def tell(news: KGraphError | str) -> None:
        if isinstance(news, str):
            say(f"kgraph: {news}")
        elif isinstance(news, KGraphWarning):
            say_warning(news)
        else:
            say_error(news, debug=options.debug)

    signal.signal(signal.SIGTERM, _interrupted)
    watch = Watch(watched, options.output, settings, wishes, tell, updated=lambda done: _say_updated(done, options.output))
    watch.run(once=options.once)
    return OK


def _interrupted(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _say_updated(done: Updated, out: Path) -> None:
    looked, result = done.looked, done.result
    pages = (
        f"{looked.new} new and {counted(looked.changed, 'changed page')}, " if looked and (looked.new or looked.changed) else ""
    )
    left = f" ({counted(looked.left, 'page')} left for the next time)" if looked and looked.left else ""
    say(
        f"kgraph: {done.at:%Y-%m-%d %H:%M:%S} UTC: {pages}{counted(result.articles, 'article')} ({result.extracted} extracted), "
        f"{counted(result.events, 'event')} in {shown(str(out))}{left}"
    )


def _interval(given: str) -> timedelta:
    found = re.fullmatch(r"([0-9]{1,6})([smhd])", given.strip())
    if found is None or not int(found[1]):
        raise argparse.ArgumentTypeError(f"{given!r} is not a time as 90s, 15m, 2h or 1d")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])
