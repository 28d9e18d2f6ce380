"""Putting back a line that was wrongly dropped, and dropping one that was wrongly kept, with one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.config.settings import annotator_name
from reader.model.annotation import Change
from reader.model.spans import Span
from reader.store.override_records import LINE
from reader.system.stdio import counted
from reader.ui.controllers.documents import DocumentActions

if TYPE_CHECKING:
    from reader.cleaning.line_overrides import Choice
    from reader.workspace.library_entries import OpenDocument


class ReshapingActions(DocumentActions):
    """What is done to the lines of a page."""

    def action_toggle_line(self) -> None:
        """Put the line under the cursor, or all that are selected, back, or drop them; annotations keep their place."""
        from reader.cleaning.line_overrides import choices_in

        opened, pane = self.active.open, self.active
        if opened is None or pane.cursor is None:
            lines = []
        elif pane.cursor.selecting:
            lines = choices_in(opened.article, pane.cursor.passage, on_page=pane.as_scraped)
        else:
            lines = choices_in(opened.article, Span(pane.page_offset, pane.page_offset + 1))
        if opened is None or not lines:
            self.say("no line here to put back or to drop")
            return
        if not lines[0].is_shown and 1 < len(lines) == len(opened.article.blocks):
            self.say("that is the whole article: select the lines that do not belong to it")
            return
        changes = self._moved(opened, lines)
        if changes is not None:
            is_one, is_back = len(lines) == 1, lines[0].is_shown
            what = f"{'line' if is_one else counted(len(lines), 'line')} {'put back' if is_back else 'dropped'}"
            them = "it" if is_one else "them"
            said = "" if is_back else f"{what}: R shows {them}, u brings {them} back"
            self.do(opened, what, (*changes, *self._decided(opened, lines)), said, asks=False)

    def _decided(self, opened: OpenDocument, lines: Sequence[Choice]) -> tuple[Change, ...]:
        """The decisions; or, where an earlier one said the opposite, that one taken back."""
        from reader.cleaning.line_overrides import choice_data, choices_on

        page = opened.article.page
        made: list[Change] = []
        earlier = [(one, found) for one in opened.records.decisions(LINE) for found in choices_on(page, [one.data])]
        taken_back: dict[str, tuple[Change, ...]] = {}
        for line in lines:
            opposite = next(
                (
                    one
                    for one, (start, end, is_shown) in reversed(earlier)
                    if is_shown != line.is_shown and Span(start, end).overlaps(line.start, line.end)
                ),
                None,
            )
            if opposite is None:
                made += opened.records.decide(LINE, choice_data(page, line), annotator_name(self.settings))
            else:
                taken_back[opposite.id] = opened.records.delete_decision(opposite)
        return (*(change for changes in taken_back.values() for change in changes), *made)

    def _moved(self, opened: OpenDocument, lines: Sequence[Choice]) -> tuple[Change, ...] | None:
        """Every annotation at its new place; None, with the reason said, where one lies in the lines themselves."""
        from reader.anchoring.anchors import anchored
        from reader.cleaning.line_overrides import carried, chosen

        before = opened.article
        after = chosen(before, lines)
        changes, inside = [], 0
        for one in opened.records.annotations:
            place = carried(Span(one.start, one.end), before, after)
            if place is None:
                inside += 1
            elif place != (one.start, one.end):
                changes.append(Change(one, anchored(one, after, *place, status=one.anchor)))
        if inside:
            where = "this line" if len(lines) == 1 else f"these {len(lines)} lines"
            self.say(f"{counted(inside, 'annotation')} in {where}: delete {'it' if inside == 1 else 'them'} first")
            return None
        return tuple(changes)

    def refresh_marks(self, opened: OpenDocument) -> None:
        """Show a document as it is now: where lines came or went, its text too, at the same place."""
        places = [(pane, pane.page_offset) for pane in self.panes if pane.open is opened]
        if opened.reshape():
            for pane, offset in places:
                pane.show_again(offset)
            self.get_ready()
        super().refresh_marks(opened)
