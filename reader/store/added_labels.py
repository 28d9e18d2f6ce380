"""The labels that were added in the reader: in the store folder, one a line, so that everybody who has it has them.

What became of the names of labels (see ``config/label_changes.py``) stands in lines of the same file. Earlier versions
pass these over, as they do every line that they do not know.

Git merges the file by lines, as it does the annotations; of two lines with one name the last counts.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges
from reader.config.settings import HIDDEN_FOLDER
from reader.model.annotation import LONGEST_LABEL
from reader.model.untrusted_data import one_line
from reader.store.store_folder import LABELS_FILE, prepare
from reader.system.guarded_path import StorePath
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.store.labels.label_rows import Fields, LabelRows
    from reader.store.records.record_rows import RowChange

#: Longer files, and more labels, are nobody's work.
_MOST_BYTES, MOST = 1 << 20, 100
#: How a line on a name begins: its fields are sorted.
_CHANGE = b'{"becomes"'
#: Keeps what is going to be written, with what was there.
Kept = Callable[[Sequence["RowChange"]], object]


def _nowhere(_: Sequence[RowChange]) -> None:
    """For whoever keeps nothing."""


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


def rows_in(data: bytes) -> LabelRows:
    """Both as rows, which can be changed and taken back."""
    from reader.store.labels.label_rows import rows_of  # not before the first paint: nothing is written

    return rows_of(labels_in(data), changes_in(data))


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


def add_label(folder: Path, label: Label, kept: Kept = _nowhere) -> None:
    """Add a label, or give the one of that name its new key, colour and guideline; other lines stay as they are.

    Args:
        folder: of the store.
        label: to be added.
        kept: see ``write_rows``.

    Raises:
        ValueError: see ``refuse_label``.
        OSError: the folder cannot be written, or the file is no plain one, or full.
        LockHeldError: another reader holds the file for too long.
    """
    write_rows(folder, lambda rows: with_label(rows, label), kept)


def with_label(rows: LabelRows, label: Label) -> LabelRows:
    """The rows with one label more; raises ``ValueError``, and ``OSError`` where there is no room, as ``add_label``."""
    from reader.store.labels.label_rows import added, changes_of, labels_of

    known = labels_of(rows)
    if len(known) >= MOST and label.name not in {one.name for one in known}:
        raise OSError(errno.EFBIG, f"has no room for more labels than {MOST}", LABELS_FILE)
    changes = LabelChanges(changes_of(rows))
    refuse_label(label, changes.in_force(known), changes)
    return {**rows, **added(label)}


def without_label(rows: LabelRows, label: Label) -> LabelRows:
    """The rows without a label, if it is just this."""
    from reader.store.labels.label_rows import added

    gone = added(label).items()
    return {place: row for place, row in rows.items() if (place, row) not in gone}


def refuse_label(label: Label, known: Iterable[Label], changes: LabelChanges) -> None:
    """Raise ``ValueError`` where a label could not be read again, or its name or key is not free.

    Args:
        label: that is to be added.
        known: those of the store, in force.
        changes: what became of names there.
    """
    from reader.store.labels.label_rows import label_fields

    if _label(_text_of(label_fields(label))) != label:
        raise ValueError(f"{label.name!r} with the key {label.key!r} is no label that can be kept")
    if (now := changes.now(label.name)) != label.name:
        raise ValueError(f"the name {label.name} is not used any more: it is {now} in this store")
    if changes.is_retired(label.name):
        raise ValueError(f"the label {label.name} is retired in this store (nrc-reader label retire --back offers it)")
    offered = (one for one in known if not one.is_retired and one.name != label.name)
    if taken := next((one for one in offered if one.key == label.key), None):
        raise ValueError(f"the key {label.key!r} tags as {taken.name} in this store already")


def write_rows(folder: Path, change: Callable[[LabelRows], LabelRows], kept: Kept = _nowhere) -> None:
    """Write the labels, and what became of names, as ``change`` makes them of what is there; other lines stay.

    Args:
        folder: of the store.
        change: gives the new rows; may raise.
        kept: called with what is going to be another row, before it is; may raise.

    Raises:
        OSError, LockHeldError: as ``add_label``.
    """
    with changing(folder) as path:
        try:
            data, rows = changed_file(path.content() if path.exists() else b"", change)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path)) from error
        if rows:
            kept(rows)
            path.write(data)


def changed_file(data: bytes, change: Callable[[LabelRows], LabelRows]) -> tuple[bytes, Sequence[RowChange]]:
    """Such a file with its rows changed, and which rows those are; raises ``OSError`` where it is too large."""
    from reader.store.labels.label_rows import difference

    if len(data) > _MOST_BYTES:
        raise OSError(errno.EFBIG, f"has no room for more labels than {MOST}", LABELS_FILE)
    before = rows_in(data)
    after = change(before)
    rows = difference(before, after)
    return (b"".join(line + b"\n" for line in _with_rows(_lines(data), before, after)) if rows else data), rows


def _with_rows(lines: list[bytes], before: LabelRows, after: LabelRows) -> Iterator[bytes]:
    """The lines of the file: labels where they were, what became of names at the end."""
    known, left = ({fields["name"]: fields for fields in rows.values() if "name" in fields} for rows in (before, after))
    last = {label.name: at for at, line in enumerate(lines) if (label := _label(line)) is not None}
    for at, line in enumerate(lines):
        label = _label(line)
        if label is None:
            if _change(line) is None:
                yield line
        elif label.name not in known or (
            label.name in left and (last[label.name] != at or left[label.name] == known[label.name])
        ):
            yield line
        elif label.name in left:
            yield _text_of(left[label.name])
    yield from (_text_of(fields) for name, fields in left.items() if name not in known)
    yield from (_text_of(fields) for fields in after.values() if "name" not in fields)


def _text_of(fields: Fields) -> bytes:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True).encode(errors="replace")


def take_label_away(folder: Path, label: Label, kept: Kept = _nowhere) -> None:
    """Take a label out again, if it is just this; other lines stay as they are.

    Raises:
        OSError, LockHeldError: as ``add_label``.
    """
    write_rows(folder, lambda rows: without_label(rows, label), kept)


@contextmanager
def changing(folder: Path) -> Iterator[StorePath]:
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
        is_undone, is_new = fields.pop("undone", False), fields.pop("new", False)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    is_one = 0 < len(name) <= LONGEST_LABEL and len(becomes) <= LONGEST_LABEL and name != becomes
    return None if fields or not is_one else LabelChange(name, becomes, step, is_undone is True, is_new is True)


def _is_known(line: bytes) -> bool:
    return _label(line) is not None or _change(line) is not None
