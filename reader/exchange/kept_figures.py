"""What was counted in each document, kept beside the store, so that only documents that changed are counted again.

Never the truth: what is kept of a document counts only while its files are what they were, and the file may be deleted
at any time (see ``DocumentScan.stamps``). A document that anything is to be said of is never kept.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.exchange.store_statistics import DocumentFigures, LabelCount, figures_of
from reader.store.record_checks import RepeatedIds, numbers_of
from reader.system.json_text import json_text

if TYPE_CHECKING:
    from reader.model.document import Stored
    from reader.store.store_protocol import DocumentScan
    from reader.system.guarded_path import StorePath

#: The name of the file in the store's cache folder.
FILE = "figures.jsonl"
_VERSION = 3


class KeptDocument(NamedTuple):
    """What is kept of one document: its stamps, what was counted in it, the ids of its annotations as numbers."""

    stamps: Any
    figures: DocumentFigures
    ids: bytes


class KeptFigures:
    """The figures of a store's documents.

    Args:
        path: of the file; None where nothing is kept.
        address: of the store. What was kept of a store that was elsewhere does not count: it names places.
    """

    def __init__(self, path: StorePath | None, address: str) -> None:
        self._path, self._address = path, address
        self._repeated, self._before = _read(path, address)
        self._now: dict[str, KeptDocument] = {}
        self._others: list[bytes] = []
        self._is_same = True

    def figures(self, key: str, scan: DocumentScan, load: Callable[[str], Stored]) -> Stored | DocumentFigures:
        """What is counted in a document; in full where something may have to be said of it. Each document once.

        Args:
            key: of the document.
            scan: reads it, if it has to be read.
            load: reads it in full, and raises ``StoreError``.
        """
        stamps, before = scan.stamps(key), self._before.get(key)
        if before is not None and before.stamps == stamps:
            self._now[key] = before
            return before.figures
        self._is_same = False
        found = scan.texts(key)
        if found is None:
            stored = load(key)
            self._others.append(numbers_of(stored))
            return stored
        self._now[key] = KeptDocument(stamps, figures_of(found), numbers_of(found))
        return self._now[key].figures

    def repeated(self) -> int:
        """How many annotations are in two documents, after every document was asked for."""
        if not self._is_all_the_same():
            with RepeatedIds() as ids:
                for numbers in (*(one.ids for one in self._now.values()), *self._others):
                    ids.add_numbers(numbers)
                self._repeated = ids.count()
        return self._repeated

    def keep(self) -> None:
        """Write what can be kept, if it is something else than before; without it the next time takes longer."""
        if self._path is None or self._is_all_the_same() or not self._path.parent.parent.is_folder():
            return
        repeated = self.repeated()
        settled = {key: one for key, one in self._now.items() if one.stamps is not None}
        is_all = not self._others and len(settled) == len(self._now)
        lines = [json_text({"version": _VERSION, "store": self._address, "repeated": repeated if is_all else None})]
        lines += [
            json_text([key, one.stamps, *one.figures, b64encode(one.ids).decode()]) for key, one in settled.items()
        ]
        with suppress(OSError):
            self._path.write("".join(f"{line}\n" for line in lines).encode(), lasting=False)

    def _is_all_the_same(self) -> bool:
        return self._is_same and self._repeated >= 0 and self._now.keys() == self._before.keys()


def _read(path: StorePath | None, address: str) -> tuple[int, Mapping[str, KeptDocument]]:
    """How many ids were in two documents, -1 where that is not known, and what was kept; nothing of a damaged file."""
    if path is None:
        return -1, {}
    try:
        head, *lines = path.content().decode().splitlines()
        about = json.loads(head)
        if about["version"] != _VERSION or about["store"] != address:
            return -1, {}
        repeated = about["repeated"]
        return repeated if isinstance(repeated, int) else -1, dict(map(_document, lines))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return -1, {}


def _document(line: str) -> tuple[str, KeptDocument]:
    """What a line keeps of which document; raises ``ValueError``, ``TypeError``."""
    key, stamps, path, source, is_finished, links, counts, speakers, days, origins, ids = json.loads(line)
    rows = [_row(*row) for row in counts]
    if not (all(isinstance(one, str) for one in (key, path, source)) and stamps):
        raise ValueError("is no document")
    more = (_counts(links), rows, _counts(speakers), _counts(days), _counts(origins))
    return key, KeptDocument(stamps, DocumentFigures(path, source, bool(is_finished), *more), b64decode(ids))


def _counts(found: Any) -> dict[str, int]:
    if not isinstance(found, dict) or not all(isinstance(one, int) for one in found.values()):
        raise ValueError("is no table of counts")
    return found


def _row(label: Any, annotator: Any, has_note: Any, anchor: Any, count: Any) -> LabelCount:
    if not all(isinstance(one, str) for one in (label, annotator, anchor)) or not isinstance(count, int):
        raise ValueError("is no count")
    return label, annotator, bool(has_note), anchor, count
