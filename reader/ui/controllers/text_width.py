"""What makes hours of reading bearable: the width of the text, the other pane at the same matter, copying to a file."""

from __future__ import annotations

import asyncio

from reader.model.article import META_KINDS
from reader.ui.controllers.documents import DocumentActions

#: Columns by which one key changes the width, and the narrowest and widest text.
WIDTH_STEP, NARROWEST, WIDEST = 4, 20, 400


class ComfortActions(DocumentActions):
    """What changes nothing but how one reads."""

    def action_wider(self) -> None:
        """Make the text column wider."""
        self._widen(WIDTH_STEP)

    def action_narrower(self) -> None:
        """Make the text column narrower."""
        self._widen(-WIDTH_STEP)

    def _widen(self, columns: int) -> None:
        before = self.active.widest if columns > 0 else self.active.rows.width
        width = max(NARROWEST, min(WIDEST, before + columns * self.take_count()))
        for pane in (self.left, self.right):
            pane.widen(width)
        self.say(f"text up to {width} columns wide (text_width in the settings keeps it)")

    def action_align(self) -> None:
        """Take the other pane to the passage that shares most with this one."""
        from reader.text.sentences import sentences
        from reader.text.similar_passage import counterpart
        from reader.text.units import Units

        other = next((pane for pane in self.panes if pane is not self.active), None)
        here, there = self.active.open, other.open if other is not None else None
        if other is None or here is None or there is None or self.active.cursor is None or other.cursor is None:
            self.say("there is no other article beside this one: s shows two")
            return
        if self.active.as_scraped or other.as_scraped:
            self.say("one of these is the page as scraped: R goes back to the article")
            return
        text, passage = here.article.text, self.active.cursor.passage
        units = Units(text, here.article.blocks, here.article.language)
        around = units.paragraph_at(passage.start)
        names = [
            text[mention.start : mention.end]
            for entity in here.entities or ()
            for mention in entity.mentions
            if around.start <= mention.start < around.end
        ]
        theirs = there.article
        passages = [
            sentence
            for block in theirs.blocks
            if block.kind not in META_KINDS
            for sentence in sentences(theirs.text, block.start, block.end, theirs.language or "en")
        ]
        found = counterpart(text[slice(*passage)], theirs.text, passages, names, context=text[slice(*around)])
        if found is None:
            self.say("nothing in the other article speaks of this")
            return
        other.go_to(found)
        self.say("the other article at the passage that shares most with this one")

    def action_clip(self) -> None:
        """Add the passage to a file, for terminals that have no clipboard."""
        opened, cursor = self.active.open, self.active.cursor
        if opened is None or cursor is None:
            return
        text = self.active.rows.text[slice(*cursor.passage)]
        self.in_background(self._clip, text, opened.document.path)

    async def _clip(self, text: str, document: str) -> None:
        from reader.store.clippings import add_clipping

        try:
            path = await asyncio.to_thread(add_clipping, self.store.folder, text, document)
        except OSError as error:
            self.say(f"not written: {error.filename}: {error.strerror}")
        else:
            self.say(f"added to {path}")
