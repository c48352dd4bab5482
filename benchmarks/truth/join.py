"""From judges' files to kept verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import structs

from benchmarks.judging.answers import joined
from benchmarks.truth.claims import Claim
from benchmarks.truth.draw import Drawn
from benchmarks.truth.verdicts import Answer, Verdict, read_answers
from kgraph.verifier.claim import shortened


def join(items: Iterable[Drawn], folder: Path, day: str, kept: Iterable[Verdict] = ()) -> list[Verdict]:
    """The verdicts that the files of a folder give on the items of a draw.

    Raises BadAnswers where any line breaks the rules, or a verdict is kept already.
    """

    def read(text: str, sheet: Mapping[int, Drawn], judge: str) -> tuple[list[Verdict], list[str]]:
        kind = next(iter(sheet.values())).kind
        answers, faults = read_answers(text, sheet, kind)
        return [_verdict(sheet[answer.number], answer, judge, day) for answer in answers], faults

    before = {(verdict.key, verdict.judge, verdict.draw) for verdict in kept}
    return joined(items, folder, read, lambda verdict: (verdict.key, verdict.judge, verdict.draw) in before)


def _verdict(item: Drawn, answer: Answer, judge: str, day: str) -> Verdict:
    return Verdict(
        article=item.article,
        file=item.file,
        record=item.record,
        text=item.text,
        kind=item.kind,
        claim=_named_briefly(item.claim),
        pos=item.pos,
        verdict=answer.verdict,
        slots=answer.slots,
        cause=answer.cause,
        judge=judge,
        day=day,
        draw=item.draw,
    )


def _named_briefly(claim: Claim) -> Claim:
    """The claim with short names, so that no passage of an article gets into the store."""
    return structs.replace(claim, name=shortened(claim.name), details=tuple(map(shortened, claim.details)))
