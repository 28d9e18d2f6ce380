"""How far each document is: finished with one key, in every list of documents, undone, and known after a restart."""

import json
import os
import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.annotations.handing_in import seal, seal_data
from reader.store.document_summaries import DocumentSummary
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.workspace import library
from reader.workspace.document_progress import UNREAD, Progress
from reader.workspace.library_entries import LibraryEntry
from tests.ui.conftest import SECOND, rows_of, screen_of
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]


def documents(app: ReaderApp) -> list[str]:
    """The rows of the documents' column."""
    region = app.main_display.documents.region
    return [
        row[: region.right].rstrip()
        for row in rows_of(app)[region.y + 1 : region.y + 1 + app.main_display.documents.row_count]
    ]


async def until_summaries(pilot: Pilot[int], app: ReaderApp, count: int) -> None:
    await until(pilot, lambda: len(app.session.summaries.by_location) >= count)


async def test_a_document_is_marked_finished_and_again_not(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.press("j", "c", "d")
        await saved(pilot)
        assert documents(app)[0].startswith("▸✓ Envoys")
        assert "finished, 1 left: J opens the next" in app.main_display.status.message
        (stored,) = [FolderStore(store.folder).load(key) for key in store.keys()]
        assert [one.kind for one in stored.decisions] == ["finished"]
        (finished,) = stored.decisions
        assert finished.data["seal"] == seal(stored.annotations, stored.links, finished.annotator)
        await pilot.press("u")
        await saved(pilot)
        assert app.main_display.status.message == "finished: undone · saved"
        assert documents(app)[0].startswith("▸~ Envoys")
        await pilot.press("d", "d")
        await saved(pilot)
        assert documents(app)[0].startswith("▸~ Envoys")
        (stored,) = [FolderStore(store.folder).load(key) for key in store.keys()]
        assert [one.kind for one in stored.decisions] == ["reopened", "reopened"], "undo leaves a record of it too"


async def test_many_tags_are_sealed_beside_the_keys_with_what_is_changed_meanwhile(
    reader: Make, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.controllers.team.sealed_work._AT_ONCE", 0)
    threads, waits = [], [threading.Event(), threading.Event()]
    waits[1].set()

    def slow(*work: Any) -> Mapping[str, Any]:
        threads.append(threading.current_thread())
        waits[min(len(threads), 2) - 1].wait(20)
        return seal_data(*work)

    monkeypatch.setattr("reader.workspace.document_progress.seal_data", slow)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "d")
        await until(pilot, lambda: threads)
        await pilot.press("j", "e")
        waits[0].set()
        await until(pilot, lambda: "finished, 1 left" in app.main_display.status.message)
        await saved(pilot)
    assert threading.main_thread() not in threads
    (stored,) = [FolderStore(store.folder).load(key) for key in store.keys()]
    (finished,) = stored.decisions
    assert len(stored.annotations) == 2
    assert finished.data["seal"] == seal(stored.annotations, stored.links, finished.annotator)


async def test_states_and_counts_are_known_after_a_restart_before_anything_is_opened(
    reader: Make, folder: Path
) -> None:
    for number, text in ((3, "Third story\n\nIt is about a third thing."), (4, "Fourth story\n\nIt is a fourth.")):
        (folder / f"{number}-more.txt").write_text(text, encoding="utf-8")
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("J", "J", "j", "j", "c", "o", "d", "K", "j", "K")
        await saved(pilot)
        await pilot.press("q")
    app = reader()
    async with app.run_test(size=(100, 40)) as pilot:
        await until_summaries(pilot, app, 1)
        await pilot.pause()
        assert app.session.library.entries[2].opened is None
        rows = documents(app)
        assert re.fullmatch(r" ✓ 3-more\.txt +c1 +o1", rows[2])
        assert rows[1].startswith(" ~")
        assert rows[3].startswith("  4-more") or rows[3].startswith("   4-more")


async def test_the_chooser_filters_by_state_label_and_name(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "c", "d", "D", *"unread")
        await pilot.pause()
        assert "Envoys meet after two years" not in "\n".join(rows_of(app)[5:20])
        assert "bridge" in screen_of(app)
        await pilot.press(*["backspace"] * 6, *"finished", "space", *"claim", "enter")
        await pilot.pause()
        assert passage(app) == "The council met on Monday."
        await pilot.press("D", *"bridge", "enter", "j")
        await pilot.pause()
        assert passage(app) == "The bridge costs $3.4-billion."


async def test_keys_right_behind_enter_in_the_chooser_go_to_the_article(reader: Make) -> None:
    from textual import events

    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in ("D", *"bridge", "enter", "j", "c"):
            app.post_message(events.Key(key, {"enter": "\r"}.get(key, key)))
        await until(
            pilot, lambda: app.main_display.active.open is not None and app.main_display.active.open.records.annotations
        )
        await handled(pilot)
        assert app.main_display.active.open is not None
        assert [one.quote for one in app.main_display.active.open.records.annotations] == [
            "The bridge costs $3.4-billion."
        ]


async def test_titles_are_listed_before_a_document_is_opened_and_after_it_was_let_go(
    reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3, 12):
        text = SECOND.replace("A bridge", f"Bridge number {number}").replace("3.4", f"{number}.1")
        (folder / f"{number}-more.txt").write_text(text, encoding="utf-8")
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        for _ in range(4):
            await pilot.press("J", "j", "c")
        await saved(pilot)
        assert "Bridge nu" in documents(app)[4]
        await pilot.press("5", "J")
    again = reader()
    async with again.run_test(size=(160, 40)) as pilot:
        await until_summaries(pilot, again, 1)
        await pilot.press("g")
        assert again.session.library.entries[4].opened is None, "nothing but the store has told"
        assert "Bridge nu" in documents(again)[4]
        monkeypatch.setattr(library, "KEPT", 0)
        await pilot.press("D", *"5-more", "enter", "5", "J")
        again.controllers.documents.let_go()
        assert again.session.library.entries[4].opened is None
        assert again.session.library.entries[4].name == "Bridge number 5 too dear"


async def test_a_document_that_lies_nowhere_takes_nothing_from_one_of_the_store_that_does_not_either(
    reader: Make,
) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.pause()
        app.session.summaries.take_in(
            [DocumentSummary("", {"claim": 3}, finished=("ann",), title="Of some other place")]
        )
        await pilot.pause()
        page = LibraryEntry("https://example.org/a")
        app.session.summaries.entitle([page])
        assert (page.name, app.session.summaries.progress(page)) == ("a", Progress(UNREAD, {}))


async def test_a_change_in_a_finished_document_asks_first_and_takes_that_back(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.press("j", "c", "d")
        await saved(pilot)
        await pilot.press("x")
        assert app.main_display.status.message.startswith(
            "you have finished this document, claim deleted takes that back"
        )
        await pilot.press("escape")
        assert documents(app)[0].startswith("▸✓ Envoys")
        await pilot.press("a")
        assert app.main_display.status.message.startswith("you have finished this document, a note takes that back")
        await pilot.press("escape", "o", "y")
        await saved(pilot)
        assert app.main_display.status.message == "opinion, no longer finished · saved"
        assert documents(app)[0].startswith("▸~ Envoys")
        await pilot.press("x")
        await saved(pilot)
        (stored,) = [FolderStore(store.folder).load(key) for key in store.keys()]
        assert [one.kind for one in stored.decisions] == ["reopened"]
        assert [one.label for one in stored.annotations] == ["claim"]


def assign(store: FolderStore, folder: Path, *names: str) -> str:
    """Assign the documents to a person each; gives the path of the last one."""
    store.folder.mkdir(parents=True, exist_ok=True)
    paths = sorted(map(str, folder.glob("*.txt")))
    rows = [
        {"annotators": [who], "place": os.path.relpath(path, store.folder), "sha256": ""}
        for who, path in zip(names, paths, strict=False)
    ]
    (store.folder / "assignments.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    store.viewer = "ann"
    return paths[len(names) - 1]


async def test_the_word_mine_finds_what_was_assigned_and_a_document_of_others_says_so(
    reader: Make, store: FolderStore, folder: Path
) -> None:
    second = assign(store, folder, "bo", "ann")
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("D", *"mine", "enter")
        await pilot.pause()
        entry = app.main_display.active.entry
        assert entry is not None
        assert entry.path == second
        await pilot.press("K")
        await pilot.pause()
        assert app.main_display.status.message == "assigned to bo, not to you"
