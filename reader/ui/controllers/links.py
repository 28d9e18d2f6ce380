"""Linking one annotation to another: enter for the likely target, a letter for one on the screen, a list for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.ui.keymap.question import Question
from reader.ui.widgets.message_wording import quoted

if TYPE_CHECKING:
    from reader.model.annotation import Annotation, Link
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.tagging import Tagging
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session


class Links:
    """Making and unmaking links."""

    def __init__(
        self, session: Session, display: Display, prompts: Prompts, tagging: Tagging, changes: Changes
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._tagging = tagging
        self._changes = changes

    def link(self) -> None:
        """Ask for the target."""
        display, pane = self._display, self._display.active
        opened, source = pane.open, self._tagging.annotation_here()
        if opened is None or source is None:
            return
        if pane.as_scraped:
            display.say_as_scraped("link")
            return
        shown = [one.open for one in display.panes if one.open is not None]
        candidates = self._session.links.likely_targets(opened, source, pane.units, shown)
        if not candidates:
            display.say("nothing to link it to: tag the claim first")
            return
        display.go_to_pane(pane)
        from reader.ui.keymap.link_picker import LinkPicker

        picker = LinkPicker(
            display,
            self._prompts,
            source,
            candidates,
            self._session.settings.now.link_kinds,
            lambda target, kind: self._make(opened, source, target, kind),
            lambda rest, kind: self._choose(opened, source, rest, kind),
        )
        self._prompts.ask(Question(picker.text, picker.keys, picker.take, picker.closed, mode="LINK"))
        picker.show()

    def _make(self, opened: OpenDocument, source: Annotation, target: Annotation, kind: str) -> None:
        """Link two annotations; says so where they are linked so already, or one of them is gone."""
        graph = self._session.links
        for end, held in ((source, opened), (target, graph.holder(target.id) or opened)):
            if graph.get(end.id) is None:
                self._display.say(self._session.edits.gone(held, end.id))
                return
        changes = opened.records.link(source, target, kind, self._session.annotator)
        what = f"{source.label} {kind} {target.label} {quoted(target)}"
        if changes:
            self._changes.do(opened, what, changes)
        else:
            self._display.say(f"linked already: {what}")

    def _choose(self, opened: OpenDocument, source: Annotation, targets: Sequence[Annotation], kind: str) -> None:
        """Have the target chosen from a list that filters as one types."""
        from reader.ui.screens.picker import TargetScreen

        def name_of(one: Annotation) -> str:
            held = self._session.links.holder(one.id)
            entry = self._session.library.entry_of(held.document) if held is not None else None
            return entry.name if entry is not None else ""

        async def push() -> None:
            settings = self._session.settings.now
            chosen = TargetScreen(
                source, targets, kind, settings, name_of, lambda target: self._make(opened, source, target, kind)
            )
            await self._display.push_screen(chosen)

        self._display.in_background(push, exit_on_error=True)

    def unlink(self) -> None:
        """Take a link off: in the list that of the row, else the last one of the annotation under the cursor."""
        listed = self._display.annotations if self._display.is_furnished else None
        row = listed.row if listed is not None and listed.chosen_id else None
        if row is not None and row.link is not None:
            self._unlink([row.link])
            return
        annotation = self._tagging.annotation_here()
        if annotation is not None:
            loaded = self._session.library.loaded
            links = [link for one in loaded for link in one.records.links_with(annotation.id)]
            self._unlink(sorted(links, key=lambda link: (link.source == annotation.id, link.id)))

    def _unlink(self, links: Sequence[Link]) -> None:
        """Take the last of some links off, in the document that it starts from."""
        opened = self._session.links.load_holder(links[-1].source) if links else None
        if opened is None:
            far = "that link starts in a document that is not open: go there first"
            self._display.say(far if links else "no link here: l makes one")
            return
        left = f", {len(links) - 1} left" if len(links) > 1 else ""
        self._changes.do(opened, f"link taken off ({links[-1].kind}{left})", opened.records.unlink(links[-1]))
