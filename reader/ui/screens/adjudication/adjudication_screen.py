"""Adjudication: one disagreement after another, what each side tagged in the text and in words, one key an answer.

Names are hidden until they are asked for. Nothing here decides: the docket gives the cases and keeps the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.analysis.adjudication import answers
from reader.analysis.adjudication.cases import Case
from reader.analysis.adjudication.decided_cases import DecidedCase, DecidedLink
from reader.analysis.adjudication.link_cases import LinkCase
from reader.model.spans import Span
from reader.system.stdio import counted
from reader.ui.keymap.action import ADJUDICATION_DIALOG
from reader.ui.screens.adjudication.case_text import case_text, decisions_text
from reader.ui.screens.adjudication.case_walk import CaseWalk, Undecided
from reader.ui.screens.adjudication.case_wording import (
    head_of,
    hint_of,
    in_lines,
    kind_keys,
    label_keys,
    question_of,
)
from reader.ui.screens.adjudication.moved_ends import MovedEnds
from reader.ui.screens.adjudication.reason_list import ReasonList
from reader.ui.screens.adjudication.side_wording import LETTERS, lines_of, said_of
from reader.ui.screens.scrolling_screen import ScrollingScreen
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from reader.analysis.adjudication.answers import Answer
    from reader.annotations.guideline_text import Rule
    from reader.config.label import Label
    from reader.model.annotation import Annotation
    from reader.ui.screens.adjudication.case_walk import Shown
    from reader.workspace.adjudication import Docket
    from reader.workspace.library_entries import OpenDocument

#: How wide the screen must be for the rules to stand beside the text.
_WIDE_SCREEN = 104


class AdjudicationScreen(ScrollingScreen):
    """The cases of one document.

    Args:
        docket: gives them, and keeps the answers.
        document: its name.
        where: says how many more documents wait.
        labels: that a passage may be given, by key.
        kinds: of links.
        rules: of the guideline; the reason for an answer.
        undo: takes the adjudicator's last step back; says what it was.
        write_note: asks for a note on a passage, which has the one so far, and calls with it.
        finish: called when the document is done, and the next one is asked for.
        left: called when the adjudication is left, with how far it is.
    """

    CSS_PATH = "../dialogs.tcss"  # seen from here
    PLACES: ClassVar[tuple[str, ...]] = (ADJUDICATION_DIALOG, *ScrollingScreen.PLACES)

    def __init__(
        self,
        docket: Docket,
        document: str,
        where: Callable[[], str],
        labels: Sequence[Label],
        kinds: Sequence[str],
        rules: Sequence[Rule],
        *,
        undo: Callable[[], str],
        write_note: Callable[[Annotation, Callable[[str], object]], object],
        finish: Callable[[], object],
        left: Callable[[str], object],
    ) -> None:
        super().__init__(classes="dialog")
        self._docket, self._document, self._where, self._labels, self._kinds = docket, document, where, labels, kinds
        self._reasons = ReasonList(rules)
        self._undo, self._write_note, self._finish, self._left = undo, write_note, finish, left
        self._walk = CaseWalk(docket)
        self._note = self._first_said = self._said = ""
        self._has_names = False
        self._asks_label = False
        self._ends: MovedEnds | None = None
        self._is_answering = False
        self._scrolled_for: object = None  # what the text was scrolled to

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
        """Take what all agree on, and show the first case, or the one that was asked for."""
        said = "; ".join(one for one in (self._first_said, self._take_agreed()) if one)
        self._walk.look()
        self._show(said)

    def begin_at(self, one: Shown | None, said: str) -> None:
        """Begin with one of them, and with something to say, before it is mounted; with the first for None."""
        self._walk.shown, self._first_said = one, said

    def _take_agreed(self) -> str:
        """Take what all agree on now; what that was, or why it cannot be taken."""
        try:
            with self._answering():
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
    def case(self) -> Undecided | None:
        """What is asked, or was asked where that is decided; None where everything is decided."""
        return self._walk.asked

    def _show(self, said: str = "") -> None:
        """Show the case as it is now, with the reason and the note of an earlier answer."""
        self._ends, self._asks_label = None, False
        rule, self._note = self._walk.reason
        self._reasons.choose(rule)
        self.say(said)
        self._draw()

    def take_changed(self, opened: OpenDocument) -> None:
        """A document was changed: where it is this one, and by no answer of this screen, look what there is now."""
        if self._is_answering or not self.is_mounted or opened is not self._docket.opened:
            return
        before, count = self._walk.shown, self._walk.count
        self._walk.look()
        if self._walk.shown != before:
            self._show("somebody changed this meanwhile")
        elif self._walk.count != count:
            self.say("somebody changed tags of this document meanwhile")
            self._draw()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """What is changed meanwhile is changed by this screen."""
        self._is_answering = True
        try:
            yield
        finally:
            self._is_answering = False

    def _answered(self, answer: Callable[[], object], said: str) -> None:
        was_decided = isinstance(self._walk.shown, DecidedCase | DecidedLink)
        try:
            with self._answering():
                answer()
        except EditError as error:
            self.say(str(error))
            return
        self._walk.look()
        self._show(f"changed: {said}" if was_decided else said)

    def _give(self, answer: Answer) -> None:
        shown = self._walk.shown
        if isinstance(shown, Case | DecidedCase):
            full = answer._replace(rule=self._reasons.chosen, note=self._note)
            settled = shown.settled if isinstance(shown, Case) else ()
            said = said_of(full, self._reasons.title(full.rule), settled)
            self._answered(lambda: self._docket.answer(shown, full), said)

    def _give_link(self, kind: str) -> None:
        shown = self._walk.shown
        if isinstance(shown, LinkCase | DecidedLink):
            said = f"link taken: {kind}" if kind else "no link"
            self._answered(lambda: self._docket.answer_link(shown, kind, self._reasons.chosen), said)

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
        if self.case is not None and self._reasons.take(key):
            self._draw()
            return True
        return await super().take(event)

    def take_side(self, number: str) -> None:
        """Take what one annotator has."""
        index = int(number)
        if index >= len(self._docket.annotators):
            self.say(f"there is no {LETTERS[index]} here")
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
            self.say("a link has one kind: take one side's")

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
                self.say("only several passages of one label can be one: take a side, or give a label")
                return
            self._give(union)
        elif self.case is not None:
            self.say("that is for passages: a link is taken or not")

    def ask_label(self) -> None:
        """Ask for another label, or for the kind of a link."""
        if self.case is not None:
            self._asks_label = True
            self._draw()

    def move_ends(self) -> None:
        """Begin to move the ends of the passage that is to be taken."""
        shown = self._walk.shown
        if isinstance(shown, Case | DecidedCase):
            taken = shown.taken if isinstance(shown, DecidedCase) else ()
            first = next(iter((*taken, *(self.case.members if isinstance(self.case, Case) else ()))))
            self._ends = MovedEnds(self._docket.units, first.label, Span(first.start, first.end))
            self._draw()
        elif shown is not None:
            self.say("that is for passages: a link is taken or not")

    def write_note(self) -> None:
        """Write a note that goes with the next answer."""
        if isinstance(self.case, Case):
            self._write_note(replace(self.case.members[0], note=self._note), self._take_note)
        elif self.case is not None:
            self.say("a link has no note; a digit gives the reason")

    def _take_note(self, note: str) -> None:
        self._note = note
        self.say("the note goes with the next answer" if note else "")
        self._draw()

    def put_off(self) -> None:
        """Come back to this one after the others."""
        if self._walk.put_off():
            self._show("put off: it comes again after the others")

    def step(self, by: str) -> None:
        """Show the next or the previous one, decided or not."""
        if self._walk.step(int(by)):
            self._show()
        else:
            self.say("this is the last one" if int(by) > 0 else "this is the first one")

    def undo(self) -> None:
        """Take the last step back."""
        with self._answering(), self._walk.looking_for_asked_again():
            said = self._undo()
        self._show(said)

    def show_names(self) -> None:
        """Show who A and B are, or hide it again."""
        self._has_names = not self._has_names
        self._draw()

    def finish(self) -> None:
        """The document is done; on to the next."""
        if count := self._walk.count:
            are = "is" if count == 1 else "are"
            self._walk.go_on()
            self._show(f"{counted(count, 'disagreement')} {are} not decided yet")
            return
        self._take_agreed()  # links whose ends were decided since
        self._finish()

    def close(self) -> None:
        """Leave it; what was decided is kept."""
        count = self._walk.count
        self._left(f"{counted(count, 'disagreement')} left here" if count else "all is decided here, not handed in yet")
        super().close()

    def _take_label(self, key: str) -> None:
        self._asks_label = False
        if isinstance(self.case, LinkCase):
            if key in "123456789" and int(key) <= len(self._kinds):
                self._give_link(self._kinds[int(key) - 1])
                return
        elif isinstance(self.case, Case):
            label = next((one for one in self._labels if one.key == key), None)
            if label is not None:
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

    def say(self, said: str) -> None:
        """Say something below the sides."""
        self._said = said
        self.query_one("#said", Static).update(Content(said))

    def _draw(self) -> None:
        is_wide = self.size.width >= _WIDE_SCREEN
        self.query_one("#rules").display = is_wide and bool(self._reasons) and self.case is not None
        self.query_one("#head", Static).update(Content.styled(self._head(), "bold"))
        self.query_one("#guideline", Static).update(self._reasons.listed())
        self.query_one("#sides", Static).update(self._sides(is_wide=is_wide))
        keys = self.query_one("#keys", Static)
        keys.update(Content(in_lines(self.dialog_keys.hint(self._hint()), keys.size.width or self.size.width - 4)))
        self.call_after_refresh(self._draw_text)

    def _head(self) -> str:
        shown, width = self._walk.shown, self.query_one("#head").size.width
        asked = f"{self._walk.place}   {question_of(shown)}" if shown is not None else "all decided"
        return head_of(asked, self._document, self._where(), width)

    def _hint(self) -> str:
        if self._ends is not None:
            return f"moving {self._ends.hint}  {label_keys(self._labels)}  enter takes it  esc leaves it"
        if self._asks_label:
            is_link = isinstance(self.case, LinkCase)
            asked = f"kind? {kind_keys(self._kinds)}" if is_link else f"label? {label_keys(self._labels)}"
            return f"which {asked}  esc: none"
        return hint_of(self._walk.shown, self._docket.annotators, has_reasons=bool(self._reasons))

    def _draw_text(self) -> None:
        box, passage = self.query_one("#text", VerticalScroll), self.query_one("#passage", Static)
        width = box.scrollable_content_region.width
        if width <= 0:
            return
        if self._walk.shown is None:
            passage.update(decisions_text(self._docket, self._reasons.title))
            return
        text, first, last = case_text(self._docket, self._walk.shown, self._ends, width)
        passage.update(text)
        top, place = max(first - 3, 0), (self._walk.shown, self._ends and (self._ends.span, self._ends.is_start))
        if place != self._scrolled_for:  # else whoever scrolled stays there
            self._scrolled_for = place
            box.scroll_to(y=top, animate=False)
        if last >= top + box.size.height and not self._said:
            self.say(self.dialog_keys.hint("it goes on below: {scroll_page_down} scrolls, {scroll_bottom} to the end"))

    def _sides(self, *, is_wide: bool) -> Content:
        shown, width = self._walk.shown, self.query_one("#sides").size.width
        if shown is None:
            return Content("")
        lines = lines_of(shown, self._docket.annotators, self._note, self._reasons.title, has_names=self._has_names)
        return Content("\n".join([*lines, *([self._reasons.in_rows(width)] if self._reasons and not is_wide else ())]))
