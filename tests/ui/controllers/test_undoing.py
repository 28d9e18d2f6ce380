"""Undo where a restore, another person or another program has been meanwhile: what is said and logged happened."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader import cli
from reader.annotations.handing_in import REOPENED
from reader.config.settings import Settings
from reader.model.act import Act
from reader.model.annotation import Change, Decision, Record
from reader.store.files.journal import line_of
from reader.store.folder_store import FolderStore
from reader.store.records.transaction import Transaction
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, reader_on
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]


def steps(store: FolderStore) -> list[tuple[str, str, bool, int]]:
    """What the log has, newest last: who, what, whether it takes something back, and how many changes."""
    written = [one for _, one in FolderStore(store.folder).recent()]
    return [(one.act.by, one.act.what, bool(one.act.undoes), len(one.changes)) for one in reversed(written)]


def restore(store: FolderStore, at: str, annotator: str = "ann") -> int:
    return cli.main(["restore", "--at", at, "--store", str(store.folder), "--annotator", annotator])


async def tagged(pilot: Pilot[int], store: FolderStore, *keys: str) -> str:
    """Press keys; gives the moment at which the last of it was written."""
    await pilot.press(*keys)
    await saved(pilot)
    return next(FolderStore(store.folder).recent())[1].at


def labels(app: ReaderApp) -> list[str]:
    assert app.main_display.active.open is not None
    return [one.label for one in app.main_display.active.open.records.annotations]


async def test_an_open_reader_takes_a_restore_back(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        app.controllers.remote_changes.watcher().start()
        between = await tagged(pilot, store, "j", "c")
        await tagged(pilot, store, "j", "e")
        assert restore(store, between) == 0
        await until(pilot, lambda: labels(app) == ["claim"])
        await pilot.press("u")
        await saved(pilot)
        assert "restored as of" in app.main_display.status.message
        assert "undone" in app.main_display.status.message
        assert labels(app) == [one.label for one in on_disk(store)] == ["claim", "evidence"]
        await pilot.press("u")
        await saved(pilot)
        assert labels(app) == [one.label for one in on_disk(store)] == ["claim"]
        await pilot.press("ctrl+r", "ctrl+r")
        await saved(pilot)
        assert labels(app) == [one.label for one in on_disk(store)] == ["claim"]
        assert all(changes for *_, changes in steps(store))


async def test_a_tag_that_another_persons_restore_took_out_is_not_said_to_be_undone(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(200, 40)) as pilot:
        app.controllers.remote_changes.watcher().start()
        between = await tagged(pilot, store, "j", "c")
        await tagged(pilot, store, "j", "e")
        assert restore(store, between, "bob") == 0
        await until(pilot, lambda: labels(app) == ["claim"])
        assert app.main_display.status.message == "bob deleted 1 tag here"
        before = steps(store)
        await pilot.press("u")
        await until(
            pilot,
            lambda: "evidence: nothing to undo of it, bob has changed it since" in app.main_display.status.message,
        )
        assert "restored as of" in app.main_display.status.message
        assert steps(store) == before
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.main_display.status.message == "nothing to redo")
        await pilot.press("u")
        await saved(pilot)
        assert on_disk(store) == []
        assert steps(store) == [*before, ("ann", "claim", True, 1)]


async def test_the_same_restore_again_is_no_step_and_one_of_earlier_versions_is_survived(
    reader: Make, store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        between = await tagged(pilot, store, "j", "c")
        await tagged(pilot, store, "j", "e")
        restore(store, between)
    before = steps(store)
    capsys.readouterr()
    assert restore(store, between) == 0
    assert "0 documents restored" in capsys.readouterr().out
    assert steps(store) == before
    (key,) = store.keys()
    with (store.hidden_folder / "history" / f"{key}.jsonl").open("ab") as file:
        for act in (Act("empty", "ann", "01M8KWGE671G9DDTTFQF0MMFAQ"), Act("claim", "ann", "0" * 26, "1" * 26)):
            file.write(line_of(Transaction((), "2030-01-01T00:00:00Z", act)))
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("u")
        await saved(pilot)
        assert "restored as of" in app.main_display.status.message
        assert [one.label for one in on_disk(store)] == ["claim", "evidence"]
        await pilot.press("ctrl+r")
        await saved(pilot)
        assert [one.label for one in on_disk(store)] == ["claim"]
    assert cli.main(["log", "--store", str(store.folder)]) == 0
    assert capsys.readouterr().out.count("nothing was changed") == 2


async def test_redo_after_the_undo_of_a_tag_that_was_removed_outside(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        app.controllers.remote_changes.watcher().start()
        await tagged(pilot, store, "j", "c")
        app.session.saver().flush(10)
        (one,), other = on_disk(store), FolderStore(store.folder)
        (key,) = other.keys()
        other.save(other.load(key).document, [Change(one, None)])
        other.close()
        await until(pilot, lambda: labels(app) == [])
        before = steps(store)
        await pilot.press("u", "ctrl+r", "u", "ctrl+r")
        await until(pilot, lambda: app.main_display.status.message == "nothing to redo")
        assert on_disk(store) == []
        assert steps(store) == before


async def test_the_same_where_the_reader_has_not_seen_yet_that_it_is_gone(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await tagged(pilot, store, "j", "c")
        (one,), other = on_disk(store), FolderStore(store.folder)
        (key,) = other.keys()
        other.save(other.load(key).document, [Change(one, None)])
        other.close()
        before = steps(store)
        await pilot.press("u")
        await until(pilot, lambda: app.main_display.status.message == "claim: undone · it was so already")
        assert labels(app) == []
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.main_display.status.message == "nothing to redo")
        assert steps(store) == before


async def test_somebody_takes_back_a_deletion_of_what_its_maker_wanted_to_take_back(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    first = reader()
    async with first.run_test(size=(160, 40)) as one:
        first.controllers.remote_changes.watcher().start()
        await tagged(one, store, "j", "c")
        second = reader_on([str(folder)], Settings(annotator="bob", detector="rules"), FolderStore(store.folder))
        async with second.run_test(size=(160, 40)) as two:
            second.controllers.remote_changes.watcher().start()
            opened = second.main_display.active.open
            second.controllers.changes.do(
                opened, "claim deleted", opened.records.delete(opened.records.annotations[0]), asks=False
            )
            await saved(two)
            await until(one, lambda: labels(first) == [])
            await one.press("u")
            await until(one, lambda: "bob has changed it since: claim deleted" in first.main_display.status.message)
            await two.press("u")
            await saved(two)
            assert second.main_display.status.message == "claim deleted: undone · saved"
            assert labels(second) == [here.label for here in on_disk(store)] == ["claim"]
            await until(one, lambda: labels(first) == ["claim"])
            await one.press("u")
            await saved(one)
            assert on_disk(store) == []
    assert steps(store)[1:] == [
        ("bob", "claim deleted", False, 1), ("bob", "claim deleted", True, 1), ("ann", "claim", True, 1)
    ]  # fmt: skip


async def test_what_an_editor_did_is_taken_back_by_whoever_is_first(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    first = reader()
    async with first.run_test(size=(160, 40)) as one:
        first.controllers.remote_changes.watcher().start()
        await tagged(one, store, "j", "c")
        path = store.folder / f"{store.keys()[0]}.json"
        await until(one, lambda: path.exists() and '"claim"' in path.read_text())
        second = reader_on([str(folder)], Settings(annotator="bob", detector="rules"), FolderStore(store.folder))
        async with second.run_test(size=(160, 40)) as two:
            second.controllers.remote_changes.watcher().start()
            path.write_text(path.read_text().replace('"label": "claim"', '"label": "opinion"'))
            await until(two, lambda: labels(first) == labels(second) == ["opinion"])
            await two.press("u")
            await saved(two)
            await until(one, lambda: labels(first) == labels(second) == ["claim"])
            await one.press("u")
            await until(
                one, lambda: "bob has changed it since: changed outside the reader" in first.main_display.status.message
            )
            await one.press("u")
            await saved(one)
            await until(two, lambda: labels(first) == labels(second) == [])
    assert steps(store)[1:] == [
        ("", "changed outside the reader", False, 1), ("bob", "changed outside the reader", True, 1),
        ("ann", "claim", True, 1),
    ]  # fmt: skip


async def test_two_readers_of_one_person_take_back_what_was_done_last_in_either(
    reader: Make, folder: Path, store: FolderStore
) -> None:
    first = reader()
    async with first.run_test(size=(120, 40)) as one:
        first.controllers.remote_changes.watcher().start()
        await tagged(one, store, "j", "c")
        second = reader_on([str(folder)], Settings(annotator="ann", detector="rules"), FolderStore(store.folder))
        async with second.run_test(size=(120, 40)) as two:
            opened = second.main_display.active.open
            second.controllers.changes.do(opened, "opinion", opened.records.tag("opinion", 110, 118, "ann"))
            await saved(two)
            await until(one, lambda: labels(first) == ["claim", "opinion"])
            await one.press("u")
            await saved(one)
            assert [here.label for here in on_disk(store)] == ["claim"]
            await one.press("ctrl+r")
            await saved(one)
            assert [here.label for here in on_disk(store)] == ["claim", "opinion"]


def records(store: FolderStore) -> list[Record]:
    """All that a new process would find."""
    loaded = [FolderStore(store.folder).load(key) for key in store.keys()]
    return [one for stored in loaded for one in (*stored.annotations, *stored.links, *stored.decisions)]


GONE = "that tag is gone: you, in another program, deleted it"
LEFT = "you, in another program, deleted 1 tag here; the tag that was being moved is gone"


@pytest.mark.parametrize(
    ("begun", "ended", "is_seen", "said"),
    [
        (("a", *"why"), ("escape",), True, ""),
        (("a", *"why"), ("escape",), False, ""),
        ((), ("a", *"why", "escape"), False, ""),
        (("@", *"Ada"), ("enter",), True, GONE),
        (("@", *"Ada"), ("enter",), False, ""),
        (("m",), ("o",), False, ""),
        (("m", "w"), (), True, LEFT),
        (("m", "w"), ("enter",), False, ""),
        (("l",), ("enter",), True, GONE),
        (("l",), ("enter",), False, ""),
        ((), ("d",), True, ""),
        ((), ("d",), False, ""),
    ],
    ids=lambda value: "".join(value) if isinstance(value, tuple) else None,
)
async def test_what_is_done_to_a_tag_that_ones_own_restore_took_out_is_taken_back_and_done_again(
    reader: Make, store: FolderStore, begun: tuple[str, ...], ended: tuple[str, ...], is_seen: bool, said: str
) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        between = await tagged(pilot, store, "j", "c")
        await tagged(pilot, store, "j", "e")
        if is_seen:
            app.controllers.remote_changes.watcher().start()
        await pilot.press(*begun)
        await pilot.pause()
        assert restore(store, between) == 0
        restored = records(store)
        if is_seen:
            await until(pilot, lambda: labels(app) == ["claim"])
        await pilot.press(*ended)
        await saved(pilot)
        if said:
            await until(pilot, lambda: app.main_display.status.message == said)
            assert records(store) == restored
            return
        await until(pilot, lambda: records(store) != restored)
        await saved(pilot)
        after = records(store)
        assert is_ones_own(app.main_display.status.message)
        for _ in range(2):
            await pilot.press("u")
            await saved(pilot)
            assert without_reopened(records(store)) == restored
            assert without_reopened(shown(app)) == by_id(restored)
            assert is_ones_own(app.main_display.status.message)
            await pilot.press("ctrl+r")
            await saved(pilot)
            assert without_reopened(records(store)) == after
            assert without_reopened(shown(app)) == by_id(after)
            assert is_ones_own(app.main_display.status.message)


def is_ones_own(said: str) -> bool:
    """Whether no message takes oneself for somebody else."""
    return "another reader" not in said and "ann " not in said and "somebody" not in said


def without_reopened(found: list[Record]) -> list[Record]:
    """Without what stays of a document that was finished: undo does not hide that it was taken back."""
    return [one for one in found if not (isinstance(one, Decision) and one.kind == REOPENED)]


def by_id(found: list[Record]) -> list[Record]:
    return sorted(found, key=lambda one: one.id)


def shown(app: ReaderApp) -> list[Record]:
    """What the reader has in memory of the document in front."""
    assert app.main_display.active.open is not None
    return by_id(app.main_display.active.open.records.records())


async def test_a_note_that_is_taken_back_before_it_is_saved_is_done_again(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        between = await tagged(pilot, store, "j", "c")
        await tagged(pilot, store, "j", "e")
        app.controllers.remote_changes.watcher().start()
        await pilot.press("a", *"why")
        assert restore(store, between) == 0
        await until(pilot, lambda: labels(app) == ["claim"])
        restored = records(store)
        await pilot.press("escape", "u", "ctrl+r", "u", "ctrl+r")
        await saved(pilot)
        assert [(one.label, one.note) for one in on_disk(store)] == [("claim", ""), ("evidence", "why")]
        assert shown(app) == by_id(records(store))
        await pilot.press("u")
        await saved(pilot)
        assert records(store) == restored
        assert shown(app) == by_id(restored)


@pytest.mark.parametrize("is_seen", [True, False], ids=["seen", "not seen yet"])
async def test_a_restore_under_another_name_is_that_persons_step(
    reader: Make, store: FolderStore, is_seen: bool
) -> None:
    app = reader()
    async with app.run_test(size=(200, 40)) as pilot:
        between = await tagged(pilot, store, "j", "c")
        await tagged(pilot, store, "a", *"why", "escape")
        await tagged(pilot, store, "j", "e")
        if is_seen:
            app.controllers.remote_changes.watcher().start()
        assert restore(store, between, "bob") == 0
        if is_seen:
            await until(pilot, lambda: labels(app) == ["claim"])
        before = steps(store)
        for what in ("evidence", "note written"):
            await pilot.press("u")
            await until(pilot, lambda what=what: app.main_display.status.message.startswith(what))
            await saved(pilot)
            assert "…" not in app.main_display.status.message
            if is_seen or what != "evidence":
                said = f"{what}: nothing to undo of it, bob has changed it since: restored as of"
            else:
                said = f"{what}: undone · it was so already (bob: restored as of"
            assert app.main_display.status.message.startswith(said)
            assert steps(store) == before
        await pilot.press("u")
        await saved(pilot)
        assert app.main_display.status.message == "claim: undone · saved"
        assert on_disk(store) == []
