"""Predicate-argument structures out of a parse, whatever the words.

Voice is undone, subjects are inherited through control, raising, coordination, relative and participial clauses, relative
pronouns stand for their antecedents, and nouns have their arguments found (possessor, modifier, prepositions). The labels are
those of spaCy's English pipelines (the CLEAR style).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kgraph.numbers import is_rank, is_score
from kgraph.syntax.astray import claiming_verb
from kgraph.syntax.clauses import (
    antecedents,
    behind,
    controllers,
    has_own_subject,
    infinitive_to,
    is_infinitive,
    is_question,
    is_relative_pronoun,
    own_subjects,
    surface_subjects,
)
from kgraph.syntax.contents import is_addition, is_astray, is_behind_comma, is_beside_content, is_content
from kgraph.syntax.control import control
from kgraph.syntax.nominals import is_behind_dash, is_excluded, members
from kgraph.syntax.passives import is_passive, is_perfect, mark_word, quoted_as
from kgraph.syntax.relations import (
    AUXILIARY,
    OBJECT,
    PASSIVE_AUXILIARY,
    PREPOSITION,
    PREPOSITIONAL_OBJECT,
    SUBJECT,
)
from kgraph.syntax.tags import NOMINALS, NOUNS, PARTICIPLE, VERBS
from kgraph.syntax.tree import Doc, Token

_MODIFIERS = frozenset({"compound", "amod", "nmod"})
_GOVERNED = PREPOSITIONAL_OBJECT | frozenset({"pcomp"})
_ADDRESSING = frozenset({"on", "upon", "for"})
# What a gerund stands behind that tells when, how or in spite of what something is done, and not what it is about.
_CIRCUMSTANCES = frozenset("after before by despite since while without when upon until during besides following".split())
_PREFIXES = {"anti": "against", "pro": "for"}
_PLAIN = {"dobj": "object", "obj": "object", "dative": "dative", "attr": "attribute", "acomp": "attribute", "oprd": "attribute"}


@dataclass(frozen=True, slots=True)
class Argument:
    """A word that fills a grammatical function of a predication; ``inherited`` where the function is another word's."""

    function: str
    head: Token
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Predication:
    """A word that says something of others. ``pos`` is verb, noun or adjective; ``particle`` the "off" of "call off"."""

    head: Token
    pos: str
    lemma: str
    particle: str
    arguments: tuple[Argument, ...]
    passive: bool = False
    _by_function: Mapping[str, tuple[Token, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table: dict[str, list[Token]] = {}
        for argument in self.arguments:
            table.setdefault(argument.function, []).append(argument.head)
        object.__setattr__(self, "_by_function", {function: tuple(heads) for function, heads in table.items()})

    def fillers(self, function: str) -> tuple[Token, ...]:
        """The heads of what fills a function, in the order of the text."""
        return self._by_function.get(function, ())


@dataclass(frozen=True, slots=True)
class Governor:
    """A verbal predication that a noun is an argument of, and by which function."""

    predication: Predication
    function: str


@dataclass(frozen=True, slots=True)
class Predications:
    """All predications of a Doc by the index of their head, and for nouns the verbs they hang on."""

    by_index: Mapping[int, Predication]
    governors: Mapping[int, tuple[Governor, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Predication]:
        return iter(self.by_index.values())

    def get(self, token: Token) -> Predication | None:
        """The predication whose head the token is."""
        return self.by_index.get(token.i)


def predications(doc: Doc) -> Predications:
    """The predications of a Doc: its full verbs, its common nouns and its predicative adjectives, in order."""
    by_index: dict[int, Predication] = {}
    for token in doc:
        found = predication(token)
        if found is not None:
            by_index[token.i] = found
    governors: dict[int, list[Governor]] = {}
    for item in by_index.values():
        if item.pos == "verb":
            for argument in item.arguments:
                if not argument.inherited and argument.function not in ("clause", "subject", "modal"):
                    for head in (argument.head, *_measured(argument.head)):
                        governors.setdefault(head.i, []).append(Governor(item, argument.function))
    return Predications(by_index, {index: tuple(group) for index, group in governors.items()})


def _measured(amount: Token) -> tuple[Token, ...]:
    """What a number is an amount of: the aid of "sent two million euros in aid" hangs on the verb as the amount does."""
    return behind(amount, "in", "of") if amount.pos_ == "NUM" else ()


def counted(quantity: Token) -> tuple[Token, ...]:
    """What a word that only counts is said of: the troops of "some of its troops"."""
    return behind(quantity, "of") if quantity.pos_ != "VERB" else ()


def predication(token: Token) -> Predication | None:
    """The predication that a token heads, or None where it heads none."""
    if token.lower_ == "according" and token.dep_ == "prep":
        return _according(token)
    if _is_self_styled(token) or _is_no_verb(token) or quoted_as(token) is not None:
        return None
    if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass")):
        return _verbal(token)
    if token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.dep_ not in ("compound", "amod")):
        return Predication(token, "noun", token.lemma_.lower(), "", tuple(_nominal_arguments(token)))
    if token.pos_ == "ADJ" and token.dep_ in ("acomp", "attr", "oprd", "ROOT", "conj", "ccomp", "amod", "advcl", "acl"):
        return Predication(token, "adjective", token.lemma_.lower(), "", tuple(_adjectival_arguments(token)))
    return None


def _according(word: Token) -> Predication | None:
    """Who says what "according to" hangs on: "The mill will close, according to Ann Moss" is what she says."""
    sources = behind(word, "to")
    return Predication(word, "verb", "accord", "", tuple(Argument("subject", source) for source in sources)) if sources else None


def _is_self_styled(token: Token) -> bool:
    """Whether a participle only says what somebody takes himself for: "a self-proclaimed peacemaker" proclaims nothing here."""
    return token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == "self"


def _is_no_verb(token: Token) -> bool:
    """Whether what the parser has for a participle is an adjective: "used to the noise", "an Oslo-born singer"."""
    if token.tag_ not in PARTICIPLE or token.i < 2:
        return False
    if infinitive_to(token) is not None and not token.children_as(AUXILIARY | PASSIVE_AUXILIARY)[1:]:
        return True  # "flights to occupied lands", where the parser has an infinitive
    if token.lower_ == "used":
        return any(child.dep_ == "prep" and child.lower_ == "to" and child.i > token.i for child in token.children)
    compound = token.nbor(-1).text == "-" and token.nbor(-2).pos_ == "PROPN"
    return compound and not any(child.fills(AUXILIARY | PASSIVE_AUXILIARY) for child in token.children)


def _verbal(verb: Token) -> Predication:
    passive = is_passive(verb)
    subjects = () if verb.dep_ == "amod" else _subjects(verb, passive=passive)
    arguments = [*subjects, *_complements(verb, passive=passive)]
    particle, modal = _beside(verb)
    if modal is not None:
        arguments.append(Argument("modal", modal))
    arguments = [argument for argument in arguments if not _is_cut_off(argument.head, verb)]
    told = tuple(_with_conjuncts(arguments))
    if verb.dep_ == "amod":
        # "the sanctioned banks", "the visiting minister": the noun is what it is done to, or who does it. It is said of no other noun
        # beside it: in "rising costs and pressure" only costs rise.
        told += (Argument("object" if passive else "subject", verb.head, inherited=True),)
    return Predication(verb, "verb", verb.lemma_.lower(), particle, told, passive)


def _is_cut_off(head: Token, verb: Token) -> bool:
    """Whether an object of a verb stands behind a dash, where another clause begins: "we saw them fall - most of the time I stay"."""
    return head.head is verb and head.dep_ in _PLAIN and head.i > verb.i and is_behind_dash(head)


def _beside(verb: Token) -> tuple[str, Token | None]:
    """A verb's particle and its modal; that of "must have left" and "must be joking" only guesses, and is none."""
    particle, modal, guesses = "", None, verb.tag_ == "VBG"
    for child in verb.children:
        dep = child.dep_
        if dep == "prt":
            particle = particle or child.lower_
        elif dep == "aux" and child.tag_ == "MD":
            modal = child
        elif dep == "aux" and child.lemma_ == "have":
            guesses = True
    return particle, None if guesses else modal


def _subjects(verb: Token, *, passive: bool) -> Iterator[Argument]:
    """What fills subject, or object where the verb is passive; inherited from elsewhere where the clause has none."""
    function = ("dative" if _is_given(verb) else "object") if passive else "subject"
    own = own_subjects(verb)
    for child in own:
        for head in antecedents(child):
            yield Argument(function, head)
    if not own:
        for head in controllers(verb):
            yield Argument(function, head, inherited=True)
    elif verb.dep_ == "relcl" and not _has_object(verb) and not is_relative_pronoun(own[0]) and verb.head.pos_ in NOMINALS:
        # "the minister whom they accused", "the deal they signed": the noun is the missing object.
        gap = next((child for child in verb.children_as(PREPOSITION) if not child.children_as(_GOVERNED)), None)
        yield Argument(gap.lower_ if gap is not None else "object", verb.head, inherited=True)


def _is_given(verb: Token) -> bool:
    """Whether what a passive verb is done to gets something: the clerk of "the clerk was handed a fine"."""
    return verb.lemma_ in control("giving") and any(child.i > verb.i for child in verb.children_as(OBJECT))


def _has_object(verb: Token) -> bool:
    return any(child.dep_ in ("dobj", "ccomp") for child in verb.children) or is_passive(verb)


def _complements(verb: Token, *, passive: bool) -> Iterator[Argument]:
    for child in verb.children:
        yield from _complement(child, passive=passive)
    if not passive and not verb.children_as(OBJECT):
        yield from _shared_object(verb)
    if verb.lemma_ in control("pressing"):
        yield from _stray_clause(verb)


def _complement(child: Token, *, passive: bool) -> Iterator[Argument]:
    """What one child of a verb fills."""
    dep = child.dep_
    if claiming_verb(child) is not None or (_listed_under(child) is None and _is_listed_astray(child)):
        return  # "the report shows sales fell": it shows no sales
    if (list_of := _listed_under(child)) is not None:
        yield from (Argument(list_of.lower_, head) for head in antecedents(child))
    elif dep in _PLAIN and child.pos_ != "ADP":
        # Of "X was given a prize", the surface subject got something: it is the dative, and the prize the object.
        function = "dative" if _is_first_object(child) else _PLAIN[dep]
        if passive and function == "object" and child.head.lemma_ in control("naming"):
            function = "attribute"  # "Ann was elected mayor"
        yield from (Argument(function, head) for head in antecedents(child))
    elif dep in ("prep", "agent", "dative"):
        by_agent = child.lower_ == "by" and (
            passive or (dep == "agent" and not is_perfect(child.head) and not child.head.children_as(OBJECT))
        )
        yield from _prepositional(child, "subject" if by_agent else child.lower_)
    elif dep == "prt":
        # The parser may take the object of "called off the match" for the particle's.
        objects = child.children_as(PREPOSITIONAL_OBJECT)
        yield from (Argument("object", head) for grand in objects for head in antecedents(grand))
    elif dep in ("ccomp", "xcomp"):
        if not is_beside_content(child):
            yield Argument("clause", child)
        yield from _small_clause(child, passive=passive)
    elif dep == "advcl":
        yield from _purpose(child)
    elif dep == "npadvmod" and _is_share(child):
        yield Argument("by", child)
    elif dep == "npadvmod" and is_score(child.text) and child.nbor(-1).text != "(":  # of a tie-break: "7-6 (7-3)"
        yield Argument("score", child)
    elif dep == "advmod" and is_rank(child.lower_):
        yield Argument("rank", child)


def _is_share(measure: Token) -> bool:
    """Whether a measure stands beside a verb as if behind "by": "prices rose 3%"."""
    return measure.lower_ in ("%", "percent", "pc", "points") and any(child.pos_ == "NUM" for child in measure.children)


def _purpose(clause: Token) -> Iterator[Argument]:
    """An adverbial clause that is rather a complement: the parser often takes "called on Kyiv to talk" for a purpose."""
    word = mark_word(clause)
    if is_infinitive(clause) and not word:
        yield Argument("clause", clause, inherited=True)
    elif is_infinitive(clause) and word in _ADDRESSING:
        # ... and "on Kyiv" for the subject of that purpose.
        yield Argument("clause", clause, inherited=True)
        yield from (Argument(word, head) for head in surface_subjects(clause))
    elif word == "until":
        yield Argument("until", clause, inherited=True)


def _listed_under(token: Token) -> Token | None:
    """The preposition of "ended with no truce, no relief and no plan", where the parser takes what follows it for an object."""
    if token.dep_ != "dobj" or token.left_edge.lower_ != "no" or token.left_edge.i < 2 or token.left_edge.nbor(-1).text != ",":
        return None
    before = token.left_edge.nbor(-2)
    for preposition in token.head.children:
        if preposition.dep_ == "prep" and preposition.i < before.i < token.i and before.i == preposition.right_edge.i:
            first = next((child for child in preposition.children if child.dep_ == "pobj"), None)
            return preposition if first is not None and first.left_edge.lower_ == "no" else None
    return None


def _stray_clause(verb: Token) -> Iterator[Argument]:
    """The infinitive of "pressed the miners to end the strike", where the parser gives it to the miners."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass"):
            stray = (grand for grand in child.children if grand.dep_ in ("acl", "relcl") and is_infinitive(grand))
            yield from (Argument("clause", grand, inherited=True) for grand in stray if not has_own_subject(grand))


def _is_first_object(token: Token) -> bool:
    """Whether a second object follows, so that this one is who gets it: the parser calls both of "handed him a fine" objects."""
    return token.dep_ == "dobj" and any(
        other.dep_ == "dobj" and other.i > token.i and not is_excluded(other) and not _is_listed_astray(other)
        for other in token.head.children
    )


def _is_listed_astray(token: Token) -> bool:
    """Whether an object behind another one goes on with a list inside that: "asked the board to clean the baths, halls and yards"."""
    if token.dep_ != "dobj" or token.left_edge.i <= token.head.i + 1:
        return False
    before = token.left_edge.nbor(-1)
    first = next((other for other in token.head.rights if other.dep_ == "dobj" and other.i < token.i), None)
    if first is None:
        return False
    named = token.pos_ == "PROPN" and first.right_edge.i in (before.i, before.i - 1)  # "thanked its new sponsor, the Lund Club"
    return before.dep_ == "cc" or (before.text == "," and not named)


def _small_clause(child: Token, *, passive: bool) -> Iterator[Argument]:
    """The subject of a complement as the governing verb's object: the parser gives "Iran" of "urged Iran to stop" to "stop".

    So it does with adjectives: "found the mayor guilty".
    """
    if passive or not (is_infinitive(child) or _is_bare_gerund(child) or _is_bare_adjective(child)):
        return
    if child.tag_ == "VBG" and child.head.lemma_ in control("suggesting"):
        return  # who opposes a club moving does not oppose the club
    for grand in child.children:
        # "let free two hostages": the parser gives what is let free to the adjective.
        if grand.dep_ == "dobj" and child.pos_ == "ADJ":
            yield Argument("object", grand)
        if grand.dep_ == "nsubj" and not any(mark.dep_ == "mark" for mark in child.children) and not _is_expletive(grand):
            yield from (Argument("object", head) for head in antecedents(grand))


def _is_bare_gerund(complement: Token) -> bool:
    """Whether a clause has no verb form but a gerund: "saw it falling", but not "said it was falling"."""
    return complement.tag_ == "VBG" and not complement.children_as(AUXILIARY)


def _is_expletive(subject: Token) -> bool:
    """Whether "it" only announces a clause: "made it hard to leave"."""
    clauses = (child for child in subject.head.children if child.dep_ in ("xcomp", "ccomp", "advcl"))
    return subject.lower_ == "it" and subject.head.pos_ == "ADJ" and any(clauses)


def _is_bare_adjective(complement: Token) -> bool:
    return complement.pos_ == "ADJ" and not any(child.dep_ in ("cop", "aux", "mark") for child in complement.children)


def _is_absolute(preposition: Token) -> bool:
    """Whether "with" brings in a clause that only goes along with the rest: "with the ferry sinking, the crew left".

    The parser gives the subject of such a clause either to the participle or to the "with", which then stands apart by a comma or
    opens the sentence.
    """
    if preposition.lower_ != "with":
        return False
    clauses = [child for child in preposition.children if child.dep_ == "pcomp" and has_own_subject(child)]
    if clauses:
        return not is_question(clauses[0])  # "lives with whoever pays"
    apart = preposition.i == preposition.sent.start or preposition.nbor(-1).text in (",", "-", "–", "—")
    nouns = preposition.children_as(PREPOSITIONAL_OBJECT) if apart else []
    return any(
        child.dep_ == "acl" and child.tag_ in ("VBG", "VBN") and child.i > noun.i for noun in nouns for child in noun.children
    )


def _prepositional(preposition: Token, function: str) -> Iterator[Argument]:
    if _is_absolute(preposition) or is_addition(preposition):
        return
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from (Argument(function, head) for head in antecedents(child))
        elif child.dep_ == "pcomp":
            if preposition.lower_ not in _CIRCUMSTANCES or child.tag_ != "VBG":
                yield Argument("clause", child)
            yield Argument(function, child)
        elif preposition.lower_ == "as" and child.pos_ == "ADJ" and child.dep_ in ("amod", "acomp", "advmod"):
            yield Argument(function, child)  # "described it as unfair"
        elif child.dep_ == "prep" and preposition.lower_ != "according":
            # "out of the deal", "up to Kyiv": the second preposition counts, and so does the first.
            for argument in _prepositional(child, child.lower_):
                yield argument
                if argument.function == child.lower_:
                    yield Argument(function, argument.head, inherited=True)


def _shared_object(verb: Token) -> Iterator[Argument]:
    """The object of "condemned and rejected the plan" for the verb that the parser left without one, only where it follows."""
    neighbours = [child for child in verb.children if child.dep_ == "conj" and child.i == verb.i + 2 and child.pos_ == "VERB"]
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        neighbours.append(verb.head)
    for neighbour in neighbours:
        for child in neighbour.children:
            if child.dep_ == "dobj" and child.i > verb.i:
                yield Argument("object", child, inherited=True)


def _nominal_arguments(noun: Token) -> Iterator[Argument]:
    arguments: list[Argument] = []
    for child in noun.children:
        dep = child.dep_
        if dep == "poss":
            arguments.append(Argument("possessive", child))
        elif dep in _MODIFIERS and child.lower_ not in _PREFIXES and child.text != "-":
            arguments.append(Argument(_modifier_function(child), child))
        elif dep == "nummod" and is_score(child.text):
            arguments.append(Argument("score", child))
        elif dep in ("prep", "agent"):
            arguments.extend(_prepositional(child, child.lower_))
        elif dep in ("acl", "relcl", "ccomp", "xcomp") and (is_infinitive(child) or is_content(child)):
            if not is_astray(child, noun):
                arguments.append(Argument("clause", child))
        elif dep == "acl" and child.tag_ == "VBN" and not (is_behind_comma(child) and child.lemma_ not in control("making")):
            # "talks held in Geneva", "the deal reached with Iran", "an attack carried out by rebels".
            arguments.extend(_reduced(child))
    if noun.dep_ == "conj" and noun.head.pos_ in NOUNS and not any(a.function == "possessive" for a in arguments):
        # "Iran's threats and attacks": the possessor holds for both.
        shared = (child for child in noun.head.children if child.dep_ == "poss")
        arguments.extend(Argument("possessive", child, inherited=True) for child in shared)
    yield from _with_conjuncts(arguments)


def _modifier_function(modifier: Token) -> str:
    """Modifier, or the preposition that a prefix stands for: "anti-government protests" are against it."""
    if modifier.i >= 2 and modifier.nbor(-1).text == "-":
        return _PREFIXES.get(modifier.nbor(-2).lower_, "modifier")
    return "modifier"


def _reduced(participle: Token) -> Iterator[Argument]:
    for child in participle.children:
        if child.lower_ == "by" and participle.lemma_ in control("receiving"):
            continue  # "the aid received by the town" is not the town's
        if child.dep_ in ("prep", "agent"):
            yield from (
                Argument(argument.function, argument.head, inherited=True)
                for argument in _prepositional(child, child.lower_)
                if argument.function != "clause"
            )


def _adjectival_arguments(adjective: Token) -> Iterator[Argument]:
    arguments: list[Argument] = []
    head = adjective.head
    if adjective.dep_ == "amod":
        arguments.append(Argument("subject", head, inherited=True))
    elif own := [child for child in adjective.children if child.fills(SUBJECT) and not _is_expletive(child)]:
        arguments.extend(Argument("subject", subject) for child in own for subject in antecedents(child))
    elif head.pos_ in VERBS:
        arguments.extend(Argument("subject", subject) for subject in surface_subjects(head))
    for child in adjective.children:
        if child.dep_ == "prep":
            arguments.extend(_prepositional(child, child.lower_))
        elif child.dep_ in ("xcomp", "ccomp", "advcl"):
            arguments.append(Argument("clause", child))
    yield from _with_conjuncts(arguments)


def _beside_head(head: Token) -> Iterator[Token]:
    """A word, what is coordinated with it, and those that it is said to include by name: "rivals, including Norway and Sweden"."""
    yield from members(head)
    for child in head.children_as(PREPOSITION):
        if child.lower_ == "including":
            for member in child.children_as(PREPOSITIONAL_OBJECT):
                yield from (one for one in members(member) if one.pos_ == "PROPN")


def _with_conjuncts(arguments: list[Argument]) -> Iterator[Argument]:
    """Each argument, followed by what is coordinated with it; a word stands once in a function."""
    seen: set[tuple[str, int]] = set()
    for argument in arguments:
        for head in _beside_head(argument.head) if argument.function != "clause" else (argument.head,):
            key = (argument.function, head.i)
            if key not in seen and not is_excluded(head):
                seen.add(key)
                yield Argument(argument.function, head, argument.inherited)
