"""The file of the index: ours or made anew, never followed out of the store, and never in the way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from reader.system.guarded_path import StorePath
from reader.workspace.fulltext.document_texts import IndexedText
from reader.workspace.fulltext.index_file import (
    VERSION,
    IndexBrokenError,
    IndexUnusableError,
    opened_to_read,
    opened_to_write,
    remove,
)
from reader.workspace.fulltext.text_index import NewText, TextIndex


@pytest.fixture
def file(tmp_path: Path) -> StorePath:
    """An index of one document."""
    path = StorePath(tmp_path, "cache", "search.sqlite3")
    fill(path)
    return path


def fill(file: StorePath) -> None:
    index = TextIndex(opened_to_write(file), "")
    index.put([NewText("/a", (1, 1), "ab", "", IndexedText("a needle", ()))])
    index.close()


def found(file: StorePath) -> list[str]:
    index = TextIndex(opened_to_read(file), "")
    try:
        return [one.place for one in index.documents(index.candidates(["needle"]))]
    finally:
        index.close()


def test_what_one_writes_another_one_reads(file: StorePath) -> None:
    assert found(file) == ["/a"]
    fill(file)
    assert found(file) == ["/a"]


def test_the_texts_in_it_are_kept_out_of_git(file: StorePath, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    status = subprocess.run(["git", "status", "--porcelain"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert status.stdout == ""
    assert found(file) == ["/a"]


def test_without_a_file_nothing_can_be_asked_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError):
        opened_to_read(StorePath(tmp_path, "cache", "search.sqlite3"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_none_is_not_asked_and_made_anew(file: StorePath, content: bytes) -> None:
    file.path.write_bytes(content)
    with pytest.raises(IndexBrokenError):
        opened_to_read(file)
    fill(file)
    assert found(file) == ["/a"]


def test_a_database_with_other_tables_than_ours_is_none_of_ours(file: StorePath) -> None:
    theirs = sqlite3.connect(file.path)
    theirs.execute("CREATE TRIGGER sly AFTER INSERT ON document BEGIN DELETE FROM document; END")
    theirs.commit()
    theirs.close()
    with pytest.raises(IndexBrokenError):
        opened_to_read(file)
    fill(file)
    assert found(file) == ["/a"]


def test_an_earlier_version_is_made_anew_and_a_newer_one_is_left_alone(file: StorePath) -> None:
    for version, is_kept in ((VERSION - 1, False), (VERSION + 1, True)):
        theirs = sqlite3.connect(file.path)
        theirs.execute(f"PRAGMA user_version = {version}")
        theirs.close()
        with pytest.raises(IndexUnusableError):
            opened_to_read(file)
        if is_kept:
            with pytest.raises(IndexUnusableError, match="newer"):
                opened_to_write(file)
            assert file.path.exists()
        else:
            fill(file)
            assert found(file) == ["/a"]


@pytest.mark.parametrize("name", ["search.sqlite3", "search.sqlite3-journal"])
def test_no_link_is_followed(file: StorePath, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(file.path.read_bytes())
    remove(file)
    (file.path.parent / name).symlink_to(outside)
    before = outside.read_bytes()
    for open_it in (opened_to_read, opened_to_write):
        with pytest.raises(IndexUnusableError, match="link"):
            open_it(file)
    assert outside.read_bytes() == before


def test_a_folder_that_is_a_link_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IndexUnusableError):
        opened_to_write(StorePath(tmp_path, "cache", "search.sqlite3"))
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_nothing_can_be_written_it_is_read_all_the_same(file: StorePath) -> None:
    file.path.chmod(0o444)
    file.path.parent.chmod(0o555)
    try:
        assert found(file) == ["/a"]
        with pytest.raises(IndexUnusableError):
            opened_to_write(file)
    finally:
        file.path.parent.chmod(0o755)


def test_a_python_without_the_library_or_without_its_texts_does_without(
    file: StorePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sqlite3.connect

    class Plain(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            if "fts5" in sql and "CREATE" in sql:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(sql, *values)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", lambda *args, **how: real(*args, **{**how, "factory": Plain}))
    with pytest.raises(IndexUnusableError, match="fts5"):
        opened_to_read(file)
    monkeypatch.undo()
    monkeypatch.setitem(__import__("sys").modules, "sqlite3", None)
    for open_it in (opened_to_read, opened_to_write):
        with pytest.raises(IndexUnusableError):
            open_it(file)
