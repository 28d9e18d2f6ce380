"""What one annotator of a blind project may see of a document: only their own work, until all have finished it.

This is the one place that decides it. Of others there is who has finished, and what makes the text that everybody reads
(lines put back, encoding, title, authors and date): never a tag, a link, a note, a bookmark or the name of a label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.annotations.handing_in import FINISHED, REOPENED, counts_for, finished_by
from reader.annotations.metadata_corrections import METADATA
from reader.model.act import OUTSIDE, Act
from reader.model.annotation import TABLES, Change, Decision, Record
from reader.model.document import Document, Stored
from reader.store.override_records import ENCODING, LINE
from reader.store.renamed_documents import ORIGIN
from reader.store.store_protocol import MISSING, StoreWarning
from reader.store.team.team_files import watched_team
from reader.system.guarded_path import StorePath
from reader.system.hashes import sha256

if TYPE_CHECKING:
    from reader.store.records.record_rows import RowChange
    from reader.store.records.transaction import Transaction
    from reader.store.team.team import Team

#: Decisions of others that are shown without what they hold: a seal is a hash over tags.
_WITHOUT_DATA = frozenset({FINISHED, REOPENED})
#: Decisions of others that are shown as they are.
_SHOWN = frozenset({LINE, ENCODING, METADATA, ORIGIN})


class BlindView(NamedTuple):
    """What an annotator sees.

    Attributes:
        viewer: their name.
        team: gives the team as it is now.
    """

    viewer: str
    team: Callable[[], Team]

    def is_open(self, document: Document, decisions: Iterable[Decision]) -> bool:
        """Whether all to whom a document goes have finished it: then everything in it is shown.

        Args:
            document: whose place and hash say to whom it goes.
            decisions: in it, everybody's.
        """
        team = self.team()
        if not team.hides_from(self.viewer):
            return True
        finished = finished_by(decisions)
        due = team.annotators_of(document)
        return bool(due) and all(counts_for(finished, one) for one in due)

    def own_folder(self, folder: StorePath | None) -> StorePath | None:
        """The part of a folder of the store that is the viewer's alone."""
        return None if folder is None else folder / f"blind-{sha256(self.viewer.encode())[:12]}"

    def stored(self, stored: Stored) -> Stored:
        """What is seen of a document."""
        if self.is_open(stored.document, stored.decisions):
            return stored
        return replace(
            stored,
            annotations=tuple(one for one in stored.annotations if one.annotator == self.viewer),
            links=tuple(one for one in stored.links if one.annotator == self.viewer),
            decisions=tuple(self._decisions(stored.decisions)),
        )

    def _decisions(self, decisions: Iterable[Decision]) -> Iterable[Decision]:
        return (shown for one in decisions if isinstance(shown := self.record(one), Decision))

    # --- of a document that is not open

    def record(self, record: Record | None) -> Record | None:
        """What is seen of a record; None for one that is hidden."""
        if record is None or record.annotator == self.viewer:
            return record
        if not isinstance(record, Decision) or record.kind not in _WITHOUT_DATA | _SHOWN:
            return None
        return replace(record, data={}, extra={}) if record.kind in _WITHOUT_DATA else record

    def changes(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """What is seen of changes."""
        seen = (Change(*map(self.record, one)) for one in changes)
        return tuple(one for one in seen if one.before is not None or one.after is not None)

    def transaction(self, written: Transaction) -> Transaction | None:
        """What is seen of something that was written; None where nothing is.

        What it was called is told only where all of it is seen: the name of a label may be in that.
        """
        rows, lost = self._rows(written.rows), self._rows(written.lost)
        is_mine = written.act.by == self.viewer
        if not is_mine and not any(row.table in TABLES for row in (*rows, *lost)):
            return None
        if is_mine or len(rows) + len(lost) == len(written.rows) + len(written.lost):
            return replace(written, rows=rows, lost=lost)
        what = OUTSIDE if written.act.is_outside else ""
        return replace(written, rows=rows, lost=lost, act=Act(what, written.act.by))

    def _rows(self, rows: Iterable[RowChange]) -> tuple[RowChange, ...]:
        """Those of records that are seen, and of the document itself; a tombstone goes with its record."""
        from reader.store.records.record_rows import META

        rows = tuple(rows)
        seen = [
            row._replace(new=self._row(row.table, row.new), old=self._row(row.table, row.old))
            for row in rows
            if row.table in TABLES
        ]
        seen = [row for row in seen if row.new is not None or row.old is not None]
        ids = {row.row_id for row in seen}
        beside = [row for row in rows if row.table == META or (row.table not in TABLES and row.row_id in ids)]
        return (*beside, *seen)

    def _row(self, table: str, row: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if row is None or row.get("annotator") == self.viewer:
            return None if row is None else dict(row)
        kind = row.get("kind")
        if table != "decisions" or kind not in _WITHOUT_DATA | _SHOWN:
            return None
        return {**row, "data": {}} if kind in _WITHOUT_DATA else dict(row)


def uncounted(warning: StoreWarning) -> StoreWarning:
    """A warning that does not tell how many annotations a missing document has."""
    if warning.kind != MISSING:
        return warning
    where = warning.line.partition(",")[0]
    return StoreWarning(MISSING, f"{where}: it may be on another branch of git (check --repair brings it back)")


def blind_view(folder: Path, viewer: str) -> BlindView | None:
    """How an annotator sees the store of a folder; None where they see all of it.

    Args:
        folder: the store's.
        viewer: their name.

    Raises:
        StoreError: who works on the store cannot be read.
    """
    team = watched_team(folder)
    return BlindView(viewer, team) if team().hides_from(viewer) else None


def blind_view_of(team: Team, viewer: str) -> BlindView | None:
    """As ``blind_view``, with a team that stays as it is."""
    return BlindView(viewer, lambda: team) if team.hides_from(viewer) else None


def has_records(stored: Stored) -> bool:
    """Whether anybody has done something in a document."""
    return bool(stored.annotations or stored.links or stored.decisions)
