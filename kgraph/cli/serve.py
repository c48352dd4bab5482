"""`kgraph serve`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.cli.options import Commands, add_command, add_directory, named_path
from kgraph.cli.output import OK, say
from kgraph.outgoing import printable

if TYPE_CHECKING:
    from kgraph.errors import KGraphError
    from kgraph.serve.options import Options

_TOKEN = "KGRAPH_TOKEN"
_EXAMPLES = f"""\
examples:
  kgraph serve -d graph                                  on http://127.0.0.1:8000/, for this machine alone
  kgraph serve -d graph --port 0                         on a free port, which is printed
  kgraph serve -d graph --host 0.0.0.0 --token SECRET    for whoever knows the secret (or {_TOKEN}=SECRET)
  kgraph serve -d graph --host 0.0.0.0 --public          for everybody who can reach this machine
  kgraph serve -d graph --name graph.example.org         behind a reverse proxy on this machine

  curl 'http://127.0.0.1:8000/sparql' -H 'Accept: text/csv' \\
       --data-urlencode 'query=SELECT ?name WHERE {{ ?who a kg:Person ; rdfs:label ?name }} LIMIT 10'

A build may run meanwhile; its graph is served as soon as it is finished. Ctrl-C ends the server. More in docs/serve.md.
"""


def add_serve(commands: Commands) -> None:
    parser = add_command(commands, "serve", "answer queries, programs and browsers over HTTP", _serve)
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    add_directory(parser)
    add_place(parser)
    _add_limits(parser)


def add_place(parser: argparse._ActionsContainer) -> None:
    """Adds where a server listens and whom it answers."""
    parser.add_argument("--host", metavar="HOST", help="the address to listen on (default: 127.0.0.1, this machine alone)")
    parser.add_argument("--port", type=int, metavar="N", help="the port (default: 8000; 0 takes a free one)")
    parser.add_argument(
        "--token",
        metavar="SECRET",
        help=f"answer only who sends this secret; {_TOKEN} in the environment keeps it out of the list of processes",
    )
    parser.add_argument(
        "--public", action="store_true", default=None, help="let every machine that reaches --host read the graph"
    )
    parser.add_argument(
        "--name",
        action="append",
        dest="names",
        metavar="NAME",
        help="a host name under which a reverse proxy asks; repeat it for more",
    )
    parser.add_argument(
        "--origin",
        action="append",
        dest="origins",
        metavar="URL",
        help="a site whose pages may read answers (CORS), as https://example.org; repeat it for more",
    )
    parser.add_argument("--log", type=named_path, metavar="FILE", help="append the request log to this file (default: stderr)")
    parser.add_argument("--quiet", action="store_true", help="keep no request log")


def _add_limits(parser: argparse.ArgumentParser) -> None:
    limits = parser.add_argument_group("limits")
    limits.add_argument(
        "--query-time", dest="query_seconds", type=float, metavar="SECONDS", help="the time of one query (default: 10)"
    )
    limits.add_argument("--rows", type=int, metavar="N", help="the most rows of one answer (default: 100000)")
    limits.add_argument("--result-megabytes", type=int, metavar="N", help="the most megabytes of one answer (default: 100)")
    limits.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="how many queries are answered at once, each by a process of its own (default: 4)",
    )
    limits.add_argument(
        "--worker-megabytes", type=int, metavar="N", help="the most memory of each of these processes (default: 2000)"
    )
    limits.add_argument("--connections", type=int, metavar="N", help="the most connections at once (default: 200)")
    limits.add_argument("--body-megabytes", type=int, metavar="N", help="the largest body of a request (default: 1)")
    limits.add_argument(
        "--patience",
        dest="patience_seconds",
        type=float,
        metavar="SECONDS",
        help="how long a client may send or take nothing (default: 20)",
    )


_NAMES = (
    "host",
    "port",
    "token",
    "public",
    "query_seconds",
    "rows",
    "result_megabytes",
    "workers",
    "worker_megabytes",
    "connections",
    "body_megabytes",
    "patience_seconds",
)


def _serve(options: argparse.Namespace) -> int:
    from kgraph.serve.server import serve

    with request_log(options) as log:
        serve(options.directory, given_options(options), ready=say_ready, say=log)
    say("kgraph: stopped")
    return OK


def given_options(options: argparse.Namespace) -> Options:
    """The choices of a server. Raises SettingsError."""
    from kgraph.serve.options import Options

    given: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(options, name, None)) is not None}
    given.setdefault("token", os.environ.get(_TOKEN, ""))
    given["names"] = tuple(name.lower() for name in options.names or ())
    given["origins"] = tuple(origin.rstrip("/") for origin in options.origins or ())  # as a browser spells it
    return Options(**given)


def say_ready(address: str, lacking: KGraphError | None = None) -> None:
    """Says where a server answers, and why it cannot answer all that it could."""
    print(address, flush=True)
    if lacking is not None:
        say(f"kgraph: warning: {lacking}; until then only /sparql and the addresses of the graph answer [{lacking.slug}]")
    say("kgraph: serving; Ctrl-C ends it")


@contextmanager
def request_log(options: argparse.Namespace) -> Iterator[Callable[[str], None]]:
    """What writes a line of the request log."""
    if options.quiet:
        yield lambda _line: None
    elif options.log is None:
        yield say
    else:
        with Path(options.log).open("a", encoding="utf-8", errors="backslashreplace", buffering=1) as file:
            yield lambda line: print(printable(line), file=file)
