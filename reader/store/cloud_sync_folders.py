"""Whether a folder is one that a program keeps the same on several machines: there, no lock reaches the others."""

from __future__ import annotations

import os
import re
from pathlib import Path

#: The folders that such programs make, by name; as in ``OneDrive - Company`` or ``GoogleDrive-ann@example.org``.
_NAMES = {
    "Dropbox": re.compile(r"Dropbox(?: \(.{1,80}\))?\Z"),
    "OneDrive": re.compile(r"OneDrive(?:(?: -|-).{1,80})?\Z"),
    "iCloud Drive": re.compile(r"(?:iCloud ?Drive|com~apple~CloudDocs)\Z", re.IGNORECASE),
    "Google Drive": re.compile(r"(?:Google ?Drive(?:-.{1,80})?|My Drive)\Z"),
    "Nextcloud": re.compile(r"(?:Nextcloud|ownCloud)\d{0,2}\Z", re.IGNORECASE),
}
#: The files that they leave in the folder at the top.
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "Nextcloud",
    ".stfolder": "Syncthing",
    ".stignore": "Syncthing",
}


def synchroniser(folder: Path) -> str:
    """The program that synchronises a folder, by the names of the folders that it is in and what lies in them.

    Empty where none is seen. Looks up the path and reads no file.
    """
    here = Path(os.path.realpath(folder))
    for place in (here, *here.parents):
        if name := next((name for mark, name in _MARKS.items() if os.path.lexists(place / mark)), ""):
            return name
    for place in (here, *here.parents):
        if name := next((name for name, pattern in _NAMES.items() if pattern.match(place.name)), ""):
            return name
    return ""


def warning(folder: Path, *, has_locks: bool) -> str:
    """One line on what a store in this folder should be kept from; empty where there is nothing to say."""
    name = synchroniser(folder)
    if name:
        return f"the store lies in a {name} folder: let one machine at a time write to it (nrc-reader help store)"
    if not has_locks:
        return "the store lies where the system has no locks: a lock file takes their place (nrc-reader help store)"
    return ""
