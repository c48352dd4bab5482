"""The sheets that judges read: each item with what stands around its sentence, and the claim in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.judging.sheets import RULE, around, head
from benchmarks.truth.claims import ENTITY
from benchmarks.truth.corpus import Page
from benchmarks.truth.draw import Candidate, Drawn
from benchmarks.truth.words import lines, sentence
from kgraph.lexicon import Lexicon


def drawn_item(candidate: Candidate, name: str, lexicon: Lexicon) -> Drawn:
    """What was drawn as an item of the draw of this name, not yet on a sheet."""
    page, made = candidate
    return Drawn(
        draw=name,
        sheet=0,
        number=0,
        kind=made.kind,
        article=page.id,
        file=page.file,
        record=page.record,
        text=page.digest,
        claim=made.claim,
        pos=made.pos,
        sentence=made.sentence,
        says=sentence(made.claim, page.text, lexicon) if made.kind != ENTITY else f"{made.claim.name} [{made.claim.type}]",
    )


def sheet(items: Sequence[Drawn], shown: Callable[[Drawn], str]) -> str:
    """One sheet, with a head that says what to write."""
    number, kind = items[0].sheet, items[0].kind
    columns = ("NUMBER", "VERDICT", *(() if kind == ENTITY else ("SLOTS", "CAUSE")))
    return head(number, f"{items[0].draw}: {len(items)} items", columns) + "".join(map(shown, items))


def item_text(item: Drawn, pages: Mapping[str, Page], lexicon: Lexicon) -> str:
    """One item: the article's title and day, text before, the sentence with its word marked, text after, and the claim."""
    page = pages[item.article]
    top = f"{RULE}\n{item.number}. {page.heading} | {item.kind}"
    context = around(page.text, item.sentence, item.claim.trigger)
    return "\n".join([top, *context, *lines(item.claim, page.text, lexicon), ""])
