"""Who acts on whom in a report as event coders take it: the graph's participants, and sources and targets that coders read out of them.

The graph keeps to what a sentence says; an annotated source or target is often the place of an act, or stands in the act that is promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kgraph.coding.plover import coding_rules
from kgraph.lexicon import Lexicon, entity_is_a
from kgraph.model import TARGET_ROLES, Extraction, Participant, Report

_ACTORS = ("Person", "Group", "Organization", "Place")


def coded(report: Report, extraction: Extraction, lexicon: Lexicon) -> tuple[Participant, ...]:
    """The participants of a report, then those that coders would add as its source (agent) or target (patient)."""
    kind = lexicon.types.get(report.type)
    code, mutual = (kind.plover, kind.symmetric) if kind is not None else ("", False)
    return (
        *report.participants,
        *(_other_sides(report) if mutual else ()),
        *_by_weapon(report),
        *_place_as_target(report),
        *(_place_as_source(report, extraction) if code in coding_rules()["authorities"] else ()),
        *(_promised_target(report, extraction) if code in coding_rules()["promises"] else ()),
    )


def _other_sides(report: Report) -> Iterator[Participant]:
    """The sides of what is mutual once more as those it is done with, as far as there are two."""
    sides = report.fillers("agent")
    if len(sides) > 1:
        yield from (replace(side, role="patient") for side in sides)


def _by_weapon(report: Report) -> Iterator[Participant]:
    """The weapon or the attack as the source where nobody is named ("a car bomb killed ten"), or as more words for whose it is.

    Where Turkey is the agent, coders have the source in "a Turkish air strike".
    """
    agents = report.fillers("agent")
    for instrument in report.fillers("instrument"):
        owners = [agent for agent in agents if instrument.span.covers(agent.span)]
        yield from (replace(owner, span=instrument.span, head=instrument.head) for owner in owners)
        if not agents:
            yield replace(instrument, role="agent")


def _place_as_target(report: Report) -> Iterator[Participant]:
    """The place of an act that names no target: killings "in northern Mexico"."""
    if report.fillers("agent") and not report.fillers(*TARGET_ROLES):
        yield from (replace(place, role="patient") for place in report.fillers("place"))


def _place_as_source(report: Report, extraction: Extraction) -> Iterator[Participant]:
    """The named place of an act of authorities that names none: "was arrested in Chad"."""
    if report.fillers(*TARGET_ROLES) and not report.fillers("agent"):
        yield from (replace(place, role="agent") for place in report.fillers("place") if _is_named_actor(place, extraction))


def _promised_target(report: Report, extraction: Extraction) -> Iterator[Participant]:
    """Whom, or where, the promised act is for, where the promise names nobody: Chad in "agreed to send doctors to Chad"."""
    if not report.fillers("agent") or any(_is_named_actor(target, extraction) for target in report.fillers(*TARGET_ROLES)):
        return
    topics = [topic.span for topic in report.fillers("topic")]
    own = {agent.chain for agent in report.fillers("agent")}
    for other in extraction.reports:
        if other.id != report.id and any(topic.covers(other.trigger) for topic in topics):
            found = [
                one for one in other.fillers(*TARGET_ROLES, "place") if one.chain not in own and _is_named_actor(one, extraction)
            ]
            if found:
                yield from (replace(one, role="patient") for one in found)
                return


def _is_named_actor(participant: Participant, extraction: Extraction) -> bool:
    if participant.chain is None:
        return False
    chain = extraction.chains[participant.chain]
    return chain.named and any(entity_is_a(chain.type, actor) for actor in _ACTORS)
