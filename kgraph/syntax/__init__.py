"""The grammar of English that the rest of kgraph asks: the tree of a sentence, clauses, noun phrases, quotations, words of speech.

Only this room knows the labels of the parser. It knows nothing of entities, events or articles.
"""
