"""Noun phrases of a parse: what can be a participant, with its head, its borders and what its words tell.

The labels are those of spaCy's English pipelines (the CLEAR style).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kgraph.coreference import decisive, naming
from kgraph.coreference.nobody import nobody
from kgraph.language.gazetteer import lookup
from kgraph.lexicon import entity_types, first_above, nouns
from kgraph.model import MentionKind
from kgraph.syntax.expletives import is_expletive_it
from kgraph.syntax.nominals import (
    coordinated,
    counted_noun,
    is_alternative,
    is_definite,
    name_head,
    noun_phrase_end,
    noun_phrase_start,
    possessor,
)
from kgraph.syntax.relations import (
    ACTIVE_SUBJECT,
    ADVERBIAL_NOUN,
    BARE_CLAUSE,
    COMPLEMENT_CLAUSE,
    CONJUNCT,
    CONJUNCTION,
    NOMINAL_SUBJECT,
    OBJECT,
    PASSIVE_SUBJECT,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
    SUBJECT,
)
from kgraph.syntax.speech import cues
from kgraph.syntax.tree import Doc, Span, Token

_ARGUMENT = NOMINAL_SUBJECT | OBJECT | PREPOSITIONAL_OBJECT

_MODIFIERS = frozenset("compound nmod amod npadvmod".split())
ANYBODY = nobody("everybody", "somebody")
_NOBODY = frozenset("nobody no-one none nothing noone".split())
_QUANTIFIERS = frozenset("many some others all both few several most more these those".split())
AGED = "year-old"
"""The lemma of "the 27-year-old"."""
_MAY_BE_BODIES = frozenset({"Thing", "Place", "Product"})
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
            and not token.fills(CONJUNCT)
            and (others := [c for c in coordinated(token)[1:] if c.i in found and not is_alternative(c)])
        ):
            yield from _pair([found[token.i], *(found[other.i] for other in others)])
        elif token.pos_ == "VERB" and token.lemma_ in nouns.words("pairing"):
            heads = _pair_subjects(token) + _partners(token)
            if len(heads) == 2 and all(head.i in found for head in heads) and not any(list(h.conjuncts) for h in heads):
                yield from _pair([found[head.i] for head in heads])


def _pair_subjects(verb: Token) -> list[Token]:
    """The verb's subject, or that of the verb it depends on: "Ann is to meet Bob"."""
    own = verb.children_as(ACTIVE_SUBJECT)
    if own or not verb.fills(BARE_CLAUSE) or any(child.fills(OBJECT) for child in verb.head.children):
        return own
    return verb.head.children_as(ACTIVE_SUBJECT)


def _partners(verb: Token) -> list[Token]:
    direct = [child for child in verb.children if child.fills(OBJECT) and child.i > verb.i]
    after = (child for child in verb.children if child.fills(PREPOSITION) and child.lower_ in ("with", "to", "against"))
    return (direct or [noun for preposition in after for noun in preposition.children if noun.fills(PREPOSITIONAL_OBJECT)])[:1]


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


def _index(token: Token | None) -> int:
    return token.i if token is not None else -1


@cache
def _labels() -> frozenset[str]:
    return frozenset(entity_types())


def _entities_by_token(doc: Doc) -> dict[int, Span]:
    return {token.i: entity for entity in doc.ents for token in entity}


def _phrase(token: Token, entity: Span | None, sentence: int) -> Phrase | None:
    word = token.lower_
    if word in _NOBODY:
        return None
    if _is_aged(token):
        return _aged(token, sentence)
    if _credential_end(token.doc, token.i - 1) == token.i + 1:
        return None
    if token.pos_ == "PRON" and word in nouns.pronouns():
        return None if is_expletive_it(token) else _pronoun(token, sentence)
    if entity is not None and _is_calling(entity):
        return _nominal(token, sentence)
    if entity is not None and entity.label_ in _labels() and entity.label_ != "Money":
        if token.i != name_head(entity).i:
            return None
        return _countryman(token, sentence) if _is_countryman(token, entity) else _name(entity, sentence)
    if word in ANYBODY or (word in _QUANTIFIERS and _is_argument(token)):
        return _indefinite(token, sentence)
    if token.pos_ == "NUM" and _is_head(token):
        return _counted(token, sentence)
    if token.pos_ not in ("NOUN", "PROPN") or not _is_head(token) or _is_excluded(token, entity) or _is_none(token):
        return None
    return _nominal(token, sentence)


def _is_aged(token: Token) -> bool:
    """Whether somebody is called by an age: "the 27-year-old won", "two 15-year-olds"."""
    years = token.i >= 2 and token.lower_ in ("old", "olds") and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == "year"
    return years and token.fills(_ARGUMENT | PASSIVE_SUBJECT | POSSESSOR)


def _aged(token: Token, sentence: int) -> Phrase:
    """Somebody called by an age alone; where a text has lost the article, one whom it has told of."""
    start, plural = token.left_edge.i, token.lower_ == "olds"
    bare = token.doc[start].pos_ == "NUM" and not plural
    kind, count, gender = ("Group", "pl", "a") if plural else ("Person", "sg", "p")
    told = is_definite(token) or bare
    end = noun_phrase_end(token)
    return Phrase(start, end, token.i, MentionKind.NOMINAL, kind, sentence, AGED, number=count, gender=gender, definite=told)


def _is_argument(token: Token) -> bool:
    return token.fills(_ARGUMENT) and token.pos_ in ("PRON", "ADJ", "NOUN", "DET")


def _is_head(token: Token) -> bool:
    return not token.fills(_MODIFIERS) or token.fills(ADVERBIAL_NOUN)


def _is_excluded(token: Token, entity: Span | None) -> bool:
    if entity is not None and entity.label_ not in ("CARDINAL", "Money", "ORDINAL"):
        return True
    if entity is not None and token.i == entity.root.i and token.lemma_.lower() in ("million", "billion", "trillion", "dollar"):
        return True
    if not any(c.isalpha() for c in token.text) or token.lower_ in nouns.words("excluded"):
        return True
    start = token.i - 1
    return start >= 0 and f"{token.doc[start].lower_} {token.lower_}" in nouns.words("fixed_phrases")


def _is_none(token: Token) -> bool:
    """Whether a noun stands behind "no": nobody and nothing is meant that could do anything."""
    return any(child.lower_ == "no" and child.i < token.i for child in token.children)


def _is_countryman(token: Token, entity: Span) -> bool:
    """Whether a people's name is one person of it: "the Brazilian won", "a Dane"; "the British" and "the Swiss" are all of them."""
    if entity.label_ != "Group" or len(entity) != 1 or token.fills(_MODIFIERS) or token.lower_.endswith(("s", "sh", "ch", "ese")):
        return False
    determined = any(child.lower_ in ("the", "a", "an", "his", "her") for child in token.children)
    known = lookup(token.text)
    return determined and known is not None and known.demonym_of is not None


def _countryman(token: Token, sentence: int) -> Phrase:
    start, end = noun_phrase_start(token), noun_phrase_end(token)
    kind = MentionKind.NOMINAL
    definite = is_definite(token)
    return Phrase(start, end, token.i, kind, "Person", sentence, token.lower_, gender="p", definite=definite)


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
    noun = counted_noun(number)
    if noun is None or (kind := nouns.entity_type_of(noun.lemma_.lower(), not one)) == "Thing":
        return None
    start, end = noun_phrase_start(number), noun_phrase_end(number)
    count, gender = ("sg", _nominal_gender(noun.lemma_.lower(), kind, False)) if one else ("pl", "a")
    return Phrase(start, end, number.i, MentionKind.NOMINAL, kind, sentence, number.lower_, number=count, gender=gender)


def _name(entity: Span, sentence: int) -> Phrase:
    head = name_head(entity)
    own = not head.fills(_MODIFIERS) or head.pos_ == "NOUN"
    start = min(noun_phrase_start(head), entity.start) if own else entity.start
    end = max(entity.end, _end(head, frozenset({"of"}))) if own else entity.end
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
        owner=_index(possessor(head)),
    )


def _end(head: Token, prepositions: frozenset[str] | None = None) -> int:
    """Index after a noun phrase, without an "of" that belongs to the verb: "they accused the dockers of theft"."""
    end = noun_phrase_end(head) if prepositions is None else noun_phrase_end(head, prepositions=prepositions)
    if not head.fills(OBJECT) or head.head.lemma_ not in nouns.words("of_verbs"):
        return end
    return next((child.i for child in head.rights if child.fills(PREPOSITION) and child.lower_ == "of" and child.i < end), end)


def _without_marks(entity: Span, start: int, end: int) -> tuple[int, int]:
    """The phrase's borders without what its name does not need: possessive 's, quotation marks, "neither", another's name."""
    doc = entity.doc
    while end - 1 > entity.start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_quote or doc[end - 1].is_space):
        end -= 1
    for index in range(start + 1, entity.start):
        if doc[index].fills(CONJUNCTION) and doc[index - 1].ent_type_ == "Person":
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


def _is_calling(entity: Span) -> bool:
    """Whether what the model takes for a name is a calling in short: "the MEP"."""
    return len(entity) == 1 and entity.label_ != "Person" and _is_short_calling(entity.root)


def _is_short_calling(token: Token) -> bool:
    return token.text.isupper() and token.lower_ in naming.words("short_callings")


def _nominal(token: Token, sentence: int) -> Phrase:
    lemma = token.lemma_.lower()
    two = lemma in decisive.words("twos") and counted_noun(token) is None and is_definite(token)
    plural = token.tag_ in ("NNS", "NNPS") or token.lower_ in ("people", "police") or two
    kind = _partitive_type(token) if lemma in nouns.words("partitives") else ""
    kind = kind or (
        "Group" if two else "Thing" if _is_condition(token) or _is_had(token) else nouns.entity_type_of(lemma, plural)
    )
    if kind in _MAY_BE_BODIES and (clauses := _spoken_by_body(token)):
        of_person = any(subject.lower_ in ("he", "she") for clause in clauses for subject in clause.children_as(ACTIVE_SUBJECT))
        kind = "Person" if of_person else "Organization"  # "the Wasps wing said he was fit"
    if kind == "Thing" and lemma in _CROWDS and plural and token.fills(SUBJECT):
        kind = "Group"  # "tens of thousands marched"
    is_name = token.pos_ == "PROPN" and token.text[:1].isupper() and not _titular(token) and not _is_short_calling(token)
    start, end = noun_phrase_start(token), _end(token)
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
        owner=_index(possessor(token)),
    )


def _quotation_end(doc: Doc, start: int, end: int) -> int:
    """Where a phrase ends that may have opened a quotation mark: the “friendly tone”."""
    opened = end < len(doc) and doc[end].text == '"' and sum(token.text == '"' for token in doc[start:end]) % 2
    return end + 1 if opened else end


def _partitive_type(token: Token) -> str:
    """The type of what "dozens" or "a group" is taken of: "dozens of protesters" are a Group, "a series of attacks" none."""
    noun = counted_noun(token)
    if noun is None:
        return ""
    if noun.tag_ == "PRP":
        return "Group" if noun.lower_ in ("us", "them") else ""
    return nouns.entity_type_of(noun.lemma_.lower(), noun.tag_ in ("NNS", "NNPS"))


def _is_condition(token: Token) -> bool:
    """Whether this is the state of something: "the state of the economy", not "the state of Texas"."""
    of = (child for child in token.rights if child.fills(PREPOSITION) and child.lower_ == "of")
    return token.lower_ == "state" and any(noun.pos_ == "NOUN" for preposition in of for noun in preposition.children)


def _spoken_by_body(token: Token) -> list[Token]:
    """What a noun that mostly means a thing has said, as only a body does: "the exchange said that"."""
    verb = token.head
    speaks = token.fills(ACTIVE_SUBJECT) and verb.lemma_ in decisive.words("said_by_bodies") and verb.tag_ in ("VBD", "VBN")
    told = token.tag_ == "NN" and token.lemma_.lower() not in cues().texts
    return verb.children_as(COMPLEMENT_CLAUSE) if speaks and told and is_definite(token) else []


def _is_had(token: Token) -> bool:
    """Whether this is what a firm has and not the firm: "its business", "the bank's operations"."""
    return token.lower_ in decisive.words("had") and possessor(token) is not None


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
