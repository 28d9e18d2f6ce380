"""A person's copy of a store on a server: what is saved is here first, then shared, in order, each thing once."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.config.label import Label
from reader.config.server_address import server_address
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.store.history.undo import UndoHistory
from reader.store.postgres.copied_store import CopiedStore
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.records.transaction import Transaction
from reader.store.store_protocol import Store, StoreNews
from tests.postgres_server import PostgresServer
from tests.store.postgres.copies import Line, copy_of, tag
from tests.store.test_conformance import DOCUMENT, EARLY, LATE, annotation, key_of, taken_back
from tests.waiting import LONGEST_S

Copy = Callable[[str], CopiedStore]


@pytest.fixture
def line(postgres: PostgresServer) -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="nrc-l-", dir="/tmp") as folder:
        found = Line(postgres.folder, Path(folder))
        yield found
        found.cut()


@pytest.fixture
def copy(postgres: PostgresServer, line: Line, tmp_path: Path) -> Iterator[Copy]:
    """Opens somebody's copy by their name; each again is another program on it."""
    project, stores = f"t{new_id().lower()}", list[CopiedStore]()

    def open_one(name: str) -> CopiedStore:
        stores.append(copy_of(postgres.address(project, host=str(line.folder)), tmp_path / name, is_ready=False))
        return stores[-1]

    yield open_one
    for one in stores:
        one.close()


def annotations(store: Store, key: str) -> list[Annotation]:
    return sorted(store.load(key).annotations, key=lambda one: one.id)


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds that a thread does."""
    deadline = time.monotonic() + LONGEST_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def both_ways(*stores: CopiedStore) -> None:
    """Exchange until all have everything."""
    for one in (*stores, *stores):
        assert one.catch_up() == ""


def test_what_one_tags_the_other_has_with_who_did_it(copy: Copy) -> None:
    ann, bob = copy("ann"), copy("bob")
    one = annotation()
    document = tag(ann, DOCUMENT, one, "ann")
    assert ann.sharing() == (1, "")
    both_ways(ann, bob)
    assert ann.sharing() == (0, "")
    key = bob.find("elsewhere.txt", DOCUMENT.sha256)
    assert key == document.key
    assert bob.load(key_of(document)).annotations == (one,)
    assert [(entry.act.by, entry.act.what) for entry in bob.history(key_of(document))] == [("ann", "claim")]
    assert list(bob.faults()) == []


def test_without_the_server_one_goes_on_also_after_a_restart_and_all_is_shared_in_order_once(
    copy: Copy, line: Line
) -> None:
    ann, bob = copy("ann"), copy("bob")
    ones = [annotation(start) for start in range(0, 60, 10)]
    document = tag(ann, DOCUMENT, ones[0], "ann")
    both_ways(ann, bob)
    line.cut()
    for one in ones[1:3]:
        tag(ann, document, one, "ann")
    assert "cannot be reached" in ann.catch_up()
    assert ann.sharing()[0] == 2  # type: ignore[index]
    assert [one.line for one in ann.warnings() if "shared later" in one.line]
    ann.close()
    again = copy("ann")
    for one in ones[3:]:
        tag(again, document, one, "ann")
    assert len(annotations(again, key_of(document))) == 6
    line.mend()
    both_ways(again, bob)
    assert annotations(bob, key_of(document)) == sorted(ones, key=lambda one: one.id)
    remote = [change.record.id for entry in again.remote.history(key_of(document)) for change in entry.changes]
    assert remote == [one.id for one in ones], "in order, each once"
    assert again.sharing() == (0, "")


def test_what_was_sent_and_not_answered_is_not_written_twice(
    copy: Copy, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = copy("ann")
    document = tag(ann, DOCUMENT, annotation(), "ann")
    both_ways(ann)
    tag(ann, document, annotation(9), "ann")
    with monkeypatch.context() as patch:
        patch.setattr(type(ann.exchange), "_settle", lambda *_: line.cut())
        patch.setattr(type(ann._state), "set_sent", lambda *_: ann.remote.keys())
        assert ann.catch_up()
    line.mend()
    both_ways(ann)
    assert len(list(ann.remote.history(key_of(document)))) == 2
    again = copy("ann")
    again._state._run("delete from sent")
    both_ways(again)
    assert len(list(ann.remote.history(key_of(document)))) == 2


@pytest.mark.parametrize("first", ["ann", "bob"])
def test_what_both_changed_is_merged_field_by_field_whoever_comes_back_first(copy: Copy, first: str) -> None:
    ann, bob = copy("ann"), copy("bob")
    one, other = annotation(), annotation(9)
    document = tag(ann, DOCUMENT, one, "ann")
    tag(ann, document, other, "ann")
    both_ways(ann, bob)
    noted = replace(one, note="precious", updated_at=EARLY)
    bob.save(document, [Change(one, noted)], act=Act("note written", "bob", new_id()))
    turned = replace(one, label="opinion", updated_at=LATE)
    ann.save(document, [Change(one, turned)], act=Act("opinion", "ann", new_id()))
    older, newer = (replace(other, label=label, updated_at=at) for label, at in (("opinion", EARLY), ("fact", LATE)))
    bob.save(document, [Change(other, older)], act=Act("opinion", "bob", new_id()))
    ann.save(document, [Change(other, newer)], act=Act("fact", "ann", new_id()))
    stores = {"ann": ann, "bob": bob}
    both_ways(stores.pop(first), *stores.values())
    both_ways(ann, bob)
    for store in (ann, bob, ann.remote):
        assert annotations(store, key_of(document)) == [replace(turned, note="precious"), newer]
    said = [*ann.take_notices(key_of(document)), *bob.take_notices(key_of(document))]
    assert sorted(line.split()[0] for line in said) == ["ann", "bob"], "each is told of the other"
    for store in (ann, bob):
        past = list(store.history(key_of(document)))
        records = [record for entry in past for record in entry.gave_way]
        records += [change.after for entry in past for change in entry.changes if change.after]
        assert older in records, "what gave way is in the history"


def test_what_somebody_edited_is_not_deleted_by_who_did_not_know(copy: Copy) -> None:
    ann, bob = copy("ann"), copy("bob")
    one = annotation()
    document = tag(ann, DOCUMENT, one, "ann")
    both_ways(ann, bob)
    noted = replace(one, note="precious", updated_at=LATE)
    bob.save(document, [Change(one, noted)], act=Act("note written", "bob", new_id()))
    ann.save(document, [Change(one, None)], act=Act("deleted", "ann", new_id()))
    both_ways(bob, ann)
    both_ways(bob, ann)
    for store in (ann, bob, ann.remote):
        assert annotations(store, key_of(document)) == [noted]
    assert [line for line in ann.take_notices(key_of(document)) if line.startswith("bob")]


def test_each_takes_back_their_own_step_whatever_came_in_between(copy: Copy) -> None:
    ann, bob = copy("ann"), copy("bob")
    mine, theirs = annotation(0), annotation(9)
    document = tag(ann, DOCUMENT, mine, "ann")
    both_ways(ann, bob)
    tag(bob, document, theirs, "bob")
    both_ways(bob, ann)
    assert taken_back(ann, UndoHistory(ann, "ann"), "ann") is not None
    both_ways(ann, bob)
    assert annotations(bob, key_of(document)) == [theirs]
    assert taken_back(bob, UndoHistory(bob, "ann"), "ann") is None


def test_a_new_machine_has_all_of_it_with_its_history(copy: Copy) -> None:
    ann = copy("ann")
    one = annotation()
    document = tag(ann, DOCUMENT, one, "ann")
    ann.save(document, [Change(one, one.touched(note="hm"))], act=Act("note written", "ann", new_id()))
    gone = ann.save(replace(DOCUMENT, path="b.txt", sha256="cd" * 32), [Change(None, annotation())]).document
    ann.save(gone, [Change(ann.load(key_of(gone)).annotations[0], None)], act=Act("deleted", "ann", new_id()))
    both_ways(ann)
    other = copy("ann at home")
    other.make_ready()
    assert other.keys() == ann.keys()
    for key in ann.keys():
        assert other.load(key).annotations == ann.load(key).annotations
        assert [entry.act for entry in other.history(key)] == [entry.act for entry in ann.history(key)]
    assert list(other.faults()) == []
    assert taken_back(other, UndoHistory(other, "ann"), "ann") is not None
    both_ways(other, ann)
    assert len(list(ann.remote.history(key_of(document)))) == 2, "nothing of it was sent back"


def test_labels_and_guideline_are_shared_and_the_project_is_the_servers(copy: Copy) -> None:
    ann, bob = copy("ann"), copy("bob")
    both_ways(ann, bob)
    ann.add_label(Label("question", "Q", "magenta"))
    bob.add_label(Label("doubt", "D", "cyan"))
    bob.write_guideline("# Guideline\n")
    (ann.folder / "project.toml").write_text('annotators = ["ann", "bob"]\n')
    both_ways(ann, bob)
    both_ways(ann, bob)
    for one in (ann, bob, ann.remote):
        assert {label.name for label in one.labels()} == {"question", "doubt"}
        assert one.guideline() == "# Guideline\n"
        assert one.team().project.annotators == ("ann", "bob")
    for store, names in ((ann, '["ann"]'), (bob, '["bob"]')):
        (store.folder / "project.toml").write_text(f"annotators = {names}\n")
    both_ways(bob, ann)
    assert [one.team().project.annotators for one in (ann, bob)] == [("bob",), ("bob",)]
    assert (ann.folder.parent / "project.toml.replaced").read_text() == 'annotators = ["ann"]\n'


def test_who_has_it_open_hears_of_it_and_is_told_when_theirs_is_shared(copy: Copy, line: Line) -> None:
    ann, bob = copy("ann"), copy("bob")
    document = tag(ann, DOCUMENT, annotation(), "ann")
    both_ways(ann, bob)
    bob.load(key_of(document), keep=True)
    heard: list[StoreNews] = []
    watches = [ann.watch(lambda _: None), bob.watch(heard.append, lambda: [document])]
    for watch in watches:
        watch.start()
    tag(ann, document, annotation(9), "ann")
    news: list[Transaction] = []

    def is_told() -> bool:
        news.extend(bob.look(key_of(document)) or ())
        return bool(news)

    until(is_told)
    assert [one.act.by for one in news] == ["ann"]
    assert any(document in one.documents for one in heard)
    until(lambda: ann.sharing() == (0, ""))
    line.cut()
    tag(ann, document, annotation(20), "ann")
    until(lambda: bool(ann.sharing()[1]))  # type: ignore[index]
    assert ann.sharing()[0] == 1  # type: ignore[index]
    line.mend()
    until(lambda: len(bob.load(key_of(document)).annotations) == 3)
    for watch in watches:
        watch.close()


def test_two_programs_on_one_copy_share_for_each_other(copy: Copy) -> None:
    first, second, bob = copy("ann"), copy("ann"), copy("bob")
    document = tag(first, DOCUMENT, annotation(), "ann")
    tag(second, document, annotation(9), "ann")
    both_ways(second, bob)
    assert len(bob.load(key_of(document)).annotations) == 2
    both_ways(first)
    assert len(list(bob.remote.history(key_of(document)))) == 2


def test_the_first_copy_goes_on_where_it_was_stopped(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = copy("ann")
    for number in range(4):
        tag(ann, replace(DOCUMENT, path=f"{number}.txt", sha256=f"{number}" * 64), annotation(), "ann")
    both_ways(ann)
    bob, done = copy("bob"), list[str]()
    read = PostgresStore.database

    def stop(store: PostgresStore, key: str) -> object:
        done.append(key)
        if len(done) == 3:
            raise KeyboardInterrupt
        return read(store, key)

    with monkeypatch.context() as patch:
        patch.setattr(PostgresStore, "database", stop)
        with pytest.raises(KeyboardInterrupt):
            bob.make_ready()
    tag(ann, replace(DOCUMENT, path="0.txt", sha256="0" * 64), annotation(9), "ann")
    both_ways(ann)
    again = copy("bob")
    again.make_ready()
    for key in ann.keys():
        assert again.load(key).annotations == ann.load(key).annotations
    assert list(again.faults()) == []


def test_the_copy_is_called_as_the_server(copy: Copy) -> None:
    ann = copy("ann")
    address = ann.remote.address
    assert ann.name == server_address(address).shown
    assert ann.is_at(address)
    assert ann.project_folder() is None
