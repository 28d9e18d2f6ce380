"""Bars fit the terminal, are as long as what they stand for, and need neither colour nor more than the locale has."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.commands.reports import bar_charts
from reader.commands.reports.bar_charts import bar, chart_lines
from reader.exchange.store_statistics import Chart

WIDTHS = st.integers(1, 200)
NAMES = st.one_of(
    st.sampled_from(
        ["claim", "外交部发言人汪文斌" * 6, "news/" * 20 + "a.txt", "👩‍👩‍👧 family", "\x1b[31mred", "[red]x[/]"]
    ),
    st.text(max_size=60),
)
ROWS = st.lists(st.tuples(NAMES, st.integers(0, 10**9)), min_size=1, max_size=5)
CHARTS = st.lists(
    st.builds(Chart, st.just("label"), st.just("annotations"), ROWS, st.integers(0, 99), st.booleans(), st.booleans()),
    max_size=4,
)


@pytest.fixture(params=[True, False], ids=["utf-8", "ascii"])
def is_utf_8(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(bar_charts, "is_utf_8", lambda: request.param)
    return bool(request.param)


@given(st.integers(0, 10**6), st.integers(0, 10**6), WIDTHS)
def test_a_bar_is_as_long_as_its_part_and_what_is_there_is_seen(count: int, more: int, width: int) -> None:
    most = count + more
    found = bar(count, most, width)
    assert len(found) <= width
    assert bool(found) == bool(count)
    assert len(bar(most, most, width)) == (width if most else 0)
    if count:
        assert abs(len(found) - width * count / most) <= 1.1


@given(CHARTS, st.integers(20, 200))
def test_no_line_is_wider_than_the_terminal_and_columns_stand_below_each_other(charts: list[Chart], width: int) -> None:
    lines = [line.plain for line in chart_lines(charts, width)]
    assert all(cell_len(line) <= width for line in lines)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", "".join(lines))


@pytest.mark.usefixtures("is_utf_8")
def test_numbers_end_in_one_column_whatever_the_names_are_written_in() -> None:
    rows = [("外交部发言人", 1_234), ("claim", 7), ("naïve", 56)]
    lines = [line.plain for line in chart_lines([Chart("speaker", "annotations", rows)], 80)][1:]
    ends = {cell_len(re.split(r"(?<=\d)  +", line)[0]) for line in lines}
    assert len(ends) == 1


def test_in_a_locale_without_unicode_bars_are_ascii(is_utf_8: bool) -> None:
    chart = Chart("document", "annotations", [("n" * 200, 3), ("a.txt", 1)], cuts_start=True)
    text = "\n".join(line.plain for line in chart_lines([chart], 60))
    assert text.isascii() != is_utf_8
    assert ("#" in text) != is_utf_8


def test_a_path_keeps_its_end_and_another_name_its_start() -> None:
    for cuts_start, shown in ((True, "…"), (False, "aaa")):
        chart = Chart("document", "annotations", [("a" * 200 + "end.txt", 3)], cuts_start=cuts_start)
        line = [one.plain for one in chart_lines([chart], 60)][1]
        assert line.startswith(shown)
        assert ("end.txt" in line) == cuts_start


def test_shares_are_of_the_whole_and_never_round_to_none_or_all() -> None:
    rows = [("claim", 999), ("evidence", 1), ("opinion", 0)]
    chart = Chart("label", "annotations", rows, are_parts=True)
    assert [re.findall(r"\d+%", one.plain) for one in chart_lines([chart], 80)][1:] == [["99%"], ["1%"], ["0%"]]
