"""The screen as controllers know it: what they may show on it, ask of it, and say in its status line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.widget import Widget

    from reader.ui.text_view.article_pane import ArticlePane
    from reader.ui.widgets.annotation_list import AnnotationList
    from reader.ui.widgets.document_list import DocumentList
    from reader.ui.widgets.entity_list import EntityList
    from reader.ui.widgets.message_wording import KeyHint
    from reader.workspace.library_entries import LibraryEntry, OpenDocument


class Display(Protocol):
    """Every method is for the event loop's thread, but for ``post``.

    Attributes:
        left, right: the article panes; the right one is on the screen where ``is_split``.
        active: the pane that keys go to.
        is_split: whether two panes are shown.
        is_furnished: whether the lists are there; the first paint comes before them.
        notices: what explains itself, in full, each once; the list of what is not saved shows them too.
    """

    left: ArticlePane
    right: ArticlePane
    active: ArticlePane
    is_split: bool
    is_furnished: bool
    notices: list[str]

    @property
    def panes(self) -> list[ArticlePane]:
        """The article panes on the screen, left first."""

    @property
    def shown(self) -> list[LibraryEntry]:
        """The documents on the screen, left first."""

    @property
    def documents(self) -> DocumentList:
        """The list of documents."""

    @property
    def entities(self) -> EntityList:
        """The list of names."""

    @property
    def annotations(self) -> AnnotationList:
        """The list of annotations."""

    @property
    def focused(self) -> Widget | None:
        """The widget with the focus."""

    @property
    def screen(self) -> Screen[Any]:
        """The dialog on top, else the reader's own screen."""

    @property
    def has_dialog(self) -> bool:
        """Whether a dialog lies over the reader's own screen."""

    @property
    def message(self) -> str:
        """What was last said and still matters, with the keys that answer it."""

    def say(self, message: str, keys: Sequence[KeyHint] = ()) -> None:
        """Put a message into the status line, where it stays until the next key.

        Args:
            message: shortened where there is little room; empty to say nothing any more.
            keys: what answers it, where it asks something; all of them are shown.
        """

    def with_keys(self, sentence: str) -> str:
        """A sentence in which keys in force stand for the ids of actions, as in ``{quit} quits``."""

    def say_as_scraped(self, what: str = "") -> None:
        """Say that the page is shown as scraped, and how to do ``what`` in the article instead."""

    def notify_once(self, opened: OpenDocument, notice: str) -> None:
        """Say something of a document once, while it is in front, and over nothing that was just confirmed."""

    def take_count(self) -> int:
        """The number typed before this key, 1 where there is none; it counts once."""

    def refresh_status(self) -> None:
        """Show where the active pane stands now."""

    def refresh_documents(self) -> None:
        """Show which documents there are, and which are on the screen."""

    def refresh_entities(self) -> None:
        """List the names of the active pane's document."""

    def refresh_annotations(self) -> None:
        """List the annotations of the active pane's document."""

    def refresh_all(self) -> None:
        """Show everything beside the text as it is now."""

    def arrange(self) -> None:
        """Give each part of the screen its room."""

    def activate(self, pane: ArticlePane) -> None:
        """Make a pane the one that keys go to."""

    def go_to_pane(self, widget: Widget) -> None:
        """Focus a pane or a list; a list that is folded away is there as long as it has the focus."""

    def push_screen(self, screen: Any, callback: Callable[[Any], None] | None = None) -> Any:
        """Open a dialog; may be awaited until it is there."""

    def in_background(self, work: Callable[..., Coroutine[Any, Any, None]], *arguments: Any, **options: Any) -> None:
        """Run an asynchronous function beside all else; an error in it ends nothing unless ``options`` say so."""

    def set_timer(self, delay: float, callback: Callable[[], Any]) -> Timer:
        """Call something in so many seconds."""

    def call_after_refresh(self, callback: Callable[..., Any]) -> Any:
        """Call something once what is on its way to the screen is there."""

    def post(self, call: Callable[[], object]) -> object:
        """Have the event loop call something; for any thread."""
