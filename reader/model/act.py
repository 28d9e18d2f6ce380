"""Why something was written: who did what, and which step it takes back."""

from __future__ import annotations

from typing import NamedTuple

#: What a change that the reader did not make is called in the history; more may follow.
OUTSIDE = "changed outside the reader"
#: What a change is called by which records of a blind project are hidden again: nobody did anything to them.
HIDDEN_AGAIN = "hidden until all have finished"


class Act(NamedTuple):
    """Why something is written, for the history and for undo.

    Attributes:
        what: for people, as ``claim`` or ``note written``.
        by: who; empty where nobody did it.
        step: the ULID of what one key press did, perhaps in several documents; empty for what is no step to take back.
        undoes: the step that this one takes back, else empty.
        redoes: the step, itself an undo, that this one takes back, else empty.
    """

    what: str = ""
    by: str = ""
    step: str = ""
    undoes: str = ""
    redoes: str = ""

    @property
    def is_outside(self) -> bool:
        """Whether nobody did it in a reader: somebody wrote the file."""
        return not self.by and self.what.startswith(OUTSIDE)


#: For what nobody did, and what is no step to take back.
NOBODY = Act()
