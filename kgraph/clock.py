"""The clock of whatever talks to the network, so that a test can bring its own, and how long a server asks to be left alone."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """The time (with its zone) and how to wait so many seconds."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


def retry_after(value: str, now: datetime) -> float:
    """The seconds of a Retry-After header, which may be a number or a date; 0 where it is neither."""
    if value.strip().isdecimal():
        return float(value[:12])
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (when.astimezone(UTC) - now).total_seconds())
