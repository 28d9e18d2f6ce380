"""Git is asked about the repository that is meant, and what it cannot do is one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.system.git_command import GitError, git
from tests.exchange.comparison.repositories import Repository

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def test_without_git_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed"):
        git(tmp_path, "--version")


@needs_git
def test_what_git_says_is_one_line_without_its_own_prefix(tmp_path: Path) -> None:
    with pytest.raises(GitError, match=r"^not a git repository") as raised:
        git(tmp_path, "rev-parse", "--show-toplevel")
    assert "\n" not in str(raised.value)


@needs_git
def test_the_variables_of_a_hook_do_not_name_another_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "other"):
        Repository(tmp_path / name)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    found = git(tmp_path / "one", "rev-parse", "--show-toplevel").decode().strip()
    assert Path(found).resolve() == (tmp_path / "one").resolve()


@needs_git
def test_what_it_reads_comes_as_bytes(tmp_path: Path) -> None:
    Repository(tmp_path)
    name = git(tmp_path, "hash-object", "-w", "--stdin", data=b"\xff\x00\n").strip().decode()
    assert git(tmp_path, "cat-file", "blob", name) == b"\xff\x00\n"
