"""Moves a whole store from a folder to a server, or back: documents with their history, files beside them, texts.

Nothing is written over, and what is there already is compared: so it can be stopped, and done again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from reader.config.server_address import ServerAddress
from reader.model.annotation import TABLES
from reader.store.files.file_format import serialised
from reader.store.files.journal import line_of
from reader.store.files.whole_document import beginning, put_whole
from reader.store.files.write_sequence import WriteSequence
from reader.store.folder_store import FolderStore
from reader.store.labels.label_history import NAME as LABEL_HISTORY
from reader.store.labels.label_rows import LABELS_KEY
from reader.store.postgres.bulk_loading import filling, load_document, load_label_past, put_file
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.records.record_rows import RowChange, Tables, difference
from reader.store.records.transaction import Transaction
from reader.store.refusals import refusals
from reader.store.store_folder import prepare
from reader.store.store_protocol import StoreError
from reader.store.team.team import Team
from reader.store.text_versions import TextVersions
from reader.system.guarded_path import StorePath
from reader.system.hashes import sha256
from reader.system.plain_files import is_plain


class WholeDocument(NamedTuple):
    """A document with all that is known of it.

    Attributes:
        tables: what it holds.
        past: what was written into it, in order.
        texts: that its annotations were made in, the newest first.
    """

    tables: Tables
    past: Sequence[Transaction]
    texts: Sequence[str] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of its file, as the reader writes it."""
        return sha256(serialised(self.tables).encode())


class Migrated(NamedTuple):
    """What was done.

    Attributes:
        documents, steps: that the source has, and what was written into them.
        records: by table, that are in them.
        files: beside the documents.
        fresh: documents that were not there before.
        faults: a line for each thing that is not the same on both sides.
    """

    documents: int
    steps: int
    records: Mapping[str, int]
    files: int
    fresh: int
    faults: tuple[str, ...]


class MigratedStore(ABC):
    """A store that is read or written as a whole.

    Attributes:
        name: of the store, for messages.
    """

    name: str

    @abstractmethod
    def keys(self) -> Sequence[str]:
        """The keys of all documents, also of such as hold nothing any more but have a history; sorted."""

    @abstractmethod
    def document(self, key: str) -> WholeDocument:
        """One document; raises ``StoreError``."""

    @abstractmethod
    def put(self, key: str, document: WholeDocument) -> None:
        """Write one that is not there; raises ``StoreError``."""

    @abstractmethod
    def files(self) -> Mapping[str, bytes]:
        """What lies beside the documents, by name."""

    @abstractmethod
    def put_file(self, name: str, data: bytes) -> None:
        """Write one that is not there; raises ``StoreError``."""

    @abstractmethod
    def label_past(self) -> Sequence[Transaction]:
        """What was done to the labels, in order."""

    @abstractmethod
    def put_label_past(self, past: Sequence[Transaction]) -> None:
        """Write it where there is nothing of it; raises ``StoreError``."""

    @abstractmethod
    def team(self) -> Team:
        """Who works on it, and whether they do so blind; raises ``StoreError``."""

    @abstractmethod
    def filling(self) -> AbstractContextManager[None]:
        """A context in which all is written: others wait for its end."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""


class MigratedFolder(MigratedStore):
    """A store in a folder.

    Args:
        folder: of it.
    """

    def __init__(self, folder: Path) -> None:
        self.name, self._store, self._last = str(folder), FolderStore(folder), 0

    def keys(self) -> list[str]:
        """See ``MigratedStore``."""
        if not self._store.exists():
            return []
        return sorted({*self._store.keys(), *(one.key for one in self._store.timeline())} - {LABELS_KEY})

    def document(self, key: str) -> WholeDocument:
        """See ``MigratedStore``."""
        storage = self._store.database(key).storage
        with storage.snapshot() as state:
            tables = storage.tables()
        if state.notices and not (state.is_whole and any(tables.values())):
            raise StoreError("; ".join(state.notices))
        return WholeDocument(tables, list(storage.history()), self._store.earlier_texts(key))

    def put(self, key: str, document: WholeDocument) -> None:
        """See ``MigratedStore``."""
        with refusals(self._store.folder, "not written"):
            put_whole(self._store.folder, self._store.hidden_folder, key, document.tables, document.past)
        self._last = max((self._last, *(one.number for one in document.past)))
        texts = TextVersions(self._store.hidden_folder, lambda _: self._store.load(key).annotations)
        for text in reversed(document.texts):
            texts.ask(key, text)
        texts.write()

    def files(self) -> dict[str, bytes]:
        """See ``MigratedStore``: plain files that are no document's, and not hidden."""
        if not self._store.exists():
            return {}
        with refusals(self._store.folder, "cannot be read"):
            folder = StorePath(self._store.folder)
            with folder.entries() as entries:
                names = [one.name for one in entries if is_plain(one) and not one.name.startswith(".")]
            return {name: (folder / name).content() for name in sorted(names) if _is_beside(name)}

    def put_file(self, name: str, data: bytes) -> None:
        """See ``MigratedStore``."""
        if not _is_beside(name) or name != Path(name).name or name.startswith("."):
            raise StoreError(f"{name!r}: not written: is no name of a file beside documents")
        with refusals(self._store.folder, "not written"):
            StorePath(self._store.folder, name).write(data)

    def label_past(self) -> list[Transaction]:
        """See ``MigratedStore``."""
        return self._store.label_history()

    def put_label_past(self, past: Sequence[Transaction]) -> None:
        """See ``MigratedStore``."""
        with refusals(self._store.folder, "not written"):
            self._store.inside(LABEL_HISTORY).write(b"".join(line_of(one) for one in past))
        self._last = max((self._last, *(one.number for one in past)))

    def team(self) -> Team:
        """See ``MigratedStore``."""
        return self._store.team()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """See ``MigratedStore``."""
        with refusals(self._store.folder, "not written"):
            prepare(self._store.folder)
        yield
        if self._last:
            WriteSequence(self._store.hidden_folder).stamp(self._last)  # what is written there from now on comes after

    def close(self) -> None:
        """See ``MigratedStore``."""
        self._store.close()


class MigratedServer(MigratedStore):
    """A store on a server.

    Args:
        address: of it.
    """

    def __init__(self, address: ServerAddress) -> None:
        self.name, self._store = address.shown, PostgresStore(address)
        self._keeps_numbers = False

    def keys(self) -> list[str]:
        """See ``MigratedStore``."""
        return sorted(self._store.marks())

    def document(self, key: str) -> WholeDocument:
        """See ``MigratedStore``."""
        tables, past = self._store.database(key).storage.tables(), list(self._store.history(key))
        return WholeDocument(tables, past, self._store.earlier_texts(key))

    def put(self, key: str, document: WholeDocument) -> None:
        """See ``MigratedStore``; what was before the history is a step of nobody's in it."""
        past = list(document.past)
        base = beginning(document.tables, past)
        if base:
            rows = tuple(
                RowChange(table, row_id, new, None) for table, each in base.items() for row_id, new in each.items()
            )
            first = past[0] if past else Transaction((), "1970-01-01T00:00:00.000000Z", seq=1)
            past.insert(0, Transaction(rows, first.at, seq=max(1, first.number - 1)))
        load_document(self._store.server, key, document.tables, past, keeps_numbers=self._keeps_numbers)
        for text in reversed(document.texts):
            self._store.keep_text(key, text)

    def files(self) -> dict[str, bytes]:
        """See ``MigratedStore``."""
        return self._store.files()

    def put_file(self, name: str, data: bytes) -> None:
        """See ``MigratedStore``."""
        put_file(self._store.server, name, data)

    def label_past(self) -> list[Transaction]:
        """See ``MigratedStore``."""
        return self._store.label_history()

    def put_label_past(self, past: Sequence[Transaction]) -> None:
        """See ``MigratedStore``."""
        load_label_past(self._store.server, past, keeps_numbers=self._keeps_numbers)

    def team(self) -> Team:
        """See ``MigratedStore``."""
        return self._store.team()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """See ``MigratedStore``; while a store is filled for the first time, nobody makes a copy of it."""
        with filling(self._store.server) as self._keeps_numbers:
            yield

    def close(self) -> None:
        """See ``MigratedStore``."""
        self._store.close()


def _is_beside(name: str) -> bool:
    return not name.endswith((".json", ".tmp"))


def migrate(source: MigratedStore, target: MigratedStore, progress: Callable[[int, int], object]) -> Migrated:
    """Write into the target what it has not, and compare all of it then.

    Args:
        source, target: both are left open.
        progress: is told how many documents are done, of how many.

    Raises:
        StoreError: it cannot go on; what was written stands, and the next time goes on from there.
    """
    faults, fresh, steps = list[str](), 0, 0
    records = dict.fromkeys(TABLES, 0)
    keys, files = source.keys(), source.files()
    with target.filling():
        there = set(target.keys())
        for done, key in enumerate(keys):
            progress(done, len(keys))
            try:
                document = source.document(key)
            except StoreError as error:
                faults.append(str(error))
                continue
            if not any(document.tables.values()) and not document.past:
                continue
            if key not in there:
                target.put(key, document)
                fresh += 1
            faults += _differences(key, document, target.document(key))
            steps += len(document.past)
            for table in TABLES:
                records[table] += len(document.tables.get(table, {}))
        others = target.files()
        for name, data in files.items():
            if name not in others:
                target.put_file(name, data)
        others, past = target.files(), source.label_past()
        if past and not target.label_past():
            target.put_label_past(past)
        known = {(one.at, one.act) for one in target.label_past()}
        if missing := sum((one.at, one.act) not in known for one in past):
            faults.append(f"{missing} steps of the history of labels are not there (it is not written over)")
    faults += [
        f"{name}: is another one there (it is not written over)" for name in files if others[name] != files[name]
    ]
    return Migrated(len(keys), steps, records, len(files), fresh, tuple(faults))


def _differences(key: str, one: WholeDocument, other: WholeDocument) -> Iterator[str]:
    """What is not the same of a document on both sides; history may have more where the target has it already."""
    if one.digest != other.digest:
        count = len({row.row_id for row in difference(other.tables, one.tables)})
        yield f"{key}: is there already and is another one, in {count} rows (it is not written over)"
    known = {(step.at, step.act) for step in other.past}
    if missing := sum((step.at, step.act) not in known for step in one.past):
        yield f"{key}: {missing} steps of its history are not there (its history is not written over)"
