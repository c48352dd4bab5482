"""Articles made odd on purpose, in families: what is cut, written, changed, nested, encoded, sized, counted, named as no editor would.

Each family turns chance and a source of ordinary texts into the content of one file. The same seed gives the same file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.robust import invented
from benchmarks.robust.mutations import CASES, CHARACTERS, ODD_NUMBERS, ODD_TEXT, changed


@dataclass(frozen=True, slots=True)
class Odd:
    """A file: its suffix, its content, and its name without suffix where that is what is odd ("" for any)."""

    suffix: str
    content: bytes
    name: str = ""


class Source:
    """Ordinary texts of a few sentences: of the texts given, in three of four cases, and invented ones."""

    def __init__(self, texts: Sequence[str] = (), pages: Sequence[Path] = ()) -> None:
        self._texts, self._pages = texts, pages

    @classmethod
    def of(cls, news: Sequence[Path]) -> Source:
        """The texts and pages of files and folders."""
        paths = sorted(path for source in news for path in ([source] if source.is_file() else source.rglob("*")))
        texts = [text for path in paths if path.suffix == ".jsonl" for text in _texts(path)]
        return cls(texts, [path for path in paths if path.suffix in (".html", ".htm")])

    def text(self, chance: Random) -> str:
        """Some hundred characters of prose, often with a headline."""
        if not self._texts or chance.random() < 0.25:
            return invented.article(chance, chance.randrange(1, 3))
        sentences = re.split(r"(?<=[.!?])\s+", chance.choice(self._texts))
        begin = chance.randrange(len(sentences))
        return " ".join(sentences[begin : begin + chance.randrange(1, 5)])

    def page(self, chance: Random) -> str:
        """A page: now and then one of the news, else a small one."""
        if self._pages and chance.random() < 0.05:
            return chance.choice(self._pages).read_text("utf-8", "replace")
        return page(self.text(chance))


def _texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [record["text"] for line in lines if (record := json.loads(line)).get("text")]


def page(text: str, title: str = "News of the day") -> str:
    """A small page with a text as its article."""
    paragraphs = "".join(f"<p>{part}</p>\n" for part in text.split("\n\n"))
    head = f'<head><meta charset="utf-8"><title>{title}</title><meta name="date" content="2024-03-05"></head>'
    return f"<!DOCTYPE html>\n<html>{head}<body><article><h1>{title}</h1>\n{paragraphs}</article></body></html>\n"


def record(text: object, **more: object) -> bytes:
    """A JSON line."""
    return json.dumps({"text": text, **more}).encode() + b"\n"


def _truncated(chance: Random, source: Source) -> Odd:
    text = source.text(chance).replace("a", "á").replace('"', "“")
    suffix, content = chance.choice(
        [
            (".txt", text.encode()),
            (".html", source.page(chance).encode()),
            (".jsonl", json.dumps({"title": "Ünter", "text": text}, ensure_ascii=chance.random() < 0.5).encode()),
            (".txt", text.encode("utf-16")),
        ]
    )
    begin = chance.randrange(len(content)) if chance.random() < 0.3 else 0
    return Odd(suffix, content[begin : chance.randrange(begin, len(content)) + 1])


def _unicode(chance: Random, source: Source) -> Odd:
    text = changed(source.text(chance), chance, CHARACTERS)
    if chance.random() < 0.3:  # half a surrogate pair can only be written as an escape
        raw = record(text, title=chance.choice(ODD_TEXT) + "Talks in May")
        at = raw.index(b" ", len(raw) // 2) if b" " in raw[len(raw) // 2 :] else 10
        return Odd(".jsonl", raw[:at] + chance.choice([b"\\ud83d", b"\\ude00", b"\\ud83d\\ude00", b"\\u0000"]) + raw[at:])
    if chance.random() < 0.2:
        return Odd(".html", page(text).encode())
    return Odd(".txt", text.encode())


DAYS = ("2015-05-04", "2015-05-06T01:00:00+14:00", "0002-01-01", "9998-12-31", "2016-02-29", "1899-12-31T23:59:59Z")
"""When articles are published that are read on the last day of something."""


def changed_text(chance: Random, source: Source) -> str:
    """One text or two joined, changed in some ways."""
    texts = (source.text(chance) for _ in range(chance.choice((1, 1, 2))))
    return changed(chance.choice(("", "\n\n")).join(texts), chance)


def _changed(chance: Random, source: Source) -> Odd:
    day = {"published": chance.choice(DAYS)} if chance.random() < 0.7 else {}
    return Odd(".jsonl", record(changed_text(chance, source), **day))


def _nested(chance: Random, source: Source) -> Odd:
    depth, text = int(10 ** chance.uniform(0.5, 2.3)), source.text(chance).strip()
    names = " and ".join(chance.choice(invented.PEOPLE) for _ in range(depth))
    prose = [
        "“‘" * depth + text + "’”" * depth,
        "(" * depth + text + ")" * chance.randrange(depth + 1),
        f'He said "she said "{text}" '.replace(text, text * 2) + '"' * depth,
        f"{names} met {names.replace('and', 'or')} in Brenn on Monday.",
        "The head " + "of the council of the town " * depth + "resigned on Monday.",
        "The man " + "who met the woman " * depth + "was arrested in Tarrow.",
        "She said that he said that " * depth + "the bridge had been destroyed.",
        "Not " * depth + "a man was hurt, although the police did " + "not " * depth + "say so.",
        "Brenn's minister's " * depth + "aide resigned.",
    ]
    if chance.random() < 0.6:
        return Odd(".txt", f"{text}\n\n{chance.choice(prose)}\n\n{text}".encode())
    deep = int(10 ** chance.uniform(1, 4.5))
    if chance.random() < 0.5:
        tag = chance.choice(["div", "b", "blockquote", "table><tr><td", "p", "span", "ul><li"])
        return Odd(".html", page(f"<{tag}>" * deep + text + "</div>" * chance.randrange(deep)).encode())
    inner = b"[" * deep + b"1" + b"]" * deep if chance.random() < 0.5 else b'{"a":' * deep + b"1" + b"}" * deep
    return Odd(".jsonl", b'{"text": ' + json.dumps(text).encode() + b', "tags": ' + inner + b"}\n")


_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-8-sig",
    "cp1252",
    "latin-1",
    "cp1251",
    "utf-7",
    "cp037",
    "big5",
    "shift-jis",
)


def _encoded(chance: Random, source: Source) -> Odd:
    text = source.text(chance).replace("e", "é", 3).replace("'", "’") + " “Naïve” café – 5 €.\n"
    first, second = (text.encode(chance.choice(_ENCODINGS), "replace") for _ in range(2))
    made = [
        first,
        first + text.encode(),
        text.encode() + second,
        first + second,
        text.encode().decode("cp1252", "replace").encode(),  # taken for another encoding, and written so
        text.encode().decode("latin-1").encode().decode("latin-1").encode(),
        b"\xff\xfe" + text.encode(),
        b"\xef\xbb\xbf" * 3 + text.encode(),
    ]
    suffix = chance.choice([".txt", ".txt", ".html", ".jsonl"])
    content = chance.choice(made)
    if suffix == ".html":
        declared = chance.choice([b"utf-8", b"windows-1252", b"utf-16", b"x-none", b""])
        content = b'<html><head><meta charset="' + declared + b'"></head><body><p>' + content + b"</p></body></html>"
    return Odd(suffix, content)


def _sized(chance: Random, source: Source) -> Odd:
    return _of_size(chance, source, int(10 ** chance.uniform(0, 3.2)))


def _giant(chance: Random, source: Source) -> Odd:
    return _of_size(chance, source, int(10 ** chance.uniform(4, 4.7)))


def _of_size(chance: Random, source: Source, size: int) -> Odd:
    """A text as long as ``size`` words, or twenty times as many characters."""
    text = source.text(chance)
    word = chance.choice(text.split() or ["the"])
    clause = invented.sentence(chance).rstrip(".")
    made = [
        "",
        chance.choice("a.\n\ufeff0é"),
        " \n\t" * size,
        f"{word} " * size,
        (f"{clause}, and ") * (size // 10) + f"{clause}.",
        chance.choice(text + "x") * size * 20,
        "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(size * 20)),
        "\n".join(chance.choice(text.split() or ["a"]) for _ in range(size)),
        "\n" * size + text,
        text + "." * size,
        " ".join(invented.sentence(chance) for _ in range(size // 12)),
        f"{word}-" * size,
    ]
    return Odd(chance.choice([".txt", ".txt", ".html"]), chance.choice(made).encode())


_NUMBERED = (
    "{0} people were killed in Brenn on {1}.",
    "The ministry paid {0} to {1} men between {2} and {3}.",
    "By {0}, at least {1} of {2} had been arrested, {3} said.",
    "Ansa Kordel, {0}, met {1} envoys {2} and left {3}.",
)


def _numbered(chance: Random, source: Source) -> Odd:
    text = source.text(chance)
    odd = [chance.choice(ODD_NUMBERS) for _ in range(8)]
    sentence = chance.choice(_NUMBERED).format(*odd)
    text = re.sub(r"\d[\d,.]*", lambda _: chance.choice(odd), text) if chance.random() < 0.5 else text
    if chance.random() < 0.3:
        return Odd(".jsonl", record(f"{text} {sentence}", published=odd[0], title=f"{odd[1]} dead"))
    return Odd(".txt", f"{text}\n\nDate: {odd[0]}\n\n{sentence}\n".encode())


def _cased(chance: Random, source: Source) -> Odd:
    return Odd(".txt", chance.choice(CASES)(source.text(chance), chance).encode())


def _joined(chance: Random, source: Source) -> Odd:
    texts = [source.text(chance) for _ in range(chance.randrange(2, 5))]
    made = [
        (".txt", chance.choice(["", " ", "\n", "\n\n", "\f", "\r\n\r\n", "\n---\n"]).join(texts).encode()),
        (".html", "".join(map(page, texts)).encode()),
        (".txt", "".join(map(page, texts)).encode()),
        (".jsonl", b"".join(record(text).rstrip(b"\n") for text in texts)),
        (".jsonl", b"\n\n".join(record(text, id="one") for text in texts)),
        (".html", "\n\n".join(texts).encode()),
        (".txt", b"".join(record(text) for text in texts)),
    ]
    return Odd(*chance.choice(made))


_ODD_VALUES: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**30,
    "",
    " ",
    "\ud83d",
    "a\x00b",
    "x" * 3000,
    [],
    [[]],
    ["a", 1, None],
    {},
    {"name": 5},
    {"name": "The Brenn Post"},
    [{"name": "Ansa Kordel"}],
    "2024-13-45",
    "yesterday",
    "http://[::1",
    "javascript:alert(1)",
    "<b>bold</b>",
)
_FIELDS = ("title", "published", "authors", "author", "source", "url", "id", "category", "categories", "language", "extra")


def _records(chance: Random, source: Source) -> Odd:
    fields = {field: chance.choice(_ODD_VALUES) for field in chance.sample(_FIELDS, chance.randrange(1, 6))}
    text: object = chance.choice(_ODD_VALUES) if chance.random() < 0.2 else source.text(chance)
    raw = record(text, **fields)
    if chance.random() < 0.1:
        raw = chance.choice(
            [b"[]", b"null", b"{}", b'{"text": NaN}', b'{"text": "a", "text": 1}', b'"text"', b"{'text': 'a'}", raw * 2]
        )
    return Odd(".jsonl", raw)


_ODD_NAMES = (
    "n" * 249,
    "é" * 120,
    "caf\udce9",
    "\udcff\udcfe",
    "line\nbreak",
    "bell\x07\x1b[31m",
    "tab\there",
    "quote\"'`$(x)",
    "-rf",
    "--help",
    "#char=1,2",
    "100%25",
    "<script>alert(1)<script>",
    "a:12",
    "back\\slash",
    " space ",
    "\u202ename",
    "\U0001f600",
    "Москва",
    "..a",
    "CON",
    "a?b=c&d",
    "{braces}",
    "x.jsonl",
    "x.html",
    "\u2028",
    "e\u0301\u0301",
)


def _named(chance: Random, source: Source) -> Odd:
    suffix = chance.choice([".txt", ".TXT", ".jsonl", ".html", ".HTM"])
    text = source.text(chance)
    content = record(text) if suffix == ".jsonl" else page(text).encode() if "H" in suffix.upper() else text.encode()
    return Odd(suffix, content, chance.choice([name for name in _ODD_NAMES if not name.startswith(".")]))


Family = Callable[[Random, Source], Odd]
FAMILIES: Mapping[str, Family] = {
    "truncated": _truncated,
    "unicode": _unicode,
    "changed": _changed,
    "nested": _nested,
    "encoded": _encoded,
    "sized": _sized,
    "numbers and dates": _numbered,
    "letter case": _cased,
    "joined": _joined,
    "wrong fields": _records,
    "file names": _named,
    "giant": _giant,
}
_GIANT_EACH = 500  # one article of so many is giant, as it takes as long as hundreds of others


def family_of(number: int) -> str:
    """The family of the article of a number; each has an equal share but the giants."""
    if number % _GIANT_EACH == _GIANT_EACH // 2:
        return "giant"
    others = [name for name in FAMILIES if name != "giant"]
    return others[number % len(others)]


def odd(number: int, seed: int, source: Source) -> Odd:
    """The article of a number."""
    return FAMILIES[family_of(number)](Random(f"mutated:{seed}:{number}"), source)


def written(number: int, made: Odd, folder: Path) -> Path:
    """The file that holds an article, in a folder named after its number, so that every message about it has the number."""
    path = folder / f"case-{number:06}" / f"{made.name or f'article-{number:06}'}{made.suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.content)
    return path
