"""The page, live: the explorer over a build of any size, which asks for what it shows (docs/live-page.md)."""

from kgraph.serve.explorer.routes import routes

__all__ = ["routes"]
