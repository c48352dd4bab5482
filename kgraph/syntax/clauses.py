"""Clauses: their voice, their subjects and objects, what introduces them, and the clause or noun that they hang on.

A clause is named by its verb. What a clause leaves unsaid it takes over from the clause it hangs on: subjects are inherited through
control, raising, coordination, participles and relative clauses, as data/control.yaml says for the verbs that differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from kgraph.syntax.astray import behind_opening, is_finite, is_sentence_as_subject, lost_subject, without_clause
from kgraph.syntax.control import (
    accompanying,
    beside_place,
    control,
    gerund_above,
    goes_on_telling,
    is_anybodys,
    is_callers,
    opposed,
    receiver,
    work_before,
    writer,
)
from kgraph.syntax.nominals import conjuncts_below, members
from kgraph.syntax.passives import is_passive, is_verb, mark_word, twin
from kgraph.syntax.persons import agreeing, who
from kgraph.syntax.relations import (
    ADJECTIVAL_PREDICATE,
    ADJECTIVE,
    ADNOMINAL_CLAUSE,
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    BARE_CLAUSE,
    BY_AGENT,
    COMPLEMENT_CLAUSE,
    CONJUNCT,
    CONJUNCTION,
    EXPLETIVE,
    FINITE_CLAUSE,
    MARK,
    NOMINAL_PREDICATE,
    NOMINAL_SUBJECT,
    OBJECT,
    OBJECT_PREDICATE,
    PARTICLE,
    PASSIVE_AUXILIARY,
    POSSESSOR,
    PREPOSITION,
    PREPOSITIONAL_CLAUSE,
    PREPOSITIONAL_OBJECT,
    RECIPIENT,
    RELATIVE_CLAUSE,
    SUBJECT,
)
from kgraph.syntax.tags import INTERROGATIVE, NOMINALS, NOUNS, PARTICIPLE, VERBS
from kgraph.syntax.tree import Token

_OBJECT_CONTROL_PREPOSITIONS = frozenset({"of", "for", "from", "into", "with", "as"})
_HANGING = COMPLEMENT_CLAUSE | ADVERBIAL_CLAUSE | frozenset({"dep", "parataxis"})
_DEEPEST = 20  # steps that a subject may be inherited; coordinations longer than that are lists


# -- what stands in a clause -------------------------------------------------------------------------------------------


def own_subjects(verb: Token) -> list[Token]:
    """The subjects that stand in the clause itself.

    Of several without an "and" between them, the parser has taken words before the clause for subjects, or an apposition apart: the
    last one is meant ("a former dancer, Ann left"), unless it goes on with a word inside the first ("the death of the dancer Ann") or
    stands between commas ("some bakers, a few of them young, pay"). Who tells something stands behind the verb where what is told
    ends with a clause cut short ("so should we," said Ann).
    """
    found = [
        behind_opening(verb, without_clause(child)) for child in verb.children_as(SUBJECT) if not is_sentence_as_subject(child)
    ]
    if mark_word(verb) == "than" and is_infinitive(verb):
        return []  # "likelier than a boy to sing": the boy is only compared
    if len(found) > 1:
        found = [child for child in found if child.pos_ != "ADV"] or found
    if not found:
        lost = lost_subject(verb)
        return [lost] if lost is not None else []
    if found[0].i < verb.i < found[-1].i and verb.lemma_ in control("telling"):
        return found[-1:]
    while len(found) > 1 and found[1].i < verb.i and not _are_joined(found[0], found[1]):
        found.pop(1 if _is_inserted(found[1], found[0]) else 0)
    return found


def _is_inserted(phrase: Token, subject: Token) -> bool:
    """Whether a phrase behind a subject belongs to the last word of it, or only stands between commas or dashes."""
    before = phrase.doc[phrase.left_edge.i - 1]
    if before.is_punct:
        return phrase.pos_ != "PROPN" and before.text in (",", "-", "–", "—") and before.text == phrase.right_edge.nbor().text
    return subject.i < before.i <= subject.right_edge.i and phrase.fills(NOMINAL_SUBJECT)


def _are_joined(one: Token, other: Token) -> bool:
    """Whether a conjunction stands between two words beside each other."""
    listed = max((child.i for child in one.children_as(CONJUNCT) if child.i < other.i), default=one.i)
    between = one.doc[listed + 1 : other.left_edge.i]
    return any(token.fills(CONJUNCTION) and (token.head is one or token.head is one.head) for token in between)


def has_own_subject(verb: Token) -> bool:
    """Whether a subject stands in the clause itself."""
    return any(child.fills(SUBJECT) for child in verb.children) or lost_subject(verb) is not None


def infinitive_to(verb: Token) -> Token | None:
    """The "to" of an infinitive."""
    return next((child for child in verb.children if child.fills(AUXILIARY) and child.lower_ == "to"), None)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return infinitive_to(verb) is not None


def is_question(clause: Token) -> bool:
    """Whether a clause asks: "whether he knew", "who came", "what to do", and "may I go", said or quoted."""
    if mark_word(clause) in ("if", "whether"):
        return True
    first = next((token for token in clause.doc[clause.left_edge.i : clause.i] if not token.is_punct), clause)
    inverted = any(child.fills(SUBJECT) and child.i > first.i for child in clause.children) and first.fills(AUXILIARY)
    return first.tag_ in INTERROGATIVE or (inverted and first.head.i == clause.i)


def particle(verb: Token) -> str:
    """The particle of a verb: "off" of "call off"; "" where it has none."""
    return next((child.lower_ for child in verb.children if child.fills(PARTICLE)), "")


def by_agent(verb: Token) -> Token | None:
    """Who a passive verb is done by: the noun behind its "by"."""
    for child in verb.children:
        if child.fills(BY_AGENT | PREPOSITION) and child.lower_ == "by":
            return governed(child)
    return None


def governed(preposition: Token) -> Token | None:
    """The noun behind a preposition."""
    return next((child for child in preposition.children if child.fills(PREPOSITIONAL_OBJECT)), None)


def behind(token: Token, *prepositions: str) -> tuple[Token, ...]:
    """The nouns behind any of these prepositions of a word."""
    near = (child for child in token.children if child.fills(PREPOSITION) and child.lower_ in prepositions)
    return tuple(noun for preposition in near for noun in preposition.children if noun.fills(PREPOSITIONAL_OBJECT))


# -- what a clause takes over ------------------------------------------------------------------------------------------


def surface_subjects(verb: Token) -> tuple[Token, ...]:
    """The grammatical subjects of a clause, whatever its voice, with relative pronouns resolved and coordination unfolded, each once."""
    found = (member for head in inherited_subjects(verb) for member in members(head))
    return tuple({token.i: token for token in found}.values())


def inherited_subjects(verb: Token) -> tuple[Token, ...]:
    """The subjects of a clause itself, else those that it takes over; of a coordination the first word alone."""
    own = own_subjects(verb)
    return tuple(head for child in own for head in antecedents(child)) if own else controllers(verb)


def subject(verb: Token) -> Token | None:
    """The first subject of a clause or of the one that it takes its subject from; a relative pronoun stays as it stands."""
    own = own_subjects(verb)
    return own[0] if own else next(iter(controllers(verb)), None)


def resumed(verb: Token) -> Token | None:
    """The verb of speech that a verb goes on with, where the parser hung it on what is said: "said it had failed and added that ...".

    It has the form of the speaker's verb. That settles it for verbs that tell, and for the past behind what is not told in the past
    ("said he could come and left").
    """
    first = verb.head
    while verb.fills(CONJUNCT) and first.fills(CONJUNCT):
        first = first.head
    if has_own_subject(verb) or (outer := _speakers_verb(verb, first)) is None:
        return None
    if verb.fills(ADVERBIAL_CLAUSE):
        return outer if goes_on_telling(verb, outer) else None
    if not verb.fills(CONJUNCT) or verb.tag_ != outer.tag_ or verb.children_as(MARK | AUXILIARY | PASSIVE_AUXILIARY):
        return None
    tells = verb.lemma_ in control("telling" if _is_told_apart(verb, first) else "telling_always")
    return outer if tells or (verb.tag_ == "VBD" and first.tag_ not in PARTICIPLE) else None


def _is_told_apart(verb: Token, first: Token) -> bool:
    """Whether a verb has another form than what is said, or is in the past, in which speakers rarely report what others said."""
    return verb.tag_ == "VBD" or verb.tag_ != first.tag_


def _speakers_verb(verb: Token, said: Token) -> Token | None:
    """The verb with a subject that a clause tells the content of: the nearest one that tells, else the nearest one."""
    nearest: Token | None = None
    for _ in range(_DEEPEST):
        asked = said.fills(BARE_CLAUSE) and verb.fills(ADVERBIAL_CLAUSE) and said.head.lemma_ in control("telling")
        outer = said.head if asked or said.fills(FINITE_CLAUSE | ADJECTIVAL_PREDICATE) else _beyond_relative(said, verb)
        if outer is None:
            break
        said = outer
        if is_verb(said) and own_subjects(said):
            if said.lemma_ in control("telling"):
                return said
            nearest = nearest or said
    return nearest


def _beyond_relative(clause: Token, verb: Token) -> Token | None:
    """The verb above a relative clause that has a subject, where a coordinated verb lacks nothing and so is no part of it.

    "She criticised the way in which they handled it and claimed that they had failed."
    """
    subjects = own_subjects(clause) if clause.fills(RELATIVE_CLAUSE) else []
    if not subjects or is_relative_pronoun(subjects[0]) or not verb.children_as(FINITE_CLAUSE):
        return None
    return governing_verb(clause)


def controllers(verb: Token) -> tuple[Token, ...]:
    """The subjects that a clause without one takes from the clause or noun it hangs on.

    Coordination and adverbial participles take the governor's subject; complements of a verb with an object take the object
    ("urged Iran to stop"), save for verbs of promising; participles take their noun.
    """
    for _ in range(_DEEPEST):
        found = _controlled_by(verb)
        if isinstance(found, tuple):
            return found
        if own := own_subjects(found):
            return tuple(head for child in own for head in antecedents(child))
        verb = found
    return ()


def _controlled_by(verb: Token) -> tuple[Token, ...] | Token:
    """The subjects of a clause without one, or the verb whose subjects they are."""
    head = verb.head
    if (other := twin(verb)) is not None:
        return other
    if (outer := resumed(verb)) is not None:
        return outer
    if verb.fills(CONJUNCT) and is_verb(head):
        return () if _is_bare_beside_past(verb, head) else gerund_above(verb) or finite_above(verb, head) or head
    if (verb.pos_ == "ADJ" or verb.tag_ == "VBN") and verb.fills(ADJECTIVAL_PREDICATE | OBJECT_PREDICATE) and is_verb(head):
        return head if verb.lemma_.lower() in control("eager") else ()
    if verb.fills(ADNOMINAL_CLAUSE | RELATIVE_CLAUSE | ADJECTIVE) and head.pos_ in NOMINALS:
        if (nearer := accompanying(verb, head)) is not None:
            return (nearer,)
        if (whose := beside_place(verb, head)) is not None:
            return whose
        if (outer := writer(verb, head)) is not None:
            return outer
        related = verb.fills(RELATIVE_CLAUSE) and not (is_infinitive(verb) and head.lemma_.lower() in control("means"))
        return antecedents(head) if verb.tag_ in ("VBG", "VBN", "VBD") or related else _owners(head)
    if verb.fills(_HANGING) and head.pos_ in (*VERBS, "ADJ"):
        if is_verb(head) and (work := work_before(verb)) is not None:
            return (work,)
        if is_verb(head) and (doer := _doer_of_purpose(verb, head)) is not None:
            return (doer, *conjuncts_below(doer))
        if verb.tag_ == "VBG" and verb.i > head.i and verb.fills(ADVERBIAL_CLAUSE) and head.lemma_ in control("undergoing"):
            return ()
        if _tells_outcome(verb, head):
            return ()
        if verb.fills(BARE_CLAUSE) and is_anybodys(verb, head):
            return ()
        if (foe := opposed(verb, head)) is not None:
            return (foe,)
        return _controlled(head, by_object=_is_of_object(verb, head) and not is_callers(verb))
    if verb.fills(PREPOSITIONAL_CLAUSE) and head.dep_ in ("prep", "agent", "mark", "advmod"):
        return _controlled_behind(head)
    return ()


def finite_above(verb: Token, head: Token) -> Token | None:
    """The verb that a finite verb goes on with, where the parser hung it on an infinitive: "asks them to stay and will pay them"."""
    if not is_infinitive(head) or not is_finite(verb):
        return None
    return next((above for above in head.ancestors if is_verb(above) and is_finite(above)), None)


def _tells_outcome(verb: Token, head: Token) -> bool:
    """Whether a participle tells what came of something passive, which is not its subject's doing: "sales were halted, causing anger"."""
    return (
        verb.tag_ == "VBG"
        and verb.i > head.i
        and verb.fills(ADVERBIAL_CLAUSE)
        and verb.lemma_ in control("causing")
        and is_passive(head)
    )


def _is_of_object(verb: Token, head: Token) -> bool:
    """Whether the object of the verb above does what a complement says.

    The parser often has the purpose of a verb for its complement: who "beat her to win" wins, as "beat" is no verb of making somebody.
    """
    if is_infinitive(verb):
        return head.lemma_ in control("object_control") or (
            verb.fills(BARE_CLAUSE) and head.lemma_ in control("object_complement")
        )
    return verb.fills(BARE_CLAUSE)


def _doer_of_purpose(verb: Token, head: Token) -> Token | None:
    """Who does something passive for a purpose: "it was used by pupils to learn"."""
    purpose = verb.fills(ADVERBIAL_CLAUSE) or head.lemma_ == "use"
    return by_agent(head) if purpose and is_infinitive(verb) and is_passive(head) else None


def _is_bare_beside_past(verb: Token, first: Token) -> bool:
    """Whether a verb cannot share the subject of a past one, for want of an ending: "watched Ann, 23, sing"."""
    return verb.tag_ == "VB" and first.tag_ == "VBD" and not verb.children_as(AUXILIARY)


def _controlled_behind(preposition: Token) -> tuple[Token, ...] | Token:
    governor = preposition.head
    if preposition.lower_ == "as" and preposition.i and preposition.nbor(-1).lower_ == "such":
        return ()  # "tasks such as cooking": whoever cooks
    if governor.pos_ in (*VERBS, "ADJ"):
        if preposition.lower_ == "by" and governor.lemma_ in control("charging"):
            return _controlled(governor, by_object=True)  # "charged her with fraud by hiding the debts"
        return _controlled(governor, by_object=preposition.lower_ in _OBJECT_CONTROL_PREPOSITIONS)
    return _owners(governor) if governor.pos_ in NOUNS else ()


def _controlled(governor: Token, *, by_object: bool) -> tuple[Token, ...] | Token:
    if not by_object or governor.lemma_ in control("subject_control") or is_passive(governor):
        return governor
    objects = [child for child in governor.children_as(OBJECT | RECIPIENT) if not child.fills(RECIPIENT) or child.pos_ != "ADP"]
    asks = governor.lemma_ in control("object_control")  # "the man whom they asked to swim"
    objects = [
        child for child in objects if child.ent_type_ != "Money" and (asks or child.i > governor.i)
    ]  # "paid ten pounds to swim"
    controller = objects[0] if objects else _addressed(governor)
    return antecedents(controller) if controller is not None else governor


def _addressed(governor: Token) -> Token | None:
    """The X of "call on X to stop" and "wait for X to act"."""
    for child in governor.children_as(PREPOSITION):
        waits = child.lower_ == "for" and governor.lemma_ in control("for_somebody")
        hits = child.lower_ == "at" and particle(governor) == "out"  # "lashed out at the club for failing"
        if child.lower_ in ("on", "upon") or waits or hits:
            return governed(child)
    return None


def _owners(noun: Token) -> tuple[Token, ...] | Token:
    """Whose plan, promise or attempt a noun is: its possessor, or the verb it hangs on, whose subject it is."""
    for child in noun.children_as(POSSESSOR):
        return (child, *conjuncts_below(child))
    is_given = is_verb(noun.head) and is_passive(noun.head) and noun.head.lemma_ in control("giving")
    if is_given and noun.fills(OBJECT):
        return noun.head  # "was given leave by the court to appeal"
    for child in noun.children_as(PREPOSITION):
        if child.lower_ in ("by", "of", "from"):
            return () if noun.lemma_.lower() in control("answered") else tuple(child.children_as(PREPOSITIONAL_OBJECT))
    if (noun.head.lemma_ in control("regarding") and noun.fills(OBJECT)) or noun.head.children_as(EXPLETIVE):
        return ()
    if noun.fills(OBJECT) and (given := receiver(noun)) is not None:
        return (given, *conjuncts_below(given))
    if noun.fills(PREPOSITIONAL_OBJECT) and noun.lemma_.lower() in control("effort") and noun.head.lower_ == "in":
        return noun.head.head if is_verb(noun.head.head) else ()
    return noun.head if noun.dep_ in ("dobj", "attr") and is_verb(noun.head) else ()


def owners(noun: Token) -> tuple[Token, ...]:
    """Whose plan, promise or attempt a noun is: its possessor, or the subject of the verb it hangs on."""
    found = _owners(noun)
    return found if isinstance(found, tuple) else surface_subjects(found)


def is_relative_pronoun(token: Token) -> bool:
    """Whether a word is a relative pronoun: "who", "which", "that"."""
    relates = token.lower_ == "that" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
    return token.tag_ in ("WDT", "WP") or relates


def antecedents(token: Token) -> tuple[Token, ...]:
    """The noun that a relative pronoun stands for; the token itself where it is none."""
    if is_relative_pronoun(token):
        clause = next((above for above in token.ancestors if above.fills(RELATIVE_CLAUSE)), None)
        if clause is not None:
            cleft = clause.head.children_as(NOMINAL_PREDICATE) if clause.head.lemma_ == "be" else []
            noun = cleft[0] if cleft else clause.head
            noun = agreeing(noun, token, clause)
            return (who(noun) if token.lower_ in ("who", "whom") else noun,)
    return (token,)


def antecedent(token: Token) -> Token:
    """The same as one token."""
    return antecedents(token)[0]


# -- the clause around a word ------------------------------------------------------------------------------------------


def governing_verb(token: Token) -> Token | None:
    """The nearest verb that a token stands under, itself not counted."""
    return next((above for above in token.ancestors if is_verb(above)), None)


def argument_of(token: Token) -> Token | None:
    """The verb that a token is an argument of, through prepositions, appositions and coordination."""
    current = token
    for _ in range(_DEEPEST):
        if current.dep_ not in _ARGUMENTS:
            return None
        current = current.head
        if is_verb(current):
            return current
    return None


_ARGUMENTS = frozenset("pobj prep conj nsubj nsubjpass dobj dative attr oprd agent appos".split())


def is_direct_argument(token: Token) -> bool:
    """Whether a token hangs on its verb directly or through one preposition."""
    head = token.head
    return is_verb(head) or (head.dep_ in ("prep", "dative", "agent") and is_verb(head.head))


def verbs_sharing_subject(verb: Token) -> Iterator[Token]:
    """A verb and those above it whose subject it may share: "He called and showcased himself", "He wants to prove himself"."""
    current: Token | None = verb
    while current is not None:
        yield current
        shares = current.fills(CONJUNCT | BARE_CLAUSE | ADVERBIAL_CLAUSE) and is_verb(current.head)
        current = current.head if shares else None


def shares_subject(lower: Token, upper: Token) -> bool:
    """Whether a clause without a subject of its own hangs on a verb as an adverbial or by coordination."""
    token = lower
    for _ in range(_DEEPEST):
        if token is upper:
            return True
        if not _may_share(token):
            return False
        token = token.head.head if token.fills(PREPOSITIONAL_CLAUSE) else token.head
    return False


_ADVERBIAL = frozenset("by without after before while on upon in since despite".split())


def _may_share(token: Token) -> bool:
    if not token.fills(ADVERBIAL_CLAUSE | CONJUNCT | PREPOSITIONAL_CLAUSE | BARE_CLAUSE):
        return False
    if any(child.fills(NOMINAL_SUBJECT) for child in token.children):
        return False
    if token.fills(BARE_CLAUSE):  # "she asked Lee to help her"
        return not any(child.dep_ in ("dobj", "dative", "acomp", "oprd") for child in token.head.children)
    return not token.fills(PREPOSITIONAL_CLAUSE) or token.head.lower_ in _ADVERBIAL  # "they blame him for hurting her"


def is_under(verb: Token, token: Token) -> bool:
    """Whether a token stands under a verb and in no coordinated or adverbial clause with a subject of its own."""
    for above in token.ancestors:
        if above is verb:
            return True
        own = any(child.fills(NOMINAL_SUBJECT) for child in above.children)
        if above.dep_ in ("conj", "advcl", "parataxis") and own:
            return False
    return False
