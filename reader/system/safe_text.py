"""Text that is safe for a terminal: control characters, escape sequences and direction overrides are removed here.

Kept on purpose: U+200E, U+200F, ZWJ and ZWNJ, which scripts need, and soft hyphens and no-break spaces, which cleaning
repairs.
"""

from __future__ import annotations

import re
from functools import cache

#: Never shown: C0, DEL and C1, direction embeddings, overrides and isolates, stray byte order marks, lone surrogates.
#: Line ends and tabs are treated separately.
_UNSAFE = "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\u202a-\u202e\u2066-\u2069\ufeff\\ud800-\\udfff"
_LINE_ENDS = "\\r\\x0b\\x0c\\x85\u2028\u2029"
_PAYLOAD = "[^\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\u2028\u2029]"

#: Code points that are searched in one step, which takes about a millisecond.
_PIECE = 1 << 16


@cache
def unsafe_passage() -> re.Pattern[str]:
    """The pattern of everything that must change. No payload crosses a control character, so the scan is linear."""
    csi = "(?:\\x1b\\[|\\x9b)[0-?]*+[ -/]*+[@-~]?"
    # Operating system commands (OSC 52 writes the clipboard), device control and the like, with their payload. If one
    # never ends, only the seven-bit form takes the rest of its line: U+009D also comes from broken encodings.
    string_7 = f"\\x1b[\\]PX^_]{_PAYLOAD}*+(?:\\x07|\\x1b\\\\|\\x9c)?"
    string_8 = f"[\\x9d\\x90\\x98\\x9e\\x9f]{_PAYLOAD}*+(?:\\x07|\\x1b\\\\|\\x9c)"
    escape = "\\x1b[ -/]*+[0-~]?"
    return re.compile(f"(?P<gone>{csi}|{string_7}|{string_8}|{escape}|[{_UNSAFE}])|(?P<tab>\t)|\\r\\n|[{_LINE_ENDS}]")


@cache
def unsafe_character() -> re.Pattern[str]:
    """One character class: several times faster than the full pattern, and most text contains none of it."""
    return re.compile(f"[{_UNSAFE}{_LINE_ENDS}\t]")


@cache
def changed_or_line_end() -> re.Pattern[str]:
    """The characters that ``safe_lines`` treats one by one, and line ends; their number measures its work."""
    return re.compile(f"[{_UNSAFE}{_LINE_ENDS}\t\n]")


def is_safe(text: str) -> bool:
    """Whether :func:`safe_text` would change nothing in ``text`` except white space at its ends."""
    if text.isprintable():  # as nearly all is, and told several times faster
        return True
    return "\n" not in text and unsafe_character().search(text) is None


def is_safe_text(text: str) -> bool:
    """Whether ``safe_lines`` would change nothing in a text of many lines.

    It searches the text in pieces, so that other threads may run in between.
    """
    return not any(unsafe_character().search(text, start, start + _PIECE) for start in range(0, len(text), _PIECE))


def safe_text(text: str) -> str:
    """A file name, a heading or a message as one line that is safe to print.

    Escape sequences and control characters are removed; line ends and tabs become spaces. Undecodable bytes of a file
    name become U+FFFD. White space at the ends is stripped.
    """
    if is_safe(text):
        return text.strip()
    shown = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return unsafe_passage().sub(lambda match: "" if match["gone"] else " ", shown).replace("\n", " ").strip()


def short_text(text: str, most: int, *, keeps_end: bool = False) -> str:
    """As :func:`safe_text`, in at most ``most`` code points; an ellipsis replaces the end, or the beginning."""
    shown = safe_text(text)
    if len(shown) <= most:
        return shown
    return f"…{shown[1 - most :]}" if keeps_end else f"{shown[: most - 1]}…"


def without_controls(text: str) -> str:
    """``text`` without unsafe characters, line ends and tabs as spaces; for single decoded entities."""
    return text if is_safe(text) else re.sub(f"[{_UNSAFE}]", "", re.sub(f"[{_LINE_ENDS}\t\n]", " ", text))
