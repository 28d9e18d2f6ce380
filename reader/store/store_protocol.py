"""The store as the rest of the program sees it: what may be asked of it, what it answers, how it says no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from reader.model.act import NOBODY, Act
from reader.model.annotation import Change
from reader.model.document import Document, Stored
from reader.store.records.transaction import Transaction


class StoreError(Exception):
    """The store cannot do what was asked: one line on what, where, and what to do. Nothing was changed."""


def refused(error: OSError, place: object, what: str) -> StoreError:
    """What the system refused, in one line: where (``place`` where it does not say), what, why, and what to do."""
    from reader.system.os_errors import reason

    return StoreError(f"{error.filename or place}: {what}: {reason(error)}")


class NewerStoreError(StoreError):
    """A newer version of the program wrote it: it can neither be read nor written by this one."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of a save.

    Attributes:
        document: as the store knows it now, with its key.
        merged: where what was written is not what was asked for, because somebody else had changed the same record:
            what is still to be applied in memory to have what is on disk.
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


class Store(Protocol):
    """What stands between the reader and whatever keeps the annotations."""

    def keys(self) -> Sequence[str]:
        """The keys of all documents, sorted."""

    def find(self, path: str, sha256: str) -> str | None:
        """The key of the document with these bytes, now or earlier, else of the last one at this path, else None."""

    def load(self, key: str, *, keep: bool = False) -> Stored:
        """One document; raises ``StoreError`` where it cannot be read.

        Where somebody is going to ``keep`` it on the screen, ``look`` tells what others write from now on.
        """

    def save(
        self, document: Document, changes: Sequence[Change], *, apart: bool = False, act: Act = NOBODY
    ) -> SaveResult:
        """Make all the changes or none; durable on return.

        A document without a key is looked for first; if it is to be kept ``apart``, by its bytes alone. What
        somebody else wrote since a change's ``before`` is merged, never overwritten. Where the act takes a step back,
        what still stands as that step left it is put back exactly. A step that no record would be another for is not
        written (``is_void``).
        """

    def look(self, key: str) -> tuple[Transaction, ...] | None:
        """What others wrote into a document since it was last looked at or kept, each thing once; None if unknown."""

    def take_notices(self, key: str) -> tuple[str, ...]:
        """What a person should be told of a document's file, one line each, each once."""

    def recent(self) -> Iterator[tuple[str, Transaction]]:
        """What was written into all documents with their keys, newest first; read as far as it is asked for."""

    def last_number(self) -> int:
        """The number of what was written last; what is written from now on has larger ones, whatever the clock says."""

    def document(self, key: str, written: Transaction) -> Document:
        """The document that something was written into, as it is known now, or was then where it is no more."""

    def idle(self) -> float | None:
        """Do what is due and need not be done at once; how many seconds until more is, None where nothing is."""

    def close(self) -> None:
        """Do all that is left to be done; nothing is lost without it."""
