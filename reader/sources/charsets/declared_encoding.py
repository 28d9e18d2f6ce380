"""The encoding that a web page or an XML file declares in its own markup."""

from __future__ import annotations

import re

from reader.sources.charsets.names import codec_of

#: How far a declaration is looked for: pages put long styles before it.
_FAR = 1 << 18
_MARKUP = re.compile(
    rb"""<!--|<(script|style)\b"""
    rb"""|<meta\b[^>]{0,400}?[\s"';/]charset\s*=\s*["']?\s*([a-z0-9_:.+ -]{2,40})"""
    rb"""|<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([a-z0-9_:.-]{2,40})""",
)


def declared_encoding(data: bytes) -> str | None:
    """The codec of the first declaration that names one; None without any.

    What stands in comments, scripts and styles is no declaration. The first 256 KiB are read.
    """
    markup = data[:_FAR].lower()
    place = 0
    while match := _MARKUP.search(markup, place):
        stated = match[2] or match[3]
        if stated and (codec := stated_codec(stated.decode("ascii"))):
            return codec
        ending = None if stated else b"</" + match[1] if match[1] else b"-->"
        end = markup.find(ending, match.end()) if ending else -1
        place = max(end, match.end())
    return None


def stated_codec(label: str) -> str | None:
    """The codec for a declared name; UTF-8 for those that the declaration itself disproves."""
    codec = codec_of(label)
    # The declaration was read as single bytes, so UTF-16 cannot be true.
    return "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else codec
