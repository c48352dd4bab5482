"""How event-data projects code an event: its PLOVER root, its CAMEO code, quad class and intensity (data/cameo.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kgraph.coding.plover import Coded
from kgraph.rdf.view import Happening, Telling
from kgraph.shipped import shipped

_STANCES = {
    "happened": ("positive", "actual"),
    "disputed": ("positive", "actual"),
    "did-not-happen": ("negative", "actual"),
}


@dataclass(frozen=True, slots=True)
class Code:
    """The codes of one event; all empty for types that PLOVER has no place for."""

    plover: str = ""
    cameo: str = ""
    quad_class: int | None = None
    intensity: int | None = None

    @property
    def cameo_root(self) -> str:
        """CAMEO's two digits."""
        return self.cameo[:2]


def event_code(happening: Happening, kind: Coded | None) -> Code:
    """The codes of an event of a type, None for one that the graph's ontology does not know.

    They follow from the PLOVER root of the report that decides what the event is. An intent or a refusal is coded as such and not as
    the deed: a visit that is planned is AGREE, not CONSULT.
    """
    if kind is None or not kind.plover:
        return Code()
    telling = deciding(happening)
    return code((telling.code if telling is not None else "") or kind.plover, kind)


def code(plover: str, kind: Coded) -> Code:
    """The codes of a report of a type that has this PLOVER root."""
    cameo = shipped("cameo.yaml")["intents"].get(plover, kind.cameo) if plover != kind.plover else _tone(kind)
    quad = next((number for number, roots in shipped("cameo.yaml")["quad_classes"].items() if cameo[:2] in roots), None)
    return Code(plover, cameo, quad, _intensity(cameo))


def deciding(happening: Happening) -> Telling | None:
    """The first of an event's tellings that says what all of them say together; the first one where none does."""
    wanted = _STANCES.get(happening.factuality, ("positive", happening.factuality))
    agreeing = (telling for telling in happening.tellings if (telling.polarity, telling.modality) == wanted)
    return next(agreeing, next(iter(happening.tellings), None))


def _tone(kind: Coded) -> str:
    root = kind.cameo[:2]
    return (root if kind.orientation == "conflict" else shipped("cameo.yaml")["appeals"].get(root, root)) + kind.cameo[2:]


def _intensity(cameo: str) -> int | None:
    table: Mapping[str, int] = shipped("cameo.yaml")["intensity"]
    return next((table[cameo[:length]] for length in range(len(cameo), 1, -1) if cameo[:length] in table), None)
