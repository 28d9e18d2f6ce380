"""The order of what was written is the one in which it was written, whatever the clock says."""

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.files import write_sequence
from reader.store.files.journal import line_of
from reader.store.files.write_sequence import WriteSequence
from reader.store.folder_store import FolderStore
from reader.store.history.point_in_time import cut_at
from reader.store.history.timeline import newest_first, readings
from reader.store.history.undo import UndoHistory
from reader.store.records.transaction import TimelineEntry, Transaction
from tests.torture.undoing import Desk
from tests.written_files import write_files

NOON = datetime(2026, 4, 11, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock that the store writes down."""

    class Clock(datetime):
        moment = NOON

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return cls.moment.astimezone(tz)

    monkeypatch.setattr(write_sequence, "datetime", Clock)
    monkeypatch.setattr(write_sequence, "_run", write_sequence._Run())

    def set_to(moment: datetime) -> None:
        Clock.moment = moment

    return set_to


def save(store: FolderStore, number: int, what: str) -> None:
    path = f"{number}.txt"
    key = store.find(path, f"{number:064x}")
    one = Annotation(new_id(), "claim", 0, 4, "text", "", "", 0, 0, what, "ann", "2026", "2026")
    store.save(Document(key, path, f"{number:064x}"), [Change(None, one)], act=Act(what, "ann", new_id()))


def log(store: FolderStore) -> list[str]:
    return [one.act.what for _, one in reversed(list(FolderStore(store.folder).recent()))]


def test_what_is_written_later_has_a_larger_number_however_the_clock_is_set(
    store: FolderStore, clock: Callable[[datetime], None]
) -> None:
    dice = random.Random(1)
    wanted = []
    for number in range(60):
        clock(NOON + timedelta(minutes=dice.randrange(-600, 600)))
        if dice.random() < 0.3:
            store.close()
            store = FolderStore(store.folder)  # another program, or this one started again
        save(store, dice.randrange(4), f"no. {number}")
        wanted.append(f"no. {number}")
    assert log(store) == wanted
    store.close()
    assert log(store) == wanted


def test_the_same_moment_again_is_no_matter(store: FolderStore, clock: Callable[[datetime], None]) -> None:
    clock(NOON)
    for number in range(9):
        save(FolderStore(store.folder), number % 3, f"no. {number}")
    assert log(store) == [f"no. {number}" for number in range(9)]
    assert {one.at for _, one in store.recent()} == {"2026-04-11T12:00:00.000000Z"}, "the clock is written as it is"


@pytest.mark.parametrize(
    "damage", ["gone", "empty", "nonsense", "huge", "old", "a folder", "a link", "a pipe", "read only"]
)
def test_the_number_is_found_again_where_its_file_is_lost(
    store: FolderStore, clock: Callable[[datetime], None], tmp_path: Path, damage: str
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    save(store, 0, "first")
    save(store, 1, "second")
    if damage != "old":
        store.close()
    path = store.hidden_folder / "sequence"
    texts = {
        "empty": "",
        "nonsense": "x" * 40,
        "huge": "9" * 19 + " " + "9" * 19 + "\n",
        "old": f"{5:019} {5:019}\n",
    }
    if damage != "read only":
        path.unlink()
    if damage in texts:
        path.write_text(texts[damage])
    elif damage == "a folder":
        path.mkdir()
    elif damage == "a link":
        path.symlink_to(precious)
    elif damage == "a pipe":
        os.mkfifo(path)
    elif damage == "read only":
        path.chmod(0o400)
    clock(NOON - timedelta(days=400))
    save(FolderStore(store.folder), 2, "third")
    assert log(store) == ["first", "second", "third"]
    assert precious.read_text() == "mine"


def test_what_earlier_versions_wrote_is_ordered_by_its_time_and_what_follows_comes_after_it(
    store: FolderStore, clock: Callable[[datetime], None]
) -> None:
    folder = store.hidden_folder / "history"
    folder.mkdir(parents=True)
    for name, times in {"a": ("12:00", "12:20"), "b": ("12:10", "11:00", "12:30")}.items():
        lines = [line_of(Transaction((), f"2026-04-11T{time}:00Z", Act(f"{name} {time}"))) for time in times]
        (folder / f"{name}.jsonl").write_bytes(b"".join(lines))
    assert [one.act.what for _, one in newest_first(store.hidden_folder)] == [
        "b 12:30", "a 12:20", "a 12:00", "b 11:00", "b 12:10"
    ]  # fmt: skip
    clock(NOON - timedelta(days=3))
    save(store, 0, "new")
    assert log(store)[-1] == "new"


def test_the_ends_of_files_that_did_not_change_are_not_read_again(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        save(store, number, "x")
    assert len(list(store.recent())) == 5
    read: list[str] = []
    original = write_sequence.read_bytes
    monkeypatch.setattr(
        "reader.store.files.journal.read_bytes", lambda path, start=0: read.append(path.name) or original(path, start)
    )
    next(store.recent())
    assert len(set(read)) == 1


def test_undo_goes_by_the_order_in_which_it_was_done(tmp_path: Path, clock: Callable[[datetime], None]) -> None:
    desk = Desk(tmp_path / "annotations", 3)
    for number, hours in enumerate((0, -3, -1)):
        clock(NOON + timedelta(hours=hours))
        desk.do("claim", (number, desk.all_records[number].tag("claim", 0, 9, "ann")))
        desk.reopen()
    for left in (2, 1, 0):
        assert desk.turn(desk.history.undo)
        assert [len(one.annotations) for one in desk.all_records] == [1] * left + [0] * (3 - left)
    clock(NOON - timedelta(days=30))
    desk.reopen()
    for there in (1, 2, 3):
        assert desk.turn(desk.history.redo)
        assert [len(one.annotations) for one in desk.all_records] == [1] * there + [0] * (3 - there)


def test_a_step_of_another_program_comes_between_ones_own(tmp_path: Path, clock: Callable[[datetime], None]) -> None:
    desk, other = (Desk(tmp_path / "annotations", 3) for _ in range(2))
    for at, (who, number) in enumerate(((desk, 0), (other, 1), (desk, 2))):
        clock(NOON - timedelta(hours=at))
        who.do("claim", (number, who.all_records[number].tag("claim", 0, 9, "ann")))
    for left in (2, 1, 0):
        desk.look()
        assert desk.turn(desk.history.undo)
        desk.look()
        assert [len(one.annotations) for one in desk.all_records] == [1] * left + [0] * (3 - left)


def _readings(*times: str) -> list[TimelineEntry]:
    """Things written at these times, ``14:00`` or ``14:00 since 13:50``, on one day."""
    found = []
    for number, text in enumerate(times, 1):
        at, _, since = text.partition(" since ")
        found.append(TimelineEntry("key", number, f"2026-04-11T{at}:00Z", f"2026-04-11T{since}:00Z" if since else ""))
    return found


@pytest.mark.parametrize(
    ("times", "at", "now", "expected"),
    [
        ([], "11:00", "12:00", 0),
        (["10:00", "11:00"], "09:00", "12:00", 0),
        (["10:00", "11:00"], "10:30", "12:00", 1),
        (["10:00", "11:00"], "11:00", "12:00", 2),
        (["10:00", "11:00"], "13:00", "12:00", None),
        # the clock is behind what was written: that moment is one of the log's
        (["10:00", "14:00", "15:00"], "14:30", "12:00", 2),
        # set back an hour, and something written since
        (["14:00", "14:10", "13:30"], "14:05", "13:40", 1),
        (["14:00", "14:10", "13:30"], "14:05", "14:20", 1),
        (["14:00", "14:10", "13:30", "14:30"], "14:05", "14:40", 3),
        # a program was running when the clock had that time again
        (["10:00", "15:00", "14:01 since 13:55"], "14:00", "14:05", 2),
        # or it may have, and that is nearer than the time before
        (["10:00", "15:00", "14:01"], "14:00", "14:05", 2),
        (["10:00", "15:00", "14:01"], "11:00", "14:05", 1),
        (["10:00", "15:00", "14:01 since 13:55"], "11:00", "14:05", 1),
    ],
)
def test_where_a_moment_lies_in_what_was_written(times: list[str], at: str, now: str, expected: int | None) -> None:
    cut = cut_at(_readings(*times), *(datetime.fromisoformat(f"2026-04-11T{one}:00Z") for one in (at, now)))
    assert (cut and max(cut.number, 0)) == expected


def test_so_long_ago_is_reckoned_from_now() -> None:
    at, now = (datetime.fromisoformat(f"2026-04-11T{one}:00Z") for one in ("14:15", "14:20"))
    cut = cut_at(_readings("14:00", "14:30", "13:30"), at, now, is_reckoned=True)
    assert cut is not None
    assert (cut.number, cut.keys) == (3, [])


def test_readings_are_in_order_and_each_once(store: FolderStore, clock: Callable[[datetime], None]) -> None:
    for number in range(6):
        clock(NOON - timedelta(hours=number))
        save(store, number % 2, f"no. {number}")
        if number == 3:
            write_files(store)
    found = readings(store.hidden_folder)
    assert [one.at[11:13] for one in found] == ["12", "11", "10", "09", "08", "07"]
    assert [bool(one.since) for one in found] == [False, *[True] * 5]


def test_nothing_is_read_of_what_was_there_before_until_it_is_asked_for(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "annotations", 1)
    for _ in range(3):
        desk.do("claim", (0, desk.all_records[0].tag("claim", 0, 9, "ann")))
    history = UndoHistory(FolderStore(desk.folder), "ann")
    assert not history._steps
    assert history.undo() is not None
    assert len(history._steps) == 2  # the last one, and what takes it back


def test_a_stamp_grows_also_where_nothing_can_be_kept(tmp_path: Path, clock: Callable[[datetime], None]) -> None:
    one = WriteSequence(tmp_path / "nowhere")
    first = one.stamp()
    clock(NOON - timedelta(hours=1))
    assert one.stamp().number == first.number + 1
    assert one.stamp(first.number + 50).number == first.number + 51


def test_what_was_written_after_a_backup_is_brought_back_with_it_whatever_the_clock_said(
    store: FolderStore, clock: Callable[[datetime], None]
) -> None:
    save(store, 0, "before")
    write_files(store)
    store.backups.make(store.keys(), NOON, pause_s=0)
    (key,) = store.keys()
    (store.hidden_folder / "history" / f"{key}.jsonl").unlink()
    clock(NOON - timedelta(days=1))
    save(store, 0, "after")
    (store.folder / f"{key}.json").write_text("{")
    assert {one.note for one in FolderStore(store.folder).load(key).annotations} == {"before", "after"}
