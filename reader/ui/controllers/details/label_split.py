"""A label split from the reader: its tags one after another, with the answers kept until all of it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.store.store_protocol import StoreError
from reader.system.safe_text import safe_text

if TYPE_CHECKING:
    from reader.config.label import Label
    from reader.model.annotation import Annotation
    from reader.store.labels.codebook import Codebook, LabelStep
    from reader.store.labels.split_answers import SplitAnswers
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.main_display import MainDisplay
    from reader.workspace.session import Session


class LabelSplit:
    """Asks into which labels one is split, and which of them each tag becomes.

    Args:
        session, display, prompts: see there.
        book: gives the labels as they are; on a thread.
        begin: carries out what a plan makes of them, and then calls what comes behind it.
    """

    def __init__(
        self,
        session: Session,
        display: MainDisplay,
        prompts: Prompts,
        book: Callable[[], Codebook],
        begin: Callable[[Callable[[Codebook], LabelStep], Callable[[], object]], None],
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._book = book
        self._begin = begin

    async def ask(self, label: Label) -> None:
        """Ask for the labels that tags of this one may become; those of a split that was left stand there."""
        from reader.store.labels.split_answers import SplitAnswers
        from reader.ui.widgets.input_line import InputLine

        store = self._session.store
        names = (label.name, *store.label_changes().former().get(label.name, ()))
        answers = SplitAnswers(store.begun_folder(), names)  # at once: what is typed ahead is for the line
        written = [" ".join(answers.into)]

        def typed(text: str) -> None:
            written[0] = text

        def ended(keep: bool) -> None:
            if keep and (into := list(dict.fromkeys(written[0].split()))):
                self._display.in_background(self._walk, label, into, answers)

        asked = f"labels that tags of {label.name} become, with spaces between; new ones too"
        await self._prompts.open_line(InputLine(asked, typed, ended, written[0], mode="SPLIT"))

    async def _walk(self, label: Label, into: list[str], answers: SplitAnswers) -> None:
        """Show the tags of the label, those without an answer first."""
        from reader.store.labels.codebook import LabelError, tags_with
        from reader.ui.screens.codebook.label_split_screen import MOST_LABELS, LabelSplitScreen

        self._display.say(f"{label.name}: looking in all documents …")
        try:
            (await asyncio.to_thread(self._book)).split(label.name, into, lambda *_: "")
            if len(into) > MOST_LABELS:
                raise LabelError(f"{label.name} is split into {MOST_LABELS} labels at most")
            tags = await asyncio.to_thread(tags_with, self._session.store, label.name)
            answers.begin(into)
        except (LabelError, StoreError) as error:
            self._display.say(safe_text(str(error)))
            return
        if not tags:
            self._display.say(f"{label.name} has no tags to split")
            return
        me = self._session.annotator

        def keep(given: Mapping[str, str | None]) -> str:
            try:
                answers.give(given)
            except StoreError as error:
                return str(error)
            return ""

        await self._display.push_screen(
            LabelSplitScreen(
                label.name,
                into,
                tags,
                answers.becomes,
                whose=lambda one: one.annotator if one.annotator != me else "",
                keep=keep,
                done=lambda: self._carry_out(label.name, into, answers),
            )
        )

    def _carry_out(self, label: str, into: list[str], answers: SplitAnswers) -> None:
        from reader.ui.keymap.free_keys import free_key, taken_keys

        store, settings = self._session.store, self._session.settings
        becomes = dict(answers.becomes)

        def which(one: Annotation, _: str) -> str:
            return becomes.get(one.id, "")

        def plan(book: Codebook) -> LabelStep:
            taken = taken_keys(store, settings.given or settings.now)
            used = [name for name in into if name in becomes.values()]
            return book.split(label, used, which, lambda name, others: free_key(name, taken.union(others)))

        def done() -> None:
            """The rest may be split once more; what has another label now is answered again where that is undone."""
            with suppress(StoreError):
                answers.give({tag: None for tag, name in becomes.items() if not name})

        self._begin(plan, done)
