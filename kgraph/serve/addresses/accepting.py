"""Which form of an answer a client takes: the Accept header of RFC 9110."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kgraph.serve.addresses.forms import Form


def accepted(header: str, offered: Sequence[Form]) -> Form | None:
    """The form that a client likes best, of equals the one offered first; the first where there is no header, None where it takes none."""
    ranges = list(_ranges(header))
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda form: (_quality(form, ranges), -offered.index(form)))
    return best if _quality(best, ranges) > 0 else None


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media_range:
            yield media_range, _weight(parameters)


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return max(0.0, min(1.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def _quality(form: Form, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most particular range that a form falls under."""
    kind = form.media_type.partition("/")[0]
    for wanted in (form.media_type, f"{kind}/*", "*/*"):
        weights = [weight for media_range, weight in ranges if media_range == wanted]
        if weights:
            return max(weights)
    return 0.0
