"""Moving the ends of an annotation, or giving it another label: it stays the same one, its note and links too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.model.annotation import DETACHED
from reader.model.spans import Span
from reader.ui.controllers.tagging import TaggingActions
from reader.ui.keymap.action_table import MOVING
from reader.ui.widgets.counters import counter

if TYPE_CHECKING:
    from reader.model.annotation import Annotation
    from reader.workspace.library_entries import OpenDocument


class _Held(NamedTuple):
    """Which annotation is being moved; ``here``: the ids of all that may have been meant, in the order of ``tab``."""

    opened: OpenDocument
    identifier: str
    here: tuple[str, ...]


class MovingActions(TaggingActions):
    """The mode in which every motion moves an end of an annotation."""

    _held: _Held | None = None

    @property
    def is_moving(self) -> bool:
        """Whether an annotation of the active pane is being moved."""
        return self._held is not None and self._held.opened is self.active.open and not self.active.as_scraped

    @property
    def mode_word(self) -> str:
        """As ``Desk``."""
        return "MOVE" if self.is_moving and self.question is None and not self.is_typing else super().mode_word

    def action_move(self) -> None:
        """Take hold of the annotation under the cursor, or of the one that is listed; a detached one of the passage."""
        self.take_count()
        if self.active.as_scraped:
            self.say("this is the page as scraped: R goes back to the article")
            return
        opened, here = self.active.open, self._annotations_here()
        if opened is None or not here:
            return
        if self.focused is not self.active:
            self.screen.set_focus(self.active)
            self.go_to_pane(self.active)
        self._hold(opened, here[0], tuple(one.id for one in here))

    def _hold(self, opened: OpenDocument, annotation: Annotation, here: tuple[str, ...]) -> None:
        if annotation.anchor != DETACHED:
            self.active.choose(Span(annotation.start, annotation.end))
        self._held = _Held(opened, annotation.id, here)
        if self.active.cursor is not None:
            self.active.cursor.hold(self.active.cursor.passage)
        self._draw_cursor()
        if len(here) > 1:
            which = f"{annotation.label} ({counter(here.index(annotation.id) + 1, len(here))} here)"
            self.say(f"{which}  tab: the next one  motions  a label  enter keeps")

    def action_next_here(self) -> None:
        """Leave this one as it was, and take the next one here instead."""
        held = self._held
        if held is None or not self.is_moving:
            self.say("m takes hold of an annotation first")
            return
        turned = held.here[held.here.index(held.identifier) + 1 :] + held.here
        following = next((one for name in turned if (one := held.opened.records.get(name)) is not None), None)
        if following is None or following.id == held.identifier:
            self.say("there is no other annotation here")
            return
        self._hold(held.opened, following, held.here)

    def action_tag(self, label: str) -> None:
        """Tag; while an annotation is moved, give it this label and keep it."""
        if self.is_moving:
            self._keep(label)
        else:
            self._held = None
            super().action_tag(label)

    def action_keep_ends(self) -> None:
        """Keep the annotation where its ends are now."""
        if self.is_moving:
            self._keep("")
        else:
            self.say("m takes hold of an annotation first")

    def _keep(self, label: str) -> None:
        moved, cursor = self._held, self.active.cursor
        if moved is None or cursor is None:
            return
        passage = cursor.passage
        annotation = moved.opened.records.get(moved.identifier)
        self.stop_moving()
        cursor.choose(passage)
        if annotation is None:
            self.say(self.gone(moved.opened, moved.identifier))
        elif any(
            _same(one, annotation, label or annotation.label, passage) for one in moved.opened.records.annotations
        ):
            self.say(f"left as it was: there is one more {label or annotation.label} on just this passage")
        elif changes := moved.opened.records.move(annotation, label or annotation.label, *passage):
            what = f"{annotation.label} is {label} now" if label and label != annotation.label else "ends moved"
            self.do(moved.opened, what, changes)
        else:
            self.say("left as it was")
        self.active.follow()

    def stop_moving(self) -> bool:
        """Leave the annotation as it was; whether one was being moved."""
        was_moving, held, self._held = self.is_moving, self._held, None
        if was_moving and held is not None:
            annotation = held.opened.records.get(held.identifier)
            if annotation is not None and annotation.anchor != DETACHED:
                self.active.choose(Span(annotation.start, annotation.end))
            elif self.active.cursor is not None:
                self.active.cursor.settle()
                self.active.follow()
            self.refresh_status()
        return was_moving

    def refresh_marks(self, opened: OpenDocument) -> None:
        """See ``Desk``; a tag that is gone is moved no longer."""
        super().refresh_marks(opened)
        held = self._held
        if held is not None and held.opened is opened and opened.records.get(held.identifier) is None:
            self.stop_moving()

    def _draw_cursor(self) -> None:
        """Draw the cursor; whatever led there, its end goes on being what moves."""
        cursor = self.active.cursor
        if self.is_moving and cursor is not None and not cursor.selecting:
            cursor.hold(cursor.passage)
        super()._draw_cursor()

    def action_select(self) -> None:
        """Start or drop a selection; there is one already while an annotation is moved."""
        if self.is_moving:
            self.action_say_what_moves()
        else:
            super().action_select()

    def action_say_what_moves(self) -> None:
        """Keys that do something else have to wait."""
        self.say("an annotation is moved: enter keeps, esc leaves it as it was")

    @property
    def mode(self) -> str:
        """The list or mode in which keys mean something of their own, as ``Action.where`` names it."""
        return MOVING if self.is_moving else ""


def _same(one: Annotation, moved: Annotation, label: str, passage: Span) -> bool:
    """Whether another annotation of the same person's is already what the moved one would be."""
    mine = (label, *passage, moved.annotator)
    return one.id != moved.id and (one.label, one.start, one.end, one.annotator) == mine
