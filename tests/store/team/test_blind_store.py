"""A blind project: of others' work nothing comes out of a store until all have finished, and nothing of it is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.annotations.handing_in import FINISHED, REOPENED
from reader.model.act import HIDDEN_AGAIN, Act
from reader.model.annotation import Annotation, Change, Decision, Link, Record, new_id, now
from reader.model.document import Document
from reader.store import open_store
from reader.store.document_summaries import summaries_in
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import Store
from reader.store.team.blind_store import BlindStore

#: Stands in everything that B writes, and in nothing else; so do these numbers.
SECRET, PLACE = "zqux", 77001
DOCUMENT = Document(None, "a.txt", "ab" * 32)


def annotation(by: str, **rest: Any) -> Annotation:
    if by == "A":
        return Annotation(new_id(), "claim", 3, 9, "quoted", note="mine", annotator="A", created_at=now(), **rest)
    words = {name: SECRET + name for name in ("quote", "prefix", "suffix", "note", "attributed_to")}
    places = {"start": PLACE, "end": PLACE + 6, "source_start": PLACE, "source_end": PLACE + 6}
    return Annotation(
        new_id(), f"{SECRET}label", annotator=by, created_at=now(), extra={"values": {SECRET: 1}}, **places, **words
    )


def decision(by: str, kind: str, **data: Any) -> Decision:
    return Decision(new_id(), kind, data, by, now(), now())


def act(by: str, what: str = "") -> Act:
    return Act(what or ("claim" if by == "A" else f"{SECRET}label"), by, new_id())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "annotations"
    folder.mkdir()
    (folder / "project.toml").write_text('annotators = ["A", "B"]\nadjudicators = ["C"]\nblind = true\n')
    return folder


def put(store: Store, by: str, *records: Record, gone: tuple[Record, ...] = ()) -> Document:
    changes = [*(Change(None, one) for one in records), *(Change(one, None) for one in gone)]
    return store.save(DOCUMENT, changes, act=act(by)).document


def all_that_is_read(store: Store) -> Iterator[object]:
    """Everything that any method of the protocol gives of documents."""
    yield list(store.keys())
    yield list(summaries_in(store))
    yield list(store.recent())
    yield [one.line for one in store.warnings()]
    yield [one.what for one in store.faults()]
    yield store.labels()
    for key in (*store.keys(), "a.txt.abababababab"):
        stored = store.load(key, keep=True, with_copies=True)
        yield stored, dict(stored.deleted)
        yield list(store.history(key))
        yield store.last(key)
        yield store.document(key, store.last(key))
        yield store.look(key), store.take_notices(key)
        yield store.restore(key, 0, act("A"), dry_run=True)
        with store.scanning() as scan:
            yield scan.texts(key), scan.stamps(key)


def leaks(store: Store) -> list[str]:
    said = [repr(one) for one in all_that_is_read(store)]
    return [one for one in said if SECRET in one or re.search(rf"\b{PLACE}\b", one)]  # ids hold any digits


STEPS = st.lists(st.sampled_from(["tag", "link", "finish", "bookmark", "name", "delete", "reopen", "own", "raw"]))


@given(STEPS, st.sampled_from(["A", "stranger"]), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_others_comes_out_whatever_they_did(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], viewer: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("store")
    (folder / "project.toml").write_text('annotators = ["A", "B"]\nblind = true\n')
    theirs: Store = open_store(folder, "B")
    blind: Store = open_store(folder, viewer)
    tags: list[Annotation] = []
    for step in steps:
        if step == "own":
            put(blind, "A", annotation("A"))
        elif step == "delete" and tags:
            put(theirs, "B", gone=(tags.pop(),))
        elif step == "raw":
            theirs.close()
            for file in folder.glob("*.json"):
                kept = json.loads(file.read_text())
                for row in kept["annotations"].values():
                    row["note"] = row["note"] and f"{row['note']}!"
                file.write_text(json.dumps(kept))
        else:
            tags.append(annotation("B"))
            one, other = tags[-1], data.draw(st.sampled_from(tags))
            made: dict[str, Record] = {
                "link": Link(new_id(), other.id, new_id(), f"{SECRET}kind", "B", now(), now()),
                "finish": decision("B", FINISHED, seal=SECRET),
                "reopen": decision("B", REOPENED, seal=SECRET),
                "bookmark": decision("B", "bookmark", name=SECRET, quote=SECRET),
                "name": decision("B", "entity", name=SECRET),
            }
            put(theirs, "B", *([made[step]] if step in made else []), one)
    assert leaks(blind) == []
    assert leaks(open_store(folder, "B")) != [] or not any(step in ("tag", "link") for step in steps)


def test_whoever_reads_past_the_view_is_refused_by_the_type(folder: Path) -> None:
    store = open_store(folder, "A")
    assert isinstance(store, BlindStore)
    assert not hasattr(store, "database")
    assert isinstance(open_store(folder, "C"), FolderStore), "who adjudicates sees all"
    (folder / "project.toml").write_text('annotators = ["A", "B"]\n')
    assert isinstance(open_store(folder, "A"), FolderStore), "a project that is not blind pays nothing"


def test_all_is_seen_once_all_have_finished_and_told_to_whoever_has_it_open(folder: Path) -> None:
    mine, theirs = open_store(folder, "A"), open_store(folder, "B")
    key = put(mine, "A", annotation("A")).key or ""
    mine.load(key, keep=True)
    put(theirs, "B", hidden := annotation("B"))
    assert mine.look(key) == ()
    assert [one.annotator for one in mine.load(key).annotations] == ["A"]
    put(theirs, "B", done := decision("B", FINISHED))
    news = mine.look(key) or ()
    assert [one.changes for one in news] == [(Change(None, done),)], "that one has finished may be known"
    result = mine.save(DOCUMENT, [Change(None, own := decision("A", FINISHED))], act=act("A"))
    told = [change for one in result.others for change in one.changes]
    assert told == [Change(None, hidden)]
    assert {one.act.by for one in result.others} == {"B"}
    assert {one.annotator for one in mine.load(key).annotations} == {"A", "B"}
    assert theirs.look(key) is not None
    assert {one.annotator for one in theirs.load(key).annotations} == {"A", "B"}
    back = mine.save(DOCUMENT, [Change(own, None)], act=act("A"))
    assert [(one.act.what, one.changes) for one in back.others] == [(HIDDEN_AGAIN, (Change(hidden, None),))]
    assert [one.annotator for one in mine.load(key).annotations] == ["A"]
    assert len(FolderStore(folder).load(key).annotations) == 2, "nothing was taken out of the store"


def test_a_document_that_was_assigned_waits_for_those_alone(folder: Path) -> None:
    line = {"annotators": ["B"], "place": "../a.txt", "sha256": DOCUMENT.sha256}
    (folder / "assignments.jsonl").write_text(f"{json.dumps(line)}\n")
    put(open_store(folder, "B"), "B", annotation("B"))
    mine = open_store(folder, "A")
    assert list(mine.keys()) == [], "not even that somebody has begun"
    key = put(open_store(folder, "B"), "B", decision("B", FINISHED)).key or ""
    assert [one.annotator for one in mine.load(key).annotations] == ["B"]


def test_what_is_hidden_is_merged_and_survives_undo_and_restore(folder: Path) -> None:
    mine, theirs = open_store(folder, "A"), open_store(folder, "B")
    start = mine.last_number()
    own = annotation("A")
    key = put(mine, "A", own).key or ""
    put(theirs, "B", hidden := annotation("B"))
    assert [one.record.id for one in mine.restore(key, start, act("A"), dry_run=True)] == [own.id]
    assert [one.record.id for one in mine.restore(key, start, act("A"))] == [own.id]
    assert FolderStore(folder).load(key).annotations == (hidden,)


def test_another_persons_label_in_what_a_step_was_called_is_not_told(folder: Path) -> None:
    theirs = open_store(folder, "B")
    both = [Change(None, annotation("B")), Change(None, decision("B", FINISHED))]
    theirs.save(DOCUMENT, both, act=act("B", f"{SECRET}label and finished"))
    (told,) = open_store(folder, "A").recent()
    assert (told[1].act.by, told[1].act.what) == ("B", "")
    assert [change.record.annotator for change in told[1].changes] == ["B"]


def test_caches_are_ones_own(folder: Path) -> None:
    whole, blind = FolderStore(folder).cache_folder(), open_store(folder, "A").cache_folder()
    assert whole is not None
    assert blind is not None
    assert blind.parent == whole


def test_a_missing_document_is_told_without_what_was_in_it(folder: Path) -> None:
    (folder.parent / ".git").mkdir()  # there a document may be on another branch
    store = FolderStore(folder)
    put(store, "B", annotation("B"))
    store.close()
    (file,) = folder.glob("*.json")
    file.unlink()
    assert any("with 1 annotation" in one.line for one in FolderStore(folder).warnings())
    (told,) = [one.line for one in open_store(folder, "A").warnings() if "is gone" in one.line]
    assert "annotation" not in told
