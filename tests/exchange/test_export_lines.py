"""An export in bounded memory gives the bytes that it would give with everything in memory."""

import json
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.exchange.export_lines import ExportLines, export_file
from reader.exchange.jsonl import line, rows
from reader.exchange.store_statistics import figures_of
from reader.model.annotation import Annotation, Change, new_id, to_fields
from reader.model.document import Document
from reader.store.files import text_scan
from reader.store.files.file_format import serialised
from reader.store.folder_store import FolderStore
from reader.store.memory_store import MemoryStore
from reader.store.store_protocol import Store, StoreError
from tests.random_stores import STEPS, do, read_in_full
from tests.written_files import write_files

MADE = "2026-04-11T09:30:00.000Z"


def annotation(start: int, quote: str = "text", **fields: Any) -> Annotation:
    whole = {"created_at": MADE, "updated_at": MADE} | fields
    return Annotation(new_id(), "claim", start, start + len(quote), quote, **whole)


def reference(store: Store) -> bytes:
    """The export, from every document in full."""
    return "".join(line(row) for row in rows(read_in_full(store))).encode()


def exported(store: Store) -> bytes:
    """The export, each document read as fast as it can be."""
    with ExportLines() as lines, store.scanning() as scan:
        for key in reversed(store.keys()):
            try:
                lines.add(scan.texts(key) or store.load(key, with_copies=True))
            except StoreError:
                continue
        return b"".join(lines.chunks())


@settings(max_examples=150)
@given(st.data(), STEPS)
def test_whatever_happened_to_a_store_its_export_is_the_same(data: st.DataObject, steps: list[str]) -> None:
    with TemporaryDirectory() as folder:
        store = FolderStore(Path(folder) / "annotations")
        for step in steps:
            do(store, step, data.draw)
        again = FolderStore(store.folder)
        assert exported(again) == reference(again)
        with again.scanning() as scan:
            for key in again.keys():
                if (texts := scan.texts(key)) is not None:
                    stored = again.load(key, with_copies=True)
                    assert figures_of(texts)._replace(counts=sorted(figures_of(texts).counts)) == figures_of(
                        stored
                    )._replace(counts=sorted(figures_of(stored).counts))
                    assert (texts.stored.links, texts.stored.decisions) == (stored.links, stored.decisions)
                    assert (stored.notices, stored.is_whole) == ((), True)


def test_files_as_the_program_writes_them_are_not_read_as_json(store: FolderStore) -> None:
    quotes = ["plain", 'she said "no"', "back\\slash", "two\n\nblocks\tand", "“–” 😀 é", "soft\u00adhyphen\u00a0"]
    for number, quote in enumerate(quotes):
        one = annotation(number, quote, note=quote, attributed_to="" if number % 2 else "Berg")
        store.save(Document(None, f"{number}.txt", f"{number}" * 64, quote), [Change(None, one)])
    for _ in range(2):
        write_files(store)
        with store.scanning() as scan:
            assert [scan.texts(key) is not None for key in store.keys()] == [True] * len(quotes)
        assert exported(store) == reference(store)
        store.close()  # without journals, too


def test_two_documents_of_one_path_are_in_one_order(store: FolderStore) -> None:
    for number in range(3):
        ones = [annotation(start * 3 + number) for start in range(4)]
        document = Document(None, "same.txt", f"{number}" * 64)
        store.save(document, [Change(None, one) for one in ones], apart=True)
    starts = [json.loads(row)["start"] for row in exported(store).splitlines()]
    assert starts == list(range(12))
    assert exported(store) == reference(store)


def test_a_memory_store_is_exported_too() -> None:
    store = MemoryStore()
    store.save(Document(None, "a.txt", "a" * 64), [Change(None, annotation(3))])
    assert exported(store) == reference(store) != b""


def test_memory_does_not_grow_with_the_store(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.exchange.export_lines._IN_MEMORY", 1 << 16)
    store.folder.mkdir()
    row, documents, each = to_fields(annotation(7, "quote " * 20)), 60, 100

    def peak(count: int) -> int:
        for number in range(count):
            sha256 = f"{number:064x}"[::-1]
            ids = range((1 << 100) + number * each, (1 << 100) + (number + 1) * each)
            meta = {"schema": 1, "name": "a", "path": f"{number}.txt", "sha256": sha256, "title": "", "place": "a"}
            tables = {"_meta": {"1": {**meta, "hashes": []}}, "annotations": {str(one): row for one in ids}}
            (store.folder / f"{number}.txt.{sha256[:12]}.json").write_text(serialised(tables))
        tracemalloc.start()
        try:
            assert export_file(store, store.folder.parent / "out.jsonl").count == count * each
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few = peak(documents // 6)
    size = (store.folder.parent / "out.jsonl").stat().st_size
    assert peak(documents) < few + size  # all lines are five times as much more


def test_a_document_that_is_written_while_it_is_scanned_is_read_in_full(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = store.save(Document(None, "a.txt", "a" * 64), [Change(None, annotation(3))]).document
    write_files(store)
    original = text_scan._content

    def meanwhile(*arguments: Any) -> bytes:
        data = original(*arguments)
        FolderStore(store.folder).save(saved, [Change(None, annotation(9))])
        return data

    with store.scanning() as scan:
        assert scan.texts(str(saved.key)) is not None
        monkeypatch.setattr(text_scan, "_content", meanwhile)
        assert scan.texts(str(saved.key)) is None


def test_an_export_that_is_stopped_leaves_what_was_there(store: FolderStore, tmp_path: Path) -> None:
    from reader.exchange.export_target import write_export

    def stopped() -> Any:
        yield b"half"
        raise KeyboardInterrupt

    store.save(Document(None, "a.txt", "a" * 64), [Change(None, annotation(3))])
    for path in (tmp_path / "out.jsonl", store.folder / "out.jsonl"):
        path.write_text("before")
        before = sorted(path.parent.iterdir())
        with pytest.raises(KeyboardInterrupt):
            write_export(store, path, stopped())
        assert path.read_text() == "before"
        assert sorted(path.parent.iterdir()) == before
