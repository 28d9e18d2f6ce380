"""Reads lists of phrases that are written as a block of text."""

from __future__ import annotations


def phrases_in(block: str) -> tuple[str, ...]:
    """The phrases of a block of text, one behind another, with ``|`` between them; an underscore is a blank."""
    return tuple(part.replace("_", " ") for line in block.strip().splitlines() for part in line.split("|"))
