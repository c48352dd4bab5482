"""What a server can be told, and the limits that it keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

from kgraph.errors import SettingsError, clipped

MEGABYTE = 1_000_000
_LOCAL = "localhost"


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of a server, with their defaults.

    ``token`` is what each request must bring, "" for none; ``public`` says that none is wanted although other machines can reach the
    server. ``names`` are the names under which a reverse proxy passes requests on, ``origins`` the pages of other sites that may read
    answers (CORS). ``query_seconds`` is the time that one query may take, ``rows`` and ``result_megabytes`` how much one answer may
    hold, ``worker_megabytes`` the memory of a process that answers, ``workers`` how many of those there are. ``log`` is the file of the
    request log, "" for stderr, "-" for none.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str = ""
    public: bool = False
    names: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    query_seconds: float = 10.0
    rows: int = 100_000
    result_megabytes: int = 100
    worker_megabytes: int = 2_000
    workers: int = 4
    connections: int = 200
    body_megabytes: int = 1
    patience_seconds: float = 20.0
    log: str = ""

    def __post_init__(self) -> None:
        """Raises SettingsError on a value that is not valid, and where other machines could read the graph unasked."""
        for name, least, most in _RANGES:
            if not least <= getattr(self, name) <= most:
                option = f"--{_CALLED.get(name, name).replace('_', '-')}"
                raise SettingsError(f"{option} is {getattr(self, name):,}; it must be between {least:,} and {most:,}")
        for address in self.origins:
            if not _ORIGIN.fullmatch(address):
                raise SettingsError(f"--origin {clipped(address)!r} is not the beginning of an address, as https://example.org")
        for name in self.names:
            if not _NAME.fullmatch(name):
                raise SettingsError(f"--name {clipped(name)!r} is not the name of a host, as graph.example.org")
        if self.token and not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise SettingsError("the token must be ASCII letters, digits and signs without blanks")
        if not self.is_local and not self.token and not self.public:
            raise SettingsError(
                f"--host {self.host} lets other machines read this graph; add --token SECRET to ask each of them for a secret, "
                "or --public to let everybody read it"
            )

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    if host.lower().rstrip(".") == _LOCAL:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


_CALLED = {"query_seconds": "query_time", "patience_seconds": "patience"}
_ORIGIN = re.compile(r"https?://[^/\s?#@]+|null", re.IGNORECASE)
_NAME = re.compile(r"[^/\s:?#@]+")
_RANGES = (
    ("port", 0, 65_535),
    ("query_seconds", 0.1, 3_600),
    ("rows", 1, 100_000_000),
    ("result_megabytes", 1, 100_000),
    ("worker_megabytes", 200, 1_000_000),
    ("workers", 1, 256),
    ("connections", 2, 100_000),
    ("body_megabytes", 1, 1_000),
    ("patience_seconds", 0.5, 3_600),
)
