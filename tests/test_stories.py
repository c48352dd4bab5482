"""Which articles follow one story."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kgraph.model import Chain, ChainRef, Entity, Merge, ReportRef
from kgraph.resolve.evidence import ArticleEvidence, ChainEvidence, ReportEvidence, gather
from kgraph.resolve.stories import stories

DAY = date(2025, 8, 15)


def told(articles: dict[str, tuple[str, ...]], days: dict[str, int]) -> dict[str, str]:
    """The stories of articles that each name some people, so many days after the first."""
    found: list[ArticleEvidence] = []
    entities: dict[str, list[Merge]] = {}
    for article, names in articles.items():
        day = DAY + timedelta(days=days.get(article, 0))
        chains = []
        for number, name in enumerate(names):
            reference = ChainRef(article, number)
            chains.append(ChainEvidence(reference, Chain(number, name, "Person", named=True), 1, takes_part=True, day=day))
            entities.setdefault(name, []).append(Merge(reference, "name"))
        report = ReportEvidence(ReportRef(article, 0), "Event", "act", "acted", day)
        found.append(ArticleEvidence(article, "", tuple(chains), (report,)))
    known = [Entity(f"person/{name}", name, "Person", tuple(merges), named=True) for name, merges in entities.items()]
    return dict(stories(gather(found), known))


OTHERS = {f"z{number}": (f"Z{number}",) for number in range(8)}
"""Articles of other things, without which every name would be everywhere."""


def test_articles_that_name_the_same_follow_one_story() -> None:
    found = told({"a": ("Berg", "Ek"), "b": ("Berg", "Ek"), "c": ("Lund", "Roth"), **OTHERS}, {})
    assert found["a"] == found["b"] != found["c"]


@pytest.mark.parametrize(("later", "same"), [(3, True), (4, False)])
def test_a_story_does_not_skip_four_days(later: int, same: bool) -> None:
    found = told({"a": ("Berg", "Ek"), "b": ("Berg", "Ek"), **OTHERS}, {"b": later})
    assert (found["a"] == found["b"]) is same


def test_an_article_comes_to_the_story_that_later_ones_make() -> None:
    """Nothing joins the first two but those that name all four."""
    both = ("Berg", "Ek", "Lund", "Roth")
    found = told({"a": both[:2], "b": both[2:], "c": both, "d": both, **OTHERS}, {})
    assert found["a"] == found["b"] == found["c"] == found["d"]


def test_a_story_bears_the_id_of_its_first_article() -> None:
    found = told({"b": ("Berg", "Ek"), "a": ("Berg", "Ek"), "c": ("Lund", "Roth"), **OTHERS}, {"a": 1})
    assert (found["a"], found["b"], found["c"]) == ("a", "a", "c")
