"""The texts in which annotations were made, kept beside the store so that a changed document can be compared with them.

Never the truth: compressed, named by their hash, thinned to the two newest, so that what became of the text can be
shown, and to those that an annotation still sits in; one that is missing, damaged or too large is as good as none.
"""

from __future__ import annotations

import threading
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from reader.model.annotation import Annotation
from reader.store.store_folder import hidden_path
from reader.store.store_protocol import StoreError
from reader.system.guarded_path import StorePath
from reader.system.hashes import sha256

#: Versions of one document that are kept, and read, at most; bytes of one, unpacked.
MOST_VERSIONS, LARGEST = 8, 64 * 2**20
#: Of them, the newest that are kept although no annotation sits in them.
NEWEST = 2
#: Texts that wait in memory.
MOST_DUE = 16
_SUFFIX = ".zz"


class TextVersions:
    """Kept texts, a folder a document, a file a version. Any thread may call any method.

    Args:
        hidden_folder: of the store; no link in it is followed.
        annotations: gives those of a document as they are now; asked only where it has more than one text.
    """

    def __init__(self, hidden_folder: Path, annotations: Callable[[str], Sequence[Annotation]]) -> None:
        self._folder = hidden_path(hidden_folder, "texts")
        self._annotations = annotations
        self._known: dict[str, tuple[int, StorePath | None]] = {}
        self._due: deque[tuple[str, str]] = deque()
        self._lock = threading.Lock()  # around writing

    def ask(self, key: str, text: str) -> None:
        """Have a text kept as the newest of its document, once: it is written later, so that no save waits for it."""
        known, path = self._known.get(key, (0, None))
        if known != hash(text) or (path is not None and not path.exists()):  # another program may have let go of it
            self._known[key] = hash(text), None
            self._due.append((key, text))
            if len(self._due) > MOST_DUE:
                self.write()

    def write(self) -> None:
        """Write what is due, and let go of earlier texts that no annotation sits in; failing is no error."""
        with self._lock:
            while self._due:
                key, text = self._due[0]
                self._known.pop(key, None)
                with suppress(OSError, StoreError):
                    if (path := self._keep(key, text)) is not None:
                        self._known[key] = hash(text), path
                        self._thin(key)
                self._due.popleft()

    def of(self, key: str | None) -> list[str]:
        """The kept texts of a document, the newest first; those that cannot be read are left out."""
        if key is None:
            return []
        due = [text for asked, text in reversed(list(self._due)) if asked == key]
        kept = (text for path in self._paths(key)[:MOST_VERSIONS] if (text := _read(path)) is not None)
        return list(dict.fromkeys([*due, *kept]))

    def _keep(self, key: str, text: str) -> StorePath | None:
        """Where it is kept now; None where it is too large. Costs little where it was already. Raises ``OSError``."""
        data = text.encode(errors="surrogatepass")
        if len(data) > LARGEST:
            return None
        path = self._of(key) / f"{sha256(data)}{_SUFFIX}"
        if not path.exists():
            path.write(zlib.compress(data))
        path.mark_used()
        return path

    def _thin(self, key: str) -> None:
        """Let go of all texts but the newest ones and those that an annotation sits in."""
        from reader.anchoring.anchors import is_in  # not before the first paint, and no command needs it

        earlier = self._paths(key)[NEWEST:]
        here = self._annotations(key) if earlier else ()
        for index, path in enumerate(earlier, NEWEST):
            text = _read(path) if index < MOST_VERSIONS else None
            if text is None or not any(is_in(one, text) for one in here):
                with suppress(OSError):
                    path.remove()

    def _of(self, key: str) -> StorePath:
        return self._folder / sha256(key.encode(errors="surrogatepass"))[:32]

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
        if not unpacker.eof or sha256(data) != path.name.removesuffix(_SUFFIX):
            return None
        return data.decode(errors="surrogatepass")
    except (OSError, zlib.error, UnicodeDecodeError):
        return None
