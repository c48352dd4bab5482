"""Corrections of doc.ents over a whole article: which words are names, where they begin and end, and what they name.

A language model reads a sentence at a time, so it calls "Trump" a person here and an organisation there. These rules read the
article as a whole: a name keeps the type that most of its mentions have, a surname belongs to the person whose full name the
article gives, and well-known names are what the gazetteer says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kgraph.language.gazetteer import KnownName, lookup, phrases
from kgraph.language.name_context import by_context
from kgraph.language.name_edges import (
    BODIES,
    PLACES,
    PLAIN,
    TYPES,
    Name,
    Text,
    as_text,
    by_keyword,
    extended,
    is_capital,
    is_plural_acronym,
    name_numbers,
    trimmed,
    with_particles,
    without_stop,
)
from kgraph.language.name_evidence import ADDRESSES, is_initialled, joined, only_evident_persons, with_full_names
from kgraph.language.name_lists import apart, with_players
from kgraph.language.name_repairs import with_lost_parts, with_months, without_openings
from kgraph.language.name_types import (
    as_bodies,
    as_described,
    by_majority,
    by_use,
    is_common_word,
    is_language,
    single_word,
    with_acronyms,
    with_persons,
    with_short_forms,
)
from kgraph.language.words import is_given_name, name_words

_OPENINGS = frozenset(("The", "A", "An", '"', "'", "“", "‘"))
_OF_PERSONS = frozenset("duo trio quartet maker".split())  # before a person's name they tell nothing of it


def correct_names(doc: Doc) -> None:
    """Sets doc.ents to the article's names, with labels from data/entity_types.yaml; dates and numbers stay as they are."""
    text = _text(doc)
    kept, names = _model_names(doc, text)
    names = without_openings(text, names)
    names = apart(text, names)
    names = with_months(text, names, kept)
    names = _with_known(text, names, kept)
    names = _with_missed(text, names, kept)
    names = with_particles(text, names)
    names = _with_storms(text, names)
    names = extended(text, names, kept)
    names = joined(text, names)
    names = with_lost_parts(text, names, kept)
    names = with_full_names(text, names)
    names = with_players(text, names)
    names = with_persons(text, names, kept)
    names = [as_described(text, name) for name in names]
    names = by_context(text, names)
    names = by_use(text, names)
    names = as_bodies(text, names)
    names = by_majority(text, names)
    names = with_short_forms(text, names)
    names = with_acronyms(text, names)
    names = only_evident_persons(text, names)
    names = _with_repeated(text, names, kept)
    names = [name for name in names if not is_language(text, name) and not is_common_word(text, name)]
    doc.set_ents(filter_spans(Span(doc, name.start, name.end, label=name.label) for name in (*kept, *names)))


def _text(doc: Doc) -> Text:
    texts = [token.text for token in doc]
    breaks = [text.isspace() and "\n\n" in text for text in texts]
    tags = doc.to_array("POS")
    proper, common = ((tags == doc.vocab.strings[tag]).tolist() for tag in ("PROPN", "NOUN"))
    described = [""] + [_told(noun, name) or _told_before(noun, name) for noun, name in pairwise(doc)]
    return Text(
        texts,
        proper,
        (doc.to_array("SENT_START") == 1).tolist(),
        breaks,
        common,
        described[: len(texts)],
        [bool(t.whitespace_) for t in doc],
    )


def _told(noun: Token, name: Token) -> str:
    """The type that a noun tells of the name behind it, "" where it hangs on something else: "the ferry Novak took"."""
    if noun.lower_ in _OF_PERSONS and is_given_name(name.text):
        return ""
    told = _told_by(noun.lower_)
    if noun.pos_ != "NOUN" or not told or (noun.i and noun.nbor(-1).text == "-"):
        return ""
    root = name.head if name.dep_ in ("compound", "flat") and name.head.i > noun.i else name
    hangs = (noun.dep_ == "compound" and noun.head == root) or (root.dep_ == "appos" and root.head == noun)
    return told if hangs else ""


def _told_by(noun: str) -> str:
    """The type that a noun tells of a name behind it; several persons are as likely the bearers of one name."""
    described = name_words().described
    plural = described.get(noun.removesuffix("s"), "")
    return described.get(noun, "") or ("" if plural in ("Person", "City", "Place") else plural)


def _told_before(article: Token, name: Token) -> str:
    """The type that a noun tells of a title that begins with its own article or a quotation mark: "the film The Silent Harbour"."""
    if article.i == 0 or not name.text[:1].isupper() or article.text not in _OPENINGS:
        return ""
    noun = article.nbor(-1)
    told = _told_by(noun.lower_) if noun.pos_ == "NOUN" and not article.is_sent_start else ""
    return told if told in ("Work", "Product") else _told(noun, name)


def _model_names(doc: Doc, text: Text) -> tuple[list[Name], list[Name]]:
    """The model's dates and numbers as they are, and its names cut to size."""
    kept, names = [], []
    for ent in doc.ents:
        label = TYPES.get(ent.label_, ent.label_)
        if label in PLAIN or label == "Money":
            kept.append(Name(ent.start, ent.end, label))
        elif (name := trimmed(text, Name(ent.start, ent.end, label))) is not None:
            names.append(name)
    return kept, names


def _with_known(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names with what the gazetteer knows: other types, other edges, and names that the model missed."""
    taken = name_numbers(names)
    blocked = {i for name in kept for i in range(name.start, name.end)}
    result: dict[int, Name] = dict(enumerate(names))
    added = []
    for start, end, known in _known_spans(text):
        owners = {taken[i] for i in range(start, end) if i in taken}
        inside = [names[o] for o in owners]
        if any(name.start <= start and end <= name.end and (name.end - name.start) > end - start for name in inside):
            continue
        if known.type in PLACES and _is_addressed(text, start, end):
            known = replace(known, type="Person")
        if len(inside) == 1 and (inside[0].start, inside[0].end) == (start, end):
            result[owners.pop()] = _retyped(inside[0], known)
        elif known.sure and not blocked.intersection(range(start, end)) and (inside or _stands_alone(text, start, end, known)):
            for owner in owners:
                result.pop(owner, None)
            added.append(Name(start, end, known.type, sure=True))
    return sorted([*result.values(), *added], key=lambda name: name.start)


def _is_addressed(text: Text, start: int, end: int) -> bool:
    """Whether a word is a person's surname by the title before it: "Lord Brask", but not "Lord Mayor" or "Lady Brask of Velm"."""
    before = without_stop(text.words[start - 1]) if start else ""
    return end - start == 1 and before in ADDRESSES


def _known_spans(text: Text) -> Iterator[tuple[int, int, KnownName]]:
    """The longest known name at each place, left to right."""
    table, tokens, i = phrases(), text.words, 0
    while i < len(tokens):
        rests = table.get(tokens[i]) or (table.get(tokens[i].title()) if tokens[i].isupper() and len(tokens[i]) > 4 else None)
        for rest in rests or ():
            end = i + 1 + len(rest)
            if tuple(tokens[i + 1 : end]) == rest and (known := lookup(as_text(tokens[i:end]))):
                yield i, end, known
                i = end - 1
                break
        i += 1


def _stands_alone(text: Text, start: int, end: int, known: KnownName) -> bool:
    """Whether no capitalised neighbour makes it part of a longer name that nobody knows; a demonym always stands alone."""
    if known.type == "Group" or known.type == "Country":
        return True
    after = (
        end < len(text.words) and text.proper[end] and is_capital(text.words[end]) and text.words[end] not in name_words().titles
    )
    before = start > 0 and text.proper[start - 1] and is_capital(text.words[start - 1]) and not text.starts[start]
    before = before and without_stop(text.words[start - 1]) not in name_words().titles and lookup(text.words[start - 1]) is None
    return not (after or before)


def _retyped(name: Name, known: KnownName) -> Name:
    """The gazetteer's type where it is sure, or where the model at least agrees on the kind."""
    agrees = (name.label in PLACES and known.type in PLACES) or (name.label in BODIES and known.type in BODIES)
    return replace(name, label=known.type, sure=True) if known.sure or agrees or name.label == known.type else name


def _with_missed(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, and runs of capitalised proper nouns in mid-sentence that the model passed over."""
    taken = name_numbers([*names, *kept])
    found = []
    for start, end in _runs(text, taken):
        single = single_word(text.words[start:end])
        if single and (without_stop(single) in name_words().no_names or (text.starts[start] and not _is_marked(single))):
            continue
        if label := _label_of(text, start, end):
            found.append(Name(start, end, label))
    return sorted([*names, *found], key=lambda name: name.start)


def _runs(text: Text, taken: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    start = None
    for i in range(len(text.words) + 1):
        inside = (
            i < len(text.words) and i not in taken and is_capital(text.words[i]) and (text.proper[i] or _is_marked(text.words[i]))
        )
        inside = inside and without_stop(text.words[i]) not in name_words().titles
        if inside and start is None:
            start = i
        elif not inside and start is not None:
            yield start, i
            start = None


def _label_of(text: Text, start: int, end: int) -> str:
    """What the words alone tell of the type of an unknown name; "" where they tell nothing."""
    before = without_stop(text.words[start - 1]) if start else ""
    if by_word := by_keyword(text.words[start:end]):
        return by_word
    if text.words[start][0].islower():
        return "Product"  # "iPhone": companies write themselves so too, but less often
    if before in name_words().titles or text.words[start] in name_words().given or text.words[start] in name_words().surnames:
        return "Person"
    if end - start == 2 and is_initialled(text.words[start:end]):
        return "Person"
    return "Organization" if end - start == 1 and _is_marked(text.words[start]) else ""


def _is_marked(word: str) -> bool:
    """Whether capitals tell a name even at the start of a sentence: "JDRF", "JustGiving"."""
    return (
        len(word) > 2
        and word.isalpha()
        and not is_plural_acronym(word)
        and sum(map(str.isupper, word)) > 1
        and word.lower() not in STOP_WORDS
    )


def _with_storms(text: Text, names: list[Name]) -> list[Name]:
    """The names, with "Storm" and the like as part of the name behind it, which is an event's and no person's."""
    result: list[Name] = []
    for name in names:
        start = name.start
        if start and text.words[start - 1] in name_words().storms and name.end - start == 1:
            start -= 1
        if text.words[start] in name_words().storms and name.end - start > 1:
            name = Name(start, name.end, "NamedEvent", sure=True)
        while result and result[-1].end > name.start:
            result.pop()
        result.append(name)
    return result


def _with_repeated(text: Text, names: list[Name], kept: list[Name]) -> list[Name]:
    """The names, and the same words wherever else the article has them; a longer name takes the place of its own parts."""
    labels = {text.of(name): name.label for name in names}
    longest = max(map(len, labels), default=0)
    firsts = {tokens[0] for tokens in labels}
    owners, blocked = name_numbers(names), frozenset(name_numbers(kept))
    result = dict(enumerate(names))
    end = 0
    for start, word in enumerate(text.words):
        if word not in firsts or start < end:
            continue
        for stop in range(min(start + longest, len(text.words)), start, -1):
            inside = {owners[i] for i in range(start, stop) if i in owners}
            if blocked.isdisjoint(range(start, stop)) and _is_repeated(
                text, Name(start, stop, ""), labels, [names[number] for number in inside]
            ):
                for number in inside:
                    result.pop(number, None)
                result[len(names) + start] = Name(start, stop, labels[tuple(text.words[start:stop])])
                end = stop
                break
    return sorted(result.values(), key=lambda name: name.start)


def _is_repeated(text: Text, name: Name, labels: Mapping[tuple[str, ...], str], inside: list[Name]) -> bool:
    """Whether a known name stands here, and no other name reaches out of it or fills it."""
    if text.of(name) not in labels:
        return False
    if name.end - name.start == 1:
        return not inside and (text.proper[name.start] or _is_marked(text.words[name.start]))
    return all(name.start <= n.start and n.end <= name.end and n.end - n.start < name.end - name.start for n in inside)
