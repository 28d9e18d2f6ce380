"""What an action is, and where its keys count."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """One thing a key can do.

    Attributes:
        id: names it in the settings.
        handler: the controller and its method, as ``tagging.delete``; resolved once, when the reader starts. In a
            dialog, ``dialog`` and a method of the dialog's class.
        keys: any of them starts it; single characters, or names as ``down``, ``ctrl+d``, ``space``.
        title: two to four words.
        help: one sentence.
        group: the section of the help that it stands in.
        where: the list that must have the focus, the mode that must be on or the dialog that must be open for its
            keys to count, and to count before any other; empty for everywhere else.
        argument: given to the handler; empty for none.
    """

    id: str
    handler: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: str
    where: str = ""
    argument: str = ""


READING, SELECTING, TAGGING = "Reading", "Selecting", "Tagging"
FINDING, PANES, PROGRAM = "Finding", "Panes and documents", "Program"
NAMES = "In the list of names"
OWN = "Commands of your own"
LISTED, IN_LISTS = "In the list of annotations", "In the lists at the side"
#: Where keys may mean something of their own: the lists with the focus.
DOCUMENTS, ENTITIES, ANNOTATIONS = "documents", "entities", "annotations"
#: ... and whichever of them has it; what a list has of its own counts before that.
ANY_LIST = "any list"
LISTS = frozenset({DOCUMENTS, ENTITIES, ANNOTATIONS})
#: ... and the mode in which an annotation is moved.
MOVING = "moving"
#: The dialogs. A row for one of them is handled by a method of the dialog itself.
ANY_DIALOG, SCROLLING_DIALOG, HELP_DIALOG, MANUAL_DIALOG = "any dialog", "scrolling dialog", "help", "manual"
TABLE_DIALOG, TEAM_TABLE_DIALOG = "table", "team table"
UNSAVED_DIALOG, REVIEW_DIALOG, NOTE_DIALOG, OUTPUT_DIALOG = "unsaved changes", "review", "note", "command output"
ADJUDICATION_DIALOG = "adjudication"
GUIDELINE_DIALOG = "guideline"
SPLIT_DIALOG = "label split"
VERSION_DIALOG = "versions"
FORM_DIALOG, LABEL_DIALOG, METADATA_DIALOG, PICKER_DIALOG = "form", "label form", "metadata form", "list to choose from"
DOCUMENT_DIALOG = "documents to choose from"
DIALOGS = frozenset(
    {
        ANY_DIALOG, SCROLLING_DIALOG, HELP_DIALOG, MANUAL_DIALOG, UNSAVED_DIALOG, REVIEW_DIALOG, NOTE_DIALOG,
        OUTPUT_DIALOG, FORM_DIALOG, LABEL_DIALOG, METADATA_DIALOG, PICKER_DIALOG,
        TABLE_DIALOG, TEAM_TABLE_DIALOG,
        ADJUDICATION_DIALOG,
        DOCUMENT_DIALOG,
        GUIDELINE_DIALOG,
        SPLIT_DIALOG,
        VERSION_DIALOG,
    }
)  # fmt: skip
IN_DIALOGS = "In dialogs"
