"""The application on a port: connections that are watched, and an end that is clean."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kgraph.errors import FileError, KGraphError
from kgraph.serve.app import application, opened
from kgraph.serve.guard import Say
from kgraph.serve.options import Options

Ready = Callable[[str, KGraphError | None], None]
_NOT_HTTP = (
    "the request is not valid HTTP; letters beyond ASCII in an address must be percent-encoded (curl --get --data-urlencode)\n"
)
_LOOK = 1.0  # seconds between two looks at a connection
_IDLE = 15  # seconds that a connection may wait between two requests
_HEADERS = 64 * 1024  # bytes
_ENDING = 5  # seconds for requests that are still being answered


def serve(folder: Path, options: Options, *, ready: Ready, say: Say, only_assistants: bool = False) -> None:
    """Answers requests until it is interrupted; ``ready`` gets the address as soon as it answers,
    and why the build has no index, if it has none.

    With ``only_assistants`` it answers assistants and nobody else.

    Raises StoreError where there is no finished graph, FileError where the port cannot be had.
    """
    site = opened(folder, options)
    app = application(site, say, only_assistants=only_assistants)
    logging.getLogger("uvicorn").addHandler(
        logging.NullHandler()
    )  # what went wrong is in our log, in a form that no client has a say in
    logging.getLogger("uvicorn").propagate = False
    signal.signal(signal.SIGTERM, _interrupted)
    with _listening(options) as listener:
        config = uvicorn.Config(
            app,
            http=_watched(options.patience_seconds),
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=options.connections,
            timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=_ENDING,
            h11_max_incomplete_event_size=_HEADERS,
        )
        server = _Server(config, lambda: ready(_address(options.host, listener), site.current().lacking))
        with suppress(KeyboardInterrupt):
            server.run([listener])


def _interrupted(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


class _Server(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def _listening(options: Options) -> socket.socket:
    """The socket of the port. Raises FileError."""
    where = f"{options.host}:{options.port}"
    try:
        family, kind, number, _, address = socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, number)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        advice = "; --port 0 takes a free port" if error.errno in (errno.EADDRINUSE, errno.EACCES) else ""
        raise FileError(f"cannot be listened on: {error.strerror or error}{advice}", where) from None
    return listener


def _address(host: str, listener: socket.socket) -> str:
    """The address that a browser on this machine can open."""
    name, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(name, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _watched(seconds: float) -> type[asyncio.Protocol]:
    """Connections that are cut when nothing comes of them for so long.

    uvicorn itself waits for ever for a request that does not come to its end, and for a client that does not take its answer.
    """

    class Watched(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._since, self._unsent, self._last = time.monotonic(), 0, self.cycle
            self._look = self.loop.call_later(_LOOK, self._watch)

        def send_400_response(self, _msg: str) -> None:
            super().send_400_response(_NOT_HTTP)

        def connection_lost(self, exc: Exception | None) -> None:
            self._look.cancel()
            super().connection_lost(exc)

        def _watch(self) -> None:
            unsent = self.transport.get_write_buffer_size()
            if self.cycle is not self._last or (self._is_working() and not unsent) or unsent < self._unsent:
                self._since = time.monotonic()
            self._unsent, self._last = unsent, self.cycle
            if time.monotonic() - self._since > max(seconds, _LOOK):
                self.transport.abort()
                return
            self._look = self.loop.call_later(_LOOK, self._watch)

        def _is_working(self) -> bool:
            """Whether a request has come whole and is being answered."""
            return self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body

    return Watched
