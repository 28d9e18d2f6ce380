"""The output folder: a shard is whole or absent, another plan is refused, and nothing of others is touched."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from reader.commands.corpus import shard_folder
from reader.commands.corpus.shard_folder import FinishedShard, ShardFolder, opened_folder
from reader.commands.environment import CommandError

PLAN: dict[str, Any] = {"format": 1, "paths": ["in"], "shard-size": 2}


def written(folder: Path, number: int, rows: list[str], failed: tuple[str, ...] = ()) -> FinishedShard:
    with opened_folder(folder, PLAN) as out, out.writing(number) as writer:
        for row in rows:
            writer.add(row)
        for page in failed:
            writer.fail(page, "is bad")
        return writer.finish("print")


def write_one(out: ShardFolder) -> None:
    with out.writing(1) as writer:
        writer.add("b\n")
        writer.fail("c", "is bad")
        writer.finish("print")


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith(".lock"))


def test_a_finished_shard_is_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    shard = written(folder, 3, ["a\n", "ß\n"], ("c",))
    assert shard == FinishedShard(3, 3, 1, 5, "print")
    assert names(folder) == ["errors-00003.jsonl", "manifest.jsonl", "part-00003.jsonl"]
    assert (folder / "part-00003.jsonl").read_bytes() == "a\nß\n".encode()
    assert json.loads((folder / "errors-00003.jsonl").read_bytes()) == {"source": "c", "error": "is bad"}
    with opened_folder(folder, PLAN) as out:
        assert out.finished == {3: shard}


def test_a_shard_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    with opened_folder(tmp_path, PLAN) as out, out.writing(0) as writer:
        writer.add("a\n")
    assert names(tmp_path) == ["manifest.jsonl"]


def test_a_shard_without_its_line_counts_as_not_done_and_is_replaced(tmp_path: Path) -> None:
    written(tmp_path, 0, ["a\n"], ("b",))
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-20])  # as after a power cut
    (tmp_path / ".part-00001.jsonl.tmp").write_text("half")
    (tmp_path / ".errors-00001.jsonl.0a1b2c3d.tmp").write_text("half")
    with opened_folder(tmp_path, PLAN) as out:
        assert out.finished == {}
    assert manifest.read_bytes().count(b"\n") == 1
    written(tmp_path, 0, ["a\n", "b\n"])
    assert names(tmp_path) == ["manifest.jsonl", "part-00000.jsonl"], "no error, no file of errors"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("shard-size", 3, "was begun with shard-size 2, not 3"),
        ("paths", ["in", "on"], 'was begun with paths ["in"], not ["in", "on"]'),
        ("format", 2, "was begun with format 1, not 2"),
        ("new", "x", 'was begun with new null, not "x"'),
    ],
)
def test_another_plan_is_refused_and_nothing_is_written(tmp_path: Path, key: str, value: object, said: str) -> None:
    written(tmp_path, 0, ["a\n"])
    before = (tmp_path / "manifest.jsonl").read_bytes()
    with pytest.raises(CommandError) as caught, opened_folder(tmp_path, {**PLAN, key: value}):
        pass
    assert f"{tmp_path}: {said} (choose another folder for the output)" == str(caught.value)
    assert (tmp_path / "manifest.jsonl").read_bytes() == before


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match=r"holds other files, mine\.txt for one"), opened_folder(tmp_path, PLAN):
        pass
    assert names(tmp_path) == ["mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(CommandError, match="out"), opened_folder(tmp_path / "out", PLAN):
        pass


@pytest.mark.parametrize("line", ["{", "[]", '{"shard": 1}', '{"a": 5}'])
def test_a_damaged_manifest_is_refused(tmp_path: Path, line: str) -> None:
    written(tmp_path, 0, ["a\n"])
    with (tmp_path / "manifest.jsonl").open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(CommandError, match=r"manifest\.jsonl: is damaged"), opened_folder(tmp_path, PLAN):
        pass


def test_a_shard_that_was_edited_is_refused_and_one_that_was_deleted_is_not_done(tmp_path: Path) -> None:
    written(tmp_path, 0, ["a\n"])
    part = tmp_path / "part-00000.jsonl"
    part.write_text("edited\n")
    with pytest.raises(CommandError, match="is not as it was written"), opened_folder(tmp_path, PLAN):
        pass
    part.unlink()
    with opened_folder(tmp_path, PLAN) as out:
        assert out.finished == {}


def test_a_second_run_is_refused_while_the_first_writes(tmp_path: Path) -> None:
    with (
        opened_folder(tmp_path, PLAN),
        pytest.raises(CommandError, match=f"another run writes there, held by pid {os.getpid()}"),
        opened_folder(tmp_path, PLAN),
    ):
        pass


@pytest.mark.parametrize("call", ["write_all", "write_atomically", "sync_folder"])
def test_a_full_disk_is_one_line_and_what_was_finished_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    first = written(tmp_path, 0, ["a\n"])

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch, opened_folder(tmp_path, PLAN) as out:
        patch.setattr(shard_folder, call, full)
        with pytest.raises(CommandError, match=r"part-00001\.jsonl: No space left on device \(free some space\); run"):
            write_one(out)
    assert not list(tmp_path.glob(".part*"))
    with opened_folder(tmp_path, PLAN) as out:
        assert out.finished == {0: first}
    written(tmp_path, 1, ["b\n"])
    assert (tmp_path / "part-00001.jsonl").read_text() == "b\n"
