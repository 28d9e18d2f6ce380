"""A wrongly dropped line is put back, a wrongly kept one dropped, with one key; tags keep their place."""

import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.commands.annotator_filter import StoreAt
from reader.commands.clean import cleaned
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, rows_of, screen_of
from tests.ui.controllers.test_documents import BOILERPLATE
from tests.ui.controllers.test_reading import passage

Make = Callable[..., ReaderApp]


@pytest.fixture
def ferry(reader: Make, tmp_path: Path) -> Make:
    path = tmp_path / "ferry.txt"
    path.write_text(BOILERPLATE, encoding="utf-8")
    return lambda: reader(path)


async def to_line(app: ReaderApp, pilot, words: str) -> None:
    await pilot.press("R", "g")
    for _ in range(60):
        if words in passage(app):
            return
        await pilot.press("j")
    raise AssertionError(words)


async def test_a_dropped_line_is_put_back_and_what_was_tagged_below_keeps_its_words(
    ferry: Make, store: FolderStore, tmp_path: Path
) -> None:
    app = ferry()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("G", "c")
        tagged = passage(app)
        await to_line(app, pilot, "Skip to main menu")
        await pilot.press("X")
        assert "line put back" in app.main_display.status.message
        assert "Skip to main menu" in passage(app)
        await pilot.press("R")
        assert "Skip to main menu" in screen_of(app)
        await pilot.press("right_parenthesis")
        assert passage(app) == tagged
        await pilot.press("q")
    (one,) = on_disk(store)
    assert one.quote == tagged
    path = tmp_path / "ferry.txt"
    plain = json.loads(
        cleaned(str(path), options=Namespace(format="json", plain=False), max_bytes=1 << 20, store=None, annotator="")
    )
    seen = json.loads(
        cleaned(
            str(path),
            options=Namespace(format="json", plain=False),
            max_bytes=1 << 20,
            store=StoreAt(str(store.folder), "ann"),
            annotator="",
        )
    )
    assert "main menu" not in plain["text"]
    assert seen["text"][one.start : one.end] == tagged != plain["text"][one.start : one.end]
    app = ferry()
    async with app.run_test(size=(120, 40)) as pilot:
        assert "Skip to main menu" in screen_of(app)
        await pilot.press("g", "right_parenthesis")
        assert passage(app) == tagged
        assert app.main_display.active.open is not None
        (one,) = app.main_display.active.open.records.annotations
        assert one.anchor == "exact"
        assert app.main_display.active.open.article.text[one.start : one.end] == one.quote == tagged


async def test_a_shown_line_is_dropped_and_undo_brings_it_back(ferry: Make) -> None:
    app = ferry()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "j", "j")
        gone = passage(app)
        await pilot.press("X")
        assert "line dropped" in app.main_display.status.message
        assert gone not in screen_of(app)
        await pilot.press("R")
        assert any("by hand" in row for row in rows_of(app))
        await pilot.press("R", "u")
        assert gone in screen_of(app)
        await pilot.press("ctrl+r")
        assert gone not in screen_of(app)


async def test_a_line_with_a_tag_in_it_is_not_dropped(ferry: Make) -> None:
    app = ferry()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "j", "c", "X")
        assert "1 annotation in this line" in app.main_display.status.message
        await pilot.press("x", "X")
        assert "line dropped" in app.main_display.status.message


async def test_putting_back_and_dropping_again_leaves_no_decision(ferry: Make, store: FolderStore) -> None:
    app = ferry()
    async with app.run_test(size=(120, 40)) as pilot:
        before = app.main_display.active.rows.text
        await to_line(app, pilot, "Skip to main menu")
        await pilot.press("X", "X", "R", "g")
        assert app.main_display.active.rows.text == before
        await pilot.press("q")
    (key,) = store.keys()
    assert FolderStore(store.folder).load(key).decisions == ()


async def test_all_lines_of_a_selection_are_put_back_in_one_step(ferry: Make, store: FolderStore) -> None:
    app = ferry()
    async with app.run_test(size=(120, 40)) as pilot:
        before = app.main_display.active.rows.text
        await pilot.press("R", "g", "v", "j", "j", "j", "X")
        assert "2 lines put back" in app.main_display.status.message
        await pilot.press("R")
        assert "Skip to content" in app.main_display.active.rows.text
        assert "Skip to main menu" in app.main_display.active.rows.text
        await pilot.press("u")
        assert app.main_display.active.rows.text == before
        await pilot.press("ctrl+r", "R", "g", "v", "j", "X")
        assert "2 lines dropped: R shows them, u brings them back" in app.main_display.status.message
        await pilot.press("R")
        assert app.main_display.active.rows.text == before
        await pilot.press("q")
    (key,) = store.keys()
    assert FolderStore(store.folder).load(key).decisions == ()


async def test_all_lines_of_a_selection_are_dropped_in_one_step_unless_one_is_tagged(ferry: Make) -> None:
    app = ferry()
    async with app.run_test(size=(120, 40)) as pilot:
        before = app.main_display.active.rows.text
        await pilot.press("G", "v", "k", "k", "k", "X")
        assert "2 lines dropped" in app.main_display.status.message
        assert "islanders" not in app.main_display.active.rows.text
        assert "ferry across" not in app.main_display.active.rows.text
        await pilot.press("u")
        assert app.main_display.active.rows.text == before
        await pilot.press("G", "c", "k", "k", "k", "v", "G", "X")
        assert "1 annotation in these 2 lines: delete it first" in app.main_display.status.message
        await pilot.press("escape", "u", "g", "k", "k", "k", "v", "G", "X")
        assert "that is the whole article" in app.main_display.status.message
        assert app.main_display.active.rows.text == before


async def test_undo_from_another_document_leads_back_to_where_the_line_was_put_back(
    reader: Make, tmp_path: Path
) -> None:
    (tmp_path / "ferry.txt").write_text(BOILERPLATE, encoding="utf-8")
    (tmp_path / "other.txt").write_text("Another matter\n\nIt has two lines.\n", encoding="utf-8")
    app = reader(tmp_path / "ferry.txt", tmp_path / "other.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await to_line(app, pilot, "Skip to main menu")
        await pilot.press("X", "R", "j", "j", "j")
        before = passage(app)
        await pilot.press("J", "u")
        await pilot.pause()
        assert "undone" in app.main_display.status.message
        assert passage(app) == before
