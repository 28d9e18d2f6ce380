"""Checks on data from outside: text becomes safe to show, and plain data must not be nested too deeply.

People share store files and exports, so each is read as if a stranger had written it.
"""

from __future__ import annotations

import math
from typing import Any

from reader.system.safe_text import is_safe

REPLACEMENT = "\ufffd"
#: The deepest nesting of lists and objects in an unknown field.
_DEEPEST = 32
#: Bits of the longest whole number; Python itself does not print much longer ones.
_LONGEST_NUMBER = 4096


def one_line(text: str) -> str:
    """``text`` with U+FFFD for each unsafe character, line ends and tabs included; its length stays the same."""
    return text if is_safe(text) else "".join(character if is_safe(character) else REPLACEMENT for character in text)


def some_lines(text: str) -> str:
    """As ``one_line``, but ``\\n`` and tabs stay."""
    if is_safe(text.replace("\n", " ").replace("\t", " ")):
        return text
    return "".join(character if character in "\n\t" or is_safe(character) else REPLACEMENT for character in text)


def plain_data(value: Any, depth: int = 0) -> Any:
    """The value with every text in it made safe; line ends are kept.

    Raises:
        ValueError: it is nested too deeply, or holds something that JSON cannot represent, or nobody reads.
    """
    if isinstance(value, str):
        return some_lines(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("holds a number that JSON cannot represent")
    if depth >= _DEEPEST and isinstance(value, (dict, list, tuple)):
        raise ValueError("is nested too deeply")
    if isinstance(value, dict):
        return {one_line(str(key)): plain_data(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_data(item, depth + 1) for item in value]
    if value is not None and not isinstance(value, (bool, int, float)):
        raise ValueError(f"holds a {type(value).__name__}, which JSON cannot represent")
    if isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER:
        raise ValueError("holds a number that is too long")
    return value
