"""Notes of whole documents: one of each annotator, the latest counts."""

from reader.annotations.document_notes import DOCUMENT_NOTE, document_notes, noted
from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Decision
from reader.model.article import Article


def test_a_note_is_written_changed_and_taken_away(article: Article) -> None:
    records = DocumentRecords(article)
    for text in ("Read again.", "Read twice.", ""):
        records.apply(noted(records, text, "ann"))
        assert document_notes(records.decisions(DOCUMENT_NOTE)) == ({"ann": text} if text else {})
        assert len(records.decisions(DOCUMENT_NOTE)) == bool(text)
    records.apply(noted(records, "Mine.", "ann"))
    records.apply(noted(records, "His.", "bob"))
    assert document_notes(records.decisions(DOCUMENT_NOTE)) == {"ann": "Mine.", "bob": "His."}
    assert noted(records, "Mine.", "ann") == ()


def test_two_notes_of_one_person_from_two_machines_become_one(article: Article) -> None:
    two = [Decision(name, DOCUMENT_NOTE, {"text": name, "newer": 1}, "ann") for name in ("1", "2")]
    records = DocumentRecords(article, decisions=[*two, Decision("3", DOCUMENT_NOTE, {"text": 7}, "bob")])
    assert document_notes(records.decisions(DOCUMENT_NOTE)) == {"ann": "2"}
    records.apply(noted(records, "both", "ann"))
    (left,) = [one for one in records.decisions(DOCUMENT_NOTE) if one.annotator == "ann"]
    assert left.data == {"text": "both", "newer": 1}
