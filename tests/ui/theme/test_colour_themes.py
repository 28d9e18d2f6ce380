"""Every theme can be read: text has a contrast of 7 on what is behind it, what is said beside it of 4.5 (WCAG 2)."""

from collections.abc import Callable, Iterator

import pytest
from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES

from reader.config.label import DEFAULT_LABELS
from reader.config.settings import OTHER_THEME_NAMES, THEMES
from reader.ui.app import ReaderApp
from reader.ui.theme.colour_themes import own_themes, registered, roles
from reader.ui.theme.contrast import BESIDE, TEXT, contrast, of_sixteen, readable
from tests.ui.controllers.test_tagging import saved

Make = Callable[..., ReaderApp]
TRUE = [name for name in THEMES if name != "terminal"]
PLAIN = ("background", "surface", "panel")
#: Each ink and everything that it is written on.
TEXTS = {
    "ink": (*PLAIN, "passage"),
    "foreground": PLAIN,
    "text": PLAIN,
    "lit-ink": ("selection", "mention", "hit"),
    "hit-here-ink": ("hit-here",),
    "hint-ink": ("hint",),
    "row-ink": ("row",),
    "block-cursor-foreground": ("block-cursor-background",),
    "chosen": PLAIN,
}
BESIDES = {"quiet": (*PLAIN, "passage"), "text-muted": PLAIN, "focus": PLAIN, "agree": PLAIN, "oppose": PLAIN}


def colours_of(name: str) -> dict[str, ColorTriplet]:
    theme = {**BUILTIN_THEMES, **own_themes()}[registered(name)]
    variables = theme.to_color_system().generate()
    found = {**variables, **roles(theme, variables)}
    wanted = {*TEXTS, *BESIDES, *(one for grounds in (*TEXTS.values(), *BESIDES.values()) for one in grounds)}
    return {one: Color.parse(found[one].lower()).get_truecolor() for one in wanted}


def test_the_list_has_every_theme_of_textual_under_one_name() -> None:
    listed = {registered(name) for name in THEMES}
    assert listed == {registered(name) for name in (*BUILTIN_THEMES, *own_themes())}
    assert len(listed) == len(THEMES)
    assert {registered(name) for name in OTHER_THEME_NAMES} <= listed
    assert THEMES[:4] == ("dark", "light", "contrast", "terminal")


@pytest.mark.parametrize("name", TRUE)
def test_the_colours_of_every_theme_stand_out_from_what_is_behind_them(name: str) -> None:
    colours = colours_of(name)
    for table, least in ((TEXTS, TEXT), (BESIDES, BESIDE)):
        for ink, grounds in table.items():
            for ground in grounds:
                assert contrast(colours[ink], colours[ground]) >= least, (ink, ground)
    assert colours["passage"] != colours["background"] != colours["selection"] != colours["passage"]


@pytest.mark.parametrize("name", TRUE)
def test_labels_keep_apart_when_they_are_made_to_be_read(name: str) -> None:
    colours = colours_of(name)
    grounds = [colours["background"], colours["passage"]]
    shown = [readable(Color.parse(one.colour).get_truecolor(), grounds, TEXT) for one in DEFAULT_LABELS]
    assert all(contrast(one, ground) >= TEXT for one in shown for ground in grounds)
    assert len({of_sixteen(one) for one in shown}) == len(shown)


def lettered(app: ReaderApp) -> Iterator[Segment]:
    """What is written on the screen; under a dialog the screen is paler on purpose."""
    boxes = [one.region for one in app.screen.query(".box, CommandList, #--input")] or [app.screen.region]
    for y, row in enumerate(app.screen._compositor.render_strips()):
        for box in boxes:
            for segment in Strip(row).crop(box.x, box.right) if box.y <= y < box.bottom else ():
                if any(one.isalnum() for one in segment.text) and segment.style is not None:
                    yield segment


async def seen_everywhere(app: ReaderApp) -> list[Segment]:
    """What is written on the screens that one meets."""
    found: list[Segment] = []
    async with app.run_test(size=(170, 40)) as pilot:
        app.themes.dress()
        await pilot.press("j", "c", "j", "e", "j", "o")
        await saved(pilot)
        screens = (
            "slash t h e enter",
            "escape v w",
            "escape j tab",
            "tab j",
            "tab",
            "tab D",
            "escape question_mark",
            "escape R",
        )
        for keys in screens:
            await pilot.press(*keys.split())
            await pilot.pause()
            found += lettered(app)
        await pilot.press("R", "ctrl+p")
        while not app.screen.query("CommandList").first().option_count:  # type: ignore[attr-defined]
            await pilot.pause(0.02)
        await pilot.pause()
        found += lettered(app)
    return found


@pytest.mark.parametrize("name", ["dark", "light", "contrast", "nord", "solarized-light", "solarized-dark"])
async def test_whatever_is_written_on_the_screen_can_be_read(reader: Make, name: str) -> None:
    seen = await seen_everywhere(reader(theme=name))
    pale = {
        (segment.text, style.color.name, style.bgcolor.name)
        for segment in seen
        if (style := segment.style) and style.color and style.bgcolor and not style.dim
        if contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor()) < BESIDE
    }
    assert pale == set()
    assert not [segment.text for segment in seen if segment.style and segment.style.dim]


async def test_the_terminals_colours_can_be_read_on_a_white_and_on_a_black_one(reader: Make) -> None:
    seen = await seen_everywhere(reader(theme="terminal"))
    black, white, on_white, on_black = 0, 15, {1, 4, 5}, {2, 3, 6, 7, 11}
    for segment in seen:
        style = segment.style
        assert style is not None
        colours = [None if one is None or one.is_default else one for one in (style.color, style.bgcolor)]
        assert all(one is None or one.triplet is None for one in colours), segment
        ink, ground = (one and one.number for one in colours)
        if ground is None:
            assert ink is None, segment  # of no other letters is it known whether they can be read there
        else:
            assert (ink == white and ground in on_white) or (ink == black and ground in on_black), segment
