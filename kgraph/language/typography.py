"""Typographic characters replaced one for one, so that every offset still holds."""

from __future__ import annotations

_SAME = {
    "'": "‘’‚‛`´ʼ′",
    '"': "“”„‟«»″",
    "-": "‐‑‒–−",
    "—": "―⸺",
    "\n": "\u2028\u2029\x0b\x0c\x85",
    " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2060\u3000\ufeff",
}
_TABLE = {ord(odd): plain for plain, odds in _SAME.items() for odd in odds}


def plain(text: str) -> str:
    """The text with the quotation marks, dashes and spaces that language models know, of exactly the same length.

    The em dash and the ellipsis stay: a model knows them, and a hyphen between two clauses would read as a compound. Characters that nobody
    sees are left out before (kgraph.invisible); the zero-width ones that are still there stand for a space.
    """
    return text.translate(_TABLE)
