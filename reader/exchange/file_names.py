"""Names of files for documents, in formats that are a folder."""

from __future__ import annotations

from reader.store.document_keys import slug


class FileNames:
    """Gives each document a name of its own that every file system takes, also one that knows no capital letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name_of(self, path: str) -> str:
        """A name without ending for the next document, from its path: ``a.html``, and ``a.html-2`` for another one."""
        name, number = slug(path), 1
        while (chosen := name if number == 1 else f"{name}-{number}").casefold() in self._taken:
            number += 1
        self._taken.add(chosen.casefold())
        return chosen
