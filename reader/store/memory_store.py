"""A store in memory, for tests and scripts: it keeps every promise of ``Store`` but two.

Nothing lasts, and news come on the thread of whoever writes. Its documents are TinyDB databases with a storage of their
own. Several ``MemoryStore`` may share one memory, as several programs share a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reader.anchoring.anchors import is_in
from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges
from reader.model.act import NOBODY, Act
from reader.model.annotation import Change
from reader.model.document import Document
from reader.store.added_labels import refuse_label
from reader.store.document_keys import Identity, checked_name, meant, other_key, usual_key
from reader.store.labels import label_rows
from reader.store.labels.label_rows import LabelRows
from reader.store.memory_storage import KeptDocument, Memory, MemoryLogStorage, MemoryWatch
from reader.store.reading_positions import ReadingPositions
from reader.store.records.document_database import DocumentDatabase
from reader.store.records.place_encoding import encoded_place
from reader.store.records.record_rows import hashes_of, meta_of
from reader.store.records.transaction import TimelineEntry, Transaction
from reader.store.store_folder import CLIPPINGS_FILE, GUIDELINE_FILE
from reader.store.store_protocol import Fault, SaveResult, StoreNews, StoreState, StoreWarning
from reader.store.table_store import TableStore
from reader.store.team.team import Team
from reader.store.text_versions import MOST_VERSIONS, NEWEST
from reader.system.durable_writes import in_utf_8
from reader.system.guarded_path import StorePath


class MemoryStore(TableStore):
    """A store in memory.

    Args:
        memory: of another one, to share it as another program would.

    Attributes:
        memory: what is kept.
        files: what was written beside the documents, by name.
    """

    def __init__(self, memory: Memory | None = None) -> None:
        self.memory = memory if memory is not None else Memory()
        self._seen: dict[str, int] = {}  # how many transactions of each document were told, or made here
        self.files = self.memory.files

    # --- documents

    def database(self, key: str) -> DocumentDatabase:
        """A document as a TinyDB database; see ``FolderStore.database``."""
        return DocumentDatabase(MemoryLogStorage(self.memory, self._seen, key))

    def exists(self) -> bool:
        """See ``Store``."""
        return bool(self.memory.documents)

    def keys(self) -> list[str]:
        """See ``Store``."""
        with self.memory.held():
            return sorted(key for key, kept in self.memory.documents.items() if any(kept.tables.values()))

    def marks(self) -> dict[str, str]:
        """See ``Store``."""
        with self.memory.held():
            return {key: str(len(kept.log)) for key, kept in self.memory.documents.items()}

    def find(self, path: str, sha256: str) -> str | None:
        """See ``Store``."""
        return self._found(path, sha256, by_place=True)

    def save(
        self,
        document: Document,
        changes: Sequence[Change],
        *,
        apart: bool = False,
        act: Act = NOBODY,
        text: str | None = None,
    ) -> SaveResult:
        """See ``Store``."""
        with self.memory.held():
            found = None
            if document.key is None:
                found = self._found(document.source, document.sha256, by_place=not (apart or document.apart))
            key = document.key or found or self._new_key(document)
            storage = MemoryLogStorage(self.memory, self._seen, key, is_new_here=document.key is None)
            result = self._save_rows(DocumentDatabase(storage), replace(document, key=key), changes, act)
            if text is not None:
                self._keep_text(key, text)
        return result

    def _keep_text(self, key: str, text: str) -> None:
        kept, annotations = self.memory.documents.setdefault(key, KeptDocument()), self.load(key).annotations
        others = [one for one in kept.texts if one != text]
        newest, earlier = others[: NEWEST - 1], others[NEWEST - 1 :]
        needed = [one for one in earlier if any(is_in(each, one) for each in annotations)]
        kept.texts = [text, *newest, *needed][:MOST_VERSIONS]

    def take_notices(self, key: str) -> tuple[str, ...]:
        """See ``Store``: there is nothing to say."""
        del key
        return ()

    def earlier_texts(self, key: str | None) -> list[str]:
        """See ``Store``."""
        kept = self.memory.documents.get(key or "")
        return list(kept.texts) if kept is not None else []

    # --- history

    def recent(self) -> Iterator[tuple[str, Transaction]]:
        """See ``Store``."""
        return reversed(self._written())

    def last_number(self) -> int:
        """See ``Store``."""
        return self.memory.number

    def timeline(self) -> list[TimelineEntry]:
        """See ``Store``."""
        found = [TimelineEntry(key, one.number, one.at, one.since) for key, one in self._written()]
        return sorted([*found, *label_rows.label_entries(self.memory.label_log)], key=lambda one: one.number)

    def restore(
        self, key: str, number: int, act: Act, *, dry_run: bool = False, now_called: Callable[[str], str] = str
    ) -> tuple[Change, ...]:
        """See ``Store``."""
        return self._restore_rows(key, number, act, dry_run=dry_run, now_called=now_called)

    def _written(self) -> list[tuple[str, Transaction]]:
        with self.memory.held():
            found = [(key, one) for key, kept in self.memory.documents.items() for one in kept.log]
        return sorted(found, key=lambda one: one[1].number)

    # --- what others write

    def look(self, key: str, text: str | None = None) -> tuple[Transaction, ...] | None:
        """See ``Store``."""
        storage = MemoryLogStorage(self.memory, self._seen, key)
        with self.memory.held():
            was_known, news = key in self._seen, storage.news()
            self._seen[key] = len(storage.log)
        if news and text is not None:
            self._keep_text(key, text)
        return news if was_known else None

    def watch(
        self, tell: Callable[[StoreNews], object], documents: Callable[[], Iterable[Document]] = tuple
    ) -> MemoryWatch:
        """See ``Store``; told on the thread that writes."""
        return MemoryWatch(self.memory, tell, documents)

    # --- beside the documents

    @property
    def name(self) -> str:
        """See ``Store``."""
        return "memory"

    @property
    def address(self) -> str:
        """See ``Store``; of use in this process alone."""
        return self.memory.address

    @property
    def viewer(self) -> str:
        """See ``Store``."""
        return ""

    def team(self) -> Team:
        """See ``Store``: nobody is named."""
        return Team()

    def is_at(self, address: str) -> bool:
        """See ``Store``."""
        return address == self.address

    def project_folder(self) -> Path | None:
        """See ``Store``: there is none."""
        return None

    def labels(self) -> tuple[Label, ...]:
        """See ``Store``."""
        return label_rows.labels_now(self.memory.labels)

    def add_label(self, label: Label, act: Act = NOBODY) -> None:
        """See ``Store``."""
        with self.memory.held():
            refuse_label(label, self.labels(), self.label_changes())
            self._write_labels(act, lambda rows: {**rows, **label_rows.added(label)})

    def remove_label(self, label: Label, act: Act = NOBODY) -> None:
        """See ``Store``."""
        gone = label_rows.added(label).items()
        self._write_labels(act, lambda rows: {place: row for place, row in rows.items() if (place, row) not in gone})

    def label_changes(self) -> LabelChanges:
        """See ``Store``."""
        return LabelChanges(label_rows.changes_of(self.memory.labels))

    def change_labels(self, changes: Sequence[LabelChange], act: Act = NOBODY) -> None:
        """See ``Store``."""
        self._write_labels(act, lambda rows: label_rows.changed(rows, changes))

    def turn_labels(self, act: Act) -> None:
        """See ``Store``."""
        self._write_labels(act, lambda rows: label_rows.turned(rows, self.memory.label_log, act))

    def restore_labels(self, number: int, act: Act, *, dry_run: bool = False) -> tuple[str, ...]:
        """See ``Store``."""
        with self.memory.held():
            before = self.memory.labels
            after = label_rows.rows_at(before, self.memory.label_log, number, act)
            if not dry_run:
                self._write_labels(act, lambda _: after)
        return label_rows.names_in(before, after)

    def label_history(self) -> list[Transaction]:
        """See ``Store``."""
        return list(self.memory.label_log)

    def _write_labels(self, act: Act, change: Callable[[LabelRows], LabelRows]) -> None:
        with self.memory.held():
            after = change(self.memory.labels)
            if rows := label_rows.difference(self.memory.labels, after):
                number, at = self.memory.next_number()
                self.memory.label_log.append(Transaction(rows, at, act, seq=number))
                self.memory.labels = after
                self.memory.changed()

    def guideline(self) -> str:
        """See ``Store``."""
        return self.files.get(GUIDELINE_FILE, "")

    def write_guideline(self, text: str) -> None:
        """See ``Store``."""
        self.files[GUIDELINE_FILE] = text

    def reading_positions(self) -> ReadingPositions:
        """See ``Store``."""
        return self.memory.positions.copy()

    def save_reading_positions(self, positions: ReadingPositions) -> None:
        """See ``Store``."""
        self.memory.positions = positions.copy()

    def add_clipping(self, text: str, document: str) -> str:
        """See ``Store``."""
        self.files[CLIPPINGS_FILE] = f"{self.files.get(CLIPPINGS_FILE, '')}{text}\n— {document}\n\n"
        return CLIPPINGS_FILE

    def write_beside(self, name: str, chunks: Iterable[str | bytes]) -> str:
        """See ``Store``; it is in ``files`` then."""
        self.files[checked_name(name)] = b"".join(in_utf_8(chunks)).decode()
        return name

    def name_beside(self, path: Path) -> str | None:
        """See ``Store``: no file lies in it."""
        del path
        return None

    def begun_folder(self) -> StorePath | None:
        """See ``Store``: there is none."""
        return None

    def cache_folder(self) -> StorePath | None:
        """See ``Store``: there is none."""
        return None

    # --- upkeep: there is nothing to be done

    def warnings(self) -> Iterator[StoreWarning]:
        """See ``Store``."""
        return iter(())

    def state(self) -> StoreState:
        """See ``Store``."""
        return StoreState()

    def faults(self) -> Iterator[Fault]:
        """See ``Store``."""
        return iter(())

    def backup_times(self) -> list[datetime]:
        """See ``Store``."""
        return []

    def idle(self) -> float | None:
        """See ``Store``."""
        return None

    def close(self) -> None:
        """See ``Store``."""

    # --- which document is meant

    def _found(self, path: str, sha256: str, *, by_place: bool) -> str | None:
        place = self._place(path)
        with self.memory.held():
            documents = self.memory.documents
            metas = {key: meta_of(documents[key].tables) for key in self.keys()}
            known = {
                key: Identity(one.get("sha256", ""), hashes_of(one), one.get("place", "")) for key, one in metas.items()
            }
            return meant(known, sha256, place, lambda key: documents[key].log[-1].number, by_place=by_place)

    def _new_key(self, document: Document) -> str:
        usual = usual_key(document.path, document.sha256)
        return usual if usual not in self.keys() else other_key(document.path, document.sha256)

    def _named(self, key: str) -> str:
        return key

    def _place(self, path: str) -> str:
        return encoded_place(str(Path(path).absolute()))

    def _location(self, place: str) -> str:
        return place
