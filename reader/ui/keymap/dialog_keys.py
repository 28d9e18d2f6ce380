"""What the keys do in a dialog, by the table of actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.ui.keymap.action import Action
from reader.ui.keymap.action_table import first_keys, with_keys

if TYPE_CHECKING:
    from textual import events


class DialogKeys:
    """The keys of one dialog.

    Args:
        table: every action, with the keys in force.
        places: the dialog, as ``Action.where`` names it; a key means what it means in the first that has it.

    Attributes:
        actions: what can be started in the dialog, each with the keys that start it there.
    """

    def __init__(self, table: Sequence[Action], places: Sequence[str]) -> None:
        self._first_keys = first_keys(table)
        self._by_key: dict[str, Action] = {}
        self.actions: list[Action] = []
        for action in (one for place in places for one in table if one.where == place):
            keys = tuple(key for key in action.keys if key not in self._by_key)
            self._by_key |= dict.fromkeys(keys, action)
            if keys:
                self.actions.append(action._replace(keys=keys))

    def action_for(self, event: events.Key) -> Action | None:
        """What a key starts; None for nothing."""
        return self._by_key.get(event.key) or self._by_key.get(event.character or "")

    def hint(self, line: str) -> str:
        """See ``with_keys``."""
        return with_keys(line, self._first_keys)
