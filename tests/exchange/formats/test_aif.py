"""xAIF: what the package of its authors makes of a graph, graphs of other programs, edited and damaged ones."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import Unit
from reader.exchange.formats import aif
from reader.model.annotation import Annotation, Change
from reader.model.document import Document
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import CLAIM, FACT, MADE, TEXT, sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported


def graph(store: MemoryStore) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exported(store, "aif").files[""])
    return found


def read_by_its_authors(row: dict[str, Any]) -> Any:
    """The graph in the package of the format's authors. Its tables of pandas, which is large, are not used."""
    with patch.dict(sys.modules, {"pandas": ModuleType("pandas")}):
        from xaif import AIF
    return AIF(row)


def taken_in(store: MemoryStore, row: dict[str, Any]) -> set[str]:
    """What could not be used."""
    return set(imported(store, "aif", {"": json.dumps(row).encode()}).faults)


def spoken(name: str) -> MemoryStore:
    store = MemoryStore()
    one = Annotation(
        CLAIM, "claim", 16, 41, TEXT[16:41], attributed_to=name, annotator="ann", created_at=MADE, updated_at=MADE
    )
    store.save(Document(None, "a.txt", "a" * 64, None), [Change(None, one)], text=TEXT)
    return store


def test_the_package_of_its_authors_finds_passages_and_relations() -> None:
    found = read_by_its_authors(graph(sample()))
    assert found.is_valid_json_aif()
    assert found._get_relations_argument(found.nodes, found.aif["edges"], "argument-relation") == {
        "proposition1_id": [2],
        "proposition1_text": ["12 percent"],
        "proposition2_id": [1],
        "proposition2_text": ["emissions fell 12 percent"],
        "relation": ["Default Inference"],
    }


@pytest.mark.parametrize("name", ["Berg", "Zoë Núñez", "Maria da Silva Costa", "a ", " b", "a  b"])
def test_a_speaker_is_a_participant_and_comes_back(name: str) -> None:
    row = graph(spoken(name))
    found = read_by_its_authors(row)
    assert found.is_json_aif_dialog()
    (locution,) = found.locutions
    first, last = found.participants[0]["firstname"], found.participants[0]["surname"]
    assert found.get_speaker(locution["nodeID"])[0] == f"{first} {last}"
    (spoken_node,) = {one["nodeID"] for one in found.nodes if one["type"] == "I"}
    assert found.get_i_node_ya_nodes_for_l_node(locution["nodeID"])[0] == spoken_node
    other = MemoryStore()
    assert taken_in(other, row) == set()
    ((_, one),) = all_annotations(other)
    assert one.attributed_to == name


def test_nodes_edges_and_metadata_are_as_documented() -> None:
    row = graph(sample())
    claim, fact, scheme = row["AIF"]["nodes"]
    assert (claim["nodeID"], claim["type"], claim["text"]) == (1, "I", "emissions fell 12 percent")
    metadata = claim["metadata"]
    assert (metadata["id"], metadata["document"], metadata["start"], metadata["end"]) == (CLAIM, 0, 16, 41)
    assert (fact["nodeID"], scheme["type"], scheme["text"]) == (2, "RA", "Default Inference")
    assert [(one["fromID"], one["toID"]) for one in row["AIF"]["edges"]] == [(2, 3), (3, 1)]
    assert row["documents"] == [{"document": "a.txt", "sha256": "a" * 64, "title": "Emissions"}]


def test_an_edited_graph_comes_back_with_only_the_changes_as_changes() -> None:
    store = sample()
    before, links = all_annotations(store), all_links(store)
    row = graph(store)
    assert taken_in(store, row) == set()
    assert (all_annotations(store), all_links(store)) == (before, links)
    row["AIF"]["nodes"][1]["metadata"]["note"] = "from another program"
    row["AIF"]["nodes"].append({"nodeID": "9", "text": "Default Conflict", "type": "CA"})
    row["AIF"]["edges"] += [{"edgeID": 8, "fromID": 1, "toID": "9"}, {"edgeID": 9, "fromID": "9", "toID": 2}]
    assert taken_in(store, row) == set()
    ((_, one),) = [each for each in all_annotations(store) if each not in before]
    assert (one.id, one.note, one.start, one.end) == (FACT, "from another program", 31, 41)
    (link,) = [each for each in all_links(store) if each not in links]
    assert (link.source, link.target, link.kind) == (CLAIM, FACT, "attacks")


def test_a_graph_without_offsets_finds_its_passages_by_their_words() -> None:
    store = sample()
    row = graph(store)
    for node in row["AIF"]["nodes"]:
        del node["metadata"]
    del row["documents"]
    (found,) = aif_documents(row)
    assert found.unit is Unit.NONE
    assert [(one.label, one.quote) for one in found.spans] == [
        ("claim", "emissions fell 12 percent"),
        ("evidence", "12 percent"),
    ]
    assert [(one.source, one.target, one.kind) for one in found.links] == [("node 2", "node 1", "supports")]
    assert taken_in(MemoryStore(), row) == {"no document of the store is meant by it"}


def aif_documents(row: dict[str, Any]) -> list[Any]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(json.dumps(row), encoding="utf-8")
        return list(aif.read(path))


def test_what_is_neither_passage_nor_relation_is_named_and_the_rest_comes_in() -> None:
    row = graph(sample())
    nodes, edges = row["AIF"]["nodes"], row["AIF"]["edges"]
    nodes += [
        {"nodeID": 20, "text": "Default Rephrase", "type": "MA"},
        {"nodeID": 21, "text": "Default Inference", "type": "RA"},
        {"nodeID": 22, "text": "x", "type": ["I"]},
        {"nodeID": 23, "text": "x", "type": "I", "metadata": {"start": "0", "end": 1}},
        {"nodeID": 24, "text": "x", "type": "I", "metadata": {"start": 0, "end": 1, "label": "a", "document": 7}},
    ]
    edges += [{"edgeID": 30, "fromID": 1, "toID": 21}, {"edgeID": 31, "fromID": 21, "toID": 3}]
    other = MemoryStore()
    assert taken_in(other, row) == {
        "is neither a passage nor a support or attack",
        "a support or attack is between other things than passages",
        "start is not a whole number",
        "a node is of a document that is not in the file",
    }
    assert len(all_annotations(other)) == 2


def test_links_of_other_kinds_are_counted() -> None:
    store = sample()
    (key,) = store.keys()
    stored = store.load(key)
    (link,) = stored.links
    store.save(stored.document, [Change(link, replace(link, kind="explains", updated_at="2026-05-02T00:00:00.000Z"))])
    assert str(exported(store, "aif").loss) == "1 link not written"
    assert str(exported(store, "argdown").loss) == "1 link not written"
    assert str(exported(store, "qdpx").loss) == ""


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"AIF": []}', b"{", b'{"AIF": {"nodes": 1}}', b"\xff"])
def test_other_files_are_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(ExchangeError):
        list(aif.read(path))
    assert not aif.recognises(path, data) or b"AIF" in data
