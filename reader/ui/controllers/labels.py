"""Labels while one tags: their guidelines one key away, and new ones added on the spot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from reader.store.store_protocol import StoreError
from reader.system.safe_text import safe_text
from reader.ui.keymap.action import Action
from reader.ui.keymap.action_table import KeyTableError, resolved, with_labels

if TYPE_CHECKING:
    from reader.config.label import Label
    from reader.config.label_changes import LabelChanges
    from reader.config.settings import Settings
    from reader.ui.controllers.changes import Changes
    from reader.ui.main_display import MainDisplay
    from reader.workspace.session import Session


class Labels:
    """The guideline strip, and the form for a label.

    Args:
        session, display, changes: see there.
        use_table: called with the table of keys that is in force from then on.
    """

    def __init__(
        self,
        session: Session,
        display: MainDisplay,
        changes: Changes,
        use_table: Callable[[tuple[Action, ...]], object],
    ) -> None:
        self._session = session
        self._display = display
        self._changes = changes
        self._use_table = use_table
        self._strip: VerticalScroll | None = None
        self._changes_of_names: LabelChanges | None = None  # as they were when the labels were last looked at
        self._fresh: tuple[Label, int] | None = None  # the label added last, and how many steps there were before it

    def look_for_old_names(self) -> None:
        """Say of a document on the screen, once, that it has tags whose label was renamed since."""
        from reader.store.labels.codebook import left_behind

        if self._changes_of_names is None:
            self._changes_of_names = self._session.store.label_changes()
        for pane in self._display.panes:
            if pane.open is not None and self._changes_of_names:
                for notice in left_behind(self._changes_of_names, sorted(pane.open.records.counts().items())):
                    self._display.notify_once(pane.open, notice)

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

    async def guideline(self) -> None:
        """Show when to use which label: the guideline of the project, if there is one, at the label under the cursor.

        Else what the labels say of themselves, until the next key; the same key shows what had no room.
        """
        from reader.store.labels.project_guideline import project_guideline

        try:
            text = await asyncio.to_thread(project_guideline, self._session.store, self._session.settings.now)
        except StoreError as error:
            self._display.say(safe_text(str(error)))
            text = ""
        if text.strip():
            await self._show_guideline(text)
            return
        from reader.ui.screens.help_screen import guideline

        strip = VerticalScroll(Static(guideline(self._offered)), id="strip", can_focus=False)
        self._strip = strip
        await self._display.screen.mount(strip, before=self._display.status)
        strip.watch(
            strip, "show_vertical_scrollbar", lambda has_more: self._say_there_is_more(strip, has_more=has_more)
        )

    async def write_guideline(self) -> None:
        """Show the project's guideline, to be edited; a new one begins with what the labels say of themselves."""
        from reader.store.labels.project_guideline import MissingGuidelineError, project_guideline

        try:
            text = await asyncio.to_thread(project_guideline, self._session.store, self._session.settings.now)
        except MissingGuidelineError:
            text = ""
        except StoreError as error:
            self._display.say(safe_text(str(error)))
            return
        sections = (f"## {one.name}\n\n{one.guideline or '…'}\n" for one in self._offered)
        await self._show_guideline(text if text.strip() else "\n".join(["# Guideline\n", *sections]))

    async def _show_guideline(self, text: str) -> None:
        from reader.ui.screens.guideline_screen import GuidelineScreen

        here = self._display.active.annotations_here()
        former = self._session.store.label_changes().former()
        labels = [name for one in here[:1] for name in (one.label, *former.get(one.label, ()))]
        await self._display.push_screen(GuidelineScreen(text, labels, self._keep_guideline))

    def _keep_guideline(self, text: str) -> str:
        """Write the guideline; gives what is wrong, else nothing."""
        from reader.store.labels.project_guideline import write_project_guideline

        try:
            write_project_guideline(self._session.store, self._session.settings.now, f"{text.rstrip()}\n")
        except StoreError as error:
            return safe_text(str(error))
        named = self._session.settings.now.guideline
        whose = "for everybody who has this store" if named is None else f"in {safe_text(str(named))}"
        self._display.say(f"guideline written, {whose}")
        return ""

    @property
    def _offered(self) -> list[Label]:
        return [one for one in self._session.settings.now.labels if not one.is_retired]

    def _say_there_is_more(self, strip: VerticalScroll, *, has_more: bool) -> None:
        """Said once it is laid out, whenever that is."""
        if has_more and self._strip is strip:
            self._display.say("again: the rest   any other key closes")

    async def add_label(self) -> None:
        """Ask for a new label's name, key, colour and guideline."""
        from reader.ui.screens.label_form import LabelScreen

        screen = LabelScreen(self._session.settings.now.labels, self._add_label, self._wrong_with)
        await self._display.push_screen(screen)
        screen.start()

    async def _add_label(self, values: Mapping[str, str]) -> str:
        """Add a label; gives what is wrong with it, else nothing."""
        from reader.config.settings_file import label_from

        try:
            await self.take_labels()
            label = label_from({key: value for key, value in values.items() if value.strip()})
            settings = self._with_label(label)
            await asyncio.to_thread(self._session.store.add_label, label)
        except (ValueError, KeyTableError) as error:
            return safe_text(str(error))
        except StoreError as error:
            return safe_text(str(error))
        self._use_labels(settings)
        self._fresh = label, self._session.edits.steps
        self._display.say(f"{label.key} tags as {label.name} now, for everybody who has this store")
        return ""

    def undo(self) -> None:
        """Take steps back; first the label that was just added, which is no step of the history."""
        fresh, self._fresh = self._fresh, None
        if fresh is not None and fresh[1] == self._session.edits.steps:
            self._display.in_background(self._take_label_away, fresh[0])
        else:
            self._changes.undo()

    async def _take_label_away(self, label: Label) -> None:
        try:
            await asyncio.to_thread(self._session.store.remove_label, label)
        except StoreError as error:
            self._display.say(f"label {label.name} stays: {error}")
            return
        self._use_labels(
            replace(
                self._session.settings.now,
                labels=tuple(one for one in self._session.settings.now.labels if one != label),
            )
        )
        self._display.say(f"label {label.name}: undone")

    def _with_label(self, label: Label) -> Settings:
        """The settings with one more label; raises ``ValueError`` or ``KeyTableError`` where name or key is taken."""
        if label.name in {one.name for one in self._session.settings.now.labels}:
            raise ValueError(f"there is a label {label.name} already")
        settings = replace(self._session.settings.now, labels=(*self._session.settings.now.labels, label))
        resolved(settings)
        taken = (one for one in resolved(self._session.settings.now) if not one.where and label.key in one.keys)
        if other := next(taken, None):  # one that would give way to the label, and should not do it unseen
            raise KeyTableError(f"the key {label.key!r} starts {other.title!r} already; choose another key")
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
            self._with_label(label if field == "key" else label._replace(key=""))
        except (ValueError, KeyTableError) as error:
            return safe_text(str(error))
        return ""

    async def take_labels(self, *, quiet: bool = False) -> None:
        """Use the labels that the store has now, and say what others have added or changed since it was looked at.

        Nothing is said where it is ``quiet``: somebody did it here.
        """
        store, in_force = self._session.store, self._session.settings
        labels, changes = await asyncio.to_thread(store.labels), await asyncio.to_thread(store.label_changes)
        self._changes_of_names = changes
        before = {one.name: one for one in in_force.now.labels}
        settings = with_labels(in_force.given or in_force.now, labels, changes)
        if (settings.labels, settings.values) == (in_force.now.labels, in_force.now.values):
            return
        self._use_labels(replace(in_force.now, labels=settings.labels, values=settings.values))
        if quiet:
            return
        after = {one.name for one in settings.labels}
        if added := [one for one in settings.labels if one.name not in before]:
            keys = ", ".join(f"{one.key} tags as {one.name}" if one.key else f"{one.name} (no key)" for one in added)
            self._display.say(f"{keys} now{_instead_of(before.keys() - after, changes)}")
        elif gone := before.keys() - after:
            self._display.say(f"{', '.join(sorted(gone))}: not a label any more{_instead_of(gone, changes)}")
        elif retired := [one.name for one in settings.labels if one.is_retired and not before[one.name].is_retired]:
            self._display.say(f"{', '.join(retired)}: retired, not offered any more")

    def _use_labels(self, settings: Settings) -> None:
        """Have every part of the screen know the labels."""
        self._session.settings.now = settings
        self._use_table(resolved(settings))
        display = self._display
        display.status.refresh()
        for view in (display.left, display.right):
            view.show_settings()
        display.refresh_all()


def _instead_of(gone: Collection[str], changes: LabelChanges) -> str:
    """Who or what is behind new labels, in words: names that these took the place of, or else another reader."""
    renamed = ", ".join(f"{name} is {now}" for name in sorted(gone) if (now := changes.now(name)) != name)
    return f" ({renamed})" if renamed else ": added by another reader" if not gone else ""
