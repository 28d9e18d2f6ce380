"""The file that copied passages are added to, for terminals without a clipboard: plain text in the store folder."""

from __future__ import annotations

import os
from pathlib import Path

from reader.annotations.files import refuse_link

NAME = "clippings.txt"


def add_clipping(folder: Path, text: str, document: str) -> Path:
    """Add a passage, and the document that it is from, at the end of the file; gives the file.

    Raises:
        OSError: nothing was written, or the file is a link, which is not followed.
    """
    path = folder / NAME
    folder.mkdir(parents=True, exist_ok=True)
    refuse_link(path)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(f"{text}\n— {document}\n\n".encode())
        file.flush()
        os.fsync(file.fileno())
    return path
