"""The store on a PostgreSQL server: what is saved is there when a save returns, for all who have the store."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reader.anchoring.anchors import is_in
from reader.config.server_address import ServerAddress, server_address
from reader.model.act import NOBODY, Act
from reader.model.annotation import Change, new_id
from reader.model.document import Document
from reader.store.document_keys import Identity, meant, other_key, usual_key
from reader.store.labels.label_rows import label_entries
from reader.store.postgres.history_rows import Origin, newest_first
from reader.store.postgres.kept_files import KeptFiles
from reader.store.postgres.postgres_storage import PostgresStorage
from reader.store.postgres.postgres_watch import PostgresWatch
from reader.store.postgres.server import Server
from reader.store.records.document_database import DocumentDatabase
from reader.store.records.place_encoding import encoded_place
from reader.store.records.transaction import TimelineEntry, Transaction
from reader.store.store_protocol import Fault, SaveResult, StoreError, StoreNews, StoreState, StoreWarning
from reader.store.table_store import TableStore
from reader.store.text_versions import LARGEST, MOST_VERSIONS, NEWEST
from reader.system.hashes import sha256

#: What is locked while a document is looked for and made; no document's key starts like it.
_NEW = ".new"


class PostgresStore(KeptFiles, TableStore):
    """A store on a server.

    Args:
        address: of it.
    """

    def __init__(self, address: ServerAddress) -> None:
        super().__init__(Server(address))
        self._seen: dict[str, int] = {}  # the number of what was told last of each document that was looked at
        self._sender, self._counter = new_id(), itertools.count(1)

    # --- documents

    def database(self, key: str) -> DocumentDatabase:
        """A document as a TinyDB database; see ``FolderStore.database``."""
        return DocumentDatabase(self._storage(key))

    def _storage(self, key: str, *, is_new_here: bool = False) -> PostgresStorage:
        def next_origin() -> Origin:
            return Origin(self._sender, next(self._counter))

        return PostgresStorage(self.server, self._seen, key, next_origin, is_new_here=is_new_here)

    def exists(self) -> bool:
        """See ``Store``."""
        found = self.server.rows("select exists (select from history) or exists (select from kept_file)")
        return bool(found and found[0][0])

    def keys(self) -> list[str]:
        """See ``Store``."""
        return sorted(key for (key,) in self.server.rows("select key from document where is_there"))

    def marks(self) -> dict[str, str]:
        """See ``Store``."""
        return {key: str(number) for key, number in self.server.rows("select key, number from document")}

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
        if document.key:
            result = self._write(document.key, document, changes, act)
        else:
            with self.server.writing(_NEW):  # looked for and made as one: two people must not make two of it
                key = self._found(document.source, document.sha256, by_place=not (apart or document.apart))
                result = self._write(key or self._new_key(document), document, changes, act)
        if text is not None:
            with suppress(StoreError):  # as the protocol says, no error
                self.keep_text(result.document.key or "", text)
        return result

    def _write(self, key: str, document: Document, changes: Sequence[Change], act: Act) -> SaveResult:
        database = DocumentDatabase(self._storage(key, is_new_here=document.key is None))
        return self._save_rows(database, replace(document, key=key), changes, act)

    def take_notices(self, key: str) -> tuple[str, ...]:
        """See ``Store``: there is nothing to say."""
        del key
        return ()

    def earlier_texts(self, key: str | None) -> list[str]:
        """See ``Store``."""
        query = "select content from kept_text where document = %s order by number desc limit %s"
        return [_unpacked(bytes(content)) for (content,) in self.server.rows(query, (key or "", MOST_VERSIONS))]

    def keep_text(self, key: str, text: str) -> None:
        """Keep a text as the newest of a document; let go of those but the newest in which no annotation sits."""
        data = text.encode(errors="surrogatepass")
        if len(data) > LARGEST or self.earlier_texts(key)[:1] == [text]:
            return
        with self.server.writing(f"texts {key}") as connection:
            connection.execute(
                """
                insert into kept_text (document, sha256, content, number)
                select %s, %s, %s, coalesce(max(number), 0) + 1 from kept_text where document = %s
                on conflict (document, sha256) do update set number = excluded.number
                """,
                (key, sha256(data), zlib.compress(data), key),
            )
            known = connection.execute(
                "select sha256, content from kept_text where document = %s order by number desc", (key,)
            ).fetchall()
            annotations = self.load(key).annotations if known[NEWEST:] else ()
            for place, (name, content) in enumerate(known[NEWEST:], NEWEST):
                earlier = _unpacked(bytes(content))
                if place >= MOST_VERSIONS or not any(is_in(one, earlier) for one in annotations):
                    connection.execute("delete from kept_text where document = %s and sha256 = %s", (key, name))

    # --- history

    def recent(self) -> Iterator[tuple[str, Transaction]]:
        """See ``Store``."""
        return ((one.key, one.transaction) for one in newest_first(self.server))

    def last_number(self) -> int:
        """See ``Store``."""
        query = "select greatest((select max(number) from history), (select max(number) from label_history), 0)"
        found = self.server.rows(query)
        return int(found[0][0]) if found else 0

    def timeline(self) -> list[TimelineEntry]:
        """See ``Store``."""
        found = self.server.rows("select document, number, at, since from history order by number")
        entries = [TimelineEntry(*row) for row in found]
        return sorted([*entries, *label_entries(self.label_history())], key=lambda one: one.number)

    def restore(
        self, key: str, number: int, act: Act, *, dry_run: bool = False, now_called: Callable[[str], str] = str
    ) -> tuple[Change, ...]:
        """See ``Store``."""
        return self._restore_rows(key, number, act, dry_run=dry_run, now_called=now_called)

    # --- what others write

    def look(self, key: str, text: str | None = None) -> tuple[Transaction, ...] | None:
        """See ``Store``."""
        storage = self._storage(key)
        if key not in self._seen:
            found = self.server.rows("select number from document where key = %s", (key,))
            self._seen[key] = found[0][0] if found else 0
            return None
        news = storage.news()
        self._seen[key] = max((self._seen[key], *(one.number for one in news)))
        if news and text is not None:
            with suppress(StoreError):
                self.keep_text(key, text)
        return news

    def watch(
        self, tell: Callable[[StoreNews], object], documents: Callable[[], Iterable[Document]] = tuple
    ) -> PostgresWatch:
        """See ``Store``."""
        return PostgresWatch(self.server, tell, documents)

    # --- beside the documents

    @property
    def name(self) -> str:
        """See ``Store``."""
        return self.server.address.shown

    @property
    def address(self) -> str:
        """See ``Store``."""
        return self.server.address.text

    def is_at(self, address: str) -> bool:
        """See ``Store``."""
        try:
            return server_address(address) == self.server.address
        except ValueError:
            return False

    # --- upkeep: the server's own

    def warnings(self) -> Iterator[StoreWarning]:
        """See ``Store``."""
        return iter(())

    def state(self) -> StoreState:
        """See ``Store``."""
        try:
            self.server.rows("select 1")
        except StoreError as error:
            return StoreState(str(error))
        return StoreState()

    def faults(self) -> Iterator[Fault]:
        """See ``Store``: rows that are no records, and documents that are not what their history leads to."""
        from reader.store.postgres.postgres_verification import faults_in

        return faults_in(self, sorted(self.marks()))

    def backup_times(self) -> list[datetime]:
        """See ``Store``: the database has its own backups."""
        return []

    def idle(self) -> float | None:
        """See ``Store``."""
        return None

    def close(self) -> None:
        """See ``Store``."""
        self.server.close()

    # --- which document is meant

    def _found(self, path: str, sha256: str, *, by_place: bool) -> str | None:
        place = self._place(path)
        query = """
            select key, sha256, hashes, place, number from document
            where is_there and (sha256 = %s or hashes @> array[%s] or place = %s)
        """
        found = self.server.rows(query, (sha256, sha256, place))
        numbers = {row[0]: row[4] for row in found}
        known = {row[0]: Identity(*row[1:4]) for row in found}
        return meant(known, sha256, place, numbers.__getitem__, by_place=by_place)

    def _new_key(self, document: Document) -> str:
        usual = usual_key(document.path, document.sha256)
        taken = self.server.rows("select 1 from document where key = %s and is_there", (usual,))
        return other_key(document.path, document.sha256) if taken else usual

    def _named(self, key: str) -> str:
        return key

    def _place(self, path: str) -> str:
        return encoded_place(str(Path(path).absolute()))

    def _location(self, place: str) -> str:
        return place


def _unpacked(data: bytes) -> str:
    return zlib.decompress(data).decode(errors="surrogatepass")
