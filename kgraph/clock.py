"""A clock for code that uses the network, replaceable in tests, and the Retry-After header."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """Gives the time (with its zone), and waits a number of seconds."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


def retry_after(value: str, now: datetime) -> float:
    """The seconds in a Retry-After header, which has a number or a date; 0 if it has neither."""
    if value.strip().isdecimal():
        return float(value[:12])
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (when.astimezone(UTC) - now).total_seconds())
