"""``nrc-reader keys``: prints the keys in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.environment import DONE, CommandError, settings_of, store_of
from reader.commands.styled_output import safe, show, table, terminal_size

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.ui.keymap.action import Action


def run(options: argparse.Namespace) -> int:
    """Print the key table; the exit code."""
    from reader.ui.keymap.action_table import KeyTableError, resolved, with_labels

    settings = settings_of(options)
    try:
        store = store_of(settings)
        actions = resolved(with_labels(settings, store.labels(), store.label_changes()))
    except KeyTableError as error:
        raise CommandError(error) from error
    if terminal_size():
        _show(actions)
    else:
        print(key_table(actions))
    return DONE


def key_table(actions: Sequence[Action]) -> str:
    """What is printed where no terminal is: a section a group; keys, id and help a line."""
    from reader.ui.keymap.action_table import COUNT_HINT, grouped, shown_keys

    keys = max(len(shown_keys(action)) for action in actions)
    ids = max(len(action.id) for action in actions)
    lines = []
    for group, members in grouped(actions):
        lines += [group, *(f"  {shown_keys(one):<{keys}}  {one.id:<{ids}}  {one.help}" for one in members), ""]
    return "\n".join([*lines, COUNT_HINT])


def _show(actions: Sequence[Action]) -> None:
    from reader.ui.keymap.action_table import COUNT_HINT, grouped, shown_keys

    made = table(("keys", "name", "what it does"))
    for group, members in grouped(actions):
        made.add_row(safe(group, "bold"))
        for one in members:
            made.add_row(safe(shown_keys(one)), safe(one.id), safe(one.help))
        made.add_section()
    show(made, safe(COUNT_HINT))
