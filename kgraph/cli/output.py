"""What the program says: results to stdout, progress and messages to stderr, and the exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from kgraph.errors import KGraphError, KGraphWarning
from kgraph.outgoing import printable

if TYPE_CHECKING:
    from kgraph.build import Progress


OK, FAILED, USAGE = 0, 1, 2
_Item = TypeVar("_Item")


def write_json(line: str) -> None:
    """Writes a line at once, in UTF-8 whatever the terminal's encoding is, for that is what JSON is in."""
    if sys.stdout is not None:
        sys.stdout.buffer.write(line.encode() + b"\n")
        sys.stdout.buffer.flush()


class ErrorLog:
    """Says what went wrong as soon as it did, and keeps count for the exit status."""

    def __init__(self, *, debug: bool) -> None:
        self._debug = debug
        self._failed = self._passed = 0

    def passed(self, items: Iterable[_Item | KGraphError]) -> Iterator[_Item]:
        """What is neither an error nor a warning."""
        for item in items:
            if isinstance(item, KGraphWarning):
                say_warning(item)
            elif isinstance(item, KGraphError):
                self._failed += 1
                say_error(item, debug=self._debug)
            else:
                yield item

    def counted(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """The same items, which are results."""
        for item in items:
            self._passed += 1
            yield item

    @property
    def status(self) -> int:
        """The exit status."""
        if self._failed == 0 and self._passed > 0:
            return OK
        return FAILED if self._passed else USAGE


@contextmanager
def progress_line() -> Iterator[Progress]:
    """A progress line on stderr where that is a terminal; silence elsewhere. It says the stage, n of N, and how long it has run."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting")
        yield lambda stage, done, total: bar.update(task, description=progress_words(stage, done, total))


def progress_words(stage: str, done: int, total: int | None) -> str:
    """A stage and how far it is: "extracting articles: 12 of 1,000"."""
    if not total:
        return f"{stage}: {done:,}" if done else stage
    return f"{stage}: {done:,} of {total:,}"


def say_error(error: KGraphError, *, debug: bool = False) -> None:
    """Says an error with its slug; with ``debug`` its traceback too."""
    say(f"kgraph: error: {error} [{error.slug}]")
    if debug and error.trace:
        say(error.trace.rstrip())


def say_warning(warning: KGraphError) -> None:
    """Says a warning with its slug."""
    say(f"kgraph: warning: {warning} [{warning.slug}]")


def say_if_waiting(sources: Iterable[object]) -> None:
    """Says on stderr how to end what is read from a terminal, where nobody would see that the program waits."""
    if "-" in map(str, sources) and sys.stdin is not None and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D on a line of its own"
        say(f"kgraph: reading articles from the terminal; paste or type them, then end with {end}")


def say(message: str) -> None:
    """Prints a line on stderr."""
    print(printable(message), file=sys.stderr)
