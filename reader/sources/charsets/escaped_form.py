"""Tells the encodings that write East Asian text in ASCII bytes: ISO-2022-JP, ISO-2022-KR and HZ."""

from __future__ import annotations

import re

_FORMS = (
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\([IJ])"), "iso2022_jp_2"),
    (re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}"), "hz"),
)
_HEAD = 1 << 16
#: The least share of the characters beyond ASCII that people write.
_LEAST_COMMON = 0.9


def escaped_form(data: bytes) -> str | None:
    """The encoding whose escapes are in the bytes and make sense of them; None if there are none."""
    head = data[:_HEAD]
    if b"\x1b" not in head and b"~{" not in head:
        return None
    for escape, encoding in _FORMS:
        if escape.search(head) and _makes_sense(head.decode(encoding, errors="replace")):
            return encoding
    return None


def _makes_sense(text: str) -> bool:
    from reader.sources.charsets.east_asian import is_common

    beyond = [character for character in text if not character.isascii()]
    common = sum(character >= "\u3000" and is_common(character) for character in beyond)
    return common >= max(1, _LEAST_COMMON * len(beyond))
