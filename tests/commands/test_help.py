"""``nrc-reader help``: pages as Markdown in a pipe, styled and paged on a terminal, and a way out of a wrong topic."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.commands import COMMANDS
from reader.manual import PAGES, page
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
HELP = [sys.executable, "-m", "reader", "help"]
#: Shows that it was asked, and what it was given first.
PAGER = "import sys; text = sys.stdin.read(); print('PAGED', len(text) > 2000, text.split()[0])"


@pytest.fixture(autouse=True)
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own; the checkout is importable from anywhere."""
    for name in [name for name in os.environ if name.startswith(("NRC_READER_", "XDG_")) or name in {"PAGER", "LESS"}]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)


def run(*words: str, code: int = 0, **environment: str) -> tuple[str, str]:
    done = subprocess.run(
        [*HELP, *words], capture_output=True, text=True, timeout=100, env={**os.environ, **environment}
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


def shown(topic: str, rows: int, **environment: str) -> str:
    """What is on a terminal of 80 columns once the command has ended, styled as it came."""
    with Terminal([*HELP, topic], columns=80, rows=rows, environment={"NO_COLOR": "", **environment}) as terminal:
        assert terminal.wait_for_exit() == 0
        return terminal.output.decode()


@pytest.mark.parametrize("topic", PAGES)
def test_in_a_pipe_a_page_is_its_markdown_and_no_pager_is_asked(topic: str) -> None:
    assert run(topic, PAGER="false") == (page(topic), "")


def test_without_a_topic_the_pages_are_listed_a_line_each() -> None:
    lines = run()[0].splitlines()[1:]
    assert [line.split()[0] for line in lines] == list(PAGES)
    assert all(line.endswith(about) for line, about in zip(lines, PAGES.values(), strict=True))
    assert max(map(len, lines)) < 80


@pytest.mark.parametrize("topic", ["nonsense", "../settings", "KEYS", "\x1b[31m", ""])
def test_an_unknown_topic_is_one_line_that_names_those_that_there_are(topic: str) -> None:
    output, said = run(topic, code=2)
    assert output == ""
    (line,) = said.splitlines()
    assert line.isprintable()
    assert all(name in line for name in PAGES)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - set(PAGES)))
def test_the_name_of_a_command_shows_its_options(name: str) -> None:
    assert run(name)[0].startswith(f"usage: nrc-reader {name}")


def test_on_a_terminal_a_page_is_styled_and_links_to_pages_are_their_topics() -> None:
    seen = shown("terminal", 200)
    assert "\x1b[1;4mTerminal\x1b[0m" in seen
    assert "# Terminal" not in seen
    assert "](" not in seen
    assert "settings.md" not in seen


def test_what_fits_on_the_terminal_is_not_paged(tmp_path: Path) -> None:
    (tmp_path / "pager.py").write_text(PAGER)
    pager = f"{sys.executable} {tmp_path / 'pager.py'}"
    assert "PAGED" not in shown("terminal", 200, PAGER=pager)
    assert "PAGED True" in shown("terminal", 24, PAGER=pager)


@pytest.mark.parametrize("pager", ["", "there-is-no-such-program", "'"])
def test_without_a_pager_that_starts_the_page_is_printed(pager: str) -> None:
    assert "Clipboard" in shown("terminal", 24, PAGER=pager)


def test_a_pager_that_closes_before_the_end_is_no_fault() -> None:
    assert "Traceback" not in shown("keys", 24, PAGER="true")


def test_a_terminal_without_styles_gets_the_markdown() -> None:
    assert "# Terminal" in shown("terminal", 200, TERM="dumb")
