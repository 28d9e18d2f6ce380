"""A search over everything: from the index, without a walk and without a file; without the index all the same."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

from reader.config.settings import Settings
from reader.model.spans import Span
from reader.store.folder_store import FolderStore
from reader.store.memory_store import MemoryStore
from reader.system.guarded_path import StorePath
from reader.text.search import PatternError
from reader.workspace import global_search
from reader.workspace.entry_index import _Readable
from reader.workspace.fulltext import index_upkeep
from reader.workspace.fulltext.document_texts import IndexedAnnotation, IndexedText
from reader.workspace.fulltext.index_file import FILE, opened_to_write
from reader.workspace.fulltext.search_index import IndexState, SearchIndex, index_of
from reader.workspace.fulltext.text_index import NewText, TextIndex
from reader.workspace.global_search import Delivery, GlobalSearch, Hit, all_hits
from reader.workspace.jobs.file_search import NamedFiles
from reader.workspace.library import Library
from reader.workspace.library_entries import LibraryEntry
from tests.waiting import LONGEST_S


class Untouched(list[Any]):
    """A list of so many entries that nobody may walk through; to count and to index it is fine."""

    def __iter__(self) -> NoReturn:
        raise AssertionError("somebody walks through the library")


class InStep(SearchIndex):
    """An index that is in step already, or never will be."""

    def __init__(self, file: StorePath | None, state: IndexState) -> None:
        super().__init__(file, "", "", lambda: NamedFiles([], 1 << 20))
        self._state = state

    def look(self, unless_within: float = 0.0) -> None:
        del unless_within


def searched(search: GlobalSearch, pattern: str) -> list[Delivery]:
    told: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
    search.start(pattern, told.put)
    deliveries = [told.get(timeout=LONGEST_S)]
    while not deliveries[-1].is_over:
        deliveries.append(told.get(timeout=LONGEST_S))
    return deliveries


def hits(deliveries: list[Delivery]) -> list[Hit]:
    return [hit for one in deliveries for hit in one.hits]


MANY = 100_000


@pytest.fixture
def large() -> Library:
    """A library of a hundred thousand documents, none of which has a file."""
    library = Library([], Settings(), MemoryStore())
    library.add(LibraryEntry(f"/nowhere/{number}.txt", _location=f"/nowhere/{number}.txt") for number in range(MANY))
    library.index.entries = entries = Untouched(library.index.entries)
    library.index.readable = _Readable(entries, library.index._gaps, library.index._lock)
    return library


def test_a_question_to_an_index_in_step_walks_through_no_library_and_opens_no_file(
    large: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = StorePath(tmp_path, "cache", FILE)
    index = TextIndex(opened_to_write(file), "")
    note = IndexedAnnotation("01J", "claim", Span(2, 8), "needle", "a needle too", "ann")
    index.put(
        NewText(f"/nowhere/{number}.txt", (1, 1), "", "", IndexedText(f"no {number}", ())) for number in range(50)
    )
    index.put([NewText("/nowhere/90000.txt", (1, 1), "", "", IndexedText("a needle", (note,)))])
    index.put([NewText("/nowhere/7.txt", (1, 1), "", "", IndexedText("needle, needle", ()))])
    index.put([NewText("/elsewhere/7.txt", (1, 1), "", "", IndexedText("needle", ()))])
    index.close()
    asked: list[LibraryEntry] = []
    monkeypatch.setattr(large, "look_into", asked.append)
    monkeypatch.setattr(global_search, "stamp_of_document", asked.append)
    state = IndexState(is_checked=True, is_over=True, is_whole=True, total=MANY)
    deliveries = searched(GlobalSearch(large, InStep(file, state)), "needle")
    assert [(hit.entry.path, hit.span, hit.annotation, hit.is_note) for hit in hits(deliveries)] == [
        ("/nowhere/7.txt", Span(0, 6), "", False),
        ("/nowhere/7.txt", Span(8, 14), "", False),
        ("/nowhere/90000.txt", Span(2, 8), "01J", False),
        ("/nowhere/90000.txt", Span(2, 8), "01J", True),
        ("/nowhere/90000.txt", Span(2, 8), "", False),
    ]
    assert (deliveries[-1].done, deliveries[-1].total) == (MANY, MANY)
    assert asked == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for number in range(12):
        (made / f"{number}.txt").write_text(f"About it\n\nThe needle of number {number} was found on Monday.\n")
    return made


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "annotations")


@pytest.fixture
def library(folder: Path, store: FolderStore) -> Library:
    made = Library([str(folder)], Settings(), store)
    made.find_all()
    return made


@pytest.fixture
def index(library: Library, store: FolderStore) -> Iterator[SearchIndex]:
    made = index_of(library, store)
    yield made
    made.close()


NAMES = [f"{number}.txt" for number in range(12)]


def found(deliveries: list[Delivery]) -> list[str]:
    return [Path(hit.entry.path).name for hit in hits(deliveries)]


def test_while_the_index_is_made_the_hits_come_as_it_is_made_and_then_at_once(
    library: Library, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "look_into", None)  # nobody reads a document here
    search = GlobalSearch(library, index)
    for _ in range(2):
        deliveries = searched(search, "needle")
        assert found(deliveries) == NAMES
        assert (deliveries[-1].done, deliveries[-1].total) == (12, 12)
    assert [hit.span for hit in hits(searched(search, '"number 7"'))] == [Span(24, 32)]
    assert [hit.found for hit in hits(searched(search, r"\number 1\d"))] == ["number 10", "number 11"]


def test_where_there_is_no_index_every_document_is_read_here(library: Library) -> None:
    search = GlobalSearch(library, InStep(None, IndexState(is_over=True)))
    deliveries = searched(search, "needle")
    assert found(deliveries) == NAMES
    assert (deliveries[-1].done, deliveries[-1].total) == (12, 12)


def test_where_the_process_has_ended_the_rest_is_read_here_and_nothing_twice(
    library: Library, store: FolderStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = store.cache_folder()
    assert cache is not None
    half = NamedFiles([str(folder / name) for name in NAMES[:6]], 1 << 20)
    with closing(index_upkeep.IndexUpkeep(cache / FILE, store, half)) as upkeep:
        upkeep.bring_in_step(lambda _: None)
    (folder / "2.txt").write_text("About it\n\nNothing of that kind was found on Monday, nor a needle.\n")
    read: list[str] = []
    look_into = library.look_into
    monkeypatch.setattr(library, "look_into", lambda one: [read.append(Path(one.path).name), look_into(one)][1])
    deliveries = searched(GlobalSearch(library, InStep(cache / FILE, IndexState(is_over=True))), "needle")
    assert sorted(found(deliveries)) == sorted(NAMES)
    assert read == ["2.txt", *NAMES[6:]]


@pytest.mark.parametrize("is_noticed", [False, True])
def test_an_index_that_is_deleted_while_the_reader_is_open_is_made_again(
    library: Library, index: SearchIndex, store: FolderStore, *, is_noticed: bool
) -> None:
    search = GlobalSearch(library, index)
    assert found(searched(search, "needle")) == NAMES
    (store.hidden_folder / "cache" / FILE).unlink()
    if is_noticed:
        index.look()
    assert sorted(found(searched(search, "needle"))) == sorted(NAMES)
    assert (store.hidden_folder / "cache" / FILE).exists()


def test_an_index_that_is_deleted_and_cannot_be_made_again_is_done_without(
    library: Library, index: SearchIndex, store: FolderStore
) -> None:
    search = GlobalSearch(library, index)
    searched(search, "needle")
    (store.hidden_folder / "cache" / FILE).unlink()
    (store.hidden_folder / "cache" / FILE).mkdir()
    assert sorted(found(searched(search, "needle"))) == sorted(NAMES)


def test_what_is_in_memory_is_found_as_it_is_there_though_it_was_never_saved(
    library: Library, index: SearchIndex
) -> None:
    search = GlobalSearch(library, index)
    searched(search, "needle")
    opened = library.open(library.entries[3])
    assert opened is not None
    opened.records.apply(opened.records.tag("claim", 10, 20, "ann"))
    annotation = opened.records.annotations[0]
    opened.records.apply(opened.records.annotate(annotation, "ask the harbour master"))
    (hit,) = hits(searched(search, "harbour"))
    assert (hit.entry, hit.annotation, hit.is_note) == (library.entries[3], annotation.id, True)


def test_a_document_that_others_named_is_searched_too(library: Library, index: SearchIndex, tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("About it\n\nA needle that lies beside the folder was found.\n")
    library.add([LibraryEntry(str(tmp_path / "beside.txt"))])
    library.files.later.append(str(tmp_path / "beside.txt"))
    assert found(searched(GlobalSearch(library, index), "lies beside")) == ["beside.txt"]


def test_it_can_be_stopped_and_leaves_no_thread(library: Library) -> None:
    never_over = InStep(None, IndexState())
    search = GlobalSearch(library, never_over)
    told: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
    search.start("needle", told.put)
    told.get(timeout=LONGEST_S)
    (thread,) = [one for one in threading.enumerate() if one.name == "search"]
    search.stop()
    thread.join(LONGEST_S)
    assert not thread.is_alive()


def test_too_many_hits_are_cut_and_that_is_said(
    library: Library, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(global_search, "MOST", 3)
    last = searched(GlobalSearch(library, index), "needle")[-1]
    assert last.is_cut
    assert last.problem == "only the first 3 are shown"


def test_an_expression_that_is_none_is_said_and_raised(library: Library, index: SearchIndex) -> None:
    search = GlobalSearch(library, index)
    assert "missing" in searched(search, r"\(")[-1].problem
    with pytest.raises(PatternError, match="missing"):
        list(all_hits(search, r"\("))
