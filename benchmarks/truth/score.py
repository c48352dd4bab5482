"""Holds the program of today against all verdicts: which judged claims it still makes, which it has lost, and which it has got rid of.

A verdict holds as long as the claim is the same. So each judged claim is

- ``kept``: made today as it was judged;
- ``lost``: usable, and not made any more;
- ``gained``: misleading, false or noise, and not made any more;
- ``replaced``: made with other content that has been judged as well;
- ``open``: made with other content, and to be judged anew;
- ``absent``: of an article that the sources do not have.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from benchmarks.judging.articles import Library
from benchmarks.judging.command import titled
from benchmarks.judging.intervals import share
from benchmarks.truth.claims import FACT, REPORT_KINDS, Claim, differences, moved
from benchmarks.truth.corpus import Corpus, Made, Page
from benchmarks.truth.draw import Candidate
from benchmarks.truth.senses import entry_name
from benchmarks.truth.verdicts import FALSE, MISLEADING, NOISE, VERDICTS, Verdict, deciding
from kgraph.model import PLAIN_EVENT

KEPT, LOST, GAINED, REPLACED, OPEN, ABSENT = "kept", "lost", "gained", "replaced", "open", "absent"
STATUSES = (KEPT, LOST, GAINED, REPLACED, OPEN, ABSENT)


class Standing(NamedTuple):
    """How a judged claim stands today; ``slots`` are those in which it is made differently, ``now`` is what is made there."""

    verdict: Verdict
    status: str
    slots: tuple[str, ...] = ()
    now: Candidate | None = None


class Line(msgspec.Struct, frozen=True, order=True):
    """A judged claim in the file of a score, so that two scores can be compared."""

    file: str
    record: str
    trigger: tuple[int, int]
    entry: str
    kind: str
    verdict: str
    status: str
    slots: tuple[str, ...]
    key: str


class Score(msgspec.Struct, frozen=True):
    """What a run found, claim by claim, sorted."""

    lines: tuple[Line, ...]


def judged_pages(corpus: Corpus, verdicts: Iterable[Verdict]) -> Library[Page]:
    """The pages of the articles that verdicts are about."""
    names = {(verdict.file, verdict.record) for verdict in verdicts}
    name = hashlib.sha256(repr(sorted(names)).encode()).hexdigest()
    return Library(corpus.pages(lambda article: (article.file, article.record) in names, name))


def standings(verdicts: Iterable[Verdict], articles: Library[Page]) -> list[Standing]:
    """How each judged claim of a report stands today, one for a claim, in the order of the verdicts."""
    of_reports = [verdict for verdict in deciding(verdicts).values() if verdict.kind in REPORT_KINDS]
    judged: dict[str, set[Claim]] = defaultdict(set)
    for verdict in of_reports:
        judged[verdict.article].add(verdict.claim)
    pages = (articles.find(verdict.article, verdict.file, verdict.record) for verdict in of_reports)
    return [_standing(verdict, page, judged[verdict.article]) for verdict, page in zip(of_reports, pages, strict=True)]


def score(found: Iterable[Standing]) -> Score:
    """What a run found, as it is written to a file."""
    return Score(tuple(sorted(map(_line, found))))


def to_judge(found: Iterable[Standing]) -> list[Candidate]:
    """The claims of today that must be judged anew, each once."""
    open_ones = {(one.now.page.id, one.now.made.claim): one.now for one in found if one.status == OPEN and one.now is not None}
    return list(open_ones.values())


def report(found: Sequence[Standing], *, entries: int = 30) -> str:
    """All tables of a run, as Markdown."""
    kept = [one.verdict for one in found if one.status == KEPT]
    judged = [one.verdict for one in found]
    parts = [
        titled("What has become of the judged claims", _statuses(found)),
        titled("Slots in which claims are made differently", _counts(slot for one in found for slot in one.slots)),
        titled("Shares of what was judged", shares(judged, _kind)),
        titled("Shares of what is still claimed", shares(kept, _kind)),
        titled("Still claimed, by event type (at least 5 claims)", shares(kept, lambda v: v.claim.type, least=5)),
        titled("Faults of what is still claimed, by slot", _counts(slot for v in kept for slot in v.slots)),
        titled("Faults of what is still claimed, by cause", _counts(v.cause for v in kept if v.cause != "-")),
        titled("Entries of the lexicon, the worst first", _entries(kept, entries)),
    ]
    return "\n\n".join(parts)


def shares(verdicts: Sequence[Verdict], group: Callable[[Verdict], str], *, least: int = 1) -> str:
    """A table of usable, misleading or false, and noise, for each group and for all, with Wilson's 95 % intervals."""
    groups: dict[str, list[str]] = defaultdict(list)
    for verdict in verdicts:
        groups[group(verdict)].append(verdict.verdict)
    order = sorted((name for name in groups if len(groups[name]) >= least), key=lambda name: (-len(groups[name]), name))
    rows = [_share_row(name, groups[name]) for name in order]
    everything = _share_row("all", [verdict.verdict for verdict in verdicts])
    return "\n".join(["| | claims | usable | misleading or false | noise |", "|---|---|---|---|---|", *rows, everything])


def tally(verdicts: Sequence[Verdict]) -> str:
    """How often each verdict was given, kind by kind; what holds of facts that were found is counted as well."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        counts[verdict.kind].update([verdict.verdict, *(verdict.slots if verdict.kind == FACT else ())])
    totals = Counter(verdict.kind for verdict in verdicts)
    rows = [_tally_row(kind, counts[kind], totals[kind]) for kind in sorted(counts)]
    return "\n".join(["| kind | items | verdicts |", "|---|---|---|", *rows])


def compare(base: Score, now: Score) -> str:
    """What has changed between two runs on the same verdicts: from which status to which, by verdict, and what was lost in doing so."""
    before = {line.key: line for line in base.lines}
    pairs = [(before[line.key], line) for line in now.lines if line.key in before]
    moves = Counter((one.status, other.status, other.verdict) for one, other in pairs if one.status != other.status)
    rows = [f"| {one} | {other} | {verdict} | {moves[one, other, verdict]} |" for one, other, verdict in sorted(moves)]
    lost = [f"- {_place(other)}" for one, other in pairs if other.status == LOST and one.status != LOST]
    back = [f"- {_place(other)}" for one, other in pairs if one.status == GAINED and other.status == KEPT]
    return "\n\n".join(
        [
            titled("Changes", "\n".join(["| before | now | verdict | claims |", "|---|---|---|---|", *rows])),
            titled("Usable claims that are lost", "\n".join(lost) or "none"),
            titled("Wrong claims that are made again", "\n".join(back) or "none"),
        ]
    )


def _standing(verdict: Verdict, page: Page | None, judged: set[Claim]) -> Standing:
    if page is None:
        return Standing(verdict, ABSENT)
    today = [(made, _where_judged(made.claim, verdict, page)) for made in _same_place(verdict, page)]
    if not today:
        return Standing(verdict, LOST if verdict.is_usable else GAINED)
    made, claim = min(today, key=lambda pair: (len(differences(verdict.claim, pair[1])), pair[0].claim.trigger))
    slots = differences(verdict.claim, claim)
    status = KEPT if not slots else REPLACED if claim in judged else OPEN
    return Standing(verdict, status, slots, Candidate(page, made))


def _same_place(verdict: Verdict, page: Page) -> list[Made]:
    """The claims that are made today where one was judged: at its word, or of a text that has changed, at the same lemma nearest to it."""
    start, end = verdict.claim.trigger
    if page.digest == verdict.text:
        return [made for made in page.claims if made.claim.trigger[0] < end and start < made.claim.trigger[1]]
    alike = [made for made in page.claims if made.claim.lemma == verdict.claim.lemma]
    equal = [made for made in alike if not differences(verdict.claim, _where_judged(made.claim, verdict, page))]
    return sorted(equal or alike, key=lambda made: abs(made.claim.trigger[0] - start))[:1]


def _where_judged(claim: Claim, verdict: Verdict, page: Page) -> Claim:
    """A claim of today at the offsets that it had in the text that was judged."""
    return claim if page.digest == verdict.text else moved(claim, verdict.claim.trigger[0] - claim.trigger[0])


def _line(one: Standing) -> Line:
    verdict, claim = one.verdict, one.verdict.claim
    return Line(
        file=verdict.file,
        record=verdict.record,
        trigger=claim.trigger,
        entry=entry_name(claim.type, verdict.pos, claim.lemma),
        kind=verdict.kind,
        verdict=verdict.verdict,
        status=one.status,
        slots=one.slots,
        key=hashlib.sha256(msgspec.json.encode(verdict.key)).hexdigest()[:16],
    )


def _place(line: Line) -> str:
    where = f"{line.file} {line.record}".strip()
    return f"{where} {line.trigger[0]}-{line.trigger[1]} {line.entry}: {line.verdict}"


def _kind(verdict: Verdict) -> str:
    return verdict.kind


def _statuses(found: Iterable[Standing]) -> str:
    counts = Counter((one.verdict.verdict, one.status) for one in found)
    rows = [_status_row(verdict, [counts[verdict, status] for status in STATUSES]) for verdict in VERDICTS]
    everything = _status_row("all", [sum(counts[verdict, status] for verdict in VERDICTS) for status in STATUSES])
    head = f"| verdict | {' | '.join(STATUSES)} | judged |"
    return "\n".join([head, "|---" * (len(STATUSES) + 2) + "|", *rows, everything])


def _status_row(name: str, numbers: Sequence[int]) -> str:
    return f"| {name} | {' | '.join(map(str, numbers))} | {sum(numbers)} |"


def _share_row(name: str, verdicts: Sequence[str]) -> str:
    total, counts = len(verdicts), Counter(verdicts)
    bad, noise = counts[MISLEADING] + counts[FALSE], counts[NOISE]
    cells = (name, str(total), *(share(part, total) for part in (total - bad - noise, bad, noise)))
    return f"| {' | '.join(cells)} |"


def _tally_row(kind: str, counts: Counter[str], total: int) -> str:
    cells = (f"{name} {counts[name]}, {share(counts[name], total)}" for name in sorted(counts, key=lambda n: (-counts[n], n)))
    return f"| {kind} | {total} | {'; '.join(cells)} |"


def _counts(items: Iterable[str]) -> str:
    counts = Counter(items)
    ordered = sorted(counts, key=lambda item: (-counts[item], item))
    return ", ".join(f"{item} {counts[item]}" for item in ordered) or "none"


def _entries(verdicts: Iterable[Verdict], most: int) -> str:
    """The entries whose claims were wrong most often, with how many of each verdict."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        if verdict.claim.type != PLAIN_EVENT:
            counts[entry_name(verdict.claim.type, verdict.pos, verdict.claim.lemma)][verdict.verdict] += 1
    worst = sorted(counts, key=lambda entry: (-_wrong(counts[entry]), counts[entry].total(), entry))[:most]
    rows = [f"| {entry} | {' | '.join(str(counts[entry][verdict]) for verdict in VERDICTS)} |" for entry in worst]
    return "\n".join([f"| entry | {' | '.join(VERDICTS)} |", "|---" * (len(VERDICTS) + 1) + "|", *rows])


def _wrong(counts: Counter[str]) -> int:
    return counts[MISLEADING] + counts[FALSE] + counts[NOISE]
