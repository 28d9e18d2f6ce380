"""What a store on a server keeps beside its documents: labels, guideline, clippings, exports, reading positions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges
from reader.model.act import NOBODY, Act
from reader.model.untrusted_data import some_lines
from reader.store import added_labels
from reader.store.document_keys import checked_name
from reader.store.labels import label_rows
from reader.store.labels.label_rows import LabelRows
from reader.store.postgres.history_rows import LABEL_COLUMNS, keep_labels, label_transaction
from reader.store.postgres.postgres_storage import next_number, tell
from reader.store.postgres.server import Connection, Server
from reader.store.reading_positions import ReadingPositions
from reader.store.records.transaction import Transaction
from reader.store.store_folder import ASSIGNMENTS_FILE, CLIPPINGS_FILE, GUIDELINE_FILE, LABELS_FILE, PROJECT_FILE
from reader.store.store_protocol import StoreError
from reader.store.team.assignments_file import assignments_in
from reader.store.team.project_file import project_in
from reader.store.team.team import Assignments, Team
from reader.system.durable_writes import in_utf_8
from reader.system.guarded_path import StorePath

#: Where reading positions are, before the name of whom they are: no file that a person writes beside is called so.
_POSITIONS = ".places/"


class KeptFiles:
    """The part of ``PostgresStore`` that is about files.

    Args:
        server: where they are.
    """

    def __init__(self, server: Server) -> None:
        self.server = server

    @property
    def viewer(self) -> str:
        """See ``Store``."""
        return ""

    def project_folder(self) -> Path | None:
        """See ``Store``: there is none."""
        return None

    def begun_folder(self) -> StorePath | None:
        """See ``Store``: there is none."""
        return None

    def cache_folder(self) -> StorePath | None:
        """See ``Store``: there is none."""
        return None

    def file(self, name: str) -> bytes:
        """What is kept under a name; nothing where nothing is. Raises ``StoreError``."""
        found = self.server.rows("select content from kept_file where name = %s", (name,))
        return bytes(found[0][0]) if found else b""

    def files(self) -> dict[str, bytes]:
        """All that people wrote, by name. Raises ``StoreError``."""
        found = self.server.rows("select name, content from kept_file where not starts_with(name, '.') order by name")
        return {name: bytes(content) for name, content in found}

    def change_file(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Make of what is kept under a name what ``change`` makes of it; nobody else changes it meanwhile."""
        with self._changing(name) as (connection, before):
            self._put(connection, name, change(before), before)

    @contextmanager
    def _changing(self, name: str) -> Iterator[tuple[Connection, bytes]]:
        with self.server.writing(f"file {name}") as connection:
            found = connection.execute("select content from kept_file where name = %s", (name,)).fetchone()
            yield connection, bytes(found[0]) if found else b""

    @staticmethod
    def _put(connection: Connection, name: str, after: bytes, before: bytes) -> None:
        if after == before and before:
            return
        number, _ = next_number(connection)
        connection.execute(
            """
            insert into kept_file (name, content, number) values (%s, %s, %s)
            on conflict (name) do update set content = excluded.content, number = excluded.number
            """,
            (name, after, number),
        )
        tell(connection, name)

    def team(self) -> Team:
        """See ``Store``."""
        project = project_in(self.file(PROJECT_FILE), Path(PROJECT_FILE))
        return Team(Path(), project, Assignments(assignments_in(self.file(ASSIGNMENTS_FILE))))

    def labels(self) -> tuple[Label, ...]:
        """See ``Store``."""
        try:
            data = self.file(LABELS_FILE)
        except StoreError:
            return ()
        return LabelChanges(added_labels.changes_in(data)).in_force(added_labels.labels_in(data))

    def label_changes(self) -> LabelChanges:
        """See ``Store``."""
        return LabelChanges(added_labels.changes_in(self.file(LABELS_FILE)))

    def add_label(self, label: Label, act: Act = NOBODY) -> None:
        """See ``Store``."""
        self._write_labels(act, lambda rows: added_labels.with_label(rows, label))

    def remove_label(self, label: Label, act: Act = NOBODY) -> None:
        """See ``Store``."""
        if self.file(LABELS_FILE):
            self._write_labels(act, lambda rows: added_labels.without_label(rows, label))

    def change_labels(self, changes: Sequence[LabelChange], act: Act = NOBODY) -> None:
        """See ``Store``."""
        self._write_labels(act, lambda rows: label_rows.changed(rows, changes))

    def turn_labels(self, act: Act) -> None:
        """See ``Store``."""
        past = self.label_history()
        if any(one.act.step == (act.undoes or act.redoes) for one in past):
            self._write_labels(act, lambda rows: label_rows.turned(rows, past, act))

    def restore_labels(self, number: int, act: Act, *, dry_run: bool = False) -> tuple[str, ...]:
        """See ``Store``."""
        names: tuple[str, ...] = ()

        def earlier(rows: LabelRows) -> LabelRows:
            nonlocal names
            found = label_rows.rows_at(rows, self.label_history(), number, act)
            names = label_rows.names_in(rows, found)
            return rows if dry_run else found

        if self.label_history():
            self._write_labels(act, earlier)
        return names

    def label_history(self) -> list[Transaction]:
        """See ``Store``."""
        found = self.server.rows(f"select {LABEL_COLUMNS} from label_history order by number")  # noqa: S608 - of our own words
        return [label_transaction(row) for row in found]

    def _write_labels(self, act: Act, change: Callable[[LabelRows], LabelRows]) -> None:
        try:
            self.change_label_file(act, lambda data: added_labels.changed_file(data, change)[0])
        except OSError as error:
            raise StoreError(f"{LABELS_FILE}: not saved: {error.strerror}") from error

    def change_label_file(self, act: Act, change: Callable[[bytes], bytes]) -> None:
        """Make of the file of the labels what ``change`` makes of it, and keep in their history why."""
        with self._changing(LABELS_FILE) as (connection, before):
            if (after := change(before)) == before:
                return
            if rows := label_rows.difference(added_labels.rows_in(before), added_labels.rows_in(after)):
                number, at = next_number(connection)
                keep_labels(connection, Transaction(rows, at, act, seq=number))
            self._put(connection, LABELS_FILE, after, before)

    def guideline(self) -> str:
        """See ``Store``."""
        return some_lines(self.file(GUIDELINE_FILE).decode("utf-8-sig", errors="replace").replace("\r\n", "\n"))

    def write_guideline(self, text: str) -> None:
        """See ``Store``."""
        self.change_file(GUIDELINE_FILE, lambda _: text.encode(errors="replace"))

    def reading_positions(self) -> ReadingPositions:
        """See ``Store``: those of the user of the database."""
        found = self.server.rows("select content from kept_file where name = %s || current_user", (_POSITIONS,))
        try:
            offsets, shown, begun = json.loads(bytes(found[0][0]))
            return ReadingPositions(dict(offsets), list(shown), dict.fromkeys(begun))
        except (IndexError, ValueError, TypeError):
            return ReadingPositions()

    def save_reading_positions(self, positions: ReadingPositions) -> None:
        """See ``Store``."""
        data = json.dumps([positions.offsets, positions.shown, list(positions.begun)]).encode()
        with self.server.connection("reading positions not kept") as connection:
            (user,) = connection.execute("select current_user").fetchone() or ("",)
        self.change_file(f"{_POSITIONS}{user}", lambda _: data)

    def add_clipping(self, text: str, document: str) -> str:
        """See ``Store``."""
        fresh = f"{text}\n— {document}\n\n".encode(errors="backslashreplace")
        self.change_file(CLIPPINGS_FILE, lambda data: data + fresh)
        return f"{CLIPPINGS_FILE} of the store"

    def write_beside(self, name: str, chunks: Iterable[str | bytes]) -> str:
        """See ``Store``."""
        data = b"".join(in_utf_8(chunks))
        self.change_file(checked_name(name), lambda _: data)
        return f"{name} of the store"

    def name_beside(self, path: Path) -> str | None:
        """See ``Store``: no file lies in it."""
        del path
        return None
