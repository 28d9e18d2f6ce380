"""The tables of all annotations: rows that lead on, steps that are taken back, words that filter, and what leaves."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.screens.table_screen import TableScreen
from reader.workspace.fulltext.search_index import IndexState
from reader.workspace.session import Session
from tests.ui.conftest import rows_of
from tests.ui.controllers.test_all_annotations import found, others_work
from tests.ui.controllers.test_reading import passage
from tests.waiting import until

__all__ = ["others_work"]  # a fixture of another file

Make = Callable[..., ReaderApp]
BOB = "It should never have been begun."


def row_with(app: ReaderApp, *texts: str) -> str:
    """The first row of the screen that has all of these."""
    return next((row for row in rows_of(app) if all(text in row for text in texts)), "")


@pytest.fixture
def tagged(folder: Path, store: FolderStore) -> None:
    """Overlapping tags, and somebody whose words they are."""
    settings = Settings(detector="rules")
    with Session.open([folder], store=store.folder, annotator="Bob", settings=settings) as session:
        envoys, bridge = map(session.read, session.documents)
        session.tag(envoys, "opinion", quote="Nobody expected much.")
        for label, quote in (
            ("claim", "We should talk more often,"),
            ("evidence", "talk more often,"),
            ("opinion", "talk"),
        ):
            session.attribute(envoys, session.tag(envoys, label, quote=quote), "Maria Lenz")
        session.tag(bridge, "evidence", quote="The bridge costs $3.4-billion.")
        session.tag(bridge, "claim", quote=BOB)


@pytest.mark.usefixtures("others_work")
@pytest.mark.parametrize("is_indexed", [True, False])
async def test_a_quotation_leads_to_its_passage_and_the_table_opens_there_again(
    reader: Make, monkeypatch: pytest.MonkeyPatch, *, is_indexed: bool
) -> None:
    app = reader()
    if not is_indexed:
        monkeypatch.setattr(app.session.index(), "_file", None)
        monkeypatch.setattr(app.session.index(), "_state", IndexState(is_over=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "t")  # the claim may not be saved yet
        screen = await found(pilot, "3 quotations in 2 documents")
        assert "The council met on Monday." in screen
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: passage(app) == BOB)
        assert app.main_display.active.entry is app.session.library.entries[1]
        await pilot.press("ctrl+o", "ctrl+o")  # by way of where one was in the second pane
        await until(pilot, lambda: passage(app) == "The council met on Monday.")
        await pilot.press("t")
        await found(pilot, "3 quotations in 2 documents")
        await pilot.press("enter")
        await until(pilot, lambda: passage(app) == BOB)


@pytest.mark.usefixtures("tagged")
async def test_a_count_leads_to_the_quotations_behind_it_and_esc_back_again(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("t", "2")
        await found(pilot, "2 documents")
        assert row_with(app, "1-envoys.txt").split()[-4:-1] == ["1", "1", "2"]
        assert row_with(app, "total  ", "6").split()[-4:-1] == ["2", "2", "2"]
        await pilot.press("right", "right", "right", "right", "enter")  # opinions
        screen = await found(pilot, "2 quotations in 1 document")
        assert "Nobody expected much." in screen
        assert "We should talk" not in screen
        assert "1-envoys.txt · opinion" in rows_of(app)[0]
        await pilot.press("escape")
        await found(pilot, "2 documents")
        await pilot.press("j", "enter")  # of the bridge there are none
        await found(pilot, "none of them")
        await pilot.press("home", "left", "left", "left", "left", "enter")
        await until(pilot, lambda: passage(app) == "Nobody expected much.")
        await pilot.press("t", "escape")
        assert len(app.screen_stack) == 1


@pytest.mark.usefixtures("tagged")
async def test_labels_that_overlap_lead_to_those_passages_alone(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("t", "3")
        await found(pilot, "3 pairs of overlapping annotations")
        row = row_with(app, "claim", "opinion").split()
        assert row[1:-1] == ["claim", "opinion", "1", "0", "1", "0", "1"]
        await pilot.press("j", "enter")
        await until(pilot, lambda: "claim over opinion" in rows_of(app)[0])
        screen = await found(pilot, "2 quotations in 1 document")
        assert "We should talk more often," in screen
        assert BOB not in screen
        assert "Nobody expected much." not in screen


@pytest.mark.usefixtures("tagged")
async def test_a_speaker_leads_to_what_is_attributed_to_them(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("t", "shift+tab")
        await found(pilot, "1 speaker")
        await pilot.press("enter")
        screen = await found(pilot, "3 quotations in 1 document")
        assert "Nobody expected much." not in screen
        await pilot.press("escape", "j", "enter")  # what nobody is said to have said
        assert "We should talk" not in await found(pilot, "3 quotations in 2 documents")


@pytest.mark.usefixtures("tagged")
async def test_words_filter_all_tables_and_esc_drops_them(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("t", "slash", *"claim in:bridge", "enter")
        await found(pilot, "1 quotation in 1 document")
        await pilot.press("2")
        await found(pilot, "1 document")
        assert row_with(app, "2-bridge.txt").split()[-5:-1] == ["1", "1", "0", "0"]
        await pilot.press("enter")
        await until(pilot, lambda: passage(app) == BOB)
        await pilot.press("t")
        await found(pilot, "claim in:bridge")
        await pilot.press("escape")
        await found(pilot, "2 documents")
        await pilot.press("slash", *"colour:red", "space")
        await found(pilot, "colour: is none of label:")
        await pilot.press("escape", "escape")
        assert len(app.screen_stack) == 1


@pytest.mark.usefixtures("tagged")
async def test_rows_are_sorted_by_the_chosen_column_and_back(reader: Make) -> None:
    app = reader()

    def labels() -> list[str]:
        return [row.split()[1] for row in rows_of(app) if row[2:10].strip() in {"claim", "evidence", "opinion"}]

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("t")
        await found(pilot, "6 quotations")
        before = labels()
        assert before != sorted(before)
        await pilot.press("s")
        await until(pilot, lambda: labels() == sorted(before))
        await pilot.press("s")
        await until(pilot, lambda: labels() == sorted(before, reverse=True))
        await pilot.press("enter")
        assert app.main_display.active.cursor is not None
        await pilot.press("t")
        await until(pilot, lambda: labels() == sorted(before, reverse=True))
        await pilot.press("s")
        await until(pilot, lambda: labels() == before)


@pytest.mark.usefixtures("tagged")
async def test_what_was_changed_since_is_said_and_read_again(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("t")
        await found(pilot, "6 quotations")
        bridge = app.session.read(app.session.library.entries[1])
        app.session.tag(bridge, "opinion", quote="Geneva built one")
        await found(pilot, "changed since, r reads again")
        await pilot.press("r")
        assert "Geneva built one" in await found(pilot, "7 quotations")
        assert not row_with(app, "changed since")
        await pilot.press("q", "u", "t")
        await found(pilot, "6 quotations")


@pytest.mark.usefixtures("tagged")
async def test_a_row_is_copied_and_a_table_written_as_the_command_prints_it(
    reader: Make, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reader()
    copied: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        monkeypatch.setattr(app.controllers.copying, "_to_clipboard", copied.append)
        await pilot.press("t", "slash", *"by:bob opinion", "enter")
        await found(pilot, "2 quotations")
        await pilot.press("y")
        assert copied[0].split("\t")[:2] == ["opinion", "Nobody expected much."]
        await pilot.press("E")
        await found(pilot, "2 rows written to")
        with (store.folder / "quotations.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["label"], row["quote"]) for row in rows] == [
            ("opinion", "Nobody expected much."),
            ("opinion", "talk"),
        ]
        assert rows[1]["speaker"] == "Maria Lenz"
        assert rows[1]["prefix"].endswith("We should ")
        await pilot.press("2", "E")
        await found(pilot, "labels.csv")
        with (store.folder / "labels.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row[1:] for row in csv.reader(file)] == [
                ["total", "claim", "evidence", "opinion"], ["2", "0", "0", "2"], ["2", "0", "0", "2"],
            ]  # fmt: skip


async def test_without_a_tag_the_tables_say_so(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await found(pilot, "no annotation is tagged so")
        for key in ("enter", "y", "s", "right", "3", "enter", "4", "j"):
            await pilot.press(key)
        assert isinstance(app.screen, TableScreen)


@pytest.mark.usefixtures("tagged")
async def test_a_column_without_room_comes_up_when_it_is_chosen(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await found(pilot, "6 quotations")
        assert not row_with(app, "label", "annotator")
        await pilot.press(*["right"] * 5)
        assert row_with(app, "label", "quote", "annotator")
        await resized(pilot)
        assert row_with(app, "label", "quote", "document", "annotator")


async def resized(pilot: Pilot[int]) -> None:
    """A wide terminal."""
    await pilot.resize_terminal(160, 40)
    await pilot.pause()
