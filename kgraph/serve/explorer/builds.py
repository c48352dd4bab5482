"""The numbers of the builds that are served, read once for each, and the answers that were given last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from kgraph.serve.explorer.loaded import Loaded
from kgraph.serve.snapshot import Snapshot

_BUILDS, _ANSWERS = 2, 64
_LARGEST = 4_000_000  # bytes of an answer that is kept


class Builds:
    """The builds that requests have asked about last: the newest, and the one before. ``most`` is as in Loaded."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._loaded: OrderedDict[str, Future[Loaded]] = OrderedDict()
        self._answers: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def kept(self, snapshot: Snapshot, key: str, made: Callable[[Loaded], bytes]) -> bytes:
        """The answer of a build to a question, made unless it was given a short while ago. Raises StoreError without an index."""
        with self._lock:
            found = self._answers.get((snapshot.build, key))
        if found is None:
            found = made(self.of(snapshot))
            if len(found) <= _LARGEST:
                self._keep((snapshot.build, key), found)
        return found

    def has(self, snapshot: Snapshot) -> bool:
        """Whether the numbers of a build were asked for already."""
        with self._lock:
            return snapshot.build in self._loaded

    def of(self, snapshot: Snapshot) -> Loaded:
        """The numbers of a build. Raises StoreError without an index."""
        with self._lock:
            found = self._loaded.get(snapshot.build)
            if found is None:
                coming = self._loaded[snapshot.build] = Future()
                if len(self._loaded) > _BUILDS:
                    self._loaded.popitem(last=False)
        return self._read(snapshot, coming) if found is None else found.result()

    def _read(self, snapshot: Snapshot, coming: Future[Loaded]) -> Loaded:
        """Reads the numbers, for which others may wait."""
        try:
            coming.set_result(Loaded.of(snapshot.index, self._most))
        except BaseException as error:  # noqa: BLE001 - whatever it is, those who wait for it get it
            coming.set_exception(error)
            with self._lock:
                self._loaded.pop(snapshot.build, None)
        return coming.result()

    def _keep(self, key: tuple[str, str], found: bytes) -> None:
        with self._lock:
            self._answers[key] = found
            self._answers.move_to_end(key)
            if len(self._answers) > _ANSWERS:
                self._answers.popitem(last=False)
