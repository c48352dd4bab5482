"""The sheets that judges read: each item with what stands around its sentence, and the claim in words."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from benchmarks.truth.claims import ENTITY, Offsets
from benchmarks.truth.corpus import Page
from benchmarks.truth.draw import Candidate, Drawn
from benchmarks.truth.words import lines, sentence
from kgraph.lexicon import Lexicon

_BEFORE, _AFTER, _NEAR, _WIDTH = 400, 250, 200, 140
_RULE = "-" * 60


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


def write_sheets(items: Iterable[Drawn], folder: Path, shown: Callable[[Drawn], str]) -> list[Path]:
    """Writes each sheet of a draw as ``NN.txt``, with each item as it is shown; the files, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number, on_it in groupby(sorted(items, key=attrgetter("sheet", "number")), key=attrgetter("sheet")):
        path = folder / f"{number:02}.txt"
        path.write_text(sheet(list(on_it), shown), "utf-8")
        written.append(path)
    return written


def sheet(items: Sequence[Drawn], shown: Callable[[Drawn], str]) -> str:
    """One sheet, with a head that says what to write."""
    number, kind = items[0].sheet, items[0].kind
    columns = "NUMBER VERDICT" if kind == ENTITY else "NUMBER VERDICT SLOTS CAUSE"
    head = f"SHEET {number:02} of draw {items[0].draw}: {len(items)} items\n"
    head += f"Write {number:02}.tsv, one line an item, tab-separated: {columns}\n"
    return head + "".join(map(shown, items))


def item_text(item: Drawn, page: Page, lexicon: Lexicon) -> str:
    """One item: the article's title and day, text before, the sentence with its word marked, text after, and the claim."""
    head = f"{_RULE}\n{item.number}. {page.title or 'no title'} | {page.day or 'no day'} | {item.kind}"
    context = around(page.text, item.sentence, item.claim.trigger)
    return "\n".join([head, *context, *lines(item.claim, page.text, lexicon), ""])


def around(text: str, own: Offsets, word: Offsets) -> Iterator[str]:
    """Some text before a sentence, the sentence behind ``>>>`` with its word between guillemets, and some text after it."""
    start, end = own
    if before := _tail(text[max(0, start - _BEFORE) : start], cut=start > _BEFORE):
        yield from _wrapped(before, "    ")
    yield from _wrapped(marked(text, own, word), ">>> ")
    if after := _head(text[end : end + _AFTER], cut=end + _AFTER < len(text)):
        yield from _wrapped(after, "    ")


def window(text: str, word: Offsets) -> list[str]:
    """What stands in the text around a word, cut at white space."""
    start, end = max(0, word[0] - _NEAR), min(len(text), word[1] + _NEAR)
    before, after = _tail(text[start : word[0]], cut=start > 0), _head(text[word[1] : end], cut=end < len(text))
    left, right = " " * (text[word[0] - 1 : word[0]] == " "), " " * (text[word[1] : word[1] + 1] == " ")
    return _wrapped(f"{before}{left}«{text[slice(*word)]}»{right}{after}", ">>> ")


def marked(text: str, own: Offsets, word: Offsets) -> str:
    """A sentence with its word between guillemets."""
    (start, end), (first, last) = own, word
    if not start <= first < last <= end:
        return text[start:end]
    return f"{text[start:first]}«{text[first:last]}»{text[last:end]}"


def _tail(text: str, *, cut: bool) -> str:
    return f"… {text.split(' ', 1)[-1]}" if cut and text.strip() else text.strip()


def _head(text: str, *, cut: bool) -> str:
    return f"{text.rsplit(' ', 1)[0]} …" if cut and text.strip() else text.strip()


def _wrapped(text: str, margin: str) -> list[str]:
    """Text on lines of the sheet; where the article begins a new paragraph stands a slash."""
    one = " / ".join(" ".join(part.split()) for part in text.split("\n") if part.strip())
    return textwrap.wrap(one, _WIDTH, initial_indent=margin, subsequent_indent="    ", break_on_hyphens=False) or [margin]
