"""The parse as a tree: what hangs below a word, in time and depth that no sentence can make large."""

from __future__ import annotations

from spacy.tokens import Token


def below(token: Token) -> list[Token]:
    """A token and everything below it, each word before those that hang on it.

    spaCy's own ``subtree`` passes each word up through all that it hangs on, which takes the square of the depth.
    """
    found = [token]
    for word in found:  # which grows while it is read
        found.extend(word.children)
    return found


def indices_below(token: Token) -> set[int]:
    """The indices of a token and of everything below it."""
    return {word.i for word in below(token)}
