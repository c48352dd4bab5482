"""The rules by which reports become one event, in words."""

from __future__ import annotations

from collections.abc import Mapping

FIRST = "first"
COREFERENCE = "coreference"
HEADLINE = "headline"
SAME_KEY = "same key"
SAME_SCORE = "same score"
LIKELY_KEY = "likely key"
REPRINT = "reprint"
NAMED_SIDES = "named sides"
SHARED_WORDS = "shared words"
ONE_STORY = "one story"
CORRECTED = "corrected"

RULES: Mapping[str, str] = {
    FIRST: "The first report of its event.",
    COREFERENCE: "Its article speaks of the event again.",
    HEADLINE: "The headline and the text of one article say the same.",
    SAME_KEY: "Both have one key: whatever identifies an event of their type, as person and office do a resignation.",
    SAME_SCORE: "Two contests with a side in common ended with one score.",
    LIKELY_KEY: "One has a key; the other leaves a part of it unnamed that its article names elsewhere, or has a word for such events.",
    REPRINT: "Nearly the same sentence.",
    NAMED_SIDES: "The same named sides in the same roles, at times that agree.",
    SHARED_WORDS: "One word or type, and the rarer words of both sentences, at times that agree.",
    ONE_STORY: "One word or type, and somebody who takes part in both, in articles that are about the same things.",
    CORRECTED: "Your corrections file says so.",
}
"""What each rule means, by its name in ``ReportMerge.rule``."""
