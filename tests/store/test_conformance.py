"""What every store promises, asked of each kind: a new one has to pass this."""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tinydb import where

from reader.annotations.metadata_corrections import stated_in
from reader.config.label import Label
from reader.config.label_changes import LabelChange
from reader.config.server_address import server_address
from reader.model.act import NOBODY, Act
from reader.model.annotation import Annotation, Change, Decision, Link, Record, new_id, now
from reader.model.document import Document
from reader.store import open_store
from reader.store.document_summaries import summaries_in
from reader.store.folder_store import FolderStore
from reader.store.history.point_in_time import cut_at
from reader.store.history.undo import Step, StepPart, UndoHistory
from reader.store.memory_storage import MemoryLogStorage
from reader.store.memory_store import MemoryStore
from reader.store.postgres.postgres_storage import PostgresStorage
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.renamed_documents import likely_origin
from reader.store.save_queue import Saved, SaveQueue
from reader.store.store_protocol import Store, StoreError, StoreNews
from reader.store.team.blind_store import BlindStore
from reader.store.team.blind_view import BlindView
from reader.store.team.team import Project, Team
from tests.conftest import make_article
from tests.postgres_server import PostgresServer
from tests.store.postgres.copies import copy_of

SHA = "ab" * 32
DOCUMENT = Document(None, "articles/meeting.txt", SHA, "A meeting")
EARLY, LATE = "2026-04-11T09:30:00.000Z", "2026-04-11T09:31:00.000Z"
#: Of the blind store: it keeps every promise for what is one's own.
TEAM = Team(project=Project(("ann", "bo"), is_blind=True))
#: What goes to the tables themselves, as a script may: they know no view.
PAST_THE_VIEW = {
    "test_a_script_finds_and_changes_records_through_tinydb",
    "test_a_script_cannot_make_a_document_one_that_nobody_can_read",
    "test_a_save_inside_a_transaction_of_the_same_document_is_refused_and_not_waited_for",
    "test_a_database_in_two_threads_has_a_transaction_for_each",
    "test_who_reads_while_others_write_sees_all_of_a_save_or_nothing",
    "test_a_database_that_is_closed_leaves_the_others_open",
    "test_a_save_that_is_refused_changes_nothing_and_can_be_tried_again",
}
Open = Callable[[], Any]


@pytest.fixture(params=["folder", "memory", "blind", "postgres", "copy"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens one store as often as it is asked to, each time as another program would."""
    if request.param == "blind" and request.function.__name__ in PAST_THE_VIEW:
        pytest.skip("goes past the view")
    stores: list[Store] = []
    first = MemoryStore()
    address = ""
    if request.param in {"postgres", "copy"}:
        server: PostgresServer = request.getfixturevalue("postgres")
        address = server.address(f"t{new_id().lower()}")

    def open_one() -> Store:
        folder = tmp_path / "annotations"
        kinds: dict[str, Callable[[], Store]] = {
            "folder": lambda: open_store(folder),
            "memory": lambda: MemoryStore(first.memory),
            "postgres": lambda: PostgresStore(server_address(address)),
            "copy": lambda: copy_of(address, tmp_path),
            "blind": lambda: BlindStore(FolderStore(folder), BlindView("ann", lambda: TEAM)),
        }
        stores.append(kinds[request.param]())
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Open) -> Store:
    found: Store = opened()
    return found


def annotation(start: int = 0, label: str = "claim", **rest: Any) -> Annotation:
    return Annotation(
        new_id(), label, start, start + 4, "text", annotator="ann", created_at=EARLY, updated_at=EARLY, **rest
    )


def saved(store: Store, *records: Record, by: str = "ann") -> Document:
    """A document with these records, made in one step."""
    act = Act("made", by, new_id())
    return store.save(DOCUMENT, [Change(None, one) for one in records], act=act).document


def key_of(document: Document) -> str:
    assert document.key
    return document.key


def refuse_writing(patch: pytest.MonkeyPatch) -> None:
    """Whatever is written now fails."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def refuse(*_: object) -> None:
        raise StoreError("memory: not saved: it is full")

    patch.setattr(os, "fdatasync", full)
    patch.setattr(MemoryLogStorage, "_append", refuse)
    patch.setattr(PostgresStorage, "_append", refuse)


# --- documents


def test_a_store_that_was_never_written_to_is_empty_and_asking_makes_nothing(store: Store) -> None:
    assert not store.exists()
    assert list(store.keys()) == []
    assert store.find("articles/meeting.txt", SHA) is None
    assert list(store.recent()) == []
    assert list(store.timeline()) == []
    assert list(store.faults()) == []
    assert (store.state().refusal, store.state().waiting, store.state().held) == ("", 0, ())
    assert store.last_number() == 0
    assert store.labels() == ()
    assert not store.exists()


def test_what_was_saved_is_there_for_the_next_one_to_open_the_store(store: Store, opened: Open) -> None:
    ones = [annotation(20, note="Who says so?\nShe does."), annotation(0), annotation(0, "opinion")]
    link = Link(new_id(), ones[0].id, ones[1].id, "supports", "ann", EARLY, EARLY)
    decision = Decision(new_id(), "finished", {"by": ["ann", 1, None]}, "ann", EARLY, EARLY)
    document = saved(store, *ones, link, decision)
    stored = opened().load(key_of(document))
    assert stored.annotations == (ones[1], ones[2], ones[0]), "by start, end, id"
    assert (stored.links, stored.decisions) == ((link,), (decision,))
    assert (stored.document.path, stored.document.sha256) == ("articles/meeting.txt", SHA)
    assert stored.document.title == "A meeting"
    assert (stored.notices, stored.is_whole, stored.deleted) == ((), True, {})
    assert store.exists()
    assert list(store.keys()) == [document.key]
    assert key_of(document).startswith("meeting.txt")


def test_fields_of_a_newer_version_stay(store: Store, opened: Open) -> None:
    one = annotation(extra={"mood": {"doubt": [1, 2]}})
    document = saved(store, one)
    store.save(document, [Change(one, one.touched(note="hm"))])
    (read,) = opened().load(key_of(document)).annotations
    assert (dict(read.extra), read.note) == ({"mood": {"doubt": [1, 2]}}, "hm")


def test_a_document_is_known_by_its_bytes_else_by_its_earlier_ones_else_by_its_place(store: Store) -> None:
    document = saved(store, annotation())
    assert store.find("elsewhere.txt", SHA) == document.key
    assert store.find("articles/meeting.txt", "cd" * 32) == document.key
    assert store.find("elsewhere.txt", "cd" * 32) is None
    changed = replace(document, sha256="cd" * 32)
    store.save(changed, [Change(None, annotation(9))])
    assert store.find("elsewhere.txt", SHA) == document.key
    other = store.save(replace(DOCUMENT, sha256="ef" * 32), [Change(None, annotation())], apart=True).document
    assert other.key != document.key
    assert store.find("articles/meeting.txt", "ef" * 32) == other.key
    assert len(store.keys()) == 2


def test_deleting_leaves_word_of_it_and_making_it_again_takes_that_away(store: Store, opened: Open) -> None:
    one = annotation()
    document = saved(store, one)
    store.save(document, [Change(one, None)])
    stored = opened().load(key_of(document))
    assert stored.annotations == ()
    assert list(stored.deleted) == [one.id]
    store.save(document, [Change(None, one)])
    stored = opened().load(key_of(document))
    assert (stored.annotations, stored.deleted) == ((one,), {})


def test_a_key_that_is_none_is_refused_and_one_that_is_not_there_has_nothing(store: Store) -> None:
    saved(store, annotation())
    for key in ("../meeting", ".hidden", ""):
        with pytest.raises(StoreError, match="is not the key of a document"):
            store.load(key)
    stored = store.load("nowhere.txt.abababababab")
    assert (stored.annotations, stored.document.sha256) == ((), "")
    assert len(store.keys()) == 1


def test_a_script_finds_and_changes_records_through_tinydb(store: Any, opened: Open) -> None:
    one = annotation()
    document = saved(store, one, annotation(9, "opinion"))
    other = opened()
    other.load(document.key, keep=True)
    table = store.database(document.key).table("annotations")
    assert [row["start"] for row in table.search(where("label") == "claim")] == [0]
    table.update({"label": "evidence"}, where("label") == "claim")
    (news,) = other.look(document.key)
    assert [change.after.label for change in news.changes] == ["evidence"]


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (lambda: replace(annotation(), start=9, end=4), "start and end are not a passage"),
        (lambda: replace(annotation(), note=None), "note is not text"),
        (lambda: replace(annotation(), label=" "), "label is empty"),
        (lambda: replace(annotation(), label="c" * 129), "longer than 128"),
        (lambda: annotation(extra={"score": float("nan")}), "JSON cannot represent"),
        (lambda: annotation(extra={"seen": {1, 2}}), "holds a set"),
        (lambda: replace(annotation(), id="one"), "'one' is no ULID"),
        (lambda: replace(annotation(), id=None), "None is no ULID"),
        (lambda: replace(annotation(), id=new_id().lower()), "is no ULID"),
        (lambda: replace(annotation(), created_at=3), "created_at is not text"),
        (lambda: annotation(extra={"score": 10**5000}), "a number that is too long"),
        (lambda: annotation(extra={1: "one", "two": 2}), "is no plain data"),
        (lambda: Link(new_id(), "a", "a", "supports"), "links an annotation to itself"),
        (lambda: Link(new_id(), "a", "b", 5), "kind is not text"),  # type: ignore[arg-type]
        (lambda: Decision(new_id(), "finished", {"by": b"ann"}, "ann"), "holds a bytes"),
        (lambda: Decision(new_id(), "finished", None, "ann"), "is no plain data"),  # type: ignore[arg-type]
        (lambda: Decision(new_id(), "finished", {}, extra={"quote": "text", "start": 1}), "those of another table"),
        (lambda: Link(new_id(), "a", "b", "supports", extra={"data": {}}), "those of another table"),
        (lambda: Link(new_id(), "a", "b", "supports", extra={"deleted_at": EARLY}), "those of another table"),
    ],
)
def test_what_could_not_be_read_again_is_refused_and_all_that_comes_with_it(
    store: Store, opened: Open, record: Callable[[], Record], why: str
) -> None:
    one = annotation()
    document = saved(store, one)
    with pytest.raises(StoreError, match=why):
        store.save(document, [Change(None, annotation(9)), Change(None, record())])
    assert opened().load(key_of(document)).annotations == (one,)
    assert len(list(store.history(key_of(document)))) == 1


def test_what_is_to_be_merged_is_looked_at_first(store: Store, opened: Open) -> None:
    one = annotation()
    document = saved(store, one)
    opened().save(document, [Change(one, one.touched(note="precious"))])
    for wrong in (replace(one, label=" "), replace(one, end=-3), replace(one, note=None)):  # type: ignore[arg-type]
        with pytest.raises(StoreError, match="not saved"):
            store.save(document, [Change(one, wrong)])
    assert [one.note for one in opened().load(key_of(document)).annotations] == ["precious"]


def test_nothing_is_known_of_an_id_that_is_none(store: Store) -> None:
    assert store.last(key_of(saved(store, annotation())), "one") is None


def test_a_script_cannot_make_a_document_one_that_nobody_can_read(store: Any, opened: Open) -> None:
    one = annotation()
    document = saved(store, one)
    database = store.database(document.key)
    with pytest.raises(ValueError, match="schema"):
        database.table("_meta").update({"schema": 99})
    with pytest.raises(ValueError, match="not a passage"):
        database.table("annotations").update({"end": -1})
    with pytest.raises(ValueError, match="another table"):
        database.table("_meta").update({"quote": "text", "start": 1})
    with pytest.raises(ValueError, match="another table"):
        database.table("revision").insert({"revision": "1"})
    with pytest.raises(ValueError, match="another table"):
        database.table("links").insert({"source": "a", "target": "b", "kind": "supports", "data": {}})
    assert opened().load(key_of(document)).annotations == (one,)


def test_a_save_inside_a_transaction_of_the_same_document_is_refused_and_not_waited_for(
    store: Any, opened: Open
) -> None:
    one, late = annotation(), annotation(9)
    document = saved(store, one)
    database = store.database(document.key)
    with database.transaction():
        database.table("annotations").update({"note": "hm"})
        with pytest.raises(StoreError, match="in a transaction of its own"):
            store.save(document, [Change(None, late)])
        with pytest.raises(StoreError, match="in a transaction of its own"):
            store.database(document.key).table("annotations").update({"label": "opinion"})
    store.save(document, [Change(None, late)])
    assert [one.note for one in opened().load(document.key).annotations] == ["hm", ""]


def test_a_database_in_two_threads_has_a_transaction_for_each(store: Any, opened: Open) -> None:
    document = saved(store, annotation())
    database = store.database(document.key)
    inside, seen = threading.Event(), list[str]()

    def write() -> None:
        inside.wait(60)
        database.table("annotations").update({"label": "opinion"})
        seen.append("written")

    thread = threading.Thread(target=write)
    thread.start()
    with database.transaction():
        database.table("annotations").update({"note": "hm"})
        inside.set()
        thread.join(0.2)
        assert seen == [], "it waits"
    thread.join(60)
    assert [one.label for one in opened().load(document.key).annotations] == ["opinion"]
    *_, first, second = store.history(document.key)
    assert [change.after.label for one in (first, second) for change in one.changes] == ["claim", "opinion"]


def test_who_reads_while_others_write_sees_all_of_a_save_or_nothing(store: Any) -> None:
    document = saved(store, annotation(), annotation(9))
    storage = store.database(document.key).storage
    for _ in range(2):
        tables = storage.tables()
        before = deepcopy(tables)
        one, *_ = store.load(document.key).annotations
        store.save(document, [Change(one, one.touched(note=new_id())), Change(None, annotation(30))])
        assert tables == before
        assert storage.tables() != before


def test_a_database_that_is_closed_leaves_the_others_open(store: Any) -> None:
    document = saved(store, annotation())
    second = store.save(replace(DOCUMENT, path="b.txt", sha256="cd" * 32), [Change(None, annotation())]).document
    with store.database(document.key) as database:
        database.table("annotations").update({"note": "hm"})
    store.database(second.key).table("annotations").update({"note": "so"})
    assert [store.load(one.key).annotations[0].note for one in (document, second)] == ["hm", "so"]


# --- two people


def test_what_two_changed_of_one_record_is_merged_field_by_field(store: Store, opened: Open) -> None:
    one = annotation()
    document = saved(store, one)
    theirs = replace(one, note="precious", updated_at=EARLY)
    opened().save(document, [Change(one, theirs)], act=Act("note written", "bob", new_id()))
    mine = replace(one, label="opinion", updated_at=LATE)
    result = store.save(document, [Change(one, mine)], act=Act("opinion", "ann", new_id()))
    both = replace(mine, note="precious")
    assert result.merged == (Change(mine, both),)
    assert (result.is_clash, result.met.by) == (False, "bob")
    assert [one.act.by for one in result.others] == ["bob"]
    assert opened().load(key_of(document)).annotations == (both,)


def test_of_two_changes_of_the_same_the_newer_one_stands_and_the_other_is_in_the_history(
    store: Store, opened: Open
) -> None:
    one = annotation()
    document = saved(store, one)
    theirs = replace(one, label="evidence", updated_at=LATE)
    opened().save(document, [Change(one, theirs)], act=Act("evidence", "bob", new_id()))
    mine = replace(one, label="opinion", updated_at=EARLY)
    result = store.save(document, [Change(one, mine), Change(None, annotation(9))], act=Act("opinion", "ann", new_id()))
    assert (result.merged, result.is_clash) == ((Change(mine, theirs),), True)
    *_, last = store.history(key_of(document))
    assert [one.label for one in last.gave_way if isinstance(one, Annotation)] == ["opinion"]


def test_what_somebody_edited_since_is_not_deleted(store: Store, opened: Open) -> None:
    one = annotation()
    document = saved(store, one)
    edited = replace(one, note="precious", updated_at=LATE)
    opened().save(document, [Change(one, edited)], act=Act("note written", "bob", new_id()))
    result = store.save(document, [Change(one, None)], act=Act("deleted", "ann", new_id()))
    assert result.merged == (Change(None, edited),)
    assert (result.is_clash, result.is_void) == (True, True)
    assert opened().load(key_of(document)).annotations == (edited,)


def test_a_step_that_changes_nothing_is_not_written(store: Store, opened: Open) -> None:
    one = annotation()
    document = saved(store, one)
    opened().save(document, [Change(one, None)], act=Act("deleted", "bob", new_id()))
    count = len(list(store.history(key_of(document))))
    result = store.save(document, [Change(one, None)], act=Act("deleted", "ann", new_id()))
    assert (result.is_void, result.met.by) == (True, "bob")
    assert len(list(store.history(key_of(document)))) == count


def test_each_is_told_once_what_the_other_wrote(store: Store, opened: Open) -> None:
    document, other = saved(store, annotation()), opened()
    key = key_of(document)
    assert other.look(key) is None, "it never looked at it before"
    other.load(key, keep=True)
    assert other.look(key) == ()
    late = annotation(9)
    store.save(document, [Change(None, late)], act=Act("claim", "ann", new_id()))
    (news,) = other.look(key)
    assert (news.act.by, news.changes) == ("ann", (Change(None, late),))
    assert other.look(key) == ()
    assert store.look(key) == (), "what it wrote itself is no news"
    other.save(document, [Change(None, annotation(30))], act=Act("claim", "bob", new_id()))
    assert [one.act.by for one in store.save(document, [Change(None, annotation(40))]).others] == ["bob"]


def test_what_was_written_before_it_came_up_is_no_news(store: Store, opened: Open) -> None:
    document, other = saved(store, annotation()), opened()
    key = key_of(document)
    other.load(key)
    late = annotation(9)
    store.save(document, [Change(None, late)])
    store.save(document, [Change(late, replace(late, label="opinion", updated_at=LATE))])
    stored = other.load(key, keep=True)
    assert len(stored.annotations) == 2
    assert other.look(key) == ()
    assert other.save(document, [Change(None, annotation(30))]).others == ()


def test_what_others_wrote_is_told_also_after_a_save_that_failed(
    store: Store, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, other = saved(store, annotation()), opened()
    key = key_of(document)
    other.load(key, keep=True)
    with monkeypatch.context() as patch:
        refuse_writing(patch)
        with pytest.raises(StoreError, match="not saved"):
            other.save(document, [Change(None, annotation(20))])
    late = annotation(9)
    store.save(document, [Change(None, late)], act=Act("claim", "ann", new_id()))
    result = other.save(document, [Change(None, annotation(20))])
    assert [change.after for one in result.others for change in one.changes] == [late]


def test_looking_makes_nothing(store: Store) -> None:
    assert store.look("nowhere.txt.abababababab") is None
    assert not store.exists()


def test_who_did_not_know_that_a_document_is_there_is_told_all_of_it(store: Store, opened: Open) -> None:
    one = annotation()
    saved(store, one)
    result = opened().save(DOCUMENT, [Change(None, annotation(9))])
    assert [change.after for news in result.others for change in news.changes] == [one]


def test_who_watches_hears_of_documents_and_labels(store: Store, opened: Open) -> None:
    heard: list[StoreNews] = []
    other: Store = opened()
    saved(store, annotation())
    unknown = replace(DOCUMENT, path="late.txt", sha256="cd" * 32)
    watch = other.watch(heard.append, lambda: [unknown])
    watch.start()
    deadline = time.monotonic() + 60
    written = Document(None, "late.txt", "cd" * 32)
    while not heard:  # it has begun, and may have told of what was there before
        store.save(written, [Change(None, annotation(9))])
        assert time.monotonic() < deadline
        time.sleep(0.05)
    heard.clear()
    store.save(written, [Change(None, annotation(12))])
    while not any(unknown in news.documents for news in heard):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert other.find("late.txt", "cd" * 32) in {key for news in heard for key in news.keys}
    store.add_label(Label("question", "Q", "magenta"))
    while not any(news.has_labels for news in heard):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    watch.close()
    watch.close()
    other.watch(heard.append).close()


def test_who_fails_to_hear_stops_nobody_from_saving(store: Store, opened: Open) -> None:
    def fail(*_: object) -> Any:
        raise ZeroDivisionError

    watch = opened().watch(fail, fail)
    watch.start()
    document = saved(store, annotation())
    store.save(document, [Change(None, annotation(9))])
    watch.close()
    assert len(opened().load(key_of(document)).annotations) == 2


def test_saves_of_many_threads_into_one_document_are_all_there(store: Store, opened: Open) -> None:
    document = saved(store)
    stores = [store, opened()]
    ones = [annotation(start) for start in range(24)]

    def work(number: int) -> None:
        for one in ones[number::4]:
            stores[number % 2].save(document, [Change(None, one)], act=Act("claim", "ann", new_id()))
            stores[number % 2].load(key_of(document))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(opened().load(key_of(document)).annotations) == set(ones)
    numbers = [one.number for one in store.history(key_of(document))]
    assert numbers == sorted(set(numbers))


# --- history, undo, restore


def test_the_history_says_who_did_what_in_order(store: Store, opened: Open) -> None:
    one = annotation()
    document = saved(store, one)
    noted = replace(one, note="hm", updated_at=LATE)
    before = store.last_number()
    store.save(document, [Change(one, noted)], act=Act("note written", "bob", new_id()))
    second = store.save(replace(DOCUMENT, path="b.txt", sha256="cd" * 32), [Change(None, annotation())]).document
    reader: Store = opened()
    first, last = reader.history(key_of(document))
    assert (first.act.what, first.changes) == ("made", (Change(None, one),))
    assert (last.act.by, last.changes, last.is_step) == ("bob", (Change(one, noted),), True)
    assert [key for key, _ in reader.recent()] == [second.key, document.key, document.key]
    assert [entry.key for entry in reader.timeline()] == [document.key, document.key, second.key]
    assert first.number <= before < last.number <= reader.last_number()
    assert reader.last(key_of(document)) == last
    assert reader.last(key_of(document), one.id) == last
    assert reader.last(key_of(document), new_id()) is None
    assert reader.document(key_of(document), first).path == DOCUMENT.path


def taken_back(store: Store, history: UndoHistory, by: str) -> Step | None:
    step = history.undo()
    for part in step.parts if step is not None else ():
        store.save(part.document, part.changes, act=step.act(by) if step else NOBODY)
    return step


def test_each_takes_back_only_their_own_steps_also_those_of_earlier_days(store: Store, opened: Open) -> None:
    mine, theirs = annotation(0), annotation(9)
    document = saved(store, mine, by="ann")
    other: Store = opened()
    other.save(document, [Change(None, theirs)], act=Act("claim", "bob", new_id()))
    assert taken_back(store, UndoHistory(store, "ann"), "ann") is not None
    assert other.load(key_of(document)).annotations == (theirs,)
    again: Store = opened()
    assert taken_back(again, UndoHistory(again, "ann"), "ann") is None
    redone = UndoHistory(again, "ann").redo()
    assert redone is not None
    again.save(document, redone.parts[0].changes, act=redone.act("ann"))
    assert set(other.load(key_of(document)).annotations) == {mine, theirs}


def test_what_another_changed_since_stays_when_the_step_is_taken_back(store: Store, opened: Open) -> None:
    one = annotation()
    document = saved(store, one)
    noted = replace(one, note="precious", updated_at=LATE)
    opened().save(document, [Change(one, noted)], act=Act("note written", "bob", new_id()))
    taken_back(store, UndoHistory(store, "ann"), "ann")
    assert opened().load(key_of(document)).annotations == (noted,)


def test_a_first_step_that_is_taken_back_leaves_no_document(store: Store, opened: Open) -> None:
    document = saved(store, annotation())
    taken_back(store, UndoHistory(store, "ann"), "ann")
    store.close()
    assert list(opened().keys()) == []
    assert opened().document(key_of(document), store.last(key_of(document))).path == DOCUMENT.path


def test_an_earlier_moment_comes_back_as_one_step_that_can_be_taken_back(store: Store, opened: Open) -> None:
    one, late = annotation(), annotation(9)
    document = saved(store, one)
    key = key_of(document)
    number = store.last_number()
    store.save(document, [Change(one, None), Change(None, late)], act=Act("changed", "ann", new_id()))
    act = Act("restored", "bob", new_id())
    would = store.restore(key, number, act, dry_run=True)
    assert {change.record.id for change in would} == {one.id, late.id}
    assert opened().load(key).annotations == (late,)
    assert set(store.restore(key, number, act)) == set(would)
    assert opened().load(key).annotations == (one,)
    assert store.restore(key, number, act) == (), "once is enough"
    assert store.last(key).act == act  # type: ignore[union-attr]
    taken_back(store, UndoHistory(store, "bob"), "bob")
    assert opened().load(key).annotations == (late,)


def test_a_moment_is_found_in_the_timeline(store: Store) -> None:
    from datetime import UTC, datetime, timedelta

    document = saved(store, annotation())
    moment = datetime.now(UTC)
    cut = cut_at(store.timeline(), moment, moment + timedelta(seconds=1))
    assert cut is not None
    assert (cut.number, list(cut.keys)) == (store.last_number(), [])
    store.save(document, [Change(None, annotation(9))], act=Act("claim", "ann", new_id()))
    cut = cut_at(store.timeline(), moment, datetime.now(UTC) + timedelta(seconds=1))
    assert cut is not None
    assert list(cut.keys) == [document.key]


# --- texts


def test_the_text_comes_with_the_save_and_is_kept_while_an_annotation_sits_in_it(store: Store, opened: Open) -> None:
    first, second, third, fourth = "text of the first day", "another text", "text once more", "the last text"
    result = store.save(DOCUMENT, [Change(None, annotation())], text=first)
    document, key = result.document, key_of(result.document)
    store.save(document, [Change(None, annotation(4))], text=first)
    store.idle()
    assert list(opened().earlier_texts(key)) == [first]
    for text in (second, third, fourth):
        store.save(document, [Change(None, annotation(100))], text=text)
        assert next(iter(store.earlier_texts(key))) == text
    store.idle()
    assert list(opened().earlier_texts(key)) == [fourth, third, first], "nothing sits in the second"
    assert list(store.earlier_texts(None)) == []
    assert list(store.earlier_texts("nowhere.txt.abababababab")) == []


def test_a_text_is_kept_again_where_another_program_let_go_of_it(store: Store, opened: Open) -> None:
    first, second, third = "text of the first day", "another text", "text once more"
    result = store.save(DOCUMENT, [Change(None, annotation(100))], text=first)
    store.idle()
    document, key = result.document, key_of(result.document)
    other: Store = opened()
    for text in (second, third):
        other.save(document, [Change(None, annotation(200))], text=text)
        other.idle()
    assert list(opened().earlier_texts(key)) == [third, second]
    store.save(document, [Change(None, annotation())], text=first)
    store.idle()
    assert set(opened().earlier_texts(key)) >= {first}


def test_the_text_of_who_looks_is_kept_where_others_wrote(store: Store, opened: Open) -> None:
    document, other = saved(store, annotation()), opened()
    key = key_of(document)
    other.load(key, keep=True)
    assert other.look(key, "text of the day") == ()
    other.idle()
    assert list(opened().earlier_texts(key)) == []
    store.save(document, [Change(None, annotation(9))])
    assert other.look(key, "text of the day")
    other.idle()
    assert list(opened().earlier_texts(key)) == ["text of the day"]


def test_a_renamed_document_is_offered_by_its_texts(store: Store, tmp_path: Path) -> None:
    article = make_article()
    quote = article.text[4:31]
    one = replace(annotation(4), end=31, quote=quote)
    gone = Document(None, "meeting.txt", SHA, location=str(tmp_path / "old" / "meeting.txt"))
    key = store.save(gone, [Change(None, one)], text=article.text).document.key
    origin = likely_origin(store, str(tmp_path / "meeting.txt"), article)
    assert origin is not None
    assert (origin.key, origin.found, origin.tagged) == (key, 1, 1)


# --- beside the documents


def test_labels_are_for_everybody_who_has_the_store(store: Store, opened: Open) -> None:
    question = Label("question", "Q", "magenta", "Who asks?")
    store.add_label(question)
    store.add_label(Label("doubt", "D", "cyan"))
    assert [one.name for one in opened().labels()] == ["question", "doubt"]
    with pytest.raises(ValueError, match="tags as question"):
        store.add_label(Label("query", "Q", "cyan"))
    store.add_label(question._replace(key="W"))
    assert [one.key for one in opened().labels()] == ["W", "D"]
    store.remove_label(question)
    assert len(opened().labels()) == 2, "it is another one by now"
    store.remove_label(question._replace(key="W"))
    assert [one.name for one in opened().labels()] == ["doubt"]
    for wrong in (Label("", "x", "cyan"), Label("long " * 100, "x", "cyan"), Label("two", "xy", "cyan")):
        with pytest.raises(ValueError, match="no label that can be kept"):
            store.add_label(wrong)
    with pytest.raises(ValueError, match="no label that can be kept"):
        store.add_label(Label("half \ud83d", "x", "cyan"))
    assert [one.name for one in opened().labels()] == ["doubt"]


def test_the_mark_of_a_document_changes_with_it_and_no_other_does(store: Store, opened: Open) -> None:
    assert store.marks() == {}
    one = saved(store, annotation())
    other = store.save(replace(DOCUMENT, path="other.txt", sha256="cd" * 32), [Change(None, annotation())]).document
    before = dict(store.marks())
    assert {key_of(one), key_of(other)} <= before.keys()
    assert opened().marks() == before
    opened().save(one, [Change(None, annotation(8))])
    after = store.marks()
    assert after[key_of(one)] != before[key_of(one)]
    assert after[key_of(other)] == before[key_of(other)]


def test_reading_positions_clippings_and_exports(store: Store, opened: Open, tmp_path: Path) -> None:
    saved(store, annotation())
    positions = store.reading_positions()
    assert (positions.offsets, positions.shown) == ({}, [])
    positions.remember(SHA, 12, "meeting.txt")
    store.save_reading_positions(positions)
    positions.remember("cd" * 32, 3)
    assert opened().reading_positions().offsets == {SHA: 12}
    assert "clippings.txt" in store.add_clipping("a passage", "meeting.txt")
    assert "export.jsonl" in store.write_beside("export.jsonl", ["{", "}\n"])
    assert store.name_beside(tmp_path / "elsewhere" / "export.jsonl") is None
    assert store.name_beside(tmp_path / "annotations" / ".." / "export.jsonl") is None
    cache = store.cache_folder()
    if cache is not None:
        (cache / "one").write(b"found again")
        assert (cache / "one").content() == b"found again"


@pytest.mark.parametrize(
    "name",
    [
        "clippings.txt", "guideline.md", "labels.jsonl", "LABELS.jsonl", "export.json", ".gitignore", "a/.b",
        "..", "../export.jsonl", "a//b", "", "half \ud83d.jsonl",
    ],
)  # fmt: skip
def test_nothing_that_a_store_keeps_is_written_over(store: Store, opened: Open, name: str) -> None:
    document = saved(store, annotation())
    with pytest.raises(StoreError, match="choose another one"):
        store.write_beside(name, ["x"])
    with pytest.raises(StoreError, match="choose another one"):
        store.write_beside(f"{document.key}.json", ["x"])
    assert len(opened().load(key_of(document)).annotations) == 1


def test_what_is_no_text_is_written_all_the_same(store: Store) -> None:
    saved(store, annotation())
    store.add_clipping("half \ud83d", "meeting.txt")
    store.write_beside("export.jsonl", ["half \ud83d"])


def test_a_store_has_a_name_and_an_address_that_means_it_alone(store: Store, opened: Open) -> None:
    assert store.name
    saved(store, annotation())
    assert store.is_at(opened().address)
    assert open_store(store.address).keys() == store.keys()
    assert not store.is_at(MemoryStore().address)
    project = store.project_folder()
    assert project is None or project.is_absolute()


# --- upkeep, errors, the queue


def test_a_store_in_order_has_no_faults_and_can_be_used_after_closing(store: Store) -> None:
    document = saved(store, annotation())
    assert list(store.faults()) == []
    assert [one.line for one in store.warnings()] == []
    assert store.take_notices(key_of(document)) == ()
    assert list(store.backup_times()) == []
    wait = store.idle()
    assert wait is None or wait >= 0
    store.close()
    store.close()
    store.save(document, [Change(None, annotation(9))])
    assert len(store.load(key_of(document)).annotations) == 2


def test_a_save_that_is_refused_changes_nothing_and_can_be_tried_again(
    store: Store, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, late = annotation(), annotation(9)
    document = saved(store, one)
    with monkeypatch.context() as patch:
        refuse_writing(patch)
        with pytest.raises(StoreError, match="not saved"):
            store.save(document, [Change(None, late)])
        with pytest.raises(StoreError, match="not saved"):
            store.database(document.key).table("annotations").update({"note": "hm"})  # type: ignore[attr-defined]
    assert opened().load(key_of(document)).annotations == (one,)
    assert len(list(store.history(key_of(document)))) == 1
    store.save(document, [Change(None, late)])
    assert opened().load(key_of(document)).annotations == (one, late)


def test_a_step_back_that_nothing_is_known_of_is_no_error(store: Store) -> None:
    one = annotation()
    document = saved(store, one)
    result = store.save(document, [Change(one, None)], act=Act("claim", "ann", new_id(), undoes=new_id()))
    assert not result.is_void
    assert store.load(key_of(document)).annotations == ()


def test_the_summaries_of_all_documents(store: Store) -> None:
    one, other = annotation(), annotation(9, "opinion")
    finished = Decision(new_id(), "finished", {}, "ann", now(), now())
    link = Link(new_id(), one.id, other.id, "supports", "ann", EARLY, EARLY)
    saved(store, one, finished, link)
    second = Document(None, "b.txt", "cd" * 32)
    store.save(second, [Change(None, other)])
    found = {one.location.rpartition("/")[2]: one for one in summaries_in(store)}
    assert (dict(found["meeting.txt"].counts), found["meeting.txt"].finished) == ({"claim": 1}, ("ann",))
    assert list(found["b.txt"].ends) == [other.id]


# --- title, authors and date


def correction(field: str, value: object, at: str = EARLY, by: str = "ann") -> Decision:
    return Decision(new_id(), "metadata", {"field": field, "value": value, "page": None}, by, at, at)


def stated(store: Store, document: Document) -> dict[str, object]:
    return stated_in(store.load(key_of(document)).decisions)


def test_what_a_person_corrected_is_there_for_the_next_one_and_in_the_summary(store: Store, opened: Open) -> None:
    document = saved(store, correction("title", "The real title"), correction("authors", ["Ada Okonjo", "Tom Aske"]))
    saved(store, correction("published", None))
    assert stated(opened(), document) == {
        "title": "The real title", "authors": ("Ada Okonjo", "Tom Aske"), "published": None,
    }  # fmt: skip
    assert [one.title for one in summaries_in(opened())] == ["The real title"]
    assert opened().load(key_of(document)).document.title == DOCUMENT.title, "what the page says is not lost"
    assert list(opened().faults()) == []


def test_two_people_correct_a_field_each_and_both_stand_and_of_one_field_the_newer(store: Store, opened: Open) -> None:
    title, date = correction("title", "First"), correction("published", "2019-05-12")
    document = saved(store, title, date)
    theirs = replace(title, data={**title.data, "value": "Theirs"}, annotator="bob", updated_at=LATE)
    opened().save(document, [Change(title, theirs)], act=Act("title corrected", "bob", new_id()))
    mine = replace(title, data={**title.data, "value": "Mine"}, updated_at=EARLY)
    later = replace(date, data={**date.data, "value": "2019-05-13"}, updated_at=LATE)
    changes = [Change(title, mine), Change(date, later)]
    result = store.save(document, changes, act=Act("title, date corrected", "ann", new_id()))
    assert (result.is_clash, result.met.by) == (True, "bob")
    assert stated(opened(), document) == {"title": "Theirs", "published": "2019-05-13"}
    *_, last = store.history(key_of(document))
    assert [one.data["value"] for one in last.gave_way if isinstance(one, Decision)] == ["Mine"]


def test_a_correction_is_taken_back_done_again_and_restored(store: Store, opened: Open) -> None:
    title = correction("title", "First")
    document = saved(store, title)
    number = store.last_number()
    second = replace(title, data={**title.data, "value": "Second"}, updated_at=LATE)
    store.save(document, [Change(title, second)], act=Act("title corrected", "ann", new_id()))
    history = UndoHistory(store, "ann")
    assert taken_back(store, history, "ann") is not None
    assert stated(opened(), document) == {"title": "First"}
    redone = history.redo()
    assert redone is not None
    store.save(document, redone.parts[0].changes, act=redone.act("ann"))
    assert stated(opened(), document) == {"title": "Second"}
    store.restore(key_of(document), number, Act("restored", "ann", new_id()))
    assert stated(opened(), document) == {"title": "First"}
    store.save(document, [Change(title, None)], act=Act("title as the page says", "ann", new_id()))
    assert stated(opened(), document) == {}


def test_the_queue_saves_in_order_with_the_text(store: Store, opened: Open) -> None:
    told: list[Saved] = []
    threads = threading.active_count()
    queue = SaveQueue(store, told.append)
    assert threading.active_count() == threads, "it costs nothing before it is needed"
    for start in (0, 10, 20):
        queue.submit(SHA, DOCUMENT, (Change(None, annotation(start)),), text="text of the day")
    assert queue.close(60)
    (key,) = opened().keys()
    assert [one.start for one in opened().load(key).annotations] == [0, 10, 20]
    assert list(opened().earlier_texts(key)) == ["text of the day"]
    assert [one.error for one in told] == ["", "", ""]


def test_a_step_over_two_documents_is_taken_back_as_one(store: Store, opened: Open) -> None:
    history = UndoHistory(store, "ann")
    ones = [annotation(), annotation(9)]
    documents = [replace(DOCUMENT, path=f"{number}.txt", sha256=f"{number}" * 64) for number in (1, 2)]
    parts = [StepPart(document, (Change(None, one),)) for document, one in zip(documents, ones, strict=True)]
    step = Step("claim", tuple(parts))
    for part in step.parts:
        store.save(part.document, part.changes, act=step.act("ann"))
    history.did(step)
    assert taken_back(store, history, "ann") is not None
    assert all(opened().load(key).annotations == () for key in opened().keys())


def test_what_became_of_names_of_labels_is_for_everybody_who_has_the_store(store: Store, opened: Open) -> None:
    question = Label("question", "Q", "magenta", "Who asks?")
    store.add_label(question)
    changes = [LabelChange("question", "doubt", "S"), LabelChange("claim", "thesis", "S")]
    store.change_labels(changes, Act("renamed", "ann", "S"))
    assert opened().labels() == (question._replace(name="doubt"),)
    assert opened().label_changes().renamed() == {"claim": "thesis", "question": "doubt"}
    with pytest.raises(ValueError, match="it is doubt in this store"):
        store.add_label(question)
    store.turn_labels(Act("renamed", "ann", "T", undoes="another"))
    store.turn_labels(Act("renamed", "ann", "U", undoes="S"))
    assert opened().labels() == (question,)
    store.turn_labels(Act("renamed", "ann", "R", redoes="U"))
    store.change_labels([LabelChange("doubt")])
    assert opened().labels() == (question._replace(name="doubt", is_retired=True),)
    with pytest.raises(ValueError, match="retired in this store"):
        store.add_label(question._replace(name="doubt"))
    store.add_label(Label("query", "Q", "cyan"))  # a label that is not offered keeps no key from others


def test_the_guideline_is_for_everybody_who_has_the_store(store: Store, opened: Open) -> None:
    assert store.guideline() == ""
    store.write_guideline("# Guideline\n\n1. Read.\n")
    assert opened().guideline() == "# Guideline\n\n1. Read.\n"
    assert store.keys() == []
