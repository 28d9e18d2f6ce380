"""A store file that somebody else wrote, with what was saved since the state that it was made from, as one.

What git put there is what its user wants to see, as long as git keeps what was there before. Anything else may be a
copy of an earlier state, written back by an editor or a program that synchronises: what was saved since stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reader.model.act import OUTSIDE
from reader.store.files import git_objects, journal
from reader.store.files.file_format import StoreFile, with_revision
from reader.store.files.journal import Item, Marker
from reader.store.files.outside_file_merge import base_of, threeway
from reader.store.records.record_rows import RowChange, Tables, rebased
from reader.store.records.transaction import Transaction
from reader.store.store_folder import is_in_git
from reader.system.hashes import sha256
from reader.system.stdio import counted

#: What the changes of such a file are called in the history.
BY_GIT = f"{OUTSIDE}, by git"


class OutsideFile(NamedTuple):
    """The file as somebody else wrote it: its bytes, their SHA-256, and what they say."""

    data: bytes
    digest: str
    file: StoreFile


class TakenIn(NamedTuple):
    """What comes of it.

    Attributes:
        tables: what is to stand.
        act: what the changes are called in the history.
        is_step: u takes them back; what git did, git takes back.
        lost: rows of the file that gave way to what was saved since.
        said: what a person should be told, in one line; empty where there is nothing to tell.
        blob: what git calls the file, where it need not be written anew; else empty.
    """

    tables: Tables
    act: str = OUTSIDE
    is_step: bool = True
    lost: tuple[RowChange, ...] = ()
    said: str = ""
    blob: str = ""


def taken_in(path: Path, written: OutsideFile, known: Sequence[Item], rest: Sequence[Transaction]) -> TakenIn:
    """What is to stand.

    Args:
        path: of the file.
        written: what is in it.
        known: everything that was ever written into the document, in order; empty where that is not known.
        rest: the transactions that no file may hold yet.
    """
    theirs = written.file.tables
    is_of_git = bool(known) and _is_switched(path, written.data, known)
    if is_of_git or not known:
        tables = rebased(theirs, [row for one in rest for row in one.rows])
        found = TakenIn(tables, BY_GIT if is_of_git else OUTSIDE, not is_of_git)
    else:
        base = base_of(known, theirs, written.digest, written.file.revision)
        since = [one for one in known[base.at :] if not _is_of_git(one)]  # what git took away, it may give back
        ours = journal.replayed({}, [*known[: base.at], *since])
        tables, lost, kept, taken = threeway(base, ours, theirs)
        old = "an old copy" if kept and _is_old(known, base.at) else ""
        act = f"{OUTSIDE} in {old}: {_stays(kept)}" if old else OUTSIDE
        found = TakenIn(tables, act, lost=lost, said=_said(kept if old else 0, taken, len(lost)) if old or lost else "")
    return found._replace(blob=git_objects.name_of(written.data) if _may_stay(found.tables, written, known) else "")


def _is_old(known: Sequence[Item], at: int) -> bool:
    """Whether the reader has written the file again since that state."""
    mine = known[at - 1] if at else None
    snapshot = mine.snapshot if isinstance(mine, Marker) else None
    return any(isinstance(one, Marker) and one.snapshot != snapshot for one in known[at:]) or snapshot is None


def _is_of_git(item: Item) -> bool:
    return isinstance(item, Transaction) and item.act.what == BY_GIT


def _is_switched(path: Path, data: bytes, known: Sequence[Item]) -> bool:
    """Whether git put the file there in place of a state that it keeps."""
    if not is_in_git(path.parent) or not git_objects.has_put(path, data):
        return False
    at = max((at for at, one in enumerate(known) if isinstance(one, Marker) and one.snapshot), default=-1)
    last = known[at] if at >= 0 else None
    if not isinstance(last, Marker):
        return False
    if last.blob:  # a merge in git need not be in the order that the reader writes
        return git_objects.holds(path.parent, last.blob)
    before = with_revision(journal.replayed({}, known[: at + 1]), last.revision)[0].encode()
    is_right = sha256(before) == last.snapshot
    return is_right and git_objects.holds(path.parent, git_objects.name_of(before))


def _may_stay(tables: Tables, written: OutsideFile, known: Sequence[Item]) -> bool:
    """Whether the file says all there is to say: git need not see a change.

    One that names a state that it is not is written anew, so that copies of it are known for what they are.
    """
    if written.file.original is not None or tables != written.file.tables:
        return False
    revision = written.file.revision
    markers = [one for one in known if isinstance(one, Marker)]
    is_known = any(one.snapshot == written.digest for one in markers)
    is_named = bool(revision) and any(one.revision == revision for one in markers)
    return is_known or not is_named


def _said(kept: int, taken: int, lost: int) -> str:
    """What came of a copy, in one line: what stays if it was an old one; u and the log are where more is to be had."""
    what = "an old copy was written back" if kept else OUTSIDE
    parts = [f"{taken} in it taken"] * bool(taken) + [f"{lost} in it gave way"] * bool(lost)
    where = " (log, u)" if taken else " (log)" if lost else ""
    return f"{what}: {', '.join([_stays(kept)] * bool(kept) + parts)}{where}"


def _stays(kept: int) -> str:
    return f"{counted(kept, 'change')} since then {'stays' if kept == 1 else 'stay'}"
