"""Moving the ends of an annotation, or giving it another label: it stays the same one, its note and links too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.annotation import DETACHED
from reader.model.spans import Span
from reader.ui.keymap.held_annotation import Held
from reader.ui.widgets.counters import counter

if TYPE_CHECKING:
    from reader.model.annotation import Annotation
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.reading import Reading
    from reader.ui.controllers.tagging import Tagging
    from reader.ui.display import Display
    from reader.ui.keymap.held_annotation import HeldAnnotation
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session

_NOTHING_HELD = "m takes hold of an annotation first"


class AnnotationEnds:
    """The mode in which every motion moves an end of an annotation."""

    def __init__(
        self,
        session: Session,
        display: Display,
        held: HeldAnnotation,
        reading: Reading,
        tagging: Tagging,
        changes: Changes,
    ) -> None:
        self._session = session
        self._display = display
        self._held = held
        self._reading = reading
        self._tagging = tagging
        self._changes = changes

    def move(self) -> None:
        """Take hold of the annotation under the cursor, or of the one that is listed; a detached one of the passage."""
        display = self._display
        display.take_count()
        if display.active.as_scraped:
            display.say_as_scraped()
            return
        opened, here = display.active.open, self._tagging.annotations_here()
        if opened is None or not here:
            return
        if display.focused is not display.active:
            display.go_to_pane(display.active)
        self._hold(opened, here[0], tuple(one.id for one in here))

    def _hold(self, opened: OpenDocument, annotation: Annotation, here: tuple[str, ...]) -> None:
        pane = self._display.active
        if annotation.anchor != DETACHED:
            pane.choose(Span(annotation.start, annotation.end))
        self._held.held = Held(opened, annotation.id, here)
        if pane.cursor is not None:
            pane.cursor.hold(pane.cursor.passage)
        self._reading.draw_cursor()
        if len(here) > 1:
            which = f"{annotation.label} ({counter(here.index(annotation.id) + 1, len(here))} here)"
            keys = self._display.with_keys("{next_here}: the next one  motions  a label  {keep_ends} keeps")
            self._display.say(f"{which}  {keys}")

    def next_here(self) -> None:
        """Leave this one as it was, and take the next one here instead."""
        held = self._held.held
        if held is None or not self._held.is_active:
            self._display.say(_NOTHING_HELD)
            return
        turned = held.here[held.here.index(held.identifier) + 1 :] + held.here
        following = next((one for name in turned if (one := held.opened.records.get(name)) is not None), None)
        if following is None or following.id == held.identifier:
            self._display.say("there is no other annotation here")
            return
        self._hold(held.opened, following, held.here)

    def tag(self, label: str) -> None:
        """Tag; while an annotation is moved, give it this label and keep it."""
        if self._held.is_active:
            self._keep(label)
        else:
            self._held.held = None
            self._tagging.tag(label)

    def keep_ends(self) -> None:
        """Keep the annotation where its ends are now."""
        if self._held.is_active:
            self._keep("")
        else:
            self._display.say(_NOTHING_HELD)

    def _keep(self, label: str) -> None:
        held, cursor = self._held.held, self._display.active.cursor
        if held is None or cursor is None:
            return
        passage, opened = cursor.words, held.opened
        annotation = opened.records.get(held.identifier)
        self.stop_moving()
        if passage.start >= passage.end:
            self._display.say("left as it was: nothing but white space is marked")
            return
        cursor.choose(passage)
        if annotation is None:
            self._display.say(self._session.edits.gone(opened, held.identifier))
        elif any(
            one.id != annotation.id
            for one in opened.records.same(label or annotation.label, *passage, annotation.annotator)
        ):
            self._display.say(f"left as it was: there is one more {label or annotation.label} on just this passage")
        elif changes := opened.records.move(annotation, label or annotation.label, *passage):
            what = f"{annotation.label} is {label} now" if label and label != annotation.label else "ends moved"
            self._changes.do(opened, what, changes)
        else:
            self._display.say("left as it was")
        self._display.active.follow()

    def stop_moving(self) -> bool:
        """Leave the annotation as it was; whether one was being moved."""
        was_moving, held, self._held.held = self._held.is_active, self._held.held, None
        pane = self._display.active
        if was_moving and held is not None:
            annotation = held.opened.records.get(held.identifier)
            if annotation is not None and annotation.anchor != DETACHED:
                pane.choose(Span(annotation.start, annotation.end))
            elif pane.cursor is not None:
                pane.cursor.settle()
                pane.follow()
            self._display.refresh_status()
        return was_moving

    def take_changed(self, opened: OpenDocument) -> None:
        """The records of a document are others now: an annotation that is gone is moved no longer."""
        held = self._held.held
        is_gone = held is not None and held.opened is opened and opened.records.get(held.identifier) is None
        if is_gone and self.stop_moving():
            self._held.was_lost = True
