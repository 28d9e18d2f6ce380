"""The process that sketches documents: what it answers, what it keeps, and what spoils nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reader.cleaning.article_loading import read_article
from reader.system.child_process import ChildProcess
from reader.system.guarded_path import StorePath
from reader.text.near_duplicates import sketch
from reader.workspace import duplicate_search_worker
from reader.workspace.duplicate_search_worker import SketchFile, read
from tests.text.test_near_duplicates import article

MOST = 1 << 20


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "one.txt"
    path.write_text(f"A headline\n\n{article(1)}.\n", encoding="utf-8")
    return path


def test_a_path_is_answered_with_the_sketch_of_its_article(tmp_path: Path, document: Path) -> None:
    paths = [str(document), str(tmp_path / "gone.txt"), str(document)]
    with ChildProcess(duplicate_search_worker.__name__, str(MOST), str(tmp_path), "cache", "x.jsonl") as child:
        answers = [json.loads(bytes(child.ask(json.dumps(path).encode(), 200, 1 << 16))) for path in paths]
    expected = list(sketch(read_article(str(document), max_bytes=MOST).text))
    assert answers == [expected, [], expected]
    assert list(read(StorePath(tmp_path, "cache", "x.jsonl"))) == [os.path.realpath(document)]


def test_what_is_known_is_not_read_again_until_it_changes(
    tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = StorePath(tmp_path, "x.jsonl")
    first = SketchFile(file).of(str(document), MOST)
    monkeypatch.setattr(duplicate_search_worker, "_sketch_of", lambda path, most: (7,))  # noqa: ARG005
    assert SketchFile(file).of(str(document), MOST) == first != (7,)
    document.write_text(article(2), encoding="utf-8")
    assert SketchFile(file).of(str(document), MOST) == (7,)
    assert SketchFile(file).of(str(document), MOST) == (7,)


@pytest.mark.parametrize("junk", ["nonsense", "[1, 2]", '["0/0", "x", 1, 1, 5]', "[[[[", '{"a": 1}', "\xff", "", "[]"])
def test_lines_that_are_not_ours_spoil_nothing(tmp_path: Path, document: Path, junk: str) -> None:
    file = StorePath(tmp_path, "x.jsonl")
    first = SketchFile(file).of(str(document), MOST)
    kept = file.path.read_text(encoding="ascii")
    file.path.write_bytes((junk + "\n" + kept + junk).encode("latin-1"))
    assert read(file) == {os.path.realpath(document): (read(file)[os.path.realpath(document)][0], first)}


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path, document: Path) -> None:
    (tmp_path / "file").touch()
    assert SketchFile(StorePath(tmp_path, "file", "x.jsonl")).of(str(document), MOST)
    assert SketchFile(None).of(str(document), MOST)
