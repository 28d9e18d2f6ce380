"""Attributing: whose words an annotation is, with the one who speaks there as the suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.controllers.documents import DocumentActions

if TYPE_CHECKING:
    from reader.annotations.likely_speakers import Speaker
    from reader.model.annotation import Annotation
    from reader.workspace.library_entries import OpenDocument


class AttributingActions(DocumentActions):
    """Says whose words a passage is."""

    async def action_attribute(self) -> None:
        """Choose from who may be meant."""
        from reader.ui.screens.speaker_picker import SpeakerScreen

        opened, annotation = self.active.open, self._annotation_here()
        if opened is None or annotation is None:
            return

        def chosen(name: str) -> None:
            now = opened.records.get(annotation.id)
            if now is None:
                self.say(self.gone(opened, annotation.id))
            else:
                said = f"{now.label}: words of {name}" if name else f"{now.label}: the article's own words"
                self.do(opened, said, opened.records.attribute(now, name))

        await self.push_screen(SpeakerScreen(annotation, self._speakers(opened, annotation), chosen))

    def _speakers(self, opened: OpenDocument, annotation: Annotation) -> list[Speaker]:
        from reader.annotations.likely_speakers import speakers
        from reader.text.quotations import quotations
        from reader.text.units import Units

        article = opened.article
        units = Units(article.text, article.blocks, article.language)
        sentences = units.sentences_in(0, len(article.text))
        touched = [one for one in sentences if one.overlaps(annotation.start, annotation.end)]
        said = quotations(article.text, sentences, article.language)
        return speakers(annotation, said, touched, opened.entities or ())
