"""Saying whose words an annotation is, with the one who speaks there as the suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.tagging import Tagging
    from reader.ui.display import Display
    from reader.workspace.session import Session


class Attribution:
    """Says whose words a passage is."""

    def __init__(self, session: Session, display: Display, tagging: Tagging, changes: Changes) -> None:
        self._session = session
        self._display = display
        self._tagging = tagging
        self._changes = changes

    async def attribute(self) -> None:
        """Choose from who may be meant."""
        from reader.annotations.likely_speakers import speakers_of
        from reader.ui.screens.speaker_picker import SpeakerScreen

        opened, annotation = self._display.active.open, self._tagging.annotation_here()
        if opened is None or annotation is None:
            return

        def chosen(name: str) -> None:
            now = opened.records.get(annotation.id)
            if now is None:
                self._display.say(self._session.edits.gone(opened, annotation.id))
            else:
                said = f"{now.label}: words of {name}" if name else f"{now.label}: the article's own words"
                self._changes.do(opened, said, opened.records.attribute(now, name))

        likely = speakers_of(opened.article, annotation, opened.entities or ())
        await self._display.push_screen(SpeakerScreen(annotation, likely, chosen))
