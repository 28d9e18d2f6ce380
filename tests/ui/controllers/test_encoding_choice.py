"""A document that came out in the wrong encoding is read in another one, with one key and a list."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, screen_of
from tests.ui.controllers.test_reading import passage
from tests.waiting import until

Make = Callable[..., ReaderApp]

SHORT = "Šopa\n\nĀ ž.\n"
GREEK = """\
Η γέφυρα έκλεισε την Παρασκευή

Η δήμαρχος ανακοίνωσε ότι η γέφυρα θα κλείσει. Οι ζημιές είναι μεγαλύτερες από όσο αναμενόταν.
"""


@pytest.fixture
def greek(reader: Make, tmp_path: Path) -> Make:
    path = tmp_path / "bridge.txt"
    path.write_bytes(GREEK.encode("iso8859-7"))
    return lambda: reader(path)


async def choose(app: ReaderApp, pilot, typed: str) -> None:
    await pilot.press("ctrl+e")
    await until(pilot, lambda: "read in which encoding?" in screen_of(app))
    await pilot.press(*typed, "enter")
    await until(pilot, lambda: "read in" in app.main_display.status.message and not app.main_display.has_dialog)


async def test_another_encoding_is_taken_and_tags_stay_on_their_words(greek: Make, store: FolderStore) -> None:
    app = greek()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "δήμαρχος" in screen_of(app))
        await pilot.press("j", "c")
        tagged = passage(app)
        await choose(app, pilot, "koi8-r")
        await until(pilot, lambda: "δήμαρχος" not in screen_of(app))
        await pilot.press("g", "right_parenthesis")
        wrong = passage(app)
        assert wrong.encode("koi8-r") == tagged.encode("iso8859-7")
        await pilot.press("u")
        await until(pilot, lambda: "δήμαρχος" in screen_of(app))
        await pilot.press("ctrl+r", "q")
    (one,) = on_disk(store)
    assert one.quote == wrong
    app = greek()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "1/1" in screen_of(app) and app.main_display.active.open is not None)
        assert "δήμαρχος" not in screen_of(app)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: "now KOI8-R" in screen_of(app))
        assert "as found" in screen_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: "δήμαρχος" in screen_of(app))
        assert "as found" in app.main_display.status.message
        await pilot.press("g", "right_parenthesis")
        assert passage(app) == tagged


async def test_the_likely_ones_are_listed_first_with_how_the_text_looks(greek: Make) -> None:
    app = greek()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "δήμαρχος" in screen_of(app))
        await pilot.press("ctrl+e")
        await until(pilot, lambda: "now Windows-1253" in screen_of(app))
        await pilot.press(*"mac greek")
        await until(pilot, lambda: "Mac Greek" in screen_of(app) and "KOI8-R" not in screen_of(app))
        await pilot.press("escape")
        assert "δήμαρχος" in screen_of(app)


async def test_the_one_that_was_found_can_be_chosen_to_be_kept(greek: Make) -> None:
    app = greek()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "δήμαρχος" in screen_of(app))
        await choose(app, pilot, "windows-1253")
        assert "read in Windows-1253" in app.main_display.status.message
        assert "δήμαρχος" in screen_of(app)


async def test_a_doubtful_encoding_is_said_in_the_status_line(reader: Make, tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_bytes(SHORT.encode("cp1257"))
    app = reader(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "encoding not certain: read as" in screen_of(app))
        assert "(ctrl+e takes another)" in screen_of(app)


async def test_a_format_without_an_encoding_of_its_own_says_so(reader: Make, tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi The bridge was closed on Friday, the mayor said.\par It opens in May.}")
    app = reader(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "The bridge was closed" in screen_of(app))
        await pilot.press("ctrl+e")
        await until(pilot, lambda: "read in which encoding?" in screen_of(app))
        await pilot.press(*"koi8-r", "enter")
        await until(pilot, lambda: "says itself how its text is encoded" in app.main_display.status.message)
