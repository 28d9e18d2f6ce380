"""What a key asks for: tags on and off, deletions, notes, undo and redo, always in the order of the text."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Annotation, Change, Link, new_id
from reader.model.article import Article
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.history.undo import Step, StepPart, UndoHistory
from tests.conftest import make_article


def tagged(records: DocumentRecords, label: str, start: int, end: int) -> Annotation:
    changes = records.tag(label, start, end, "ann")
    records.apply(changes)
    record = changes[-1].record
    assert isinstance(record, Annotation)
    return record


def test_a_tag_knows_its_passage_its_context_and_its_place_in_the_file(article: Article) -> None:
    records = DocumentRecords(article)
    start = article.text.index("Nobody")
    one = tagged(records, "claim", start, start + len("Nobody expected much."))
    assert one.quote == "Nobody expected much."
    assert one.prefix.endswith("two years.\n\n")
    assert one.suffix.startswith(" “We should")
    assert article.page.source[one.source_start : one.source_end] == one.quote
    assert one.annotator == "ann"
    assert one.anchor == "exact"


def test_the_same_label_on_the_same_passage_takes_it_off_and_another_label_is_added(article: Article) -> None:
    records = DocumentRecords(article)
    tagged(records, "claim", 0, 26)
    tagged(records, "opinion", 0, 26)
    assert [one.label for one in records.annotations] == ["claim", "opinion"]
    tagged(records, "claim", 0, 26)
    assert [one.label for one in records.annotations] == ["opinion"]


def test_what_another_annotator_tagged_stays_and_ones_own_tag_stands_beside_it(article: Article) -> None:
    records = DocumentRecords(article)
    records.apply(records.tag("claim", 0, 26, "bob"))
    records.apply(records.tag("claim", 0, 26, "ann"))
    assert sorted(one.annotator for one in records.annotations) == ["ann", "bob"]
    records.apply(records.tag("claim", 0, 26, "ann"))
    assert [one.annotator for one in records.annotations] == ["bob"]


def test_the_annotation_meant_is_the_one_just_there_then_the_tightest(article: Article) -> None:
    records = DocumentRecords(article)
    wide = tagged(records, "claim", 0, 66)
    tight = tagged(records, "evidence", 4, 11)
    assert records.under(0, 66)[0] == wide
    assert records.under(5, 6)[0] == tight
    assert records.under(30, 40) == [wide]
    assert records.under(70, 80) == []


def test_deleting_takes_the_links_along_and_undo_brings_them_back(article: Article) -> None:
    records = DocumentRecords(article)
    claim, evidence = tagged(records, "claim", 0, 26), tagged(records, "evidence", 27, 66)
    link = Link(new_id(), evidence.id, claim.id, "supports")
    records.apply([Change(None, link)])
    deleted = step("deleted", records.delete(claim))
    assert [change.record for change in deleted.changes] == [link, claim]
    records.apply(deleted.changes)
    records.apply(deleted.reversed().changes)
    assert records.get(claim.id) == claim
    assert [change.record for change in records.delete(evidence)] == [link, evidence]


def test_a_note_that_says_the_same_is_no_change(article: Article) -> None:
    records = DocumentRecords(article)
    one = tagged(records, "claim", 0, 26)
    assert records.annotate(one, "") == ()
    records.apply(records.annotate(one, "who says so?"))
    noted = records.get(one.id)
    assert noted is not None
    assert noted.note == "who says so?"
    assert noted.updated_at >= one.updated_at


class Nothing(FolderStore):
    """A store in which nothing was ever done."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"))


def step(what: str, changes: tuple[Change, ...]) -> Step:
    return Step(what, (StepPart(Document(None, "d", "ab" * 32), changes),))


steps = st.lists(
    st.tuples(st.sampled_from(["claim", "evidence", "opinion"]), st.integers(0, 60), st.integers(1, 30)), max_size=20
)


@given(steps, st.integers(0, 20))
def test_what_is_undone_is_as_if_it_had_not_been_done_and_redo_brings_it_back(
    tags: list[tuple[str, int, int]], back: int
) -> None:
    records, history = DocumentRecords(make_article()), UndoHistory(Nothing(), "ann")
    seen = [list(records.annotations)]
    for label, start, length in tags:
        tagging = step(label, records.tag(label, start, start + length, "ann"))
        history.did(tagging)
        records.apply(tagging.changes)
        seen.append(list(records.annotations))
    back = min(back, len(tags))
    for count in range(back):
        undo = history.undo()
        assert undo is not None
        records.apply(undo.changes)
        assert records.annotations == seen[len(tags) - count - 1]
    for count in range(back):
        redo = history.redo()
        assert redo is not None
        records.apply(redo.changes)
        assert records.annotations == seen[len(tags) - back + count + 1]
    assert history.redo() is None


def test_a_new_step_forgets_what_could_be_redone(article: Article) -> None:
    records, history = DocumentRecords(article), UndoHistory(Nothing(), "ann")
    for start in (0, 27):
        history.did(step("claim", records.tag("claim", start, start + 20, "ann")))
    history.undo()
    history.did(step("claim", records.tag("claim", 40, 50, "ann")))
    assert history.redo() is None


def test_a_decision_is_there_after_the_next_opening_and_can_be_taken_back(store: FolderStore, article: Article) -> None:
    records = DocumentRecords(article)
    changes = records.decide("finished", {"at": [1, {"of": "2"}]}, "ann")
    records.apply(changes)
    saved = store.save(Document(None, "a.txt", "ab" * 32), changes).document
    stored = store.load(saved.key or "")
    again = DocumentRecords(article, stored.annotations, stored.links, stored.decisions)
    assert [(one.data, one.annotator) for one in again.decisions("finished")] == [({"at": [1, {"of": "2"}]}, "ann")]
    assert again.decisions("bookmark") == []
    store.save(saved, again.delete_decision(again.decisions("finished")[0]))
    assert store.load(saved.key or "").decisions == ()


def test_whose_words_a_passage_is_comes_back_and_a_passage_without_says_nothing(
    store: FolderStore, article: Article
) -> None:
    records = DocumentRecords(article)
    plain = tagged(records, "claim", 0, 26)
    quoted = replace(tagged(records, "claim", 30, 36), attributed_to="A. Minister")
    saved = store.save(Document(None, "a.txt", "ab" * 32), [Change(None, plain), Change(None, quoted)]).document
    assert [one.attributed_to for one in store.load(saved.key or "").annotations] == ["", "A. Minister"]
    text = (store.folder / f"{saved.key}.json").read_text()
    assert text.count("attributed_to") == 1
