"""When things are said to happen: the time expressions of an article, and the time of an event.

Types and values follow TIMEX3 (ISO-TimeML; the values of TIDES): "2025-08-15", "2025-W33", "2025-Q3", "2025-SU", "199X", "P3D",
"XXXX-WXX-1", "PRESENT_REF", "2025-08-15TNI". Relative expressions count from the article's day, and those like "two weeks
later" from the expression before them. Without a day they keep what they say by themselves ("XXXX-WXX-5").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from kgraph.extract import timex
from kgraph.extract.attribution import cues
from kgraph.extract.timevalues import BUILDERS, FUTURE, PAST, PRESENT, Reading, Scene
from kgraph.extract.timex import Found, Lexeme
from kgraph.model import Article, BlockKind, Interval, Span, TimeBasis, TimeExpression

_DEADLINES = frozenset({"for", "until", "till", "by", "to", "through"})
_REACH = 80  # words: what "two weeks later" counts from stands no further back than a paragraph


# -- tense -------------------------------------------------------------------------------------------------------------


def _governor(token: Token) -> Token | None:
    """The verb that a token depends on, itself not counted."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in ("VERB", "AUX"):
            return ancestor
    return None


def tense(token: Token) -> str:
    """Where the verb above a token points: "past", "future", "present", or "" where nothing tells."""
    verb = _governor(token)
    if any(ancestor.lower_ == "due" for ancestor in token.ancestors):
        return FUTURE
    happening = _happening(token)
    if token.tag_ == "NNS" and token.head.lower_ == "in" and _ranked(token.head.head):
        return ""  # "will be the first visit in seven years"
    if verb is None:
        return _told(happening, "") if happening is not None else ""
    lead = token if token.dep_ == "prep" else next((a for a in token.ancestors if a.dep_ == "prep"), None)
    deadline = lead is not None and lead.lower_ in _DEADLINES
    found = _tense(verb, deadline=deadline, depth=0)
    if happening is None:
        return found
    return _told(happening, found) or _of_happening(token, happening, verb, found)


def _happening(token: Token) -> Token | None:
    """The noun that a time dates: "Tuesday's win", "the win on Tuesday"; None where it hangs on the verb itself."""
    above = token.head.head if token.dep_ == "pobj" else token.head
    return above if above.pos_ in ("NOUN", "PROPN") and above.i != token.i else None


def _told(happening: Token, found: str) -> str:
    """What a preposition above a happening tells: "after Tuesday's win", "ahead of Monday's caucuses"."""
    hints = timex.grammar().hints
    for lead in happening.ancestors:
        word = lead.lower_
        if word in hints["over"] or (word in hints["done"] and found != FUTURE):
            return PAST
        if word in hints["ahead"]:
            return PAST if found == PAST and word == "before" else FUTURE
        if lead.pos_ in ("VERB", "AUX") and lead.dep_ != "pcomp":  # "after beating her in Tuesday's vote"
            break
    return ""


def _of_happening(token: Token, happening: Token, verb: Token, found: str) -> str:
    """The tense for a time inside a noun phrase: in "Friday's ruling is a blow" the present is not that of the ruling."""
    owned = token.dep_ == "poss"
    if found == PRESENT and (owned or happening.dep_ in ("nsubj", "nsubjpass")):
        return PAST
    return "" if owned and found == FUTURE and verb.tag_ == "VB" and not any(c.tag_ == "MD" for c in verb.children) else found


def _tense(verb: Token, *, deadline: bool, depth: int) -> str:
    hints = timex.grammar().hints
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    modal = next((a.lower_ for a in auxiliaries if a.tag_ == "MD"), "")
    if modal and modal != "could":
        return PRESENT if modal == "can" else FUTURE
    perfect = any(a.lemma_ == "have" for a in auxiliaries)
    agenda = verb.lemma_ in hints["agenda"] and (
        verb.tag_ == "VBN" or verb.lemma_ in hints["arrange"]
    )  # "has scheduled a hearing Thursday"
    promised = verb.lemma_ in hints["forward"] and (deadline or (verb.tag_ == "VBN" and not perfect))
    if agenda or promised:
        return FUTURE
    if perfect:
        return PAST
    if verb.tag_ == "VB" and any(a.tag_ == "TO" for a in auxiliaries):
        return _infinitive(verb, depth)
    finite = next((a for a in auxiliaries if a.tag_ in ("VBD", "VBZ", "VBP")), None)
    if verb.tag_ in ("VBD",) or (finite is not None and finite.tag_ == "VBD"):
        return PAST
    if verb.tag_ in ("VBZ", "VBP") or finite is not None:
        return PAST if verb.lemma_ in hints["historic"] else PRESENT
    if verb.tag_ == "VBN":
        return PAST
    above = _governor(verb)
    return _tense(above, deadline=False, depth=depth + 1) if above is not None and depth < 4 else ""


def _infinitive(verb: Token, depth: int) -> str:
    above = _governor(verb)
    ranked = verb.dep_ in ("relcl", "acl") and _ranked(verb.head)  # "the first to arrive on Friday"
    purpose = verb.dep_ == "advcl" or ranked  # "met on Friday to sign": both at one time
    if above is not None and depth < 4 and (purpose or above.lemma_ in timex.grammar().hints["backward"]):
        return _tense(above, deadline=False, depth=depth + 1)
    return FUTURE


def _ranked(noun: Token) -> bool:
    ranking = timex.grammar().hints["ranking"]
    return noun.tag_ == "JJS" or noun.lower_ in ranking or any(c.lower_ in ranking or c.tag_ == "JJS" for c in noun.children)


# -- the expressions of an article -------------------------------------------------------------------------------------


def expressions(article: Article, doc: Doc) -> tuple[TimeExpression, ...]:
    """The time expressions of an article's prose and dateline, in order, none overlapping."""
    words = timex.lexemes(doc.text) + _dateline(article)
    words.sort(key=lambda word: word.start)
    found = [f for f in timex.find(words) if not _misread(f, words, doc)]
    readings = _read(found, words, article, doc)
    return tuple(_expression(words, f, r) for f, r in readings)


def _dateline(article: Article) -> list[Lexeme]:
    blocks = [block.span for block in article.blocks if block.kind is BlockKind.DATELINE]
    return [
        replace(word, start=word.start + span.start, end=word.end + span.start)
        for span in blocks
        for word in timex.lexemes(span.of(article.text) + "\n\n")
    ]


def _expression(words: Sequence[Lexeme], found: Found, reading: Reading) -> TimeExpression:
    span = Span(words[found.first].start, words[found.last - 1].end)
    interval = None
    if reading.begin is not None or reading.end is not None:
        interval = Interval(reading.begin, reading.end, "time" if reading.type == "TIME" else reading.precision, TimeBasis.STATED)
    return TimeExpression(span, reading.type, reading.value, interval)


def _read(found: Sequence[Found], words: Sequence[Lexeme], article: Article, doc: Doc) -> Iterator[tuple[Found, Reading]]:
    """Each expression with what it means; times of day come last, for they look at the days around them."""
    titles = [block.span for block in article.blocks if block.kind is BlockKind.TITLE]
    readings: dict[int, Reading] = {}
    before: Reading | None
    for clocks in (False, True):
        before, at = None, 0
        for i, one in enumerate(found):
            before = before if one.first - at < _REACH else None
            if (one.build == "clock") == clocks:
                near = _nearest_day(i, found, words, readings) if clocks else None
                reading = _built(one, _scene(one, words, doc, article.day, before, near, titles))
                if reading is not None:
                    readings[i] = reading
            if i in readings and readings[i].type in ("DATE", "TIME") and readings[i].precision:
                before, at = readings[i], one.last
    yield from ((found[i], readings[i]) for i in sorted(readings))


def _built(one: Found, scene: Scene) -> Reading | None:
    """What the rule's builder makes of the words; None where the calendar has no such day ("over the next 9000 years")."""
    try:
        return BUILDERS[one.build](one.words, scene)
    except (ValueError, OverflowError):  # of datetime: a day outside the years 1 to 9999
        return None


def _nearest_day(i: int, found: Sequence[Found], words: Sequence[Lexeme], readings: Mapping[int, Reading]) -> Reading | None:
    """The day named nearest to an expression in its sentence."""
    best: tuple[int, Reading] | None = None
    for j, reading in readings.items():
        if reading.precision != "day" or reading.begin != reading.end:
            continue
        first, second = sorted((found[i], found[j]), key=lambda f: f.first)
        between = words[first.last : second.first]
        if any(word.text in (".", "\n\n") for word in between):
            continue
        if best is None or len(between) < best[0]:
            best = (len(between), reading)
    return best[1] if best else None


def _scene(
    one: Found,
    words: Sequence[Lexeme],
    doc: Doc,
    day: date | None,
    before: Reading | None,
    near: Reading | None,
    titles: Sequence[Span],
) -> Scene:
    start = words[one.first].start
    token = _token_at(doc, start)

    def direction() -> str:
        head = _head_of(doc, start, words[one.last - 1].end)
        found = tense(head) if head is not None else ""
        in_title = found == PRESENT and any(title.start <= start < title.end for title in titles)
        return "" if in_title else found

    return Scene(
        day=day,
        before=before,
        near=near,
        tense=direction,
        left=words[one.first - 1].text if one.first else "",
        right=words[one.last].text if one.last < len(words) else "",
        left_pos=doc[token.i - 1].pos_ if token is not None and token.i else "",
    )


def _token_at(doc: Doc, char: int) -> Token | None:
    """The token that holds a character of the text."""
    low, high = 0, len(doc)
    while low < high:
        middle = (low + high) // 2
        if doc[middle].idx + len(doc[middle]) <= char:
            low = middle + 1
        else:
            high = middle
    return doc[low] if low < len(doc) else None


def _head_of(doc: Doc, start: int, end: int) -> Token | None:
    """The token of a stretch of characters that governs the others."""
    first = _token_at(doc, start)
    if first is None:
        return None
    tokens = [first]
    while tokens[-1].i + 1 < len(doc) and doc[tokens[-1].i + 1].idx < end:
        tokens.append(doc[tokens[-1].i + 1])
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), first)


def _misread(one: Found, words: Sequence[Lexeme], doc: Doc) -> bool:
    """Whether the words are no time after all: ages, modal "may", numbers, names."""
    left = words[one.first - 1].text if one.first else ""
    right = [word.text for word in words[one.last : one.last + 2]]
    token = _token_at(doc, words[one.first].start)
    if "u" in one.words:
        return _is_other_measure(one, words, doc, right)
    alone = one.last - one.first == 1
    if one.build == "month" and alone and token is not None:
        return _is_other_month(token, right)
    if one.build == "decade" and len(one.words["y"]) < 5:
        return left in {"his", "her", "their", "my", "our", "your"}
    if one.build == "year" and alone:
        return _is_count(int(one.words["y"]), left, token)
    if one.build == "every" and "f" in one.words and token is not None:
        return token.pos_ == "PROPN" or token.text[:1].isupper()
    if one.build == "clock" and alone and token is not None and token.i:
        return token.nbor(-1).pos_ == "PROPN"  # "Ephesians 5:11"
    return one.build == "season" and token is not None and token.pos_ == "VERB"


def _is_other_measure(one: Found, words: Sequence[Lexeme], doc: Doc, right: Sequence[str]) -> bool:
    """Whether units measure no time but an age ("12 years old"), a share ("three-quarters") or a programme ("60 Minutes")."""
    aged = right[:1] == ["old"] or right[:2] == ["-", "old"] or right[:2] == ["of", "age"]
    if aged:
        return "n" in one.words and not (one.words["n"] == "a" and one.words["u"] in timex.grammar().values["units"])
    if one.words["u"] == "quarters":
        return right[:1] == ["of"] or words[one.last - 2].text == "-"
    first, last = _token_at(doc, words[one.first].start), _token_at(doc, words[one.last - 1].start)
    quoted = first is not None and first.i > 0 and first.nbor(-1).is_quote
    return quoted and last is not None and last.text[:1].isupper() and one.last - one.first > 1


def _is_other_month(token: Token, right: Sequence[str]) -> bool:
    named = token.ent_type_ in ("Person", "PERSON", "Organization", "ORG", "NamedEvent")
    return token.pos_ in ("AUX", "VERB") or named or (token.lower_ in ("march", "may") and right[:1] in (["for"], ["of"], ["on"]))


_YEAR_SIGNS = frozenset(
    "in since by until till from of before after during around early late mid circa to through between".split()
)


def _is_count(year: int, left: str, token: Token | None) -> bool:
    """Whether four digits are a number of things rather than a year."""
    if token is None:
        return not 1900 <= year <= 2100
    if token.ent_type_ in ("Money", "QUANTITY", "PERCENT") or not 1900 <= year <= 2100:
        return left not in _YEAR_SIGNS or (token.head.pos_ == "NOUN" and token.dep_ == "nummod")
    if left in timex.grammar().hints["numbered"]:
        return True
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    plural = following is not None and following.tag_ == "NNS" and token.dep_ == "nummod"
    return plural and left not in {"the", "'s", "in"}


# -- the time of an event ----------------------------------------------------------------------------------------------

_MODIFIERS = frozenset({"npadvmod", "advmod", "tmod", "poss", "compound", "nmod", "amod", "nummod", "appos", "dep"})
_NOMINAL_PATH = frozenset(
    {"dobj", "nsubj", "nsubjpass", "pobj", "prep", "compound", "poss", "conj", "amod", "attr", "agent", "appos", "dative"}
)
_STATES = frozenset("look seem appear remain sound stay".split())  # "seven months later the promise looks broken"
_PHASES = frozenset("begin start continue end finish stop resume fail manage try help come go hold have take make be".split())


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression with the token it modifies and the preposition between, "" if none."""

    time: TimeExpression
    head: Token
    site: Token
    preposition: str
    tight: bool  # a modifier of its noun ("the 2015 treaty") rather than a phrase that might belong to the clause


def event_time(doc: Doc, trigger: Token, times: tuple[TimeExpression, ...], day: date | None) -> Interval | None:
    """The interval of the event that a trigger tells of, None where the words around it name no time.

    Looked for in this order: what modifies the trigger; what modifies the verb of its clause, unless that verb reports, wants
    or believes ("said on Friday" dates the saying); the only time of its clause.
    """
    sentence = trigger.sent
    first = bisect_left(times, sentence.start_char, key=lambda time: time.span.start)
    last = bisect_left(times, sentence.end_char, key=lambda time: time.span.start)
    placed = [p for time in times[first:last] if (p := _place(doc, time)) is not None]
    clause = _clause_verb(trigger)
    for found in (_of(placed, trigger), _of_clause(placed, trigger, clause), _alone(placed, trigger, clause)):
        interval = _combined(found, day)
        if interval is not None:
            return interval
    return None


def _place(doc: Doc, time: TimeExpression) -> Placed | None:
    """Where an expression with known days hangs in the parse."""
    if time.interval is None:
        return None
    head = _head_of(doc, time.span.start, time.span.end)
    if head is None:
        return None
    site, preposition = head, ""
    while site.dep_ == "conj" and site.head.pos_ == head.pos_ and _is_time(site.head, head):
        site = site.head
    tight = site.dep_ in ("poss", "compound", "nmod", "amod", "nummod")
    while site.dep_ in ("pobj", "pcomp") or (site.dep_ == "prep" and preposition):
        site = site.head
        if site.pos_ in ("ADP", "SCONJ", "PART"):
            eve = (
                site.lower_ == "to" and site.i > 0 and site.nbor(-1).lower_ == "night"
            )  # "in the night to Thursday" is on Thursday
            preposition = preposition or ("on" if eve else site.lower_)
            site = site.head if site.dep_ == "prep" or site.head.pos_ != "ADP" else site
        else:
            break
    if site.i == head.i and site.dep_ in _MODIFIERS:
        site = site.head
    return Placed(time, head, site, preposition, tight)


def _is_time(token: Token, like: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.tag_ == like.tag_


def _of(placed: Sequence[Placed], trigger: Token) -> list[Placed]:
    """What modifies the trigger; "the first visit since 2015" does not say when the visit was."""
    nominal = trigger.pos_ not in ("VERB", "AUX")
    found = [p for p in placed if p.site.i == trigger.i != p.head.i and not (nominal and p.preposition == "since")]
    deferred = trigger.lemma_ in timex.grammar().hints["forward"]  # "postponed until Friday" was postponed before
    return [p for p in found if not (deferred and p.preposition in _DEADLINES)]


def _clause_verb(token: Token) -> Token:
    """The verb of the clause that a token stands in; a verb is its own."""
    seen = token
    for _ in range(8):
        if seen.pos_ in ("VERB", "AUX") or seen.head.i == seen.i or seen.dep_ not in _NOMINAL_PATH:
            return seen
        seen = seen.head
    return seen


def _of_clause(placed: Sequence[Placed], trigger: Token, clause: Token) -> list[Placed]:
    """What modifies the verb above: of a noun its verb, of a verb the verb that it shares its time with."""
    nominal = trigger.pos_ not in ("VERB", "AUX")
    for verb in _sharing(trigger, clause):
        found = [p for p in placed if p.site.i == verb.i and not p.tight and not (p.preposition == "since" and nominal)]
        if found:
            return found
    return []


def _sharing(trigger: Token, clause: Token) -> Iterator[Token]:
    """The verbs whose time is the trigger's too."""
    if clause.i != trigger.i:
        if _reports(clause) or clause.lemma_ in _STATES:
            return
        yield clause
    seen = clause
    for _ in range(4):
        above = seen.head
        phase = seen.dep_ in ("xcomp", "pcomp") and above.lemma_ in _PHASES
        participle = seen.dep_ == "advcl" and seen.tag_ == "VBG"
        joined = seen.dep_ == "conj" and above.pos_ in ("VERB", "AUX") and above.tag_ == seen.tag_
        if above.i == seen.i or not (phase or participle or joined) or _reports(above):
            break
        yield above
        seen = above
    for child in clause.children:  # "met and talked on Friday"
        if child.dep_ == "conj" and child.tag_ == clause.tag_ and not any(c.dep_ == "nsubj" for c in child.children):
            yield child


def _reports(verb: Token) -> bool:
    """Whether a verb says, believes or wants, so that its time is not that of what it says."""
    known = cues()
    return verb.lemma_ not in _PHASES and any(verb.lemma_ in some for some in known.kinds.values())


def _alone(placed: Sequence[Placed], trigger: Token, clause: Token) -> list[Placed]:
    """The only loose time, or range of two, of the trigger's clause, wherever the parser hung it."""
    if clause.i != trigger.i and (_reports(clause) or clause.lemma_ in _STATES):
        return []
    if trigger.lemma_ in timex.grammar().hints["forward"]:
        placed = [p for p in placed if p.preposition not in _DEADLINES]
    found = [p for p in placed if not p.tight and p.preposition not in ("since", "until") and _clause_verb(p.site).i == clause.i]
    return found if len(found) == 1 or (len(found) == 2 and _is_range(found)) else []


def _combined(found: Sequence[Placed], day: date | None) -> Interval | None:
    """One interval of the times that one event has: a range of two, else the most exact."""
    bounds = [b for p in found if (b := _bounded(p, day)) is not None]
    if not bounds:
        return None
    if len(found) == 2 and len(bounds) == 2 and _is_range(found):
        begin, end = bounds[0].begin or bounds[1].begin, found[1].time.interval
        if begin is not None and end is not None and end.end is not None and begin <= end.end:
            return Interval(begin, end.end, end.precision, TimeBasis.STATED)
    return min(bounds, key=_width)


def _is_range(found: Sequence[Placed]) -> bool:
    first, second = found
    return first.preposition in ("between", "from") and second.preposition in (
        "between",
        "from",
        "to",
        "until",
        "till",
        "through",
        "",
    )


def _bounded(one: Placed, day: date | None) -> Interval | None:
    """The interval that preposition and expression make: "since 2015" ends on the article's day, "until Friday" has no begin."""
    interval = one.time.interval
    if interval is None:
        return None
    if one.preposition in ("since", "from"):
        return replace(interval, end=day if day is None or interval.begin is None or day >= interval.begin else None)
    if one.preposition in ("until", "till", "by", "through", "to"):
        return replace(interval, begin=None)
    if one.preposition == "before" and interval.begin is not None:
        return replace(interval, begin=None, end=interval.begin - timedelta(days=1))
    if one.preposition == "after" and interval.end is not None:
        return replace(interval, begin=interval.end, end=None)
    return interval


def _width(interval: Interval) -> int:
    if interval.begin is None or interval.end is None:
        return 10**6
    return (interval.end - interval.begin).days
