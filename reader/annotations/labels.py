"""The labels that were added in the reader: in the store folder, one a line, so that everybody who has it has them.

Git merges the file by lines, as it does the annotations; of two lines with one name the last counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from reader.annotations.files import opened, refuse_link, write_atomically
from reader.annotations.folder import HIDDEN_FOLDER, prepare, refuse_links
from reader.annotations.locking import locked
from reader.settings import Label

NAME = "labels.jsonl"
#: Longer files are nobody's work.
_MOST_BYTES = 1 << 20
_LOCK_TIMEOUT_S = 5.0


def load_labels(folder: Path) -> tuple[Label, ...]:
    """The labels of a store, in the order in which they were added; a line that is no label is passed over."""
    try:
        with opened(folder / NAME) as file:
            data = file.read(_MOST_BYTES)
    except OSError:
        return ()
    return tuple({label.name: label for label in _labels(data)}.values())


def add_label(folder: Path, label: Label) -> None:
    """Add a label, or give the one of that name its new key, colour and guideline.

    Raises:
        OSError: the folder cannot be written, or the file is a link.
        LockHeldError: another reader holds the file for too long.
    """
    path = folder / NAME
    refuse_links(folder)
    prepare(folder)
    locks = folder / HIDDEN_FOLDER / "locks"
    locks.mkdir(exist_ok=True)
    with locked(locks / "labels.lock", _LOCK_TIMEOUT_S):
        refuse_link(path)
        labels = {one.name: one for one in load_labels(folder)} | {label.name: label}
        lines = (json.dumps(asdict(one), ensure_ascii=False, sort_keys=True) for one in labels.values())
        write_atomically(path, "".join(f"{line}\n" for line in lines), follows=False)


def _labels(data: bytes) -> Iterator[Label]:
    from reader.settings_file import label_from  # needed by few stores, and not before a first paint

    for line in data.decode("utf-8", errors="replace").splitlines():
        try:
            values = json.loads(line)
            yield label_from({key: value for key, value in values.items() if value})
        except (ValueError, AttributeError, RecursionError):  # a conflict mark, somebody's note, a newer version's
            continue
