"""A document that was moved or renamed, and changed as well: offered where its name or title and its tags say so."""

from pathlib import Path

import pytest

from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Change
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.renamed_documents import likely_origin
from tests.conftest import TEXT, make_article

CHANGED = "Corrected on Friday.\n\n" + TEXT


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Where the document was; nothing is there now."""
    return tmp_path / "2019" / "meeting.txt"


@pytest.fixture
def known(store: FolderStore, old: Path) -> str:
    """The key of a document in the store with two annotations."""
    records = DocumentRecords(make_article())
    changes: list[Change] = []
    for quote in ("Nobody expected much.", "It was the first meeting in two years."):
        start = TEXT.index(quote)
        changes += records.tag("claim", start, start + len(quote), "ann")
    document = Document(None, "meeting.txt", "ab" * 32, "The council meets", location=str(old))
    return store.save(document, changes).document.key or ""


def test_a_changed_text_of_the_same_name_elsewhere_may_be_it(store: FolderStore, known: str) -> None:
    found = likely_origin(store, "new/meeting.txt", make_article(CHANGED))
    assert found == (known, "meeting.txt", 2, 2)


def test_under_another_name_its_title_tells(store: FolderStore, known: str) -> None:
    from dataclasses import replace

    article = replace(make_article(CHANGED), title="The council meets")
    assert likely_origin(store, "renamed.txt", article) == (known, "meeting.txt", 2, 2)
    assert likely_origin(store, "renamed.txt", replace(article, title="Another title")) is None


@pytest.mark.usefixtures("known")
def test_a_file_that_is_still_there_is_another_document(store: FolderStore, old: Path) -> None:
    old.parent.mkdir(parents=True)
    old.write_text(TEXT, encoding="utf-8")
    assert likely_origin(store, "new/meeting.txt", make_article(CHANGED)) is None


@pytest.mark.usefixtures("known")
def test_a_text_that_holds_too_little_of_what_was_tagged_is_another_document(store: FolderStore) -> None:
    assert likely_origin(store, "new/meeting.txt", make_article("A wholly different article about cats.")) is None


def test_an_empty_store_has_none(store: FolderStore) -> None:
    assert likely_origin(store, "meeting.txt", make_article()) is None
