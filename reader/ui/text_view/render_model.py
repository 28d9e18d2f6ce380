"""What one view shows, without how it looks: a wrapped text, and everything that is marked in it, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.model.article import Block
from reader.model.spans import Span
from reader.ui.text_view.gutter_marks import MarkedRows, SpanIndex
from reader.ui.text_view.row_layout import Layout
from reader.ui.theme.label_styles import block_look


class Reason(NamedTuple):
    """A line that was dropped, and why: shown beside it where the page is shown as scraped."""

    span: Span
    text: str


class RenderModel:
    """A text in rows, its blocks, and what is marked: annotations, mentions, hits, the passage under the cursor.

    Args:
        text: what is shown.
        width: cells of a row.
        blocks: ordered by start, without overlap.
        reasons: as blocks; only where the page is shown as scraped.
    """

    def __init__(self, text: str, width: int, blocks: Sequence[Block] = (), reasons: Sequence[Reason] = ()) -> None:
        self.blocks = blocks
        self.reasons = reasons
        self.passage = Span(0, 0)
        self.selecting = False
        self.hit_here: Span | None = None
        self._block_index = SpanIndex(Span(block.start, block.end) for block in blocks)
        self._reason_index = SpanIndex(reason.span for reason in reasons)
        self._mentions = SpanIndex()
        self._hits = SpanIndex()
        self._hints: dict[int, list[tuple[int, str]]] = {}
        self.rows = Layout(text, width)
        self.marked = MarkedRows(self.rows, {})

    def wrap(self, rows: Layout) -> None:
        """Show the same text in other rows; what is marked stays."""
        self.rows = rows
        self.marked = MarkedRows(self.rows, self.marked.all)

    def set_mentions(self, spans: Iterable[Span]) -> None:
        """Mark the mentions of the chosen entity; ordered, without overlap."""
        self._mentions = SpanIndex(spans)

    def set_hits(self, spans: Iterable[Span], here: Span | None) -> None:
        """Mark what a search found, ordered, without overlap, and the hit that the reader stands on."""
        self._hits, self.hit_here = SpanIndex(spans), here

    @property
    def has_hints(self) -> bool:
        """Whether any hint is shown."""
        return bool(self._hints)

    def hints(self, row: int) -> Sequence[tuple[int, str]]:
        """The hints on a row, by the cell of the text they begin at."""
        return self._hints.get(row, ())

    def set_hints(self, hints: Mapping[str, Span]) -> None:
        """Show hints: a code for each passage, drawn where it begins."""
        self._hints = {}
        for span, code in sorted((span, code) for code, span in hints.items()):
            row = self.rows.row_of(span.start)
            self._hints.setdefault(row, []).append((self.rows.cells(self.rows.span_of(row).start, span.start), code))

    def apart(self, spans: Iterable[Span], cells: int) -> list[Span]:
        """Those of some passages, ordered, that begin at least so many cells behind the one before in their row."""
        kept: list[Span] = []
        here, free_from = -1, 0
        for span in spans:
            row = self.rows.row_of(span.start)
            column = self.rows.cells(self.rows.span_of(row).start, span.start)
            if row != here or column >= free_from:
                kept.append(span)
                here, free_from = row, column + cells
        return kept

    def set_passage(self, span: Span, *, selecting: bool) -> set[int]:
        """Mark the passage under the cursor; gives the rows that look different now."""
        rows = {*self.rows.rows_of(self.passage), *self.rows.rows_of(span)}
        self.passage, self.selecting = span, selecting
        return rows

    def is_here(self, row: int) -> bool:
        """Whether a row shows some of the passage under the cursor."""
        return self.passage.end > self.passage.start and row in self.rows.rows_of(self.passage)

    def reason_at(self, row: int) -> Reason | None:
        """Why the line that a row belongs to was dropped; None where it was not."""
        found = self._reason_index.touching(*self.rows.span_of(row))
        return self.reasons[self._reason_index.spans.index(found[0])] if found else None

    def layers(self, row: int) -> Iterator[tuple[Span, str]]:
        """What lies on a row, from the bottom up: passages, and the name of their look.

        A look is a component class less ``text--``, or ``label:`` and the label's name.
        """
        span = self.rows.span_of(row)
        if span.start == span.end:
            return
        for block in self._blocks_on(span):
            if look := block_look(block.kind):
                yield Span(block.start, block.end), look
        if self.reasons and self.reason_at(row):
            yield span, "dropped"
        for mark in self.marked.marks(row):
            yield mark.span, f"label:{mark.label}"
        yield self.passage, "selection" if self.selecting else "passage"
        for mention in self._mentions.touching(*span):
            yield mention, "mention"
        for hit in self._hits.touching(*span):
            yield hit, "hit-here" if hit == self.hit_here else "hit"

    def _blocks_on(self, span: Span) -> Sequence[Block]:
        after = self._block_index.first_after(span.end)
        before = self._block_index.last_before(span.start + 1)
        return self.blocks[before or 0 : len(self.blocks) if after is None else after]
