"""Which store files are conflict copies: what programs that synchronise folders make of a file of two machines.

They put the other machine's version beside the file, under a name that begins with the file's own. Such a copy is no
document of its own: it is a version of one, written elsewhere. ``files/copy_merge.py`` merges it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from reader.store.document_keys import Identity

#: A key as the program makes it, and what another program has put behind it: `` (Ada's conflicted copy 2023-03-14)``,
#: ``.sync-conflict-20230314-101500-ABCDEFG``, ``_conflict-20230314-101500``, ``-HOST``, `` (1)``, `` 2``.
_COPIED = re.compile(r"\.[0-9a-f]{12}(?=[^0-9A-Za-z])")
_KEY = re.compile(r"\.[0-9a-f]{12}\Z")
#: What ``document_keys.slug`` puts into no key.
_NEVER_IN_KEYS = re.compile(r"[^\w.-]")
#: What messages call such a copy.
WHAT = "a conflict copy"


def copies_in(keys: Iterable[str], identity: Callable[[str], Identity | None]) -> dict[str, list[str]]:
    """The conflict copies among the names of store files, by the key of the document that they are versions of.

    Args:
        keys: the names of all store files, without their ending.
        identity: what a file says of its document; None where it cannot be read.
    """
    there = set(keys)
    found: dict[str, list[str]] = {}
    for name in sorted(there):
        if (key := _original(name, there)) is not None and _is_same(identity(key), identity(name)):
            found.setdefault(key, []).append(name)
    return found


def _original(name: str, there: set[str]) -> str | None:
    """The key that a name begins with, with something behind it that this program never puts there.

    Where the document's own file is gone, the first of its copies stands for it.
    """
    if _KEY.search(name) and (behind := [key for key in _ends(name) if key in there]):
        return behind[0]
    starts = [] if _KEY.search(name) else [name[: match.end()] for match in _COPIED.finditer(name)]
    if not starts:
        return None
    if known := [key for key in starts if key in there]:
        return known[-1]
    first = min(other for other in there if other.startswith(starts[-1]) and not _KEY.search(other))
    return first if first != name else None


def _ends(name: str) -> Iterator[str]:
    """What follows each character of a name that no key has: ``Copy of KEY``, ``~KEY``."""
    return (name[match.end() :] for match in _NEVER_IN_KEYS.finditer(name))


def _is_same(one: Identity | None, other: Identity | None) -> bool:
    """Whether two files are about one document; of one that cannot be read, its name says so."""
    if one is None or other is None:
        return True
    hashes = {one.sha256, *one.hashes} & {other.sha256, *other.hashes} - {""}
    return bool(hashes) or one.place == other.place


def in_one_line(copies: Mapping[str, Sequence[str]]) -> str:
    """The first of some copies, how many more there are, and what to do; empty where there is none."""
    listed = [(key, name) for key, names in sorted(copies.items()) for name in names]
    if not listed:
        return ""
    key, name = listed[0]
    more = f", and {len(listed) - 1} more such" if listed[1:] else ""
    return f"{name}.json: {WHAT} of {key}.json{more}: what is in both counts once (check --repair merges them)"
