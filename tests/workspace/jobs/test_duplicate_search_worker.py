"""The process that sketches documents: what it answers, what it keeps, and what spoils nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reader.cleaning.article_loading import read_article
from reader.system.child_process import ChildProcess
from reader.system.guarded_path import StorePath
from reader.text.near_duplicates import SketchIndex, sketch
from reader.workspace.jobs import duplicate_search_worker
from reader.workspace.jobs.duplicate_search_worker import SketchFile, compared, read
from tests.text.test_near_duplicates import article

MOST = 1 << 20


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "one.txt"
    path.write_text(f"A headline\n\n{article(1)}.\n", encoding="utf-8")
    return path


def test_paths_are_answered_with_the_documents_whose_text_is_there_already(tmp_path: Path, document: Path) -> None:
    again, other = tmp_path / "again.txt", tmp_path / "other.txt"
    again.write_text(f"Another headline\n\n{article(1)}. And a last word.\n", encoding="utf-8")
    other.write_text(f"A headline\n\n{article(2)}.\n", encoding="utf-8")
    asked = [[0, [str(document), "", str(tmp_path / "gone.txt"), str(other)]], [4, [str(again), str(document)]]]
    answers = []
    with ChildProcess(duplicate_search_worker.__name__, str(MOST), str(tmp_path), "cache", "x.jsonl") as child:
        for request in asked:
            done = 0
            while done < len(request[1]):  # it answers sooner where a document takes long
                part = json.dumps([request[0] + done, request[1][done:]]).encode()
                count, *found = json.loads(bytes(child.ask(part, 200, 1 << 16)))
                done += count
                answers += found
    (place, first, share), (last, same, whole) = answers
    assert (place, first, last, same, whole) == (4, 0, 5, 0, 1.0)
    assert 0.8 < share < 1
    kept = read(StorePath(tmp_path, "cache", "x.jsonl"))
    assert list(kept) == [os.path.realpath(one) for one in (document, other, again)]
    assert kept[os.path.realpath(document)][1] == sketch(read_article(str(document), max_bytes=MOST).text)


def test_it_answers_with_at_least_one_document_however_long_that_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicate_search_worker, "_ANSWER_S", -1)
    assert compared(7, ["a", "b"], SketchIndex(), lambda _: ()) == [1]


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
