"""A blind project at the keyboard: no byte of others' work goes to the terminal until both have finished; then all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.config.label import Label
from reader.config.settings import Settings
from reader.workspace.session import Session
from tests.terminal import Terminal

#: Stands in all that B writes, and nowhere else.
SECRET = "zqux"
LABELS = (Label(f"{SECRET}label", "z", "red"), Label("claim", "c", "yellow"))
ARTICLE = """\
Ferry line closes

The ferry across the sound will close in May, the town said. It has run since 1911 and never sank.

Nobody asked the islanders. They now face a detour of ninety kilometres each way.
"""
OTHER = """\
A bridge instead

The county wants a bridge. It would cost a fortune, the engineers found.
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "articles" / "b.txt").write_text(OTHER, encoding="utf-8")
    (tmp_path / "tags").mkdir()
    (tmp_path / "tags" / "project.toml").write_text('annotators = ["A", "B"]\nblind = true\n')
    return tmp_path


def by_b(place: Path) -> Session:
    """B, at another keyboard."""
    settings = Settings(annotator="B", labels=LABELS, detector="rules")
    return Session.open([str(place / "articles")], store=place / "tags", settings=settings)


def tag(session: Session, at: int, *quotes: str) -> None:
    document = session.read(session.documents[at])
    made = [session.tag(document, f"{SECRET}label", quote=quote) for quote in quotes]
    for one in made:
        session.annotate(document, one, f"{SECRET}note")
        session.attribute(document, one, f"{SECRET}who")
    if made[1:]:
        session.link(made[0], made[1])
    assert session.flush()


def finish(session: Session, at: int) -> None:
    session.finish(session.read(session.documents[at]))
    assert session.flush()


def test_nothing_of_bs_reaches_as_terminal_until_both_have_finished(place: Path) -> None:
    with by_b(place) as b:
        tag(b, 0, "It has run since 1911 and never sank.", "Nobody asked the islanders.")
        tag(b, 1, "The county wants a bridge.")
    variables = {"HOME": str(place), "NRC_READER_DETECTOR": "rules", "NRC_READER_ANNOTATOR": "A"}
    command = ["env", "-C", str(place), sys.executable, "-m", "reader", "--store", "tags", "articles"]
    with Terminal(command, 160, 40, environment=variables) as terminal:
        terminal.wait("Ferry line closes")
        terminal.press("j", "c")
        terminal.wait("✓ 1 saved")
        terminal.press("j", ")", ")", "(", "c", "a", "\x1b", "u", "\x12", "M", "\x1b", "J", ")", "c", "K", "h", "\x1b")
        terminal.press("S", *"by:B", "\r", "\x1b", "D", *"begun", "\x1b", "\x06", *"run since", "\r", "\x1b", "\x1b")
        terminal.press("l", "\x1b", "@", "\x1b", "R", "R", "\t", "\t", "j", "k", "\x1b", "?", "\x1b")
        terminal.press("Q", "2", "3", "4", "q")
        with by_b(place) as b:  # while A has it open
            tag(b, 0, "They now face a detour")
        terminal.settle(1.0)
        terminal.press("j", "k", "d")
        terminal.wait("finished")
        assert SECRET not in terminal.output.decode(errors="replace").casefold()
        assert "B tagged" not in terminal.output.decode(errors="replace")
        with by_b(place) as b:
            finish(b, 0)
            finish(b, 1)
        terminal.wait("B: The county wants a bridge.")
        terminal.wait("B tagged 1 passage here")
        terminal.press("d")
        terminal.wait(lambda text: "B: The county" not in text)
        terminal.press("D", *"bridge", "\r", "\x1b")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
