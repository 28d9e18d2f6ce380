"""A line that is told for what it is without being read is one that ``read`` takes, and of that document."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.exported_rows import ExportedRows
from reader.exchange.jsonl import Incoming, line, read, rows
from reader.model.annotation import new_id
from reader.model.document import Document, Stored
from tests.random_stores import TEXTS, annotations

ROW: dict[str, Any] = {
    "id": new_id(), "document": "a.txt", "document_sha256": "ab" * 32, "title": None, "label": "claim", "start": 3,
    "end": 7, "quote": "text", "prefix": "", "suffix": "", "source_start": 3, "source_end": 7, "note": "",
    "annotator": "ann", "created_at": "2026-04-11", "updated_at": "2026-04-11", "anchor": "exact", "links": [],
}  # fmt: skip


def taken(data: bytes) -> tuple[str, str] | None:
    """The document of a line as ``read`` has it; None where it refuses the line."""
    found = list(read([data], "x"))
    if len(found) == 1 and isinstance(one := found[0], Incoming):
        return one.document.path, one.document.sha256
    return None


def test_the_lines_of_an_export_are_told_without_being_read() -> None:
    for more in (
        {}, {"title": 'A "title"'}, {"title": ""}, {"attributed_to": 'the "mayor"'}, {"note": "one\ntwo"},
        {"quote": '“é"'}, {"document": "c/ä 😀.txt"},
    ):  # fmt: skip
        row = {**ROW, **more, "links": ROW["links"]}
        row["links"] = row.pop("links")  # comes last
        row["end"] = row["start"] + len(str(row["quote"]))
        text = line(row).encode()
        assert ExportedRows().document(text) == (row["document"], "ab" * 32)
        assert [ExportedRows().row(text)] == list(read([text], "x"))


@given(annotations(), TEXTS, TEXTS, st.data())
def test_what_is_told_is_what_would_be_read(one: Any, path: str, title: str, data: st.DataObject) -> None:
    stored = Stored(Document("a", path, "cd" * 32, title), (one,), ())
    (row,) = rows([stored])
    text = line(row).encode()
    known = ExportedRows()
    for _ in range(3):
        assert (known.document(text) is None) == (known.row(text) is None)
        if (found := known.document(text)) is not None:
            assert found == taken(text)
            assert [known.row(text)] == list(read([text], "x"))
        at = data.draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + data.draw(st.sampled_from([b"", b'"', b"\\", b"9", b"\xff", b"}", b"\n", b" "]))
            + text[at + 1 :]
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"}, {"document": " "}, {"document_sha256": "AB" * 32}, {"label": " "}, {"label": "l" * 129},
        {"start": 7}, {"start": -3}, {"end": 1 << 60}, {"quote": "texts"}, {"source_start": 9}, {"anchor": "odd"},
        {"updated_at": "2999-01-01"}, {"links": [1]}, {"start": 3.0}, {"note": 1},
    ],
)  # fmt: skip
def test_what_read_refuses_is_not_told(wrong: dict[str, Any]) -> None:
    assert ExportedRows().document((json.dumps({**ROW, **wrong}) + "\n").encode()) is None
