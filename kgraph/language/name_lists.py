"""Names in lists: several that a language model takes for one, and the players of a line-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kgraph.language.gazetteer import lookup
from kgraph.language.name_edges import BODIES, Name, Text, as_text, by_keyword, is_capital
from kgraph.language.words import is_common_noun, name_words

_SEPARATORS = frozenset(", ; : ( ) . [ ]".split())
_LINE_UP = 7  # names between marks that make a list of players
_LONGEST = 2  # words of a name in a line-up: "Ben Haim"
_SPLIT = frozenset("Person Organization Thing Product Work Company Facility".split())
_QUOTES = frozenset("\" ' “ ‘ ``".split())
_FIRM = frozenset("& Inc Ltd LLC LLP LP PLC plc Co Associates Partners Sons Company Group".split())


def apart(text: Text, names: Sequence[Name]) -> list[Name]:
    """The names, those that hold several with commas or an "and" between them cut into these: "Adler, Benkov and Castle"."""
    players = {i for run in _line_ups(text) for i in run}
    alone = {text.of(name) for name in names}
    return [part for name in names for part in (_parts(text, name, alone, players) or [name])]


def _parts(text: Text, name: Name, alone: set[tuple[str, ...]], players: set[int]) -> list[Name]:
    """The names in a name; none where it is one."""
    words = text.of(name)
    if name.start in players and words[-1].isdigit() and len(words) > 1:
        return [replace(name, end=name.end - 1)]  # the minute of a substitution
    if name.sure or name.label not in _SPLIT or not _FIRM.isdisjoint(words) or lookup(as_text(words)) is not None:
        return []
    if name.label == "Work" and _is_quoted(text, name):
        return []
    if "," in words[1:-1]:
        found = _between(text, name, {",", "and"})
        names = all(part.end - part.start <= _LONGEST and not is_common_noun(text.words[part.end - 1].lower()) for part in found)
        return found if names or name.start in players or name.label == "Work" else []
    if "or" in words[1:-1] and name.label not in ("Person", "Work"):
        return found if _are_short(found := _between(text, name, {"or"})) else []
    if "and" in words[1:-1] and (name.label != "Person" or words[1:2] == ("and",) or _are_full(words)):
        found = _between(text, name, {"and"})
        return found if _are_several(text, name, found, alone) and _are_short(found) else []
    return []


def _is_quoted(text: Text, name: Name) -> bool:
    """Whether a title stands between quotation marks, and may have any words in it."""
    return name.start > 0 and text.words[name.start - 1] in _QUOTES


def _are_full(words: Sequence[str]) -> bool:
    """Whether two full names stand beside an "and"."""
    place = list(words).index("and")
    return place > 1 and len(words) - place > 2


def _are_several(text: Text, name: Name, parts: Sequence[Name], alone: set[tuple[str, ...]]) -> bool:
    """Whether the parts of "A and B" are things of their own: one stands alone in the article, is known, or has its own article."""
    if any(text.of(part) in alone or _is_elsewhere(text, name, part) for part in parts) or text.words[parts[-1].start] == "the":
        return True
    known = [lookup(as_text(text.of(part))) for part in parts]
    return all(one is not None and one.sure for one in known)


def _is_elsewhere(text: Text, name: Name, part: Name) -> bool:
    """Whether the words of a part stand somewhere in the article outside the name, as those of the name do not."""
    words, whole, size = list(text.of(part)), list(text.of(name)), part.end - part.start
    found = [i for i, word in enumerate(text.words) if word == words[0] and text.words[i : i + size] == words]
    offset = part.start - name.start
    return any(text.words[max(i - offset, 0) : i - offset + len(whole)] != whole and not text.starts[i] for i in found)


def _are_short(names: Sequence[Name]) -> bool:
    return all(name.end - name.start <= _LONGEST for name in names)


def _between(text: Text, name: Name, marks: set[str]) -> list[Name]:
    found, start = [], name.start
    for i in (*(i for i in range(name.start, name.end) if text.words[i] in marks), name.end):
        if start < i:
            found.append(replace(name, start=start, end=i))
        start = i + 1
    return found


def with_players(text: Text, names: Sequence[Name]) -> list[Name]:
    """The names, the unknown ones of a line-up as persons: "Radek, Moss (Tull 71), Kerrin, Osei ..."."""
    players = {i for run in _line_ups(text) for i in run}
    if not players:
        return list(names)
    return [replace(name, label="Person", sure=True) if _is_player(text, name, players) else name for name in names]


def _is_player(text: Text, name: Name, players: set[int]) -> bool:
    listed = name.start in players and name.end - 1 in players and name.end - name.start <= _LONGEST and not name.sure
    words = text.of(name)
    return listed and lookup(as_text(words)) is None and not by_keyword(words) and name.label != "Group"


def _line_ups(text: Text) -> Iterator[list[int]]:
    """The tokens of each long run of short capitalised pieces between marks; numbers may stand in it."""
    run: list[list[int]] = []
    for piece in _pieces(text):
        kind = _piece_kind(text, piece)
        if kind == "name":
            run.append(piece)
        elif kind == "other":
            if _is_line_up(text, run):
                yield [i for named in run for i in named]
            run = []
    if _is_line_up(text, run):
        yield [i for named in run for i in named]


def _is_line_up(text: Text, run: Sequence[list[int]]) -> bool:
    """Whether there are enough pieces, most of them one word, and few that name a country or a company that one knows."""
    known = (lookup(as_text([text.words[i] for i in piece])) for piece in run)
    others = sum(1 for found in known if found is not None and found.sure and found.type != "Person")
    return len(run) >= _LINE_UP and 2 * sum(len(piece) == 1 for piece in run) > len(run) > 4 * others


def _pieces(text: Text) -> Iterator[list[int]]:
    piece: list[int] = []
    for i, word in enumerate(text.words):
        if word in _SEPARATORS or text.breaks[i]:
            yield piece
            piece = []
        elif not word.isspace():
            piece.append(i)
    yield piece


def _piece_kind(text: Text, piece: list[int]) -> str:
    """name, neutral (nothing, numbers, "capt") or other."""
    words = [text.words[i] for i in piece if not text.words[i].isdigit()]
    if not words or words in (["capt"], ["captain"], ["c"], ["sub"], ["rep"]):
        return "neutral"
    short = len(words) <= _LONGEST and all(is_capital(word) or word in ("'", "-") for word in words)
    return "name" if short and words[0] not in name_words().no_names and words[-1] not in BODIES else "other"
