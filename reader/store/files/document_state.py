"""What is known of one document at a moment, and how it is told whether its files are still what they were."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from reader.model.act import NOBODY, Act
from reader.store.records.record_rows import RowChange, Tables
from reader.system.guarded_path import StorePath

#: (time of change in nanoseconds, size, inode) of a file; None where there is none.
Stamp = tuple[int, int, int] | None


@dataclass(slots=True)
class State:
    """What is known of a document.

    Attributes:
        tables: the file with the journal's transactions.
        stamp, digest: of the file that they rest on.
        inode, length: of the journal, as far as it is in the tables.
        pending: transactions in the journal that the file does not hold.
        number: nothing in the journal has a larger one.
        reason: why the file is to be written anew before anything else is; empty where it is not.
        original: bytes of the file that are to be kept before it is written.
        aside: bytes of the journal that are to be kept: damaged lines, or half a one.
        notices: what a person should be told, one line each.
        is_cut: the journal ends with half a line: a save was stopped before anyone was told.
        is_whole: nothing is missing that the file may have held: all of it was understood, or is known from elsewhere.
        is_settled: what had to be kept aside or told to the history, before anything is written over it, was.
        revision: the states that the file names.
        blob: what git calls it, where somebody else wrote it and it stays as it is; else empty.
        is_foreign: somebody else wrote the file since the reader did.
        act: what that is called in the history.
        lost: rows of a foreign file that gave way to what was saved since it was made.
        is_lent: somebody may be reading the tables: they are not changed, but others take their place.
    """

    tables: Tables
    stamp: Stamp
    digest: str
    inode: int = 0
    length: int = 0
    pending: int = 0
    number: int = 0
    reason: str = ""
    original: bytes | None = None
    aside: list[bytes] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    is_cut: bool = False
    is_whole: bool = True
    is_settled: bool = False
    revision: str = ""
    blob: str = ""
    is_foreign: bool = False
    act: Act = NOBODY
    lost: tuple[RowChange, ...] = ()
    is_lent: bool = False


def stamp_of(path: StorePath) -> Stamp:
    """When a file was changed, its size and inode."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return stamp_in(status)


def stamp_in(status: os.stat_result) -> tuple[int, int, int]:
    """As ``stamp_of``, of a file whose status is known."""
    return status.st_mtime_ns, status.st_size, status.st_ino
