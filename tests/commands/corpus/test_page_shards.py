"""The input in shards: each page once, in order, and a change of a file shows in its shards alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.commands.corpus.page_shards import shards
from reader.sources import walk
from tests.commands.corpus.generated_pages import write_pages


@given(st.lists(st.text(st.characters(exclude_characters="\0"), max_size=9), max_size=40), st.integers(1, 9))
def test_each_page_is_in_one_shard_in_order(pages: list[str], size: int) -> None:
    cut = list(shards(iter(pages), size))
    assert [page for shard in cut for page in shard.pages] == pages
    assert [shard.number for shard in cut] == list(range(len(cut)))
    assert all(len(shard.pages) == size for shard in cut[:-1])
    assert all(shard.fingerprint for shard in cut)


def test_shards_are_cut_when_they_are_asked_for() -> None:
    asked = []
    cut = shards((asked.append(number) or str(number) for number in range(100)), 10)  # type: ignore[func-returns-value]
    next(cut)
    assert len(asked) == 10


def test_a_changed_file_shows_in_the_shards_of_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_pages(Path("a.jsonl"), 10)
    write_pages(Path("b.jsonl"), 10)
    before = list(shards(walk(["a.jsonl", "b.jsonl"]), 5))
    assert before[0].sizes(["a.jsonl#1", "a.jsonl#2"]) == {"a.jsonl": Path("a.jsonl").stat().st_size}
    assert [shard.changed_file() for shard in before] == [""] * 4
    os.utime("b.jsonl", ns=(1, 1))
    assert [shard.changed_file() for shard in before] == ["", "", "b.jsonl", "b.jsonl"]
    after = list(shards(walk(["a.jsonl", "b.jsonl"]), 5))
    assert [one.fingerprint == other.fingerprint for one, other in zip(before, after, strict=True)] == [
        True,
        True,
        False,
        False,
    ]


def test_a_page_that_is_gone_has_no_size_and_a_name_without_text_is_a_name() -> None:
    name = os.fsdecode(b"none\xff.txt")
    (shard,) = shards(iter([name]), 3)
    assert shard.sizes([name]) == {name: -1}
    assert shard.fingerprint
