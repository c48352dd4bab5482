"""Stories of real news, each with the reports of its main event: whether the graph holds that event as one node.

A story is kept as what its source calls its articles, with the offsets of the words that tell of its main event; never as text. The
articles of a story are read whole: a report of one of them that is not listed tells of something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean

import msgspec

from benchmarks.identity.archive import Archive
from benchmarks.identity.items import EVENT, Place
from benchmarks.identity.score import Homes
from kgraph.model import ReportRef

STORIES = Path(__file__).resolve().parent / "stories.jsonl"


class Telling(msgspec.Struct, frozen=True):
    """An article of a story: what its source calls it, a hash of its text, and the offsets of the words that tell of the main event."""

    file: str
    record: str
    text: str
    words: tuple[tuple[int, int], ...]


class Story(msgspec.Struct, frozen=True):
    """A story, named in a few words of its own, and its articles."""

    name: str
    articles: tuple[Telling, ...]


class Standing(msgspec.Struct, frozen=True):
    """How the graph of today holds a story's main event.

    ``reports`` are those that are made today, in how many ``nodes``; ``largest`` is how many of them the largest node has, and ``pure``
    the share of that node's reports in the story's articles that tell of the main event. ``foreign`` are its reports in other articles.
    """

    name: str
    reports: int
    nodes: int
    largest: int
    pure: float
    foreign: int

    @property
    def share(self) -> float:
        """The share of the main event's reports that the largest node has."""
        return self.largest / self.reports if self.reports else 0.0


def read(path: Path = STORIES) -> list[Story]:
    """The stories of a file."""
    decode = msgspec.json.Decoder(Story).decode
    return [decode(line) for line in path.read_bytes().splitlines()]


def standing(story: Story, archive: Archive, homes: Homes | None = None) -> Standing:
    """How the graph of today holds a story's main event."""
    finder = homes or Homes(archive)
    found = [home for place in _places(story) if (home := finder.home(EVENT, place)) is not None]
    if not found:
        return Standing(story.name, 0, 0, 0, 0.0, 0)
    main, largest = min(Counter(found).items(), key=lambda pair: (-pair[1], pair[0]))
    reports = next(event.reports for event in archive.resolution.events if event.id == main)
    own = sum(_is_of(ref, story, archive) for ref in reports)
    return Standing(story.name, len(found), len(set(found)), largest, largest / max(own, largest), len(reports) - own)


def report(stories: Iterable[Story], archive: Archive) -> str:
    """A table of the stories, and the means over them."""
    homes = Homes(archive)
    found = [standing(story, archive, homes) for story in stories]
    rows = [f"| {s.name} | {s.reports} | {s.nodes} | {s.share:.2f} | {s.pure:.2f} | {s.foreign} |" for s in found]
    head = "| story | reports of the main event | nodes | share of the largest | its purity | its reports elsewhere |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows, _means(found)])


def _means(found: Sequence[Standing]) -> str:
    told = [one for one in found if one.reports]
    if not told:
        return "No article of the stories is there."
    nodes, share, pure = mean(s.nodes for s in told), mean(s.share for s in told), mean(s.pure for s in told)
    return f"| mean of {len(told)} | {mean(s.reports for s in told):.1f} | {nodes:.1f} | {share:.2f} | {pure:.2f} | |"


def _places(story: Story) -> list[Place]:
    return [Place("", t.file, t.record, t.text, start, end) for t in story.articles for start, end in t.words]


def _is_of(ref: ReportRef, story: Story, archive: Archive) -> bool:
    paper = archive.papers[ref.article]
    return (paper.file, paper.record) in {(telling.file, telling.record) for telling in story.articles}
