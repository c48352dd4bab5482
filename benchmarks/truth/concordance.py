"""All places where an entry of the lexicon fires: to be read, or to be judged, so that each entry can say how often it was right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from benchmarks.judging.sheets import marked
from benchmarks.truth.draw import Candidate, rank
from benchmarks.truth.senses import entry_name
from benchmarks.truth.verdicts import NOISE, Verdict, deciding
from benchmarks.truth.words import sentence
from kgraph.lexicon import Lexicon
from kgraph.lexicon.types import PARTS_OF_SPEECH
from kgraph.model import PLAIN_EVENT
from kgraph.verifier.words import clipped


class Entry(NamedTuple):
    """An event type, and where they are given the part of speech and the lemma of its trigger."""

    type: str
    pos: str = ""
    lemma: str = ""

    def fits(self, candidate: Candidate) -> bool:
        """Whether the entry gave a claim its type."""
        made = candidate.made
        return made.claim.type == self.type and self.pos in ("", made.pos) and self.lemma in ("", made.claim.lemma)


class Seen(NamedTuple):
    """How often judges found that an entry's hits are of its type, and how often not."""

    right: int
    wrong: int


def entry(text: str) -> Entry:
    """An entry from ``Type``, ``Type:pos`` or ``Type:pos:lemma``; a dash stands for any part of speech. Raises ValueError."""
    type_name, _, rest = text.partition(":")
    pos, _, lemma = rest.partition(":")
    if pos not in ("", "-", *PARTS_OF_SPEECH):
        raise ValueError(f"part of speech {pos!r} is not valid; choose from {', '.join(PARTS_OF_SPEECH)} and -")
    return Entry(type_name, pos.removeprefix("-"), lemma)


def hits(pool: Iterable[Candidate], wanted: Entry, seed: int, most: int | None = None) -> list[Candidate]:
    """The claims that an entry made, in the order of chance, at most so many."""
    return sorted((one for one in pool if wanted.fits(one)), key=lambda one: rank(seed, one))[:most]


def all_hits(pool: Iterable[Candidate], seed: int, most: int) -> list[Candidate]:
    """Hits of every entry that fires, entry by entry in the order of their names, at most so many of each."""
    by_entry: dict[str, list[Candidate]] = defaultdict(list)
    for one in pool:
        if one.made.claim.type != PLAIN_EVENT:
            by_entry[entry_name(one.made.claim.type, one.made.pos, one.made.claim.lemma)].append(one)
    return [one for name in sorted(by_entry) for one in sorted(by_entry[name], key=lambda one: rank(seed, one))[:most]]


def hit_text(candidate: Candidate, lexicon: Lexicon) -> str:
    """A hit to be read: where it is, its sentence, and the claim."""
    page, made = candidate
    place = " ".join(part for part in (page.file, page.record, page.day) if part)
    own = marked(page.text, made.sentence, made.claim.trigger)
    return "\n".join(
        [f"{place} {made.claim.trigger[0]}", f"  {clipped(own, 600)}", f"  = {sentence(made.claim, page.text, lexicon)}", ""]
    )


def seen(verdicts: Iterable[Verdict]) -> dict[str, Seen]:
    """Of each entry that was judged how often its type was right.

    It was wrong where a judge named the type or the sense of the word, or found that there is no event. Other faults are not the entry's.
    """
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for verdict in deciding(verdicts).values():
        if verdict.claim.type != PLAIN_EVENT and verdict.claim.lemma:
            counts[entry_name(verdict.claim.type, verdict.pos, verdict.claim.lemma)][is_of_type(verdict)] += 1
    return {name: Seen(counts[name][True], counts[name][False]) for name in sorted(counts)}


def is_of_type(verdict: Verdict) -> bool:
    """Whether a judge found the type of a claim to be right."""
    return "type" not in verdict.slots and verdict.cause != "sense" and verdict.verdict != NOISE


def seen_lines(table: dict[str, Seen]) -> Iterator[str]:
    """The table as YAML, an entry a line, as it can stand beside the entry in the lexicon."""
    return (f'"{name}": {{right: {counts.right}, wrong: {counts.wrong}}}' for name, counts in table.items())
