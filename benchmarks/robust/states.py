"""States of a small corpus between which a build can be interrupted, and what a build from nothing makes of each.

State 0 is the sample corpus. Each other state differs from it by a few articles that are new, changed, gone or renamed, so that the
way from any state to any other is a change such as users make.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.robust import invented
from benchmarks.robust.command import ROOT, Ran, run
from benchmarks.robust.folders import digests
from benchmarks.robust.readers import Answer, answers

STATES = 5
Corpus = dict[str, bytes]
"""The contents of article files by their names."""


def corpus(number: int, seed: int) -> Corpus:
    """The articles of a state."""
    chance = Random(f"state:{seed}:{number}")
    made = dict(_sample())
    for _ in range(min(number, chance.randrange(1, 5))):
        chance.choice(_CHANGES)(made, chance)
    return made


@cache
def _sample() -> Mapping[str, bytes]:
    paths = sorted((ROOT / "articles").iterdir())
    return {path.name: path.read_bytes() for path in paths if not path.name.startswith("README")}


def _add(made: Corpus, chance: Random) -> None:
    text = invented.article(chance)
    number = chance.randrange(1000)
    if chance.random() < 0.5:
        made[f"new-{number}.txt"] = text.encode()
    else:
        made[f"new-{number}.jsonl"] = (json.dumps({"id": f"new-{number}", "text": text}) + "\n").encode()


def _change(made: Corpus, chance: Random) -> None:
    name = chance.choice([name for name in sorted(made) if name.endswith(".txt")])
    made[name] += f"\n{invented.paragraph(chance)}\n".encode()


def _delete(made: Corpus, chance: Random) -> None:
    del made[chance.choice(sorted(made))]


def _rename(made: Corpus, chance: Random) -> None:
    name = chance.choice(sorted(made))
    made[f"renamed-{name}"] = made.pop(name)


_CHANGES: tuple[Callable[[Corpus, Random], None], ...] = (_add, _change, _delete, _rename)


@dataclass(frozen=True, slots=True)
class Clean:
    """What a build from nothing made of a state: its folder, the hashes of its files, and what the readers answer."""

    folder: Path
    digests: Mapping[str, str]
    answers: Mapping[str, Answer]
    seconds: float


class Bench:
    """A folder of articles and a build's folder, always at the same paths, and clean builds of the states put aside.

    The folder of a build depends on no history if what this compares is equal.
    """

    def __init__(self, scratch: Path, seed: int, out: Path | None = None) -> None:
        self.scratch, self._seed = scratch, seed
        self.articles, self.out = scratch / "articles", out or scratch / "out"
        self._clean: dict[int, Clean] = {}
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)

    def write(self, state: int) -> None:
        """Makes the folder of articles that of a state."""
        shutil.rmtree(self.articles, ignore_errors=True)
        self.articles.mkdir()
        for name, content in corpus(state, self._seed).items():
            (self.articles / name).write_bytes(content)

    def clean(self, state: int) -> Clean:
        """What a build from nothing makes of a state; made at the first call, after which the build's folder is gone."""
        if state not in self._clean:
            self._clean[state] = self._made(state)
        return self._clean[state]

    def restore(self, state: int | None) -> None:
        """Makes the build's folder that of a finished build of a state; nothing at all for None."""
        clean = self.clean(state) if state is not None else None  # which may have to build in that folder first
        clear(self.out)
        if clean is not None:
            shutil.copytree(clean.folder, self.out, symlinks=True, dirs_exist_ok=True)

    def build(self, *more: str) -> Ran:
        """How a build of the articles as they are now ended."""
        return run(["build", str(self.articles), "-o", str(self.out), *more], self.scratch)

    def _made(self, state: int) -> Clean:
        self.write(state)
        clear(self.out)
        ran = self.build()
        if ran.status != 0:
            raise SystemExit(f"state {state} cannot be built at all: {ran.err}")
        found, told = digests(self.out), answers(self.articles, self.out)
        folder = self.scratch / "clean" / str(state)
        shutil.copytree(self.out, folder, symlinks=True)
        return Clean(folder, found, told, ran.seconds)


def clear(out: Path) -> None:
    """Empties a folder, which may be a mounted one, and leaves it there."""
    out.mkdir(parents=True, exist_ok=True)
    for path in out.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
