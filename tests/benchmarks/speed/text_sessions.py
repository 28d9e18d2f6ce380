"""A session in one long text: open it, read on, search, tag, walk the annotations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial

from tests.benchmarks.speed.inputs import ARTICLE, COMMON, RARE, STORE
from tests.benchmarks.speed.measured_terminal import KeyCost, MeasuredTerminal, is_readable
from tests.benchmarks.speed.programs import Run

#: Keys of each kind in one session.
STEPS, TAGS, WALKS = 24, 6, 6
#: Letters of a search that are typed.
_LETTERS = 4
#: The rows and columns of the screen that have nothing but the article's words.
_ROWS, _COLUMNS = slice(4, 36), slice(34, 86)


def measure(run: Run, words: int, annotations: int) -> Iterator[tuple[str, float]]:
    """One session; the figures of ``figures.py``."""
    place = run.home / "work"
    if annotations:
        shutil.copytree(run.inputs.annotated(words, annotations), place)
    else:
        place.mkdir()
        shutil.copyfile(run.inputs.text(words), place / ARTICLE)
    with run.open(place / ARTICLE, place / STORE) as terminal:
        yield "open_seconds", terminal.shown(is_readable)
        yield "open_cpu", terminal.cpu
        terminal.rest()
        yield "idle", terminal.idle * 1e3
        yield "rss", terminal.memory.rss
        yield from _read_on(terminal)
        yield from _search(terminal)
        yield from _tag(terminal)
        if annotations:
            yield from _walk(terminal)
        yield "rss_used", terminal.memory.rss


def _words_shown(terminal: MeasuredTerminal) -> list[str]:
    return [row[_COLUMNS] for row in terminal.screen.display[_ROWS]]


def _read_on(terminal: MeasuredTerminal) -> Iterator[tuple[str, float]]:
    for _ in range(STEPS):
        before = _words_shown(terminal)
        cost = terminal.key("j", after=0)
        yield from _key("scroll" if _words_shown(terminal) != before else "step", cost, "cpu", "painted", "bytes")


def _search(terminal: MeasuredTerminal) -> Iterator[tuple[str, float]]:
    for word in (COMMON, RARE):
        terminal.key("/")
        for count in range(1, _LETTERS + 1):
            cost = terminal.key(word[count - 1], partial(_is_sought, word[:count]))
            yield from _key("letter", cost, "cpu", "painted")
            yield "letter_hit", cost.shown_ms
        terminal.key(f"{word[_LETTERS:]}\r")


def _is_sought(typed: str, screen: str) -> bool:
    """Whether the status line says where what was typed is found."""
    return f"“{typed}”" in screen


def _tag(terminal: MeasuredTerminal) -> Iterator[tuple[str, float]]:
    """Tag sentences in the middle of the text, where the search has led."""
    for number in range(TAGS + 1):
        terminal.key("j", after=0)
        cost = terminal.key("c")
        if number == 0:
            yield "tag_first", cost.painted_ms
        else:
            yield from _key("tag", cost, "cpu", "painted")


def _walk(terminal: MeasuredTerminal) -> Iterator[tuple[str, float]]:
    for _ in range(WALKS):
        yield from _key("next", terminal.key(")", after=0), "cpu", "painted")


def _key(name: str, cost: KeyCost, *parts: str) -> Iterator[tuple[str, float]]:
    values = {"cpu": cost.cpu_ms, "painted": cost.painted_ms, "bytes": cost.bytes}
    yield from ((f"{name}_{part}", values[part]) for part in parts)
