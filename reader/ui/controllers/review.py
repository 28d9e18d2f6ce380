"""What became of annotations whose document has changed: looked for after the first paint, shown, and answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.store.store_protocol import StoreError
from reader.system.stdio import counted
from reader.ui.keymap.question import Question
from reader.ui.widgets.message_wording import KeyHint
from reader.workspace.document_notices import anchoring_notices

if TYPE_CHECKING:
    from reader.anchoring.anchors import Anchoring
    from reader.model.annotation import Annotation
    from reader.model.spans import Span
    from reader.store.renamed_documents import EarlierDocument
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.documents import Documents
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class Review:
    """Re-anchoring, and the review of what was re-anchored."""

    def __init__(
        self,
        session: Session,
        display: Display,
        prompts: Prompts,
        documents: Documents,
        changes: Changes,
        undo: Callable[[], object],
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._documents = documents
        self._changes = changes
        self._undo = undo
        self._anchors_sought: set[OpenDocument] = set()  # whose annotations are being looked for
        self._origins: dict[OpenDocument, EarlierDocument | None] = {}  # of the documents that were asked about

    def look(self) -> None:
        """Look for the annotations of the documents on the screen that are still to be found."""
        for pane in self._display.panes:
            opened = pane.open
            if opened is None:
                continue
            if _is_unknown(opened) and opened not in self._origins:
                self._origins[opened] = None
                threading.Thread(target=self._find_origin, args=(opened,), name="origins", daemon=True).start()
            if opened.records.lost and opened not in self._anchors_sought:
                self._anchors_sought.add(opened)
                threading.Thread(target=self._find_again, args=(opened,), name="anchors", daemon=True).start()

    def _find_again(self, opened: OpenDocument) -> None:
        found = opened.records.find_lost()
        self._display.post(lambda: self._take_found(opened, found))

    def _take_found(self, opened: OpenDocument, found: Sequence[Anchoring]) -> None:
        """The annotations of a document were looked for: show where they are."""
        self._anchors_sought.discard(opened)
        opened.records.take_found(found)
        self._session.edits.tell_changed(opened)
        self._say_of(opened, "; ".join(anchoring_notices(opened.records)))

    def _find_origin(self, opened: OpenDocument) -> None:
        from reader.store.renamed_documents import likely_origin

        origin = likely_origin(self._session.store, opened.article.page.path, opened.article)
        if origin is not None:
            self._display.post(lambda: self._take_origin(opened, origin))

    def _take_origin(self, opened: OpenDocument, origin: EarlierDocument) -> None:
        """A document may be one that the store knows: ask, in the status line, for an answer."""
        if _is_unknown(opened):
            self._origins[opened] = origin
            self._say_of(opened, _offered(origin))

    def _say_of(self, opened: OpenDocument, notice: str) -> None:
        """Say it now where the document is in front, else when it comes up."""
        if self._display.active.open is opened:
            self._display.say(notice)
        else:
            opened.notice = notice

    def _ask_origin(self, opened: OpenDocument, origin: EarlierDocument) -> None:
        def take(key: str) -> bool:
            if key == "y":
                self._take_over(opened, origin)
            return True

        tagged = counted(origin.tagged, "annotation")
        keys = (KeyHint("y", "takes them"), KeyHint("n", "leaves them"))
        self._prompts.ask(Question(f"take over the {tagged} of “{origin.path}”?", keys, take))

    def _take_over(self, opened: OpenDocument, origin: EarlierDocument) -> None:
        """The document is the one that the store knows: show its annotations, and write down that it is."""
        from reader.store.renamed_documents import ORIGIN
        from reader.workspace.annotated_document import take_over

        try:
            before = take_over(opened, origin.key, self._session.store)
        except StoreError as error:
            self._display.say(str(error))
            return
        for pane in self._display.panes:
            if pane.open is opened and pane.entry is not None:
                self._documents.open_in(pane, pane.entry)
        self._display.refresh_all()
        data = {"path": before.path, "sha256": before.sha256}
        decided = opened.records.decide(ORIGIN, data, self._session.annotator)
        self._changes.do(opened, f"taken over from {before.path}", decided)

    async def review_moves(self) -> None:
        """Go through what was moved, what is to be confirmed, and what is detached."""
        from reader.ui.screens.review_screen import ReviewScreen, cases

        pane = self._display.active
        opened, cursor = pane.open, pane.cursor
        if opened is not None and _is_unknown(opened) and (origin := self._origins.get(opened)) is not None:
            self._ask_origin(opened, origin)
            return
        if opened is None or not cases(opened.records):
            self._display.say("every annotation is where it was made")
            return
        key, name = opened.document.key, self._session.annotator
        is_selecting = cursor is not None and cursor.selecting and not pane.as_scraped
        records, do = opened.records, self._changes.do

        def put(annotation: Annotation, place: Span) -> None:
            do(opened, f"{annotation.label} put on its passage", records.accept(annotation, *place), asks=False)

        def confirm(annotation: Annotation) -> None:
            records.confirm(annotation)
            self._session.edits.keep_moves(opened)
            self._display.say(f"{annotation.label} stays where it was found")

        def refuse(annotation: Annotation) -> None:
            do(opened, f"{annotation.label} left detached", records.reject(annotation, name), asks=False)

        screen = ReviewScreen(
            records,
            lambda: self._session.store.earlier_texts(key),
            pane.article_passage if is_selecting else None,
            whose=lambda one: self._session.edits.others([one]),
            put=put,
            confirm=confirm,
            refuse=refuse,
            undo=self._undo,
        )
        await self._display.push_screen(screen)


def _is_unknown(opened: OpenDocument) -> bool:
    """Whether nothing of a document is in the store yet."""
    return opened.document.key is None and not opened.closed and not opened.records.counts()


def _offered(origin: EarlierDocument) -> str:
    found = f"{origin.found} of {counted(origin.tagged, 'annotation')}"
    return f"this may be “{origin.path}”, moved and changed: {found} of it found here; M takes them over"
