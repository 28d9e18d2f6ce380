"""Old and new passage side by side: what was found again elsewhere, what may be, and what is gone, one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.anchoring.word_difference import FRESH, GONE, SAME, DifferencePart, difference
from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import DETACHED, Annotation
from reader.model.spans import Span
from reader.system.safe_text import safe_text
from reader.ui.keymap.action import REVIEW_DIALOG
from reader.ui.screens.scrolling_screen import ScrollingScreen

#: Code points of context shown on each side of a passage.
AROUND = 140
_KEYS = "{accept_move} accepts  {refuse_move} rejects  {next_case} {previous_case} the others"
_OTHER_KEYS = "  {undo_answer} undoes  {close_review} closes"
_NO_PLACE = (
    "no place is known for it: {close_review}, select its passage, {review_moves}, "
    "then {place_on_selection} puts it there"
)
_NOTHING_SELECTED = (
    "nothing is selected: {close_review}, select its passage in the text ({select}), {review_moves}, "
    "then {place_on_selection} puts it there"
)
#: How each kind of part looks: told apart without colour too.
_LOOKS = {SAME: ("{}", "bold"), GONE: ("[-{}-]", "bold $oppose"), FRESH: ("{{+{}+}}", "bold $agree")}


@dataclass(frozen=True, slots=True)
class Case:
    """One annotation to look at: what it is now, and as it was before the document changed."""

    now: Annotation
    was: Annotation
    offer: Span | None

    @property
    def state(self) -> str:
        """In a word or two."""
        if self.now.anchor != DETACHED:
            return "→ moved"
        return "? to confirm" if self.offer else "? detached"


def cases(records: DocumentRecords) -> list[Case]:
    """What there is to look at: what asks for an answer first, then what is detached, then what was moved."""
    offers = records.offers
    detached = [Case(one, one, Span(*offers[one.id][:2]) if one.id in offers else None) for one in records.detached]
    asked = [case for case in detached if case.offer]
    return [
        *asked,
        *(case for case in detached if not case.offer),
        *(Case(one, was, None) for was, one in records.moved),
    ]


class ReviewScreen(ScrollingScreen):
    """The cases one after another.

    Args:
        records: of the document.
        kept: gives the earlier texts, for more context than an annotation remembers.
        chosen: the passage selected in the text, where there is one.
        whose: gives the name of whoever made an annotation, empty for one's own.
        put: puts an annotation on a passage, as a step.
        confirm: says that one belongs where it was found again.
        refuse: says that one does not belong where it is, or may be, as a step.
        undo: takes the last step back.
    """

    PLACES: ClassVar[tuple[str, ...]] = (REVIEW_DIALOG, *ScrollingScreen.PLACES)

    def __init__(
        self,
        records: DocumentRecords,
        kept: Callable[[], Sequence[str]],
        chosen: Span | None,
        *,
        whose: Callable[[Annotation], str],
        put: Callable[[Annotation, Span], object],
        confirm: Callable[[Annotation], object],
        refuse: Callable[[Annotation], object],
        undo: Callable[[], object],
    ) -> None:
        super().__init__(classes="dialog")
        self._records, self._kept, self._chosen, self._whose = records, kept, chosen, whose
        self._put, self._confirm, self._refuse, self._undo = put, confirm, refuse, undo
        self._cases = cases(records)
        self._done: set[str] = set()
        self._index = 0

    def compose(self) -> ComposeResult:
        """Which one, the two sides, and what the keys do."""
        with Vertical(classes="box"):
            yield Static(markup=False, id="head")
            with Horizontal(id="sides"):
                for side in ("before", "after"):
                    with VerticalScroll(can_focus=False):
                        yield Static(markup=False, id=side)
            yield Static(markup=False, classes="hint", id="keys")

    def on_mount(self) -> None:
        """Show the first."""
        self._draw()

    @property
    def case(self) -> Case:
        """The case shown, as things are now."""
        known = self._cases[self._index]
        now = self._records.get(known.now.id)
        offer = self._records.offers.get(known.now.id)
        return known if now is None else Case(now, known.was, Span(*offer[:2]) if offer else None)

    def accept(self) -> None:
        """It belongs there."""
        case = self.case
        if case.now.anchor == DETACHED and case.offer is None:
            self._say(_NO_PLACE)
            return
        if case.offer is not None:
            self._put(case.now, case.offer)
        else:
            self._confirm(case.now)
        self._answered()

    def refuse(self) -> None:
        """It does not belong there."""
        case = self.case
        if case.now.anchor != DETACHED or case.offer is not None:
            self._refuse(case.now)
        self._answered()

    def place(self) -> None:
        """It belongs on the passage that is selected in the text."""
        if self._chosen is None:
            self._say(_NOTHING_SELECTED)
            return
        self._put(self.case.now, self._chosen)
        self._answered()

    def undo(self) -> None:
        """Take the last answer back."""
        self._undo()
        self._draw()

    def go(self, step: str) -> None:
        """Go to the next or the previous one."""
        self._index = min(max(self._index + int(step), 0), len(self._cases) - 1)
        self._draw()

    def _answered(self) -> None:
        self._done.add(self.case.now.id)
        left = [index for index, case in enumerate(self._cases) if case.now.id not in self._done]
        if not left:
            self.dismiss(None)
            return
        self._index = next((index for index in left if index > self._index), left[0])
        self._draw()

    def _say(self, what: str) -> None:
        self.query_one("#keys", Static).update(Content(self.dialog_keys.hint(what)))

    def _draw(self) -> None:
        case = self.case
        mark = "  ✓" if case.now.id in self._done else ""
        by = f" by {name}" if (name := safe_text(self._whose(case.now))) else ""
        head = f"{self._index + 1}/{len(self._cases)}  {case.now.label}{by}  {case.state}{mark}"
        self.query_one("#head", Static).update(Content.styled(head, "bold"))
        place = case.offer or (Span(case.now.start, case.now.end) if case.now.anchor != DETACHED else None)
        text = self._records.article.text
        parts = difference(case.was.quote, text[slice(*place)]) if place else [DifferencePart(SAME, case.was.quote)]
        before, after = self._around(case.was)
        old = [part for part in parts if part.kind != FRESH]
        self.query_one("#before", Static).update(_passage("BEFORE", before, old, after))
        if place is None:
            side = Content("NOW\n\nno place was found for it")
        else:
            around = _context(text, place)
            side = _passage(
                "NOW" if case.offer is None else "NOW, PERHAPS",
                around[0],
                [p for p in parts if p.kind != GONE],
                around[1],
            )
        self.query_one("#after", Static).update(side)
        hand = "  {place_on_selection} puts it on the selection" if self._chosen is not None else ""
        self._say(_KEYS + hand + _OTHER_KEYS)

    def _around(self, was: Annotation) -> tuple[str, str]:
        """What stood before and after the passage, as far as that is known."""
        from reader.anchoring.anchors import is_in

        text = next((text for text in self._kept() if is_in(was, text)), None)
        if text is None:
            return was.prefix, was.suffix
        return _context(text, Span(was.start, was.end))


def _context(text: str, place: Span) -> tuple[str, str]:
    """Some whole words before and after a passage."""
    before, after = text[max(0, place.start - AROUND) : place.start], text[place.end : place.end + AROUND]
    if place.start > AROUND:
        before = "… " + before.partition(" ")[2].lstrip()
    if place.end + AROUND < len(text):
        after = after.rpartition(" ")[0].rstrip() + " …"
    return before, after


def _passage(title: str, before: str, parts: Sequence[DifferencePart], after: str) -> Content:
    """A passage between its neighbours, marked by signs as well as by colours."""
    passage = Content("")
    for part in parts:
        form, style = _LOOKS[part.kind]
        passage += Content.styled(form.format(part.text), style)
    dim = "$quiet"
    return Content(f"{title}\n\n") + Content.styled(f"{before}▸", dim) + passage + Content.styled(f"◂{after}", dim)
