"""The project settings files that the user trusts, each as it was at that time; direnv keeps its records alike.

A record is named after the SHA-256 of the file's path and text, so a file that was changed, moved or copied has none.
Each record stands alone: there is no list to keep in order, and two processes cannot damage it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reader.system.durable_writes import make_folders
from reader.system.guarded_path import StorePath
from reader.system.hashes import sha256

#: A record holds the file's path, so that trust can be withdrawn.
_LARGEST = 1 << 16


def is_trusted(folder: Path, path: Path, text: str) -> bool:
    """Whether the file is trusted with its present text.

    Args:
        folder: holds the records.
        path: of the settings file.
        text: its text, as it is going to be used.
    """
    location = _place(path)
    return _recorded(_record(folder, location, text)) == location


def trust(folder: Path, path: Path, text: str) -> None:
    """Trust the file while it has this text; raises ``OSError``. A new folder is for the owner alone."""
    make_folders(folder, 0o700)
    location = _place(path)
    StorePath(folder, _record(folder, location, text).name).write(location)


def distrust(folder: Path, path: Path) -> int:
    """Withdraw the trust in all versions of a file; returns the number of deleted records. Raises ``OSError``."""
    location = _place(path)
    try:
        records = sorted(folder.iterdir())
    except FileNotFoundError:
        return 0
    ours = [record for record in records if _recorded(record) == location]
    for record in ours:
        record.unlink(missing_ok=True)
    return len(ours)


def _place(path: Path) -> bytes:
    """The absolute path of the file. If the file is a link, it is the link's: relative paths start there."""
    return os.fsencode(os.path.join(os.path.realpath(path.parent), path.name))  # noqa: PTH118 - no such file, no error


def _record(folder: Path, location: bytes, text: str) -> Path:
    return folder / sha256(location + b"\0" + text.encode(errors="surrogatepass"))


def _recorded(record: Path) -> bytes:
    """The path in a record; empty if there is no record of this user's own."""
    try:
        handle = os.open(record, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:  # noqa: PTH123 - of a descriptor
            status = os.fstat(handle)
            is_ours = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid()
            return file.read(_LARGEST) if is_ours else b""
    except OSError:
        return b""
