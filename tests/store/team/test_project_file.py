"""The project of a store: who is named in it, and that a mistake in it is told."""

from pathlib import Path

import pytest

from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from reader.store.team.project_file import project_in, read_project
from reader.store.team.team import Project
from reader.store.team.team_files import team_of, watched_team


def test_a_store_without_one_names_nobody(store: FolderStore) -> None:
    assert read_project(store.folder) == Project()
    assert store.team().annotators_of(Document(None, "a.txt", "5f")) == frozenset()


def test_names_and_blindness_are_read_and_what_a_later_version_knows_is_left_alone() -> None:
    text = b'annotators = ["A", " B "]\nadjudicators = ["C"]\nblind = true\nguideline = "g.md"\n'
    assert project_in(text, Path("p")) == Project(("A", "B"), ("C",), is_blind=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('annotators = "A"', "p: annotators must be a list of names"),
        ('annotators = ["A", "A"]', "p: annotators must be different names"),
        ('annotators = ["A\\u001b"]', "p: annotators must be different names of one line"),
        ('annotators = ["A"]\nblind = "no"', "p: blind must be true or false"),
        ("blind = true", "p: blind needs annotators"),
        ("<<<<<<< HEAD", "p:1: not valid TOML"),
    ],
)
def test_a_mistake_is_one_line_and_opens_nobodys_eyes(text: str, words: str) -> None:
    with pytest.raises(StoreError, match=f"^{words}"):
        project_in(text.encode(), Path("p"))


def test_a_team_is_read_again_when_a_file_changes_and_stays_while_it_cannot_be_read(store: FolderStore) -> None:
    store.folder.mkdir()
    (store.folder / "project.toml").write_text('annotators = ["A", "B"]')
    team = watched_team(store.folder)
    document = Document(None, "a.txt", "5f", location=str(store.folder.parent / "a.txt"))
    assert team().annotators_of(document) == {"A", "B"}
    line = '{"annotators": ["B", "Z"], "place": "../a.txt", "sha256": "60"}\n'
    (store.folder / "assignments.jsonl").write_text(line)
    assert team().annotators_of(document) == {"B"}, "Z is no annotator of the project"
    (store.folder / "project.toml").write_text("broken")
    assert team().annotators_of(document) == {"B"}
    with pytest.raises(StoreError):
        team_of(store.folder)
