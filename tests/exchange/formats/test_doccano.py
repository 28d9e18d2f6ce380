"""The file of doccano as its documentation shows it, in its unit."""

import json
from pathlib import Path

from reader.exchange.formats import doccano
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import TEXT, sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported


def test_offsets_are_utf_16_units_and_both_kinds_of_project_are_served() -> None:
    (row,) = map(json.loads, exported(sample(), "doccano").files[""].splitlines())
    assert row["text"] == TEXT
    assert row["label"] == [[17, 42, "claim"], [32, 42, "evidence"]]
    assert row["entities"] == [
        {"id": 1, "label": "claim", "start_offset": 17, "end_offset": 42},
        {"id": 2, "label": "evidence", "start_offset": 32, "end_offset": 42},
    ]
    assert row["relations"] == [{"id": 1, "from_id": 2, "to_id": 1, "type": "supports"}]
    units = row["text"].encode("utf-16-le")
    assert [units[2 * start : 2 * end].decode("utf-16-le") for start, end, _ in row["label"]] == [
        "emissions fell 12 percent",
        "12 percent",
    ]


def test_what_doccano_exports_comes_in_with_and_without_relations() -> None:
    plain = {"id": 7, "text": TEXT, "label": [[17, 42, "CLAIM"]], "Comments": []}
    both = {
        "id": 8,
        "text": f"{TEXT} Again.",
        "entities": [
            {"id": 30, "label": "CLAIM", "start_offset": 17, "end_offset": 42},
            {"id": 31, "label": "EVIDENCE", "start_offset": 32, "end_offset": 42},
        ],
        "relations": [{"id": 4, "from_id": 31, "to_id": 30, "type": "supports"}],
    }
    store = MemoryStore()
    taken = imported(store, "doccano", {"": "\n".join(map(json.dumps, (plain, both))).encode()})
    assert (taken.faults, taken.count, taken.links) == ({}, 3, 1)
    quotes = [one.quote for _, one in all_annotations(store)]
    assert quotes == ["emissions fell 12 percent", "emissions fell 12 percent", "12 percent"]
    (link,) = all_links(store)
    assert link.kind == "supports"


def test_damaged_records_are_named_by_line_and_the_others_come_in() -> None:
    rows = [
        {"text": TEXT, "label": [[10, 42, "half an emoji"]]},
        {"text": TEXT, "label": [[17, 900, "behind the end"]]},
        {"text": TEXT, "label": [["17", 42, "no number"]]},
        {"label": [[17, 42, "no text"]]},
        {"text": TEXT, "label": [[17, 42, " "]]},
        {"text": TEXT, "label": [[17, 42, "claim"]]},
    ]
    data = "\n".join(map(json.dumps, rows)).encode() + b"\n{\n[1]\n"
    taken = imported(MemoryStore(), "doccano", {"": data})
    assert taken.count == 1
    assert sorted(place for place, count in taken.faults.values() if count == 1) == [
        f"line {n}" for n in (1, 2, 3, 4, 5, 7, 8)
    ]


def test_a_file_of_another_kind_is_not_taken_for_one(tmp_path: Path) -> None:
    for row in ({"text": "x"}, {"text": "x", "label": "claim"}, {"label": [[0, 1, "a"]]}, [1]):
        path = tmp_path / "x.jsonl"
        path.write_text(json.dumps(row))
        assert not doccano.recognises(path, path.read_bytes())
