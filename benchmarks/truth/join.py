"""From judges' files to kept verdicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import structs

from benchmarks.truth.claims import Claim
from benchmarks.truth.draw import Drawn
from benchmarks.truth.verdicts import Answer, ClaimKey, Verdict, read_answers
from kgraph.verifier.claim import shortened

ANSWERS = ".tsv"


class BadAnswers(ValueError):
    """Judges' files that break the rules; ``faults`` names each, with its file and line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def join(items: Iterable[Drawn], folder: Path, day: str, kept: Iterable[Verdict] = ()) -> list[Verdict]:
    """The verdicts that the files of a folder give on the items of a draw.

    ``NN.tsv`` is on sheet NN; a second reading is called ``NN.b.tsv``, so that its judge is another. Files of sheets that are not in the
    draw are left alone, as are sheets without a file. Raises BadAnswers where any line breaks the rules, or a verdict is kept already.
    """
    sheets = _by_sheet(items)
    before = {(verdict.key, verdict.judge, verdict.draw) for verdict in kept}
    found: list[Verdict] = []
    faults: list[str] = []
    for path in sorted(folder.glob(f"*{ANSWERS}")):
        number = _sheet_of(path)
        if number in sheets:
            verdicts, wrong = _joined(path, sheets[number], day, before)
            found += verdicts
            faults += wrong
    if faults:
        raise BadAnswers(faults)
    return found


def _by_sheet(items: Iterable[Drawn]) -> Mapping[int, Mapping[int, Drawn]]:
    sheets: dict[int, dict[int, Drawn]] = defaultdict(dict)
    for item in items:
        sheets[item.sheet][item.number] = item
    return sheets


def _joined(
    path: Path, sheet: Mapping[int, Drawn], day: str, before: set[tuple[ClaimKey, str, str]]
) -> tuple[list[Verdict], list[str]]:
    kind = next(iter(sheet.values())).kind
    answers, faults = read_answers(path.read_text("utf-8"), sorted(sheet), kind)
    judge = f"j{path.name.removesuffix(ANSWERS)}"
    verdicts = [_verdict(sheet[answer.number], answer, judge, day) for answer in answers if answer.number in sheet]
    again = sum((verdict.key, judge, verdict.draw) in before for verdict in verdicts)
    if again:
        faults.append(f"{again} verdicts of {judge} are kept already")
    return verdicts, [f"{path.name}: {fault}" for fault in faults]


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


def _sheet_of(path: Path) -> int:
    """The number of the sheet that a judge's file is on; -1 where its name begins with none."""
    first = path.name.split(".")[0]
    return int(first) if first.isdecimal() else -1
