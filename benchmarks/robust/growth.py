"""How the time of reading and extraction grows with an article, for texts of many odd shapes.

    python -m benchmarks.robust.growth [--size 20000] [--shape NAME ...] [--profile]

prints for each shape and stage the seconds for articles of n, 2n and 4n characters, and the exponent that they grow by: 1 is in
proportion to the length, 2 with its square. The last line names what grows faster than 1.4.
"""

from __future__ import annotations

import argparse
import cProfile
import math
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from kgraph import ingest
from kgraph.errors import KGraphError, NotEnglish
from kgraph.extract import extract
from kgraph.ingest.furniture import classify
from kgraph.language import load_model, parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article
from kgraph.rdf import kept_to_shapes
from kgraph.settings import Settings

_FACTORS = (1, 2, 4)
_STEEP = 1.4  # an exponent from which on growth counts as faster than the text's
_SHORTEST = 1.0  # seconds: what takes less tells nothing of growth


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of text: what is repeated, between a beginning and an end; ``suffix`` is that of the file."""

    unit: Callable[[int], str]
    suffix: str = ".txt"
    begin: str = ""
    end: str = ""

    def text(self, size: int) -> str:
        """A text of about so many characters."""
        parts: list[str] = []
        length = number = 0
        while length < size:
            parts.append(self.unit(number))
            length += len(parts[-1])
            number += 1
        return f"{self.begin}{''.join(parts)}{self.end}"


def _same(words: str) -> Callable[[int], str]:
    return lambda _: words


def _word(number: int) -> str:
    """A made-up word, another for each number below many thousands."""
    letters = "bdfgklmnprstvz"
    one, rest = number % len(letters), number // len(letters)
    return f"{letters[one]}a{letters[rest % 14]}o{letters[rest // 14 % 14]}e{letters[rest // 196 % 14]}"


def _name(number: int) -> str:
    return f"{_word(number).title()} {_word(7 * number + 3).title()}"


def _nested(opening: str, closing: str, inside: str) -> Callable[[int], str]:
    """Pairs of which each stands in the one before: a text of them is as deep as it is long."""
    return lambda number: f"{opening} {inside} " if number % 400 < 200 else f"{closing} "


_BODY = "<p>The mayor of Kelm met the envoy on Friday and said that the talks went well for both sides of the river.</p>\n"
_PAGE = "<html><head><title>Mayor meets envoy</title></head><body><article><h1>Mayor meets envoy</h1>" + 8 * _BODY
_END = 8 * _BODY + "</article></body></html>"


def _page(unit: Callable[[int], str], *, begin: str = "", end: str = "") -> Shape:
    return Shape(unit, ".html", _PAGE + begin, end + _END)


SHAPES: Mapping[str, Shape] = {
    "prose": Shape(lambda n: f"Mayor {_name(n % 40)} met the envoy of Kelm on Friday and said that it went well. " + "\n\n" * (n % 4 == 3)),
    "one paragraph": Shape(lambda n: f"The mayor met {_name(n % 60)} in Kelm. "),
    "one sentence": Shape(lambda n: f"the mayor met {_name(n % 60)} in Kelm and "),
    "he said": Shape(_same("He said ")),
    "he said that": Shape(_same("he said that she said that ")),
    "said in a line": Shape(_same("said the minister, said the minister, ")),
    "coordination": Shape(_same("and the minister "), begin="They met the minister "),
    "coordinated verbs": Shape(_same("and left and came "), begin="Ann, Bob, Carl, Dora, Emil and Fred came "),
    "of": Shape(_same("of the head "), begin="She met the head "),
    "relative clauses": Shape(_same("that the dog that the cat saw "), begin="The house "),
    "infinitives": Shape(_same("to try "), begin="She wanted "),
    "possessors": Shape(_same("minister's ")),
    "capitals": Shape(lambda n: f"{_word(n).upper()} "),
    "capitals without end": Shape(_same("ABCDEFGHIJ")),
    "title case lines": Shape(lambda n: f"{_word(n).title()} Wins Big Cup Against {_word(n + 9).title()} Today\n\n"),
    "names": Shape(lambda n: f"{_name(n)}, "),
    "names met": Shape(lambda n: f"{_name(n)} met {_name(n + 1)}. "),
    "one name": Shape(_same("Mara Ilves met Ilves. ")),
    "short names": Shape(lambda n: f"{_name(n)} spoke. {_name(n).split()[1]} left. "),
    "organisations": Shape(lambda n: f"The {_name(n)} Group bought the {_word(n + 5).title()} Group. "),
    "acronyms": Shape(lambda n: f"The {_name(n)} Union (A{_word(n)[:2].upper()}U) met. "),
    "descriptions": Shape(_same("The minister met the mayor. The company sued the bank. The two sides talked. ")),
    "members": Shape(lambda n: f"Ann Moss met {_name(n)}. The two leaders talked. Both sides agreed. "),
    "pronouns": Shape(_same("he told her that they saw him and she saw them. ")),
    "first persons": Shape(_same('"I like it and we like it," she said. ')),
    "quotes": Shape(_same('" ')),
    "quoted words": Shape(_same('"yes" ')),
    "open quotes": Shape(_same('"We will see.\n\n')),
    "quotations": Shape(_same('"We will see," the minister said. "It is late." ')),
    "single quotes": Shape(_same("'yes' ")),
    "nested quotes": Shape(_nested("“", "”", "he said")),
    "brackets": Shape(_same("(")),
    "square brackets": Shape(_same("[ ")),
    "nested brackets": Shape(_nested("(", ")", "the minister")),
    "commas": Shape(_same(", ")),
    "full stops": Shape(_same(".")),
    "dashes": Shape(_same("- ")),
    "dash line": Shape(_same("-")),
    "colons": Shape(_same("Minister: ")),
    "questions": Shape(_same("Why did he go? ")),
    "numbers": Shape(lambda n: f"{n} "),
    "one number": Shape(_same("7")),
    "numbers with commas": Shape(_same("1,")),
    "numbers with points": Shape(_same("1.")),
    "fractions": Shape(_same("1/")),
    "number words": Shape(_same("million ")),
    "two two": Shape(_same("two ")),
    "dates": Shape(lambda n: f"On {n % 28 + 1} May {1990 + n % 30} he left. "),
    "weekdays": Shape(_same("Monday ")),
    "clocks": Shape(_same("10:30 ")),
    "times later": Shape(_same("two weeks later ")),
    "amounts of time": Shape(_same("the past two and a half years ago and ")),
    "one word": Shape(_same("buffalo ")),
    "verbs": Shape(_same("met met met ")),
    "long word": Shape(_same("a")),
    "hyphens": Shape(_same("well-")),
    "web": Shape(_same("www.example.com/")),
    "mail": Shape(_same("a.b@")),
    "dots in capitals": Shape(_same("U.S.")),
    "dots then hyphen": Shape(_same("U.S.-")),
    "white space": Shape(_same("word" + " " * 60)),
    "blanks": Shape(_same(" "), begin="He left.", end="She came."),
    "line breaks": Shape(_same("\n"), begin="He left.", end="She came."),
    "lines of a word": Shape(lambda n: f"{_word(n)}\n"),
    "paragraphs of a word": Shape(lambda n: f"{_word(n).title()}\n\n"),
    "small lines": Shape(_same("and the mayor met the envoy\n")),
    "headings": Shape(lambda n: f"{_name(n)}\n\nThe mayor met the envoy in Kelm, and they talked for long.\n\n"),
    "bylines": Shape(lambda n: f"By {_name(n)}\n\n")
    ,
    "date lines": Shape(_same("May 5, 2015\n\n")),
    "datelines": Shape(_same("KELM, May 5 (Reuters) - The mayor met the envoy.\n\n")),
    "captions": Shape(_same("The mayor (AFP)\n\nThe envoy left. (Photo: AFP)\n\n")),
    "related": Shape(_same("Related stories\n\nMayor Meets Envoy\n\n")),
    "byline of many": Shape(lambda n: f"{_name(n)}, ", begin="By "),
    "zero width": Shape(_same("wo\u200brd ")),
    "combining": Shape(_same("e\u0301")),
    "emoji": Shape(_same("\U0001f600")),
    "Han": Shape(_same("The \u4e2d\u56fd ")),
    "page": _page(lambda n: f"<p>Mayor {_name(n)} met the envoy of Kelm on Friday and said that the talks went well.</p>\n"),
    "page of attributes": _page(lambda n: f" data-a{n}=x", begin="<div", end=">text</div>"),
    "page of elements with attributes": _page(lambda n: f'<b data-a{n} data-b="{n}" class="c d e">x</b>'),
    "page of links": _page(lambda n: f'<a href="/{n}">{_word(n)}</a> '),
    "page of scripts": _page(lambda n: f'<script>var a{n} = "<p>";</script>'),
    "page of one script": _page(_same("a = 1; "), begin="<script>", end="</script>"),
    "page of nested divisions": _page(_same("<div>")),
    "page of nested spans": _page(_same("<span>x "), begin="<p>", end="</p>"),
    "page of nested bold": _page(_same("<b><i>x ")),
    "page of nested tables": _page(_same("<table><tr><td>x ")),
    "page of nested lists": _page(_same("<ul><li>x ")),
    "page of nested quotes": _page(_same("<blockquote>x ")),
    "page of a table": _page(lambda n: f"<tr><td>{n}</td><td>x</td></tr>", begin="<table>", end="</table>"),
    "page of a list": _page(lambda n: f"<li>The {_word(n)} item</li>", begin="<ul>", end="</ul>"),
    "page of entities": _page(_same("&amp;"), begin="<p>", end="</p>"),
    "page of breaks": _page(_same("x<br>"), begin="<p>", end="</p>"),
    "page of figures": _page(lambda n: f"<figure><figcaption>The {_word(n)} mayor</figcaption></figure>"),
    "page of headings": _page(lambda n: f"<h2>{_word(n)}</h2>"),
    "page of metas": Shape(lambda n: f'<meta name="a{n}" content="{n}">', ".html", "<html><head>", f"</head>{20 * _BODY}</html>"),
    "page of open tags": _page(_same("<")),
    "page of comments": _page(_same("<!-- x -->")),
    "page of empty paragraphs": _page(_same("<p></p>")),
    "page of one paragraph": _page(_same("The mayor met the envoy. "), begin="<p>", end="</p>"),
    "page of JSON": _page(lambda n: f'{{"a{n}": [', begin='<script type="application/ld+json">', end="</script>"),
}  # fmt: skip


def stages(shape: Shape, size: int, nlp: Language) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is timed of a shape, one after the other, each with the result of the one before."""
    results: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"article{shape.suffix}"
        file.write_text(shape.text(size), "utf-8")

        def read() -> None:
            results["article"] = next(iter(ingest.read([file])))

        yield "read", read
    article = results["article"]
    if isinstance(article, NotEnglish) and shape.suffix == ".txt":  # words without a sentence; some other text may hold as many
        article = Article("0" * 16, shape.text(size), classify(shape.text(size)).blocks)
    if not isinstance(article, Article):
        return
    yield "parse", lambda: results.update(doc=next(iter(parse([article], nlp)))[1])
    yield "extract", lambda: results.update(extraction=extract(article, results["doc"], shipped_lexicon()))  # type: ignore[arg-type]
    yield "check", lambda: kept_to_shapes(results["extraction"], base_iri="https://example.org/")  # type: ignore[arg-type]


def seconds(shape: Shape, size: int, nlp: Language) -> dict[str, float]:
    """The seconds of each stage for an article of a shape and size."""
    spent = {}
    for name, work in stages(shape, size, nlp):
        start = time.process_time()
        try:
            work()
        except KGraphError as error:
            print(f"    {type(error).__name__}: {str(error)[:120]}")
        spent[name] = time.process_time() - start
    return spent


def exponent(times: list[float]) -> float:
    """The power of the length that times for n, 2n and 4n grow by, as the last step tells; 0 for times too short to tell."""
    return math.log2(times[-1] / times[-2]) if times[-1] >= _SHORTEST and times[-2] > 0 else 0.0


def profile(shape: Shape, size: int, nlp: Language) -> None:
    """Prints where the time of a shape goes."""
    profiler = cProfile.Profile()
    profiler.runcall(seconds, shape, size, nlp)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(14)


def main() -> int:
    """1 where something grows faster than the text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="characters of the shortest article of a shape")
    parser.add_argument("--shape", action="append", choices=sorted(SHAPES), help="only this shape; may stand several times")
    parser.add_argument("--profile", action="store_true", help="print where the time of the longest article goes")
    options = parser.parse_args()
    nlp = load_model(Settings().model)
    seconds(SHAPES["prose"], 2_000, nlp)  # reads the word lists
    steep = []
    for name in options.shape or SHAPES:
        found = [seconds(SHAPES[name], factor * options.size, nlp) for factor in _FACTORS]
        for stage in found[-1]:
            times = [spent.get(stage, 0.0) for spent in found]
            grows = exponent(times)
            steep += [f"{name} ({stage})"] if grows > _STEEP else []
            shown = "  ".join(f"{spent:8.3f}" for spent in times)
            print(f"{name:34} {stage:8} {shown}  {f'{grows:.2f}' if grows else '-'}", flush=True)
        if options.profile:
            profile(SHAPES[name], _FACTORS[-1] * options.size, nlp)
    print(f"grow faster than the text: {', '.join(steep) or 'none'}")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
