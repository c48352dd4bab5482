"""Changing the files that kgraph keeps in a folder: each is written whole or not at all, and nobody else's is touched.

What is written lies in ``.kgraph/new`` until it is complete. Then the manifest gets its record, and then it is moved into place. Whoever is
killed between the two leaves a record that the file does not fit, so that it counts as damaged and is made again.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from kgraph.disk.known import relinked
from kgraph.disk.manifest import COPY, HIDDEN, MANIFEST, FileRecord, Manifest, append, measured, parsed, record, written
from kgraph.disk.reader import Reader, is_marked
from kgraph.errors import CannotWrite, KGraphError, NotOurs, StoreError

LOCK, NEW = f"{HIDDEN}/lock", f"{HIDDEN}/new"
_SHOWN = 3  # names that a message spells out
_OLDER = ("build.json", "extractions")
"""What an older kgraph wrote in a build's folder."""
_numbers = count()


class Folder(Reader):
    """The same files to be changed, by who has the folder's lock and by processes that work for it."""

    def __reduce__(self) -> tuple[type[Folder], tuple[Path]]:
        return Folder, (self.root,)  # another process reads the manifest itself

    def holds(self, name: str) -> bool:
        """The same; what other processes have written since counts too."""
        return super().holds(name) or (self._renew() and super().holds(name))

    def claim(self, names: Iterable[str]) -> None:
        """Raises NotOurs where any of these files, or what stands where a folder for one must be, is not kgraph's.

        A name with "/" behind it is a folder's.
        """
        wanted = set(names)
        above = {folder for name in wanted for folder in _above(name)}
        files = {name for name in wanted if not name.endswith("/")}
        self._refuse(sorted(name for name in files | above if self._is_in_the_way(name, files)))

    def write(self, name: str, content: bytes) -> Path:
        """Puts a file in place, with the folders above it. Raises NotOurs where somebody else's is there, CannotWrite."""
        temporary, entry = self.temporary(), FileRecord.of(content)
        with self._reported(name):
            if (was := self.entry(name)) is not None and was.agrees(entry) and self.whole(name) is not None:
                return self.path(name)
            try:
                temporary.write_bytes(content)
                return self._put(temporary, name, entry)
            finally:
                temporary.unlink(missing_ok=True)

    def link(self, name: str, path: Path) -> None:
        """Makes a path another name of a file, which nobody may write to from then on. Raises OSError
        where the file system has no links."""
        with relinked(self.place(name)):
            os.link(self.place(name), path)

    def put(self, temporary: Path, name: str) -> Path:
        """Puts a file in place that was written at a path that ``temporary`` gave. Raises NotOurs, CannotWrite."""
        with self._reported(name):
            return self._put(temporary, name, measured(temporary))

    def put_folder(self, temporary: Path, name: str, known: Mapping[str, FileRecord]) -> None:
        """Puts a folder in place, where nothing is; ``known`` are entries of files in it. Raises NotOurs, CannotWrite."""
        with self._reported(name):
            if os.path.lexists(self.path(name)):
                self._refuse([name])
            entries = {f"{name}/{path.name}": known.get(path.name) or measured(path) for path in sorted(temporary.iterdir())}
            self._record(entries)
            self._make_way(name)
            temporary.rename(self.path(name))

    def remove(self, names: Iterable[str]) -> int:
        """How many of these files were there; those that kgraph did not write stay, and so do folders that hold any."""
        removed = 0
        for name in sorted(names):
            if name in self._entries:
                with self._reported(name):
                    removed += self._removed(name)
        return removed

    def entry(self, name: str) -> FileRecord | None:
        """What a file that is there was written with."""
        return self._entries[name][-1] if self.holds(name) else None

    def temporary(self) -> Path:
        """A path for a file or folder in the making; what is left there goes when the next build begins."""
        return self.root / NEW / f"{os.getpid()}-{next(_numbers)}"

    def scratch(self, name: str) -> Path:
        """A path by which processes that work on this folder tell each other something."""
        return self.root / NEW / name

    def begin(self) -> None:
        """Clears away what a killed build left in the making, and makes a manifest and its copy where either is missing or damaged."""
        with self._reported(HIDDEN):
            shutil.rmtree(self.root / NEW, ignore_errors=True)
            (self.root / NEW).mkdir(parents=True, exist_ok=True)
            if not self._manifest.is_sound:
                self._rewrite(self._believed())
        self.finish()
        if not self._has_equal_copy():
            with self._reported(COPY):
                self._rewrite({name: found[-1] for name, found in self._entries.items()})

    def _believed(self) -> dict[str, FileRecord]:
        """The entries that files fit; nothing else can be believed of a manifest that is damaged."""
        found = {}
        for name, entries in self._entries.items():
            with suppress(OSError, StopIteration):
                content = measured(self.path(name))
                found[name] = next(entry for entry in entries if entry.agrees(content))
        return found

    def finish(self) -> None:
        """Writes the manifest anew where it has changed, without the files that are gone."""
        self._renew()
        if self._is_changed:
            with self._reported(MANIFEST):
                self._rewrite({name: found[-1] for name, found in self._entries.items() if os.path.lexists(self.place(name))})

    def _rewrite(self, entries: Mapping[str, FileRecord]) -> None:
        content = written(entries)
        for name in (MANIFEST, COPY):
            temporary = self.temporary()
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # files of which it is not known whose they are would be in the way of each build
            temporary.replace(self.path(name))
        self._take(Manifest({name: (entry,) for name, entry in entries.items()}, True, False))

    def _take(self, manifest: Manifest) -> None:
        super()._take(manifest)
        self._known = dict(self._manifest.entries)
        self._read = _size(self.root / MANIFEST)
        self._is_changed = self._manifest.is_appended

    @property
    def _entries(self) -> Mapping[str, tuple[FileRecord, ...]]:
        return self._known

    def _renew(self) -> bool:
        """The same; the manifest only grows while the lock is held, so only what was appended is read."""
        if _size(self.root / MANIFEST) <= self._read:
            return False
        with (self.root / MANIFEST).open("rb") as file:
            file.seek(self._read)
            raw = file.read()
        whole = raw[: raw.rfind(b"\n") + 1]
        self._read += len(whole)
        self._known.update(found := parsed(whole).entries)
        self._damaged.difference_update(found)
        self._is_changed = True
        return bool(found)

    def _tries(self) -> Iterator[None]:
        yield  # nobody else changes anything

    def _is_listed(self, name: str, found: FileRecord) -> bool:
        return self._entries[name][-1].agrees(found)

    def _put(self, temporary: Path, name: str, entry: FileRecord) -> Path:
        path = self.path(name)
        if self._is_in_the_way(name, {name}) and not _is_same(path, entry):
            self._refuse([name])
        self._make_way(name)
        self._record({name: entry})
        temporary.replace(path)
        return path

    def _record(self, entries: Mapping[str, FileRecord]) -> None:
        append(self.root / MANIFEST, [record(name, entry) for name, entry in entries.items()])
        self._renew()

    def _make_way(self, name: str) -> None:
        """Makes the folders above a file."""
        try:
            self.path(name).parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            self._refuse([above for above in _above(name) if self._is_in_the_way(above, {name})] or [name])

    def _removed(self, name: str) -> bool:
        there = self._is_in_the_way(name, {name}) is False and os.path.lexists(self.path(name))
        if there:
            with relinked(self.place(name)):
                self.path(name).unlink()
        del self._known[name]
        self._is_changed = True
        for above in _above(name):
            try:
                self.path(above).rmdir()
            except OSError:
                break  # something else is in it
        return there

    def _is_in_the_way(self, name: str, files: Container[str]) -> bool:
        """Whether something that is not kgraph's stands where a file of ours must be, or a folder that holds some."""
        path = self.place(name)
        if name not in files:
            return os.path.lexists(path) and not os.path.isdir(path)
        return os.path.lexists(path) and (name not in self._entries or (os.path.isdir(path) and not os.path.islink(path)))

    def _refuse(self, names: Sequence[str]) -> None:
        if not names:
            return
        more = f" (and {len(names) - 1} more: {', '.join(names[1:_SHOWN])})" if len(names) > 1 else ""
        raise NotOurs(
            f"is in the place where kgraph would write, and kgraph did not write it{more}; move it away, or build into another folder",
            str(self.path(names[0])),
        )

    @contextmanager
    def _reported(self, name: str) -> Iterator[None]:
        with reported(self.path(name)):
            yield


@contextmanager
def opened(root: Path, *, among: bool = False, new: bool = True) -> Iterator[Folder]:
    """A folder to be changed, for as long as it is open by nobody else; it is made where it is not there.

    ``among`` lets it be a folder in which there are other files already; without ``new`` it must be one of kgraph's. Raises StoreError
    where somebody else has it or there is none, NotOurs where it is not kgraph's, CannotWrite.
    """
    _check(root, among=among, new=new)
    with _locked(root):
        folder = Folder(root)
        folder.begin()
        try:
            yield folder
        except BaseException:
            with suppress(KGraphError):
                folder.finish()
            raise
        folder.finish()


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Tells that the system lets something not be written as CannotWrite."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"cannot be written: {error.strerror or error}", str(path)) from None


def _check(root: Path, *, among: bool, new: bool) -> None:
    with reported(root):
        if os.path.lexists(root) and not root.is_dir():
            raise NotOurs("is not a folder; name a folder to write into", str(root))
        if is_marked(root) or (among and new):
            return
        if not new:
            raise StoreError("there is no finished graph here; build one first", str(root))
        _check_empty(root)


def _check_empty(root: Path) -> None:
    names = sorted(path.name for path in root.iterdir() if not path.name.startswith(".")) if root.is_dir() else []
    if not names:
        return
    if any(name in names for name in _OLDER):
        raise NotOurs("was written by an older kgraph, or has lost its folder .kgraph; delete it, or name another", str(root))
    shown = ", ".join(names[:_SHOWN]) + (" and others" if len(names) > _SHOWN else "")
    raise NotOurs(f"holds files that kgraph did not write: {shown}; name a new or an empty folder", str(root))


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Keeps others out of a folder, which is made where it is not there."""
    with reported(root):
        (root / HIDDEN).mkdir(parents=True, exist_ok=True)
    with locked(root, LOCK, "another build is at work here; wait for it to end"):
        yield


@contextmanager
def locked(root: Path, name: str, busy: str) -> Iterator[None]:
    """Holds a lock below a folder, which goes with the process, however it ends.

    Raises StoreError with the message ``busy`` where another process has it, and CannotWrite.
    """
    with reported(root):
        lock = os.open(root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(busy, str(root)) from None
        yield
    finally:
        os.close(lock)


def is_being_changed(root: Path) -> bool:
    """Whether another process has the lock of a folder, as far as the system lists locks (Linux does).

    Taking the lock to see whether it is free would be in the way of a build that wants it.
    """
    try:
        inode = os.stat(root / LOCK).st_ino
        locks = Path("/proc/locks").read_text("ascii")
    except OSError:
        return False
    return any(line.split()[5].endswith(f":{inode}") for line in locks.splitlines() if len(line.split()) > 5 and "->" not in line)


def _above(name: str) -> Iterator[str]:
    """The folders that a file lies in, the nearest first."""
    while (name := name.rpartition("/")[0]) != "":
        yield name


def _is_same(path: Path, entry: FileRecord) -> bool:
    return path.is_file() and measured(path).agrees(entry)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
