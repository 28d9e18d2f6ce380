"""A table of any rows on the screen: only rows that are seen are made, and one stays at the same row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reader.ui.app import ReaderApp
from reader.ui.screens.table_screen import TableScreen
from reader.ui.widgets.shown_table import ShownTable, TablePlace
from reader.ui.widgets.table_columns import Column
from tests.ui.conftest import rows_of, screen_of
from tests.waiting import until

Make = Callable[..., ReaderApp]
MANY = 100_000


@dataclass
class Numbers:
    """A source and its only view: numbers and their squares."""

    title: str = "SQUARES"
    tab: int = 0
    words: str = ""
    place: TablePlace = field(default_factory=TablePlace)
    tabs: Sequence[str] = ("squares",)
    placeholder: str = "a number"
    rows: Sequence[int] = range(MANY)
    made: list[int] = field(default_factory=list)
    followed: list[tuple[int, int]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def cells(self, row: int) -> Sequence[str | int]:
        self.made.append(row)
        return f"number {row}", row * row

    def table(self, *, is_whole: bool = True) -> ShownTable:
        columns = (Column("number"), Column("square", is_number=True))
        return ShownTable(columns, self.rows, self.cells, lambda row: row, f"{len(self.rows)} rows", is_whole=is_whole)

    def follow(self, row: Any, column: int) -> None:
        self.followed.append((row, column))

    def filter(self, typed: str) -> None:
        self.asked.append(typed)

    def show(self, tab: int) -> None:
        self.asked.append(f"tab {tab}")

    def back(self) -> bool:
        return False

    def copy(self, text: str) -> None:
        self.asked.append(text)

    def write(self) -> None:
        self.asked.append("write")

    def read_again(self) -> None:
        self.asked.append("again")

    def leave(self) -> None:
        self.asked.append("leave")


async def test_no_row_is_made_that_nobody_sees(reader: Make) -> None:
    app, source = reader(), Numbers()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = TableScreen(source)
        await app.push_screen(screen)
        screen.deliver(source, source.table())
        await until(pilot, lambda: "number 3 " in screen_of(app))
        assert "9,801" not in screen_of(app)
        assert len(set(source.made)) < 200
        source.made.clear()
        await pilot.press("G")
        await until(pilot, lambda: "9,999,800,001" in screen_of(app))
        assert len(source.made) < 200
        await pilot.press("right", "enter", "y", "E", "r", "2")
        assert source.followed == [(MANY - 1, 1)]
        assert source.asked == [f"number {MANY - 1}\t{(MANY - 1) ** 2}", "write", "again"]
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


async def test_the_row_stays_while_rows_come_in_and_others_take_their_place(reader: Make) -> None:
    app, source = reader(), Numbers(rows=list(range(100)))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = TableScreen(source)
        await app.push_screen(screen)
        screen.deliver(source, source.table())
        await pilot.press(*["j"] * 50)
        source.rows = list(range(20, 90))
        screen.deliver(source, source.table())
        await pilot.press("enter")
        source.rows = list(range(10))
        screen.deliver(source, source.table(is_whole=False))  # the one that is sought is still to come
        source.rows = list(range(200))
        screen.deliver(source, source.table())
        await pilot.press("enter")
        await pilot.press("q")
        again = TableScreen(source)
        await app.push_screen(again)
        again.deliver(source, source.table())
        await pilot.press("enter")
        assert [row for row, _ in source.followed] == [50, 50, 50]


async def test_many_rows_are_sorted_beside_the_keys(reader: Make) -> None:
    app, source = reader(), Numbers(rows=range(9_999, -1, -1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = TableScreen(source)
        await app.push_screen(screen)
        screen.deliver(source, source.table())
        await pilot.press("right", "s")
        await until(pilot, lambda: "99,980,001" in rows_of(app)[2])
        await pilot.press("s")
        await until(pilot, lambda: "number 0 " in rows_of(app)[2])
        await pilot.press("j", "enter")
        assert source.followed == [(1, 1)]


async def test_words_are_asked_for_once_the_keys_rest_and_esc_takes_them_back(reader: Make) -> None:
    app, source = reader(), Numbers()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = TableScreen(source)
        await app.push_screen(screen)
        screen.deliver(source, source.table())
        await pilot.press("slash", *"12", "enter")
        assert source.asked[-1] == "12"  # on a busy machine "1" was asked for before
        source.words = "12"
        screen.deliver(source, source.table())
        await pilot.press("slash", "3")
        await until(pilot, lambda: source.asked[-1] == "123")
        await pilot.press("escape")
        assert source.asked[-1] == "12"
