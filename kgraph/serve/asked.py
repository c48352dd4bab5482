"""What every route reads of a request: its fields, a number among them, and whether the client has the answer already."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from kgraph.serve.guard import Refused

_FIELDS = 10_000
_DIGITS = 9
"""No number that is asked for is longer, and Python refuses to read those that are very long."""


def pairs(text: str) -> list[tuple[str, str]]:
    """The fields of a query string or a form. Raises Refused where they are not UTF-8, or too many."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise Refused(400, "bad-request", "the request is not in UTF-8") from None
    except ValueError:
        raise Refused(400, "bad-request", "the request has too many fields") from None


def whole_number(text: str, most: int) -> int:
    """A whole number as an address has it, at most so large; 0 where the text is none."""
    digits = text.lstrip("0")
    if not (text.isascii() and digits.isdecimal()):
        return 0
    return min(int(digits), most) if len(digits) <= _DIGITS else most


def has(request: Request, tag: str) -> bool:
    """Whether the client has the answer with this ETag; what packed it underway may have made a strong tag a weak one."""
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    return "*" in known or tag.removeprefix("W/") in known
