"""The file of Prodigy as its documentation shows it."""

import json

from hypothesis import given, settings

from reader.exchange.formats import prodigy
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import CLAIM, FACT, TEXT, sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported, stores


def test_tokens_spans_and_relations_are_as_documented() -> None:
    (row,) = map(json.loads, exported(sample(), "prodigy").files[""].splitlines())
    assert row["text"] == TEXT
    assert [token["text"] for token in row["tokens"]] == [
        "Minister", "😀", "says", "emissions", "fell", "12", "percent", ".",
    ]  # fmt: skip
    assert row["tokens"][1] == {"text": "😀", "start": 9, "end": 10, "id": 1, "ws": True}
    claim = {"start": 16, "end": 41, "token_start": 3, "token_end": 6, "label": "claim", "id": CLAIM}
    fact = {"start": 31, "end": 41, "token_start": 5, "token_end": 6, "label": "evidence", "id": FACT}
    assert row["spans"] == [claim, fact]
    assert row["relations"] == [
        {"head": 5, "child": 3, "label": "supports", "head_span": fact, "child_span": claim},
    ]
    assert row["meta"] == {"document": "a.txt", "document_sha256": "a" * 64, "title": "Emissions"}
    assert row["answer"] == "accept"
    assert all(-(2**31) <= row[name] < 2**31 for name in ("_input_hash", "_task_hash"))


@settings(max_examples=60, deadline=None)
@given(store=stores())
def test_the_tokens_are_the_text_and_spans_begin_and_end_with_them(store: MemoryStore) -> None:
    for row in map(json.loads, exported(store, "prodigy").files[""].splitlines()):
        text = row["text"]
        assert "".join(token["text"] + " " * token["ws"] for token in row["tokens"]) == text
        assert [token["id"] for token in row["tokens"]] == list(range(len(row["tokens"])))
        for token in row["tokens"]:
            assert text[token["start"] : token["end"]] == token["text"]
        for span in row["spans"]:
            assert row["tokens"][span["token_start"]]["start"] == span["start"]
            assert row["tokens"][span["token_end"]]["end"] == span["end"]


def test_what_prodigy_has_saved_comes_in_and_what_was_rejected_does_not() -> None:
    span = {"start": 16, "end": 41, "token_start": 3, "token_end": 6, "label": "CLAIM"}
    fact = {"start": 31, "end": 41, "token_start": 5, "token_end": 6, "label": "EVIDENCE"}
    relation = {"head": 5, "child": 3, "head_span": fact, "child_span": span, "label": "supports", "color": "#fff"}
    common = {"text": TEXT, "_input_hash": 1, "_task_hash": 2, "_annotator_id": "set-ann"}
    rows = [
        {**common, "spans": [span, fact], "relations": [relation], "answer": "accept"},
        {**common, "spans": [span], "answer": "reject"},
        {**common, "spans": [{**span, "end": 16}], "answer": "accept"},
        {**common, "spans": [span], "relations": [{**relation, "head_span": None}], "answer": "accept"},
        {**common, "spans": [{"start": "16"}], "answer": "accept"},
        {"spans": []},
    ]
    store = MemoryStore()
    taken = imported(store, "prodigy", {"": "\n".join(map(json.dumps, rows)).encode()})
    assert (taken.count, taken.links) == (2, 1)
    assert [(one.label, one.quote, one.annotator) for _, one in all_annotations(store)] == [
        ("CLAIM", "emissions fell 12 percent", "set-ann"),
        ("EVIDENCE", "12 percent", "set-ann"),
    ]
    assert [link.kind for link in all_links(store)] == ["supports"]
    assert sorted((place, count) for place, count in taken.faults.values()) == [
        (f"line {number}", 1) for number in (2, 3, 4, 5, 6)
    ]


def test_its_own_annotations_are_known_again() -> None:
    store = sample()
    taken = imported(store, "prodigy", exported(store, "prodigy").files)
    assert (taken.count, taken.links, taken.done[0].merged.known) == (0, 0, 2)


def test_a_hash_has_32_bits_with_a_sign() -> None:
    found = {prodigy._hash(str(number)) for number in range(50)}
    assert min(found) < 0 < max(found)
