"""Documents a line: the shape, and that a library for data sets takes them."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import CLAIM, FACT, LINK, MADE, TEXT, sample
from tests.exchange.interchange import exported, imported, stores


def test_a_line_has_text_spans_and_links() -> None:
    (row,) = map(json.loads, exported(sample(), "jsonl-documents").files[""].splitlines())
    assert (row["document"], row["text"], row["title"]) == ("a.txt", TEXT, "Emissions")
    assert [(one["id"], one["label"], one["start"], one["end"]) for one in row["spans"]] == [
        (CLAIM, "claim", 16, 41),
        (FACT, "evidence", 31, 41),
    ]
    link = {"source": FACT, "target": CLAIM, "kind": "supports", "id": LINK, "annotator": "ann"}
    assert row["links"] == [{**link, "created_at": MADE, "updated_at": MADE}]
    assert row["detached"] == row["entities"] == []


@settings(max_examples=40, deadline=None)
@given(store=stores())
def test_every_line_has_the_same_fields_and_every_quote_is_at_its_offsets(store: MemoryStore) -> None:
    rows = [json.loads(line) for line in exported(store, "jsonl-documents").files[""].splitlines()]
    assert len({tuple(row) for row in rows}) <= 1
    assert len({tuple(one) for row in rows for one in (*row["spans"], *row["detached"])}) <= 1
    for row in rows:
        assert all(row["text"][one["start"] : one["end"]] == one["quote"] for one in row["spans"])


@pytest.mark.filterwarnings("ignore")  # of a library that is not ours
def test_a_library_for_data_sets_loads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    import datasets

    path = tmp_path / "x.jsonl"
    path.write_bytes(exported(sample(note="a\nb"), "jsonl-documents").files[""] * 3)
    loaded = datasets.load_dataset("json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))
    assert len(loaded) == 3
    assert [one["quote"] for one in loaded[0]["spans"]] == ["emissions fell 12 percent", "12 percent"]
    assert loaded[0]["spans"][0]["note"] == "a\nb"
    assert loaded[0]["links"][0]["target"] == CLAIM


def test_what_is_damaged_is_named_by_line_and_the_rest_comes_in() -> None:
    (line,) = exported(sample(), "jsonl-documents").files[""].splitlines()
    row = json.loads(line)
    rows = [
        {**row, "spans": 7},
        {**row, "spans": [{**row["spans"][0], "anchor": "lost"}, {**row["spans"][1], "start": 30}]},
        {
            **row,
            "spans": [{**row["spans"][0], "id": "1"}, {**row["spans"][1], "updated_at": "2999-01-01"}],
            "links": [],
        },
        {**row, "document": 1},
        row,
    ]
    data = "\n".join(json.dumps(one) for one in rows).encode()
    taken = imported(MemoryStore(), "jsonl-documents", {"": data})
    assert taken.count == 2
    assert {place for place, _ in taken.faults.values()} == {"line 1", "line 2", "line 3", "line 4"}
