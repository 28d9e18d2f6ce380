"""``qdc``: a codebook of REFI-QDA: the labels with their colours and guidelines, and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from reader.exchange.format_protocol import (
    About,
    ExportedDocument,
    ExportJob,
    Fault,
    Holds,
    ImportedDocument,
    ImportedLabel,
    NewFile,
    Unit,
)
from reader.exchange.refi_qda.codes import codes_xml
from reader.exchange.refi_qda.project_reading import read_codebook
from reader.exchange.refi_qda.xml_pieces import CODEBOOK, DECLARATION, element, is_xml, schema_values

ABOUT = About(
    what="a codebook of REFI-QDA: the labels alone",
    holds=Holds(annotations=False),
    unit=Unit.NONE,
    suffix=".qdc",
    needs_text=False,
)


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    deque(documents, maxlen=0)  # so that what is not written of them is counted
    codes = element("Codes", codes_xml(label for label in job.labels if is_xml(label.name)))
    head = f'<CodeBook {schema_values(CODEBOOK, "Codebook")} origin="nrc-reader">'
    yield f"{DECLARATION}{head}{codes}</CodeBook>\n".encode()


def read(path: Path) -> Iterator[ImportedDocument | ImportedLabel | Fault]:
    """See ``Format``."""
    yield from read_codebook(path)


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    start = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")
    return path.suffix.lower() == ABOUT.suffix or ("<CodeBook" in start and CODEBOOK in start)
