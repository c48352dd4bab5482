"""Articles changed at random, to find what reading and extraction cannot take.

    python -m benchmarks.robust.mutations [--count 3000] [--seed 0] FILE_OR_FOLDER ...

cuts short texts out of the articles, changes each by one or several of the ways below, reads and extracts them, and checks their spans and
their graphs. It prints each fault with its text, and at the end how many there were. The same seed gives the same texts.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from random import Random

from spacy.language import Language

from benchmarks.robust.spans import faults
from kgraph import ingest
from kgraph.errors import KGraphError
from kgraph.extract import extract
from kgraph.ingest.article import Metadata, article
from kgraph.ingest.dates import published
from kgraph.language import load_model, parse
from kgraph.lexicon import shipped_lexicon
from kgraph.model import Article
from kgraph.rdf import kept_to_shapes
from kgraph.settings import Settings

Mutation = Callable[[str, Random], str]

_HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\u061c"
_COMBINING = "\u0301\u0308\u0327\u20dd\ufe0f\u0e31"
_PICTURES = "\U0001f600\U0001f1e9\U0001f1ea\U0001f468\u200d\U0001f469\u2764\ufe0f"
_SCRIPTS = (
    "\u043c\u043e\u0441\u043a\u0432\u0430 \u5317\u4eac \u0627\u0644\u0642\u0627\u0647\u0631\u0629 "
    "\u0905\u0917\u0938\u094d\u0924 \u03b1\u03b8\u03ae\u03bd\u03b1"
)
_SPACES = "\u00a0\u2009\u3000\u2028\u2029\u0085\x0b\x0c\t\r\x1c\x1f\u1680"
_LIKE = "\u017f\u212a\u0131\u0130\u00df\ufb01\u01c5"  # letters that case folding turns into others
_NUMBERS = (
    "\u00b2|1/0|0/0|1/2/3|9/9|99/99/9999|00:00|24:60|99:99|0000-00-00|2015-13-45|9999-12-31|0001-01-01|May 32, 2015|Feb. 29, 2015|"
    "13/13/2015|\u0663\u0664|\uff12\uff10\uff11\uff15|\u2167|1e999|-0|1.000.000,5|7 7 7|two two two|hundred hundred|a dozen dozen|"
    "million million people|10000 years ago|over the next 9000 years|before the first century|in the year 0000|"
    "FY 00|0s|'90s|Q9 2015|25th hour|31 June|Sat.1|Sun.|Mar.|Sat.|Mar. 5, 2015|on Sun. 5 May|the 0th day|every 0 days|"
    "an hour and a half and a half ago"
).split("|")
_MARKS = "\"'“”‘’«»()[]{}<>&;:,.!?…-–—/\\|*_#@%$€£~^`"


def _at(text: str, random: Random) -> int:
    return random.randrange(len(text) + 1)


def _put(text: str, more: str, random: Random) -> str:
    """The text with some more at a random place."""
    at = _at(text, random)
    return text[:at] + more + text[at:]


def _sprinkled(choices: str) -> Mutation:
    def change(text: str, random: Random) -> str:
        for _ in range(random.randint(1, 12)):
            text = _put(text, random.choice(choices), random)
        return text

    return change


def _replaced(old: str, choices: str) -> Mutation:
    """A change of a share of some characters into others."""

    def change(text: str, random: Random) -> str:
        share = random.random()
        return "".join(random.choice(choices) if c in old and random.random() < share else c for c in text)

    return change


def _cut(text: str, random: Random) -> str:
    start, end = sorted((_at(text, random), _at(text, random)))
    return text[start:end]


def _swapped(text: str, random: Random) -> str:
    letters = list(text)
    for _ in range(random.randint(1, 20)):
        i, j = random.randrange(len(letters)), random.randrange(len(letters))
        letters[i], letters[j] = letters[j], letters[i]
    return "".join(letters)


def _shuffled(text: str, random: Random) -> str:
    words = text.split(" ")
    random.shuffle(words)
    return " ".join(words)


def _doubled(text: str, random: Random) -> str:
    start, end = sorted((_at(text, random), _at(text, random)))
    return text[:end] + random.choice(("", " ", "\n", "\n\n")) + text[start:]


def _numbered(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 5)):
        text = _put(text, f" {random.choice(_NUMBERS)} ", random)
    return text


def _renumbered(text: str, random: Random) -> str:
    return "".join(random.choice("0123456789\u00b2\u0663./:,") if c.isdigit() or random.random() < 0.02 else c for c in text)


def _lined(text: str, random: Random) -> str:
    share = random.random()
    return "".join(random.choice(("\n", "\n\n", " \n ")) if c == " " and random.random() < share else c for c in text)


def _wide(text: str, _: Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _framed(text: str, random: Random) -> str:
    opening = random.choice(
        ("KELM, May 5 (Reuters) - ", "By Ann Moss\n\n", "Updated May 5, 2015\n\n", "Title: ", "Photo: ", '"', "(", "- ")
    )
    return opening + text


MUTATIONS: Sequence[Mutation] = (
    _cut,
    _swapped,
    _shuffled,
    _doubled,
    _numbered,
    _renumbered,
    _lined,
    _wide,
    _framed,
    lambda text, _: text.upper(),
    lambda text, _: text.lower(),
    lambda text, _: text.title(),
    lambda text, _: text.replace(" ", ""),
    lambda text, _: text.replace(".", ""),
    _sprinkled(_HIDDEN),
    _sprinkled(_COMBINING),
    _sprinkled(_PICTURES),
    _sprinkled(_SCRIPTS),
    _sprinkled(_SPACES),
    _sprinkled(_LIKE),
    _sprinkled(_MARKS),
    _replaced(" ", _SPACES + _HIDDEN),
    _replaced("ski", _LIKE),
    _replaced(".,", _MARKS),
)
_DAYS = ("2015-05-04", "2015-05-06T01:00:00+14:00", "0002-01-01", "9998-12-31", "2016-02-29", "1899-12-31T23:59:59Z")


def texts(sources: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """So many changed texts, of pieces of one source or of two joined."""
    random = Random(seed)
    for _ in range(count):
        text = random.choice(("", "\n\n")).join(_piece(random.choice(sources), random) for _ in range(random.choice((1, 1, 2))))
        for mutation in random.sample(MUTATIONS, random.randint(1, 3)):
            text = mutation(text, random) or "x"
        yield text


def _piece(text: str, random: Random) -> str:
    size = random.randint(200, 600)
    start = random.randrange(max(1, len(text) - size))
    return text[start : start + size]


def articles(found: Iterator[str], seed: int) -> Iterator[Article]:
    """The texts that can be read, some with a day."""
    random = Random(seed)
    for number, text in enumerate(found):
        day = published(random.choice(_DAYS)) if random.random() < 0.7 else None
        read = article(text, str(number), f"mutated:{number}", known=Metadata(published=day))
        if isinstance(read, Article):
            yield read


def problem(one: Article, nlp: Language) -> str:
    """What goes wrong with an article: a message of an exception, of a span or of a shape; "" where all is well."""
    try:
        [(_, doc)] = parse([one], nlp)
        extraction = extract(one, doc, shipped_lexicon(), everything=True)
        _, left_out = kept_to_shapes(extraction, base_iri="https://example.org/")
    except KGraphError as error:
        return str(error)
    except Exception:  # noqa: BLE001 (whatever it is, it is what is looked for)
        return traceback.format_exc(limit=-3)
    return "\n".join([*faults(extraction), *map(str, left_out)])


def main() -> int:
    """1 where something goes wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    nlp = load_model(Settings().model)
    sources = [found.text for found in ingest.read(options.sources) if isinstance(found, Article)]
    wrong = tried = 0
    for one in articles(texts(sources, options.count, options.seed), options.seed):
        tried += 1
        if told := problem(one, nlp):
            wrong += 1
            print(f"{one.origin} {one.published} {one.text!r}\n{told}\n", flush=True)
    print(f"{tried:,} articles, {wrong:,} with faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
