"""Adjudication: one disagreement after another, what each side tagged in the text and in words, one key an answer.

Names are hidden until they are asked for. Nothing here decides: the docket gives the cases and keeps the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.analysis.adjudication import answers
from reader.analysis.adjudication.cases import BOUNDARY, LABELS, ONE_SIDED, SPLIT, Case
from reader.analysis.adjudication.link_cases import LinkCase
from reader.model.annotation import Annotation
from reader.model.spans import Span
from reader.system.safe_text import short_text
from reader.system.stdio import counted
from reader.ui.keymap.action import ADJUDICATION_DIALOG
from reader.ui.screens.adjudication.compared_passage import (
    BRACKET,
    ONE,
    PLAIN,
    SEVERAL,
    PassageRow,
    SideTags,
    passage_rows,
)
from reader.ui.screens.adjudication.moved_ends import MovedEnds
from reader.ui.screens.adjudication.reason_list import ReasonList
from reader.ui.screens.adjudication.side_wording import described, said_of
from reader.ui.screens.scrolling_screen import ScrollingScreen
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from reader.analysis.adjudication.answers import Answer
    from reader.annotations.guideline_text import Rule
    from reader.config.label import Label
    from reader.workspace.adjudication import Docket

LETTERS = "ABCDEFGH"
#: What stands for the layer as it was decided before, in gutter and brackets; and for ends that are being moved.
_SETTLED, _MOVED = "=", "*"
_KINDS = {
    ONE_SIDED: "not all tagged it", BOUNDARY: "same label, other ends", SPLIT: "one passage or several",
    LABELS: "other labels",
}  # fmt: skip
_LOOKS = {PLAIN: "", ONE: "underline", SEVERAL: "bold underline", BRACKET: "bold $focus"}
_CHOICES = "{take_a} takes A's  {take_b} takes B's  {take_third} C's  {take_fourth} D's"
_KEYS = "  {take_each} both  {take_none} neither"
_UNION = "  {take_union} all of it"
_OTHERS = "  {other_label} other label  {move_tag_ends} move the ends  {ruling_note} note"
_REST = (
    "  {later} later  {undo_ruling} undo  {show_names} names  {finish_and_next} done, next  {leave_adjudication} leaves"
)
_ALL_DONE = "{finish_and_next} finishes it and goes to the next  {undo_ruling} undo  {leave_adjudication} leaves"
#: Cells that the rules beside the text take, and how wide the screen must be for them to stand there.
_RULES_WIDTH, _WIDE_SCREEN = 36, 104
#: Code points of the paragraphs around that are shown on each side at most.
_AROUND = 1500
#: Code points of a quote at the end of a link.
_LINKED = 400
Shown = Case | LinkCase


class AdjudicationScreen(ScrollingScreen):
    """The cases of one document.

    Args:
        docket: gives them, and keeps the answers.
        where: says which document it is, and how many more wait.
        labels: that a passage may be given, by key.
        rules: of the guideline; the reason for an answer.
        undo: takes the adjudicator's last step back; says what it was.
        write_note: asks for a note on a passage, and calls with it.
        finish: called when the document is done, and the next one is asked for.
    """

    CSS_PATH = "../dialogs.tcss"  # seen from here
    PLACES: ClassVar[tuple[str, ...]] = (ADJUDICATION_DIALOG, *ScrollingScreen.PLACES)

    def __init__(
        self,
        docket: Docket,
        where: Callable[[], str],
        labels: Sequence[Label],
        rules: Sequence[Rule],
        *,
        undo: Callable[[], str],
        write_note: Callable[[Annotation, Callable[[str], object]], object],
        finish: Callable[[], object],
    ) -> None:
        super().__init__(classes="dialog")
        self._docket, self._where, self._labels = docket, where, labels
        self._reasons = ReasonList(rules)
        self._undo, self._write_note, self._finish = undo, write_note, finish
        self._later: list[object] = []  # what was put off, in order
        self._note = ""
        self._has_names = False
        self._asks_label = False
        self._ends: MovedEnds | None = None
        self._cases: Sequence[Shown] = ()

    def compose(self) -> ComposeResult:
        """Which case, the text, the sides, the rules, and what the keys do."""
        with Vertical(classes="box"):
            yield Static(markup=False, id="head")
            with Horizontal(id="body"):
                with VerticalScroll(can_focus=False, id="text"):
                    yield Static(markup=False, id="passage")
                with VerticalScroll(can_focus=False, id="rules"):
                    yield Static(markup=False, id="guideline")
            yield Static(markup=False, id="sides")
            yield Static(markup=False, id="said")
            yield Static(markup=False, classes="hint", id="keys")

    def on_mount(self) -> None:
        """Take what all agree on, and show the first case."""
        self._look(self._take_agreed())

    def _take_agreed(self) -> str:
        """Take what all agree on now; what that was, or why it cannot be taken."""
        try:
            passages, links = self._docket.take_agreed()
        except EditError as error:
            return str(error)
        parts = [counted(number, what) for number, what in ((passages, "passage"), (links, "link")) if number]
        return f"taken, as all agree: {' and '.join(parts)}" if parts else ""

    def on_resize(self) -> None:
        """Wrap anew."""
        self.call_after_refresh(self._draw)

    # --- which case

    @property
    def case(self) -> Shown | None:
        """The one that is asked; None where everything is decided."""
        return self._cases[0] if self._cases else None

    def _look(self, said: str = "") -> None:
        """Look what is to be decided now, what was put off last, and show the first."""
        found = self._docket.cases()
        place = {key: number for number, key in enumerate(self._later)}
        self._cases = sorted(found, key=lambda one: place.get(_key(one), -1))
        self._ends, self._asks_label, self._note = None, False, ""
        self._say(said)
        self._draw()

    def _answered(self, answer: Callable[[], object], said: str) -> None:
        try:
            answer()
        except EditError as error:
            self._say(str(error))
            return
        self._reasons.forget()
        self._look(said)

    def _give(self, answer: Answer) -> None:
        case = self.case
        if isinstance(case, Case):
            full = answer._replace(rule=self._reasons.chosen, note=self._note)
            self._answered(lambda: self._docket.answer(case, full), said_of(full))

    def _give_link(self, kind: str) -> None:
        case = self.case
        if isinstance(case, LinkCase):
            said = f"link taken: {kind}" if kind else "no link"
            self._answered(lambda: self._docket.answer_link(case, kind, self._reasons.chosen), said)

    # --- keys

    async def take(self, event: events.Key) -> bool:
        """A digit names a rule; while ends are moved or a label is asked for, keys belong to that."""
        key = event.character if event.is_printable and event.character else event.key
        if self._ends is not None:
            self._take_for_ends(event.key, key)
            return True
        if self._asks_label:
            self._take_label(key)
            return True
        if self._reasons.take(key):
            self._draw()
            return True
        return await super().take(event)

    def take_side(self, number: str) -> None:
        """Take what one annotator has."""
        index = int(number)
        if index >= len(self._docket.annotators):
            self._say(f"there is no {LETTERS[index]} here")
            return
        name = self._docket.annotators[index]
        if isinstance(self.case, Case):
            self._give(answers.of_side(self.case, name))
        elif isinstance(self.case, LinkCase):
            self._give_link(next(iter(self.case.sides.get(name, ())), ""))

    def take_each(self) -> None:
        """Take the tags of all sides."""
        if isinstance(self.case, Case):
            self._give(answers.each(self.case))
        elif isinstance(self.case, LinkCase):
            self._say("a link has one kind: take one side's")

    def take_none(self) -> None:
        """Take nothing."""
        if isinstance(self.case, Case):
            self._give(answers.neither(self.case))
        else:
            self._give_link("")

    def take_union(self) -> None:
        """Take one passage over all of them."""
        if isinstance(self.case, Case):
            union = answers.union(self.case)
            if union is None:
                self._say("the labels differ, or there is one passage only: take a side, or give a label")
                return
            self._give(union)

    def ask_label(self) -> None:
        """Ask for another label."""
        if isinstance(self.case, Case):
            self._asks_label = True
            self._draw()

    def move_ends(self) -> None:
        """Begin to move the ends of the passage that is to be taken."""
        if isinstance(self.case, Case):
            first = self.case.members[0]
            self._ends = MovedEnds(self._docket.units, first.label, Span(first.start, first.end))
            self._draw()

    def write_note(self) -> None:
        """Write a note that goes with the next answer."""
        if isinstance(self.case, Case):
            self._write_note(self.case.members[0], self._take_note)

    def _take_note(self, note: str) -> None:
        self._note = note
        self._say("the note goes with the next answer" if note else "")

    def put_off(self) -> None:
        """Come back to this one after the others."""
        if self.case is not None:
            key = _key(self.case)
            self._later = [*(one for one in self._later if one != key), key]
            self._look()

    def undo(self) -> None:
        """Take the last step back."""
        self._look(self._undo())

    def show_names(self) -> None:
        """Show who A and B are, or hide it again."""
        self._has_names = not self._has_names
        self._draw()

    def finish(self) -> None:
        """The document is done; on to the next."""
        if self._cases:
            self._say(f"{len(self._cases)} are not decided yet")
            return
        self._take_agreed()  # links whose ends were decided since
        self._finish()

    def _take_label(self, key: str) -> None:
        label = next((one for one in self._labels if one.key == key), None)
        self._asks_label = False
        if label is not None and isinstance(self.case, Case):
            self._give(answers.relabelled(self.case, label.name))
            return
        self._draw()

    def _take_for_ends(self, name: str, key: str) -> None:
        ends, case = self._ends, self.case
        label = next((one.name for one in self._labels if one.key == key), "")
        if ends is None or not isinstance(case, Case) or name == "escape":
            self._ends = None
        elif name == "enter":
            self._give(answers.with_ends(case, ends.label, ends.span))
            return
        elif label:
            ends.label = label
        else:
            ends.take(name, key)
        self._draw()

    # --- drawing

    def _say(self, said: str) -> None:
        self.query_one("#said", Static).update(Content(said))

    def _draw(self) -> None:
        is_wide = self.size.width >= _WIDE_SCREEN
        self.query_one("#rules").display = is_wide and bool(self._reasons)
        self.query_one("#head", Static).update(Content.styled(self._head(), "bold"))
        self.query_one("#guideline", Static).update(self._reasons.listed())
        self.query_one("#sides", Static).update(self._sides(is_wide=is_wide))
        self.query_one("#keys", Static).update(Content(self.dialog_keys.hint(self._hint())))
        self.call_after_refresh(self._draw_text)

    def _head(self) -> str:
        decided = self._docket.decided()
        if self.case is None:
            return f"all decided ({decided})   {self._where()}"
        kind = _KINDS[self.case.kind] if isinstance(self.case, Case) else "a link"
        return f"{decided + 1}/{decided + len(self._cases)}   {kind}   {self._where()}"

    def _hint(self) -> str:
        if self._ends is not None:
            return f"moving {self._ends.hint}  {_label_keys(self._labels)}  enter takes it  esc leaves it"
        if self._asks_label:
            return f"which label? {_label_keys(self._labels)}  esc: none"
        if self.case is None:
            return _ALL_DONE
        count = len(self._docket.annotators)
        sides = "  ".join(_CHOICES.split("  ")[:count])
        if isinstance(self.case, LinkCase):
            return sides + "  {take_none} no link" + _REST
        return sides + _KEYS + (_UNION if answers.union(self.case) else "") + _OTHERS + _REST

    def _draw_text(self) -> None:
        box, passage = self.query_one("#text", VerticalScroll), self.query_one("#passage", Static)
        width = box.scrollable_content_region.width - len(self._gutters) - 1
        if width <= 0:
            return
        if isinstance(self.case, LinkCase):
            passage.update(self._link_text(self.case))
            return
        rows = self._rows(self.case, width) if self.case is not None else []
        lines = [
            Content.styled(f"{row.gutter} ", "bold $focus")
            + Content("").join(Content.styled(piece, _LOOKS[look]) for piece, look in row.pieces)
            for row in rows
        ]
        passage.update(Content("\n").join(lines))
        first = next((number for number, row in enumerate(rows) if row.gutter.strip()), 0)
        box.scroll_to(y=max(first - 3, 0), animate=False)

    @property
    def _gutters(self) -> str:
        return LETTERS[: len(self._docket.annotators)] + _SETTLED + _MOVED

    def _rows(self, case: Case, width: int) -> Sequence[PassageRow]:
        text, units = self._docket.opened.article.text, self._docket.units
        sides = [
            SideTags(letter, [Span(one.start, one.end) for one in case.sides.get(name, ())])
            for letter, name in zip(LETTERS, self._docket.annotators, strict=False)
        ]
        sides.append(SideTags(_SETTLED, [Span(one.start, one.end) for one in case.settled]))
        sides.append(SideTags(_MOVED, [self._ends.span] if self._ends is not None else []))
        start, end = units.paragraph_at(case.span.start).start, units.paragraph_at(max(case.span.end - 1, 0)).end
        before, after = units.previous_paragraph(start), units.next_paragraph(max(end - 1, 0))
        first, last = before.start if before else start, after.end if after else end
        window = Span(
            min(max(first, case.span.start - _AROUND), case.span.start),
            max(min(last, case.span.end + _AROUND), case.span.end),
        )
        return passage_rows(text, window, sides, width)

    def _link_text(self, case: LinkCase) -> Content:
        ends = [self._docket.annotation(one) for one in (case.source, case.target)]
        said = [f"{one.label}: “{short_text(one.quote, _LINKED)}”" if one is not None else "?" for one in ends]
        return Content(f"{said[0]}\n\n    →  {' or '.join(case.kinds)}  →\n\n{said[1]}")

    def _sides(self, *, is_wide: bool) -> Content:
        lines = [] if self.case is None else [self._side(index) for index in range(len(self._docket.annotators))]
        if isinstance(self.case, Case):
            lines += [f"{_SETTLED}  so far: {described(self.case.settled)}"] if self.case.settled else []
        if not is_wide and self._reasons:
            lines.append(self._reasons.in_a_row())
        return Content("\n".join(lines))

    def _side(self, index: int) -> str:
        name = self._docket.annotators[index]
        letter = f"{LETTERS[index]} ({name})" if self._has_names else LETTERS[index]
        if isinstance(self.case, LinkCase):
            return f"{letter}  {', '.join(self.case.sides.get(name, ())) or '–'}"
        side = self.case.sides.get(name, ()) if self.case is not None else ()
        return f"{letter}  {described(side) or '–'}"


def _key(case: Shown) -> object:
    """What tells a case from others, after an answer too."""
    return frozenset(one.id for one in case.members) if isinstance(case, Case) else (case.source, case.target)


def _label_keys(labels: Sequence[Label]) -> str:
    return "  ".join(f"{one.key} {one.name}" for one in labels if one.key)
