"""Putting back a line that was wrongly dropped, and dropping one that was wrongly kept, with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotations.annotation import Change
from reader.annotations.lines import LINE
from reader.settings import annotator_name
from reader.spans import Span
from reader.streams import counted
from reader.ui.documents import DocumentActions

if TYPE_CHECKING:
    from reader.cleaning.choices import Choice
    from reader.ui.library import Open


class ReshapingActions(DocumentActions):
    """What is done to the lines of a page."""

    def action_toggle_line(self) -> None:
        """Put the line under the cursor back, or drop it; annotations keep their place."""
        from reader.cleaning.choices import line_at

        opened = self.active.open
        line = line_at(opened.article, self.active.page_offset) if opened is not None else None
        if opened is None or line is None:
            self.say("no line here to put back or to drop")
            return
        changes = self._moved(opened, line)
        if changes is not None:
            what = "line put back" if line.is_shown else "line dropped"
            said = "" if line.is_shown else f"{what}: R shows it, u brings it back"
            self.do(opened, what, (*changes, *self._decided(opened, line)), said)

    def _decided(self, opened: Open, line: Choice) -> tuple[Change, ...]:
        """The decision; or, where an earlier one said the opposite, that one taken back."""
        from reader.cleaning.choices import choice_data, choices_on

        page, earlier = opened.article.page, opened.notebook.decisions(LINE)
        for one in reversed(earlier):
            found = choices_on(page, [one.data])
            if found and Span(*found[0][:2]).overlaps(line.start, line.end) and found[0].is_shown != line.is_shown:
                return opened.notebook.delete_decision(one)
        return opened.notebook.decide(LINE, choice_data(page, line), annotator_name(self.settings))

    def _moved(self, opened: Open, line: Choice) -> tuple[Change, ...] | None:
        """Every annotation at its new place; None, with the reason said, where one lies in the line itself."""
        from reader.annotations.anchors import anchored
        from reader.cleaning.choices import carried, chosen

        before = opened.article
        after = chosen(before, [line])
        changes, inside = [], 0
        for one in opened.notebook.annotations:
            place = carried(Span(one.start, one.end), before, after)
            if place is None:
                inside += 1
            elif place != (one.start, one.end):
                changes.append(Change(one, anchored(one, after, *place, status=one.anchor)))
        if inside:
            self.say(f"{counted(inside, 'annotation')} in this line: delete them first, or leave it")
            return None
        return tuple(changes)

    def refresh_marks(self, opened: Open) -> None:
        """Show a document as it is now: where lines came or went, its text too, at the same place."""
        places = [(pane, pane.page_offset) for pane in self.panes if pane.open is opened]
        if opened.reshape():
            for pane, offset in places:
                pane.show_again(offset)
            self.get_ready()
        super().refresh_marks(opened)
