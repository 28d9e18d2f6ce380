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
#: Code points of a rule's text in the list, and of its title in a row.
_TEXT, _TITLE = 200, 24


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

    def listed(self) -> Content:
        """The rules with their texts, below each other."""
        found = Content.styled("a digit gives the reason\n", "$quiet")
        for number, rule, is_chosen in self._shown():
            mark = "▸" if is_chosen else " "
            found += Content.styled(f"{mark}{number} {rule.title}\n", "bold" if is_chosen else "")
            text = rule.text.partition("\n")[2] if rule.text.startswith("#") else rule.text  # without its heading
            body = " ".join(text.removeprefix(rule.title).split())
            found += Content.styled(f"   {short_text(body, _TEXT)}\n", "$quiet") if body else Content("")
        return found + Content("0: more rules" if len(self._rules) > _DIGITS else "")

    def in_a_row(self) -> str:
        """The titles alone, beside each other."""
        parts = [
            f"{'▸' * is_chosen}{number} {short_text(rule.title, _TITLE)}" for number, rule, is_chosen in self._shown()
        ]
        return f"reason: {'  '.join(parts)}{'  0 more' if len(self._rules) > _DIGITS else ''}"

    def _shown(self) -> Iterator[tuple[int, Rule, bool]]:
        """The rules that have a digit now, with it, and whether each is the chosen one."""
        for index, rule in enumerate(self._rules[self._first : self._first + _DIGITS], self._first):
            yield index - self._first + 1, rule, index == self._chosen
