"""Statistics count what is there; the check names what is wrong, one line each."""

from dataclasses import replace

import pytest

from reader.annotations.handing_in import FINISHED, seal_data
from reader.exchange.store_statistics import as_lines, as_record, charts, statistics, totals
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
    assert [(name.strip(), value) for name, value in lines][: len(totals(figures))] == [
        (name.strip(), str(value)) for name, value in totals(figures)
    ]
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
    assert dict(totals(statistics("/store", documents, [], sketches)))[twice] == 1
    assert twice not in dict(totals(statistics("/store", documents, [])))


def charted(*documents: Stored) -> dict[str, list[tuple[str, int]]]:
    return {one.what: list(one.rows) for one in charts(statistics("/store", documents, ["claim", "evidence"]))}


def test_charts_divide_documents_annotations_and_links() -> None:
    ones = [
        annotation(attributed_to="Lenz", created_at="2026-04-11T09:30:00.000Z"),
        annotation(attributed_to="Lenz", created_at="2026-04-12T09:30:00.000Z"),
        annotation("opinion", annotator="", attributed_to="\x1b[31mBerg", created_at="yesterday"),
    ]
    links = (Link(new_id(), ones[0].id, ones[1].id, "supports"), Link(new_id(), ones[0].id, ones[2].id, "attacks"))
    finished = Decision(new_id(), FINISHED, {"finished": True}, updated_at=now())
    found = charted(
        Stored(DOCUMENT, tuple(ones), links),
        Stored(Document("b", "b.txt", "cd" * 32), (), (), (finished,)),
        Stored(Document("c", "c.txt", "ef" * 32), (), ()),
    )
    assert found == {
        "state": [("finished", 1), ("begun", 1), ("not begun", 1)],
        "label": [("claim", 2), ("evidence", 0), ("opinion", 1)],
        "annotator": [("(no name)", 1), ("ann", 2)],
        "document": [("a.txt", 3)],
        "day (UTC)": [("2026-04-11", 1), ("2026-04-12", 1)],
        "speaker": [("Lenz", 2), ("Berg", 1)],
        "kind": [("attacks", 1), ("supports", 1)],
    }


@pytest.mark.parametrize(
    ("days", "unit", "rows"),
    [
        ([f"2026-04-{day:02}" for day in range(1, 15)], "day (UTC)", 14),
        ([f"2026-04-{day:02}" for day in range(1, 16)], "month (UTC)", 1),
        ([f"{year}-{month:02}-03" for year in (2024, 2025) for month in range(1, 13)], "month (UTC)", 24),
        ([f"{year}-{month:02}-03" for year in (2024, 2025, 2026) for month in range(1, 13)], "year (UTC)", 3),
        ([f"{year:04}-01-03" for year in range(9999)], "year (UTC)", 24),
    ],
)
def test_many_days_are_counted_by_month_or_year(days: list[str], unit: str, rows: int) -> None:
    found = charted(Stored(DOCUMENT, tuple(annotation(created_at=f"{day}T09:30:00.000Z") for day in days), ()))
    assert len(found[unit]) == rows


def test_of_very_many_documents_and_speakers_the_first_are_charted_and_json_has_all() -> None:
    documents = [
        Stored(
            Document(f"{number}", f"{number}.txt", f"{number:064x}"),
            tuple(annotation(attributed_to=f"S{number}") for _ in range(number)),
            (),
        )
        for number in range(1, 31)
    ]
    figures = statistics("/store", documents, ["claim"])
    (chart,) = (one for one in charts(figures) if one.what == "document")
    assert (chart.rows[0], len(chart.rows), chart.left_out) == (("30.txt", 30), 10, 20)
    assert "documents not listed  20" in as_lines(figures)
    record = as_record(figures)
    assert len(record["by_document"]) == len(record["speakers"]) == 30
    assert record["by_document"][0] == {
        "document": "1.txt", "annotations": 1, "links": 0, "finished": False, "labels": {"claim": 1}
    }  # fmt: skip


def test_a_seal_that_does_not_fit_is_a_fault_and_one_that_does_is_none() -> None:
    one = annotation(annotator="bo")
    decisions = (
        Decision(new_id(), "finished", seal_data([one], [], "bo", DOCUMENT.sha256), "bo"),
        Decision(new_id(), "finished", {}, "cy"),
    )
    assert list(record_faults(Stored(DOCUMENT, (one,), (), decisions), None)) == []
    (fault,) = record_faults(Stored(DOCUMENT, (replace(one, label="opinion"),), (), decisions), None)
    assert fault == "a.txt: bo had finished it, and what bo handed in was changed since (bo seals it with d)"
