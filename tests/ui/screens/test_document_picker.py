"""Choosing a document from the table of all: what it shows, its order and totals; with very many, bit by bit."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.screens import document_picker, picker
from reader.ui.screens.document_picker import DocumentScreen
from reader.ui.widgets.row_list import Numbers, RowList
from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.library import Library
from reader.workspace.library_entries import LibraryEntry
from tests.ui.conftest import FIRST, reader_on, rows_of, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

MANY = 3_000
Make = Callable[..., ReaderApp]
#: Titles, dates and texts of more articles: in the order of their names they are in no other order.
ARTICLES = {
    "3-kiosk.txt": ("The kiosk closes", "1 February 2018", "Nobody said why. " * 40),
    "4-anchor.txt": ("An anchor is found", "7 July 2021", "It lay in the mud. " * 3),
}


@pytest.fixture
def articles(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four articles, of which the index tells at once; the totals do not wait for the keys to rest."""
    for name, (title, date, text) in ARTICLES.items():
        (folder / name).write_text(f"{title}\n\nBy Ada Okonjo\n\n{date}\n\n{text}\n", encoding="utf-8")
    monkeypatch.setattr("reader.ui.controllers.documents.INDEX_REST_S", 0.01)
    monkeypatch.setattr(document_picker, "_TOTALS_REST_S", 0.01)
    monkeypatch.setattr(document_picker, "_NEWS_S", 0.05)
    monkeypatch.setattr(Library, "prefetch", lambda *_: None)  # nobody opens what is not on the screen
    return folder


def dialog(app: ReaderApp) -> list[str]:
    """What stands in the dialog, row by row."""
    found = (re.search(r"│(.*)│", row[row.index("│") :]) for row in rows_of(app)[2:-2] if row.count("│") >= 2)
    return [row[1].strip() for row in found if row is not None and row[1].strip()]


def table(app: ReaderApp) -> list[str]:
    """Its head, its rows and the totals, with one blank between two words."""
    rows = [" ".join(row.split()) for row in dialog(app)]
    return rows[next(at for at, row in enumerate(rows) if "name" in row and "tags" in row) :]


def names(app: ReaderApp) -> list[str]:
    """Which articles its rows are about, whether their titles are known yet or not."""
    rows = [row.casefold() for row in table(app)[1:-2]]
    return [name for row in rows for name in ("envoys", "bridge", "kiosk", "anchor") if name in row]


def front(app: ReaderApp) -> str:
    """The document of the highlighted row."""
    assert isinstance(app.screen, DocumentScreen)
    row = app.screen.query_one(RowList).highlighted
    assert row is not None
    return Path(app.screen._left[int(row)].path).name


async def all_known(pilot: Pilot[Any], app: ReaderApp, documents: int) -> None:
    """Wait until the index has told of so many documents."""
    facts = app.session.library.index.facts()
    await until(pilot, lambda: None not in facts.words(range(documents)))


@pytest.mark.usefixtures("articles")
async def test_a_row_says_what_is_known_without_opening_the_document_and_the_totals_add_it_up(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e")
        await saved(pilot)
        await all_known(pilot, app, 4)
        assert app.session.library.entries[3].opened is None
        await pilot.press("D")
        await until(pilot, lambda: "documents ·" in screen_of(app))
        rows = table(app)
        assert rows[0] == "name date source lang words tags"
        assert rows[1] == "▸~ Envoys meet after two years 2019-05-12 articles en 61 c1 e1"
        assert rows[4] == "4-anchor.txt 2021-07-07 articles en 25"
        words = app.session.library.index.facts().count_words(range(4))[1]
        assert rows[5:] == [f"4 documents · {words} words", "c1 e1 o0 · 1 begun · 3 unread"]
        await pilot.press(*"anchor")
        await until(pilot, lambda: "1 of 4 documents · 25 words" in screen_of(app))
        assert table(app)[-1] == "1 unread"


@pytest.mark.usefixtures("articles")
async def test_what_is_not_read_yet_is_a_dot_and_the_totals_say_of_how_many_they_know(
    reader: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.controllers.documents.INDEX_REST_S", 3600)
    app = reader()
    async with app.run_test(
        size=(100, 30)
    ) as pilot:  # one article: of what is open the words are counted without index
        await pilot.press("D")
        await until(pilot, lambda: "1 of 4 read" in screen_of(app) or "2 of 4 read" in screen_of(app))
        assert table(app)[3] == "3-kiosk.txt ·"
        app.session.library.index.facts().take(2, DocumentFacts("2018-02-01", "example.org", "en", 130))
        await until(pilot, lambda: table(app)[3].endswith("2018-02-01 130"))


@pytest.mark.usefixtures("articles")
async def test_ctrl_s_sorts_by_one_column_after_the_other_and_ctrl_r_the_other_way_round(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await all_known(pilot, app, 4)
        await pilot.press("D")
        heads, orders = [], []
        for key in ("ctrl+s", "ctrl+s", "ctrl+r", "ctrl+s", "ctrl+s", "ctrl+s", "ctrl+r"):
            await pilot.press(key)
            await until(pilot, lambda: len(names(app)) == 4)
            heads.append(table(app)[0])
            orders.append(names(app))
        assert heads[:3] == [
            "name ↑ date source lang words tags", "name date ↓ source lang words tags",
            "name date ↑ source lang words tags",
        ]  # fmt: skip
        assert heads[5:] == ["name date source lang words ↓ tags", "name date source lang words ↑ tags"]
        first, second, third, fourth = "envoys", "bridge", "kiosk", "anchor"
        assert [one for one in orders[0] if one in {first, second}] == [second, first]
        assert orders[1] == [fourth, second, first, third]
        assert orders[2] == [third, first, second, fourth]
        assert orders[5] == [third, first, second, fourth]
        assert orders[6] == [fourth, second, first, third]
        await pilot.press("escape", "J", "D")  # the order is kept; the article in front is highlighted
        await until(pilot, lambda: names(app) == orders[6])
        assert table(app)[0] == heads[6]
        assert front(app) == "2-bridge.txt"
        await pilot.press("ctrl+s")
        assert "state ↑" in table(app)[0]  # there was no room for it before
        await pilot.press("ctrl+s", "ctrl+s")
        assert table(app)[0] == "name date source lang words tags"
        assert names(app) == [first, second, third, fourth]
        assert front(app) == "2-bridge.txt"


@pytest.mark.usefixtures("articles")
async def test_news_of_what_was_typed_that_come_late_do_not_bring_an_earlier_list_back(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("D", *"anchor")
        line = app.screen.query_one(Input)
        app.screen.post_message(Input.Changed(line, "bridge"))
        await pilot.press("enter")
        await pilot.pause()
        assert app.main_display.active.entry is not None
        assert app.main_display.active.entry.path.endswith("4-anchor.txt")


@pytest.mark.usefixtures("articles")
async def test_documents_are_found_by_date_source_and_language(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await all_known(pilot, app, 4)
        facts = app.session.library.index.facts()
        for typed, found in (
            ("2018", ["kiosk"]), ("2018-02", ["kiosk"]), ("2018-03", []), ("courier", ["kiosk"]),
            ("nl", ["kiosk"]), ("en anchor", ["anchor"]), ("kiosk 2018", ["kiosk"]),
            ("2019-05 envoys unread", ["envoys"]),
        ):  # fmt: skip
            await pilot.press("D")
            facts.take(2, DocumentFacts("2018-02-01", "courier.example", "nl", 130))
            await pilot.press(*["space" if letter == " " else letter for letter in typed])
            await pilot.pause()
            assert names(app) == found, typed
            assert found or "none of these" in screen_of(app), typed
            await pilot.press("escape")


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(("size", "head"), [
    ((80, 24), "name date words tags"), ((60, 20), "name date tags"), ((44, 20), "name tags"),
])  # fmt: skip
async def test_on_a_narrow_screen_columns_drop_out_and_names_stay(
    reader: Make, size: tuple[int, int], head: str
) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("D")
        await until(pilot, lambda: "documents ·" in screen_of(app))
        assert table(app)[0] == head
        assert table(app)[1].startswith("▸~ Envoys meet")
        assert table(app)[1].endswith("c1")
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: table(app)[0] == "name date source lang words tags")
        await pilot.resize_terminal(*size)
        await until(pilot, lambda: table(app)[0] == head)
        assert table(app)[1].endswith("c1")


async def test_the_article_in_front_is_highlighted_and_in_view_however_long_the_list_is(
    store: FolderStore, tmp_path: Path, many: list[LibraryEntry]
) -> None:
    (tmp_path / "1.txt").write_text(FIRST, encoding="utf-8")
    app = reader_on([str(tmp_path / "1.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.main_display.active.open is not None)
        app.session.library.add(many)
        entry = many[2_000]
        app.main_display.active.entry = entry
        await pilot.press("D")
        await until(pilot, lambda: "page-2000" in "\n".join(dialog(app)))
        assert front(app) == "page-2000.txt"
        await pilot.press("ctrl+r")  # the last one is the first now
        await until(pilot, lambda: app.screen.query_one(RowList).row_count == MANY + 1)
        assert front(app) == "page-2000.txt"
        assert app.screen.query_one(RowList).highlighted == str(MANY - 2_001)
        assert "page-2000" in "\n".join(dialog(app))
        await pilot.press("p")
        assert app.screen.query_one(RowList).highlighted == "0"


async def test_a_sort_of_very_many_goes_on_between_the_keys_and_a_filter_keeps_its_order(
    store: FolderStore, tmp_path: Path, many: list[LibraryEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picker, "_KEY_S", 0)
    (tmp_path / "1.txt").write_text(FIRST, encoding="utf-8")
    app = reader_on([str(tmp_path / "1.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: app.main_display.active.open is not None)
        app.session.library.add(many)
        facts = app.session.library.index.facts()
        for number, entry in enumerate(many[:-10]):
            facts.take(entry.place, DocumentFacts("", "example.org", "en", number * 7 % MANY))
        await pilot.press("D", *["ctrl+s"] * 5)
        assert isinstance(app.screen, DocumentScreen)
        await pilot.press(*"page-29")
        rows = app.screen.query_one(RowList)
        await until(pilot, lambda: rows.row_count == 111)
        found = [facts.words([entry.place])[0] for entry in app.screen._left]
        known = [one for one in found if one is not None]
        assert known == sorted(known, reverse=True)
        assert found[len(known) :] == [None] * 10
        await pilot.press(*["backspace"] * 7)
        await until(pilot, lambda: rows.row_count == MANY + 1)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> list[LibraryEntry]:
    """So many documents that they are looked at bit by bit, a few at a time."""
    monkeypatch.setattr(DocumentScreen, "AT_ONCE", 50)
    monkeypatch.setattr(picker, "STEP_S", 0)
    monkeypatch.setattr(document_picker, "STEP_S", 0)
    return [LibraryEntry(f"papers/page-{number}.txt") for number in range(MANY)]


async def test_what_is_typed_is_found_among_all_of_them(
    store: FolderStore, tmp_path: Path, many: list[LibraryEntry]
) -> None:
    (tmp_path / "1.txt").write_text(FIRST, encoding="utf-8")
    app = reader_on([str(tmp_path / "1.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(100, 30)) as pilot:
        app.session.library.add(many)
        await pilot.press("D", *"page-299")
        choices = app.screen.query_one(RowList)
        await until(pilot, lambda: choices.row_count == 11)  # 299 and 2990 to 2999
        await pilot.press("7")
        await until(pilot, lambda: choices.row_count == 1)
        assert "page-2997" in "\n".join(rows_of(app))
        await pilot.press("x")
        await until(pilot, lambda: "none of these" in "\n".join(rows_of(app)))


async def test_enter_takes_the_first_that_fits_however_far_down_it_is(
    store: FolderStore, tmp_path: Path, many: list[LibraryEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.txt").write_text(FIRST, encoding="utf-8")
    app = reader_on([str(tmp_path / "1.txt")], Settings(detector="rules"), store)
    taken: list[LibraryEntry] = []
    monkeypatch.setattr(DocumentScreen, "set_timer", lambda *_: None)  # nothing is looked at between the keys
    async with app.run_test(size=(100, 30)) as pilot:
        app.session.library.add(many)
        await pilot.press("D")
        assert isinstance(app.screen, DocumentScreen)
        monkeypatch.setattr(app.screen, "_chosen", taken.append)
        await pilot.press(*"page-2765", "enter")
        assert [entry.path for entry in taken] == ["papers/page-2765.txt"]


def test_numbers_are_the_ids_of_as_many_rows() -> None:
    ids = Numbers(3)
    assert list(ids) == ["0", "1", "2"]
    assert ids[1:] == ["1", "2"]
    assert ids.index("2") == 2
    for wrong in ("3", "-1", "x"):
        with pytest.raises(ValueError, match=wrong):
            ids.index(wrong)
