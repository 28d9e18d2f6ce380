"""A document whose text has changed since it was tagged: both versions side by side, change by change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.screens.versions.version_screen import VersionScreen
from tests.ui.conftest import FIRST, screen_of
from tests.ui.controllers.test_reading import passage
from tests.waiting import until

Make = Callable[..., ReaderApp]
GONE = "The U.S. sent a deputy."
NUMBER = ("fell by 12 percent", "fell by 15 percent")


@pytest.fixture
async def changed(reader: Make, folder: Path) -> Make:
    """Makes a reader on an article that has changed since a sentence of it was tagged."""
    app = reader(folder / "1-envoys.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("g")
        while passage(app) != GONE:
            await pilot.press("j")
        await pilot.press("c", "q")
    assert GONE in FIRST
    assert NUMBER[0] in FIRST
    text = FIRST.replace(f" {GONE}", "").replace(*NUMBER)
    (folder / "1-envoys.txt").write_text(text, encoding="utf-8")
    return lambda: reader(folder / "1-envoys.txt")


async def test_both_versions_stand_side_by_side_and_enter_goes_to_the_change(changed: Make) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, VersionScreen))
        await pilot.pause()
        shown = screen_of(app)
        assert "1/2  removed  ·  claim gone" in shown
        assert "1 number changed, 1 removed; 1 claim gone" in shown
        assert "EARLIER" in shown
        assert "[-The U.S. sent a deputy.-]" in shown
        await pilot.press("n")
        await pilot.pause()
        assert "2/2  number changed" in screen_of(app)
        assert "[-12-]" in screen_of(app)
        assert "{+15+}" in screen_of(app)
        await pilot.press("n", "p", "n", "enter")
        await pilot.pause()
        assert not isinstance(app.screen, VersionScreen)
        assert NUMBER[1] in passage(app)
        await pilot.press("ctrl+o")
        assert NUMBER[1] not in passage(app)


async def test_the_earlier_version_can_still_be_read_after_another_tag(
    changed: Make, store: FolderStore, reader: Make, folder: Path
) -> None:
    app = changed()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "e", "q")
    (key,) = store.keys()
    assert [GONE in text for text in store.earlier_texts(key)] == [False, True]
    app = reader(folder / "1-envoys.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, VersionScreen))
        await pilot.press("H")
        await pilot.pause()
        assert not isinstance(app.screen, VersionScreen)


async def test_where_nothing_has_changed_the_key_says_so(reader: Make, folder: Path) -> None:
    app = reader(folder / "1-envoys.txt")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: "no earlier version is kept" in app.main_display.status.message)
