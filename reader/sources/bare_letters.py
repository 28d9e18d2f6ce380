"""The letters and digits of a text, by which two wordings of one passage are compared."""

from __future__ import annotations

import re
import unicodedata

_IGNORED = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """The letters and digits of a text, with compatible forms unified."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _IGNORED.sub("", text)
