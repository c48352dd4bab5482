"""Every kind of file that is read, in the order in which they are asked whether a file begins like one of them."""

from __future__ import annotations

from kgraph.errors import NotText
from kgraph.ingest.content import Content, Kind
from kgraph.ingest.formats import html, json_values, jsonl, parquet, table, text

KINDS: tuple[Kind, ...] = (
    parquet.KIND,
    json_values.KIND,
    jsonl.KIND,
    table.KIND,
    html.KIND,
    text.KIND,
)


def kind_of(content: Content) -> Kind:
    """The kind of a file, by its name; by its beginning where the name says nothing, or says that it is plain text. Raises NotText."""
    named = kind_named(content.name)
    if named is not None and named is not text.KIND:
        return named
    begun = next((kind for kind in KINDS if kind.begins(content.head)), None)
    found = begun or named or (text.KIND if "." not in content.name else None)
    if found is None:
        raise NotText(f"unknown kind of file {suffix(content.name)!r}; choose from {', '.join(suffixes())}", content.origin)
    return found


def kind_named(name: str) -> Kind | None:
    """The kind of which a file is by the end of its name, if that names one."""
    fits = [(len(end), kind) for kind in KINDS for end in kind.suffixes if name.lower().endswith(end)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def suffixes() -> list[str]:
    """The ends of names that tell a kind, sorted."""
    return sorted(end for kind in KINDS for end in kind.suffixes)


def suffix(name: str) -> str:
    """The end of a name from its last full stop on."""
    _, dot, end = name.rpartition(".")
    return dot + end if dot else ""
