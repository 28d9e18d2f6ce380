"""A store as one annotator of a blind project sees it: around another one, from which nothing hidden comes out.

What is read goes through ``BlindView``. What is written goes to the store as it is, which merges it with what is hidden
here, so nothing of that is lost. Methods are written out one by one: one that the protocol gets later is missing here,
and does not give everything away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.handing_in import FINISHED, REOPENED, TAKEN_BACK
from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges
from reader.model.act import HIDDEN_AGAIN, NOBODY, Act
from reader.model.annotation import Change, Decision, Record, now, table_name, to_fields
from reader.model.document import Document, Stored
from reader.store.reading_positions import ReadingPositions
from reader.store.store_protocol import (
    DocumentScan,
    Fault,
    SaveResult,
    Store,
    StoredTexts,
    StoreNews,
    StoreState,
    StoreWarning,
    Watch,
)
from reader.store.team.blind_view import BlindView, has_records, uncounted
from reader.store.team.sharing import Sharing
from reader.system.guarded_path import StorePath

if TYPE_CHECKING:
    from reader.store.records.annotation_texts import AnnotationTexts
    from reader.store.records.transaction import TimelineEntry, Transaction
    from reader.store.team.team import Team


class BlindStore:
    """See the module, and ``Store`` for the methods.

    Args:
        store: with everything in it.
        view: says what is seen.
    """

    def __init__(self, store: Store, view: BlindView) -> None:
        self._store = store
        self._view = view
        self._were_open: dict[str, bool] = {}  # documents that somebody keeps on the screen, as it was told last
        self._empty: dict[str, tuple[str, bool]] = {}  # whether nothing is seen of a document, at a mark

    def _is_open(self, stored: Stored) -> bool:
        return self._view.is_open(stored.document, stored.decisions)

    # --- documents

    def exists(self) -> bool:
        """See ``Store``."""
        return self._store.exists()

    def keys(self) -> Sequence[str]:
        """See ``Store``; without documents in which only others have done something."""
        keys, marks = self._store.keys(), self.marks()
        return [key for key in keys if not self._is_empty(key, marks.get(key, ""))]

    def _is_empty(self, key: str, mark: str) -> bool:
        known = self._empty.get(key)
        if known is None or not mark or known[0] != mark:
            from reader.store.store_protocol import StoreError

            try:
                everything = self._store.load(key)
            except StoreError:
                return False  # whoever reads it learns why it cannot be read
            seen = self._view.stored(everything)
            known = self._empty[key] = mark, has_records(everything) and not has_records(seen)
        return known[1]

    def marks(self) -> Mapping[str, str]:
        """See ``Store``."""
        version = self._view.team().version
        return {key: f"{mark} {version}" for key, mark in self._store.marks().items()}

    def find(self, path: str, sha256: str) -> str | None:
        """See ``Store``."""
        return self._store.find(path, sha256)

    def load(self, key: str, *, keep: bool = False, with_copies: bool = False) -> Stored:
        """See ``Store``."""
        stored = self._store.load(key, keep=keep, with_copies=with_copies)
        if keep:
            self._were_open[key] = self._is_open(stored)
        return self._view.stored(stored)

    @contextmanager
    def scanning(self) -> Iterator[DocumentScan]:
        """See ``Store``."""
        with self._store.scanning() as scan:
            yield _BlindScan(scan, self._view)

    def save(
        self,
        document: Document,
        changes: Sequence[Change],
        *,
        apart: bool = False,
        act: Act = NOBODY,
        text: str | None = None,
    ) -> SaveResult:
        """See ``Store``; where everything is seen from now on, or no longer, ``others`` tells that too."""
        result = self._store.save(document, changes, apart=apart, act=act, text=text)
        is_plain = not (result.others or result.merged or result.is_clash or result.is_void)
        if is_plain and not any(_is_of_finishing(one.record) for one in changes):
            return result
        others, is_open = self._news(result.document.key or "", result.others)
        merged = result.merged if is_open else self._view.changes(result.merged)
        met = result.met if is_open or result.met.by == self._view.viewer else result.met._replace(what="")
        return result._replace(others=others, merged=merged, met=met)

    def _news(self, key: str, written: Sequence[Transaction]) -> tuple[tuple[Transaction, ...], bool]:
        """What is seen of what was written, and of what is seen now and was not, or the other way round."""
        stored = self._store.load(key)
        was_open, is_open = self._were_open.get(key, False), self._is_open(stored)
        self._were_open[key] = is_open
        if was_open and is_open:
            return tuple(written), is_open
        seen = tuple(one for each in written if (one := self._view.transaction(each)) is not None)
        return (*seen, *(self._turned(stored, is_open=is_open) if was_open != is_open else ())), is_open

    def _turned(self, stored: Stored, *, is_open: bool) -> Iterator[Transaction]:
        """What makes seen, or hides again, what others have in a document: a transaction each."""
        from reader.store.records.record_rows import RowChange, row_id_of
        from reader.store.records.transaction import Transaction

        records: list[Record] = [*stored.annotations, *stored.links, *stored.decisions]
        rows: dict[str, list[RowChange]] = {}
        for one in records:
            if self._view.record(one) is None:
                sides = (to_fields(one), None) if is_open else (None, to_fields(one))
                rows.setdefault(one.annotator, []).append(RowChange(table_name(one), row_id_of(one.id), *sides))
        for name, theirs in sorted(rows.items()):
            yield Transaction(tuple(theirs), now(), Act("" if is_open else HIDDEN_AGAIN, name))

    def in_bulk(self) -> AbstractContextManager[None]:
        """See ``Store``."""
        return self._store.in_bulk()

    def take_notices(self, key: str) -> tuple[str, ...]:
        """See ``Store``."""
        return self._store.take_notices(key)

    def earlier_texts(self, key: str | None) -> Sequence[str]:
        """See ``Store``."""
        return self._store.earlier_texts(key)

    # --- history

    def history(self, key: str) -> Iterator[Transaction]:
        """See ``Store``."""
        return self._seen((key, one) for one in self._store.history(key))

    def recent(self) -> Iterator[tuple[str, Transaction]]:
        """See ``Store``."""
        open_ones: dict[str, bool] = {}
        for key, one in self._store.recent():
            for seen in self._seen([(key, one)], open_ones):
                yield key, seen

    def _seen(
        self, written: Iterable[tuple[str, Transaction]], open_ones: dict[str, bool] | None = None
    ) -> Iterator[Transaction]:
        open_ones = {} if open_ones is None else open_ones
        for key, one in written:
            if key not in open_ones:
                open_ones[key] = self._is_open(self._store.load(key))
            if (seen := one if open_ones[key] else self._view.transaction(one)) is not None:
                yield seen

    def last(self, key: str, identifier: str = "") -> Transaction | None:
        """See ``Store``."""
        if self._is_open(self._store.load(key)):
            return self._store.last(key, identifier)
        from reader.store.records.record_rows import RowError, row_id_of

        try:
            ids = {row_id_of(identifier)} if identifier else None
        except RowError:
            return None
        return next((one for one in reversed([*self.history(key)]) if ids is None or one.is_about(ids)), None)

    def last_number(self) -> int:
        """See ``Store``."""
        return self._store.last_number()

    def timeline(self) -> Sequence[TimelineEntry]:
        """See ``Store``."""
        return self._store.timeline()

    def document(self, key: str, written: Transaction | None) -> Document:
        """See ``Store``."""
        return self._store.document(key, written)

    def restore(
        self, key: str, number: int, act: Act, *, dry_run: bool = False, now_called: Callable[[str], str] = str
    ) -> tuple[Change, ...]:
        """See ``Store``; what is not seen stays as it is."""
        stored = self._store.load(key)
        if self._is_open(stored):
            return self._store.restore(key, number, act, dry_run=dry_run, now_called=now_called)
        changes = self._store.restore(key, number, act, dry_run=True, now_called=now_called)
        own = tuple(one for one in changes if one.record.annotator == self._view.viewer)
        if own and not dry_run:
            document = stored.document if stored.document.sha256 else self._store.document(key, None)
            recorded = [one for one in own if isinstance(one.record, Decision) and one.record.kind == REOPENED]
            self.save(replace(document, key=key), [one for one in own if one not in recorded], act=act)
            if recorded:
                self.save(replace(document, key=key), recorded, act=Act(TAKEN_BACK, act.by))
        return own

    # --- what others write

    def look(self, key: str, text: str | None = None) -> tuple[Transaction, ...] | None:
        """See ``Store``."""
        written = self._store.look(key, text)
        found, _ = self._news(key, written or ())
        return None if written is None else found

    def watch(self, tell: Callable[[StoreNews], object], documents: Callable[[], Iterable[Document]] = tuple) -> Watch:
        """See ``Store``."""
        return self._store.watch(tell, documents)

    # --- what is kept beside the documents

    @property
    def name(self) -> str:
        """See ``Store``."""
        return self._store.name

    @property
    def address(self) -> str:
        """See ``Store``."""
        return self._store.address

    @property
    def viewer(self) -> str:
        """See ``Store``."""
        return self._view.viewer

    def team(self) -> Team:
        """See ``Store``."""
        return self._view.team()

    def is_at(self, address: str) -> bool:
        """See ``Store``."""
        return self._store.is_at(address)

    def project_folder(self) -> Path | None:
        """See ``Store``."""
        return self._store.project_folder()

    def labels(self) -> tuple[Label, ...]:
        """See ``Store``: they are everybody's."""
        return self._store.labels()

    def add_label(self, label: Label, act: Act = NOBODY) -> None:
        """See ``Store``."""
        self._store.add_label(label, act)

    def remove_label(self, label: Label, act: Act = NOBODY) -> None:
        """See ``Store``."""
        self._store.remove_label(label, act)

    def label_changes(self) -> LabelChanges:
        """See ``Store``: they are everybody's."""
        return self._store.label_changes()

    def change_labels(self, changes: Sequence[LabelChange], act: Act = NOBODY) -> None:
        """See ``Store``."""
        self._store.change_labels(changes, act)

    def turn_labels(self, act: Act) -> None:
        """See ``Store``."""
        self._store.turn_labels(act)

    def restore_labels(self, number: int, act: Act, *, dry_run: bool = False) -> tuple[str, ...] | None:
        """See ``Store``: they are everybody's, and stay as they are."""
        del number, act, dry_run
        return None

    def label_history(self) -> Sequence[Transaction]:
        """See ``Store``: they are everybody's."""
        return self._store.label_history()

    def guideline(self) -> str:
        """See ``Store``: it is everybody's."""
        return self._store.guideline()

    def write_guideline(self, text: str) -> None:
        """See ``Store``."""
        self._store.write_guideline(text)

    def reading_positions(self) -> ReadingPositions:
        """See ``Store``."""
        return self._store.reading_positions()

    def save_reading_positions(self, positions: ReadingPositions) -> None:
        """See ``Store``."""
        self._store.save_reading_positions(positions)

    def add_clipping(self, text: str, document: str) -> str:
        """See ``Store``."""
        return self._store.add_clipping(text, document)

    def write_beside(self, name: str, chunks: Iterable[str | bytes]) -> str:
        """See ``Store``."""
        return self._store.write_beside(name, chunks)

    def name_beside(self, path: Path) -> str | None:
        """See ``Store``."""
        return self._store.name_beside(path)

    def begun_folder(self) -> StorePath | None:
        """See ``Store``; one of the annotator's own."""
        return self._view.own_folder(self._store.begun_folder())

    def cache_folder(self) -> StorePath | None:
        """See ``Store``; one of the annotator's own: others may have an index of everything in theirs."""
        return self._view.own_folder(self._store.cache_folder())

    def sharing(self) -> Sharing | None:
        """See ``Store``."""
        return self._store.sharing()

    def catch_up(self) -> str:
        """See ``Store``."""
        return self._store.catch_up()

    # --- upkeep

    def warnings(self) -> Iterator[StoreWarning]:
        """See ``Store``; how many annotations a missing document has is not told."""
        return map(uncounted, self._store.warnings())

    def state(self) -> StoreState:
        """See ``Store``."""
        return self._store.state()

    def faults(self) -> Iterator[Fault]:
        """See ``Store``."""
        return self._store.faults()

    def backup_times(self) -> Sequence[datetime]:
        """See ``Store``."""
        return self._store.backup_times()

    def idle(self) -> float | None:
        """See ``Store``."""
        return self._store.idle()

    def close(self) -> None:
        """See ``Store``."""
        self._store.close()


class _BlindScan:
    """See ``DocumentScan``."""

    def __init__(self, scan: DocumentScan, view: BlindView) -> None:
        self._scan = scan
        self._view = view

    def texts(self, key: str) -> StoredTexts | None:
        """See ``DocumentScan``."""
        found = self._scan.texts(key)
        if found is None or self._view.is_open(found.stored.document, found.stored.decisions):
            return found
        import json

        def is_own(one: AnnotationTexts) -> bool:
            return bool(json.loads(one.annotator) == self._view.viewer)

        return StoredTexts(self._view.stored(found.stored), [one for one in found.annotations if is_own(one)])

    def stamps(self, key: str) -> object:
        """See ``DocumentScan``: what is seen also depends on who looks, and on what is assigned to whom."""
        del key
        return None


def _is_of_finishing(record: Record) -> bool:
    return isinstance(record, Decision) and record.kind in {FINISHED, REOPENED}
