"""``qdpx``: a project of REFI-QDA, the exchange standard of ATLAS.ti, MAXQDA, NVivo, QualCoder and others.

A document is a plain text in the file, a passage a selection with one code, and a speaker a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from zipfile import BadZipFile, ZipFile

from reader.exchange.format_protocol import (
    About,
    ExportedDocument,
    ExportJob,
    Fault,
    Holds,
    ImportedDocument,
    ImportedLabel,
    Links,
    NewFile,
)
from reader.exchange.refi_qda.project_reading import read_project
from reader.exchange.refi_qda.project_writing import ProjectWriter

ABOUT = About(
    what="a project of REFI-QDA, for ATLAS.ti, MAXQDA, NVivo and QualCoder",
    holds=Holds(overlap=True, nesting=True, links=Links.ACROSS, notes=True, speakers=True, annotators=True),
    suffix=".qdpx",
    is_text=False,
)
_PIECE = 1 << 18


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    with TemporaryFile() as file:
        with ProjectWriter(file, job) as writer:
            for one in documents:
                writer.add(one)
            writer.finish()
        file.seek(0)
        while data := file.read(_PIECE):
            yield data


def read(path: Path) -> Iterator[ImportedDocument | ImportedLabel | Fault]:
    """See ``Format``."""
    yield from read_project(path)


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    if path.suffix.lower() == ABOUT.suffix:  # so that a damaged one is told for what it is
        return True
    if not head.startswith(b"PK"):
        return False
    try:
        with ZipFile(path) as file:
            return any(name.lower().endswith(".qde") for name in file.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False
