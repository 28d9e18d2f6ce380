"""A session without a screen: what a person can do with documents works in a script, and lasts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.annotations.handing_in import SEALED, seal_state, taken_back
from reader.config.settings import Settings
from reader.entities.entity_corrections import renamed
from reader.exchange.document_text import unchanged_text
from reader.exchange.emergency_file import recover
from reader.manual import page
from reader.model.annotation import Annotation
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from reader.text.search import PatternError
from reader.workspace.edits import EditError
from reader.workspace.library_entries import OpenDocument
from reader.workspace.session import Session

ROOT = Path(__file__).parents[2]
FIRST = """\
Envoys meet after two years

By Ada Okonjo

The council met on Monday. It was the first meeting in two years. Nobody expected much.

“We should talk more often,” the envoy, Maria Lenz, told reporters in Geneva. The U.S. sent a deputy.
"""
SECOND = """\
A bridge too dear

By Tom Aske

The bridge costs $3.4-billion. That is twice the first estimate, the auditor said in March.
"""

Open = Callable[..., Session]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "1-envoys.txt").write_text(FIRST, encoding="utf-8")
    (folder / "2-bridge.txt").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def sessions(folder: Path, tmp_path: Path) -> Iterator[Open]:
    made: list[Session] = []

    def open_session(annotator: str = "ann") -> Session:
        gazetteer = tmp_path / "names.toml"
        gazetteer.touch()
        settings = Settings(annotator=annotator, detector="rules", gazetteer=gazetteer)
        made.append(Session.open([str(folder)], store=tmp_path / "tags", settings=settings))
        return made[-1]

    yield open_session
    for session in made:
        session.close()


@pytest.fixture
def session(sessions: Open) -> Session:
    return sessions()


def both(session: Session) -> tuple[OpenDocument, OpenDocument]:
    first, second = (session.read(entry) for entry in session.documents)
    return first, second


def stored(session: Session) -> list[Annotation]:
    """What another program finds on the disk."""
    assert session.flush()
    again = FolderStore(session.store.folder)
    return [one for key in again.keys() for one in again.load(key).annotations]


def test_a_tag_by_its_quote_is_on_disk_with_its_place(session: Session) -> None:
    document, _ = both(session)
    made = session.tag(document, "claim", quote="Nobody expected much.")
    assert document.article.text[made.start : made.end] == "Nobody expected much."
    assert [(one.quote, one.annotator, one.label) for one in stored(session)] == [
        ("Nobody expected much.", "ann", "claim")
    ]


@pytest.mark.parametrize(
    ("label", "place", "why"),
    [
        ("claim", {"quote": "Everybody expected much"}, "no such passage"),
        ("claim", {"start": 5, "end": 5}, "no such passage"),
        ("claim", {"start": 5, "end": 100_000}, "no such passage"),
        ("premise", {"quote": "Nobody"}, "no label 'premise'"),
    ],
)
def test_what_cannot_be_tagged_says_why(session: Session, label: str, place: dict[str, object], why: str) -> None:
    document, _ = both(session)
    with pytest.raises(EditError, match=why):
        session.tag(document, label, **place)  # type: ignore[arg-type]
    assert stored(session) == []


def test_the_same_tag_twice_is_refused_and_not_taken_off(session: Session) -> None:
    document, _ = both(session)
    session.tag(document, "claim", quote="Nobody")
    with pytest.raises(EditError, match="already"):
        session.tag(document, "claim", quote="Nobody")
    assert len(stored(session)) == 1


def test_an_annotation_is_moved_relabelled_noted_and_attributed(session: Session) -> None:
    document, _ = both(session)
    made = session.tag(document, "claim", quote="Nobody expected")
    made = session.move(document, made, start=made.start, end=made.end + 5)
    made = session.move(document, made, label="opinion")
    made = session.annotate(document, made, "who says so?")
    session.attribute(document, made, "Maria Lenz")
    (one,) = stored(session)
    assert (one.quote, one.label, one.note, one.attributed_to) == (
        "Nobody expected much", "opinion", "who says so?", "Maria Lenz",
    )  # fmt: skip


def test_links_lead_across_documents_and_go_with_what_they_lead_to(session: Session) -> None:
    first, second = both(session)
    claim = session.tag(second, "claim", quote="The bridge costs")
    fact = session.tag(first, "evidence", quote="Nobody")
    link = session.link(fact, claim)
    assert (link.source, link.target, link.kind) == (fact.id, claim.id, "supports")
    session.delete(second, claim)
    assert first.records.links() == []
    assert session.undo() == "claim deleted"
    assert first.records.links() == [link]
    session.unlink(link)
    assert first.records.links() == []


def test_undo_reaches_over_documents_and_sessions_and_takes_back_ones_own_alone(sessions: Open) -> None:
    ann = sessions()
    first, second = both(ann)
    ann.tag(first, "claim", quote="Nobody")
    ann.tag(second, "opinion", quote="A bridge")
    ann.close()
    bob = sessions("bob")
    assert bob.undo() == ""
    again = sessions()
    assert [again.undo(), again.undo(), again.undo()] == ["opinion", "claim", ""]
    assert stored(again) == []
    assert again.redo() == "claim"
    assert [one.label for one in stored(again)] == ["claim"]


def test_lines_are_dropped_and_put_back_and_annotations_keep_their_words(session: Session) -> None:
    document, _ = both(session)
    made = session.tag(document, "claim", quote="Maria Lenz")
    start = document.article.page.text.index("By Ada Okonjo")
    session.toggle_lines(document, start, start + 5)
    assert "Ada Okonjo" not in document.article.text
    moved = document.records.get(made.id)
    assert moved is not None
    assert document.article.text[moved.start : moved.end] == "Maria Lenz"
    session.undo()
    assert "Ada Okonjo" in document.article.text


def test_a_line_with_an_annotation_in_it_is_not_dropped(session: Session) -> None:
    document, _ = both(session)
    session.tag(document, "claim", quote="Ada Okonjo")
    start = document.article.page.text.index("By Ada Okonjo")
    with pytest.raises(EditError, match="1 annotation in this line"):
        session.toggle_lines(document, start, start + 5)


def test_names_are_found_and_corrected(session: Session) -> None:
    document, _ = both(session)
    found = next(one for one in session.entities(document) if "Lenz" in one.name)
    session.correct_name(document, renamed(found, "Envoy Lenz"))
    assert "Envoy Lenz" in {one.name for one in session.entities(document)}


def test_a_document_is_finished_and_not(session: Session) -> None:
    document, _ = both(session)
    entry = session.documents[0]
    session.finish(document)
    assert session.summaries.progress(entry).state == "finished"
    session.finish(document)
    assert session.summaries.progress(entry).state == "unread"


def kinds_of(document: OpenDocument) -> list[str]:
    found = [*document.records.decisions("finished"), *document.records.decisions("reopened")]
    return [one.kind for one in found]


def test_a_change_after_handing_in_takes_it_back_and_that_is_recorded_for_ever(session: Session) -> None:
    document, other = both(session)
    one = session.tag(document, "claim", start=0, end=4)
    session.finish(document)
    session.finish(other)
    session.move(document, one, label="opinion")
    assert kinds_of(document) == ["reopened"]
    assert kinds_of(other) == ["finished"], "nothing of it was changed"
    assert session.undo() == "claim moved"
    assert kinds_of(document) == ["finished", "reopened"]
    assert (
        seal_state(document.records.decisions("finished"), document.records.annotations, (), session.annotator)
        == SEALED
    )
    session.redo()
    assert kinds_of(document) == ["reopened", "reopened"]
    assert session.flush()
    key = session.store.find(document.document.source, document.document.sha256)
    assert key is not None
    assert taken_back(session.store.load(key).decisions) == {session.annotator: 2}


def test_what_others_said_of_finishing_stays_theirs(session: Session) -> None:
    document, _ = both(session)
    theirs = document.records.decide("finished", {}, "bo")
    session.edits.do("finished", [(document, theirs)])
    assert session.summaries.progress(session.documents[0]).state == "unread"
    session.finish(document)
    session.finish(document)
    assert [one.annotator for one in document.records.decisions("finished")] == ["bo"]


def test_search_finds_texts_notes_and_patterns(session: Session) -> None:
    document, _ = both(session)
    made = session.tag(document, "claim", quote="Nobody")
    session.annotate(document, made, "bridge the gap")
    assert [(hit.entry.name, hit.is_note) for hit in session.search("bridge the")] == [
        ("Envoys meet after two years", True)
    ]
    assert [hit.found for hit in session.search(r"\\$[\d.]+")] == ["$3.4"]


def test_an_export_tells_what_was_written_and_a_failure_is_an_error(session: Session, tmp_path: Path) -> None:
    news = session.read(session.documents[0])
    session.tag(news, "claim", quote="Nobody expected much.")
    done = session.export(tmp_path / "tags.jsonl")
    assert (done.count, done.place, done.left_out) == (1, str(tmp_path / "tags.jsonl"), ())
    assert str(done) == f"1 annotation written to {tmp_path / 'tags.jsonl'}"
    assert json.loads((tmp_path / "tags.jsonl").read_text(encoding="utf-8"))["quote"] == "Nobody expected much."
    with pytest.raises(IsADirectoryError):
        session.export(tmp_path)


def test_listeners_hear_of_changes_and_of_saves(session: Session) -> None:
    document, _ = both(session)
    changed, saved = [], []
    session.edits.subscribe(changed.append)
    session.subscribe(saved.append)
    session.tag(document, "claim", quote="Nobody")
    assert changed == [document]
    assert session.flush()
    assert [(one.error, one.changes) for one in saved] == [("", 1)]


def test_the_script_of_the_manual_does_what_it_says_and_loads_no_screen(tmp_path: Path) -> None:
    block = page("python").split("## A script\n")[1].split("\n\nRun it")[0]
    script = "\n".join(line[4:] for line in block.splitlines())
    assert script.strip().count("\n") == 14
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    code = f"{script}\nimport sys\nassert 'textual' not in sys.modules"
    state = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=state, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "undone: evidence linked to claim\ndone again: evidence linked to claim\n" in done.stdout
    assert "Alexander Grushko" in done.stdout
    rows = [json.loads(line) for line in (tmp_path / "tags.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["label"], row["note"]) for row in rows] == [("evidence", ""), ("claim", "check with a second source")]
    assert [link["target"] for link in rows[0]["links"]] == [rows[1]["id"]]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda session, document, made, _: session.move(document, made, start=made.end + 3), "no such passage"),
        (lambda session, document, made, _: session.move(document, made, end=10**6), "no such passage"),
        (lambda session, document, made, _: session.move(document, made, label="premise"), "no label 'premise'"),
        (lambda session, document, made, _: session.annotate(document, made, None), "note is not text"),
        (lambda session, document, made, _: session.attribute(document, made, 5), "attributed_to is not text"),
        (lambda session, _, made, other: session.link(made, other, 5), "no kind of link 5"),
        (lambda session, _, made, other: session.link(made, other, "likes"), "no kind of link 'likes', only supports"),
        (lambda session, _, made, __: session.link(made, made), "linked to itself"),
    ],
)
def test_a_change_that_no_store_could_read_again_is_refused_and_nothing_is_another(
    session: Session, change: Callable[..., object], why: str
) -> None:
    document, second = both(session)
    made = session.tag(document, "claim", quote="Nobody")
    other = session.tag(second, "claim", quote="A bridge")
    with pytest.raises(EditError, match=why):
        change(session, document, made, other)
    assert document.records.get(made.id) == made
    assert document.records.links() == []
    assert [one.label for one in stored(session)] == ["claim", "claim"]


def test_an_annotation_that_is_gone_is_not_changed_and_comes_back_by_nothing(session: Session) -> None:
    document, _ = both(session)
    made = session.tag(document, "claim", quote="Nobody")
    session.delete(document, made)
    for change in (
        lambda: session.move(document, made, label="opinion"),
        lambda: session.annotate(document, made, "hm"),
        lambda: session.attribute(document, made, "Maria Lenz"),
        lambda: session.delete(document, made),
    ):
        with pytest.raises(EditError, match="gone"):
            change()
    assert stored(session) == []


def test_an_old_copy_of_an_annotation_changes_only_what_is_asked(session: Session) -> None:
    document, _ = both(session)
    first = session.tag(document, "claim", quote="Nobody")
    session.annotate(document, first, "check")
    session.move(document, first, label="opinion")
    session.attribute(document, first, "Maria Lenz")
    (one,) = stored(session)
    assert (one.note, one.label, one.attributed_to) == ("check", "opinion", "Maria Lenz")


def test_what_others_wrote_is_in_memory_once_a_save_is_done(sessions: Open) -> None:
    ann, bob = sessions("ann"), sessions("bob")
    mine, theirs = both(ann)[0], both(bob)[0]
    one = ann.tag(mine, "claim", quote="Nobody")
    assert ann.flush()
    bob.tag(theirs, "opinion", quote="expected much")
    assert bob.flush()
    assert [each.annotator for each in theirs.records.annotations] == ["ann", "bob"]
    told, changed = [], []
    ann.subscribe(told.append)
    ann.edits.subscribe(changed.append)
    ann.annotate(mine, one, "check")
    assert ann.flush()
    assert [each.annotator for each in mine.records.annotations] == ["ann", "bob"]
    assert [(news.by, len(news.changes)) for saved in told for news in saved.others] == [("bob", 1)]
    assert changed == [mine, mine]


def test_what_two_changed_of_one_annotation_is_merged_in_memory_too(sessions: Open) -> None:
    ann, bob = sessions("ann"), sessions("bob")
    mine = both(ann)[0]
    one = ann.tag(mine, "claim", quote="Nobody")
    assert ann.flush()
    theirs = both(bob)[0]
    bob.annotate(theirs, one, "precious")
    assert bob.flush()
    ann.move(mine, one, label="opinion")
    assert ann.flush()
    (now,) = mine.records.annotations
    assert (now.label, now.note) == ("opinion", "precious")
    assert stored(ann) == [now]


def test_a_session_that_is_closed_takes_no_change(session: Session) -> None:
    document, _ = both(session)
    made = session.tag(document, "claim", quote="Nobody")
    assert session.close()
    for change in (
        lambda: session.tag(document, "opinion", quote="expected"),
        lambda: session.annotate(document, made, "hm"),
        session.undo,
        session.redo,
    ):
        with pytest.raises(EditError, match="session is closed"):
            change()
    assert document.records.annotations == [made]
    assert session.close()


def test_what_is_not_on_disk_is_told_at_the_end_and_before_an_export(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, _ = both(session)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def full(*_: object, **__: object) -> None:
        raise StoreError("not saved: it is full")

    monkeypatch.setattr(session.store, "save", full)
    session.tag(document, "claim", quote="Nobody")
    with pytest.raises(StoreError, match="not written: 1 change could not be saved yet"):
        session.export(tmp_path / "tags.jsonl")
    assert not (tmp_path / "tags.jsonl").exists()
    assert not session.close(1)


@pytest.mark.parametrize("pattern", ["\\(", "\\[a"])
def test_a_pattern_that_is_none_is_an_error(session: Session, pattern: str) -> None:
    with pytest.raises(PatternError):
        list(session.search(pattern))


@pytest.mark.parametrize("is_line_saved", [True, False])
def test_what_comes_back_from_the_emergency_file_keeps_the_text_with_the_lines_as_they_were(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_line_saved: bool
) -> None:
    document, _ = both(session)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    start = document.article.page.text.index("By Ada Okonjo")
    with monkeypatch.context() as patch:
        if is_line_saved:
            session.toggle_lines(document, start, start + 5)
            assert session.flush()

        def full(*_: object, **__: object) -> None:
            raise StoreError("not saved: it is full")

        patch.setattr(session.store, "save", full)
        if not is_line_saved:
            session.toggle_lines(document, start, start + 5)
        session.tag(document, "claim", quote="Nobody")
        assert not session.close(1)
    path = session.emergency().path
    store = FolderStore(session.store.folder)
    assert path is not None
    copy = tmp_path / "copy.jsonl"  # the session still holds the other
    copy.write_bytes(path.read_bytes())
    recover(store, copy, text_of=unchanged_text(store, 1 << 20))
    (key,) = store.keys()
    assert "Ada Okonjo" not in document.article.text
    assert store.earlier_texts(key)[0] == document.article.text


def test_ones_own_later_change_is_not_overwritten_by_earlier_news(sessions: Open) -> None:
    ann, bob = sessions("ann"), sessions("bob")
    mine = both(ann)[0]
    one = ann.tag(mine, "claim", quote="Nobody")
    assert ann.flush()
    theirs = both(bob)[0]
    bob.move(theirs, one, label="evidence")
    assert bob.flush()
    ann.tag(mine, "claim", quote="two years")
    assert ann.saver().flush(60), "what came of it waits to be taken"
    ann.move(mine, one, label="opinion")
    assert ann.flush()
    assert {each.label for each in stored(ann)} == {"claim", "opinion"}
    assert sorted(mine.records.annotations, key=lambda each: each.id) == sorted(stored(ann), key=lambda each: each.id)


def test_of_several_changes_that_others_made_the_last_one_counts(sessions: Open) -> None:
    ann, bob = sessions("ann"), sessions("bob")
    mine = both(ann)[0]
    one = ann.tag(mine, "claim", quote="Nobody")
    assert ann.flush()
    theirs = both(bob)[0]
    ghost = bob.tag(theirs, "opinion", quote="expected")
    bob.delete(theirs, ghost)
    bob.move(theirs, one, label="evidence")
    bob.move(theirs, one, label="claim")
    assert bob.flush()
    ann.tag(mine, "claim", quote="two years")
    assert ann.flush()
    assert sorted(each.quote for each in mine.records.annotations) == ["Nobody", "two years"]
    assert {each.label for each in mine.records.annotations} == {"claim"}


def test_a_listener_that_fails_leaves_no_half_of_a_step(session: Session) -> None:
    first, second = both(session)
    claim = session.tag(second, "claim", quote="The bridge costs")
    session.link(session.tag(first, "evidence", quote="Nobody"), claim)
    assert session.flush()

    def fail(_: object) -> None:
        raise ZeroDivisionError

    session.edits.subscribe(fail)
    with pytest.raises(ZeroDivisionError):
        session.delete(second, claim)
    assert [one.label for one in stored(session)] == ["evidence"]
    again = FolderStore(session.store.folder)
    assert [one for key in again.keys() for one in again.load(key).links] == []


def test_what_is_not_known_of_a_document_is_looked_up_once_nothing_waits(
    sessions: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = sessions("ann"), sessions("bob")
    mine, theirs = both(ann)[0], both(bob)[0]
    bob.tag(theirs, "opinion", quote="expected")
    assert bob.flush()
    with monkeypatch.context() as patch:
        patch.setattr(type(ann.edits), "unsaved", 1)
        assert ann.edits.compared(mine) == ()
    ann.tag(mine, "claim", quote="Nobody")
    assert ann.flush()
    assert {one.label for one in mine.records.annotations} == {"claim", "opinion"}


def test_listeners_hear_of_the_last_saves_when_the_session_is_closed(session: Session) -> None:
    document, _ = both(session)
    told: list[str] = []
    session.subscribe(lambda saved: told.append(saved.error))
    session.tag(document, "claim", quote="Nobody")
    assert session.close()
    assert told == [""]
    assert document.document.key


def test_a_change_that_comes_after_the_rescue_is_kept_by_the_next_one(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    document, _ = both(session)
    session.tag(document, "claim", quote="Nobody")
    assert session.rescue()
    session.tag(document, "opinion", quote="expected")
    assert not session.rescue()
    path = session.emergency().path
    assert path is not None
    assert [json.loads(line)["label"] for line in path.read_text(encoding="utf-8").splitlines()] == ["opinion"]


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_text_that_is_kept_is_the_one_with_the_lines_as_they_are(session: Session, steps: int) -> None:
    document, _ = both(session)
    session.tag(document, "claim", quote="Nobody")
    start = document.article.page.text.index("By Ada Okonjo")
    session.toggle_lines(document, start, start + 5)
    for turn in (session.undo, session.redo)[: steps - 1]:
        turn()
    assert session.flush()
    assert ("Ada Okonjo" in document.article.text) == (steps == 2)
    session.store.idle()
    assert session.store.earlier_texts(document.document.key)[0] == document.article.text


#: Tags in a session that has foreseen it, and prints the modules that are loaded by that.
FORESEEN = """
import sys
from reader.workspace.session import Session

with Session.open([sys.argv[1]], store=sys.argv[2], annotator="ann") as session:
    document = session.read(session.documents[0])
    session.edits.foresee().join()
    before = set(sys.modules)
    session.tag(document, "claim", start=0, end=4)
    session.flush()
    print(*(set(sys.modules) - before))
"""


def test_a_first_tag_that_was_foreseen_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge is closed.\n\nNobody knows for how long.\n", encoding="utf-8")
    words = [str(tmp_path / "a.txt"), str(tmp_path / "tags")]
    done = subprocess.run([sys.executable, "-c", FORESEEN, *words], capture_output=True, text=True, check=True)
    slow = ("filelock", "ulid", "tinydb", "gzip", "zipfile", "email", "reader.store.files", "reader.store.records")
    assert [name for name in done.stdout.split() if name.startswith(slow)] == []
