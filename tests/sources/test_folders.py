"""A folder gives its articles in the order of a person, each once, and says what it cannot list."""

import os
import socket
from pathlib import Path

import pytest

from reader.sources import SourceError, walk


def make(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Words.")


def found(root: Path, *paths: Path) -> list[str]:
    return [os.path.relpath(path, root) for path in walk(paths or [root])]


def test_numbers_are_sorted_by_value_and_case_does_not_matter(tmp_path: Path) -> None:
    make(tmp_path, "page 10.txt", "page 2.txt", "Apple.txt", "banana.txt", "page 2/b.txt")
    assert found(tmp_path) == ["Apple.txt", "banana.txt", "page 2/b.txt", "page 2.txt", "page 10.txt"]


def test_what_is_no_article_is_left_out_of_folders(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.html", "c.md", "plain", "d.2016", "e.pdf")
    make(
        tmp_path,
        ".hidden.txt",
        ".git/x.txt",
        "README.md",
        "readme",
        "x.png",
        "x.json",
        "x.py",
        "x.css",
        "x.zip",
        "x.txt~",
    )
    assert found(tmp_path) == ["a.txt", "b.html", "c.md", "d.2016", "e.pdf", "plain"]


def test_a_named_file_is_always_given(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.txt", "README.md", "x.json")
    paths = [tmp_path / "x.json", tmp_path / ".hidden.txt", tmp_path / "README.md"]
    assert list(walk(paths)) == [str(path) for path in paths]


def test_parts_of_a_saved_page_are_left_out_beside_it(tmp_path: Path) -> None:
    make(tmp_path, "story.html", "story_files/frame.html", "other_files/frame.html")
    assert found(tmp_path) == ["other_files/frame.html", "story.html"]


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    make(tmp_path, "a/one.txt", "b/two.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "c.txt").symlink_to(tmp_path / "b" / "two.txt")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == ["a/one.txt", "b/two.txt"]


def outside(tmp_path: Path) -> list[str]:
    """The problems of a folder with links out of it, whose articles alone are found."""
    problems: list[SourceError] = []
    found = list(walk([tmp_path / "in"], problems.append))
    assert found == [str(tmp_path / "in" / "a.txt")]
    return [str(one) for one in problems]


@pytest.mark.parametrize(
    "target", ["../private.txt", "{}/private.txt", "b.txt/../../private.txt", "chain.txt", "../private"]
)
def test_a_link_that_leads_out_of_the_folder_is_not_followed_and_said(tmp_path: Path, target: str) -> None:
    make(tmp_path, "in/a.txt", "private.txt", "private/key.txt")
    (tmp_path / "in" / "b.txt").mkdir()
    (tmp_path / "in" / ".chain").symlink_to("../private.txt")
    (tmp_path / "in" / "link.txt").symlink_to(target.replace("chain.txt", ".chain").format(tmp_path))
    (said,) = outside(tmp_path)
    assert said == f"{tmp_path}/in/link.txt: is a link that leads out of the folder (name it to open it)"
    assert list(walk([tmp_path / "in" / "link.txt"])) != []


def test_many_links_out_of_a_folder_are_counted_and_those_of_no_article_are_not_missed(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "private.txt", "logo.png")
    for number in range(5):
        (tmp_path / "in" / f"link-{number}.txt").symlink_to("../private.txt")
    (tmp_path / "in" / "logo.png").symlink_to("../logo.png")
    first, rest = outside(tmp_path)
    assert "link-0.txt" in first
    assert rest == f"{tmp_path}/in: 4 more links lead out of it (name them to open them)"


def test_a_folder_that_is_a_link_itself_and_links_into_another_named_one_are_followed(tmp_path: Path) -> None:
    make(tmp_path, "real/a.txt", "other/b.txt")
    (tmp_path / "in").symlink_to("real")
    (tmp_path / "real" / "to-b.txt").symlink_to("../other/b.txt")
    problems: list[SourceError] = []
    found = list(walk([tmp_path / "in", tmp_path / "other"], problems.append))
    assert found == [str(tmp_path / "in" / "a.txt"), str(tmp_path / "in" / "to-b.txt")]
    assert problems == []


def test_what_is_neither_file_nor_folder_is_left_out_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    monkeypatch.chdir(tmp_path)  # the name of a socket may be no longer than 107 bytes
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("agent")
    problems: list[SourceError] = []
    assert list(walk([tmp_path], problems.append)) == [str(tmp_path / "a.txt")]
    assert [(Path(problem.path).name, problem.what) for problem in problems] == [
        ("agent", "is not a regular file"), ("b.txt", "is not a regular file"),
        ("dead.txt", "is a link that leads nowhere"),
    ]  # fmt: skip


def test_a_file_named_twice_is_given_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    assert found(tmp_path, tmp_path / "b.txt", tmp_path, tmp_path / "a.txt") == ["b.txt", "a.txt"]


def test_paths_stay_as_they_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "in/a.txt")
    monkeypatch.chdir(tmp_path)
    assert list(walk(["in", "./in/../in/a.txt"])) == ["in/a.txt"]
    assert list(walk(["./in/a.txt"])) == ["./in/a.txt"]


def test_what_is_not_there_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    problems: list[SourceError] = []
    assert list(walk([tmp_path / "none", tmp_path / "a.txt"], problems.append)) == [str(tmp_path / "a.txt")]
    assert [problem.what for problem in problems] == ["is not there"]
    assert list(walk([tmp_path / "none"])) == []


def test_a_folder_that_cannot_be_listed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "closed/a.txt", "open.txt")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    problems: list[SourceError] = []
    assert list(walk([tmp_path], problems.append)) == [str(tmp_path / "open.txt")]
    assert [problem.path for problem in problems] == [str(tmp_path / "closed")]


def test_the_walk_is_lazy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt", "b/c.txt")
    listed: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: listed.append(path) or scandir(path))
    files = walk([tmp_path])
    assert next(files) == str(tmp_path / "a.txt")
    assert listed == [str(tmp_path)]


def test_names_that_are_no_unicode_are_walked(tmp_path: Path) -> None:
    path = os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_bytes(b"Words.")
    assert list(walk([tmp_path])) == [path]
