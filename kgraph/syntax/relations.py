"""What a word is to the word that it depends on: the labels of the parser under the names of grammar.

The labels are those of spaCy's English pipelines (the CLEAR style, Choi and Palmer 2012). A relation is a set of labels, so that broader
ones are unions: a SUBJECT is an active, a passive or a clausal one. ``token.fills(SUBJECT)`` asks for the relation of a token to its
head, ``verb.children_as(SUBJECT)`` for the tokens that stand in it to a verb.
"""

from __future__ import annotations

from typing import TypeAlias

Relation: TypeAlias = frozenset[str]


def _relation(*labels: str) -> Relation:
    return frozenset(labels)


ROOT = _relation("ROOT")

# What a verb takes.
ACTIVE_SUBJECT = _relation("nsubj")
PASSIVE_SUBJECT = _relation("nsubjpass")
NOMINAL_SUBJECT = ACTIVE_SUBJECT | PASSIVE_SUBJECT
CLAUSAL_SUBJECT = _relation("csubj", "csubjpass")
SUBJECT = NOMINAL_SUBJECT | CLAUSAL_SUBJECT
EXPLETIVE = _relation("expl")
OBJECT = _relation("dobj", "obj")
RECIPIENT = _relation("dative")
NOMINAL_PREDICATE = _relation("attr")
ADJECTIVAL_PREDICATE = _relation("acomp")
OBJECT_PREDICATE = _relation("oprd")
FINITE_CLAUSE = _relation("ccomp")
BARE_CLAUSE = _relation("xcomp")
COMPLEMENT_CLAUSE = FINITE_CLAUSE | BARE_CLAUSE
ADVERBIAL_CLAUSE = _relation("advcl")
BY_AGENT = _relation("agent")
PARTICLE = _relation("prt")
AUXILIARY = _relation("aux")
PASSIVE_AUXILIARY = _relation("auxpass")
NEGATION = _relation("neg")
ADVERB = _relation("advmod")
ADVERBIAL_NOUN = _relation("npadvmod")
ASIDE = _relation("parataxis")
UNKNOWN = _relation("dep")

# What a preposition takes, and what introduces a clause or joins words.
PREPOSITION = _relation("prep")
PREPOSITIONAL_OBJECT = _relation("pobj")
PREPOSITIONAL_CLAUSE = _relation("pcomp")
MARK = _relation("mark")
CONJUNCTION = _relation("cc")
FIRST_CONJUNCTION = _relation("preconj")
CONJUNCT = _relation("conj")
PUNCTUATION = _relation("punct")

# What a noun takes.
DETERMINER = _relation("det")
PREDETERMINER = _relation("predet")
POSSESSOR = _relation("poss")
POSSESSIVE_MARK = _relation("case")
ADJECTIVE = _relation("amod")
COMPOUND = _relation("compound")
NOUN_MODIFIER = _relation("nmod")
MODIFIER = ADJECTIVE | COMPOUND | NOUN_MODIFIER
NUMBER = _relation("nummod")
APPOSITION = _relation("appos")
ADNOMINAL_CLAUSE = _relation("acl")
RELATIVE_CLAUSE = _relation("relcl")
NOUN_CLAUSE = ADNOMINAL_CLAUSE | RELATIVE_CLAUSE
