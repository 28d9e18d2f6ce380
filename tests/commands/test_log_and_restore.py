"""The commands for the past: log says who changed what, restore brings an earlier state back, as a step of its own."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reader import cli
from reader.model.annotation import Annotation
from reader.store.folder_store import FolderStore
from reader.store.history.point_in_time import moment_in
from tests.torture.together import settable_clock
from tests.torture.undoing import Desk


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two documents: tagged in both, then a note, then a deletion."""
    desk = Desk(tmp_path / "annotations", 2)
    for number in range(2):
        desk.do("claim", (number, desk.all_records[number].tag("claim", 0, 11, "ann")))
    (one,) = desk.all_records[0].annotations
    desk.do("note written", (0, desk.all_records[0].annotate(one, "who says\x1b[31m so?")))
    (other,) = desk.all_records[1].annotations
    desk.do("claim deleted", (1, desk.all_records[1].delete(other)))
    return desk


def on_disk(desk: Desk) -> list[Annotation]:
    store = FolderStore(desk.folder)
    return [one for key in store.keys() for one in store.load(key).annotations]


def test_the_log_says_who_did_what_when_newest_last(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = run(capsys, "log", "--store", str(desk.folder))
    lines = text.splitlines()
    assert code == 0
    assert [line.split("  ")[3] for line in lines if not line.startswith(" ")] == [
        "claim", "claim", "note written", "claim deleted"
    ]  # fmt: skip
    assert "  ann  " in lines[0]
    assert lines[-1] == "    - claim “The council”"
    assert "note “” → “who says" in lines[5]
    assert "\x1b" not in text


def test_the_log_of_one_document_as_json_has_everything_before_and_after(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text, _ = run(capsys, "log", desk.documents[0].path, "-n", "1", "-f", "json", "--store", str(desk.folder))
    (one,) = map(json.loads, text.splitlines())
    assert code == 0
    assert (one["by"], one["what"], one["document"]) == ("ann", "note written", desk.documents[0].path)
    (change,) = one["changes"]
    assert (change["before"]["note"], change["after"]["note"]) == ("", "who says\ufffd[31m so?")


def test_an_empty_store_says_that_there_is_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, said = run(capsys, "log", "--store", str(tmp_path / "none"))
    assert (code, text) == (1, "")
    assert said.count("\n") == 1


def test_an_earlier_state_comes_back_as_one_step_that_can_be_taken_back(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.files()
    tagged = [one for one in desk.store.recent() if one[1].act.what == "claim"]
    at = max(one.at for _, one in tagged)
    words = ("restore", "--at", at, "--store", str(desk.folder), "--annotator", "ann")
    code, text, _ = run(capsys, *words, "--dry-run")
    assert code == 0
    assert "2 documents would be restored" in text
    assert desk.files() == before
    code, text, _ = run(capsys, *words)
    assert "1 changed back" in text
    assert "1 brought back" in text
    assert [one.note for one in on_disk(desk)] == ["", ""]
    desk.reopen()
    assert desk.turn(desk.history.undo)
    assert desk.files() == before
    assert "0 documents restored" in run(capsys, *words[:2], "now", *words[3:])[1]


def test_one_document_is_restored_and_what_was_not_there_yet_is_taken_out(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "restore", desk.documents[0].path, "--at", "an hour ago", "--store", str(desk.folder))
    assert on_disk(desk) == []
    desk.reopen()
    assert [len(one.annotations) for one in desk.all_records] == [0, 0]


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("2026-04-11T09:30:00", timedelta(hours=2.5)),
        ("2026-04-11 09:30", timedelta(hours=2.5)),
        ("2026-04-11", timedelta(hours=12)),
        ("2026-04-11T07:30:00Z", timedelta(hours=2.5)),
        ("2 hours ago", timedelta(hours=2)),
        ("an hour ago", timedelta(hours=1)),
        ("10 Minutes  ago", timedelta(minutes=10)),
        ("yesterday", timedelta(hours=36)),
        ("today", timedelta(hours=12)),
    ],
)
def test_a_moment_is_understood_as_a_person_says_it(text: str, ago: timedelta) -> None:
    now = datetime(2026, 4, 11, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert moment_in(text, now) == now - ago


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "999999 weeks ago", "9" * 400])
def test_what_is_no_moment_is_said_in_one_line(desk: Desk, capsys: pytest.CaptureFixture[str], text: str) -> None:
    code, _, said = run(capsys, "restore", "--at", text, "--store", str(desk.folder))
    assert code == 2
    assert "no moment" in said
    assert said.count("\n") == 1


def test_a_moment_that_is_not_over_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    before = desk.files()
    code, text, said = run(capsys, "restore", "--at", "2999-01-01", "--store", str(desk.folder))
    assert (code, text) == (2, "")
    assert "2999-01-01 is not over yet" in said
    assert desk.files() == before


@pytest.mark.parametrize("words", [["log"], ["export"], ["restore", "--at", "an hour ago"]])
def test_a_path_that_nobody_knows_is_named(desk: Desk, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    before = desk.files()
    code, text, said = run(capsys, *words, desk.documents[0].path, "/nope", "--store", str(desk.folder))
    assert (code, text) == (1, "")
    assert "/nope: is not there" in said
    assert said.count("\n") == 1
    assert desk.files() == before


@pytest.mark.parametrize("number", ["-5", "x", "1.5"])
def test_a_number_of_steps_that_is_none_is_wrong_usage(
    desk: Desk, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(capsys, "log", "-n", number, "--store", str(desk.folder))
    assert ended.value.code == 2


def test_one_document_that_is_restored_is_one(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("restore", desk.documents[0].path, "--at", "an hour ago", "--dry-run", "--store", str(desk.folder))
    assert "1 document would be restored" in run(capsys, *words)[1]


def test_a_moment_that_the_clock_passed_twice_is_the_last_one_with_something_after_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path / "annotations", 2)
    today = datetime.now().astimezone()
    with settable_clock() as clock:
        for number, hours in enumerate((-6, -5, -7)):  # the third after the clock was set back by two hours
            clock.offset = timedelta(hours=hours)
            desk.do(
                "claim", (number % 2, desk.all_records[number % 2].tag("claim", number * 20, number * 20 + 9, "ann"))
            )
            desk.reopen()
    desk.store.close()
    at = (today - timedelta(hours=5.5)).strftime("%Y-%m-%d %H:%M")
    code, said, note = run(capsys, "restore", "--at", at, "--store", str(desk.folder), "--annotator", "ann")
    assert code == 0
    assert "2 documents restored" in said
    assert "has shown" in note
    assert [one.start for one in on_disk(desk)] == [0]
    desk.reopen()
    assert desk.turn(desk.history.undo)
    assert sorted(one.start for one in on_disk(desk)) == [0, 20, 40]


def test_a_moment_before_the_clock_was_set_back_can_be_named_though_it_is_to_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path / "annotations", 1)
    with settable_clock() as clock:
        for number, hours in enumerate((2, 4, 0)):
            clock.offset = timedelta(hours=hours)
            desk.do("claim", (0, desk.all_records[0].tag("claim", number * 20, number * 20 + 9, "ann")))
    at = (datetime.now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ005 - as a person types it
    code, said, _ = run(capsys, "restore", "--at", at, "--store", str(desk.folder))
    assert (code, "1 document restored" in said) == (0, True)
    assert [one.start for one in on_disk(desk)] == [0]


def test_a_restore_that_changes_nothing_is_no_step(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    at = next(desk.store.recent())[1].at
    desk.do("claim", (0, desk.all_records[0].tag("claim", 40, 49, "ann")))
    words = ("restore", "--at", at, "--store", str(desk.folder))
    assert "1 document restored" in run(capsys, *words)[1]
    before = len(list(desk.store.recent()))
    assert "0 documents restored" in run(capsys, *words)[1]
    assert len(list(desk.store.recent())) == before


def test_what_is_restored_is_told_of_its_document_where_that_was_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path / "annotations", 1)
    desk.do("claim", (0, desk.all_records[0].tag("claim", 0, 9, "ann")))
    at = next(desk.store.recent())[1].at
    assert desk.turn(desk.history.undo)
    run(capsys, "restore", "--at", at, "--store", str(desk.folder))
    store = FolderStore(desk.folder)
    (stored,) = map(store.load, store.keys())
    assert (stored.document.path, len(stored.annotations)) == (desk.documents[0].path, 1)
