"""The rules of the guideline as reasons for an answer: each has a digit, nine at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from reader.system.safe_text import short_text

if TYPE_CHECKING:
    from reader.annotations.guideline_text import Rule

#: Rules that have a digit at a time.
_DIGITS = 9
#: Code points of a rule's text in the list, where there are few and the chosen one's, and where there are many.
_TEXT, _SHORT_TEXT, _FEW = 200, 32, 4
#: Code points of a rule's title in the list, at most and at least in a row, and of what stands beside one there.
_LISTED, _TITLE, _LEAST_TITLE, _BESIDE = 60, 24, 5, 5


class ReasonList:
    """Rules of which one may be chosen.

    Args:
        rules: in their order.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._chosen: int | None = None
        self._first = 0

    def __bool__(self) -> bool:
        return bool(self._rules)

    @property
    def chosen(self) -> str:
        """The id of the rule that is chosen; empty for none."""
        return self._rules[self._chosen].id if self._chosen is not None else ""

    def choose(self, rule: str) -> None:
        """Choose a rule by its id; none where it is empty or not there."""
        self._chosen = next((at for at, one in enumerate(self._rules) if rule and one.id == rule), None)
        if self._chosen is not None:
            self._first = self._chosen - self._chosen % _DIGITS

    def take(self, key: str) -> bool:
        """Choose by a digit, again for none; ``0`` turns to the next nine. Whether it was a key for it."""
        if not self._rules or len(key) != 1 or key not in "0123456789":
            return False
        if key == "0":
            self._first = self._first + _DIGITS if self._first + _DIGITS < len(self._rules) else 0
        elif (index := self._first + int(key) - 1) < len(self._rules):
            self._chosen = None if self._chosen == index else index
        return True

    def title(self, rule: str) -> str:
        """The title of a rule by its id; the id where it is not there."""
        found = next((one.title for one in self._rules if one.id == rule), rule)
        return short_text(found, _LISTED)

    def listed(self) -> Content:
        """The rules with their texts, below each other; where there are many, the chosen one's is shown alone."""
        found = Content.styled(f"a digit gives the reason{self._more()}\n", "$quiet")
        for number, rule, is_chosen in self._shown():
            mark = "▸" if is_chosen else " "
            title = short_text(rule.title, _LISTED)
            found += Content.styled(f"{mark}{number} {title}\n", "bold" if is_chosen else "")
            text = rule.text.partition("\n")[2] if rule.text.startswith("#") else rule.text  # without its heading
            body = " ".join(text.removeprefix(rule.title).split())
            most = _TEXT if is_chosen or len(self._rules) <= _FEW else _SHORT_TEXT
            found += Content.styled(f"   {short_text(body, most)}\n", "$quiet") if body else Content("")
        return found

    def in_rows(self, width: int) -> str:
        """The titles alone, beside each other, as long as two rows of so many cells have room for."""
        head, shown = f"reason{self._more()}:", list(self._shown())
        room = (2 * width - len(head)) // max(len(shown), 1) - _BESIDE
        most = min(max(room, _LEAST_TITLE), _TITLE)
        return "  ".join([head, *(f"{'▸' * at}{number} {short_text(one.title, most)}" for number, one, at in shown)])

    def _more(self) -> str:
        """Which rules are shown of how many, and how to see the others; empty where all are shown."""
        count = len(self._rules)
        if count <= _DIGITS:
            return ""
        return f" ({self._first + 1}–{min(self._first + _DIGITS, count)} of {count}, 0 turns on)"

    def _shown(self) -> Iterator[tuple[int, Rule, bool]]:
        """The rules that have a digit now, with it, and whether each is the chosen one."""
        for index, rule in enumerate(self._rules[self._first : self._first + _DIGITS], self._first):
            yield index - self._first + 1, rule, index == self._chosen
