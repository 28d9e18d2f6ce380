"""Keeps the versions of web pages as files: a folder a page, a file a version, named by its time and hash.

A version is kept when its article is another one than that of the last: advertisements and counters change each time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from reader.cleaning.page_cleaning import clean
from reader.sources.bytes_to_page import open_bytes
from reader.sources.web import WebAnswer, fetch
from reader.system.durable_writes import write_atomically
from reader.system.hashes import sha256
from reader.system.json_text import json_text

#: The list of the versions of a page, in its folder.
VERSIONS = "versions.jsonl"
_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
_OTHER = re.compile(r"[^A-Za-z0-9.-]+", re.ASCII)
#: Code points of a folder's name, and of the hashes in names.
_NAME, _HASH = 80, 12


class KeptPage(NamedTuple):
    """What became of fetching a page.

    Attributes:
        file: the version that is the newest now.
        earlier: the one before; None for the first, and where nothing new was kept.
        is_new: whether it was kept just now.
    """

    file: Path
    earlier: Path | None
    is_new: bool


def keep_page(
    url: str, folder: Path, max_bytes: int, at: str, ask: Callable[[str, int], WebAnswer] = fetch
) -> KeptPage:
    """Fetch a page, and keep it if its article is another one than that of the newest version.

    Args:
        url: of the page; nothing else is fetched.
        folder: that the folders of pages are in; made where it is not there.
        max_bytes: larger pages are refused.
        at: the time, UTC, as ``20260101T120000Z``.
        ask: gets the page.

    Raises:
        SourceError: there is no such page, or it holds no text.
        OSError: it cannot be written.
    """
    answer = ask(url, max_bytes)
    digest = sha256(answer.content)
    suffix = _SUFFIXES.get(answer.kind, ".html")
    text = sha256(clean(open_bytes(answer.content, f"page{suffix}", max_bytes=max_bytes)).text.encode(errors="replace"))
    place = folder / folder_name(url)
    known = _versions(place)
    newest = place / known[-1]["file"] if known else None
    if newest is not None and text == known[-1].get("text_sha256"):
        return KeptPage(newest, None, is_new=False)
    file = place / f"{at}-{digest[:_HASH]}{suffix}"
    row = {"file": file.name, "url": answer.url, "fetched_at": at, "sha256": digest, "text_sha256": text}
    row |= {"type": answer.kind, "charset": answer.charset}
    place.mkdir(parents=True, exist_ok=True)
    write_atomically(file, [answer.content])
    write_atomically(place / VERSIONS, [f"{json_text(one)}\n".encode() for one in (*known, row)])
    return KeptPage(file, newest, is_new=True)


def folder_name(url: str) -> str:
    """The folder of a page: its address in plain letters, and a hash by which no two have the same."""
    parts = urlsplit(url)
    plain = _OTHER.sub("-", f"{parts.hostname or ''}{parts.path}").strip("-.")[:_NAME].strip("-.")
    return f"{plain or 'page'}-{sha256(url.encode(errors='replace'))[:_HASH]}"


def _versions(place: Path) -> list[dict[str, Any]]:
    """The versions that are there, the oldest first; a line that cannot be read, or whose file is gone, is left out."""
    found = []
    with suppress(OSError, UnicodeDecodeError):
        for line in (place / VERSIONS).read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, TypeError, KeyError):
                row = json.loads(line)
                if Path(row["file"]).name == row["file"] and (place / row["file"]).is_file():
                    found.append(row)
    return found
