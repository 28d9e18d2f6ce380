"""Writes a project of REFI-QDA: a ZIP file with ``project.qde`` and each text under ``sources/``.

The standard wants the parts of the XML in an order in which speakers come before passages and notes after them. So
passages and notes wait in temporary files, and no more than one document is in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from pathlib import PurePath
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reader.config.label import Label
from reader.exchange.derived_ids import uuid_of
from reader.exchange.format_loss import LINK
from reader.exchange.format_protocol import ExportedDocument, ExportJob
from reader.exchange.refi_qda.codes import code_guid, codes_xml
from reader.exchange.refi_qda.guids import coding_guid, derived_guid, place_digest
from reader.exchange.refi_qda.xml_pieces import (
    DECLARATION,
    PROJECT,
    character_data,
    element,
    is_xml,
    moment,
    schema_values,
    short_name,
)
from reader.model.annotation import Annotation, Link

#: Where the XML of a project is in its ZIP file, and where the texts are.
PROJECT_FILE, SOURCES = "project.qde", "sources/"
#: What a case is that stands for a speaker; other programs have cases for much else.
SPEAKER = "speaker"
#: The variables of a document: it is found by them when the project comes back.
VARIABLES = ("document", "sha256", "address", "published")
_PIECE = 1 << 18


class ProjectWriter:
    """Writes one project.

    Args:
        file: to write to.
        job: of the export.
    """

    def __init__(self, file: IO[bytes], job: ExportJob) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED)
        self._job = job
        self._sources, self._notes = TemporaryFile(), TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._labels = {label.name: label for label in job.labels if is_xml(label.name)}
        self._users = {name: derived_guid("user", name) for name in job.annotators}
        self._speakers: defaultdict[str, list[str]] = defaultdict(list)
        self._links: list[Link] = []
        self._written: set[str] = set()

    def __enter__(self) -> ProjectWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._sources.close()
        self._notes.close()
        with nullcontext() if kind is None else suppress(OSError, ValueError):  # the first error is told
            self._zip.close()

    def add(self, one: ExportedDocument) -> None:
        """Write the text of a document, and its passages."""
        guid = derived_guid("source", one.document.path, one.document.sha256)
        self._zip.writestr(_member(f"{SOURCES}{guid}.txt"), one.text.encode(errors="replace"))
        facts = one.facts
        about = (one.document.path, one.document.sha256, facts.address, facts.published)
        content = [self._selection(each) for each in one.annotations]
        content += [
            element(
                "VariableValue",
                element("VariableRef", targetGUID=_variable_guid(name)) + element("TextValue", character_data(value)),
            )
            for name, value in zip(VARIABLES, about, strict=True)
            if value
        ]
        name = one.title or PurePath(one.document.path).name or one.document.path
        source = element(
            "TextSource", "".join(content), guid=guid, name=short_name(name), plainTextPath=f"internal://{guid}.txt"
        )
        self._sources.write(source.encode())
        self._links += one.links

    def _selection(self, one: Annotation) -> str:
        if not is_xml(one.label):
            self._job.loss.leave_out("label that XML cannot hold", one)
            return ""
        self._labels.setdefault(one.label, Label(one.label, "", "white"))
        user = self._users.setdefault(one.annotator, derived_guid("user", one.annotator))
        guid = uuid_of(one.id)
        created = moment(one.created_at)
        coding = element(
            "Coding",
            element("CodeRef", targetGUID=code_guid(one.label)),
            guid=coding_guid(one.id, place_digest(one.start, one.end, one.quote), *_said(one)),
            creatingUser=user,
            creationDateTime=created,
        )
        if one.attributed_to:
            self._speakers[one.attributed_to].append(guid)
        self._written.add(one.id)
        return element(
            "PlainTextSelection",
            coding + self._note(one, user),
            guid=guid,
            name=short_name(one.quote),
            startPosition=str(one.start),
            endPosition=str(one.end),
            creatingUser=user,
            creationDateTime=created,
            modifiedDateTime=moment(one.updated_at),
        )

    def _note(self, one: Annotation, user: str) -> str:
        """The reference to a note, which is written apart; empty where there is none."""
        if not one.note:
            return ""
        guid = derived_guid("note", one.id)
        content = element("PlainTextContent", character_data(one.note))
        self._notes.write(element("Note", content, guid=guid, name=short_name(one.note), creatingUser=user).encode())
        return element("NoteRef", targetGUID=guid)

    def finish(self) -> None:
        """Write what is known only at the end: the XML of the project."""
        with self._zip.open(_member(PROJECT_FILE), "w", force_zip64=True) as file:
            head = f'{DECLARATION}<Project {schema_values(PROJECT, "Project")} name="nrc-reader" origin="nrc-reader">'
            file.write(head.encode())
            users = (element("User", guid=guid, name=name) for name, guid in sorted(self._users.items()))
            file.write(_part("Users", "".join(users)))
            codes = codes_xml(self._labels.values())
            file.write(_part("CodeBook", element("Codes", codes) if codes else ""))
            variables = (
                element("Variable", guid=_variable_guid(name), name=name, typeOfVariable="Text") for name in VARIABLES
            )
            file.write(_part("Variables", "".join(variables)))
            file.write(_part("Cases", "".join(_case(*one) for one in sorted(self._speakers.items()))))
            for name, waiting in (("Sources", self._sources), ("Notes", self._notes)):
                if not waiting.tell():
                    continue
                waiting.seek(0)
                file.write(f"<{name}>".encode())
                while data := waiting.read(_PIECE):
                    file.write(data)
                file.write(f"</{name}>".encode())
            file.write(_part("Links", "".join(self._links_xml())))
            file.write(b"</Project>\n")

    def _links_xml(self) -> Iterable[str]:
        """The links between passages that are in the file; others would lead nowhere."""
        for one in self._links:
            if {one.source, one.target} <= self._written:
                yield element(
                    "Link",
                    guid=uuid_of(one.id),
                    name=one.kind,
                    direction="OneWay",
                    originGUID=uuid_of(one.source),
                    targetGUID=uuid_of(one.target),
                )
            else:
                self._job.loss.add(LINK)


def _said(one: Annotation) -> tuple[str, ...]:
    """What a project says of an annotation, but for its place, and that somebody may change in another program."""
    return one.label, one.note, one.attributed_to, one.annotator


def _case(speaker: str, selections: Iterable[str]) -> str:
    content = element("Description", SPEAKER) + "".join(element("SelectionRef", targetGUID=one) for one in selections)
    return element("Case", content, guid=derived_guid("speaker", speaker), name=speaker)


def _variable_guid(name: str) -> str:
    return derived_guid("variable", name)


def _part(name: str, content: str) -> bytes:
    """A part of the project; the standard has no empty ones."""
    return element(name, content).encode() if content else b""


def _member(name: str) -> ZipInfo:
    """A member with the same head at any time and on any system."""
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = 0o644 << 16
    return member
