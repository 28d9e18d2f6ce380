"""JSON that is safe to show and to read by line: no control character stands in it as it is."""

from __future__ import annotations

import json
import re

from reader.system.lazy import Lazy

#: What JSON may hold as it is, and a terminal, an editor or an encoder had better not meet.
_ESCAPED = Lazy(lambda: re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"))
#: Made once: a store asks for it with each row.
_ENCODER, _SORTING = (json.JSONEncoder(ensure_ascii=False, sort_keys=is_sorted) for is_sorted in (False, True))


def json_text(value: object, *, sort_keys: bool = False) -> str:
    """One line of JSON: Unicode as it is, but control characters, direction overrides and lone surrogates escaped."""
    text = (_SORTING if sort_keys else _ENCODER).encode(value)
    if is_safe_as_it_is(text):
        return text
    return _ESCAPED().sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def is_safe_as_it_is(text: str) -> bool:
    """Whether it is certain, and told at once, that nothing in a line of JSON has to be escaped."""
    return "\x7f" not in text if text.isascii() else text.isprintable()
