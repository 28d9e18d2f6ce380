"""Labels while one tags: the guideline a key away, new labels at once, for everybody, and never a key twice."""

import threading
from collections.abc import Callable
from pathlib import Path

from textual import events

from reader.config.label import Label
from reader.store.added_labels import add_label, load_labels
from reader.store.folder_store import FolderStore
from reader.store.store_folder import LABELS_FILE
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, rows_of, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import handled, until

Make = Callable[..., ReaderApp]


async def test_the_guideline_stays_until_the_next_key_which_does_what_it_does(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "h")
        await pilot.pause()
        assert "Facts could settle it" in screen_of(app)
        before = rows_of(app)[1:6]
        await pilot.press("c")
        await saved(pilot)
        assert "Facts could settle it" not in screen_of(app)
        assert [one.label for one in on_disk(store)] == ["claim"]
        assert [row[6:] for row in rows_of(app)[1:6]] == [row[6:] for row in before]
        await pilot.press("h", "h")
        await pilot.pause()
        assert "Facts could settle it" not in screen_of(app)


async def test_a_label_is_added_used_and_there_for_the_next_reader(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "number_sign", *"premise", "enter", "P", "enter", "enter", *"A reason.", "enter")
        await until(pilot, lambda: "P tags as premise now" in app.main_display.status.message)
        await pilot.press("P")
        await saved(pilot)
        assert [(one.label, one.quote) for one in on_disk(store)] == [("premise", "The council met on Monday.")]
        row = app.main_display.left.rows.row_of(app.main_display.left.rows.text.index("The council")) + 2
        assert rows_of(app)[row][1] == "P"
        assert " P1 " in screen_of(app)
        await pilot.press("h")
        await pilot.pause()
        assert "A reason." in screen_of(app)
    assert (store.folder / LABELS_FILE).exists()
    again = reader()
    async with again.run_test(size=(120, 40)) as pilot:
        await pilot.press("g", "j", "P")
        await saved(pilot)
        assert on_disk(store) == []


async def test_a_key_or_name_that_is_taken_is_refused_and_can_be_mended(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("number_sign", *"premise", "enter", "c", "enter", "enter", "enter")
        await until(pilot, lambda: "the key 'c' starts both 'claim' and 'premise'" in screen_of(app))
        assert all(f"{field} " in screen_of(app) for field in ("name", "key", "colour", "guideline")), "what is what"
        await pilot.press("backspace", "T", "enter")
        await until(pilot, lambda: "the key 'T' starts 'title, authors and date' already" in screen_of(app))
        await pilot.press("up", "backspace", "P", "enter", "enter", "enter")
        await until(pilot, lambda: "P tags as premise now" in app.main_display.status.message)
        assert [one.key for one in load_labels(store.folder)] == ["P"]
        await pilot.press("number_sign", *"claim", "enter", "Q", "enter", "enter", "enter")
        await until(pilot, lambda: "there is a label claim already" in screen_of(app))
        await pilot.press("escape", "number_sign", *"pose", "enter")
        await pilot.press("Q", "enter", *"pinkish", "enter", "enter")
        await until(pilot, lambda: "white" in screen_of(app))  # every colour that may be written, to its end
        await pilot.press("escape", "j")
        assert len(load_labels(store.folder)) == 1


async def test_a_label_that_was_just_added_is_the_first_that_is_taken_back(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "number_sign", *"guess", "enter", "Z", "enter", "enter", "enter")
        await until(pilot, lambda: "Z tags as guess" in app.main_display.status.message)
        await pilot.press("u")
        await until(pilot, lambda: app.main_display.status.message == "label guess: undone")
        assert load_labels(store.folder) == ()
        assert "guess" not in {one.name for one in app.session.settings.now.labels}
        assert [one.label for one in app.main_display.left.open.records.annotations] == ["claim"]
        await pilot.press("number_sign", *"guess", "enter", "Z", "enter", "enter", "enter")
        await until(pilot, lambda: "Z tags as guess" in app.main_display.status.message)
        await pilot.press("j", "e", "u", "u")
        assert [one.name for one in load_labels(store.folder)] == ["guess"], "it was not the last thing that was done"
        assert list(app.main_display.left.open.records.annotations) == []


async def test_what_is_wrong_with_a_line_of_the_form_is_named_when_it_is_left(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        for keys, said in (
            (["number_sign", *"claim", "enter"], "there is a label claim already"),
            (["up", *"x", "backspace", *["backspace"] * 5, *"premise", "enter"], "enter goes on"),
            (["c", "enter"], "the key 'c' starts both 'claim' and 'premise'"),
            (["up", "backspace", "P", "enter"], "enter goes on"),
            ([*"zz", "enter"], "cannot use the colour"),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            assert said in screen_of(app)


async def test_a_label_of_the_store_whose_key_is_taken_here_has_none_but_is_there(
    reader: Make, store: FolderStore, tmp_path: Path
) -> None:
    del tmp_path
    store.folder.mkdir(exist_ok=True)
    add_label(store.folder, Label("premise", "j", "red"))
    add_label(store.folder, Label("claim", "Z", "red"))
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim"]
        assert [(one.name, one.key) for one in app.session.settings.now.labels][-1] == ("premise", "")
        assert ("premise", ()) in [(action.title, action.keys) for action in app.table]


async def test_what_is_typed_ahead_reaches_the_line_it_is_for(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "number_sign")
        typed = ["tab", "P", "tab", "down", *"A reason", "up", "up", "up", *"premise", "shift+tab", "enter", "P"]
        for key in typed:
            app.post_message(events.Key(key, {"enter": "\r", "tab": "\t"}.get(key, key if len(key) == 1 else None)))
        await until(pilot, lambda: on_disk(store))
        await handled(pilot)
        await saved(pilot)
        added = load_labels(store.folder)[0]
        assert (added.name, added.key, added.guideline) == ("premise", "P", "A reason")
        assert [one.label for one in on_disk(store)] == ["premise"], "the key behind the form does what it does"


async def test_a_label_that_another_reader_adds_works_here_too(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c")
        await saved(pilot)
        told = threading.Event()
        tell = app.controllers.remote_changes.watcher()._tell
        app.controllers.remote_changes.watcher()._tell = lambda keys: (told.set(), tell(keys))
        app.controllers.remote_changes.watcher().start()
        await until(pilot, told.is_set)  # it begins with the documents that are open
        add_label(store.folder, Label("premise", "P", "red"))
        await until(pilot, lambda: "P tags as premise now: added by another reader" in app.main_display.status.message)
        await pilot.press("j", "P")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim", "premise"]


async def test_a_key_that_another_reader_gave_a_label_meanwhile_is_refused(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "number_sign", *"rumour", "enter", "P", "enter", "enter")
        add_label(store.folder, Label("premise", "P", "red"))
        await pilot.press("enter")
        await until(pilot, lambda: "the key 'P' starts both 'premise' and 'rumour'" in screen_of(app))
        assert [one.name for one in load_labels(store.folder)] == ["premise"]


async def test_labels_that_are_damaged_are_said_at_the_start(reader: Make, store: FolderStore) -> None:
    store.folder.mkdir(exist_ok=True)
    (store.folder / LABELS_FILE).write_text('{"x":\n')
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await until(pilot, lambda: f"{LABELS_FILE}:1: is no label" in app.main_display.status.message)


async def test_the_key_of_the_guidelines_in_a_list_takes_them_away_and_says_where_it_counts(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(180, 40)) as pilot:
        await pilot.press("h")
        assert app.controllers.labels._strip is not None
        app.main_display.documents.focus()
        await pilot.pause()
        await pilot.press("h")
        assert app.controllers.labels._strip is None
        assert app.main_display.status.message == "tags go to the article: esc leads back to it"
