"""The tags of one label, one after another: a digit says which of the new labels each becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.model.annotation import Annotation
from reader.model.annotation_values import choices_text
from reader.model.document import Document
from reader.store.labels.split_answers import STAYS
from reader.system.safe_text import safe_text, short_text
from reader.ui.keymap.action import SPLIT_DIALOG
from reader.ui.screens.scrolling_screen import ScrollingScreen

#: The most labels that one is split into: each has a digit, and 0 is for the one that it is.
MOST_LABELS = 9
_KEYS = (
    "{next_split_tag} {previous_split_tag} the others  {rest_of_split} and a digit: all the rest  {undo_split_answer} "
    "undoes\n{carry_out_split} splits it  {leave_split} leaves; the answers are kept"
)


class LabelSplitScreen(ScrollingScreen):
    """The tags, with what each becomes.

    Args:
        label: that is split.
        into: the labels that it is split into, at most ``MOST_LABELS``.
        tags: of it, with their documents, in order; at least one.
        becomes: what was answered already, by id.
        whose: gives the name of whoever made an annotation, empty for one's own.
        keep: takes answers, by id; None takes one back. Gives what is wrong, else nothing.
        done: called where all of it is to be done.
    """

    CSS_PATH = "../dialogs.tcss"  # seen from here
    PLACES: ClassVar[tuple[str, ...]] = (SPLIT_DIALOG, *ScrollingScreen.PLACES)

    def __init__(
        self,
        label: str,
        into: Sequence[str],
        tags: Sequence[tuple[Document, Annotation]],
        becomes: Mapping[str, str],
        *,
        whose: Callable[[Annotation], str],
        keep: Callable[[Mapping[str, str | None]], str],
        done: Callable[[], object],
    ) -> None:
        super().__init__(classes="dialog")
        self._label, self._names, self._tags = label, (label, *into), tags
        self._whose, self._keep, self._done = whose, keep, done
        known = {one.id for _, one in tags}
        self._becomes: dict[str, str] = {tag: name for tag, name in becomes.items() if tag in known}
        self._counts = Counter(self._becomes.values())
        self._earlier: list[tuple[int, dict[str, str | None]]] = []  # where one was, and what was answered before
        self._asks_rest = False
        self._index = self._next_open(0)

    def compose(self) -> ComposeResult:
        """Which one, the passage, the labels, and what the keys do."""
        with Vertical(classes="box"):
            yield Static(markup=False, id="head")
            with VerticalScroll(can_focus=False):
                yield Static(markup=False, id="passage")
            yield Static(markup=False, id="labels")
            yield Static(self.dialog_keys.hint(_KEYS), markup=False, classes="hint", id="keys")

    def on_mount(self) -> None:
        """Name it, and show the first one without an answer."""
        self.query_one(".box").border_title = Content(f"SPLIT {safe_text(self._label)}")
        self._draw()

    async def take(self, event: events.Key) -> bool:
        """A digit is an answer, for this one or for all the rest."""
        key = event.character or ""
        if key.isascii() and key.isdigit() and len(key) == 1:
            self._answer(int(key))
            return True
        if self._asks_rest:
            self._asks_rest = False
            self._draw()
            if event.key == "escape":
                return True
        return await super().take(event)

    def go(self, step: str) -> None:
        """Go to the next or the previous one."""
        self._index = min(max(self._index + int(step), 0), len(self._tags) - 1)
        self._draw()

    def ask_rest(self) -> None:
        """The next digit is for all that have no answer."""
        self._asks_rest = True
        self._draw()

    def undo(self) -> None:
        """Take the last answer back, that for all the rest as a whole."""
        if not self._earlier:
            self._draw("nothing to undo here")
            return
        self._index, before = self._earlier.pop()
        self._take(before)
        self._draw(self._keep(before))

    def finish(self) -> None:
        """Do all of it; what has no answer keeps its label."""
        if self._counts.total() == self._counts[STAYS]:
            self._draw("no tag has another label yet")
            return
        self.dismiss(None)
        self._done()

    def _answer(self, number: int) -> None:
        if number >= len(self._names):
            self._draw(f"{number} is no choice: 0 to {len(self._names) - 1}")
            return
        name = self._names[number] if number else STAYS
        chosen = [one.id for _, one in self._tags if self._becomes.get(one.id) is None] if self._asks_rest else []
        chosen = chosen if self._asks_rest else [self._tags[self._index][1].id]
        self._earlier.append((self._index, {tag: self._becomes.get(tag) for tag in chosen}))
        answers: dict[str, str | None] = dict.fromkeys(chosen, name)
        self._take(answers)
        self._index = self._next_open(self._index if self._asks_rest else self._index + 1)
        self._asks_rest = False
        self._draw(self._keep(answers))

    def _take(self, answers: Mapping[str, str | None]) -> None:
        for tag, name in answers.items():
            before = self._becomes.pop(tag, None)
            if before is not None:
                self._counts[before] -= 1
            if name is not None:
                self._becomes[tag] = name
                self._counts[name] += 1

    def _next_open(self, start: int) -> int:
        """The next one without an answer from there on, else the first; where all have one, the next."""
        order = [*range(start, len(self._tags)), *range(min(start, len(self._tags)))]
        following = min(start, len(self._tags) - 1)
        return next((at for at in order if self._becomes.get(self._tags[at][1].id) is None), following)

    def _draw(self, said: str = "") -> None:
        document, one = self._tags[self._index]
        answered = self._counts.total()
        by = f" by {safe_text(name)}" if (name := self._whose(one)) else ""
        place = short_text(document.title or document.path, 60, keeps_end=not document.title)
        head = f"{self._index + 1}/{len(self._tags)}  {place}{by}   {answered} answered"
        self.query_one("#head", Static).update(Content.styled(head, "bold"))
        about = [part for part in (safe_text(choices_text(one)), safe_text(one.note)) if part]
        self.query_one("#passage", Static).update(
            Content.styled(f"…{safe_text(one.prefix)}▸", "$quiet")
            + Content.styled(safe_text(one.quote), "bold")
            + Content.styled(f"◂{safe_text(one.suffix)}…", "$quiet")
            + Content("".join(f"\n{part}" for part in about))
        )
        self.query_one("#labels", Static).update(self._choices(self._becomes.get(one.id)))
        hint = said or ("a digit: what all the rest becomes; esc: not" if self._asks_rest else "")
        self.query_one("#keys", Static).update(safe_text(hint) if hint else self.dialog_keys.hint(_KEYS))

    def _choices(self, chosen: str | None) -> Content:
        """The labels with their digits, how many become each, and which this one becomes."""
        shown = Content("")
        for number in (*range(1, len(self._names)), 0):
            value, name = (self._names[number], self._names[number]) if number else (STAYS, f"stays {self._label}")
            count = self._counts[value]
            line = f"{'▸' if chosen == value else ' '} {number}  {safe_text(name)}  {count}\n"
            shown += Content.styled(line, "bold") if chosen == value else Content(line)
        return shown
