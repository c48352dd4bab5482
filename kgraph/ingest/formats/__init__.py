"""Every kind of file that is read, in the order in which they are asked whether a file begins like one of them."""

from __future__ import annotations

from kgraph.errors import NotText
from kgraph.ingest.beginnings import is_signed
from kgraph.ingest.content import Content, Kind
from kgraph.ingest.formats import (
    compressed,
    docx,
    eml,
    feed,
    html,
    json_values,
    jsonl,
    markdown,
    mbox,
    mhtml,
    parquet,
    pdf,
    rtf,
    table,
    tarred,
    text,
    warc,
    xhtml,
    zipped,
)
from kgraph.ingest.formats.compressed import bare_name, is_compressed
from kgraph.ingest.names import unread

KINDS: tuple[Kind, ...] = (
    warc.KIND,
    *compressed.KINDS,
    docx.KIND,
    zipped.KIND,
    tarred.KIND,
    rtf.KIND,
    feed.KIND,
    parquet.KIND,
    json_values.KIND,
    jsonl.KIND,
    table.KIND,
    html.KIND,
    xhtml.KIND,
    pdf.KIND,
    markdown.KIND,
    mhtml.KIND,
    mbox.KIND,
    eml.KIND,
    text.KIND,
)


def kind_of(content: Content) -> Kind:
    """The kind of a file, by its name; by its beginning where the name says nothing, or says that it is plain text. Raises NotText.

    A beginning that no other kind has, as that of a compressed file or of a page, goes before any name.
    """
    name = content.name if is_compressed(content.head) else bare_name(content.name)
    named = kind_named(name)
    if named is not None and _fits(named, name, content.head):
        return named
    begun = next((kind for kind in KINDS if kind.begins(content.head)), None)
    if begun in (None, docx.KIND) and (refusal := unread(name, content.head, is_word=begun is not None)):
        raise NotText(refusal, content.origin)
    found = begun or named or (text.KIND if not suffix(name) else None)
    if found is None:
        raise NotText(f"unknown kind of file {suffix(name)!r}; choose from {', '.join(suffixes())}", content.origin)
    return found


def _fits(named: Kind, name: str, head: bytes) -> bool:
    """Whether a file may be of the kind that its name says."""
    if named.begins(head) or zipped.is_document(name, head):
        return True
    return named is not text.KIND and not is_signed(head)


def kind_named(name: str) -> Kind | None:
    """The kind of which a file is by the end of its name, if that names one."""
    fits = [(len(end), kind) for kind in KINDS for end in kind.suffixes if name.lower().endswith(end)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def suffixes() -> list[str]:
    """The ends of names that tell a kind, sorted."""
    return sorted(end for kind in KINDS for end in kind.suffixes)


def suffix(name: str) -> str:
    """The end of a name from its last full stop on, which has no space: "U.S. and Iran" has none."""
    _, dot, end = name.rpartition(".")
    return dot + end if dot and " " not in end else ""
