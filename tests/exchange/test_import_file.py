"""A file comes in document by document, whatever order it is in, and as often as it is stopped and begun again."""

import io
import json
import os
import random
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from reader.exchange import import_file
from reader.exchange.import_file import ImportFile
from reader.exchange.jsonl import Incoming, line, merge_groups, read, rows
from reader.model.annotation import new_id
from reader.store.files import document_index
from reader.store.folder_store import FolderStore

MADE = "2026-04-11T09:30:00.000Z"


def row(number: int, which: int, **fields: Any) -> dict[str, Any]:
    whole = {"id": new_id(), "document": f"{which}.txt", "document_sha256": f"{which:064x}", "title": None}
    whole |= {"label": "claim", "start": number, "end": number + 4, "quote": "text", "prefix": "", "suffix": ""}
    whole |= {"source_start": number, "source_end": number + 4, "note": "", "annotator": "ann", "created_at": MADE}
    return whole | {"updated_at": MADE, "anchor": "exact", "links": []} | fields


def taken(data: bytes | BinaryIO) -> tuple[dict[tuple[str, str], list[str]], list[str]]:
    """The ids of the rows of each document, and what cannot be used."""
    with ImportFile(io.BytesIO(data) if isinstance(data, bytes) else data, "x") as file:
        faults = [str(one) for one in file.look()]
        groups = list(file.groups())
        assert file.documents == len(groups)
        assert file.count == sum(map(len, groups))
    return {
        (one[0].document.path, one[0].document.sha256): [each.annotation.id for each in one] for one in groups
    }, faults


def reference(data: bytes) -> tuple[dict[tuple[str, str], list[str]], list[str]]:
    """The same, with everything in memory."""
    groups: dict[tuple[str, str], list[str]] = {}
    faults = []
    for one in read(io.BytesIO(data).readlines(), "x"):
        if isinstance(one, Incoming):
            groups.setdefault((one.document.path, one.document.sha256), []).append(one.annotation.id)
        else:
            faults.append(str(one))
    return groups, faults


def files() -> dict[str, bytes]:
    lines = [line(row(number, number % 7, note="é" * (number % 3))).encode() for number in range(60)]
    shuffled = random.Random(1).sample(lines, len(lines))
    loose = [json.dumps(json.loads(one), indent=1).encode() + b"\n" for one in lines[:20]]
    return {
        "in order": b"".join(sorted(lines, key=lambda one: json.loads(one)["document"])),
        "in no order": b"".join(shuffled),
        "with faults": b"\n\n" + b"{\n".join(shuffled) + b"\xff\n\n" + shuffled[0].removesuffix(b"\n"),
        "first line broken": b"{\n" + b"".join(shuffled),
        "over several lines": b"".join(loose),
        "a list": b"[" + b",".join(lines[:9]) + b"]",
        "with a mark": b"\xef\xbb\xbf" + b"".join(lines),
        "with other line ends": b"".join(lines).replace(b"\n", b"\r\n"),
        "nothing": b"",
    }


@pytest.mark.parametrize("name", list(files()))
def test_the_rows_of_each_document_come_together_and_faults_are_named(name: str) -> None:
    data = files()[name]
    assert taken(data) == reference(data)


def test_a_line_that_is_too_long_is_left_out_and_those_after_it_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (import_file, "reader.exchange.jsonl"):
        if isinstance(module, str):
            monkeypatch.setattr(f"{module}.LONGEST_LINE", 2000)
        else:
            monkeypatch.setattr(module, "LONGEST_LINE", 2000)
    lines = [line(row(number, 1, note="n" * (9000 if number == 1 else 5))).encode() for number in range(3)]
    groups, faults = taken(b"".join(lines))
    assert [len(ids) for ids in groups.values()] == [2]
    assert len(faults) == 1


def test_a_pipe_and_the_rest_of_a_file_are_read_as_a_file(tmp_path: Path) -> None:
    data = files()["in no order"]
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert taken(pipe) == reference(data)
    (tmp_path / "x").write_bytes(b"read before\n" + data)
    with (tmp_path / "x").open("rb") as file:
        file.readline()
        assert taken(file) == reference(data)


def test_what_somebody_changes_meanwhile_is_left_out_and_goes_to_no_other_document(tmp_path: Path) -> None:
    path = tmp_path / "x"
    lines = [line(row(number, number)).encode() for number in range(3)]
    path.write_bytes(b"".join(lines))
    with path.open("rb", buffering=0) as raw, ImportFile(raw, "x") as file:
        assert list(file.look()) == []
        path.write_bytes(lines[0] + b"x" * len(lines[1]) + lines[0])
        assert [one[0].document.path for one in file.groups()] == ["0.txt"]


def test_an_import_that_was_stopped_is_finished_by_the_next_and_nothing_is_doubled(tmp_path: Path) -> None:
    data = files()["in no order"]
    stores = [FolderStore(tmp_path / name) for name in ("whole", "stopped")]
    for store in stores:
        stops = (2, 3, 99) if store is stores[1] else (99,)
        for stop in stops:
            with ImportFile(io.BytesIO(data), "x") as file:
                list(file.look())
                for number, _ in enumerate(merge_groups(store, file.groups()), 1):
                    if number == stop:
                        break
            store.close()
    one, other = ([{**found, "document": ""} for found in rows(map(store.load, store.keys()))] for store in stores)
    assert sorted(one, key=lambda each: each["id"]) == sorted(other, key=lambda each: each["id"])
    assert len(one) == 60
    assert stores[0].keys() == stores[1].keys()


def test_the_documents_of_an_import_are_not_looked_at_for_each_of_them(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int | None] = []
    original = document_index.DocumentIndex._refresh
    monkeypatch.setattr(document_index, "_BULK_S", 1e9)
    monkeypatch.setattr(
        document_index.DocumentIndex, "_refresh", lambda self, changed: looks.append(changed) or original(self, changed)
    )
    data = b"".join(line(row(1, number)).encode() for number in range(60))
    with ImportFile(io.BytesIO(data), "x") as file:
        list(file.look())
        assert len(list(merge_groups(store, file.groups()))) == 60
    assert len(looks) < 6
    assert len(store.keys()) == 60


def test_what_another_reader_adds_meanwhile_is_seen_by_an_import(store: FolderStore) -> None:
    other = FolderStore(store.folder)
    theirs = [read([line(row(1, number, document=f"elsewhere/{number}.html")).encode()], "x") for number in range(9)]

    def groups() -> Any:
        for number in range(9):
            (one,) = theirs[number]
            assert isinstance(one, Incoming)
            list(merge_groups(other, [[one]]))
            (mine,) = read([line(row(9, number)).encode()], "x")
            yield [mine]

    list(merge_groups(store, groups()))
    assert [len(store.load(key).annotations) for key in store.keys()] == [2] * 9
