"""``diff`` and ``merge``: what a person sees, and what is on the disk."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.cli import main
from reader.model.annotation import Change, Link, new_id
from reader.store.folder_store import FolderStore
from tests.exchange.comparison.repositories import AT, DOCUMENT, Repository, annotation, later, save, stored

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder of its own."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    monkeypatch.setenv("NRC_READER_ANNOTATOR", "ann")
    with pytest.MonkeyPatch.context() as zone:
        zone.setenv("TZ", "UTC")
        time.tzset()
        yield here
    time.tzset()


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    """Run a command; what it printed, and what it said."""
    assert main(list(words)) == code
    found = capsys.readouterr()
    return found.out, found.err


def files(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.glob("*.json*")}


def test_diff_says_what_was_added_removed_relabelled_and_noted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, gone, new = annotation(0), annotation(10, "opinion"), annotation(20, annotator="bo")
    save(folder / "a", Change(None, kept), Change(None, gone))
    shutil.copytree(folder / "a", folder / "b")
    save(
        folder / "b",
        later(kept, 5, label="evidence", note="see page 3"),
        Change(gone, None),
        Change(None, new),
        by="bo",
    )
    said, _ = run(capsys, "diff", "a", "b")
    lines = said.splitlines()
    assert lines[0] == "one.txt:0-4: relabelled claim → evidence “text” (bo, 2026-04-11 10:05:00)"
    assert lines[1] == "one.txt:0-4: note changed “” → “see page 3” of evidence “text” (bo, 2026-04-11 10:05:00)"
    assert lines[2].startswith("one.txt:10-14: removed opinion “text” (bo, 20")
    assert lines[3] == "one.txt:20-24: added claim “text” (bo, 2026-04-11 09:30:00)"
    assert lines[4] == "1 added, 1 removed, 1 relabelled, 1 note changed in 1 document"


def test_diff_in_json_is_one_object_and_the_same_each_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = annotation()
    save(folder / "a", Change(None, one))
    shutil.copytree(folder / "a", folder / "b")
    save(folder / "b", later(one, 1, label="opinion"))
    said, _ = run(capsys, "diff", "a", "b", "-f", "json")
    assert said == run(capsys, "diff", "a", "b", "-f", "json")[0]
    found = json.loads(said)
    assert found["totals"] == {"relabelled": 1}
    (document,) = found["documents"]
    (change,) = document["changes"]
    assert (change["before"]["label"], change["after"]["label"], change["by"]) == ("claim", "opinion", "ann")


def test_a_difference_is_no_problem_unless_that_is_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "a", Change(None, annotation()))
    save(folder / "b", Change(None, annotation(10)))
    run(capsys, "diff", "a", "b")
    run(capsys, "diff", "a", "b", "--exit-code", code=1)
    assert run(capsys, "diff", "a", "a", "--exit-code") == ("no differences\n", "")


def test_annotator_selects_whose_changes_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "a", Change(None, annotation()))
    shutil.copytree(folder / "a", folder / "b")
    save(folder / "b", Change(None, annotation(10, annotator="bo")), by="bo")
    save(folder / "b", Change(None, annotation(20, annotator="cy")), by="cy")
    said, _ = run(capsys, "diff", "a", "b", "--annotator", "cy")
    assert said.splitlines()[-1] == "1 added in 1 document"


def test_a_passage_that_was_found_again_was_not_moved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, moved = annotation(0), annotation(10)
    save(folder / "a", Change(None, found), Change(None, moved))
    shutil.copytree(folder / "a", folder / "b")
    again = replace(found, start=3, end=7, anchor="moved")
    by_hand = replace(moved, start=10, end=18, quote="text too", updated_at="2026-04-11T10:00:00.000Z")
    save(folder / "b", Change(found, again), Change(moved, by_hand))
    said, _ = run(capsys, "diff", "a", "b")
    assert "re-anchored claim 0-4 → 3-7 “text” (ann" in said
    assert "moved claim 10-14 → 10-18 “text” → “text too” (ann" in said


def test_an_export_is_compared_with_its_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "annotations", Change(None, annotation(note="mine")))
    run(capsys, "export", "-o", "tags.jsonl")
    run(capsys, "export", "-o", "tags.csv", "-f", "csv")
    for name in ("tags.jsonl", "tags.csv"):
        assert run(capsys, "diff", name) == ("no differences\n", "")
    (folder / "tags.jsonl").write_text((folder / "tags.jsonl").read_text().replace('"claim"', '"opinion"'))
    assert "relabelled opinion → claim" in run(capsys, "diff", "tags.jsonl")[0]


def test_what_cannot_be_read_of_an_export_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "annotations", Change(None, annotation()))
    run(capsys, "export", "-o", "tags.jsonl")
    with (folder / "tags.jsonl").open("a") as file:
        file.write("{]\n")
    said, told = run(capsys, "diff", "tags.jsonl", code=1)
    assert said == "no differences\n"
    assert told.startswith("nrc-reader: tags.jsonl: line 2: left out: is not JSON")


def test_what_is_no_side_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "annotations", Change(None, annotation()))
    (folder / "one.txt").write_text("A text.\n")
    assert "is it an export" in run(capsys, "diff", "one.txt", code=1)[1]
    assert "is no store and no export" in run(capsys, "diff", ".", code=1)[1]


def test_links_are_named_by_what_they_link(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = annotation(), replace(annotation(10), quote="fact")
    save(folder / "a", Change(None, one), Change(None, other))
    shutil.copytree(folder / "a", folder / "b")
    save(folder / "b", Change(None, Link(new_id(), other.id, one.id, "supports", "ann", AT, AT)))
    said, _ = run(capsys, "diff", "a", "b")
    assert said.splitlines() == [
        "one.txt: link added supports “fact” → “text” (ann, 2026-04-11 09:30:00)",
        "1 link added in 1 document",
    ]


def test_exports_of_other_programs_can_be_merged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"id": 1, "text": "A text of mine.", "label": [[2, 6, "claim"]], "Comments": []}
    (folder / "a.jsonl").write_text(json.dumps(row) + "\n")
    (folder / "b.jsonl").write_text(json.dumps({**row, "label": [[2, 6, "claim"], [10, 14, "opinion"]]}) + "\n")
    run(capsys, "merge", "a.jsonl", "b.jsonl", "-o", "c")
    assert [(one.label, one.quote) for one in stored(folder / "c")] == [("claim", "text"), ("opinion", "mine")]
    assert all(one.updated_at for one in stored(folder / "c"))
    run(capsys, "--store", "c", "check")
    said, _ = run(capsys, "--store", "c", "export", "-f", "jsonl-documents", "--no-names")
    assert json.loads(said)["text"] == "A text of mine."


def test_a_folder_that_is_an_export_is_read_as_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = FolderStore(folder / "annotations")
    store.save(DOCUMENT, [Change(None, replace(annotation(), quote="A te"))], text="A text.")
    store.close()
    run(capsys, "export", "-f", "label-studio", "-o", "tasks")
    assert run(capsys, "diff", "tasks") == ("no differences\n", "")


@pytest.mark.parametrize(
    "name", ["nothing", "nothing.jsonl", "-:annotations", ":annotations", "--output=x:annotations"]
)
def test_a_side_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    save(folder / "annotations", Change(None, annotation()))
    _, told = run(capsys, "diff", "-f", "text", "--", name, code=1)
    assert told.count("\n") == 1
    assert name.partition(":")[0] in told


@needs_git
def test_a_revision_is_compared_with_the_store_in_force(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(folder)
    one = annotation()
    save(repository.store, Change(None, one))
    repository.commit()
    save(repository.store, later(one, 1, label="opinion"), by="bo")
    said, _ = run(capsys, "diff", "HEAD:")
    assert said.splitlines() == [
        "one.txt:0-4: relabelled claim → opinion “text” (bo, 2026-04-11 10:01:00)",
        "1 relabelled in 1 document",
    ]
    repository.commit()
    assert run(capsys, "diff", "HEAD:annotations") == ("no differences\n", "")
    assert "relabelled claim → opinion" in run(capsys, "diff", "HEAD~1:annotations", "main:annotations")[0]
    assert repository.git("status", "--porcelain") == ""


@needs_git
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none:annotations", "git knows no revision none"),
        ("HEAD:elsewhere", "there is no folder elsewhere in"),
        ("HEAD:../..", "../.. lies in no git repository"),
        ("HEAD^{/x:annotations", "git knows no revision"),
        ("--upload-pack=touch pwned:annotations", "is no revision"),
    ],
)
def test_a_revision_that_is_none_is_refused_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, why: str
) -> None:
    repository = Repository(folder)
    save(repository.store, Change(None, annotation()))
    repository.commit()
    _, told = run(capsys, "diff", "--", name, code=1)
    assert why in told
    assert told.count("\n") == 1
    assert not (folder / "pwned").exists()


@needs_git
def test_links_and_other_files_of_a_revision_are_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(folder)
    save(repository.store, Change(None, annotation()))
    (repository.store / "link.json").symlink_to("../secret.json")
    (repository.store / "broken.\x1b[31m.json").write_text("nothing\n")
    repository.commit()
    said, told = run(capsys, "diff", "HEAD:", "HEAD:", code=1)
    assert said == "no differences\n"
    assert "broken" in told
    assert "\x1b" not in told
    assert "link.json" not in told


@needs_git
def test_a_repository_of_a_strangers_runs_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(folder)
    save(repository.store, Change(None, annotation()))
    repository.commit()
    (path,) = repository.store.glob("*.json")
    blob = repository.git("rev-parse", f"HEAD:annotations/{path.name}").strip()
    touch = f"sh -c touch% {folder / 'pwned'}"
    for name, value in (
        ("extensions.partialClone", "origin"), ("remote.origin.promisor", "true"), ("protocol.ext.allow", "always"),
        ("remote.origin.url", f"ext::{touch}"), ("core.fsmonitor", str(folder / "hook")), ("core.pager", touch),
    ):  # fmt: skip
        repository.git("config", name, value)
    (folder / "hook").write_text(f"#!/bin/sh\ntouch {folder / 'pwned'}\n")
    (folder / "hook").chmod(0o755)
    assert run(capsys, "diff", "HEAD:") == ("no differences\n", "")
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()  # as in a partial clone
    _, told = run(capsys, "diff", "HEAD:", code=1)
    assert told.count("\n") == 1
    assert not (folder / "pwned").exists()


@needs_git
def test_two_work_trees_of_one_repository_have_an_ancestor(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(folder)
    one = annotation()
    save(repository.store, Change(None, one))
    repository.commit()
    repository.git("worktree", "add", "-q", "../other", "-b", "bo")
    other = folder.parent / "other" / "annotations"
    save(repository.store, later(one, 5, label="evidence"))
    save(other, later(one, 1, note="bo's"), by="bo")
    _, told = run(capsys, "merge", "annotations", str(other), "-o", "c")
    assert told.startswith("merged 1 document since the common ancestor ")
    assert [(one.label, one.note) for one in stored(folder / "c")] == [("evidence", "bo's")]


def test_merge_puts_both_together_whichever_comes_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = annotation()
    save(folder / "a", Change(None, shared))
    shutil.copytree(folder / "a", folder / "b")
    save(folder / "a", Change(None, annotation(10)))
    save(folder / "b", Change(None, annotation(20, annotator="bo")), by="bo")
    _, told = run(capsys, "merge", "a", "b", "-o", "c")
    assert told == "merged 1 document: 1 the same in both, 1 only in the first, 1 only in the second\n"
    run(capsys, "merge", "b", "a", "-o", "d")
    assert files(folder / "c") == files(folder / "d")
    assert [one.start for one in stored(folder / "c")] == [0, 10, 20]
    assert list(FolderStore(folder / "c").faults()) == []


def test_merged_with_itself_it_is_the_same_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, gone = annotation(note="é\nx"), annotation(10)
    save(folder / "a", Change(None, one), Change(None, gone))
    save(folder / "a", Change(gone, None))
    run(capsys, "merge", "a", "a", "-o", "c")
    assert files(folder / "c") == files(folder / "a")


def test_the_later_version_stands_and_the_other_is_in_the_history(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = annotation()
    save(folder / "a", Change(None, one))
    save(folder / "b", Change(None, one))
    save(folder / "a", later(one, 5, label="evidence"))
    save(folder / "b", later(one, 1, label="opinion"))
    _, told = run(capsys, "merge", "a", "b", "-o", "c")
    assert told.splitlines()[0] == "merged 1 document: 1 changed in both ways"
    assert [one.label for one in stored(folder / "c")] == ["evidence"]
    assert "gave way to another change: opinion “text”" in run(capsys, "--store", "c", "log")[0]


def test_a_deletion_counts_and_the_deleted_is_in_the_history(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = annotation()
    save(folder / "a", Change(None, one))
    shutil.copytree(folder / "a", folder / "b")
    save(folder / "b", Change(one, None))
    _, told = run(capsys, "merge", "a", "b", "-o", "c")
    assert told == "merged 1 document: 1 deleted\n"
    assert stored(folder / "c") == []
    (file,) = (folder / "c").glob("*.json")
    assert len(json.loads(file.read_text())["_trash"]) == 1
    assert "gave way to another change: claim" in run(capsys, "--store", "c", "log")[0]


def test_what_each_copy_of_a_folder_changed_stands_field_by_field(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = annotation()
    save(folder / "a", Change(None, one))
    shutil.copytree(folder / "a", folder / "b")
    save(folder / "a", later(one, 5, label="evidence"))
    save(folder / "b", later(one, 1, note="bo's"), by="bo")
    _, told = run(capsys, "merge", "a", "b", "-o", "c")
    assert told == "merged 1 document: 1 joined field by field\n"
    assert [(one.label, one.note) for one in stored(folder / "c")] == [("evidence", "bo's")]


@needs_git
def test_what_each_branch_changed_stands_field_by_field(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(folder)
    one, gone = annotation(), annotation(10)
    save(repository.store, Change(None, one), Change(None, gone))
    repository.commit()
    repository.git("checkout", "-q", "-b", "bo")
    save(repository.store, later(one, 1, note="bo's"), Change(gone, None), by="bo")
    repository.commit()
    repository.git("checkout", "-q", "main")
    save(repository.store, later(one, 5, label="evidence"))
    repository.commit()
    _, told = run(capsys, "merge", "main:", "bo:", "-o", "c")
    assert told.startswith("merged 1 document since the common ancestor ")
    assert told.endswith(": 1 joined field by field, 1 deleted\n")
    assert [(one.label, one.note) for one in stored(folder / "c")] == [("evidence", "bo's")]
    run(capsys, "merge", "bo:", "annotations", "-o", "d")
    assert files(folder / "c") == files(folder / "d")
    assert repository.git("branch", "--show-current") == "main\n"


def test_a_result_can_be_an_export(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "a", Change(None, annotation()))
    save(folder / "b", Change(None, annotation(10)))
    run(capsys, "merge", "a", "b", "-o", "c.csv", "-f", "csv")
    run(capsys, "merge", "b", "a", "-o", "d.csv", "-f", "csv")
    assert (folder / "c.csv").read_bytes() == (folder / "d.csv").read_bytes()
    run(capsys, "merge", "a", "b", "-o", "c")
    assert run(capsys, "diff", "c", "c.csv") == ("no differences\n", "")


@pytest.mark.parametrize("form", ["store", "jsonl"])
def test_nothing_is_written_over(folder: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    save(folder / "a", Change(None, annotation()))
    (folder / "c").mkdir()
    (folder / "c" / "mine").write_text("x")
    (folder / "file").write_text("x")
    (folder / "link").symlink_to("a")
    for name in ("c", "file", "link"):
        _, told = run(capsys, "merge", "a", "a", "-o", name, "-f", form, code=1)
        assert "is there already" in told
    assert (folder / "c" / "mine").read_text() == (folder / "file").read_text() == "x"
    assert sorted(path.name for path in folder.iterdir()) == ["a", "c", "file", "link"]


def test_an_empty_folder_becomes_the_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "a", Change(None, annotation()))
    (folder / "c").mkdir()
    run(capsys, "merge", "a", "a", "-o", "c")
    assert len(stored(folder / "c")) == 1
    _, told = run(capsys, "merge", "a", "a", "-o", "none/c", code=1)
    assert "there is no folder" in told


def test_labels_of_both_stores_are_in_the_result(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from reader.config.label import Label

    for name, key in (("a", "x"), ("b", "y")):
        save(folder / name, Change(None, annotation()))
        FolderStore(folder / name).add_label(Label(f"label-{name}", key, "green"))
    run(capsys, "merge", "a", "b", "-o", "c")
    assert [label.name for label in FolderStore(folder / "c").labels()] == ["label-a", "label-b"]


def test_a_document_keeps_its_identity(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "a", Change(None, annotation()))
    run(capsys, "merge", "a", "a", "-o", "c")
    store = FolderStore(folder / "c")
    key = store.find(str(folder / "one.txt"), DOCUMENT.sha256)
    assert key is not None
    assert store.load(key).document.source == str(folder / "one.txt")
    assert store.load(key).annotations[0].created_at == AT


def test_both_sides_stay_as_they_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def everything() -> dict[str, tuple[bytes, int]]:
        found = [path for name in ("a", "b") for path in (folder / name).rglob("*") if path.is_file()]
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}

    one = annotation()
    save(folder / "a", Change(None, one))
    shutil.copytree(folder / "a", folder / "b")
    FolderStore(folder / "b").save(DOCUMENT, [later(one, 1, label="opinion")])  # it is in the journal alone
    before = everything()
    assert "1 relabelled" in run(capsys, "diff", "a", "b")[0]
    run(capsys, "merge", "a", "b", "-o", "c")
    assert everything() == before
    assert [each.label for each in stored(folder / "c")] == ["opinion"]


def test_what_is_damaged_is_named_and_the_rest_is_merged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "a", Change(None, annotation()))
    (folder / "a" / "broken.json").write_text("{")
    _, told = run(capsys, "merge", "a", "a", "-o", "c", code=1)
    assert "broken.json" in told
    assert len(stored(folder / "c")) == 1


def test_a_newer_store_is_not_taken_for_an_empty_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(folder / "a", Change(None, annotation()))
    (path,) = (folder / "a").glob("*.json")
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 99'))
    shutil.rmtree(folder / "a" / ".nrc-reader")
    (folder / "a" / ".nrc-reader").mkdir()
    _, told = run(capsys, "diff", "a", "a", code=1)
    assert "newer nrc-reader" in told


def test_two_documents_of_one_name_and_one_key_are_both_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        store = FolderStore(folder / name)
        place = replace(DOCUMENT, path=f"{name}/one.txt", location=str(folder / name / "one.txt"))
        other = replace(place, path=f"{name}/more/one.txt", location=str(folder / name / "more" / "one.txt"))
        store.save(place, [Change(None, annotation())], apart=True)
        store.save(replace(other, sha256="ab" * 6 + "cd" * 26), [Change(None, annotation(10))], apart=True)
        store.close()
    run(capsys, "merge", "a", "b", "-o", "c")
    run(capsys, "merge", "b", "a", "-o", "d")
    assert files(folder / "c") == files(folder / "d")
    assert sorted(one.start for one in stored(folder / "c")) == [0, 0, 10, 10]
