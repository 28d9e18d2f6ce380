"""Writes one of the tables of annotations as CSV beside the documents of the store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reader.analysis.quotation_rows import COLUMNS, Cell
from reader.exchange.formats.quotation_table import as_csv, rows_of
from reader.exchange.outgoing.exported_documents import DocumentsToExport
from reader.model.document import Stored
from reader.store.allowed_files import AllowedFiles
from reader.store.store_protocol import Store
from reader.system.stdio import counted


def write_table(store: Store, name: str, columns: Iterable[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write it to ``NAME.csv``, whole or not at all; one line for a person. Raises ``StoreError``."""
    written = 0

    def taken() -> Iterator[Sequence[Cell]]:
        nonlocal written
        for row in rows:
            written += 1
            yield row

    place = store.write_beside(f"{name}.csv", as_csv(columns, taken()))
    return f"{counted(written, 'row')} written to {place}"


def write_quotations(
    store: Store, chosen: Mapping[str, Collection[str]], max_bytes: int, tick: Callable[[int, int], object]
) -> str:
    """Write quotations, with all that is known of them, as ``nrc-reader table quotations -f csv`` does.

    Args:
        store: that they are in.
        chosen: the ids of annotations, by the keys of their documents.
        max_bytes: larger files are not read for what a document says of itself.
        tick: called with how many documents are done, and of how many.

    Returns:
        One line for a person.

    Raises:
        StoreError: the store cannot be read, or the file not be written.
    """

    def selected(stored: Stored) -> Stored:
        ids = chosen.get(str(stored.document.key), ())
        return replace(stored, annotations=tuple(one for one in stored.annotations if one.id in ids))

    documents = DocumentsToExport(store, AllowedFiles(store.project_folder()), max_bytes, selected, tick=tick)
    for done, key in enumerate(chosen):
        tick(done, len(chosen))
        documents.add(selected(store.load(key, with_copies=True)))
    return write_table(store, "quotations", COLUMNS, rows_of(documents.documents(needs_text=False)))
