"""PDF files with a text layer: columns in reading order, wrapped lines joined to paragraphs, running heads at the end.

Needs pypdfium2 (``nrc-reader[pdf]``), which reads in a process of its own (:mod:`reader.sources.pdf_worker`).
``Page.source`` is the extracted text; running heads and page numbers stand after it, with the hint ``running``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from reader import libraries
from reader.sources.columns import Piece, reading_order
from reader.sources.drafts import Draft
from reader.sources.page import Page, SourceError
from reader.sources.printed import PrintedPage, paragraphs, without_running
from reader.sources.signatures import PDF

#: How long a file may take, in seconds on the clock; twice what the worker may compute.
MAX_WAIT = 120
_COMMAND = ("-P", "-m", "reader.sources.pdf_worker")


def missing(path: str) -> SourceError | None:
    """What to install, where PDF files cannot be read yet."""
    return None if libraries.is_there("pypdfium2") else SourceError(path, *libraries.missing("pypdfium2"))


def read_pdf(data: bytes, path: str) -> Page:
    """A PDF as a page; :class:`SourceError` where it is damaged, locked, a scan, or takes too long."""
    if fault := missing(path):
        raise fault
    answer = _answer(data, path)
    match answer.get("fault"):
        case "password":
            raise SourceError(path, "is locked with a password", "open it elsewhere and save it without")
        case "damaged":
            raise SourceError(path, "is damaged or cut off")
    draft = Draft()
    pages, turned = _pages(answer["pages"])
    if not any(page.lines for page in pages):
        raise SourceError(path, "holds no text", "it is a scan, or drawn; a text layer is needed")
    pages, running = without_running(pages)
    for text, hint in paragraphs(pages):
        draft.running(text, hint)
    for text in (*running, *turned):
        draft.running(text, "running")
    return draft.page(path, PDF, data)


def _pages(answer: list[Any]) -> tuple[list[PrintedPage], list[str]]:
    """The pages, and what stands sideways on them."""
    pages, turned = [], []
    for _, height, pieces in answer:
        turned += [piece[0] for piece in pieces if piece[5] and piece[0].strip()]
        upright = [Piece(*piece[:5]) for piece in pieces if not piece[5] and piece[0].strip()]
        pages.append(PrintedPage(height, tuple(reading_order(upright))))
    return pages, turned


def _answer(data: bytes, path: str) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 (this interpreter and our own module)
            [sys.executable, *_COMMAND, str(os.getpid())],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MAX_WAIT,
            env=_environment(),
            start_new_session=True,
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except subprocess.TimeoutExpired as error:
        raise SourceError(path, "takes too long to read", f"the limit is {MAX_WAIT} seconds") from error
    except (OSError, ValueError) as error:
        raise SourceError(path, "cannot be read", "the process that reads PDF files did not answer") from error
    if not isinstance(answer, dict):
        raise SourceError(path, "cannot be read", "it takes too much time or memory, or is damaged")
    return answer


def _environment() -> dict[str, str]:
    """The environment with this package findable, whatever folder the reader was started in."""
    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))}
