"""A passage whose ends are moved by words and characters, with the keys that move them in the text."""

from __future__ import annotations

from reader.model.spans import Span
from reader.text.units import Units


class MovedEnds:
    """A passage whose end is moved, or behind ``.`` its start.

    Args:
        units: of the text.
        label: that the passage is to have.
        span: where it begins and ends at first, code points, zero-based, half-open.

    Attributes:
        label, span: as they are now.
        is_start: whether its start is what is moved.
    """

    def __init__(self, units: Units, label: str, span: Span) -> None:
        self._units = units
        self.label = label
        self.span = span
        self.is_start = False

    @property
    def hint(self) -> str:
        """What moves now, and how."""
        end = "start" if self.is_start else "end"
        return f"the {end} of {self.label}:  w b by words  shift+→ shift+← by characters  . the other end"

    def take(self, name: str, character: str) -> None:
        """Move as a key says; others do nothing. It never becomes empty."""
        if character == ".":
            self.is_start = not self.is_start
            return
        at = self.span.start if self.is_start else self.span.end
        if character == "w" or name == "right":
            moved = self._word_on(at)
        elif character == "b" or name == "left":
            moved = self._word_back(at)
        elif name in {"shift+right", "shift+left"}:
            moved = self._units.step(at, 1 if name == "shift+right" else -1)
        else:
            return
        span = Span(moved, self.span.end) if self.is_start else Span(self.span.start, moved)
        if span.start < span.end:
            self.span = span

    def _word_on(self, at: int) -> int:
        if self.is_start:
            following = self._units.next_word(at)
            return following.start if following is not None else at
        here = self._units.word_at(at)
        if here.end <= at:
            following = self._units.next_word(at)
            return following.end if following is not None else at
        return here.end

    def _word_back(self, at: int) -> int:
        if self.is_start:
            before = self._units.previous_word(at)
            return before.start if before is not None else at
        before = self._units.previous_word(at - 1)
        return before.end if before is not None else at
