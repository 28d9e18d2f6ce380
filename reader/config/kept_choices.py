"""What a person chose while reading, kept in the user's state folder for the next session.

Not a setting: whatever a settings file, the environment or an option names wins over it.
"""

from __future__ import annotations

import json

from reader.system.durable_writes import make_folders
from reader.system.guarded_path import StorePath
from reader.system.state_folder import folders, refuse_foreign

_NAME = "choices.json"
#: Bytes that are read of it.
_LARGEST = 1 << 16


def kept_choice(name: str) -> str:
    """What was chosen last; empty where nothing was, or where the file cannot be used."""
    found = _kept().get(name, "")
    return found if isinstance(found, str) and found.isprintable() else ""


def keep_choice(name: str, value: str) -> None:
    """Keep it for the next session; raises ``OSError`` where the folder cannot be written."""
    path = _path()
    make_folders(path.root, 0o700)
    refuse_foreign(path.root)
    text = json.dumps({**_kept(), name: value}, ensure_ascii=False, indent=0, sort_keys=True)
    path.write(f"{text}\n".encode())


def _path() -> StorePath:
    return StorePath(folders()[0], _NAME)


def _kept() -> dict[str, object]:
    try:
        with _path().opened() as file:
            found = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
