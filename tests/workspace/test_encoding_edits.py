"""A document is read in the encoding that a person chose: tags keep their words, and the choice lasts and is undone."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reader.cli import main
from reader.commands.annotator_filter import StoreAt
from reader.commands.clean import cleaned
from reader.config.settings import Settings
from reader.config.settings_in_force import SettingsInForce
from reader.exchange.document_text import article_of
from reader.exchange.history_report import decision_in_words
from reader.store import open_store
from reader.store.folder_store import FolderStore
from reader.store.override_records import ENCODING
from reader.workspace.edits import EditError
from reader.workspace.encoding_edits import DecodedText, Stretches, choosing, likely_readings, read_again
from reader.workspace.library import Library
from reader.workspace.library_entries import OpenDocument
from reader.workspace.session import Session

BULGARIAN = """\
Мостът беше затворен в петък

Кметът съобщи в петък, че мостът ще бъде затворен. Щетите са по-големи от очакваното.

Жителите ще обикалят до есента, каза инженерът. Решението изненада търговците в града.
"""
#: Of it as somebody would see it who read it in another encoding than its own.
WRONG = "cp1252"

Open = Callable[[], Session]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_bytes(BULGARIAN.encode("cp1251"))
    return path


@pytest.fixture
def sessions(path: Path, tmp_path: Path) -> Iterator[Open]:
    made: list[Session] = []
    gazetteer = tmp_path / "names.toml"
    gazetteer.touch()

    def open_session() -> Session:
        settings = Settings(annotator="ann", detector="rules", gazetteer=gazetteer)
        made.append(Session.open([str(path)], store=tmp_path / "tags", settings=settings))
        return made[-1]

    yield open_session
    for session in made:
        session.close()


def only(session: Session) -> OpenDocument:
    (entry,) = session.documents
    return session.read(entry)


def choose(session: Session, document: OpenDocument, encoding: str) -> None:
    changes = choosing(document, read_again(document, encoding), encoding, session.annotator)
    session.edits.do("encoding chosen", [(document, changes)])


def as_wrong(words: str) -> str:
    return words.encode("cp1251").decode(WRONG)


def test_a_document_is_read_anew_and_back(sessions: Open) -> None:
    session = sessions()
    document = only(session)
    assert "Кметът съобщи" in document.article.text
    choose(session, document, WRONG)
    assert as_wrong("Кметът съобщи") in document.article.text
    assert document.article.page.encoding == WRONG
    choose(session, document, "")
    assert "Кметът съобщи" in document.article.text
    assert document.records.decisions(ENCODING) == []


def test_tags_notes_and_bookmarks_stay_on_their_words_there_and_back(sessions: Open) -> None:
    session = sessions()
    document = only(session)
    one = session.tag(document, "claim", quote="Щетите са по-големи от очакваното.")
    session.annotate(document, one, "how large?")
    choose(session, document, WRONG)
    (now,) = document.records.annotations
    assert (now.id, now.note) == (one.id, "how large?")
    assert now.quote == as_wrong(one.quote) == document.article.text[now.start : now.end]
    session.undo()
    (back,) = document.records.annotations
    assert back.quote == one.quote == document.article.text[back.start : back.end]
    session.redo()
    assert document.records.annotations[0].quote == now.quote


def test_from_single_bytes_to_pairs_of_bytes_a_tag_keeps_its_bytes(sessions: Open, path: Path) -> None:
    text = "市長は金曜日、橋を閉鎖すると発表した。\n\n被害は予想より大きく、住民は秋まで遠回りしなければならない。\n"
    path.write_bytes(text.encode("cp932"))
    session = sessions()
    document = only(session)
    tagged = session.tag(document, "evidence", quote="住民は秋まで遠回り")
    choose(session, document, "cp437")
    (wrong,) = document.records.annotations
    assert wrong.quote.encode("cp437") == tagged.quote.encode("cp932")
    choose(session, document, "cp932")
    assert document.records.annotations[0].quote == tagged.quote


def test_the_choice_lasts_and_is_undone_in_a_later_session(sessions: Open) -> None:
    session = sessions()
    document = only(session)
    tagged = session.tag(document, "claim", quote="Щетите са по-големи")
    choose(session, document, WRONG)
    session.close()

    later = sessions()
    document = only(later)
    assert as_wrong("Щетите са по-големи") == document.records.annotations[0].quote
    assert document.records.annotations[0].anchor == "exact"
    assert as_wrong("Мостът беше") in (document.document.title or "")
    assert later.undo() == "encoding chosen"
    assert document.records.annotations[0].quote == tagged.quote
    later.close()

    last = only(sessions())
    assert last.article.page.encoding == "cp1251"
    assert [one.quote for one in last.records.annotations] == [tagged.quote]


def test_lines_that_were_dropped_by_hand_stay_dropped(sessions: Open) -> None:
    session = sessions()
    document = only(session)
    start = document.article.page.text.index("Кметът")
    session.toggle_lines(document, start, start + 5)
    assert "Кметът" not in document.article.text
    choose(session, document, WRONG)
    assert as_wrong("Кметът") not in document.article.text
    assert as_wrong("Жителите") in document.article.text
    session.undo()
    assert "Кметът" not in document.article.text


def test_what_reads_the_store_uses_the_choice(sessions: Open, tmp_path: Path, path: Path) -> None:
    session = sessions()
    choose(session, only(session), WRONG)
    session.close()
    store = FolderStore(tmp_path / "tags")
    (key,) = store.keys()
    stored = store.load(key)
    assert decision_in_words(stored.decisions[0]) == "read in Windows-1252"
    article = article_of(stored, 1 << 20)
    assert article is not None
    assert as_wrong("Кметът") in article.text
    seen = json.loads(
        cleaned(
            str(path),
            options=Namespace(format="json", plain=False),
            max_bytes=1 << 20,
            store=StoreAt(str(store.folder), ""),
            annotator="",
        )
    )
    assert as_wrong("Кметът") in seen["text"]


def test_the_same_choice_again_is_no_step_and_an_unreadable_file_is_said(sessions: Open, path: Path) -> None:
    session = sessions()
    document = only(session)
    choose(session, document, WRONG)
    steps = session.edits.steps
    choose(session, document, WRONG)
    assert session.edits.steps == steps
    path.unlink()
    with pytest.raises(EditError, match="not read anew"):
        read_again(document, "koi8-r")


def test_a_format_that_says_its_encoding_itself_is_not_read_in_another(sessions: Open, path: Path) -> None:
    path.write_bytes(rb"{\rtf1\ansi The bridge was closed on Friday, the mayor said.\par It will open in May.}")
    session = sessions()
    with pytest.raises(EditError, match="says itself"):
        read_again(only(session), "koi8-r")


def test_the_likely_ones_come_with_how_the_text_looks(sessions: Open) -> None:
    likely = likely_readings(only(sessions()).article.page)
    assert likely[0][0] == "cp1251"
    assert likely[0][1].startswith("Мостът беше затворен")
    assert len(likely) > 5


# ---- places are found without a look at all of the text

CODECS = ["utf-8", "utf-16-le", "cp1252", "koi8_r", "shift_jis", "gb18030", "euc_kr", "iso2022_jp_2", "hz"]
LETTERS = "ab\n é“яж漢語かカ한\U0001f600\ufffd~{"


@given(
    st.text(LETTERS, max_size=40),
    st.integers(0, 70),
    st.sampled_from(CODECS),
    st.integers(0, 3_000),
    st.integers(0, 9_000),
)
@example(letters="é~a", times=51, codec="hz", letter=0, byte=458)
def test_places_are_those_that_all_of_the_text_would_give(
    letters: str, times: int, codec: str, letter: int, byte: int
) -> None:
    text = letters * times
    data = text.replace("\ufffd", "?").encode(codec, errors="replace")
    # Python's decoder of hz cannot read all that its encoder writes: "é~a" 51 times, for one.
    assume(data.decode(codec, errors="ignore").encode(codec) == data)
    found = DecodedText(text, codec)
    assert found.size == len(data)
    assert found.bytes_of(letter) == len(text[:letter].replace("\ufffd", "?").encode(codec, errors="replace"))
    assert found.letters_in(byte) == len(data[:byte].decode(codec, errors="ignore"))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20))), st.integers(0, 80), st.integers(0, 20))
def test_stretches_that_overlap_are_those_that_a_look_at_all_would_find(
    made: list[tuple[int, int]], start: int, length: int
) -> None:
    stretches = [(first, first + size, number) for number, (first, size) in enumerate(made)]
    found = sorted(Stretches(stretches).overlapping(start, start + length))
    assert found == [number for first, last, number in stretches if start < last and first < start + length]


def named(path: Path, store: Path, encoding: str) -> Session:
    """A session whose command line names an encoding."""
    settings = Settings(annotator="ann", detector="rules")
    kept = open_store(store)
    return Session(
        Library([str(path)], settings, kept, encoding), SettingsInForce(settings), kept, kept.reading_positions()
    )


def test_a_tag_in_an_encoding_of_the_command_line_is_kept_with_it(sessions: Open, path: Path, tmp_path: Path) -> None:
    with named(path, tmp_path / "tags", WRONG) as session:
        document = only(session)
        before = document.article
        one = session.tag(document, "claim", quote=as_wrong("Щетите са по-големи"))
        assert document.article is before  # nothing is read or drawn anew for it
        session.tag(document, "opinion", quote=as_wrong("Решението изненада"))
        assert len(document.records.decisions(ENCODING)) == 1
    later = sessions()
    document = only(later)
    assert document.article.page.encoding == WRONG
    assert document.records.annotations[0].quote == one.quote
    assert main(["check", "--store", str(tmp_path / "tags"), str(path)]) == 0
    later.undo()
    later.undo()
    assert (document.records.annotations, document.records.decisions(ENCODING)) == ([], [])
    assert "Кметът съобщи" in document.article.text


def test_an_encoding_of_the_command_line_is_not_kept_where_the_person_chooses_another(
    path: Path, tmp_path: Path
) -> None:
    with named(path, tmp_path / "tags", WRONG) as session:
        document = only(session)
        choose(session, document, "koi8-r")
        session.tag(document, "claim", start=0, end=5)
        assert [one.data["encoding"] for one in document.records.decisions(ENCODING)] == ["koi8-r"]
