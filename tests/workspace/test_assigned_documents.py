"""Whose a document is: said when it comes up, found by a word in the list, and who has yet to finish it."""

from __future__ import annotations

import json
from pathlib import Path

from reader.config.settings import Settings
from reader.model.document import Document
from reader.store.memory_store import MemoryStore
from reader.workspace.assigned_documents import AssignedDocuments
from reader.workspace.entry_index import EntryIndex
from reader.workspace.session import Session


def session_of(folder: Path, annotator: str) -> Session:
    settings = Settings(annotator=annotator, detector="rules")
    return Session.open([str(folder / "texts")], store=folder / "annotations", settings=settings)


def project(folder: Path, *, is_blind: bool = True) -> None:
    (folder / "texts").mkdir()
    (folder / "annotations").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / "texts" / name).write_text(f"The council of {name} met.\n", encoding="utf-8")
    blind = "true" if is_blind else "false"
    (folder / "annotations" / "project.toml").write_text(
        f'annotators = ["A", "B", "Z"]\nadjudicators = ["C"]\nblind = {blind}\n'
    )
    lines = [
        {"annotators": names, "place": f"../texts/{name}.txt", "sha256": ""}
        for name, names in (("a", ["A", "B"]), ("b", ["B", "Z"]))
    ]
    (folder / "annotations" / "assignments.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))


def test_a_document_of_others_is_said_to_be_theirs_but_not_to_who_adjudicates(tmp_path: Path) -> None:
    project(tmp_path)
    said = {}
    for name in ("A", "B", "C"):
        with session_of(tmp_path, name) as session:
            assigned = session.summaries.assigned
            documents = [session.read(entry).document for entry in session.documents]
            said[name] = [assigned.notice(document) for document in documents]
    assert said == {"A": ["", "assigned to B and Z, not to you", ""], "B": ["", "", ""], "C": ["", "", ""]}


def test_those_that_are_mine_are_found_by_their_places(tmp_path: Path) -> None:
    project(tmp_path)
    with session_of(tmp_path, "B") as session:
        assert len(session.documents) == 3
        found = session.summaries.assigned.mine(session.library.index)
        assert [Path(entry.path).name for entry in found] == ["a.txt", "b.txt"]


def test_who_has_yet_to_finish_is_told_only_where_that_hides_something(tmp_path: Path) -> None:
    project(tmp_path)
    with session_of(tmp_path, "A") as session:
        documents = [session.read(entry).document for entry in session.documents]
        assigned = session.summaries.assigned
        assert [assigned.hidden_until(one, ()) for one in documents] == ["B", "B and Z", "B and Z"]
        assert assigned.hidden_until(documents[2], {"Z"}) == "B"
        assert assigned.hidden_until(documents[0], {"B"}) == ""
    with session_of(tmp_path, "C") as session:
        assert session.summaries.assigned.hidden_until(documents[0], ()) == ""


def test_a_store_without_a_project_has_nobodys_documents() -> None:
    assigned = AssignedDocuments(MemoryStore(), "A")
    assert assigned.notice(Document(None, "a.txt", "5f")) == ""
    assert list(assigned.mine(EntryIndex())) == []
