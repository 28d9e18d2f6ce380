"""The tasks and the configuration of Label Studio, asked of its own library where that is installed."""

import json
from xml.etree import ElementTree as ET

import pytest

from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import CLAIM, FACT, TEXT, sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported


def region(start: int, end: int, text: str, label: str = "Claim", key: str = "a1") -> dict[str, object]:
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value, "origin": "manual"}


def task(*regions: object, **more: object) -> dict[str, object]:
    return {
        "id": 1,
        "data": {"text": TEXT},
        "annotations": [{"id": 9, "completed_by": 3, "result": [*regions], **more}],
    }


def test_tasks_and_configuration_are_as_documented() -> None:
    files = exported(sample(note="check\nthis"), "label-studio").files
    assert sorted(files) == ["labelling.xml", "tasks.json"]
    (found,) = json.loads(files["tasks.json"])
    assert found["data"]["text"] == TEXT
    (annotation,) = found["annotations"]
    claim, fact, link = annotation["result"]
    assert claim["value"] == {"start": 16, "end": 41, "text": "emissions fell 12 percent", "labels": ["claim"]}
    assert claim["meta"] == {"text": ["check\nthis"]}
    assert link == {"type": "relation", "from_id": FACT, "to_id": CLAIM, "direction": "right", "labels": ["supports"]}
    view = ET.fromstring(files["labelling.xml"])
    labels = {one.get("value"): one.get("background") for one in view.iter("Label")}
    assert labels == {"claim": "#5fafff", "evidence": "#87d75f", "opinion": "#ffaf5f"}
    assert [one.get("value") for one in view.iter("Relation")] == ["supports"]
    assert {one["from_name"] for one in (claim, fact)} == {one.get("name") for one in view.iter("Labels")}
    assert {one["to_name"] for one in (claim, fact)} == {one.get("name") for one in view.iter("Text")}


@pytest.mark.filterwarnings("ignore")  # of a library that is not ours
def test_its_own_library_takes_the_tasks() -> None:
    from label_studio_sdk.label_interface import LabelInterface

    files = exported(sample(), "label-studio").files
    labelling = LabelInterface(files["labelling.xml"].decode())
    for found in json.loads(files["tasks.json"]):
        assert all(labelling.validate_annotation(one) for one in found["annotations"])
        found["annotations"][0]["result"][0]["value"]["labels"] = ["unknown"]
        assert not labelling.validate_annotation(found["annotations"][0])


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (16, 41, "emissions fell 12 percent"),
        (17, 42, "emissions fell 12 percent"),
        (17, 42, "emissions\\nfell 12 percent"),
        (16, 41, ""),
    ],
)
def test_offsets_come_in_in_the_unit_in_which_the_texts_stand_there(start: int, end: int, text: str) -> None:
    store = MemoryStore()
    taken = imported(store, "label-studio", {"tasks.json": json.dumps([task(region(start, end, text))]).encode()})
    assert taken.faults == {}
    ((_, one),) = all_annotations(store)
    assert (one.quote, one.label, one.annotator) == ("emissions fell 12 percent", "Claim", "user 3")


def test_relations_notes_several_labels_and_several_people_come_in() -> None:
    claim = {**region(16, 41, "emissions fell 12 percent"), "meta": {"text": ["see", "ONS"]}}
    claim["value"] = {**claim["value"], "labels": ["Claim", "Strong"]}  # type: ignore[dict-item]
    fact = region(31, 41, "12 percent", "Evidence", "b2")
    left = {"type": "relation", "from_id": "a1", "to_id": "b2", "direction": "left", "labels": ["supports"]}
    first = task(claim, fact, left)
    first["annotations"].append({"completed_by": {"email": "bo@example.org"}, "result": [fact]})  # type: ignore[attr-defined]
    first["annotations"].append({"completed_by": 4, "was_cancelled": True, "result": [fact]})  # type: ignore[attr-defined]
    store = MemoryStore()
    taken = imported(store, "label-studio", {"tasks.json": json.dumps([first]).encode()})
    assert (taken.faults, taken.count, taken.links) == ({}, 4, 1)
    found = sorted((one.label, one.annotator, one.note) for _, one in all_annotations(store))
    assert found == [
        ("Claim", "user 3", "see\nONS"),
        ("Evidence", "bo@example.org", ""),
        ("Evidence", "user 3", ""),
        ("Strong", "user 3", "see\nONS"),
    ]
    labels = {one.id: one.label for _, one in all_annotations(store)}
    assert [(labels[link.source], labels[link.target]) for link in all_links(store)] == [("Evidence", "Claim")]


def test_what_is_damaged_is_left_out_and_the_rest_comes_in() -> None:
    good = region(16, 41, "emissions fell 12 percent")
    tasks = [
        task(region(16, 41, "something else than that"), good),
        {"data": {"text": TEXT}},
        {"data": {}, "annotations": []},
        task({"type": "choices", "value": {"choices": ["a"]}}, {"type": "labels"}, 7, {**good, "value": {"start": 1}}),
        task({"type": "relation", "from_id": "x", "to_id": "y", "direction": "right"}),
    ]
    taken = imported(MemoryStore(), "label-studio", {"tasks.json": json.dumps(tasks, indent=1).encode()})
    assert taken.count == 1
    assert sum(count for _, count in taken.faults.values()) == 8
    assert all(place.startswith("object ") for place, _ in taken.faults.values())


def test_the_tasks_of_a_large_export_are_read_one_by_one() -> None:
    lines = exported(sample(), "label-studio").files["tasks.json"].splitlines()
    assert (lines[0], lines[-1], len(lines)) == (b"[", b"]", 3)
