"""Programs that measure kgraph."""
