"""What was on the screen, for when it is all that is left: the history is gone, or the hidden folder with all in it."""

from __future__ import annotations

from pathlib import Path

from reader.store.files.document_reader import DocumentReader, FromBackup
from reader.store.files.document_state import State
from reader.store.files.journal import Item, Marker, Whole
from reader.store.records.record_rows import Tables, copied


class LastKnownState(DocumentReader):
    """One document's files, to be read again by whoever knew them.

    Args:
        folder, hidden, key, from_backup: as of ``DocumentReader``.
    """

    def __init__(self, folder: Path, hidden: Path, key: str, from_backup: FromBackup | None = None) -> None:
        super().__init__(folder, hidden, key, from_backup)
        self._held: State | None = None  # what was known before, while the files are read anew

    def refuse_left_alone(self) -> None:
        """Raise ``NotPlainError`` where the journal's lines could not go on to the file and the history."""
        for path in (self.file, self.history):
            path.status()

    def remembered(self) -> tuple[Tables, str | None, bool]:
        """See ``DocumentReader``; where the hidden folder is gone too, what is on the screen is all that is left."""
        if (held := self._only_left()) is None:
            return super().remembered()
        return copied(held.tables), "memory", True

    def known(self) -> list[Item]:
        """See ``DocumentReader``; where the history is gone, what is on the screen, and the file that it was."""
        if (held := self._only_left()) is None:
            return super().known()
        marker = [] if held.pending or held.reason else [Marker(held.digest, held.revision)]
        return [Whole(copied(held.tables)), *marker]

    def _is_foreign(self, digest: str) -> bool:
        """See ``DocumentReader``; where the history is gone, by the file that was there before."""
        held = self._only_left()
        return super()._is_foreign(digest) if held is None else held.digest != digest

    def _only_left(self) -> State | None:
        """What was known before the files were read anew, where they do not say it any more."""
        held = self._held
        return held if held and held.tables and not self.history.exists() and not super().known() else None

    def _is_missed(self, items: list[Item], *, is_open: bool) -> bool:
        """See ``DocumentReader``."""
        is_held = self._held is not None and any(self._held.tables.values())
        is_all_gone = is_held and not items and not self.history.exists()
        return is_all_gone or super()._is_missed(items, is_open=is_open)
