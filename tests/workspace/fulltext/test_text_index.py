"""The index leads to every document in which the search in a document finds something."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.document import Document
from reader.model.spans import Span
from reader.system.guarded_path import StorePath
from reader.text.search import find_all
from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.fulltext.document_texts import IndexedAnnotation, IndexedText
from reader.workspace.fulltext.index_file import opened_to_read, opened_to_write
from reader.workspace.fulltext.text_index import NewText, TextIndex


@pytest.fixture
def file(tmp_path: Path) -> StorePath:
    return StorePath(tmp_path, "cache", "search.sqlite3")


@pytest.fixture
def index(file: StorePath) -> Iterator[TextIndex]:
    made = TextIndex(opened_to_write(file), "")
    yield made
    made.close()


def new(place: str, text: str, *annotations: IndexedAnnotation, stamp: int = 1) -> NewText:
    return NewText(place, (stamp, 10), "ab", "", IndexedText(text, annotations))


def places(index: TextIndex, *needles: str) -> list[str]:
    return [one.place for one in index.documents(index.candidates(needles))]


def test_words_parts_of_words_and_scripts_without_spaces_are_found(index: TextIndex) -> None:
    texts = {
        "/en": "The ferry closed in May.",
        "/de": "Viele Grüße aus Köln, über die Straße.",
        "/ru": "Совет собрался в понедельник.",
        "/el": "Ο σοφός και ο ΣΟΦΟΣ.",
        "/ar": "وقال المجلس إن الاجتماع تأجل.",
        "/ja": "東京都の天気は晴れ。",
        "/th": "ประเทศไทย",
    }
    index.put(new(place, text) for place, text in texts.items())
    for needle, place in (
        ("ferry", "/en"), ("ERR", "/en"), ("y c", "/en"), ("köln", "/de"), ("STRASSE", "/de"), ("straße", "/de"),
        ("собра", "/ru"), ("СОВЕТ", "/ru"), ("σοφοσ", "/el"), ("σοφός", "/el"), ("المجلس", "/ar"), ("天気", "/ja"),
        ("京", "/ja"), ("。", "/ja"), ("ไทย", "/th"), ("ไท", "/th"),
    ):  # fmt: skip
        assert places(index, needle) == [place], needle
    assert places(index) == list(texts)
    assert places(index, "ferry", "köln") == []
    assert places(index, "ferry", "may") == ["/en"]
    assert places(index, 'no "such" text') == []


def test_a_document_is_put_in_place_of_what_it_was_and_taken_out_whole(index: TextIndex) -> None:
    index.put([new("/a", "an old text"), new("/b", "an old text too")])
    index.put([new("/a", "something else", stamp=2)])
    assert places(index, "old") == ["/b"]
    assert places(index, "else") == ["/a"]
    assert [one.stamp for one in index.documents(index.candidates(["else"]))] == [(2, 10)]
    index.remove(index.candidates(["else"]))
    assert places(index, "else") == []
    assert list(index.states()) == ["/b"]
    index.disown(index.candidates(["old"]))
    assert places(index, "old") == []
    assert not index.states()["/b"].is_ours


def test_ids_only_grow_so_who_asks_for_what_is_new_misses_nothing(index: TextIndex) -> None:
    index.put([new("/a", "one")])
    last = index.last()
    index.remove([last])
    index.put([new("/b", "two")])
    assert [one.place for one in index.since(last)] == ["/b"]


def test_notes_and_passages_that_are_no_longer_in_the_text_are_found_and_come_back_as_they_were(
    index: TextIndex,
) -> None:
    note = IndexedAnnotation("01J", "claim", Span(0, 4), "a passage that is gone", "ask Lenz", "ann")
    index.put([new("/a", "text", note), new("/b", "text")])
    assert places(index, "lenz") == places(index, "gone") == ["/a"]
    (document,) = index.candidates(["lenz"])
    assert index.text(document) == IndexedText("text", (note,))


def test_each_encoding_has_texts_of_its_own_and_another_process_sees_what_is_written(
    index: TextIndex, file: StorePath
) -> None:
    other = TextIndex(opened_to_read(file), "koi8-r")
    index.put([new("/a", "one")])
    assert places(other, "one") == []
    same = TextIndex(opened_to_read(file), "")
    assert places(same, "one") == ["/a"]
    index.put([new("/b", "one")])
    assert places(same, "one") == ["/a", "/b"]
    other.close()
    same.close()


def test_what_cannot_be_read_and_what_a_terminal_would_act_on_is_no_text(index: TextIndex) -> None:
    index.put([NewText("/a", (1, 1), "", "", None), new("/b", "red \x1b[31m text")])
    assert places(index) == ["/b"]
    assert index.text(index.last()) is None
    assert not index.states()["/a"].is_readable


def test_a_name_that_is_no_text_and_half_a_character_are_kept(index: TextIndex) -> None:
    index.put([new("/caf\udce9", "half \ud83d here")])
    assert places(index, "half") == ["/caf\udce9"]
    assert places(index, "\ud83d") == ["/caf\udce9"]


ALPHABET = "aAbB \n.\"'ßẞſsSςσΣiIİıéÉеЕ東京都はไทยعربéµμKkΩω🚢ﬅﬆ"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=30)


@pytest.fixture(scope="module")
def finds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], bool]]:
    """Whether a new index, which holds other texts too, leads to a text."""
    made = TextIndex(opened_to_write(StorePath(tmp_path_factory.mktemp("index"), "search.sqlite3")), "")
    made.put([new("/other", "another text, 東京 and ß")])

    def ask(needle: str, text: str) -> bool:
        made.put([new("/text", text)])
        return "/text" in places(made, needle)

    yield ask
    made.close()


@settings(max_examples=300)
@given(st.data())
def test_what_the_search_in_a_document_finds_the_index_finds(
    finds: Callable[[str, str], bool], data: st.DataObject
) -> None:
    text = data.draw(TEXTS)
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    needle = data.draw(st.sampled_from([part, part.lower(), part.upper(), part.swapcase(), data.draw(TEXTS)]))
    if find_all(needle, text).spans:
        assert finds(needle, text)


def test_facts_are_given_with_their_text_and_go_with_it(index: TextIndex, file: StorePath) -> None:
    facts = DocumentFacts("2016-04-11", "example.org", "en", 12)
    index.put([new("/a", "one")._replace(facts=facts), new("/b", "two"), NewText("/c", (1, 1), "", "", None)])
    first, second = index.facts_since(0, 10)
    assert first[1:] == ("/a", facts)
    assert second[1:] == ("/b", DocumentFacts(words=0))
    assert index.facts_since(0, 1) == [first]
    assert index.facts_since(first.id, 10) == [second]
    other = TextIndex(opened_to_read(file), "koi8-r")
    assert other.facts_since(0, 10) == []
    other.close()
    index.disown([first.id])
    assert index.facts_since(0, 10) == [second]
    index.take_marks({}, ["key"], [Document(None, "/b", "0", location="/b")])
    assert index.facts_since(0, 10) == []
    index.put([new("/b", "two, again")])
    assert [one.place for one in index.facts_since(0, 10)] == ["/b"]
    index.remove([one.id for one in index.facts_since(0, 10)])
    assert index.facts_since(0, 10) == []


def test_facts_that_a_stranger_wrote_are_none_that_a_terminal_acts_on(index: TextIndex, file: StorePath) -> None:
    index.put([new("/a", "one")])
    theirs = sqlite3.connect(file.path)
    theirs.execute("UPDATE facts SET source = ?, published = ?, words = 'many'", ("red\x1b[31m", b"bytes"))
    theirs.commit()
    theirs.close()
    (found,) = index.facts_since(0, 10)
    assert found.facts.source == "red"
    assert found.facts.words is None
