"""What is wrong with a store, in plain words, and what can be mended without guessing.

A file is mended from its own lines, its journal, its history or a backup; the bytes that were there are kept first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from reader.model.annotation import DETACHED, TABLES
from reader.model.article import Article
from reader.model.document import Stored
from reader.store.added_labels import label_fault
from reader.store.files import journal
from reader.store.files.document_reader import BEGUN, DocumentReader
from reader.store.files.document_state import State
from reader.store.files.file_format import StoreFileError
from reader.store.files.schema_versions import NewerSchemaError, check_schema
from reader.store.folder_store import FolderStore
from reader.store.left_alone import left_alone, said
from reader.store.records.record_rows import RowError, difference, records_of
from reader.system.os_errors import reason
from reader.system.plain_files import NotPlainError
from reader.system.stdio import counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        what: one line: where, what, and what to do.
        mend: puts it right and says what it did; None where that would be a guess. Raises ``StoreError``, ``OSError``.
    """

    what: str
    mend: Callable[[], str] | None = None


def file_faults(store: FolderStore) -> Iterator[Fault]:
    """What is left alone in the store; then what is wrong with files, journals and histories, ordered by document."""
    alone = list(left_alone(store.folder))
    yield from (Fault(said(one)) for one in alone)
    named = {str(one.filename) for one in alone}
    keys = set(store.keys())
    for name in ("history", "journals"):
        with suppress(OSError), store.inside(name).entries() as entries:
            keys |= {one.name.removesuffix(".jsonl") for one in entries if one.name.endswith(".jsonl")}
    keys |= store.backups.keys()
    for key in sorted(keys):
        on_disk = DocumentReader(store.folder, store.hidden_folder, key, store.backups.tables_of)
        mend = _mending(store, key)
        try:
            state = on_disk.read(is_open=True, is_asked=True)
            check_schema(state.tables)
            faults: list[RowError] = []
            for table in TABLES:
                list(records_of(state.tables, table, faults))
        except OSError as error:
            if str(error.filename) not in named:
                yield Fault(f"{on_disk.file.name}: cannot be read: {reason(error)}")
            continue
        except StoreFileError as error:
            if str(on_disk.file) not in named:
                yield Fault(str(error))
            continue
        except NewerSchemaError as error:
            yield Fault(f"{on_disk.file}: was written by a newer nrc-reader (schema {error}); update this one")
            continue
        yield from (Fault(f"{on_disk.file}: {fault}") for fault in faults)
        if state.notices:
            can_be: Callable[[], str] | None = mend
            if state.reason == BEGUN:
                can_be = None  # nothing would be left of it but its bytes
            elif state.original is None and not state.aside:
                can_be = _rewriting(store, key)
            yield from (Fault(notice, can_be) for notice in state.notices)
        elif state.original is not None and (state.is_foreign or not state.reason):
            yield Fault(f"{on_disk.file.name}: not as the reader writes it (merge marks, rows twice, commas)", mend)
        if state.is_cut:
            yield Fault(f"{on_disk.file.name}: half a line at the end of its journal, of a save that was cut off", mend)
        yield from _history_faults(store, on_disk, state)


def label_faults(store: FolderStore) -> Iterator[Fault]:
    """What is wrong with the store's own labels; a person has to mend it."""
    if what := label_fault(store.folder):
        yield Fault(what)


def record_faults(stored: Stored, article: Article | None) -> Iterator[Fault]:
    """What is wrong with a document's annotations.

    Args:
        stored: as the store has it.
        article: its text as the reader shows it; None where the file is gone or has changed.
    """
    where = stored.document.path
    if article is None:
        return
    wrong = [
        one for one in stored.annotations if one.anchor != DETACHED and article.text[one.start : one.end] != one.quote
    ]
    for one in wrong:
        yield Fault(
            f"{where}: {one.id}: its quote does not stand at {one.start}-{one.end} (open it: it is found again)"
        )


class LinkCheck:
    """Collects what leads where over all documents, to say in the end which links lead nowhere."""

    def __init__(self) -> None:
        self._ids: Counter[str] = Counter()
        self._targets: list[tuple[str, str, str]] = []

    def add(self, stored: Stored) -> None:
        """Take a document in."""
        self._ids.update(one.id for one in stored.annotations)
        self._targets += [(stored.document.path, link.id, link.target) for link in stored.links]

    def faults(self) -> Iterator[Fault]:
        """Links to annotations that are nowhere, and annotations that are in two documents."""
        for where, link, target in self._targets:
            if target not in self._ids:
                yield Fault(f"{where}: link {link}: leads to an annotation that is gone")
        for one, count in sorted(self._ids.items()):
            if count > 1:
                yield Fault(f"{one}: is in {count} documents (was a store file copied? move the copy out)")


def backup_faults(store: FolderStore) -> Iterator[Fault]:
    """What is wrong with the backups; mended by taking a new one."""

    def mend() -> str:
        from datetime import UTC, datetime

        count = store.backups.drop_damaged()
        store.backups.make(store.keys(), datetime.now(UTC), pause_s=0)
        return f"{counted(count, 'damaged file')} of backups moved aside, a new backup taken"

    for what in store.backups.faults():
        yield Fault(what, mend)


def _mending(store: FolderStore, key: str) -> Callable[[], str]:
    def mend() -> str:
        store.mend(key)
        return f"{key}.json: written anew; what was there is in {store.hidden_folder.name}/quarantine"

    return mend


def _rewriting(store: FolderStore, key: str) -> Callable[[], str]:
    """As ``_mending``, of a file of which no byte has to be kept."""

    def mend() -> str:
        store.mend(key)
        return f"{key}.json: written anew"

    return mend


def _history_faults(store: FolderStore, on_disk: DocumentReader, state: State) -> Iterator[Fault]:
    """What is damaged in a history, and where it does not lead to what the document holds."""
    try:
        damaged = journal.read_lines(on_disk.history).damaged
    except OSError as error:
        if not isinstance(error, NotPlainError):  # else that was said
            yield Fault(f"{on_disk.history.name}: its history cannot be read: {reason(error)}")
        return
    if damaged:
        count = counted(len(damaged), "line")
        yield Fault(f"{on_disk.key}: {count} of its history damaged: those changes cannot be taken back")
        return
    gap, story = on_disk.gap(), on_disk.story()
    is_there = state.stamp is not None and any(state.tables.values())

    def mend() -> str:
        store.reconcile(on_disk.key)
        return f"{on_disk.key}: its history says now what it holds"

    if gap is not None:
        is_next = is_there and not state.reason and gap.is_at_end
        is_told = is_next and story is not None and not difference(story.tables, state.tables)
        means = "no step is lost" if is_told else "steps that stood there can no longer be taken back"
        yield Fault(f"{on_disk.key}: {gap.what}: {means}", mend if is_next else None)
        return
    if story is None or state.reason or state.is_foreign or not on_disk.is_told(state):
        return  # nothing is known, or somebody wrote the file: the next save tells the history
    if story.loose:
        count = counted(len(story.loose), "change")
        yield Fault(
            f"{on_disk.key}: {count} of its history did not happen as it says, the first at {story.loose[0].at}"
        )
    if differing := difference(story.tables, state.tables):
        count = counted(len({row.row_id for row in differing}), "record")
        what = f"{on_disk.key}: its history leads to something else than it holds, in {count}"
        yield Fault(what, mend if is_there else None)  # else a loss would be told as deletions
