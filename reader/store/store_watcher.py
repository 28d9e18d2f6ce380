"""Sees what another reader, an editor or git writes into the store, as it happens: whoever watches is told the keys.

The system tells (inotify and its like); where it will not, the files that matter are looked at twice a second. A store
that is not there yet is looked for twenty times a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.store.files.document_state import Stamp, stamp_of
from reader.store.store_folder import LABELS_FILE
from reader.system.guarded_path import StorePath

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

#: How long changes are gathered, and how often the system is asked, in milliseconds.
_DEBOUNCE_MS, _STEP_MS = 50, 10
#: How often files are looked at where the system does not tell, in seconds.
POLL_S = 0.5
#: How often a folder that is not there is looked for, in seconds: the first tag in it must show in a tenth of a second.
_WAIT_S = 0.05
#: How long the system is waited for before it is seen whether to go on, in milliseconds.
_PATIENCE_MS = 1000
#: What is told, among the keys, where the labels of the store were written; no document has this key.
LABELS = LABELS_FILE.removesuffix(".jsonl")
_ENDINGS = (".json", ".jsonl")


class Watcher:
    """A thread that watches a store.

    Args:
        folder: the store's; need not be there yet.
        journals: the folder with its journals, in that folder.
        tell: called on the thread with the keys of documents that were written, and ``LABELS`` for the labels; must
            return at once.
        keys: gives those of the documents that are open, where the system does not tell.
    """

    def __init__(
        self,
        folder: Path,
        journals: Path,
        tell: Callable[[set[str]], object],
        keys: Callable[[], Iterable[str]],
    ) -> None:
        self._folder = StorePath(folder)
        self._journals = StorePath(folder, *journals.relative_to(folder).parts)
        self._tell = tell
        self._keys = keys
        self._seen: dict[str, tuple[Stamp, Stamp]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin; the library that asks the system is loaded on the thread."""
        self._thread.start()

    def close(self) -> None:
        """End the thread, which may take a moment that nobody waits for."""
        self._stop.set()

    def _run(self) -> None:
        self._seen = self._stamps()
        with suppress(Exception):  # no such library, no more watches, a file system that has none
            from watchfiles._rust_notify import RustNotify  # loaded before it is needed: that takes its time

            while not self._stop.is_set():
                if there := self._folders():
                    with suppress(FileNotFoundError):  # it is gone again
                        self._listen(RustNotify, there)
                else:
                    self._look(_WAIT_S)
        while not self._stop.is_set():
            self._look(POLL_S)

    def _folders(self) -> tuple[int, int] | None:
        """The inodes of the two folders, None while they are not both there."""
        with suppress(OSError):
            if self._journals.is_folder():
                return self._folder.lstat().st_ino, self._journals.lstat().st_ino
        return None

    def _listen(self, notifier: type[RustNotify], folders: tuple[int, int]) -> None:
        """Tell what the system tells, until the store is gone, or another one has taken its place."""
        places = [str(self._folder), str(self._journals)]
        with notifier(places, False, False, 0, False, False) as system:  # noqa: FBT003 - takes no names
            self._tell_of(self._open_keys())  # what was written before the system began to tell
            while not self._stop.is_set() and self._folders() == folders:
                changes = system.watch(_DEBOUNCE_MS, _STEP_MS, _PATIENCE_MS, self._stop)
                if isinstance(changes, set):
                    self._tell_of(Path(path).stem for _, path in changes if path.endswith(_ENDINGS))

    def _look(self, pause_s: float) -> None:
        """Wait, and tell what is not as it was when the open documents' files were last looked at."""
        self._stop.wait(pause_s)
        before, self._seen = self._seen, self._stamps()
        self._tell_of(key for key, stamps in self._seen.items() if before.get(key, stamps) != stamps)

    def _stamps(self) -> dict[str, tuple[Stamp, Stamp]]:
        stamps = {
            key: (stamp_of(self._folder / f"{key}.json"), stamp_of(self._journals / f"{key}.jsonl"))
            for key in self._open_keys()
        }
        return {**stamps, LABELS: (stamp_of(self._folder / LABELS_FILE), None)}

    def _open_keys(self) -> Sequence[str]:
        with suppress(Exception):  # the reader is opening a document at this moment, or closing
            return list(self._keys())
        return ()

    def _tell_of(self, keys: Iterable[str]) -> None:
        if found := {key for key in keys if key and key[0] != "."}:
            with suppress(Exception):  # the reader is closing
                self._tell(found)
