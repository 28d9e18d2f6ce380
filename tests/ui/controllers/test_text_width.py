"""What makes hours of reading bearable: themes, colours, the width of the text, copying to a file, aligned panes."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from textual.color import Color

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_reading import passage

Make = Callable[..., ReaderApp]


def cells(app: ReaderApp, text: str) -> list[tuple[str | None, str | None]]:
    """The colours, letters and ground, of every piece of the screen that holds a text."""
    return [
        (
            segment.style.color.name if segment.style.color else None,
            segment.style.bgcolor.name if segment.style.bgcolor else None,
        )
        for row in app.screen._compositor.render_strips()
        for segment in row
        if text in segment.text and segment.style is not None
    ]


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "terminal", "nord"])
async def test_every_theme_shows_the_article_and_what_is_tagged(reader: Make, theme: str) -> None:
    app = reader(theme=theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await pilot.pause()
        assert "The council met on Monday." in screen_of(app)
        assert "no theme" not in app.main_display.status.message
        assert app.theme.endswith(theme)


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "nord", "solarized-light"])
async def test_the_letters_of_labels_can_be_read_in_every_theme(reader: Make, theme: str) -> None:
    app = reader(theme=theme)
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "j", "o")
        for keys in ("escape", ["tab", "tab", "tab", "tab"], ["escape", "D"]):
            await pilot.press(*([keys] if isinstance(keys, str) else keys))
            await pilot.pause()
            seen = [
                (segment.text, Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
                for shown in (
                    [app.screen.query_one("#choices")]
                    if "D" in keys
                    else [app.main_display.left, app.main_display.documents, app.main_display.annotations]
                )
                for segment in chain.from_iterable(shown.render_line(y) for y in range(shown.size.height))
                if segment.text in {"c", "e", "o"} and (style := segment.style) and style.color and style.bgcolor
            ]
            assert {text for text, *_ in seen} == {"c", "e", "o"}
            assert [one for one in seen if _contrast(*one[1:]) < 4.4] == []


def _contrast(one: Color, other: Color) -> float:
    def light(colour: Color) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


async def test_an_unknown_theme_is_named_with_those_there_are(reader: Make) -> None:
    app = reader(theme="purple")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "no theme is called 'purple': dark, light, contrast, terminal" in app.main_display.status.message


async def test_the_terminal_theme_uses_the_terminals_own_colours_alone(reader: Make) -> None:
    app = reader(theme="terminal")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "e", "V", "slash", *"year", "enter")
        await pilot.pause()
        names = {
            colour.name
            for row in app.main_display.left.render_lines(app.main_display.left.region.reset_offset)
            for segment in row
            if segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None
        }
        assert len(names) > 3
        assert not [name for name in names if name.startswith("#")]


async def test_a_colour_of_ones_own_is_on_the_screen(reader: Make) -> None:
    app = reader(colours={"passage": "#123456", "title": "red"})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        assert cells(app, "The council met on Monday.")[0][1] == "#123456"
        assert app.main_display.left.get_component_styles("text--title").color == Color.parse("ansi_red")


async def test_the_text_grows_and_shrinks_and_keeps_the_place(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("G")
        before, tagged = app.main_display.active.rows.width, passage(app)
        await pilot.press("3", "less_than_sign")
        assert app.main_display.active.rows.width == before - 12
        assert "columns wide" in app.main_display.status.message
        assert passage(app) == tagged
        assert any(tagged.split()[-1] in row for row in rows_of(app))
        await pilot.press("9", "9", "less_than_sign")
        assert app.main_display.active.rows.width == 20
        await pilot.press("9", "9", "greater_than_sign")
        assert app.main_display.active.rows.width >= before


async def test_what_is_copied_to_a_file_is_added_with_its_document(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "Y")
        await app.workers.wait_for_complete()
        assert "clippings.txt" in app.main_display.status.message
        await pilot.press("j", "w", "Y")
        await app.workers.wait_for_complete()
    text = (store.folder / "clippings.txt").read_text(encoding="utf-8")
    first, second, rest = text.split("\n\n")
    assert first.startswith("The council met on Monday.\n— ")
    assert first.endswith("1-envoys.txt")
    assert second.startswith("It\n— ")
    assert rest == ""


async def test_a_link_in_the_place_of_the_clippings_is_not_followed(
    reader: Make, store: FolderStore, tmp_path: Path
) -> None:
    store.folder.mkdir()
    (store.folder / "clippings.txt").symlink_to(tmp_path / "elsewhere")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "Y")
        await app.workers.wait_for_complete()
        assert "not written" in app.main_display.status.message
    assert not (tmp_path / "elsewhere").exists()


async def test_the_other_pane_goes_to_the_passage_that_shares_most(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        while app.main_display.left.open is None or not app.main_display.left.open.entities:
            await pilot.pause(0.05)
        await pilot.press("slash", *"Maria", "enter", "equals_sign")
        assert "shares most" in app.main_display.status.message
        assert app.main_display.active is app.main_display.left
        await pilot.press("tab")
        assert passage(app) == "Geneva built one for a tenth of the price."
        await pilot.press("g", "equals_sign")
        assert "nothing in the other article" in app.main_display.status.message


async def test_with_one_article_there_is_nothing_to_align(reader: Make, folder: Path) -> None:
    app = reader(folder / "1-envoys.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("equals_sign")
        assert "no other article" in app.main_display.status.message
