"""Labels while one tags: their guidelines one key away, and new ones added on the spot."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Static

from reader.annotations.labels import add_label, load_labels
from reader.annotations.locking import LockHeldError
from reader.sources import safe_text
from reader.ui.actions import KeyTableError, resolved, with_labels
from reader.ui.documents import DocumentActions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.settings import Label, Settings
    from reader.ui.actions import Action


class LabellingActions(DocumentActions):
    """The guideline strip, and the form for a label."""

    _strip: Static | None = None

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

    async def action_guideline(self) -> None:
        """Show when to use which label, until the next key."""
        from reader.ui.help import guideline

        self._strip = Static(guideline(self.settings.labels), id="strip")
        await self.mount(self._strip, before=self.status)

    async def action_add_label(self) -> None:
        """Ask for a new label's name, key, colour and guideline."""
        from reader.ui.label_form import LabelScreen

        screen = LabelScreen(self.settings.labels, self._add_label, self._wrong_with)
        await self.push_screen(screen)
        screen.start()

    async def _add_label(self, values: Mapping[str, str]) -> str:
        """Add a label; gives what is wrong with it, else nothing."""
        from reader.settings_file import label_from

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
        self.say(f"{label.key} tags as {label.name} now, for everybody who has this store")
        return ""

    def _with_label(self, label: Label) -> Settings:
        """The settings with one more label; raises ``ValueError`` or ``KeyTableError`` where name or key is taken."""
        if label.name in {one.name for one in self.settings.labels}:
            raise ValueError(f"there is a label {label.name} already")
        settings = replace(self.settings, labels=(*self.settings.labels, label))
        resolved(settings)
        return settings

    def _wrong_with(self, field: str, values: Mapping[str, str]) -> str:
        """What is wrong with one field of a new label, whatever the others will be; empty where nothing is."""
        from reader.settings_file import label_from

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
