"""What shells complete with the scripts of `kgraph completion`, asked in the shells themselves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kgraph.cli import OK, _parser, main
from kgraph.cli.completion import script

ASKED = [
    ("kgraph que", {"query"}, set()),
    ("kgraph lexicon ", {"check", "format"}, {"build"}),
    ("kgraph query meet", {"meetings"}, set()),
    ("kgraph query --for", {"--format"}, set()),
    ("kgraph query --format ", {"table", "csv", "tsv", "json", "markdown"}, {"meetings"}),
    ("kgraph query meetings -d o", {"output"}, set()),
    ("kgraph build art", {"articles"}, set()),
    ("kgraph build --o", {"--output", "--only"}, {"--anew"}),
    ("kgraph diff old new --format t", {"text", "trig"}, {"patch"}),
]


def completed(shell: str, line: str, folder: Path) -> set[str]:
    """The words that a shell offers for a line, in a folder with "articles" and "output" in it."""
    (folder / f"completion.{shell}").write_text(script(_parser(), shell), "utf-8")
    for name in ("articles", "output"):
        (folder / name).mkdir(exist_ok=True)
    if shell == "bash":
        words = line.split(" ")
        listed = " ".join(f"'{word}'" for word in words)
        ask = f"COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; _kgraph"
        program = f"source completion.bash; {ask}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        run = ["bash", "--norc", "-c", program]
    else:
        run = ["fish", "--no-config", "-c", f"source completion.fish; complete -C '{line}'"]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    return {word.partition("\t")[0].rstrip("/") for word in done.stdout.splitlines()}


@pytest.mark.parametrize("shell", ["bash", "fish"])
@pytest.mark.parametrize(("line", "offered", "not_offered"), ASKED, ids=[line for line, _, _ in ASKED])
def test_a_shell_offers_what_may_follow(shell: str, line: str, offered: set[str], not_offered: set[str], tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    found = completed(shell, line, tmp_path)
    assert offered <= found
    assert not_offered.isdisjoint(found)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_command_prints_a_script_that_the_shell_can_read(
    shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == OK
    text = capsys.readouterr().out
    assert text == script(_parser(), shell)
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    (tmp_path / "script").write_text(text, "utf-8")
    subprocess.run([shell, "-n", str(tmp_path / "script")], check=True, timeout=60)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_stands_beside_a_command_keeps_its_apostrophes(shell: str) -> None:
    text = script(_parser(), shell)
    assert "builds entities" not in text
    assert shell == "bash" or "build’s entities" in text
