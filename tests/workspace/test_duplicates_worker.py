"""The process that sketches documents: what it answers, what it keeps, and what spoils nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cleaning.loading import read_article
from reader.system.guarded_path import StorePath
from reader.text.minhash import sketch
from reader.workspace import duplicates_worker
from reader.workspace.duplicates_worker import SketchFile, read
from tests.text.test_minhash import article

MOST = 1 << 20


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "one.txt"
    path.write_text(f"A headline\n\n{article(1)}.\n", encoding="utf-8")
    return path


def test_a_path_is_answered_with_the_sketch_of_its_article(tmp_path: Path, document: Path) -> None:
    paths = [str(document), str(tmp_path / "gone.txt"), str(document)]
    done = subprocess.run(
        [sys.executable, "-P", "-m", duplicates_worker.__name__, str(MOST), str(tmp_path), "cache", "x.jsonl"],
        input="".join(json.dumps(path) + "\n" for path in paths), capture_output=True, text=True, timeout=200,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    expected = list(sketch(read_article(str(document), max_bytes=MOST).text))
    assert [json.loads(line) for line in done.stdout.splitlines()] == [expected, [], expected]
    assert list(read(StorePath(tmp_path, "cache", "x.jsonl"))) == [os.path.realpath(document)]


def test_what_is_known_is_not_read_again_until_it_changes(
    tmp_path: Path, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = StorePath(tmp_path, "x.jsonl")
    first = SketchFile(file).of(str(document), MOST)
    monkeypatch.setattr(duplicates_worker, "_sketch_of", lambda path, most: (7,))  # noqa: ARG005
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
