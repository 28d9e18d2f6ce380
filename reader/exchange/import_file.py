"""A file of annotations, read document by document, in memory that does not grow with the file.

It is read twice: first to say what in it cannot be used, before anything is saved, and to know where the rows of each
document are; then again, a document at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Self

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.exported_rows import ExportedRows
from reader.exchange.jsonl import LONGEST_LINE, Incoming, lines_in, read_lines, read_objects
from reader.exchange.returned_rows import whole_rows

if TYPE_CHECKING:
    from typing import BinaryIO

#: Rows after which it is told how many have been read.
_OFTEN = 256
#: What one document is told from others by: its path and the hash of its bytes.
_Which = tuple[str, str]


class ImportFile:
    """The annotations of one file.

    Args:
        file: open, from its beginning; a pipe is copied to a temporary file first.
        name: for messages.

    Attributes:
        count: of rows that can be used, after ``look``.
        documents: that they are about, after ``look``.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._copy: IO[bytes] | None = None
        self._file: IO[bytes] = file if file.seekable() else self._copied(file)
        self._name = name
        self._start = self._file.tell()  # a shell may have read some of its input
        self._offsets: dict[_Which, array[int]] = {}
        self._held: dict[_Which, list[Incoming]] = {}
        self._exported = ExportedRows()
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._copy is not None:
            with suppress(OSError):
                self._copy.close()

    @property
    def documents(self) -> int:
        """See the class."""
        return len(self._offsets) + len(self._held)

    def look(self, tick: Callable[[int], object] = lambda _: None) -> Iterator[ExchangeError]:
        """What in the file cannot be used, in order.

        Args:
            tick: called now and then with the number of rows so far.
        """
        self._file.seek(self._start)
        lines = _Lines(self._file)
        together, rest = whole_rows(lines, LONGEST_LINE)
        if together is not None:  # they are in memory already
            for one in read_objects(together, self._name):
                if isinstance(one, Incoming):
                    self._held.setdefault(_which(one), []).append(one)
                    self.count += 1
                else:
                    yield one
            return
        end = self._start
        for number, data in enumerate(rest, 1):
            at = end + lines.skipped.get(number - 1, 0)
            end = at + len(data)
            if not number % _OFTEN:
                tick(self.count)
            which = self._exported.document(data)
            for one in () if which is not None else read_lines([data], self._name, number):
                if isinstance(one, Incoming):
                    which = _which(one)
                else:
                    yield one
            if which is not None:
                self._offsets.setdefault(which, array("Q")).append(at)
                self.count += 1

    def groups(self) -> Iterator[list[Incoming]]:
        """The rows of each document, in the order in which the documents come first; each once, after ``look``.

        A row that the file does not have any more, because somebody wrote it meanwhile, is left out.
        """
        yield from self._held.values()
        for which, offsets in self._offsets.items():
            found = (self._row(self._line(offset)) for offset in offsets)
            group = [one for one in found if one is not None and _which(one) == which]
            if group:
                yield group

    def _row(self, data: bytes) -> Incoming | None:
        if (found := self._exported.row(data)) is not None:
            return found
        return next((one for one in read_lines([data], self._name) if isinstance(one, Incoming)), None)

    def _line(self, offset: int) -> bytes:
        self._file.seek(offset)
        return self._file.readline(LONGEST_LINE + 1)

    def _copied(self, file: BinaryIO) -> IO[bytes]:
        import shutil
        from tempfile import TemporaryFile

        self._copy = TemporaryFile()  # noqa: SIM115 - closed by ``__exit__``
        shutil.copyfileobj(file, self._copy)
        self._copy.seek(0)
        return self._copy


def _which(one: Incoming) -> _Which:
    return one.document.path, one.document.sha256


class _Lines(Iterator[bytes]):
    """The lines of a file, and how many bytes of which lines were too many and are left out."""

    def __init__(self, file: Any) -> None:
        self._lines, self._number = lines_in(file, self._skip), 0
        self.skipped: dict[int, int] = {}

    def _skip(self, size: int) -> None:
        self.skipped[self._number] = self.skipped.get(self._number, 0) + size

    def __next__(self) -> bytes:
        data = next(self._lines)
        self._number += 1
        return data
