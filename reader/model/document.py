"""A document as the store knows it, alone and with its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.model.annotation import Annotation, Decision, Link


@dataclass(frozen=True, slots=True)
class Document:
    """The identity of a document in the store.

    Attributes:
        key: its name in the store; None before its first save.
        path: as it was opened when it was last saved; ``document`` in the export.
        sha256: of the file's bytes, in hexadecimal.
        title: None if the page has none.
        location: the absolute path to the file, seen from the store's present place; empty if unknown, then ``path`` is
            used. It is unsafe to show.
        apart: whether to make a new document even if another one was last opened at this path.
    """

    key: str | None
    path: str
    sha256: str
    title: str | None = None
    location: str = field(default="", compare=False)
    apart: bool = field(default=False, compare=False)

    @property
    def source(self) -> str:
        """The path to the file as the system names it, where that is known; unsafe to show."""
        return self.location or self.path


@dataclass(frozen=True, slots=True)
class Stored:
    """One document with its annotations (ordered by start, end, id), its links and decisions (ordered by id).

    Attributes:
        document, annotations, links, decisions: their present state.
        deleted: when each deleted record was deleted, by its id.
        notices: messages for the user about the file, one line each, such as what was restored or kept aside.
        is_whole: whether all rows could be read; rows that could not be read stay in the file unchanged.
    """

    document: Document
    annotations: tuple[Annotation, ...]
    links: tuple[Link, ...]
    decisions: tuple[Decision, ...] = ()
    deleted: Mapping[str, str] = field(default_factory=dict, compare=False)
    notices: tuple[str, ...] = field(default=(), compare=False)
    is_whole: bool = field(default=True, compare=False)
