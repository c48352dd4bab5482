"""Times resolution on synthetic evidence of growing size: how many seconds a million mentions take, and whether time grows with size alone.

    python -m benchmarks.speed.resolution [--mentions 1000000] [--entities-only]

The evidence is what extraction would hand over: articles of about forty mentions, whose people, bodies and places are drawn from a world
that grows with the corpus, some well known and most hardly. One person in three is called by a surname, one in twenty is misspelled.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta

from kgraph.collector import no_collector
from kgraph.errors import KGraphError
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Chain, ChainRef, ReportRef
from kgraph.resolve import entities_in
from kgraph.resolve.authority import shipped_authority
from kgraph.resolve.corrections import Corrections
from kgraph.resolve.events import events
from kgraph.resolve.evidence import ChainEvidence, Evidence, ReportEvidence

_MENTIONS, _CHAINS, _REPORTS = 40, 16, 8  # of an article
_TYPES = ("Meeting", "Visit", "Blame", "Invitation", "Attack", "Statement", "Agreement", "Arrest")
_ROLES = ("", "", "", "president", "striker", "professor", "minister", "chief executive", "judge")
_SYLLABLES = (
    "ba be bo da de do ga ge ka ko la le li lo ma me mi mo na ne no pa pe ra re ro sa se so ta te to va ve vo za ze".split()
)


HEADING = ("| mentions | chains | entities | entities, s | events, s | µs a mention |", "|---|---|---|---|---|---|")


def main() -> int:
    """Prints a row for each size; the last column would stay as it is if time grew with size alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, default=1_000_000, metavar="N", help="the largest size (default: 1000000)")
    parser.add_argument("--entities-only", action="store_true", help="leave the events out")
    options = parser.parse_args()
    print("\n".join(HEADING))
    for size in (options.mentions // part for part in (8, 4, 2, 1)):
        print(row(size, with_events=not options.entities_only), flush=True)
    return 0


def row(mentions: int, *, with_events: bool) -> str:
    """One line of the table: the times of one size, in this process."""
    evidence = synthetic(mentions // _MENTIONS)
    with no_collector():  # as a build does it
        begin = time.perf_counter()
        found = entities_in(evidence, shipped_authority(), Corrections(), _ignore)
        middle = time.perf_counter()
        if with_events:
            events(evidence, found, shipped_lexicon())
        end = time.perf_counter()
    told = f"{end - middle:.1f}" if with_events else "-"
    each = (end - begin) / mentions * 1e6
    return f"| {mentions:,} | {len(evidence.chains):,} | {len(found):,} | {middle - begin:.1f} | {told} | {each:.1f} |"


def synthetic(articles: int, *, seed: int = 1) -> Evidence:
    """The evidence of so many articles, the same for one seed."""
    chance = random.Random(seed)
    world = _world(max(100, articles), chance)
    chains: list[ChainEvidence] = []
    reports: list[ReportEvidence] = []
    for number in range(articles):
        article, day = f"{number:024x}", date(2015, 1, 1) + timedelta(days=number % 3650)
        for chain in range(_CHAINS):
            thing = _told(world[int(len(world) * chance.random() ** 3)], chain, chance)
            chains.append(
                ChainEvidence(ChainRef(article, chain), thing, 1 + chance.randrange(2 * _MENTIONS // _CHAINS - 1), True, day)
            )
        reports += (_report(ReportRef(article, n), day, chance) for n in range(_REPORTS))
    return Evidence(tuple(chains), tuple(reports))


def _world(size: int, chance: random.Random) -> list[Chain]:
    """Things that articles tell of: people, bodies, places."""
    given = [_name(chance, 2) for _ in range(max(20, size // 200))]
    family = [_name(chance, 3) for _ in range(max(50, size // 4))]
    things = []
    for _ in range(size):
        kind = chance.choices(("Person", "Organization", "Place"), (6, 3, 2))[0]
        name = f"{chance.choice(given)} {chance.choice(family)}" if kind == "Person" else f"{_name(chance, 3)} {_name(chance, 2)}"
        country = chance.choice(("", "USA", "RUS", "DEU", "FRA", "CHN"))
        role = chance.choice(_ROLES) if kind == "Person" else ""
        things.append(Chain(0, name, kind, (), (), country, "", (role,) if role else (), named=True))
    return things


def _told(thing: Chain, number: int, chance: random.Random) -> Chain:
    """A thing as one article tells of it."""
    name, draw = thing.name, chance.random()
    if thing.type == "Person" and draw < 0.33:
        name = name.split()[-1]
    elif thing.type == "Person" and draw < 0.38:
        name = f"{name}{name[-1]}"
    country, roles = (thing.country, thing.roles) if chance.random() < 0.5 else ("", ())
    if chance.random() < 0.1:
        return Chain(number, "the US president", "Person", country="USA")
    return Chain(number, name, thing.type, (), (), country, "", roles, named=True)


def _report(ref: ReportRef, day: date, chance: random.Random) -> ReportEvidence:
    fillers = tuple(zip(("agent", "patient"), chance.sample(range(_CHAINS), 2), strict=True))
    return ReportEvidence(ref, chance.choice(_TYPES), "act", "act", day, fillers)


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


def _ignore(_: KGraphError) -> None:
    """Nothing here is corrected."""


if __name__ == "__main__":
    raise SystemExit(main())
