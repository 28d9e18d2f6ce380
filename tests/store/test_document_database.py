"""A document as a TinyDB database: what a script reads and writes through TinyDB is the store's own."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import Query, TinyDB, where
from tinydb.table import Document as Row

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, new_id, now, to_fields
from reader.model.document import Document
from reader.store import open_database
from reader.store.folder_store import FolderStore
from reader.store.history.undo import UndoHistory
from reader.store.records.document_database import DocumentDatabase
from reader.store.records.record_rows import identifier, row_id_of
from reader.store.store_protocol import StoreError

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)


def annotation(start: int = 0, label: str = "claim") -> Annotation:
    moment = "2026-04-11T09:30:00.000Z"
    return Annotation(new_id(), label, start, start + 4, "text", annotator="ann", created_at=moment, updated_at=moment)


class Desk:
    """A reader that has a document open, and a script that opens the same in TinyDB."""

    def __init__(self, folder: Path) -> None:
        self.store = FolderStore(folder)
        self.ones = [annotation(0), annotation(10, "opinion"), annotation(20)]
        document = self.store.save(DOCUMENT, [Change(None, one) for one in self.ones]).document
        self.key = document.key or ""
        self.store.load(self.key, keep=True)
        self.file = folder / f"{self.key}.json"
        self.database = open_database(self.file)

    def found(self) -> dict[str, Annotation]:
        return {one.id: one for one in FolderStore(self.store.folder).load(self.key).annotations}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "annotations")


def test_queries_find_what_was_tagged_also_what_is_in_the_journal_alone(desk: Desk) -> None:
    late = annotation(30)
    desk.store.save(Document(desk.key, "meeting.txt", "ab" * 32), [Change(None, late)])
    claims = desk.database.table("annotations").search(where("label") == "claim")
    assert [identifier(str(row.doc_id)) for row in claims] == [desk.ones[0].id, desk.ones[2].id, late.id]
    assert claims[0] == to_fields(desk.ones[0])
    assert desk.database.count(Query().start > 5) == 3
    assert desk.database.get(doc_id=int(row_id_of(late.id)))["start"] == 30
    assert len(desk.database) == len(list(desk.database)) == 4
    assert desk.database.tables() >= {"annotations", "_meta"}
    desk.store.save(Document(desk.key, "meeting.txt", "ab" * 32), [Change(late, None)])
    assert desk.database.count(where("label") == "claim") == 2


def test_what_is_fetched_is_a_copy(desk: Desk) -> None:
    made = Decision(new_id(), "finished", {"by": ["ann"]}, "ann", now(), now())
    document = Document(desk.key, "meeting.txt", "ab" * 32)
    desk.store.save(document, [Change(None, made)])
    database = desk.store.database(desk.key)
    (row,) = database.table("decisions").all()
    row["data"]["by"].append("bob")
    assert database.table("decisions").all()[0]["data"] == {"by": ["ann"]}


WRITES: dict[str, Callable[[DocumentDatabase, Desk], object]] = {
    "insert": lambda database, _: database.insert(to_fields(annotation(40))),
    "insert several": lambda database, _: database.insert_multiple(to_fields(annotation(at)) for at in (40, 50)),
    "update": lambda database, _: database.update({"label": "evidence"}, where("label") == "claim"),
    "update all": lambda database, _: database.update({"note": "hm"}),
    "update by a function": lambda database, _: database.update(lambda row: row.update(note=row["quote"])),
    "upsert": lambda database, desk: database.upsert(Row({"note": "hm"}, int(row_id_of(desk.ones[1].id)))),
    "remove": lambda database, _: database.remove(where("label") == "claim"),
    "remove one": lambda database, desk: database.remove(doc_ids=[int(row_id_of(desk.ones[0].id))]),
    "truncate": lambda database, _: database.truncate(),
    "drop": lambda database, _: database.drop_table("annotations"),
}


@pytest.mark.parametrize("how", WRITES)
def test_each_way_of_writing_is_one_line_of_the_journal_seen_by_readers_and_can_be_taken_back(
    desk: Desk, how: str
) -> None:
    before, lines = desk.file.read_bytes(), len(list(desk.store.history(desk.key)))
    WRITES[how](desk.database, desk)
    assert desk.file.read_bytes() == before, "the file follows; nobody waits for it"
    *_, written = desk.store.history(desk.key)
    assert len(list(desk.store.history(desk.key))) == lines + 1
    (news,) = desk.store.look(desk.key) or ()
    assert news == written
    assert written.act.is_outside
    here = {one.id: one for one in desk.ones}
    for change in news.changes:
        assert here.get(change.record.id) == change.before
        here.pop(change.record.id, None)
        if change.after is not None:
            assert change.after.updated_at > "2026-04-11T09:30:00.000Z" or how.startswith("insert")
            here[change.after.id] = change.after
    assert desk.found() == here
    assert here != {one.id: one for one in desk.ones}
    graves = json.loads(json.dumps(desk.store.database(desk.key).table("_trash").all()))
    assert len(graves) == len({one.id for one in desk.ones} - here.keys())
    step = UndoHistory(desk.store, "ann").undo()
    assert step is not None
    desk.store.save(step.parts[0].document, step.parts[0].changes, act=step.act("ann"))
    assert desk.found() == {one.id: one for one in desk.ones}
    desk.database.close()
    with TinyDB(desk.file, access_mode="r") as stock:
        assert len(stock.table("annotations")) == 3


def test_new_rows_get_an_id_and_dates(desk: Desk) -> None:
    number = desk.database.insert({"label": "claim", "start": 50, "end": 54, "quote": "text"})
    made = desk.found()[identifier(str(number))]
    assert made.created_at == made.updated_at > "2026-04-11"
    assert desk.database.insert({"label": "claim", "start": 60, "end": 64, "quote": "text"}) != number


def test_a_row_that_is_no_record_is_refused_and_nothing_is_written(desk: Desk) -> None:
    lines = list(desk.store.history(desk.key))
    with pytest.raises(ValueError, match="needs start, end, quote"):
        desk.database.insert({"label": "claim"})
    with pytest.raises(ValueError, match="start is not a whole number"):
        desk.database.update({"start": "0"})
    with pytest.raises(ValueError, match="already"):
        desk.database.insert(Row(to_fields(desk.ones[0]), int(row_id_of(desk.ones[0].id))))
    assert list(desk.store.history(desk.key)) == lines


def test_several_tables_are_written_at_once_or_not_at_all(desk: Desk) -> None:
    act = Act("joined", "bob", new_id())
    with desk.database.transaction(act):
        desk.database.remove(doc_ids=[int(row_id_of(desk.ones[0].id))])
        assert len(desk.database) == 2, "inside, what was changed is seen"
        fields = {"kind": "finished", "annotator": "bob"}
        desk.database.table("decisions").insert(fields)
        assert len(desk.store.load(desk.key).annotations) == 3, "outside, it is not yet"
    (news,) = desk.store.look(desk.key) or ()
    assert (news.act, len(news.changes)) == (act, 2)
    with suppress(KeyError), desk.database.transaction():
        desk.database.truncate()
        raise KeyError
    assert len(desk.database) == 2


def test_a_tag_that_is_in_the_trash_comes_back_whole(desk: Desk) -> None:
    one = desk.ones[0]
    number = int(row_id_of(one.id))
    desk.database.remove(doc_ids=[number])
    desk.database.insert(Row({**to_fields(one), "updated_at": now()}, number))
    assert replace(desk.found()[one.id], updated_at=one.updated_at) == one
    assert desk.database.table("_trash").all() == []


def test_what_is_no_document_is_not_opened(desk: Desk) -> None:
    with pytest.raises(StoreError, match="is no document of a store"):
        open_database(desk.file.with_name("other.json"))
    assert not desk.file.with_name("other.json").exists()


def test_what_others_write_meanwhile_stays(desk: Desk) -> None:
    other = open_database(desk.file)
    for start in range(100, 200, 10):
        desk.database.insert(to_fields(annotation(start)))
        other.insert(to_fields(annotation(start + 5)))
    other.drop_table("links")
    assert len(desk.found()) == 23
