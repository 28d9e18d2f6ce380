"""A tag of what a search found holds words: no white space at its ends, and the gutter marks the row of the words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, rows_of, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
#: Columns of the list of documents, which stands in front.
WIDTH_OF_LIST = 26


def gutter(app: ReaderApp, words: str) -> str:
    """What stands in front of the row that begins with some words."""
    row = next(row for row in rows_of(app) if words in row)
    return row[WIDTH_OF_LIST : row.index(words)].strip("▌ ")


@pytest.mark.parametrize(
    ("pattern", "quotes"),
    [
        (r"\[^.!?]+\?", ["Who pays for it?", "And when?"]),
        (r"\\s+Who pays", ["Who pays"]),
        (r"\pays[^?]*\?\W+", ["pays for it?"]),
    ],
)
async def test_a_tag_of_what_an_expression_found_has_no_white_space_at_its_ends(
    reader: Make, tmp_path: Path, store: FolderStore, pattern: str, quotes: list[str]
) -> None:
    page = tmp_path / "quay.md"
    page.write_text("# The quay\n\nThe quay was sold.\n\nWho pays for it? Nobody said so. And when?\n\nIt is shut.\n")
    app = reader(page)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "quay was sold" in screen_of(app))
        await pilot.press("slash", *pattern, "enter", "c")
        for _ in quotes[1:]:
            await pilot.press("n", "c")
        await saved(pilot)
        assert sorted(one.quote for one in on_disk(store)) == sorted(quotes)
        pane = app.main_display.left
        article = pane.open.article if pane.open else None
        assert article is not None
        assert all(article.text[one.start : one.end] == one.quote for one in on_disk(store))
        assert "c" in gutter(app, "Who pays")
        assert gutter(app, "The quay was") == ""


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\u2009", "\u202f"])
async def test_blanks_of_every_kind_are_left_out_of_a_tag(
    reader: Make, tmp_path: Path, store: FolderStore, blank: str
) -> None:
    page = tmp_path / "quay.txt"
    page.write_text(f"The quay\n\nThe quay was sold for{blank}nothing{blank}at all last week by the town.\n")
    app = reader(page)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "quay was sold" in screen_of(app))
        await pilot.press("slash", *r"\.nothing.", "enter", "c")
        await saved(pilot)
        assert [one.quote for one in on_disk(store)] == ["nothing"]
        await pilot.press("c")
        await saved(pilot)
        assert on_disk(store) == []


async def test_a_hit_of_white_space_alone_makes_no_tag_and_says_so(
    reader: Make, tmp_path: Path, store: FolderStore
) -> None:
    page = tmp_path / "quay.txt"
    page.write_text("The quay\n\nThe quay was sold last week by the town.\n\nIt is shut.\n")
    app = reader(page)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "quay was sold" in screen_of(app))
        for key in ("c", "A"):
            await pilot.press("slash", *r"\\s+", "enter", key)
            assert "nothing but white space" in app.main_display.status.message
        assert on_disk(store) == []


async def test_an_earlier_tag_that_begins_before_its_paragraph_is_marked_beside_its_words(
    reader: Make, tmp_path: Path
) -> None:
    page = tmp_path / "quay.txt"
    page.write_text("The quay\n\nThe quay was sold last week by the town.\n\nWho pays for it now?\n")
    app = reader(page)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "quay was sold" in screen_of(app))
        opened = app.main_display.left.open
        assert opened is not None
        app.session.tag(opened, "claim", quote="\n\nWho pays")
        await saved(pilot)
        assert "c" in gutter(app, "Who pays")
        assert gutter(app, "The quay was") == ""


async def test_a_tag_of_a_hit_of_the_search_everywhere_has_no_white_space_either(
    reader: Make, tmp_path: Path, store: FolderStore
) -> None:
    page = tmp_path / "quay.txt"
    page.write_text("The quay\n\nThe quay was sold last week by the town.\n\nWho pays for it now? Nobody knows.\n")
    app = reader(page)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "quay was sold" in screen_of(app))
        await pilot.press("ctrl+f", "backslash", *r"\s+Who pays[^?]*\?\s+")
        await until(pilot, lambda: "1 found" in screen_of(app))
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("c")
        await saved(pilot)
        assert [one.quote for one in on_disk(store)] == ["Who pays for it now?"]


async def test_every_occurrence_of_what_an_expression_found_is_tagged_without_white_space(
    reader: Make, tmp_path: Path, store: FolderStore
) -> None:
    page = tmp_path / "quay.txt"
    page.write_text(
        "The quay\n\nThe quay was sold.\n\nThe quay is shut. The quay may open in the spring of next year.\n"
    )
    app = reader(page)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "quay was sold" in screen_of(app))
        await pilot.press("slash", *r"\\s+The quay\s", "enter", "A")
        await until(pilot, lambda: "here" in app.main_display.status.message)
        await pilot.press("e")
        await saved(pilot)
        assert {one.quote for one in on_disk(store)} == {"The quay"}
