"""A key with alt, as terminals send it for Esc and a key right behind it."""

from __future__ import annotations

from textual import events
from textual.keys import key_to_character


def esc_and_key(event: events.Key) -> tuple[events.Key, events.Key]:
    """Esc, and the key that came with it as one key with alt."""
    *modifiers, key = [part for part in event.key.split("+") if part != "alt"]
    if "shift" in modifiers and len(key) == 1:
        modifiers, key = [one for one in modifiers if one != "shift"], key.upper()
    name = "+".join([*modifiers, key])
    character = event.character if event.character or modifiers else key_to_character(key)
    return events.Key("escape", "\x1b"), events.Key(name, character)
