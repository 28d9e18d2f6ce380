"""The note of a document: N where nothing was searched for, ctrl+n always; kept, undone, others' beside it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import TextArea

from reader import cli
from reader.annotations.document_notes import DOCUMENT_NOTE, document_notes
from reader.model.act import Act
from reader.model.annotation import Change, Decision, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.system.hashes import sha256
from reader.ui.app import ReaderApp
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

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


async def test_notes_are_found_everywhere_and_documents_with_one_are_marked(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+n", *"onesided", "escape")
        await saved(pilot)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("J", "ctrl+f", *"onesided")
        await until(pilot, lambda: "1 found" in screen_of(app))
        assert "✎ onesided" in screen_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: "1/1 “onesided” · note of" in app.main_display.status.message)
        assert app.main_display.active.entry is app.session.library.entries[0]
        await pilot.press("D", *"noted")
        await until(pilot, lambda: "1 of 2 documents" in screen_of(app))
        assert any("✎ " in row and "nvoys" in row for row in rows_of(app))


def test_a_command_finds_notes_of_documents_and_says_so(
    reader: Make, store: FolderStore, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del reader
    path = folder / "1-envoys.txt"
    moment = "2026-01-01T00:00:00.000Z"
    note = Decision(new_id(), DOCUMENT_NOTE, {"text": "onesided"}, "bob", moment, moment)
    document = Document(None, str(path), sha256(path.read_bytes()), location=str(path))
    store.save(document, [Change(None, note)], act=Act("noted", "bob", new_id()))
    store.close()
    words = ["search", "onesided", str(folder), "--store", str(store.folder)]
    for more, found in (([], 0), (["--annotator", "bob"], 0)):
        assert cli.main([*words, *more]) == found
        assert f"{path}:0-0: [note of the document] onesided" in capsys.readouterr().out
    assert cli.main([*words, "-f", "json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["in"], row["found"], "annotation" in row) == ("note", "onesided", False)
