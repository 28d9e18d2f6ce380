"""Has a folder store write its files now, as it does by itself once a document has rested."""

from reader.store.folder_store import FolderStore


def write_files(store: FolderStore) -> None:
    """Write every file that is behind its journal; the journals stay."""
    for key in list(store._documents._due):
        store._documents.rewrite(key)
