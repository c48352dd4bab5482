"""Single HTTP requests, limited to public addresses, and bounded in time and size whatever the server does."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from kgraph.errors import FetchError, RefusedAddress
from kgraph.watch.addresses import Address, is_public
from kgraph.watch.manners import Manners

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: ``headers`` as sent, ``body`` after content and transfer decoding, ``ip`` the address of the server."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    ip: str

    def header(self, name: str) -> str:
        """The first header with a name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Requests:
    """Makes requests. Closing it aborts those in progress."""

    def __init__(self, manners: Manners, *, allow_private: bool) -> None:
        self._manners = manners
        self._allow_private = allow_private
        self._closed = False
        self._open: set[_Line] = set()
        self._tls = ssl.create_default_context()

    def ask(self, address: Address, headers: Mapping[str, str], limit: int, *, cut: bool = False) -> Answer:
        """The answer to a GET. Raises RefusedAddress, and FetchError if there is none, it is late, or it exceeds ``limit`` bytes.

        With ``cut``, a longer answer is truncated instead.
        """
        with self._line(address) as line:
            try:
                return line.answer(headers, limit, cut=cut)
            except FetchError:
                raise
            except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                raise FetchError(line.why(error), str(address), passing=line.may_pass(error)) from None

    def close(self) -> None:
        """Aborts all requests; later ones fail."""
        self._closed = True
        for line in tuple(self._open):
            line.hang_up()

    @contextmanager
    def _line(self, address: Address) -> Iterator[_Line]:
        line = _Line(address, self._manners, self._tls, allow_private=self._allow_private)
        timer = threading.Timer(self._manners.total, line.end)
        timer.daemon = True
        self._open.add(line)
        try:
            if self._closed:
                raise FetchError("fetching was stopped", str(address), passing=True)
            timer.start()
            yield line
        finally:
            timer.cancel()
            self._open.discard(line)
            line.release()


class _Line:
    """A connection to a host."""

    def __init__(self, address: Address, manners: Manners, tls: ssl.SSLContext, *, allow_private: bool) -> None:
        self._address, self._manners, self._allow_private = address, manners, allow_private
        self._handle: socket.socket | None = None
        self._is_late = self._is_ended = False
        self._ip = ""
        make: Callable[[], _Plain | _Secure] = lambda: _Plain(address.host, address.port, timeout=manners.read)  # noqa: E731
        if address.scheme == "https":
            make = lambda: _Secure(address.host, address.port, timeout=manners.read, ssl_context=tls)  # noqa: E731
        self._connection = make()
        self._connection.connected = self._connected

    def answer(self, headers: Mapping[str, str], limit: int, *, cut: bool) -> Answer:
        """The answer to a GET."""
        self._connection.request("GET", self._address.target, headers=dict(headers), preload_content=False)
        response = self._connection.getresponse()
        stated = response.headers.get("Content-Length", "")
        if not cut and stated.isdecimal() and len(stated) < 20 and int(stated) > limit:
            raise FetchError(f"has {int(stated):,} bytes; the most is {limit:,}", str(self._address))
        body = self._body(response, limit, cut=cut)
        if self._is_late:
            raise TimeoutError
        return Answer(response.status, response.reason or "", tuple(response.headers.items()), body, self._ip)

    def _body(self, response: HTTPResponse, limit: int, *, cut: bool) -> bytes:
        body = bytearray()
        while chunk := response.read1(_CHUNK):  # what is there: a server that sends a byte now and then is noticed
            body += chunk
            if len(body) > limit:
                if cut:
                    return bytes(body[:limit])
                raise FetchError(f"sends more than {limit:,} bytes", str(self._address))
        return bytes(body)

    def _connected(self) -> socket.socket:
        """A connection to the first public address of the host that accepts one. The IP address in use is checked, not the name."""
        host, port = self._address.host, self._address.port
        problem: OSError | FetchError = OSError("no address")
        for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            ip = str(place[0])
            if not self._allow_private and not is_public(ip):
                problem = RefusedAddress(
                    f"is at {ip}, which is not a public address; --allow-private allows it", str(self._address)
                )
                continue
            try:
                found = socket.create_connection((ip, port), self._manners.connect)
            except OSError as error:
                problem = error
                continue
            self._ip = ip
            self._handle = socket.socket(fileno=os.dup(found.fileno()))  # TLS takes the other one over
            return found
        raise problem

    def end(self) -> None:
        """Aborts a request that takes too long."""
        self._is_late = True
        self.hang_up()

    def hang_up(self) -> None:
        """Aborts the connection in any state."""
        self._is_ended = True
        handle = self._handle
        if handle is not None:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Releases the connection."""
        handle, self._handle = self._handle, None
        with suppress(OSError, HTTPError):
            self._connection.close()
        if handle is not None:
            handle.close()

    def why(self, error: Exception) -> str:
        """A short reason why there is no answer."""
        cause = error if isinstance(error, OSError) else error.__cause__ or error.__context__ or error
        if self._is_late:
            return f"takes more than {self._manners.total:g} seconds"
        if isinstance(error, TimeoutError) or isinstance(cause, TimeoutError) or "timed out" in str(error):
            return f"gave no answer within {self._manners.read:g} seconds"
        if isinstance(error, socket.gaierror):
            return f"the host is not known: {error.strerror}"
        if isinstance(cause, ssl.SSLError):
            return f"the connection is not secure: {getattr(cause, 'verify_message', '') or cause.reason or cause}"
        return f"the connection broke: {_line(error)}"

    def may_pass(self, error: Exception) -> bool:
        """Whether a later try could succeed."""
        return not isinstance(error, ValueError)


def _line(error: Exception) -> str:
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return " ".join(words.split())[:200]


class _Plain(HTTPConnection):
    """A connection that gets its socket from a callback."""

    connected: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.connected()


class _Secure(HTTPSConnection):
    """The same with TLS."""

    connected: Callable[[], socket.socket]

    def _new_conn(self) -> socket.socket:
        return self.connected()
