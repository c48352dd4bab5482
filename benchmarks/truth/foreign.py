"""Verdicts that were written elsewhere, with participants as objects, brought into the form of the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import structs

from benchmarks.truth.claims import Claim, claim_from, kind_of
from benchmarks.truth.corpus import Corpus, Made, Page
from benchmarks.truth.senses import part_of_speech
from benchmarks.truth.verdicts import Verdict
from kgraph.lexicon import shipped_lexicon
from kgraph.verifier.claim import UNNAMED


def imported(path: Path, corpus: Corpus, day: str, draw: str) -> list[Verdict]:
    """The verdicts of a file, first readings first. The text of an article that the sources do not have is unknown."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    wanted = {row["article"] for row in rows}
    pages = {page.id: page for page in corpus.pages(lambda article: article.id in wanted, f"of {path.name}")}
    verdicts = [_verdict(row, _claim(row, pages.get(row["article"])), pages.get(row["article"]), day, draw) for row in rows]
    return _first_readings_first(verdicts)


def _first_readings_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """A further reading of a claim goes to the end: the first that is kept decides."""
    return sorted(verdicts, key=lambda verdict: verdict.judge.rstrip("0123456789") != "j")


def _claim(row: Mapping[str, Any], page: Page | None) -> Claim:
    """A claim of a file; a source whose words it does not give is the one that the article has today."""
    claim = claim_from(row["claim"])
    made = _made_today(claim, page)
    return structs.replace(claim, source=made.claim.source) if claim.source == UNNAMED and made is not None else claim


def _made_today(claim: Claim, page: Page | None) -> Made | None:
    return next((made for made in page.claims if made.claim.trigger == claim.trigger), None) if page is not None else None


def _verdict(row: Mapping[str, Any], claim: Claim, page: Page | None, day: str, draw: str) -> Verdict:
    return Verdict(
        article=row["article"],
        file=row["file"],
        record=row["record"],
        text=page.digest if page is not None else "",
        kind=row["kind"] if row["kind"] == "coded" else kind_of(claim, shipped_lexicon()),
        claim=claim,
        pos=_pos(claim, page),
        verdict=row["verdict"],
        slots=tuple(row["slots"]),
        cause=row["cause"],
        judge=row["judge"],
        day=day,
        draw=draw,
    )


def _pos(claim: Claim, page: Page | None) -> str:
    """The part of speech of the entry; of a claim that is not made any more, the first that the lexicon has."""
    made = _made_today(claim, page)
    return made.pos if made is not None and made.claim.type == claim.type else part_of_speech(claim, "")
