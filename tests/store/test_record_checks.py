"""What is wrong with the records of a whole store."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store import record_checks
from reader.store.record_checks import RepeatedIds

#: Ids of documents, none twice in one.
DOCUMENTS = st.lists(st.sets(st.integers(0, 60), max_size=30), max_size=8)


def count(documents: list[set[int]]) -> int:
    with RepeatedIds() as ids:
        for numbers in documents:
            ids.add_numbers(b"".join((number << 4).to_bytes(16, "big") for number in sorted(numbers)))
        return ids.count()


def repeated(documents: list[set[int]]) -> int:
    return sum(many > 1 for many in Counter(number for one in documents for number in one).values())


@given(documents=DOCUMENTS, most=st.integers(0, 600))
def test_ids_in_two_documents_are_counted_wherever_they_wait(documents: list[set[int]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_checks, "_IN_MEMORY", most)
        assert count(documents) == repeated(documents)


@pytest.mark.parametrize("size", [0, 100])
def test_a_full_disk_does_not_keep_them_from_being_counted(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class FullDisk:
        """A file that takes some bytes of the second piece, or none at all."""

        def __init__(self, **_: Any) -> None:
            if not size:
                raise OSError(28, "No space left on device")
            self._file = original(buffering=0)
            self._writes = 0

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

        def write(self, data: bytes) -> int:
            self._writes += 1
            return self._file.write(data if self._writes == 1 else data[:size])

    original = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", FullDisk)
    monkeypatch.setattr(record_checks, "_IN_MEMORY", 300)
    documents = [set(range(start, start + 30)) for start in range(0, 100, 10)]
    assert count(documents) == repeated(documents)


def test_few_need_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert count([{1, 2}, {2, 3}]) == 1
