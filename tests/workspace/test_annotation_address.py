"""``FILE#ID``: what is taken for the id of an annotation, and what stays the name of a file or of a document in one."""

import json
from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.store.memory_store import MemoryStore
from reader.workspace.annotation_address import AnnotationAddress, find_document, without_addresses
from reader.workspace.library import Library
from reader.workspace.session import Session

ID = "01J9ZC3T5N8Q4R6W7X0Y1Z2A3B"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text("The ferry will close in May. Nobody asked the islanders.\n")
    return path


@pytest.mark.parametrize("identifier", [ID, ID[:8], ID.lower(), "0"])
def test_what_stands_behind_a_files_name_is_an_id_or_its_beginning(page: Path, identifier: str) -> None:
    paths, start = without_addresses([f"{page}#{identifier}"], MemoryStore())
    assert paths == [str(page)]
    assert start == AnnotationAddress(str(page), identifier.upper())


@pytest.mark.parametrize("behind", ["", "two words", ID + "0", "é", "a.txt", "-"])
def test_what_is_no_id_stays_part_of_the_name(page: Path, behind: str) -> None:
    assert without_addresses([f"{page}#{behind}"], MemoryStore()) == ([f"{page}#{behind}"], None)


@pytest.mark.parametrize("name", ["notes#1.txt", "a#01J9", f"ferry.txt#{ID}", "ferry.txt#3"])
def test_a_file_of_that_very_name_opens(page: Path, name: str) -> None:
    path = page.with_name(name)
    path.write_text("Another text.\n")
    assert without_addresses([str(path)], MemoryStore()) == ([str(path)], None)


def test_a_file_whose_name_holds_the_sign_can_be_asked_for_an_annotation(page: Path) -> None:
    path = page.with_name("notes#1.txt")
    path.write_text("Another text.\n")
    assert without_addresses([f"{path}#{ID}"], MemoryStore()) == ([str(path)], AnnotationAddress(str(path), ID))


@pytest.mark.parametrize("word", ["-", "#", f"#{ID}", f"gone.txt#{ID}", "https://example.org/a#part", "a\0b#01"])
def test_what_names_no_file_is_left_as_it_is(word: str) -> None:
    assert without_addresses([word], MemoryStore()) == ([word], None)


def test_a_folder_has_no_annotations(tmp_path: Path) -> None:
    assert without_addresses([f"{tmp_path}#{ID}"], MemoryStore()) == ([f"{tmp_path}#{ID}"], None)


def test_of_several_the_first_is_where_reading_begins_and_every_file_opens(page: Path) -> None:
    other = page.with_name("bridge.txt")
    other.write_text("A bridge.\n")
    paths, start = without_addresses([str(other), f"{page}#{ID}", f"{other}#01"], MemoryStore())
    assert paths == [str(other), str(page), str(other)]
    assert start == AnnotationAddress(str(page), ID)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.jsonl"
    texts = ["The ferry will close in May, the town said.", "The county wants a bridge. It is too dear."]
    path.write_text("".join(json.dumps({"title": one[:9], "text": one}) + "\n" for one in texts))
    return path


def test_a_document_of_a_file_of_many_is_named_by_its_number_as_before(dump: Path) -> None:
    assert without_addresses([f"{dump}#2"], MemoryStore()) == ([f"{dump}#2"], None)
    assert without_addresses([f"{dump}#2#{ID}"], MemoryStore()) == (
        [f"{dump}#2"], AnnotationAddress(f"{dump}#2", ID)
    )  # fmt: skip


def test_in_a_file_of_many_the_store_says_which_document_holds_the_annotation(dump: Path, tmp_path: Path) -> None:
    with Session.open([str(dump)], store=tmp_path / "tags", annotator="ann") as session:
        opened = session.read(session.documents[1])
        made = session.tag(opened, "claim", quote="The county wants a bridge.")
    store = Session.open([], store=tmp_path / "tags").store
    paths, start = without_addresses([f"{dump}#{made.id}"], store)
    assert paths == [str(dump)]
    assert start == AnnotationAddress(f"{dump}#2", made.id)
    assert without_addresses([f"{dump}#{ID}"], store)[1] == AnnotationAddress(str(dump), ID)


def test_the_document_is_found_however_many_files_come_before_it(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"Text number {number}.\n")
    library = Library([str(tmp_path)], Settings(), MemoryStore())
    find_document(library, str(tmp_path / "250.txt"))
    assert library.index.at_path(str(tmp_path / "250.txt")) is not None
    assert len(library.entries) < 300
    find_document(library, str(tmp_path / "gone.txt"))
    assert len(library.entries) == 300
