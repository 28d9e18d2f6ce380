"""Where a reader left off: which documents were open, and the offset in each. Not the truth: losing it loses no tag."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from reader.store.store_folder import hidden_path

#: Documents whose place is remembered; the ones not opened for longest are forgotten first.
REMEMBERED = 10_000


@dataclass(slots=True)
class ReadingPositions:
    """Reading positions by the SHA-256 of the document's bytes, and the documents last shown, one a pane.

    Attributes:
        offsets: into ``Article.text``.
        shown: paths.
        begun: where documents lie in which somebody has gone on from the start; the keys alone count.
        start: path and annotation, or the beginning of its id, at which this session begins; empty once it was gone to.
            It is never kept.
    """

    offsets: dict[str, int] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    begun: dict[str, None] = field(default_factory=dict)
    start: tuple[str, str] | None = None

    def begin_at(self, path: str, identifier: str) -> None:
        """Begin this session at an annotation of the document at ``path``, which comes up first."""
        self.start = (path, identifier)
        self.shown = [path, *self.shown]

    def copy(self) -> ReadingPositions:
        """The same again, for another thread."""
        return ReadingPositions(dict(self.offsets), list(self.shown), dict(self.begun))

    def remember(self, sha256: str, offset: int, location: str = "") -> None:
        """The reader is at ``offset`` of ``Article.text`` in this document, which lies at ``location``."""
        self.offsets.pop(sha256, None)
        self.offsets[sha256] = offset
        while len(self.offsets) > REMEMBERED:
            del self.offsets[next(iter(self.offsets))]
        if offset and location:
            self.begun.pop(location, None)
            self.begun[location] = None
            while len(self.begun) > REMEMBERED:
                del self.begun[next(iter(self.begun))]


def load_positions(hidden_folder: Path) -> ReadingPositions:
    """What was remembered; nothing where there is no file, or where it cannot be understood."""
    try:
        found = json.loads(hidden_path(hidden_folder, "places.json").content())
        offsets = {str(key): int(offset) for key, offset in found["offsets"].items() if int(offset) >= 0}
        shown = found["shown"] if isinstance(found["shown"], list) else []
        begun = found.get("begun", [])
        return ReadingPositions(
            offsets, [one for one in shown if isinstance(one, str)], {str(one): None for one in begun}
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return ReadingPositions()


def save_positions(hidden_folder: Path, places: ReadingPositions) -> None:
    """Remember; raises ``OSError`` where the folder cannot be written."""
    text = json.dumps({"offsets": places.offsets, "shown": places.shown, "begun": list(places.begun)}, indent=0)
    hidden_path(hidden_folder, "places.json").write(f"{text}\n".encode())
