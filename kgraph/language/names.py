"""Corrections of doc.ents over a whole article."""

from __future__ import annotations

from spacy.tokens import Doc, Span

_TYPES = {
    "PERSON": "Person",
    "NORP": "Group",
    "FAC": "Facility",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "PRODUCT": "Product",
    "EVENT": "NamedEvent",
    "WORK_OF_ART": "Work",
    "LAW": "Law",
    "MONEY": "Money",
}


def correct_names(doc: Doc) -> None:
    """Sets doc.ents to names with our types."""
    doc.set_ents([Span(doc, ent.start, ent.end, label=_TYPES.get(ent.label_, ent.label_)) for ent in doc.ents if ent.label_ != "LANGUAGE"])
