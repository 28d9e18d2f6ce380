"""Choosing among very many documents: no key waits until all of them were looked at, and what it takes is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.ui.screens import document_picker, picker
from reader.ui.screens.document_picker import DocumentScreen
from reader.ui.widgets.row_list import Numbers, RowList
from reader.workspace.library_entries import LibraryEntry
from tests.ui.conftest import FIRST, reader_on, rows_of
from tests.waiting import until

MANY = 3_000


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> list[LibraryEntry]:
    """So many documents that they are looked at bit by bit, a few at a time."""
    monkeypatch.setattr(DocumentScreen, "AT_ONCE", 50)
    monkeypatch.setattr(picker, "STEP_S", 0)
    monkeypatch.setattr(document_picker, "STEP_S", 0)
    return [LibraryEntry(f"papers/page-{number}.txt") for number in range(MANY)]


async def test_what_is_typed_is_found_among_all_of_them(
    store: FolderStore, tmp_path: Path, many: list[LibraryEntry]
) -> None:
    (tmp_path / "1.txt").write_text(FIRST, encoding="utf-8")
    app = reader_on([str(tmp_path / "1.txt")], Settings(detector="rules"), store)
    async with app.run_test(size=(100, 30)) as pilot:
        app.session.library.add(many)
        await pilot.press("D", *"page-299")
        choices = app.screen.query_one(RowList)
        await until(pilot, lambda: choices.row_count == 11)  # 299 and 2990 to 2999
        await pilot.press("7")
        await until(pilot, lambda: choices.row_count == 1)
        assert "page-2997" in "\n".join(rows_of(app))
        await pilot.press("x")
        await until(pilot, lambda: "none of these" in "\n".join(rows_of(app)))


async def test_enter_takes_the_first_that_fits_however_far_down_it_is(
    store: FolderStore, tmp_path: Path, many: list[LibraryEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.txt").write_text(FIRST, encoding="utf-8")
    app = reader_on([str(tmp_path / "1.txt")], Settings(detector="rules"), store)
    taken: list[LibraryEntry] = []
    monkeypatch.setattr(DocumentScreen, "set_timer", lambda *_: None)  # nothing is looked at between the keys
    async with app.run_test(size=(100, 30)) as pilot:
        app.session.library.add(many)
        await pilot.press("D")
        assert isinstance(app.screen, DocumentScreen)
        monkeypatch.setattr(app.screen, "_chosen", taken.append)
        await pilot.press(*"page-2765", "enter")
        assert [entry.path for entry in taken] == ["papers/page-2765.txt"]


def test_numbers_are_the_ids_of_as_many_rows() -> None:
    ids = Numbers(3)
    assert list(ids) == ["0", "1", "2"]
    assert ids[1:] == ["1", "2"]
    assert ids.index("2") == 2
    for wrong in ("3", "-1", "x"):
        with pytest.raises(ValueError, match=wrong):
            ids.index(wrong)
