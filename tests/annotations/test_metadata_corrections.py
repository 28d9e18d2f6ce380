"""Title, authors and date as a person states them: what is a value, whose stands, and what nobody can use."""

import re
from typing import Any

import pytest

from reader.annotations.metadata_corrections import (
    MOST_AUTHORS,
    as_line,
    checked,
    correction_data,
    overtaken_in,
    stated_in,
    with_stated,
)
from reader.model.annotation import Decision, new_id
from tests.conftest import make_article

EARLY, LATE = "2026-04-11T09:30:00.000Z", "2026-04-11T09:31:00.000Z"


def decision(field: str, value: Any, at: str = EARLY, page: Any = None, by: str = "ann") -> Decision:
    return Decision(new_id(), "metadata", {"field": field, "value": value, "page": page}, by, at, at)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", "  A bridge\ttoo   dear ", "A bridge too dear"),
        ("title", "Ärger über die Brücke: “zu teuer”", "Ärger über die Brücke: “zu teuer”"),
        ("title", "a\x1b[31mred", "a\ufffd[31mred"),
        ("title", "   ", None),
        ("authors", "Ada Okonjo", ("Ada Okonjo",)),
        ("authors", "Ada Okonjo; Tom Aske", ("Ada Okonjo", "Tom Aske")),
        ("authors", " Ada  Okonjo ;; Tom Aske;", ("Ada Okonjo", "Tom Aske")),
        ("authors", "Okonjo, Ada; Aske, Tom, Jr.", ("Okonjo, Ada", "Aske, Tom, Jr.")),
        ("authors", "Ada Okonjo; Ada Okonjo", ("Ada Okonjo",)),
        ("authors", ["Ada Okonjo", "Tom Aske; Ida Ro"], ("Ada Okonjo", "Tom Aske", "Ida Ro")),
        ("authors", "李 明; Олена Коваль", ("李 明", "Олена Коваль")),
        ("authors", "", ()),
        ("authors", [], ()),
        ("published", "2024-05-31", "2024-05-31"),
        ("published", " 2024-02-29 ", "2024-02-29"),
        ("published", "2024-05-31 14:30", "2024-05-31T14:30"),
        ("published", "2024-05-31T14:30:05", "2024-05-31T14:30:05"),
        ("published", "2024-05-31t14:30z", "2024-05-31T14:30Z"),
        ("published", "2024-05-31 14:30 +0200", "2024-05-31T14:30+02:00"),
        ("published", "2024-05-31T14:30-05:30", "2024-05-31T14:30-05:30"),
        ("published", "", None),
    ],
)
def test_what_is_typed_becomes_a_value_and_is_typed_again(field: str, typed: Any, value: Any) -> None:
    assert checked(field, typed) == value
    assert checked(field, as_line(value)) == value


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("published", "31.5.2024", "“31.5.2024” is no date: write year, month and day as 2024-05-31"),
        ("published", "2024-13-01", "is no date"),
        ("published", "2023-02-29", "is no date"),
        ("published", "2024-05-31 25:00", "is no date"),
        ("published", "2024-05", "is no date"),
        ("published", "20240531", "is no date"),
        ("published", "2024-W18-3", "is no date"),
        ("published", "yesterday", "is no date"),
        ("published", "٢٠٢٤-٠٥-٣١", "is no date"),
        ("published", "2024-05-31 " * 40, "is no date"),
        ("published", 20240531, "the date is not text"),
        ("title", "x" * 1001, "the title is longer than 1000 characters"),
        ("title", ["A"], "the title is not text"),
        ("authors", "x" * 301, "a name longer than 300 characters"),
        ("authors", ";".join(f"A{number}" for number in range(MOST_AUTHORS + 1)), "more than 50 authors"),
        ("authors", 7, "the authors are no list of names"),
        ("authors", ["Ada", None], "the authors are no list of names"),
        ("byline", "By Ada", "there is no field 'byline' to correct, only title, authors, published"),
    ],
)
def test_what_is_no_value_is_refused_in_plain_words(field: str, typed: Any, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)) as refused:
        checked(field, typed)
    assert len(str(refused.value)) < 160


def test_the_latest_correction_of_each_field_stands() -> None:
    made = [
        decision("title", "Third", LATE),
        decision("title", "First"),
        decision("authors", ["Ada Okonjo", "Tom Aske"]),
        decision("published", None),
        Decision(new_id(), "finished", {"field": "title", "value": "no"}, "ann", LATE, LATE),
    ]
    assert stated_in(made) == {"title": "Third", "authors": ("Ada Okonjo", "Tom Aske"), "published": None}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"field": "title"},
        {"value": "A"},
        {"field": 3, "value": "A"},
        {"field": "weather", "value": "A"},
        {"field": "title", "value": {"a": 1}},
        {"field": "authors", "value": {"a": 1}},
        {"field": "published", "value": "soon"},
    ],
)
def test_what_nobody_can_use_changes_nothing_and_hides_nothing(data: dict[str, Any]) -> None:
    broken = Decision(new_id(), "metadata", data, "bob", LATE, LATE)
    assert stated_in([decision("title", "A"), broken]) == {"title": "A"}


def test_only_what_was_stated_is_another_and_the_text_is_the_same() -> None:
    article = make_article("The council met.")
    assert with_stated(article, []) is article
    assert with_stated(article, [decision("authors", list(article.authors))]) is article
    other = with_stated(article, [decision("title", "A council"), decision("published", "2024-05-31")])
    assert (other.title, other.authors, other.published) == ("A council", article.authors, "2024-05-31")
    assert other.blocks is article.blocks
    assert other.text is article.text


def test_a_page_that_says_something_else_by_now_is_told_from_one_that_agrees() -> None:
    article = with_stated(make_article("The council met."), [decision("title", "New"), decision("authors", ["Ada"])])
    data = correction_data("authors", ("Tom",), ("Ada",))
    same = Decision(new_id(), "metadata", data, "ann", EARLY, EARLY)
    assert overtaken_in([decision("title", "Mine", page="Old"), same], article) == ["title"]
    assert overtaken_in([decision("title", "New", page="Old"), same], article) == []
