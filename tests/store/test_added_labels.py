"""Labels that were added in the reader: in the store, merged by lines, read from whatever a merge left."""

import json
import subprocess
from pathlib import Path

import pytest

from reader.config.label import Label
from reader.config.label_changes import LabelChange
from reader.store.added_labels import (
    MOST,
    add_label,
    label_fault,
    labels_in,
    load_changes,
    load_labels,
    write_rows,
)
from reader.store.labels.label_rows import changed
from reader.store.store_folder import LABELS_FILE

PREMISE = Label("premise", "P", "#d787ff", "Given as a reason.")
RUMOUR = Label("rumour", "U", "red", "Nobody says where it is from – “on dit”.")


def test_what_was_added_is_there_in_its_order_one_a_line(tmp_path: Path) -> None:
    add_label(tmp_path, PREMISE)
    add_label(tmp_path, RUMOUR)
    assert load_labels(tmp_path) == (PREMISE, RUMOUR)
    lines = (tmp_path / LABELS_FILE).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["premise", "rumour"]
    add_label(tmp_path, Label("premise", "Q", "blue"))
    assert [(one.name, one.key) for one in load_labels(tmp_path)] == [("premise", "Q"), ("rumour", "U")]


def test_a_store_without_any_has_none(tmp_path: Path) -> None:
    assert load_labels(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< ours", "{", "[]", "7", '{"name": "x"}', '{"name": "a b", "key": "k"}', '{"name": "x", "key": "kk"}',
        '{"name": "x", "key": "k", "colour": "#zzz"}', '{"name": "x\\u001b[2J", "key": "k"}',
        '{"name": "x", "key": "k", "guideline": "\\u001b]0;t\\u0007"}', "\\ud800", "[" * 5000,
    ],
)  # fmt: skip
def test_a_line_that_is_no_label_is_passed_over(tmp_path: Path, line: str) -> None:
    add_label(tmp_path, PREMISE)
    path = tmp_path / LABELS_FILE
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8", errors="replace")
    assert load_labels(tmp_path) == (PREMISE,)


@pytest.mark.parametrize("line", ["<<<<<<< ours", "a note", '{"name": "newer", "key": "k", "shape": "round"}'])
def test_adding_a_label_leaves_what_is_not_understood_where_it_is(tmp_path: Path, line: str) -> None:
    add_label(tmp_path, PREMISE)
    path = tmp_path / LABELS_FILE
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    add_label(tmp_path, RUMOUR)
    add_label(tmp_path, Label("premise", "Q", "blue"))
    assert path.read_text(encoding="utf-8").splitlines()[0] == line
    assert [(one.name, one.key) for one in load_labels(tmp_path)] == [("premise", "Q"), ("rumour", "U")]


def test_of_a_hundred_thousand_labels_the_first_hundred_are_there_and_none_goes(tmp_path: Path) -> None:
    path = tmp_path / LABELS_FILE
    path.write_text("".join(f'{{"name": "l{number}", "key": "k"}}\n' for number in range(100_000)))
    before = path.read_bytes()
    assert [one.name for one in load_labels(tmp_path)] == [f"l{number}" for number in range(MOST)]
    with pytest.raises(OSError, match="no room"):
        add_label(tmp_path, PREMISE)
    assert path.read_bytes() == before


def test_what_two_people_added_merges_in_git(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True, timeout=200)

    (tmp_path / ".gitattributes").write_text("*.json merge=union text eol=lf\n")
    git("init", "-q", "-b", "main")
    add_label(tmp_path, PREMISE)
    git("add", "-A")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "other")
    add_label(tmp_path, RUMOUR)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    add_label(tmp_path, Label("irony", "I", "#d787ff"))
    git("commit", "-qam", "ours")
    git("merge", "-q", "other")
    assert {one.name for one in load_labels(tmp_path)} == {"premise", "rumour", "irony"}


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / LABELS_FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="link"):
        add_label(tmp_path, PREMISE)
    assert (tmp_path / "elsewhere").read_text() == ""


def test_a_key_that_another_label_has_by_now_is_refused_with_that_label(tmp_path: Path) -> None:
    add_label(tmp_path, PREMISE)
    with pytest.raises(ValueError, match="'P' tags as premise"):
        add_label(tmp_path, Label("rumour", "P", "red"))
    assert load_labels(tmp_path) == (PREMISE,)


@pytest.mark.parametrize("line", ['{"x":', "xx", '{"x": 1}', "<<<<<<< ours"])
def test_a_line_that_is_no_label_is_named(tmp_path: Path, line: str) -> None:
    assert label_fault(tmp_path) == ""
    add_label(tmp_path, PREMISE)
    assert label_fault(tmp_path) == ""
    path = tmp_path / LABELS_FILE
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert label_fault(tmp_path).startswith(f"{path}:3: is no label")
    path.write_text(f"{line}\n" * 3, encoding="utf-8")
    assert "nor are 2 other lines" in label_fault(tmp_path)


def test_labels_that_cannot_be_read_at_all_are_named(tmp_path: Path) -> None:
    (tmp_path / LABELS_FILE).mkdir()
    assert f"{tmp_path / LABELS_FILE}: its labels cannot be read" in label_fault(tmp_path)


def test_what_became_of_names_stands_in_lines_of_its_own(tmp_path: Path) -> None:
    add_label(tmp_path, PREMISE)
    write_rows(tmp_path, lambda rows: changed(rows, [LabelChange("premise", "reason", "S"), LabelChange("claim")]))
    path = tmp_path / LABELS_FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [
        '{"becomes": "reason", "label": "premise", "step": "S"}',
        '{"becomes": "", "label": "claim"}',
    ]
    assert label_fault(tmp_path) == ""
    assert labels_in(path.read_bytes()) == (PREMISE,), "as a version sees it that knows nothing of this"
    assert load_labels(tmp_path) == (PREMISE._replace(name="reason"),)
    add_label(tmp_path, PREMISE._replace(name="reason", key="R"))
    assert [(one.name, one.key) for one in load_labels(tmp_path)] == [("reason", "R")]


@pytest.mark.parametrize(
    "line",
    [
        '{"becomes": "a"}', '{"becomes": 1, "label": "b"}',
        '{"becomes": "b", "label": "b"}', '{"becomes": "b", "label"',
        '{"becomes": "b", "label": ""}',
        '{"becomes": "b", "label": "a", "why": "?"}', '{"becomes": ["b"], "label": "a"}',
    ],
)  # fmt: skip
def test_a_line_on_a_name_that_cannot_be_understood_is_passed_over_and_stays(tmp_path: Path, line: str) -> None:
    add_label(tmp_path, PREMISE)
    path = tmp_path / LABELS_FILE
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert not load_changes(tmp_path)
    assert f"{LABELS_FILE}:1: is no label" in label_fault(tmp_path)
    write_rows(tmp_path, lambda rows: changed(rows, [LabelChange("claim")]))
    assert path.read_text(encoding="utf-8").splitlines()[0] == line
