"""Choosing one of many from a list that filters as one types: the target of a link, a format, a document, a speaker."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from reader.annotations.annotation_query import DOCUMENT, Vocabulary, annotation_query
from reader.config.settings import Settings
from reader.exchange.format_listing import ListedFormat
from reader.model.annotation import Annotation
from reader.system.safe_text import safe_text
from reader.ui.keymap.action import PICKER_DIALOG
from reader.ui.screens.dialog import Dialog
from reader.ui.theme.label_styles import label_mark, label_style
from reader.ui.widgets.input_line import OneLineInput
from reader.ui.widgets.message_wording import quoted
from reader.ui.widgets.row_list import Numbers, Pieces, RowList

_Choice = TypeVar("_Choice")
#: Seconds that looking at a long list may take with the key, and at a time later, that the keys have in between, and
#: between two paints of the list.
_KEY_S, STEP_S, BREATH_S, _PAINT_S = 0.025, 0.006, 0.002, 0.25
#: Cells of the names of formats; a longer one of another package moves what follows.
_FORMAT_NAME = 16
_NONE_YET = "no row is chosen: {next_row} goes to the first, or type"


class Choices(RowList, can_focus=False, inherit_bindings=False):
    """The rows of a dialog. Its keys go to them without the focus, and a click leaves that where it is.

    The scroll bar has its place always: a list that gets shorter with a letter is painted once, and laid out never.
    """

    DEFAULT_CSS = "Choices { overflow-y: scroll; scrollbar-background: $surface; }"
    IS_ALWAYS_BRIGHT = True


class PickerScreen(Dialog, Generic[_Choice]):
    """What is typed, and what is left of the list. Its keys are handed to it in the order typed, as to the reader.

    Args:
        asked: what is to be chosen; may quote a passage.
        placeholder: what can be typed; ids of actions in braces stand for their keys.
        chosen: called with what was chosen, at once; not at all where nothing was.
    """

    AUTO_FOCUS = "Input"
    PLACES: ClassVar[tuple[str, ...]] = (PICKER_DIALOG, *Dialog.PLACES)
    KEYS_COME_FIRST = True
    #: What is said in place of what is asked; as the placeholder.
    HINT: ClassVar[str] = ""
    #: Choices of a long list that are looked at between two looks at the clock.
    AT_ONCE: ClassVar[int] = 1_000

    def __init__(self, asked: str, placeholder: str, chosen: Callable[[_Choice], object]) -> None:
        super().__init__(classes="dialog picker")
        self._asked = asked
        self._placeholder = placeholder
        self._chosen = chosen
        self._shown_for = ""  # what the list shows what is left for
        self._left: Sequence[_Choice] = ()
        self._unseen: Iterator[Sequence[_Choice]] | None = None  # what of a long list was not looked at yet
        self._kept: list[_Choice] = []  # what is left of it so far
        self._filled_at = 0.0

    @abstractmethod
    def found(self, typed: str) -> Sequence[_Choice] | Iterator[Sequence[_Choice]]:
        """What is left of the list, the likeliest first.

        Where there may be very many, an iterator that gives what is left of each ``AT_ONCE`` choices. It is worked off
        bit by bit, between the keys.
        """

    def preselects(self, typed: str) -> bool:  # noqa: ARG002 - others ask what was typed
        """Whether enter takes the first row before anybody has gone to one."""
        return True

    def first_row(self) -> int:
        """Which row is highlighted at first."""
        return 0

    @abstractmethod
    def pieces(self, choice: _Choice) -> Pieces:
        """A row."""

    def compose(self) -> ComposeResult:
        """The question, the line, the list."""
        hint = self.dialog_keys.hint
        with Vertical(classes="box"):
            with Vertical(classes="head"):
                yield Static(self._asked or hint(self.HINT), id="asked", classes="hint", markup=False)
                line = OneLineInput(placeholder=hint(self._placeholder), compact=True)
                line.cursor_blink = False  # each blink would be painted between the letters
                yield line
                yield from self.above()
            yield Choices("", id="choices")
            yield from self.below()

    def above(self) -> ComposeResult:
        """What stands right over the list."""
        yield from ()

    def below(self) -> ComposeResult:
        """What stands under it."""
        yield from ()

    @property
    def room(self) -> int:
        """Cells for what is written in a row."""
        return self.query_one(RowList).room

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self._show("")

    def _show(self, typed: str) -> None:
        self._shown_for = typed
        found = self.found(typed)
        if isinstance(found, Sequence):
            self._left, self._unseen = found, None
        else:
            self._kept = []
            self._left, self._unseen = self._kept, found
            self._look_on(_KEY_S)
        self._fill()
        rows = self.query_one(RowList)
        if not self.preselects(typed):
            rows.begin_anew()
        elif self._left:
            rows.highlight(str(self.first_row()))

    def _fill(self, *, is_more: bool = False) -> None:
        """Show what is left, which may be the same as before and more."""
        rows = self.query_one(RowList)
        if is_more and rows.row_count:
            rows.lengthen(Numbers(len(self._left)))
        else:
            empty = "none of these" if self._unseen is None else "looking …"
            rows.fill(Numbers(len(self._left)), self._pieces, empty)
        self._filled_at = time.monotonic()
        if self._unseen is not None:
            self.set_timer(BREATH_S, partial(self._go_on, self._unseen))

    def _look_on(self, seconds: float) -> None:
        """Look at the next choices of a long list, at some at least."""
        end = time.monotonic() + seconds
        while self._unseen is not None:
            some = next(self._unseen, None)
            self._kept += some or ()
            self._unseen = self._unseen if some is not None else None
            if time.monotonic() >= end:
                return

    def _go_on(self, unseen: Iterator[Sequence[_Choice]]) -> None:
        """Look at some more, unless something else was typed since."""
        if unseen is not self._unseen or not self.query(RowList):
            return
        self._look_on(STEP_S)
        if self._unseen is None or not self._left or time.monotonic() > self._filled_at + _PAINT_S:
            self._fill(is_more=True)
        else:
            self.set_timer(BREATH_S, partial(self._go_on, unseen))

    def _pieces(self, index: int) -> Pieces:
        return self.pieces(self._left[index])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is left; typed keys have done so already, a paste has not. What was told late is typed on since."""
        event.stop()
        typed = event.input.value
        if typed != self._shown_for and self.query(RowList):  # on its way out, a dialog has lost its list before
            self._show(typed)

    async def take(self, event: events.Key) -> bool:
        """As ``Dialog``; what is typed is in the line, and the list is filtered, before the next key."""
        if await super().take(event):
            return True
        line = self.query_one(Input)
        if event.key == "backspace":
            line.action_delete_left()
        elif event.is_printable and event.character:
            line.replace(event.character, *sorted(line.selection))
        else:
            return False
        self._show(line.value)
        return True

    def take_row(self) -> None:
        """Take the row; where none is chosen yet, say how."""
        rows = self.query_one(RowList)
        while self._unseen is not None and not self._left:
            self._look_on(STEP_S)
            self._fill(is_more=True)
        if rows.highlighted is not None:
            self.pick(int(rows.highlighted))
        elif self._left:
            self.query_one("#asked", Static).update(self.dialog_keys.hint(_NONE_YET))

    def step(self, rows: str) -> None:
        """Move by so many rows."""
        self.query_one(RowList).step(int(rows))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take it."""
        event.stop()
        self.pick(int(event.row))

    def pick(self, index: int) -> None:
        """Take the choice of that row, and close."""
        self.dismiss(None)
        self._chosen(self._left[index])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Nothing to say of it."""
        event.stop()


class TargetScreen(PickerScreen[Annotation]):
    """The annotations that can be linked to, the likely one first.

    Args:
        source: what is linked.
        targets: to what, in order.
        kind: of the link.
        settings: the labels.
        name_of: the name of an annotation's document.
        chosen: as in ``PickerScreen``.
    """

    def __init__(
        self,
        source: Annotation,
        targets: Sequence[Annotation],
        kind: str,
        settings: Settings,
        name_of: Callable[[Annotation], str],
        chosen: Callable[[Annotation], None],
    ) -> None:
        super().__init__(f"{source.label} {quoted(source)} {kind} …", "type to filter, {take_row} links", chosen)
        self._targets = targets
        self._settings = settings
        self._name_of = name_of

    def found(self, typed: str) -> Sequence[Annotation]:
        """By the words of the list of annotations."""
        labels = [label.name for label in self._settings.labels]
        query = annotation_query(typed, Vocabulary(labels, self._settings.link_kinds, self._settings.value_names))
        name_of = self._name_of if query.asks_for(DOCUMENT) else lambda _: ""
        return [one for one in self._targets if query.keeps(one, document=name_of(one))]

    def pieces(self, choice: Annotation) -> Pieces:
        """Label, passage, document."""
        label = self._settings.label(choice.label)
        quote = " ".join(choice.quote[:200].split())
        return [
            (label_mark(label), label_style(label)),
            (f" {quote}  ", None),
            (self._name_of(choice), "less"),
        ]


class FormatScreen(PickerScreen[ListedFormat]):
    """All formats with what they are and what they cannot hold; gives the name of one.

    Args:
        formats: in their order.
        chosen: as in ``PickerScreen``.
    """

    def __init__(self, formats: Sequence[ListedFormat], chosen: Callable[[str], None]) -> None:
        asked = "write every annotation to the folder that you started in, as …"
        super().__init__(asked, "type to filter, {take_row} writes", lambda one: chosen(one.name))
        self._formats = formats

    def found(self, typed: str) -> Sequence[ListedFormat]:
        """Those whose row has every word."""
        words = typed.casefold().split()
        return [one for one in self._formats if all(word in _format_text(one).casefold() for word in words)]

    def pieces(self, choice: ListedFormat) -> Pieces:
        """Name, what it is, and what it lacks."""
        name, what, lacking = _format_parts(choice)
        return [(f"{name:<{_FORMAT_NAME}}", None), (f" {what}", None), (lacking, "less")]


def _format_parts(one: ListedFormat) -> tuple[str, str, str]:
    lacking = f"; without {', '.join(one.about.holds.lacking)}" if one.about.holds.lacking else ""
    missing = f"; {one.missing[0]}" if one.missing else ""
    return safe_text(one.name), safe_text(one.about.what), safe_text(f"{missing}{lacking}")


def _format_text(one: ListedFormat) -> str:
    return " ".join(_format_parts(one))
