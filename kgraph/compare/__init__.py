"""What has changed from one build to another."""

from kgraph.compare.changes import Change, Difference, Kind, Quote
from kgraph.compare.comparing import Wishes, compare, compared

__all__ = ["Change", "Difference", "Kind", "Quote", "Wishes", "compare", "compared"]
