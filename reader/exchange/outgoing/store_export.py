"""Writes every annotation of a store in one of the formats: for a session, which has no options of a command."""

from __future__ import annotations

from functools import partial
from itertools import chain, count
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.export_lines import Exported, Tick, export_file, readable_documents
from reader.exchange.export_target import write_export
from reader.exchange.formats import USUAL, format_of, names, refuse_missing
from reader.exchange.outgoing.exported_documents import DocumentsToExport, FindNames
from reader.exchange.outgoing.format_writing import WrittenFile
from reader.store.labels.codebook import labels_in_force

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.exchange.format_protocol import Format
    from reader.model.entity import Entity
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store

#: What is said where a format has names and nobody looks for them.
_NO_NAMES = "names not looked for (nrc-reader export does)"


class _NoNames:
    """Finds no names, and knows whether any were asked for."""

    is_asked = False

    def __call__(self, *_: object) -> tuple[Entity, ...]:
        self.is_asked = True
        return ()


class StoreExport:
    """Every annotation of a store, on its way out. It may be used on any thread.

    Args:
        store: whose annotations.
        settings: the labels in force, and the largest file that is read.
        allowed: the files that may be opened for their texts.
        find_names: finds people, organisations and places, for formats that have them; None to leave them out.
    """

    def __init__(
        self, store: Store, settings: Settings, allowed: AllowedFiles, find_names: FindNames | None = None
    ) -> None:
        self._store = store
        self._settings = settings
        self._allowed = allowed
        self._find_names = find_names

    def write(self, path: Path, name: str = USUAL, tick: Tick = lambda *_: None) -> Exported:
        """Write it, whole or not at all, and read it back.

        Args:
            path: of the file, or of a new folder.
            name: of the format.
            tick: called with how many documents are done, and of how many; what it raises ends the work.

        Raises:
            ExchangeError: there is no such format, a library that it needs is missing, the folder is there already, or
                what is read back is not what was written.
            StoreError: the store cannot be read, or the file in it not written.
            OSError: the file cannot be written.
        """
        if name == USUAL:
            return export_file(self._store, path, tick)
        if name not in names():
            raise ExchangeError(f"there is no format {name!r}, only {', '.join(names())}")
        format_ = format_of(name)
        refuse_missing(name, format_)
        if format_.ABOUT.is_folder and self._store.name_beside(path) is not None:
            raise ExchangeError(f"{path}: lies in the store (name a folder outside of it)")
        left_out: list[str] = []
        unsought = _NoNames()
        documents = DocumentsToExport(
            self._store,
            self._allowed,
            self._settings.max_file_bytes,
            find_names=self._find_names or unsought,
            tick=tick,
        )
        for found in readable_documents(self._store, left_out, tick):
            documents.add(found)
        with WrittenFile(name, format_, path.absolute()) as written:
            place = self._put(written, documents, path, format_, tick)
            left_out += [f"{one}: its file cannot be read, and its text is not kept" for one in documents.without_text]
            loss = [*filter(None, [str(written.loss)]), *([_NO_NAMES] if unsought.is_asked else [])]
            return Exported(written.count, place, tuple(left_out), f"{name}: {', '.join(loss)}" if loss else "")

    def _put(self, written: WrittenFile, documents: DocumentsToExport, path: Path, format_: Format, tick: Tick) -> str:
        """Write the documents where they belong; where that is."""
        labels = labels_in_force(self._store, self._settings.labels)
        written.write(
            partial(documents.documents, needs_text=format_.ABOUT.needs_text),
            documents.job(labels),
            lambda: tick(documents.size, documents.size),
        )
        if not format_.ABOUT.is_folder:
            return write_export(self._store, path, written.pieces())
        written.take_to(path.absolute())
        return str(path)


def free_place(folder: Path, name: str) -> Path:
    """Where in a folder there is nothing yet for an export in a format: ``export-conll.conll``, ``export-brat-2``.

    Raises:
        ExchangeError: the format is another package's, and cannot be loaded.
    """
    suffix = format_of(name).ABOUT.suffix
    numbers = chain([""], (f"-{number}" for number in count(2)))
    return next(path for one in numbers if not lexists(path := folder / f"export-{name}{one}{suffix}"))
