"""The files of UIMA, read by a parser that is not ours, and hostile ones."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_loss import FAR_LINK, NO_PLACE
from reader.exchange.format_loss import LINK as LINKS
from reader.exchange.format_protocol import Fault, ImportedDocument
from reader.exchange.formats import uima
from reader.model.annotation import Annotation, Change, Link
from reader.model.document import Document
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.sample_store import CLAIM, FACT, LINK, PATH, TEXT, VIEW, sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported, stores

SPACES = (
    'xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"'
)


def opened(files: dict[str, bytes]) -> list[Any]:
    """The files as cassis has them."""
    from cassis import load_cas_from_xmi, load_typesystem

    types = load_typesystem(BytesIO(files["TypeSystem.xml"]))
    return [
        load_cas_from_xmi(BytesIO(data), typesystem=types)
        for name, data in sorted(files.items())
        if name != "TypeSystem.xml"
    ]


def found(tmp_path: Path, name: str, data: str | bytes) -> tuple[list[ImportedDocument], list[Fault]]:
    (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    both = list(uima.read(tmp_path))
    return [one for one in both if not isinstance(one, Fault)], [one for one in both if isinstance(one, Fault)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stores())
def test_another_parser_reads_the_same_words_at_the_same_places(store: MemoryStore) -> None:
    files, loss = exported(store, "uima")
    known = {one.id: (one.label, one.quote) for _, one in all_annotations(store)}
    there = opened(files)
    passages = [one for cas in there for one in cas.select("webanno.custom.Passage")]
    assert {one.identifier: (one.label, one.get_covered_text()) for one in passages}.items() <= known.items()
    assert len(passages) == len(known) - loss.counts[NO_PLACE]
    relations = [one for cas in there for one in cas.select("webanno.custom.PassageRelation")]
    assert all((one.begin, one.end) == (one.Dependent.begin, one.Dependent.end) for one in relations)
    assert len(relations) == len(all_links(store)) - loss.counts[LINKS] - loss.counts[FAR_LINK]


def test_offsets_are_utf_16_units_and_a_passage_has_all_that_it_has() -> None:
    files = exported(sample(), "uima").files
    assert sorted(files) == ["TypeSystem.xml", "a_b.html.xmi"]
    data = files["a_b.html.xmi"].decode()
    assert '<custom:Passage xmi:id="4" sofa="1" begin="17" end="42" label="claim" note=' in data
    assert "percent.&#10;&#10;He is" in data
    (cas,) = opened(files)
    assert cas.sofa_string == TEXT
    claim, _, view = cas.select("webanno.custom.Passage")
    assert (claim.note, claim.annotator, claim.identifier) == ('first "line"\nC:\\new <b>', "ann", CLAIM)
    assert (view.label, view.attributedTo, view.get_covered_text()) == ("über wert", "Berg & Söhne", TEXT[31:58])
    (relation,) = cas.select("webanno.custom.PassageRelation")
    assert (relation.kind, relation.Governor.identifier, relation.Dependent.identifier) == ("supports", FACT, CLAIM)
    assert relation.identifier == LINK
    (source,) = cas.select("webanno.custom.Source")
    assert (source.path, source.sha256, source.title) == (PATH, "a" * 64, "Emissions <fell>")


def test_what_another_tool_changed_and_wrote_comes_back_as_a_change() -> None:
    store = sample()
    files = exported(store, "uima").files
    assert imported(store, "uima", files).count == 0
    (cas,) = opened(files)
    _, fact, view = cas.select("webanno.custom.Passage")
    fact.label = "opinion"
    passage = cas.typesystem.get_type("webanno.custom.Passage")
    cas.add(passage(begin=0, end=8, label="claim"))
    cas.remove(view)
    taken = imported(store, "uima", {"TypeSystem.xml": files["TypeSystem.xml"], "other.xmi": cas.to_xmi().encode()})
    assert (taken.faults, taken.count) == ({}, 2)
    assert [(one.label, one.start, one.quote) for _, one in all_annotations(store)] == [
        ("claim", 0, "Minister"),
        ("claim", 16, TEXT[16:41]),
        ("über wert", 31, TEXT[31:58]),
        ("opinion", 31, TEXT[31:41]),
    ]
    assert {CLAIM, FACT, VIEW} < {one.id for _, one in all_annotations(store)}


def test_layers_of_others_come_in_by_their_label_or_value(tmp_path: Path) -> None:
    data = (
        f'<xmi:XMI {SPACES} xmi:version="2.0"><cas:NULL xmi:id="0"/><cas:Token xmi:id="1" sofa="9" begin="0" end="4"/>'
        '<custom:Span xmi:id="2" sofa="9" begin="0" end="4" value="PER"/>'
        '<custom:Span xmi:id="3" sofa="9" begin="5" end="7" value="LOC"/>'
        '<custom:Relation xmi:id="4" sofa="9" begin="5" end="7" Governor="2" Dependent="3" value="in"/>'
        '<cas:Sofa xmi:id="9" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="This is."/></xmi:XMI>'
    )
    (one,), faults = found(tmp_path, "x.xmi", data)
    assert (faults, one.text, [(span.label, span.start, span.end) for span in one.spans]) == (
        [],
        "This is.",
        [("PER", 0, 4), ("LOC", 5, 7)],
    )
    assert [(link.source, link.target, link.kind) for link in one.links] == [("x.xmi 2", "x.xmi 3", "in")]
    assert uima.recognises(tmp_path / "x.xmi", data.encode())
    assert [type(each) for each in uima.read(tmp_path / "x.xmi")] == [ImportedDocument]


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">',
    ],
)
def test_document_types_are_refused_in_one_line(tmp_path: Path, attack: str) -> None:
    body = f'<xmi:XMI {SPACES}><cas:Sofa xmi:id="1" sofaString="&b;"/></xmi:XMI>'
    documents, faults = found(tmp_path, "x.xmi", f'<?xml version="1.0"?>{attack}{body}')
    assert documents == []
    assert faults == [Fault("x.xmi", "has XML with a document type (it is not opened, for safety)")]


def test_damaged_files_and_passages_are_named_and_the_others_come_in(tmp_path: Path) -> None:
    passages = "".join(
        f'<custom:Passage xmi:id="{number}" sofa="{sofa}" begin="{begin}" end="{end}" label="claim"/>'
        for number, (sofa, begin, end) in enumerate(
            [(1, "0", "4"), (2, "0", "4"), (1, "-1", "4"), (1, "0", "1e3"), (1, "0", "9" * 99), (1, "NaN", "4")], 10
        )
    )
    sofas = '<cas:Sofa xmi:id="1" sofaString="Some words."/><cas:Sofa xmi:id="2" sofaString="Other words."/>'
    (tmp_path / "a.xmi").write_text("<xmi:XMI")
    (tmp_path / "b.xmi").write_text("<a/>")
    (tmp_path / "c.xmi").symlink_to(tmp_path / "a.xmi")
    documents, faults = found(tmp_path, "d.xmi", f"<xmi:XMI {SPACES}>{passages}{sofas}</xmi:XMI>")
    assert [(span.start, span.end) for one in documents for span in one.spans] == [(0, 4)]
    assert [fault.place for fault in faults] == ["a.xmi", "b.xmi", "c.xmi", *(f"d.xmi: id {n}" for n in range(11, 16))]
    assert faults[1].what == "has no text (no Sofa), so is no XMI of UIMA"


def test_a_character_that_xml_cannot_hold_costs_its_passage_and_is_counted() -> None:
    text = "one \ufffe two three"
    store = MemoryStore()
    first, second = (
        Annotation(identifier, "claim", start, end, text[start:end])
        for identifier, start, end in ((CLAIM, 0, 9), (FACT, 6, 9))
    )
    changes = [Change(None, one) for one in (first, second, Link(LINK, FACT, CLAIM, "supports"))]
    store.save(Document(None, "a.txt", "a" * 64, None), changes, text=text)
    files, loss = exported(store, "uima")
    assert str(loss) == "1 passage with a character that XML cannot hold and 1 link not written"
    (cas,) = opened(files)
    assert [one.get_covered_text() for one in cas.select("webanno.custom.Passage")] == ["two"]


def test_a_folder_without_such_files_is_refused(tmp_path: Path) -> None:
    assert not uima.recognises(tmp_path, b"")
    with pytest.raises(ExchangeError, match=r"^has no .xmi file in it$"):
        list(uima.read(tmp_path))
