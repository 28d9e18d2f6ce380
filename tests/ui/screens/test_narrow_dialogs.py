"""However small the screen: what a dialog says is there to its last word, or scrolls; drawers end at a line."""

from collections.abc import Callable, Iterator

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from reader.ui.app import ReaderApp
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_review import changed
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

__all__ = ["changed"]  # a fixture of another file

Make = Callable[..., ReaderApp]
SIZES = [(50, 15), (60, 15), (80, 24), (120, 40)]
#: The keys that lead to each dialog, from the first sentence on, which is tagged.
DIALOGS = {
    "all annotations": ["S"],
    "help": ["question_mark"],
    "help, found": ["question_mark", "slash", *"mark"],
    "not saved": ["exclamation_mark"],
    "label": ["number_sign"],
    "label, wrong": ["number_sign", *"no", "space", *"name", "enter"],
    "label, key taken": ["number_sign", *"new", "enter", "j", "enter"],
    "metadata": ["T"],
    "metadata, wrong": ["T", "tab", "tab", *"soon", "enter"],
    "documents": ["D"],
    "everywhere": ["ctrl+f"],
    "speaker": ["@"],
    "note": ["a"],
    "tables": ["t"],
    "tables, filter": ["t", "slash"],
    "tables, labels": ["t", "2", "right"],
    "targets": ["j", "e", "l", "slash"],
}


def cut(app: ReaderApp) -> Iterator[str]:
    """What of the dialog on the screen cannot be seen, and does not scroll."""
    for widget in app.screen.walk_children(Widget):
        if not widget.display or not widget.region.area or isinstance(widget.parent, VerticalScroll):
            continue
        region = widget.region
        if isinstance(widget, Static | Input | TextArea | ScrollView | VerticalScroll):
            seen = app.screen.find_widget(widget).visible_region
            if seen != region and not isinstance(widget.parent, ScrollView):
                yield f"{widget}: {seen.size} of {region.size}"
        if isinstance(widget, Static):
            needed = widget.get_content_height(region.size, app.size, region.width)
            if needed > region.height:
                yield f"{widget}: {region.height} rows of {needed}"
        if isinstance(widget, Input) and cell_len(widget.placeholder) > widget.content_size.width:
            yield f"{widget.placeholder}: {widget.content_size.width} cells"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", DIALOGS)
async def test_nothing_of_a_dialog_is_cut(reader: Make, name: str, size: tuple[int, int]) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press(*DIALOGS[name])
        await until(pilot, lambda: len(app.screen_stack) == 2)
        assert list(cut(app)) == [], screen_of(app)


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_of_the_review_is_cut(changed: Make, size: tuple[int, int]) -> None:
    app = changed()
    async with app.run_test(size=size) as pilot:
        await pilot.press("j", "v", "M")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        assert list(cut(app)) == [], screen_of(app)
        await pilot.press("J", "y")
        await pilot.pause()
        assert list(cut(app)) == [], screen_of(app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("where", [0, 2, 3, 4])
async def test_what_can_be_typed_into_a_line_is_named_in_full(reader: Make, where: int, size: tuple[int, int]) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.press(*["tab"] * where, "slash")
        await until(pilot, lambda: app.controllers.prompts.line is not None)
        assert list(cut(app)) == [], screen_of(app)
        line = app.controllers.prompts.line
        assert line is not None
        await until(pilot, lambda: line.placeholder in rows_of(app)[-2])


async def test_guidelines_that_have_no_room_come_with_the_same_key_again(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(60, 15)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "again: the rest" in screen_of(app))
        seen = screen_of(app)
        for _ in range(9):
            await pilot.press("h")
            await pilot.pause()
            if app.controllers.labels._strip is None:
                break
            seen += screen_of(app)
        assert app.controllers.labels._strip is None
        for label in app.session.settings.now.labels:
            assert set(label.guideline.split()) <= set(seen.split())


# --- drawers


async def drawer(pilot: Pilot[int], app: ReaderApp, widget: Widget) -> None:
    app.main_display.go_to_pane(widget)
    await until(pilot, lambda: widget.has_focus and widget.region.area)


@pytest.mark.parametrize("name", ["entities", "annotations", "documents"])
@pytest.mark.parametrize("size", [(60, 15), (50, 12)])
async def test_a_drawer_over_the_text_ends_at_a_line(reader: Make, name: str, size: tuple[int, int]) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await drawer(pilot, app, getattr(app.main_display, name))
        region = (app.main_display.documents_column if name == "documents" else app.main_display.side_column).region
        column = region.right - 1 if name == "documents" else region.x
        assert {row[column : column + 1] for row in rows_of(app)[:-1]} == {"│"}


@pytest.mark.parametrize("active", ["left", "right"])
@pytest.mark.parametrize("width", [50, 60, 63, 64, 80, 99])
async def test_beside_names_stands_the_article_that_they_are_of(reader: Make, active: str, width: int) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await until(pilot, lambda: app.main_display.is_split and app.main_display.right.open is not None)
        app.main_display.go_to_pane(getattr(app.main_display, active))
        await pilot.resize_terminal(width, 15)
        await until(pilot, lambda: app.main_display.layout.columns == width)
        await drawer(pilot, app, app.main_display.entities)
        assert [pane.id for pane in app.main_display.panes if pane.display] == [active]
        assert app.main_display.entities._document is app.main_display.active.open
        assert app.main_display.active.id == active
        await pilot.press("escape")
        await until(pilot, lambda: app.main_display.active.has_focus)
        assert [pane.id for pane in app.main_display.panes if pane.display] == (
            [active] if width < 60 else ["left", "right"]
        )
