"""Two readers on one store: each sees what the other writes, where it is, without losing its own place."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.annotations.document_records import DocumentRecords
from reader.cleaning.article_loading import read_article
from reader.config.settings import Settings
from reader.model.act import Act
from reader.model.annotation import Annotation, Change
from reader.store.files import write_back
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.conftest import sha256
from tests.ui.conftest import on_disk, reader_on, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]


class Other:
    """Another reader on the same store, that has the first document open."""

    def __init__(self, store: FolderStore, folder: Path) -> None:
        path = folder / "1-envoys.txt"
        self.store = FolderStore(store.folder)
        self.records = DocumentRecords(read_article(str(path), max_bytes=1 << 20))
        key = self.store.find(str(path), sha256(path))
        assert key is not None
        stored = self.store.load(key)
        self.document = stored.document
        self.records.apply(Change(None, one) for one in stored.annotations)

    def do(self, changes: tuple[Change, ...]) -> None:
        self.records.apply(changes)
        self.document = self.store.save(self.document, changes, act=Act("claim", "bob")).document


async def test_what_the_other_tags_shows_here_at_once_and_the_cursor_stays(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        app.controllers.remote_changes.watcher().start()
        await pilot.press("j", "v", "w")
        before = app.main_display.active.cursor.passage if app.main_display.active.cursor else None
        other = Other(store, folder)
        for start in (110, 130):
            other.do(other.records.tag("opinion", start, start + 8, "bob"))
        await until(pilot, lambda: len(app.main_display.active.open.records.annotations) == 3)
        assert "bob tagged" in app.main_display.status.message
        assert app.main_display.active.cursor is not None
        assert app.main_display.active.cursor.passage == before
        assert app.main_display.active.cursor.selecting
        other.do(other.records.delete(other.records.annotations[-1]))
        await until(pilot, lambda: app.main_display.status.message == "bob tagged 2 passages, deleted 1 tag here")
        assert len(app.main_display.active.open.records.annotations) == 2
        assert len(on_disk(store)) == 2


async def test_what_the_other_decides_is_no_tag(reader: Make, folder: Path, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        app.controllers.remote_changes.watcher().start()
        other = Other(store, folder)
        other.do(other.records.decide("entity", {}, "bob"))
        await until(pilot, lambda: app.main_display.status.message == "bob changed 1 name here")
        other.do(other.records.decide("bookmark", {}, "bob"))
        await until(pilot, lambda: app.main_display.status.message == "bob changed 1 name, 1 bookmark here")
        await pilot.press("k")
        assert app.main_display.status.message == ""
        other.do((*other.records.tag("opinion", 110, 118, "bob"), *other.records.decide("finished", {}, "bob")))
        await until(
            pilot, lambda: "bob" in app.main_display.status.message and "finished" in app.main_display.status.message
        )
        assert app.main_display.status.message == "bob tagged 1 passage here, finished this document"
        other.do(other.records.delete_decision(other.records.decisions("finished")[0]))
        await until(
            pilot,
            lambda: app.main_display.status.message == "bob tagged 1 passage here, says this document is not finished",
        )


async def test_what_is_said_of_another_counts_all_since_the_last_key(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        app.controllers.remote_changes.watcher().start()
        other = Other(store, folder)
        for count, start in enumerate((110, 130, 150), 1):
            other.do(other.records.tag("opinion", start, start + 8, "bob"))
            said = f"bob tagged {count} passage{'s' if count > 1 else ''} here"
            await until(pilot, lambda said=said: app.main_display.status.message == said)
        one = other.records.annotations[-1]
        for note in ("why", "why so"):
            other.do(other.records.annotate(other.records.get(one.id) or one, note))
        await until(pilot, lambda: app.main_display.status.message == "bob tagged 3 passages, changed 1 tag here")
        await pilot.press("k")
        other.do(other.records.tag("opinion", 170, 178, "bob"))
        await until(pilot, lambda: app.main_display.status.message == "bob tagged 1 passage here")


async def test_who_moves_a_tag_that_somebody_else_deletes_is_told_and_moves_it_no_longer(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        app.controllers.remote_changes.watcher().start()
        other = Other(store, folder)
        await pilot.press("m", "w")
        assert "MOVE" in screen_of(app)
        other.do(other.records.delete(other.records.annotations[0]))
        await until(pilot, lambda: "bob deleted 1 tag here; the tag that was being moved is gone" in screen_of(app))
        assert app.main_display.mode_word == "READ"
        await pilot.press("j", "e")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["evidence"]


@pytest.mark.parametrize("keys", [("@", *"Ada", "enter"), ("l", "enter")], ids=["attribution", "link"])
async def test_what_is_asked_of_a_tag_that_is_gone_since_is_answered(
    reader: Make, folder: Path, store: FolderStore, keys: tuple[str, ...]
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e")
        await saved(pilot)
        app.controllers.remote_changes.watcher().start()
        other = Other(store, folder)
        await pilot.press(*keys[:-1])
        await pilot.pause()
        other.do(other.records.delete(other.records.annotations[1]))
        await until(pilot, lambda: len(app.main_display.left.open.records.annotations) == 1)
        await pilot.press(keys[-1])
        await until(pilot, lambda: app.main_display.status.message == "that tag is gone: bob deleted it")
        assert [one.label for one in on_disk(store)] == ["claim"]
        assert not store.load(other.document.key).links


async def test_what_the_other_tags_first_shows_in_a_document_that_nobody_had_tagged(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    path = folder / "1-envoys.txt"
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        app.controllers.remote_changes.watcher().start()
        records = DocumentRecords(read_article(str(path), max_bytes=1 << 20))
        other = FolderStore(store.folder)
        document = app.main_display.active.open.document
        other.save(document, records.tag("claim", 60, 70, "bob"), act=Act("claim", "bob"))
        await until(pilot, lambda: len(app.main_display.active.open.records.annotations) == 1)
        await pilot.press("j", "e")
        await saved(pilot)
        assert len(store.keys()) == 1
        assert len(on_disk(store)) == 2


async def test_a_conflict_on_one_annotation_keeps_both_versions_and_says_so(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        other = Other(store, folder)
        (one,) = other.records.annotations
        other.do(other.records.move(one, "opinion", one.start, one.end))
        opened = app.main_display.active.open
        app.controllers.changes.do(opened, "evidence now", opened.records.move(one, "evidence", one.start, one.end))
        await until(pilot, lambda: "the log has both" in app.main_display.status.message)
        (both,) = on_disk(store)
        assert opened.records.annotations == [both]
        labels = {
            record.label
            for written in store.history(store.keys()[0])
            for change in written.changes
            for record in change
            if isinstance(record, Annotation)
        }
        assert labels == {"claim", "opinion", "evidence"}


async def test_a_deletion_taken_back_stands_when_the_other_takes_back_the_note_that_brought_it_back(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    first = reader()
    async with first.run_test(size=(120, 40)) as one:
        await one.press("j", "c")
        await saved(one)
        second = reader_on([str(folder)], Settings(annotator="bob", detector="rules"), FolderStore(store.folder))
        async with second.run_test(size=(120, 40)) as two:
            await two.press("g", ")", "a", "y")
            await until(two, lambda: (note := second.controllers.tagging.open_note) is not None and note.is_mounted)
            await two.press(*"why")
            await one.press("x")
            await saved(one)
            await two.press("escape")
            await until(two, lambda: "ann changed it too: your change stands" in second.main_display.status.message)
            await one.press("u")
            await until(one, lambda: "bob changed it too: both changes stand" in first.main_display.status.message)
            await two.press("u")
            await saved(two)
            assert [(left.label, left.note) for left in on_disk(store)] == [("claim", "")]
            assert second.main_display.active.open.records.annotations == on_disk(store)


@pytest.mark.parametrize("damage", [None, "", "{"])
async def test_a_file_that_is_damaged_while_it_is_open_comes_back_and_is_said(
    reader: Make, store: FolderStore, damage: str | None
) -> None:
    app = reader()
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        app.session.saver().flush(100)
        (key,) = store.keys()
        path = store.folder / f"{key}.json"
        await until(pilot, lambda: '"claim"' in path.read_text())
        whole = path.read_bytes()
        app.controllers.remote_changes.watcher().start()
        if damage is None:
            path.unlink()
        else:
            path.write_text(damage)
        await until(pilot, lambda: "1 annotation brought back" in app.main_display.status.message)
        await until(pilot, lambda: path.exists() and path.read_bytes() == whole)
        assert len(app.main_display.active.open.records.annotations) == 1


async def test_a_document_that_a_newer_version_wrote_is_read_and_says_why_it_is_not_tagged(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
    (path,) = store.folder.glob("*.json")
    newer = path.read_text().replace('"schema": 1', '"schema": 99')
    path.write_text(newer)
    app = reader()
    async with app.run_test(size=(200, 40)) as pilot:
        assert "newer nrc-reader" in app.main_display.status.message
        assert "The council met on Monday." in screen_of(app)
        await pilot.press("j", "e")
        assert "can only be read" in app.main_display.status.message
        assert app.session.edits.unsaved == 0
    assert path.read_text() == newer


async def test_what_others_write_shows_however_many_documents_were_read_since(
    reader: Make, folder: Path, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_back, "_KEPT", 1)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "J", "j", "c")
        await saved(pilot)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        other = Other(store, folder)
        for _ in range(3):
            for key in app.session.store.keys():
                app.session.store.load(key)
        other.do(other.records.delete(other.records.annotations[0]))
        other.do(other.records.tag("opinion", 130, 138, "bob"))
        app.controllers.remote_changes.watcher().start()
        envoys = next(
            one for one in app.session.library.loaded if "envoys" in one.document.path
        )  # wherever one was last
        await until(pilot, lambda: [one.label for one in envoys.records.annotations] == ["evidence", "opinion"])


@pytest.mark.parametrize(
    ("typed", "theirs", "expected"),
    [
        ("mine", "theirs", {"mine", "theirs"}),
        ("", "theirs", {"theirs"}),
        ("mine", None, {"mine"}),
        ("", None, None),
    ],
    ids=["both wrote", "only looked", "deleted meanwhile", "deleted, only looked"],
)
async def test_what_somebody_else_does_while_a_note_is_written_is_not_written_over(
    reader: Make, store: FolderStore, typed: str, theirs: str | None, expected: set[str] | None
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        app.controllers.remote_changes.watcher().start()
        await pilot.press("a", *typed)
        (one,), other = on_disk(store), FolderStore(store.folder)
        (key,) = other.keys()
        change = Change(one, None if theirs is None else one.touched(note=theirs))
        other.save(other.load(key).document, [change], act=Act("noted", "bob"))
        await until(
            pilot,
            lambda: (
                app.main_display.left.open is not None
                and app.main_display.left.open.records.get(one.id) == change.after
            ),
        )
        await pilot.press("escape")
        await saved(pilot)
        found = on_disk(store)
        assert len(found) == (expected is not None)
        assert all(words in found[0].note for words in expected or ())


async def test_a_file_that_changes_while_it_is_open_is_said_once_with_the_next_tag(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    said = "the file has changed since it was opened"
    async with app.run_test(size=(160, 40)) as pilot:
        path = folder / "1-envoys.txt"
        os.utime(path, (1, 1))
        await pilot.press("j", "c")
        await saved(pilot)
        await app.workers.wait_for_complete()  # the file was looked at
        assert said not in app.main_display.status.message, "a new date is no change"
        path.write_text("A new paragraph that nobody has seen.\n\n" + path.read_text())
        await pilot.press("j", "e")
        await saved(pilot)
        await until(pilot, lambda: said in app.main_display.status.message)
        await pilot.press("j", "o")
        await saved(pilot)
        await app.workers.wait_for_complete()
        assert said not in app.main_display.status.message
        assert [one.label for one in on_disk(store)] == ["claim", "evidence", "opinion"]


async def test_what_is_somebody_elses_is_named_and_changed_only_after_a_question(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    first = reader_on([str(folder)], Settings(annotator="bob", detector="rules"), FolderStore(store.folder))
    async with first.run_test(size=(120, 40)) as one:
        await one.press("j", "c")
        await saved(one)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("g", ")")
        assert "claim · by bob" in app.main_display.status.message
        assert "bob: " in screen_of(app)
        for key in ("x", "m", "a", "@"):
            if key == "m":
                await pilot.press("m", "w", "enter")
            elif key == "@":
                await pilot.press("@", *"Ada", "enter")
                await pilot.pause()
            else:
                await pilot.press(key)
            assert app.main_display.status.message.startswith("it is bob’s ("), key
            assert app.main_display.status.message.endswith("y goes on  esc leaves it"), key
            await pilot.press("n")
            assert "n is no answer" in app.main_display.status.message
            await pilot.press("escape")
            assert [(left.label, left.note, left.annotator) for left in on_disk(store)] == [("claim", "", "bob")]
            await pilot.press("g", ")")
        await pilot.press("x", "escape")
        assert len(on_disk(store)) == 1
        await pilot.press("x", "y")
        await saved(pilot)
        assert on_disk(store) == []
        await pilot.press("u")
        await saved(pilot)
        assert [left.annotator for left in on_disk(store)] == ["bob"]
        await pilot.press("g", "j", "j", "e", "x")  # one's own are not asked about
        await saved(pilot)
        assert "it is" not in app.main_display.status.message


async def test_a_note_on_ones_own_tag_is_not_asked_about_where_somebody_else_tagged_the_same_passage(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    first = reader_on([str(folder)], Settings(annotator="bob", detector="rules"), FolderStore(store.folder))
    async with first.run_test(size=(120, 40)) as one:
        await one.press("j", "o")
        await saved(one)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "a", *"mine", "escape")
        await saved(pilot)
        assert {(left.annotator, left.note) for left in on_disk(store)} == {("ann", "mine"), ("bob", "")}
        await pilot.press("g", ")")
        if "by bob" not in app.main_display.status.message:
            await pilot.press(")")
        assert "by bob" in app.main_display.status.message
        await pilot.press("a", *"unseen does")
        assert "is no answer" in app.main_display.status.message
        assert "y goes on" in app.main_display.status.message
        await pilot.press("escape")
        await pilot.pause()
        await saved(pilot)
        assert {(left.annotator, left.note) for left in on_disk(store)} == {("ann", "mine"), ("bob", "")}
        assert len(on_disk(store)) == 2, "what was typed as a note is no command"


async def test_an_old_copy_that_an_editor_writes_back_takes_no_tag_away_and_u_takes_its_change_back(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        (key,) = store.keys()
        path = store.folder / f"{key}.json"
        await until(pilot, lambda: path.exists() and '"claim"' in path.read_text())
        copy = path.read_text()
        await pilot.press("j", "e")
        await saved(pilot)
        await until(pilot, lambda: '"evidence"' in path.read_text())
        app.controllers.remote_changes.watcher().start()
        path.write_text(copy.replace('"note": ""', '"note": "by hand"'))
        await until(pilot, lambda: "an old copy was written back: 1 change since then stays, 1 in it" in screen_of(app))
        first, second = app.main_display.active.open.records.annotations
        assert (first.note, first.label, second.label) == ("by hand", "claim", "evidence")
        await until(pilot, lambda: '"evidence"' in path.read_text())
        await pilot.press("u")
        await saved(pilot)
        assert [(one.note, one.label) for one in app.main_display.active.open.records.annotations] == [
            ("", "claim"), ("", "evidence"),
        ]  # fmt: skip
        await pilot.press("ctrl+r")
        await saved(pilot)
        assert app.main_display.active.open.records.annotations[0].note == "by hand"
        await pilot.press("u", "u", "u")
        await saved(pilot)
        assert app.main_display.active.open.records.annotations == []
    assert [one.annotations for one in on_disk(store)] == [()] or on_disk(store) == []


async def test_what_others_did_before_they_deleted_the_tag_that_is_moved_is_counted_too(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        app.controllers.remote_changes.watcher().start()
        other = Other(store, folder)
        await pilot.press("m", "w")
        other.do(other.records.tag("opinion", 150, 158, "bob"))
        await until(pilot, lambda: app.main_display.status.message == "bob tagged 1 passage here")
        other.do(other.records.delete(other.records.annotations[0]))
        gone = "bob tagged 1 passage, deleted 1 tag here; the tag that was being moved is gone"
        await until(pilot, lambda: app.main_display.status.message == gone)
