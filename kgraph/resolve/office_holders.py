"""Descriptions by an office alone, in articles with a date: "the US president"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kgraph.model import Chain, Interval, TimeBasis
from kgraph.resolve.authority import Authority, Description, Office
from kgraph.resolve.evidence import ChainEvidence
from kgraph.resolve.joined import Joined
from kgraph.resolve.knowledge import is_not_now
from kgraph.resolve.offices import described, holder, is_alone


def join_office_holders(chains: Sequence[ChainEvidence], joined: Joined, authority: Authority) -> None:
    """Whoever an article describes by an office joins who held it on the day, unless the article gives it to somebody else by name."""
    people: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(chains):
        if item.chain.named and item.chain.type == "Person":
            people[item.ref.article].append(index)
    for index, item in enumerate(chains):
        number = holder_of(item, authority)
        if number is None:
            continue
        anchor = joined.anchor(number)
        rivals = [other for other in people[item.ref.article] if joined.find(other) != joined.find(anchor)]
        if next(claimants(item, [chains[other] for other in rivals], authority), None) is None:
            joined.join(anchor, index, "office on the date")


def holder_of(item: ChainEvidence, authority: Authority) -> int | None:
    """The entry of who held the office on the day that an article describes somebody by."""
    told = _office(item, authority)
    if told is None or item.day is None:
        return None
    found = holder(told, item.chain.country, item.day, authority)
    return found[0] if found is not None and all(_overlaps(found[1], time) for time in item.times) else None


def claimants(item: ChainEvidence, people: Sequence[ChainEvidence], authority: Authority) -> Iterator[int]:
    """The places of those people to whom the article gives by name the office that a chain is described by."""
    told = _office(item, authority)
    if told is not None:
        owner = told.owner or item.chain.country
        yield from (place for place, other in enumerate(people) if _claims(other.chain, told, owner, authority))


def _office(item: ChainEvidence, authority: Authority) -> Description | None:
    """The office that an unnamed person's description means, where it says whose."""
    chain = item.chain
    if chain.named or chain.type != "Person" or chain.members or item.day is None:
        return None
    told = described(chain.name, authority)
    return told if told is not None and (told.owner or chain.country or is_alone(told)) else None


def _overlaps(office: Office, time: Interval) -> bool:
    """Whether something that the person does can fall into the term: "In 1963 the US president" is not the one of today."""
    return time.overlaps(Interval(office.begin, office.end, "day", TimeBasis.STATED))


def _claims(chain: Chain, told: Description, owner: str, authority: Authority) -> bool:
    """Whether the article gives the office to somebody by name."""
    claims = (described(role, authority) for role in chain.roles if not is_not_now(role))
    return any(one and one.offices & told.offices and (one.owner or chain.country) in ("", owner) for one in claims)
