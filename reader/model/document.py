"""What the store knows of one document, and what it gives back of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.model.annotation import Annotation, Decision, Link


@dataclass(frozen=True, slots=True)
class Document:
    """What the store knows of one document.

    Attributes:
        key: names it in the store; None before its first save.
        path: as it was opened when it was last saved; ``document`` in the export.
        sha256: of the file's bytes, in hexadecimal.
        title: None where the page had none.
        location: the absolute path to the file as the system names it, seen from where the store is now; empty where
            it is not known, and ``path`` will do. Not for the screen: it may hold anything.
        apart: whether it is to be a document of its own even where another one was last opened at this path.
    """

    key: str | None
    path: str
    sha256: str
    title: str | None = None
    location: str = field(default="", compare=False)
    apart: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """One document with its annotations (ordered by start, end, id), its links and decisions (ordered by id).

    Attributes:
        document, annotations, links, decisions: as they are now.
        deleted: when each deleted record was deleted, by its id.
        notices: what a person should be told of its file, one line each: what was brought back, what is kept aside.
        is_whole: whether all of it could be read; rows that could not stay in the file as they are.
    """

    document: Document
    annotations: tuple[Annotation, ...]
    links: tuple[Link, ...]
    decisions: tuple[Decision, ...] = ()
    deleted: Mapping[str, str] = field(default_factory=dict, compare=False)
    notices: tuple[str, ...] = field(default=(), compare=False)
    is_whole: bool = field(default=True, compare=False)
