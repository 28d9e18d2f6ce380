"""The list of documents beside the articles: what was read of each, what is tagged in it, whose text it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.content import Content

from reader.config.label import Label
from reader.config.settings_in_force import SettingsInForce
from reader.ui.theme.label_styles import label_mark, label_style
from reader.ui.widgets.counters import counter, label_counts, title_with
from reader.ui.widgets.entity_pieces import fitted
from reader.ui.widgets.row_list import Numbers, Pieces, RowList
from reader.workspace.document_progress import BEGUN, FINISHED, Progress
from reader.workspace.library_entries import LibraryEntry

_MARKS = {FINISHED: "✓", BEGUN: "~"}


class DocumentList(RowList):
    """The documents; those that were left out say why. There may be thousands: only what is seen is made.

    Args:
        settings: the labels whose counts are shown.
        progress: tells how far a document is.
        number: tells its number.
    """

    def __init__(
        self,
        settings: SettingsInForce,
        progress: Callable[[LibraryEntry], Progress],
        number: Callable[[LibraryEntry | None], int],
    ) -> None:
        super().__init__("Documents", id="documents")
        self._settings = settings
        self._progress = progress
        self._number = number
        self._front: LibraryEntry | None = None

    def show(
        self, entries: Sequence[LibraryEntry], shown: Sequence[LibraryEntry], front: LibraryEntry | None = None
    ) -> None:
        """List them, the ones on the screen marked. When another one comes to the front, the list goes to its row."""

        def draw(index: int) -> Pieces:
            entry = entries[index]
            same = self._number(entry.duplicate_of)
            progress, labels = self._progress(entry), self._settings.now.labels
            return document_pieces(entry, entry in shown, progress, same, labels, self.room)

        if self.row_count != len(entries):
            self.border_title = Content(title_with("Documents", counter(None, len(entries)) if entries else ""))
        self.fill(Numbers(len(entries)), draw, "no documents")
        if front is not None and front is not self._front and front.place < len(entries):
            self._front = front
            self.highlight(str(front.place))


#: The part of a row that its tags may take with a column for each label; without blank ones they may take twice that.
_TAGS = 0.4


def document_pieces(
    entry: LibraryEntry, is_shown: bool, progress: Progress, same: int, labels: Sequence[Label], room: int
) -> Pieces:
    """One row: whether it is on the screen (``▸``), finished (``✓``) or begun (``~``), its name, what is tagged in it.

    Whose text it is (``≈3``), or why it was left out (``✗``), stands there too. Tags are at the right end, each label
    in a column of its own.

    Args:
        entry: the document.
        is_shown: whether it is on the screen.
        progress: how far it is.
        same: the number of the document whose text it has; 0 where it has none.
        labels: in the order of their columns.
        room: cells.
    """
    if entry.problem:
        return [(f"✗ {entry.name}: {entry.problem}", "less")]
    duplicate = f"{note_mark(progress)}{f'≈{same} ' if same else ''}"
    tags = _tags(progress.counts, labels, room)
    taken = 3 + cell_len(duplicate) + sum(cell_len(text) for text, _ in tags)
    name = fitted(entry.name, max(0, room - taken))
    return [
        (document_mark(is_shown, progress), None),
        (duplicate, "less"),
        (name, Style(bold=True) if is_shown else None),
        (" " * max(0, room - taken - cell_len(name)), None),
        *tags,
    ]


def document_mark(is_shown: bool, progress: Progress) -> str:
    """Three cells before a name: whether the document is on the screen, and how far it is."""
    return f"{'▸' if is_shown else ' '}{_MARKS.get(progress.state, ' ')} "


def note_mark(progress: Progress) -> str:
    """What stands before a name where the document has a note."""
    return "✎ " if progress.has_note else ""


def _tags(counts: Mapping[str, int], labels: Sequence[Label], room: int) -> list[tuple[str, Style | str | None]]:
    """How often each label was given; nothing where none was."""
    if not any(counts.values()):
        return []
    every = label_counts(counts, labels)
    has_columns = len(every) * 3 <= room * _TAGS
    pieces: list[tuple[str, Style | str | None]] = []
    for label, count in every:
        if count:
            pieces += [(" ", None), (label_mark(label), label_style(label)), (str(count), None)]
        elif has_columns and pieces:
            pieces.append(("   ", None))
    while sum(cell_len(text) for text, _ in pieces) > room * _TAGS * 2:
        pieces = pieces[:-3]  # more labels than there is room for: the list of annotations names them
    return pieces
