"""A few pictures of the screen; the first of them is the one in the README."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from tests.ui.conftest import reader_on
from tests.ui.controllers.names.test_entity_panel import names_found
from tests.waiting import handled, until

SEEDS = Path(__file__).parents[2] / "seeds"
Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a copy of the samples."""
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_reading_and_tagging(snap_compare: Compare, store: FolderStore) -> None:
    pytest.importorskip("spacy", reason="the picture shows the names that the model finds")
    app = reader_on(["seeds"], Settings(annotator="ann"), store)

    async def tag(pilot: Pilot[int]) -> None:
        await pilot.pause()
        while (
            following := app.session.library.near(app.main_display.right.entry, 1)
        ) is None or following.opened is None:
            await pilot.pause(0.05)  # it is read ahead, and its title is known from then on
        app.main_display.refresh_documents()  # whether that was before the tabs were drawn first, or after
        await pilot.press("j", "j", "j", "c", "j", "e", "}", "}", "j", "o", "w", "w", "w", "v", "w", "e")
        await names_found(pilot, app)
        while (
            app.session.names._finder()._asked
        ):  # what rules guessed is shown before; the picture is of what the model found
            await pilot.pause(0.05)
        app.controllers.entities.choose(
            next(one for one in app.main_display.active.open.entities if one.name == "NATO")
        )  # type: ignore[union-attr]
        app.session.saver().flush(100)
        await until(pilot, lambda: not app.session.edits.unsaved)
        await handled(pilot)

    assert snap_compare(app, terminal_size=(120, 36), run_before=tag)


@pytest.mark.parametrize(("name", "keys"), [("narrow", "j c"), ("page", "R")])
def test_other_screens(snap_compare: Compare, store: FolderStore, name: str, keys: str) -> None:
    app = reader_on(["seeds"], Settings(annotator="ann", detector="rules"), store)

    async def press(pilot: Pilot[int]) -> None:
        await pilot.press(*keys.split())
        if name == "narrow":
            app.session.saver().flush(100)
        await until(pilot, lambda: not app.session.edits.unsaved)
        await handled(pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=press)
