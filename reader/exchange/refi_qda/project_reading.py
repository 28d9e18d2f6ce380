"""Reads projects and codebooks of REFI-QDA, also such that other programs wrote or changed.

A passage that is as this program wrote it keeps its date, so that it never undoes what was changed here since. One that
was changed elsewhere has none, and counts as of the moment of the file.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote

from reader.exchange.bounded_file import whole_file
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import Fault, ImportedDocument, ImportedLabel, ImportedLink, ImportedSpan
from reader.exchange.refi_qda.codes import code_names, imported_labels
from reader.exchange.refi_qda.guids import coding_guid, id_of_guid, place_digest, place_in
from reader.exchange.refi_qda.project_writing import SOURCES, SPEAKER
from reader.exchange.refi_qda.project_xml import Coding, ProjectXml, Selection, Source
from reader.exchange.refi_qda.selection_positions import Named, SelectionPositions
from reader.model.annotation import now
from reader.sources.archives import Archive, Bounds
from reader.sources.formats.safe_xml import parse
from reader.sources.source_error import SourceError

#: A project of a hundred thousand documents is not a bomb; one of more is.
_BOUNDS = Bounds(members=200_000, member_bytes=1 << 29, total_bytes=1 << 32)
#: The most elements of a project; a passage has three to five.
_MOST_ELEMENTS = 8_000_000
_INTERNAL = "internal://"


def read_project(path: Path) -> Iterator[ImportedDocument | ImportedLabel | Fault]:
    """The documents of a ``.qdpx`` file as ``Format.read`` gives them; offsets are code points."""
    with path.open("rb") as file:
        try:
            archive = _archive(file)
            project = _parsed(archive.read(_project_name(archive)))
            if not project.is_project:
                raise ExchangeError("has no project of REFI-QDA in it")
            yield from imported_labels(project.codes)
            yield from _ProjectReading(project, archive).documents()
        except SourceError as error:
            raise _refusal(error) from error


def read_codebook(path: Path) -> Iterator[ImportedLabel]:
    """The labels of a ``.qdc`` file, or raises ``ExchangeError``."""
    try:
        found = _parsed(whole_file(path))
    except SourceError as error:
        raise _refusal(error) from error
    if not (found.is_codebook or found.is_project):
        raise ExchangeError("is no codebook of REFI-QDA")
    yield from imported_labels(found.codes)


def _refusal(error: SourceError) -> ExchangeError:
    return ExchangeError(f"{error.what}{f' ({error.advice})' if error.advice else ''}; nothing was imported")


def _archive(file: BinaryIO) -> Archive:
    archive = Archive(file, "", _BOUNDS)
    for name in archive.names:
        place = name.replace("\\", "/")
        if place.startswith("/") or ".." in place.split("/") or place[1:2] == ":":
            raise SourceError("", "has a file in it whose name leads out of it", "it is not opened, for safety")
    archive.refuse_bombs()
    return archive


def _project_name(archive: Archive) -> str:
    if name := archive.find_name("project.qde"):
        return name
    found = [name for name in archive.names if name.lower().endswith(".qde")]
    if len(found) != 1:
        raise ExchangeError("has no project of REFI-QDA in it")
    return found[0]


def _parsed(data: bytes) -> ProjectXml:
    found = ProjectXml()
    if rest := parse(data, found, "", most=_MOST_ELEMENTS):
        raise SourceError("", "is too large", rest)
    return found


class _ProjectReading:
    """One project, and the file that it is in."""

    def __init__(self, project: ProjectXml, archive: Archive) -> None:
        self._project = project
        self._archive = archive
        self._names = {_misread(name): name for name in archive.names}
        self._codes = code_names(project.codes)
        self._speakers = {
            guid: case.name
            for case in reversed(project.cases)
            if case.description.strip() == SPEAKER
            for guid in case.selections
        }
        self._used_notes: set[str] = set()
        self._keys: dict[str, str] = {}

    def documents(self) -> Iterator[ImportedDocument | Fault]:
        project = self._project
        yield from project.faults
        for source in project.sources:
            for selection in source.selections:
                self._keys[selection.guid] = selection.guid
                first = _first(selection)
                self._keys |= {one.guid: _key(selection, one, first) for one in selection.codings}
        links: dict[str, list[ImportedLink]] = {}
        for link in project.links:
            origin, target = self._keys.get(link.origin, ""), self._keys.get(link.target, "")
            if not (origin and target):
                yield Fault(f"Link {link.guid}", "is a link between other things than passages")
            elif not link.name.strip():
                yield Fault(f"Link {link.guid}", "is a link without a name")
            else:
                links.setdefault(origin, []).append(ImportedLink(origin, target, link.name, id_of_guid(link.guid)))
        counts = Counter(source.name for source in project.sources)
        for source in project.sources:
            if source.selections:
                yield from self._document(source, links, is_alone=counts[source.name] == 1)
        for guid in (one for one in project.notes if one not in self._used_notes):
            yield Fault(f"Note {guid}", "is a note of something else than a passage")

    def _document(
        self, source: Source, links: dict[str, list[ImportedLink]], *, is_alone: bool
    ) -> Iterator[ImportedDocument | Fault]:
        place = f"source {source.name or source.guid}"
        try:
            written = self._text(source)
        except ValueError as error:
            yield Fault(place, str(error))
            return
        named: list[tuple[Selection, Named]] = []
        for one in source.selections:
            places = (place_in(each.guid, id_of_guid(one.guid)) for each in one.codings)
            try:
                start, end = _position(one.start), _position(one.end)
                named.append((one, Named(start, end, one.name, next(filter(None, places), b""))))
            except ValueError as error:
                yield Fault(place, str(error))
        positions = SelectionPositions(written, (each for _, each in named))
        about = {self._project.variables.get(guid, ""): text for guid, text in source.variables.items()}
        sha256 = about.get("sha256", "")
        name = source.name if is_alone and not sha256 else ""
        document = ImportedDocument(
            place,
            positions.text,
            about.get("document", "") or name,
            sha256,
            about.get("address", ""),
            source.name or None,
        )
        for selection, each in named:
            try:
                start, end = positions.offset(each.start), positions.offset(each.end)
                document.spans += self._spans(selection, positions.text, start, end, place)
            except ValueError as error:
                yield Fault(place, str(error))
        document.links += [link for span in document.spans for link in links.get(span.key, ())]
        yield document

    def _spans(self, selection: Selection, text: str, start: int, end: int, place: str) -> Iterator[ImportedSpan]:
        """The annotations that a selection is: one for each of its codes."""
        if start >= end:
            raise ValueError("a passage ends before it begins")
        if not selection.codings:
            raise ValueError("a passage has no code")
        first = _first(selection)
        of_selection = [self._note(guid) for guid in selection.notes]
        for coding in selection.codings:
            if coding.code not in self._codes:
                raise ValueError("a code is not in the codebook")
            notes = [selection.description, *of_selection, *(self._note(guid) for guid in coding.notes)]
            user = selection.user or coding.user
            span = ImportedSpan(
                self._codes[coding.code],
                start,
                end,
                text[start:end],
                key=_key(selection, coding, first),
                id=id_of_guid(_key(selection, coding, first)),
                place=place,
                note="\n\n".join(one for one in notes if one),
                annotator=self._project.users.get(user, ""),
                speaker=self._speakers.get(selection.guid, ""),
                created_at=_moment(selection.created or coding.created),
            )
            place_now = place_digest(start, end, text[start:end])
            said = (span.label, span.note, span.speaker, span.annotator)
            if coding.guid == coding_guid(span.id, place_now, *said):
                span.updated_at = _moment(selection.modified)
            yield span

    def _note(self, guid: str) -> str:
        note = self._project.notes.get(guid)
        if note is None:
            return ""
        self._used_notes.add(guid)
        return self._text(note).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def _text(self, source: Source) -> str:
        """The text of a source or note, as it is; raises ``ValueError`` where it has none."""
        if source.content is not None and not source.path:
            return source.content
        if not source.path:
            raise ValueError("has no plain text")
        if not source.path.lower().startswith(_INTERNAL):
            raise ValueError("its text is not in the file, and nothing else is opened")
        name = self._member(source.path[len(_INTERNAL) :])
        if not name:
            raise ValueError("its text is missing in the file")
        try:
            data = self._archive.read(name)
        except SourceError as error:
            raise ValueError(f"its text {error.what}") from error
        try:
            return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
        except UnicodeDecodeError as error:
            raise ValueError("its text is not UTF-8") from error

    def _member(self, path: str) -> str:
        """The name of a member in the ZIP file: programs write it with or without the folder, and escaped or not."""
        for spelling in dict.fromkeys((path, unquote(path))):
            bare = posixpath.basename(spelling.replace("\\", "/"))
            for name in (spelling, f"{SOURCES}{spelling}", f"{SOURCES}{bare}"):
                if found := self._archive.find_name(name) or self._names.get(name, ""):
                    return found
        return ""


def _first(selection: Selection) -> Coding | None:
    """The code of a selection that was there first: the one that was written for its annotation, if that is left."""
    identifier = id_of_guid(selection.guid)
    ours = (one for one in selection.codings if place_in(one.guid, identifier))
    return next(ours, selection.codings[0] if selection.codings else None)


def _key(selection: Selection, coding: Coding, first: Coding | None) -> str:
    """The GUID that an annotation is known by: that of the selection for the code that was there first."""
    return selection.guid if coding is first else coding.guid


def _misread(name: str) -> str:
    """The name of a member whose archive does not say that it is UTF-8."""
    try:
        return str(PurePosixPath(name.encode("cp437").decode("utf-8")))
    except UnicodeError:
        return name


def _position(text: str) -> int:
    bare = text.strip()
    if not (bare.isascii() and bare.isdigit() and len(bare) < 17):
        raise ValueError("a position is not a whole number")
    return int(bare)


def _moment(text: str) -> str:
    """A date as annotations have it, in UTC; empty for one to come, or for what is none."""
    try:
        found = datetime.fromisoformat(text.strip())
        if text.endswith("Z"):
            return text if text <= now() else ""
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        written = found.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return ""
    return written if written <= now() else ""
