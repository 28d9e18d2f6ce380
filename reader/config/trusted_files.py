"""Which settings files of projects a person has trusted: a record for each file as it was then, as direnv keeps them.

A record is named after the SHA-256 of the file's place and its text, so that a file that was changed, moved or copied
has none. Who reads a record looks at nothing else: no list has to be kept in order, and two processes cannot spoil it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reader.system.durable_writes import make_folders
from reader.system.guarded_path import StorePath

#: A record holds the file's place, for whoever takes the trust back.
_LARGEST = 1 << 16


def is_trusted(folder: Path, path: Path, text: str) -> bool:
    """Whether the file is trusted as it is now.

    Args:
        folder: where the records are.
        path: of the settings file.
        text: what it says now, as it is going to be used.
    """
    place = _place(path)
    return _recorded(_record(folder, place, text)) == place


def trust(folder: Path, path: Path, text: str) -> None:
    """Trust the file as long as its text is this one; raises ``OSError``. The folder is made, for the owner alone."""
    make_folders(folder, 0o700)
    place = _place(path)
    StorePath(folder, _record(folder, place, text).name).write(place)


def distrust(folder: Path, path: Path) -> int:
    """Take back the trust in a file, whatever it said each time; how many records went. Raises ``OSError``."""
    place = _place(path)
    try:
        records = sorted(folder.iterdir())
    except FileNotFoundError:
        return 0
    ours = [record for record in records if _recorded(record) == place]
    for record in ours:
        record.unlink(missing_ok=True)
    return len(ours)


def _place(path: Path) -> bytes:
    """Where the file lies; if it is a link, where the link lies, for its relative paths are seen from there."""
    return os.fsencode(os.path.join(os.path.realpath(path.parent), path.name))  # noqa: PTH118 - no such file, no error


def _record(folder: Path, place: bytes, text: str) -> Path:
    from hashlib import sha256

    return folder / sha256(place + b"\0" + text.encode(errors="surrogatepass")).hexdigest()


def _recorded(record: Path) -> bytes:
    """The place that a record holds; nothing where there is none of this user's own."""
    try:
        handle = os.open(record, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:  # noqa: PTH123 - of a descriptor
            found = os.fstat(handle)
            is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
            return file.read(_LARGEST) if is_ours else b""
    except OSError:
        return b""
