"""Keeps the index in step with the files and the store: first it finds what has changed, then it reads only that.

What is not as it was read is disowned before anything is read, so whoever asks the index is never told of a text that
was there before. It writes for moments only, so that two readers may keep the same index.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

from reader.cleaning.article_loading import read_article
from reader.model.article import Article
from reader.model.document import Document
from reader.sources import SourceError
from reader.store.store_protocol import Store, StoreError
from reader.system.guarded_path import StorePath
from reader.workspace.annotated_document import annotated
from reader.workspace.catalogue.document_facts import counted_facts
from reader.workspace.fulltext import annotation_upkeep
from reader.workspace.fulltext.annotation_index import AnnotationIndex
from reader.workspace.fulltext.annotation_upkeep import AnnotationProgress
from reader.workspace.fulltext.document_texts import document_paths, indexed_text, stamp_of_document
from reader.workspace.fulltext.index_file import IndexBrokenError, IndexUnusableError, inode_of, opened_to_write, remove
from reader.workspace.fulltext.text_index import NewText, TextIndex
from reader.workspace.jobs.file_search import NamedFiles
from reader.workspace.library_entries import location_of

#: Seconds to the first writing and report of a pass, and the most between two: the first ones are waited for.
_FIRST_WRITE_S, _WRITE_S = 0.02, 1.0
#: Documents that are written at once at most: their texts are in memory until then.
_MOST_UNWRITTEN = 200
#: Passes that are begun anew because the index was deleted or damaged meanwhile.
_TRIES = 3
_Done = TypeVar("_Done")


class PassProgress(NamedTuple):
    """How far a pass is.

    Attributes:
        total: documents that there are.
        behind: of these, documents that are still to be read, because the index does not hold them as they are now.
        is_over: whether all were looked at.
    """

    total: int
    behind: int
    is_over: bool = False


class FoundStale(NamedTuple):
    """What a pass has to do.

    Attributes:
        total: documents that there are.
        paths: of those that are to be read, in the order of ``walk``.
    """

    total: int
    paths: Sequence[str]


class IndexUpkeep:
    """Passes over the same files, one after the other.

    Args:
        file: of the index.
        store: what was written about the documents; read only.
        files: which documents.
    """

    def __init__(self, file: StorePath, store: Store, files: NamedFiles) -> None:
        self._file = file
        self._store = store
        self._files = files
        self._index: TextIndex | None = None
        self._inode = 0
        self._is_lost = False  # what the pass has written so far

    def bring_in_step(
        self,
        tell: Callable[[PassProgress], object],
        tell_annotations: Callable[[AnnotationProgress], object] = lambda _: None,
        *,
        with_unreadable: bool = False,
    ) -> None:
        """Read what has changed in the store, then look at every file, and read what has changed there.

        Args:
            tell: given how far it is with the files, once it is known which have changed, and now and then.
            tell_annotations: the same of the store's documents, before that.
            with_unreadable: try documents again that could not be read, although they have not changed.

        Raises:
            IndexUnusableError: the index cannot be written.
        """

        def work() -> PassProgress:
            annotation_upkeep.bring_in_step(self._annotations, self._store, tell_annotations)
            return self._pass(tell, with_unreadable=with_unreadable)

        tell(self._whole(work))

    def bring_annotations_in_step(
        self, tell: Callable[[AnnotationProgress], object], failed: Callable[[StoreError], object]
    ) -> AnnotationIndex:
        """Read only what has changed in the store; the index of it. As of ``annotation_upkeep.bring_in_step``."""
        self._whole(lambda: annotation_upkeep.bring_in_step(self._annotations, self._store, tell, failed))
        return self._annotations()

    def _annotations(self) -> AnnotationIndex:
        return self.index().annotations

    def _whole(self, work: Callable[[], _Done]) -> _Done:
        """Do something until it is in the index as a whole; raises ``IndexUnusableError``."""
        for _ in range(_TRIES):
            self._is_lost = False
            try:
                done = work()
            except IndexBrokenError:  # damaged by another program, or by the disk
                self.close()
                remove(self._file)
                continue
            if not self._is_lost:
                return done
        raise IndexUnusableError("is deleted again and again")

    def _pass(self, tell: Callable[[PassProgress], object], *, with_unreadable: bool) -> PassProgress:
        """One pass over the files; where it ended. It ends early where somebody deleted the index meanwhile."""
        found = self.find_stale(with_unreadable=with_unreadable)
        behind = len(found.paths)
        tell(PassProgress(found.total, behind))
        unwritten: list[NewText] = []
        pause = _FIRST_WRITE_S
        due = time.monotonic() + pause
        for path in found.paths:
            new = None if self._is_in_step(path) else self._read(path)
            unwritten += [new] if new is not None else []
            behind -= 1
            if time.monotonic() > due or len(unwritten) == _MOST_UNWRITTEN:
                self.index().put(unwritten)
                unwritten.clear()
                tell(PassProgress(found.total, behind))
                pause = min(2 * pause, _WRITE_S)
                due = time.monotonic() + pause
            if self._is_lost:
                break
        self.index().put(unwritten)
        return PassProgress(found.total, behind, is_over=True)

    def index(self) -> TextIndex:
        """The index, made anew where somebody has deleted it; raises ``IndexUnusableError``."""
        if self._index is None or inode_of(self._file) != self._inode:
            self._is_lost = self._is_lost or self._index is not None
            self.close()
            self._index = TextIndex(opened_to_write(self._file), self._files.encoding)
            self._inode = inode_of(self._file)
        return self._index

    def close(self) -> None:
        """Close the index."""
        if self._index is not None:
            self._index.close()
        self._index = None

    def find_stale(self, *, with_unreadable: bool = False) -> FoundStale:
        """Compare every file with what the index knows of it, and disown what is not as it was.

        Raises:
            IndexUnusableError: the index cannot be written.
        """
        index = self.index()
        self._heed_store(index)
        states, total = index.states(), 0
        stale: list[str] = []
        old: list[int] = []
        for path in document_paths(self._files.paths):
            total += 1
            state = states.pop(location_of(path), None)
            if (
                state is None
                or not state.is_current(stamp_of_document(path))
                or (with_unreadable and not state.is_readable)
            ):
                stale.append(path)
                old += [state.id] if state is not None else []
        if old:
            index.disown(old)
        if gone := [state.id for place, state in states.items() if stamp_of_document(place) is None]:
            index.remove(gone)
        return FoundStale(total, stale)

    def _read(self, path: str) -> NewText | None:
        """As ``read_document``, of a document that cannot be read without its text; None where it is gone."""
        stamp = stamp_of_document(path)
        if stamp is None:
            return None
        try:
            return read_document(path, self._store, self._files)
        except SourceError:
            return NewText(location_of(path), stamp, "", "", None)

    def _is_in_step(self, path: str) -> bool:
        """Whether another process has read it meanwhile."""
        state = self.index().state(location_of(path))
        return state is not None and state.is_current(stamp_of_document(path))

    def _heed_store(self, index: TextIndex) -> None:
        """Disown whatever somebody has written about since the index was last told; also other files than these."""
        try:
            now = self._store.marks()
        except StoreError:  # ``check`` says what is wrong with it
            return
        before = index.marks()
        new = {key: mark for key, mark in now.items() if before.get(key) != mark}
        gone = before.keys() - now.keys()
        documents = [document for key in new if (document := self._document(key)) is not None]
        if new or gone:
            index.take_marks(new, gone, documents)

    def _document(self, key: str) -> Document | None:
        with suppress(StoreError):
            return self._store.load(key).document
        return None


def read_document(path: str, store: Store, files: NamedFiles) -> NewText:
    """What the index is to hold of a document, as a reader would show it now; raises ``SourceError``."""

    def read(encoding: str) -> Article:
        return read_article(path, max_bytes=files.max_bytes, encoding=encoding or files.encoding)

    def again(encoding: str) -> Article | None:
        with suppress(SourceError):
            return read(encoding)
        return None

    stamp = stamp_of_document(path) or (0, 0)
    opened = annotated(read(""), store, again, files.encoding)
    facts = counted_facts(opened.article, path)
    return NewText(location_of(path), stamp, opened.sha256, opened.document.key or "", indexed_text(opened), facts)
