"""The list of documents beside the articles: what was read of each, what is tagged in it, whose text it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.style import Style
from textual.content import Content

from reader.settings import Label
from reader.ui.library import Entry
from reader.ui.progress import BEGUN, FINISHED, Progress
from reader.ui.rows import Pieces, RowList
from reader.ui.styles import label_mark, label_style

_DIM = Style(dim=True)
_MARKS = {FINISHED: "✓", BEGUN: "~"}


class DocumentList(RowList):
    """The documents; those that were left out say why. There may be thousands: only what is seen is made.

    Args:
        labels: whose counts are shown.
        progress: tells how far a document is.
    """

    def __init__(self, labels: Sequence[Label], progress: Callable[[Entry], Progress]) -> None:
        super().__init__("Documents", id="documents")
        self._labels = labels
        self._progress = progress

    def use_labels(self, labels: Sequence[Label]) -> None:
        """Show the counts of these labels from now on."""
        self._labels = labels

    def show(self, entries: Sequence[Entry], shown: Sequence[Entry]) -> None:
        """List them, the ones on the screen marked."""

        def draw(index: int) -> Pieces:
            entry = entries[index]
            return document_pieces(entry, entry in shown, self._progress(entry), self._labels)

        if self.row_count != len(entries):
            self.border_title = Content(f"Documents {len(entries)}" if entries else "Documents")
        self.fill([str(index) for index in range(len(entries))], draw, "no documents")


def document_pieces(entry: Entry, is_shown: bool, progress: Progress, labels: Sequence[Label]) -> Pieces:
    """One row: whether it is on the screen (``▸``), finished (``✓``) or begun (``~``), what is tagged, its name.

    Whose text it is (``≈3``), or why it was left out (``✗``), stands there too.
    """
    if entry.problem:
        return [(f"✗ {entry.name}: {entry.problem}", _DIM)]
    pieces: list[tuple[str, Style | None]] = [("▸" if is_shown else " ", None), (_MARKS.get(progress.state, " "), None)]
    known = {label.name: label for label in labels}
    for name, count in sorted(progress.counts.items(), key=lambda one: [*known, one[0]].index(one[0])):
        label = known.get(name, Label(name, "", "white"))
        pieces += [(label_mark(label), label_style(label)), (str(count), None)]
    if progress.counts:
        pieces.append((" ", None))
    if entry.twin:
        pieces.append((f"≈{entry.twin.number} ", _DIM))
    return [*pieces, (entry.name, Style(bold=True) if is_shown else None)]
