"""The palette: each action with its keys; a theme that is chosen there is kept, unless one is named elsewhere."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.command import CommandList
from textual.pilot import Pilot

from reader.config.kept_choices import keep_choice, kept_choice, with_kept_theme
from reader.config.settings import Settings
from reader.ui.app import ReaderApp
from reader.ui.keymap.action import DIALOGS, IN_LISTS
from reader.ui.keymap.action_table import shown_keys
from reader.ui.screens.command_palette import listed_themes

Make = Callable[..., ReaderApp]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "nrc-reader" / "choices.json"


async def choose(pilot: Pilot[int], app: ReaderApp, name: str) -> None:
    """Choose a theme as a person does."""
    app.search_themes()
    await pilot.pause()
    await pilot.press(*name.replace("-", ""))
    while not app.screen.query("CommandList").first().option_count:  # type: ignore[attr-defined]
        await pilot.pause(0.02)
    await pilot.press("enter")
    while "theme " not in app.main_display.status.message:
        await pilot.pause(0.02)


def listed(app: ReaderApp) -> list[list[str]]:
    """The words of the first line of each entry."""
    found = app.screen.query(CommandList).first()
    prompts = [str(found.get_option_at_index(index).prompt) for index in range(found.option_count)]
    return [prompt.splitlines()[0].split() for prompt in prompts if prompt]


async def test_each_action_has_its_keys_beside_its_name(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+p")
        wanted = [
            [*(action.title[0].upper() + action.title[1:]).split(), *shown_keys(action).split()]
            for action in app.table
            if action.where not in DIALOGS and action.group != IN_LISTS
        ]
        while not all(line in listed(app) for line in wanted):
            await pilot.pause(0.05)
        await pilot.press("c", "t", "r", "l", "plus", "f")
        while listed(app)[:1] != [["Find", "everywhere", "ctrl+f"]]:
            await pilot.pause(0.05)


async def test_the_themes_have_the_names_of_the_settings_and_are_kept(reader: Make, state: Path) -> None:
    app = reader()
    async with app.run_test(size=(100, 40)) as pilot:
        app.themes.dress()
        listed = listed_themes(app.available_themes)
        assert listed[:4] == ["dark", "light", "contrast", "terminal"]
        assert "solarized-light" in listed
        assert not {"textual-dark", "textual-light", "ansi-dark"} & set(listed)
        await choose(pilot, app, "contrast")
        assert app.themes.name == "contrast"
        assert app.main_display.status.message == "theme contrast, kept for the next session"
    assert json.loads(Path(state).read_bytes()) == {"theme": "contrast"}  # noqa: ASYNC240 - nothing waits for it
    assert with_kept_theme(Settings()).theme == "contrast"


async def test_a_theme_that_is_named_elsewhere_wins_and_that_is_said(reader: Make) -> None:
    app = reader(theme="nord", places={"theme": "NRC_READER_THEME"})
    async with app.run_test(size=(120, 40)) as pilot:
        await choose(pilot, app, "contrast")
        assert (
            app.main_display.status.message == "theme contrast, for this session: NRC_READER_THEME says nord, and wins"
        )
    named = Settings(theme="nord", places={"theme": "NRC_READER_THEME"})
    assert with_kept_theme(named) == named


async def test_a_theme_that_cannot_be_kept_is_used_all_the_same(reader: Make, state: Path) -> None:
    state.parent.parent.mkdir(parents=True)
    state.parent.write_text("in the way")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await choose(pilot, app, "contrast")
        assert app.themes.name == "contrast"
        assert "for this session alone: it cannot be kept" in app.main_display.status.message


@pytest.mark.parametrize("text", ["", "[]", "{", '{"theme": 3}', "[" * 5000, '{"theme": "a\\u001b"}'])
def test_a_file_of_choices_that_cannot_be_understood_is_none(state: Path, text: str) -> None:
    state.parent.mkdir(parents=True)
    state.write_text(text, encoding="utf-8")
    assert kept_choice("theme") == ""
    keep_choice("theme", "light")
    assert kept_choice("theme") == "light"


def test_a_link_in_its_place_is_not_followed(state: Path, tmp_path: Path) -> None:
    state.parent.mkdir(parents=True)
    (tmp_path / "precious").write_text('{"theme": "nord"}')
    state.symlink_to(tmp_path / "precious")
    assert kept_choice("theme") == ""
    with pytest.raises(OSError, match="link"):
        keep_choice("theme", "light")
    assert (tmp_path / "precious").read_text() == '{"theme": "nord"}'
