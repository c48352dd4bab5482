"""What the earlier steps found in one article, as the matching of events asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from kgraph.extract.factuality_grammar import FINITE
from kgraph.lexicon import domain_of, entity_is_a, entity_lineage
from kgraph.model import Article, Attribution, BlockKind, Chain, Mention, MentionKind, QuoteKind, Span, TimeExpression
from kgraph.shipped import shipped
from kgraph.syntax.clauses import is_infinitive
from kgraph.syntax.passives import is_verb, mark_word
from kgraph.syntax.predications import Predications, predications
from kgraph.syntax.relations import (
    ADVERBIAL_CLAUSE,
    AUXILIARY,
    COMPOUND,
    FINITE_CLAUSE,
    NEGATION,
    PASSIVE_AUXILIARY,
    PREPOSITION,
)
from kgraph.syntax.speech import cues
from kgraph.syntax.tree import Doc, Token


@dataclass(frozen=True)
class Reading:
    """What the earlier steps found in one article.

    ``kept`` are the lemmas of fillers that have been looked up (fillers.lemmas_of), ``cores`` the chains in the core roles of reports
    (event_coreference), ``contents`` the content words of sentences and ``known`` those that say nothing
    more beside a report (retold), each as it is first asked for.
    """

    article: Article
    doc: Doc
    chains: tuple[Chain, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    attributions: tuple[Attribution, ...]
    kept: dict[tuple[int, str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    cores: dict[int, dict[str, frozenset[int]]] = field(default_factory=dict, repr=False, compare=False)
    contents: dict[Span, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    known: dict[int, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _roots: dict[Span, Token | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def predications(self) -> Predications:
        """The predications of the Doc."""
        return predications(self.doc)

    @cached_property
    def domain(self) -> str:
        """The domain that the article is of."""
        return domain_of({word for token in self.doc for word in (token.lower_, token.lemma_.lower())})

    def lemmas(self, token: Token) -> set[str]:
        """What a word says of its kind: its lemma and form, for a pronoun those of what it stands for, and its entity types.

        A company is an organization as well; "Thing" is only what is nothing else.
        """
        words = {token.lemma_.lower(), token.lower_}
        mention = self.mention(token)
        if mention is None:
            return words
        kind = self.chains[mention.chain].type
        if token.pos_ == "PRON":
            meant = self._heads.get(mention.chain, set())
            # "it" that is known to be a ministry is no thing, whatever an entry says of "it".
            words = meant if entity_is_a(kind, "Organization") or entity_is_a(kind, "Place") else words | meant
        return words | {kind, *(above for above in entity_lineage(kind) if above != "Thing")}

    def nouns(self, chain: int) -> frozenset[str]:
        """The lemmas of the nouns that describe a chain."""
        return frozenset(self._heads.get(chain, ()))

    @cached_property
    def _heads(self) -> Mapping[int, set[str]]:
        """The lemmas of the descriptions of a chain."""
        at = {token.idx: token.lemma_.lower() for token in self.doc}
        table: dict[int, set[str]] = {}
        for mention in self.mentions:
            if mention.kind is MentionKind.NOMINAL and mention.head.start in at:
                table.setdefault(mention.chain, set()).add(at[mention.head.start])
        return table

    @cached_property
    def described(self) -> frozenset[int]:
        """The chains that some noun describes."""
        return frozenset(mention.chain for mention in self.mentions if mention.kind is MentionKind.NOMINAL)

    @cached_property
    def _by_character(self) -> Mapping[int, Mention]:
        """The mention whose head stands at a character; of several, the longest."""
        table: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.span.end - m.span.start):
            for offset in range(mention.head.start, mention.head.end):
                table[offset] = mention
        return table

    @cached_property
    def _names(self) -> Mapping[int, Mention]:
        """The shortest name that covers a character: for heads that the parser sees elsewhere in a name."""
        table: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.span.start - m.span.end):
            if mention.kind is MentionKind.NAME:
                for offset in range(mention.span.start, mention.span.end):
                    table[offset] = mention
        return table

    def root(self, span: Span) -> Token | None:
        """The head of some words of the text; None where no word lies there."""
        if span not in self._roots:
            words = self.doc.char_span(span.start, span.end)
            self._roots[span] = words.root if words is not None else None
        return self._roots[span]

    def mention(self, token: Token) -> Mention | None:
        """The mention that a word is the head of."""
        return self._by_character.get(token.idx) or self._names.get(token.idx)

    def is_time(self, token: Token) -> bool:
        """Whether a word belongs to an expression of time: "on Friday" is no target, but "Ms May" is."""
        if self._is_person(token):
            return False
        if token.lemma_.lower() in support_words()["time"] or token.ent_type_ in ("DATE", "TIME"):
            return True
        return token.idx in self._timed

    def _is_person(self, token: Token) -> bool:
        mention = self.mention(token) if token.pos_ == "PROPN" else None
        return mention is not None and mention.kind is MentionKind.NAME and mention.type == "Person"

    @cached_property
    def _timed(self) -> frozenset[int]:
        """The characters that expressions of time take."""
        return frozenset(offset for time in self.times for offset in range(time.span.start, time.span.end))

    @cached_property
    def spread(self) -> Mapping[str, int]:
        """In how many sentences of the article each lemma stands."""
        return Counter(lemma for sentence in self.doc.sents for lemma in {token.lemma_.lower() for token in sentence})

    @cached_property
    def lead(self) -> int | None:
        """The first character of the article's text below its titles; None where it has no such text."""
        return next((block.span.start for block in self.article.blocks if block.kind is BlockKind.BODY), None)

    def attribution(self, token: Token) -> int | None:
        """The innermost attribution whose content a word stands in."""
        found = self._innermost.get(token.idx)
        return None if found is not None and self._is_circumstance(token, self.attributions[found]) else found

    @cached_property
    def _innermost(self) -> Mapping[int, int]:
        """The attribution of each character of a content: of several pieces that of the shortest, then the first."""
        held = ((number, said) for number, said in enumerate(self.attributions) if not self._is_presupposed(said))
        pieces = [(piece, number) for number, said in held for piece in said.content]
        table: dict[int, int] = {}
        for piece, number in sorted(pieces, key=lambda one: (one[0].start - one[0].end, -one[1])):
            table.update(dict.fromkeys(range(piece.start, piece.end), number))
        return table

    def said(self, verb: Token) -> Attribution | None:
        """The attribution that a verb makes: whose cue it stands in."""
        return self._said.get(verb.idx)

    @cached_property
    def _said(self) -> Mapping[int, Attribution]:
        """The attribution of each character of a cue."""
        cued = [(said.cue, said) for said in self.attributions if said.cue is not None]
        return {offset: said for cue, said in cued for offset in range(cue.start, cue.end)}

    def _is_circumstance(self, token: Token, said: Attribution) -> bool:
        """Whether a word only tells why or when somebody wants or asks something: "told them to leave as the firm collapsed".

        Who wants what an infinitive says does not say what stands beside it.
        """
        if said.kind is not QuoteKind.INDIRECT or said.cue is None:
            return False
        aside = False
        while token.head is not token and not said.cue.start <= token.head.idx < said.cue.end:
            aside = aside or _is_aside(token)
            token = token.head
        return aside and token.head is not token and is_infinitive(token)

    def _is_presupposed(self, said: Attribution) -> bool:
        """Whether what is attributed is what somebody has a view of, not what somebody holds: "criticised the visit" claims none."""
        if said.kind is not QuoteKind.INDIRECT or said.cue is None:
            return False
        words = self.doc.char_span(said.cue.start, said.cue.end)
        if any(token.pos_ in ("NOUN", "VERB") and token.lemma_.lower() in cues().inner for token in words or ()):
            return True  # "their decision to leave", "refused to leave"
        verb = next((token for token in words or () if is_verb(token) and not token.fills(AUXILIARY | PASSIVE_AUXILIARY)), None)
        if words is None or verb is None:
            return False
        if verb.children_as(FINITE_CLAUSE):
            return _is_unsaid(verb)
        last = words[-1].lower_
        lemma = verb.lemma_.lower()
        return (lemma if words[-1].i <= verb.i else f"{lemma} {last}") in cues().presupposing

    def inside(self, trigger: Token, token: Token) -> bool:
        """Whether a word and a trigger are of one name: the Alaska Summit is not its own participant."""
        mention = self.mention(token)
        return mention is not None and mention.kind is MentionKind.NAME and mention.span.start <= trigger.idx < mention.span.end

    def in_name(self, token: Token) -> bool:
        """Whether a word is part of the name of what is no event: the Ministry of Transport transports nothing."""
        mention = self._names.get(token.idx)
        if mention is None or self.chains[mention.chain].type in ("NamedEvent", "Thing"):
            return False
        is_head = mention.head.start <= token.idx < mention.head.end
        return not is_head or " " in self.chains[mention.chain].name

    def place_in_name(self, trigger: Token) -> Token | None:
        """The place that stands in a named event's name: Alaska in "the Alaska Summit"."""
        for child in trigger.children:
            if child.fills(COMPOUND) and self.inside(trigger, child) and child.text in self._places:
                return child
        return None

    def place(self, name: str) -> int | None:
        """The chain of a place by its name."""
        return self._places.get(name)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        named = (chain for chain in reversed(self.chains) if chain.named and entity_is_a(chain.type, "Place"))
        return {name: chain.id for chain in named for name in (chain.name, *chain.aliases)}

    @cached_property
    def first_alike(self) -> Mapping[int, int]:
        """Each chain's first chain with the same identifiers: of "Russian" the one of "Russia"."""
        first: dict[object, int] = {}
        return {chain.id: first.setdefault(chain.links or chain.id, chain.id) for chain in self.chains}

    def type(self, token: Token) -> str:
        """The entity type of what a word stands for; "Thing" where it is no mention."""
        mention = self.mention(token)
        return self.chains[mention.chain].type if mention is not None else "Thing"


def _is_aside(token: Token) -> bool:
    """Whether a word brings in a circumstance of its governor: "as the firm collapsed", "because of the invasion"."""
    circumstances = support_words()["circumstance"]
    if token.fills(PREPOSITION):
        return token.lower_ in circumstances
    return token.fills(ADVERBIAL_CLAUSE) and mark_word(token) in circumstances and token.tag_ in FINITE


def _is_unsaid(verb: Token) -> bool:
    """Whether somebody did not say it: what the governor "has not said" is not the governor's word."""
    denied = any(child.fills(NEGATION) for child in verb.children)
    return denied and verb.lemma_.lower() in cues().kinds["statement"]


@cache
def support_words() -> Mapping[str, frozenset[str]]:
    """The lemmas of data/support.yaml by the kind that each list names."""
    raw = shipped("support.yaml")
    return {kind: frozenset(lemmas) for kind, lemmas in raw.items()}
