"""Choosing a document by its name, how far it is, or what is tagged in it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from reader.config.label import Label
from reader.ui.screens.picker import BREATH_S, STEP_S, PickerScreen
from reader.ui.widgets.document_list import document_pieces
from reader.ui.widgets.row_list import Pieces
from reader.workspace.document_progress import UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry


class DocumentScreen(PickerScreen[LibraryEntry]):
    """The documents, filtered as one types: parts of names, ``unread``, ``begun``, ``finished``, names of labels.

    Args:
        entries: all documents, each at its place.
        paths: what is looked for in those of which nothing else is known, at the same places.
        known: the others; some may come twice.
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
        paths: Sequence[str],
        known: Iterable[LibraryEntry],
        shown: Sequence[LibraryEntry],
        labels: Sequence[Label],
        progress: Callable[[LibraryEntry], Progress],
        number: Callable[[LibraryEntry | None], int],
        chosen: Callable[[LibraryEntry], object],
    ) -> None:
        super().__init__("", "a name, unread, begun, finished, claim …", chosen)
        self._entries = entries
        self._paths = paths
        self._known = iter(known)
        self._shown = shown
        self._labels = labels
        self._progress = progress
        self._number = number
        self._said: dict[int, str] = {}  # what is looked for in those that are known, case-folded, by their place
        self._narrowed: tuple[str, int] = ("", 0)  # what was typed before, and among how many documents

    def on_mount(self) -> None:
        """Everything at first; meanwhile get ready for what is typed."""
        super().on_mount()
        self.set_timer(BREATH_S, self._get_ready)

    def _get_ready(self) -> None:
        """Say of some more of those that are known what is looked for in them."""
        if self._say(time.monotonic() + STEP_S):
            self.set_timer(BREATH_S, self._get_ready)

    def _say(self, until: float = math.inf) -> bool:
        """Whether there are more."""
        while some := list(islice(self._known, self.AT_ONCE)):
            self._said.update((entry.place, self._said_of(entry)) for entry in some)
            if time.monotonic() >= until:
                return True
        return False

    def _said_of(self, entry: LibraryEntry) -> str:
        state, counts = self._progress(entry)
        return "\n".join((entry.name, entry.path, "left out" if entry.problem else state, *counts)).casefold()

    def found(self, typed: str) -> Sequence[LibraryEntry] | Iterator[Sequence[LibraryEntry]]:
        """Those that have every word."""
        before, count = self._narrowed
        goes_on = bool(before) and typed.startswith(before) and len(self._entries) == count and self.is_complete
        self._narrowed = typed.strip() and typed, len(self._entries)
        words = typed.casefold().split()
        return self._with_all(words, self._left if goes_on else self._entries) if words else self._entries

    def _with_all(self, words: Sequence[str], entries: Sequence[LibraryEntry]) -> Iterator[Sequence[LibraryEntry]]:
        self._say()
        for start in range(0, len(entries), self.AT_ONCE):
            left = entries[start : start + self.AT_ONCE]
            for word in words:
                left = self._with(word, left)
            yield left

    def _with(self, word: str, entries: Sequence[LibraryEntry]) -> Sequence[LibraryEntry]:
        paths, said = self._paths, self._said
        if word in UNREAD:
            return [entry for entry in entries if word in said.get(entry.place, UNREAD) or word in paths[entry.place]]
        if not said:
            return [entry for entry in entries if word in paths[entry.place]]
        return [entry for entry in entries if word in said.get(entry.place, paths[entry.place])]

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
