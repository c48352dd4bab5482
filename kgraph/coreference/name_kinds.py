"""Names whose words or neighbours tell another type than the model gave them: "Mr French", "the film Anna Berg", "Brask Castle"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kgraph.coreference import naming
from kgraph.coreference.clusters import Clusters
from kgraph.coreference.phrases import Phrase
from kgraph.language.words import name_words
from kgraph.lexicon import nouns
from kgraph.syntax.relations import ACTIVE_SUBJECT, APPOSITION, COMPOUND, MODIFIER
from kgraph.syntax.tree import Token

_CALLED = frozenset("mr mr. mrs mrs. ms ms. miss".split())
_PLACES = ("Place", "Facility", "Region", "City")
_OF_WORKS = ("Person", "Place", "Facility", "Organization", "Thing")
_LINE_UP = 3  # people with an initial that an article names at least where it gives a line-up
_INITIALLED = 2  # words
_FULL = (2, 3)  # words of a person's full name


def retype_names(clusters: Clusters) -> None:
    """Correct the types of names before any are put together."""
    by_text: dict[str, list[int]] = defaultdict(list)
    for index, phrase in enumerate(clusters.phrases):
        if phrase.is_name:
            by_text[clusters.name_text(phrase)].append(index)
    line_up = _has_line_up(clusters)
    for text, indices in by_text.items():
        _retype_titled(clusters, indices)
        kind = _kind(clusters, text, indices)
        if line_up and not kind and _is_initialled(text):
            kind = "Person"
        for index in indices if kind else ():
            if clusters.phrases[index].type != kind:
                clusters.retype(index, kind, "p" if kind == "Person" else "n")


def _retype_titled(clusters: Clusters, indices: Iterable[int]) -> None:
    """What "Mr" or "Ms" stands before is a person, though it be a people's word."""
    for index in indices:
        phrase = clusters.phrases[index]
        before = clusters.doc[phrase.name[0] - 1].lower_ if phrase.name[0] else ""
        if phrase.type in ("Group", *_PLACES) and before in _CALLED:
            clusters.retype(index, "Person", nouns.title_gender(before) or "p")


def _kind(clusters: Clusters, text: str, indices: list[int]) -> str:
    """The type of a name by its words and by what stands before some mention; "" where nothing tells another than it has."""
    phrases = [clusters.phrases[index] for index in indices]
    kinds = {phrase.type for phrase in phrases}
    plain = text.lower().removeprefix("the ")
    if kinds <= {*_PLACES, "Organization"} and plain in naming.words("houses"):
        return "Government"
    if kinds == {"Organization"} and " " in plain and plain.endswith(" party"):
        return "Party"
    if (
        kinds <= {"Person", "Organization"}
        and nouns.kind_of(plain) == "Law"
        and all(_has_article(clusters, phrase) for phrase in phrases)
    ):
        return "Law"
    if kinds == {"Person"} and (kind := _by_last_word(text)) and not _acts(clusters, phrases):
        return kind
    told = (
        {_noun_before(clusters, phrase) for phrase in phrases}
        if kinds <= set(_OF_WORKS) and not _acts(clusters, phrases)
        else set()
    )
    if not told.isdisjoint(naming.words("works")) and not text.isupper():
        return "Work"
    if kinds == {"Person"} and not told.isdisjoint(naming.words("bodies")):
        return "Organization"
    if kinds <= {"Person", "Organization", "Thing"} and not told.isdisjoint(naming.words("places")):
        return "Place"
    if kinds <= {"Organization", "Thing", "Product"} and _is_called_like_a_person(clusters, text, phrases):
        return "Person"
    known = clusters.known(text)
    if kinds == {"Person"} and known is not None and not _acts(clusters, phrases):
        several = known.type == "NamedEvent" and any(_has_article(clusters, phrase) for phrase in phrases)  # "an Oscar"
        return known.type if several or known.type == "Work" else ""
    return ""


def _is_called_like_a_person(clusters: Clusters, text: str, phrases: Iterable[Phrase]) -> bool:
    """Whether a given name comes first, with a calling right before it: "producer Anna T Berg"."""
    words = text.split()
    fits = (
        len(words) in _FULL
        and nouns.is_given_name(words[0])
        and words[-1] not in name_words().last
        and clusters.known(text) is None
    )
    return fits and any(phrase.name[0] and _is_calling(clusters.doc[phrase.name[0] - 1]) for phrase in phrases)


def _by_last_word(text: str) -> str:
    """The type that the last word of a name tells: of "Brask Castle", but not of "Anna Castle" nor of "Brask Hill"."""
    first, *rest = text.split()
    if not rest or nouns.is_given_name(first) or nouns.is_title(first):
        return ""
    last = rest[-1]
    return (
        ""
        if last.lower() in naming.words("keyword_surnames")
        else naming.kinds_by_last_word().get(last) or name_words().last.get(last, "")
    )


def _noun_before(clusters: Clusters, phrase: Phrase) -> str:
    """The noun in small letters that stands right before a name and belongs to it: "the drama Anna Berg"; "" where there is none."""
    doc, head = clusters.doc, clusters.doc[phrase.head]
    before = phrase.name[0] - 1
    if before < 0 or not doc[before].text.islower() or doc[before].pos_ != "NOUN":
        return ""
    noun = doc[before]
    closed = phrase.name[1] >= len(doc) or doc[phrase.name[1]].pos_ not in ("NOUN", "PROPN")
    joined = (noun.fills(COMPOUND | MODIFIER) and noun.head.i == head.i) or (head.fills(APPOSITION) and head.head.i == noun.i)
    return noun.lower_ if closed and joined else ""


def _acts(clusters: Clusters, phrases: Iterable[Phrase]) -> bool:
    """Whether a name stands where only people do: it speaks, or a calling or a title stands before it."""
    for phrase in phrases:
        head, before = clusters.doc[phrase.head], clusters.doc[phrase.name[0] - 1] if phrase.name[0] else None
        if head.fills(ACTIVE_SUBJECT) and head.head.lemma_ in naming.words("done_by_people"):
            return True
        if before is not None and (nouns.is_title(before.text) or _is_calling(before)):
            return True
    return False


def _is_calling(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN") and nouns.kind_of(token.lemma_.lower()) == "Person"


def _has_article(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether an article stands before a name, as it does before what there are several of: "an Oscar"."""
    return bool(phrase.name[0]) and clusters.doc[phrase.name[0] - 1].lower_ in ("a", "an", "the")


def _has_line_up(clusters: Clusters) -> bool:
    """Whether an article names several people by an initial and a surname."""
    people = {
        phrase.name
        for phrase in clusters.phrases
        if phrase.is_name and phrase.type == "Person" and _is_initialled(clusters.name_text(phrase))
    }
    return len(people) >= _LINE_UP


def _is_initialled(text: str) -> bool:
    first, *rest = text.split()
    return (
        len(rest) == _INITIALLED - 1 and len(first) == 1 and first.isupper() and rest[0][:1].isupper() and not rest[0].isupper()
    )
