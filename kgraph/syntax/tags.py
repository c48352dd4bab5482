"""Classes of words: the parts of speech and the tags of the parser under the names of grammar.

Sets of ``token.pos_`` (Universal Dependencies) come first, then sets of ``token.tag_`` (Penn Treebank).
"""

from __future__ import annotations

VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN"})
NOMINALS = NOUNS | {"PRON", "NUM", "ADJ", "DET", "SYM", "X"}
"""What heads a noun phrase, also where the tagger takes a name for something else."""
CONTENT = NOUNS | {"VERB", "NUM", "ADJ"}
"""Words that say something by themselves."""

SINGULAR = frozenset({"NN", "NNP"})
PLURAL = frozenset({"NNS", "NNPS"})
PRESENT_TENSE = frozenset({"VBZ", "VBP"})
FINITE = PRESENT_TENSE | {"VBD"}
"""Finite forms of verbs; those of modal verbs are in FINITE_OR_MODAL."""
FINITE_OR_MODAL = FINITE | {"MD"}
PARTICIPLE = frozenset({"VBN", "VBD"})
"""Past participles, and the past forms that a tagger takes them for."""
INTERROGATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
