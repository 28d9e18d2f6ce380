"""The file of spaCy, read by spaCy itself; and files that would have it read other memory."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_loss import NO_PLACE
from reader.exchange.format_protocol import Fault, ImportedDocument
from reader.exchange.formats import spacy_docbin
from reader.exchange.formats.spacy_docbin import tokens
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.sample_store import CLAIM, FACT, PATH, TEXT, VIEW, sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported, stores, texts_with_spans


def documents(data: bytes) -> list[Any]:
    """The documents as spaCy has them."""
    import spacy
    from spacy.tokens import DocBin

    return list(DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab))


def read(tmp_path: Path, data: bytes) -> tuple[list[ImportedDocument], list[Fault]]:
    path = tmp_path / "x.spacy"
    path.write_bytes(data)
    both = list(spacy_docbin.read(path))
    return [one for one in both if not isinstance(one, Fault)], [one for one in both if isinstance(one, Fault)]


def changed(data: bytes, **parts: Any) -> bytes:
    """The file with other parts."""
    import srsly

    return zlib.compress(srsly.msgpack_dumps({**srsly.msgpack_loads(zlib.decompress(data)), **parts}))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stores())
def test_spacy_reads_every_passage_as_whole_tokens(store: MemoryStore) -> None:
    files, loss = exported(store, "spacy")
    known = {one.id: (one.label, one.start, one.end, one.quote) for _, one in all_annotations(store)}
    count = 0
    for document in documents(files[""]):
        for span in document.spans["sc"]:
            count += 1
            assert known[span.id_] == (span.label_, span.start_char, span.end_char, span.text)
            again = document.char_span(span.start_char, span.end_char, alignment_mode="strict")
            assert (again.start, again.end) == (span.start, span.end)
    assert count == len(known) - loss.counts[NO_PLACE]


@given(texts_with_spans())
def test_words_are_the_text_and_are_cut_where_a_passage_begins_or_ends(case: tuple[str, list[tuple[int, int]]]) -> None:
    import spacy

    text, spans = case
    found = [(one.idx, one.idx + len(one)) for one in spacy.blank("xx").tokenizer(text)]
    words, spaces = tokens(text, found, spans)
    assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text
    places, at = [], 0
    for word, space in zip(words, spaces, strict=True):
        places.append((at, at + len(word)))
        at += len(word) + space
    assert {start for start, _ in spans} <= {start for start, _ in places}
    assert {end for _, end in spans} <= {end for _, end in places}


def test_tokens_are_those_of_spacy_where_nothing_has_to_be_cut() -> None:
    import spacy

    (document,) = documents(exported(sample(), "spacy").files[""])
    assert document.text == TEXT
    assert [one.text for one in document] == [one.text for one in spacy.blank("xx").tokenizer(TEXT)]
    words, _ = tokens("a passage with blanks", [(0, 1), (2, 9), (10, 14), (15, 21)], [(1, 10), (12, 15)])
    assert words == ["a", " ", "passage", " ", "wi", "th", " ", "blanks"]


def test_what_spacy_has_no_place_for_is_with_the_group() -> None:
    (document,) = documents(exported(sample(), "spacy").files[""])
    group = document.spans["sc"]
    assert [(span.label_, span.id_) for span in group] == [("claim", CLAIM), ("evidence", FACT), ("über wert", VIEW)]
    assert group.attrs["document"] == PATH
    assert group.attrs["passages"][CLAIM] == {
        "note": 'first "line"\nC:\\new <b>',
        "annotator": "ann",
        "attributed_to": "",
    }
    (link,) = group.attrs["links"]
    assert (link["source"], link["target"], link["kind"]) == (FACT, CLAIM, "supports")


def test_what_was_changed_with_spacy_comes_back_as_a_change() -> None:
    from spacy.tokens import DocBin

    store = sample()
    data = exported(store, "spacy").files[""]
    assert imported(store, "spacy", {"": data}).count == 0
    (document,) = documents(data)
    _, fact, view = document.spans["sc"]
    fact.label_ = "opinion"
    group = document.spans["sc"]
    attributes = dict(group.attrs)
    document.spans["sc"] = [fact, view, document.char_span(0, 8, label="claim")]
    document.spans["sc"].attrs.update(attributes)
    packed = DocBin(docs=[document]).to_bytes()
    taken = imported(store, "spacy", {"": packed})
    assert (taken.faults, taken.count) == ({}, 2)
    assert sorted((one.label, one.quote) for _, one in all_annotations(store)) == [
        ("claim", "Minister"),
        ("claim", TEXT[16:41]),
        ("opinion", TEXT[31:41]),
        ("über wert", TEXT[31:58]),
    ]
    assert len(all_links(store)) == 1


def test_a_link_keeps_its_own_dates_and_another_kind_of_it_comes_back_as_a_change() -> None:
    from spacy.tokens import DocBin

    store, other = sample(), MemoryStore()
    (link,) = all_links(store)
    data = exported(store, "spacy").files[""]
    imported(other, "spacy", {"": data})
    assert [(one.created_at, one.updated_at) for one in all_links(other)] == [(link.created_at, link.updated_at)]
    (document,) = documents(data)
    document.spans["sc"].attrs["links"][0]["kind"] = "attacks"
    imported(store, "spacy", {"": DocBin(docs=[document]).to_bytes()})
    assert [(one.id, one.kind, one.created_at) for one in all_links(store)] == [(link.id, "attacks", link.created_at)]


def test_files_of_others_come_in_with_their_groups_or_their_entities(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    pipeline = spacy.blank("en")
    spans, entities, nothing = (pipeline.make_doc("Ida Berg 😀 left Oslo.") for _ in range(3))
    spans.spans["other"] = [spans.char_span(0, 8, label="PERSON", span_id="Q1"), spans.char_span(0, 20, label="S")]
    entities.ents = [entities.char_span(0, 8, label="PERSON"), entities.char_span(16, 20, label="GPE")]
    found, faults = read(tmp_path, DocBin(docs=[spans, entities, nothing]).to_bytes())
    assert faults == []
    assert [[(one.label, (each.text or "")[one.start : one.end], one.id) for one in each.spans] for each in found] == [
        [("PERSON", "Ida Berg", ""), ("S", "Ida Berg 😀 left Oslo", "")],
        [("PERSON", "Ida Berg", ""), ("GPE", "Oslo", "")],
        [],
    ]


def test_numbers_that_point_out_of_the_text_do_nothing(tmp_path: Path) -> None:
    import srsly

    data = exported(sample(), "spacy").files[""]
    whole = srsly.msgpack_loads(zlib.decompress(data))
    hashes = struct.unpack(
        ">QQQ", srsly.msgpack_loads(next(iter(srsly.msgpack_loads(whole["span_groups"][0]))))["spans"][0][:24]
    )
    places = [(0, 2**31 - 1, 0, 2**31 - 1), (-5, -1, -5, -1), (3, 1, 30, 10), (0, 1, 0, 8)]
    spans = [struct.pack(">QQQllll", 0, 0, hashes[2], *place) for place in places]
    spans.append(struct.pack(">QQQllll", 0, 0, 12345678987654321, 0, 1, 0, 8))
    group = srsly.msgpack_dumps({"name": "sc", "attrs": {}, "spans": spans})
    bad = changed(data, span_groups=[srsly.msgpack_dumps({group: ["sc"]})])
    found, faults = read(tmp_path, bad)
    assert [(one.label, one.end) for each in found for one in each.spans] == [
        ("claim", 2**31 - 1), ("claim", -1), ("claim", 10), ("claim", 8)
    ]  # fmt: skip
    assert faults == [Fault("document 1", "a span has an unknown label")]
    taken = imported(MemoryStore(), "spacy", {"": bad})
    assert (taken.count, sum(count for _, count in taken.faults.values())) == (1, 4)


@pytest.mark.parametrize(
    "parts",
    [
        {"tokens": b"x" * 7},
        {"tokens": b""},
        {"lengths": struct.pack("i", -1)},
        {"lengths": struct.pack("i", 2**31 - 1)},
        {"spaces": b""},
        {"attrs": []},
        {"attrs": None},
        {"strings": 3},
        {"flags": [{}, {}]},
        {"span_groups": [b"", b""]},
    ],
)
def test_parts_that_do_not_fit_each_other_are_refused_in_one_line(tmp_path: Path, parts: dict[str, Any]) -> None:
    with pytest.raises(ExchangeError, match=r"^is no DocBin of spaCy, or damaged$"):
        read(tmp_path, changed(exported(sample(), "spacy").files[""], **parts))


@pytest.mark.parametrize("group", [b"\xc1", b"\x01", b"\x91\x01", 7, b"\x81\xa1a\x91\xa2sc", "text"])
def test_a_document_that_is_damaged_is_named(tmp_path: Path, group: Any) -> None:
    found, faults = read(tmp_path, changed(exported(sample(), "spacy").files[""], span_groups=[group]))
    assert (found, [fault.place for fault in faults]) == ([], ["document 1"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nothing",
        zlib.compress(b"\xdd\xff\xff\xff\xff"),
        zlib.compress(b"\x91" * 100_000),
        zlib.compress(b"\x81\x90\x01"),
    ],
)
def test_what_is_no_such_file_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    assert not spacy_docbin.recognises(tmp_path, data)
    with pytest.raises(ExchangeError, match=r"^is no DocBin of spaCy, or damaged$"):
        read(tmp_path, data)


def test_a_file_that_unpacks_to_far_more_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_docbin, "_LARGEST", 1 << 20)
    with pytest.raises(ExchangeError, match=r"^is larger than 1 MiB when it is unpacked$"):
        read(tmp_path, zlib.compress(b"\0" * (1 << 22)))
