"""Opens files, folders and web addresses: bytes become pages of safe lines. All untrusted text enters here."""

from reader.model.page import Page, PageLine
from reader.sources.bytes_to_page import DEFAULT_MAX_BYTES, open_bytes
from reader.sources.folders import walk
from reader.sources.opening import open_page, open_stdin, probe
from reader.sources.source_error import SourceError
from reader.system.safe_text import safe_text

__all__ = [
    "DEFAULT_MAX_BYTES",
    "Page",
    "PageLine",
    "SourceError",
    "open_bytes",
    "open_page",
    "open_stdin",
    "probe",
    "safe_text",
    "walk",
]
