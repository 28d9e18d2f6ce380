"""Facts come from the index as it is built, also of documents that nobody has opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.workspace.catalogue import indexed_facts
from reader.workspace.catalogue.document_facts import DocumentFacts
from reader.workspace.catalogue.indexed_facts import FactFeed
from reader.workspace.fulltext.index_file import FILE
from reader.workspace.fulltext.search_index import SearchIndex, index_of
from reader.workspace.library import Library
from tests.waiting import LONGEST_S

DATES = ["2019-05-12", "2020-06-03", "2021-07-04"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for number, date in enumerate(DATES):
        (made / f"{number}.txt").write_text(f"About it\n\n{date}\n\nNumber {number} was found on Monday by the crew.\n")
    return made


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "annotations")


class Fed:
    """A library whose facts come from an index; what its threads post is done when somebody waits."""

    def __init__(self, library: Library, index: SearchIndex) -> None:
        self.library = library
        self.index = index
        self.posted: list[Callable[[], object]] = []
        self.feed = FactFeed(library, index, self.posted.append)

    def at(self, place: int) -> DocumentFacts | None:
        return self.library.index.facts().at(place)

    def until(self, holds: Callable[[], object]) -> None:
        deadline = time.monotonic() + LONGEST_S
        while not holds():
            assert time.monotonic() < deadline
            while self.posted:
                self.posted.pop(0)()
            time.sleep(0.005)


@pytest.fixture
def fed(folder: Path, store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fed]:
    monkeypatch.setattr(indexed_facts, "_BATCH", 2)
    library = Library([str(folder)], Settings(), store)
    library.find_all()
    index = index_of(library, store)
    yield Fed(library, index)
    library.close()
    index.close()


def test_what_the_index_reads_is_known_and_nobody_has_opened_it(fed: Fed) -> None:
    fed.index.look()
    fed.feed.start()
    fed.until(lambda: all(fed.at(place) for place in range(3)))
    for place, date in enumerate(DATES):
        facts = fed.at(place)
        assert facts is not None
        assert (facts.published, facts.source, facts.words) == (date, "articles", facts.words)
        assert facts.words
        assert facts.words > 8
        assert fed.library.entries[place].opened is None


def test_a_document_that_changes_is_known_anew_after_the_next_pass(fed: Fed, folder: Path) -> None:
    fed.index.look()
    fed.feed.start()
    fed.until(lambda: all(fed.at(place) for place in range(3)))
    (folder / "1.txt").write_text("About it\n\n2022-08-05\n\nIt was lost again on Tuesday.\n")
    fed.index.look()
    fed.until(lambda: (facts := fed.at(1)) and facts.published == "2022-08-05")
    assert (facts := fed.at(0)) is not None
    assert facts.published == DATES[0]


def test_an_index_that_is_deleted_is_followed_from_its_first_document_on(
    fed: Fed, folder: Path, store: FolderStore
) -> None:
    fed.index.look()
    fed.feed.start()
    fed.until(lambda: all(fed.at(place) for place in range(3)))
    (store.hidden_folder / "cache" / FILE).unlink()
    (folder / "0.txt").write_text("About it\n\n2023-09-06\n\nIt was lost again on Tuesday.\n")
    fed.index.look()
    fed.until(lambda: (facts := fed.at(0)) and facts.published == "2023-09-06")


def test_words_of_what_is_open_are_counted_without_an_index(fed: Fed) -> None:
    entry = fed.library.entries[2]
    fed.library.open(entry)
    fed.feed.take_open(())
    assert (facts := fed.at(2)) is not None
    assert (facts.published, facts.words) == (DATES[2], None)
    fed.feed.take_open([entry, fed.library.entries[0]])  # the other one is not open
    fed.until(lambda: (facts := fed.at(2)) and facts.words)
    assert fed.at(0) is None
