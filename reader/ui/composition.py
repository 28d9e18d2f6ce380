"""Puts the controllers together: which one needs which, who hears of what, and in which order.

Loaded with the first key, or once the first text is on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.system.lazy import Lazy
from reader.ui.controllers.annotation_ends import AnnotationEnds
from reader.ui.controllers.annotation_panel import AllAnnotations, AnnotationPanel
from reader.ui.controllers.attribution import Attribution
from reader.ui.controllers.changes import Changes
from reader.ui.controllers.copying import Copying
from reader.ui.controllers.details.codebook_changes import CodebookChanges
from reader.ui.controllers.details.document_note import DocumentNote
from reader.ui.controllers.details.suggestion_walk import SuggestionWalk
from reader.ui.controllers.details.value_choice import ValueChoice
from reader.ui.controllers.details.version_comparison import VersionComparison
from reader.ui.controllers.document_search import DocumentSearch
from reader.ui.controllers.everywhere_search import EverywhereSearch
from reader.ui.controllers.jumps import Bookmarks, Jumps
from reader.ui.controllers.labels import Labels
from reader.ui.controllers.links import Links
from reader.ui.controllers.names.entity_correction import EntityCorrection
from reader.ui.controllers.names.entity_documents import EntityDocuments
from reader.ui.controllers.names.entity_panel import EntityPanel
from reader.ui.controllers.occurrence_tagging import OccurrenceTagging
from reader.ui.controllers.page_corrections import DroppedLines, EncodingChoice, MetadataCorrection
from reader.ui.controllers.panes import Panes, PlainReading
from reader.ui.controllers.reading import Reading
from reader.ui.controllers.remote_changes import RemoteChanges
from reader.ui.controllers.review import Review
from reader.ui.controllers.selection import Selection
from reader.ui.controllers.tables import Tables
from reader.ui.controllers.tagging import Tagging
from reader.ui.controllers.team.adjudicating import Adjudicating
from reader.ui.controllers.team.finishing import Finishing
from reader.ui.controllers.team.team_tables import TeamTables
from reader.ui.controllers.unsaved_changes import UnsavedChanges
from reader.ui.keymap.held_annotation import HeldAnnotation
from reader.ui.keymap.key_dispatch import KeyDispatch
from reader.ui.keymap.prompts import Prompts
from reader.ui.list_motions import ListMotions
from reader.ui.main_display import MainDisplay
from reader.ui.own_tools.own_commands import OwnCommands
from reader.ui.program import Program

if TYPE_CHECKING:
    from textual.app import App

    from reader.ui.first_controllers import FirstControllers
    from reader.ui.keymap.action import Action
    from reader.ui.long_work import LongWork
    from reader.workspace.session import Session


class Controllers:
    """One controller a subject. Handlers in the table of actions name them by their attributes here.

    Args:
        app: whose keys are carried out.
        session: what is read and annotated.
        display: what is on the screen.
        table: every action, with the keys in force.
        open_palette: opens the command palette.
        first: what is there before the first text is.
    """

    def __init__(
        self,
        app: App[int],
        session: Session,
        display: MainDisplay,
        table: tuple[Action, ...],
        open_palette: Callable[[], object],
        first: FirstControllers,
    ) -> None:
        self.prompts = Prompts(display)
        self.held = HeldAnnotation(display)
        self.place, self.documents, self.shutdown = first.place, first.documents, first.shutdown
        prompts, held, place = self.prompts, self.held, self.place

        self.changes = Changes(session, display, prompts, self.documents)
        self.labels = Labels(session, display, self.changes, lambda table: self.keys.use_table(table))  # noqa: PLW0108 - keys come last
        self.changes.labels_turned = lambda: display.in_background(partial(self.labels.take_labels, quiet=True))
        self.codebook_changes = CodebookChanges(session, display, prompts, self.labels.take_labels)
        self.reading = Reading(display, place, held)
        self.selection = Selection(display, prompts, self.reading)
        self.tagging = Tagging(session, display, prompts, self.changes, place)
        self.ends = AnnotationEnds(session, display, held, self.reading, self.tagging, self.changes)
        self.attribution = Attribution(session, display, self.tagging, self.changes)
        self.links = Links(session, display, prompts, self.tagging, self.changes)
        self.occurrences = OccurrenceTagging(session, display, prompts, self.documents, self.changes)
        self.document_note = DocumentNote(session, display, self.tagging, self.changes)
        self.value_choice = ValueChoice(session, display, prompts, self.tagging, self.changes)
        self.suggestion_walk = SuggestionWalk(session, display, prompts, self.changes, self.labels.undo)
        self.finishing = Finishing(session, display, self.changes)
        self.dropped_lines = DroppedLines(session, display, self.documents, self.changes)
        self.metadata = MetadataCorrection(session, display, self.changes)
        self.encoding = EncodingChoice(session, display, self.changes)
        self.review = Review(session, display, prompts, self.documents, self.changes, self.labels.undo)
        self.versions = VersionComparison(session, display, place)
        self.adjudicating = Adjudicating(session, display, self.documents)
        self.annotations = AnnotationPanel(session, display, prompts, self.documents, self.tagging)
        self.entities = EntityPanel(session, display, prompts, place)
        self.entity_correction = EntityCorrection(session, display, prompts, self.entities, self.changes)
        self.entity_documents = EntityDocuments(
            session, display, self.documents, self.entities, lambda: self.keys.last_key_at
        )
        self.lists = ListMotions(display)
        self.jumps = Jumps(session, display, self.documents, place)
        self.bookmarks = Bookmarks(session, display, prompts, self.documents, place, self.changes)
        here = DocumentSearch(display, prompts, place)
        self.everywhere = EverywhereSearch(
            session, display, self.documents, place, here, self.annotations, self.document_note.write
        )
        self.all_annotations = AllAnnotations(session, display, place, self.annotations)
        self.panes = Panes(session, display, self.documents, place)
        long_work = Lazy(lambda: _long_work(display))
        self.plain_reading = PlainReading(
            display, self.ends, self.annotations, self.everywhere, self.entities, self.documents, long_work
        )
        self.copying = Copying(session, display, long_work, app.copy_to_clipboard)
        self.tables = Tables(session, display, self.copying, self.all_annotations)
        self.team_tables = TeamTables(session, display, self.copying, self.all_annotations, self.adjudicating)
        self.own_commands = OwnCommands(session, display, prompts, self.tagging, long_work)
        self.remote_changes = RemoteChanges(session, display, held, self.labels.take_labels)
        self.unsaved = UnsavedChanges(session, display)
        self.program = Program(session, display, lambda: self.keys.keys_now, open_palette)
        self.keys = KeyDispatch(
            app,
            display,
            prompts,
            held,
            vars(self),
            self.labels,
            self.changes.forget_warning,
            table,
        )
        self._connect(session, display)

    def _connect(self, session: Session, display: MainDisplay) -> None:
        """Who hears of what. The order counts: a text is shown anew before its marks."""
        display.refresh_entities = self.entities.refresh
        display.modes = (lambda: self.prompts.mode_word, lambda: self.keys.mode_word)
        for changed in (self.dropped_lines.take_changed, display.refresh_marks, self.ends.take_changed):
            session.edits.subscribe(changed)
        session.edits.subscribe(lambda _: self._make_tables_stale())
        session.edits.subscribe(self.adjudicating.take_changed)
        self.remote_changes.when_written = self._make_tables_stale
        for saved in (self.changes.take_saved, self.remote_changes.take_saved, self.unsaved.take_saved):
            session.subscribe(saved)
        session.subscribe(lambda _: display.refresh_status())
        session.names.subscribe(self.entities.take_named, self.entities.take_answer)
        session.names.subscribe(lambda _: None, self.entity_documents.take_answer)
        self.documents.when_ready = (
            self.entities.ask, self.review.look, self.entity_documents.look_soon, self.annotations.go_to_start,
            self.labels.look_for_old_names,
        )  # fmt: skip

    def _make_tables_stale(self) -> None:
        self.tables.take_changed()
        self.team_tables.take_changed()


def _long_work(display: MainDisplay) -> LongWork:
    from reader.ui.long_work import LongWork

    return LongWork(display)
