"""Undo and redo: every step a person took, as changes that can be taken back, across all open documents."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.annotations.annotation import Change


@dataclass(frozen=True, slots=True)
class Step:
    """What one key did: all its changes stand or fall together.

    Attributes:
        what: for the status line, as ``tagged claim``.
        changes: in the order in which they were made.
        document: names the open document, as the caller names documents.
    """

    what: str
    changes: tuple[Change, ...]
    document: str

    def called(self, what: str) -> Step:
        """The same step under another name."""
        return Step(what, self.changes, self.document)

    def reversed(self) -> Step:
        """The step that takes this one back: every change reversed, last one first."""
        return Step(self.what, tuple(change.reversed() for change in reversed(self.changes)), self.document)


@dataclass(slots=True)
class History:
    """Steps done and steps taken back, without limit."""

    _done: list[Step] = field(default_factory=list)
    _undone: list[Step] = field(default_factory=list)

    def did(self, step: Step) -> None:
        """Remember a new step; what was taken back before it can no longer be redone."""
        self._done.append(step)
        self._undone.clear()

    def undo(self) -> Step | None:
        """The step that takes the last one back, None where there is none; counts as taken back from now on."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1].reversed()

    def redo(self) -> Step | None:
        """The step last taken back, None where there is none; counts as done from now on."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    @property
    def documents(self) -> set[str]:
        """The documents that any step is about."""
        return {step.document for step in (*self._done, *self._undone)}
