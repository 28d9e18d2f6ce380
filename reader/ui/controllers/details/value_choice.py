"""Values of the annotation under the cursor: a key asks, and a digit chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.value_scale import scale_named
from reader.model.annotation import Change
from reader.model.annotation_values import values_of, with_values
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from reader.config.value_scale import ValueScale
    from reader.model.annotation import Annotation
    from reader.ui.controllers.changes import Changes
    from reader.ui.controllers.tagging import Tagging
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session

#: The digit that takes a value away.
_NONE = "0"


class ValueChoice:
    """Sets them."""

    def __init__(
        self, session: Session, display: Display, prompts: Prompts, tagging: Tagging, changes: Changes
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._tagging = tagging
        self._changes = changes

    def ask(self, name: str) -> None:
        """Ask for the value of that name."""
        scale = scale_named(self._session.settings.now.values, name)
        opened = self._display.active.open
        if scale is None or opened is None:
            return
        here = self._tagging.annotations_here()
        if not here:
            return
        annotation = next((one for one in here if scale.suits(one.label)), None)
        if annotation is None:
            self._display.say(f"{here[0].label} has no {name}: it is for {', '.join(scale.labels)}")
            return
        now = values_of(annotation).get(name, "none")
        keys = [KeyHint(str(number), choice) for number, choice in enumerate(scale.choices, 1)]
        self._prompts.ask(
            Question(
                f"{name} of this {annotation.label} (now {now}):",
                (*keys, KeyHint(_NONE, "none"), LEAVES),
                lambda key: self._choose(opened, annotation, scale, key),
                mode="VALUE",
            )
        )

    def _choose(self, opened: OpenDocument, annotation: Annotation, scale: ValueScale, key: str) -> bool:
        """Take a key; whether it was the answer."""
        if not (key.isascii() and key.isdigit() and int(key) <= len(scale.choices)):
            self._display.say(f"{key} is no choice: 1 to {len(scale.choices)}, or {_NONE} for none")
            return False
        self._prompts.end_question()
        choice = "" if key == _NONE else scale.choices[int(key) - 1]
        present = opened.records.get(annotation.id)
        if present is None:
            self._display.say("that annotation is gone")
            return True
        values = {name: each for name, each in values_of(present).items() if name != scale.name}
        if choice:
            values[scale.name] = choice
        if values != values_of(present):
            change = Change(present, with_values(present, values).touched())
            self._changes.do(opened, f"{scale.name}: {choice or 'none'}", (change,))
        return True
