"""Where a document's file lies, as a store writes it down: any name of any system as printable text."""

from __future__ import annotations

import re
from urllib.parse import unquote


def encoded_place(place: str) -> str:
    """A place as it stands in the file: what is no printable text, and ``%``, as bytes in ``%`` notation."""
    return re.sub(
        "[%\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode(errors="surrogateescape")),
        place,
    )


def decoded_place(place: str) -> str:
    """The place as the system names it; bytes that are no UTF-8 as surrogates, as everywhere in Python."""
    return unquote(place, errors="surrogateescape")
