"""Bookmarks follow their text when a document changes."""

from reader.annotations.bookmarks import BOOKMARK, bookmark_data, bookmarks, free_name
from reader.model.annotation import Decision


def marked(name: str, text: str, offset: int) -> Decision:
    return Decision(name, BOOKMARK, bookmark_data(name, text, offset))


def test_a_bookmark_is_where_its_text_is_now() -> None:
    before = "One two three. Four five six."
    one = marked("a", before, before.index("Four"))
    after = "Something new. " + before
    assert bookmarks([one], after)["a"].offset == after.index("Four")
    assert bookmarks([one], before)["a"].offset == before.index("Four")
    assert bookmarks([one], "Gone")["a"].offset == 4


def test_of_several_of_one_name_the_last_counts_and_they_stand_in_the_order_of_the_text() -> None:
    text = "One two three."
    found = bookmarks([marked("b", text, 8), marked("a", text, 4), marked("b", text, 0)], text)
    assert [(name, one.offset) for name, one in found.items()] == [("b", 0), ("a", 4)]
    assert free_name(found) == "c"


def test_what_is_no_bookmark_is_passed_over() -> None:
    wrong = [Decision("1", BOOKMARK, {"name": "ab", "offset": 1, "quote": ""}), Decision("2", BOOKMARK, {})]
    assert bookmarks(wrong, "text") == {}
