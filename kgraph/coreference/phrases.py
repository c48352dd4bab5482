"""Noun phrases of a parse: what can be a participant, with its head, its borders and what its words tell.

The labels are those of spaCy's English pipelines (the CLEAR style).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from kgraph.coreference import nouns
from kgraph.lexicon import entity_types, first_above
from kgraph.model import MentionKind

_LEFT = frozenset("det predet amod compound nmod poss nummod quantmod neg nounmod advmod".split())
_MODIFIERS = frozenset("compound nmod amod npadvmod".split())
_RIGHT = frozenset("of in for from at on to with between against about over near by as".split())
_DEEPEST = 20  # coordinations longer than this are lists, whose members have no role that is worth the way
_SUBJECTS = frozenset("nsubj nsubjpass csubj".split())
_INDEFINITE = frozenset("everyone everybody someone somebody anyone anybody nobody no-one none".split())
_QUANTIFIERS = frozenset("many some others all both few several most more these those".split())
_DEFINITE = frozenset("the this that these those both such".split())
_CROWDS = frozenset("ten dozen hundred thousand million".split())
_CORRELATIVE = frozenset("neither nor either both not and or".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or pronoun. All positions are token indices.

    ``name`` is the range of the name inside it (empty for others); ``gender`` m, f, n (a thing), p (a person), a (anything);
    ``number`` sg or pl; ``definite`` for "the", "this" and possessives; ``owner`` is the head of its possessor, or -1;
    ``members`` are the heads of things told apart that a plural may mean together ("Ann and Bob", "Ann met Bob").
    """

    start: int
    end: int
    head: int
    kind: MentionKind
    type: str
    sentence: int
    lemma: str
    name: tuple[int, int] = (0, 0)
    number: str = "sg"
    gender: str = "a"
    definite: bool = False
    owner: int = -1
    members: tuple[int, ...] = ()

    @property
    def is_name(self) -> bool:
        """Whether it holds a name as its head."""
        return self.kind is MentionKind.NAME

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a pronoun."""
        return self.kind is MentionKind.PRONOUN


def phrases(doc: Doc) -> Iterator[Phrase]:
    """The noun phrases and pronouns of a Doc in the order of their heads; dates, quantities and pleonastic "it" are none."""
    entities = _entities_by_token(doc)
    for number, sentence in enumerate(doc.sents):
        found = {token.i: phrase for token in sentence if (phrase := _phrase(token, entities.get(token.i), number)) is not None}
        pairs: dict[int, list[Phrase]] = {}
        for pair in _pairs(sentence, found):
            pairs.setdefault(pair.members[-1], []).append(pair)
        for index, phrase in found.items():
            yield phrase
            yield from pairs.get(index, ())


def _pairs(sentence: Span, found: dict[int, Phrase]) -> Iterator[Phrase]:
    """Persons, countries and bodies that are coordinated, or paired by a verb like "meet"."""
    for token in sentence:
        if (
            token.i in found
            and token.dep_ != "conj"
            and (others := [c for c in conjuncts(token)[1:] if c.i in found and not _is_choice(c)])
        ):
            yield from _pair([found[token.i], *(found[other.i] for other in others)])
        elif token.pos_ == "VERB" and token.lemma_ in nouns.words("pairing"):
            heads = _pair_subjects(token) + _partners(token)
            if len(heads) == 2 and all(head.i in found for head in heads) and not any(list(h.conjuncts) for h in heads):
                yield from _pair([found[head.i] for head in heads])


def _is_choice(conjunct: Token) -> bool:
    """Whether "or" stands before the conjunct: one of two is no pair."""
    return any(child.lower_ in ("or", "nor") for child in conjunct.head.children if child.dep_ == "cc")


def _pair_subjects(verb: Token) -> list[Token]:
    """The verb's subject, or that of the verb it depends on: "Ann is to meet Bob"."""
    own = [child for child in verb.children if child.dep_ == "nsubj"]
    if own or verb.dep_ != "xcomp" or any(child.dep_ == "dobj" for child in verb.head.children):
        return own
    return [child for child in verb.head.children if child.dep_ == "nsubj"]


def _partners(verb: Token) -> list[Token]:
    direct = [child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i]
    after = (child for child in verb.children if child.dep_ == "prep" and child.lower_ in ("with", "to", "against"))
    return (direct or [noun for preposition in after for noun in preposition.children if noun.dep_ == "pobj"])[:1]


def _pair(parts: list[Phrase]) -> Iterator[Phrase]:
    """One phrase for several, if they are of one sort."""
    parts = sorted(parts, key=lambda part: part.head)
    sorts = {_sort_of(part) for part in parts}
    if len(sorts) == 1 and sorts != {""} and len({part.head for part in parts}) == len(parts):
        members = tuple(part.head for part in parts)
        first, last = parts[0], parts[-1]
        kind = MentionKind.NOMINAL
        yield Phrase(
            first.start, last.end, first.head, kind, "Group", first.sentence, "", number="pl", definite=True, members=members
        )


def _sort_of(phrase: Phrase) -> str:
    if phrase.is_pronoun:
        return "Person" if phrase.gender in ("m", "f") else ""
    if phrase.type in ("Person", "Group"):
        return "Person"
    return first_above(phrase.type, ("Organization", "Place"))


def name_head(entity: Span) -> Token:
    """The word that a name hangs on its sentence by."""
    root = entity.root
    if root.pos_ in ("PROPN", "NOUN", "ADJ", "X", "NUM"):
        return root
    return next((token for token in reversed(entity) if token.pos_ in ("PROPN", "NOUN")), root)


def noun_phrase_start(head: Token) -> int:
    """Index of the first word of the head's phrase: its determiner, possessor and modifiers, unless a clause stands between."""
    start = head.i
    for child in sorted(head.lefts, key=lambda token: -token.i):
        if child.dep_ == "punct" and child.text in "-–/'\"" and child.i == start - 1:
            start = child.i
        elif child.dep_ in _LEFT and _right_edge(child) == start - 1:
            start = child.left_edge.i
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space):
        start += 1
    return start


def noun_phrase_end(head: Token, *, prepositions: frozenset[str] = _RIGHT) -> int:
    """Index after the last word of the head's phrase: with its prepositional phrases, without clauses, appositions, commas."""
    end = head.i + 1
    for child in head.rights:
        if child.dep_ in ("nummod", "compound", "npadvmod", "advmod") and child.i == end and not child.is_punct:
            end = child.i + 1 if child.dep_ != "advmod" else end
        elif child.dep_ == "prep" and child.i == _after_case(head, end) and child.lower_ in prepositions:
            end = _prepositional_end(child, prepositions)
        elif child.dep_ not in ("case",):
            break
    return end


def is_definite(head: Token) -> bool:
    """Whether "the", a demonstrative or a possessor determines the phrase."""
    return any((c.dep_ in ("det", "predet") and c.lower_ in _DEFINITE) or c.dep_ == "poss" for c in head.children)


def possessor(head: Token) -> int:
    """Index of the head of the phrase's possessor, or -1."""
    return next((child.i for child in head.children if child.dep_ == "poss"), -1)


def grammatical_role(head: Token) -> str:
    """subject, object, possessive, modifier or oblique, of a phrase or of the coordination that it belongs to."""
    token = head
    for _ in range(_DEEPEST):
        if token.dep_ not in ("conj", "appos"):
            break
        token = token.head
    if token.dep_ in _SUBJECTS:
        return "subject"
    if token.dep_ in ("dobj", "obj", "dative", "attr", "oprd"):
        return "object"
    if token.dep_ == "poss":
        return "possessive"
    return "modifier" if token.dep_ in _MODIFIERS else "oblique"


def conjuncts(head: Token) -> list[Token]:
    """The head and the words coordinated with it behind it."""
    found, todo = [head], [head]
    while todo:
        last = todo.pop()
        following = [child for child in last.rights if child.dep_ == "conj"]
        found += following
        todo += following
    return sorted(found, key=lambda token: token.i)


def is_pleonastic(token: Token) -> bool:
    """Whether this "it" stands for nothing: weather, clefts, "it seems", "it is clear that", "made it clear", "get it done"."""
    verb = token.head
    if token.lower_ != "it" or token.dep_ == "expl":
        return token.dep_ == "expl"
    if verb.lower_ in ("done", "right", "wrong") and verb.head.lemma_ == "get":
        return True  # "get it done"
    if verb.pos_ == "ADJ" and verb.dep_ in ("ccomp", "xcomp", "oprd"):
        clauses = (
            child for child in (*verb.rights, *verb.head.rights) if child.dep_ in ("ccomp", "xcomp", "advcl") and child != verb
        )
        return any(_has_mark(child) for child in clauses)
    if token.dep_ in ("nsubj", "nsubjpass"):
        return _empty_subject(token, verb)
    complements = [child for child in verb.children if child.dep_ in ("ccomp", "xcomp", "oprd")]
    return verb.lemma_ in ("make", "find", "think", "consider", "take") and any(
        child.pos_ == "ADJ" and any(c.dep_ in ("xcomp", "ccomp") for c in child.subtree) for child in complements
    )


@cache
def _labels() -> frozenset[str]:
    return frozenset(entity_types())


def _entities_by_token(doc: Doc) -> dict[int, Span]:
    return {token.i: entity for entity in doc.ents for token in entity}


def _phrase(token: Token, entity: Span | None, sentence: int) -> Phrase | None:
    word = token.lower_
    if _credential_end(token.doc, token.i - 1) == token.i + 1:
        return None
    if token.pos_ == "PRON" and word in nouns.pronouns():
        return None if is_pleonastic(token) else _pronoun(token, sentence)
    if entity is not None and entity.label_ in _labels() and entity.label_ != "Money":
        return _name(entity, sentence) if token.i == name_head(entity).i else None
    if word in _INDEFINITE or (word in _QUANTIFIERS and _is_argument(token)):
        return _indefinite(token, sentence)
    if token.pos_ == "NUM" and _is_head(token):
        return _counted(token, sentence)
    if token.pos_ not in ("NOUN", "PROPN") or not _is_head(token) or _is_excluded(token, entity):
        return None
    return _nominal(token, sentence)


def _is_argument(token: Token) -> bool:
    return token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj") and token.pos_ in ("PRON", "ADJ", "NOUN", "DET")


def _is_head(token: Token) -> bool:
    return token.dep_ not in _MODIFIERS or token.dep_ == "npadvmod"


def _is_excluded(token: Token, entity: Span | None) -> bool:
    if entity is not None and entity.label_ not in ("CARDINAL", "Money", "ORDINAL"):
        return True
    if entity is not None and token.i == entity.root.i and token.lemma_.lower() in ("million", "billion", "trillion", "dollar"):
        return True
    if not any(c.isalpha() for c in token.text) or token.lower_ in nouns.words("excluded"):
        return True
    start = token.i - 1
    return start >= 0 and f"{token.doc[start].lower_} {token.lower_}" in nouns.words("fixed_phrases")


def _pronoun(token: Token, sentence: int) -> Phrase:
    row = nouns.pronouns()[token.lower_]
    kind = {"m": "Person", "f": "Person", "p": "Person"}.get(row.gender, "Group" if row.number == "pl" else "Thing")
    return Phrase(
        token.i,
        token.i + 1,
        token.i,
        MentionKind.PRONOUN,
        kind,
        sentence,
        token.lower_,
        number=row.number,
        gender=row.gender,
        definite=True,
    )


def _indefinite(token: Token, sentence: int) -> Phrase:
    plural = token.lower_ in _QUANTIFIERS or token.lower_.startswith("every")
    kind = "Group" if plural else "Person"
    end = noun_phrase_end(token)
    return Phrase(
        noun_phrase_start(token),
        end,
        token.i,
        MentionKind.NOMINAL,
        kind,
        sentence,
        token.lower_,
        number="pl" if plural else "sg",
        gender="a" if plural else "p",
    )


def _counted(number: Token, sentence: int) -> Phrase | None:
    """Those whom a number counts out of others: "two of the ministers"."""
    one = number.lower_ == "one"
    noun = _counted_noun(number)
    if noun is None or (kind := nouns.entity_type_of(noun.lemma_.lower(), not one)) == "Thing":
        return None
    start, end = noun_phrase_start(number), noun_phrase_end(number)
    count, gender = ("sg", _nominal_gender(noun.lemma_.lower(), kind, False)) if one else ("pl", "a")
    return Phrase(start, end, number.i, MentionKind.NOMINAL, kind, sentence, number.lower_, number=count, gender=gender)


def _name(entity: Span, sentence: int) -> Phrase:
    head = name_head(entity)
    own = head.dep_ not in _MODIFIERS or head.pos_ == "NOUN"
    start = min(noun_phrase_start(head), entity.start) if own else entity.start
    end = max(entity.end, noun_phrase_end(head, prepositions=frozenset({"of"}))) if own else entity.end
    start, end = _without_marks(entity, start, end)
    end = max(end, _credential_end(entity.doc, entity.end))
    kind = entity.label_
    return Phrase(
        start,
        end,
        head.i,
        MentionKind.NAME,
        kind,
        sentence,
        head.lemma_.lower(),
        name=(entity.start, entity.end),
        number=_name_number(entity),
        gender=_name_gender(entity, start) if kind == "Person" else ("a" if kind == "Group" else "n"),
        definite=True,
        owner=possessor(head),
    )


def _without_marks(entity: Span, start: int, end: int) -> tuple[int, int]:
    """The phrase's borders without what its name does not need: possessive 's, quotation marks, "neither", another's name."""
    doc = entity.doc
    while end - 1 > entity.start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_quote or doc[end - 1].is_space):
        end -= 1
    for index in range(start + 1, entity.start):
        if doc[index].dep_ == "cc" and doc[index - 1].ent_type_ == "Person":
            start = index  # "Lee and Vice President Ann Moss", where the parser takes all for one name
    while start < entity.start and doc[start].lower_ in _CORRELATIVE:
        start += 1
    return start, end


def _credential_end(doc: Doc, comma: int) -> int:
    """Index after the degree that a comma sets off from a person's name ("Ann Moss, Ph.D."), 0 where there is none."""
    if comma < 1 or comma + 1 >= len(doc) or doc[comma].text != "," or doc[comma - 1].ent_type_ != "Person":
        return 0
    return comma + 2 if doc[comma + 1].lower_ in nouns.name_endings("credentials") else 0


def _name_number(entity: Span) -> str:
    return "pl" if entity.label_ == "Group" else "sg"


def _name_gender(entity: Span, start: int) -> str:
    """m or f by title ("Mrs."), by a noun before the name ("actress"), else by the given name; p where nothing tells."""
    doc = entity.doc
    for index in range(entity.start, max(start, entity.start - 4) - 1, -1):
        found = nouns.title_gender(doc[index].text)
        if found and doc[index].i != entity.end - 1:
            return found
    before = doc[entity.start - 1].text if entity.start else ""
    if nouns.title_gender(before) and before[0].isupper():
        return nouns.title_gender(before)
    given = [token for token in entity if not nouns.is_title(token.text)]
    several = any(token.whitespace_ for token in given[:-1])  # "Carter-Hale" is a surname
    if len(given) > 2 and given[-2].text == "-" and given[-1].is_lower:
        return "p"  # a family name stands first in "Moon Jae-ho"
    return (nouns.given_name_gender(given[0].text) if several else "") or "p"


def _nominal(token: Token, sentence: int) -> Phrase:
    plural = token.tag_ in ("NNS", "NNPS") or token.lower_ in ("people", "police")
    lemma = token.lemma_.lower()
    kind = _partitive_type(token) if lemma in nouns.words("partitives") else ""
    kind = kind or ("Thing" if _is_condition(token) else nouns.entity_type_of(lemma, plural))
    if kind == "Thing" and lemma in _CROWDS and plural and token.dep_ in _SUBJECTS:
        kind = "Group"  # "tens of thousands marched"
    is_name = token.pos_ == "PROPN" and token.text[:1].isupper() and not _titular(token)
    start, end = noun_phrase_start(token), noun_phrase_end(token)
    return Phrase(
        start,
        _quotation_end(token.doc, start, end),
        token.i,
        MentionKind.NAME if is_name else MentionKind.NOMINAL,
        kind,
        sentence,
        lemma,
        name=_capitals(token) if is_name else (0, 0),
        number="pl" if plural else "sg",
        gender=_nominal_gender(lemma, kind, plural),
        definite=is_definite(token),
        owner=possessor(token),
    )


def _quotation_end(doc: Doc, start: int, end: int) -> int:
    """Where a phrase ends that may have opened a quotation mark: the “friendly tone”."""
    opened = end < len(doc) and doc[end].text == '"' and sum(token.text == '"' for token in doc[start:end]) % 2
    return end + 1 if opened else end


def _partitive_type(token: Token) -> str:
    """The type of what "dozens" or "a group" is taken of: "dozens of protesters" are a Group, "a series of attacks" none."""
    noun = _counted_noun(token)
    if noun is None:
        return ""
    if noun.tag_ == "PRP":
        return "Group" if noun.lower_ in ("us", "them") else ""
    return nouns.entity_type_of(noun.lemma_.lower(), noun.tag_ in ("NNS", "NNPS"))


def _counted_noun(token: Token) -> Token | None:
    """The noun behind the "of" of a word that counts."""
    of = (child for child in token.rights if child.dep_ == "prep" and child.lower_ == "of")
    return next((child for preposition in of for child in preposition.children if child.dep_ == "pobj"), None)


def _is_condition(token: Token) -> bool:
    """Whether this is the state of something: "the state of the economy", not "the state of Texas"."""
    of = (child for child in token.rights if child.dep_ == "prep" and child.lower_ == "of")
    return token.lower_ == "state" and any(noun.pos_ == "NOUN" for preposition in of for noun in preposition.children)


def _titular(token: Token) -> bool:
    """Whether a capitalised noun is a role and no name: "the President", "Dockers"."""
    kinds = {nouns.kind_of(token.lower_), nouns.kind_of(token.lower_.removesuffix("s")) if token.is_sent_start else ""}
    return not kinds.isdisjoint(("Person", "Group", "Country", "City"))


def _capitals(head: Token) -> tuple[int, int]:
    """The run of capitalised words that ends at the head."""
    start = head.i
    while start > 0 and head.doc[start - 1].pos_ == "PROPN" and head.doc[start - 1].head.i <= head.i:
        if head.doc[start - 1].head.i < start - 1:
            break
        start -= 1
    return start, head.i + 1


def _nominal_gender(lemma: str, kind: str, plural: bool) -> str:
    if kind == "Person":
        return nouns.noun_gender(lemma) or "p"
    if plural or kind in ("Group", "Organization", "Government", "Military"):
        return "a"
    return "a" if nouns.kind_of(lemma) == "Animal" else "n"


def _right_edge(token: Token) -> int:
    return token.right_edge.i


def _after_case(head: Token, end: int) -> int:
    case = next((child for child in head.rights if child.dep_ == "case"), None)
    return end if case is None else max(end, case.i + 1)


def _prepositional_end(preposition: Token, allowed: frozenset[str]) -> int:
    """Index after the phrase that a preposition governs, with the conjuncts of its noun."""
    end = preposition.i + 1
    for noun in (child for child in preposition.rights if child.dep_ in ("pobj", "pcomp")):
        if noun.pos_ in ("VERB", "AUX"):
            return noun.right_edge.i + 1
        end = noun_phrase_end(noun, prepositions=allowed)
        for other in conjuncts(noun)[1:]:
            if _joined(noun.doc, end, other):
                end = noun_phrase_end(other, prepositions=allowed)
    return end


def _joined(doc: Doc, end: int, other: Token) -> bool:
    """Whether only a conjunction or comma stands between the end so far and the conjunct's phrase."""
    between = doc[end : noun_phrase_start(other)]
    return all(token.dep_ in ("cc", "punct") for token in between)


def _empty_subject(token: Token, verb: Token) -> bool:
    lemma = verb.lemma_
    children = list(verb.children)
    clauses = [
        c for c in children if c.dep_ in ("ccomp", "xcomp", "advcl", "relcl", "acl", "csubj", "csubjpass") and c.i > verb.i
    ]
    if lemma in ("rain", "snow", "seem", "appear", "happen", "turn", "emerge", "hail", "transpire"):
        return lemma in ("rain", "snow", "hail") or any(c.dep_ in ("ccomp", "xcomp") and _has_mark(c) for c in clauses)
    if token.dep_ == "nsubjpass":
        return any(c.dep_ == "ccomp" for c in clauses)
    if lemma == "take":
        return any(c.dep_ in ("xcomp", "advcl") for c in clauses)
    if lemma == "mean":
        return any(c.dep_ in ("ccomp", "xcomp") for c in clauses)  # "it means fighting on" is said of how things stand
    if lemma not in _COPULAS and verb.pos_ != "AUX":
        return False
    return _empty_copula(verb, children, clauses)


def _has_mark(clause: Token) -> bool:
    return any(child.lower_ in ("that", "to", "as", "like") for child in clause.lefts)


def _empty_copula(verb: Token, children: list[Token], clauses: list[Token]) -> bool:
    if any(c.lower_ == "up" and c.i > verb.i and verb.doc[c.i + 1 : c.i + 2].text == "to" for c in children):
        return True  # "it is up to them to decide"
    predicates = [c for c in children if c.dep_ in ("acomp", "attr", "oprd", "prep", "npadvmod") and c.i > verb.i]
    if not predicates:
        return False
    first = predicates[0]
    if first.lower_ in nouns.words("ready") and any(c.dep_ == "xcomp" for c in (*clauses, *first.children)):
        return False  # "it is ready to talk" is said of somebody
    if first.pos_ == "ADJ" and (
        any(c.dep_ in ("xcomp", "ccomp", "csubj") for c in (*clauses, *first.children)) or first.lower_ in _EMPTY
    ):
        return True
    if first.ent_type_ in ("TIME", "DATE"):
        return True
    relative = [c for c in (*first.children, *clauses) if c.dep_ in ("relcl", "ccomp", "csubj", "xcomp")]
    openings = {child.left_edge.lower_ for child in relative if child.dep_ != "acl"}
    definite = first.pos_ == "PROPN" or is_definite(first)
    return not openings.isdisjoint(("who", "that", "to")) or (
        definite and not openings.isdisjoint(("which", "whose", "where", "when"))
    )


_COPULAS = frozenset("be feel prove remain become look sound".split())
_EMPTY = frozenset("clear unclear likely unlikely possible impossible".split())
