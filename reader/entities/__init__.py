"""Finds the people, organisations and places that an article names: detection, and grouping of aliases.

Importing this package loads nothing; spaCy, the tables and its own modules are loaded when they are needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.entities.detection import detect_entities
    from reader.entities.grouping import group_mentions
    from reader.model.entity import KINDS, VALUE_KINDS, Entity, Mention

__all__ = ["KINDS", "VALUE_KINDS", "Entity", "Mention", "detect_entities", "group_mentions"]

_LAZY = {"detect_entities": "reader.entities.detection", "group_mentions": "reader.entities.grouping"}
_LAZY |= dict.fromkeys(("KINDS", "VALUE_KINDS", "Entity", "Mention"), "reader.model.entity")


def __getattr__(name: str) -> object:
    """Load an exported name on first use."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)
