"""What became of annotations whose document has changed: looked for after the first paint, shown, and answered."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.message import Message

from reader.config.settings import annotator_name
from reader.store.store_protocol import StoreError
from reader.system.stdio import counted
from reader.ui.controllers.documents import DocumentActions
from reader.ui.keymap.question import Question
from reader.ui.widgets.message_wording import KeyHint
from reader.workspace.document_notices import anchoring_notices

if TYPE_CHECKING:
    from reader.anchoring.anchors import Anchoring
    from reader.model.annotation import Annotation
    from reader.model.spans import Span
    from reader.store.renamed_documents import EarlierDocument
    from reader.store.save_queue import Saved
    from reader.workspace.library_entries import OpenDocument


class ReviewActions(DocumentActions):
    """Finding again, and the review of what was found."""

    @cached_property
    def _anchors_sought(self) -> set[OpenDocument]:
        """Whose annotations are being looked for."""
        return set()

    class Anchored(Message):
        """The annotations of a long document were looked for."""

        def __init__(self, opened: OpenDocument, found: Sequence[Anchoring]) -> None:
            super().__init__()
            self.opened = opened
            self.found = found

    class Likely(Message):
        """A document that nothing is tagged in may be one that the store knows."""

        def __init__(self, opened: OpenDocument, origin: EarlierDocument) -> None:
            super().__init__()
            self.opened = opened
            self.origin = origin

    @cached_property
    def _origins(self) -> dict[OpenDocument, EarlierDocument | None]:
        """What documents may be, of those that were asked about."""
        return {}

    def tell_saved(self, saved: Saved) -> None:
        """Hand it over to the event loop."""
        self.post_message(self.Written(saved))

    def get_ready(self) -> None:
        """As before, and look for the annotations that are still to be found."""
        super().get_ready()
        for pane in self.panes:
            if pane.open is not None and _is_unknown(pane.open) and pane.open not in self._origins:
                self._origins[pane.open] = None
                threading.Thread(target=self._find_origin, args=(pane.open,), name="origins", daemon=True).start()
            if pane.open is not None and pane.open.records.lost and pane.open not in self._anchors_sought:
                self._anchors_sought.add(pane.open)
                threading.Thread(target=self._find_again, args=(pane.open,), name="anchors", daemon=True).start()

    def _find_again(self, opened: OpenDocument) -> None:
        self.post_message(self.Anchored(opened, opened.records.find_lost()))

    def on_review_actions_anchored(self, message: Anchored) -> None:
        """They were looked for: show where they are."""
        opened = message.opened
        self._anchors_sought.discard(opened)
        opened.records.take_found(message.found)
        self.refresh_marks(opened)
        notice = "; ".join(anchoring_notices(opened.records))
        if self.active.open is opened:
            self.say(notice)
        else:
            opened.notice = notice

    def _find_origin(self, opened: OpenDocument) -> None:
        from reader.store.renamed_documents import likely_origin

        origin = likely_origin(self.store, opened.article.page.path, opened.article)
        if origin is not None:
            self.post_message(self.Likely(opened, origin))

    def on_review_actions_likely(self, message: Likely) -> None:
        """A document may be one that the store knows: ask, in the status line, for an answer."""
        opened, origin = message.opened, message.origin
        if not _is_unknown(opened):
            return
        self._origins[opened] = origin
        if self.active.open is opened:
            self.say(_offered(origin))
        else:
            opened.notice = _offered(origin)

    def _ask_origin(self, opened: OpenDocument, origin: EarlierDocument) -> None:
        def take(key: str) -> bool:
            if key == "y":
                self._take_over(opened, origin)
            return True

        tagged = counted(origin.tagged, "annotation")
        keys = (KeyHint("y", "takes them"), KeyHint("n", "leaves them"))
        self.ask(Question(f"take over the {tagged} of “{origin.path}”?", keys, take))

    def _take_over(self, opened: OpenDocument, origin: EarlierDocument) -> None:
        """The document is the one that the store knows: show its annotations, and write down that it is."""
        from reader.store.renamed_documents import ORIGIN

        try:
            before = self.library.take_over(opened, origin.key)
        except StoreError as error:
            self.say(str(error))
            return
        for pane in self.panes:
            if pane.open is opened and pane.entry is not None:
                self.open_in(pane, pane.entry)
        self.refresh_all()
        data = {"path": before.path, "sha256": before.sha256}
        self.do(
            opened,
            f"taken over from {before.path}",
            opened.records.decide(ORIGIN, data, annotator_name(self.settings)),
        )

    async def action_review_moves(self) -> None:
        """Go through what was moved, what is to be confirmed, and what is detached."""
        from reader.ui.screens.review_screen import ReviewScreen, cases

        opened, cursor = self.active.open, self.active.cursor
        if opened is not None and _is_unknown(opened) and (origin := self._origins.get(opened)) is not None:
            self._ask_origin(opened, origin)
            return
        if opened is None or not cases(opened.records):
            self.say("every annotation is where it was made")
            return
        key, name = opened.document.key, annotator_name(self.settings)
        is_selecting = cursor is not None and cursor.selecting and not self.active.as_scraped
        records = opened.records

        def put(annotation: Annotation, place: Span) -> None:
            self.do(opened, f"{annotation.label} put on its passage", records.accept(annotation, *place), asks=False)

        def confirm(annotation: Annotation) -> None:
            records.confirm(annotation)
            self.keep_moves(opened)
            self.say(f"{annotation.label} stays where it was found")

        def refuse(annotation: Annotation) -> None:
            self.do(opened, f"{annotation.label} left detached", records.reject(annotation, name), asks=False)

        screen = ReviewScreen(
            records,
            lambda: self.store.earlier_texts(key),
            self.active.article_passage if is_selecting else None,
            put=put,
            confirm=confirm,
            refuse=refuse,
            undo=self.action_undo,
        )
        await self.push_screen(screen)


def _is_unknown(opened: OpenDocument) -> bool:
    """Whether nothing of a document is in the store yet."""
    return opened.document.key is None and not opened.closed and not opened.records.counts()


def _offered(origin: EarlierDocument) -> str:
    found = f"{origin.found} of {counted(origin.tagged, 'annotation')}"
    return f"this may be “{origin.path}”, moved and changed: {found} of it found here; M takes them over"
