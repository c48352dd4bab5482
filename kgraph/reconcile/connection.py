"""Requests to one service over HTTP, one after another: paced, bounded in time, repeated where the service asks for patience."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from kgraph import __version__
from kgraph.clock import Clock, retry_after
from kgraph.errors import NoService, NotAService
from kgraph.reconcile.protocol import quoted

USER_AGENT = f"kgraph/{__version__} (reconciliation client)"
# Seconds before the second, third and fourth try; what a service asks for in Retry-After counts where it is longer.
PAUSES = (1.0, 4.0, 15.0)
LONGEST_PAUSE = 120.0
_LARGEST = 32 * 1024 * 1024  # bytes of an answer
_PATIENCE = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a request brought nothing, whether another may bring something, and how many seconds the service wants to be left alone."""

    reason: str
    passing: bool
    pause: float = 0.0


@dataclass(slots=True)
class Connection:
    """A service at an address, http or https, of which no two requests begin closer than ``interval`` seconds.

    ``timeout`` bounds how many seconds the service may be silent. Raises NotAService on an address of another kind.
    """

    address: str
    interval: float
    timeout: float
    clock: Clock
    requests: int = 0
    _earliest: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)

    def __post_init__(self) -> None:
        if _host(self.address)[0] not in ("http", "https"):
            raise NotAService("is not the address of a service; write one that begins with https:// or http://", self.address)

    def fetch(self, fields: Mapping[str, str] | None = None) -> bytes:
        """What the address answers, to a POST of a form where there are fields.

        Follows redirects, and goes on where one led to. Raises NoService where the service stays silent, refuses, or asks for more
        patience than LONGEST_PAUSE seconds; what passes is tried once more after each of PAUSES.
        """
        for pause in (*PAUSES, None):
            self._keep_pace()
            answer = self._once(fields)
            if isinstance(answer, bytes):
                return answer
            if pause is None or not answer.passing:
                raise NoService(answer.reason, self.address)
            if answer.pause > LONGEST_PAUSE:
                raise NoService(f"{answer.reason}; asks for a pause of {answer.pause:.0f} seconds", self.address)
            self.clock.sleep(max(pause, answer.pause))
        raise AssertionError("the last try returns or raises")

    def _keep_pace(self) -> None:
        now = self.clock.now()
        wait = min((self._earliest - now).total_seconds(), self.interval)  # no longer, should the clock have been set back
        if wait > 0:
            self.clock.sleep(wait)
            now += timedelta(seconds=wait)
        self._earliest = now + timedelta(seconds=self.interval)
        self.requests += 1

    def _once(self, fields: Mapping[str, str] | None) -> bytes | _Refusal:
        body = urlencode(fields).encode() if fields is not None else None
        request = Request(self.address, body, {"User-Agent": USER_AGENT, "Accept": "application/json"})
        try:
            with _opener().open(request, timeout=self.timeout) as response:
                content: bytes = response.read(_LARGEST + 1)
                self._follow(response.url)
                missing = response.length  # a read of so many bytes does not tell by itself that the last ones never came
        except HTTPError as error:
            return self._refusal(error)
        except TimeoutError:
            return self._silence()
        except URLError as error:
            return (
                self._silence()
                if isinstance(error.reason, TimeoutError)
                else _Refusal(f"cannot be reached: {error.reason}", False)
            )
        except (http.client.InvalidURL, ValueError) as error:  # a host that cannot be encoded, a path that is not
            return _Refusal(f"cannot be requested: {error}", False)
        except (ConnectionError, http.client.HTTPException) as error:
            return _Refusal(f"the connection broke: {error or type(error).__name__}", True)
        if len(content) > _LARGEST:
            return _Refusal(f"sent more than {_LARGEST} bytes", False)
        return content if not missing else _Refusal(f"the connection broke {missing} bytes before the end", True)

    def _follow(self, address: str) -> None:
        if self.address.startswith("https:") and not address.startswith("https:"):
            raise NotAService(f"redirects to {address}, which is not encrypted", self.address)
        self.address = address

    def _silence(self) -> _Refusal:
        return _Refusal(f"gave no answer within {self.timeout:g} seconds", True)

    def _refusal(self, error: HTTPError) -> _Refusal:
        with error:
            said = quoted(_rest(error))
        reason = f"HTTP status {error.code} {error.reason}{f': {said}' if said else ''}"
        return _Refusal(reason, error.code in _PATIENCE, retry_after(error.headers.get("Retry-After", ""), self.clock.now()))


def is_exposed(address: str) -> bool:
    """Whether what is asked at an address goes over a network unencrypted."""
    scheme, host = _host(address)
    if scheme != "http":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _host(address: str) -> tuple[str, str]:
    """The scheme and the host of an address, "" where it has none."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # which is checked only when it is asked for
    except ValueError:
        return "", ""
    return (parts.scheme, parts.hostname) if parts.hostname else ("", "")


def _rest(error: HTTPError) -> bytes:
    try:
        return error.read(2000)
    except (OSError, http.client.HTTPException):
        return b""


def _opener() -> OpenerDirector:
    """Opens http and https and nothing else, so that no redirect leads to a file."""
    opener = OpenerDirector()
    kinds = (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPRedirectHandler, HTTPErrorProcessor)
    for kind in kinds:
        opener.add_handler(kind())
    return opener
