"""What is selected: by label, person, time, words and links, the same from texts as from records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.annotation_query import AnnotationQuery, Vocabulary, annotation_query, links_of
from reader.exchange.annotation_selection import AnnotationSelection
from reader.exchange.export_lines import ExportLines
from reader.exchange.jsonl import rows
from reader.model.annotation import Annotation, Link
from reader.model.document import Document, Stored
from reader.store.folder_store import FolderStore
from tests.exchange.interchange import ANNOTATORS, LABELS, stores
from tests.written_files import write_files

CLAIM, FACT, OTHER = (f"01KNWYQ4RR000000000000000{number}" for number in (1, 2, 3))


def stored() -> Stored:
    """A claim by ann of April, evidence by bo of May that supports it, an opinion that attacks something elsewhere."""
    claim = Annotation(CLAIM, "claim", 0, 5, "Prices", created_at="2026-04-11T09:30:00.000Z", annotator="ann")
    fact = Annotation(
        FACT, "evidence", 6, 9, "fell by 3", note="Check: ONS", created_at="2026-05-11T09:30:00Z", annotator="bo"
    )
    other = Annotation(OTHER, "opinion", 10, 12, "badly", created_at="", annotator="ann")
    links = (Link("1" * 26, FACT, CLAIM, "supports", "bo"), Link("2" * 26, OTHER, "0" * 26, "attacks", "ann"))
    return Stored(Document("k", "a/b.txt", "a" * 64), (claim, fact, other), links)


def chosen(selection: AnnotationSelection) -> list[str]:
    document = stored()
    labels = {one.id: one.label for one in document.annotations}
    links = links_of([(one.source, one.target, one.kind) for one in document.links], labels)
    return [one.label for one in replace(selection, links=links).of(document).annotations]


def asked(words: str) -> AnnotationQuery:
    return annotation_query(words, Vocabulary(["claim", "evidence", "opinion"], ["supports", "attacks"]))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("prices", ["claim"]),
        ("ons", ["evidence"]),
        ("quote:ons", []),
        ("note", ["evidence"]),
        ("linked", ["claim", "evidence", "opinion"]),
        ("with:supports", ["claim", "evidence"]),
        ("claim without:evidence", []),
        ("without:supports", ["opinion"]),
        ("in:b.txt -claim", ["evidence", "opinion"]),
    ],
)
def test_words_select_as_they_do_in_every_list(words: str, expected: list[str]) -> None:
    assert chosen(AnnotationSelection(query=asked(words))) == expected


def test_everything_that_is_asked_has_to_be_so() -> None:
    may = datetime(2026, 5, 1, tzinfo=UTC)
    assert chosen(AnnotationSelection()) == ["claim", "evidence", "opinion"]
    assert chosen(AnnotationSelection(since=may)) == ["evidence"]
    assert chosen(AnnotationSelection(labels=frozenset({"claim", "opinion"}))) == ["claim", "opinion"]
    assert chosen(AnnotationSelection(annotator="ann", labels=frozenset({"evidence"}))) == []
    assert chosen(AnnotationSelection(annotator="bo", since=may, query=asked("note"))) == ["evidence"]


def test_a_link_goes_with_its_annotation_but_not_to_one_that_was_left_out() -> None:
    document = stored()
    for labels, kinds in (({"evidence"}, []), ({"evidence", "claim"}, ["supports"]), ({"opinion"}, ["attacks"])):
        found = AnnotationSelection(labels=frozenset(labels)).of(document)
        assert [link.kind for link in found.links] == kinds


def test_documents_are_files_and_folders() -> None:
    document = stored().document
    assert AnnotationSelection(documents=("a",)).has(document)
    assert AnnotationSelection(documents=("c", "a/b.txt")).has(document)
    assert not AnnotationSelection(documents=("b.txt",)).has(document)


@settings(max_examples=40, deadline=None)
@given(store=stores(), label=LABELS, annotator=ANNOTATORS, both=st.booleans())
def test_texts_are_selected_as_records_are(store: FolderStore, label: str, annotator: str, both: bool) -> None:
    selection = AnnotationSelection(annotator if both else "", frozenset({label}))
    with TemporaryDirectory() as folder:
        files = FolderStore(Path(folder) / "annotations")
        for key in store.keys():
            one = store.load(key)
            from reader.model.annotation import Change

            files.save(
                replace(one.document, key=None),
                [Change(None, each) for each in (*one.annotations, *one.links)],
                apart=True,
            )
        write_files(files)
        with files.scanning() as scan, ExportLines() as lines:
            for key in files.keys():
                lines.add(selection.of_texts(scan.texts(key) or files.load(key)))
            found = b"".join(lines.chunks())
        expected = rows([selection.of(files.load(key)) for key in files.keys()])
    from reader.exchange.jsonl import line

    assert found == "".join(map(line, expected)).encode()
