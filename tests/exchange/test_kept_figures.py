"""Kept figures are those that counting anew gives, and what did not change is not read."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cli import main
from reader.exchange.kept_figures import FILE, KeptFigures
from reader.exchange.store_statistics import StoreFigures, figures_of, statistics
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document, Stored
from reader.store.files import text_scan
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from tests.random_stores import STEPS, do, read_in_full

MADE = "2026-04-11T09:30:00.000Z"


def figures(store: FolderStore) -> tuple[StoreFigures, int]:
    """The figures of a store, kept ones where they count; and how many ids are in two documents."""
    cache = store.cache_folder()
    assert cache is not None
    kept = KeptFigures(cache / FILE, store.address)
    found = []
    with store.scanning() as scan:
        for key in store.keys():
            try:
                one = kept.figures(key, scan, partial(store.load, with_copies=True))
            except StoreError:
                continue
            found.append(figures_of(one) if isinstance(one, Stored) else one)
    repeated = kept.repeated()
    kept.keep()
    return in_order(statistics("store", found, ["claim"])), repeated


def in_order(figures: StoreFigures) -> StoreFigures:
    """The figures with the counts of each document in one order."""
    return figures._replace(documents=[one._replace(counts=sorted(one.counts)) for one in figures.documents])


def reference(store: FolderStore) -> tuple[StoreFigures, int]:
    """The same, counted from every document in full."""
    stored = read_in_full(store)
    ids = [one.id for document in stored for one in document.annotations]
    return in_order(statistics("store", stored, ["claim"])), sum(ids.count(one) > 1 for one in set(ids))


def tagged(store: FolderStore, count: int = 5) -> list[Document]:
    """Documents with an annotation each."""
    facts = {"annotator": "ann", "created_at": MADE, "updated_at": MADE}
    ones = [Annotation(new_id(), "claim", 3, 7, "text", **facts) for _ in range(count)]
    documents = [Document(None, f"{number}.txt", f"{number:x}" * 64) for number in range(count)]
    saved = [store.save(document, [Change(None, one)]).document for document, one in zip(documents, ones, strict=True)]
    store.close()
    return saved


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    found: list[str] = []
    original = text_scan._content
    monkeypatch.setattr(
        text_scan, "_content", lambda folder, name, *rest: found.append(name) or original(folder, name, *rest)
    )
    return found


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files may be kept as soon as they are written; their inodes tell them from others."""
    monkeypatch.setattr(text_scan, "_TICK_NS", -(1 << 62))


@pytest.mark.usefixtures("settled")
def test_what_did_not_change_is_not_read_again(store: FolderStore, reads: list[str]) -> None:
    documents = tagged(store)
    before = figures(store)
    assert len([name for name in reads if name.endswith(".json")]) == 5
    reads.clear()
    assert figures(store) == before == reference(store)
    assert reads == []
    store.save(documents[3], [Change(None, Annotation(new_id(), "opinion", 1, 2, "x"))])
    store.close()
    assert figures(store) == reference(store) != before
    assert {name for name in reads if name.endswith(".json")} == {f"{documents[3].key}.json"}


@pytest.mark.usefixtures("settled")
def test_an_id_in_two_documents_is_counted_whether_they_were_read_or_kept(store: FolderStore) -> None:
    first, second, *_ = tagged(store)
    (one,) = store.load(str(first.key)).annotations
    store.save(second, [Change(None, one)])
    store.close()
    for _ in range(3):
        assert figures(store)[1] == reference(store)[1] == 1
    (store.folder / f"{first.key}.json").unlink()
    (store.hidden_folder / "history" / f"{first.key}.jsonl").unlink()
    assert figures(store)[1] == reference(store)[1] == 0


def test_a_file_that_was_written_a_moment_ago_is_read_again(store: FolderStore, reads: list[str]) -> None:
    tagged(store)
    for _ in range(2):
        reads.clear()
        figures(store)
        assert len([name for name in reads if name.endswith(".json")]) == 5


@settings(max_examples=60)
@given(st.data(), st.lists(STEPS, max_size=3))
def test_whatever_happens_to_a_store_they_are_never_wrong(data: st.DataObject, days: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(text_scan, "_TICK_NS", data.draw(st.sampled_from([-(1 << 62), text_scan._TICK_NS])))
        store = FolderStore(Path(folder) / "annotations")
        for steps in days:
            for step in steps:
                do(store, step, data.draw)
                # Two writes of one length in one tick of the clock cannot be told apart: here each has its own moment.
                for file in (*store.folder.glob("*.json"), *store.hidden_folder.glob("*/*.jsonl")):
                    at = file.stat().st_mtime_ns + data.draw(st.integers(1, 1 << 20))
                    os.utime(file, ns=(at, at))
            again = FolderStore(store.folder)
            assert figures(again) == reference(again)
            assert figures(again) == reference(again)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:0],
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"version": 2', '"version": 3'),
        lambda text: text.replace('"claim"', "7"),
        lambda text: text.replace('"2026-04-11": 1', '"2026-04-11": "one"'),
        lambda text: text.replace('{"2026-04-11": 1}', "[]"),
        lambda text: "[" * 100 * len(text),
        lambda text: "\x00" * len(text),
        lambda text: text.replace('"store": "', '"store": "/elsewhere'),
    ],
)
def test_a_damaged_file_is_as_good_as_none(store: FolderStore, damage: Callable[[str], str]) -> None:
    tagged(store)
    before = figures(store)
    path = store.hidden_folder / "cache" / FILE
    path.write_text(damage(path.read_text()))
    assert figures(store) == before
    assert figures(store) == before


def test_the_command_says_the_same_with_and_without_them(
    store: FolderStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tagged(store)
    monkeypatch.chdir(store.folder.parent)
    said: list[Any] = []
    for tick in (1 << 62, -(1 << 62), -(1 << 62)):
        monkeypatch.setattr(text_scan, "_TICK_NS", tick)
        assert main(["stats"]) == 0
        said.append(capsys.readouterr())
    assert said[0] == said[1] == said[2]
    assert (store.hidden_folder / "cache" / FILE).exists()


def test_a_store_without_a_hidden_folder_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "annotations").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["stats"]) == 0
    assert list((tmp_path / "annotations").iterdir()) == []
