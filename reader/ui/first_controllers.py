"""The controllers that the first text needs; the others are loaded once it is on the screen, or with the first key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.ui.controllers.documents import Documents
from reader.ui.controllers.shutdown import Parts, Shutdown
from reader.ui.reading_place import ReadingPlace

if TYPE_CHECKING:
    from textual.app import App

    from reader.ui.main_display import MainDisplay
    from reader.workspace.session import Session


class FirstControllers:
    """What opens the first document, and what ends the reader however early that is.

    Args:
        app: what runs.
        session: what is read and annotated.
        display: what is on the screen.
        others: gives the other controllers, or None before there are any.
    """

    def __init__(
        self, app: App[int], session: Session, display: MainDisplay, others: Callable[[], Parts | None]
    ) -> None:
        self.place = ReadingPlace(session, display)
        self.documents = Documents(session, display, self.place)
        self.shutdown = Shutdown(app, session, display, self.place, self.documents, others)
