"""The labels that were added in the reader: in the store folder, one a line, so that everybody who has it has them.

Git merges the file by lines, as it does the annotations; of two lines with one name the last counts.
"""

from __future__ import annotations

import errno
import json
from dataclasses import asdict
from pathlib import Path

from reader.annotations.files import opened, refuse_link, whole, write_atomically
from reader.annotations.folder import HIDDEN_FOLDER, prepare, refuse_links
from reader.annotations.locking import locked
from reader.settings import Label

NAME = "labels.jsonl"
#: Longer files, and more labels, are nobody's work.
_MOST_BYTES, MOST = 1 << 20, 100
_LOCK_TIMEOUT_S = 5.0


def load_labels(folder: Path) -> tuple[Label, ...]:
    """The labels of a store in the order in which they were added, the first hundred; other lines are passed over."""
    try:
        with opened(folder / NAME) as file:
            data = file.read(_MOST_BYTES)
    except OSError:
        return ()
    found: dict[str, Label] = {}
    for line in _lines(data):
        label = _label(line)
        if label is not None and (len(found) < MOST or label.name in found):
            found[label.name] = label
    return tuple(found.values())


def add_label(folder: Path, label: Label) -> None:
    """Add a label, or give the one of that name its new key, colour and guideline; other lines stay as they are.

    Raises:
        OSError: the folder cannot be written, or the file is a link, or full.
        LockHeldError: another reader holds the file for too long.
    """
    path = folder / NAME
    refuse_links(folder)
    prepare(folder)
    locks = folder / HIDDEN_FOLDER / "locks"
    locks.mkdir(exist_ok=True)
    with locked(locks / "labels.lock", _LOCK_TIMEOUT_S):
        refuse_link(path)
        data = whole(path) if path.exists() else b""
        if len(data) > _MOST_BYTES or (len(known := load_labels(folder)) == MOST and not _is_in(label, known)):
            raise OSError(errno.EFBIG, f"has no room for more labels than {MOST}", str(path))
        fresh = json.dumps(asdict(label), ensure_ascii=False, sort_keys=True).encode()
        lines = _lines(data)
        places = [index for index, line in enumerate(lines) if (old := _label(line)) and old.name == label.name]
        if places:
            lines[places[-1]] = fresh
        else:
            lines.append(fresh)
        write_atomically(path, b"".join(line + b"\n" for line in lines), follows=False)


def _is_in(label: Label, known: tuple[Label, ...]) -> bool:
    return any(one.name == label.name for one in known)


def _lines(data: bytes) -> list[bytes]:
    return data.removesuffix(b"\n").split(b"\n") if data else []


def _label(line: bytes) -> Label | None:
    """The label of a line; None for a conflict mark, somebody's note, a newer version's."""
    from reader.settings_file import label_from  # needed by few stores, and not before a first paint

    try:
        values = json.loads(line.decode("utf-8", errors="replace"))
        return label_from({key: value for key, value in values.items() if value})
    except (ValueError, AttributeError, RecursionError):
        return None
