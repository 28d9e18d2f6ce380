"""Which disagreement of a document is before the eyes: the next to be decided, or an earlier one that was looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.analysis.adjudication.cases import Case
from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink
from reader.analysis.adjudication.link_cases import LinkCase

if TYPE_CHECKING:
    from reader.workspace.adjudication import Docket

Undecided = Case | LinkCase
Decided = DecidedCase | DecidedLink
Shown = Undecided | Decided


class CaseWalk:
    """The disagreements of one document in their order, and the one that is shown.

    Args:
        docket: gives them.

    Attributes:
        shown: the disagreement; None where everything is decided, and nothing was looked up.
        count: how many are to be decided.
    """

    def __init__(self, docket: Docket) -> None:
        self._docket = docket
        self._later: list[object] = []  # what was put off, in order
        self._undecided: list[Undecided] = []
        self._taken_back: dict[object, tuple[str, str]] = {}  # why it was decided so, of what was to be asked again
        self.shown: Shown | None = None

    @property
    def count(self) -> int:
        """How many are not decided yet."""
        return len(self._undecided)

    @property
    def asked(self) -> Undecided | None:
        """What the one that is shown is about, decided or not."""
        return asked_of(self.shown) if self.shown is not None else None

    @property
    def reason(self) -> tuple[str, str]:
        """The rule and the note of the one that is shown: of its decision, also of one that was taken back."""
        if self.shown is None or isinstance(self.shown, DecidedCase | DecidedLink):
            return reason_of(self.shown)
        return self._taken_back.get(_key(self.shown), ("", ""))

    @property
    def place(self) -> str:
        """Which one is shown, of how many."""
        if isinstance(self.shown, DecidedCase | DecidedLink):
            decided = self._docket.decided_cases()
            at = next((at for at, one in enumerate(decided, 1) if _key(one) == _key(self.shown)), 0)
            return f"decided, {at} of {len(decided)}"
        decided_so_far = self._docket.decided()
        return f"{decided_so_far + 1}/{decided_so_far + self.count}"

    def look(self) -> None:
        """Look what there is now. The one that is shown stays while it is there, else the next to be decided comes."""
        before = self.shown
        self._undecided = list(self._docket.cases())
        if before is None or not self._show_again(before):
            self.shown = self._next(before)

    @contextmanager
    def looking_for_asked_again(self) -> Iterator[None]:
        """An answer is taken back meanwhile: show what it was about; its reason and its note are there for another."""
        known = {_key(one) for one in self._undecided}
        reasons = {_key(asked_of(one)): reason_of(one) for one in self._docket.decided_cases()}
        yield
        self._taken_back = reasons
        self.look()
        self.shown = next((one for one in self._undecided if _key(one) not in known), self.shown)

    def go_on(self) -> None:
        """Show the next one to be decided, from the start, unless such a one is shown."""
        if self.shown is None or isinstance(self.shown, DecidedCase | DecidedLink):
            self.shown = self._next(None)

    def put_off(self) -> bool:
        """Come back to this one after the others; whether it can be put off."""
        if self.shown is None or isinstance(self.shown, DecidedCase | DecidedLink):
            return False
        key = _key(self.shown)
        self._later = [*(one for one in self._later if one != key), key]
        self.shown = self._next(self.shown)
        return True

    def step(self, by: int) -> bool:
        """Show the next or the previous one, decided or not; whether there is one."""
        all_cases = sorted([*self._docket.decided_cases(), *self._undecided], key=_place)
        keys = [_key(one) for one in all_cases]
        if self.shown is not None and _key(self.shown) in keys:
            at = keys.index(_key(self.shown)) + by
        else:
            at = len(all_cases) - 1 if by < 0 else len(all_cases)
        if 0 <= at < len(all_cases):
            self.shown = all_cases[at]
            return True
        return False

    def _show_again(self, before: Shown) -> bool:
        """Show one as it is now; whether it is there still."""
        known = (*self._docket.decided_cases(), *self._undecided)
        found = next((one for one in known if _key(one) == _key(before)), None)
        self.shown = found if found is not None else self.shown
        return found is not None

    def _next(self, before: Shown | None) -> Undecided | None:
        """What is to be decided next: behind another one, else from the start; what was put off comes last."""
        put_off = {key: number for number, key in enumerate(self._later)}
        waiting = [one for one in self._undecided if _key(one) not in put_off]
        behind = [one for one in waiting if before is not None and _place(one) >= _place(before)]
        off: Iterable[Undecided] = sorted(
            (one for one in self._undecided if _key(one) in put_off), key=lambda one: put_off[_key(one)]
        )
        return next(iter((*behind, *waiting, *off)), None)


def asked_of(shown: Shown) -> Undecided:
    """What a disagreement is about, decided or not."""
    return shown.case if isinstance(shown, DecidedCase | DecidedLink) else shown


def reason_of(shown: object) -> tuple[str, str]:
    """The rule that was the reason of a decision, and its note; empty where there is none, or nothing is decided."""
    if isinstance(shown, DecidedCase):
        return shown.ruling.rule, shown.ruling.note
    return (shown.rule, "") if isinstance(shown, DecidedLink) else ("", "")


def _key(shown: Shown) -> object:
    """What tells one from others, also once it is decided."""
    case = asked_of(shown)
    if isinstance(case, LinkCase):
        return case.source, case.target, isinstance(shown, DecidedLink)
    return frozenset(one.id for one in case.members), isinstance(shown, DecidedCase)


def _place(shown: Shown) -> tuple[object, ...]:
    """The order: passages as in the text, then links."""
    case = asked_of(shown)
    return (1, 0, 0, case.source, case.target) if isinstance(case, LinkCase) else (0, *case.span, "", "")
