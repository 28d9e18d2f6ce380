"""What saving many documents one after another asks of the system and of the encoder, counted."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from reader.exchange.jsonl import Incoming, merge
from reader.model.act import Act
from reader.model.annotation import Annotation, new_id, to_fields
from reader.model.document import Document
from reader.store.files.journal import as_read, item_in, line_of
from reader.store.folder_store import FolderStore
from reader.store.records import row_texts
from reader.store.records.record_rows import RowChange
from reader.store.records.row_texts import RowTexts, file_text, journal_text
from reader.store.records.transaction import Transaction
from reader.system.json_text import json_text
from tests.random_stores import annotations

MADE = "2026-04-11T09:30:00.000Z"
DOCUMENTS, EACH = 5, 20


def arrivals() -> list[Incoming]:
    """Rows of several documents that no store has."""
    found = []
    for number in range(DOCUMENTS):
        document = Document(None, f"{number}.txt", f"{number:064x}")
        for at in range(EACH):
            one = Annotation(new_id(), "claim", at, at + 4, "text", annotator="ann", created_at=MADE, updated_at=MADE)
            found.append(Incoming(document, one, ()))
    return found


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often what was called, by name."""
    found: Counter[str] = Counter()

    def counted(holder: Any, name: str) -> None:
        original = getattr(holder, name)

        def call(*arguments: Any, **named: Any) -> Any:
            found[name] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(holder, name, call)

    for name in ("open", "fsync", "fdatasync"):
        if hasattr(os, name):
            counted(os, name)
    counted(row_texts, "_plain_text")
    return found


def test_a_new_document_costs_few_opens_and_flushes_and_each_row_is_encoded_once(
    tmp_path: Path, counts: Counter[str]
) -> None:
    store = FolderStore(tmp_path / "store")
    merge(store, arrivals()[:EACH], Act("imported", "ann", new_id()))
    counts.clear()
    merge(store, arrivals()[EACH:], Act("imported", "ann", new_id()))
    documents = DOCUMENTS - 1
    assert counts["open"] <= 24 * documents
    assert counts["fsync"] + counts["fdatasync"] <= 6 * documents
    assert counts["_plain_text"] < (EACH + 10) * documents  # the rows, and those about the document and its file


def test_what_was_imported_is_in_the_file_the_history_and_one_step(tmp_path: Path) -> None:
    store, act, rows = FolderStore(tmp_path / "store"), Act("imported", "ann", new_id()), arrivals()
    merge(store, rows, act)
    for key in store.keys():
        loaded = FolderStore(store.folder).load(key).annotations
        assert loaded == tuple(one.annotation for one in rows if one.document.path == store.load(key).document.path)
        (step,) = store.history(key)
        assert step.act == act
        assert {change.record for change in step.changes} == set(loaded)
        data = json.loads((store.folder / f"{key}.json").read_text())
        assert len(data["annotations"]) == EACH


@given(annotations())
def test_a_row_is_encoded_as_json_says_it_and_read_again_as_what_it_was(one: Annotation) -> None:
    row = to_fields(one)
    assert file_text(row) == json_text(row, sort_keys=True)
    assert journal_text(row) == json_text(row)
    backwards = dict(reversed(row.items()))
    assert json.loads(journal_text(backwards)) == json.loads(file_text(row))


@pytest.mark.parametrize(
    "row",
    [
        {"a": 1, "b": "text"}, {"b": 1, "a": 2}, {"a": True}, {"a": 1.5}, {"a": None}, {"a": [1, "x"]}, {"a": {"b": 1}},
        {"a": "\ud83d\ude00"}, {"a": "\x7f\u202e\u2028"}, {"100%": "%s"}, {"a": (1, 2)}, {1: 2}, {}, {"a": 'q"\\\n\t'},
    ],
)  # fmt: skip
def test_a_transaction_is_known_as_its_line_says_it(row: dict[Any, Any]) -> None:
    asked = Transaction((RowChange("annotations", "12", row, None), RowChange("_meta", "1", None, row)), MADE)
    texts = RowTexts()
    line = line_of(asked, texts.in_journal)
    assert as_read(asked, texts) == item_in(line.rstrip(b"\n"))
    assert line == line_of(asked)
