"""What docs/api.md shows, done: its examples are asked of a server with curl, and answer what the document says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.serving import Served

DOCS = Path(__file__).resolve().parents[1] / "docs" / "api.md"
_BLOCKS = re.compile(r"```sh\n(?P<commands>.*?)```(?:\n```json\n(?P<answer>.*?)```)?", re.DOTALL)
_ADDRESS = "http://127.0.0.1:8000/"


class Example(NamedTuple):
    """Commands, and what the last of them is shown to answer; None where nothing is shown."""

    commands: tuple[str, ...]
    answer: Any


def examples() -> Iterator[Example]:
    """The examples of the document, in their order."""
    for match in _BLOCKS.finditer(DOCS.read_text("utf-8")):
        answer = match["answer"]
        yield Example(tuple(match["commands"].strip().splitlines()), json.loads(answer) if answer else None)


def differences(shown: Any, real: Any, place: str = "") -> Iterator[str]:
    """Where the real answer is another than the one shown, which may leave things out."""
    if isinstance(shown, dict) and isinstance(real, dict):
        for key, value in shown.items():
            yield from differences(value, real.get(key), f"{place}.{key}")
    elif isinstance(shown, list) and isinstance(real, list) and len(shown) == len(real):
        for number, (one, other) in enumerate(zip(shown, real, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif shown != real:
        yield f"{place}: {shown!r} is shown, {real!r} is answered"


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.commands[-1][-60:])
def test_an_example_answers_what_the_document_shows(served: Served, example: Example, tmp_path: Path) -> None:
    printed = [run(command.replace(_ADDRESS, served.address), tmp_path) for command in example.commands]
    if "-o" in shlex.split(example.commands[-1]):
        assert printed[-1] == "304"
        assert json.loads((tmp_path / "events.json").read_text("utf-8"))["items"]
        return
    answers = [json.loads(text) for text in printed]
    is_mistake = example.answer is not None and "error" in example.answer
    assert all(("error" in answer) == is_mistake for answer in answers), answers
    if example.answer is not None:
        assert list(differences(example.answer, answers[-1])) == []


def run(command: str, folder: Path) -> str:
    """What a command prints."""
    done = subprocess.run(shlex.split(command), cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def test_the_example_in_python_prints_an_actors_events(sample_graph: Path, tmp_path: Path) -> None:
    code = re.search(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert code is not None
    (tmp_path / "output").symlink_to(sample_graph)
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(DOCS.parents[1])!r})\n{code[1]}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert "2025-03-03 Anna Berg met Carl Ek (Oslo) Anna Berg met Carl Ek in Oslo on Monday." in done.stdout


def test_the_document_names_every_path(served: Served) -> None:
    text = DOCS.read_text("utf-8")
    for path in json.loads(served.get("/api/v1/openapi.json"))["paths"]:
        assert f"`{path}`" in text or path == "/", path
