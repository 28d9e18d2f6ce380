"""Sees what another reader, an editor or git writes into the store, as it happens: whoever watches is told the keys.

The system tells (inotify and its like); where it will not, the files that matter are looked at twice a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from reader.annotations.recall import Stamp, stamp_of

#: How long changes are gathered, and how often the system is asked, in milliseconds.
_DEBOUNCE_MS, _STEP_MS = 50, 10
#: How often files are looked at where the system does not tell, in seconds.
POLL_S = 0.5
_ENDINGS = (".json", ".jsonl")


class Watcher:
    """A thread that watches a store.

    Args:
        folder: the store's; need not be there yet.
        journals: the folder with its journals.
        tell: called on the thread with the keys of documents that were written; must return at once.
        keys: gives those of the documents that are open, where the system does not tell.
    """

    def __init__(
        self,
        folder: Path,
        journals: Path,
        tell: Callable[[set[str]], object],
        keys: Callable[[], Iterable[str]],
    ) -> None:
        self._folder = folder
        self._journals = journals
        self._tell = tell
        self._keys = keys
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin; the library that asks the system is loaded on the thread."""
        self._thread.start()

    def close(self) -> None:
        """End the thread, which may take a moment that nobody waits for."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self._folder.is_dir() or not self._journals.is_dir():
                self._look()
            else:
                with suppress(Exception):  # no such library, no more watches, a file system that has none
                    self._listen()
                    continue
                self._poll()

    def _listen(self) -> None:
        from watchfiles import watch

        events = watch(
            self._folder, self._journals, watch_filter=None, debounce=_DEBOUNCE_MS, step=_STEP_MS, recursive=False,
            stop_event=self._stop, rust_timeout=1000, yield_on_timeout=True, raise_interrupt=False,
        )  # fmt: skip
        self._tell_of(self._keys())  # what was written before the system began to tell
        for changes in events:
            self._tell_of(Path(path).stem for _, path in changes if path.endswith(_ENDINGS))
            if not self._journals.is_dir() or not self._folder.is_dir():
                return

    def _poll(self) -> None:
        while not self._stop.is_set():
            self._look()

    def _look(self) -> None:
        """Look at the open documents' files, wait, and look again."""
        before = self._stamps()
        self._stop.wait(POLL_S)
        after = self._stamps()
        self._tell_of(key for key, stamps in after.items() if before.get(key, stamps) != stamps)

    def _stamps(self) -> dict[str, tuple[Stamp, Stamp]]:
        return {
            key: (stamp_of(self._folder / f"{key}.json"), stamp_of(self._journals / f"{key}.jsonl"))
            for key in self._keys()
        }

    def _tell_of(self, keys: Iterable[str]) -> None:
        if found := {key for key in keys if key and key[0] != "."}:
            with suppress(Exception):  # the reader is closing
                self._tell(found)
