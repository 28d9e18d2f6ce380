"""With a hundred thousand documents no key and no message looks at more than the screen shows: counted, not timed."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from reader.ui.app import ReaderApp
from reader.ui.screens import picker
from reader.ui.screens.document_picker import DocumentScreen
from reader.ui.widgets.row_list import RowList
from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.document_progress import FINISHED
from reader.workspace.jobs.duplicate_search import Duplicate
from reader.workspace.library import Library
from tests.counted_library import COUNT, CountedList, counted, far_entries, in_batches, summaries_of
from tests.steps import counting_steps
from tests.ui.conftest import screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]

#: Entries that a key may look at: the rows of some paints, and neighbours of what is open.
SCREENS = 1_000
#: Lines of the program that a key may run. A walk over the list runs more than a hundred thousand.
LINES = 50_000


class Large:
    """A reader with many documents, and what its keys cost."""

    def __init__(self, app: ReaderApp, pilot: Pilot[int], entries: CountedList) -> None:
        self.app = app
        self.pilot = pilot
        self.entries = entries

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self._cheap(lambda key=key: self.pilot.press(key), key)  # type: ignore[misc]

    async def message(self, call: Callable[[], object], what: str) -> None:
        async def send() -> None:
            self.app.main_display.post(call)
            await handled(self.pilot)

        await self._cheap(send, what)

    async def _cheap(self, do: Callable[[], object], what: str) -> None:
        before = self.entries.touched
        with counting_steps() as steps:
            await do()  # type: ignore[misc]
        assert self.entries.touched - before <= SCREENS, what
        assert steps.count < LINES, what


@pytest.fixture
def large(reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    (folder / "3-quay.txt").write_text("Quays\n\nThe quay in Geneva is long. Nobody came.\n", encoding="utf-8")
    monkeypatch.setattr("reader.ui.controllers.names.entity_documents.REST_S", math.inf)
    monkeypatch.setattr("reader.ui.controllers.documents.DUPLICATES_REST_S", 3600)

    @asynccontextmanager
    async def run() -> AsyncIterator[Large]:
        app = reader()
        entries = counted(app.session.library)
        async with app.run_test(size=(160, 40)) as pilot:
            await until(pilot, lambda: len(entries) == 3)
            found = far_entries(folder)
            for batch in in_batches(found, 2_000):
                app.controllers.documents.add_found(batch)
            await until(pilot, lambda: app.main_display.left.open.entities is not None)
            yield Large(app, pilot, entries)

    return run


Run = Callable[[], "AsyncIterator[Large]"]

#: Sessions of keys: what a person does in the text, over documents, in the lists, with tags, names and jumps.
SESSIONS = {
    "text": ["j", "j", "k", "w", "escape", "}", "space", "G", "g", "v", "j", "escape", "R", "R", "=", "<", ">"],
    "documents": ["J", "J", "K", "K", "s", "s", "tab", "shift+tab", "d", "d", "D", "escape"],
    "list": ["shift+tab", "j", "G", "k", "pageup", "g", "j", "j", "enter", "J"],
    "tags": ["j", "c", "j", "e", "l", "1", ")", "(", "x", "u", "ctrl+r", "tab", "tab", "s", "escape", "h", "escape"],
    "names": ["tab", "enter", "]", "[", "o", "w", "escape", "left", "s", "escape", "escape"],
    "jumps": ["B", "a", "J", "`", "a", "ctrl+o", "ctrl+g", "/", "G", "e", "enter", "n", "N", "escape"],
    "annotations": ["j", "c", "S", *"claim", "enter", "S", "escape"],
    "program": ["?", "escape", "!", "escape", "y", "ctrl+l", "M", "T", "escape", "ctrl+p", "escape"],
}


@pytest.mark.parametrize("name", SESSIONS)
async def test_no_key_walks_the_list_of_documents(large: Run, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The dialog of documents gets ready for what is typed, some documents at a time: not with the key.
    monkeypatch.setattr(DocumentScreen, "set_timer", lambda *_: None)
    async with large() as reader:  # type: ignore[attr-defined]
        assert reader.app.main_display.status._standing.total == 3 + COUNT * 9 // 10
        await reader.press(*SESSIONS[name])
        await saved(reader.pilot)


async def test_a_document_that_turns_out_to_be_gone_renumbers_nothing(large: Run, folder: Path) -> None:
    async with large() as reader:  # type: ignore[attr-defined]
        (folder / "2-bridge.txt").unlink()
        library = reader.app.session.library
        library.forget(())
        second = library.entries[1]
        second.opened, second.stamp = None, None
        await reader.message(lambda: reader.app.controllers.documents.show_entry(second), "left out")
        assert second.problem
        assert [library.number(one) for one in library.entries[:3]] == [1, 0, 2]
        readable = [one for one in library.entries if not one.problem]  # neighbours may be gone too
        assert len(library.readable) == len(readable)
        assert library.number(readable[5000]) == 5001


async def test_no_message_of_a_thread_walks_the_list_of_documents(large: Run) -> None:
    async with large() as reader:  # type: ignore[attr-defined]
        await reader.press("j", "c")
        await saved(reader.pilot)
        app, library = reader.app, reader.app.session.library
        far = library.entries[3:]
        target = app.main_display.active.open.records.annotations[0].id
        summaries = app.session.summaries
        for found in in_batches(summaries_of(far, target), 200):
            summaries.take_in(found)  # type: ignore[arg-type]
        again = summaries_of(far[:200], target)
        await reader.message(lambda: summaries.take_in(again), "summaries")
        await reader.message(app.main_display.refresh_all, "everything beside the text")
        more = far_entries(Path("more"), 2_000)
        await reader.message(lambda: app.controllers.documents.add_found(more), "found files")
        duplicates = [Duplicate(number, 0, 0.9) for number in range(1, COUNT, 500)]
        before = reader.entries.touched
        await reader.message(lambda: app.controllers.documents._take_duplicates(duplicates[:50]), "duplicates")
        assert reader.entries.touched - before <= 2 * 50 + SCREENS
        await reader.message(lambda: app.session.names.correct(app.main_display.active.open), "names")
        await reader.press("e", "d", "d", "J", "K", "u", "u")
        await saved(reader.pilot)


@pytest.mark.parametrize("width", [120, 160])  # the list of documents is hidden, and shown
async def test_found_files_lay_out_nothing_and_repaint_the_counts_alone(
    reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    # Whatever looks ahead would find that the next ones are not there.
    monkeypatch.setattr(Library, "prefetch", lambda *_: None)
    monkeypatch.setattr("reader.ui.controllers.names.entity_documents.REST_S", math.inf)
    app = reader()
    async with app.run_test(size=(width, 40)) as pilot:
        await until(pilot, lambda: len(app.session.library.entries) == 2)
        found = in_batches(far_entries(folder, 4_000), 1_000)
        app.controllers.documents.add_found(next(found))  # the scroll bar comes
        await until(pilot, lambda: app.main_display.left.open.entities is not None)
        with refreshes(monkeypatch) as (laid_out, painted):
            for batch in found:
                app.controllers.documents.add_found(batch)
            assert app.main_display.status._standing.total == 2 + 4_000 * 9 // 10
        assert laid_out == []
        assert not {app.main_display.left, app.main_display.right, app.main_display.tabs} & set(painted)


async def test_counts_are_kept_and_right(large: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "prefetch", lambda *_: None)  # it would find that the next ones are not there
    async with large() as reader:  # type: ignore[attr-defined]
        session = reader.app.session
        readable = [one for one in session.library.entries if not one.problem]
        session.summaries.take_in(summaries_of(session.library.entries[3:], "none"))
        finished = [one for one in readable if session.summaries.progress(one).state == FINISHED]
        told = session.library.entries[3:]
        assert finished == [one for at, one in enumerate(told) if at % 2 and not one.problem]
        await reader.press("d")
        await saved(reader.pilot)
        left = len(readable) - len(finished) - 1
        assert f"finished, {left} left" in reader.app.main_display.status.message
        await reader.press("J", "d")
        assert f"finished, {left - 1} left" in reader.app.main_display.status.message


async def test_sorting_the_list_looks_at_one_part_with_the_key_and_at_the_rest_between_the_keys(
    large: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picker, "_KEY_S", 0)  # the key looks at one part, however fast the machine is
    with monkeypatch.context() as held:
        held.setattr(DocumentScreen, "set_timer", lambda *_: None)
        async with large() as reader:  # type: ignore[attr-defined]
            facts = reader.app.session.library.index.facts()
            for place in range(3, COUNT):
                facts.take(place, DocumentFacts("", "example.org", "en", place * 7 % COUNT))
            await reader.press("D")
            for key in ["ctrl+s"] * 5 + ["ctrl+r"]:
                before = reader.entries.touched
                with counting_steps() as steps:
                    await reader.pilot.press(key)
                assert reader.entries.touched - before <= DocumentScreen.AT_ONCE + SCREENS
                assert steps.count < LINES
            rows = reader.app.screen.query_one(RowList)
            assert rows.row_count == 0
            held.undo()
            reader.app.screen._go_on(reader.app.screen._unseen)
            await until(reader.pilot, lambda: rows.row_count == len(reader.entries))
            words = facts.words([one.place for one in reader.app.screen._left if not one.problem])
            known = [one for one in words if one is not None]
            assert len(known) > COUNT * 8 // 10
            assert words[: len(known)] == sorted(known)


@contextmanager
def refreshes(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[Widget], list[Widget]]]:
    """The widgets that are laid out meanwhile, and those that are painted."""
    laid_out: list[Widget] = []
    painted: list[Widget] = []
    refresh = Widget.refresh

    def counting(widget: Widget, *regions: Region, layout: bool = False, **how: bool) -> Widget:
        (laid_out if layout else painted).append(widget)
        return refresh(widget, *regions, layout=layout, **how)

    with monkeypatch.context() as changed:
        changed.setattr(Widget, "refresh", counting)
        yield laid_out, painted


async def test_letters_that_make_the_list_of_documents_shorter_or_longer_lay_out_nothing(
    reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: len(app.session.library.entries) == 2)
        app.controllers.documents.add_found(list(far_entries(folder, 400)))
        await pilot.press("D")
        rows = app.screen.query_one(RowList)
        await until(pilot, lambda: rows.row_count == 402)
        with refreshes(monkeypatch) as (laid_out, _):
            await pilot.press("z", "z")
            assert "none of these" in screen_of(app)
            await pilot.press("backspace", "backspace", "end", "pagedown", "pagedown", *"bridge")
            assert rows.row_count == 1
        assert laid_out == []


async def test_what_becomes_known_of_documents_that_are_not_on_the_screen_paints_no_row(
    reader: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: len(app.session.library.entries) == 2)
        app.controllers.documents.add_found(list(far_entries(folder, 400)))
        await pilot.press("D")
        screen, rows = app.screen, app.screen.query_one(RowList)
        await until(pilot, lambda: rows.row_count == 402)
        facts = app.session.library.index.facts()
        monkeypatch.setattr("reader.ui.screens.document_picker._NEWS_REST_S", 0)
        screen._look_for_news()
        await handled(pilot)
        for place, is_seen in ((300, False), (5, True)):
            with refreshes(monkeypatch) as (_, painted):
                facts.take(place, DocumentFacts("2016-04-11", "example.org", "en", 77))
                screen._look_for_news()
                await handled(pilot)
            assert (rows in painted) == is_seen
        assert "2016-04-11" in screen_of(app)
