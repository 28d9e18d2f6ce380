"""Tagging: on the screen at once, on disk before the status line says so, undone and redone, found again."""

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from reader.config.label import Label
from reader.config.settings import Settings
from reader.model.annotation import Change
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, reader_on, rows_of, screen_of
from tests.waiting import until

Make = Callable[..., ReaderApp]


async def saved(pilot: Pilot[int]) -> None:
    """Wait until the status line no longer says that something is being saved."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    await until(
        pilot, lambda: not app.session.edits.unsaved and not re.search(r"… \d+ saving|NOT SAVED", screen_of(app))
    )


async def test_three_sentences_are_tagged_with_six_keys(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "j", "o")
        await saved(pilot)
        assert [(one.label, one.quote) for one in on_disk(store)] == [
            ("claim", "The council met on Monday."),
            ("evidence", "It was the first meeting in two years."),
            ("opinion", "Nobody expected much."),
        ]
        assert "c1 e1 o1" in screen_of(app)


async def test_the_labels_are_told_apart_without_colour_and_no_text_moves(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j")
        before = rows_of(app)
        await pilot.press("c", "e", "o", "j", "e")
        await saved(pilot)
        text = app.main_display.left.rows.text
        row = app.main_display.left.rows.row_of(text.index("The council")) + 2
        assert rows_of(app)[row][1:5] == "ceoe"
        for old, new in zip(before[2:-1], rows_of(app)[2:-1], strict=True):
            assert old.ljust(120)[6:46] == new.ljust(120)[6:46]


async def test_a_fifth_overlapping_tag_shows_as_plus(reader: Make) -> None:
    labels = tuple(Label(name, name[0], "red") for name in ("rant", "Idea", "pose", "tale", "zeal"))
    app = reader(labels=labels)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "r", "I", "p", "t", "z")
        await saved(pilot)
        row = app.main_display.left.rows.row_of(app.main_display.left.rows.text.index("The council")) + 2
        assert rows_of(app)[row][1:6] == "rIpt+"


async def test_the_same_key_again_takes_the_tag_off(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "e", "c")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["evidence"]


async def test_a_selection_can_be_given_several_labels(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "w", "v", "w", "c", "o")
        await saved(pilot)
        assert [(one.label, one.quote) for one in on_disk(store)] == [
            ("claim", "The council"),
            ("opinion", "The council"),
        ]


async def test_undo_and_redo_reach_over_documents(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "tab", "j", "e", "x")
        await pilot.press("u", "u", "u", "u")
        assert "nothing to undo" in app.main_display.status.message
        await saved(pilot)
        assert on_disk(store) == []
        await pilot.press("3", "ctrl+r")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim"]
        await pilot.press("u")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim", "evidence"]


async def test_delete_says_when_there_is_nothing_to_delete(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "x")
        assert "no annotation here" in app.main_display.status.message
        await pilot.press("c", "x")
        await saved(pilot)
        assert on_disk(store) == []


async def test_a_note_is_written_kept_and_shown(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "a", *"who says [so]?", "enter", *"second line", "escape")
        await saved(pilot)
        assert [one.note for one in on_disk(store)] == ["who says [so]?\nsecond line"]
        await pilot.press("j", "left_parenthesis")
        assert "claim: who says [so]? second line" in screen_of(app)
        await pilot.press("a", *"dropped", "ctrl+c")
        assert [one.note for one in on_disk(store)] == ["who says [so]?\nsecond line"]


async def test_annotations_are_walked_in_the_order_of_the_text(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "e", "j", "j", "o", "g")
        seen = []
        for _ in range(4):
            await pilot.press("right_parenthesis")
            seen.append(app.main_display.status.message.split(":")[0])
        assert seen == ["claim", "evidence", "opinion", "no annotation after this"]
        await pilot.press("left_parenthesis")
        assert app.main_display.status.message == "evidence"


async def test_everything_comes_back_when_the_reader_is_opened_again(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "j")
        await saved(pilot)
        await pilot.press("q")
    again = reader()
    async with again.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert again.main_display.active.cursor is not None
        assert (
            again.main_display.active.rows.text[slice(*again.main_display.active.cursor.passage)]
            == "Nobody expected much."
        )
        assert "c1 e" in screen_of(again)
        assert "c The council met" in screen_of(again)


class Full(FolderStore):
    """A store on a full disk, until there is room again."""

    full = True

    def save(self, document: Document, changes: Sequence[Change], **rest: Any) -> Document:
        if self.full:
            raise StoreError("annotations: not saved: No space left on device")
        return super().save(document, changes, **rest)


async def test_what_cannot_be_saved_is_said_kept_and_saved_later(
    folder: Path, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.store import save_queue

    monkeypatch.setattr(save_queue, "RETRY_S", 0.05)
    full = Full(store.folder)
    app = reader_on([str(folder)], Settings(annotator="ann", detector="rules"), full)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await until(pilot, lambda: "1 NOT SAVED" in screen_of(app))
        assert "No space left" in screen_of(app)
        await pilot.press("q")
        await until(pilot, lambda: "q again quits" in app.main_display.status.message)
        assert app.is_running
        assert "NOT SAVED" in app.main_display.status.message
        full.full = False
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim"]


async def test_a_changed_document_says_what_became_of_its_annotations(reader: Make, folder: Path) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e")
        await saved(pilot)
    path = folder / "1-envoys.txt"
    path.write_text(path.read_text().replace("The council met on Monday. ", "").replace("\n\n“We", " Or so.\n\n“We"))
    again = reader()
    async with again.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "1 moved, 1 detached: M shows them" in again.main_display.status.message
        assert "? The council met" in screen_of(again)
        assert [one.quote for one in again.main_display.left.open.records.annotations] == [  # type: ignore[union-attr]
            "It was the first meeting in two years."
        ]


async def test_what_is_typed_right_behind_the_note_key_is_the_note(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        for key in "aeco":
            app.post_message(events.Key(key, key))
        await until(pilot, lambda: "eco" in screen_of(app))
        await pilot.press("escape")
        await saved(pilot)
        assert [(one.label, one.note) for one in on_disk(store)] == [("claim", "eco")]


async def test_a_note_that_comes_all_at_once_with_the_key_that_ends_it_is_kept(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c")
        for key in [
            "a",
            *"oen",
            "left",
            "left",
            "n",
            "right",
            "x",
            "backspace",
            "ctrl+s",
            "j",
            "e",
            "a",
            *"two",
            "escape",
            "j",
            "o",
        ]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: len(on_disk(store)) == 3 and on_disk(store)[1].note)
        await saved(pilot)
        assert [(one.label, one.note) for one in on_disk(store)] == [
            ("claim", "onen"), ("evidence", "two"), ("opinion", ""),
        ]  # fmt: skip


async def test_of_a_step_with_a_long_name_undo_says_the_start(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c")
        opened = app.main_display.left.open
        assert opened is not None
        long = f"“{'Commission for the Review ' * 4}” renamed"
        app.controllers.changes.do(opened, long, opened.records.annotate(opened.records.annotations[0], "n"))
        await pilot.press("u")
        await saved(pilot)
        assert app.main_display.status.message == "“Commission for the Review Commission f…: undone · saved"
        assert app.main_display.status.message in screen_of(app)
        assert [one.note for one in on_disk(store)] == [""]


async def test_quitting_out_of_the_note_keeps_what_was_typed(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "a", *"mine", "ctrl+q")
        await until(pilot, lambda: not app.is_running)
    assert [one.note for one in on_disk(store)] == ["mine"]


async def test_pasted_escape_sequences_do_not_reach_the_note_or_the_screen(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "a")
        app.post_message(events.Paste("x\x1b]52;c;aGk=\x07y"))
        await until(pilot, lambda: "xy" in screen_of(app))
        assert "\x1b" not in screen_of(app)
        await pilot.press("escape")
        await saved(pilot)
        assert "\x1b" not in on_disk(store)[0].note
        assert "\x1b" not in app.main_display.status.message


async def test_a_detached_annotation_can_be_read_and_deleted_in_its_list(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
    path = folder / "1-envoys.txt"
    path.write_text(path.read_text().replace("The council met on Monday. ", ""))
    again = reader()
    async with again.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("shift+tab", "shift+tab", "G", "enter")
        assert "detached: “The council met on Monday.”" in again.main_display.status.message
        await pilot.press("x")
        await saved(pilot)
        assert on_disk(store) == []


async def test_tags_go_to_the_article_not_to_a_list_of_documents(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "shift+tab", "c")
        assert "tags go to the article" in app.main_display.status.message
        await pilot.press("escape", "c")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim"]


async def test_undo_shows_what_it_takes_back(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "J", "u")
        await saved(pilot)
        assert "Envoys meet" in screen_of(app)
        assert "claim: undone in “Envoys meet after two years”" in app.main_display.status.message


async def test_a_warning_before_quitting_holds_only_for_the_very_next_key(folder: Path, store: FolderStore) -> None:
    full = Full(store.folder)
    app = reader_on([str(folder)], Settings(annotator="ann", detector="rules"), full)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await until(pilot, lambda: "NOT SAVED" in screen_of(app))
        await pilot.press("q")
        await until(pilot, lambda: "1 change NOT SAVED; q again quits" in app.main_display.status.message)
        await pilot.press("j", "e")
        await until(pilot, lambda: "2 NOT SAVED" in screen_of(app))
        await pilot.press("q")
        await until(pilot, lambda: "2 changes NOT SAVED; q again quits" in app.main_display.status.message)
        assert app.is_running
        assert "2 changes NOT SAVED" in app.main_display.status.message
        full.full = False
        app.session.saver().retry()
        await saved(pilot)


class Slow(FolderStore):
    """A store on a slow disk."""

    def save(self, document: Document, changes: Sequence[Change], **rest: Any) -> Document:
        time.sleep(0.3)
        return super().save(document, changes, **rest)


async def test_saved_is_said_of_the_last_tag_only_when_the_last_tag_is_on_disk(
    folder: Path, store: FolderStore
) -> None:
    app = reader_on([str(folder)], Settings(annotator="ann", detector="rules"), Slow(store.folder))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e")
        await until(pilot, lambda: "· saved" in screen_of(app) or "✓" in screen_of(app))
        assert [one.label for one in on_disk(store)] == ["claim", "evidence"]
        assert app.main_display.status.message == "evidence · saved"


async def test_what_another_reader_wrote_is_merged_shown_and_said(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        (mine,) = on_disk(store)
        key = store.keys()[0]
        await asyncio.sleep(0.01)
        FolderStore(store.folder).save(store.load(key).document, [Change(mine, mine.touched(note="theirs"))])
        await pilot.press("a", *"ours", "escape")
        await saved(pilot)
        assert (
            app.main_display.status.message
            == "another reader changed it too: both notes stand in one; the log has both"
        )
        note = on_disk(store)[0].note
        assert "theirs" in note
        assert "ours" in note
        assert app.main_display.active.open is not None
        assert app.main_display.active.open.records.annotations[0].note == note


async def test_undo_in_the_other_pane_names_its_document(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "tab", "u")
        await saved(pilot)
        assert "claim: undone in “Envoys meet after two years”" in app.main_display.status.message
        assert app.main_display.active is app.main_display.right


class Partly(FolderStore):
    """A store that cannot write one of the documents, until it can."""

    broken = "1-envoys"

    def save(self, document: Document, changes: Sequence[Change], **rest: Any) -> Document:
        if self.broken and self.broken in document.path:
            raise StoreError("annotations: not saved: this one file is damaged")
        return super().save(document, changes, **rest)


async def test_one_document_saved_does_not_hide_that_another_is_not(folder: Path, store: FolderStore) -> None:
    partly = Partly(store.folder)
    app = reader_on([str(folder)], Settings(annotator="ann", detector="rules"), partly)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await until(pilot, lambda: "NOT SAVED" in screen_of(app))
        await pilot.press("tab", "j", "e")
        await until(pilot, lambda: on_disk(store) and "1 NOT SAVED" in screen_of(app))
        assert [one.label for one in on_disk(store)] == ["evidence"]
        assert "1 NOT SAVED" in screen_of(app)
        assert "saved now" not in screen_of(app)
        partly.broken = ""
        app.session.saver().retry()
        await saved(pilot)
        assert sorted(one.label for one in on_disk(store)) == ["claim", "evidence"]
        assert "NOT SAVED" not in screen_of(app)


async def test_undo_and_redo_go_on_after_a_restart_and_open_the_document_they_need(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "J", "j", "e")
        await saved(pilot)
    app = reader(folder / "2-bridge.txt")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        assert "evidence: undone" in app.main_display.status.message
        await pilot.press("u")
        assert "claim: undone in “Envoys meet after two years”" in app.main_display.status.message
        assert "Envoys meet" in screen_of(app)
        await saved(pilot)
        assert on_disk(store) == []
        await pilot.press("u")
        assert "nothing to undo" in app.main_display.status.message
        await pilot.press("ctrl+r")
        await saved(pilot)
    app = reader(folder / "2-bridge.txt")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+r")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim", "evidence"]
        await pilot.press("ctrl+r")
        assert "nothing to redo" in app.main_display.status.message


async def test_a_step_in_a_document_that_is_gone_is_taken_back_on_disk(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
    (folder / "1-envoys.txt").unlink()
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        assert "1-envoys.txt”, which cannot be opened" in app.main_display.status.message
        await saved(pilot)
        assert on_disk(store) == []
