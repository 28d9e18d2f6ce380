"""What is measured is as large as it says, the same every time, and what the reader takes it for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.article_loading import read_here
from reader.store.folder_store import FolderStore
from tests.benchmarks.speed.inputs import (
    ARTICLE,
    RARE,
    STORE,
    Inputs,
    long_text,
    page,
    paragraphs,
    short_file,
    words_in,
)


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    return Inputs(tmp_path / "cache")


@given(st.integers(10, 3_000))
def test_a_text_has_the_words_that_it_promises_and_the_rare_one_once(words: int) -> None:
    text = long_text(words)
    assert words_in(text) == words
    assert text.count(RARE) == 1
    assert text == long_text(words)


@given(st.integers(1, 500), st.integers(0, 99))
def test_paragraphs_have_so_many_words_together(words: int, seed: int) -> None:
    assert sum(map(words_in, paragraphs(words, seed))) == words


def test_a_folder_has_so_many_files_a_thousand_in_one(inputs: Inputs) -> None:
    folder = inputs.files(1_003)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.txt"))
    assert len(files) == 1_003
    assert files[999:1_001] == ["000/000999.txt", "001/001000.txt"]


def test_some_files_are_edited_copies_of_the_one_before() -> None:
    assert short_file(49).startswith(short_file(48).rstrip())
    assert short_file(49) != short_file(48)
    assert len({short_file(number) for number in range(200)}) == 200


def test_a_saved_page_is_an_article_between_menus(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page(3), encoding="utf-8")
    article = read_here(str(path), max_bytes=1 << 20)
    assert article.title
    assert article.title in page(3)
    assert 550 <= words_in(article.text) <= 650


def test_annotations_of_a_text_are_where_its_article_has_them(inputs: Inputs) -> None:
    folder = inputs.annotated(2_000, 40)
    article = read_here(str(folder / ARTICLE), max_bytes=1 << 20)
    source = (folder / ARTICLE).read_text(encoding="utf-8")
    store = FolderStore(folder / STORE)
    (key,) = store.keys()
    stored = store.load(key)
    assert len(stored.annotations) == 40
    assert not stored.notices
    for one in stored.annotations:
        assert one.quote == article.text[one.start : one.end] == source[one.source_start : one.source_end]
    store.close()


def test_annotations_of_short_articles_are_in_them_and_no_id_is_twice(inputs: Inputs) -> None:
    folder = inputs.articles(3, 20)
    store = FolderStore(folder / STORE)
    ids = set()
    for key in store.keys():
        stored = store.load(key)
        text = read_here(stored.document.source, max_bytes=1 << 20).text
        assert all(text[one.start : one.end] == one.quote for one in stored.annotations)
        ids |= {one.id for one in stored.annotations}
    assert len(ids) == 60
    store.close()


def test_what_is_to_be_imported_is_what_an_export_of_the_store_gives(inputs: Inputs) -> None:
    store, exported = inputs.store(3, 50), inputs.exported(3, 50)
    command = [sys.executable, "-m", "reader", "export", "--store", str(store)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=200)
    assert done.stderr == ""
    rows = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 150
    assert len({row["id"] for row in rows}) == 150
    assert sorted(done.stdout.splitlines()) == sorted(exported.read_text(encoding="utf-8").splitlines())


def test_what_was_made_is_found_again_and_half_of_it_never_taken_for_all(
    inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(number: int) -> str:
        if number == 3:
            raise KeyboardInterrupt
        return "text"

    with monkeypatch.context() as patch:
        patch.setattr("tests.benchmarks.speed.inputs.short_file", fail)
        with pytest.raises(KeyboardInterrupt):
            inputs.files(5)
    folder = inputs.files(5)
    assert len([*folder.rglob("*.txt")]) == 5
    changed = folder.stat().st_mtime_ns
    assert inputs.files(5).stat().st_mtime_ns == changed
    assert [path.name for path in inputs.folder.iterdir()] == ["5-files"]
