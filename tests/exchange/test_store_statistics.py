"""Statistics count what is there; the check names what is wrong, one line each."""

from dataclasses import replace

import pytest

from reader.annotations.handing_in import seal_data
from reader.exchange.store_statistics import as_lines, statistics
from reader.model.annotation import Annotation, Decision, Link, new_id, now
from reader.model.document import Document, Stored
from reader.store.record_checks import record_faults

DOCUMENT = Document("a", "a.txt", "ab" * 32)


def annotation(label: str = "claim", **fields: object) -> Annotation:
    whole = {"quote": "text", "annotator": "ann", "created_at": now(), "updated_at": now()} | fields
    return Annotation(new_id(), label, 3, 7, **whole)  # type: ignore[arg-type]


def counted(*documents: Stored) -> dict[str, str]:
    """The figures by their names; a name that comes twice fails."""
    figures = statistics("/store", documents, ["claim", "evidence"])
    lines = [line.rsplit(None, 1) for line in as_lines(figures).split("\n")]
    found = {name.strip(): value for name, value in lines}
    assert len(found) == len(lines)
    return found


def test_labels_annotators_notes_links_and_anchors_are_counted() -> None:
    ones = [annotation(), annotation(note="hm"), annotation("opinion", annotator=""), annotation(anchor="moved")]
    gone = annotation(anchor="detached", annotator="bo")
    link = Link(new_id(), ones[0].id, gone.id, "attacks")
    found = counted(Stored(DOCUMENT, tuple(ones), (link,)), Stored(DOCUMENT, (gone,), ()))
    assert (found["documents"], found["annotations"]) == ("2", "5")
    assert (found["claim"], found["evidence"], found["opinion"]) == ("4", "0", "1")
    assert (found["with a note"], found["links"], found["moved"], found["detached"]) == ("1", "1", "1", "1")
    assert (found["annotators"], found["ann"], found["bo"], found["(no name)"]) == ("3", "3", "1", "1")


def test_an_empty_store_has_noughts() -> None:
    found = counted()
    assert found.pop("store") == "/store"
    assert set(found.values()) == {"0"}


def test_the_name_of_the_store_is_safe_to_print() -> None:
    assert "\x1b" not in as_lines(statistics("/a\x1b]0;x\x07b", [], []))
    wide = as_lines(statistics("/store", [], ["l" * 100_000, "\x1b[31mred"]))
    assert max(map(len, wide.splitlines())) < 60
    assert "\x1b" not in wide


def test_a_sound_document_has_no_faults() -> None:
    one, other = annotation(), annotation()
    stored = Stored(DOCUMENT, (one, other), (Link(new_id(), one.id, other.id, "supports"),))
    assert list(record_faults(stored, None)) == []


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (Stored(Document("a", "a.txt", ""), (), ()), "no hash"),
        (Stored(DOCUMENT, (annotation(quote="texts"),), ()), "5 code points"),
        (Stored(DOCUMENT, (annotation(updated_at=""),), ()), "no date"),
        (Stored(DOCUMENT, (), (Link(new_id(), new_id(), new_id(), "supports"),)), "gone"),
    ],
)
def test_each_fault_is_one_line_that_names_the_document(stored: Stored, words: str) -> None:
    (fault,) = record_faults(stored, None)
    assert fault.startswith("a.txt: ")
    assert words in fault
    assert "\n" not in fault


def test_documents_with_one_text_are_counted_where_the_reader_has_compared_them() -> None:
    documents = [Stored(Document(name, f"/{name}.txt", "ab" * 32), (), ()) for name in "abc"]
    sketches = {"/a.txt": tuple(range(100)), "/b.txt": tuple(range(5, 105)), "/z.txt": tuple(range(100))}
    twice = "  same text twice"
    assert dict(statistics("/store", documents, [], sketches))[twice] == 1
    assert twice not in dict(statistics("/store", documents, []))


def test_a_seal_that_does_not_fit_is_a_fault_and_one_that_does_is_none() -> None:
    one = annotation(annotator="bo")
    decisions = (
        Decision(new_id(), "finished", seal_data([one], [], "bo", DOCUMENT.sha256), "bo"),
        Decision(new_id(), "finished", {}, "cy"),
    )
    assert list(record_faults(Stored(DOCUMENT, (one,), (), decisions), None)) == []
    (fault,) = record_faults(Stored(DOCUMENT, (replace(one, label="opinion"),), (), decisions), None)
    assert fault == "a.txt: bo had finished it, and what bo handed in was changed since (bo seals it with d)"
