"""Shows what became of the text of a document since it was tagged; it is compared on a thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from reader.model.spans import Span
from reader.store.store_protocol import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model.annotation import Annotation
    from reader.ui.display import Display
    from reader.ui.reading_place import ReadingPlace
    from reader.ui.screens.versions.version_screen import ShownVersions
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class VersionComparison:
    """The earlier and the present version of the document in front."""

    def __init__(self, session: Session, display: Display, place: ReadingPlace) -> None:
        self._session = session
        self._display = display
        self._place = place
        self._compared: OpenDocument | None = None  # what is being compared now

    def show(self) -> None:
        """Compare the text with the last one that the store kept, and show what differs."""
        opened = self._display.active.open
        if opened is None or self._compared is not None:
            return
        self._compared = opened
        tags = [*opened.records.annotations, *opened.records.detached]
        self._display.say("comparing with the text as it was tagged")
        threading.Thread(target=self._compare, args=(opened, tags), name="versions", daemon=True).start()

    def _compare(self, opened: OpenDocument, tags: Sequence[Annotation]) -> None:
        from reader.analysis.versions.kept_version import earlier_version
        from reader.analysis.versions.version_changes import version_changes
        from reader.ui.screens.versions.version_screen import shown_versions

        versions, said = None, "the text is as it was when it was tagged; no earlier version is kept"
        try:
            kept = list(self._session.store.earlier_texts(opened.document.key))
            if (earlier := earlier_version(kept, opened.article)) is not None:
                versions = shown_versions(version_changes(earlier, opened.article, tags))
        except StoreError as error:
            said = str(error)
        self._display.post(lambda: self._take(opened, versions, said))

    def _take(self, opened: OpenDocument, versions: ShownVersions | None, said: str) -> None:
        """The versions were compared: show what differs, if the document is still in front."""
        self._compared = None
        if self._display.active.open is not opened:
            return
        if versions is None:
            self._display.say(said)
        elif not versions.shown:
            self._display.say("every sentence is as it was when it was tagged")
        else:
            self._display.say("")
            self._display.in_background(self._open, versions, exit_on_error=True)

    async def _open(self, versions: ShownVersions) -> None:
        from reader.ui.screens.versions.version_screen import VersionScreen

        await self._display.push_screen(VersionScreen(versions, self._go_to))

    def _go_to(self, place: Span) -> None:
        """Go to a place in the text; ctrl+o leads back."""
        self._place.leave()
        pane = self._display.active
        if pane.cursor is not None and not pane.as_scraped:
            pane.choose(place if place.start < place.end else Span(max(0, place.start - 1), place.start))
