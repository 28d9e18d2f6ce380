"""Saying what a name is, key by key: at once in the list, in the store, undone, and for all documents."""

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from reader.entities.personal_gazetteer import KnownName, read_gazetteer
from reader.model.annotation import Decision
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import FIRST, screen_of
from tests.ui.controllers.names.test_entity_panel import answer, listed, names, names_found, row_of
from tests.waiting import until

Make = Callable[..., ReaderApp]
FOUND = (("Maria Lenz", "person"), ("Geneva", "place"), ("Trade", "organisation"))


async def in_the_names(pilot: Pilot[int], app: ReaderApp) -> None:
    """Three names are known, and their list has the focus."""
    await names_found(pilot, app)
    app.session.names.take(answer(app, *FOUND))
    app.set_focus(app.main_display.entities)
    await pilot.pause()


def go_to(app: ReaderApp, name: str) -> None:
    app.main_display.entities.go_to(row_of(app, name))


def said(store: FolderStore) -> list[Decision]:
    """What a new process would find in the store."""
    fresh = FolderStore(store.folder)
    return [one for key in fresh.keys() for one in fresh.load(key).decisions if one.kind == "entity"]


async def test_two_rows_are_merged_and_taken_apart_again_by_undo(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await in_the_names(pilot, app)
        go_to(app, "Trade")
        await pilot.press("m")
        assert "Trade" in app.main_display.status.message
        assert "»Trade" in screen_of(app)
        go_to(app, "Maria Lenz")
        await pilot.press("m")
        assert names(app) == ["Maria Lenz", "Geneva"]
        app.session.saver().flush(100)
        assert [one.data["operation"] for one in said(store)] == ["merge"]
        await pilot.press("u")
        assert names(app) == ["Maria Lenz", "Trade", "Geneva"]
        await pilot.press("ctrl+r", "o", "j", "j")
        assert [row.text for row in listed(app) if row.part == "form"] == ["Maria Lenz", "Trade"]
        await pilot.press("d")
        assert names(app) == ["Maria Lenz", "Trade", "Geneva"]


async def test_a_row_is_renamed_given_another_kind_and_rejected_and_the_better_answer_heeds_it(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await in_the_names(pilot, app)
        go_to(app, "Geneva")
        await pilot.press("r", *" City", "enter", "t", "o")
        assert names(app) == ["Maria Lenz", "Geneva City", "Trade"]
        go_to(app, "Trade")
        await pilot.press("x")
        assert names(app) == ["Maria Lenz", "Geneva City"]
        assert "Rejected 1" in screen_of(app)
        app.session.names.take(answer(app, *FOUND, ("Monday", "event")))
        assert names(app) == ["Maria Lenz", "Geneva City", "Monday"]
        await pilot.press("G", "enter", "j", "x")
        assert "Trade" in names(app)
        assert "Rejected" not in screen_of(app)


async def test_a_wrong_key_for_the_kind_changes_nothing_and_undo_leads_back_step_by_step(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await in_the_names(pilot, app)
        await pilot.press("t", "z", "t", "escape")
        assert app.main_display.active.open is not None
        assert app.main_display.active.open.records.decisions("entity") == []
        await pilot.press("x", "x", "u", "u")
        assert names(app) == ["Maria Lenz", "Trade", "Geneva"]


async def test_the_selection_is_added_as_a_name_and_then_everywhere(reader: Make, folder: Path) -> None:
    (folder / "1-envoys.txt").write_text(FIRST + "\nThe Lenz paper was Lenz at work.\n", encoding="utf-8")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        app.session.names.take(answer(app, ("Geneva", "place")))
        await pilot.press("i")
        assert "select the name first" in app.main_display.status.message
        await pilot.press("slash", *"Lenz", "enter", "i")
        assert app.session.names.chosen is not None
        assert (app.session.names.chosen.name, len(app.session.names.chosen.mentions)) == ("Lenz", 1)
        await pilot.press("i")
        assert len(app.session.names.chosen.mentions) == 4
        await pilot.press("u", "u")
        assert names(app) == ["Geneva"]


async def test_a_name_is_kept_for_all_documents_and_no_more(reader: Make, tmp_path: Path, folder: Path) -> None:
    (folder / "2-bridge.txt").write_text("A bridge\n\nOn the Trade of it nobody spoke.\n", encoding="utf-8")
    path = tmp_path / "config" / "names.toml"
    app = reader(gazetteer=path)
    async with app.run_test(size=(120, 40)) as pilot:
        await in_the_names(pilot, app)
        go_to(app, "Trade")
        await pilot.press("r", *" talks", "enter", "p")
        await until(pilot, path.exists)
        assert read_gazetteer(path) == (KnownName("Trade talks", "organisation", ("Trade",)),)
        await pilot.press("escape", "tab")
        await until(pilot, lambda: "Trade talks" in names(app))
        app.set_focus(app.main_display.entities)
        await pilot.pause()
        go_to(app, "Trade talks")
        await pilot.press("p")
        await until(pilot, lambda: read_gazetteer(path) == ())
        await until(pilot, lambda: "Trade talks" not in names(app))


async def test_what_a_person_wrote_into_the_gazetteer_counts(reader: Make, tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text('[[names]]\nname = "The Council"\nkind = "work"\naliases = ["council"]\n', encoding="utf-8")
    app = reader(gazetteer=path)
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        found = next(row.entity for row in listed(app) if row.entity and row.entity.name == "The Council")
        assert (found.kind, found.aliases) == ("work", ("council",))


async def test_a_gazetteer_with_a_mistake_is_named_with_its_line_and_left_as_it_is(
    reader: Make, tmp_path: Path
) -> None:
    path = tmp_path / "names.toml"
    path.write_text("[[names]]\nname = 'A'\nkind = 'king'\n")
    app = reader(gazetteer=path)
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        assert "names.toml:3: kind must be one of" in app.main_display.status.message
        app.set_focus(app.main_display.entities)
        await pilot.press("g", "p")
        await until(pilot, lambda: "not kept" in app.main_display.status.message)
        assert "king" in path.read_text()


async def test_a_gazetteer_that_was_named_and_is_not_there_is_said(reader: Make, tmp_path: Path) -> None:
    app = reader(gazetteer=tmp_path / "nope.toml")
    async with app.run_test(size=(160, 40)) as pilot:
        await until(pilot, lambda: "nope.toml: no such gazetteer" in app.main_display.status.message)


async def test_a_mark_ends_with_its_document_and_merges_nobody_at_the_same_offsets_elsewhere(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    (folder / "1-envoys.txt").write_text("Trade\n\nMaria Lenz met Ada Okonjo in Geneva on Monday.\n", encoding="utf-8")
    (folder / "2-bridge.txt").write_text("Roads\n\nPaula Rech met Tom Aske in Geneva on Monday.\n", encoding="utf-8")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await in_the_names(pilot, app)
        go_to(app, "Maria Lenz")
        await pilot.press("m", "o")
        assert "»Maria Lenz" in screen_of(app)
        await pilot.press("J")
        await names_found(pilot, app)
        assert "»" not in screen_of(app)
        assert app.main_display.entities.marked is None
        assert app.main_display.entities.view.expanded == []
        app.set_focus(app.main_display.entities)
        await pilot.pause()
        go_to(app, "Tom Aske")
        await pilot.press("m")
        assert "“Tom Aske” marked" in app.main_display.status.message
        app.session.saver().flush(100)
        assert said(store) == []
