"""What was said of passages of several documents: kept as links, undone as one step, and printed as claims."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.workspace.claims.session_claims import SessionClaims
from reader.workspace.edits import EditError
from reader.workspace.library_entries import OpenDocument
from reader.workspace.session import Session

FIRST = "Mill to stay\n\nBy Ada Okonjo\n\n3 May 2021\n\nThe owner said the mill of Tarn employs 300 people.\n"
SECOND = "A mill in trouble\n\nBy Ben Lodge\n\n8 May 2021\n\nThe mill of Tarn employs 120 people, the union said.\n"
THIRD = "Mill sold\n\nBy Cem Arn\n\n2 June 2021\n\nThe mill of Tarn now employs 90 people. It rained.\n"


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("CONFIG", "ANNOTATOR", "STORE"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    for name, text in (("1.txt", FIRST), ("2.txt", SECOND), ("3.txt", THIRD)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Session.open(["1.txt", "2.txt", "3.txt"], store="annotations", annotator="ann") as opened:
        yield opened


def _documents(session: Session) -> list[OpenDocument]:
    return [session.read(entry) for entry in session.documents]


def _decided(session: Session) -> None:
    """The second contradicts the first, and the third brings the second up to date."""
    first, second, _ = _documents(session)
    claims = SessionClaims(session)
    claim = session.tag(first, "claim", quote="the mill of Tarn employs 300 people")
    candidate = next(one for one in claims.candidates(first, claim) if "120" in one.quote)
    claims.decide(first, claim, candidate, "contradicts")
    other = next(iter(second.records.annotations))
    newer = next(one for one in claims.candidates(second, other) if "90" in one.quote)
    claims.decide(second, other, newer, "updates")


def _printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["ledger", "--store", "annotations", *words]) == 0
    return capsys.readouterr().out


def test_a_sentence_that_is_said_to_contradict_is_tagged_and_linked_in_one_step(session: Session) -> None:
    first, second, _ = _documents(session)
    claims = SessionClaims(session)
    claim = session.tag(first, "claim", quote="the mill of Tarn employs 300 people")
    candidate = next(one for one in claims.candidates(first, claim) if "120" in one.quote)
    assert "number" in candidate.differs
    link = claims.decide(first, claim, candidate, "contradicts")
    (tag,) = second.records.annotations
    assert (tag.label, tag.quote) == ("claim", candidate.quote)
    assert (link.source, link.target, link.kind, link.annotator) == (claim.id, tag.id, "contradicts", "ann")
    session.edits.undo()
    assert not [*second.records.annotations, *first.records.links()]
    session.edits.redo()
    assert [one.kind for one in first.records.links()] == ["contradicts"]


def test_what_was_decided_is_no_candidate_any_more(session: Session) -> None:
    first = _documents(session)[0]
    claims = SessionClaims(session)
    claim = session.tag(first, "claim", quote="the mill of Tarn employs 300 people")
    before = claims.candidates(first, claim)
    claims.decide(first, claim, before[0], "unrelated")
    assert before[0].quote not in [one.quote for one in claims.candidates(first, claim)]


def test_the_newer_passage_brings_the_older_up_to_date_whichever_was_asked(session: Session) -> None:
    first, _, third = _documents(session)
    claims = SessionClaims(session)
    claim = session.tag(first, "claim", quote="the mill of Tarn employs 300 people")
    candidate = next(one for one in claims.candidates(first, claim) if one.document.name.endswith("3.txt"))
    claims.decide(first, claim, candidate, "same")
    link = claims.decide(first, claim, candidate, "updates")
    (tag,) = third.records.annotations
    assert (link.source, link.target) == (tag.id, claim.id)
    assert first.records.links() == []  # what was said before does not stand beside it


def test_another_relation_is_refused(session: Session) -> None:
    first = _documents(session)[0]
    claims = SessionClaims(session)
    claim = session.tag(first, "claim", quote="the mill of Tarn employs 300 people")
    with pytest.raises(EditError, match="there is no relation"):
        claims.decide(first, claim, claims.candidates(first, claim)[0], "denies")


def test_the_ledger_has_a_row_a_claim(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    _decided(session)
    first = _documents(session)[0]
    evidence = session.tag(first, "evidence", quote="The owner said")
    session.link(evidence, next(one for one in first.records.annotations if one.label == "claim"), "supports")
    session.close()
    record: dict[str, Any] = json.loads(_printed(capsys, "-f", "json"))
    assert record["wording"] == "the mill of Tarn employs 300 people"
    assert record["dates"] == ["2021-05-03", "2021-05-08", "2021-06-02"]
    assert [one["quote"] for one in record["evidence_for"]] == ["The owner said"]
    (contradiction,) = record["contradictions"]
    assert contradiction["differs"][0] == "number (300 / 120)"
    assert (contradiction["open"], record["open_contradictions"]) == (False, 0)
    assert _printed(capsys, "-f", "json") == _printed(capsys, "-f", "json")
    (row,) = csv.DictReader(_printed(capsys, "-f", "csv").removeprefix("\ufeff").splitlines())
    assert (row["passages"], row["contradictions"]) == ("3", "1")
    assert _printed(capsys, "-f", "markdown").startswith("# Claims\n\n## the mill of Tarn employs 300 people")
    assert "since brought up to date" in _printed(capsys)


def test_a_claim_that_nobody_joined_is_a_row_of_all(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    session.tag(_documents(session)[0], "claim", quote="the mill of Tarn employs 300 people")
    session.close()
    assert _printed(capsys) == ""
    assert "(1 passage, 1 source)" in _printed(capsys, "--all")
