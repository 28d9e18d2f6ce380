"""What was written outside, before it may become a record: text that is safe to show, and plain data of sane depth.

Store files and exports are shared between people, so each of them is read as if a stranger had written it.
"""

from __future__ import annotations

import math
from typing import Any

from reader.system.safe_text import is_safe

REPLACEMENT = "\ufffd"
#: Lists and objects inside one another in a field that this version does not know.
_DEEPEST = 32


def one_line(text: str) -> str:
    """``text`` with U+FFFD for each character that no terminal may get, line ends and tabs too; as long as before."""
    return text if is_safe(text) else "".join(one if is_safe(one) else REPLACEMENT for one in text)


def some_lines(text: str) -> str:
    """As ``one_line``, but ``\\n`` and tabs may stay."""
    if is_safe(text.replace("\n", " ").replace("\t", " ")):
        return text
    return "".join(one if one in "\n\t" or is_safe(one) else REPLACEMENT for one in text)


def plain_data(value: Any, depth: int = 0) -> Any:
    """The value with every text in it safe, lines kept.

    Raises:
        ValueError: it is nested too deeply, or holds a number that JSON does not have.
    """
    if isinstance(value, str):
        return some_lines(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("holds a number that is none, or too large")
    if depth >= _DEEPEST and isinstance(value, (dict, list, tuple)):
        raise ValueError("is nested too deeply")
    if isinstance(value, dict):
        return {one_line(str(key)): plain_data(one, depth + 1) for key, one in value.items()}
    return [plain_data(one, depth + 1) for one in value] if isinstance(value, (list, tuple)) else value
