"""The tutorial: says what to press with the keys in force, goes on when it was pressed, and ends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.store.reading_positions import load_positions
from reader.ui.controllers.team.finishing import Finishing
from reader.ui.guided_tour import LESSONS, TutorialApp, lessons, with_keys
from reader.ui.keymap.action_table import resolved
from reader.workspace.library import Library
from tests.ui.conftest import on_disk, rows_of, screen_of
from tests.waiting import handled, until


@pytest.fixture
def tutorial(folder: Path, store: FolderStore) -> Callable[..., TutorialApp]:
    def make(**choices: object) -> TutorialApp:
        settings = Settings(annotator="ann", detector="rules", **choices)  # type: ignore[arg-type]
        library = Library([str(folder)], settings, store)
        return TutorialApp(library, settings, store, load_positions(store.hidden_folder))

    return make


def said(app: TutorialApp) -> str:
    return " ".join(str(app.coach.content).split())


async def test_what_comes_after_the_first_paint_comes_once(
    tutorial: Callable[..., TutorialApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    surveys = []

    def read_store(finishing: Finishing) -> None:
        surveys.append(finishing)

    monkeypatch.setattr(Finishing, "read_store", read_store)
    app = tutorial()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: surveys)
        await handled(pilot)
        assert surveys == [app.controllers.finishing], (
            "a thread that is started twice ends the program in a real terminal"
        )


async def test_a_lesson_goes_on_when_its_keys_were_pressed_and_other_keys_do_no_harm(
    tutorial: Callable[..., TutorialApp], store: FolderStore
) -> None:
    app = tutorial()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "1/" in screen_of(app)
        assert "press it three times" in said(app)
        assert "READ" in rows_of(app)[-1]
        await pilot.press("j", "G", "j", "k", "g")
        assert "3 more" not in said(app)
        assert said(app).startswith("1/")
        await pilot.press("j")
        assert said(app).startswith("2/")
        await pilot.press("k", "c")
        assert said(app).startswith("4/")
        await pilot.press("q")
    assert [one.label for one in on_disk(store)] == ["claim"]


async def test_every_lesson_can_be_done_and_the_last_one_says_so(tutorial: Callable[..., TutorialApp]) -> None:
    app = tutorial()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for lesson in lessons(app.table):
            for action in lesson.actions:
                await app.perform(action)
                await pilot.pause()
                if len(app.screen_stack) > 1:
                    await pilot.press("escape")
                    await pilot.pause()
                if app.controllers.prompts.line is not None:
                    app.controllers.prompts.close_line(keep=False)
        assert "That is all you need" in said(app)


def test_keys_are_named_as_they_are_in_force() -> None:
    table = resolved(Settings(keys={"next_sentence": ("ctrl+n",)}))
    assert with_keys(LESSONS[0].text, table).count("ctrl+n") == 1
    assert "{" not in "".join(with_keys(lesson.text, table) for lesson in lessons(table))


def test_a_lesson_whose_action_has_no_key_is_left_out() -> None:
    table = [action for action in resolved(Settings()) if action.id != "undo"]
    assert not any("undo" in lesson.text for lesson in lessons(table))
    assert len(lessons(table)) == len(lessons(resolved(Settings()))) - 1
