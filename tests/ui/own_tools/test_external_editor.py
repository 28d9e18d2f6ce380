"""A note in the user's own editor, in a real tmux: the note is what was saved, and the screen is as it was before."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.tmux import Tmux
from tests.ui.conftest import on_disk, screen_of
from tests.ui.terminal.test_suspending import reader_in
from tests.waiting import until

ARTICLE = "Ferry line closes\n\nJo Marsh\n\n4 April 2018\n\nThe ferry across the sound is old. It will close in May.\n"
#: Runs what the test wrote last, with the file of the note as ``$1``, and shows what the file holds.
EDITOR = '#!/bin/sh\nclear; echo EDITING "$(cat "$2")"; . "$0.do"\n'
#: Of the terminal: the other screen, the mouse, the cursor.
OURS, THE_SHELLS = "1 11 0", "0 00 1"
TMPDIR = "tmp of ours"


class Editing:
    """The reader in tmux, with a note open, and an editor that does what it is told."""

    def __init__(self, folder: Path, tmux: Tmux) -> None:
        self.folder = folder
        self.tmux = tmux

    def does(self, commands: str) -> None:
        """What the editor will do when it is started next; its file is ``$2``."""
        (self.folder / "my editor.do").write_text(commands, encoding="utf-8")

    def edit(self, said: str) -> str:
        """Press the key and wait for what the status line says; gives the screen."""
        self.tmux.press("C-e")
        return "\n".join(self.tmux.wait(lambda rows: said in " ".join(rows[-3:]) and "╰" in "\n".join(rows)))

    @property
    def left(self) -> list[Path]:
        """The files that are still there for the editor."""
        return [path for path in (self.folder / TMPDIR).rglob("*") if path.is_file()]

    @property
    def note(self) -> str:
        (one,) = on_disk(FolderStore(self.folder / "tags"))
        return one.note


@pytest.fixture
def editing(tmp_path: Path) -> Iterator[Editing]:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / TMPDIR).mkdir()
    editor = tmp_path / "my editor"
    editor.write_text(EDITOR)
    editor.chmod(0o700)
    variables = {
        "HOME": str(tmp_path), "NRC_READER_DETECTOR": "rules", "PYTHONPATH": str(Path(__file__).parents[3]),
        "TMPDIR": str(tmp_path / TMPDIR), "VISUAL": f"'{editor}' --wait", "EDITOR": "no-such-editor",
    }  # fmt: skip
    with Tmux(tmp_path, 110, 24, variables) as tmux:
        tmux.type(f"{sys.executable} -m reader --store tags a.txt\n")
        tmux.wait("Annotations")
        tmux.press("j", "c")
        late = ("✓ 1 saved", "▸~ Ferry", "1 Jo Marsh", "c The ferry")  # the lists come by themselves
        tmux.wait(lambda rows: all(one in "\n".join(rows) for one in late))
        tmux.press("a")
        tmux.type("old")
        tmux.wait("ctrl+e editor")
        yield Editing(tmp_path, tmux)


def test_the_note_is_what_was_saved_and_the_screen_is_as_it_was(editing: Editing) -> None:
    editing.does('stat -c "%a" "$2" "$(dirname "$2")" > modes; printf "neu é\\n\\tzwei\\033[31m\\r\\n" > "$2"; read x')
    tmux = editing.tmux
    before = tmux.rows
    tmux.press("C-e")
    tmux.wait("EDITING old")
    assert tmux.flags == THE_SHELLS
    tmux.type("\n")
    tmux.wait(lambda rows: "note written · saved" in " ".join(rows[-3:]))
    rows = tmux.rows
    top = next(number for number, row in enumerate(rows) if "╭" in row)
    assert rows[: top + 2] == before[: top + 2]
    assert [row.partition("│")[2].strip().split(" ")[0] for row in rows[top + 2 : top + 4]] == ["neu", "zwei"]
    beside = [row for row, old in zip(rows[top + 4 :], before[top + 4 :], strict=True) if row != old]
    assert len(beside) <= 2  # the status line, and the sign for a note in the list
    assert tmux.flags == OURS
    assert editing.note == "neu é\n\tzwei"
    assert (editing.folder / "modes").read_text().split() == ["600", "700"]
    assert editing.left == []
    tmux.type(" und drei")
    tmux.press("Escape")
    tmux.wait(lambda rows: "╰" not in "\n".join(rows) and "· saved" in " ".join(rows[-3:]))
    assert editing.note == "neu é\n\tzwei und drei"
    tmux.press("q")
    tmux.wait(lambda _: tmux.flags == THE_SHELLS)


def test_an_editor_that_fails_loses_nothing(editing: Editing) -> None:
    for commands, said in (
        ("exit 3", "my editor ended with 3: the text is as it was"),
        ("kill -9 $$", "my editor was ended by signal 9: the text is as it was"),
        ('rm "$2"', "my editor left no file: the text is as it was"),
    ):
        editing.does(commands)
        assert "│  old " in editing.edit(said)
        assert editing.left == []
    editing.does('printf "half" > "$2"; exit 3')
    assert "│  old " in editing.edit("my editor ended with 3: kept in")
    (kept,) = editing.left
    assert kept.read_bytes() == b"half"
    kept.unlink()
    editing.does("printf 'caf\\351' > \"$2\"")
    assert "│  old " in editing.edit("not saved as UTF-8: kept in")
    assert [path.read_bytes() for path in editing.left] == [b"caf\xe9"]
    editing.tmux.press("Escape")
    editing.tmux.wait("note written · saved")
    assert editing.note == "old"


def test_ctrl_c_is_the_editors(editing: Editing) -> None:
    editing.does("trap 'printf caught > \"$2\"; exit 0' INT; echo READY; while :; do sleep 0.1; done")
    editing.tmux.press("C-e")
    editing.tmux.wait("READY")
    editing.tmux.press("C-c")
    editing.tmux.wait("note written · saved")
    assert editing.note == "caught"


def test_ctrl_z_stops_both_and_fg_goes_on(editing: Editing) -> None:
    editing.does('echo READY; read x; printf "%s" "$x" > "$2"')
    tmux = editing.tmux
    tmux.press("C-e")
    tmux.wait("READY")
    tmux.press("C-z")
    tmux.wait("Stopped")
    tmux.type("clear; echo it is $((6 * 7))\n")
    tmux.wait("it is 42")
    tmux.type("fg\n")
    tmux.wait("-m reader")
    tmux.type("typed\n")
    tmux.wait("note written · saved")
    assert editing.note == "typed"
    assert tmux.flags == OURS


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_signal_that_ends_the_reader_loses_no_note(editing: Editing) -> None:
    editing.does('trap "printf mine >> \\"$2\\"; exit 1" TERM; echo READY; while :; do sleep 0.1; done')
    tmux = editing.tmux
    tmux.press("C-e")
    tmux.wait("READY")
    os.kill(reader_in(tmux), signal.SIGTERM)
    tmux.wait(lambda rows: any(row.startswith("$") for row in rows))
    assert editing.note == "old"
    assert [path.read_text() for path in editing.left] == ["old\nmine"]


def test_the_window_may_have_another_size_afterwards(editing: Editing) -> None:
    editing.does("echo READY; read x")
    editing.tmux.press("C-e")
    editing.tmux.wait("READY")
    editing.tmux.resize(80, 20)
    editing.tmux.type("\n")
    editing.tmux.wait(lambda rows: "a.txt" in rows[0] and "READ" in rows[19] and "│  old" in "\n".join(rows))
    assert all(len(row) <= 80 for row in editing.tmux.rows)


def test_a_guideline_is_one_line(editing: Editing) -> None:
    editing.does('printf "When it is\\na reason.\\n" > "$2"')
    editing.tmux.press("Escape", "#")
    editing.tmux.wait("A new label for everybody")
    editing.tmux.type("premise")
    editing.tmux.press("Tab", "Tab", "Tab", "C-e")
    editing.tmux.wait("When it is a reason.")


@pytest.mark.parametrize(
    ("visual", "editor", "said"),
    [
        ("", "", "no editor: set $VISUAL or $EDITOR to one"),
        ("no-such-editor -w", "vi", "there is no editor no-such-editor, which $VISUAL names"),
        (" ", "vi 'x", "$EDITOR cannot be split into words: no closing quotation"),
        ("", "''", "there is no editor '', which $EDITOR names"),
        (sys.executable, "", "an editor needs the terminal, which cannot be given to it here"),
    ],
)
async def test_without_an_editor_the_status_line_says_so(
    reader: Callable[..., ReaderApp], monkeypatch: pytest.MonkeyPatch, visual: str, editor: str, said: str
) -> None:
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", editor)
    app = reader()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("j", "c", "a", *"old", "ctrl+e", *"er")
        await until(pilot, lambda: app.main_display.message == said)
        assert "│  older" in screen_of(app)
