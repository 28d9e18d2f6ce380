"""Choosing a document by its name, how far it is, or what is tagged in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from reader.config.label import Label
from reader.ui.screens.picker import BREATH_S, STEP_S, PickerScreen
from reader.ui.widgets.document_list import document_pieces
from reader.ui.widgets.row_list import Pieces
from reader.workspace.document_progress import Progress
from reader.workspace.library_entries import LibraryEntry


class DocumentScreen(PickerScreen[LibraryEntry]):
    """The documents, filtered as one types: parts of names, ``unread``, ``begun``, ``finished``, names of labels.

    Args:
        entries: all documents, each at its place.
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
        self._said: list[str] = []  # what is looked for in the first documents, case-folded, in their order
        self._narrowed: tuple[str, int] = ("", 0)  # what was typed before, and among how many documents

    def on_mount(self) -> None:
        """Everything at first; meanwhile get ready for what is typed."""
        super().on_mount()
        self.set_timer(BREATH_S, self._get_ready)

    def _get_ready(self) -> None:
        """Say of some more documents what is looked for in them: it takes far longer than to look for a word."""
        end = time.monotonic() + STEP_S
        while len(self._said) < len(self._entries) and time.monotonic() < end:
            self._say(len(self._said) + self.AT_ONCE)
        if len(self._said) < len(self._entries):
            self.set_timer(BREATH_S, self._get_ready)

    def _say(self, count: int) -> None:
        self._said += map(self._said_of, self._entries[len(self._said) : count])

    def _said_of(self, entry: LibraryEntry) -> str:
        state, counts = self._progress(entry)
        state = "left out" if entry.problem else state
        if entry.has_plain_name and not counts:
            return f"{entry.path}\n{state}".casefold()
        return "\n".join((entry.name, entry.path, state, *counts)).casefold()

    def found(self, typed: str) -> Sequence[LibraryEntry] | Iterator[Sequence[LibraryEntry]]:
        """Those that have every word."""
        before, count = self._narrowed
        goes_on = bool(before) and typed.startswith(before) and len(self._entries) == count and self.is_complete
        self._narrowed = typed.strip() and typed, len(self._entries)
        words = typed.casefold().split()
        return self._with_all(words, self._left if goes_on else self._entries) if words else self._entries

    def _with_all(self, words: Sequence[str], entries: Sequence[LibraryEntry]) -> Iterator[Sequence[LibraryEntry]]:
        for start in range(0, len(entries), self.AT_ONCE):
            left = entries[start : start + self.AT_ONCE]
            self._say(left[-1].place + 1)
            for word in words:
                left = [entry for entry in left if word in self._said[entry.place]]
            yield left

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
