"""Suggestions in a session: seen, taken, corrected, dismissed, and what is learnt from all of that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli import main
from reader.model.annotation_origin import ACCEPTED, CORRECTED, MANUAL, Origin, origin_of
from reader.suggestions.suggested_passages import Suggestion
from reader.workspace.edits import EditError
from reader.workspace.library_entries import OpenDocument
from reader.workspace.session import Session
from reader.workspace.suggestions.session_suggestions import SessionSuggestions

FACT = "The port handled 41,000 containers in March 2021, according to its annual report."
WISH = "The council must never let this happen again."
DULL = "The ferry company owns boats."
TEXT = f"{FACT} {DULL}\n\n{WISH}\n"


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("CONFIG", "ANNOTATOR", "STORE"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    with Session.open(["one.txt"], store="annotations", annotator="ann") as opened:
        yield opened


@pytest.fixture
def document(session: Session) -> OpenDocument:
    return session.read(session.documents[0])


@pytest.fixture
def suggested(session: Session) -> SessionSuggestions:
    return SessionSuggestions(session)


def quotes(document: OpenDocument, found: list[Suggestion]) -> list[str]:
    return [document.article.text[one.start : one.end] for one in found]


def test_what_is_taken_is_tagged_says_where_it_comes_from_and_is_undone_like_any_tag(
    session: Session, document: OpenDocument, suggested: SessionSuggestions
) -> None:
    fact, wish = suggested.of(document)
    assert (fact.label, wish.label) == ("evidence", "opinion")
    taken = suggested.take(document, fact)
    assert (taken.label, taken.quote, taken.annotator) == ("evidence", FACT, "ann")
    origin = origin_of(taken)
    assert (origin.how, origin.model) == (ACCEPTED, "rules-1")
    assert origin.score == pytest.approx(fact.score, abs=0.001)
    assert quotes(document, suggested.of(document)) == [WISH]
    session.undo()
    assert quotes(document, suggested.of(document)) == [FACT, WISH]
    assert document.records.annotations.first_from(0) == 0


def test_another_label_or_other_ends_correct_the_suggestion(
    document: OpenDocument, suggested: SessionSuggestions
) -> None:
    fact, wish = suggested.of(document)
    assert origin_of(suggested.take(document, fact, label="claim")).how == CORRECTED
    shorter = suggested.take(document, wish, end=wish.end - 1)
    assert (shorter.quote, origin_of(shorter).how) == (WISH[:-1], CORRECTED)
    with pytest.raises(EditError, match="tagged as claim already"):
        suggested.take(document, fact, label="claim")
    with pytest.raises(EditError, match="no label"):
        suggested.take(document, fact, label="gone")


def test_an_accepted_tag_that_is_moved_later_is_a_corrected_one(
    session: Session, document: OpenDocument, suggested: SessionSuggestions
) -> None:
    taken = suggested.take(document, suggested.of(document)[0])
    moved = session.move(document, taken, label="claim")
    assert origin_of(moved) == origin_of(taken)._replace(how=CORRECTED)
    own = session.tag(document, "claim", quote=DULL)
    assert origin_of(session.move(document, own, label="opinion")).how == MANUAL
    assert not {"origin", "score", "model"} & own.extra.keys()


def test_a_dismissal_lasts_and_can_be_undone(
    session: Session, document: OpenDocument, suggested: SessionSuggestions
) -> None:
    fact, _ = suggested.of(document)
    suggested.dismiss(document, fact)
    assert quotes(document, suggested.of(document)) == [WISH]
    assert session.flush()
    with Session.open(["one.txt"], store="annotations", annotator="ann") as later:
        again = later.read(later.documents[0])
        assert quotes(again, SessionSuggestions(later).of(again)) == [WISH]
    with Session.open(["one.txt"], store="annotations", annotator="bo") as other:
        theirs = other.read(other.documents[0])
        assert quotes(theirs, SessionSuggestions(other).of(theirs)) == [FACT, WISH]
    session.undo()
    assert quotes(document, suggested.of(document)) == [FACT, WISH]


def test_a_tag_of_ones_own_withdraws_a_suggestion_teaches_and_gives_it_back_when_it_is_deleted(
    session: Session, document: OpenDocument, suggested: SessionSuggestions
) -> None:
    before = {one.start: one for one in suggested.of(document, least=0)}
    own = session.tag(document, "claim", quote=FACT)
    after = {one.start: one for one in suggested.of(document, least=0)}
    assert before.keys() - after.keys() == {own.start}
    assert after != {start: one for start, one in before.items() if start in after}
    session.delete(document, own)
    assert {one.start: one for one in suggested.of(document, least=0)} == before


def test_what_was_taken_is_in_export_import_stats_and_agreement(
    session: Session, document: OpenDocument, suggested: SessionSuggestions, capsys: pytest.CaptureFixture[str]
) -> None:
    fact, _ = suggested.of(document)
    suggested.take(document, fact)
    session.tag(document, "opinion", quote=WISH)
    session.finish(document)
    assert session.flush()
    with Session.open(["one.txt"], store="annotations", annotator="bo") as other:
        theirs = other.read(other.documents[0])
        other.tag(theirs, "evidence", quote=FACT)
        other.tag(theirs, "opinion", quote=WISH)
        other.finish(theirs)
    assert main(["export", "--store", "annotations"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    taken = [row for row in rows if "origin" in row]
    assert [(row["annotator"], row["origin"], row["model"]) for row in taken] == [("ann", "accepted", "rules-1")]
    Path("tags.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert main(["import", "tags.jsonl", "--store", "other"]) == 0
    capsys.readouterr()
    assert main(["export", "--store", "other"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == rows
    for _ in range(2):  # counted, and from what was kept
        assert main(["stats", "--store", "annotations"]) == 0
        assert "from suggestions  1\n  accepted        1\n" in capsys.readouterr().out
    figures = []
    for more in ([], ["--without-suggestions"]):
        assert main(["agreement", "-f", "json", "--store", "annotations", *more]) == 0
        figures.append(json.loads(capsys.readouterr().out))
    assert figures[0] != figures[1]


def test_a_project_can_lock_them_off(document: OpenDocument, suggested: SessionSuggestions) -> None:
    Path("annotations").mkdir()
    Path("annotations/project.toml").write_text("suggestions = false\n")
    with pytest.raises(EditError, match="works without suggestions"):
        suggested.of(document)


def test_the_origin_of_a_tag_is_kept_by_the_store(
    session: Session, document: OpenDocument, suggested: SessionSuggestions
) -> None:
    taken = suggested.take(document, suggested.of(document)[0])
    assert session.flush()
    (key,) = session.store.keys()
    (stored,) = session.store.load(key).annotations
    assert origin_of(stored) == origin_of(taken) == Origin(ACCEPTED, origin_of(taken).score, "rules-1")


def test_a_suggestion_that_was_taken_as_another_label_does_not_come_back_as_what_it_was(
    session: Session, document: OpenDocument, suggested: SessionSuggestions
) -> None:
    taken = suggested.take(document, suggested.of(document)[0], label="claim")
    session.delete(document, taken)
    assert "evidence" not in {one.label for one in suggested.of(document, least=0) if one.start == taken.start}
    session.undo()
    session.undo()
    assert FACT in quotes(document, suggested.of(document))


@pytest.mark.usefixtures("session")
def test_a_label_that_is_seldom_taken_is_muted(tmp_path: Path) -> None:
    facts = [f"The port of town {number} handled {number},000 containers in March 2021." for number in range(1, 41)]
    (tmp_path / "many.txt").write_text("\n\n".join(facts) + f"\n\n{WISH}\n", encoding="utf-8")
    with Session.open(["many.txt"], store="annotations", annotator="ann") as opened:
        document = opened.read(opened.documents[0])
        suggested = SessionSuggestions(opened)
        every = [one for one in suggested.of(document, most=None) if one.label == "evidence"]
        for one in every[:20]:
            suggested.dismiss(document, one)
        found = suggested.judged(suggested.seen(document), least=0, most=None)
        assert found.muted == {"evidence": 0}
        assert "evidence" not in {one.label for one in found.suggestions}
        assert "opinion" in {one.label for one in found.suggestions}
        for one in every[20:34]:
            suggested.take(document, one)
        assert suggested.judged(suggested.seen(document)).muted == {}
