"""Tagging every occurrence: how many first, then one key, one step to undo, here or in all documents."""

from collections.abc import Callable
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]


async def counted(pilot: Pilot[int], message: str) -> None:
    app = pilot.app
    assert isinstance(app, ReaderApp)
    await until(pilot, lambda: message in app.main_display.status.message)


async def test_every_occurrence_in_the_document_is_one_step(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"lenz", "enter", "A")
        await counted(pilot, "2 here, 2 in 1 document: c e o tag here  C E O everywhere  esc leaves")
        await pilot.press("e")
        assert "evidence × 2" in app.main_display.status.message
        await saved(pilot)
        assert [one.quote for one in on_disk(store)] == ["Lenz", "Lenz"]
        await pilot.press("A", "e")
        assert "every occurrence is evidence already" in app.main_display.status.message
        await pilot.press("u")
        await saved(pilot)
        assert on_disk(store) == []


async def test_every_occurrence_in_all_documents_is_one_step_too(
    reader: Make, store: FolderStore, folder: Path
) -> None:
    (folder / "3-more.txt").write_text("Third\n\nThe bridges stay. The Council left; the council of the town stayed.\n")
    (folder / "4-same.txt").write_text((folder / "1-envoys.txt").read_text())
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "w", "w", "A")
        await counted(pilot, "1 here, 3 in 2 documents: c e o tag here")
        await pilot.press("C")
        assert "claim × 3 in 2 documents" in app.main_display.status.message
        await saved(pilot)
        assert [one.quote for one in on_disk(store)] == ["council", "Council", "council"]
        await pilot.press("u")
        await saved(pilot)
        assert on_disk(store) == []
        await pilot.press("ctrl+r")
        await saved(pilot)
        assert [one.quote for one in on_disk(store)] == ["council", "Council", "council"]


async def test_undo_and_redo_in_many_documents_stay_where_one_is_if_that_changed_too(
    reader: Make, store: FolderStore, folder: Path
) -> None:
    (folder / "3-more.txt").write_text("Third\n\nThe bridges stay. The Council left; the council of the town stayed.\n")
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "w", "w", "A")
        await counted(pilot, "1 here, 3 in 2 documents: c e o tag here")
        await pilot.press("C", "j")
        await saved(pilot)
        place, entry = app.main_display.active.article_passage, app.main_display.active.entry
        for key, left in (("u", 0), ("ctrl+r", 3)):
            await pilot.press(key)
            await saved(pilot)
            assert (app.main_display.active.article_passage, app.main_display.active.entry) == (place, entry)
            assert len(on_disk(store)) == left
        await pilot.press("J", "u")
        assert app.main_display.active.entry is not None
        assert app.main_display.active.entry.name != "A bridge too dear", "nothing changes out of sight"


async def test_the_question_can_be_left_widened_and_refuses_other_keys(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "A", "x")
        assert "no label has the key x" in app.main_display.status.message
        await pilot.press("escape", "j")
        assert app.main_display.active.open.records.annotations == []  # type: ignore[union-attr]
        await pilot.press("w", "A")
        await counted(pilot, "1 here, 2 in 2 documents:")
        await pilot.press("A")
        assert "c e o tag everywhere" in app.main_display.status.message
        await pilot.press("c")
        await saved(pilot)
        assert [one.quote for one in on_disk(store)] == ["It", "It"]


async def test_the_question_is_read_to_its_end_on_a_narrow_screen(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"lenz", "enter", "A")
        await counted(pilot, "2 here, 2 in 1 document:")
        await pilot.pause()
        assert "C E O everywhere  esc leaves" in screen_of(app)


async def test_an_answer_that_comes_before_all_are_counted_holds(
    reader: Make, store: FolderStore, folder: Path
) -> None:
    for number in range(3, 9):
        (folder / f"{number}-more.txt").write_text(
            f"More {number}\n\nThe council left at {number}.\n", encoding="utf-8"
        )
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "w", "w")
        for key in "AC":
            app.post_message(events.Key(key, key))
        await counted(pilot, "claim × 7 in 7 documents")
        await saved(pilot)
        assert {one.quote for one in on_disk(store)} == {"council"}
        await pilot.press("u")
        await saved(pilot)
        assert on_disk(store) == []
