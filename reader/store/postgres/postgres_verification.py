"""What is wrong with a store on a server: rows that are no records, histories that lead to something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.model.annotation import TABLES
from reader.store.history.history_replay import story_of
from reader.store.records.document_database import database_of
from reader.store.records.record_rows import RowError, difference, records_of
from reader.store.store_protocol import Fault, StoreError
from reader.store.table_store import TableStore
from reader.system.stdio import counted


def faults_in(store: TableStore, keys: Iterable[str]) -> Iterator[Fault]:
    """Each, document by document; none can be repaired without a guess.

    Args:
        store: that is looked at.
        keys: of all documents that it has or had.
    """
    for key in keys:
        try:
            tables = store.database(key).storage.tables()
            story = story_of(store.history(key))
        except StoreError as error:
            yield Fault(str(error))
            continue
        faults: list[RowError] = []
        for table in TABLES:
            list(records_of(database_of(tables), table, faults))
        yield from (Fault(f"{key}: {fault}") for fault in faults)
        if story.loose:
            count = counted(len(story.loose), "change")
            yield Fault(f"{key}: {count} of its history did not happen as it says, the first at {story.loose[0].at}")
        if differing := difference(story.tables, tables):
            count = counted(len({row.row_id for row in differing}), "record")
            yield Fault(f"{key}: its history leads to something else than it holds, in {count}")
