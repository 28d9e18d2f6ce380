"""A document whose file, history or both were lost comes back from what is left, and no loss is told as deletions."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reader import cli
from reader.annotations.document_records import DocumentRecords
from reader.cleaning.article_loading import read_article
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.files.document_writer import DocumentWriter
from reader.store.files.journal import read_lines
from reader.store.folder_store import FolderStore
from tests.conftest import TEXT, sha256
from tests.written_files import write_files


class Desk:
    """A store with one document of two annotations, written in some steps, and a backup of it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store = FolderStore(folder / "annotations")
        self._capsys = capsys
        path = folder / "meeting.txt"
        path.write_text(TEXT, encoding="utf-8")
        records = DocumentRecords(read_article(str(path), max_bytes=1 << 20))
        for start in (0, 30):
            records.apply(records.tag("claim", start, start + 9, "ann"))
        self.document = Document(None, str(path), sha256(path))
        one, two = records.annotations
        self.save(Change(None, one))
        self.save(Change(None, two))
        self.save(Change(two, replace(two, note="why?")))
        self.store.backups.make(self.store.keys(), datetime.now(UTC), pause_s=0)
        self.store.close()
        self.whole = self.history.read_bytes()

    @property
    def key(self) -> str:
        return self.document.key or ""

    @property
    def file(self) -> Path:
        return self.store.folder / f"{self.key}.json"

    @property
    def history(self) -> Path:
        return self.store.hidden_folder / "history" / f"{self.key}.jsonl"

    def save(self, *changes: Change, flush: bool = True) -> None:
        saved = self.store.save(self.document, changes, act=Act("step", "ann", new_id()))
        self.document = saved.document
        if flush:
            write_files(self.store)

    def run(self, *words: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = cli.main([*words, "--store", str(self.store.folder)])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def exported(self) -> list[Any]:
        return [json.loads(line) for line in self.run("export")[1].splitlines()]

    def found(self) -> tuple[Annotation, ...]:
        return FolderStore(self.store.folder).load(self.key).annotations


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def lines_of(desk: Desk) -> list[bytes]:
    return desk.whole.splitlines(keepends=True)


CUTS: dict[str, Callable[[bytes], bytes]] = {
    "in its last line": lambda whole: whole[:-20],
    **{
        f"after line {number}": lambda whole, number=number: b"".join(whole.splitlines(keepends=True)[:number])  # type: ignore[misc]
        for number in range(1, 7)
    },
    "to nothing": lambda _: b"",
    "its first line": lambda whole: whole[whole.index(b"\n") + 1 :],
    "its first two lines": lambda whole: b"".join(whole.splitlines(keepends=True)[2:]),
    "NULs": lambda whole: b"\0" * len(whole),
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_lost_file_is_never_told_as_deletions_where_its_history_is_cut_too(desk: Desk, cut: str) -> None:
    before = desk.found()
    assert [one.note for one in before] == ["", "why?"]
    desk.history.write_bytes(CUTS[cut](desk.whole))
    desk.file.unlink()
    code, _, wrong = desk.run("check")
    assert code == 1
    assert "is gone" in wrong
    assert "leads to something else" not in wrong
    desk.run("check", "--repair")
    assert desk.file.exists()
    assert desk.found() == before
    assert len(desk.exported()) == 2
    _, said, wrong = desk.run("check")
    assert "2 annotations" in said
    assert "leads to something else" not in wrong


@pytest.mark.parametrize("cut", CUTS)
def test_without_a_backup_what_the_history_says_comes_back(desk: Desk, cut: str) -> None:
    shutil.rmtree(desk.store.hidden_folder / "backups")
    desk.history.write_bytes(CUTS[cut](desk.whole))
    told = sum(line.count(b'["annotations"') > 0 for line in desk.history.read_bytes().splitlines() if b"{" in line)
    desk.file.unlink()
    desk.run("check", "--repair")
    assert bool(desk.exported()) == bool(told)


def test_what_was_deleted_before_the_backup_stays_deleted(desk: Desk) -> None:
    one, two = desk.found()
    desk.save(Change(one, None))
    desk.store.backups.make(desk.store.keys(), datetime.now(UTC), pause_s=0)
    desk.store.close()
    desk.history.write_bytes(desk.whole)  # the line that deletes it is lost
    desk.file.unlink()
    desk.run("check", "--repair")
    assert desk.found() == (two,)


def test_what_was_written_after_the_backup_counts_where_the_history_is_whole(desk: Desk) -> None:
    one, two = desk.found()
    desk.save(Change(one, None))
    desk.store.close()
    desk.file.unlink()
    assert desk.found() == (two,)
    desk.run("check", "--repair")
    assert desk.found() == (two,)


def test_a_lost_file_is_recalled_by_every_command(desk: Desk) -> None:
    desk.file.unlink()
    code, said, wrong = desk.run("export")
    assert (code, len(said.splitlines())) == (0, 2)
    assert "is gone: 2 annotations brought back from its history" in wrong
    code, said, _ = desk.run("stats")
    assert code == 0
    assert "documents 1 " in " ".join(said.split())
    assert desk.store.keys() == [desk.key]


def test_a_recall_that_was_stopped_half_way_is_done_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.found()
    desk.file.unlink()

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(DocumentWriter, "_replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            FolderStore(desk.store.folder)._documents.repair(desk.key)
    assert not desk.file.exists()
    assert desk.found() == before
    assert desk.run("check", "--repair")[0] == 0
    assert desk.found() == before
    assert desk.run("check")[0] == 0


def test_in_a_repository_a_lost_file_is_said_to_be_perhaps_on_another_branch(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    desk.file.unlink()
    for command in ("export", "stats"):
        wrong = desk.run(command)[2]
        assert wrong.count("\n") == 1
        assert f"{desk.key}.json is gone, with 2 annotations: it may be on another branch" in wrong
    assert desk.exported() == []
    assert desk.run("check", "--repair")[0] == 0
    assert len(desk.exported()) == 2
    assert desk.run("export")[2] == ""


def test_a_document_of_which_only_a_backup_is_left_is_named_and_brought_back_when_asked(desk: Desk) -> None:
    before = desk.found()
    desk.file.unlink()
    desk.history.unlink()
    (at,) = desk.store.backups.moments()
    code, said, wrong = desk.run("check")
    assert code == 1
    assert (
        f"{desk.key}.json is gone, and no step of its history is left; a backup of {at:%Y-%m-%d} holds 2 annotations"
        in wrong
    )
    assert "1 fault" in said
    assert desk.exported() == []
    assert not desk.file.exists()
    assert desk.run("check", "--repair")[0] == 0
    assert desk.found() == before
    assert desk.run("check")[0] == 0


def test_a_document_that_the_reader_emptied_is_not_missed(desk: Desk) -> None:
    database = desk.store.database(desk.key)
    with database.storage.transaction(Act("emptied", "ann", new_id()), is_exact=True):
        database.drop_tables()
    desk.store.close()
    assert not desk.file.exists()
    assert desk.run("check")[0] == 0
    assert desk.exported() == []
    assert desk.store.keys() == []


@pytest.mark.parametrize("text", ["", "{}", "{\n}\n"])
@pytest.mark.parametrize("cut", CUTS)
def test_an_emptied_file_is_never_told_as_deletions_where_its_history_is_cut_too(
    desk: Desk, cut: str, text: str
) -> None:
    before = desk.found()
    desk.history.write_bytes(CUTS[cut](desk.whole))
    desk.file.write_text(text)
    assert desk.run("check")[0] == 1
    desk.run("check", "--repair")
    assert desk.found() == before


GAPS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "NULs": (CUTS["NULs"], "no line of its history can be read"),
    "empty": (CUTS["to nothing"], "no line of its history can be read"),
    "all but its first line": (CUTS["after line 1"], "the end of its history is cut off"),
    "its beginning": (CUTS["its first two lines"], "the beginning of its history is cut off"),
    "a step at its end": (lambda whole: b"".join(whole.splitlines(keepends=True)[:-2])[:-9], "the end of its history"),
}


@pytest.mark.parametrize("gap", GAPS)
def test_a_history_that_is_cut_is_named_with_what_it_means(desk: Desk, gap: str) -> None:
    cut, what = GAPS[gap]
    before = desk.found()
    desk.history.write_bytes(cut(desk.whole))
    code, said, wrong = desk.run("check")
    assert code == 1
    assert wrong.count("\n") == 1
    assert what in wrong
    assert "steps that stood there can no longer be taken back" in wrong
    assert "1 fault" in said
    desk.run("check", "--repair")
    assert desk.found() == before
    assert desk.run("check")[0] == int(gap == "its beginning")


def test_a_last_line_that_is_no_step_is_written_again(desk: Desk) -> None:
    for left in (desk.whole[:-20], b"".join(lines_of(desk)[:-1])):
        desk.history.write_bytes(left)
        code, _, wrong = desk.run("check")
        assert code == 1
        assert "the end of its history is cut off: no step is lost" in wrong
        assert desk.run("check", "--repair")[0] == 0
        assert desk.run("check")[0] == 0
        assert [one.act.what for one in desk.store.history(desk.key)] == ["step"] * 3


def test_a_first_line_that_says_only_that_there_was_nothing_is_not_needed(desk: Desk) -> None:
    desk.history.write_bytes(CUTS["its first line"](desk.whole))
    assert desk.run("check")[0] == 0
    desk.file.unlink()
    assert len(desk.exported()) == 2


@pytest.mark.parametrize("half", [0, 5, 60, -1, -30])
def test_lines_that_were_being_moved_when_the_program_was_stopped_are_no_gap(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, half: int
) -> None:
    one, _ = desk.found()
    desk.save(Change(one, replace(one, note="new")), flush=False)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(DocumentWriter, "_begin_anew", stopped)
        with pytest.raises(KeyboardInterrupt):
            write_files(desk.store)
    journal = desk.store.hidden_folder / "journals" / desk.history.name
    lines = journal.read_bytes().splitlines(keepends=True)
    moved = b"".join(lines[1:])[: half or None]
    for end in (b"", b"\0" * 40):
        desk.history.write_bytes(desk.whole + moved + (end if not moved.endswith(b"\n") else b""))
        assert desk.run("check")[2] == ""
    store = FolderStore(desk.store.folder)
    store.load(desk.key)
    store.close()
    assert not journal.exists()
    assert len(read_lines(store.inside("history", desk.history.name)).transactions) == 4
    assert desk.run("check")[0] == 0


def test_a_store_without_its_hidden_folder_has_no_gap(desk: Desk) -> None:
    shutil.rmtree(desk.store.hidden_folder)
    assert desk.run("check")[0] == 0
    store = FolderStore(desk.store.folder)
    one, _ = store.load(desk.key).annotations
    store.save(desk.document, [Change(one, replace(one, note="new"))], act=Act("step", "ann", new_id()))
    assert desk.run("check")[0] == 0
    store.close()
    assert desk.run("check")[0] == 0
