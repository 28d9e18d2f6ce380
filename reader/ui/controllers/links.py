"""Linking one annotation to another: enter for the likely target, a letter for one on the screen, a list for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.config.settings import annotator_name
from reader.model.spans import Span
from reader.ui.controllers.annotation_panel import ListingActions
from reader.ui.keymap.question import Question

if TYPE_CHECKING:
    from reader.model.annotation import Annotation, Change, Link
    from reader.workspace.library_entries import OpenDocument


class LinkingActions(ListingActions):
    """Making and unmaking links."""

    def action_link(self) -> None:
        """Ask for the target."""
        opened, source = self.active.open, self._annotation_here()
        if opened is None or source is None:
            return
        if self.active.as_scraped:
            self.say("this is the page as scraped: R goes back to the article; link there")
            return
        candidates = self._targets(opened, source)
        if not candidates:
            self.say("nothing to link it to: tag the claim first")
            return
        self.go_to_pane(self.active)
        from reader.ui.controllers.link_picker import LinkPicker

        aim = LinkPicker(self, opened, source, candidates)
        self.ask(Question(aim.text, aim.keys, aim.take, aim.closed, mode="LINK"))
        aim.show()

    def _targets(self, opened: OpenDocument, source: Annotation) -> list[Annotation]:
        """Everything in memory that it can be linked to: its own document's first, the likely one before all."""
        from reader.annotations.link_targets import targets

        label = next((one.name for one in self.settings.labels if one.name == "claim"), self.settings.labels[0].name)
        units = self.active.units
        paragraph = units.paragraph_at(source.start) if units else Span(source.start, source.end)
        found = targets(source, opened.records.annotations, paragraph, label)
        shown = [pane.open for pane in self.panes if pane.open is not None]
        for one in dict.fromkeys([*shown, *self.library.loaded]):
            if one is not opened:
                found += sorted(one.records.annotations, key=lambda other: other.label != label)
        return found

    def make_link(self, opened: OpenDocument, source: Annotation, target: Annotation, kind: str) -> None:
        """Link two annotations; says so where they are linked so already, or one of them is gone."""
        from reader.ui.widgets.annotation_list import quoted

        for end, held in ((source, opened), (target, self.holding(target.id) or opened)):
            if self._end(end.id) is None:
                self.say(self.gone(held, end.id))
                return

        changes = opened.records.link(source, target, kind, annotator_name(self.settings))
        what = f"{source.label} {kind} {target.label} {quoted(target)}"
        if changes:
            self.do(opened, what, changes)
            if (other := self.holding(target.id)) is not None and other is not opened:
                self.redraw_document(other)
        else:
            self.say(f"linked already: {what}")

    def choose_target(self, opened: OpenDocument, source: Annotation, targets: Sequence[Annotation], kind: str) -> None:
        """Have the target chosen from a list."""
        self.in_background(self._list_targets, opened, source, targets, kind, exit_on_error=True)

    async def _list_targets(
        self, opened: OpenDocument, source: Annotation, targets: Sequence[Annotation], kind: str
    ) -> None:
        """Choose the target from a list that filters as one types."""
        from reader.ui.screens.picker import TargetScreen

        def chosen(target: Annotation) -> None:
            self.make_link(opened, source, target, kind)

        def name_of(one: Annotation) -> str:
            held = self.holding(one.id)
            entry = self.library.entry_of(held.document) if held is not None else None
            return entry.name if entry is not None else ""

        await self.push_screen(TargetScreen(source, targets, kind, self.settings, name_of, chosen))

    def action_unlink(self) -> None:
        """Take a link off: in the list that of the row, else the last one of the annotation under the cursor."""
        row = self.annotations.row if self.is_furnished and self.annotations.chosen_id else None
        if row is not None and row.link is not None:
            self._unlink([row.link])
            return
        annotation = self._annotation_here()
        if annotation is not None:
            links = [link for one in self.library.loaded for link in one.records.links_with(annotation.id)]
            self._unlink(sorted(links, key=lambda link: (link.source == annotation.id, link.id)))

    def _unlink(self, links: Sequence[Link]) -> None:
        """Take the last of some links off, in the document that it starts from."""
        opened = self.brought(links[-1].source) if links else None
        if opened is None:
            far = "that link starts in a document that is not open: go there first"
            self.say(far if links else "no link here: l makes one")
            return
        left = f", {len(links) - 1} left" if len(links) > 1 else ""
        self.do(opened, f"link taken off ({links[-1].kind}{left})", opened.records.unlink(links[-1]))

    def said_of_links(self, annotation: Annotation) -> list[str]:
        """See ``TaggingActions``."""
        from reader.ui.widgets.annotation_list import said_of_link

        opened = self.holding(annotation.id)
        links = opened.records.links_with(annotation.id) if opened is not None else []
        return [said_of_link(link, self._end(link.target)) for link in links if link.source == annotation.id]

    def _end(self, annotation: str) -> Annotation | None:
        held = self.holding(annotation)
        found = held.records.get(annotation) if held is not None else None
        return found or next((end for one in self.surveyed.values() if (end := one.get(annotation))), None)

    def deletion(self, opened: OpenDocument, annotation: Annotation) -> list[tuple[OpenDocument, tuple[Change, ...]]]:
        """See ``TaggingActions``: the links that lead to it go too, in whichever document they start."""
        for known in list(self.surveyed.values()):
            if any(link.target == annotation.id for link in known.across):
                self.read(known)
        elsewhere = [one for one in self.library.loaded if one is not opened]
        return [
            (opened, opened.records.delete(annotation)),
            *((one, one.records.unlinked(annotation)) for one in elsewhere),
        ]
