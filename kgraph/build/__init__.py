"""A build: its stages in order, what it keeps in its folder, and what has changed since the last one."""

from kgraph.build.expected import Progress
from kgraph.build.extraction import extract_articles, extract_each
from kgraph.build.folder import extractions, repeats, resolution
from kgraph.build.memory import remembering
from kgraph.build.shown import make_again
from kgraph.build.stages import BuildResult, ToMake, build, corrections_beside, last_made, to_make
from kgraph.build.state import Made

__all__ = [
    "BuildResult",
    "Made",
    "Progress",
    "ToMake",
    "build",
    "corrections_beside",
    "extract_articles",
    "extract_each",
    "extractions",
    "last_made",
    "make_again",
    "remembering",
    "repeats",
    "resolution",
    "to_make",
]
