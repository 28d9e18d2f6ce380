"""``nrc-reader man``: a page that man renders without a warning, with every command, option and variable."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from reader.commands import COMMANDS
from reader.commands.setup import command_grammar
from reader.commands.setup.command_grammar import Command, Option, Value, all_commands
from reader.commands.setup.man_page import man_page
from reader.config.settings_sources import load
from tests.commands.setup.conftest import Run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "nrc-reader.1"
    path.write_text(man_page(), encoding="utf-8")
    return path


def rendered(path: Path) -> str:
    if shutil.which("man") is None or shutil.which("groff") is None:
        pytest.skip("needs man and groff, which are not installed here")
    done = subprocess.run(
        ["man", "--warnings=w", "-E", "UTF-8", "-l", str(path)],
        capture_output=True, text=True, timeout=60, env={**os.environ, "MANWIDTH": "100", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    if "has been minimized" in done.stdout:
        pytest.skip("man is a stand-in on this system")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_man_renders_it_without_a_warning(page: Path) -> None:
    text = rendered(page)
    assert re.search(r"^NRC-READER\(1\)", text)
    assert re.search(r"^       nrc-reader \[options\] \[PATH \.\.\.\]$", text, re.MULTILINE)
    for name in COMMANDS:
        assert re.search(rf"^   {name}$", text, re.MULTILINE), name
    for one in all_commands():
        for option in one.options:
            for written in option.names:
                assert re.search(rf"^       .*{written}\b", text, re.MULTILINE), written
    assert "Write all annotations in the store in one of many formats." in text


def test_groff_finds_nothing_to_warn_of(page: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("needs groff, which is not installed here")
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", str(page)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_variable_that_settings_come_from_is_in_it(tmp_path: Path) -> None:
    class Environment(dict[str, str]):
        def get(self, key: str, default: object = None) -> None:  # type: ignore[override]
            del default
            asked.add(key)

    asked: set[str] = set()
    load(environment=Environment(), folder=tmp_path)
    assert asked == {*re.findall(r"^\.B (NRC_READER_\w+)$", man_page(), re.MULTILINE)}


def test_options_are_written_so_that_they_can_be_copied() -> None:
    page = man_page()
    assert r"\fB\-\-format\fP" in page
    assert not re.search(r"(?<!\\)--", page)


def test_what_roff_would_take_for_a_command_is_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    odd = r".sp 9 \fBx 'quoted' \n[.] -- `x` ^ ~"
    monkeypatch.setattr(
        "reader.commands.setup.man_page.all_commands",
        lambda: [
            Command("", "open", (), ()),
            Command("odd", odd, (Option(("--odd",), Value("N", command_grammar.TEXT), f"'{odd}"),), ()),
        ],
    )
    path = tmp_path / "odd.1"
    path.write_text(man_page(), encoding="utf-8")
    text = rendered(path)
    assert f"       {odd}." in text
    assert f"              '{odd}." in text


def test_the_command_prints_it_and_the_same_each_time(run: Run) -> None:
    done = run("man")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run("man", PYTHONHASHSEED="7").stdout == man_page()
