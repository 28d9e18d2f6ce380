"""The file that copied passages are added to, for terminals without a clipboard: plain text in the store folder."""

from __future__ import annotations

import os
from pathlib import Path

from reader.store.store_folder import CLIPPINGS_FILE
from reader.system import state_folder
from reader.system.guarded_path import StorePath


def add_clipping(folder: Path, text: str, document: str) -> Path:
    """Add a passage, and the document that it is from, at the end of the file; gives the file.

    Raises:
        OSError: nothing was written, or the file is no plain one.
    """
    path = StorePath(folder, CLIPPINGS_FILE)
    path.parent.make_folder()
    is_new = not path.exists()
    handle = path.handle(os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        state_folder.append(handle, f"{text}\n— {document}\n\n".encode(errors="backslashreplace"))
    finally:
        os.close(handle)
    if is_new:
        path.parent.sync()
    return path.path
