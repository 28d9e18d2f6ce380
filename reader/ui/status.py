"""The one status line: where one is, in what mode, what is tagged, and whether it is saved; then what just happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from reader.settings import Label

HINT = "j k read  c e o tag  ? help"


class Standing(NamedTuple):
    """What the status line shows all the time.

    Attributes:
        mode: ``READ``, ``SELECT`` or ``PAGE``.
        number, total: of the document, counted from 1; 0 of 0 where there is none.
        percent: of the text that has been on the screen.
        counts: annotations a label, in this document.
        unsaved: changes that are not on disk.
        saved: changes that were put on disk in this session.
        failing: the last save failed.
    """

    mode: str = "READ"
    number: int = 0
    total: int = 0
    percent: int = 0
    counts: Mapping[str, int] = MappingProxyType({})
    unsaved: int = 0
    saved: int = 0
    failing: bool = False


class StatusLine(Widget):
    """One row at the bottom."""

    def __init__(self, labels: Sequence[Label]) -> None:
        super().__init__(id="status")
        self._labels = labels
        self._standing = Standing()
        self._message = ""

    @property
    def message(self) -> str:
        """What was last said; empty when it no longer matters."""
        return self._message

    def stand(self, standing: Standing) -> None:
        """Show another standing; painted only if it differs."""
        if standing != self._standing:
            self._standing = standing
            self.refresh()

    def say(self, message: str) -> None:
        """Say something, in place of what was said before."""
        if message != self._message:
            self._message = message
            self.refresh()

    def render(self) -> Content:
        """The line: fixed things first, so that they stand still; what is said last, cut where the row ends."""
        now = self._standing
        parts = [f"{now.mode:<6}", f"{now.number}/{now.total}", f"{now.percent:>3}%"]
        known = {label.name for label in self._labels}
        counts = {label.name: now.counts.get(label.name, 0) for label in self._labels}
        counts |= {name: count for name, count in now.counts.items() if name not in known}
        if self.size.width >= 72:
            parts.append(" ".join(f"{name} {count}" for name, count in counts.items()))
        else:
            parts.append(" ".join(f"{self._mark(name)}{count}" for name, count in counts.items()))
        parts.append(self._disk())
        line = Content(" " + "  ".join(part for part in parts if part) + "  ")
        style = "bold" if now.failing else ""
        return line + Content.styled(self._message or HINT, style)

    def _mark(self, name: str) -> str:
        return next((label.mark for label in self._labels if label.name == name), name[0])

    def _disk(self) -> str:
        now = self._standing
        if now.failing:
            return f"! {now.unsaved} NOT SAVED"
        if now.unsaved:
            return f"… {now.unsaved} saving"
        return f"✓ {now.saved} saved" if now.saved else ""
