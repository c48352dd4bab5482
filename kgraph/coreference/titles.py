"""Titles: what an article says that somebody or something is, in its words."""

from __future__ import annotations

from collections.abc import Sequence, Set

from kgraph.coreference import naming
from kgraph.coreference.clusters import Cluster, Clusters
from kgraph.coreference.mentions import characters
from kgraph.coreference.phrases import Phrase
from kgraph.language.gazetteer import lookup
from kgraph.lexicon import first_above, nouns
from kgraph.model import Article
from kgraph.syntax.relations import CONJUNCTION, PREPOSITION
from kgraph.syntax.tags import NOUNS, PLURAL
from kgraph.syntax.tree import Doc, Token

_DETERMINERS = frozenset("the a an his her its their our my".split())
_STYLES = frozenset("sir lord lady dame baroness baron dr".split())
_DISTINCT = ("Person", "Group", "Organization", "Place")  # types of which a noun of another type says nothing
_TELLING = ("first", "apposition", "predicate")
_NOTHING = (0, 0)
_LONGEST = 16  # words of a title; what is longer is a parse gone astray
_MARKS = frozenset("( ) [ ] : ;".split())
_POSSESSED = 3  # words behind a name in which its possessive mark stands


def titles(article: Article, clusters: Clusters, cluster: Cluster, kind: str) -> tuple[str, ...]:
    """The titles and descriptions of a thing that has a name, in the article's words, each once."""
    found: dict[str, None] = {}
    own = _words_of_names(clusters, cluster)
    for index in sorted(cluster.phrases) if cluster.named else ():
        start, end = _trimmed(clusters, clusters.phrases[index], *_told(clusters, index, kind, cluster))
        if (
            start < end
            and _is_title(clusters, start, end)
            and (kind == "Person" or _tells_of_a_thing(clusters.doc, start, end, own))
        ):
            found.setdefault(_bare(characters(clusters.doc, start, end).of(article.text)))
    return tuple(role for role in found if role and (" " in role or kind == "Person"))  # "company" tells nothing of one


def _told(clusters: Clusters, index: int, kind: str, cluster: Cluster) -> tuple[int, int]:
    """The tokens of the description that a phrase gives: before a name up to the calling, or the whole phrase."""
    phrase = clusters.phrases[index]
    if phrase.is_name:
        return _before_name(clusters, phrase) if kind == "Person" else _NOTHING
    if clusters.doc[phrase.head].lower_ == "one" or (clusters.rules[index] == "predicate" and _judges(clusters, phrase)):
        return _NOTHING
    said = not phrase.is_pronoun and clusters.rules[index] in _TELLING and phrase.lemma not in naming.words("no_titles")
    own = phrase.owner in {clusters.phrases[i].head for i in cluster.phrases}
    return (phrase.start, phrase.end) if said and not own and _describes(clusters, phrase, kind) else _NOTHING


def _judges(clusters: Clusters, phrase: Phrase) -> bool:
    """Whether a predicate says how somebody is and not what: "a natural leader"."""
    before = clusters.doc[phrase.start : phrase.head]
    judging = any(token.pos_ == "ADJ" and token.text.islower() for token in before) and not phrase.definite
    return judging or clusters.doc[phrase.head].tag_ in PLURAL


def _before_name(clusters: Clusters, phrase: Phrase) -> tuple[int, int]:
    """The words before a person's name that end in a calling; "Mr" and the like may stand between."""
    doc, end = clusters.doc, phrase.name[0]
    while (
        end > phrase.start and nouns.is_title(doc[end - 1].text) and not _is_calling(doc[end - 1], before=end - 1 > phrase.start)
    ):
        end -= 1
    told = end > phrase.start and _is_calling(doc[end - 1]) and doc[end - 1].lemma_.lower() not in naming.words("no_titles")
    plural = told and doc[end - 1].tag_ in PLURAL  # "the sprinters Berg and Ek" are no title of one of them
    return (phrase.start, end) if told and not plural else _NOTHING


def _is_calling(token: Token, before: bool = False) -> bool:
    """Whether a word tells what somebody does; with words before it, a style tells nothing: "the club's manager Sir Ian"."""
    word = token.lemma_.lower()
    if before and word.rstrip(".") in _STYLES:
        return False
    if token.i > 1 and token.nbor(-1).text == "-":
        word = f"{token.nbor(-2).lower_}-{word}"  # "film-maker"
    return token.pos_ in NOUNS and nouns.kind_of(word) == "Person"


def _describes(clusters: Clusters, phrase: Phrase, kind: str) -> bool:
    """Whether a description fits the type: a calling for a person; for a thing a common noun, which may begin with an article."""
    if kind == "Person":
        return phrase.type == "Person" and phrase.number == "sg"
    head, first = clusters.doc[phrase.head], clusters.doc[phrase.start]
    named_place = first_above(kind, ("Place",)) == "Place" and first.lower_ not in ("the", "a", "an")
    return _is_of_kind(phrase.type, kind) and not head.text[:1].isupper() and not named_place


def _is_of_kind(told: str, kind: str) -> bool:
    """Whether a noun of this type may say what a thing is: "firm" of a company, and of a place or a body nothing vague."""
    above = first_above(kind, _DISTINCT)
    return told not in ("Person", "Thing") and (first_above(told, _DISTINCT) == above)


def _trimmed(clusters: Clusters, phrase: Phrase, start: int, end: int) -> tuple[int, int]:
    """The words without adjectives that only praise or date, and without a second description: "the baker and mother"."""
    doc = clusters.doc
    while start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_ and start < end:
        start -= 2  # "vice-president", of which the parser takes the second half
    while start < end - 1 and _is_no_part(doc[start], doc[start + 1]):
        start += 1
    joined = (child.i for child in doc[phrase.head].rights if child.fills(CONJUNCTION) and child.i < end)
    return start, min(joined, default=end) if phrase.head < end else end


def _is_no_part(word: Token, behind: Token) -> bool:
    """Whether a word before a title is no part of it; one that two capitals make the beginning of a name is: "New York mayor"."""
    named = word.text == "New" and behind.text.istitle()
    listed = word.lower_ in naming.words("no_part_of_titles")
    return listed and not named


def _is_title(clusters: Clusters, start: int, end: int) -> bool:
    """Whether words say what somebody is: whole, of this one alone, and more than how good or how near to another one is."""
    doc = clusters.doc
    tokens = [doc[i] for i in range(start, end)]
    words = [token.lower_.rstrip(".") for token in tokens]
    while len(words) > 1 and words[0] in _DETERMINERS:
        tokens, words = tokens[1:], words[1:]
    marks = any((token.is_quote and token.tag_ != "POS") or token.text in _MARKS or _is_dash(token) for token in tokens)
    broken = tokens[0].i == tokens[0].sent.start and tokens[0].text[:1].islower()  # "rime Minister", in a text that lost letters
    head = _head(tokens)
    if marks or broken or len(words) > _LONGEST or not naming.words("no_titles_with").isdisjoint(words[: head + 1]):
        return False
    alone = len(words) == 1 and words[0] in naming.words("no_titles_alone")
    return not (alone or _counts(tokens) or _is_relation(tokens[head]) or _names_somebody(doc, tokens[0].i, tokens[head].i))


def _head(tokens: Sequence[Token]) -> int:
    """The place of the head: the last word before a preposition."""
    ends = (number for number, token in enumerate(tokens) if number and token.fills(PREPOSITION))
    return next(ends, len(tokens)) - 1


def _counts(tokens: Sequence[Token]) -> bool:
    """Whether words begin with one that counts or compares: "another official", "first winner", but not "First Minister"."""
    first, behind = tokens[0], tokens[1].text if len(tokens) > 1 else ""
    if first.text.isdigit():
        return behind != "-" and len(first.text) < len("2024")
    return first.lower_ in naming.words("no_titles_open") and behind != "-" and not (first.text.istitle() and behind.istitle())


def _is_dash(token: Token) -> bool:
    """Whether a hyphen stands between words and not inside one."""
    return token.text in ("-", "–", "—") and bool(token.whitespace_)


def _is_relation(head: Token) -> bool:
    """Whether a head says whose kin or match somebody is, how well something was done, or of which people one is."""
    people = lookup(head.text)
    known = people is not None and people.demonym_of is not None
    return known or head.lemma_.lower() in naming.words("no_title_heads")


def _names_somebody(doc: Doc, start: int, end: int) -> bool:
    """Whether the words name another person, who is no possessor: "Ruiz mayor Berg", where two names have run together."""
    for i in range(start, end):
        behind = doc[i + 1 : min(end, i + 1 + _POSSESSED)]
        if doc[i].ent_type_ == "Person" and not any(token.tag_ == "POS" for token in behind):
            return True
    return False


def _words_of_names(clusters: Clusters, cluster: Cluster) -> frozenset[str]:
    """The words of a thing's names, small."""
    names = (phrase.name for i in cluster.phrases if (phrase := clusters.phrases[i]).is_name)
    return frozenset(clusters.doc[i].lower_ for start, end in names for i in range(start, end))


def _tells_of_a_thing(doc: Doc, start: int, end: int, own: Set[str]) -> bool:
    """Whether a description says more than of which kind a thing is: neither "the town of Brask" nor "a new party"."""
    words = [doc[i].lower_ for i in range(start, end) if doc[i].lower_ not in _DETERMINERS]
    telling = [word for word in words if word not in naming.words("no_titles_of_things")]
    return len(telling) > 1 and own.isdisjoint(words)


def _bare(words: str) -> str:
    """The words without a leading article or possessive, on one line."""
    parts = words.split()
    return " ".join(parts[1:] if parts and parts[0].lower() in _DETERMINERS else parts)
