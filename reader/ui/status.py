"""The one status line: where one is, in what mode, what is tagged, and whether it is saved; then what just happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from reader.settings import Label

_HINTS = {
    "READ": "j k read  c e o tag  ? help",
    "SELECT": "motions extend  . swaps ends  esc drops",
    "MOVE": "motions + - f: end  . start  a label: relabel  enter keeps  esc leaves",
    "DOCS": "j k enter opens  D a list that filters  tab goes on  ? help",
    "LIST": "enter goes there  / filters  s sorts  a note  m move  x delete  ? help",
    "NAMES": "enter lights  o opens  / filters  w where  ? help",
    "PAGE": "R goes back to the article",
    "FILTER": "enter keeps what is left  esc shows all",
    "SEARCH": "enter stays there  esc goes back",
    "NAME": "enter keeps the name  esc leaves it",
}
#: In place of the keys of reading, where there is nothing to read.
_NOTHING = "D lists what was left out  ? help  q quits"


class Standing(NamedTuple):
    """What the status line shows all the time.

    Attributes:
        mode: ``READ``, ``SELECT``, ``MOVE``, ``PAGE``, the list with the focus (``DOCS``, ``LIST``, ``NAMES``), or
            what is asked or typed.
        number, total: of the document, counted from 1; 0 of 0 where there is none.
        percent: of the text that has been on the screen.
        counts: annotations a label, in this document.
        unsaved: changes that are not on disk.
        saved: annotations of this document that are on disk.
        failing: the last save failed.
        language: two-letter code of the document's language, where that is known and not English.
    """

    mode: str = "READ"
    number: int = 0
    total: int = 0
    percent: int = 0
    counts: Mapping[str, int] = MappingProxyType({})
    unsaved: int = 0
    saved: int = 0
    failing: bool = False
    language: str = ""


class StatusLine(Widget):
    """One row at the bottom."""

    def __init__(self, labels: Sequence[Label]) -> None:
        super().__init__(id="status")
        self._labels = labels
        self._standing = Standing()
        self._message = ""

    def use_labels(self, labels: Sequence[Label]) -> None:
        """Count these labels from now on."""
        self._labels = labels
        self.refresh()

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
        """The line: fixed things first, so that they stand still; then what is said, or which keys count.

        To a message or a mode's keys everything gives way but the mode and what is not saved yet; the keys of plain
        reading leave the counts where they are.
        """
        now, width = self._standing, self.size.width
        reading = _HINTS["READ"] if now.total else _NOTHING
        message = self._message or (reading if now.mode == "READ" else _HINTS.get(now.mode, reading))
        choices = [self._fixed(self._counts(short=short)) for short in (False, True)]
        if self._message or (now.mode in _HINTS and now.mode != "READ"):
            waits = self._disk() if now.unsaved or now.failing else ""
            choices += [self._fixed(""), "  ".join(part for part in (f"{now.mode:<6}", waits) if part)]
        fixed = next((one for one in choices if len(one) + cell_len(message) + 3 <= width), choices[-1])
        return Content(f" {fixed}  ") + Content.styled(message, "bold" if now.failing else "")

    def _fixed(self, counts: str) -> str:
        now = self._standing
        place = f"{now.number}/{now.total} {now.language}".rstrip()
        return "  ".join(part for part in (f"{now.mode:<6}", place, f"{now.percent:>3}%", counts, self._disk()) if part)

    def _counts(self, *, short: bool) -> str:
        counts = {label.name: self._standing.counts.get(label.name, 0) for label in self._labels}
        counts |= {name: count for name, count in self._standing.counts.items() if name not in counts}
        names = {name: self._mark(name) if short else f"{name} " for name in counts}
        return " ".join(f"{names[name]}{count}" for name, count in counts.items())

    def _mark(self, name: str) -> str:
        return next((label.mark for label in self._labels if label.name == name), name[0])

    def _disk(self) -> str:
        now = self._standing
        if now.failing:
            return f"! {now.unsaved} NOT SAVED"
        if now.unsaved:
            return f"… {now.unsaved} saving"
        return f"✓ {now.saved} saved" if now.saved else ""
