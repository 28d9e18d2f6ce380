"""Labels while one tags: their guidelines one key away, and new ones added on the spot."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from reader.store.added_labels import add_label, load_labels, take_label_away
from reader.store.locking import LockHeldError
from reader.system.safe_text import safe_text
from reader.ui.controllers.documents import DocumentActions
from reader.ui.keymap.action_table import KeyTableError, resolved, with_labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.config.settings import Label, Settings
    from reader.store.history.undo import Step
    from reader.ui.keymap.action_table import Action
    from reader.workspace.library_entries import OpenDocument


class LabellingActions(DocumentActions):
    """The guideline strip, and the form for a label."""

    _strip: VerticalScroll | None = None
    _fresh_label: Label | None = None  # added as the last thing that was done

    def use_table(self, table: tuple[Action, ...]) -> None:
        """Carry out another table of keys from now on."""
        raise NotImplementedError

    def hide_guideline(self) -> bool:
        """Take the guidelines off the screen, as every key does; whether they were there."""
        was_there = self._strip is not None
        if self._strip is not None:
            self._strip.remove()
            self._strip = None
        return was_there

    def page_guideline(self) -> bool:
        """Show what had no room, where the guidelines are longer than the screen; whether anything was left to show."""
        strip = self._strip
        if strip is None or strip.scroll_offset.y >= strip.max_scroll_y:
            return False
        strip.scroll_relative(y=max(1, strip.scrollable_content_region.height - 1), animate=False, immediate=True)
        return True

    async def action_guideline(self) -> None:
        """Show when to use which label, until the next key; the same key shows what had no room."""
        from reader.ui.screens.help_screen import guideline

        self._strip = VerticalScroll(Static(guideline(self.settings.labels)), id="strip", can_focus=False)
        await self.mount(self._strip, before=self.status)
        self.call_after_refresh(self._say_there_is_more)

    def _say_there_is_more(self) -> None:
        if self._strip is not None and self._strip.max_scroll_y > 0:
            self.say("again: the rest   any other key closes")

    async def action_add_label(self) -> None:
        """Ask for a new label's name, key, colour and guideline."""
        from reader.ui.screens.label_form import LabelScreen

        screen = LabelScreen(self.settings.labels, self._add_label, self._wrong_with)
        await self.push_screen(screen)
        screen.start()

    async def _add_label(self, values: Mapping[str, str]) -> str:
        """Add a label; gives what is wrong with it, else nothing."""
        from reader.config.settings_file import label_from

        try:
            await self.take_labels()
            label = label_from({key: value for key, value in values.items() if value.strip()})
            settings = self._with_label(label)
            await asyncio.to_thread(add_label, self.store.folder, label)
        except (ValueError, KeyTableError) as error:
            return safe_text(str(error))
        except (OSError, LockHeldError) as error:
            return f"not saved: {safe_text(str(error))}"
        self._use_labels(settings)
        self._fresh_label = label
        self.say(f"{label.key} tags as {label.name} now, for everybody who has this store")
        return ""

    def carry_out(self, step: Step, opened: Sequence[OpenDocument | None], said: str) -> None:
        """As before; a label that was added before this is no longer what ``u`` takes back."""
        self._fresh_label = None
        super().carry_out(step, opened, said)

    def action_undo(self) -> None:
        """Take steps back; first the label that was just added, which is no step of the history."""
        label, self._fresh_label = self._fresh_label, None
        if label is None:
            super().action_undo()
        else:
            self.in_background(self._take_label_away, label)

    async def _take_label_away(self, label: Label) -> None:
        try:
            await asyncio.to_thread(take_label_away, self.store.folder, label)
        except (OSError, LockHeldError) as error:
            self.say(f"label {label.name} stays: {error}")
            return
        self._use_labels(replace(self.settings, labels=tuple(one for one in self.settings.labels if one != label)))
        self.say(f"label {label.name}: undone")

    def _with_label(self, label: Label) -> Settings:
        """The settings with one more label; raises ``ValueError`` or ``KeyTableError`` where name or key is taken."""
        if label.name in {one.name for one in self.settings.labels}:
            raise ValueError(f"there is a label {label.name} already")
        settings = replace(self.settings, labels=(*self.settings.labels, label))
        resolved(settings)
        return settings

    def _wrong_with(self, field: str, values: Mapping[str, str]) -> str:
        """What is wrong with one field of a new label, whatever the others will be; empty where nothing is."""
        from reader.config.settings_file import label_from

        value = values[field]
        name = values["name"] if field == "key" and values["name"].strip() else "new-label"
        if not value.strip():
            return ""
        try:
            label = label_from({"name": name, "key": "?", field: value})
            self._with_label(label if field == "key" else replace(label, key=""))
        except (ValueError, KeyTableError) as error:
            return safe_text(str(error))
        return ""

    async def take_labels(self) -> None:
        """Use the labels that others have added to the store since it was last looked at, and say so."""
        labels = await asyncio.to_thread(load_labels, self.store.folder)
        settings = with_labels(self.settings, labels)
        if added := settings.labels[len(self.settings.labels) :]:
            self._use_labels(settings)
            keys = ", ".join(f"{one.key} tags as {one.name}" if one.key else f"{one.name} (no key)" for one in added)
            self.say(f"{keys} now: added by another reader")

    def _use_labels(self, settings: Settings) -> None:
        """Have every part of the screen know the labels."""
        self.settings = settings
        self.use_table(resolved(settings))
        self.status.use_labels(settings.labels)
        for view in (self.left, self.right):
            view.use_settings(settings)
        self.annotations.use_settings(settings)
        self.documents.use_labels(settings.labels)
        self.refresh_all()
