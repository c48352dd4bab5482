"""A parsed text as plain objects: tokens, spans and sentences, copied once from a spaCy Doc.

The names of attributes and the order of iteration are spaCy's, so whoever knows spaCy can read the code that walks the tree. It is
several times faster than spaCy's own token objects, which are made anew at each access, and a tree is easy to build by hand in a test.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

from kgraph.syntax.relations import Relation

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc

_COLUMNS: list[int | str] = [*"ORTH HEAD DEP POS TAG LEMMA ENT_TYPE SPACY IS_PUNCT IS_QUOTE SENT_START".split()]


class Token:
    """One word or mark. ``i`` is its position in the Doc, ``idx`` the offset of its first character in the text."""

    __slots__ = (
        "_children",
        "_edges",
        "_size",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_punct",
        "is_quote",
        "is_sent_start",
        "is_space",
        "lefts",
        "lemma_",
        "lower_",
        "paragraph",
        "pos_",
        "rights",
        "sent",
        "tag_",
        "text",
        "whitespace_",
    )

    doc: Doc
    head: Token
    sent: Span
    lefts: tuple[Token, ...]
    rights: tuple[Token, ...]
    _children: tuple[Token, ...]
    _edges: tuple[int, int]
    _size: int

    def __init__(self, i: int, idx: int, word: Word) -> None:
        self.i = i
        self.idx = idx
        self.text = word.text
        self.lower_ = word.text.lower()
        self.lemma_ = word.lemma
        self.pos_ = word.pos
        self.tag_ = word.tag
        self.dep_ = word.dep
        self.ent_type_ = word.entity
        self.whitespace_ = " " if word.space else ""
        self.is_space = word.text.isspace()
        self.is_punct = word.is_punct
        self.is_quote = word.is_quote
        self.is_sent_start = word.starts_sentence
        self.paragraph = word.paragraph

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def children(self) -> tuple[Token, ...]:
        """The tokens that depend on this one, in the order of the text."""
        return self._children

    def fills(self, relation: Relation) -> bool:
        """Whether the token stands in a relation to its head (kgraph.syntax.relations)."""
        return self.dep_ in relation

    def children_as(self, relation: Relation) -> list[Token]:
        """The children that stand in a relation to the token, in the order of the text."""
        return [child for child in self._children if child.dep_ in relation]

    @property
    def n_lefts(self) -> int:
        """The number of children before the token."""
        return len(self.lefts)

    @property
    def n_rights(self) -> int:
        """The number of children after the token."""
        return len(self.rights)

    @property
    def left_edge(self) -> Token:
        """The first token of the subtree."""
        return self.doc[self._edges[0]]

    @property
    def right_edge(self) -> Token:
        """The last token of the subtree."""
        return self.doc[self._edges[1]]

    @property
    def subtree(self) -> Sequence[Token]:
        """The token and all that depends on it, directly or not, in the order of the text."""
        first, last = self._edges
        if last - first + 1 == self._size:
            return self.doc.tokens[first : last + 1]
        return sorted(_below(self), key=lambda token: token.i)

    @property
    def ancestors(self) -> Iterator[Token]:
        """What the token depends on, then what that depends on, up to the root of the sentence."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The other tokens of the coordination that the token belongs to."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found, todo = [first], [first]
        while todo:
            following = [child for child in todo.pop().rights if child.dep_ == "conj"]
            found += following
            todo += following
        return tuple(token for token in sorted(found, key=lambda token: token.i) if token is not self)

    def is_ancestor(self, descendant: Token) -> bool:
        """Whether another token depends on this one, directly or not."""
        return any(above is self for above in descendant.ancestors)

    def nbor(self, step: int = 1) -> Token:
        """The token so many places further on. Raises IndexError beyond the ends of the text."""
        if not 0 <= self.i + step < len(self.doc):
            raise IndexError(f"no token {step} places from {self.i}")
        return self.doc[self.i + step]

    @property
    def text_with_ws(self) -> str:
        """The token with the space behind it."""
        return self.text + self.whitespace_

    @property
    def is_alpha(self) -> bool:
        """Whether the token consists of letters."""
        return self.text.isalpha()

    @property
    def is_title(self) -> bool:
        """Whether the token is written like "Title"."""
        return self.text.istitle()

    @property
    def is_upper(self) -> bool:
        """Whether the token is in capitals."""
        return self.text.isupper()

    @property
    def is_lower(self) -> bool:
        """Whether the token is in small letters."""
        return self.text.islower()

    @property
    def is_digit(self) -> bool:
        """Whether the token consists of digits."""
        return self.text.isdigit()


class Span:
    """Consecutive tokens: ``doc[start:end]``. ``label_`` is the type of a named entity, empty for other spans."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __reversed__(self) -> Iterator[Token]:
        return reversed(self.doc.tokens[self.start : self.end])

    def __repr__(self) -> str:
        return self.text

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> Span: ...

    def __getitem__(self, place: int | slice) -> Token | Span:
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[self.start + place if place >= 0 else self.end + place]

    @property
    def start_char(self) -> int:
        """The offset of the first character."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """The offset after the last character."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last)

    @property
    def text(self) -> str:
        """The words without the space behind the last."""
        return self.doc.text[self.start_char : self.end_char] if self.end > self.start else ""

    @property
    def root(self) -> Token:
        """The token that is nearest to the root of its sentence, the first of several; a mark only where there is nothing else."""
        inside = self.doc.tokens[self.start : self.end]
        top = next((token for token in inside if token.head is token), None)
        if top is not None:
            return top
        outer = [token for token in inside if not self.start <= token.head.i < self.end]
        outer = [token for token in outer if token.dep_ != "punct"] or outer
        return min(outer, key=lambda token: sum(1 for _ in token.ancestors), default=inside[0])


class Doc:
    """A parsed text: its tokens with their dependencies, its sentences and its named entities."""

    __slots__ = ("_starts", "ents", "sents", "text", "tokens")

    def __init__(self, tokens: list[Token], text: str) -> None:
        self.tokens = tokens
        self.text = text
        self._starts = [token.idx for token in tokens]
        self.ents: tuple[Span, ...] = ()
        self.sents: tuple[Span, ...] = ()

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> Span: ...

    def __getitem__(self, place: int | slice) -> Token | Span:
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[place]

    def token_at(self, offset: int) -> Token | None:
        """The token that holds a character of the text, or that the character follows as white space; None outside the text."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= len(self.text):
            return None
        return self.tokens[place]

    def char_span(self, start: int, end: int) -> Span | None:
        """The tokens that hold the characters from ``start`` to before ``end``, whole; None where some lie outside the text."""
        first, last = self.token_at(start), self.token_at(end - 1)
        return Span(self, first.i, last.i + 1) if first is not None and last is not None else None


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a token.

    ``head`` is the position of the token that it depends on (its own for a root), ``paragraph`` the number of its paragraph.
    """

    text: str
    head: int
    dep: str
    pos: str = ""
    tag: str = ""
    lemma: str = ""
    entity: str = ""
    space: bool = True
    is_punct: bool = False
    is_quote: bool = False
    starts_sentence: bool = False
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class EntitySpan:
    """A named entity by the positions of its first token and after its last, with its type."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Words:
    """A parse as values, from which a Doc is made."""

    words: Sequence[Word]
    entities: Sequence[EntitySpan] = field(default=())


def build(words: Words) -> Doc:
    """The Doc of these words. The first word starts a sentence, as does each word that says so."""
    tokens: list[Token] = []
    offset = 0
    for i, word in enumerate(words.words):
        tokens.append(Token(i, offset, word))
        offset += len(word.text) + word.space
    doc = Doc(tokens, "".join(token.text_with_ws for token in tokens))
    _tie(doc, [word.head for word in words.words])
    doc.sents = tuple(_sentences(doc))
    doc.ents = tuple(Span(doc, entity.start, entity.end, entity.type) for entity in words.entities)
    return doc


def words_of(doc: Doc) -> Words:
    """A Doc as values, from which ``build`` makes an equal one."""
    return Words([_values(token) for token in doc], [EntitySpan(span.start, span.end, span.label_) for span in doc.ents])


def _values(token: Token) -> Word:
    return Word(
        token.text,
        token.head.i,
        token.dep_,
        token.pos_,
        token.tag_,
        token.lemma_,
        token.ent_type_,
        bool(token.whitespace_),
        token.is_punct,
        token.is_quote,
        token.is_sent_start,
        token.paragraph,
    )


def tree(doc: SpacyDoc, paragraphs: Sequence[int] | None = None) -> Doc:
    """The copy of a spaCy Doc that has a parse, named entities and lemmas.

    ``paragraphs`` are the numbers of the tokens' paragraphs; by default each white space with a line break begins a new one.
    """
    entities = [EntitySpan(span.start, span.end, span.label_) for span in doc.ents]
    return build(Words(list(_words(doc, paragraphs or _by_line_breaks(doc))), entities))


def _by_line_breaks(doc: SpacyDoc) -> list[int]:
    numbers, number = [], 0
    for token in doc:
        numbers.append(number)
        number += "\n" in token.text
    return numbers


def _words(doc: SpacyDoc, paragraphs: Sequence[int]) -> Iterator[Word]:
    strings = doc.vocab.strings
    rows = doc.to_array(_COLUMNS).tolist()
    names: dict[int, str] = {0: ""}
    for i, (orth, head, dep, pos, tag, lemma, entity, space, punct, quote, start) in enumerate(rows):
        for key in (orth, dep, pos, tag, lemma, entity):
            if key not in names:
                names[key] = strings[key]
        offset = head if head < 1 << 63 else head - (1 << 64)  # the array is unsigned
        yield Word(
            names[orth],
            i + offset,
            names[dep],
            names[pos],
            names[tag],
            names[lemma],
            names[entity],
            bool(space),
            bool(punct),
            bool(quote),
            start == 1,
            paragraphs[i],
        )


def _tie(doc: Doc, heads: Sequence[int]) -> None:
    """Gives each token its head, its children and the borders of its subtree."""
    lefts: list[list[Token]] = [[] for _ in doc.tokens]
    rights: list[list[Token]] = [[] for _ in doc.tokens]
    for token, head in zip(doc.tokens, heads, strict=True):
        token.doc = doc
        token.head = doc.tokens[head]
        if head != token.i:
            (lefts if token.i < head else rights)[head].append(token)
    for token in doc.tokens:
        token.lefts, token.rights = tuple(lefts[token.i]), tuple(rights[token.i])
        token._children = token.lefts + token.rights
    for token in reversed(_from_roots(doc)):
        edges = [child._edges for child in token._children]
        token._edges = min([token.i, *(first for first, _ in edges)]), max([token.i, *(last for _, last in edges)])
        token._size = 1 + sum(child._size for child in token._children)


def _from_roots(doc: Doc) -> list[Token]:
    """All tokens, each after its head."""
    found = [token for token in doc.tokens if token.head is token]
    for token in found:
        found.extend(token._children)
    return found


def _below(token: Token) -> list[Token]:
    found = [token]
    for below in found:
        found.extend(below._children)
    return found


def _sentences(doc: Doc) -> Iterator[Span]:
    starts = [token.i for token in doc.tokens if token.i == 0 or token.is_sent_start]
    for start, end in zip(starts, [*starts[1:], len(doc)], strict=False):
        sentence = Span(doc, start, end)
        for token in sentence:
            token.sent = sentence
        yield sentence
