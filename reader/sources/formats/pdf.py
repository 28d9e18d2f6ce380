"""Reads PDF files with a text layer: columns in reading order, lines joined to paragraphs, running heads last.

It needs pypdfium2 (``nrc-reader[pdf]``), which runs in a child process (:mod:`reader.sources.formats.pdf_worker`).
``Page.source`` is the extracted text. Running heads and page numbers follow it, with the hint ``running``.
"""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

from reader.model.page import Page
from reader.sources.file_types import PDF
from reader.sources.formats.pdf_paragraphs import PrintedPage, paragraphs, without_running
from reader.sources.formats.reading_order import PlacedText, reading_order
from reader.sources.page_builder import PageBuilder
from reader.sources.source_error import SourceError
from reader.system import missing_libraries

if TYPE_CHECKING:
    from reader.system.child_process import ChildStopped

#: The longest wait for a file, in seconds by the clock; a busy machine is slow.
MAX_WAIT = 100
#: The most bytes of an answer: three million characters, each in a piece of its own with its position.
MAX_ANSWER = 256 << 20
MODULE = "reader.sources.formats.pdf_worker"


def missing(path: str) -> SourceError | None:
    """The error with what to install, if PDF files cannot be read yet."""
    return (
        None if missing_libraries.is_there("pypdfium2") else SourceError(path, *missing_libraries.missing("pypdfium2"))
    )


def read(data: bytes, path: str) -> Page:
    """A PDF as a page; :class:`SourceError` if it is damaged, locked, a scan, or takes too long."""
    if fault := missing(path):
        raise fault
    answer = _answer(data, path)
    match answer.get("fault"):
        case "password":
            raise SourceError(path, "is locked with a password", "save it without one")
        case "damaged":
            raise SourceError(path, "is damaged or cut off")
        case "memory":
            raise SourceError(path, "needs too much memory", "try a part of it")
    builder = PageBuilder()
    pages, turned = _pages(answer["pages"])
    if not any(page.lines for page in pages):
        raise SourceError(path, "holds no text", "it is a scan or a drawing; a text layer is needed")
    pages, running = without_running(pages)
    for text, hint in paragraphs(pages):
        builder.running(text, hint)
    for text in (*running, *turned):
        builder.running(text, "running")
    read, whole = len(pages), int(answer["whole"])
    rest = f"only {read:,} of its {whole:,} pages are read" if read < whole else ""
    rest = rest or ("its last page is not read to the end: it has too many pieces" if answer["is_cut"] else "")
    return builder.page(path, PDF, data, left_out=rest)


def _ended(error: ChildStopped) -> str:
    """Why the process ended, as far as is known; PDFium aborts if it gets no more memory."""
    if error.ended_by == signal.SIGABRT:
        return "it is damaged, or needs too much memory"
    return f"the file or this program is faulty: {error}"


def _pages(answer: list[Any]) -> tuple[list[PrintedPage], list[str]]:
    """The pages, and the text that is turned sideways on them."""
    pages, turned = [], []
    for _, height, pieces in answer:
        turned += [piece[0] for piece in pieces if piece[5] and piece[0].strip()]
        upright = [PlacedText(*piece[:5]) for piece in pieces if not piece[5] and piece[0].strip()]
        pages.append(PrintedPage(height, tuple(reading_order(upright))))
    return pages, turned


def _answer(data: bytes, path: str) -> dict[str, Any]:
    from reader.system.child_process import ChildHung, ChildProcess, ChildStopped

    try:
        with ChildProcess(MODULE) as child:
            answer = json.loads(bytes(child.ask(data, MAX_WAIT, MAX_ANSWER)))
    except ChildHung as error:
        raise SourceError(path, "takes too long to read", f"the limit is {MAX_WAIT} seconds") from error
    except ChildStopped as error:
        what = "it takes too much time" if error.took_too_long else _ended(error)
        raise SourceError(path, "cannot be read", what) from error
    except (OSError, ValueError) as error:
        raise SourceError(path, "cannot be read", "the process that reads PDF files did not answer") from error
    if not isinstance(answer, dict):
        raise SourceError(path, "cannot be read", "the process that reads PDF files did not answer")
    return answer
