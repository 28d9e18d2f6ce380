"""The reader's class composes and forwards: what the keys do is in objects of their own."""

import re
from pathlib import Path

from textual.app import App

import reader.ui
from reader.ui.app import ReaderApp

#: Lines of the module.
LONGEST = 300


def test_nothing_stands_between_the_reader_and_what_textual_brings() -> None:
    assert ReaderApp.__bases__ == (App[int],) or ReaderApp.__mro__[1] is App
    ours = [part for part in ReaderApp.__mro__ if part.__module__.startswith("reader.")]
    assert ours == [ReaderApp]


def test_it_stays_short() -> None:
    text = Path(reader.ui.__file__).with_name("app.py").read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST


def test_no_class_of_the_screen_leaves_a_method_to_another() -> None:
    modules = sorted(Path(reader.ui.__file__).parent.rglob("*.py"))
    assert len(modules) > 80
    assert [path.name for path in modules if re.search(r"raise NotImplementedError", path.read_text("utf-8"))] == []
