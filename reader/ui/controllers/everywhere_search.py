"""Finding everywhere: one list of what was found in all documents, annotations and notes; enter goes there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.system.lazy import Lazy

if TYPE_CHECKING:
    from reader.ui.controllers.annotation_panel import AnnotationPanel
    from reader.ui.controllers.document_search import DocumentSearch
    from reader.ui.controllers.documents import Documents
    from reader.ui.display import Display
    from reader.ui.reading_place import ReadingPlace
    from reader.ui.screens.hit_picker import HitScreen
    from reader.workspace.global_search import Delivery, GlobalSearch, Hit
    from reader.workspace.session import Session


@dataclass(slots=True)
class _Walk:
    """What was found everywhere, and which of it one is at; more may come until the search is over."""

    pattern: str
    hits: list[Hit]
    index: int
    is_over: bool


class EverywhereSearch:
    """The search in everything, and the choice between its hits and those of the search in a document."""

    def __init__(
        self,
        session: Session,
        display: Display,
        documents: Documents,
        place: ReadingPlace,
        here: DocumentSearch,
        annotations: AnnotationPanel,
        write_note: Callable[[], Awaitable[None]],
    ) -> None:
        self._session = session
        self._display = display
        self._documents = documents
        self._place = place
        self._here = here
        self._annotations = annotations
        self._write_note = write_note
        self._search: Lazy[GlobalSearch] = Lazy(self._make_search)
        self._sought = ""
        self._walk: _Walk | None = None
        self._list: HitScreen | None = None

    def _make_search(self) -> GlobalSearch:
        from reader.workspace.global_search import GlobalSearch

        return GlobalSearch(self._session.library, self._session.index())

    async def search_everywhere(self) -> None:
        """Open the list; what was sought last is sought again."""
        from reader.ui.screens.hit_picker import HitScreen

        self._session.index().look()  # while one types
        settings = self._session.settings.now
        self._list = HitScreen(settings, self._seek, self._search().stop, self._walk_from, self._sought)
        await self._display.push_screen(self._list)

    def _seek(self, pattern: str) -> None:
        self._sought = pattern
        post = self._display.post
        self._search().start(pattern, lambda delivery: post(lambda: self._take_delivery(pattern, delivery)))

    def _take_delivery(self, pattern: str, delivery: Delivery) -> None:
        """Show what was found, where the list is still open, perhaps under its help; else there are more to walk."""
        if pattern != self._sought:
            return
        if self._list is not None and self._list.is_attached:
            if self._list.children:  # else the list is on its way out: its rows are gone before it is
                self._list.deliver(delivery)
        elif self._walk is not None and self._walk.pattern == pattern:
            self._walk.hits += delivery.hits
            self._walk.is_over = delivery.is_over

    # --- walking what was found

    def _walk_from(self, hits: Sequence[Hit], index: int, is_over: bool) -> None:
        """Go to one of the hits; ``n`` and ``N`` walk the others until something else is searched."""
        self._walk = _Walk(self._sought, list(hits), index, is_over)
        self._display.active.forget_search()
        self._go_to_found()

    async def search(self) -> None:
        """Search this document: its hits are the ones to walk now."""
        self.stop_walk()
        await self._here.search()

    def stop_walk(self) -> bool:
        """What was found everywhere is walked no more; whether it was."""
        if self._walk is None:
            return False
        self._search().stop()
        self._walk = None
        return True

    def next_hit(self) -> None:
        """Go to the next hit."""
        self._go_to_hit(1)

    async def previous_hit(self) -> None:
        """Go to the previous hit; where nothing was searched for, write the note of the document."""
        if self._walk is None and self._display.active.search is None:
            await self._write_note()
        else:
            self._go_to_hit(-1)

    def _go_to_hit(self, step: int) -> None:
        """Of the search in this document; behind a search everywhere, of that one."""
        if self._walk is None:
            self._here.go_to_hit(step)
            return
        self._walk.index = (self._walk.index + step * self._display.take_count()) % len(self._walk.hits)
        self._go_to_found()

    def _go_to_found(self) -> None:
        walk = self._walk
        if walk is None:
            return
        self._place.leave()
        self._documents.when_read([walk.hits[walk.index].entry], lambda: self._go_to_read(walk))

    def _go_to_read(self, walk: _Walk) -> None:
        hit = walk.hits[walk.index]
        self._documents.go_to_place(hit.entry, hit.span.start)
        opened = hit.entry.opened
        annotation = opened.records.get(hit.annotation) if opened is not None and hit.annotation else None
        if annotation is not None:
            self._annotations.jump_to(annotation)
        elif self._display.active.open is opened and not hit.annotation and not hit.is_note:
            self._display.active.choose(hit.span)
            self._display.refresh_status()
        count = f"{walk.index + 1}/{len(walk.hits)}{'' if walk.is_over else '+'} “{walk.pattern}”"
        what = self._display.message if hit.annotation else hit.entry.name
        if hit.is_note and not hit.annotation:
            what = self._display.with_keys(f"note of {what} ({{document_note}} shows it)")
        self._display.say(f"{count} · {what}" if what else count)
