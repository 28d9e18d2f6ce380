"""Anchors: offsets hold the quote, or it is found again for sure, or the annotation is detached; never elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Annotation
from tests.conftest import TEXT, make_article


def on(text: str, passage: str) -> Annotation:
    records = DocumentRecords(make_article(text))
    start = text.index(passage)
    record = records.tag("claim", start, start + len(passage), "ann")[0].record
    assert isinstance(record, Annotation)
    return record


def test_text_inserted_before_moves_the_annotation_and_says_so() -> None:
    records = DocumentRecords(make_article("A new first line.\n\n" + TEXT), [on(TEXT, "Nobody expected much.")])
    (one,) = records.annotations
    assert records.article.text[one.start : one.end] == "Nobody expected much." == one.quote
    assert one.anchor == "moved"
    assert [after for _, after in records.moved] == [one]
    assert [change.after for change in records.take_moves()] == [one]
    assert records.take_moves() == ()


def test_a_passage_that_is_gone_is_detached_and_kept_as_it_was() -> None:
    before = on(TEXT, "Nobody expected much.")
    records = DocumentRecords(make_article(TEXT.replace("Nobody expected much.", "It was dull.")), [before])
    assert records.annotations == []
    (kept,) = records.detached
    assert (kept.start, kept.end, kept.quote, kept.anchor) == (before.start, before.end, before.quote, "detached")
    assert records.counts() == {"claim": 1}


def test_a_word_deleted_here_is_not_found_in_another_sentence() -> None:
    text = "The envoy spoke. Later the minister agreed with the envoy on most points."
    records = DocumentRecords(make_article(text.replace("The envoy spoke", "She spoke")), [on(text, "envoy")])
    assert [one.anchor for one in records.detached] == ["detached"]


@pytest.mark.parametrize("text", ["NATO met. Others did not.\n", "Others did not meet: NATO", "NATO"])
def test_a_short_quote_at_an_end_of_the_text_is_not_found_where_nothing_around_it_is_the_same(text: str) -> None:
    records = DocumentRecords(make_article("Cats purr. Dogs bark. Some say NATO is big.\n"), [on(text, "NATO")])
    assert [one.anchor for one in records.detached] == ["detached"]


def test_one_of_two_like_words_is_told_by_its_context() -> None:
    text = "The envoy spoke at length of peace. Later the minister agreed with the envoy on most points."
    later = text.rindex("envoy")
    one = DocumentRecords(make_article(text)).tag("claim", later, later + 5, "ann")[0].record
    assert isinstance(one, Annotation)
    longer = "Yesterday it rained. " + text
    (moved,) = DocumentRecords(make_article(longer), [one]).annotations
    assert moved.start == longer.rindex("envoy")


OTHER = "A wholly different article about cats.\n\nThey purr all day long, and nobody minds it much.\n"


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        (OTHER, True),
        (TEXT, False),
        (OTHER + TEXT, False),
        (TEXT.replace("Nobody expected much.", "It was dull."), False),
        (TEXT.split("\n\n")[0], True),
    ],
    ids=["another text", "the same", "more text", "the tagged sentence rewritten", "all around it gone"],
)
def test_another_text_at_the_same_path_is_told_from_a_new_version(text: str, is_other: bool) -> None:
    assert DocumentRecords(make_article(text), [on(TEXT, "Nobody expected much.")]).is_other_text is is_other


def test_one_of_ten_that_is_left_makes_it_the_same_text() -> None:
    ones = [on(TEXT, "Nobody expected much."), *(on(OTHER, word) for word in "wholly article about cats purr".split())]
    assert not DocumentRecords(make_article(TEXT), ones).is_other_text
    assert not DocumentRecords(make_article(OTHER)).is_other_text
    lost = DocumentRecords(make_article(OTHER), ones[:1]).detached
    assert not DocumentRecords(make_article(OTHER), lost).is_other_text


def test_a_detached_one_comes_back_with_its_text() -> None:
    before = on(TEXT, "Nobody expected much.")
    changed = DocumentRecords(make_article("Something else entirely."), [before])
    (back,) = DocumentRecords(make_article(TEXT), changed.detached).annotations
    assert (back.start, back.quote, back.anchor) == (before.start, before.quote, "exact")


@given(st.text("ab .\n", max_size=80), st.text("ab .\n", max_size=80), st.integers(0, 70), st.integers(1, 10))
def test_whatever_is_not_detached_sits_on_its_quote(old: str, new: str, start: int, length: int) -> None:
    old, new = f"x{old}x", f"x{new}x"
    start = min(start, len(old) - 1)
    made = DocumentRecords(make_article(old)).tag("claim", start, min(start + length, len(old)), "ann")[0].record
    assert isinstance(made, Annotation)
    records = DocumentRecords(make_article(new), [made])
    for one in records.annotations:
        assert records.article.text[one.start : one.end] == one.quote
    assert len(records.annotations) + len(records.detached) == 1
