"""File types: how a format is recognised by first bytes or ending, and which files a folder walk takes."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

TEXT = "text/plain"
HTML = "text/html"
MARKDOWN = "text/markdown"
PDF = "application/pdf"
EPUB = "application/epub+zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
EML = "message/rfc822"
MHTML = "multipart/related"
GZIP = "application/gzip"
JSON_LINES = "application/jsonl"
JSON = "application/json"
WARC = "application/warc"

#: The mark between a file's name and the number of a document in it (``file.jsonl#3``).
RECORD_MARK = "#"

#: Bytes that are read to recognise a file's type.
HEAD_BYTES = 8192


class FileType(NamedTuple):
    """How files of one supported format are recognised.

    Attributes:
        media_type: the name of the format in ``Page.media_type``.
        name: of a binary format, for messages, such as ``Word document``; empty for text.
        endings: the file name endings, with the dot; for a binary format only used if a ZIP archive does not identify
            itself.
        magic: the first bytes of every file of a binary format.
        zip_mark: a mark among the first bytes of a ZIP archive of this format.
        is_marked_up: whether its markup is trusted because authors wrote it: headings and paragraphs are taken from it.
        other_types: other media types that servers use for it.
    """

    media_type: str
    name: str = ""
    endings: tuple[str, ...] = ()
    magic: bytes = b""
    zip_mark: bytes = b""
    is_marked_up: bool = False
    other_types: tuple[str, ...] = ()


FILE_TYPES = (
    FileType(TEXT),
    FileType(HTML, endings=(".html", ".htm", ".xhtml", ".xht", ".shtml"), other_types=("application/xhtml+xml",)),
    FileType(
        MARKDOWN,
        endings=(".md", ".markdown", ".mdown", ".mkd"),
        is_marked_up=True,
        other_types=("text/x-markdown",),
    ),
    FileType(EML, endings=(".eml",), is_marked_up=True),
    FileType(MHTML, endings=(".mht", ".mhtml")),
    FileType(PDF, "PDF document", magic=b"%PDF-"),
    FileType(RTF, "RTF document", magic=b"{\\rtf", other_types=("text/rtf",)),
    FileType(EPUB, "EPUB book", (".epub",), zip_mark=b"mimetypeapplication/epub", is_marked_up=True),
    FileType(
        ODT,
        "OpenDocument text",
        (".odt",),
        zip_mark=b"mimetypeapplication/vnd.oasis.opendocument.text",
        is_marked_up=True,
    ),
    FileType(DOCX, "Word document", (".docx",), zip_mark=b"word/", is_marked_up=True),
    FileType(GZIP, "gzip archive", magic=b"\x1f\x8b"),
)
_BY_TYPE = {file_type.media_type: file_type for file_type in FILE_TYPES}
_MEDIA_TYPES = {ending: one.media_type for one in FILE_TYPES if not one.name for ending in one.endings} | {
    ".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".json": JSON, ".warc": WARC,
}  # fmt: skip
#: Binary formats that can hold an article, by name.
DOCUMENTS = {file_type.name: file_type.media_type for file_type in FILE_TYPES if file_type.name}
#: Endings that identify a ZIP archive whose first bytes do not.
_ZIPPED = {ending: file_type.name for file_type in FILE_TYPES if file_type.zip_mark for ending in file_type.endings}

#: Endings of files that are not articles; a folder walk skips them. A file that the user names is always tried.
_NOT_ARTICLES = frozenset(
    """
    .7z .aac .apk .asc .ass .avi .avif .bak .bat .bib .bin .bmp .bz2 .c .cfg .class .cmd .conf .cpp .cs .css .csv .dat
    .db .deb .dll .dmg .dylib .eot .exe .flac .gif .go .gpg .h .heic .hpp .ico .ini .ipynb .iso .jar .java .jpe
    .jpeg .jpg .js .jsx .key .lock .log .lua .m4a .m4v .map .mid .mjs .mkv .mov .mp3 .mp4 .mpeg .mpg .msi
    .o .obj .ogg .ogv .opus .otf .part .pem .php .pickle .pkl .pl .png .properties .psd .py .pyc .pyo .r .rar
    .rb .rpm .rs .rss .scss .sh .sig .so .sql .sqlite .sqlite3 .srt .svg .swf .swp .tar .tgz .tif .tiff .tmp .toml
    .torrent .ts .tsv .tsx .ttf .vtt .wasm .wav .webm .webmanifest .webp .whl .wma .wmv .woff .woff2 .xls .xlsx .xml
    .xsl .xz
    .yaml .yml .zip .zst .crdownload
    """.split()
)

_MAGIC = (
    *((file_type.magic, file_type.name) for file_type in FILE_TYPES if file_type.magic),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x28\xb5\x2f\xfd", "Zstandard archive"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"\x7fELF", "program"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"ID3", "MP3 sound"),
    (b"OggS", "Ogg sound"),
    (b"fLaC", "FLAC sound"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office document"),
)

#: Binary types that hold an article but cannot be read, with advice.
FOREIGN = {"old Office document": "save it as .docx or .odt"}
#: Patterns that a plain text may also begin with; they count only beside bytes that text does not contain.
_WEAK = frozenset({"bzip2 archive", "MP3 sound", "Ogg sound", "FLAC sound", "font", "GIF image"})

_DOCTYPE = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html\b|<html[\s>])", re.IGNORECASE | re.DOTALL
)


def kind_of_binary(head: bytes, path: str = "") -> str | None:
    """The type of a binary file by its magic number (``PNG image``); None if it is unknown.

    Args:
        head: the first bytes.
        path: its ending decides about a ZIP archive that does not identify itself.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (kind not in _WEAK or has_binary_bytes(head)):
            return kind
    if head.startswith(b"PK\x03\x04"):
        kind = _kind_of_zip(head)
        return _ZIPPED.get(ending_of(path), kind) if kind == "ZIP archive" else kind
    if head.startswith(b"RIFF") and head[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        return {b"WEBP": "WebP image", b"WAVE": "WAV sound"}.get(head[8:12], "video")
    if head[4:8] == b"ftyp":
        return "video or image"
    return None


def _kind_of_zip(head: bytes) -> str:
    for mark, kind in (
        *((file_type.zip_mark, file_type.name) for file_type in FILE_TYPES if file_type.zip_mark),
        (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "spreadsheet"),
        (b"mimetypeapplication/vnd.oasis.opendocument.presentation", "slides"),
        (b"xl/", "spreadsheet"),
        (b"ppt/", "slides"),
    ):
        if mark in head:
            return kind
    return "Word document" if b"[Content_Types].xml" in head else "ZIP archive"


def is_marked_up(media_type: str) -> bool:
    """Whether the markup of a format is trusted, because authors wrote it."""
    return media_type in _BY_TYPE and _BY_TYPE[media_type].is_marked_up


def type_from_server(stated: str) -> str | None:
    """The supported media type for the type that a server states; None if it is not supported."""
    return next((one.media_type for one in FILE_TYPES if stated in (one.media_type, *one.other_types)), None)


#: Control characters that text does not contain.
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))


def has_binary_bytes(head: bytes) -> bool:
    """Whether ``head`` has too many bytes that text does not contain: NUL, or other control characters."""
    # One stray NUL in a text page is a fault of the scraper; more mean another file type.
    if head.count(b"\x00") * 200 > len(head):
        return True
    return (len(head) - len(head.translate(None, _CONTROLS))) * 20 > len(head)


def media_type_of(path: str, start: str = "") -> str:
    """The media type by the file's ending; text that opens as an HTML document is HTML, whatever its ending.

    Args:
        path: the file's name.
        start: the first characters of the decoded text, if known.
    """
    by_ending = _MEDIA_TYPES.get(ending_of(path))
    if by_ending:
        return by_ending
    return HTML if _DOCTYPE.match(start[:HEAD_BYTES]) else TEXT


def ending_of(path: str) -> str:
    """The last ending of a file name, in lower case, with its dot; empty if there is none."""
    return os.path.splitext(path)[1].lower()  # noqa: PTH122 (keeps undecodable names)


def may_be_article(name: str) -> bool:
    """Whether a folder walk takes a file of this name: not hidden, no read-me, no ending of another type.

    For a packed file (``page.html.gz``) the ending before ``.gz`` counts; without one it is not taken.
    """
    stem, ending = os.path.splitext(name)  # noqa: PTH122
    if ending.lower() == ".gz":
        stem, ending = os.path.splitext(stem)  # noqa: PTH122
        ending = ending or ".zip"
    return (
        not name.startswith(".")
        and not name.endswith("~")
        and stem.lower() != "readme"
        and ending.lower() not in _NOT_ARTICLES
    )
