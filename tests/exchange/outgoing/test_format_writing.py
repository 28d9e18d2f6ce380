"""However many documents and annotations leave, a few of them are in memory."""

from __future__ import annotations

import gc
import hashlib
import tracemalloc
import weakref
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from ulid import ULID

from reader.config.label import DEFAULT_LABELS
from reader.exchange.format_loss import Loss
from reader.exchange.format_protocol import ExportedDocument, ExportJob
from reader.exchange.formats import format_of, quotation_table, web_annotation
from reader.exchange.outgoing.format_writing import WrittenFile
from reader.model.annotation import Annotation, Link
from reader.model.document import Document
from tests.exchange.test_formats import named

#: Bytes of memory that a document may leave behind: its path and title, what its links lead to, and a share of a list.
MOST_LEFT = 2_500
#: Formats of one graph, one project or one packed block, which their libraries and their readers have as a whole.
WHOLE = {"aif", "argdown", "qdpx", "spacy"}
PIECEWISE = [one for one in named() if one.values[0] not in WHOLE]  # type: ignore[attr-defined]
MADE = "2026-04-11T09:30:00.000Z"
TEXT = " ".join(f"word{number:04}" for number in range(350))
QUOTE = 50


def identifier(*name: int) -> str:
    return str(ULID.from_bytes(hashlib.sha256(str(name).encode()).digest()[:16]))


def document(number: int) -> ExportedDocument:
    """A document of some annotations; every fifth has links: in it, to the one before, and to the next one."""
    annotations = [
        Annotation(
            identifier(number, index), "claim", start, start + QUOTE, TEXT[start : start + QUOTE],
            TEXT[max(0, start - 32) : start], TEXT[start + QUOTE :][:32], start, start + QUOTE,
            "seen before", "ann", MADE, MADE,
        )
        for index, start in enumerate(range(0, len(TEXT) - QUOTE, 180))
    ]  # fmt: skip
    links = [
        Link(identifier(number, index, 0), identifier(number, index), target, "supports", "ann", MADE, MADE)
        for index, target in enumerate(
            (identifier(number, 9), identifier(number - 1, 3), identifier(number + 1, 3)) if number % 5 == 0 else ()
        )
    ]
    return ExportedDocument(
        Document(str(number), f"{number:04}.txt", f"{number:064x}", "A title"), "A title", TEXT, annotations, links
    )


class Written(NamedTuple):
    """What an export took: bytes of memory, and how many documents were alive at once."""

    memory: int
    alive: int


def written(name: str, count: int) -> Written:
    """Write documents in a format, and read them back."""
    alive = 0

    def documents() -> Iterator[ExportedDocument]:
        nonlocal alive
        given: list[weakref.ref[ExportedDocument]] = []
        for number in range(1, count + 1):
            one = document(number)
            given.append(weakref.ref(one))
            yield one
            del one
            gc.collect()
            alive = max(alive, sum(each() is not None for each in given))

    job = ExportJob(Loss(), DEFAULT_LABELS, ["supports"], ["ann"])
    with TemporaryDirectory() as folder, WrittenFile(name, format_of(name), Path(folder) / "out") as file:
        gc.freeze()
        tracemalloc.start()
        try:
            file.write(documents, job)
            memory = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            gc.unfreeze()
    return Written(memory, alive)


@pytest.mark.parametrize("name", named())
def test_a_document_is_written_before_the_next_one_is_asked_for(name: str) -> None:
    assert written(name, 6).alive == 1


@pytest.mark.parametrize("name", PIECEWISE)
def test_memory_does_not_grow_with_the_documents(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_annotation, "_SMALL", 1 << 14)
    monkeypatch.setattr(quotation_table, "_MANY", 50)
    few, many = 10, 40
    written(name, 2)  # what is loaded and kept once
    more = written(name, many).memory - written(name, few).memory
    assert more <= (many - few) * MOST_LEFT
