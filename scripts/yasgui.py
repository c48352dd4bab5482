"""Writes the copy of YASGUI in kgraph/data/serve/editor: its script, its style, and the licences of everything in them.

    npm install --ignore-scripts @zazuko/yasgui@4.6.2
    python -m scripts.yasgui node_modules

The packages in the script are those that its source map names. Equal packages give equal bytes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).resolve().parents[1] / "kgraph" / "data" / "serve" / "editor"
_PACKAGE = "@zazuko/yasgui"
_PACKED = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
_MAP = re.compile(r"\n?//# sourceMappingURL=\S*\s*$")
_STYLE_ONLY = ("datatables.net-dt",)
"""Packages of which the style alone is used, so that the script's map does not name them."""
_MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""
"""The text for packages that say they are under the MIT License and come without its text."""


def main(arguments: list[str]) -> int:
    """Writes the files; 0 when done, 2 for wrong arguments."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    modules = Path(arguments[0])
    build = modules / _PACKAGE / "build"
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name in ("yasgui.min.js", "yasgui.min.css"):
        (OUTPUT / name).write_text(_MAP.sub("", (build / name).read_text("utf-8")) + "\n", "utf-8")
    packed = {match[1] for match in map(_PACKED.search, _sources(build)) if match}
    (OUTPUT / "YASGUI-LICENSES.txt").write_text(_licences(modules, [_PACKAGE, *sorted(packed | set(_STYLE_ONLY))]), "utf-8")
    return 0


def _sources(build: Path) -> list[str]:
    sources: list[str] = json.loads((build / "yasgui.min.js.map").read_text("utf-8"))["sources"]
    return sources


def _licences(modules: Path, packages: list[str]) -> str:
    head = "yasgui.min.js and yasgui.min.css are those of the first package, without the line that names their source maps. They contain\n"
    return (
        head + "the other packages, each under its own licence.\n" + "".join(_licence(modules / name, name) for name in packages)
    )


def _licence(folder: Path, name: str) -> str:
    described = json.loads((folder / "package.json").read_text("utf-8"))
    texts = [path for path in sorted(folder.iterdir()) if re.match(r"licen[cs]e(\.|$)", path.name, re.IGNORECASE)]
    text = "\n".join(path.read_text("utf-8").replace("\r\n", "\n").strip() for path in texts)
    title = f"{name} {described['version']}, {described.get('license', 'MIT')}"
    return f"\n{'=' * 100}\n{title}\n{'=' * 100}\n{text or _mit(described)}\n"


def _mit(described: dict[str, Any]) -> str:
    people = [described.get("author", ""), *described.get("contributors", [])]
    names = [person.get("name", "") if isinstance(person, dict) else re.sub(r"\s*<.*", "", person) for person in people]
    return f"The MIT License\n\nCopyright (c) {', '.join(filter(None, names))}\n\n{_MIT}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
