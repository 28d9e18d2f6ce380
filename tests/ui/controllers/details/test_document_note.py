"""The note of a document: N where nothing was searched for, ctrl+n always; kept, undone, others' beside it."""

from collections.abc import Callable

from textual.widgets import TextArea

from reader.annotations.document_notes import DOCUMENT_NOTE, document_notes
from reader.model.act import Act
from reader.model.annotation import Change, Decision, new_id
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_tagging import saved

Make = Callable[..., ReaderApp]


def notes(store: FolderStore) -> dict[str, str]:
    again = FolderStore(store.folder)
    return {who: text for key in again.keys() for who, text in document_notes(again.load(key).decisions).items()}


async def test_a_note_of_the_document_is_written_kept_changed_and_undone(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("N", *"one side", "enter", *"only", "escape")
        await saved(pilot)
        assert list(notes(store).values()) == ["one side\nonly"]
        assert app.main_display.status.message == "note of the document written · saved"
        await pilot.press("ctrl+n")
        assert app.screen.query_one(TextArea).text == "one side\nonly"
        await pilot.press(*"!", "ctrl+c")
        await pilot.press("u")
        await saved(pilot)
        assert notes(store) == {}
    again = reader()
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+r")
        await saved(pilot)
        assert list(notes(store).values()) == ["one side\nonly"]


async def test_behind_a_search_the_key_goes_to_the_hit_before_as_ever(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"the", "enter", "N")
        assert "“the”" in app.main_display.status.message
        await pilot.press("escape", "escape", "N", *"now", "escape")
        await saved(pilot)
        assert list(notes(store).values()) == ["now"]


async def test_what_others_noted_stands_above_and_stays(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        (key,) = store.keys()
        document = store.load(key).document
        theirs = Decision(new_id(), DOCUMENT_NOTE, {"text": "Too long."}, "bob")
        store.save(document, [Change(None, theirs)], act=Act("noted", "bob", new_id()))
    again = reader()
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.press("N")
        assert "bob: Too long." in screen_of(again)
        await pilot.press(*"Too short.", "escape")
        await saved(pilot)
        assert sorted(notes(store).values()) == ["Too long.", "Too short."]
