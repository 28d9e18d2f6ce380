"""The texts of some files, one after the other: from the index, or read and put into it where it has none."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from reader.sources import SourceError, walk
from reader.store.store_protocol import Store
from reader.workspace.fulltext.document_texts import IndexedText
from reader.workspace.fulltext.index_file import IndexUnusableError
from reader.workspace.fulltext.index_upkeep import FoundStale, IndexUpkeep, read_document
from reader.workspace.fulltext.text_index import NewText
from reader.workspace.jobs.file_search import NamedFiles
from reader.workspace.library_entries import location_of

#: Texts that were read and are not in the index yet, at most.
_MOST_UNWRITTEN = 50


class DocumentText(NamedTuple):
    """A document's path as it was walked, the SHA-256 of its bytes, and its text."""

    path: str
    sha256: str
    text: IndexedText


#: Reads documents: what becomes of each, in order; None where one cannot be read, which was said.
ReadAll = Callable[[Iterator[str]], Iterator[NewText | None]]


class IndexedTexts:
    """The documents of some files.

    Args:
        files: which.
        store: what was written about them.
        upkeep: of the index of the same files; None to do without.

    Attributes:
        count: documents that were gone through so far, read or not.
    """

    def __init__(self, files: NamedFiles, store: Store, upkeep: IndexUpkeep | None) -> None:
        self._files = files
        self._store = store
        self._upkeep = upkeep
        self._unwritten: list[NewText] = []
        self.count = 0

    def that_may_hold(
        self, needles: Sequence[str], read: ReadAll, failed: Callable[[SourceError], None]
    ) -> Generator[DocumentText, None, None]:
        """The documents that may hold all of some texts, whatever their case, in the order of ``walk``.

        Args:
            needles: the texts.
            read: reads the documents that the index does not know.
            failed: called for each path that is none, and for each document that cannot be read any more.
        """
        stale = self._stale()
        known = self._candidates(needles) if stale is not None else None
        unknown = set(stale.paths) if stale is not None else set()
        paths = list(walk(self._files.paths, failed))
        is_known = [known is not None and location_of(path) != "" and path not in unknown for path in paths]
        new = read(path for path, is_there in zip(paths, is_known, strict=True) if not is_there)
        try:
            for path, is_there in zip(paths, is_known, strict=True):
                self.count += 1
                if is_there and known is not None:
                    if (identifier := known.get(location_of(path))) is not None:
                        yield from self._from_index(path, identifier, failed)
                elif (found := next(new)) is not None and found.text is not None:
                    self._keep(found)
                    yield DocumentText(path, found.sha256, found.text)
        finally:
            self._write()
            if self._upkeep is not None:
                self._upkeep.close()

    def _stale(self) -> FoundStale | None:
        if self._upkeep is not None:
            with suppress(IndexUnusableError):
                return self._upkeep.find_stale(with_unreadable=True)
            self._upkeep.close()
        self._upkeep = None
        return None

    def _candidates(self, needles: Iterable[str]) -> dict[str, int] | None:
        if self._upkeep is not None:
            with suppress(IndexUnusableError):
                index = self._upkeep.index()
                return {one.place: one.id for one in index.documents(index.candidates(needles))}
        return None

    def _from_index(self, path: str, identifier: int, failed: Callable[[SourceError], None]) -> Iterator[DocumentText]:
        """What the index has; a document that it has not any more is read."""
        if self._upkeep is not None:
            with suppress(IndexUnusableError):
                index = self._upkeep.index()
                text, state = index.text(identifier), index.state(location_of(path))
                if text is not None and state is not None:
                    yield DocumentText(path, state.sha256, text)
                    return
        try:
            new = read_document(path, self._store, self._files)
        except SourceError as error:
            failed(error)
            return
        if new.text is not None:
            yield DocumentText(path, new.sha256, new.text)

    def _keep(self, new: NewText) -> None:
        if new.place:
            self._unwritten.append(new)
        if len(self._unwritten) >= _MOST_UNWRITTEN:
            self._write()

    def _write(self) -> None:
        """Put what was read into the index."""
        unwritten, self._unwritten = self._unwritten, []
        if self._upkeep is not None and unwritten:
            with suppress(IndexUnusableError):  # the next search reads them again
                self._upkeep.index().put(unwritten)
