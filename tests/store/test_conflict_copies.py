"""A copy that a program for synchronised folders made of a store file: counted once, named, merged, and never lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli import main
from reader.model.annotation import Annotation, Change, new_id, now, to_fields
from reader.model.document import Document
from reader.store.conflict_copies import copies_in
from reader.store.document_keys import Identity
from reader.store.folder_store import FolderStore
from reader.store.records.record_rows import row_id_of
from reader.store.store_protocol import COPIES

SHA = "cd" * 32
KEY = f"quay.txt.{SHA[:12]}"
NAMES = [
    f"{KEY} (ada's conflicted copy 2023-03-14)",
    f"{KEY} (Ada’s conflicted copy 2023-03-14 1)",
    f"{KEY} (Konflikt-Kopie von ada 2023-03-14)",
    f"{KEY} (Case Conflict)",
    f"{KEY}.sync-conflict-20230314-101112-K3VJ2QX",
    f"{KEY} (conflicted copy 2023-03-14 101112)",
    f"{KEY}_conflict-20230314-101112",
    f"{KEY}-ADAS-LAPTOP",
    f"{KEY}-ADAS-LAPTOP-2",
    f"{KEY} (1)",
    f"{KEY}(1)",
    f"{KEY} 2",
    f"{KEY} (SFConflict ada@example.org 2023-03-14-10-11-12)",
    f"{KEY}.Conflict",
    f"{KEY} [Conflict]",
    f"{KEY} - Copy",
    f"Copy of {KEY}",
    f"Kopie von {KEY}",
    f"~{KEY}",
    f"(Ada) {KEY}",
]


def annotation(quote: str, start: int, **rest: str) -> Annotation:
    moment = rest.pop("updated_at", now())
    return Annotation(
        id=new_id(), label="claim", start=start, end=start + len(quote), quote=quote, annotator="ada",
        created_at=moment, updated_at=moment, **rest,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "annotations"


@pytest.fixture
def key(folder: Path) -> str:
    """A document with two annotations, as a reader leaves it."""
    store = FolderStore(folder)
    document = Document(None, str(folder.parent / "quay.txt"), SHA, "Quay")
    done = store.save(document, [Change(None, annotation("one", 0)), Change(None, annotation("two", 4))])
    store.close()
    assert done.document.key == KEY
    return KEY


def quotes(folder: Path) -> list[str]:
    """What is counted, in every document."""
    store = FolderStore(folder)
    return [one.quote for key in store.keys() for one in store.load(key, with_copies=True).annotations]


def copied(folder: Path, key: str, name: str) -> Path:
    return Path(shutil.copy(folder / f"{key}.json", folder / f"{name}.json"))


def edited(path: Path, change: Callable[[dict[str, dict[str, dict[str, object]]]], object]) -> None:
    """Change what a file says, as a machine elsewhere would have."""
    tables = json.loads(path.read_text())
    change(tables)
    path.write_text(json.dumps(tables))


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_any_program_is_no_document_of_its_own(folder: Path, key: str, name: str) -> None:
    copied(folder, key, name)
    assert FolderStore(folder).keys() == [key]
    assert quotes(folder) == ["one", "two"]


@pytest.mark.parametrize(
    "name", [f"{KEY}-notes.txt.0123456789ab", "quay.txt-0A1B2C.0123456789ab", "quay (1).txt.0123456789ab", "other 2"]
)
def test_a_document_with_a_like_name_is_a_document(name: str) -> None:
    known = {KEY: Identity(SHA, (), "../quay.txt"), name: Identity(SHA, (), "../quay.txt")}
    assert copies_in(known, known.get) == {}


def test_a_file_of_such_a_name_about_something_else_is_a_document() -> None:
    known = {KEY: Identity(SHA, (), "../quay.txt"), f"{KEY} 2": Identity("ef" * 32, (), "../other.txt")}
    assert copies_in(known, known.get) == {}


def test_where_the_file_itself_is_gone_one_of_its_copies_stands_for_it() -> None:
    names = [f"{KEY} (1)", f"{KEY} (2)"]
    assert copies_in(names, lambda _: None) == {names[0]: [names[1]]}
    assert copies_in(names[:1], lambda _: None) == {}


def test_what_is_only_in_the_copy_is_counted_too(folder: Path, key: str) -> None:
    path = copied(folder, key, NAMES[0])
    fresh = annotation("three", 8)
    edited(path, lambda tables: tables["annotations"].update({row_id_of(fresh.id): to_fields(fresh)}))
    assert quotes(folder) == ["one", "two", "three"]
    assert sorted(one["quote"] for one in exported(folder)) == ["one", "three", "two"]


def exported(folder: Path, *more: str) -> list[dict[str, object]]:
    target = folder.parent / "out.jsonl"
    main(["export", "--store", str(folder), "-o", str(target), *more])
    return [json.loads(line) for line in target.read_text().splitlines()]


def test_of_an_annotation_that_both_changed_the_newer_words_stand_and_both_notes(folder: Path, key: str) -> None:
    path = copied(folder, key, NAMES[4])

    def change(tables: dict[str, dict[str, dict[str, object]]]) -> None:
        row = next(row for row in tables["annotations"].values() if row["quote"] == "one")
        row["note"], row["updated_at"] = "from the laptop", "2099-01-01T00:00:00.000Z"
        row["label"] = "evidence"

    edited(path, change)
    (one,) = [one for one in exported(folder) if one["quote"] == "one"]
    assert "from the laptop" in str(one["note"])


def test_what_was_deleted_after_the_copy_was_made_stays_deleted(folder: Path, key: str) -> None:
    copied(folder, key, NAMES[0])
    store = FolderStore(folder)
    stored = store.load(key)
    store.save(stored.document, [Change(stored.annotations[0], None)])
    store.close()
    assert quotes(folder) == ["two"]


def test_export_and_stats_name_the_copy_and_say_what_to_do(
    folder: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(folder, key, NAMES[0])
    assert main(["export", "--store", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == len({json.loads(line)["id"] for line in out.splitlines()}) == 2
    assert f"{NAMES[0]}.json" in err
    assert "check --repair" in err
    assert len(err.splitlines()) == 1
    assert main(["stats", "--store", str(folder)]) == 0
    out, err = capsys.readouterr()
    figures = {name.strip(): count for name, _, count in (line.rpartition("  ") for line in out.splitlines())}
    assert (figures["documents"], figures["annotations"]) == ("1", "2")
    assert f"{NAMES[0]}.json" in err


def test_check_names_every_copy_and_repair_merges_them_and_moves_them_out(
    folder: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = annotation("three", 8)
    path = copied(folder, key, NAMES[0])
    edited(path, lambda tables: tables["annotations"].update({row_id_of(fresh.id): to_fields(fresh)}))
    content = path.read_bytes()
    copied(folder, key, NAMES[7])
    assert main(["check", "--store", str(folder)]) == 1
    err = capsys.readouterr().err
    assert all(f"{name}.json" in err for name in (NAMES[0], NAMES[7]))
    assert main(["check", "--repair", "--store", str(folder)]) == 0
    capsys.readouterr()
    assert sorted(path.name for path in folder.glob("*.json")) == [f"{key}.json"]
    store = FolderStore(folder)
    assert [one.quote for one in store.load(key).annotations] == ["one", "two", "three"]
    assert content in [path.read_bytes() for path in (folder / ".nrc-reader" / "quarantine").iterdir()]
    assert main(["check", "--store", str(folder)]) == 0


@pytest.mark.parametrize("command", ["export", "stats"])
def test_annotations_that_are_in_two_files_of_other_names_are_said(
    folder: Path, key: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(folder, key, "old")
    assert main([command, "--store", str(folder)]) == 0
    assert "2 annotations are in two documents" in capsys.readouterr().err


def test_a_copy_that_cannot_be_read_is_named_and_left(
    folder: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copied(folder, key, NAMES[0])
    path.write_bytes(b"\x00\x01 nothing that anybody understands")
    assert quotes(folder) == ["one", "two"]
    assert main(["export", "--store", str(folder)]) == 1
    assert f"{NAMES[0]}.json" in capsys.readouterr().err
    assert main(["check", "--repair", "--store", str(folder)]) == 1
    assert path.exists()


def test_a_reader_is_warned_and_finds_its_own_document(folder: Path, key: str) -> None:
    copied(folder, key, NAMES[0])
    store = FolderStore(folder)
    assert [one.kind for one in store.warnings() if NAMES[0] in one.line] == [COPIES]
    assert store.find(str(folder.parent / "quay.txt"), SHA) == key
    assert store.find(str(folder.parent / "moved.txt"), SHA) == key


def test_what_is_missing_in_a_copy_that_was_cut_off_is_not_deleted(folder: Path, key: str) -> None:
    path = copied(folder, key, NAMES[0])
    path.write_bytes(path.read_bytes()[:-200])
    assert quotes(folder) == ["one", "two"]
    assert main(["check", "--repair", "--store", str(folder)]) == 0
    assert [one.quote for one in FolderStore(folder).load(key).annotations] == ["one", "two"]


def test_what_the_copy_brought_can_be_taken_back(folder: Path, key: str) -> None:
    fresh = annotation("three", 8)
    path = copied(folder, key, NAMES[0])
    edited(path, lambda tables: tables["annotations"].update({row_id_of(fresh.id): to_fields(fresh)}))
    assert main(["check", "--repair", "--store", str(folder)]) == 0
    (act,) = {one.act for one in FolderStore(folder).history(key) if one.act.what.startswith("changed outside")}
    assert act.step
