"""A document in the list of documents, and the same once it was read."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reader.annotations.document_records import DocumentRecords
from reader.annotations.metadata_corrections import FIELDS, METADATA, authors_in, stated_in
from reader.annotations.name_decisions import NAME, corrections_in
from reader.model.annotation import Decision
from reader.model.article import Article
from reader.model.document import Document
from reader.sources.opening import is_url
from reader.sources.standard_input import STANDARD_INPUT
from reader.store.override_records import ENCODING, LINE, as_decided, chosen_encoding
from reader.system.safe_text import safe_text

if TYPE_CHECKING:
    from reader.model.entity import Entity


@dataclass(slots=True, eq=False)
class OpenDocument:
    """One document that has been read.

    Attributes:
        article: as it is shown: cleaned, with what a person corrected: lines put back or dropped, title, authors, date.
        document: as the store knows it.
        records: its annotations.
        entities: None until they are known; as a person corrected them.
        notice: one line that the reader should see when it comes up, else empty.
        closed: why nothing can be tagged in it, one line; empty where it can.
        cleaned: as cleaned, before a person corrected anything; None where nobody did.
        found: the names as they were found, before they were corrected; None until they are known.
        rejected: what was found and is no name, as a person said.
        said: the decisions that ``entities`` heed.
        read: reads it again in a codec, or with an empty name in the one that is found; None if it cannot be.
        encoding: the codec that a person chose and it is read in; empty for the one that was found.
        named: the codec that it is read in since the command line says so; empty where that says nothing, and in
            formats that say it themselves.
        readings: as cleaned, by the codec that was chosen; as far as it was read in them.
        names_notice: what keeps the names from being better, else empty.
    """

    article: Article
    document: Document
    records: DocumentRecords
    entities: Sequence[Entity] | None = None
    notice: str = ""
    closed: str = ""
    cleaned: Article | None = None
    found: Sequence[Entity] | None = None
    rejected: Sequence[Entity] = ()
    said: Sequence[Decision] = ()
    names_notice: str = ""
    read: Callable[[str], Article | None] = lambda _: None
    encoding: str = ""
    named: str = ""
    readings: dict[str, Article] = field(default_factory=dict, repr=False)

    def correct_names(self) -> None:
        """Lay what a person said about names over those that were found."""
        self.said = self.said_of_names
        if self.found is None or not self.said:
            self.entities, self.rejected = self.found, ()
            return
        from reader.entities.corrected_entities import corrected, stated_people

        known = stated_people(authors_in(self.said))
        self.entities, self.rejected = corrected(self.found, self.article.text, corrections_in(self.said), known)

    @property
    def said_of_names(self) -> Sequence[Decision]:
        """The decisions that tell of names: corrections of them, and who the authors are."""
        authors = [one for one in self.records.decisions(METADATA) if one.data.get("field") == "authors"]
        return [*self.records.decisions(NAME), *authors]

    @property
    def stated(self) -> Mapping[str, Any]:
        """The title, authors and date that a person stated, by field; see ``metadata_corrections``."""
        return stated_in(self.records.decisions(METADATA))

    @property
    def _decided(self) -> Sequence[Decision]:
        """The decisions that the article heeds, whatever its encoding."""
        return [*self.records.decisions(LINE), *self.records.decisions(METADATA)]

    def in_encoding(self, encoding: str) -> Article | None:
        """The document as cleaned in a codec, or with an empty name in the one that is found; None if it is not here.

        It is kept, for the step that chooses it and for undo.
        """
        self.readings.setdefault(self.encoding, self.cleaned or self.article)
        if encoding not in self.readings and (article := self.read(encoding)):
            self.readings[encoding] = article
        return self.readings.get(encoding)

    def _is_read_anew(self) -> bool:
        """Take the text in the encoding that the records say now; whether it is another one than before."""
        wanted = chosen_encoding(self.records.decisions(ENCODING))
        cleaned = self.in_encoding(wanted) if wanted != self.encoding else None
        if cleaned is None:
            return False
        if cleaned is (self.cleaned or self.article):  # the choice is kept, or taken back, of what is read so anyway
            self.encoding = wanted
            return False
        self.encoding, self.cleaned = wanted, cleaned
        self.article = as_decided(cleaned, self._decided)
        self.found = self.entities = None
        self.records = self.records.in_article(self.article)
        self.document = replace(self.document, title=cleaned.title)
        return True

    def reshape(self) -> bool:
        """Correct encoding, lines, title, authors and date as the records say; whether the text is another by it."""
        is_other = self._is_read_anew()
        decisions = self._decided
        if not decisions and self.cleaned is None:
            return is_other
        cleaned = self.cleaned or self.article
        article = as_decided(cleaned, decisions)
        if article.blocks == self.article.blocks:  # the same text, which nobody has to draw or read again
            about = {field: getattr(article, field) for field in FIELDS}
            if about != {field: getattr(self.article, field) for field in FIELDS}:
                self.cleaned, self.article = cleaned, replace(self.article, **about)
            return is_other
        self.cleaned, self.article = cleaned, article
        self.found = self.entities = None
        self.records.article = article
        return True

    @property
    def sha256(self) -> str:
        """Names the document while it is open."""
        return self.article.page.sha256


@dataclass(slots=True, eq=False)
class LibraryEntry:
    """One file in the documents list.

    Attributes:
        path: as it was opened.
        problem: why it was left out, one line; empty for one that can be read.
        opened: None until it is first shown.
        stamp: the file's time and size when it was read.
        seen: the time and size of the file as it was last compared with what is open.
        place: among all, counted from 0.
        title: where it is known, also from the store, or from when it was in memory.
        duplicate_of: a document before it that has the same text, None until one is found.
    """

    path: str
    problem: str = ""
    opened: OpenDocument | None = field(default=None, repr=False)
    stamp: tuple[int, int] | None = None
    seen: tuple[int, int] | None = None
    place: int = 0
    title: str = ""
    duplicate_of: LibraryEntry | None = field(default=None, repr=False)
    _location: str | None = field(default=None, repr=False)

    @property
    def location(self) -> str:
        """Where the file lies; see ``location_of``. Asked of every file whenever some of the store was read."""
        if self._location is None:
            self._location = location_of(self.path)
        return self._location

    @property
    def name(self) -> str:
        """The title where it is known, else the file's name; safe to print."""
        title = self.opened.article.title if self.opened else self.title
        return title or safe_text(Path(self.path).name)

    @property
    def source(self) -> str:
        """Where it is from, in short: the host of an address, else the file's name; safe to print."""
        if is_url(self.path):
            return safe_text(urlsplit(self.path).hostname or self.path)
        return "standard input" if self.path == STANDARD_INPUT else safe_text(Path(self.path).name)


def location_of(path: str) -> str:
    """Where a file lies, whatever its name; empty for what is no file."""
    return "" if path == STANDARD_INPUT or is_url(path) else os.path.abspath(path)  # noqa: PTH100 - names may be no text


def heading(entry: LibraryEntry | None, opened: OpenDocument | None, *, is_title_seen: bool) -> str:
    """What stands over a text: where it is from and when it appeared; or its title, where that cannot be seen.

    What a person stated stands there in any case, since the text may say something else.
    """
    if entry is None or opened is None:
        return entry.name if entry is not None else ""
    stated, article = opened.stated, opened.article
    is_named = not is_title_seen or "title" in stated
    authors = ", ".join(article.authors) if "authors" in stated else ""
    date = article.published if is_title_seen or "published" in stated else None
    return " · ".join(part for part in (entry.name if is_named else entry.source, date, authors) if part)


def stamp_of(path: str) -> tuple[int, int] | None:
    """A file's time and size; None where there is none."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size
