"""Writes documents in a format: without what it cannot hold, read back before anybody sees it, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_loss import Loss
from reader.exchange.format_protocol import (
    ExportedDocument,
    ExportJob,
    Fault,
    Format,
    Holds,
    ImportedDocument,
    ImportedLabel,
    NewFile,
    Unit,
)
from reader.exchange.offset_units import OffsetUnits
from reader.exchange.outgoing.document_reduction import DocumentReduction
from reader.model.annotation import DETACHED, Annotation
from reader.system.durable_writes import sync_folder

_PIECE = 1 << 18
#: Of the numbers that passages are counted as.
_MODULUS = 1 << 64


class WrittenFile:
    """Documents in a format, in a temporary place until they are taken to where they belong.

    Args:
        name: of the format, for messages.
        format_: that they are written in.
        beside: a folder is made beside this path, so that it can be renamed to it; None for any place.

    Attributes:
        loss: what of them the format cannot hold.
    """

    def __init__(self, name: str, format_: Format, beside: Path | None = None) -> None:
        self._name = name
        self._format = format_
        about = format_.ABOUT
        parent = beside.parent if beside is not None and about.is_folder else None
        self._folder = TemporaryDirectory(prefix=".nrc-reader-", dir=parent, ignore_cleanup_errors=True)
        self._path = Path(self._folder.name) / f"export{about.suffix}"
        self._written = _Passages(format_.ABOUT.unit)
        self.loss = Loss(self._written.remove)

    def __enter__(self) -> WrittenFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def count(self) -> int:
        """How many annotations are written."""
        return self._written.count

    def write(
        self,
        documents: Callable[[], Iterable[ExportedDocument]],
        job: ExportJob | None = None,
        tick: Callable[[], object] = lambda: None,
    ) -> None:
        """Write all documents, and read them back.

        Args:
            documents: gives them, again as often as it is called.
            job: what is known of the whole export; its loss is set here.
            tick: called for each part that is read back; what it raises ends the work.

        Raises:
            ExchangeError: what is read back is not what was written.
            OSError: there is no room for it.
        """
        written, found = self._written, _Passages(self._format.ABOUT.unit)
        held = _HeldDocuments(documents, self._format.ABOUT.holds, self.loss, written)
        self._write_pieces(self._format.write(held, replace(job or ExportJob(self.loss), loss=self.loss)))
        for one in self._read_back():
            tick()
            if isinstance(one, Fault):
                raise self._wrong(f"{one.place}: {one.what}")
            if isinstance(one, ImportedLabel):
                continue
            try:
                found.add_imported(one)
            except ValueError as error:
                raise self._wrong(f"{one.place}: {error}") from error
        if (found.count, found.sum) != (written.count, written.sum):
            raise self._wrong(f"{written.count} passages were written, and {found.count} are there or others")

    def _read_back(self) -> Iterator[ImportedDocument | ImportedLabel | Fault]:
        try:
            yield from self._format.read(self._path)
        except ExchangeError as error:
            raise self._wrong(str(error)) from error

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the file."""
        with self._path.open("rb") as file:
            while data := file.read(_PIECE):
                yield data

    def take_to(self, folder: Path) -> None:
        """Put the folder where it belongs.

        Raises:
            ExchangeError: something is there already.
            OSError: it cannot be put there.
        """
        if os.path.lexists(folder) and not (folder.is_dir() and next(folder.iterdir(), None) is None):
            raise ExchangeError(f"{folder}: is there already, and not empty (name a new folder, or delete it)")
        for inner, _, files in os.walk(self._path):
            for name in files:
                with (Path(inner) / name).open("rb") as file:
                    os.fsync(file.fileno())
            sync_folder(Path(inner))
        self._path.rename(folder)
        sync_folder(folder.parent)

    def _write_pieces(self, pieces: Iterable[bytes | NewFile]) -> None:
        if not self._format.ABOUT.is_folder:
            with self._path.open("wb") as file:
                file.writelines(one for one in pieces if isinstance(one, bytes))
            return
        self._path.mkdir()
        file_now: BinaryIO | None = None
        try:
            for one in pieces:
                if isinstance(one, NewFile):
                    if file_now is not None:
                        file_now.close()
                    path = self._path / _checked_name(one.name)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    file_now = path.open("xb")
                elif file_now is not None:
                    file_now.write(one)
        finally:
            if file_now is not None:
                with suppress(OSError):  # its buffer may not fit on the disk; whatever failed was raised
                    file_now.close()

    def _wrong(self, what: str) -> ExchangeError:
        return ExchangeError(f"{self._name}: what was written is not right: {what}; nothing is left of it")


class _HeldDocuments:
    """The documents as a format gets them. The first time through, what it is to write and what is lost is counted."""

    def __init__(
        self, documents: Callable[[], Iterable[ExportedDocument]], holds: Holds, loss: Loss, written: _Passages
    ) -> None:
        self._documents = documents
        self._holds = holds
        self._loss: Loss | None = loss
        self._written = written

    def __iter__(self) -> Iterator[ExportedDocument]:
        loss, self._loss = self._loss, None
        reduction = DocumentReduction(self._holds, loss or Loss())
        for document in self._documents():
            held = reduction.reduced(document)
            if loss is not None:
                self._written.add_exported(held)
            yield held


class _Passages:
    """Counts labelled passages, and sums them up to a number that does not depend on their order.

    Args:
        unit: where it is ``NONE``, offsets do not count.
    """

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self.count = self.sum = 0

    def add_exported(self, document: ExportedDocument) -> None:
        """Count what is written."""
        for one in document.annotations:
            self._add(one.label, one.start, one.end, one.quote)

    def remove(self, one: Annotation) -> None:
        """Take one away that was counted, and is not written."""
        self._add(one.label, one.start, one.end, one.quote, -1)

    def add_imported(self, document: ImportedDocument) -> None:
        """Count what was read back; raises ``ValueError`` where a passage is not at its offsets."""
        text = document.text
        unit = document.unit or self._unit
        units = None if text is None else OffsetUnits(text, unit)
        for one in document.spans:
            start, end, quote = one.start, one.end, one.quote
            if text is not None and units is not None and unit is not Unit.NONE and one.anchor != DETACHED:
                start, end = units.code_point(start), units.code_point(end)
                if quote is not None and text[start:end] != quote:
                    raise ValueError("a quote is not at its offsets")
                quote = text[start:end]
            self._add(one.label, start, end, quote or "")

    def _add(self, label: str, start: int, end: int, quote: str, count: int = 1) -> None:
        place = () if self._unit is Unit.NONE else (start, end)
        self.count += count
        self.sum = (self.sum + count * hash((label, quote, *place))) % _MODULUS


def _checked_name(name: str) -> PurePosixPath:
    """The name of a file in the folder; raises ``ValueError`` for one that leads out of it: a fault of the format."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts:
        raise ValueError(f"{name!r} is no name in a folder")
    return path
