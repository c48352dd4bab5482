"""Lemmas corrected by spelling: a short verb that doubles its last letter ("hopped") is not the lemma of one that does not ("hoped").

The lemmatizer of spaCy's English pipelines tries its rules in a fixed order and takes the first that gives a known verb, so
that "hoped", "staged" and "fined" become "hop", "stag" and "fin".
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

# One group of vowels and one consonant that English doubles before -ed and -ing.
_DOUBLES = re.compile(r"[^aeiou]*[aeiou][bcdfgklmnprstvz]")
_SIBILANT = re.compile(r".*(s|x|z|ch|sh|o)")


def correct_lemmas(doc: Doc) -> None:
    """Give the verbs of a Doc whose lemma cannot be spelt as they are the lemma that can."""
    for token in doc:
        if token.tag_ in ("VBD", "VBN", "VBG", "VBZ"):
            token.lemma_ = corrected(token.lower_, token.lemma_)


def corrected(form: str, lemma: str) -> str:
    """The lemma with the "e" that the form speaks for: "hope" for "hoped" and "hop"; else the lemma as it is."""
    if form in (f"{lemma}ed", f"{lemma}ing") and _DOUBLES.fullmatch(lemma):
        return f"{lemma}e"
    if form == f"{lemma}es" and not _SIBILANT.fullmatch(lemma):
        return f"{lemma}e"
    return lemma
