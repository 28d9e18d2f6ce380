"""The store as the rest of the program sees it: what may be asked of it, what it promises, and how it says no.

Whoever keeps annotations elsewhere, as in a database, writes a class with these methods, names it in
``reader.store.open_store``, and runs ``tests/store/test_conformance.py`` over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.model.act import NOBODY, Act
from reader.model.annotation import Change
from reader.model.document import Document, Stored
from reader.store.labels.codebook_store import CodebookStore
from reader.store.reading_positions import ReadingPositions
from reader.store.team.sharing import SharingStore
from reader.system.guarded_path import StorePath

if TYPE_CHECKING:
    from reader.store.records.annotation_texts import AnnotationTexts
    from reader.store.records.transaction import TimelineEntry, Transaction
    from reader.store.team.team import Team


class StoreError(Exception):
    """The store cannot do what was asked: one line on what, where, and what to do. Nothing was changed."""


class ProjectError(StoreError):
    """What says who works on the store cannot be used: it is not opened, since it may be blind."""


class NewerStoreError(StoreError):
    """A newer version of the program wrote it: it can neither be read nor written by this one."""


class SaveResult(NamedTuple):
    """What became of a save.

    Attributes:
        document: as the store knows it now, with its key.
        merged: where what was written is not what was asked for, because somebody else had changed the same record:
            what is still to be applied in memory to have what is stored.
        is_clash: whether somebody had changed the same of a record in another way; the version that gave way is in the
            history.
        met: why somebody had changed the same record, or had done the same; nobody's where that is not known, or nobody
            had.
        others: what others wrote into the document since it was last looked at; to be applied in memory before
            ``merged``.
        is_void: whether no record would be another because of the step: none was written.
    """

    document: Document
    merged: tuple[Change, ...] = ()
    is_clash: bool = False
    met: Act = NOBODY
    others: tuple[Transaction, ...] = ()
    is_void: bool = False


class StoreNews(NamedTuple):
    """What was written into a store, by whomever, since the last time that this was told.

    Attributes:
        keys: of documents, also of such that nobody has open; none where only ``sharing`` may say something else.
        documents: those of the open ones that this is about, as they were named; one that had no key may have one now.
        has_labels: whether the labels of the store were written.
    """

    keys: frozenset[str]
    documents: tuple[Document, ...] = ()
    has_labels: bool = False


class Watch(Protocol):
    """Tells what is written into a store, from a thread of its own."""

    def start(self) -> None:
        """Begin; returns at once."""

    def close(self) -> None:
        """Tell nothing more; returns at once. Closing twice, or before the start, does no harm."""


class StoreWarning(NamedTuple):
    """One line that a person should be told of a store.

    Attributes:
        kind: ``MISSING`` (documents of the store are gone), ``LEFT_ALONE`` (something in it is not used),
            ``LABELS`` (its labels cannot be read), ``PLACE`` (what the store's place is bad for), ``COPIES`` (files of
            it have conflict copies).
        line: where, what, and what to do.
    """

    kind: str
    line: str


MISSING, LEFT_ALONE, LABELS, PLACE, COPIES = "missing", "left alone", "labels", "place", "copies"


class Fault(NamedTuple):
    """One thing that is wrong with a store.

    Attributes:
        what: one line: where, what, and what to do.
        repair: puts it right and says what it did; None where that would be a guess. Raises ``StoreError``,
            ``OSError``.
    """

    what: str
    repair: Callable[[], str] | None = None


class StoreState(NamedTuple):
    """How the place of a store is now.

    Attributes:
        refusal: why nothing can be saved there, in one line; empty where it can.
        waiting: documents with changes that are safe but not in their files yet. None are where no reader is running.
        held: a line for each lock that somebody holds.
        free_bytes: room for what is saved; None where that is not known.
    """

    refusal: str = ""
    waiting: int = 0
    held: tuple[str, ...] = ()
    free_bytes: int | None = None


class StoredTexts(NamedTuple):
    """One document whose annotations are read as texts.

    Attributes:
        stored: the document without its annotations, and without what was deleted.
        annotations: ordered by id.
    """

    stored: Stored
    annotations: Sequence[AnnotationTexts]


class DocumentScan(Protocol):
    """Reads documents for a pass over a whole store; for one thread."""

    def texts(self, key: str) -> StoredTexts | None:
        """What ``load`` with copies gives of a document; None where that has to be asked, for whatever reason."""

    def stamps(self, key: str) -> object:
        """What is the same, in JSON too, while ``texts`` gives the same of a document; None where that is not known.

        Ask before ``texts``.
        """


class DocumentStore(Protocol):
    """Documents with their annotations, links and decisions."""

    def exists(self) -> bool:
        """Whether the store has been written to; asking makes nothing."""

    def keys(self) -> Sequence[str]:
        """The keys of all documents, sorted.

        A key begins with the name of the document's file, as far as that is plain ASCII: a person who sees it knows
        which document is meant.
        """

    def marks(self) -> Mapping[str, str]:
        """A mark for each document, by key, which is another one once ``load`` may give something else.

        Quick: nothing is read. What somebody else wrote changes it too. There may be marks of other keys.
        """

    def find(self, path: str, sha256: str) -> str | None:
        """The key of the document with these bytes, now or earlier, else of the last one at this path, else None.

        Args:
            path: as the system names the file.
            sha256: of its bytes, in hexadecimal.
        """

    def load(self, key: str, *, keep: bool = False, with_copies: bool = False) -> Stored:
        """One document as it is now; one that the store does not know has no annotations.

        Args:
            key: names it.
            keep: somebody is going to keep it on the screen: ``look`` tells what others write from now on.
            with_copies: what only a conflict copy of it says is in it too, as a program that synchronises folders
                makes them. A copy is no document of its own; ``faults`` names it and merges it.
        """

    def scanning(self) -> AbstractContextManager[DocumentScan]:
        """Read many documents one after another, faster than ``load`` does, those that can be. Raises nothing."""

    def save(
        self,
        document: Document,
        changes: Sequence[Change],
        *,
        apart: bool = False,
        act: Act = NOBODY,
        text: str | None = None,
    ) -> SaveResult:
        """Make all the changes or none; on disk, or wherever it lasts, when this returns.

        What somebody else wrote since a change's ``before`` is merged, never overwritten (see
        ``records/record_merging.py``). Where the act takes a step back, what still stands as that step left it is put
        back exactly, and nothing else. A step by which no record would be another is not written (``is_void``).

        Args:
            document: without a key it is looked for first, as ``find`` does, and made where it is not there.
            changes: of its records, in order.
            apart: whether a document without a key is looked for by its bytes alone, not by its path.
            act: why; it is in the history.
            text: the text that the annotations are anchored in. It is kept for ``earlier_texts``, at the latest when
                the store is idle or closed. That it cannot be kept is no error: fewer annotations are then found again
                in a text that has changed.

        Raises:
            StoreError: the place cannot be written or is full, somebody else writes for too long, or what is there
                cannot be read.
        """

    def in_bulk(self) -> AbstractContextManager[None]:
        """Many documents are saved one after another inside; what others write is seen within a second there."""

    def take_notices(self, key: str) -> tuple[str, ...]:
        """What a person should be told of a document, and of what saves into it have shown: a line each, each once."""

    def earlier_texts(self, key: str | None) -> Sequence[str]:
        """The texts that the annotations of a document were made in, as far as they are kept, the newest first."""


class HistoryStore(Protocol):
    """What was written, in order. It is never thrown away, but may be missing for a document that came from elsewhere.

    The order is that of ``Transaction.number``, which only grows, whatever the clock says.
    """

    def history(self, key: str) -> Iterator[Transaction]:
        """Everything that was ever written into a document, in order."""

    def recent(self) -> Iterator[tuple[str, Transaction]]:
        """What was written into all documents, with their keys, newest first; read as far as it is asked for."""

    def last(self, key: str, identifier: str = "") -> Transaction | None:
        """What was written last into a document, or of its record of that id; None where that is not known."""

    def last_number(self) -> int:
        """The number of what was written last; what is written from now on has larger ones."""

    def timeline(self) -> Sequence[TimelineEntry]:
        """When everything was written, in order: what ``history.point_in_time.cut_at`` finds a moment in."""

    def document(self, key: str, written: Transaction | None) -> Document:
        """The document that something was written into, as it is known now, or was then where it is no more."""

    def restore(
        self, key: str, number: int, act: Act, *, dry_run: bool = False, now_called: Callable[[str], str] = str
    ) -> tuple[Change, ...]:
        """Bring back what a document was when ``number`` was the last, as a new transaction.

        Nothing is written where it is that already, or with ``dry_run``. That somebody took back that they had finished
        it stays recorded; where this takes it back, that is recorded too.

        Args:
            key: of the document.
            number: in the order of what was written.
            act: why.
            dry_run: only say what would become of what.
            now_called: gives the name that annotations get whose label had some name then.

        Returns:
            What became, or would become, of which record.
        """


class SharedStore(Protocol):
    """What others write: other readers on the same store, editors, git."""

    def look(self, key: str, text: str | None = None) -> tuple[Transaction, ...] | None:
        """What others wrote into a document since it was last looked at or kept, each thing once; None if unknown.

        The ``text`` that the document has here is kept as that of a save, where others wrote something.
        """

    def watch(self, tell: Callable[[StoreNews], object], documents: Callable[[], Iterable[Document]] = tuple) -> Watch:
        """What tells of everything that is written, also by this program; it has yet to be started.

        Args:
            tell: called on a thread; must return at once.
            documents: gives those that are open; asked on that thread.
        """


class ProjectStore(Protocol):
    """What is kept beside the documents, and where all of it is. Losing any of this loses no annotation."""

    @property
    def name(self) -> str:
        """What the screen and messages call the store, as the user named it."""

    @property
    def address(self) -> str:
        """What names the store from anywhere on this machine: ``open_store`` takes it."""

    @property
    def viewer(self) -> str:
        """Who looks, where the store has a project, which may be blind: ``open_store`` takes it beside the address."""

    def team(self) -> Team:
        """Who annotates, and which documents go to whom, as the store's files say it now.

        Raises:
            StoreError: one of the files cannot be used.
        """

    def is_at(self, address: str) -> bool:
        """Whether an address, which may be an old one, means this store."""

    def project_folder(self) -> Path | None:
        """The folder of the project that the store belongs to, None where it belongs to none.

        Documents in it may be opened because the store names them (see ``allowed_files.py``).
        """

    def reading_positions(self) -> ReadingPositions:
        """Where this user left off reading; nothing where that is not known."""

    def save_reading_positions(self, positions: ReadingPositions) -> None:
        """Remember it; raises ``StoreError``."""

    def add_clipping(self, text: str, document: str) -> str:
        """Add a passage, and the document that it is from, to the clippings; gives where they are."""

    def write_beside(self, name: str, chunks: Iterable[str | bytes]) -> str:
        """Write a file that a person asked for beside the documents, whole or not at all; gives where it is.

        Args:
            name: of the file, as ``export.jsonl``.
            chunks: what is in it, as text or in UTF-8; asked for one after another, so that all need not be in memory.

        Raises:
            StoreError: it cannot be written, or is what the store keeps.
        """

    def name_beside(self, path: Path) -> str | None:
        """The name by which ``write_beside`` writes a file at this place; None where it does not lie in the store."""

    def begun_folder(self) -> StorePath | None:
        """A folder for what this person has begun and not done yet; it need not be there. None where there is none."""

    def cache_folder(self) -> StorePath | None:
        """A folder for what can be found again; it need not be there yet. None where the store has none."""


class StoreUpkeep(Protocol):
    """What keeps a store in order."""

    def warnings(self) -> Iterator[StoreWarning]:
        """What a person should be told before working with the store, at most one line of a kind; quick."""

    def state(self) -> StoreState:
        """How its place is now, for a person who looks for what is wrong; no document is read, and nothing written."""

    def faults(self) -> Iterator[Fault]:
        """Everything that is wrong with what the store keeps, one by one; reads all of it."""

    def backup_times(self) -> Sequence[datetime]:
        """When the backups that there are were taken, UTC, the oldest first."""

    def idle(self) -> float | None:
        """Do what is due and need not be done at once; how many seconds until more is, None where nothing is."""

    def close(self) -> None:
        """Do all that is left to be done; nothing is lost without it. The store can be used again after it."""


class Store(DocumentStore, HistoryStore, SharedStore, SharingStore, CodebookStore, ProjectStore, StoreUpkeep, Protocol):
    """What stands between the program and whatever keeps the annotations.

    **Durability.** What ``save``, ``restore`` and ``add_label`` have returned from is there after a kill or a power
    cut. Everything else may be lost, and is then found again or done again.

    **All or nothing.** A save is made whole or not at all. Nobody ever sees half of one, in other processes neither.

    **Errors.** A method that cannot do what it is asked to raises ``StoreError`` with one line for a person, and has
    changed nothing; it raises nothing else unless it says so. Reading never writes.

    **Order.** What is written into one document is written one after the other. Across documents ``number`` says what
    came first.

    **Threads.** Any thread may call any method at any time, and may have to wait for the disk, or for whoever writes
    the same document. ``SaveQueue`` gives the screen a thread that does this waiting.
    """
