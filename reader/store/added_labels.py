"""The labels that were added in the reader: in the store folder, one a line, so that everybody who has it has them.

What became of the names of labels (see ``config/label_changes.py``) stands in lines of the same file. Earlier versions
pass these over, as they do every line that they do not know.

Git merges the file by lines, as it does the annotations; of two lines with one name the last counts.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges
from reader.config.settings import HIDDEN_FOLDER
from reader.model.annotation import LONGEST_LABEL
from reader.model.untrusted_data import one_line
from reader.store.store_folder import LABELS_FILE, prepare
from reader.system.guarded_path import StorePath
from reader.system.stdio import counted

#: Longer files, and more labels, are nobody's work.
_MOST_BYTES, MOST = 1 << 20, 100
#: How a line on a name begins: its fields are sorted.
_CHANGE = b'{"becomes"'


def load_labels(folder: Path) -> tuple[Label, ...]:
    """The labels of a store under the names that they have now, in the order in which they were added.

    The first hundred count; other lines are passed over.
    """
    data = _data(folder)
    return LabelChanges(changes_in(data)).in_force(labels_in(data)) if data else ()


def load_changes(folder: Path) -> LabelChanges:
    """What became of the names of labels; nothing where that cannot be read."""
    return LabelChanges(changes_in(_data(folder)))


def labels_in(data: bytes) -> tuple[Label, ...]:
    """The labels that such a file holds, under the names that they had when they were added."""
    found: dict[str, Label] = {}
    for line in _lines(data):
        label = _label(line)
        if label is not None and (len(found) < MOST or label.name in found):
            found[label.name] = label
    return tuple(found.values())


def changes_in(data: bytes) -> list[LabelChange]:
    """What such a file says of the names of labels, in the order in which it says so."""
    return [change for line in _lines(data) if (change := _change(line)) is not None]


def _data(folder: Path) -> bytes:
    try:
        return _read(folder)
    except OSError:
        return b""


def label_fault(folder: Path) -> str:
    """What is wrong with the labels of a store, in one line: a file or lines that cannot be read; empty for nothing."""
    from reader.system.os_errors import reason  # not before the first paint

    path = folder / LABELS_FILE
    try:
        data = _read(folder)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"{path}: its labels cannot be read: {reason(error)}"
    lines = _lines(data if len(data) < _MOST_BYTES else data[: data.rfind(b"\n") + 1])
    wrong = [number for number, line in enumerate(lines, 1) if line.strip() and not _is_known(line)]
    if not wrong:
        return ""
    more = f", nor {'is' if len(wrong) == 2 else 'are'} {counted(len(wrong) - 1, 'other line')}" if wrong[1:] else ""
    return f"{path}:{wrong[0]}: is no label and is left out{more} (repair it, or delete the line)"


def add_label(folder: Path, label: Label) -> None:
    """Add a label, or give the one of that name its new key, colour and guideline; other lines stay as they are.

    Raises:
        ValueError: see ``refuse_label``.
        OSError: the folder cannot be written, or the file is no plain one, or full.
        LockHeldError: another reader holds the file for too long.
    """
    with _changing(folder) as path:
        data = path.content() if path.exists() else b""
        known, changes = load_labels(folder), load_changes(folder)
        if len(data) > _MOST_BYTES or (len(known) == MOST and not _is_in(label, known)):
            raise OSError(errno.EFBIG, f"has no room for more labels than {MOST}", str(path))
        refuse_label(label, known, changes)
        fresh = _line_of(label)
        lines = _lines(data)
        places = [index for index, line in enumerate(lines) if (old := _label(line)) and old.name == label.name]
        if places:
            lines[places[-1]] = fresh
        else:
            lines.append(fresh)
        path.write(b"".join(line + b"\n" for line in lines))


def refuse_label(label: Label, known: Iterable[Label], changes: LabelChanges) -> None:
    """Raise ``ValueError`` where a label could not be read again, or its name or key is not free.

    Args:
        label: that is to be added.
        known: those of the store, in force.
        changes: what became of names there.
    """
    if _label(_line_of(label)) != label:
        raise ValueError(f"{label.name!r} with the key {label.key!r} is no label that can be kept")
    if (now := changes.now(label.name)) != label.name:
        raise ValueError(f"the name {label.name} is not used any more: it is {now} in this store")
    if changes.is_retired(label.name):
        raise ValueError(f"the label {label.name} is retired in this store (nrc-reader label retire --back offers it)")
    offered = (one for one in known if not one.is_retired and one.name != label.name)
    if taken := next((one for one in offered if one.key == label.key), None):
        raise ValueError(f"the key {label.key!r} tags as {taken.name} in this store already")


def write_changes(folder: Path, change: Callable[[list[LabelChange]], list[LabelChange]]) -> None:
    """Write what became of names as ``change`` makes it of what is there; other lines stay as they are.

    Raises:
        OSError, LockHeldError: as ``add_label``.
    """
    with _changing(folder) as path:
        data = path.content() if path.exists() else b""
        known = changes_in(data)
        if (changed := change(known)) == known:
            return
        others = [line for line in _lines(data) if _change(line) is None]
        path.write(b"".join(line + b"\n" for line in (*others, *map(_line_of_change, changed))))


def _line_of(label: Label) -> bytes:
    fields = {"name": label.name, "key": label.key, "colour": label.colour, "guideline": label.guideline}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True).encode(errors="replace")


def _line_of_change(change: LabelChange) -> bytes:
    fields = {
        "label": change.name,
        "becomes": change.becomes,
        **({"step": change.step} if change.step else {}),
        **({"undone": True} if change.is_undone else {}),
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True).encode(errors="replace")


def take_label_away(folder: Path, label: Label) -> None:
    """Take the lines of a label out again, if they say just that; all others stay as they are.

    Raises:
        OSError, LockHeldError: as ``add_label``.
    """
    with _changing(folder) as path:
        lines = _lines(path.content() if path.exists() else b"")
        path.write(b"".join(line + b"\n" for line in lines if _label(line) != label))


@contextmanager
def _changing(folder: Path) -> Iterator[StorePath]:
    """The file, while nobody else changes it."""
    from reader.store.locking import LOCK_TIMEOUT_S, locked  # not before the first paint: nothing is written

    prepare(folder)
    locks = StorePath(folder, HIDDEN_FOLDER, "locks")
    locks.make_folder()
    with locked(locks / "labels.lock", LOCK_TIMEOUT_S):
        yield StorePath(folder, LABELS_FILE)


def _read(folder: Path) -> bytes:
    with StorePath(folder, LABELS_FILE).opened() as file:
        return file.read(_MOST_BYTES)


def _is_in(label: Label, known: tuple[Label, ...]) -> bool:
    return any(one.name == label.name for one in known)


def _lines(data: bytes) -> list[bytes]:
    return data.removesuffix(b"\n").split(b"\n") if data else []


def _label(line: bytes) -> Label | None:
    """The label of a line; None for a conflict mark, somebody's note, a newer version's."""
    from reader.config.settings_file import label_from  # needed by few stores, and not before a first paint

    try:
        values = json.loads(line.decode("utf-8", errors="replace"))
        return label_from({key: value for key, value in values.items() if value})
    except (ValueError, AttributeError, RecursionError):
        return None


def _change(line: bytes) -> LabelChange | None:
    """What a line says of a name; None for every other line."""
    if not line.startswith(_CHANGE):
        return None
    try:
        fields = json.loads(line.decode("utf-8", errors="replace"))
        name, becomes, step = (one_line(fields.pop(name, "")) for name in ("label", "becomes", "step"))
        is_undone = fields.pop("undone", False)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    is_one = 0 < len(name) <= LONGEST_LABEL and len(becomes) <= LONGEST_LABEL and name != becomes
    return None if fields or not is_one else LabelChange(name, becomes, step, is_undone is True)


def _is_known(line: bytes) -> bool:
    return _label(line) is not None or _change(line) is not None
