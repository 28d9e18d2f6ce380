"""The index as a session has it: asked here, and kept in step by a child process (``index_worker``).

A thread starts the process, asks it for one pass after the other as they are wanted, and remembers how far it is. No
method waits for the process unless it says so.
"""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reader.system.child_process import ChildDropped, ChildProcess
from reader.system.guarded_path import StorePath

if TYPE_CHECKING:
    from reader.store.store_protocol import Store
    from reader.workspace.fulltext.annotation_upkeep import AnnotationProgress
    from reader.workspace.fulltext.text_index import TextIndex
    from reader.workspace.jobs.file_search import NamedFiles
    from reader.workspace.library import Library

MODULE = "reader.workspace.fulltext.index_worker"
#: Seconds that one report may take: a slow document takes a minute. Bytes of the longest report.
_WAIT_S = 600.0
_MAX_ANSWER = 1 << 16
#: Times that the process may end in one pass before the pass is given up.
_PATIENCE = 3
#: Seconds that the process is kept for the next pass; then it gives its memory back.
_REST_S = 3.0
_Answer = TypeVar("_Answer")


class IndexState(NamedTuple):
    """What is known of the index.

    Attributes:
        annotations: of the store's documents that changed, how many were read in this pass; None before that is known.
        is_checked: every file was compared with it in this pass: what it gives is as the files are now.
        is_over: this pass is over, one way or the other.
        is_whole: and everything that can be read is in the index.
        total, behind: as of ``PassProgress``.
    """

    is_checked: bool = False
    is_over: bool = False
    is_whole: bool = False
    total: int = 0
    behind: int = 0
    annotations: AnnotationProgress | None = None

    @property
    def has_annotations(self) -> bool:
        """Whether the annotations in the index are as they were in the store when this pass began."""
        return self.annotations is not None and self.annotations.is_over


class SearchIndex:
    """The index of some documents; usable from any thread.

    Args:
        file: of the index; None where there is no place for one.
        address, viewer: of the store.
        files: which documents; asked with each pass.
    """

    def __init__(self, file: StorePath | None, address: str, viewer: str, files: Callable[[], NamedFiles]) -> None:
        self._file = file
        self._address, self._viewer = address, viewer
        self._files = files
        self._changed = threading.Condition()
        self._state = IndexState(is_over=file is None)
        self._is_wanted = self._is_closing = False
        self._is_first = True
        self._asked = -math.inf
        self._process: ChildProcess | None = None
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> IndexState:
        """What is known now."""
        return self._state

    def look(self, unless_within: float = 0.0) -> None:
        """Have the files compared with the index, and what has changed read: soon, or after the pass that is under way.

        Args:
            unless_within: nothing is done where that was asked for in so many seconds before.
        """
        with self._changed:
            if self._file is None or self._is_closing or time.monotonic() - self._asked < unless_within:
                return
            self._asked = time.monotonic()
            self._is_wanted = True
            self._state = IndexState() if self._state.is_over else self._state._replace(annotations=None)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="index", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def wait(self, holds: Callable[[IndexState], object], seconds: float) -> IndexState:
        """Wait until something holds of the state, but no longer than that; the state then."""
        with self._changed:
            self._changed.wait_for(lambda: holds(self._state) or self._is_closing, seconds)
            return self._state

    def reader(self) -> IndexReader:
        """What asks the index, for one thread; to be closed."""
        return IndexReader(self._file, self._files().encoding)

    def close(self) -> None:
        """End the process; nothing is lost by it, the next pass reads on."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        if process := self._process:
            process.kill()
        if self._thread is not None and self._thread.ident is not None:  # the system may refuse to start one
            self._thread.join(1)

    # --- on the thread

    def _run(self) -> None:
        while self._is_next():
            is_whole = self._has_passed()
            with self._changed:
                passed = self._state if is_whole else IndexState()
                read = None if self._is_wanted else passed.annotations  # else what was written since is not in it
                self._state = passed._replace(is_over=not self._is_wanted, is_whole=is_whole, annotations=read)
                self._changed.notify_all()
        self._end()

    def _is_next(self) -> bool:
        """Wait for a pass that is wanted; without one for a while, the process ends."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_wanted or self._is_closing, _REST_S):
                self._end()
                self._changed.wait_for(lambda: self._is_wanted or self._is_closing)
            self._is_wanted = False
            return not self._is_closing

    def _has_passed(self) -> bool:
        """Have the process make one pass; whether it came to an end. One that ends in it is started again."""
        for _ in range(_PATIENCE):
            try:
                return self._is_whole_pass()
            except ChildDropped:
                return False
            except (OSError, ValueError, TypeError):
                self._end()
        return False

    def _is_whole_pass(self) -> bool:
        from reader.workspace.fulltext.annotation_upkeep import AnnotationProgress

        assert self._file is not None  # noqa: S101 - else no thread is started
        process = self._process = self._process or ChildProcess(
            MODULE, self._address, str(self._file.root), *self._file.parts, self._viewer
        )
        wanted = {"files": self._files()._asdict(), "with_unreadable": self._is_first}
        process.send(json.dumps(wanted).encode("ascii"))
        while True:
            answer = json.loads(bytes(process.receive(_WAIT_S, _MAX_ANSWER, lambda: self._is_closing)))
            if isinstance(answer, str):
                return False
            if isinstance(answer, dict):
                read = AnnotationProgress(*map(int, answer["annotations"]))
                with self._changed:  # where another pass is wanted, something may have been written since this began
                    self._state = IndexState(annotations=None if self._is_wanted else read)
                    self._changed.notify_all()
                continue
            total, behind, is_over = map(int, answer)
            with self._changed:
                self._state = self._state._replace(is_checked=True, total=total, behind=behind)
                if is_over:
                    self._is_first = False
                    return True
                self._changed.notify_all()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()


class IndexReader:
    """Asks the index, whatever becomes of its file meanwhile; for one thread.

    Attributes:
        inode: tells the file that was asked last from any other; 0 where it could not be asked.
    """

    def __init__(self, file: StorePath | None, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._index: TextIndex | None = None
        self.inode = 0

    def ask(self, question: Callable[[TextIndex], _Answer]) -> _Answer | None:
        """What the index says; None where it cannot be asked."""
        from reader.workspace.fulltext.index_file import IndexUnusableError, inode_of, opened_to_read
        from reader.workspace.fulltext.text_index import TextIndex

        if self._file is None:
            return None
        try:
            inode = inode_of(self._file)
            if self._index is None or inode != self.inode:
                self.close()
                self._index = TextIndex(opened_to_read(self._file), self._encoding)
                self.inode = inode
            return question(self._index)
        except IndexUnusableError:
            self.close()
            return None

    def close(self) -> None:
        """Close the file."""
        if self._index is not None:
            self._index.close()
        self._index, self.inode = None, 0


def index_of(library: Library, store: Store) -> SearchIndex:
    """The index of the documents of a library, in the folder of the store for what can be found again."""
    from reader.workspace.fulltext.index_file import FILE

    cache, files = store.cache_folder(), library.files

    def named() -> NamedFiles:
        return files.wanted._replace(paths=[*files.wanted.paths, *files.later])

    return SearchIndex(None if cache is None else cache / FILE, store.address, store.viewer, named)
