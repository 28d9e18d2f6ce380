"""The tutorial: the reader itself on the samples, with one line that says what to press next and sees that it was.

Keys are named as they are in force, so that it teaches the keys that the user has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Static

from reader.ui.app import ReaderApp
from reader.ui.keymap.action import Action
from reader.ui.keymap.action_table import shown_keys


class Lesson(NamedTuple):
    """One thing to try.

    Attributes:
        text: what to press and why; ``{action}`` stands for its first key.
        actions: what is to be done, in this order; other keys in between do no harm.
    """

    text: str
    actions: tuple[str, ...]


LESSONS: tuple[Lesson, ...] = (
    Lesson(
        "The marked sentence is the cursor. {next_sentence} goes on to the next: press it three times.",
        ("next_sentence", "next_sentence", "next_sentence"),
    ),
    Lesson("{previous_sentence} goes back. A number repeats: 2{previous_sentence}.", ("previous_sentence",)),
    Lesson(
        "Would facts settle this sentence, but a reader could dispute it? {tag('claim')} tags it as a claim. "
        "Look at the status line: it says saved once it is on disk.",
        ("tag('claim')",),
    ),
    Lesson(
        "Go on with {next_sentence}, and tag the next one as evidence with {tag('evidence')}: something on record.",
        ("next_sentence", "tag('evidence')"),
    ),
    Lesson(
        "Less than a sentence? {next_word} selects a word; {grow} grows it: clause, sentence, paragraph.",
        ("next_word", "grow"),
    ),
    Lesson("Tag what is selected as an opinion: {tag('opinion')}.", ("tag('opinion')",)),
    Lesson("A mistake? {undo} takes the last step back, and {redo} does it again.", ("undo", "redo")),
    Lesson(
        "{select} starts a selection; every motion extends it: {next_word}, {next_sentence}. {leave} drops it.",
        ("select", "next_sentence", "leave"),
    ),
    Lesson(
        "{hint_words} shows two letters over every word: type those of one, and it is selected. {leave} leaves.",
        ("hint_words",),
    ),
    Lesson(
        "{previous_annotation} goes back to the last annotation, {next_annotation} to the next.",
        ("previous_annotation",),
    ),
    Lesson("{note} writes a note to the annotation under the cursor; esc or ctrl+s closes it.", ("note",)),
    Lesson("{link} links it to another one: this evidence supports that claim.", ("link",)),
    Lesson("{search} searches: type a word, then enter. {next_hit} goes to the next place.", ("search", "next_hit")),
    Lesson(
        "{next_pane} goes round the panes. Go to the names, press enter on one: {next_mention} walks its mentions.",
        ("next_pane", "next_mention"),
    ),
    Lesson(
        "{as_scraped} shows the page as it was scraped, what was dropped and why; again: cleaned.",
        ("as_scraped", "as_scraped"),
    ),
    Lesson("{next_document} opens the next article, {choose_document} a list of all.", ("next_document",)),
    Lesson("{help} shows every key, and when to use which label; esc closes it.", ("help",)),
)
_END = (
    "That is all you need. This was practice: what you tagged here goes away. "
    "{quit} quits; then open your own articles."
)


class TutorialApp(ReaderApp):
    """The reader with a coach."""

    CSS = """
    #coach {
        dock: bottom; height: auto; max-height: 4; margin-bottom: 1; padding: 0 1;
        background: $primary 25%; color: $foreground;
    }
    """

    _lesson = 0
    _done = 0  # how many actions of the lesson

    def compose(self) -> ComposeResult:
        """The reader, and the coach above its status line."""
        yield from super().compose()
        self.coach = Static("", id="coach", markup=False)
        yield self.coach

    def on_mount(self) -> None:
        """The first lesson. The reader's own handler is called too: Textual calls that of every class."""
        self._lessons = lessons(self.table)
        self.controllers.keys.performed.append(self._take_performed)
        self._teach()

    def _take_performed(self, action: str) -> None:
        """An action was carried out: see whether it was what was asked for."""
        if self._lesson < len(self._lessons):
            wanted = self._lessons[self._lesson].actions
            if action == wanted[self._done]:
                self._done += 1
                if self._done == len(wanted):
                    self._lesson, self._done = self._lesson + 1, 0
                self._teach()

    def _teach(self) -> None:
        if self._lesson == len(self._lessons):
            self.coach.update(with_keys(_END, self.table))
            return
        lesson = self._lessons[self._lesson]
        rest = len(lesson.actions) - self._done
        more = f"  ({rest} more)" if self._done else ""
        self.coach.update(f"{self._lesson + 1}/{len(self._lessons)}  {with_keys(lesson.text, self.table)}{more}")


def lessons(table: Sequence[Action]) -> list[Lesson]:
    """Those that can be taught with this key table: labels may have other names, and an action no key."""
    known = {action.id for action in table if action.keys}
    return [lesson for lesson in LESSONS if set(_named(lesson.text)) | set(lesson.actions) <= known]


def with_keys(text: str, table: Sequence[Action]) -> str:
    """The text with the first key of every action that it names."""
    keys = {action.id: shown_keys(action).split(", ")[0] for action in table if action.keys}
    return re.sub(r"\{([^{}]+)\}", lambda found: keys.get(found[1], found[1]), text)


def _named(text: str) -> Iterator[str]:
    return (found[1] for found in re.finditer(r"\{([^{}]+)\}", text))
