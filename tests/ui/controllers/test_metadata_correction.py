"""Title, authors and date are corrected with a key: shown at once, kept, taken back, and never lost to a wrong date."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reader.annotations.metadata_corrections import stated_in
from reader.model.act import Act
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_remote_changes import Other
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]


def kept(store: FolderStore) -> list[dict[str, object]]:
    """What a new process would find, by document."""
    again = FolderStore(store.folder)
    return [found for key in again.keys() if (found := stated_in(again.load(key).decisions))]


def lines(app: ReaderApp) -> list[str]:
    """What stands in the lines of the form."""
    return [one.value for one in app.screen.query(Input)]


def top(app: ReaderApp) -> str:
    """What stands over the text, and the line of documents over that where there is one."""
    return "".join(rows_of(app)[:2])


async def written(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await saved(pilot)


async def test_the_form_has_what_was_found_and_a_correction_shows_everywhere_at_once(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.press("j", "j", "T")
        assert lines(app) == ["Envoys meet after two years", "Ada Okonjo", "2019-05-12"]
        await written(
            pilot, "ctrl+u", *"Envoys at last", "tab", *"; Tom Aske", "tab", "ctrl+u", *"2019-05-11 08:30", "enter"
        )
        assert app.main_display.message == "title, authors, date corrected · saved"
        assert passage(app) == "It was the first meeting in two years.", "the cursor stays where it was"
        assert "Envoys at last · 2019-05-11T08:30 · Ada" in top(app)
        assert any(row.startswith("▸~ Envoys at last ") for row in rows_of(app)), "the list of documents"
        assert "Envoys meet after two years" in screen_of(app), "the text is the page's"
        await pilot.press("D")
        await pilot.pause()
        assert "Envoys at last" in screen_of(app)
        await pilot.press("escape", "T")
        assert lines(app) == ["Envoys at last", "Ada Okonjo; Tom Aske", "2019-05-11T08:30"]
        await pilot.press("escape")
    stated = {"title": "Envoys at last", "authors": ("Ada Okonjo", "Tom Aske"), "published": "2019-05-11T08:30"}
    assert kept(store) == [stated]
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Envoys at last · 2019-05-11T08:30 · Ada Okonjo, Tom Aske" in top(app)


async def test_a_wrong_date_is_refused_in_plain_words_and_nothing_typed_is_lost(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("T", "ctrl+u", *"Envoys at last", "tab", "tab", "ctrl+u", *"31.12.2019", "enter")
        await pilot.pause()
        assert "“31.12.2019” is no date: write year, month and day as 2024-05-31" in screen_of(app)
        assert lines(app) == ["Envoys at last", "Ada Okonjo", "31.12.2019"]
        assert app.focused is not None
        assert app.focused.id == "published"
        assert kept(store) == []
        await pilot.press("up")
        await pilot.pause()
        assert "is no date" in screen_of(app)
        await written(pilot, "down", "ctrl+u", *"2019-12-31", "enter")
        assert app.main_display.message == "title, date corrected · saved"
    assert kept(store) == [{"title": "Envoys at last", "published": "2019-12-31"}]


async def test_an_empty_line_says_that_there_is_none_and_a_key_brings_back_what_the_page_says(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(pilot, "T", "ctrl+u", "tab", "ctrl+u", "tab", "ctrl+u", "enter")
        assert kept(store) == [{"title": None, "authors": (), "published": None}]
        assert "1-envoys.txt · 100%" in top(app)
        await pilot.press("T", "tab")
        await pilot.pause()
        assert lines(app) == ["", "", ""]
        assert "the page says: Ada Okonjo" in screen_of(app)
        await pilot.press("ctrl+r")
        assert lines(app) == ["", "Ada Okonjo", ""]
        await written(pilot, "tab", "ctrl+r", "ctrl+s")
        assert app.main_display.message == "authors, date as the page says · saved"
        assert kept(store) == [{"title": None}]
        assert "1-envoys.txt · 2019-05-12" in top(app)


async def test_it_is_taken_back_and_done_again_with_the_keys_of_all_steps(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(pilot, "T", "ctrl+u", *"Envoys at last", "enter", "j", "c")
        await written(pilot, "u", "u")
        assert app.main_display.message == "title corrected: undone · saved"
        assert "1-envoys.txt · 2019-05-12" in top(app)
        assert kept(store) == []
        await written(pilot, "ctrl+r")
        assert "Envoys at last" in top(app)
        assert kept(store) == [{"title": "Envoys at last"}]
        await written(pilot, "J", "u")
        assert "1-envoys.txt" in top(app), "what is taken back is brought up"


async def test_the_form_that_is_left_or_kept_as_it_was_changes_nothing(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("T", *"xyz", "escape", "T", "enter", "T", *"x", "backspace", "enter", "j")
        assert len(app.screen_stack) == 1
        assert passage(app) == "The council met on Monday."
        assert app.session.edits.steps == 0
        assert not store.exists()


async def test_what_another_reader_corrects_shows_here_and_both_have_their_say(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await written(pilot, "j", "c")
        app.controllers.remote_changes.watcher().start()
        other = Other(store, folder)
        await pilot.press("T", "tab", "tab", "ctrl+u", *"2019-05-11")
        data = {"field": "title", "value": "Envoys at last", "page": None}
        other.do(other.records.decide("metadata", data, "bob"))
        await until(pilot, lambda: app.main_display.left.open.article.title == "Envoys at last")
        assert app.main_display.message == "bob changed 1 title here"
        await written(pilot, "enter")
        assert "Envoys at last · 2019-05-11" in top(app)
        assert kept(store) == [{"title": "Envoys at last", "published": "2019-05-11"}]
        key = store.find(str(folder / "1-envoys.txt"), app.main_display.left.open.sha256)
        assert key is not None
        assert [one.act for one in store.history(key)][-2:][0] == Act("claim", "bob")


async def test_a_stated_author_is_among_the_people_at_once(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Maria Lenz" in screen_of(app))
        found = app.main_display.left.open.found
        await written(pilot, "T", "tab", "ctrl+u", *"Trade between", "enter")
        names = {one.name: one.kind for one in app.main_display.left.open.entities}
        assert names["Trade between"] == "person"
        assert app.main_display.left.open.found is found, "names are not looked for again"
        people = screen_of(app).partition("People")[2]
        assert "Trade between" in people


@pytest.mark.parametrize("keys", [("T",), ("ctrl+p", *"title, auth", "enter")])
async def test_it_is_found_by_key_and_by_name_also_from_a_list(reader: Make, keys: tuple[str, ...]) -> None:
    app = reader(keys={"take_from_page": ("ctrl+t",)})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("shift+tab", *keys)
        await until(pilot, lambda: "Title, authors and date of" in screen_of(app))
        assert "ctrl+t what the page says" in screen_of(app)
        await pilot.press("ctrl+u", "ctrl+t")
        assert lines(app)[0] in {"Envoys meet after two years", "A bridge too dear"}


async def test_where_nothing_can_be_tagged_nothing_is_corrected(reader: Make, tmp_path: Path) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        app.main_display.left.open.closed = "it was written by a newer one"
        await pilot.press("T")
        assert len(app.screen_stack) == 1
        assert app.main_display.message == "this document can only be read: it was written by a newer one"
    (tmp_path / "empty").mkdir()
    app = reader(tmp_path / "empty")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("T")
        assert app.main_display.message == "no document is open here"
