"""A build over HTTP: SPARQL, an API, pages and files, for programs and for browsers.

``app.application`` is the whole as one ASGI application; ``server.serve`` runs it on a port. Each kind of route has a module of its own,
with a function ``routes(site) -> list[Route]`` that app.py lists.
"""
