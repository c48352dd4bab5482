"""The page's modules: how they become one script and, where Node is installed, their own tests (tests/page)."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from kgraph.errors import ScriptError
from kgraph.explore import explore
from kgraph.explore.bundle import bundle
from kgraph.outgoing import cell
from tests.test_explore import data_of
from tests.views import many

PAGE = Path(str(files("kgraph"))) / "data" / "explore"
SCRIPT = PAGE / "script"
TESTS = Path(__file__).parent / "page"
NODE = shutil.which("node") or ""
needs_node = pytest.mark.skipif(not NODE, reason="node is not installed")


def node(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """What Node says to a script."""
    variables = {name: value for name, value in os.environ.items() if name not in ("NODE_OPTIONS", "NODE_TEST_CONTEXT")}
    return subprocess.run(
        [NODE, *arguments], input=given, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False, env=variables
    )


def answer(script: str, given: object) -> Any:
    """What one of the scripts of tests/page makes of a value."""
    done = node(str(TESTS / script), given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def bundled(modules: Mapping[str, str]) -> str:
    return bundle("start.mjs", modules.__getitem__)


# one script


MODULES = {
    "start.mjs": 'import { told } from "./view/panel.mjs";\nimport { twice } from "./model/count.mjs";\nconsole.log(told(), twice(4));\n',
    "view/panel.mjs": 'import {\n  twice,\n  HALF,\n} from "../model/count.mjs";\nexport function told() {\n  return twice(HALF);\n}\n',
    "model/count.mjs": "// Numbers.\nlet calls = 0;\nexport const HALF = 0.5;\n"
    "/**\n * Twice a number.\n */\nexport function twice(number) {\n  calls += 1;\n  return 2 * number + 100 * calls;\n}\n",
}


@needs_node
def test_modules_become_one_script_that_does_the_same(tmp_path: Path) -> None:
    (tmp_path / "one.js").write_text(bundled(MODULES), "utf-8")
    for name, text in MODULES.items():
        path = tmp_path / "many" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    one, several = node(str(tmp_path / "one.js")), node(str(tmp_path / "many" / "start.mjs"))
    assert one.stdout == several.stdout == "101 208\n", "a module that two others need runs once"


def test_a_module_comes_after_those_that_it_needs_and_once() -> None:
    assert re.findall(r"^// (.*)", bundled(MODULES), re.MULTILINE) == ["model/count.mjs", "view/panel.mjs", "start.mjs"]


def test_comments_and_indentation_are_left_out() -> None:
    script = bundled(MODULES)
    assert "Numbers." not in script
    assert "Twice" not in script
    assert not re.search(r"^[ *]", script, re.MULTILINE)


def test_two_modules_may_use_one_name() -> None:
    modules = {"start.mjs": 'import { a } from "./a.mjs";\nconst own = a;\n', "a.mjs": "const own = 1;\nexport const a = own;\n"}
    assert bundled(modules).count("const own") == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('import a from "./a.mjs";\n', "start.mjs:1"),
        ('import * as a from "./a.mjs";\n', "start.mjs:1"),
        ('import "./a.mjs";\n', "start.mjs:1"),
        ('import { a } from "a";\n', "start.mjs:1"),
        ('import { a } from "https://harbour.example/a.mjs";\n', "start.mjs:1"),
        ('import { a as b } from "./a.mjs";\n', "start.mjs"),
        ('import { a,\n', "start.mjs:1"),
        ("\nexport default 1;\n", "start.mjs:2"),
        ("export let a = 1;\n", "start.mjs:1"),
        ("export async function a() {}\n", "start.mjs:1"),
        ('export * from "./a.mjs";\n', "start.mjs:1"),
        ("const a = 1;\nexport { a };\n", "start.mjs:2"),
        ("/*\nexport\n*/\nexport const { a } = b;\n", "start.mjs:4"),
        ("const a = `\n  two lines`;\n", "start.mjs:1"),
    ],
)  # fmt: skip
def test_a_statement_that_is_not_understood_is_named(text: str, place: str) -> None:
    with pytest.raises(ScriptError) as error:
        bundled({"start.mjs": text, "a.mjs": "export const a = 1;\n"})
    assert error.value.where == place


def test_what_is_imported_must_be_exported() -> None:
    with pytest.raises(ScriptError, match=r"start\.mjs: a\.mjs does not export b"):
        bundled({"start.mjs": 'import { b } from "./a.mjs";\n', "a.mjs": "const b = 1;\n"})


def test_a_module_that_does_not_exist_is_named() -> None:
    with pytest.raises(ScriptError, match=r"start\.mjs: there is no module gone\.mjs"):
        bundled({"start.mjs": 'import { b } from "./gone.mjs";\n'})


def test_modules_that_need_each_other_are_named() -> None:
    modules = {name: f'import {{ x }} from "./{other}.mjs";\n' for name, other in
               [("start.mjs", "a"), ("a.mjs", "b"), ("b.mjs", "a")]}  # fmt: skip
    with pytest.raises(ScriptError, match=r"start\.mjs -> a\.mjs -> b\.mjs -> a\.mjs"):
        bundled(modules)


# the page's own modules


def modules() -> dict[str, str]:
    return {path.relative_to(SCRIPT).as_posix(): path.read_text("utf-8") for path in sorted(SCRIPT.rglob("*.mjs"))}


def test_each_module_is_needed() -> None:
    script = bundle("start.mjs", modules().__getitem__)
    assert sorted(re.findall(r"^// (\S+\.mjs)$", script, re.MULTILINE)) == sorted(modules())


def test_each_export_is_imported() -> None:
    texts = [*modules().values(), *(path.read_text("utf-8") for path in TESTS.glob("*.js"))]
    imported = {name.strip() for text in texts for names in re.findall(r"import \{([^}]*)\}", text) for name in names.split(",")}
    exported = {name for text in texts for name in re.findall(r"^export (?:function|const|class) (\w+)", text, re.MULTILINE)}
    assert exported - imported == set()


def test_the_model_knows_nothing_of_the_view() -> None:
    assert [name for name, text in modules().items() if name.startswith("model/") and re.search(r'from "\.\./', text)] == []


@pytest.mark.parametrize("name", ["page.html", "page.css", *modules()])
def test_lines_can_be_read(name: str) -> None:
    path = PAGE / name if (PAGE / name).is_file() else SCRIPT / name
    assert [line for line in path.read_text("utf-8").splitlines() if len(line) > 120] == []


@needs_node
def test_the_modules_pass_their_own_tests() -> None:
    done = node("--test", "--test-reporter=spec", *map(str, sorted(TESTS.glob("*.test.js"))))
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert int(re.findall(r"^ℹ pass (\d+)", done.stdout, re.MULTILINE)[0]) > 100


@needs_node
def test_the_model_has_what_the_view_of_the_graph_has(tmp_path: Path) -> None:
    view = many(60, 300)
    read = answer("model.js", data_of(explore(view, tmp_path).read_text("utf-8")))
    assert read.keys() == view.happenings.keys()
    for iri, event in view.happenings.items():
        assert read[iri]["roles"] == [list(role) for role in event.roles]
        assert read[iri]["factuality"] == event.factuality
        words = [[telling.quote, telling.quote[slice(*telling.trigger)]] for telling in event.tellings]
        assert sorted(read[iri]["words"]) == sorted(words)


@needs_node
def test_a_cell_is_written_as_in_other_tables() -> None:
    """The page's script and outgoing.py say the same, whatever letter a text holds or begins with."""
    letters = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000), *range(0xE0000, 0xE0100), 0x1F600)]
    texts = [form.format(letter) for letter in letters for form in ("{}", "a{}b", "{}1", "'{}=1", "-{}5")]
    texts += ["-1e-3", "+.5", "1.", "\r\n=1", "a\r\nb\rc", "''-1", "-5 percent", "=cmd|' /C calc'!A0"]
    assert answer("cells.js", texts) == [cell(text) for text in texts]
