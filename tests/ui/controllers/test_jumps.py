"""Going back and forward over jumps, and bookmarks: by keys, over documents, in the store."""

from collections.abc import Callable
from dataclasses import replace

from reader.model.annotation import Change, new_id
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved

Make = Callable[..., ReaderApp]
MONDAY, WARNING = "The council met on Monday.", "Lenz called that a warning."
BRIDGE = "The bridge costs $3.4-billion."


async def test_back_and_forward_over_documents(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "G", "J", "j", "slash", *"geneva", "enter")
        assert passage(app) == "Geneva"
        await pilot.press("ctrl+o")
        assert passage(app) == BRIDGE
        await pilot.press("ctrl+o")
        assert passage(app) == WARNING
        await pilot.press("ctrl+o")
        assert passage(app) == MONDAY
        await pilot.press("ctrl+o")
        assert "no jump to go back from" in app.main_display.status.message
        await pilot.press("ctrl+g", "ctrl+g")
        assert passage(app) == BRIDGE
        await pilot.press("ctrl+g")
        assert passage(app).startswith("Geneva")
        await pilot.press("ctrl+g")
        assert "nothing to go forward to" in app.main_display.status.message


async def test_a_bookmark_is_set_gone_to_moved_and_taken_off(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("grave_accent")
        assert "no bookmark yet" in app.main_display.status.message
        await pilot.press("j", "B", "x", "G", "B", "enter")
        await saved(pilot)
        (stored,) = [FolderStore(store.folder).load(key) for key in store.keys()]
        assert [(one.kind, one.data["name"]) for one in stored.decisions] == [("bookmark", "x"), ("bookmark", "a")]
        await pilot.press("J", "grave_accent")
        assert "x “The council met" in app.main_display.status.message
        await pilot.press("x")
        assert passage(app) == MONDAY
        await pilot.press("grave_accent", "a")
        assert passage(app) == WARNING
        await pilot.press("ctrl+o")
        assert passage(app) == MONDAY
        await pilot.press("B", "x")
        assert "bookmark x taken off" in app.main_display.status.message
        await pilot.press("grave_accent", "x")
        assert "no bookmark x" in app.main_display.status.message
        await pilot.press("u", "grave_accent", "x")
        await saved(pilot)
        assert passage(app) == MONDAY


async def test_what_is_no_name_sets_no_bookmark(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "B", "f5", "B", "escape", "grave_accent")
        assert "no bookmark yet" in app.main_display.status.message


async def test_a_bookmark_of_somebody_else_is_moved_only_after_a_question(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("j", "B", "a")
        await saved(pilot)
    (key,) = store.keys()
    stored = store.load(key)
    (one,) = stored.decisions
    store.save(stored.document, [Change(one, None), Change(None, replace(one, id=new_id(), annotator="bob"))])
    app = reader()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("g", "j", "j", "B", "a")
        await pilot.pause()
        assert "it is bob’s (bookmark a moved here)" in app.main_display.status.message
        await pilot.press("escape")
    assert [one.annotator for one in store.load(key).decisions] == ["bob"]
