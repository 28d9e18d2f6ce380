"""The lists beside the articles: filtering and sorting annotations, going to what is chosen, in whichever document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.annotation import DETACHED
from reader.model.document import Document
from reader.system.lazy import Lazy
from reader.system.safe_text import short_text
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint
from reader.workspace.library_entries import location_of

if TYPE_CHECKING:
    from reader.model.annotation import Annotation
    from reader.ui.controllers.documents import Documents
    from reader.ui.controllers.tagging import Tagging
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.reading_place import ReadingPlace
    from reader.ui.screens.annotation_picker import AnnotationScreen
    from reader.ui.widgets.row_list import RowList
    from reader.workspace.annotation_questions import AnnotationQuestions, FoundBatch
    from reader.workspace.fulltext.annotation_answers import FoundAnnotation
    from reader.workspace.session import Session


class AnnotationPanel:
    """What the list of annotations, and that of documents, can do beside moving."""

    def __init__(
        self, session: Session, display: Display, prompts: Prompts, documents: Documents, tagging: Tagging
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._documents = documents
        self._tagging = tagging

    async def filter_annotations(self) -> None:
        """Filter while one types."""
        from reader.ui.widgets.input_line import InputLine

        asked = "claim by:NAME since:7d without:evidence note -text"
        self._bring_up()
        await self._prompts.open_line(
            InputLine(asked, self._filter, self._end_filter, self._display.annotations.filter)
        )

    def _bring_up(self) -> None:
        """From the palette: the list comes up."""
        if self._display.focused is not self._display.annotations:
            self._display.go_to_pane(self._display.annotations)

    def _filter(self, words: str) -> None:
        if words != self._display.annotations.filter:
            self._display.annotations.filter = words
            self._display.refresh_annotations()
            if not self._display.annotations.asked.is_unfinished:
                self._say_problem()

    def _say_problem(self) -> None:
        """Say which word cannot be used, if one cannot: it is left out."""
        if problem := self._display.annotations.asked.problem:
            self._display.say(problem)

    def _end_filter(self, keep: bool) -> None:
        if keep:
            self._say_problem()
        else:
            self.drop_filter()

    def drop_filter(self) -> bool:
        """List all of them again; whether there was a filter."""
        was = bool(self._display.annotations.filter)
        self._filter("")
        return was

    def sort_annotations(self) -> None:
        """Go on to the next order."""
        order = self._display.annotations.step_order()
        self._bring_up()
        self._display.refresh_annotations()
        self._display.say(f"sorted by {order}")

    def open_document(self) -> None:
        """Open the document of the row."""
        self._choose_highlighted(self._display.documents)

    def go_to_annotation(self) -> None:
        """Go to the annotation of the row."""
        self._choose_highlighted(self._display.annotations)

    def _choose_highlighted(self, rows: RowList) -> None:
        if rows.highlighted is not None:
            self.choose(rows, rows.highlighted)

    def say_moved(self, rows: RowList, row: str) -> None:
        """Another row is highlighted: say what cannot be seen in a narrow list."""
        annotation = self._display.annotations.annotation(row)
        if annotation is not None and self._display.focused is rows is self._display.annotations:
            self._tagging.say_annotation(annotation)

    def choose(self, rows: RowList, row: str) -> None:
        """Go to what is chosen in a list."""
        if rows is self._display.documents:
            self._documents.go_to_entry(self._session.library.entries[int(row)], may_follow=True)
            self._display.go_to_pane(self._display.active)
        elif annotation := self._display.annotations.annotation(row):
            self.jump_to(annotation)

    def go_to_start(self) -> None:
        """Go to the annotation that the command line named, once its document is on the screen."""
        positions, pane = self._session.positions, self._display.left
        if positions.start is None or pane.open is None or pane.entry is None:
            return
        (path, identifier), positions.start = positions.start, None
        if pane.entry.location != location_of(path):
            entry = self._session.library.index.at(location_of(path))
            if entry is None:  # else it cannot be read, which was said
                self._display.say(f"{identifier}: open {short_text(path, 40, keeps_end=True)} alone")
            return
        found = [one for one in pane.open.records.annotations if one.id.startswith(identifier)]
        name = short_text(pane.entry.name, 40)
        if not found:
            self._display.say(f"no annotation {identifier} in {name}")
        elif found[1:]:
            self._display.say(f"{len(found)} annotations of {name} begin with {identifier}: give more of the id")
        else:
            self._jump_when_read(found[0])
            pane.centre(pane.article_passage)

    def jump_to(self, annotation: Annotation, location: str = "") -> None:
        """Go to an annotation of any document, once that is read.

        Args:
            annotation: it.
            location: of its document, for one that is not open; what the store tells of links is asked without it.
        """
        graph, library = self._session.links, self._session.library
        entry = None
        if graph.holder(annotation.id) is None:
            known = graph.summary_with(annotation.id)
            location = location or (known.location if known is not None else "")
            entry = library.entry_of(Document(None, location, "", location=location)) if location else None
            if entry is None and location and library.reach.lies_beyond(location):
                self._ask_for(location, annotation)
                return
            if entry is None and location:
                self._display.say(f"{short_text(location, 200, keeps_end=True)} is not there any more")
                return
        self._documents.when_read([entry] if entry is not None else [], lambda: self._jump_when_read(annotation))

    def _ask_for(self, place: str, annotation: Annotation) -> None:
        """Say where a document lies that only the store names, and open it if that is wanted."""
        asked, keys = f"open {short_text(place, 200, keeps_end=True)}?", (KeyHint("y", "opens it"), LEAVES)

        def take(key: str) -> bool:
            if key != "y":
                self._display.say(f"{key} is no answer; {asked}", keys)
                return False
            self._prompts.end_question()
            self._session.library.reach.add(place)
            self.jump_to(annotation, place)
            return True

        self._prompts.ask(Question(asked, keys, take, mode="OPEN"))

    def _jump_when_read(self, annotation: Annotation) -> None:
        display = self._display
        opened = self._session.links.load_holder(annotation.id)
        now = opened.records.get(annotation.id) if opened is not None else None
        if opened is None or now is None or now.anchor == DETACHED:
            self._tagging.say_annotation(annotation)
            return
        pane = next((pane for pane in display.panes if pane.open is opened), None)
        if pane is None:
            self._documents.show_opened(opened)
        elif pane is not display.active:
            display.activate(pane)
        if display.active.as_scraped:
            display.active.toggle_as_scraped()
        self._tagging.go_to_annotation(now)
        display.go_to_pane(display.active)


class AllAnnotations:
    """The list of the annotations of all documents, by the words that ask for them; enter goes to one."""

    def __init__(self, session: Session, display: Display, place: ReadingPlace, panel: AnnotationPanel) -> None:
        self._session = session
        self._display = display
        self._place = place
        self._panel = panel
        self._questions: Lazy[AnnotationQuestions] = Lazy(self._make_questions)
        self._typed = ""
        self._list: AnnotationScreen | None = None

    def _make_questions(self) -> AnnotationQuestions:
        from reader.workspace.annotation_questions import AnnotationQuestions

        session = self._session
        return AnnotationQuestions(session.library, session.store, session.index(), session.settings)

    async def open(self) -> None:
        """Open the list; what was asked last is asked again."""
        from reader.ui.screens.annotation_picker import AnnotationScreen

        self._session.index().look()  # while one types
        settings = self._session.settings.now
        self._list = AnnotationScreen(settings, self._ask, self._questions().stop, self._choose, self._typed)
        await self._display.push_screen(self._list)

    def _ask(self, typed: str) -> None:
        self._typed = typed
        post = self._display.post
        self._questions().ask(typed, lambda batch: post(lambda: self._take(typed, batch)))

    def _take(self, typed: str, batch: FoundBatch) -> None:
        """Show what was found, where the list is still open, perhaps under its help."""
        shown = self._list
        if typed == self._typed and shown is not None and shown.is_attached and shown.children:
            shown.deliver(batch)

    def _choose(self, found: FoundAnnotation) -> None:
        self._questions().stop()
        self.go_to(found)

    def go_to(self, found: FoundAnnotation) -> None:
        """Go to one of them; the jump list leads back."""
        self._place.leave()
        self._panel.jump_to(found.annotation, found.document.location)
