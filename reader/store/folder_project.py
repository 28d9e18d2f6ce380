"""What a store in a folder keeps beside its documents: labels, reading positions, clippings, exports, backups."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges
from reader.config.settings import HIDDEN_FOLDER
from reader.model.act import NOBODY, Act
from reader.model.untrusted_data import some_lines
from reader.store import added_labels, reading_positions
from reader.store.document_keys import checked_name
from reader.store.reading_positions import ReadingPositions
from reader.store.refusals import refusals
from reader.store.store_folder import GUIDELINE_FILE, LABELS_FILE, hidden_path
from reader.store.store_protocol import LABELS, LEFT_ALONE, PLACE, StoreError, StoreState, StoreWarning
from reader.system.durable_writes import in_utf_8
from reader.system.guarded_path import StorePath

if TYPE_CHECKING:
    from datetime import datetime

    from reader.store.files.write_sequence import Stamp
    from reader.store.history.backups import Backups
    from reader.store.labels.label_history import LabelHistory
    from reader.store.labels.label_rows import LabelRows
    from reader.store.records.transaction import Transaction
    from reader.store.team.team import Team

#: Bytes of the longest guideline.
MOST_GUIDELINE_BYTES = 1 << 20


class FolderProject(ABC):
    """A folder with a hidden one in it.

    Args:
        folder: made on the first save.

    Attributes:
        viewer: see ``Store``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()  # a script may go to another working folder
        self._given = str(folder)
        self.viewer = ""

    @property
    def hidden_folder(self) -> Path:
        """For what is not the truth, journals apart: locks, history, backups, caches, reading positions."""
        return self.folder / HIDDEN_FOLDER

    def inside(self, *names: str) -> StorePath:
        """A path inside the hidden folder, for whoever opens it: no link in it is followed."""
        return hidden_path(self.hidden_folder, *names)

    @property
    def name(self) -> str:
        """See ``Store``: the folder."""
        return self._given

    @property
    def address(self) -> str:
        """See ``Store``: the folder's absolute path; no link is followed."""
        return os.path.abspath(self.folder)  # noqa: PTH100 - no .. stays

    def team(self) -> Team:
        """See ``Store``."""
        return self._team()

    @cached_property
    def _team(self) -> Callable[[], Team]:
        from reader.store.team.team_files import watched_team

        return watched_team(self.folder)

    def is_at(self, address: str) -> bool:
        """See ``Store``: wherever links on the way to it lead."""
        return os.path.realpath(address) == os.path.realpath(self.folder)

    def project_folder(self) -> Path | None:
        """See ``Store``: the folder that the store lies in."""
        return self.folder.parent

    def exists(self) -> bool:
        """See ``Store``."""
        with suppress(OSError):  # a name that no folder can have
            return self.folder.exists()
        return False

    @abstractmethod
    def _stamp(self, floor: int) -> Stamp:
        """When something is written now: see ``WriteSequence.stamp``."""

    @cached_property
    def _label_past(self) -> LabelHistory:
        from reader.store.labels.label_history import LabelHistory

        return LabelHistory(self.hidden_folder, self._stamp)

    def labels(self) -> tuple[Label, ...]:
        """See ``Store``."""
        return added_labels.load_labels(self.folder)

    def add_label(self, label: Label, act: Act = NOBODY) -> None:
        """See ``Store``."""
        with self._label_refusals():
            added_labels.add_label(self.folder, label, partial(self._label_past.keep, act))

    def remove_label(self, label: Label, act: Act = NOBODY) -> None:
        """See ``Store``."""
        with self._label_refusals():
            added_labels.take_label_away(self.folder, label, partial(self._label_past.keep, act))

    def label_changes(self) -> LabelChanges:
        """See ``Store``."""
        return added_labels.load_changes(self.folder)

    def change_labels(self, changes: Sequence[LabelChange], act: Act = NOBODY) -> None:
        """See ``Store``."""
        from reader.store.labels.label_rows import changed

        self._write_labels(act, lambda rows: changed(rows, changes))

    def turn_labels(self, act: Act) -> None:
        """See ``Store``."""
        from reader.store.labels.label_rows import turned

        past = self._label_past.transactions()
        if any(one.act.step == (act.undoes or act.redoes) for one in past):
            self._write_labels(act, lambda rows: turned(rows, past, act))

    def restore_labels(self, number: int, act: Act, *, dry_run: bool = False) -> tuple[str, ...]:
        """See ``Store``."""
        from reader.store.labels.label_rows import names_in, rows_at

        names: tuple[str, ...] = ()

        def earlier(rows: LabelRows) -> LabelRows:
            nonlocal names
            found = rows_at(rows, self._label_past.transactions(), number, act)
            names = names_in(rows, found)
            return rows if dry_run else found

        if self._label_past.transactions():
            self._write_labels(act, earlier)
        return names

    def label_history(self) -> list[Transaction]:
        """See ``Store``."""
        return self._label_past.transactions()

    def _write_labels(self, act: Act, change: Callable[[LabelRows], LabelRows]) -> None:
        with self._label_refusals():
            added_labels.write_rows(self.folder, change, partial(self._label_past.keep, act))

    @contextmanager
    def _label_refusals(self) -> Iterator[None]:
        from reader.store.locking import LockHeldError

        path = self.folder / LABELS_FILE
        try:
            with refusals(path, "not saved"):
                yield
        except LockHeldError as error:
            raise StoreError(f"{path}: not saved: {error}") from error

    def guideline(self) -> str:
        """See ``Store``."""
        path = StorePath(self.folder, GUIDELINE_FILE)
        with refusals(path, "cannot be read"):
            if not path.exists():
                return ""
            with path.opened() as file:
                data = file.read(MOST_GUIDELINE_BYTES + 1)
        if len(data) > MOST_GUIDELINE_BYTES:
            raise StoreError(f"{path}: is larger than {MOST_GUIDELINE_BYTES >> 20} MiB (shorten it)")
        return some_lines(data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n"))

    def write_guideline(self, text: str) -> None:
        """See ``Store``."""
        from reader.store.store_folder import prepare

        path = StorePath(self.folder, GUIDELINE_FILE)
        with refusals(path, "not written"):
            prepare(self.folder)
            path.write(text.encode(errors="replace"))

    def reading_positions(self) -> ReadingPositions:
        """See ``Store``."""
        return reading_positions.load_positions(self.hidden_folder)

    def save_reading_positions(self, positions: ReadingPositions) -> None:
        """See ``Store``."""
        with refusals(self.folder, "reading positions not kept"):
            reading_positions.save_positions(self.hidden_folder, positions)

    def add_clipping(self, text: str, document: str) -> str:
        """See ``Store``."""
        from reader.store.clippings import add_clipping

        with refusals(self.folder, "not written"):
            return str(add_clipping(self.folder, text, document))

    def write_beside(self, name: str, chunks: Iterable[str | bytes]) -> str:
        """See ``Store``; a link in the store is not followed."""
        path = StorePath(self.folder, *checked_name(name).split("/"))
        with refusals(path, "not written"):
            path.write(in_utf_8(chunks))
        return str(path)

    def name_beside(self, path: Path) -> str | None:
        """See ``Store``."""
        for folder in path.absolute().parents:
            with suppress(OSError):
                name = path.absolute().relative_to(folder)
                if ".." not in name.parts and folder.samefile(self.folder):
                    return name.as_posix()
        return None

    def begun_folder(self) -> StorePath | None:
        """See ``Store``."""
        return self.inside("begun")

    def cache_folder(self) -> StorePath | None:
        """See ``Store``."""
        return self.inside("cache")

    @cached_property
    def backups(self) -> Backups:
        """Of this store."""
        from reader.store.history.backups import Backups

        return Backups(self.folder, self.hidden_folder)

    def backup_times(self) -> list[datetime]:
        """See ``Store``."""
        return self.backups.moments()

    def state(self) -> StoreState:
        """See ``Store``."""
        from reader.store.files.folder_state import folder_state

        with refusals(self.folder, "cannot be looked at"):
            return folder_state(self.folder, self.hidden_folder)

    def _place_warnings(self) -> Iterator[StoreWarning]:
        """What is wrong beside the documents, and with where the store lies."""
        from reader.store.cloud_sync_folders import warning
        from reader.store.left_alone import in_one_line, left_alone

        if fault := added_labels.label_fault(self.folder):
            yield StoreWarning(LABELS, fault)
        if alone := list(left_alone(self.folder, is_quick=True)):
            yield StoreWarning(LEFT_ALONE, in_one_line(alone))
        if risk := warning(self.folder, has_locks=True):
            yield StoreWarning(PLACE, risk)
