"""Title, authors and date corrected in a session: kept, shown everywhere, taken back, and what the page says again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.model.annotation import Decision
from reader.store.document_summaries import summaries_in
from reader.store.folder_store import FolderStore
from reader.workspace.edits import EditError
from reader.workspace.library_entries import OpenDocument, heading
from reader.workspace.session import Session
from tests.workspace.test_session import FIRST, Open, both, folder, session, sessions

__all__ = ["folder", "session", "sessions"]  # fixtures of another file


def about(document: OpenDocument) -> tuple[str | None, tuple[str, ...], str | None]:
    article = document.article
    return article.title, article.authors, article.published


PAGE = ("Envoys meet after two years", ("Ada Okonjo",), None)


def decisions(session: Session) -> list[Decision]:
    """What another program finds on the disk."""
    assert session.flush()
    store = FolderStore(session.store.folder)
    return [one for key in store.keys() for one in store.load(key).decisions]


def reopened(sessions: Open) -> OpenDocument:
    first, _ = both(sessions())
    return first


def test_what_a_person_states_is_kept_by_field_and_there_the_next_time(session: Session, sessions: Open) -> None:
    first, second = both(session)
    was = about(second)
    text = first.article.text
    session.correct_metadata(
        first, title="Envoys at last", authors=["Ada Okonjo", "Maria Lenz"], published="2019-05-12"
    )
    stated = ("Envoys at last", ("Ada Okonjo", "Maria Lenz"), "2019-05-12")
    assert about(first) == stated
    assert about(second) == was
    assert first.article.text == text
    kept = decisions(session)
    assert sorted((one.kind, one.data["field"], one.annotator) for one in kept) == [
        ("metadata", "authors", "ann"), ("metadata", "published", "ann"), ("metadata", "title", "ann"),
    ]  # fmt: skip
    assert about(reopened(sessions)) == stated


def test_empty_says_that_there_is_none_and_none_goes_back_to_the_page(session: Session, sessions: Open) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="", authors=[], published="")
    assert about(first) == (None, (), None)
    assert len(decisions(session)) == 2, "that the page has no date needs no word"
    assert about(reopened(sessions)) == (None, (), None)
    session.correct_metadata(first, title=None)
    assert about(first) == (PAGE[0], (), None)
    session.correct_metadata(first, authors="Ada Okonjo")
    assert about(first) == PAGE
    assert decisions(session) == [], "what the page says needs no correction"
    assert about(reopened(sessions)) == PAGE


def test_a_second_correction_takes_the_place_of_the_first_whoever_made_it(session: Session, sessions: Open) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="One")
    session.flush()
    bobs = sessions("bob")
    other, _ = both(bobs)
    bobs.correct_metadata(other, title="Two")
    (one,) = decisions(bobs)
    assert (one.data["value"], one.annotator) == ("Two", "bob")
    assert bobs.undo() == "title corrected"
    assert about(other)[0] == "One"
    assert [(one.data["value"], one.annotator) for one in decisions(bobs)] == [("One", "ann")]


def test_it_is_taken_back_and_done_again_also_by_a_later_session(session: Session, sessions: Open) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="Envoys at last", published="2019-05-12")
    session.correct_metadata(first, title=None)
    session.flush()
    later = sessions()
    document, _ = both(later)
    assert about(document) == (PAGE[0], PAGE[1], "2019-05-12")
    assert later.undo() == "title as the page says"
    assert about(document) == ("Envoys at last", PAGE[1], "2019-05-12")
    assert later.undo() == "title, date corrected"
    assert about(document) == PAGE
    assert later.redo() == "title, date corrected"
    assert about(document) == ("Envoys at last", PAGE[1], "2019-05-12")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"published": "12 May 2019"}, "“12 May 2019” is no date"),
        ({"title": "Fine", "published": "2019-02-30"}, "is no date"),
        ({"byline": "By Ada"}, "there is no field 'byline' to correct"),
        ({"byline": None}, "there is no field 'byline' to correct"),
        ({"title": ["Envoys"]}, "the title is not text"),
    ],
)
def test_what_is_no_value_is_refused_and_nothing_is_changed(
    session: Session, said: dict[str, object], why: str
) -> None:
    first, _ = both(session)
    with pytest.raises(EditError, match=why):
        session.correct_metadata(first, **said)  # type: ignore[arg-type]
    assert about(first) == PAGE
    assert decisions(session) == []
    assert session.undo() == ""


def test_saying_the_same_again_is_no_step(session: Session) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="Envoys at last")
    session.correct_metadata(first, title=" Envoys  at last ", authors=None)
    session.correct_metadata(first)
    assert session.undo() == "title corrected"
    assert session.undo() == ""


def test_two_people_correct_different_fields_and_both_stand(session: Session, sessions: Open) -> None:
    first, _ = both(session)
    bobs = sessions("bob")
    theirs, _ = both(bobs)
    session.correct_metadata(first, title="Envoys at last")
    assert session.flush()
    bobs.correct_metadata(theirs, published="2019-05-12")
    assert bobs.flush()
    assert about(theirs) == ("Envoys at last", PAGE[1], "2019-05-12"), "what others wrote came with the save"
    session.tag(first, "claim", quote="Nobody expected much.")
    assert session.flush()
    assert about(first) == about(theirs)


def test_of_two_who_correct_the_same_unseen_the_later_stands_for_both(session: Session, sessions: Open) -> None:
    first, _ = both(session)
    bobs = sessions("bob")
    theirs, _ = both(bobs)
    session.correct_metadata(first, title="Envoys at last")
    bobs.correct_metadata(theirs, title="Envoys meet")
    assert session.flush()
    assert bobs.flush()
    session.tag(first, "claim", quote="Nobody expected much.")
    assert session.flush()
    assert about(first)[0] == about(theirs)[0] == about(reopened(sessions))[0] == "Envoys meet"
    session.correct_metadata(first, title=None)
    assert decisions(session) == []
    assert about(first) == PAGE


def test_every_list_and_the_export_call_the_document_by_its_corrected_title(
    session: Session, sessions: Open, tmp_path: Path
) -> None:
    first, _ = both(session)
    session.tag(first, "claim", quote="Nobody expected much.")
    session.correct_metadata(first, title="Envoys at last")
    assert [entry.name for entry in session.documents] == ["Envoys at last", "A bridge too dear"]
    assert {hit.entry.name for hit in session.search("Nobody expected")} == {"Envoys at last"}
    session.export(tmp_path / "out.jsonl")
    (row,) = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert row["title"] == "Envoys at last"
    session.correct_metadata(first, title="")
    session.export(tmp_path / "out.jsonl")
    (row,) = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert row["title"] is None
    assert session.documents[0].name == "1-envoys.txt"
    session.correct_metadata(first, title="Envoys in spring")
    assert session.flush()
    later = sessions()
    listed = later.documents[0]
    later.summaries.take_in(summaries_in(later.store))
    assert (listed.opened, listed.name) == (None, "Envoys in spring")


def test_a_document_that_memory_lets_go_of_keeps_its_corrected_name(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="Envoys at last")
    assert session.flush()
    monkeypatch.setattr("reader.workspace.library.KEPT", 0)
    session.library.forget(keep=())
    assert [(entry.opened, entry.name) for entry in session.documents] == [
        (None, "Envoys at last"), (None, "A bridge too dear"),
    ]  # fmt: skip


def test_what_stands_over_the_text_says_what_a_person_stated(session: Session) -> None:
    entry, first = session.documents[0], both(session)[0]
    assert heading(entry, first, is_title_seen=True) == "1-envoys.txt"
    session.correct_metadata(first, published="2019-05-12")
    assert heading(entry, first, is_title_seen=True) == "1-envoys.txt · 2019-05-12"
    assert heading(entry, first, is_title_seen=False) == "Envoys meet after two years · 2019-05-12"
    session.correct_metadata(first, title="Envoys at last", authors="Ada Okonjo; Maria Lenz")
    said = "Envoys at last · 2019-05-12 · Ada Okonjo, Maria Lenz"
    assert heading(entry, first, is_title_seen=True) == heading(entry, first, is_title_seen=False) == said


def test_a_stated_author_is_a_person_and_names_are_not_looked_for_again(session: Session) -> None:
    first, _ = both(session)
    session.entities(first)
    found = first.found
    assert not any(one.name == "the envoy" for one in first.entities or ())
    session.correct_metadata(first, authors=["Maria Lenz", "the envoy", "Nobody Here", "deputy", "The Harbour Board"])
    names = {one.name: one.kind for one in first.entities or ()}
    assert names["the envoy"] == "person"
    assert names["Maria Lenz"] == "person"
    assert "Nobody Here" not in names, "a name has a place in the text"
    assert "deputy" not in names, "one word may mean another"
    assert first.found is found
    session.undo()
    assert not any(one.name == "the envoy" for one in first.entities or ())
    session.correct_metadata(first, title="Envoys at last")
    assert first.found is found


def test_lines_come_and_go_and_the_correction_stays(session: Session, sessions: Open) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="Envoys at last")
    start = first.article.page.text.index("“We should talk")
    session.toggle_lines(first, start, start + 5)
    assert first.article.title == "Envoys at last"
    assert "We should talk" not in first.article.text
    blocks = first.article.blocks
    session.correct_metadata(first, title=None)
    assert first.article.title == PAGE[0]
    assert first.article.blocks is blocks, "nobody has to draw the text again"
    session.undo()
    assert session.flush()
    again = reopened(sessions)
    assert again.article.title == "Envoys at last"
    assert "We should talk" not in again.article.text


def test_it_belongs_to_the_document_wherever_its_file_goes_and_when_it_grows(
    session: Session, sessions: Open, folder: Path
) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="Envoys at last")
    assert session.flush()
    (folder / "1-envoys.txt").rename(folder / "0-moved.txt")
    moved = reopened(sessions)
    assert moved.article.title == "Envoys at last"
    (folder / "0-moved.txt").rename(folder / "1-envoys.txt")
    (folder / "1-envoys.txt").write_text(FIRST + "\nThe talks go on in June, both sides said.\n", encoding="utf-8")
    grown = reopened(sessions)
    assert "go on in June" in grown.article.text
    assert grown.article.title == "Envoys at last"
    assert "T shows" not in grown.notice


def test_a_page_that_changes_its_title_is_told_and_the_correction_stands(
    session: Session, sessions: Open, folder: Path
) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="Envoys at last")
    assert session.flush()
    text = FIRST.replace("Envoys meet after two years", "Envoys met in spring")
    (folder / "1-envoys.txt").write_text(text, encoding="utf-8")
    changed = reopened(sessions)
    assert changed.article.title == "Envoys at last"
    assert "title: corrected, but the page says something else by now" in changed.notice


def test_another_text_at_the_same_place_is_not_called_by_the_name_of_the_first(
    session: Session, sessions: Open, folder: Path
) -> None:
    first, _ = both(session)
    for quote in ("Nobody expected much.", "The council met on Monday.", "The U.S. sent a deputy."):
        session.tag(first, "claim", quote=quote)
    session.correct_metadata(first, title="Envoys at last")
    assert session.flush()
    rain = "It rained all week in the hills. The farmers had waited for it since May.\n"
    other = f"Rain falls on the hills again\n\nBy Ida Ro\n\n{rain}"
    (folder / "1-envoys.txt").write_text(other, encoding="utf-8")
    again = reopened(sessions)
    assert again.article.title == "Rain falls on the hills again"
    assert again.document.title == "Rain falls on the hills again"


def test_the_store_keeps_the_title_of_the_page_beside_the_correction(session: Session, sessions: Open) -> None:
    first, _ = both(session)
    session.correct_metadata(first, title="Envoys at last")
    session.tag(first, "claim", quote="Nobody expected much.")
    assert session.flush()
    store = FolderStore(session.store.folder)
    assert [store.load(key).document.title for key in store.keys()] == [PAGE[0]]
    later = sessions()
    again, _ = both(later)
    later.tag(again, "claim", quote="The council met on Monday.")
    assert later.flush()
    assert [store.load(key).document.title for key in store.keys()] == [PAGE[0]], "and so does a later save"
