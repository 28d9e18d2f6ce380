"""The input of a run, cut into shards: so many pages in the order in which ``clean`` prints them, each page once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import NamedTuple


class PageShard(NamedTuple):
    """Pages that go into one file of the output, and the files that they lie in.

    Attributes:
        number: of the shard, from 0.
        pages: paths as ``walk`` names them, with ``file.jsonl#3`` for a page in a file of many.
        files: each file with its bytes and the time of its last change in nanoseconds; both -1 if it is not there.
    """

    number: int
    pages: tuple[str, ...]
    files: dict[str, tuple[int, int]]

    @property
    def fingerprint(self) -> str:
        """A hash of the names of the pages, and of size and time of their files: it changes when the input does."""
        return sha256(json.dumps([self.pages, self.files]).encode("ascii")).hexdigest()

    def changed_file(self) -> str:
        """The first file that is not what it was when the shard was cut; empty if all are."""
        return next((file for file, state in self.files.items() if _state(file) != state), "")

    def sizes(self, pages: Iterable[str]) -> dict[str, int]:
        """The bytes of each file that some of its pages lie in."""
        return {file: self.files[file][0] for file in dict.fromkeys(map(_file_of, pages))}


def shards(pages: Iterator[str], size: int) -> Iterator[PageShard]:
    """Shards of ``size`` pages each, the last one of the rest; cut when they are asked for."""
    number = 0
    while some := tuple(islice(pages, size)):
        yield PageShard(number, some, {file: _state(file) for file in dict.fromkeys(map(_file_of, some))})
        number += 1


def _file_of(page: str) -> str:
    from reader.sources.multi_document import split

    record = split(page)
    return record[0] if record else page


def _state(file: str) -> tuple[int, int]:
    try:
        status = os.stat(file)  # noqa: PTH116 - pathlib would rewrite the path
    except (OSError, ValueError):
        return -1, -1
    return status.st_size, status.st_mtime_ns
