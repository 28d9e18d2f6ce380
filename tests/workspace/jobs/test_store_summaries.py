"""What the store tells of its documents is the same whichever process reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.store.document_summaries import DocumentSummary, summaries_in
from reader.store.folder_store import FolderStore
from reader.store.memory_store import MemoryStore
from reader.workspace.jobs import store_summaries
from reader.workspace.jobs.store_summaries import BATCH, packed, summary_batches, unpacked
from reader.workspace.session import Session
from tests.counted_library import far_entries, summaries_of


def never() -> bool:
    return False


def all_of(store: FolderStore | MemoryStore) -> list[DocumentSummary]:
    return [one for batch in summary_batches(store, never) for one in batch]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderStore:
    """Four documents, tagged, one finished, two of them linked with each other; more than one process reads."""
    monkeypatch.setattr(store_summaries, "FEW", 3)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"Story {number}\n\nNobody came. It rained {number} times.\n")
    with Session.open([tmp_path], store=tmp_path / "kept", annotator="ann") as session:
        tags = [session.tag(session.read(one), "claim", quote="Nobody came.") for one in session.documents]
        session.link(tags[0], tags[2])
        session.finish(session.read(session.documents[1]))
        assert session.flush()
    return FolderStore(tmp_path / "kept")


def test_a_large_store_is_read_in_another_process(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = list(summaries_in(store))
    assert sum(bool(one.finished) for one in expected) == 1
    assert sum(len(one.across) for one in expected) > 0
    monkeypatch.setattr(store_summaries, "summaries_in", None)  # nobody reads it in this one
    assert all_of(store) == expected


def test_where_no_process_can_be_started_it_is_read_here(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError(11, os.strerror(11))

    monkeypatch.setattr(store_summaries, "ChildProcess", refused)
    assert all_of(store) == list(summaries_in(store))


def test_a_small_store_needs_no_other_process(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_summaries, "FEW", 4)
    monkeypatch.setattr(store_summaries, "ChildProcess", None)
    assert all_of(store) == list(summaries_in(store))
    assert all_of(MemoryStore()) == []


def test_a_batch_is_a_short_message_that_comes_apart_again(tmp_path: Path) -> None:
    batch = summaries_of(far_entries(tmp_path, BATCH), "somebody")
    message = packed(batch)
    assert unpacked(message) == batch
    assert len(message) < BATCH * (len(str(tmp_path)) + 150)


def test_nothing_more_comes_once_nobody_waits(store: FolderStore) -> None:
    assert [*summary_batches(store, lambda: True)] == []
