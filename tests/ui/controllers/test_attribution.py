"""Whose words a passage is: one key and enter for who speaks there; shown, exported, undone."""

from collections.abc import Callable
from pathlib import Path

from reader.exchange.jsonl import rows as exported
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, screen_of
from tests.ui.controllers.names.test_entity_panel import names_found
from tests.ui.controllers.test_links import listed
from tests.ui.controllers.test_tagging import saved

Make = Callable[..., ReaderApp]
TO_QUOTE = ("j", "j", "j", "j")


def whose(store: FolderStore) -> list[str]:
    return [one.attributed_to for one in on_disk(store)]


async def test_enter_takes_who_speaks_there(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        await pilot.press(*TO_QUOTE, "o", "@")
        await pilot.pause()
        assert "Maria Lenz" in screen_of(app)
        assert "speaks here" in screen_of(app)
        await pilot.press("enter")
        await saved(pilot)
        assert whose(store) == ["Maria Lenz"]
        assert "words of Maria Lenz" in app.main_display.status.message
        assert "@" in listed(app)[0]
        stored = [FolderStore(store.folder).load(key) for key in store.keys()]
        assert [row["attributed_to"] for row in exported(stored)] == ["Maria Lenz"]
        await pilot.press("u")
        await saved(pilot)
        assert whose(store) == [""]


async def test_where_nobody_is_said_to_speak_nobody_is_taken_by_enter_alone(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await names_found(pilot, app)
        await pilot.press("j", "c", "@")
        await pilot.pause()
        assert "nobody speaks here" in screen_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "no row is chosen" in screen_of(app)
        await pilot.press("escape")
        await saved(pilot)
        assert whose(store) == [""]
        await pilot.press("@", "down", "enter")
        await saved(pilot)
        assert whose(store) == ["someone"]


async def test_another_name_is_typed_and_taken_off_again(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await names_found(pilot, app)
        await pilot.press(*TO_QUOTE, "o", "@", *"Ada", "space", *"[B]", "enter")
        await saved(pilot)
        assert whose(store) == ["Ada [B]"]
        await pilot.press("@", "down", "enter")
        await saved(pilot)
        assert whose(store) == [""]
        await pilot.press("@", *"some", "enter")
        await saved(pilot)
        assert whose(store) == ["someone"]
        await pilot.press("@", "escape", "@", "enter")
        await saved(pilot)
        assert whose(store) == ["someone"]


async def test_without_an_annotation_it_says_so(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "@")
        assert "no annotation here" in app.main_display.status.message


async def test_a_passage_with_braces_is_quoted_as_it_stands(reader: Make, tmp_path: Path) -> None:
    words = "It {help} was {undo} the {select} first {link}."
    (tmp_path / "braces.txt").write_text(f"A matter of braces\n\n{words}\n", encoding="utf-8")
    app = reader(tmp_path / "braces.txt")
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("G", "c", "@")
        await pilot.pause()
        assert app.screen.query_one("#asked").render().plain.count(words) == 1
        await pilot.press("escape", "l", "slash")
        await pilot.pause()
        assert words in screen_of(app)
