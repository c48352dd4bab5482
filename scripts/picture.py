"""docs/ontology.svg: the classes of kgraph's graph, what stands in them, and what joins them, from data/terms.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from kgraph.lexicon.terms import terms

WIDTH, HEIGHT = 1180, 760
_LINE, _HEAD, _PAD = 17, 26, 8
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2933 }
  .name { font-weight: 600 } .zone { font-size: 15px; fill: #52606d } .edge { fill: #334e68; font-style: italic }
  .box { fill: #ffffff; stroke: #829ab1 } .head { fill: #d9e2ec } .area { fill: #f5f7fa; stroke: #cbd2d9; stroke-dasharray: 5 4 }
  .arrow { fill: none; stroke: #486581; stroke-width: 1.5; marker-end: url(#tip) }
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A class at its place, with the lines that stand in it."""

    name: str
    x: int
    y: int
    width: int
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        """The height that the lines need."""
        return _HEAD + _LINE * len(self.lines) + _PAD


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property from one place to another, with where its name stands."""

    name: str
    points: tuple[tuple[int, int], ...]
    label: tuple[int, int]


def ontology_picture() -> str:
    """The picture as SVG: the same text for the same terms."""
    return "\n".join(
        ("".join(_head()), *_areas(), *(line for box in _boxes() for line in _box(box)), *map(_arrow, _arrows()), "</svg>", "")
    )


def _head() -> Iterator[str]:
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="The classes of the graph and what joins them">'
    yield f"<style>{_STYLE}</style>"
    yield '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse">'
    yield '<path d="M0 0 L8 4 L0 8 z" fill="#486581"/></marker></defs>'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'


def _areas() -> Iterator[str]:
    yield _area(10, 10, 1160, 330, "the default graph: what all articles say together")
    yield _area(10, 365, 1160, 385, "a named graph for each article: what it says, where, and in whose words")


def _area(x: int, y: int, width: int, height: int, title: str) -> str:
    area = f'<rect class="area" x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>'
    return f'{area}<text class="zone" x="{x + 14}" y="{y + 24}">{escape(title)}</text>'


def _boxes() -> tuple[Box, ...]:
    times = ("begin", "end", "open", "timePrecision")
    return (
        Box("Event", 380, 60, 230, ("a: one of the event types", "rdfs:label", *_values("Event"), *_known(times))),
        Box(
            "Thing (entity)",
            830,
            60,
            230,
            ("a: one of the entity types", "rdfs:label", "skos:altLabel", "owl:sameAs", *_values("Thing")),
        ),
        Box(
            "Report",
            380,
            425,
            230,
            ("reportedType: an event type", *_values("Report"), *_known(times), "the words of a role: …Text"),
        ),
        Box("Chain", 830, 425, 230, ("rdfs:label", "what one article's mentions", "are about")),
        Box("Attribution", 830, 585, 230, _values("Attribution")),
        Box(
            "Article",
            40,
            425,
            220,
            (
                "schema:headline",
                "schema:datePublished",
                "schema:publisher",
                "schema:author",
                "schema:url",
                "schema:identifier: a record's",
                "nif:isString: its text",
                *_known(["file"]),
            ),
        ),
        Box("Characters", 40, 650, 220, ("article#char=12,34", "nif:anchorOf: a sentence")),
    )


def _arrows() -> tuple[Arrow, ...]:
    under = {box.name: box.y + box.height for box in _boxes()}
    return (
        Arrow("roles: agent, patient, place …", ((610, 130), (830, 130)), (622, 122)),
        Arrow("member", ((1060, 100), (1100, 100), (1100, 160), (1060, 160)), (1106, 134)),
        Arrow("reportedBy", ((495, under["Event"]), (495, 425)), (503, 356)),
        Arrow("sem:subEventOf", ((380, 110), (356, 110), (356, 160), (380, 160)), (240, 139)),
        Arrow("within", ((380, 470), (356, 470), (356, 520), (380, 520)), (306, 499)),
        Arrow("gaf:denotedBy", ((945, under["Thing (entity)"]), (945, 425)), (953, 356)),
        Arrow("roles", ((610, 470), (830, 470)), (700, 462)),
        Arrow("attributedTo", ((610, 612), (830, 612)), (680, 604)),
        Arrow("source", ((945, 585), (945, under["Chain"])), (953, 552)),
        Arrow("sentence, stanceCue, gaf:denotedBy", ((495, under["Report"]), (495, 690), (260, 690)), (300, 682)),
    )


def _values(domain: str) -> tuple[str, ...]:
    """The properties of a class whose values are no nodes."""
    return _known(name for name, entry in terms()["properties"].items() if entry.get("domain") == domain and _is_value(entry))


def _known(names: object) -> tuple[str, ...]:
    properties = terms()["properties"]
    assert isinstance(names, Iterator | tuple | list)
    return tuple(f"{name}: {str(properties[name]['range']).removeprefix('xsd:')}" for name in names)


def _is_value(entry: Mapping[str, object]) -> bool:
    return str(entry.get("range", "")).startswith("xsd:")


def _box(box: Box) -> Iterator[str]:
    place = f'x="{box.x}" y="{box.y}" width="{box.width}"'
    yield f'<rect class="box" {place} height="{box.height}" rx="4"/><rect class="head" {place} height="{_HEAD}" rx="4"/>'
    yield f'<text class="name" x="{box.x + _PAD}" y="{box.y + 18}">{escape(box.name)}</text>'
    for number, line in enumerate(box.lines):
        yield f'<text x="{box.x + _PAD}" y="{box.y + _HEAD + _LINE * number + 14}">{escape(line)}</text>'


def _arrow(arrow: Arrow) -> str:
    path = " L".join(f"{x} {y}" for x, y in arrow.points)
    return f'<path class="arrow" d="M{path}"/><text class="edge" x="{arrow.label[0]}" y="{arrow.label[1]}">{escape(arrow.name)}</text>'
