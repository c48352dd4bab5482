"""Programs that try to break kgraph from outside: they run it as a user does, count what happened, and list each failure."""
