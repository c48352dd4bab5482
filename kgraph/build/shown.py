"""What shows a finished graph: its files, index, networks and page.

Each is made of the whole graph, and again only where the graph, or the code that shows it, is another. Of the index only what has changed
is written again (kgraph.build.indexed).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import msgspec

from kgraph.build.declared import PARTS, SHOWN, STATE, STORE, Stage, fingerprint
from kgraph.build.expected import Progress
from kgraph.build.indexed import open_index, write_index
from kgraph.build.state import State, kept, last_state
from kgraph.collector import no_collector
from kgraph.disk import Folder, Reader, opened
from kgraph.errors import Damaged, StoreError
from kgraph.index import indexed_view
from kgraph.page_size import PAGE_MEGABYTES
from kgraph.rdf import formats, store
from kgraph.rdf.view import View, read_view, view

_FILES, _INDEX, _NETWORKS, _PAGE = "files", "index", "networks", "page"


class _Showing(msgspec.Struct, frozen=True):
    """Of which graph a part is, and a hash of what made it: code, data and, of the page, its size."""

    graph: str
    code: str

    @classmethod
    def of(cls, state: State, part: str, megabytes: int) -> _Showing:
        return cls(state.graph, fingerprint([PARTS[part]], [str(megabytes)] if part == _PAGE else []))


def make_parts(
    parts: Collection[str],
    files: Folder,
    state: State,
    tell: Progress,
    *,
    anew: bool = False,
    megabytes: int = PAGE_MEGABYTES,
) -> list[str]:
    """Makes these parts of the finished graph where they are not there, and removes the others where they are of another graph.

    ``anew`` makes the index from nothing, which else may hold words of articles that are gone, as a store may. ``megabytes`` is the most
    that the page takes. The names of files of theirs that were found damaged. Raises StoreError.
    """
    shown = _shown(files)
    current = [part for part, showing in shown.items() if showing.graph == state.graph]
    damaged = files.verify(name for part in current for name in _names(files, PARTS[part], state))
    if anew:
        _forget([_INDEX], files, state)
    missing = [part for part in PARTS if part in parts and not _is_there(part, files, state, megabytes)]
    stale = [part for part in PARTS if part not in current or any(PARTS[part].has_made(name) for name in damaged)]
    _forget([part for part in stale if part not in missing], files, state)
    _make(missing, files, state, tell, megabytes)
    return damaged


def make_again(out: Path, part: str, progress: Progress | None = None, *, megabytes: int = PAGE_MEGABYTES) -> tuple[Path, ...]:
    """The files of a part of a folder's finished graph, after they have been made anew. Raises StoreError where there is no graph."""
    with opened(out, new=False) as files:
        files.verify(name for name in files.names() if name.startswith(f"{STORE}/") or name == STATE)
        state = last_state(files)
        if state is None:
            raise StoreError("there is no finished graph here, or it is damaged; build again", str(out))
        files.claim(made_of(part))
        _make([part], files, state, progress or (lambda *_: None), megabytes)
        return tuple(files.path(name) for name in _names(files, PARTS[part], state))


def made_of(part: str) -> tuple[str, ...]:
    """The files that a part is known to have whatever the graph."""
    if part == _NETWORKS:
        from kgraph.analyse import FIXED

        return FIXED
    return PARTS[part].makes


def finished_view(files: Reader) -> View:
    """The view of the finished graph in a folder, from its file where that is whole, else from the store. Raises StoreError."""
    state, showing = kept(files, STATE, State), _shown(files).get(_FILES)
    is_its = state is not None and (state.store == "memory" or (showing is not None and showing.graph == state.graph))
    file = files.whole(store.FILE) if is_its else None
    with no_collector():
        if file is not None:
            return read_view(file)
        graph = store.open_quads(files.path(STORE))
        with store.reading(files.path(STORE)):
            return view(graph)


def quick_view(out: Path) -> View:
    """The view of the finished graph in a folder: from its index where this kgraph can read it, which is quicker. Raises StoreError."""
    try:
        with open_index(out) as index, no_collector():
            return indexed_view(index)
    except (StoreError, Damaged):
        return finished_view(Reader(out))


def _make(parts: Collection[str], files: Folder, state: State, tell: Progress, megabytes: int) -> None:
    seen: View | None = None
    for part in parts:
        tell(f"writing the {part}", 0, None)
        if part == _FILES:
            _write_files(files)
        elif part == _INDEX:
            write_index(files, state, _last_by_this(part, files, state))
        else:
            seen = seen or finished_view(files)
            _write_part(part, _MAKERS[part](seen, megabytes), files, state)
        _keep({**_shown(files), part: _Showing.of(state, part, megabytes)}, files)


def _last_by_this(part: str, files: Folder, state: State) -> str:
    """The id of the graph of which a part was made last, where that was by the code and data of today; else ""."""
    last = _shown(files).get(part)
    return last.graph if last is not None and last.code == _Showing.of(state, part, PAGE_MEGABYTES).code else ""


def _write_files(files: Folder) -> None:
    """Writes the finished graph as a file in each format."""
    building = {form: files.temporary() for form in formats.SUFFIXES}
    try:
        graph = store.open_quads(files.path(STORE))
        with store.reading(files.path(STORE)):
            formats.export_all(graph, building)
        for form, suffix in formats.SUFFIXES.items():
            files.put(building[form], f"graph.{suffix}")
    finally:
        for path in building.values():
            path.unlink(missing_ok=True)


def _write_part(part: str, contents: Mapping[str, bytes], files: Folder, state: State) -> None:
    files.claim(contents)
    files.remove(name for name in _names(files, PARTS[part], state) if name not in contents)
    for name, content in contents.items():
        files.write(name, content)


def _networks(seen: View, _: int) -> Mapping[str, bytes]:
    from kgraph.analyse import contents

    return contents(seen)


def _page(seen: View, megabytes: int) -> Mapping[str, bytes]:
    from kgraph.explore import contents

    return contents(seen, megabytes)


_MAKERS: Mapping[str, Callable[[View, int], Mapping[str, bytes]]] = {_NETWORKS: _networks, _PAGE: _page}


def _is_there(part: str, files: Folder, state: State, megabytes: int) -> bool:
    """Whether all files of a part are there, of the finished graph and by the code and data of today."""
    names = {*_names(files, PARTS[part], state), *(made_of(part) if part == _FILES else ())}
    return _shown(files).get(part) == _Showing.of(state, part, megabytes) and bool(names) and all(map(files.holds, names))


def _forget(parts: Collection[str], files: Folder, state: State) -> None:
    """Deletes what was made of another graph, so that nothing in the folder tells of an article that is gone."""
    files.remove(name for part in parts for name in _names(files, PARTS[part], state))
    shown = _shown(files)
    if parts and not shown.keys().isdisjoint(parts):
        _keep({part: showing for part, showing in shown.items() if part not in parts}, files)


def _names(files: Reader, stage: Stage, state: State) -> list[str]:
    """The files of a part that are listed; that of a graph which is kept in no store is not one of them."""
    own = store.FILE if state.store == "memory" else ""
    return [name for name in files.names() if stage.has_made(name) and name != own]


def _shown(files: Reader) -> dict[str, _Showing]:
    return kept(files, SHOWN, dict[str, _Showing]) or {}


def _keep(shown: Mapping[str, _Showing], files: Folder) -> None:
    if shown:
        files.write(SHOWN, msgspec.json.encode(dict(sorted(shown.items()))))
    else:
        files.remove([SHOWN])
