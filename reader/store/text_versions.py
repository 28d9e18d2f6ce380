"""The texts in which annotations were made, kept beside the store so that a changed document can be compared with them.

Never the truth: compressed, named by their hash, thinned to those that an annotation still sits in; one that is
missing, damaged or too large is as good as none.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from reader.model.annotation import Annotation
from reader.store.store_folder import hidden_path
from reader.system.guarded_path import StorePath

#: Versions of one document that are kept, and read, at most; bytes of one, unpacked.
MOST_VERSIONS, LARGEST = 8, 64 * 2**20
_SUFFIX = ".zz"


class TextVersions:
    """Kept texts, a folder a document, a file a version.

    Args:
        hidden_folder: of the store; no link in it is followed.
    """

    def __init__(self, hidden_folder: Path) -> None:
        self._folder = hidden_path(hidden_folder, "texts")

    def keep(self, key: str, text: str) -> bool:
        """Keep a text as the newest of its document; whether it is kept. Costs nothing where it is kept already.

        Raises:
            OSError: it cannot be written.
        """
        data = text.encode(errors="surrogatepass")
        if len(data) > LARGEST:
            return False
        path = self._of(key) / f"{hashlib.sha256(data).hexdigest()}{_SUFFIX}"
        if path.exists():
            path.mark_used()
        else:
            path.write(zlib.compress(data))
        return True

    def of(self, key: str | None) -> list[str]:
        """The kept texts of a document, the newest first; those that cannot be read are left out."""
        if key is None:
            return []
        return [text for path in self._paths(key)[:MOST_VERSIONS] if (text := _read(path)) is not None]

    def thin(self, key: str, annotations: Sequence[Annotation]) -> None:
        """Let go of all texts but the newest and those that an annotation sits in."""
        from reader.anchoring.anchors import is_in  # not before the first paint, and no command needs it

        for index, path in enumerate(self._paths(key)):
            text = _read(path) if 0 < index < MOST_VERSIONS else None
            if index and (text is None or not any(is_in(one, text) for one in annotations)):
                with suppress(OSError):
                    path.remove()

    def _of(self, key: str) -> StorePath:
        return self._folder / hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:32]

    def _paths(self, key: str) -> list[StorePath]:
        try:
            with self._of(key).entries() as entries:
                found = [
                    (entry.stat(follow_symlinks=False).st_mtime_ns, entry.name)
                    for entry in entries
                    if entry.name.endswith(_SUFFIX) and entry.is_file(follow_symlinks=False)
                ]
        except OSError:
            return []
        return [self._of(key) / name for _, name in sorted(found, reverse=True)]


def _read(path: StorePath) -> str | None:
    """A kept text; None where the file is not what it says, or unpacks to more than is allowed."""
    try:
        with path.opened() as file:
            packed = file.read(LARGEST + 1)
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, LARGEST)
        if not unpacker.eof or hashlib.sha256(data).hexdigest() != path.name.removesuffix(_SUFFIX):
            return None
        return data.decode(errors="surrogatepass")
    except (OSError, zlib.error, UnicodeDecodeError):
        return None
