"""Pictures of findings as SVG: no scripts, no fonts, no addresses; classes instead of colours, so that one style serves light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from kgraph.explore.layout import Mark, tiers
from kgraph.outgoing import printable

STYLE = """
svg {
  --ink: #1d1d1b; --soft: #63625d; --faint: #e4e1d8; --paper: #fbfaf7;
  --cooperation: #0a6fae; --conflict: #c2480a; --neutral: #a9a79f;
}
@media (prefers-color-scheme: dark) {
  svg {
    --ink: #ecebe6; --soft: #a5a49d; --faint: #33373d; --paper: #16181b;
    --cooperation: #5fb3ee; --conflict: #f2905c; --neutral: #6c7178;
  }
}
svg text { font: 12px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); }
svg .small { font-size: 11px; fill: var(--soft); }
svg .strong { font-weight: 600; }
svg .halo { font-size: 15px; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
svg .cooperation { fill: var(--cooperation); stroke: var(--cooperation); }
svg .conflict { fill: var(--conflict); stroke: var(--conflict); }
svg .neutral { fill: var(--neutral); stroke: var(--neutral); }
svg rect { stroke-width: 0; }
svg .axis { stroke: var(--soft); stroke-width: 1; }
svg .grid { stroke: var(--faint); stroke-width: 1; }
svg .line { fill: none; stroke-opacity: .65; }
svg .node { fill: var(--neutral); stroke: var(--paper); stroke-width: 1.5; }
svg .c0 { fill: #0072b2; } svg .c1 { fill: #d55e00; } svg .c2 { fill: #009e73; }
svg .c3 { fill: #cc79a7; } svg .c4 { fill: #e69f00; } svg .c5 { fill: #56b4e9; }
"""
"""Of the pictures; a page puts it into its own style, a file of its own carries it."""
_SHAPES = 6
_WIDTH = 760


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: what it stands for, and its parts by class from the line upwards; those in ``below`` go downwards."""

    label: str
    parts: Mapping[str, int]
    below: Mapping[str, int]


def bars(rows: Sequence[Bar], name: str, *, height: int = 190, title: str = "") -> str:
    """A chart of bars over time; conflict is hatched, so that it is told from cooperation without colours."""
    up = max((sum(row.parts.values()) for row in rows), default=0)
    down = max((sum(row.below.values()) for row in rows), default=0)
    top, bottom, left = 26, 24, 34
    unit = (height - top - bottom) / max(1, up + down)
    line = top + up * unit
    step = (_WIDTH - left) / max(1, len(rows))
    shapes = [_rule(left, line - mark * unit, mark) for mark in _marks(up)] + [
        _rule(left, line + mark * unit, mark) for mark in _marks(down)
    ]
    every = max(1, -(-len(rows) * 62 // (_WIDTH - left)))
    for index, row in enumerate(rows):
        x, wide = left + index * step, max(1.0, step * 0.8)
        shapes += _stack(x, line, wide, unit, row, name)
        if index % every == 0:
            shapes.append(_text(x, height - 8, row.label, "small"))
    shapes.append(f'<line class="axis" x1="{left}" x2="{_WIDTH}" y1="{line:.1f}" y2="{line:.1f}"/>')
    return _svg(shapes, _WIDTH, height, name, title)


def _stack(x: float, line: float, wide: float, unit: float, row: Bar, name: str) -> list[str]:
    words = ", ".join(f"{count} {kind}" for kind, count in [*row.parts.items(), *row.below.items()] if count)
    made, up, down = [], line, line
    for parts, sign in ((row.parts, -1), (row.below, 1)):
        for kind, count in parts.items():
            tall = count * unit
            y = up - tall if sign < 0 else down
            up, down = (up - tall, down) if sign < 0 else (up, down + tall)
            if count:
                fill = f' fill="url(#{name}-hatch)"' if kind == "conflict" else f' class="{kind}"'
                place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
                made.append(f"<rect{fill} {place}><title>{_safe(row.label)}: {words}</title></rect>")
    return made


def _marks(most: int) -> list[int]:
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if most / step <= 4), max(1, most))
    return list(range(step, most + 1, step))


def _rule(left: int, y: float, mark: int) -> str:
    return f'<line class="grid" x1="{left}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>' + _text(
        left - 6, y + 4, str(mark), "small", "end"
    )


def multiples(
    rows: Sequence[tuple[str, str, str, Sequence[tuple[int, int]]]], labels: Sequence[str], name: str, *, title: str = ""
) -> str:
    """Small charts below each other, one for each (name, other name, sums, (cooperation, conflict) of each bin): up is cooperation."""
    most = max((max(pair) for *_, values in rows for pair in values), default=1) or 1
    left, tall, shapes = 250, 58, []
    step = (_WIDTH - left) / max(1, len(labels))
    for number, (one, other, sums, values) in enumerate(rows):
        line = number * tall + tall / 2
        shapes += [
            _text(0, line - 3, one, "strong"),
            _text(0, line + 13, other, "strong"),
            _text(left - 12, line + 5, sums, "small", "end"),
        ]
        shapes.append(f'<line class="axis" x1="{left}" x2="{_WIDTH}" y1="{line:.1f}" y2="{line:.1f}"/>')
        for index, (cooperation, conflict) in enumerate(values):
            bar = Bar(labels[index], {"cooperation": cooperation}, {"conflict": conflict})
            shapes += _stack(left + index * step, line, max(1.0, step * 0.8), (tall / 2 - 4) / most, bar, name)
    every = max(1, -(-len(labels) * 62 // (_WIDTH - left)))
    foot = len(rows) * tall + 16
    shapes += [_text(left + index * step, foot, label, "small") for index, label in enumerate(labels) if index % every == 0]
    return _svg(shapes, _WIDTH, foot + 8, name, title)


@dataclass(frozen=True, slots=True)
class Dot:
    """A node of a picture: its name, its weight, and the number of its community (None for none that is told of)."""

    label: str
    weight: float
    group: int | None


def web(dots: Sequence[Dot], lines: Mapping[tuple[int, int], tuple[int, str]], name: str, *, title: str = "") -> str:
    """A network: the first dots are the heaviest; each line has a weight and a class. Its communities are told by colour and number."""
    most = max((dot.weight for dot in dots), default=1) or 1
    marks = [Mark(_label(dot), round(6 + 12 * (dot.weight / most) ** 0.5, 1), 15) for dot in dots]
    placed = tiers(marks, {pair: weight for pair, (weight, _) in lines.items()})
    if not placed:
        return _svg([], _WIDTH, 40, name, title)
    places = placed[-1].places
    left, top = min(x for x, _ in places) - 70, min(y for _, y in places) - 24
    width, height = max(x for x, _ in places) + 70 - left, max(y for _, y in places) + 44 - top
    shapes = []
    for (a, b), (weight, kind) in sorted(lines.items()):
        (ax, ay), (bx, by) = places[a], places[b]
        dashes = ' stroke-dasharray="6 4"' if kind == "conflict" else ""
        shapes.append(
            f'<path class="line {kind}"{dashes} stroke-width="{min(6, 0.8 + weight**0.5):.1f}" '
            f'd="M{ax - left:.1f} {ay - top:.1f}L{bx - left:.1f} {by - top:.1f}"/>'
        )
    for mark, dot, (x, y) in zip(marks, dots, places, strict=True):
        group = f" c{dot.group % _SHAPES}" if dot.group is not None else ""
        shapes.append(
            f'<circle class="node{group}" cx="{x - left:.1f}" cy="{y - top:.1f}" r="{mark.size}"><title>{_safe(dot.label)}</title></circle>'
        )
        shapes.append(_text(x - left, y - top + mark.size + 16, mark.label, "halo", "middle"))
    return _svg(shapes, width, height, name, title)


def _label(dot: Dot) -> str:
    name = " ".join(dot.label.split())
    short = name if len(name) <= 26 else f"{name[:25].rstrip()}…"
    return short if dot.group is None else f"{short} {dot.group + 1}"


def _text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_safe(words)}</text>'


def _safe(words: str) -> str:
    return escape(printable(words))


def _svg(shapes: Sequence[str], width: float, height: float, name: str, title: str) -> str:
    hatch = (
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="conflict" width="3.4" height="5"/></pattern></defs>'
        if any("-hatch)" in shape for shape in shapes)
        else ""
    )
    spoken = quoteattr(printable(title))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label={spoken}>'
        f"{hatch}{''.join(shapes)}</svg>"
    )
