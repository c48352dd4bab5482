"""A build: its stages in order, what it keeps in its folder, and what has changed since the last one."""

from kgraph.build.extraction import Progress, extract_articles
from kgraph.build.folder import extractions, read_extraction, resolution
from kgraph.build.stages import BuildResult, Made, ToMake, build, corrections_beside, last_made, to_make

__all__ = [
    "BuildResult",
    "Made",
    "Progress",
    "ToMake",
    "build",
    "corrections_beside",
    "extract_articles",
    "extractions",
    "last_made",
    "read_extraction",
    "resolution",
    "to_make",
]
