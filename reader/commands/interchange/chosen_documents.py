"""The documents that a command writes, as the options choose them: in the order of an export, with texts and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.environment import complain
from reader.commands.interchange.selection_options import nothing_found, selected_documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.commands.interchange.selection_options import Asked
    from reader.exchange.outgoing.exported_documents import DocumentsToExport


def chosen_documents(
    asked: Asked, failed: list[str], tick: Callable[[int, int], object], *, with_names: bool = False
) -> DocumentsToExport:
    """Go through the store once; what is found there is ready to be written. Where nothing is, that is said.

    Args:
        asked: what is wanted of which store.
        failed: gets the keys of documents that could not be read completely.
        tick: called with how many documents are done, and of how many, also later while they are written.
        with_names: whether people, organisations and places are found where ``ExportedDocument.entities`` is asked for.

    Raises:
        CommandError: as ``selected_documents``.
    """
    from reader.exchange.outgoing.exported_documents import DocumentsToExport
    from reader.exchange.outgoing.exported_names import names_finder
    from reader.store.allowed_files import AllowedFiles

    settings, store, selection = asked
    allowed = AllowedFiles(store.project_folder(), selection.documents)
    find_names = names_finder(settings) if with_names else lambda *_: ()
    documents = DocumentsToExport(store, allowed, settings.max_file_bytes, selection.of, find_names, tick)
    for found in selected_documents(asked, failed, tick):
        documents.add(found)
    if not documents.count and not failed and (line := nothing_found(asked)):
        complain(line)
    return documents


def say_without_text(documents: DocumentsToExport, name: str) -> None:
    """Name the documents that ``name`` cannot have, because their texts are not known."""
    if paths := documents.without_text:
        more = f", and {len(paths) - 1} more documents" if paths[1:] else ""
        complain(f"{paths[0]}: left out of {name}: its file cannot be read, and its text is not kept{more}")
