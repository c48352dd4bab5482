"""Writes kgraph/data/explore/world.json, the outlines of the page's map.

    python -m scripts.outlines WORLD_ATLAS

The argument is the folder of the unpacked npm package world-atlas 2.0.2 (ISC; made from Natural Earth, public domain). Countries come at
1:110 million, without Antarctica, to a twentieth of a degree. Equal packages give equal bytes.

The file holds "steps" to the degree, "arcs" (each a flat list: longitude and latitude of its start, then the way to each next point) and
"lands", a list for each country of its rings: numbers of arcs, ~n for arc n backwards, as TopoJSON has it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parents[1] / "kgraph" / "data" / "explore" / "world.json"
STEPS = 20
_ANTARCTICA = "010"


def main(arguments: list[str]) -> int:
    """Writes the file; 0 when done, 2 for wrong arguments."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    topology = json.loads((Path(arguments[0]) / "countries-110m.json").read_text("utf-8"))
    lands = [list(_rings(land)) for land in topology["objects"]["countries"]["geometries"] if land.get("id") != _ANTARCTICA]
    used = sorted({arc if arc >= 0 else ~arc for land in lands for ring in land for arc in ring})
    number = {arc: place for place, arc in enumerate(used)}
    numbered = [[[number[arc] if arc >= 0 else ~number[~arc] for arc in ring] for ring in land] for land in lands]
    arcs = [list(_steps(topology["arcs"][arc], topology["transform"])) for arc in used]
    OUTPUT.write_text(json.dumps({"steps": STEPS, "arcs": arcs, "lands": numbered}, separators=(",", ":")) + "\n", "utf-8")
    return 0


def _rings(land: dict[str, Any]) -> Iterator[list[int]]:
    for polygon in [land["arcs"]] if land["type"] == "Polygon" else land["arcs"]:
        yield from polygon


def _steps(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[int]:
    """The arc in whole steps, each point as the way from the last; points that fall together are one."""
    (across, up), (left, bottom) = transform["scale"], transform["translate"]
    x = y = at_x = at_y = 0
    for index, (dx, dy) in enumerate(arc):
        x, y = x + dx, y + dy
        next_x, next_y = round((x * across + left) * STEPS), round((y * up + bottom) * STEPS)
        if index == 0 or index == len(arc) - 1 or (next_x, next_y) != (at_x, at_y):
            yield from (next_x - at_x, next_y - at_y)
            at_x, at_y = next_x, next_y


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
