"""Folders in which kgraph keeps files: what it wrote there, whether it is still as written, and how it is changed without loss.

Each such folder has a hidden folder ``.kgraph`` with a manifest of the files that kgraph wrote. kgraph deletes and overwrites those alone.
"""

from kgraph.disk.folder import Folder, is_being_changed, locked, opened
from kgraph.disk.manifest import HIDDEN, MANIFEST, FileRecord
from kgraph.disk.plain import check_free, replaced, write_whole
from kgraph.disk.reader import Reader, is_marked

__all__ = [
    "HIDDEN",
    "MANIFEST",
    "FileRecord",
    "Folder",
    "Reader",
    "check_free",
    "is_being_changed",
    "is_marked",
    "locked",
    "opened",
    "replaced",
    "write_whole",
]
