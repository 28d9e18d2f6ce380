"""Labels renamed, merged, split and retired from the reader, in all documents, as ``nrc-reader label`` does it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.store.store_protocol import StoreError
from reader.system.safe_text import safe_text
from reader.system.stdio import counted
from reader.ui.controllers.details.label_split import LabelSplit
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from reader.config.label import Label
    from reader.model.act import Act
    from reader.store.labels.codebook import Affected, Codebook, LabelStep
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.main_display import MainDisplay
    from reader.workspace.session import Session


class CodebookChanges:
    """Asks which label, what is to become of it, and does it.

    Args:
        session, display, prompts: see there.
        take_labels: uses the labels as the store has them.
    """

    def __init__(
        self,
        session: Session,
        display: MainDisplay,
        prompts: Prompts,
        take_labels: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._take_labels = take_labels
        self._split = LabelSplit(session, display, prompts, self._book, self._begin)

    async def change(self) -> None:
        """Ask for a label, and then for what is to become of it."""
        from reader.ui.screens.label_picker import LabelPicker

        if waiting := self._session.edits.unsaved:
            self._display.say(f"{counted(waiting, 'change')} not saved yet: labels are changed after that")
            return
        labels = self._session.settings.now.labels
        await self._display.push_screen(LabelPicker("Which label is to be changed everywhere?", labels, self._ask))

    def _ask(self, label: Label) -> None:
        retires = "offer it again" if label.is_retired else "retire it"
        ways = ("r", "rename"), ("m", "merge into another"), ("s", "split"), ("x", retires)
        keys = (*(KeyHint(*one) for one in ways), LEAVES)

        def take(key: str) -> bool:
            ways: dict[str, Callable[[Label], Coroutine[Any, Any, None]]] = {
                "r": self._rename, "m": self._merge, "s": self._split.ask, "x": self._retire,
            }  # fmt: skip
            way = ways.get(key)
            if way is None:
                self._display.say(f"{key} is no answer:", keys)
                return False
            self._prompts.end_question()
            self._display.in_background(way, label)
            return True

        self._prompts.ask(Question(f"{label.name} in all documents:", keys, take, mode="LABEL"))

    async def _rename(self, label: Label) -> None:
        from reader.ui.widgets.input_line import InputLine

        written = [label.name]

        def typed(name: str) -> None:
            written[0] = name

        def ended(keep: bool) -> None:
            if keep and written[0].strip() != label.name:
                self._begin(lambda book: book.rename(label.name, written[0].strip()))

        asked = f"a new name for {label.name}, in all documents"
        await self._prompts.open_line(InputLine(asked, typed, ended, label.name, mode="NAME"))

    async def _merge(self, label: Label) -> None:
        from reader.ui.screens.label_picker import LabelPicker

        others = [one for one in self._session.settings.now.labels if one.name != label.name and not one.is_retired]
        asked = f"Which label do all tags of {label.name} get?"
        chosen = LabelPicker(asked, others, lambda into: self._begin(lambda book: book.merge([label.name], into.name)))
        await self._display.push_screen(chosen)

    async def _retire(self, label: Label) -> None:
        from reader.store.labels.codebook import Affected, LabelError

        back = label.is_retired
        try:
            step = (await asyncio.to_thread(self._book)).retire(label.name, back=back)
        except (LabelError, StoreError) as error:
            self._display.say(safe_text(str(error)))
            return
        await self._carry_out(
            step, Affected(), f"{label.name}: {'offered again' if back else 'retired, its tags stay'}"
        )

    def _book(self) -> Codebook:
        """The labels as they are, with those that annotations of any document have; on a thread."""
        from reader.store.labels.codebook import codebook_of, used_labels

        settings, store = self._session.settings, self._session.store
        return codebook_of(store, (settings.given or settings.now).labels, used_labels(store))

    def _begin(self, plan: Callable[[Codebook], LabelStep], done: Callable[[], object] = lambda: None) -> None:
        self._display.in_background(self._look, plan, done)

    async def _look(self, plan: Callable[[Codebook], LabelStep], done: Callable[[], object]) -> None:
        """Count what would be changed, and ask where others' tags are among it."""
        from reader.store.labels.codebook import LabelError, affected

        try:
            step = plan(await asyncio.to_thread(self._book))
            self._display.say(f"{step.what}: looking in all documents …")
            found = await asyncio.to_thread(affected, self._session.store, step)
        except (LabelError, StoreError) as error:
            self._display.say(safe_text(str(error)))
            return
        others = found.others(self._session.annotator)
        if not others:
            await self._carry_out(step, found, done=done)
            return
        theirs = ", ".join(f"{count} of {name}" for name, count in others.items())
        keys = (KeyHint("y", "goes on"), KeyHint("esc", "leaves them"))

        def take(key: str) -> bool:
            if key != "y":
                self._display.say(f"{key} is no answer:", keys)
                return False
            self._prompts.end_question()
            self._display.in_background(partial(self._carry_out, done=done), step, found)
            return True

        asked = f"{counted(found.count, 'tag')} in {counted(len(found.documents), 'document')}, {theirs}:"
        self._prompts.ask(Question(safe_text(asked), keys, take, mode="THEIRS"))

    async def _carry_out(
        self, step: LabelStep, found: Affected, said: str = "", *, done: Callable[[], object] = lambda: None
    ) -> None:
        """Do it on a thread; it is one step of the history, which undo knows."""
        from reader.store.history.undo import Step

        begun = Step(step.what, (), has_labels=bool(step.changes or step.new))
        self._session.edits.began(begun)
        try:
            await asyncio.to_thread(self._do, step, found, begun.act(self._session.annotator))
        except (StoreError, ValueError) as error:
            self._display.say(f"{step.what}: not all of it: {safe_text(str(error))} (do it again for the rest)")
            return
        finally:
            for opened in [one for one in self._session.library.loaded if one.document.key in found.documents]:
                self._session.edits.compared(opened)  # the store tells no news of what was saved through it
        done()
        await self._take_labels()
        documents = counted(len(found.documents), "document")
        self._display.say(said or f"{step.what}: {counted(found.count, 'tag')} in {documents}")

    def _do(self, step: LabelStep, found: Affected, act: Act) -> None:
        from reader.store.labels.codebook import carry_out

        for _ in carry_out(self._session.store, step, found, act):
            pass
