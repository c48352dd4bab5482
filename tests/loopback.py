"""HTTP servers on this machine for tests: real sockets, at an address of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], released: threading.Event) -> Iterator[str]:
    """The address of a server, until the block ends; ``released`` is set then, for whoever hangs in the handler."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}"
    finally:
        released.set()
        http.shutdown()
        http.server_close()
        thread.join()
