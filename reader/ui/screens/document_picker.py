"""Choosing a document by its name, how far it is, or what is tagged in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reader.config.label import Label
from reader.ui.screens.picker import PickerScreen
from reader.ui.widgets.document_list import document_pieces
from reader.ui.widgets.row_list import Pieces
from reader.workspace.document_progress import Progress
from reader.workspace.library_entries import LibraryEntry


class DocumentScreen(PickerScreen[LibraryEntry]):
    """The documents, filtered as one types: parts of names, ``unread``, ``begun``, ``finished``, names of labels.

    Args:
        entries: all documents.
        shown: those on the screen.
        labels: whose counts are shown.
        progress: tells how far a document is.
        number: tells its number.
        chosen: as in ``PickerScreen``.
    """

    HINT = "✓ finished   ~ begun   ▸ on the screen   ✗ left out   {take_row} opens"

    def __init__(
        self,
        entries: Sequence[LibraryEntry],
        shown: Sequence[LibraryEntry],
        labels: Sequence[Label],
        progress: Callable[[LibraryEntry], Progress],
        number: Callable[[LibraryEntry | None], int],
        chosen: Callable[[LibraryEntry], object],
    ) -> None:
        super().__init__("", "a name, unread, begun, finished, claim …", chosen)
        self._entries = entries
        self._shown = shown
        self._labels = labels
        self._progress = progress
        self._number = number
        self._narrowed: tuple[str, int] = ("", 0)  # what was typed before, and among how many documents

    def found(self, typed: str) -> Sequence[LibraryEntry] | Iterator[LibraryEntry | None]:
        """Those that have every word."""
        before, count = self._narrowed
        goes_on = bool(before) and typed.startswith(before) and len(self._entries) == count and self.is_complete
        self._narrowed = typed.strip() and typed, len(self._entries)
        words = typed.casefold().split()
        return self._with_all(words, self._left if goes_on else self._entries) if words else self._entries

    def _with_all(self, words: Sequence[str], entries: Sequence[LibraryEntry]) -> Iterator[LibraryEntry | None]:
        return (entry if all(self._says(entry, word) for word in words) else None for entry in entries)

    def _says(self, entry: LibraryEntry, word: str) -> bool:
        if entry.is_called(word):
            return True
        state, counts = self._progress(entry)
        return word in ("left out" if entry.problem else state) or any(word in label.casefold() for label in counts)

    def pieces(self, choice: LibraryEntry) -> Pieces:
        """As in the list of documents."""
        same = self._number(choice.duplicate_of)
        return document_pieces(choice, choice in self._shown, self._progress(choice), same, self._labels, self.room)

    def pick(self, index: int) -> None:
        """Open it; one that was left out stays where it is, with its reason."""
        if not self._left[index].problem:
            super().pick(index)


class NamedScreen(PickerScreen[LibraryEntry]):
    """The documents that name somebody, with how often each does.

    Args:
        asked: who, and in how many.
        counts: by document.
        chosen: as in ``PickerScreen``.
    """

    def __init__(self, asked: str, counts: Mapping[LibraryEntry, int], chosen: Callable[[LibraryEntry], None]) -> None:
        super().__init__(asked, "part of a name; {take_row} opens", chosen)
        self._counts = counts

    def found(self, typed: str) -> Sequence[LibraryEntry]:
        """Those whose name has every word."""
        words = typed.casefold().split()
        return [entry for entry in self._counts if all(word in entry.name.casefold() for word in words)]

    def pieces(self, choice: LibraryEntry) -> Pieces:
        """How often, and where."""
        return [(f"{self._counts[choice]:>3} ", None), (choice.name, None)]
