"""What a format of annotations is: what it can hold, how it writes documents, and how it reads them.

A format is a module with ``ABOUT``, ``write``, ``read`` and ``recognises``; ``formats/__init__.py`` is the table of
them. A format knows only its own shape; all else is done in one place for all of them. ``outgoing/`` gives it documents
with their texts, takes out and counts what it cannot hold, reads the result back and puts it in its place.
``incoming/`` finds the documents of an import, converts what they say, and saves what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.config.label import Label
from reader.exchange.format_loss import Loss
from reader.model.annotation import EXACT, Annotation, Link
from reader.model.annotation_origin import OWN, Origin
from reader.model.document import Document

if TYPE_CHECKING:
    from reader.model.entity import Entity


class Unit(Enum):
    """What a format counts offsets in, from zero, half-open; the value is what a person calls it."""

    CODE_POINTS = "code points"
    UTF_16 = "UTF-16 units"
    BYTES = "bytes of UTF-8"
    NONE = "no offsets"


class Links(Enum):
    """Which links a format holds; the value is what a person calls it."""

    NONE = "no"
    WITHIN = "in a document"
    ACROSS = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What a format can hold. What it cannot is taken out of a document before the format gets it, and counted.

    Attributes:
        overlap: spans that cross each other.
        nesting: spans inside others, and several on one passage.
        links: which.
        notes: of annotations.
        values: of annotations, such as how confident somebody is.
        speakers: whose words a passage is (``attributed_to``).
        origins: whether an annotation was suggested, how surely, and by what.
        annotators: who made an annotation. A format without them is none the poorer for one annotator's work.
        detached: annotations that have no place in the text; they have the offsets and quote of an earlier one.
        annotations: any at all. A format without them holds labels alone.
    """

    annotations: bool = True
    overlap: bool = False
    nesting: bool = False
    links: Links = Links.NONE
    notes: bool = False
    values: bool = False
    origins: bool = False
    speakers: bool = False
    annotators: bool = False
    detached: bool = False

    @property
    def lacking(self) -> list[str]:
        """What it does not hold, in words for a person; detached annotations apart, which most formats cannot have."""
        if not self.annotations:
            return ["annotations"]
        names = [one for one in ("overlap", "nesting") if not getattr(self, one)]
        names += {Links.NONE: ["links"], Links.WITHIN: ["links to other documents"]}.get(self.links, [])
        return names + [
            one for one in ("notes", "values", "origins", "speakers", "annotators") if not getattr(self, one)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a format without reading or writing a file.

    Attributes:
        what: it is, in one line for a person.
        holds: see there.
        unit: of its offsets.
        suffix: of a file, as ``.jsonl``; empty for a folder.
        is_folder: whether it is a folder of files rather than one file.
        is_text: whether a terminal may show it.
        needs_text: whether a document can be written only with its text. Its annotations then fit that text.
        comes_back: whether ``import`` takes it.
        is_complete: whether nothing is lost: what was imported into an empty store is exported to the same bytes.
        needs: the modules of libraries that it needs and that not everybody has: such of an extra.
    """

    what: str
    holds: Holds
    unit: Unit = Unit.CODE_POINTS
    suffix: str = ""
    is_folder: bool = False
    is_text: bool = True
    needs_text: bool = True
    comes_back: bool = True
    is_complete: bool = False
    needs: tuple[str, ...] = ()


class Facts(NamedTuple):
    """What a document says of itself, as a person corrected it; empty where that is not known."""

    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    language: str = ""
    address: str = ""


@dataclass(frozen=True)
class ExportedDocument:
    """One document as a format gets it, without what the format cannot hold.

    Attributes:
        document: its path and the hash of its bytes.
        title: as corrected.
        text: that the annotations fit, ``text[start:end] == quote`` but for detached ones; empty where the format does
            not ask for it (``About.needs_text``).
        annotations: ordered by start, end, id.
        links: that start in this document, ordered by id.
        notes: what people noted of the whole document, by annotator; only reports have them.
        read_facts, find_entities: behind ``facts`` and ``entities``.
    """

    document: Document
    title: str | None
    text: str
    annotations: Sequence[Annotation]
    links: Sequence[Link]
    notes: Mapping[str, str] = field(default_factory=dict)
    read_facts: Callable[[], Facts] = field(default=Facts, repr=False, compare=False)
    find_entities: Callable[[], Sequence[Entity]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def facts(self) -> Facts:
        """What the document says of itself; its file is read for it."""
        return self.read_facts()

    @cached_property
    def entities(self) -> Sequence[Entity]:
        """The people, organisations and places in the text; searched for when this is asked for."""
        return self.find_entities()


@dataclass(frozen=True, slots=True)
class ExportJob:
    """What a format is told of a whole export before it gets the first document.

    Attributes:
        loss: for what is not written of a document, as a character that a label must not have.
        labels: those that are in force and those that are used, each with key, colour and guideline; a label that
            nobody knows has a name only. In the order of the settings and the store, then by name.
        link_kinds: those that are used, by name.
        annotators: those whose annotations or links are exported, by name; the empty one may be among them.
    """

    loss: Loss
    labels: Sequence[Label] = ()
    link_kinds: Sequence[str] = ()
    annotators: Sequence[str] = ()


class NewFile(NamedTuple):
    """A file begins, in a format that is a folder: its name in it, with ``/`` between folders."""

    name: str


@dataclass(slots=True)
class ImportedSpan:
    """One annotation as a format has it; offsets are in the unit of the format, into the text of its document.

    Attributes:
        label: its name.
        start, end: half-open; both -1 in a format without offsets.
        quote: the passage, where the format repeats it.
        key: what links of the same file call it; the id, where it has one.
        id: a ULID, in formats that hold ids; one is derived from the other fields where it is empty.
        place: where in the file it stands, for messages; empty for the place of the document.
        note, annotator, speaker, created_at, updated_at: empty where the format does not say.
        prefix, suffix, source_start, source_end: None where the format does not say; they follow from the text.
        anchor: as stored; ``detached`` has offsets into an earlier text.
        values: as ``values_of`` gives them.
        origin: as ``origin_of`` gives it.
    """

    label: str
    start: int
    end: int
    quote: str | None = None
    key: str = ""
    id: str = ""
    place: str = ""
    note: str = ""
    annotator: str = ""
    speaker: str = ""
    created_at: str = ""
    updated_at: str = ""
    prefix: str | None = None
    suffix: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    anchor: str = EXACT
    values: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = OWN


@dataclass(slots=True)
class ImportedLink:
    """One link: ``source`` and ``target`` are keys of spans of the same document, or of any other in the file.

    A target may also be the id of an annotation in the store. The id is derived where it is empty. The annotator is
    None where the format has none for links: then it is the one of the passage that the link is from.
    """

    source: str
    target: str
    kind: str
    id: str = ""
    annotator: str | None = None
    created_at: str = ""
    updated_at: str = ""


@dataclass(slots=True)
class ImportedDocument:
    """One document as a format has it, or some of its annotations: one that comes twice is the same document.

    Attributes:
        place: where in the file it stands, for messages, as ``line 3`` or ``a.ann``.
        text: that its spans point into; None in a format that has no texts.
        path, sha256, address, title: as far as the format says them; a document of the store is found by them.
        spans, links: of it.
        unit: of its offsets; None for that of the format.
    """

    place: str
    text: str | None = None
    path: str = ""
    sha256: str = ""
    address: str = ""
    title: str | None = None
    spans: list[ImportedSpan] = field(default_factory=list)
    links: list[ImportedLink] = field(default_factory=list)
    unit: Unit | None = None


class ImportedLabel(NamedTuple):
    """A label that a file describes: ``colour`` is ``#rrggbb`` or empty."""

    name: str
    colour: str = ""
    guideline: str = ""


class Fault(NamedTuple):
    """Something in a file that cannot be used and is left out: where it is, and what is wrong with it.

    Say the same of all faults of a kind: each kind is told once, with its first place and how many there are.
    """

    place: str
    what: str


class Format(Protocol):
    """A module that writes and reads one format."""

    ABOUT: About

    def write(self, documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
        """The bytes of the file, piece by piece; in a folder, a ``NewFile`` before the pieces of each file.

        The same documents give the same bytes. Documents come in a stable order, one after another: ask for the next
        one when the one before is written, so that memory does not grow with the store. A format that needs to look
        ahead may go through them twice: they are then read again.

        Args:
            documents: each with annotations or links. They hold nothing that ``ABOUT.holds`` denies. An annotation that
                cannot be written all the same is given to ``job.loss.leave_out``.
            job: what is known of the whole export.
        """

    def read(self, path: Path) -> Iterator[ImportedDocument | ImportedLabel | Fault]:
        """The documents of a file or folder, the labels that it describes, and what in it cannot be used.

        It also reads back each export: every span that was written has to come, with the same label, passage and, if
        the format has offsets, offsets. So a format that is not for ``import`` has this too.

        Treat the file as hostile: nothing in it is run, fetched or opened.

        Raises:
            ExchangeError: it is not of this format at all; one line without the name of the file.
            OSError: it cannot be read.
        """

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether a file or folder is most likely of this format; ``head`` is how the file begins, up to 64 KiB."""
