"""Builds groups of files one after the other in one process, so that the one of many that a build dies of is found soon.

It reads a JSON object a line, with the arguments of the command line, and answers with the status and what was said on stderr; the
program that started it sees by its death or silence that a group killed or hung it.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import traceback

from kgraph.cli import main


def serve() -> None:
    """Answers until its standard input ends."""
    answers = sys.stdout
    for line in sys.stdin:
        said = io.StringIO()
        status: int | None = None
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            try:
                status = main(json.loads(line))
            except BaseException:  # noqa: BLE001 - whatever it is, it is what this program looks for
                traceback.print_exc(file=said)
        print(json.dumps({"status": status, "err": said.getvalue()}), file=answers, flush=True)


if __name__ == "__main__":
    serve()
