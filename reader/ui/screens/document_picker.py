"""Choosing a document by its name, how far it is, or what is tagged in it."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, islice

from reader.config.label import Label
from reader.ui.screens.picker import BREATH_S, STEP_S, PickerScreen
from reader.ui.widgets.document_list import document_pieces
from reader.ui.widgets.row_list import Pieces
from reader.workspace.document_progress import UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry

#: The word for documents that were assigned to the annotator.
_MINE = "mine"


class DocumentScreen(PickerScreen[LibraryEntry]):
    """The documents, filtered as one types: parts of names, labels, ``unread``, ``begun``, ``finished``, ``mine``.

    Args:
        entries: all documents, each at its place.
        paths: what is looked for in those of which nothing else is known, at the same places.
        known: the others; some may come twice.
        shown: those on the screen.
        labels: whose counts are shown.
        progress: tells how far a document is.
        number: tells its number.
        mine: those that were assigned to the annotator.
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
        mine: Iterator[LibraryEntry],
        chosen: Callable[[LibraryEntry], object],
    ) -> None:
        super().__init__("", "a name, unread, begun, finished, claim …", chosen)
        self._entries = entries
        self._paths = paths
        self._mine: set[LibraryEntry] = set()
        self._known = chain(self._noted(mine), known)
        self._shown = shown
        self._labels = labels
        self._progress = progress
        self._number = number
        self._said: defaultdict[int, dict[int, str]] = defaultdict(dict)  # see ``_say``

    def on_mount(self) -> None:
        """Everything at first; meanwhile get ready for what is typed."""
        super().on_mount()
        self.set_timer(BREATH_S, self._get_ready)

    def _get_ready(self) -> None:
        """Say of some more of those that are known what is looked for in them."""
        if self._say(time.monotonic() + STEP_S):
            self.set_timer(BREATH_S, self._get_ready)

    def _say(self, until: float = math.inf) -> bool:
        """Note what is looked for in those that are known: by which ``AT_ONCE`` they are in, and by their place there.

        Returns:
            whether there are more.
        """
        while some := list(islice(self._known, self.AT_ONCE)):
            for entry in some:
                part, place = divmod(entry.place, self.AT_ONCE)
                self._said[part][place] = self._said_of(entry)
            if time.monotonic() >= until:
                return True
        return False

    def _noted(self, mine: Iterator[LibraryEntry]) -> Iterator[LibraryEntry]:
        for entry in mine:
            self._mine.add(entry)
            yield entry

    def _said_of(self, entry: LibraryEntry) -> str:
        state, counts = self._progress(entry)
        return "\n".join((entry.name, entry.path, "left out" if entry.problem else state, *counts)).casefold()

    def found(self, typed: str) -> Sequence[LibraryEntry] | Iterator[Sequence[LibraryEntry]]:
        """Those that have every word."""
        words = typed.casefold().split()
        return self._with_all(words) if words else self._entries

    def _with_all(self, words: Sequence[str]) -> Iterator[Sequence[LibraryEntry]]:
        self._say()
        is_mine = _MINE in words and bool(self._mine)  # where something was assigned, it is no part of a name
        words = [word for word in words if not (is_mine and word == _MINE)]
        for part, start in enumerate(range(0, len(self._entries), self.AT_ONCE)):
            entries, said = self._entries[start : start + self.AT_ONCE], self._said.get(part, {})
            texts = self._paths[start : start + len(entries)]
            fits = [True] * len(entries)
            for word in words:
                if word not in UNREAD:  # what else they are; a path alone is of one that nobody has begun
                    fits = [fit and word in text for fit, text in zip(fits, texts, strict=True)]
            for place, text in said.items():
                fits[place] = all(word in text for word in words)
            if is_mine:
                fits = [fit and entry in self._mine for fit, entry in zip(fits, entries, strict=True)]
            yield list(compress(entries, fits))

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
