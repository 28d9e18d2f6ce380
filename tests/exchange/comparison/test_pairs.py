"""Which document and which annotation of one side is which of the other."""

from __future__ import annotations

from dataclasses import replace

from reader.exchange.comparison.pairs import annotation_pairs, document_pairs
from reader.exchange.comparison.side import Side, SideDocument
from reader.model.document import Document
from tests.exchange.comparison.repositories import annotation

NOTHING: frozenset[str] = frozenset()


def document(path: str = "one.txt", sha256: str = "a" * 64, location: str = "") -> SideDocument:
    return SideDocument(Document(None, path, sha256, location=location))


def is_one(one: SideDocument, other: SideDocument) -> bool:
    pairs = [document_pairs(Side("A", [one]), Side("B", [other])), document_pairs(Side("B", [other]), Side("A", [one]))]
    assert len(pairs[0]) == len(pairs[1])
    return len(pairs[0]) == 1


def test_documents_are_the_same_by_bytes_wherever_they_are() -> None:
    assert is_one(document("a/one.txt"), document("b/two.txt"))


def test_two_documents_of_one_name_are_two() -> None:
    assert not is_one(document(), document(sha256="b" * 64))


def test_a_document_whose_bytes_changed_is_the_same() -> None:
    assert is_one(document(location="/x/one.txt"), document(sha256="b" * 64, location="/x/one.txt"))
    known = document(sha256="b" * 64)
    known.meta = {"sha256": "b" * 64, "hashes": ["a" * 64]}
    assert is_one(document(), known)


def test_documents_with_an_annotation_in_common_are_the_same() -> None:
    one, other, tag = document(), document("two.txt", "b" * 64), annotation()
    one.records = other.records = {tag.id: tag}
    assert is_one(one, other)


def test_an_export_without_bytes_is_known_by_its_path_its_text_or_its_name() -> None:
    assert is_one(document(), document(sha256=""))
    assert is_one(document("a/one.txt"), document("b/one.txt", ""))
    one, other = document(), document("", "")
    assert not is_one(one, other)
    one.texts = other.texts = lambda: ("A text.",)
    assert is_one(one, other)


def test_what_could_be_several_documents_is_none() -> None:
    here = Side("A", [document("a/x.txt", "a" * 64), document("b/x.txt", "b" * 64)])
    assert len(document_pairs(here, Side("B", [document("x.txt", "")]))) == 3


def test_annotations_are_the_same_by_id_wherever_they_are() -> None:
    one = annotation()
    moved = replace(one, start=50, end=54, label="opinion")
    assert annotation_pairs([one], [moved], NOTHING).pairs == [(one, moved)]


def test_of_annotations_with_other_ids_the_passage_and_the_annotator_count() -> None:
    one, relabelled, others = annotation(), annotation(label="opinion"), annotation(annotator="bo")
    assert annotation_pairs([one], [relabelled], NOTHING).pairs == [(one, relabelled)]
    assert annotation_pairs([one], [others], NOTHING).pairs == []
    assert annotation_pairs([one], [others], frozenset({"annotator"})).pairs == [(one, others)]
    assert annotation_pairs([one], [relabelled], NOTHING, is_exact=True).pairs == []


def test_the_same_label_is_taken_before_another_one() -> None:
    one, opinion, claim = annotation(), annotation(label="opinion"), annotation()
    found = annotation_pairs([one], [opinion, claim], NOTHING)
    assert found.pairs == [(one, claim)]
    assert found.theirs == [opinion]
