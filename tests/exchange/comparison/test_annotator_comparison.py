"""Who is compared in which documents, whatever they lie in: one store, several, exports."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reader.analysis.agreement.compared_documents import LabelledSpan
from reader.annotations.handing_in import seal_data
from reader.exchange.annotation_selection import AnnotationSelection
from reader.exchange.comparison.annotator_comparison import AnnotatorComparison, compare_annotators, known_annotators
from reader.exchange.comparison.side import Side
from reader.exchange.comparison.side_reading import read_side
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.jsonl import line, rows
from reader.model.annotation import Change, Decision, Link, new_id
from reader.store.folder_store import FolderStore
from reader.system.hashes import sha256
from tests.exchange.comparison.teams import AT, team_store

TEXT = "Rents rise again.\n\nNobody asked why, because it was late."
RISE, ASKED = (0, 17, "claim"), (19, 56, "opinion")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


def sides(*names: str) -> list[Side]:
    return [read_side(name, "annotations", "ann") for name in names]


def compared(*names: str, who: str = "", counts_all: bool = False, **selection: object) -> AnnotatorComparison:
    known = sides(*names)
    chosen = AnnotationSelection(**selection)  # type: ignore[arg-type]
    return compare_annotators(known, who.split() or known_annotators(known), chosen, 1 << 20, counts_all=counts_all)


def spans(found: AnnotatorComparison) -> list[dict[str, list[tuple[int, int, str]]]]:
    return [{who: [tuple(one) for one in theirs] for who, theirs in each.spans.items()} for each in found.documents]


def export(store: str, path: str, annotator: str = "") -> None:
    opened = FolderStore(Path(store))
    selection = AnnotationSelection(annotator)
    found = [selection.of(opened.load(key)) for key in opened.keys()]
    Path(path).write_text("".join(line(row) for row in rows(found)), encoding="utf-8")
    opened.close()


def test_one_store_with_two_annotators(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [RISE, ASKED]})
    found = compared("s")
    assert found.annotators == ("ann", "bo")
    assert spans(found) == [{"ann": [RISE], "bo": [RISE, ASKED]}]
    assert found.documents[0].text == TEXT
    assert (found.unfinished, found.single, found.unsaid) == (0, 0, 0)


def test_two_stores_with_an_annotator_each_are_as_one_with_both(folder: Path) -> None:
    team_store(folder / "a", TEXT, {"ann": [RISE]})
    team_store(folder / "b", TEXT, {"bo": [RISE, ASKED]})
    team_store(folder / "both", TEXT, {"ann": [RISE], "bo": [RISE, ASKED]})
    assert spans(compared("a", "b")) == spans(compared("b", "a")) == spans(compared("both"))


def test_stores_that_were_merged_count_each_annotation_once_in_its_newer_form(folder: Path) -> None:
    made = team_store(folder / "a", TEXT, {"ann": [RISE], "bo": [ASKED]})
    shutil.copytree(folder / "a", folder / "b")
    store = FolderStore(folder / "b")
    (key,) = store.keys()
    (old,) = made["bo"]
    store.save(store.load(key).document, [Change(old, old.touched(label="claim"))])
    store.close()
    assert spans(compared("a", "b")) == spans(compared("b", "a")) == [{"ann": [RISE], "bo": [(19, 56, "claim")]}]


def test_only_documents_count_that_all_have_finished(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": []})
    team_store(folder / "s", f"{TEXT} 2", {"ann": [RISE], "bo": [RISE]}, finished=["ann"], name="two.txt")
    team_store(folder / "s", f"{TEXT} 3", {"ann": [RISE], "bo": []}, finished=["ann"], name="three.txt")
    found = compared("s")
    assert [one.name for one in found.documents] == ["one.txt"]
    assert spans(found) == [{"ann": [RISE], "bo": []}]
    assert found.unfinished == 2
    everything = compared("s", counts_all=True)
    assert [one.name for one in everything.documents] == ["one.txt", "two.txt"]
    assert (everything.unfinished, everything.single, everything.unsaid) == (0, 1, 1)


def test_what_another_finished_finishes_nothing(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [RISE]}, finished=["ann", "cy"])
    assert compared("s", who="ann bo").unfinished == 1


def test_a_document_that_an_earlier_version_finished_without_a_name_is_finished_by_all(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": []}, finished=[""])
    assert spans(compared("s", who="ann bo")) == [{"ann": [RISE], "bo": []}]
    assert known_annotators(sides("s")) == ["ann"]


def test_who_took_back_that_they_had_finished_and_whose_tags_are_no_more_what_they_handed_in_is_counted(
    folder: Path,
) -> None:
    made = team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [RISE], "cy": []}, finished=["bo"])
    (mine,) = made["ann"]
    data = seal_data([mine], [], "ann", sha256(TEXT.encode()))
    store = FolderStore(folder / "s")
    (key,) = store.keys()
    records = [
        Decision(new_id(), "finished", data, "ann", AT, AT), *(Decision(new_id(), "reopened", {}, who, AT, AT)
        for who in ("ann", "ann", "cy")),
    ]  # fmt: skip
    store.save(store.load(key).document, [Change(None, one) for one in records])
    found = compared("s", who="ann bo")
    assert (found.taken_back, found.broken_seals) == ({"ann": 2}, {})
    store.save(store.load(key).document, [Change(mine, mine.touched(label="opinion"))])
    store.close()
    shutil.copytree(folder / "s", folder / "copy")
    for names in (["s"], ["s", "copy"]):
        found = compared(*names, who="ann bo")
        assert (found.taken_back, found.broken_seals) == ({"ann": 2}, {"ann": 1})


def test_of_three_who_did_nothing_in_a_document_is_missing_there(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [RISE], "cy": [ASKED]})
    team_store(folder / "s", f"{TEXT} 2", {"ann": [RISE], "bo": [RISE]}, name="two.txt")
    assert len(compared("s").documents) == 1
    assert [list(one) for one in spans(compared("s", counts_all=True))] == [["ann", "bo", "cy"], ["ann", "bo"]]
    assert len(compared("s", who="ann bo").documents) == 2


def test_exports_say_nothing_of_finishing_and_all_their_documents_count(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [ASKED]}, finished=[])
    team_store(folder / "s", f"{TEXT} 2", {"ann": [RISE]}, finished=[], name="two.txt")
    for who in ("ann", "bo", ""):
        export("s", f"{who or 'both'}.jsonl", who)
    for names in (["ann.jsonl", "bo.jsonl"], ["both.jsonl"]):
        found = compared(*names)
        assert spans(found) == [{"ann": [RISE], "bo": [ASKED]}]
        assert (found.unfinished, found.single, found.unsaid) == (0, 1, 1)


def test_an_export_and_a_store_whose_owner_has_finished(folder: Path) -> None:
    team_store(folder / "a", TEXT, {"ann": [RISE]})
    team_store(folder / "b", TEXT, {"bo": [RISE]})
    export("b", "b.jsonl")
    assert len(compared("a", "b.jsonl").documents) == 1
    team_store(folder / "c", TEXT, {"cy": [RISE]}, finished=[])
    assert compared("c", "b.jsonl").unfinished == 1


def test_somebody_of_a_store_has_to_finish_whatever_an_export_of_theirs_says(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [RISE]}, finished=["bo"])
    export("s", "ann.jsonl", "ann")
    assert compared("s", "ann.jsonl").unfinished == 1


def test_an_export_of_one_person_that_lists_a_document_says_that_there_was_nothing_to_tag(folder: Path) -> None:
    for name, labels in (("ann", [[0, 17, "claim"]]), ("bo", [])):
        rows_of = [{"text": TEXT, "label": labels}, {"text": f"{TEXT} 2", "label": [[0, 17, "claim"]]}]
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in rows_of))
    found = compared("ann.jsonl", "bo.jsonl")
    assert spans(found) == [{"ann": [RISE], "bo": []}, {"ann": [RISE], "bo": [RISE]}]
    assert [one.text for one in found.documents] == [TEXT, f"{TEXT} 2"]


def test_two_people_whose_annotations_have_the_same_ids(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE]})
    export("s", "ann.jsonl")
    row = json.loads((folder / "ann.jsonl").read_text())
    row |= {"annotator": "bo", "label": "opinion", "end": 10, "quote": TEXT[:10]}
    (folder / "bo.jsonl").write_text(json.dumps(row) + "\n")
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    assert spans(compared("ann.jsonl", "bo.jsonl")) == [{"ann": [RISE], "bo": [(0, 10, "opinion")]}]


def test_the_text_of_an_export_is_read_from_the_file_that_it_names(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [ASKED]})
    export("s", "both.jsonl")
    assert compared("both.jsonl").documents[0].text is None
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    assert compared("both.jsonl").documents[0].text == TEXT


def test_a_file_elsewhere_is_not_opened(folder: Path) -> None:
    outside = folder.parent / "outside.txt"
    outside.write_text(TEXT, encoding="utf-8")
    team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [ASKED]}, name=str(outside), keeps_text=False)
    export("s", "both.jsonl")
    assert compared("both.jsonl").documents[0].text is None


def test_passages_are_compared_in_the_present_text_and_what_is_not_there_is_counted(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE, ASKED], "bo": [ASKED]}, keeps_text=False)
    (folder / "one.txt").write_text("A new beginning.\n\nNobody asked why, because it was late.", encoding="utf-8")
    found = compared("s")
    text = found.documents[0].text or ""
    for theirs in found.documents[0].spans.values():
        assert [text[one.start : one.end] for one in theirs] == [TEXT[19:56]]
    assert found.detached == {"ann": 1}


def test_where_the_text_that_is_kept_does_not_fit_all_the_file_is_read(folder: Path) -> None:
    new = f"A word before. {TEXT}"
    team_store(folder / "a", TEXT, {"ann": [RISE]})
    team_store(folder / "b", new, {"bo": [(15, 32, "claim")]}, keeps_text=False)
    (folder / "one.txt").write_text(new, encoding="utf-8")
    sides_of = sides("a", "b")
    for side in sides_of:  # the same document, whose bytes have changed
        side.documents[0].document = replace(side.documents[0].document, sha256="")
    found = compare_annotators(sides_of, ["ann", "bo"], AnnotationSelection(), 1 << 20)
    assert spans(found) == [{"ann": [(15, 32, "claim")], "bo": [(15, 32, "claim")]}]
    assert found.documents[0].text == new


def test_links_with_both_ends_in_documents_that_count(folder: Path) -> None:
    links = {"ann": [(1, 0, "supports")], "bo": [(0, 1, "attacks")]}
    team_store(folder / "s", TEXT, {"ann": [RISE, ASKED], "bo": [RISE, ASKED]}, links=links)
    (one,) = compared("s").documents
    assert [(link.kind, link.source, link.target) for link in one.links["ann"]] == [
        ("supports", (0, (19, 56)), (0, (0, 17)))
    ]
    assert one.links["bo"][0].kind == "attacks"
    export("s", "both.jsonl")
    assert compared("both.jsonl").documents[0].links == one.links
    assert compared("s", "both.jsonl").documents[0].links == one.links


def test_a_link_into_a_document_that_does_not_count_is_left_out(folder: Path) -> None:
    other = team_store(folder / "s", f"{TEXT} 2", {"ann": [RISE]}, finished=[], name="two.txt")["ann"][0]
    made = team_store(folder / "s", TEXT, {"ann": [RISE], "bo": [RISE]})["ann"][0]
    store = FolderStore(folder / "s")
    key = next(key for key in store.keys() if store.load(key).document.path == "one.txt")
    store.save(store.load(key).document, [Change(None, Link(new_id(), made.id, other.id, "supports", "ann"))])
    store.close()
    found = compared("s")
    assert found.links_left_out == 1
    assert found.documents[0].links == {}


def test_links_of_somebody_who_is_missing_in_the_document_are_left_out(folder: Path) -> None:
    made = team_store(folder / "s", TEXT, {"ann": [RISE, ASKED], "bo": [RISE]})["ann"]
    team_store(folder / "s", f"{TEXT} 2", {"cy": [RISE]}, name="two.txt")
    store = FolderStore(folder / "s")
    key = next(key for key in store.keys() if store.load(key).document.path == "one.txt")
    link = Link(new_id(), made[0].id, made[1].id, "supports", "cy")
    store.save(store.load(key).document, [Change(None, link)])
    store.close()
    found = compared("s", counts_all=True)
    assert list(found.documents[0].spans) == ["ann", "bo"]
    assert (found.links_left_out, found.documents[0].links) == (1, {})


def test_labels_and_documents_can_be_chosen(folder: Path) -> None:
    team_store(folder / "s", TEXT, {"ann": [RISE, ASKED], "bo": [ASKED]})
    team_store(folder / "s", f"{TEXT} 2", {"ann": [RISE], "bo": [RISE]}, name="sub/two.txt")
    assert spans(compared("s", labels=frozenset({"opinion"}), documents=("one.txt",))) == [
        {"ann": [ASKED], "bo": [ASKED]}
    ]
    assert [one.name for one in compared("s", documents=("sub",)).documents] == ["sub/two.txt"]
    with pytest.raises(ExchangeError, match="no such document in s"):
        compared("s", documents=("three.txt",))


def test_who_has_no_name_is_called_after_the_side(folder: Path) -> None:
    for name in ("one", "other"):
        team_store(folder / name, TEXT, {"": [RISE]}, finished=[])
        export(name, f"{name}.jsonl")
    assert known_annotators(sides("one.jsonl", "other.jsonl")) == ["one", "other"]
    assert spans(compared("one.jsonl", "other.jsonl")) == [{"one": [RISE], "other": [RISE]}]


def test_two_people_with_one_name_are_told_apart_by_their_stores(folder: Path) -> None:
    for name in ("a", "b"):
        team_store(folder / name, TEXT, {"user": [RISE]})
    found = compared("a", "b")
    assert found.annotators == ("user (a)", "user (b)")
    assert spans(found) == [{"user (a)": [RISE], "user (b)": [RISE]}]


def test_the_language_is_that_of_the_text(folder: Path) -> None:
    german = "Die Mieten in der Stadt sind wieder gestiegen, und niemand hat gefragt, warum das so ist und wer es war."
    team_store(folder / "s", german, {"ann": [(0, 10, "claim")], "bo": []})
    found = compared("s")
    assert found.documents[0].language == "de"
    assert found.documents[0].spans["ann"] == [LabelledSpan(0, 10, "claim")]
