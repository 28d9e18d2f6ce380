"""Commands of one's own: a key runs a program on the passage; what it gives is shown, or is the note."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.config.own_command import OwnCommand
from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.ui import long_work
from reader.ui.app import ReaderApp
from reader.ui.keymap.action_table import KeyTableError, resolved
from tests.ui.conftest import on_disk, reader_on, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
UPPER = "import sys; sys.stdout.write(sys.stdin.read().upper() + '\\n')"


def command(code: str, output: str = "show", *, key: str = "t", title: str = "mine", seconds: int = 100) -> OwnCommand:
    return OwnCommand(key, title, (sys.executable, "-c", code), output, seconds)


def message(app: ReaderApp) -> str:
    return app.main_display.message


def is_shown(app: ReaderApp, text: str) -> bool:
    return app.main_display.has_dialog and text in screen_of(app)


async def test_the_sentence_the_selection_or_the_annotation_is_its_input(reader: Make) -> None:
    app = reader(commands=(command(UPPER),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "t")
        await until(pilot, lambda: is_shown(app, "THE COUNCIL MET ON MONDAY."))
        assert "╭─ mine" in screen_of(app)
        await pilot.press("escape", "w", "v", "w", "c", "escape", "t")
        await until(pilot, lambda: is_shown(app, "THE COUNCIL"))
        assert "MONDAY" not in screen_of(app)
        await pilot.press("q", "v", "w", "w", "t")
        await until(pilot, lambda: is_shown(app, "COUNCIL MET"))
        await pilot.press("enter")
        await until(pilot, lambda: not app.main_display.has_dialog)


async def test_its_environment_names_file_store_and_annotation(reader: Make, folder: Path, store: FolderStore) -> None:
    code = "import os, json; print(json.dumps({k: v for k, v in os.environ.items() if k.startswith('NRC_READER_')}))"
    place = folder.parent / "seen.json"
    app = reader(commands=(command(f"import sys; sys.stdout = open({str(place)!r}, 'w'); {code}", "none"),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "t")
        await until(pilot, lambda: message(app) == "mine: done")
        assert json.loads(place.read_text())["NRC_READER_ANNOTATION"] == ""
        await pilot.press("c", "a", "n", "escape")
        await saved(pilot)
        await pilot.press("t")
        await until(pilot, lambda: message(app) == "mine: done")
    seen = json.loads(place.read_text())
    assert seen["NRC_READER_FILE"] == str(folder / "1-envoys.txt")
    assert seen["NRC_READER_STORE"] == store.name
    annotation = json.loads(seen["NRC_READER_ANNOTATION"])
    (kept,) = on_disk(store)
    assert (annotation["id"], annotation["label"], annotation["note"]) == (kept.id, "claim", "n")
    assert (annotation["quote"], annotation["start"], annotation["end"]) == (kept.quote, kept.start, kept.end)
    assert annotation["document"].endswith("1-envoys.txt")


async def test_its_output_becomes_the_note_in_one_step(reader: Make, store: FolderStore) -> None:
    app = reader(commands=(command("print('one\\r\\n\\x1b[31mtwo\\x07\\n')", "note"),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "t")
        await until(pilot, lambda: "no annotation here" in message(app))
        await pilot.press("c", "t")
        await until(pilot, lambda: message(app) == "note by mine · saved")
        assert [one.note for one in on_disk(store)] == ["one\ntwo"]
        await pilot.press("t")
        await until(pilot, lambda: message(app) == "mine: the note is so already")
        await pilot.press("u")
        await saved(pilot)
        assert [(one.label, one.note) for one in on_disk(store)] == [("claim", "")]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "mine: gave no text; the note stays as it was"),
        ("import sys; print('half'); sys.exit('no\\n\\x1b[31mword')", "mine: ended with 1: word"),
        ("print('x' * 30_000)", "mine: gave too much for a note (20,000 characters at most)"),
        ("while True: print('y')", "mine: gave too much for a note (20,000 characters at most)"),
        ("import os; os.abort()", "mine: was ended by signal 6"),
    ],
)
async def test_a_note_is_left_as_it_was_where_there_is_none(
    reader: Make, store: FolderStore, code: str, said: str
) -> None:
    app = reader(commands=(command(code, "note"),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "c", "a", "b", "escape")
        await saved(pilot)
        await pilot.press("t")
        await until(pilot, lambda: message(app) == said)
        assert [one.note for one in on_disk(store)] == ["b"]


async def test_somebody_elses_note_is_asked_about_first(reader: Make, folder: Path, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
    bea = Settings(annotator="bea", detector="rules", commands=(command("print('mine')", "note"),))
    app = reader_on([str(folder)], bea, store)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "t")
        await until(pilot, lambda: "it is ann’s" in screen_of(app))
        await pilot.press("y")
        await until(pilot, lambda: message(app) == "note by mine · saved")
        assert [(one.note, one.annotator) for one in on_disk(store)] == [("mine", "ann")]


async def test_what_it_writes_can_do_nothing_to_the_terminal(reader: Make) -> None:
    app = reader(commands=(command("print('\\x1b]52;c;aGk=\\x07a\\x1b[2J[bold]b[/]\\x9b31m\\u202ec\\tdé')"),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: is_shown(app, "a[bold]b[/]c"))
        assert "dé" in screen_of(app)


async def test_long_output_scrolls_and_its_beginning_is_shown_where_it_has_no_end(reader: Make) -> None:
    app = reader(commands=(command("n = 0\nwhile True: n += 1; print(n)"),))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: is_shown(app, "only the beginning is shown"))
        await pilot.press("G")
        await until(pilot, lambda: is_shown(app, "2000"))
        assert "2001" not in screen_of(app)


async def test_one_that_fails_shows_what_it_wrote_and_why(reader: Make) -> None:
    app = reader(commands=(command("import sys; print('half'); sys.exit('no word')"),))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: is_shown(app, "ended with 1: no word"))
        assert "half" in screen_of(app)


async def test_one_that_is_not_there_is_said(reader: Make) -> None:
    app = reader(commands=(OwnCommand("t", "mine", ("no-such-program",)),))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: message(app) == "mine: there is no program no-such-program")


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_work, "_FIRST_S", 0)
    monkeypatch.setattr(long_work, "_EVERY_S", 0)


@pytest.mark.usefixtures("counting")
async def test_one_goes_on_reading_while_it_runs_and_esc_stops_it(reader: Make, store: FolderStore) -> None:
    app = reader(commands=(command("import time; time.sleep(1000)"),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "t")
        await until(pilot, lambda: message(app) == "mine: 0 s: esc stops")
        await pilot.press("c")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim"]
        await pilot.press("t")
        assert message(app) == "mine is not done yet: esc stops it"
        await pilot.press("E")
        assert message(app) == "mine is not done yet: esc stops it"
        await pilot.press("escape")
        await until(pilot, lambda: message(app) == "mine: stopped")
        assert not (store.folder / "export.jsonl").exists()


async def test_one_that_takes_too_long_is_ended(reader: Make) -> None:
    app = reader(commands=(command("import time; time.sleep(1000)", seconds=1),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: message(app) == "mine: took longer than 1 s")


async def test_the_output_waits_until_nothing_else_is_open(reader: Make, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    wait = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.01)\nprint('late')"
    app = reader(commands=(command(wait),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("t", "/", "c")
        gate.touch()
        await until(pilot, lambda: not app.controllers.copying._long_work().is_running)
        await pilot.press("o", "enter")
        await until(pilot, lambda: is_shown(app, "late"))


async def test_a_note_for_an_annotation_that_is_gone_is_none(reader: Make, tmp_path: Path, store: FolderStore) -> None:
    gate = tmp_path / "gate"
    wait = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.01)\nprint('late')"
    app = reader(commands=(command(wait, "note"),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("j", "c", "t", "x")
        await saved(pilot)
        gate.touch()
        await until(pilot, lambda: message(app) == "mine: the annotation is gone, so there is no note")
        assert on_disk(store) == []


async def test_help_and_palette_name_it(reader: Make) -> None:
    app = reader(commands=(command("", title="translate"),))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("?", "/", *"translate")
        await until(pilot, lambda: "Commands of your own" in screen_of(app))
        assert "translate: run" in screen_of(app)
        await pilot.press("escape", "escape", "ctrl+p", *"transl")
        await until(pilot, lambda: "Translate" in screen_of(app))


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        (
            (command("", key="j"),),
            "the key 'j' starts both 'next sentence' and 'mine'; give the command another key, or free it with next",
        ),
        ((command("", key="c"),), "the key 'c' starts both 'claim' and 'mine'; give the command another key"),
        ((command(""), command("", title="yours")), "the key 't' starts both 'mine' and 'yours'; give the command an"),
        ((command("", key="3"),), "the key '3' cannot start 'mine': digits repeat motions"),
    ],
)  # fmt: skip
def test_a_key_that_clashes_is_refused_at_the_start(reader: Make, commands: Any, said: str) -> None:
    with pytest.raises(KeyTableError) as caught:
        reader(commands=commands)
    assert str(caught.value).startswith(said)


def test_an_action_that_came_later_leaves_a_command_its_key() -> None:
    found = {action.title: action.keys for action in resolved(Settings(commands=(command("", key="t"),)))}
    assert found["mine"] == ("t",)
    assert found["tables"] == ()
    assert {action.title: action.keys for action in resolved(Settings())}["tables"] == ("t",)
